/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Log → batch → receipt → position. Nothing but a receipt that is ours in every part changes anything. */
#include "push.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>
#include <buurtstem/utf8.h>

#include "compress.h"

#define HEADER_ROOM     512 /* the header line of a batch is shorter */
#define REFUSED_WAIT_MS 3600000
#define WANTED          "een ontvangstbewijs"
#define LOG_PUT_BACK                                                                               \
    "De server heeft antwoorden bevestigd die niet meer op deze kiosk staan. Is de kiosk "         \
    "gekopieerd of teruggezet? Bel de beheerder; alle antwoorden blijven bewaard."

void push_init(struct push *push)
{
    memset(push, 0, sizeof *push);
    push->records_max = BS_BATCH_RECORDS_MAX;
}

void push_finish(struct push *push)
{
    bs_buf_finish(&push->body);
}

void push_begin(struct push *push)
{
    for (size_t i = 0; i < push->refused_count; i++) {
        push->refused[i].is_here = false;
    }
    push->epoch_index = 0;
    push->rewinds = 0;
    push->resume_at = 0;
}

static void go_to_next_epoch(struct push *push)
{
    push->epoch_index++;
    push->rewinds = 0;
    push->resume_at = 0;
}

static size_t find_refused(const struct push *push, const char *epoch)
{
    size_t i = 0;
    while (i < push->refused_count && strcmp(push->refused[i].epoch, epoch) != 0) {
        i++;
    }
    return i;
}

static void drop_refused(struct push *push, size_t index)
{
    push->refused_count--;
    memmove(&push->refused[index], &push->refused[index + 1],
            (push->refused_count - index) * sizeof push->refused[0]);
}

static void absolve(struct push *push, const char *epoch)
{
    size_t index = find_refused(push, epoch);
    if (index < push->refused_count) {
        drop_refused(push, index);
    }
}

/* What is said about an epoch ends when its log is set aside. */
static void drop_absent(struct push *push)
{
    for (size_t i = push->refused_count; i > 0; i--) {
        if (!push->refused[i - 1].is_here) {
            drop_refused(push, i - 1);
        }
    }
}

static void refuse(struct push *push, const char *epoch, const char *sentence, int64_t now_ms)
{
    absolve(push, epoch);
    if (push->refused_count == PUSH_REFUSED_MAX) {
        drop_refused(push, 0);
    }
    struct push_refused *entry = &push->refused[push->refused_count++];
    memset(entry, 0, sizeof *entry);
    memcpy(entry->epoch, epoch, BS_EPOCH_TEXT);
    entry->until_ms = now_ms + REFUSED_WAIT_MS;
    entry->is_here = true;
    snprintf(entry->sentence, sizeof entry->sentence, "%s", sentence);
}

const char *push_refusal(const struct push *push)
{
    return push->refused_count == 0 ? NULL : push->refused[push->refused_count - 1].sentence;
}

void push_forgive(struct push *push)
{
    for (size_t i = 0; i < push->refused_count; i++) {
        push->refused[i].until_ms = INT64_MIN;
    }
}

static bool is_waiting(const struct push *push, const char *epoch, int64_t now_ms)
{
    size_t index = find_refused(push, epoch);
    return index < push->refused_count && push->refused[index].until_ms > now_ms;
}

/*
 * An epoch with nothing to send: whether it still holds what central acknowledged. A log that was put back from a copy
 * ends before that or goes on otherwise, and what is new in it would pass for acknowledged.
 */
static enum bs_err check_acknowledged(struct push *push, const struct push_store *store,
                                      const struct bs_position *position, int64_t now_ms,
                                      struct bs_error *err)
{
    bool is_ours = position->complete_to <= push->epoch.seq;
    if (is_ours && position->complete_to > 0) {
        char hash[BS_HASH_TEXT];
        enum bs_err rc =
            store->hash_at(store->self, push->epoch.epoch, position->complete_to, hash, err);
        if (rc != BS_OK) {
            return rc;
        }
        is_ours = strcmp(hash, position->hash_at_complete_to) == 0;
    }
    if (is_ours) {
        absolve(push, push->epoch.epoch);
    } else {
        refuse(push, push->epoch.epoch, LOG_PUT_BACK, now_ms);
    }
    return BS_OK;
}

static void refuse_other_kiosk(struct push *push, const char *kiosk, int64_t now_ms)
{
    char sentence[BS_ERROR_TEXT];
    snprintf(sentence, sizeof sentence,
             "Op deze kiosk staan antwoorden van kiosk %s, maar hij is aangemeld als %s. "
             "Vraag de beheerder om hulp; alle antwoorden blijven bewaard.",
             push->epoch.kiosk, kiosk);
    refuse(push, push->epoch.epoch, sentence, now_ms);
}

/* Looks at the epoch that push->epoch is now. *has_work: there is something to send, and nothing is against it. */
static enum bs_err look_at_epoch(struct push *push, const struct push_store *store,
                                 const struct bs_identity *identity, int64_t now_ms, bool *has_work,
                                 struct bs_error *err)
{
    struct bs_position position = {0};
    size_t refused = find_refused(push, push->epoch.epoch);
    enum bs_err rc = store->position(store->self, push->epoch.epoch, &position, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (refused < push->refused_count) {
        push->refused[refused].is_here = true;
    }
    *has_work = false;
    push->first_seq = push->resume_at != 0 ? push->resume_at : position.complete_to + 1;
    if (push->first_seq > push->epoch.seq) {
        return check_acknowledged(push, store, &position, now_ms, err);
    }
    if (strcmp(push->epoch.kiosk, identity->kiosk) != 0) {
        refuse_other_kiosk(push, identity->kiosk, now_ms);
        return BS_OK;
    }
    *has_work = !is_waiting(push, push->epoch.epoch, now_ms);
    return BS_OK;
}

/* Finds the epoch and seq to go on from. BS_NOTFOUND: all is sent. */
static enum bs_err find_work(struct push *push, const struct push_store *store,
                             const struct bs_identity *identity, int64_t now_ms,
                             struct bs_error *err)
{
    for (;; go_to_next_epoch(push)) {
        bool has_work = false;
        enum bs_err rc = store->epoch(store->self, push->epoch_index, &push->epoch, err);
        if (rc == BS_NOTFOUND) {
            drop_absent(push);
        }
        if (rc == BS_OK) {
            rc = look_at_epoch(push, store, identity, now_ms, &has_work, err);
        }
        if (rc != BS_OK || has_work) {
            return rc;
        }
    }
}

/* Reads the records and puts the header before them. */
static enum bs_err fill_batch(struct push *push, const struct push_store *store,
                              struct bs_error *err)
{
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    bs_buf_init(&lines, BS_BATCH_BYTES_MAX - HEADER_ROOM);
    enum bs_err rc = store->read(store->self, push->epoch.epoch, push->first_seq, push->records_max,
                                 BS_BATCH_BYTES_MAX - HEADER_ROOM, &lines, &slice, err);
    if (rc == BS_NOTFOUND) {
        /* The epoch's end is behind it, so it should have been there. */
        bs_error_clear(err);
        rc =
            bs_fail(err, BS_BROKEN, "kiosk.db: a record of epoch %s is missing", push->epoch.epoch);
    }
    if (rc != BS_OK) {
        goto out;
    }
    struct bs_batch_header header = {
        .version = BS_WIRE_VERSION, .first_seq = push->first_seq, .count = slice.count};
    memcpy(header.kiosk, push->epoch.kiosk, sizeof header.kiosk);
    memcpy(header.epoch, push->epoch.epoch, sizeof header.epoch);
    memcpy(header.prev_hash, slice.prev_hash, sizeof header.prev_hash);
    memcpy(header.last_hash, slice.last_hash, sizeof header.last_hash);
    bs_buf_finish(&push->body);
    bs_buf_init(&push->body, BS_BATCH_BYTES_MAX);
    bs_batch_write_header(&header, &push->body);
    bs_buf_add(&push->body, lines.data, lines.len);
    rc = bs_buf_check(&push->body, "a batch", err);
    push->last_seq = push->first_seq + slice.count - 1;
    const struct bs_bytes raw = bs_buf_bytes(&push->body);
    bs_sha256_hex(&raw, 1, push->batch_hash);
    push->is_packed = false;
out:
    bs_buf_finish(&lines);
    return rc;
}

/* Makes the body smaller, unless this server said that it cannot undo that. */
static void pack_batch(struct push *push, const char *server)
{
    struct bs_buf packed;
    bs_utf8_copy(push->server, sizeof push->server, server);
    if (strcmp(push->plain_server, push->server) == 0) {
        return;
    }
    bs_buf_init(&packed, BS_BATCH_BYTES_MAX);
    if (compress_body(bs_buf_bytes(&push->body), &packed)) {
        bs_buf_finish(&push->body);
        push->body = packed;
        push->is_packed = true;
    } else {
        bs_buf_finish(&packed);
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
    request->body = bs_buf_bytes(&push->body);
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
        (!push->is_packed || transport_header(request, "Content-Encoding", COMPRESS_NAME));
    bs_wipe(bearer, sizeof bearer);
    return fits ? BS_OK : bs_fail(err, BS_BROKEN, "a header of the batch does not fit");
}

enum bs_err push_next(struct push *push, const struct push_store *store,
                      const struct bs_identity *identity, const char *token, int64_t now_ms,
                      struct transport_request *request, struct bs_error *err)
{
    enum bs_err rc = find_work(push, store, identity, now_ms, err);
    if (rc == BS_OK) {
        rc = fill_batch(push, store, err);
    }
    if (rc == BS_OK) {
        pack_batch(push, identity->server);
        rc = fill_request(push, identity, token, request, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("push.before_note_sent");
        rc = store->note_sent(store->self, push->epoch.epoch, push->last_seq, err);
        BS_STOP_HERE("push.after_note_sent");
    }
    if (rc != BS_OK) {
        bs_buf_finish(&push->body);
    }
    return rc;
}

struct chain_source {
    const struct push_store *store;
    const char *epoch;
};

static enum bs_err hash_at(void *self, uint64_t seq, char out[BS_HASH_TEXT], struct bs_error *err)
{
    const struct chain_source *source = self;
    return source->store->hash_at(source->store->self, source->epoch, seq, out, err);
}

/* BS_OK only for a receipt that is ours in every part. */
static enum bs_err read_receipt(const struct push *push, const struct push_store *store,
                                struct bs_bytes body, struct bs_receipt *out, struct bs_error *err)
{
    struct bs_position position;
    struct chain_source source = {store, push->epoch.epoch};
    enum bs_err rc = bs_receipt_decode(body, out, err);
    if (rc == BS_OK) {
        rc = store->position(store->self, push->epoch.epoch, &position, err);
    }
    if (rc == BS_OK) {
        const struct bs_receipt_expectation ours = {.kiosk = push->epoch.kiosk,
                                                    .epoch = push->epoch.epoch,
                                                    .batch_hash = push->batch_hash,
                                                    .sent_to = position.sent_to,
                                                    .hash_at = hash_at,
                                                    .self = &source};
        rc = bs_receipt_accept(out, &ours, err);
    }
    return rc;
}

static bool may_rewind(struct push *push, uint64_t held_to)
{
    return held_to + 1 < push->first_seq && push->rewinds++ < PUSH_REWINDS_MAX;
}

/* The receipt is settled; where to go on. A position that stands still must not make a storm. */
static enum push_outcome after_receipt(struct push *push, const struct bs_receipt *receipt,
                                       struct trouble *trouble)
{
    push->resume_at = 0;
    absolve(push, push->epoch.epoch);
    if (receipt->complete_to >= push->first_seq) {
        push->records_max = push->records_max >= BS_BATCH_RECORDS_MAX / 2 ? BS_BATCH_RECORDS_MAX
                                                                          : push->records_max * 2;
        return PUSH_MOVED;
    }
    if (may_rewind(push, receipt->complete_to)) {
        return PUSH_RESEND;
    }
    trouble_say(trouble, BS_TROUBLE_SERVER,
                "De server bevestigt niet wat hij krijgt. Vraag de beheerder van de server om "
                "dit na te kijken; alle antwoorden blijven bewaard.");
    return PUSH_FAILED;
}

static enum push_outcome after_conflict(struct push *push, const struct bs_problem *problem,
                                        int64_t now_ms, struct trouble *trouble)
{
    if (problem->type == BS_PROBLEM_GAP && may_rewind(push, problem->complete_to)) {
        push->resume_at = problem->complete_to + 1;
        return PUSH_RESEND;
    }
    if (problem->type == BS_PROBLEM_GAP) {
        trouble_say(trouble, BS_TROUBLE_SERVER,
                    "De server zegt dat er antwoorden ontbreken, maar niet welke. Vraag de "
                    "beheerder van de server om dit na te kijken; alle antwoorden blijven "
                    "bewaard.");
        return PUSH_FAILED;
    }
    trouble_say(trouble, BS_TROUBLE_SERVER,
                "De server heeft onder dezelfde nummers andere antwoorden van deze kiosk. Is de "
                "kiosk gekopieerd of teruggezet? Bel de beheerder; alle antwoorden blijven "
                "bewaard.");
    refuse(push, push->epoch.epoch, trouble->sentence, now_ms);
    return PUSH_REFUSED; /* push_next passes over it */
}

/* Everything that is not a receipt. */
static enum push_outcome after_other(struct push *push, const struct transport_reply *reply,
                                     int64_t now_ms, struct trouble *trouble)
{
    struct bs_problem problem = {0};
    bool is_answer = reply->fate == TRANSPORT_ANSWERED;
    if (is_answer && reply->status == 409 &&
        strcmp(reply->media_type, BS_PROBLEM_MEDIA_TYPE) == 0 &&
        bs_problem_decode(bs_buf_bytes(&reply->body), &problem, NULL) == BS_OK &&
        (problem.type == BS_PROBLEM_GAP || problem.type == BS_PROBLEM_FORK ||
         problem.type == BS_PROBLEM_BAD_CHAIN)) {
        return after_conflict(push, &problem, now_ms, trouble);
    }
    /* What stands before a server may refuse what it cannot read with 400. */
    if (is_answer && (reply->status == 415 || reply->status == 400) && push->is_packed) {
        memcpy(push->plain_server, push->server, sizeof push->plain_server);
        return PUSH_RESEND;
    }
    trouble_of_reply(reply, WANTED, trouble);
    if (reply->fate == TRANSPORT_TOO_SLOW || (is_answer && reply->status == 413)) {
        push->records_max = push->records_max > 1 ? push->records_max / 2 : 1;
    }
    return PUSH_FAILED;
}

static bool looks_like_receipt(const struct transport_reply *reply)
{
    return reply->fate == TRANSPORT_ANSWERED && reply->status == 201 &&
           strcmp(reply->media_type, BS_RECEIPT_MEDIA_TYPE) == 0;
}

enum bs_err push_answer(struct push *push, const struct push_store *store,
                        const struct transport_reply *reply, int64_t wall_ms, int64_t now_ms,
                        enum push_outcome *outcome, struct bs_receipt *receipt,
                        struct trouble *trouble, struct bs_error *err)
{
    struct bs_receipt read = {0};
    struct bs_error why = {0};
    trouble_clear(trouble);
    bs_buf_finish(&push->body);
    if (!looks_like_receipt(reply)) {
        *outcome = after_other(push, reply, now_ms, trouble);
        return BS_OK;
    }
    enum bs_err rc = read_receipt(push, store, bs_buf_bytes(&reply->body), &read, &why);
    if (rc == BS_LATER || rc == BS_BROKEN) {
        return bs_fail(err, rc, "%s", why.text);
    }
    if (rc != BS_OK) {
        trouble_say(trouble, BS_TROUBLE_SERVER,
                    "De server stuurde een ontvangstbewijs dat niet klopt (%s). Vraag de "
                    "beheerder van de server om dit na te kijken; alle antwoorden blijven bewaard.",
                    why.text);
        *outcome = PUSH_FAILED;
        return BS_OK;
    }
    BS_STOP_HERE("push.before_settle");
    rc = store->settle(store->self, &read, wall_ms, err);
    BS_STOP_HERE("push.after_settle");
    if (rc != BS_OK) {
        return rc;
    }
    *outcome = after_receipt(push, &read, trouble);
    if (receipt != NULL) {
        *receipt = read;
    }
    return BS_OK;
}
