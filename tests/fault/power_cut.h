/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEST_POWER_CUT_H
#define TEST_POWER_CUT_H

/*
 * Plays a trace of disk_calls.h up to any entry and leaves the files as a power cut may leave them: what was synced is
 * there; of what was not, nothing, everything, or any part, torn inside a write too. A file whose folder was not synced
 * since it was made may be missing. PATH-shm is missing or full of rubbish.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/random.h>

enum power_cut { POWER_CUT_LOSES_ALL, POWER_CUT_LOSES_NOTHING, POWER_CUT_LOSES_SOME };

/* Entries in a trace. */
size_t power_cut_entries(struct bs_bytes trace);

/* Plays the first `entries` and writes what is left into the folder `dir`, which is emptied first. `random` serves
 * POWER_CUT_LOSES_SOME. Returns the last number that was acknowledged before the cut, 0 for none. Aborts on trouble. */
uint64_t power_cut_play(struct bs_bytes trace, size_t entries, enum power_cut how,
                        struct bs_random *random, const char *dir);

#endif
