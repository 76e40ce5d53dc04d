/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Log → batch: which epoch, from where, how much. */
#include "push.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>
#include <buurtstem/utf8.h>

#include "compress.h"
#include "push_batch.h"

#define LOG_PUT_BACK                                                                               \
    "De server heeft antwoorden bevestigd die niet meer op deze kiosk staan. Is de kiosk "         \
    "gekopieerd of teruggezet? De kiosk begint zelf een nieuwe reeks; alle antwoorden blijven "    \
    "bewaard. Bel de beheerder als dit morgen nog zo is."

void push_init(struct push *push)
{
    memset(push, 0, sizeof *push);
    push->records_max = BS_BATCH_RECORDS_MAX;
}

static void drop_parcels(struct push *push)
{
    bs_buf_finish(&push->parcel.body);
    bs_buf_finish(&push->ahead.body);
}

/* What is only used again from batch to batch. */
static void let_memory_go(struct push *push)
{
    compress_finish(&push->compress);
    bs_buf_finish(&push->raw);
}

void push_finish(struct push *push)
{
    drop_parcels(push);
    let_memory_go(push);
}

static void go_to_epoch(struct push *push, size_t index)
{
    push->epoch_index = index;
    push->rewinds = 0;
    push->resume_at = 0;
}

void push_pass_on(struct push *push)
{
    go_to_epoch(push, push->epoch_index + 1);
}

void push_begin(struct push *push)
{
    drop_parcels(push);
    wait_begin_round(&push->waits);
    push->is_asking = false;
    push->has_moved = false;
    go_to_epoch(push, 0);
}

const char *push_refusal(const struct push *push)
{
    return wait_sentence(&push->waits);
}

void push_forgive(struct push *push)
{
    wait_forgive(&push->waits);
}

enum bs_err push_proves(const struct push *push, const struct push_store *store,
                        const struct bs_position *position, bool *is_ours, struct bs_error *err)
{
    char hash[BS_HASH_TEXT];
    if (position->complete_to == 0 || position->complete_to > push->epoch.seq) {
        *is_ours = position->complete_to == 0;
        return BS_OK;
    }
    enum bs_err rc =
        store->hash_at(store->self, push->epoch.epoch, position->complete_to, hash, err);
    if (rc == BS_OK) {
        *is_ours = strcmp(hash, position->hash_at_complete_to) == 0;
    }
    return rc;
}

/*
 * An epoch with nothing to send: whether it still holds what central acknowledged. A log that was put back from a copy
 * ends before that or goes on otherwise, and what is new in it would pass for acknowledged. Which of its numbers are still
 * the same nobody can say, so all of them go on in another epoch; central keeps twice as once.
 */
static enum bs_err check_acknowledged(struct push *push, const struct push_store *store,
                                      const struct bs_position *position, int64_t wall_ms,
                                      int64_t now_ms, struct bs_error *err)
{
    const struct bs_fork fork = {.from_seq = 1, .why = "restored", .found_ms = wall_ms};
    bool is_ours;
    enum bs_err rc = push_proves(push, store, position, &is_ours, err);
    if (rc != BS_OK) {
        return rc;
    }
    const struct push_refused *entry = wait_find(&push->waits, push->epoch.epoch);
    if (is_ours && entry != NULL && entry->why != WAIT_ASKED) {
        wait_receipt(&push->waits, push->epoch.epoch, position->complete_to);
    }
    if (is_ours) {
        return BS_OK;
    }
    if (entry == NULL || entry->why != WAIT_FORK) {
        rc = store->note_fork(store->self, push->epoch.epoch, &fork, err);
    }
    if (rc == BS_OK) {
        wait_put(&push->waits, push->epoch.epoch, WAIT_FORK, fork.from_seq, LOG_PUT_BACK, now_ms);
    }
    return rc;
}

static void refuse_other_kiosk(struct push *push, const char *kiosk, int64_t now_ms)
{
    char sentence[BS_ERROR_TEXT];
    snprintf(sentence, sizeof sentence,
             "Op deze kiosk staan antwoorden van kiosk %s, maar hij is aangemeld als %s. "
             "Vraag de beheerder om hulp; alle antwoorden blijven bewaard.",
             push->epoch.kiosk, kiosk);
    wait_put(&push->waits, push->epoch.epoch, WAIT_OTHER_KIOSK, 0, sentence, now_ms);
}

/* Why the epoch waits. NULL: it does not, or the kiosk ended it before what differs and goes on in another one. */
static const struct push_refused *reason_to_wait(struct push *push)
{
    struct push_refused *entry = wait_find(&push->waits, push->epoch.epoch);
    if (entry == NULL) {
        return NULL;
    }
    if (entry->why == WAIT_FORK && push->epoch.has_ended && push->epoch.send_to < entry->seq) {
        wait_drop(&push->waits, push->epoch.epoch);
        return NULL;
    }
    entry->is_here = true;
    return entry;
}

/* Up to a record that is refused everything may go, and it itself alone, when its time has come. */
static bool may_send(struct push *push, const struct push_refused *reason, int64_t now_ms)
{
    if (reason == NULL || reason->why == WAIT_ASKED) {
        return true;
    }
    if (reason->why == WAIT_RECORD && push->first_seq < reason->seq) {
        const uint64_t before = reason->seq - push->first_seq;
        push->most = before < push->most ? (size_t)before : push->most;
        return true;
    }
    if (reason->why == WAIT_RECORD && push->first_seq == reason->seq) {
        push->most = 1;
    }
    return reason->until_ms <= now_ms;
}

static bool is_a_day_old(const struct bs_position *position, int64_t wall_ms)
{
    const int64_t age_ms = wall_ms - position->receipt_at_ms;
    return age_ms >= WAIT_DAY_MS || age_ms <= -WAIT_DAY_MS;
}

/* Whether the last receipt of an epoch that is all sent should be asked for anew. */
static bool should_ask(struct push *push, const struct bs_position *position, int64_t wall_ms,
                       int64_t now_ms)
{
    const struct push_refused *reason = wait_find(&push->waits, push->epoch.epoch);
    const uint64_t last =
        position->complete_to < push->epoch.send_to ? position->complete_to : push->epoch.send_to;
    /* Also where a backup holds it: central may have been put back to an older one. */
    if (last == 0 || !is_a_day_old(position, wall_ms) ||
        (reason != NULL && now_ms < reason->until_ms)) {
        return false;
    }
    push->is_question = true;
    push->first_seq = last;
    push->most = 1;
    return true;
}

/* Looks at the epoch that push->epoch is now. *has_work: there is something to send, and nothing is against it. */
static enum bs_err look_at_epoch(struct push *push, const struct push_store *store,
                                 const struct bs_identity *identity, int64_t wall_ms,
                                 int64_t now_ms, bool *has_work, struct bs_error *err)
{
    struct bs_position position = {0};
    enum bs_err rc = store->position(store->self, push->epoch.epoch, &position, err);
    if (rc != BS_OK) {
        return rc;
    }
    const struct push_refused *reason = reason_to_wait(push);
    const bool is_other = strcmp(push->epoch.kiosk, identity->kiosk) != 0;
    push->most = push->records_max;
    push->first_seq = push->resume_at != 0 ? push->resume_at : position.complete_to + 1;
    push->is_question = false;
    *has_work = false;
    if (push->first_seq <= push->epoch.send_to && is_other) {
        refuse_other_kiosk(push, identity->kiosk, now_ms);
    } else if (push->first_seq <= push->epoch.send_to) {
        *has_work = may_send(push, reason, now_ms);
    } else {
        if (!push->epoch.has_ended) {
            rc = check_acknowledged(push, store, &position, wall_ms, now_ms, err);
        }
        *has_work = rc == BS_OK && push->is_asking && !is_other &&
                    should_ask(push, &position, wall_ms, now_ms);
    }
    return rc;
}

/* The epoch at the round's place. After the last come all of them once more, to ask. BS_NOTFOUND: that was done too. */
static enum bs_err next_epoch(struct push *push, const struct push_store *store,
                              struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = store->epoch(store->self, push->epoch_index, &push->epoch, &why);
    if (rc == BS_NOTFOUND && !push->is_asking) {
        wait_end_round(&push->waits);
        push->is_asking = true;
        go_to_epoch(push, 0);
        bs_error_clear(&why);
        rc = store->epoch(store->self, push->epoch_index, &push->epoch, &why);
    }
    return rc == BS_OK ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

/* Finds the epoch and seq to go on from. BS_NOTFOUND: all is sent. */
static enum bs_err find_work(struct push *push, const struct push_store *store,
                             const struct bs_identity *identity, int64_t wall_ms, int64_t now_ms,
                             struct bs_error *err)
{
    for (;; go_to_epoch(push, push->epoch_index + 1)) {
        bool has_work = false;
        enum bs_err rc = next_epoch(push, store, err);
        if (rc == BS_OK) {
            rc = look_at_epoch(push, store, identity, wall_ms, now_ms, &has_work, err);
        }
        if (rc != BS_OK || has_work) {
            return rc;
        }
    }
}

/* The body smaller, unless this server said that it cannot undo that, or it would not be; else as it is. */
static void pack(struct push *push, struct push_parcel *parcel)
{
    parcel->is_packed = false;
    bs_buf_finish(&parcel->body);
    bs_buf_init(&parcel->body, BS_BATCH_BYTES_MAX);
    if (strcmp(push->plain_server, parcel->server) != 0) {
        parcel->is_packed = compress_body(&push->compress, bs_buf_bytes(&push->raw), &parcel->body);
    }
    if (parcel->is_packed) {
        bs_buf_reset(&push->raw);
    } else {
        parcel->body = push->raw;
        push->raw = (struct bs_buf){0};
    }
}

/* Records of the epoch in hand, from first_seq on. On failure there is no parcel. */
static enum bs_err make_parcel(struct push *push, const struct push_store *store,
                               const char *server, uint64_t first_seq, size_t most,
                               struct push_parcel *out, struct bs_error *err)
{
    size_t count = 0;
    enum bs_err rc = push_batch_fill(store, &push->epoch, first_seq, most, &push->raw, &count, err);
    if (rc != BS_OK) {
        return rc;
    }
    const struct bs_bytes raw = bs_buf_bytes(&push->raw);
    memcpy(out->epoch, push->epoch.epoch, sizeof out->epoch);
    bs_utf8_copy(out->server, sizeof out->server, server);
    out->most = most;
    out->first_seq = first_seq;
    out->last_seq = first_seq + count - 1;
    bs_sha256_hex(&raw, 1, out->hash);
    pack(push, out);
    return BS_OK;
}

/* Whether what was made ahead is, byte for byte, what would be made now: a log's records never change. */
static bool fits_ahead(const struct push *push, const char *server)
{
    const struct push_parcel *ahead = &push->ahead;
    return ahead->body.len != 0 && strcmp(ahead->epoch, push->epoch.epoch) == 0 &&
           ahead->first_seq == push->first_seq && ahead->last_seq <= push->epoch.send_to &&
           ahead->most == push->most && strcmp(ahead->server, server) == 0 &&
           !(ahead->is_packed && strcmp(push->plain_server, server) == 0);
}

static enum bs_err fill_parcel(struct push *push, const struct push_store *store,
                               const char *server, struct bs_error *err)
{
    bs_buf_finish(&push->parcel.body);
    if (fits_ahead(push, server)) {
        push->parcel = push->ahead;
        push->ahead = (struct push_parcel){0};
        return BS_OK;
    }
    bs_buf_finish(&push->ahead.body);
    return make_parcel(push, store, server, push->first_seq, push->most, &push->parcel, err);
}

void push_prepare(struct push *push, const struct push_store *store)
{
    const uint64_t first_seq = push->parcel.last_seq + 1;
    const bool has_batch = push->parcel.body.len != 0 && !push->is_asking && push->has_moved;
    /* What is not full may be so by the time it goes. */
    if (has_batch && push->ahead.body.len == 0 && first_seq <= push->epoch.send_to &&
        push->epoch.send_to - first_seq + 1 >= push->records_max) {
        (void)make_parcel(push, store, push->parcel.server, first_seq, push->records_max,
                          &push->ahead, NULL);
    }
}

static enum bs_err fill_request(const struct push *push, const struct bs_identity *identity,
                                const char *token, struct transport_request *request,
                                struct bs_error *err)
{
    char bearer[BS_TOKEN_TEXT + 8];
    char digest[64];
    memset(request, 0, sizeof *request);
    request->method = TRANSPORT_POST;
    request->body = bs_buf_bytes(&push->parcel.body);
    request->answer_max =
        /* NOLINTNEXTLINE(bugprone-branch-clone): the two limits are equal today and need not stay so. */
        BS_PROBLEM_BYTES_MAX > BS_RECEIPT_BYTES_MAX ? BS_PROBLEM_BYTES_MAX : BS_RECEIPT_BYTES_MAX;
    snprintf(request->url, sizeof request->url, "%s/v1/kiosks/%s/batches", identity->server,
             identity->kiosk);
    snprintf(bearer, sizeof bearer, "Bearer %s", token);
    bs_content_digest(request->body, digest);
    bool fits =
        transport_header(request, "Authorization", bearer) &&
        transport_header(request, "Content-Type", BS_BATCH_MEDIA_TYPE) &&
        transport_header(request, "Accept", BS_RECEIPT_MEDIA_TYPE ", " BS_PROBLEM_MEDIA_TYPE) &&
        transport_header(request, BS_DIGEST_HEADER, digest) &&
        (!push->parcel.is_packed || transport_header(request, "Content-Encoding", COMPRESS_NAME));
    bs_wipe(bearer, sizeof bearer);
    return fits ? BS_OK : bs_fail(err, BS_BROKEN, "a header of the batch does not fit");
}

enum bs_err push_next(struct push *push, const struct push_store *store,
                      const struct bs_identity *identity, const char *token, int64_t wall_ms,
                      int64_t now_ms, struct transport_request *request, struct bs_error *err)
{
    enum bs_err rc = find_work(push, store, identity, wall_ms, now_ms, err);
    if (rc == BS_OK) {
        push->started_ms = now_ms;
        rc = fill_parcel(push, store, identity->server, err);
    }
    if (rc == BS_OK) {
        rc = fill_request(push, identity, token, request, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("push.before_note_sent");
        rc = store->note_sent(store->self, push->epoch.epoch, push->parcel.last_seq, err);
        BS_STOP_HERE("push.after_note_sent");
    }
    if (rc != BS_OK) {
        drop_parcels(push);
    }
    if (rc == BS_NOTFOUND) {
        let_memory_go(push); /* nothing to send for a while */
    }
    return rc;
}
