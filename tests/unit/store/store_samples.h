/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEST_STORE_SAMPLES_H
#define TEST_STORE_SAMPLES_H

/* A kiosk's log for tests. Nothing here asserts with cmocka, so that child processes may use it. */

#include <buurtstem/outbox.h>
#include <buurtstem/uuid.h>

#define SAMPLE_KIOSK "prinsenhof-1"

/* The id of record number `n` of a test; always the same. */
struct bs_uuid sample_id(uint64_t n);

/* Begins an epoch "first" with randomness of this seed. */
enum bs_err sample_epoch(struct bs_outbox *outbox, uint64_t seed, struct bs_error *err);

/* Appends {"n":N} under sample_id(n) at a standing clock. */
enum bs_err sample_append(struct bs_outbox *outbox, uint64_t n, uint64_t *seq,
                          struct bs_error *err);

/* Appends a body of `size` letters x under sample_id(n). */
enum bs_err sample_append_sized(struct bs_outbox *outbox, uint64_t n, size_t size,
                                struct bs_error *err);

/* A writer on the folder with an epoch and the records 1 … count. Aborts on any failure. */
struct bs_outbox *sample_log(const char *dir, uint64_t count);

/* Whether the log in `dir` reads, verifies and ends at seq `count`, each record sample_append's in its order. */
bool sample_log_is(struct bs_outbox *outbox, uint64_t count);

#endif
