/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The few CSS colours that a house style is written in. */
#include "colour.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXT_MAX 64
#define WHITE    UINT32_C(0xFFFFFF)
#define BYTE     255.0

static int hex(char c)
{
    static const char DIGITS[] = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(DIGITS, tolower((unsigned char)c)) : NULL;
    return found != NULL ? (int)(found - DIGITS) : -1;
}

static uint32_t of_parts(const double part[3])
{
    uint32_t rgb = 0;
    for (int i = 0; i < 3; i++) {
        double value = part[i] < 0 ? 0 : part[i] > BYTE ? BYTE : part[i];
        rgb = rgb << 8 | (uint32_t)lround(value);
    }
    return rgb;
}

static uint32_t on_white(const double part[3], double alpha)
{
    alpha = alpha < 0 ? 0 : alpha > 1 ? 1 : alpha;
    return colour_mix(WHITE, of_parts(part), alpha);
}

static bool parse_hex(const char *text, uint32_t *rgb)
{
    size_t len = strlen(text);
    size_t each = len == 3 || len == 4 ? 1 : 2;
    double part[4] = {0, 0, 0, BYTE};
    if (len != 3 && len != 4 && len != 6 && len != 8) {
        return false;
    }
    for (size_t i = 0; i < len / each; i++) {
        int high = hex(text[i * each]), low = hex(text[i * each + each - 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        part[i] = high * 16 + low;
    }
    *rgb = on_white(part, part[3] / BYTE);
    return true;
}

/* A number such as "12", "-3.5" or "50%"; a percentage is of `whole`. What stands behind it is left. */
static bool take_number(const char **text, double whole, double *out)
{
    const char *at = *text;
    double sign = *at == '-' ? -1 : 1, value = 0, place = 1;
    bool any = false;
    at += *at == '-' || *at == '+';
    for (; isdigit((unsigned char)*at); at++, any = true) {
        value = value * 10 + (*at - '0');
    }
    if (*at == '.') {
        for (at++; isdigit((unsigned char)*at); at++, any = true) {
            place /= 10;
            value += place * (*at - '0');
        }
    }
    if (*at == '%') {
        value = value / 100 * whole;
        at++;
    } else if (strncmp(at, "deg", 3) == 0) {
        at += 3;
    }
    *out = sign * value;
    *text = at;
    return any;
}

/* The three or four numbers between brackets, of which a percentage is of whole[i]. */
static bool take_numbers(const char *text, const double whole[4], double out[4])
{
    int count = 0;
    for (out[3] = 1; *text != ')'; count++) {
        if (count == 4 || !take_number(&text, whole[count], &out[count])) {
            return false;
        }
        text += strspn(text, " ,/");
    }
    return count >= 3 && text[1] == '\0';
}

/* CSS Color 4, section 7.1. */
static void from_hsl(double part[4])
{
    double hue = fmod(fmod(part[0], 360) + 360, 360), a = part[1] * fmin(part[2], 1 - part[2]);
    double light = part[2];
    for (int i = 0; i < 3; i++) {
        double k = fmod((i == 0 ? 0 : i == 1 ? 8 : 4) + hue / 30, 12);
        part[i] = BYTE * (light - a * fmax(-1, fmin(fmin(k - 3, 9 - k), 1)));
    }
}

static bool parse_function(const char *text, uint32_t *rgb)
{
    static const double RGB[4] = {BYTE, BYTE, BYTE, 1}, HSL[4] = {360, 1, 1, 1};
    bool is_hsl = strncasecmp(text, "hsl", 3) == 0;
    const char *open = strchr(text, '(');
    size_t name = open != NULL ? (size_t)(open - text) : 0;
    double part[4];
    if ((!is_hsl && strncasecmp(text, "rgb", 3) != 0) ||
        !(name == 3 || (name == 4 && tolower((unsigned char)text[3]) == 'a'))) {
        return false;
    }
    open++;
    open += strspn(open, " ");
    if (!take_numbers(open, is_hsl ? HSL : RGB, part)) {
        return false;
    }
    if (is_hsl) {
        from_hsl(part);
    }
    *rgb = on_white(part, part[3]);
    return true;
}

bool colour_parse(const char *text, uint32_t *rgb)
{
    char trimmed[TEXT_MAX];
    text += strspn(text, " ");
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == ' ') {
        len--;
    }
    if (len == 0 || len >= sizeof trimmed) {
        return false;
    }
    memcpy(trimmed, text, len);
    trimmed[len] = '\0';
    return trimmed[0] == '#' ? parse_hex(trimmed + 1, rgb) : parse_function(trimmed, rgb);
}

/* WCAG 2.2, relative luminance. */
static double luminance(uint32_t rgb)
{
    static const double WEIGHT[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = (double)(rgb >> (16 - 8 * i) & 0xFF) / BYTE;
        sum += WEIGHT[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double colour_contrast(uint32_t a, uint32_t b)
{
    double one = luminance(a), other = luminance(b);
    return one > other ? (one + 0.05) / (other + 0.05) : (other + 0.05) / (one + 0.05);
}

uint32_t colour_mix(uint32_t a, uint32_t b, double part)
{
    double parts[3];
    for (int i = 0; i < 3; i++) {
        int shift = 16 - 8 * i;
        parts[i] = (double)(a >> shift & 0xFF) * (1 - part) + (double)(b >> shift & 0xFF) * part;
    }
    return of_parts(parts);
}
