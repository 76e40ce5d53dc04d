/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_HELD_H
#define BUURTSTEM_HELD_H

/*
 * held.db: what waits on the kiosk and syncd must not read. Words of residents, until a connector has read them; and records
 * that are appended to the log in shuffled order at closing time. Mode 0600, rollback journal, secure delete, so that what is
 * taken out leaves no trace. One process has it open. Every call blocks for the time of a disk sync.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>
#include <buurtstem/programme.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

#define BS_HELD_WAITING_MAX  4096 /* records that wait for closing time */
#define BS_HELD_COMMENTS_MAX 4096

struct bs_held;

/* Words of a resident, as typed. */
struct bs_held_comment {
    struct bs_uuid id;             /* of the comment */
    char submission[BS_UUID_TEXT]; /* the record of the visit that it belongs to */
    char programme[BS_SLUG_TEXT];
    int version;
    char place[BS_SLUG_TEXT];
    char lang[BS_LANG_TEXT];
    int64_t wall_ms; /* when it was written */
    bool is_trial;
    char text[BS_WORDS_MAX * 4 + 1];
};

/* Opens or makes the file in the kiosk's state folder. Errors as of bs_outbox_open. */
enum bs_err bs_held_open(const char *state_dir, struct bs_held **out, struct bs_error *err);
void bs_held_close(struct bs_held *held); /* NULL is fine */

/* Keeps words; on disk when it returns BS_OK. The same id twice is once. BS_LIMIT: too many wait, or more than
 * BS_WORDS_MAX characters; BS_BAD: not UTF-8. */
enum bs_err bs_held_keep_comment(struct bs_held *held, const struct bs_held_comment *comment,
                                 struct bs_error *err);
enum bs_err bs_held_count_comments(struct bs_held *held, int64_t *count, struct bs_error *err);

/* Keeps a record for closing time, with the day it was made on; the same id twice is once. BS_LIMIT: too many wait. */
enum bs_err bs_held_keep_record(struct bs_held *held, const struct bs_uuid *id, const char *kind,
                                struct bs_bytes body, struct bs_date day, struct bs_error *err);
enum bs_err bs_held_count_records(struct bs_held *held, int64_t *count, struct bs_error *err);

/*
 * Hands all waiting records of `day` and before, in an order that `random` shuffles, to `append`, and takes each out once
 * `append` returned BS_OK; stops at its first error and returns that. A record that was appended but not taken out, since the
 * power went, is handed over again with the same id: the log keeps it once.
 */
enum bs_err bs_held_release_records(struct bs_held *held, struct bs_date day,
                                    struct bs_random *random,
                                    enum bs_err (*append)(void *self, const struct bs_uuid *id,
                                                          const char *kind, struct bs_bytes body,
                                                          struct bs_error *err),
                                    void *self, struct bs_error *err);

#endif
