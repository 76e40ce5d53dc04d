/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Reads a theme file, checks that people can read what it makes, and fits its millimetres to a display. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "theme.h"

#define LINE_MAX_BYTES   200
#define THEME_BYTES_MAX  16384
#define REFERENCE_WIDTH  476.0 /* mm, the display that a theme's sizes are meant for */
#define REFERENCE_HEIGHT 268.0
#define PORTRAIT_TIMES   1.4 /* letters: a narrow display has its room below, for another line */
#define SCALE_MIN        0.4
#define SCALE_MAX        1.4
#define GAP_MIN_MM       5.0  /* kiosk-ux K04 */
#define TARGET_MIN_MM    20.0 /* kiosk-ux K02 */
#define TOOL_MIN_MM      30.0 /* kiosk-ux K02 K81 */
/* kiosk-ux K20: a capital of 0.7 degrees is 0.0122 of the distance; Noto's capital is 0.72 of the em. */
#define EM_BY_DISTANCE (0.0122 / 0.72)

enum size_key {
    SIZE_LINE_HEADING = UI_STYLE_ANSWER_SMALL, /* which has no key of its own */
    SIZE_LINE_TEXT,
    SIZE_MARGIN,
    SIZE_GAP,
    SIZE_BAR,
    SIZE_TOP,
    SIZE_RADIUS,
    SIZE_BORDER,
    SIZE_BORDER_CHOSEN,
    SIZE_TARGET,
    SIZES
};

static const char *const colour_names[UI_INKS] = {
    [UI_INK] = "ink",       [UI_SOFT] = "soft",         [UI_PAPER] = "paper",
    [UI_CARD] = "card",     [UI_BAR] = "bar",           [UI_CANAL] = "canal",
    [UI_TINT] = "tint",     [UI_EDGE] = "edge",         [UI_ON_CANAL] = "on_canal",
    [UI_STORY] = "story",   [UI_ON_STORY] = "on_story", [UI_HAIR] = "hair",
    [UI_BRICK] = "brick",   [UI_SUN] = "sun",           [UI_LEAF] = "leaf",
    [UI_FACE_1] = "face_1", [UI_FACE_2] = "face_2",     [UI_FACE_3] = "face_3",
    [UI_FACE_4] = "face_4", [UI_FACE_5] = "face_5",
};

static const struct {
    const char *name;
    double least, most;
} size_rules[SIZES] = {
    [UI_STYLE_QUESTION] = {"question", 5, 40},
    [UI_STYLE_TITLE] = {"title", 5, 40},
    [UI_STYLE_ANSWER] = {"answer", 5, 40},
    [UI_STYLE_BODY] = {"body", 5, 40},
    [UI_STYLE_STRONG] = {"strong", 5, 40},
    [UI_STYLE_SMALL] = {"small", 5, 40},
    [UI_STYLE_SMALL_STRONG] = {"small_strong", 5, 40},
    [UI_STYLE_CODE] = {"code", 5, 60},
    [SIZE_LINE_HEADING] = {"line_heading", 1, 3},
    [SIZE_LINE_TEXT] = {"line_text", 1, 3},
    [SIZE_MARGIN] = {"margin", 5, 60},
    [SIZE_GAP] = {"gap", GAP_MIN_MM, 30},
    [SIZE_BAR] = {"bar_height", TARGET_MIN_MM, 80},
    [SIZE_TOP] = {"top", TARGET_MIN_MM, 80},
    [SIZE_RADIUS] = {"radius", 0, 20},
    [SIZE_BORDER] = {"border", 0.5, 5},
    [SIZE_BORDER_CHOSEN] = {"border_chosen", 1, 10},
    [SIZE_TARGET] = {"target", TARGET_MIN_MM, 60},
};

struct reading {
    struct ui_colour colour[UI_INKS];
    double size[SIZES];
    int colour_line[UI_INKS]; /* 0: not seen */
    int size_line[SIZES];
    int line;
    struct ui_theme_error *error;
};

/* "name sentence"; name may be empty. */
static bool complain(struct reading *reading, int line, const char *name, const char *sentence)
{
    if (reading->error != NULL) {
        reading->error->line = line;
        (void)snprintf(reading->error->text, sizeof reading->error->text, "%s%s%s", name,
                       name[0] != '\0' ? " " : "", sentence);
    }
    return false;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

static bool parse_colour(const char *text, struct ui_colour *out)
{
    uint8_t bytes[3];
    if (text[0] != '#' || strlen(text) != 7) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        const int high = hex_digit(text[1 + 2 * i]);
        const int low = hex_digit(text[2 + 2 * i]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i] = (uint8_t)(high * 16 + low);
    }
    *out = (struct ui_colour){bytes[0], bytes[1], bytes[2], 255};
    return true;
}

/* Digits with at most one point, so that no locale has a say. */
static bool parse_size(const char *text, double *out)
{
    double value = 0;
    double place = 0;
    size_t digits = 0;
    for (; *text != '\0'; text++) {
        if (*text == '.' && place == 0 && digits > 0) {
            place = 1;
        } else if (*text >= '0' && *text <= '9' && digits < 8) {
            value = value * 10 + (*text - '0');
            place *= 10;
            digits++;
        } else {
            return false;
        }
    }
    if (digits == 0 || place == 1) {
        return false;
    }
    *out = place > 0 ? value / place : value;
    return true;
}

static bool take_colour(struct reading *reading, size_t index, const char *value)
{
    if (reading->colour_line[index] != 0) {
        return complain(reading, reading->line, colour_names[index], "stands here a second time");
    }
    if (!parse_colour(value, &reading->colour[index])) {
        return complain(reading, reading->line, colour_names[index],
                        "must be a colour such as #16262E");
    }
    reading->colour_line[index] = reading->line;
    return true;
}

static bool take_size(struct reading *reading, size_t index, const char *value)
{
    double size = 0;
    if (reading->size_line[index] != 0) {
        return complain(reading, reading->line, size_rules[index].name,
                        "stands here a second time");
    }
    if (!parse_size(value, &size) || size < size_rules[index].least ||
        size > size_rules[index].most) {
        char range[80];
        (void)snprintf(range, sizeof range, "%s must be a number from %.3g to %.3g",
                       size_rules[index].name, size_rules[index].least, size_rules[index].most);
        return complain(reading, reading->line, "", range);
    }
    reading->size[index] = size;
    reading->size_line[index] = reading->line;
    return true;
}

static bool take_pair(struct reading *reading, const char *key, const char *value)
{
    for (size_t i = 0; i < UI_INKS; i++) {
        if (strcmp(colour_names[i], key) == 0) {
            return take_colour(reading, i, value);
        }
    }
    for (size_t i = 0; i < SIZES; i++) {
        if (strcmp(size_rules[i].name, key) == 0) {
            return take_size(reading, i, value);
        }
    }
    char shown[40];
    (void)snprintf(shown, sizeof shown, "%.39s", key);
    return complain(reading, reading->line, shown, "is not a key of a theme");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Cuts blanks off both ends, in place. */
static char *trim(char *text)
{
    while (is_blank(*text)) {
        text++;
    }
    size_t len = strlen(text);
    while (len > 0 && is_blank(text[len - 1])) {
        text[--len] = '\0';
    }
    return text;
}

static bool take_line(struct reading *reading, const char *from, size_t len)
{
    char line[LINE_MAX_BYTES + 1];
    if (len > LINE_MAX_BYTES || memchr(from, '\0', len) != NULL) {
        return complain(reading, reading->line, "", "this is not a line of a theme");
    }
    memcpy(line, from, len);
    line[len] = '\0';
    char *text = trim(line);
    if (text[0] == '\0' || text[0] == '#') {
        return true;
    }
    char *equals = strchr(text, '=');
    if (equals == NULL) {
        return complain(reading, reading->line, "", "expected key = value");
    }
    *equals = '\0';
    return take_pair(reading, trim(text), trim(equals + 1));
}

static bool take_lines(struct reading *reading, const char *text, size_t len)
{
    if (len > THEME_BYTES_MAX) {
        return complain(reading, 0, "", "the file is larger than 16384 bytes");
    }
    while (len > 0) {
        const char *end = memchr(text, '\n', len);
        const size_t line_len = end != NULL ? (size_t)(end - text) : len;
        reading->line++;
        if (!take_line(reading, text, line_len)) {
            return false;
        }
        const size_t used = end != NULL ? line_len + 1 : line_len;
        text += used;
        len -= used;
    }
    return true;
}

static bool check_complete(struct reading *reading)
{
    for (size_t i = 0; i < UI_INKS; i++) {
        if (reading->colour_line[i] == 0) {
            return complain(reading, 0, colour_names[i], "is missing");
        }
    }
    for (size_t i = 0; i < SIZES; i++) {
        if (reading->size_line[i] == 0) {
            return complain(reading, 0, size_rules[i].name, "is missing");
        }
    }
    return true;
}

static bool check_contrast(struct reading *reading)
{
    for (size_t i = 0; i < theme_pair_count; i++) {
        const enum ui_ink front = theme_pairs[i].front;
        const enum ui_ink back = theme_pairs[i].back;
        const double found = theme_contrast(reading->colour[front], reading->colour[back]);
        if (found < theme_pairs[i].least) {
            char text[100];
            (void)snprintf(text, sizeof text, "%s on %s has a contrast of %.1f, below %.0f",
                           colour_names[front], colour_names[back], found, theme_pairs[i].least);
            return complain(reading, reading->colour_line[front], "", text);
        }
    }
    return true;
}

static bool check_display(struct reading *reading, const struct ui_display *display)
{
    if (display->width_px < 320 || display->width_px > 16384 || display->height_px < 240 ||
        display->height_px > 16384 || display->width_mm < 60 || display->width_mm > 5000 ||
        display->height_mm < 40 || display->height_mm > 5000 ||
        display->viewing_distance_mm < 200 || display->viewing_distance_mm > 3000) {
        return complain(reading, 0, "", "the display's size or viewing distance makes no sense");
    }
    return true;
}

static double at_least(double value, double least)
{
    return value > least ? value : least;
}

static int round_px(double px)
{
    return (int)floor(px + 0.5);
}

static void fill_fonts(const struct reading *reading, double scale, double em_min,
                       struct ui_theme *out)
{
    for (int i = 0; i < UI_STYLE_ANSWER_SMALL; i++) {
        const bool is_plain = i == UI_STYLE_BODY || i == UI_STYLE_SMALL;
        const bool is_text = is_plain || i == UI_STYLE_STRONG || i == UI_STYLE_SMALL_STRONG;
        const int wanted = round_px(reading->size[i] * scale * out->px_per_mm);
        const int least = theme_px(out, em_min);
        out->font[i].px = wanted > least ? wanted : least;
        out->font[i].bold = !is_plain;
        out->line_height[i] = reading->size[is_text ? SIZE_LINE_TEXT : SIZE_LINE_HEADING];
    }
    out->font[UI_STYLE_ANSWER_SMALL] = out->font[UI_STYLE_SMALL_STRONG];
    out->line_height[UI_STYLE_ANSWER_SMALL] = reading->size[SIZE_LINE_HEADING];
    out->font[UI_STYLE_ANSWER_MIDDLE] = out->font[UI_STYLE_ANSWER];
    out->line_height[UI_STYLE_ANSWER_MIDDLE] = out->line_height[UI_STYLE_ANSWER];
}

static void fill_theme(const struct reading *reading, const struct ui_display *display,
                       struct ui_theme *out)
{
    const double by_width = display->width_mm / REFERENCE_WIDTH;
    const double by_height = display->height_mm / REFERENCE_HEIGHT;
    double scale = by_width < by_height ? by_width : by_height;
    scale = scale < SCALE_MIN ? SCALE_MIN : (scale > SCALE_MAX ? SCALE_MAX : scale);
    memset(out, 0, sizeof *out);
    memcpy(out->colour, reading->colour, sizeof out->colour);
    out->px_per_mm = (double)display->width_px / display->width_mm;
    const double letters = display->height_mm > display->width_mm ? PORTRAIT_TIMES : 1;
    fill_fonts(reading, scale * letters, EM_BY_DISTANCE * display->viewing_distance_mm, out);
    const double target = reading->size[SIZE_TARGET];
    const double gap = at_least(reading->size[SIZE_GAP] * scale, GAP_MIN_MM);
    out->target_min = theme_px(out, target);
    out->gap = theme_px(out, gap);
    out->margin = theme_px(out, at_least(reading->size[SIZE_MARGIN] * scale, gap));
    /* A gap above its buttons and below. */
    const int bar_min = theme_px(out, TOOL_MIN_MM) + 2 * out->gap;
    out->bar_height = theme_px(out, reading->size[SIZE_BAR] * scale);
    out->bar_height = out->bar_height < bar_min ? bar_min : out->bar_height;
    out->top_height = theme_px(out, at_least(reading->size[SIZE_TOP] * scale, target));
    out->radius = round_px(reading->size[SIZE_RADIUS] * scale * out->px_per_mm);
    out->border = round_px(at_least(reading->size[SIZE_BORDER] * scale, 0.5) * out->px_per_mm);
    out->border_chosen =
        round_px(at_least(reading->size[SIZE_BORDER_CHOSEN] * scale, 1.5) * out->px_per_mm);
    out->border = out->border < 2 ? 2 : out->border;
}

bool theme_parse(const char *text, size_t len, const struct ui_display *display,
                 struct ui_theme *out, struct ui_theme_error *error)
{
    struct reading reading = {.error = error};
    if (!check_display(&reading, display) || !take_lines(&reading, text, len) ||
        !check_complete(&reading) || !check_contrast(&reading)) {
        return false;
    }
    fill_theme(&reading, display, out);
    return true;
}

bool theme_recolour(struct ui_theme *theme, const char *token, struct ui_colour colour)
{
    for (size_t i = 0; i < UI_INKS; i++) {
        if (strcmp(colour_names[i], token) == 0) {
            theme->colour[i] = colour;
            /* Panels that tell follow what can be done. */
            theme->colour[i == UI_CANAL ? UI_STORY : i == UI_ON_CANAL ? UI_ON_STORY : i] = colour;
            return true;
        }
    }
    return false;
}
