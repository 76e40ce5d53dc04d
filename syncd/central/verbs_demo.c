/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* demo-data: made-up visits, sent by made-up kiosks through the same door as real ones, so that pages have something to
 * show. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "demo_kiosk.h"
#include "demo_visit.h"
#include "demo_words.h"
#include "verb.h"

enum { PLACES_MAX = 16, KIOSKS_LEAST = 4, KIOSKS_MAX = PLACES_MAX + KIOSKS_LEAST + 1 };
enum { PROGRAMMES_MAX = 64, PERIOD_DAYS = 42, VISITS_MAX = 10000000 };
/* One visit in so many is corrected; there is one on trial for so many that count, and never more than a few. */
enum { CORRECTED = 25, TRIAL = 50, TRIALS_MAX = 12, THINKS_AGAIN_MS = 40000 };

static const int64_t hour_ms = INT64_C(60) * 60 * 1000;
static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

struct demo {
    const struct verb_call *call;
    struct bs_random random;
    int64_t now_ms;
    struct bs_date today;
    char tenant[8];
    size_t kiosk_count, programme_count; /* the last kiosk is on trial */
    struct demo_kiosk kiosks[KIOSKS_MAX];
    struct bs_programme *programmes[PROGRAMMES_MAX]; /* owned */
};

/* --- what there is to talk about --- */

/* Only what is asked today: the answers of six weeks have to belong to somebody who could have given them. */
static bool take_programme(void *self, const struct storage_programme *stored)
{
    struct demo *demo = self;
    struct bs_complaints complaints = {.count = 0};
    struct bs_programme *programme = NULL;

    if (bs_programme_parse(stored->json, &programme, &complaints, NULL) != BS_OK) {
        return true;
    }
    if (bs_programme_is_open(programme, demo->today)) {
        demo->programmes[demo->programme_count++] = programme;
    } else {
        bs_programme_destroy(programme);
    }
    return demo->programme_count < PROGRAMMES_MAX;
}

static void take_choice(const struct demo *demo, const char *id, struct demo_kiosk *out)
{
    for (size_t i = 0; i < demo->programme_count; i++) {
        if (strcmp(demo->programmes[i]->id, id) == 0 &&
            out->programme_count < BS_BUNDLE_PROGRAMMES_MAX) {
            out->programmes[out->programme_count++] = i;
        }
    }
}

/* What is asked at the place: what it names, else all. */
static void choose(const struct demo *demo, const struct storage_place *stored,
                   struct demo_kiosk *out)
{
    struct bs_json *document = NULL;
    struct bs_place place = {.programme_count = 0};

    if (bs_json_parse(bs_bytes_of(stored->json), &document, NULL) == BS_OK) {
        struct bs_json_at at = bs_json_root(document, NULL);

        (void)bs_place_read(&at, &place);
    }
    for (size_t i = 0; i < place.programme_count; i++) {
        take_choice(demo, place.programmes[i], out);
    }
    for (size_t i = 0; place.programme_count == 0 && i < demo->programme_count; i++) {
        take_choice(demo, demo->programmes[i]->id, out);
    }
    bs_json_destroy(document);
}

/* The name of a kiosk is one among all municipalities. */
static void name_kiosk(struct demo *demo, const char *place, const char *suffix,
                       struct storage_kiosk *out)
{
    struct storage_kiosk known;

    (void)snprintf(out->id, sizeof(out->id), "demo-%.28s%s", place, suffix);
    if (storage_kiosk(demo->call->central->storage, out->id, &known, NULL) == BS_OK &&
        strcmp(known.tenant, out->tenant) != 0) {
        (void)snprintf(out->id, sizeof(out->id), "demo-%.20s-%s%s", place, out->tenant + 2, suffix);
    }
}

static bool take_place(void *self, const struct storage_place *place)
{
    struct demo *demo = self;
    struct demo_kiosk *kiosk = &demo->kiosks[demo->kiosk_count];

    choose(demo, place, kiosk);
    if (kiosk->programme_count == 0) {
        return true;
    }
    kiosk->kiosk.state = STORAGE_KIOSK_IN_USE;
    (void)bs_utf8_copy(kiosk->kiosk.tenant, sizeof(kiosk->kiosk.tenant), place->tenant);
    (void)bs_utf8_copy(kiosk->kiosk.place, sizeof(kiosk->kiosk.place), place->id);
    (void)bs_utf8_copy(kiosk->kiosk.languages, sizeof(kiosk->kiosk.languages), "nl en");
    name_kiosk(demo, place->id, "", &kiosk->kiosk);
    return ++demo->kiosk_count < PLACES_MAX;
}

/* As many again at the same places as it takes for each to be in another way, and one on trial. */
static void add_kiosks(struct demo *demo)
{
    const size_t places = demo->kiosk_count;
    const size_t wanted = (places < KIOSKS_LEAST ? KIOSKS_LEAST : places) + 1;

    for (size_t i = places; i < wanted; i++) {
        struct demo_kiosk *kiosk = &demo->kiosks[demo->kiosk_count++];
        bool is_last = i + 1 == wanted;
        char suffix[8];

        *kiosk = demo->kiosks[i % places];
        kiosk->kiosk.state = is_last ? STORAGE_KIOSK_TRIAL : STORAGE_KIOSK_IN_USE;
        (void)snprintf(suffix, sizeof(suffix), "-%u", (unsigned)(i / places + 1) % 1000);
        name_kiosk(demo, kiosk->kiosk.place, is_last ? "-proef" : suffix, &kiosk->kiosk);
    }
    for (size_t i = 1; i < KIOSKS_LEAST; i++) {
        demo->kiosks[i].health = (enum demo_health)i;
    }
}

static enum bs_err gather(struct demo *demo, struct bs_error *err)
{
    struct central *central = demo->call->central;
    enum bs_err rc = storage_programmes(central->storage, demo->tenant, take_programme, demo, err);

    if (rc == BS_OK) {
        rc = storage_places(central->storage, demo->tenant, take_place, demo, err);
    }
    if (rc == BS_OK && demo->kiosk_count == 0) {
        rc = bs_fail(err, BS_REFUSED,
                     "%s has no place with a programme that is open: publish them first",
                     demo->tenant);
    }
    if (rc == BS_OK) {
        add_kiosks(demo);
    }
    for (size_t i = 0; rc == BS_OK && i < demo->kiosk_count; i++) {
        rc = demo_kiosk_begin(&demo->kiosks[i], central, demo->now_ms, &demo->random, err);
    }
    return rc;
}

/* --- visits --- */

/* The first programme of a place is on its screen: it is asked most. */
static size_t choose_programme(struct demo *demo, const struct demo_kiosk *kiosk)
{
    uint32_t one = bs_random_below(&demo->random, (uint32_t)kiosk->programme_count);
    uint32_t other = bs_random_below(&demo->random, (uint32_t)kiosk->programme_count);

    return kiosk->programmes[one < other ? one : other];
}

static enum bs_err send_visit(struct demo *demo, struct demo_kiosk *kiosk, double at,
                              int64_t wall_ms, struct bs_error *err)
{
    struct central *central = demo->call->central;
    size_t number = choose_programme(demo, kiosk);
    const struct demo_mood mood = {.at = at, .falls = number % 3 == 1};
    struct bs_submission visit;
    char first[BS_UUID_TEXT], again[BS_UUID_TEXT];
    enum bs_err rc;

    demo_visit(&demo->random, demo->programmes[number], kiosk->kiosk.place, &mood, &visit);
    visit.is_trial = kiosk->kiosk.state == STORAGE_KIOSK_TRIAL;
    rc =
        demo_kiosk_append(kiosk, central, demo->now_ms, &visit, wall_ms, &demo->random, first, err);
    if (rc == BS_OK && bs_random_below(&demo->random, CORRECTED) == 0) {
        demo_visit_again(&demo->random, demo->programmes[number], &mood, first, &visit);
        rc = demo_kiosk_append(kiosk, central, demo->now_ms, &visit, wall_ms + THINKS_AGAIN_MS,
                               &demo->random, again, err);
    }
    return rc;
}

/* The moment when the period has gone so far: from nine to nine, a little busier every day, never after `until`. */
static int64_t moment(int64_t begin, int64_t until, double at)
{
    double days = (PERIOD_DAYS + 1) * at * (1.4 - 0.4 * at); /* today as well */
    int64_t day = (int64_t)days;
    int64_t wall = begin - begin % day_ms + day * day_ms + 8 * hour_ms +
                   (int64_t)((days - (double)day) * 12.0 * (double)hour_ms);

    return wall < until - THINKS_AGAIN_MS ? wall : until - THINKS_AGAIN_MS;
}

/* About what is asked there first. */
static enum bs_err send_words(struct demo *demo, struct demo_kiosk *kiosk, size_t nth,
                              struct bs_error *err)
{
    return demo_words(kiosk, demo->call->central, demo->now_ms,
                      demo_kiosk_until(kiosk, demo->now_ms), demo->programmes[kiosk->programmes[0]],
                      nth, &demo->random, err);
}

static enum bs_err send_visits(struct demo *demo, int64_t count, struct bs_error *err)
{
    const int64_t begin = demo->now_ms - PERIOD_DAYS * day_ms;
    const size_t in_use = demo->kiosk_count - 1;
    struct demo_kiosk *on_trial = &demo->kiosks[in_use];
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < in_use; i++) {
        rc = send_words(demo, &demo->kiosks[i], i, err);
    }
    for (int64_t i = 0; rc == BS_OK && i < count; i++) {
        struct demo_kiosk *kiosk = &demo->kiosks[bs_random_below(&demo->random, (uint32_t)in_use)];
        double at = (double)i / (double)count;
        int64_t wall_ms = moment(begin, demo->now_ms, at);

        if (wall_ms > demo_kiosk_until(kiosk, demo->now_ms) - THINKS_AGAIN_MS) {
            kiosk = &demo->kiosks[0]; /* that one was silent by then */
        }
        rc = send_visit(demo, kiosk, at, wall_ms, err);
        if (rc == BS_OK && i % TRIAL == TRIAL / 2 && on_trial->seq < TRIALS_MAX) {
            rc = send_visit(demo, on_trial, at, wall_ms, err);
        }
    }
    for (size_t i = 0; rc == BS_OK && i < demo->kiosk_count; i++) {
        rc = demo_kiosk_end(&demo->kiosks[i], demo->call->central, demo->now_ms, err);
    }
    return rc;
}

/* --- the verb --- */

static void finish(struct demo *demo)
{
    for (size_t i = 0; i < demo->programme_count; i++) {
        bs_programme_destroy(demo->programmes[i]);
    }
    for (size_t i = 0; i < demo->kiosk_count; i++) {
        demo_kiosk_finish(&demo->kiosks[i]);
    }
    free(demo);
}

static int run(const struct verb_call *call, int64_t count, const char *tenant)
{
    struct demo *demo = bs_xcalloc(1, sizeof(*demo));
    struct bs_random seed = bs_random_system();
    struct bs_error err = {.code = BS_OK};
    uint64_t number;
    int status = 0;

    seed.fill(&seed, &number, sizeof(number));
    demo->call = call;
    demo->random = bs_random_seeded(number); /* nothing here is secret, and it is quicker */
    demo->now_ms = call->central->clock.wall_ms(call->central->clock.self);
    demo->today = bs_date_in_amsterdam(demo->now_ms);
    (void)bs_utf8_copy(demo->tenant, sizeof(demo->tenant), tenant);
    if (gather(demo, &err) != BS_OK || send_visits(demo, count, &err) != BS_OK) {
        status = verb_fail(call, &err);
    } else {
        verb_say(call, "%" PRId64 " made-up %s in %zu %s at %zu %s of %s", count,
                 count == 1 ? "visit" : "visits", demo->programme_count,
                 demo->programme_count == 1 ? "programme" : "programmes", demo->kiosk_count,
                 demo->kiosk_count == 1 ? "kiosk" : "kiosks", tenant);
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
