/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_OUTBOX_H
#define BUURTSTEM_OUTBOX_H

/*
 * kiosk.db: the kiosk's log and local state. Written and checkpointed by the kiosk alone (SQLite before 3.51.3 can
 * corrupt a WAL file that two connections write); syncd opens it read-only with short reads. Every function blocks on
 * the disk, a worn card for seconds: call from the kiosk's worker thread or from syncd. What none of the readers repeats
 * below: BS_LATER, try again; BS_BROKEN, a disk that fails or a log that does not prove itself.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/random.h>
#include <buurtstem/record.h>
#include <buurtstem/wire.h>

struct bs_outbox;
struct bs_submission;

/*
 * Opens DIR/kiosk.db for writing, makes or migrates it, and takes the lock DIR/kiosk.lock for the life of the handle.
 * After an unclean stop a quick check runs first. BS_REFUSED: another kiosk process holds the lock, or the file is of a
 * newer version of Buurtstem, with tables that are not ours. BS_BAD: as of bs_lock_take. BS_LATER: full disk. BS_BROKEN: damaged or unreadable, or after an unclean stop without its WAL or
 * with another file's: salvage it, if bs_outbox_is_damaged. *out is the caller's.
 */
enum bs_err bs_outbox_open(const char *dir, struct bs_outbox **out, struct bs_error *err);

/* Read-only, for syncd. BS_NOTFOUND: no kiosk has written here yet. BS_LATER: try again. BS_REFUSED: newer version. */
enum bs_err bs_outbox_open_reader(const char *dir, struct bs_outbox **out, struct bs_error *err);

/* Checkpoints (writer) and closes. NULL is fine. */
void bs_outbox_close(struct bs_outbox *outbox);

struct bs_outbox_tip {
    char kiosk[BS_KIOSK_ID_TEXT];
    char epoch[BS_EPOCH_TEXT];
    uint64_t seq; /* 0: nothing yet */
    char hash[BS_HASH_TEXT];
    /* Highest seq that is sent under this epoch: seq, or where it ended; what is above went on in a later one. */
    uint64_t send_to;
    bool has_ended;
};

/*
 * Begins a new epoch for this kiosk id: a first log, or one that was set aside, restored or forked; `why` is one word.
 * BS_LATER, BS_BROKEN as for append.
 */
enum bs_err bs_outbox_begin_epoch(struct bs_outbox *outbox, const char *kiosk, const char *why,
                                  int64_t wall_ms, struct bs_random *random, struct bs_error *err);

/* The newest epoch and its end. BS_NOTFOUND: there is none. */
enum bs_err bs_outbox_tip(struct bs_outbox *outbox, struct bs_outbox_tip *out,
                          struct bs_error *err);

/*
 * Adds one record to the newest epoch. On BS_OK it survives a power cut. `id` makes it repeatable: same id and bytes
 * again is BS_OK and changes nothing; same id and other bytes is BS_REFUSED. `body` stays the caller's. *seq (may be
 * NULL) is where it stands. BS_NOTFOUND: no epoch; BS_LATER: full disk, nothing is kept, tell the resident; BS_LIMIT: body
 * too long; BS_BAD: not one line of UTF-8; BS_BROKEN: the disk failed, close the handle and open it again.
 */
enum bs_err bs_outbox_append(struct bs_outbox *outbox, const struct bs_uuid *id, const char *kind,
                             struct bs_bytes body, const struct bs_clock *clock, uint64_t *seq,
                             struct bs_error *err);

/* Epochs in the order in which they began: the index-th. BS_NOTFOUND behind the last. */
enum bs_err bs_outbox_epoch(struct bs_outbox *outbox, size_t index, struct bs_outbox_tip *out,
                            struct bs_error *err);

/*
 * Appends record lines (each with a line end) from `first_seq` on: as many as fit into `records_max` and `bytes_max`,
 * at least one if there is one. One short read transaction. BS_NOTFOUND: nothing at first_seq. BS_LIMIT: not even one
 * fits into `lines`.
 */
struct bs_outbox_slice {
    size_t count;
    char prev_hash[BS_HASH_TEXT];
    char last_hash[BS_HASH_TEXT];
};
enum bs_err bs_outbox_read(struct bs_outbox *outbox, const char *epoch, uint64_t first_seq,
                           size_t records_max, size_t bytes_max, struct bs_buf *lines,
                           struct bs_outbox_slice *out, struct bs_error *err);

/* The chain after seq; h0 for 0. BS_NOTFOUND: no such record. */
enum bs_err bs_outbox_hash_at(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                              char out[BS_HASH_TEXT], struct bs_error *err);

/* When the record at seq was made (wall clock). BS_NOTFOUND. */
enum bs_err bs_outbox_wall_at(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                              int64_t *wall_ms, struct bs_error *err);

/*
 * A record by its id, as it stands in the newest epoch that has it: appends its body. BS_NOTFOUND: there is no such record, or
 * its body was erased. BS_LIMIT: `body` has no room. One short read.
 */
enum bs_err bs_outbox_find(struct bs_outbox *outbox, const char *id,
                           char kind[BS_RECORD_KIND_MAX + 1], char epoch[BS_EPOCH_TEXT],
                           uint64_t *seq, struct bs_buf *body, struct bs_error *err);

/*
 * What a visit answered, as it counts: the submission of that id, or the last of its corrections among so many records behind
 * it (a visit's follow close behind it), which may stand in a later epoch. BS_NOTFOUND: there is no submission of that id, or
 * its body was erased. BS_BAD: it does not decode. One short read.
 */
#define BS_OUTBOX_CORRECTED_WITHIN 64
enum bs_err bs_outbox_find_answers(struct bs_outbox *outbox, const char *submission_id,
                                   struct bs_submission *out, struct bs_error *err);

/*
 * The version of the program that writes here, 1 to BS_VERSION_TEXT - 1 of A-Z a-z 0-9 . + ~ -; syncd tells it to central.
 * note: call it once after opening; nothing is written when it stands there already. BS_BAD: not of the form; BS_LATER:
 * full disk; BS_BROKEN as for append. version: BS_NOTFOUND: never noted.
 */
enum bs_err bs_outbox_note_version(struct bs_outbox *outbox, const char *version,
                                   struct bs_error *err);
enum bs_err bs_outbox_version(struct bs_outbox *outbox, char out[BS_VERSION_TEXT],
                              struct bs_error *err);

/*
 * Ends `epoch` before from_seq (1 … its seq + 1) and begins a new one, in one transaction: its first record is of kind
 * `carried` (carried.h) and tells what follows, then come the records from from_seq on, with id, kind, times and body as they
 * were, numbered anew. Records whose body was erased stay behind. `why` is `forked` or `restored`. Blocks for about a second
 * for 100,000 records. BS_NOTFOUND: no such epoch. BS_REFUSED: it ended there or before already, or an epoch began within the
 * last day for such a reason (at most one a day, so that two copies of one kiosk cannot chase each other). BS_LATER, BS_BROKEN
 * as for append; nothing has changed then.
 */
enum bs_err bs_outbox_carry_over(struct bs_outbox *outbox, const char *epoch, uint64_t from_seq,
                                 const char *why, const struct bs_clock *clock,
                                 struct bs_random *random, struct bs_error *err);

/* What is doubly safe: central acknowledged it with our own hash, and it is in a backup of central. */
struct bs_outbox_safe {
    char epoch[BS_EPOCH_TEXT];
    uint64_t to; /* every seq up to here */
    uint64_t
        known_to; /* for a salvage: the highest that was ever sent, so that the loss of a log's end is seen; 0: unknown */
    /* For a salvage: what the last receipt said. A log that goes otherwise there, or ends before, has nothing safe. hash "": not
     * checked. */
    uint64_t complete_to;
    char hash[BS_HASH_TEXT];
};

struct bs_outbox_salvaged {
    char aside[64]; /* the damaged file's new name in DIR; nobody deletes it */
    uint64_t kept;  /* records that go on in the new epoch */
    uint64_t safe;  /* records that were not carried over, being doubly safe */
    uint64_t lost;  /* numbers below the highest one read whose record proves itself no more */
};

/*
 * Whether what bs_outbox_open called BS_BROKEN is damage, and not a disk that fails: only then is a salvage of use. Reads
 * everything; and again before it says so, as an error that passes is no damage. BS_REFUSED: another process holds the lock. BS_NOTFOUND: there is no file. BS_LATER, BS_BROKEN: it cannot be told.
 */
enum bs_err bs_outbox_is_damaged(const char *dir, bool *damaged, struct bs_error *err);

/*
 * Sets a kiosk.db aside that bs_outbox_open called BS_BROKEN: DIR/kiosk.db, its WAL and its mark get a name with the time, a new
 * file is begun with a new epoch of that kiosk id (`why` is `damaged`), and in one transaction whatever can still be read, proves
 * its digest and is not doubly safe goes on in it, as in bs_outbox_carry_over: of each epoch of ours that has something to say, and
 * of the last, a record of kind `carried` and what comes along of it; behind them what no number leads to, as where two records
 * have one. The file is read page by page without SQLite, so that neither a lost header nor an index that disagrees costs a
 * record. May be stopped anywhere and called again: nothing is carried
 * over twice under one epoch, and until the new file is whole DIR/kiosk.db-salvage stands there, with which bs_outbox_open is
 * BS_BROKEN (`kept` then counts the records that tell, too). Blocks while it reads all. BS_REFUSED: another process holds the lock.
 * BS_NOTFOUND: there is no file. BS_LATER: full disk, and nothing was begun if there is no room for what goes on; BS_BROKEN: the
 * disk takes no new file either: tell residents that it is out of order.
 */
enum bs_err bs_outbox_salvage(const char *dir, const char *kiosk, const struct bs_outbox_safe *safe,
                              size_t safe_count, const struct bs_clock *clock,
                              struct bs_random *random, struct bs_outbox_salvaged *out,
                              struct bs_error *err);

/*
 * Erases bodies (the head and the chain stay) of doubly safe records that are older than older_than_ms by the wall clock, at
 * most rows_max of them in one short transaction. Age goes by seq: a record is as old as the next one of its epoch that was
 * made with a synchronised clock, so a kiosk that woke up in 1970 prunes nothing early. Records that moved to a later epoch are
 * erased once they are erased there. INT64_MAX: whatever their age, for a disk that is
 * almost full; then pages that became free go back to the disk too, as many as 128 in a call. Before it says that nothing is
 * left to do it empties the WAL, so that no file holds what was erased, unless a reader is in the way: then a later call
 * does. A `to` beyond the end of its epoch speaks of another log: nothing of that epoch is erased. *done (may be NULL): bodies
 * erased and pages given back; 0: nothing is left to do. BS_LATER, BS_BROKEN as for append.
 */
enum bs_err bs_outbox_prune(struct bs_outbox *outbox, const struct bs_outbox_safe *safe,
                            size_t safe_count, int64_t older_than_ms, size_t rows_max, size_t *done,
                            struct bs_error *err);

/* Recomputes every chain and digest. BS_BROKEN names epoch and seq of the first that does not fit. Reads everything. */
enum bs_err bs_outbox_verify(struct bs_outbox *outbox, struct bs_error *err);

/*
 * The same a piece at a time, so that it can go on beside residents: proves at most records_max more records and moves *at, which
 * starts zeroed. BS_NOTFOUND: everything is proven, and *at is zeroed again. BS_BROKEN as for verify: close the handle.
 */
struct bs_outbox_proof {
    size_t epoch; /* the index of the one it is in */
    uint64_t seq; /* proven in it */
};
enum bs_err bs_outbox_prove(struct bs_outbox *outbox, struct bs_outbox_proof *at,
                            size_t records_max, struct bs_error *err);

#endif
