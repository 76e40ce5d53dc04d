/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The other end of the wire, in memory. */
#include "far_end.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zstd.h>

#include <buurtstem/mem.h>
#include <buurtstem/wire.h>

void far_end_init(struct far_end *far, size_t makers_max)
{
    memset(far, 0, sizeof *far);
    far->table_size = 65536;
    far->table = bs_xcalloc(far->table_size, sizeof *far->table);
    far->maker_count = makers_max;
    far->makers = bs_xcalloc(makers_max, sizeof *far->makers);
}

void far_end_finish(struct far_end *far)
{
    for (size_t i = 0; i < far->epoch_count; i++) {
        free(far->epochs[i].uids);
        free(far->epochs[i].hashes);
    }
    for (size_t i = 0; i < far->maker_count; i++) {
        free(far->makers[i].held);
    }
    free(far->epochs);
    free(far->table);
    free(far->makers);
    memset(far, 0, sizeof *far);
}

static size_t slot_of(const struct far_end *far, const char *epoch)
{
    size_t slot = (size_t)strtoull(epoch, NULL, 16) % far->table_size;
    while (far->table[slot] != 0 && strcmp(far->epochs[far->table[slot] - 1].epoch, epoch) != 0) {
        slot = (slot + 1) % far->table_size;
    }
    return slot;
}

const struct far_epoch *far_end_epoch(const struct far_end *far, const char *epoch)
{
    const size_t index = far->table[slot_of(far, epoch)];
    return index == 0 ? NULL : &far->epochs[index - 1];
}

static struct far_epoch *epoch_of(struct far_end *far, const struct bs_batch_header *header)
{
    const size_t slot = slot_of(far, header->epoch);
    if (far->table[slot] == 0) {
        assert(far->epoch_count < far->table_size / 2);
        if (far->epoch_count == far->epoch_room) {
            far->epoch_room = far->epoch_room == 0 ? 64 : far->epoch_room * 2;
            far->epochs = realloc(far->epochs, far->epoch_room * sizeof *far->epochs);
            assert(far->epochs != NULL);
        }
        struct far_epoch *epoch = &far->epochs[far->epoch_count++];
        memset(epoch, 0, sizeof *epoch);
        memcpy(epoch->kiosk, header->kiosk, sizeof epoch->kiosk);
        memcpy(epoch->epoch, header->epoch, sizeof epoch->epoch);
        bs_chain_start(header->kiosk, header->epoch, epoch->start);
        far->table[slot] = far->epoch_count;
    }
    return &far->epochs[far->table[slot] - 1];
}

static const char *hash_at(const struct far_epoch *epoch, uint64_t seq)
{
    return seq == 0 ? epoch->start : epoch->hashes[seq - 1];
}

static struct far_held *held_of(struct far_end *far, sim_uid uid)
{
    assert(SIM_UID_MAKER(uid) < far->maker_count);
    struct far_maker *maker = &far->makers[SIM_UID_MAKER(uid)];
    const size_t number = SIM_UID_NUMBER(uid);
    if (number >= maker->room) {
        const size_t room = number * 2 + 64;
        maker->held = realloc(maker->held, room * sizeof *maker->held);
        assert(maker->held != NULL);
        memset(maker->held + maker->room, 0, (room - maker->room) * sizeof *maker->held);
        maker->room = room;
    }
    return &maker->held[number];
}

const struct far_held *far_end_record(const struct far_end *far, sim_uid uid)
{
    const struct far_maker *maker = &far->makers[SIM_UID_MAKER(uid)];
    const size_t number = SIM_UID_NUMBER(uid);
    return number < maker->room && maker->held[number].times > 0 ? &maker->held[number] : NULL;
}

static void keep(struct far_end *far, struct far_epoch *epoch, const struct bs_record *record,
                 const char *hash)
{
    const sim_uid uid = sim_uid_read(record->id);
    struct far_held *held = held_of(far, uid);
    if (epoch->count == epoch->room) {
        epoch->room = epoch->room == 0 ? 16 : epoch->room * 2;
        epoch->uids = realloc(epoch->uids, epoch->room * sizeof *epoch->uids);
        epoch->hashes = realloc(epoch->hashes, epoch->room * sizeof *epoch->hashes);
        assert(epoch->uids != NULL && epoch->hashes != NULL);
    }
    if (held->times++ == 0) {
        memcpy(held->digest, record->digest, sizeof held->digest);
    } else if (strcmp(held->digest, record->digest) != 0) {
        far->other_bytes = true;
    }
    epoch->uids[epoch->count] = uid;
    memcpy(epoch->hashes[epoch->count], hash, BS_HASH_TEXT);
    epoch->count++;
    far->records++;
}

void far_end_answer(struct transport_reply *reply, int status, const char *media_type,
                    const char *body)
{
    memset(reply, 0, sizeof *reply);
    reply->fate = TRANSPORT_ANSWERED;
    reply->status = status;
    snprintf(reply->media_type, sizeof reply->media_type, "%s", media_type);
    bs_buf_init(&reply->body, BS_PROBLEM_BYTES_MAX);
    bs_buf_text(&reply->body, body);
}

static void answer_problem(const struct bs_problem *problem, struct transport_reply *reply)
{
    far_end_answer(reply, problem->status, BS_PROBLEM_MEDIA_TYPE, "");
    bs_problem_encode(problem, &reply->body);
}

/* Gap, bad chain or fork; false: the batch can be kept. */
static bool conflicts(struct far_end *far, const struct far_epoch *epoch,
                      const struct bs_batch *batch, struct bs_problem *out)
{
    const struct bs_batch_header *header = &batch->header;
    *out = (struct bs_problem){.status = 409, .title = "Conflict", .complete_to = epoch->count};
    if (header->first_seq > epoch->count + 1) {
        out->type = BS_PROBLEM_GAP;
        far->gaps++;
        return true;
    }
    if (strcmp(header->prev_hash, hash_at(epoch, header->first_seq - 1)) != 0) {
        out->type = BS_PROBLEM_BAD_CHAIN;
        far->chains++;
        return true;
    }
    for (size_t i = 0; i < header->count && header->first_seq + i <= epoch->count; i++) {
        if (strcmp(batch->hashes[i], hash_at(epoch, header->first_seq + i)) != 0) {
            out->type = BS_PROBLEM_FORK;
            out->seq = header->first_seq + i;
            memcpy(out->theirs, batch->records[i].digest, sizeof out->theirs);
            memcpy(out->ours, batch->records[i].digest, sizeof out->ours);
            far->forks++;
            return true;
        }
    }
    return false;
}

static void take(struct far_end *far, const struct bs_batch *batch, int64_t now_ms,
                 struct transport_reply *reply)
{
    struct far_epoch *epoch = epoch_of(far, &batch->header);
    struct bs_problem problem;
    struct bs_receipt receipt = {.server_time_ms = now_ms};
    if (conflicts(far, epoch, batch, &problem)) {
        answer_problem(&problem, reply);
        return;
    }
    for (size_t i = 0; i < batch->header.count; i++) {
        if (batch->header.first_seq + i == epoch->count + 1) {
            keep(far, epoch, &batch->records[i], batch->hashes[i]);
        } else {
            far->again++;
        }
    }
    memcpy(receipt.kiosk, epoch->kiosk, sizeof receipt.kiosk);
    memcpy(receipt.epoch, epoch->epoch, sizeof receipt.epoch);
    memcpy(receipt.batch_hash, batch->hash, sizeof receipt.batch_hash);
    memcpy(receipt.hash_at_complete_to, hash_at(epoch, epoch->count), BS_HASH_TEXT);
    receipt.complete_to = epoch->count;
    receipt.backup_complete_to = epoch->backup;
    far_end_answer(reply, 201, BS_RECEIPT_MEDIA_TYPE, "");
    bs_receipt_encode(&receipt, &reply->body);
}

static const char *header_of(const struct transport_request *request, const char *name)
{
    const size_t length = strlen(name);
    for (size_t i = 0; i < request->header_count; i++) {
        if (strncmp(request->headers[i], name, length) == 0 && request->headers[i][length] == ':') {
            return request->headers[i] + length + 2;
        }
    }
    return NULL;
}

void far_end_post(struct far_end *far, const char *kiosk, const struct transport_request *request,
                  bool is_revoked, int64_t now_ms, struct transport_reply *reply)
{
    struct bs_problem problem = {.type = BS_PROBLEM_BAD_REQUEST, .status = 400, .title = "Bad"};
    struct bs_bytes raw = request->body;
    struct bs_batch batch;
    far->requests++;
    if (!bs_content_digest_matches(header_of(request, BS_DIGEST_HEADER), request->body)) {
        answer_problem(&problem, reply);
        return;
    }
    if (header_of(request, "Content-Encoding") != NULL) {
        static uint8_t room[BS_BATCH_BYTES_MAX];
        const size_t size = ZSTD_decompress(room, sizeof room, raw.data, raw.len);
        raw = (struct bs_bytes){room, ZSTD_isError(size) ? 0 : size};
    }
    if (bs_batch_decode(raw, &batch, NULL) != BS_OK) {
        answer_problem(&problem, reply);
        return;
    }
    if (is_revoked || strcmp(batch.header.kiosk, kiosk) != 0) {
        problem.type = BS_PROBLEM_REVOKED;
        problem.status = 403;
        answer_problem(&problem, reply);
    } else {
        take(far, &batch, now_ms, reply);
    }
    bs_batch_finish(&batch);
}

void far_end_back_up(struct far_end *far)
{
    for (size_t i = 0; i < far->epoch_count; i++) {
        far->epochs[i].backup = far->epochs[i].count;
    }
}

void far_end_restore(struct far_end *far)
{
    for (size_t i = 0; i < far->epoch_count; i++) {
        struct far_epoch *epoch = &far->epochs[i];
        for (; epoch->count > epoch->backup; epoch->count--) {
            held_of(far, epoch->uids[epoch->count - 1])->times--;
            far->lost_by_restore++;
        }
    }
}
