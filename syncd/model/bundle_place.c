/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A place: where a kiosk stands, when it is open, whom to go to, what is on there, and where people may live. */

#include <buurtstem/bundle.h>

#include <stdlib.h>
#include <string.h>

#include "field.h"

#define AREA_YEAR_FROM 1995
#define AREA_YEAR_TO   2199
#define MINUTES_OF_DAY (24 * 60)
#define WEEK           7

static bool are_digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") == count && text[count] == '\0';
}

bool bs_area_code_valid(const char *text)
{
    static const char SIGNS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t more = strncmp(text, "WK", 2) == 0 ? 2 : strncmp(text, "BU", 2) == 0 ? 4 : 0;

    return more > 0 && strspn(text + 2, "0123456789") >= 4 && strspn(text + 6, SIGNS) == more &&
           text[6 + more] == '\0';
}

static bool read_area_code(const struct bs_json_at *at, const char **out)
{
    struct bs_json_at code = bs_json_member(at, "code");
    const char *text;

    if (!bs_json_string_here(&code, BS_LINE_MAX, &text)) {
        return false;
    }
    if (!bs_area_code_valid(text)) {
        bs_json_complain(&code, "expected a CBS code like WK191601 or BU19160103");
        return false;
    }
    *out = text;
    return true;
}

static bool read_area(const struct bs_json_at *at, struct bs_place *out)
{
    static const char *const names[] = {"code", "year", NULL};
    int64_t year = 0;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = bs_json_int(at, "year", AREA_YEAR_FROM, AREA_YEAR_TO, &year) && good;
    out->area_year = (int)year;
    return read_area_code(at, &out->area_code) && good;
}

/* "HH:MM", up to "24:00"; -1 if it is not. */
static int minutes_of(const char *text)
{
    int minutes;

    if (strlen(text) != 5 || text[2] != ':' || strspn(text, "0123456789") != 2 ||
        !are_digits(text + 3, 2)) {
        return -1;
    }
    minutes = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
    return text[3] > '5' || minutes > MINUTES_OF_DAY ? -1 : minutes;
}

static bool read_time(const struct bs_json_at *at, int *out)
{
    const char *text;

    if (!bs_json_string_here(at, BS_LINE_MAX, &text)) {
        return false;
    }
    if (minutes_of(text) < 0) {
        bs_json_complain(at, "expected a time like 09:00");
        return false;
    }
    *out = minutes_of(text);
    return true;
}

static bool read_day(const struct bs_json_at *at, struct bs_hours *out)
{
    struct bs_json_at opens = bs_json_item(at, 0);
    struct bs_json_at closes = bs_json_item(at, 1);
    struct bs_hours hours = {0};

    if (!bs_json_is_array(at) || bs_json_count(at) != 2) {
        bs_json_complain(at, "expected [\"09:00\", \"21:30\"], or null for a closed day");
        return false;
    }
    if (!read_time(&opens, &hours.opens) || !read_time(&closes, &hours.closes)) {
        return false;
    }
    if (hours.opens >= hours.closes) {
        bs_json_complain(at, "closes before it opens");
        return false;
    }
    *out = hours;
    return true;
}

static bool read_hours(const struct bs_json_at *at, struct bs_place *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "hours", WEEK, WEEK, &list, &count);

    for (size_t i = 0; i < count; i++) {
        struct bs_json_at day = bs_json_item(&list, i);

        good = (bs_json_is_null(&day) || read_day(&day, &out->hours[i])) && good;
    }
    return good;
}

static bool read_choice(const struct bs_json_at *at, struct bs_place *out)
{
    const char *id;

    if (!field_slug_here(at, &id)) {
        return false;
    }
    for (size_t i = 0; i < out->programme_count; i++) {
        if (strcmp(out->programmes[i], id) == 0) {
            bs_json_complain(at, "is there twice");
            return false;
        }
    }
    out->programmes[out->programme_count++] = id;
    return true;
}

static bool read_choices(const struct bs_json_at *at, struct bs_place *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "programmes", 1, BS_BUNDLE_PROGRAMMES_MAX, &list, &count);

    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_choice(&item, out) && good;
    }
    return good;
}

/* ---- where people may live ---- */

static bool read_home(const struct bs_json_at *at, struct bs_place *out)
{
    static const char *const names[] = {"code", "name", NULL};
    const char *code = "";
    const char *name = "";
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = read_area_code(at, &code) && good;
    good = field_line(at, "name", BS_LABEL_MAX, &name) && good;
    for (size_t i = 0; i < out->area_count; i++) {
        if (strcmp(out->areas[i].code, code) == 0) {
            bs_json_complain(at, "is there twice");
            return false;
        }
    }
    out->areas[out->area_count].code = code;
    out->areas[out->area_count++].name = name;
    return good;
}

/* One alone would be no question. */
static bool read_homes(const struct bs_json_at *at, struct bs_place *out)
{
    struct bs_json_at list = bs_json_member(at, "areas");
    size_t count = 0;
    bool good;

    if (!bs_json_exists(&list)) {
        return true;
    }
    good = field_array(at, "areas", 2, BS_AREAS_MAX, &list, &count);
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_home(&item, out) && good;
    }
    return good;
}

/* ---- what is on here ---- */

static bool read_line(const struct bs_json_at *at, struct bs_place *out)
{
    static const char *const names[] = {"title", "text", NULL};
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = field_text(at, "title", BS_LABEL_MAX, &out->here[out->here_count].title) && good;
    good = field_text(at, "text", BS_LINE_MAX, &out->here[out->here_count].text) && good;
    out->here_count++;
    return good;
}

static bool read_here(const struct bs_json_at *at, struct bs_place *out)
{
    struct bs_json_at list = bs_json_member(at, "here");
    size_t count = 0;
    bool good = bs_json_bool_or(at, "here_example", false, &out->here_is_example);

    if (!bs_json_exists(&list)) {
        return good;
    }
    good = field_array(at, "here", 1, BS_HERE_MAX, &list, &count) && good;
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_line(&item, out) && good;
    }
    return good;
}

bool bs_place_read(const struct bs_json_at *at, struct bs_place *out)
{
    static const char *const names[] = {
        "tenant",  "id",         "name",  "neighbourhood", "area",         "hours", "contact",
        "example", "programmes", "areas", "here",          "here_example", NULL};
    struct bs_json_at contact = bs_json_member(at, "contact");
    struct bs_json_at programmes = bs_json_member(at, "programmes");
    struct bs_json_at area = bs_json_member(at, "area");
    struct bs_json_at tenant = bs_json_member(at, "tenant");
    struct bs_place place = {0};
    const char *code;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = bs_json_only(at, names);
    good = (!bs_json_exists(&tenant) || field_tenant(at, "tenant", &code)) && good;
    good = field_slug(at, "id", &place.id) && good;
    good = field_line(at, "name", BS_LINE_MAX, &place.name) && good;
    good = field_line(at, "neighbourhood", BS_LINE_MAX, &place.neighbourhood) && good;
    good = read_area(&area, &place) && good;
    good = read_hours(at, &place) && good;
    good = bs_json_bool_or(at, "example", false, &place.is_example) && good;
    good = (!bs_json_exists(&contact) ||
            field_contact(&contact, &place.contact, &place.contact_is_example)) &&
           good;
    good = (!bs_json_exists(&programmes) || read_choices(at, &place)) && good;
    good = read_homes(at, &place) && good;
    good = read_here(at, &place) && good;
    if (good) {
        *out = place;
    }
    return good;
}
