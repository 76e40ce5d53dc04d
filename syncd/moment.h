/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MOMENT_H
#define MOMENT_H

/* Moments for people: Dutch, in Amsterdam's time. And when this program was made. Pure. */

#include <stdint.h>

#define MOMENT_TEXT 64

/* "3 mei 2027" */
const char *moment_day(int64_t wall_ms, char out[MOMENT_TEXT]);
/* "3 mei 2027, 14.05 uur" */
const char *moment_minute(int64_t wall_ms, char out[MOMENT_TEXT]);

/* The day on which this program was built (SOURCE_DATE_EPOCH if that was set): it is not earlier than that now. */
int64_t moment_built_ms(void);

#endif
