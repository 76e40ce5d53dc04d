/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STICK_LINE_H
#define STICK_LINE_H

/* What came of a stick, as the one line that a child process tells the daemon, and a person. Pure. */

#include <stdbool.h>

#include <buurtstem/stick.h>

#define STICK_LINE_TEXT 160

/* "done written=4 confirmed=0 spoilt=0 more=no" and a line end; without the id and the time. */
void stick_line_write(const struct bs_stick_outcome *outcome, char out[STICK_LINE_TEXT]);
/* False if it is not exactly of that form; *out is untouched then. Its id and time stay as they are. */
bool stick_line_read(const char *line, struct bs_stick_outcome *out);

#endif
