/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEST_WIRE_SAMPLES_H
#define TEST_WIRE_SAMPLES_H

/* Sound records and batches for tests to spoil. */

#include <buurtstem/buf.h>
#include <buurtstem/record.h>
#include <buurtstem/wire.h>

#define SAMPLE_KIOSK "prinsenhof-1"
#define SAMPLE_EPOCH "0123456789abcdef"

/* Record `seq` with the given body, which has to outlive it. */
struct bs_record sample_record(uint64_t seq, const char *body);

/* A whole batch of `count` records with the same body, behind `first_seq` - 1 others, into an initialised buffer. */
void sample_batch(uint64_t first_seq, size_t count, const char *body, struct bs_buf *out);

/* A header over `lines` records lines that the caller wrote itself: chain ends and count as given. */
struct bs_batch_header sample_header(uint64_t first_seq, size_t count, const char *prev_hash,
                                     const char *last_hash);

/* `count` times the letter. Free it. */
char *sample_text(char letter, size_t count);

#endif
