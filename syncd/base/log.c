/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One write call a line, so that lines of several threads and processes do not mix. */

#include <buurtstem/log.h>

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "line.h"

enum { LINE_MAX_BYTES = 1000, SCRATCH = 2 * LINE_MAX_BYTES, FORMAT_MAX = 500 };

static atomic_int most_detailed_written = BS_LOG_INFO;

void bs_log_limit(enum bs_log_level most_detailed)
{
    atomic_store(&most_detailed_written, (int)most_detailed);
}

static const char *level_word(enum bs_log_level level)
{
    switch (level) {
    case BS_LOG_ERROR:
        return "error";
    case BS_LOG_WARNING:
        return "warning";
    case BS_LOG_NOTICE:
        return "notice";
    case BS_LOG_INFO:
        return "info";
    case BS_LOG_DEBUG:
        break;
    }
    return "debug";
}

/* Standard error may be gone; there is nowhere left to say so. */
static void write_line(const char *line, size_t len)
{
    ssize_t done;

    do {
        done = write(STDERR_FILENO, line, len);
    } while (done < 0 && errno == EINTR);
}

/* Where in what was made of `fields` the quote stands that is there at `quote`: behind what is made of all before it. */
static size_t place_of(const char *quote, const char *fields, va_list args)
{
    char before[FORMAT_MAX];
    size_t len = (size_t)(quote - fields);
    va_list again;
    int made;

    if (len >= sizeof before) {
        return SCRATCH;
    }
    memcpy(before, fields, len);
    before[len] = '\0';
    va_copy(again, args);
    made = vsnprintf(NULL, 0, before, again);
    va_end(again);
    return made < 0 ? SCRATCH : (size_t)made;
}

static void tame(char *text, size_t from, size_t end)
{
    for (size_t at = from; at < end; at++) {
        text[at] = (char)(text[at] == '"' ? '\'' : text[at] == '\\' ? '/' : text[at]);
    }
}

/* Quotes are ours alone. One that came in with a value would end its field, and begin another of its sender's choice. */
static void tame_values(char *text, const char *fields, va_list args)
{
    const size_t len = strlen(text);
    size_t from = 0;

    for (const char *quote = strchr(fields, '"'); quote != NULL; quote = strchr(quote + 1, '"')) {
        size_t place = place_of(quote, fields, args);

        tame(text, from, place < len ? place : len);
        from = place + 1;
    }
    tame(text, from, len);
}

void bs_log(enum bs_log_level level, const char *event, const char *fields, ...)
{
    char scratch[SCRATCH];
    char line[LINE_MAX_BYTES + 2];
    int used;
    size_t len;
    va_list args, again;

    if ((int)level > atomic_load(&most_detailed_written)) {
        return;
    }
    if (getenv("JOURNAL_STREAM") != NULL) {
        used = snprintf(scratch, LINE_MAX_BYTES, "<%d>%s", (int)level, event);
    } else {
        used = snprintf(scratch, LINE_MAX_BYTES, "%s %s", level_word(level), event);
    }
    len = used < 0 ? 0 : used < LINE_MAX_BYTES ? (size_t)used : LINE_MAX_BYTES - 1;
    if (fields != NULL && fields[0] != '\0') {
        scratch[len++] = ' ';
        va_start(args, fields);
        va_copy(again, args);
        if (vsnprintf(scratch + len, sizeof scratch - len, fields, args) < 0) {
            scratch[len] = '\0';
        }
        tame_values(scratch + len, fields, again);
        va_end(again);
        va_end(args);
    }
    bs_line_clean(line, LINE_MAX_BYTES + 1, scratch);
    len = strlen(line);
    line[len++] = '\n';
    write_line(line, len);
}
