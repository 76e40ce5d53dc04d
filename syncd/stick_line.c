/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Read by what would have been written: whatever is of another form is refused. */
#include "stick_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stick_line_write(const struct bs_stick_outcome *outcome, char out[STICK_LINE_TEXT])
{
    snprintf(out, STICK_LINE_TEXT,
             "%s written=%" PRIu64 " confirmed=%" PRIu64 " spoilt=%" PRIu64 " more=%s\n",
             bs_stick_name(outcome->outcome), outcome->written, outcome->confirmed, outcome->spoilt,
             outcome->has_more ? "yes" : "no");
}

/* The word that the line begins with; *at is behind it. */
static bool take_outcome(const char **at, enum bs_stick *out)
{
    for (int i = 0; i < BS_STICK_COUNT; i++) {
        const char *name = bs_stick_name((enum bs_stick)i);
        size_t length = strlen(name);
        if (strncmp(*at, name, length) == 0) {
            *out = (enum bs_stick)i;
            *at += length;
            return true;
        }
    }
    return false;
}

static bool take_number(const char **at, const char *label, uint64_t *out)
{
    size_t length = strlen(label);
    char *end = NULL;
    if (strncmp(*at, label, length) != 0) {
        return false;
    }
    *out = strtoull(*at + length, &end, 10);
    *at = end;
    return true;
}

bool stick_line_read(const char *line, struct bs_stick_outcome *out)
{
    struct bs_stick_outcome read = *out;
    const char *at = line;
    char again[STICK_LINE_TEXT];
    if (!take_outcome(&at, &read.outcome) || !take_number(&at, " written=", &read.written) ||
        !take_number(&at, " confirmed=", &read.confirmed) ||
        !take_number(&at, " spoilt=", &read.spoilt)) {
        return false;
    }
    read.has_more = strcmp(at, " more=yes\n") == 0;
    stick_line_write(&read, again);
    if (strcmp(again, line) != 0) {
        return false;
    }
    *out = read;
    return true;
}
