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
#include <buurtstem/held_words.h>
#include <buurtstem/programme.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

#define BS_HELD_WAITING_MAX  4096 /* records that wait for closing time */
#define BS_HELD_COMMENTS_MAX 4096

struct bs_held;

/* Opens or makes the file in the kiosk's state folder. Errors as of bs_outbox_open. */
enum bs_err bs_held_open(const char *state_dir, struct bs_held **out, struct bs_error *err);
void bs_held_close(struct bs_held *held); /* NULL is fine */

/* Keeps words; on disk when it returns BS_OK. The same id twice is once. BS_LIMIT: too many wait, or more than
 * BS_WORDS_MAX characters; BS_BAD: not UTF-8, nothing of it can be seen, or of no channel. */
enum bs_err bs_held_keep_comment(struct bs_held *held, const struct bs_held_comment *comment,
                                 struct bs_error *err);
enum bs_err bs_held_count_comments(struct bs_held *held, int64_t *count, struct bs_error *err);

/* ---- what a connector does with words ---- */

#define BS_HELD_OUTGOING_MAX (4 * BS_HELD_COMMENTS_MAX) /* records that wait for the log */

/*
 * What waits or was decided and can be taken back, the oldest first, from the `skip`-th on; of one programme, or of all (NULL).
 * *total: how many there are; *waiting: of those, how many nobody decided about yet. Filled in one short read.
 */
enum bs_err bs_held_queue(struct bs_held *held, const char *programme, size_t skip,
                          struct bs_held_entry out[BS_HELD_QUEUE_MAX], size_t *count, size_t *total,
                          size_t *waiting, struct bs_error *err);

/* The words. BS_NOTFOUND: they are gone. The caller wipes *out. */
enum bs_err bs_held_read_comment(struct bs_held *held, const struct bs_uuid *id,
                                 struct bs_held_comment *out, enum bs_held_state *state,
                                 struct bs_error *err);

/* A record for the log. */
struct bs_held_record {
    struct bs_uuid id;
    const char *kind;
    struct bs_bytes body; /* borrowed, as the kind */
};

/*
 * Each of these three keeps what changes and the record that tells of it in one transaction; bs_held_hand_over brings the
 * record to the log. BS_NOTFOUND: there are no such words. BS_REFUSED: they are in another state than these need, or a record
 * of that id waits for the log already. BS_LIMIT: BS_HELD_OUTGOING_MAX records wait for it, or one is longer than the log takes;
 * BS_BAD: one is no text. Nothing changed then.
 *
 * decide: of words that wait, wherever. `released` goes to the log when bs_held_settle was called for it; NULL: the words are
 * hidden. Both are on disk when it returns BS_OK, and the words too until then.
 */
enum bs_err bs_held_decide(struct bs_held *held, const struct bs_uuid *comment,
                           const struct bs_held_record *decision,
                           const struct bs_held_record *released, struct bs_error *err);
/* Not decided after all: `released` is destroyed, and the words wait again, with nobody in particular. The record of the first
 * decision stays: the log has both. */
enum bs_err bs_held_take_back(struct bs_held *held, const struct bs_uuid *comment,
                              const struct bs_held_record *decision, struct bs_error *err);
/* state: one of the two BS_HELD_WITH_…, also from the other; or BS_HELD_WAITING, back from there (any else: BS_BAD). BS_REFUSED
 * also when that is where they are. */
enum bs_err bs_held_pass_on(struct bs_held *held, const struct bs_uuid *comment,
                            enum bs_held_state state, const struct bs_held_record *decision,
                            struct bs_error *err);

/*
 * The time to take it back is over: the words as they were typed are destroyed, and what was released is due. No trace of
 * them stays in the file. BS_NOTFOUND: no such words; BS_REFUSED: they are not decided.
 */
enum bs_err bs_held_settle(struct bs_held *held, const struct bs_uuid *comment,
                           struct bs_error *err);
/* The decided ones, whose time begins anew after a start: calls `settle_later` for each, the oldest first; it may call anything
 * here. */
enum bs_err bs_held_decided(struct bs_held *held,
                            void (*settle_later)(void *self, const struct bs_uuid *comment),
                            void *self, struct bs_error *err);

/*
 * Hands what is due to `append`, in the order in which it came to be, and takes each out once `append` returned BS_OK; stops at
 * its first error and returns that. After a power cut one may be handed over again with the same id. `append` calls nothing here.
 */
enum bs_err bs_held_hand_over(struct bs_held *held,
                              enum bs_err (*append)(void *self, const struct bs_uuid *id,
                                                    const char *kind, struct bs_bytes body,
                                                    struct bs_error *err),
                              void *self, struct bs_error *err);

/*
 * One more day for all words that wait (passed on or not; decided ones do not), once a date however often it is called; of those
 * that waited `days` such days or more, the oldest is *out. BS_NOTFOUND: none. The day on which they were written is one, if it is
 * called on it later. `day` that lies before the last one that was counted for some words counts nothing for them; if by more than
 * a day, that one was a wrong clock's, and `day` is the last one from now on. Who steps the clock to and fro can thus let a date
 * count again: call it only while the clock is synchronised, and not sooner than a day takes (DESK_DAY_LEAST_MS of the kiosk; a
 * restart of it may count one at once).
 */
enum bs_err bs_held_count_day(struct bs_held *held, struct bs_date day, struct bs_error *err);
enum bs_err bs_held_oldest_after(struct bs_held *held, int days, struct bs_uuid *out,
                                 struct bs_error *err);

/* Wrong tries at the connectors' door in a row (signin.h): 0 when nobody tried. BS_BAD: fewer than 0. */
enum bs_err bs_held_wrong_tries(struct bs_held *held, int *out, struct bs_error *err);
enum bs_err bs_held_set_wrong_tries(struct bs_held *held, int tries, struct bs_error *err);

/* The programme of now, which a connector set, until that time (wall clock); "" removes it. BS_BAD: not a slug. It is not looked
 * at here whether the time is over. BS_NOTFOUND: there is none. */
enum bs_err bs_held_set_now(struct bs_held *held, const char *programme, int64_t until_ms,
                            struct bs_error *err);
enum bs_err bs_held_now(struct bs_held *held, char programme[BS_SLUG_TEXT], int64_t *until_ms,
                        struct bs_error *err);

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
