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

enum { LINE_MAX_BYTES = 1000, SCRATCH = 2 * LINE_MAX_BYTES };

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

void bs_log(enum bs_log_level level, const char *event, const char *fields, ...)
{
    char scratch[SCRATCH];
    char line[LINE_MAX_BYTES + 2];
    int used;
    size_t len;
    va_list args;

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
        if (vsnprintf(scratch + len, sizeof scratch - len, fields, args) < 0) {
            scratch[len] = '\0';
        }
        va_end(args);
    }
    bs_line_clean(line, LINE_MAX_BYTES + 1, scratch);
    len = strlen(line);
    line[len++] = '\n';
    write_line(line, len);
}
