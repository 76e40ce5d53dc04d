/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a list goes on, in an address and back. */

#include "browse.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_SIGNS = 10, ROW_DIGITS = 18 };

bool browse_read_cursor(const char *text, struct storage_row_at *out)
{
    struct storage_row_at at;
    char day[DAY_SIGNS + 1];
    size_t digits;
    if (strlen(text) <= DAY_SIGNS + 1 || text[DAY_SIGNS] != '_') {
        return false;
    }
    memcpy(day, text, DAY_SIGNS);
    day[DAY_SIGNS] = '\0';
    text += DAY_SIGNS + 1;
    digits = strspn(text, "0123456789");
    if (digits > ROW_DIGITS || text[digits] != '\0' || !bs_date_parse(day, &at.day)) {
        return false;
    }
    at.row = strtoll(text, NULL, 10);
    *out = at;
    return true;
}

void browse_cursor(const struct html *html, const struct storage_row_at *at)
{
    char day[11];
    bs_date_format(at->day, day);
    html_textf(html, "&na=%s_%" PRId64, day, at->row);
}

void browse_query(const struct html *html, const char *name, const char *value)
{
    if (value[0] != '\0') {
        html_textf(html, "&%s=", name);
        html_url_part(html, value);
    }
}

void browse_option(const struct html *html, const char *key, const char *name, const char *chosen)
{
    html_markup(html, "<option");
    html_attr(html, "value", key);
    if (strcmp(key, chosen) == 0) {
        html_markup(html, " selected");
    }
    html_markup(html, ">");
    html_text(html, name);
    html_markup(html, "</option>\n");
}
