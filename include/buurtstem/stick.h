/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_STICK_H
#define BUURTSTEM_STICK_H

/*
 * A connector asks at the screen for the log on her stick. The export holds the kiosk's token, which syncd alone may read, so
 * the kiosk puts a question into its own folder, syncd carries it out once, and notes in sync.db what came of it
 * (bs_syncstate_stick). The kiosk waits for an outcome with its id, and bounds that wait itself: while syncd does not run, or is
 * not enrolled, none comes. Functions block on the disk.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/err.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

#define BS_STICK_FILE     "export.ask"     /* in the kiosk's folder: an id and a line end */
#define BS_STICK_BYTES    BS_UUID_TEXT     /* of that file, exactly */
#define BS_STICK_LASTS_MS (5 * 60 * 1000L) /* a question that is older is not carried out */

/*
 * Puts the question there, for syncd to find, and tells its id; it takes the place of the one before. For the kiosk, the one
 * writer of that folder. BS_LATER: no room on the disk; BS_BROKEN: it cannot be written; BS_LIMIT: kiosk_dir is too long.
 */
enum bs_err bs_stick_ask(const char *kiosk_dir, struct bs_random *random, char id[BS_UUID_TEXT],
                         struct bs_error *err);

struct bs_stick_question {
    char id[BS_UUID_TEXT];
    int64_t asked_ms; /* this machine's wall clock, by the file's time */
};
/* The one that stands there, answered or not; for syncd. BS_NOTFOUND: none. BS_BAD: torn, or not of that form; BS_LIMIT:
 * longer. BS_BROKEN: it cannot be read. */
enum bs_err bs_stick_question(const char *kiosk_dir, struct bs_stick_question *out,
                              struct bs_error *err);

/* Older than BS_STICK_LASTS_MS. One from the future is not: the clock was set back. */
bool bs_stick_is_stale(const struct bs_stick_question *question, int64_t wall_ms);

enum bs_stick {
    BS_STICK_DONE,    /* a file stands on the stick, which may be pulled out */
    BS_STICK_NONE,    /* there is no stick */
    BS_STICK_FULL,    /* there is no room on it; nothing was left there */
    BS_STICK_LOCKED,  /* nothing can be written on it: its switch, or it is another user's */
    BS_STICK_NOTHING, /* everything has arrived: nothing was written */
    BS_STICK_FAILED, /* anything else, a stick that was pulled out too soon, say; syncd's log has it */
    BS_STICK_STALE /* syncd found the question too late and did nothing */
};
#define BS_STICK_COUNT 7

/* "done", "none", "full", "locked", "nothing", "failed", "stale". */
const char *bs_stick_name(enum bs_stick outcome);

struct bs_stick_outcome {
    char id[BS_UUID_TEXT]; /* of the question */
    enum bs_stick outcome;
    uint64_t written; /* records in the file; 0 unless it is done */
    uint64_t
        confirmed; /* records that receipts on the stick were the first to confirm; whatever the outcome */
    uint64_t
        spoilt; /* files of receipts on it that are of no use: changed, cut, not central's, or too large */
    bool has_more; /* the file is full; the rest goes once this one's receipts are back */
    int64_t at_ms; /* wall clock */
};

#endif
