/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* demo-data: made-up visits, sent by made-up kiosks through the same door as real ones, so that pages have something to
 * show. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "storage.h"
#include "verb.h"

enum { PLACES_MAX = 16, PROGRAMMES_MAX = 16, BATCH = 250, PERIOD_DAYS = 42, VISITS_MAX = 10000000 };

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

/* A kiosk that was made up for one place, and the batch that it is filling. */
struct demo_kiosk {
    struct storage_kiosk kiosk;
    char epoch[BS_EPOCH_TEXT], hash[BS_HASH_TEXT], before[BS_HASH_TEXT];
    uint64_t seq;
    size_t count; /* in `lines` */
    struct bs_buf lines;
};

struct demo {
    const struct verb_call *call;
    struct bs_random random;
    char tenant[8];
    size_t kiosk_count, programme_count;
    struct demo_kiosk kiosks[PLACES_MAX];
    struct bs_programme *programmes[PROGRAMMES_MAX]; /* owned */
    uint64_t set_aside;
};

/* --- what there is to talk about --- */

static bool take_programme(void *self, const struct storage_programme *stored)
{
    struct demo *demo = self;
    struct bs_complaints complaints = {.count = 0};

    if (bs_programme_parse(stored->json, &demo->programmes[demo->programme_count], &complaints,
                           NULL) == BS_OK) {
        demo->programme_count++;
    }
    return demo->programme_count < PROGRAMMES_MAX;
}

static bool take_place(void *self, const struct storage_place *place)
{
    struct demo *demo = self;
    struct demo_kiosk *kiosk = &demo->kiosks[demo->kiosk_count++];

    (void)snprintf(kiosk->kiosk.id, sizeof(kiosk->kiosk.id), "demo-%.35s", place->id);
    (void)bs_utf8_copy(kiosk->kiosk.tenant, sizeof(kiosk->kiosk.tenant), place->tenant);
    (void)bs_utf8_copy(kiosk->kiosk.place, sizeof(kiosk->kiosk.place), place->id);
    (void)bs_utf8_copy(kiosk->kiosk.languages, sizeof(kiosk->kiosk.languages), "nl en");
    return demo->kiosk_count < PLACES_MAX;
}

/* A kiosk with a code that nobody is told; it never enrols. */
static enum bs_err make_kiosk(struct demo *demo, struct demo_kiosk *kiosk, struct bs_error *err)
{
    struct storage *storage = demo->call->central->storage;
    char token[BS_TOKEN_TEXT], hash[BS_HASH_TEXT];
    struct bs_bytes bytes;
    enum bs_err rc;

    bs_token_make(token);
    bytes = bs_bytes_of(token);
    bs_sha256_hex(&bytes, 1, hash);
    bs_wipe(token, sizeof(token));
    rc = storage_invite_kiosk(storage, &kiosk->kiosk, hash, 0, err);
    if (rc == BS_OK) {
        rc = storage_set_kiosk_state(storage, kiosk->kiosk.id, STORAGE_KIOSK_IN_USE, err);
    }
    bs_epoch_make(&demo->random, kiosk->epoch);
    bs_chain_start(kiosk->kiosk.id, kiosk->epoch, kiosk->hash);
    memcpy(kiosk->before, kiosk->hash, sizeof(kiosk->before));
    bs_buf_init(&kiosk->lines, BS_BATCH_BYTES_MAX);
    return rc;
}

static enum bs_err gather(struct demo *demo, struct bs_error *err)
{
    struct storage *storage = demo->call->central->storage;
    enum bs_err rc = storage_places(storage, demo->tenant, take_place, demo, err);

    if (rc == BS_OK) {
        rc = storage_programmes(storage, demo->tenant, take_programme, demo, err);
    }
    if (rc == BS_OK && (demo->kiosk_count == 0 || demo->programme_count == 0)) {
        rc = bs_fail(err, BS_REFUSED, "%s has no place or no programme: publish them first",
                     demo->tenant);
    }
    for (size_t i = 0; rc == BS_OK && i < demo->kiosk_count; i++) {
        rc = make_kiosk(demo, &demo->kiosks[i], err);
    }
    return rc;
}

/* --- one visit --- */

static uint32_t below(struct demo *demo, uint32_t limit)
{
    return bs_random_below(&demo->random, limit);
}

/* The first choices are liked better than the last, faces lean to the good side: a page of equal bars shows nothing. */
static size_t pick(struct demo *demo, const struct bs_question *question, uint64_t taken)
{
    for (;;) {
        uint32_t count = (uint32_t)question->choice_count;
        uint32_t one = below(demo, count), other = below(demo, count);
        bool leans_high = question->kind == BS_KIND_FACES;
        uint32_t choice = (one > other) == leans_high ? one : other;

        if ((taken >> choice & 1) == 0) {
            return choice;
        }
    }
}

static bool is_asked(const struct bs_submission *visit, const struct bs_question *question)
{
    if (question->follows == NULL) {
        return true;
    }
    for (size_t i = 0; i < visit->answer_count; i++) {
        const struct bs_answer *answer = &visit->answers[i];

        if (strcmp(answer->question, question->follows) == 0 && !answer->dont_know) {
            for (size_t a = 0; a < question->after_count; a++) {
                if (strcmp(question->after[a], answer->values[0]) == 0) {
                    return true;
                }
            }
            return question->after_count == 0;
        }
    }
    return false;
}

static void answer(struct demo *demo, const struct bs_question *question, struct bs_answer *out)
{
    size_t wanted = question->most <= 1 ? 1 : 1 + below(demo, (uint32_t)question->most);
    uint64_t taken = 0;

    (void)bs_utf8_copy(out->question, sizeof(out->question), question->id);
    out->kind = question->kind;
    out->dont_know = below(demo, 20) == 0;
    if (out->dont_know) {
        return;
    }
    wanted = wanted > question->choice_count ? question->choice_count : wanted;
    while (out->value_count < wanted) {
        size_t choice = pick(demo, question, taken);

        taken |= UINT64_C(1) << choice;
        (void)bs_utf8_copy(out->values[out->value_count++], BS_SLUG_TEXT,
                           question->choices[choice].value);
    }
}

static void make_visit(struct demo *demo, const struct demo_kiosk *kiosk, struct bs_submission *out)
{
    const struct bs_programme *programme =
        demo->programmes[below(demo, (uint32_t)demo->programme_count)];
    uint32_t lang = below(demo, 3) > 0 ? 0 : below(demo, (uint32_t)programme->language_count);

    *out = (struct bs_submission){.version = programme->version};
    (void)bs_utf8_copy(out->programme, sizeof(out->programme), programme->id);
    (void)bs_utf8_copy(out->place, sizeof(out->place), kiosk->kiosk.place);
    (void)bs_utf8_copy(out->lang, sizeof(out->lang), programme->languages[lang]);
    out->channel = below(demo, 12) == 0 ? BS_CHANNEL_ASSISTED : BS_CHANNEL_KIOSK;
    out->seconds = (int)(15 + below(demo, 40));
    out->is_partial = below(demo, 15) == 0;
    for (size_t i = 0; i < programme->question_count; i++) {
        if (out->is_partial && out->answer_count > 0) {
            break;
        }
        if (is_asked(out, &programme->questions[i])) {
            answer(demo, &programme->questions[i], &out->answers[out->answer_count++]);
        }
    }
}

/* --- on its way --- */

static enum bs_err send_batch(struct demo *demo, struct demo_kiosk *kiosk, struct bs_error *err)
{
    struct bs_batch_header header = {.version = BS_WIRE_VERSION,
                                     .first_seq = kiosk->seq - kiosk->count + 1,
                                     .count = kiosk->count};
    struct bs_batch batch = {.records = NULL};
    struct bs_receipt receipt;
    struct bs_problem problem;
    struct bs_buf raw;
    enum bs_err rc;

    if (kiosk->count == 0) {
        return BS_OK;
    }
    memcpy(header.kiosk, kiosk->kiosk.id, sizeof(header.kiosk));
    memcpy(header.epoch, kiosk->epoch, sizeof(header.epoch));
    memcpy(header.prev_hash, kiosk->before, sizeof(header.prev_hash));
    memcpy(header.last_hash, kiosk->hash, sizeof(header.last_hash));
    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    bs_batch_write_header(&header, &raw);
    bs_buf_add(&raw, kiosk->lines.data, kiosk->lines.len);
    rc = bs_batch_decode(bs_buf_bytes(&raw), &batch, err);
    if (rc == BS_OK) {
        rc = storage_accept_batch(
            demo->call->central->storage, &kiosk->kiosk, &batch,
            demo->call->central->clock.wall_ms(demo->call->central->clock.self), false, &receipt,
            &problem, err);
    }
    if (rc == BS_OK) {
        demo->set_aside += receipt.set_aside_count;
        memcpy(kiosk->before, kiosk->hash, sizeof(kiosk->before));
        kiosk->count = 0;
        bs_buf_reset(&kiosk->lines);
    }
    bs_batch_finish(&batch);
    bs_buf_finish(&raw);
    return rc;
}

static enum bs_err append_visit(struct demo *demo, struct demo_kiosk *kiosk, int64_t wall_ms,
                                struct bs_error *err)
{
    struct bs_submission visit;
    struct bs_record record = {.seq = kiosk->seq + 1,
                               .kind = BS_KIND_SUBMISSION,
                               .wall_ms = wall_ms,
                               .mono_ms = wall_ms % day_ms,
                               .boot_id = "00000000-0000-4000-8000-000000000000",
                               .synced = true};
    struct bs_uuid id = bs_uuid_v7(wall_ms, &demo->random);
    struct bs_buf body, head;
    enum bs_err rc;

    make_visit(demo, kiosk, &visit);
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    bs_buf_init(&head, BS_RECORD_HEAD_MAX);
    rc = bs_submission_encode(&visit, &demo->random, &body, err);
    if (rc == BS_OK) {
        bs_uuid_format(&id, record.id);
        record.body = bs_buf_bytes(&body);
        bs_record_digest(&record);
        bs_record_write_head(&record, &head);
        bs_chain_step(kiosk->hash, bs_buf_bytes(&head));
        bs_buf_add(&kiosk->lines, head.data, head.len);
        bs_buf_text(&kiosk->lines, "\t");
        bs_buf_add(&kiosk->lines, body.data, body.len);
        bs_buf_text(&kiosk->lines, "\n");
        kiosk->seq++;
        kiosk->count++;
    }
    bs_buf_finish(&head);
    bs_buf_finish(&body);
    return rc == BS_OK && kiosk->count == BATCH ? send_batch(demo, kiosk, err) : rc;
}

/* Spread over six weeks until now, in opening hours, in order. */
static enum bs_err send_visits(struct demo *demo, int64_t count, struct bs_error *err)
{
    const int64_t now = demo->call->central->clock.wall_ms(demo->call->central->clock.self);
    const int64_t begin = now - PERIOD_DAYS * day_ms;
    enum bs_err rc = BS_OK;

    for (int64_t i = 0; rc == BS_OK && i < count; i++) {
        struct demo_kiosk *kiosk = &demo->kiosks[below(demo, (uint32_t)demo->kiosk_count)];

        rc = append_visit(demo, kiosk, begin + (now - begin) * i / count, err);
    }
    for (size_t i = 0; rc == BS_OK && i < demo->kiosk_count; i++) {
        rc = send_batch(demo, &demo->kiosks[i], err);
    }
    return rc;
}

static void finish(struct demo *demo)
{
    for (size_t i = 0; i < demo->programme_count; i++) {
        bs_programme_destroy(demo->programmes[i]);
    }
    for (size_t i = 0; i < PLACES_MAX; i++) {
        bs_buf_finish(&demo->kiosks[i].lines);
    }
    free(demo);
}

static int run(const struct verb_call *call, int64_t count, const char *tenant)
{
    struct demo *demo = bs_xcalloc(1, sizeof(*demo));
    struct bs_error err = {.code = BS_OK};
    int status = 0;

    demo->call = call;
    demo->random = bs_random_system();
    (void)bs_utf8_copy(demo->tenant, sizeof(demo->tenant), tenant);
    if (gather(demo, &err) != BS_OK || send_visits(demo, count, &err) != BS_OK) {
        status = verb_fail(call, &err);
    } else {
        verb_say(call, "%" PRId64 " made-up visits in %zu programmes at %zu places of %s", count,
                 demo->programme_count, demo->kiosk_count, tenant);
    }
    finish(demo);
    return status;
}

int verb_demo_data(const struct verb_call *call)
{
    static const char *const names[] = {"tenant"};
    const char *tenant = NULL, *number = NULL;
    size_t plain;
    char *end = NULL;
    long long count;

    if (!verb_options(call, names, &tenant, 1, &number, 1, &plain) || plain != 1) {
        return verb_wrong_usage(call, "demo-data N [--tenant T]");
    }
    count = strtoll(number, &end, 10);
    if (*number == '\0' || *end != '\0' || count < 1 || count > VISITS_MAX) {
        verb_complain(call, "demo-data: expected a number of visits, 1 to %d", VISITS_MAX);
        return bs_err_exit_status(BS_BAD);
    }
    tenant = tenant == NULL ? "GM1916" : tenant;
    if (!bs_tenant_valid(tenant)) {
        verb_complain(call, "--tenant %s: expected a CBS code like GM0546", tenant);
        return bs_err_exit_status(BS_BAD);
    }
    return run(call, count, tenant);
}
