/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* One walk along a text: where a figure begins, the first thing that it can be is said; else it is left as it is. */

#include "figures.h"

#include <stdbool.h>
#include <string.h>

#define PHONE_LEAST    8 /* digits of a number that begins with 0 or + */
#define PHONE_MOST     15
#define PHONE_NATIONAL 10
#define SHORT_LEAST    3 /* digits behind "bel" */
#define SHORT_MOST     6
#define GROUP_MOST     4 /* more digits together are said in twos */
#define EN_DASH        "\xE2\x80\x93"

static const char *const MONTHS[] = {"januari",   "februari", "maart",    "april",
                                     "mei",       "juni",     "juli",     "augustus",
                                     "september", "oktober",  "november", "december"};

/* ---- characters ---- */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* By its first byte: general punctuation, what Latin-1 has of signs and the Arabic comma and question mark are none. */
static bool is_letter(const char *at)
{
    const unsigned char byte = (unsigned char)*at;
    return (byte | 0x20U) - 'a' < 26U ||
           (byte >= 0xC3 && byte != 0xE2 && (byte != 0xD8 || (unsigned char)at[1] >= 0xA0));
}

static bool is_joint(char byte)
{
    return byte != '\0' && strchr(".,:/-", byte) != NULL;
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " ");
}

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Whether no figure or word goes on in front of it. */
static bool may_begin(const char *text, const char *at)
{
    const char *before = at;
    if (at == text) {
        return true;
    }
    do {
        before--;
    } while (before > text && ((unsigned char)*before & 0xC0U) == 0x80U);
    return !is_digit(*before) && !is_letter(before) &&
           !(is_joint(*before) && before > text && is_digit(before[-1]));
}

/* Whether none goes on behind it. */
static bool may_end(const char *at)
{
    return !is_digit(*at) && !is_letter(at) && !(is_joint(*at) && is_digit(at[1]));
}

/* So many digits, one to `most`, as a number; 0 if there are none or more. */
static size_t read_number(const char *at, size_t most, int *out)
{
    size_t len = 0;
    *out = 0;
    for (; len < most && is_digit(at[len]); len++) {
        *out = *out * 10 + (at[len] - '0');
    }
    return is_digit(at[len]) ? 0 : len;
}

/* ---- what is being said ---- */

struct saying {
    const struct figures *figures;
    const char *lang, *text;
    char *out;
    size_t size, len;
    bool has_digits; /* of the number to call that is being put */
};

static const char *get(const struct saying *saying, const char *dutch)
{
    return saying->figures->get(saying->figures->self, saying->lang, dutch);
}

static void put(struct saying *saying, const char *text, size_t len)
{
    size_t room = saying->size - 1 - saying->len;
    if (len > room) {
        while (room > 0 && ((unsigned char)text[room] & 0xC0U) == 0x80U) {
            room--;
        }
        len = room;
        saying->size = saying->len + len + 1;
    }
    memcpy(saying->out + saying->len, text, len);
    saying->len += len;
    saying->out[saying->len] = '\0';
}

static void put_text(struct saying *saying, const char *text)
{
    put(saying, text, strlen(text));
}

static void put_number(struct saying *saying, int number)
{
    char digits[12];
    size_t at = sizeof digits;
    for (int rest = number; at == sizeof digits || rest > 0; rest /= 10) {
        digits[--at] = (char)('0' + rest % 10);
    }
    put(saying, digits + at, sizeof digits - at);
}

/* The word of a list at a place; the number where there is none. */
static void put_word(struct saying *saying, const char *list, int place, int number)
{
    const char *at = get(saying, list);
    for (; place > 0 && at != NULL; place--) {
        at = strchr(at, ',');
        at = at != NULL ? at + 1 : NULL;
    }
    at = skip_blanks(at != NULL ? at : "");
    if (strcspn(at, ",") > 0) {
        put(saying, at, strcspn(at, ","));
    } else {
        put_number(saying, number);
    }
}

/* What the names of a pattern stand for; those that it does not have are 0. */
struct values {
    int hour, minute, day, month, year;
};

static bool is_name(const char *at, const char *name)
{
    return starts_with(at + 1, name) && at[1 + strlen(name)] == '}';
}

static void put_value(struct saying *saying, const char *at, const struct values *values)
{
    if (is_name(at, "hour")) {
        put_word(saying, FIGURES_HOURS, values->hour, values->hour);
    } else if (is_name(at, "ordinal")) {
        put_word(saying, FIGURES_DAYS, values->day - 1, values->day);
    } else if (is_name(at, "month")) {
        put_text(saying, get(saying, MONTHS[values->month - 1]));
    } else if (is_name(at, "year")) {
        put_number(saying, values->year);
    } else {
        put_text(saying, is_name(at, "two") && values->minute < 10 ? "0 " : "");
        put_number(saying, values->minute);
    }
}

/* A pattern up to `end`, a name in braces or the zero. */
static void put_pattern(struct saying *saying, const char *pattern, const char *end,
                        const struct values *values)
{
    while (pattern < end) {
        const char *close = *pattern == '{' ? strchr(pattern, '}') : NULL;
        if (close != NULL) {
            put_value(saying, pattern, values);
            pattern = close + 1;
        } else {
            size_t len = 1 + strcspn(pattern + 1, "{");
            len = len < (size_t)(end - pattern) ? len : (size_t)(end - pattern);
            put(saying, pattern, len);
            pattern += len;
        }
    }
}

static void put_filled(struct saying *saying, const char *dutch, const struct values *values)
{
    const char *pattern = get(saying, dutch);
    put_pattern(saying, pattern, pattern + strlen(pattern), values);
}

/* What a pattern ends with, behind its last name and blanks. */
static const char *ending_of(const char *pattern)
{
    const char *last = strrchr(pattern, '}');
    return skip_blanks(last != NULL ? last + 1 : pattern);
}

/* Past the word that a pattern ends with, where a text has it too. */
static const char *skip_word(const char *at, const char *word)
{
    const char *next = skip_blanks(at);
    return *word != '\0' && starts_with(next, word) && !is_letter(next + strlen(word))
               ? next + strlen(word)
               : at;
}

/* ---- times ---- */

/* An amount is written like a time in English: by what stands before it or behind it. */
static bool is_amount(const struct saying *saying, const char *at, const char *end)
{
    static const char *const UNITS[] = {"%",   "\xE2\x82\xAC", "eur", "pound", "mil",
                                        "bil", "kilo",         "kg",  "km",    "met"};
    const char *before = at;
    const char *behind = skip_blanks(end);
    while (before > saying->text && before[-1] == ' ') {
        before--;
    }
    /* The last bytes of the signs of euro and pound. */
    if (before > saying->text && strchr("$\xAC\xA3", before[-1]) != NULL) {
        return true;
    }
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (starts_with(behind, UNITS[i])) {
            return true;
        }
    }
    return false;
}

/* Its end, or NULL. */
static const char *read_time(const struct saying *saying, const char *at, struct values *out)
{
    const size_t hour = read_number(at, 2, &out->hour);
    if (hour == 0 || out->hour > 23 || (at[hour] != '.' && at[hour] != ':')) {
        return NULL;
    }
    const size_t minute = read_number(at + hour + 1, 2, &out->minute);
    const char *end = at + hour + 1 + minute;
    if (minute != 2 || out->minute > 59 || is_letter(end) || is_digit(*end) ||
        (*end != '-' && !may_end(end)) || (at[hour] == '.' && is_amount(saying, at, end))) {
        return NULL;
    }
    return end;
}

static void put_time(struct saying *saying, const struct values *values)
{
    put_filled(saying,
               values->minute == 0    ? FIGURES_HOUR
               : values->minute == 30 ? FIGURES_HALF
                                      : FIGURES_MINUTES,
               values);
}

static const char *say_time(struct saying *saying, const char *at)
{
    struct values values = {0};
    const char *end = read_time(saying, at, &values);
    if (end == NULL || !may_end(end)) {
        return NULL;
    }
    put_time(saying, &values);
    return skip_word(end, ending_of(get(saying, FIGURES_HOUR)));
}

/* ---- from one to another ---- */

/* Past a dash with or without blanks; between times also a short one. NULL: there is none. */
static const char *skip_dash(const char *at, bool is_time)
{
    const char *dash = skip_blanks(at);
    if (starts_with(dash, EN_DASH)) {
        return skip_blanks(dash + strlen(EN_DASH));
    }
    return is_time && *dash == '-' ? skip_blanks(dash + 1) : NULL;
}

/* One end of it: a time, or digits as they are. */
static void put_side(struct saying *saying, bool is_time, const struct values *time, const char *at)
{
    if (is_time) {
        put_time(saying, time);
    } else {
        put(saying, at, strspn(at, "0123456789"));
    }
}

static const char *read_side(const struct saying *saying, bool is_time, const char *at,
                             struct values *out)
{
    const size_t len = is_time ? 0 : read_number(at, 4, &out->year);
    return is_time ? read_time(saying, at, out) : len > 0 ? at + len : NULL;
}

/* Two times, or two numbers of at most four digits. */
static const char *say_range(struct saying *saying, const char *at)
{
    struct values from = {0}, to = {0};
    const char *pattern = get(saying, FIGURES_RANGE);
    const char *from_name = strstr(pattern, "{from}"), *to_name = strstr(pattern, "{to}");
    const bool is_time = read_time(saying, at, &from) != NULL;
    const char *end = read_side(saying, is_time, at, &from);
    const char *second = end != NULL ? skip_dash(end, is_time) : NULL;
    end = second != NULL ? read_side(saying, is_time, second, &to) : NULL;
    if (end == NULL || !may_end(end) || from_name == NULL || to_name == NULL ||
        to_name < from_name) {
        return NULL;
    }
    put(saying, pattern, (size_t)(from_name - pattern));
    put_side(saying, is_time, &from, at);
    from_name += strlen("{from}");
    put(saying, from_name, (size_t)(to_name - from_name));
    put_side(saying, is_time, &to, second);
    end = is_time ? skip_word(end, ending_of(get(saying, FIGURES_HOUR))) : end;
    if (!starts_with(skip_blanks(end), ending_of(pattern))) {
        put_text(saying, to_name + strlen("{to}"));
    }
    return end;
}

/* ---- dates ---- */

/* A year is said in words where they are those of a day. */
static const char *say_year(struct saying *saying, const char *at, int year)
{
    const char *pattern = get(saying, FIGURES_YEAR);
    const struct values values = {.day = year - 2000, .year = year};
    put_text(saying, " ");
    if (strstr(pattern, "{ordinal}") == NULL || year <= 2000 || year > 2031) {
        put_number(saying, year);
        return at;
    }
    put_filled(saying, FIGURES_YEAR, &values);
    return skip_word(at, ending_of(pattern));
}

/* 01-05-2027 */
static const char *say_short_date(struct saying *saying, const char *at)
{
    struct values values = {0};
    const size_t day = read_number(at, 2, &values.day);
    const char joint = at[day];
    if (day == 0 || values.day < 1 || values.day > 31 || joint == '\0' ||
        strchr("-./", joint) == NULL) {
        return NULL;
    }
    const char *month_at = at + day + 1;
    const size_t month = read_number(month_at, 2, &values.month);
    if (month == 0 || values.month < 1 || values.month > 12 || month_at[month] != joint) {
        return NULL;
    }
    const char *end = month_at + month + 1;
    if (read_number(end, 4, &values.year) != 4 || !may_end(end + 4)) {
        return NULL;
    }
    put_filled(saying, FIGURES_DATE, &values);
    return say_year(saying, end + 4, values.year);
}

/* 1 mei, 1 mei 2027 */
static const char *say_date(struct saying *saying, const char *at)
{
    struct values values = {0};
    const size_t day = read_number(at, 2, &values.day);
    const char *word = skip_blanks(at + day);
    if (day == 0 || values.day < 1 || values.day > 31 || word == at + day) {
        return NULL;
    }
    for (values.month = 1; values.month <= 12; values.month++) {
        const char *name = get(saying, MONTHS[values.month - 1]);
        const char *end = word + strlen(name);
        if (*name == '\0' || !starts_with(word, name) || is_letter(end)) {
            continue;
        }
        const char *year = skip_blanks(end);
        put_filled(saying, FIGURES_DATE, &values);
        return year > end && read_number(year, 4, &values.year) == 4 && may_end(year + 4)
                   ? say_year(saying, year + 4, values.year)
                   : end;
    }
    return NULL;
}

/* ---- numbers to call ---- */

/* Digits apart, in the groups in which they are written; long groups in twos, behind a three where they are odd. */
static void put_digits(struct saying *saying, const char *from, const char *end)
{
    for (const char *at = from; at < end;) {
        const size_t group = strspn(at, "0123456789");
        const bool is_inside = at > from && is_digit(at[-1]);
        const size_t count = is_inside ? 2 : group <= GROUP_MOST ? group : 2 + group % 2;
        if (group == 0) {
            put_text(saying, *at++ == '+' ? "+ " : "");
            continue;
        }
        put_text(saying, saying->has_digits ? ", " : "");
        for (size_t i = 0; i < count; i++) {
            put_text(saying, i > 0 ? " " : "");
            put(saying, at++, 1);
        }
        saying->has_digits = true;
    }
    saying->has_digits = false;
}

/* Digits with a sign or two between them, at most so many; NULL if there are too few, or another figure goes on. */
static const char *read_digits(const char *at, size_t least, size_t most)
{
    size_t count = 0;
    const char *end = at;
    for (const char *next = at; is_digit(*next) && count < most;) {
        for (; is_digit(*next) && count < most; next++) {
            count++;
        }
        end = next;
        const size_t signs = strspn(next, " -./()");
        next += signs <= 2 ? signs : 0;
    }
    return count >= least && may_end(end) ? end : NULL;
}

/* Whether the word before is one of a list, whatever its first letter. */
static bool is_behind_word(const struct saying *saying, const char *at, const char *list)
{
    const char *end = at;
    while (end > saying->text && end[-1] == ' ') {
        end--;
    }
    const char *word = end;
    while (word > saying->text && word[-1] != ' ') {
        word--;
    }
    const size_t len = (size_t)(end - word);
    while (len > 0 && *list != '\0') {
        const size_t one = strcspn(list, " ");
        if (one == len && (*word | 0x20) == *list && memcmp(word + 1, list + 1, len - 1) == 0) {
            return true;
        }
        list = skip_blanks(list + one);
    }
    return false;
}

/* 071 516 50 00, (071) 516 50 00, +31 71 516 50 00 */
static const char *say_phone(struct saying *saying, const char *at)
{
    const char *from = at + (*at == '(' || *at == '+' ? 1 : 0);
    const bool is_national = *from == '0' && from[1] >= '1' && from[1] <= '7';
    const char *end = NULL;
    if (*at == '+' ? is_digit(*from) : *from == '0') {
        end = read_digits(from, PHONE_LEAST, is_national ? PHONE_NATIONAL : PHONE_MOST);
    }
    if (end != NULL) {
        put_digits(saying, at, end);
    }
    return end;
}

/* 14 071: the municipality behind an area code. With other words behind it, it is as well fourteen thousand and so many. */
static const char *say_municipality(struct saying *saying, const char *at)
{
    const char *end = starts_with(at, "14 0") ? read_digits(at, 5, 7) : NULL;
    if (end == NULL ||
        (is_letter(skip_blanks(end)) && !is_behind_word(saying, at, get(saying, FIGURES_CALL)))) {
        return NULL;
    }
    put_text(saying, "14, ");
    put_digits(saying, at + strlen("14 "), end);
    return end;
}

/* Bel 112 */
static const char *say_short_phone(struct saying *saying, const char *at)
{
    const size_t len = strspn(at, "0123456789");
    if (len < SHORT_LEAST || len > SHORT_MOST || !may_end(at + len) ||
        !is_behind_word(saying, at, get(saying, FIGURES_CALL))) {
        return NULL;
    }
    put_digits(saying, at, at + len);
    return at + len;
}

/* ---- the walk ---- */

static const char *say_figure(struct saying *saying, const char *at)
{
    static const char *(*const TRIES[])(struct saying * saying, const char *at) = {
        say_short_date,   say_range, say_time,       say_date,
        say_municipality, say_phone, say_short_phone};
    const char *end = NULL;
    for (size_t i = 0; end == NULL && i < sizeof TRIES / sizeof TRIES[0]; i++) {
        end = TRIES[i](saying, at);
    }
    return end;
}

void figures_say(const struct figures *figures, const char *lang, const char *text, char *out,
                 size_t size)
{
    struct saying saying = {
        .figures = figures, .lang = lang, .text = text, .out = out, .size = size};
    out[0] = '\0';
    for (const char *at = text; *at != '\0';) {
        const bool is_figure = figures->get != NULL && (is_digit(*at) || *at == '+' || *at == '(');
        const char *end = is_figure && may_begin(text, at) ? say_figure(&saying, at) : NULL;
        if (end == NULL) {
            for (end = at + 1; ((unsigned char)*end & 0xC0U) == 0x80U;) {
                end++;
            }
            put(&saying, at, (size_t)(end - at));
        }
        at = end;
    }
}
