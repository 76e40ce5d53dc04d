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

/*
 * Opens DIR/kiosk.db for writing, makes or migrates it, and takes the lock DIR/kiosk.lock for the life of the handle.
 * After an unclean stop a quick check runs first. BS_REFUSED: another kiosk process holds the lock, or the file is of a
 * newer version of Buurtstem. BS_LATER: full disk. BS_BROKEN: damaged or unreadable; set it aside. *out is the caller's.
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
 * The version of the program that writes here, 1 to BS_VERSION_TEXT - 1 of A-Z a-z 0-9 . + ~ -; syncd tells it to central.
 * note: call it once after opening; nothing is written when it stands there already. BS_BAD: not of the form; BS_LATER:
 * full disk; BS_BROKEN as for append. version: BS_NOTFOUND: never noted.
 */
enum bs_err bs_outbox_note_version(struct bs_outbox *outbox, const char *version,
                                   struct bs_error *err);
enum bs_err bs_outbox_version(struct bs_outbox *outbox, char out[BS_VERSION_TEXT],
                              struct bs_error *err);

/* Recomputes every chain and digest. BS_BROKEN names epoch and seq of the first that does not fit. Reads everything. */
enum bs_err bs_outbox_verify(struct bs_outbox *outbox, struct bs_error *err);

#endif
