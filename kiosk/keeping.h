/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KEEPING_H
#define KEEPING_H

/*
 * What the worker's thread does with held.db. It is open only while something is put in or taken out, so that no page of it
 * stays in memory. Every call blocks for some disk syncs.
 */

#include <buurtstem/held.h>
#include <buurtstem/outbox.h>

/* Errors as of bs_held_open and of keeping. */
enum bs_err keeping_words(const char *state_dir, const struct bs_held_comment *comment,
                          struct bs_error *err);
enum bs_err keeping_record(const char *state_dir, const struct bs_uuid *id, const char *kind,
                           struct bs_bytes body, struct bs_date day, struct bs_error *err);

/* Appends what waits of that day and before to the log, shuffled. What did not get there waits on. */
enum bs_err keeping_release(const char *state_dir, struct bs_date day, struct bs_outbox *outbox,
                            const struct bs_clock *clock, struct bs_random *random,
                            struct bs_error *err);

/* Appends what connectors decided and what they released for good to the log. What did not get there waits on. */
enum bs_err keeping_hand_over(struct bs_held *held, struct bs_outbox *outbox,
                              const struct bs_clock *clock, struct bs_error *err);

#endif
