/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Files and made-up answers for the tests of the daemon. */
#include "syncd_stage.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zstd.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

static void must(enum bs_err rc, const struct bs_error *err, const char *what)
{
    if (rc != BS_OK) {
        fprintf(stderr, "stage: %s: %s: %s\n", what, bs_err_name(rc), err->text);
        abort();
    }
}

void stage_begin_epoch(struct stage *stage)
{
    struct bs_error err = {0};
    struct bs_random random = bs_random_system();
    must(bs_outbox_begin_epoch(stage->kiosk, STAGE_KIOSK, "first", 1000, &random, &err), &err,
         "begin an epoch");
}

void stage_open(struct stage *stage)
{
    struct bs_error err = {0};
    memset(stage, 0, sizeof *stage);
    must(bs_crypto_start(&err), &err, "start");
    temp_dir_make(&stage->dir);
    must(bs_outbox_open(stage->dir.path, &stage->kiosk, &err), &err, "open kiosk.db");
    stage_begin_epoch(stage);
    must(bs_outbox_open_reader(stage->dir.path, &stage->reader, &err), &err, "read kiosk.db");
    must(bs_syncstate_open(stage->dir.path, &stage->state, &err), &err, "open sync.db");
    stage->identity =
        (struct bs_identity){.kiosk = STAGE_KIOSK, .tenant = STAGE_TENANT, .server = STAGE_SERVER};
    bs_sign_keypair(stage->identity.bundle_key, stage->secret_key);
    must(bs_syncstate_set_identity(stage->state, &stage->identity, &err), &err, "enrol");
    stage->wall_ms = STAGE_WALL_MS;
    push_init(&stage->push);
    push_begin(&stage->push);
}

void stage_close(struct stage *stage)
{
    push_finish(&stage->push);
    bs_syncstate_close(stage->state);
    bs_outbox_close(stage->reader);
    bs_outbox_close(stage->kiosk);
    temp_dir_remove(&stage->dir);
}

int stage_set_up(void **state)
{
    static struct stage stage;
    stage_open(&stage);
    *state = &stage;
    return 0;
}

int stage_tear_down(void **state)
{
    stage_close(*state);
    return 0;
}

void stage_append(struct stage *stage, size_t count)
{
    struct bs_error err = {0};
    struct bs_random random = bs_random_system();
    struct bs_clock clock = bs_clock_system();
    for (size_t i = 0; i < count; i++) {
        char body[96];
        struct bs_uuid id = bs_uuid_v7(clock.wall_ms(clock.self), &random);
        snprintf(body, sizeof body, "{\"salt\":\"%032zu\",\"answer\":\"good\"}", i);
        must(bs_outbox_append(stage->kiosk, &id, "submission", bs_bytes_of(body), &clock, NULL,
                              &err),
             &err, "append");
    }
}

static struct bs_outbox_tip tip_of(struct stage *stage)
{
    struct bs_error err = {0};
    struct bs_outbox_tip tip;
    must(bs_outbox_tip(stage->reader, &tip, &err), &err, "find the end of the log");
    return tip;
}

struct bs_position stage_position(struct stage *stage)
{
    struct bs_error err = {0};
    struct bs_position position;
    struct bs_outbox_tip tip = tip_of(stage);
    must(bs_syncstate_position(stage->state, tip.epoch, &position, &err), &err,
         "read the position");
    return position;
}

/* As on disk, but for the end of the first epoch. */
static enum bs_err epoch_at(void *self, size_t index, struct bs_outbox_tip *out,
                            struct bs_error *err)
{
    struct stage *stage = (struct stage *)((char *)self - offsetof(struct stage, disk));
    enum bs_err rc = bs_outbox_epoch(stage->disk.outbox, index, out, err);
    if (rc == BS_OK && index == 0 && stage->has_ended) {
        out->has_ended = true;
        out->send_to = stage->ended_at;
    }
    return rc;
}

static struct push_store store_of(struct stage *stage)
{
    stage->disk = (struct push_disk){stage->reader, stage->state};
    struct push_store store = push_disk_store(&stage->disk);
    store.epoch = epoch_at;
    return store;
}

struct bs_fork stage_fork(struct stage *stage, const char *epoch)
{
    struct bs_error err = {0};
    struct bs_fork fork = {0};
    struct bs_outbox_tip tip = tip_of(stage);
    enum bs_err rc =
        bs_syncstate_fork(stage->state, epoch != NULL ? epoch : tip.epoch, &fork, &err);
    must(rc == BS_NOTFOUND ? BS_OK : rc, &err, "read what is noted");
    return fork;
}

enum bs_err stage_next_at(struct stage *stage, int64_t now_ms)
{
    const struct push_store store = store_of(stage);
    return push_next(&stage->push, &store, &stage->identity, STAGE_TOKEN, stage->wall_ms, now_ms,
                     &stage->request, NULL);
}

void stage_prepare(struct stage *stage)
{
    const struct push_store store = store_of(stage);
    push_prepare(&stage->push, &store);
}

enum bs_err stage_next(struct stage *stage)
{
    return stage_next_at(stage, stage->now_ms);
}

const char *stage_header(const struct stage *stage, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < stage->request.header_count; i++) {
        const char *line = stage->request.headers[i];
        if (strncmp(line, name, length) == 0 && line[length] == ':') {
            return line + length + 2;
        }
    }
    return NULL;
}

void stage_batch(const struct stage *stage, struct bs_batch *out)
{
    static uint8_t room[BS_BATCH_BYTES_MAX];
    struct bs_error err = {0};
    struct bs_bytes raw = stage->request.body;
    if (stage_header(stage, "Content-Encoding") != NULL) {
        size_t size = ZSTD_decompress(room, sizeof room, raw.data, raw.len);
        must(ZSTD_isError(size) ? BS_BAD : BS_OK, &err, "unpack the batch");
        raw = (struct bs_bytes){room, size};
    }
    must(bs_batch_decode(raw, out, &err), &err, "read the batch");
}

struct bs_receipt stage_receipt(const struct stage *stage)
{
    struct bs_receipt receipt = {.server_time_ms = STAGE_WALL_MS};
    struct bs_batch batch;
    stage_batch(stage, &batch);
    memcpy(receipt.kiosk, batch.header.kiosk, sizeof receipt.kiosk);
    memcpy(receipt.epoch, batch.header.epoch, sizeof receipt.epoch);
    memcpy(receipt.batch_hash, batch.hash, sizeof receipt.batch_hash);
    memcpy(receipt.hash_at_complete_to, batch.header.last_hash, sizeof receipt.hash_at_complete_to);
    receipt.complete_to = batch.header.first_seq + batch.header.count - 1;
    bs_batch_finish(&batch);
    return receipt;
}

void stage_hash_at(struct stage *stage, uint64_t seq, char out[BS_HASH_TEXT])
{
    struct bs_error err = {0};
    struct bs_outbox_tip tip = tip_of(stage);
    must(bs_outbox_hash_at(stage->reader, tip.epoch, seq, out, &err), &err, "read the chain");
}

struct transport_reply stage_reply(int status, const char *media_type, const char *body)
{
    struct transport_reply reply = {.fate = TRANSPORT_ANSWERED, .status = status};
    snprintf(reply.media_type, sizeof reply.media_type, "%s", media_type);
    bs_buf_init(&reply.body, BS_BUNDLE_BYTES_MAX);
    bs_buf_text(&reply.body, body);
    return reply;
}

struct transport_reply stage_receipt_reply(const struct bs_receipt *receipt)
{
    struct transport_reply reply = stage_reply(201, BS_RECEIPT_MEDIA_TYPE, "");
    bs_receipt_encode(receipt, &reply.body);
    return reply;
}

struct transport_reply stage_problem_reply(const struct bs_problem *problem)
{
    struct transport_reply reply = stage_reply(problem->status, BS_PROBLEM_MEDIA_TYPE, "");
    bs_problem_encode(problem, &reply.body);
    return reply;
}

enum push_outcome stage_answer(struct stage *stage, struct transport_reply *reply,
                               struct trouble *trouble)
{
    struct bs_error err = {0};
    struct trouble unused;
    enum push_outcome outcome = PUSH_FAILED;
    const struct push_store store = store_of(stage);
    must(push_answer(&stage->push, &store, reply, stage->wall_ms, stage->now_ms, &outcome, NULL,
                     trouble != NULL ? trouble : &unused, &err),
         &err, "take the answer");
    transport_reply_finish(reply);
    return outcome;
}

void stage_acknowledge_all(struct stage *stage)
{
    while (stage_next(stage) == BS_OK) {
        struct bs_receipt receipt = stage_receipt(stage);
        struct transport_reply reply = stage_receipt_reply(&receipt);
        if (stage_answer(stage, &reply, NULL) != PUSH_MOVED) {
            abort();
        }
    }
    push_begin(&stage->push);
}
