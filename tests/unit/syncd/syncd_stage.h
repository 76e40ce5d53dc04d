/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SYNCD_STAGE_H
#define SYNCD_STAGE_H

/*
 * A kiosk on a shelf: a folder with kiosk.db and sync.db, an identity, and a central that exists only as the answers
 * that a test makes up. Every function aborts the test if the files do not obey.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/bundle.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/wire.h>

#include "push.h"
#include "push_disk.h"
#include "temp_dir.h"
#include "transport.h"

#define STAGE_KIOSK  "prinsenhof-1"
#define STAGE_TENANT "GM1916"
#define STAGE_SERVER "https://central.example"
#define STAGE_TOKEN  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"

#define STAGE_WALL_MS 1772442000000

struct stage {
    struct temp_dir dir;
    struct bs_outbox *kiosk;  /* the kiosk's side */
    struct bs_outbox *reader; /* syncd's */
    struct bs_syncstate *state;
    struct bs_identity identity;
    uint8_t secret_key[BS_SECRET_KEY_SIZE]; /* central's */
    struct push push;
    struct push_disk disk;
    struct transport_request request; /* the one that stage_next made */
    int64_t wall_ms;                  /* STAGE_WALL_MS; a test may move it */
    int64_t now_ms;                   /* boot clock, 0; a test may move it */
    bool has_ended;                   /* the first epoch ended, as the kiosk would have done it */
    uint64_t ended_at;                /* there */
};

void stage_open(struct stage *stage);
void stage_close(struct stage *stage);

/* A test that finds an open stage in its state. */
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, stage_set_up, stage_tear_down)
int stage_set_up(void **state);
int stage_tear_down(void **state);

/* Appends so many records to the newest epoch, or begins another epoch. */
void stage_append(struct stage *stage, size_t count);
void stage_begin_epoch(struct stage *stage);

struct bs_position stage_position(struct stage *stage);

/* What is noted for the kiosk about the newest epoch, or about another; all zero: nothing. */
struct bs_fork stage_fork(struct stage *stage, const char *epoch);

/* push_next at stage->now_ms, or at another time. */
enum bs_err stage_next(struct stage *stage);
enum bs_err stage_next_at(struct stage *stage, int64_t now_ms);

/* push_prepare. */
void stage_prepare(struct stage *stage);

/* The value of a header of the request, NULL if it has none of that name. */
const char *stage_header(const struct stage *stage, const char *name);

/* The batch of the request, unpacked and proved, with its bytes copied or in the request. Finish it. */
void stage_batch(const struct stage *stage, struct bs_batch *out);

/* A receipt that is right in every part for the request, and complete to the end of the batch. */
struct bs_receipt stage_receipt(const struct stage *stage);
/* The chain's hash in the newest epoch. */
void stage_hash_at(struct stage *stage, uint64_t seq, char out[BS_HASH_TEXT]);

/* An HTTP answer. Finish it with transport_reply_finish. */
struct transport_reply stage_reply(int status, const char *media_type, const char *body);
struct transport_reply stage_receipt_reply(const struct bs_receipt *receipt);
struct transport_reply stage_problem_reply(const struct bs_problem *problem);

/* push_answer at stage->now_ms; finishes the reply. Fails the test if the files fail. */
enum push_outcome stage_answer(struct stage *stage, struct transport_reply *reply,
                               struct trouble *trouble);

/* Answers every batch with a right receipt until nothing is left, and begins a new round. */
void stage_acknowledge_all(struct stage *stage);

#endif
