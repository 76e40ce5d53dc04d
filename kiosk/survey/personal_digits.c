/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of digits in groups, and what of them are dates, times and years. */

#include "personal_data_p.h"

#define GROUPS_MOST 4

/* The separator that tells most: rather a hyphen than a point, rather a point than a blank. */
static uint32_t mark_between(const struct personal_text *text, size_t at, size_t end)
{
    uint32_t mark = 0;
    size_t next;
    for (; at < end; at = next) {
        uint32_t c = personal_at(text, at, &next);
        bool is_hyphen = c == '-' || (c >= 0x2010 && c <= 0x2015);
        mark = is_hyphen ? '-' : mark == '-' || personal_is_blank(c) ? mark : c;
    }
    return mark;
}

void personal_read_digits(const struct personal_text *text, size_t at, struct personal_digits *out)
{
    static const int SEPARATORS_MOST = 3; /* between two digits: "06 - 12" */
    size_t next, from = at;
    out->count = 0;
    for (int digit = personal_digit_at(text, at, &next);
         digit >= 0 && out->count <= PERSONAL_DIGITS; digit = personal_digit_at(text, at, &next)) {
        if (out->count > 0) {
            out->is_last_of_group[out->count - 1] = at != from;
            out->mark[out->count - 1] = mark_between(text, from, at);
        }
        out->digit[out->count] = digit;
        out->end[out->count] = from = next;
        out->is_last_of_group[out->count] = personal_digit_at(text, next, &next) < 0;
        out->mark[out->count] = 0;
        at = personal_skip(text, from, SEPARATORS_MOST);
        out->count++;
    }
}

/* ---- dates and times ---- */

struct groups {
    size_t count;
    int len[GROUPS_MOST];
    int64_t value[GROUPS_MOST];
    uint32_t mark[GROUPS_MOST]; /* behind it */
};

static void read_groups(const struct personal_digits *digits, struct groups *out)
{
    *out = (struct groups){0};
    for (size_t i = 0; i < digits->count && out->count < GROUPS_MOST; i++) {
        out->len[out->count]++;
        out->value[out->count] = out->value[out->count] * 10 + digits->digit[i];
        out->mark[out->count] = digits->mark[i];
        out->count += digits->is_last_of_group[i] ? 1 : 0;
    }
}

static bool is_group(const struct groups *groups, size_t at, int len, int64_t least, int64_t most)
{
    return at < groups->count && groups->len[at] <= len && groups->value[at] >= least &&
           groups->value[at] <= most;
}

static bool is_year(const struct groups *groups, size_t at)
{
    return is_group(groups, at, 4, 1900, 2099);
}

size_t personal_count_date(const struct personal_digits *digits)
{
    struct groups groups;
    read_groups(digits, &groups);
    bool is_date = is_group(&groups, 1, 2, 1, 12) &&
                   ((is_group(&groups, 0, 2, 1, 31) && is_year(&groups, 2)) ||
                    (is_year(&groups, 0) && is_group(&groups, 2, 2, 1, 31)));
    return is_date ? (size_t)(groups.len[0] + groups.len[1] + groups.len[2]) : 0;
}

size_t personal_date(const struct personal_text *text, size_t at)
{
    struct personal_digits digits;
    personal_read_digits(text, at, &digits);
    size_t count = personal_count_date(&digits);
    return count > 0 ? digits.end[count - 1] - at : 0;
}

static bool is_two_times(const struct groups *groups)
{
    return is_group(groups, 0, 2, 0, 24) && is_group(groups, 1, 2, 0, 59) &&
           is_group(groups, 2, 2, 0, 24) && is_group(groups, 3, 2, 0, 59);
}

bool personal_is_span(const struct personal_digits *digits)
{
    struct groups groups;
    read_groups(digits, &groups);
    return (is_year(&groups, 0) && is_year(&groups, 1)) || is_two_times(&groups);
}

bool personal_is_hours(const struct personal_digits *digits)
{
    struct groups groups;
    read_groups(digits, &groups);
    return is_two_times(&groups) && groups.mark[0] == '.' && groups.mark[2] == '.' &&
           groups.mark[1] != '.';
}

bool personal_is_service(const struct personal_digits *digits)
{
    const int *digit = digits->digit;
    return digits->count >= 4 && digit[0] == 0 && digit[2] == 0 &&
           ((digit[1] == 8 && digit[3] == 0) ||
            (digit[1] == 9 && (digit[3] == 0 || digit[3] == 6 || digit[3] == 9)));
}

size_t personal_count_groups(const struct personal_digits *digits, size_t count)
{
    size_t groups = 0;
    for (size_t i = 0; i < count; i++) {
        groups += digits->is_last_of_group[i] || i + 1 == count ? 1 : 0;
    }
    return groups;
}
