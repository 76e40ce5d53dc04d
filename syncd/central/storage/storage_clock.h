/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_CLOCK_H
#define STORAGE_CLOCK_H

/*
 * Whether central's wall clock can be right. The highest time that was believed is kept; a clock that stands more than a day
 * before it, or more than 400 days behind it, has jumped: serials are not made by it. Errors as in storage.h.
 */

#include "storage.h"

#define STORAGE_CLOCK_BACK_MS  (INT64_C(24) * 3600 * 1000)
#define STORAGE_CLOCK_AHEAD_MS (INT64_C(400) * 24 * 3600 * 1000)

/* The first time is believed, whatever it is. */
enum bs_err storage_judge_clock(struct storage *storage, int64_t now_ms, bool *is_good,
                                struct bs_error *err);
/* A person says that it is right. */
enum bs_err storage_accept_clock(struct storage *storage, int64_t now_ms, struct bs_error *err);

#endif
