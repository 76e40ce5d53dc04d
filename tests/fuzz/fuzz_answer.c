/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A round of sending, and whatever answers it, answer by answer: receipts that are right or nearly, refusals of every kind, any
 * status with any body, a network that fails. Nothing but a receipt that is ours in every part moves a position, and once the
 * answers are right again everything arrives.
 *   one byte what (bits above: the next batch is made ahead, an hour passes, a new round begins), and what that one takes */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"
#include "syncd_stage.h"

enum { EPOCHS = 2, RECORDS = 9, ANSWERS_MAX = 64, HOUR_MS = 3600 * 1000 };

/* What is known of the arrival, in place of sync.db. */
struct known {
    struct bs_position position[EPOCHS];
    bool is_forked[EPOCHS];
};

struct script {
    const uint8_t *at;
    size_t left;
};

static struct stage stage; /* its log only, which nobody changes */
static char epochs[EPOCHS][BS_EPOCH_TEXT];
static struct known known;
static int64_t now_ms;
static struct compress kept; /* making it anew would be most of what is done here */

/* ---- what push asks of the files ---- */

static size_t index_of(const char *epoch)
{
    size_t index = 0;

    while (index < EPOCHS && strcmp(epochs[index], epoch) != 0) {
        index++;
    }
    FUZZ_MUST(index < EPOCHS);
    return index;
}

static enum bs_err epoch_at(void *self, size_t index, struct bs_outbox_tip *out,
                            struct bs_error *err)
{
    (void)self;
    return bs_outbox_epoch(stage.reader, index, out, err);
}

static enum bs_err read_lines(void *self, const char *epoch, uint64_t first_seq, size_t records_max,
                              size_t bytes_max, struct bs_buf *lines, struct bs_outbox_slice *out,
                              struct bs_error *err)
{
    (void)self;
    return bs_outbox_read(stage.reader, epoch, first_seq, records_max, bytes_max, lines, out, err);
}

static enum bs_err hash_at(void *self, const char *epoch, uint64_t seq, char out[BS_HASH_TEXT],
                           struct bs_error *err)
{
    (void)self;
    return bs_outbox_hash_at(stage.reader, epoch, seq, out, err);
}

static enum bs_err position(void *self, const char *epoch, struct bs_position *out,
                            struct bs_error *err)
{
    (void)self;
    (void)err;
    *out = known.position[index_of(epoch)];
    return BS_OK;
}

static enum bs_err note_sent(void *self, const char *epoch, uint64_t sent_to, struct bs_error *err)
{
    struct bs_position *place = &known.position[index_of(epoch)];

    (void)self;
    (void)err;
    place->sent_to = sent_to > place->sent_to ? sent_to : place->sent_to;
    return BS_OK;
}

static enum bs_err settle(void *self, const struct bs_receipt *receipt, int64_t wall_ms,
                          struct bs_error *err)
{
    struct bs_position *place = &known.position[index_of(receipt->epoch)];
    char ours[BS_HASH_TEXT];

    (void)self;
    FUZZ_MUST(strcmp(receipt->kiosk, STAGE_KIOSK) == 0 && receipt->complete_to <= place->sent_to);
    FUZZ_MUST(receipt->backup_complete_to <= receipt->complete_to);
    FUZZ_MUST(bs_outbox_hash_at(stage.reader, receipt->epoch, receipt->complete_to, ours, err) ==
              BS_OK);
    FUZZ_MUST(strcmp(ours, receipt->hash_at_complete_to) == 0);
    place->complete_to = receipt->complete_to;
    memcpy(place->hash_at_complete_to, ours, sizeof ours);
    place->backup_complete_to = receipt->backup_complete_to;
    place->receipt_at_ms = wall_ms;
    return BS_OK;
}

static enum bs_err note_fork(void *self, const char *epoch, const struct bs_fork *fork,
                             struct bs_error *err)
{
    (void)self;
    (void)err;
    FUZZ_MUST(fork->from_seq >= 1);
    known.is_forked[index_of(epoch)] = true;
    return BS_OK;
}

static const struct push_store store = {.epoch = epoch_at,
                                        .read = read_lines,
                                        .hash_at = hash_at,
                                        .position = position,
                                        .note_sent = note_sent,
                                        .settle = settle,
                                        .note_fork = note_fork};

/* ---- answers ---- */

static uint64_t take(struct script *script, size_t bytes)
{
    uint64_t number = 0;

    for (size_t i = 0; i < bytes && script->left > 0; i++, script->left--) {
        number = number << 8 | *script->at++;
    }
    return number;
}

static struct bs_receipt right_receipt(const struct push *push)
{
    struct bs_receipt receipt = {.complete_to = push->parcel.last_seq,
                                 .server_time_ms = STAGE_WALL_MS};

    memcpy(receipt.kiosk, push->epoch.kiosk, sizeof receipt.kiosk);
    memcpy(receipt.epoch, push->epoch.epoch, sizeof receipt.epoch);
    memcpy(receipt.batch_hash, push->parcel.hash, sizeof receipt.batch_hash);
    FUZZ_MUST(bs_outbox_hash_at(stage.reader, receipt.epoch, receipt.complete_to,
                                receipt.hash_at_complete_to, NULL) == BS_OK);
    return receipt;
}

/* One that is wrong in some parts, or in none. */
static struct transport_reply near_receipt(const struct push *push, struct script *script)
{
    struct bs_receipt receipt = right_receipt(push);
    const uint64_t what = take(script, 1);

    receipt.complete_to = take(script, 1) % (RECORDS + 3);
    receipt.backup_complete_to = take(script, 1) % (receipt.complete_to + 1);
    if ((what & 1) == 0) {
        (void)bs_outbox_hash_at(stage.reader, receipt.epoch, receipt.complete_to,
                                receipt.hash_at_complete_to, NULL);
    }
    if ((what & 2) != 0) {
        memcpy(receipt.epoch, epochs[what >> 4 & 1], sizeof receipt.epoch);
    }
    if ((what & 4) != 0) {
        receipt.batch_hash[what >> 4] = '0';
    }
    if ((what & 8) != 0) {
        receipt.kiosk[0] = 'q';
    }
    return stage_receipt_reply(&receipt);
}

static struct transport_reply refusal(const struct push *push, struct script *script)
{
    static const int statuses[] = {400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503};
    struct bs_problem problem = {.type = take(script, 1) % (BS_PROBLEM_VERSION + 1)};
    struct transport_reply reply;

    problem.status = statuses[take(script, 1) % (sizeof statuses / sizeof statuses[0])];
    problem.seq = take(script, 1) % (RECORDS + 3);
    problem.complete_to = take(script, 1) % (RECORDS + 3);
    problem.min_v = (int)take(script, 1);
    problem.max_v = (int)take(script, 1);
    memcpy(problem.ours, push->parcel.hash, sizeof problem.ours);
    memcpy(problem.theirs, push->parcel.hash, sizeof problem.theirs);
    reply = stage_problem_reply(&problem);
    reply.retry_after_s = (int64_t)take(script, 1);
    return reply;
}

static struct transport_reply anything(struct script *script)
{
    static const char *const types[] = {BS_RECEIPT_MEDIA_TYPE, BS_PROBLEM_MEDIA_TYPE, "text/html",
                                        "", BS_RECEIPT_MEDIA_TYPE "; a=b"};
    struct transport_reply reply =
        stage_reply(100 + (int)(take(script, 2) % 500), types[take(script, 1) % 5], "");
    size_t len;

    reply.retry_after_s = (int64_t)(take(script, 8) & INT64_MAX);
    len = (size_t)take(script, 1);
    len = len < script->left ? len : script->left;
    bs_buf_add(&reply.body, script->at, len);
    script->at += len;
    script->left -= len;
    return reply;
}

static struct transport_reply next_reply(const struct push *push, uint64_t what,
                                         struct script *script)
{
    struct bs_receipt receipt;

    switch (what & 7) {
    case 0:
    case 1:
        return near_receipt(push, script);
    case 2:
    case 3:
        return refusal(push, script);
    case 4:
        return anything(script);
    case 5:
        return (struct transport_reply){.fate = 1 + take(script, 1) % TRANSPORT_INTERNAL};
    default:
        receipt = right_receipt(push);
        return stage_receipt_reply(&receipt);
    }
}

/* ---- a round ---- */

static enum bs_err ask(struct push *push)
{
    struct transport_request request;
    enum bs_err rc = push_next(push, &store, &stage.identity, STAGE_TOKEN, STAGE_WALL_MS + now_ms,
                               now_ms, &request, NULL);

    FUZZ_MUST(rc == BS_OK || rc == BS_NOTFOUND);
    FUZZ_MUST(rc != BS_OK || (push->parcel.last_seq >= push->first_seq && request.body.len > 0));
    return rc;
}

static enum push_outcome answer(struct push *push, struct transport_reply *reply)
{
    const bool was_question = push->is_question; /* nothing is owed: its refusal is no trouble */
    enum push_outcome outcome = PUSH_FAILED;
    struct trouble trouble;

    FUZZ_MUST(push_answer(push, &store, reply, STAGE_WALL_MS + now_ms, now_ms, &outcome, NULL,
                          &trouble, NULL) == BS_OK);
    FUZZ_MUST(bs_utf8_is_text(trouble.sentence, strlen(trouble.sentence)));
    FUZZ_MUST((outcome != PUSH_FAILED && outcome != PUSH_REFUSED) ||
              (outcome == PUSH_REFUSED && was_question) ||
              (trouble.kind != BS_TROUBLE_NONE && trouble.sentence[0] != '\0'));
    FUZZ_MUST(trouble.retry_after_s >= 0);
    transport_reply_finish(reply);
    return outcome;
}

static void go_wrong(struct push *push, struct script *script)
{
    for (size_t answers = 0; script->left > 0 && answers < ANSWERS_MAX; answers++) {
        const uint64_t what = take(script, 1);
        struct transport_reply reply;

        if (ask(push) == BS_NOTFOUND) {
            push_begin(push);
            now_ms += HOUR_MS;
            continue;
        }
        if ((what & 0x08) != 0) {
            push_prepare(push, &store);
        }
        now_ms += (what & 0x40) != 0 ? HOUR_MS : 10;
        reply = next_reply(push, what, script);
        if (answer(push, &reply) == PUSH_FAILED || (what & 0x20) != 0) {
            push_begin(push);
        }
    }
}

/* Two days later, and somebody asked for it. */
static void go_right(struct push *push)
{
    size_t answers = 0;

    now_ms += INT64_C(48) * HOUR_MS;
    push_forgive(push);
    push_begin(push);
    for (; answers < ANSWERS_MAX && ask(push) == BS_OK; answers++) {
        struct bs_receipt receipt = right_receipt(push);
        struct transport_reply reply = stage_receipt_reply(&receipt);

        FUZZ_MUST(answer(push, &reply) == PUSH_MOVED);
    }
    FUZZ_MUST(answers < ANSWERS_MAX);
    for (size_t i = 0; i < EPOCHS; i++) {
        FUZZ_MUST(known.is_forked[i] || known.position[i].complete_to == RECORDS);
    }
}

static void make_log(void)
{
    struct bs_outbox_tip tip;

    stage_open(&stage);
    bs_log_limit(BS_LOG_ERROR);
    stage_append(&stage, RECORDS);
    stage_begin_epoch(&stage);
    stage_append(&stage, RECORDS);
    for (size_t i = 0; i < EPOCHS; i++) {
        FUZZ_MUST(bs_outbox_epoch(stage.reader, i, &tip, NULL) == BS_OK);
        memcpy(epochs[i], tip.epoch, sizeof tip.epoch);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct script script = {data, size};
    struct push push;

    if (epochs[0][0] == '\0') {
        make_log();
    }
    memset(&known, 0, sizeof known);
    now_ms = HOUR_MS;
    push_init(&push);
    push.compress = kept;
    push_begin(&push);
    go_wrong(&push, &script);
    go_right(&push);
    kept = push.compress;
    push.compress = (struct compress){NULL};
    push_finish(&push);
    return 0;
}
