/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEST_SALVAGE_STAGE_H
#define TEST_SALVAGE_STAGE_H

/* A log to be damaged, in a folder of the test's own, and the oracle of what comes out. Asserts with cmocka. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <buurtstem/buf.h>
#include <buurtstem/outbox.h>

#include "fake_clock.h"
#include "temp_dir.h"

#define SALVAGE_COUNTS 50 /* above every sample number that is counted */

struct salvage_stage {
    struct temp_dir dir;
    struct fake_clock fake;
    struct bs_clock clock;
    struct bs_random random;
    struct bs_outbox_tip tip; /* of the log before it was damaged */
};
extern struct salvage_stage salvage_stage;

/* Setup and teardown of each test; a new empty folder in between. */
int salvage_setup(void **state);
int salvage_teardown(void **state);
void salvage_empty_dir(void);

/* A log of sample_append's records 1 … count, closed; and one as after a kill, the last of them in its WAL alone. */
void salvage_make_log(uint64_t count);
void salvage_make_killed_log(uint64_t in_file, uint64_t in_wal);

/* Files of the folder. take: the caller finishes it. */
struct bs_buf salvage_take_file(const char *name);
void salvage_put_file(const char *name, const uint8_t *data, size_t len);
void salvage_remove_file(const char *name);
void salvage_run_sql(const char *sql);

/* Salvages with what is known of the stage's epoch. */
enum bs_err salvage_from(uint64_t to, uint64_t known_to, struct bs_outbox_salvaged *out);

/* The log, open and proven. */
struct bs_outbox *salvage_open_log(void);

/* The whole oracle: each of the records 1 … count stands there once, or is named as lost; none is another one. How many are lost. */
uint64_t salvage_assert(uint64_t count, uint64_t safe_to);

#endif
