/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Dutch for figures. Spaces inside a figure do not break, so a number never loses its unit at the end of a line. */

#include "dutch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

#define NBSP "\u00A0"

static const char *const months[] = {"jan", "feb", "mrt", "apr", "mei", "jun",
                                     "jul", "aug", "sep", "okt", "nov", "dec"};

static const struct {
    const char *tag, *name;
} languages[] = {
    {"nl", "Nederlands"}, {"en", "Engels"},          {"ar", "Arabisch"}, {"tr", "Turks"},
    {"pl", "Pools"},      {"uk", "Oekraïens"},       {"ti", "Tigrinya"}, {"so", "Somalisch"},
    {"fa", "Perzisch"},   {"fr", "Frans"},           {"de", "Duits"},    {"es", "Spaans"},
    {"pt", "Portugees"},  {"bg", "Bulgaars"},        {"ro", "Roemeens"}, {"ru", "Russisch"},
    {"zh", "Chinees"},    {"zgh", "Tamazight"},      {"ber", "Berbers"}, {"pap", "Papiaments"},
    {"ku", "Koerdisch"},  {"zgh-Tfng", "Tamazight"}, {"hi", "Hindi"},    {"ur", "Urdu"},
    {"hu", "Hongaars"},   {"it", "Italiaans"},       {"am", "Amhaars"},  {"vi", "Vietnamees"},
};

const char *dutch_number(int64_t number, char out[DUTCH_TEXT])
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    size_t len = strlen(digits);
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        size_t left = len - i;
        if (i > 0 && left % 3 == 0 && digits[i - 1] != '-') {
            out[at++] = '.';
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}

const char *dutch_percent(int64_t part, int64_t whole, char out[DUTCH_TEXT])
{
    if (whole <= 0) {
        snprintf(out, DUTCH_TEXT, "–");
        return out;
    }
    int64_t rounded = (part * 200 + whole) / (whole * 2);
    const char *sign = "";
    if (part > 0 && rounded == 0) {
        sign = "<" NBSP;
        rounded = 1;
    } else if (part < whole && rounded == 100) {
        sign = ">" NBSP;
        rounded = 99;
    }
    snprintf(out, DUTCH_TEXT, "%s%" PRId64 NBSP "%%", sign, rounded);
    return out;
}

const char *dutch_day(struct bs_date date, char out[DUTCH_TEXT])
{
    if (date.year == 0 || date.month == 0) {
        out[0] = '\0';
        return out;
    }
    snprintf(out, DUTCH_TEXT, "%d" NBSP "%s", date.day, months[date.month - 1]);
    return out;
}

const char *dutch_month(struct bs_date date, char out[DUTCH_TEXT])
{
    snprintf(out, DUTCH_TEXT, "%s", date.month == 0 ? "" : months[date.month - 1]);
    return out;
}

const char *dutch_date(struct bs_date date, char out[DUTCH_TEXT])
{
    char day[DUTCH_TEXT];
    if (date.year == 0) {
        out[0] = '\0';
    } else if (date.month == 0) {
        snprintf(out, DUTCH_TEXT, "%d", date.year);
    } else if (date.day == 0) {
        snprintf(out, DUTCH_TEXT, "%s" NBSP "%d", months[date.month - 1], date.year);
    } else {
        snprintf(out, DUTCH_TEXT, "%.28s" NBSP "%d", dutch_day(date, day), date.year);
    }
    return out;
}

const char *dutch_period(struct bs_date first, struct bs_date last, char out[DUTCH_TEXT])
{
    char from[DUTCH_TEXT];
    char to[DUTCH_TEXT];
    dutch_date(last, to);
    if (first.year == last.year) {
        dutch_day(first, from);
    } else {
        dutch_date(first, from);
    }
    if (from[0] == '\0' || bs_date_compare(first, last) == 0) {
        snprintf(out, DUTCH_TEXT, "%s", to);
    } else {
        snprintf(out, DUTCH_TEXT, "%.28s – %.28s", from, to);
    }
    return out;
}

const char *dutch_days_to(int days, char out[DUTCH_TEXT])
{
    const char *unit = abs(days) == 1 ? "dag" : "dagen";
    if (days == 0) {
        snprintf(out, DUTCH_TEXT, "vandaag");
    } else if (days == 1) {
        snprintf(out, DUTCH_TEXT, "morgen");
    } else if (days > 0) {
        snprintf(out, DUTCH_TEXT, "over" NBSP "%d" NBSP "%s", days, unit);
    } else {
        snprintf(out, DUTCH_TEXT, "%d" NBSP "%s te laat", -days, unit);
    }
    return out;
}

const char *dutch_duration(int64_t ms, char out[DUTCH_TEXT])
{
    int64_t minutes = ms / 60000;
    int64_t hours = minutes / 60;
    int64_t days = hours / 24;
    if (days >= 2) {
        snprintf(out, DUTCH_TEXT, "%" PRId64 NBSP "dagen", days);
    } else if (hours >= 2) {
        snprintf(out, DUTCH_TEXT, "%" PRId64 NBSP "uur", hours);
    } else if (minutes >= 2) {
        snprintf(out, DUTCH_TEXT, "%" PRId64 NBSP "minuten", minutes);
    } else {
        snprintf(out, DUTCH_TEXT, minutes >= 1 ? "1" NBSP "minuut" : "minder dan een minuut");
    }
    return out;
}

const char *dutch_channel(const char *channel)
{
    static const struct {
        const char *name, *words;
    } channels[] = {{"kiosk", "Kiosk"}, {"assisted", "Samen ingevuld"}, {"paper", "Papier"}};
    for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++) {
        if (strcmp(channels[i].name, channel) == 0) {
            return channels[i].words;
        }
    }
    return channel;
}

const char *dutch_language(const char *tag, char out[DUTCH_TEXT])
{
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        if (strcmp(languages[i].tag, tag) == 0) {
            tag = languages[i].name;
            break;
        }
    }
    bs_utf8_copy(out, DUTCH_TEXT, tag);
    return out;
}
