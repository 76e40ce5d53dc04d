/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEST_DISK_CALLS_H
#define TEST_DISK_CALLS_H

/*
 * Stands between SQLite and the system: counts every call that touches a file of one folder, and lets a chosen one fail,
 * write half, or be the last thing that the process did. Linked into a test, its functions go before the C library's.
 * Or writes down what was done, so that a power cut can be played at every moment. State belongs to the process; use it
 * in a child. Memory maps are not seen: SQLite maps PATH-shm alone, which nothing relies on after a stop.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_fault {
    DISK_SOUND,
    DISK_FAIL_ONCE, /* the call numbered `at` fails */
    DISK_FAIL_ON,   /* it and all after it */
    DISK_SHORT,     /* if it is a write, it writes half and says so */
    DISK_STOP,      /* the process ends before it, as by SIGKILL: exit status DISK_STOPPED */
    DISK_DEAD       /* kiosk.db's page numbered `at`, of 4096 bytes, can never be read */
};

#define DISK_STOPPED 78

/* Kinds of calls, to be or-ed. */
#define DISK_WRITES 1U /* pwrite, ftruncate */
#define DISK_SYNCS  2U /* fsync, fdatasync */
#define DISK_READS  4U /* pread */
#define DISK_MAKES  8U /* open that may make a file, unlink */
#define DISK_LOOKS                                                                                 \
    16U /* stat, lstat, and open that makes none; no other call of the file's descriptor */
#define DISK_CHANGES (DISK_WRITES | DISK_SYNCS | DISK_MAKES)

struct disk_plan {
    enum disk_fault fault;
    unsigned kinds; /* only these are counted and hit */
    long at;        /* 1 is the first */
    int error;      /* errno of a failing call */
};

/* From now on files that are opened in `dir` (and its own sync) are watched; counts from 0. `trace` is a file that takes
 * what is done, -1 for none. */
void disk_watch(const char *dir, const struct disk_plan *plan, int trace);

/* From now on everything goes well; tracing goes on. */
void disk_heal(void);

/* From now on counts from 0 again and ends the process before call number `at`. */
void disk_stop_before(long at);

/* Calls of the chosen kinds so far. */
long disk_count(void);

/* Writes into the trace that `n` was acknowledged. */
void disk_acknowledge(uint64_t n);

/* ---- the trace ---- */

enum disk_deed { DISK_MADE, DISK_WROTE, DISK_CUT, DISK_SYNCED, DISK_UNLINKED, DISK_ACKNOWLEDGED };

/* One entry, followed by `len` bytes for DISK_WROTE. Folders are synced as the file named ".". */
struct disk_entry {
    enum disk_deed deed;
    char name[32];
    int64_t offset; /* of a write; the length after a cut; the number of an acknowledgement */
    uint64_t len;
};

#endif
