/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_LOG_H
#define BUURTSTEM_LOG_H

/*
 * One line an event to standard error: `<level>event key=value …`, the level as the journal's <N> prefix when
 * JOURNAL_STREAM is set, as a word otherwise. Answers, comments, names, codes and tokens are never fields.
 * Libraries do not log; the program that decides does, once.
 */

enum bs_log_level {
    BS_LOG_ERROR = 3,
    BS_LOG_WARNING = 4,
    BS_LOG_NOTICE = 5,
    BS_LOG_INFO = 6,
    BS_LOG_DEBUG = 7
};

/* Lines above this level are not written. Default BS_LOG_INFO. Call before threads start. */
void bs_log_limit(enum bs_log_level most_detailed);

/*
 * Writes one line. `fields` is a printf format of key=value pairs, key=\"%s\" where the value may have blanks: in values a
 * quote becomes ' and a backslash /, so that none makes a field of its own. Control characters in the result become '?', the
 * line is cut at 1000 bytes. Thread-safe (one write call). Never blocks on anything but standard error.
 */
void bs_log(enum bs_log_level level, const char *event, const char *fields, ...)
    __attribute__((format(printf, 3, 4)));

#endif
