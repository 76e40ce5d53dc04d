/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEST_HELD_SAMPLES_H
#define TEST_HELD_SAMPLES_H

/* Words of residents for tests, and what is left of them. Nothing here asserts with cmocka, so that child processes may use it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/held.h>

/* Number `n`, with sample_id(n), of the programme "afval-kiezen"; the larger n, the later. */
struct bs_held_comment held_sample(uint64_t n, const char *text);

/* A record for the log with sample_id(n); kind and body are borrowed. */
struct bs_held_record held_sample_record(uint64_t n, const char *kind, const char *body);

/* Makes a held.db of version 1, as the first kiosks wrote it, with the words 1 … count in no order: "FIRST-0001 yyy…". Aborts
 * on any failure. */
void held_sample_first(const char *dir, uint64_t count);

/* Runs SQL on the held.db there, which nobody has open. False if it failed. */
bool held_sample_sql(const char *dir, const char *sql);

/* Whether the bytes stand in any file of the folder. Aborts if one cannot be read. */
bool held_sample_is_in(const char *dir, const char *text);

/* Calls `see` with the four digits behind each place where `mark` stands in a file of the folder; how often it did. */
size_t held_sample_marks(const char *dir, const char *mark, void (*see)(void *self, unsigned n),
                         void *self);

#endif
