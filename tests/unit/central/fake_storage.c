/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The part of storage.h that the pages use. */

#include "fake_storage.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

enum { KEYS_MAX = 4096 };

struct key {
    const char *question, *value, *group;
    int rank;
    int64_t count, answered;
};

void fake_place(struct storage *storage, const char *id, const char *name)
{
    assert(storage->place_count < FAKE_PLACES_MAX);
    storage->places[storage->place_count].id = id;
    storage->places[storage->place_count++].name = name;
}

void fake_left(struct storage *storage, const struct fake_left *left)
{
    assert(storage->left_count < FAKE_LEFT_MAX);
    storage->left[storage->left_count++] = *left;
}

void fake_visit(struct storage *storage, const struct fake_visit *visit)
{
    assert(storage->visit_count < FAKE_VISITS_MAX);
    storage->visits[storage->visit_count++] = *visit;
}

static enum bs_err fails(struct storage *storage, struct bs_error *err)
{
    storage->asked++;
    return storage->failure == BS_OK ? BS_OK
                                     : bs_fail(err, storage->failure, "told to fail: /secret/path");
}

enum bs_err storage_tenant_name(struct storage *storage, const char *tenant, char out[128],
                                struct bs_error *err)
{
    storage->asked++;
    if (strcmp(tenant, storage->tenant) != 0) {
        return bs_fail(err, BS_NOTFOUND, "no tenant %s", tenant);
    }
    bs_utf8_copy(out, 128, storage->tenant_name);
    return BS_OK;
}

static void write_place(const char *id, const char *name, char out[4096])
{
    static const char areas[] = "[{\"code\":\"WK191601\",\"name\":\"Prinsenhof\"},{\"code\":"
                                "\"BU19160103\",\"name\":\"Duivenvoorde\"}]";
    static const char hours[] = "[[\"09:00\",\"21:30\"],null,null,null,null,null,null]";
    struct bs_json *json = bs_json_new_object();
    struct bs_buf buf;
    bs_buf_init(&buf, 4096);
    bs_json_set_string(json, "id", id);
    bs_json_set_string(json, "name", name);
    bs_json_set_string(json, "neighbourhood", "Noord");
    bs_json_write(json, false, &buf);
    /* The object is left open for what is the same everywhere. */
    snprintf(out, 4096,
             "%.*s,\"area\":{\"code\":\"WK191601\",\"year\":2025},\"areas\":%s,"
             "\"hours\":%s}",
             (int)buf.len - 1, bs_buf_string(&buf), areas, hours);
    bs_buf_finish(&buf);
    bs_json_destroy(json);
}

enum bs_err storage_places(struct storage *storage, const char *tenant, storage_place_visit *visit,
                           void *self, struct bs_error *err)
{
    struct storage_place *row = bs_xcalloc(1, sizeof *row);
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK && strcmp(tenant, storage->tenant) == 0;
    for (size_t i = 0; i < storage->place_count && more; i++) {
        bs_utf8_copy(row->id, sizeof row->id, storage->places[i].id);
        write_place(storage->places[i].id, storage->places[i].name, row->json);
        more = visit(self, row);
    }
    free(row);
    return rc;
}

static bool show_programme(struct storage *storage, size_t index, storage_programme_visit *visit,
                           void *self)
{
    struct storage_programme row = {.published = storage->programmes[index].published,
                                    .json = bs_bytes_of(storage->programmes[index].json)};
    bs_utf8_copy(row.tenant, sizeof row.tenant, storage->tenant);
    return visit(self, &row);
}

enum bs_err storage_programmes(struct storage *storage, const char *tenant,
                               storage_programme_visit *visit, void *self, struct bs_error *err)
{
    if (fails(storage, err) != BS_OK) {
        return storage->failure;
    }
    bool more = strcmp(tenant, storage->tenant) == 0;
    for (size_t i = 0; i < storage->programme_count && more; i++) {
        more = show_programme(storage, i, visit, self);
    }
    return BS_OK;
}

enum bs_err storage_programme(struct storage *storage, const char *tenant, const char *id,
                              int version, storage_programme_visit *visit, void *self,
                              struct bs_error *err)
{
    char marker[64];
    if (fails(storage, err) != BS_OK) {
        return storage->failure;
    }
    if (version != 0) {
        return bs_fail(err, BS_NOTFOUND, "only the newest version is here");
    }
    snprintf(marker, sizeof marker, "\"id\": \"%s\"", id);
    for (size_t i = 0; i < storage->programme_count && strcmp(tenant, storage->tenant) == 0; i++) {
        if (strstr(storage->programmes[i].json, marker) != NULL) {
            show_programme(storage, i, visit, self);
            return BS_OK;
        }
    }
    return bs_fail(err, BS_NOTFOUND, "no programme %s", id);
}

/* The index of the programme with that member, or the number of programmes. */
static size_t index_of(const struct storage *storage, const char *name, const char *value)
{
    char marker[64];
    size_t i = 0;
    snprintf(marker, sizeof marker, "\"%s\": \"%s\"", name, value);
    while (i < storage->programme_count && strstr(storage->programmes[i].json, marker) == NULL) {
        i++;
    }
    return i;
}

enum bs_err storage_programme_of_code(struct storage *storage, const char *code,
                                      storage_programme_visit *visit, void *self,
                                      struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    size_t index = index_of(storage, "code", code);
    if (rc == BS_OK && index == storage->programme_count) {
        rc = bs_fail(err, BS_NOTFOUND, "no programme has that code");
    } else if (rc == BS_OK) {
        show_programme(storage, index, visit, self);
    }
    return rc;
}

static bool show_outcome(struct storage *storage, size_t index, const char *programme,
                         storage_outcome_visit *visit, void *self)
{
    struct storage_outcome row = {.version = 1,
                                  .published = storage->programmes[index].answered,
                                  .json = bs_bytes_of(storage->programmes[index].outcome)};
    bs_utf8_copy(row.tenant, sizeof row.tenant, storage->tenant);
    bs_utf8_copy(row.programme, sizeof row.programme, programme);
    return visit(self, &row);
}

enum bs_err storage_outcome(struct storage *storage, const char *tenant, const char *programme,
                            storage_outcome_visit *visit, void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    size_t index = index_of(storage, "id", programme);
    if (rc != BS_OK) {
        return rc;
    }
    if (strcmp(tenant, storage->tenant) != 0 || index == storage->programme_count ||
        storage->programmes[index].outcome == NULL) {
        return bs_fail(err, BS_NOTFOUND, "no outcome of %s", programme);
    }
    show_outcome(storage, index, programme, visit, self);
    return BS_OK;
}

/* The first "id" in a programme is its own. */
static void id_of(const char *json, char out[BS_SLUG_TEXT])
{
    const char *at = strstr(json, "\"id\": \"");
    assert(at != NULL);
    at += strlen("\"id\": \"");
    size_t len = strcspn(at, "\"");
    assert(len < BS_SLUG_TEXT);
    memcpy(out, at, len);
    out[len] = '\0';
}

enum bs_err storage_outcomes(struct storage *storage, const char *tenant,
                             storage_outcome_visit *visit, void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK && strcmp(tenant, storage->tenant) == 0;
    for (size_t i = 0; i < storage->programme_count && more; i++) {
        char id[BS_SLUG_TEXT];
        if (storage->programmes[i].outcome != NULL) {
            id_of(storage->programmes[i].json, id);
            more = show_outcome(storage, i, id, visit, self);
        }
    }
    return rc;
}

/* --- kiosks --- */

struct fake_kiosk *fake_kiosk(struct storage *storage, const char *id, const char *place)
{
    assert(storage->kiosk_count < FAKE_KIOSKS_MAX);
    struct fake_kiosk *kiosk = &storage->kiosks[storage->kiosk_count++];
    assert(storage->kiosk_count == 1 || strcmp(kiosk[-1].kiosk.id, id) < 0);
    bs_utf8_copy(kiosk->kiosk.id, sizeof kiosk->kiosk.id, id);
    bs_utf8_copy(kiosk->kiosk.place, sizeof kiosk->kiosk.place, place);
    bs_utf8_copy(kiosk->kiosk.tenant, sizeof kiosk->kiosk.tenant, storage->tenant);
    return kiosk;
}

/* How many kiosks that tenant sees. */
static size_t kiosks_of(const struct storage *storage, const char *tenant)
{
    return strcmp(tenant, storage->tenant) == 0 ? storage->kiosk_count : 0;
}

enum bs_err storage_kiosks(struct storage *storage, const char *tenant, storage_kiosk_visit *visit,
                           void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK;
    for (size_t i = 0; i < kiosks_of(storage, tenant) && more; i++) {
        more = visit(self, &storage->kiosks[i].kiosk);
    }
    return rc;
}

enum bs_err storage_heartbeats(struct storage *storage, const char *tenant,
                               storage_heartbeat_visit *visit, void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK;
    for (size_t i = 0; i < kiosks_of(storage, tenant) && more; i++) {
        const struct fake_kiosk *kiosk = &storage->kiosks[i];
        more = kiosk->reported_ms == 0 ||
               visit(self, kiosk->kiosk.id, &kiosk->report, kiosk->reported_ms);
    }
    return rc;
}

enum bs_err storage_epochs(struct storage *storage, const char *tenant, storage_epoch_visit *visit,
                           void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK;
    for (size_t i = 0; i < kiosks_of(storage, tenant); i++) {
        const struct fake_kiosk *kiosk = &storage->kiosks[i];
        for (size_t e = 0; e < kiosk->epoch_count && more; e++) {
            more = visit(self, kiosk->kiosk.id, &kiosk->epochs[e]);
        }
    }
    return rc;
}

enum bs_err storage_endings(struct storage *storage, const char *tenant,
                            storage_ending_visit *visit, void *self, struct bs_error *err)
{
    (void)tenant;
    (void)err;
    storage->asked++;
    for (size_t i = 0; i < storage->kiosk_count; i++) {
        const struct fake_kiosk *kiosk = &storage->kiosks[i];
        for (size_t n = 0; n < kiosk->ending_count; n++) {
            visit(self, kiosk->kiosk.id, kiosk->endings[n].in_epoch,
                  bs_bytes_of(kiosk->endings[n].body), kiosk->endings[n].received_ms);
        }
    }
    return storage->failure;
}

enum bs_err storage_count_volumes(struct storage *storage, bool *more, struct bs_error *err)
{
    (void)err;
    storage->asked++;
    *more = false;
    return storage->failure;
}

enum bs_err storage_volumes(struct storage *storage, const char *tenant, struct bs_date from,
                            struct bs_date to, storage_volume_visit *visit, void *self,
                            struct bs_error *err)
{
    const int days = bs_date_days_between(from, to);
    (void)tenant;
    (void)err;
    storage->asked++;
    for (size_t i = 0; i < storage->kiosk_count; i++) {
        const struct fake_kiosk *kiosk = &storage->kiosks[i];
        for (int n = 0; n <= days && n < 64; n++) {
            if (kiosk->visits[days - n] > 0) {
                visit(self, kiosk->kiosk.id, bs_date_add_days(from, n), kiosk->visits[days - n]);
            }
        }
    }
    return storage->failure;
}

static const struct fake_kiosk *find_kiosk(const struct storage *storage, const char *id)
{
    size_t i = 0;
    while (i + 1 < storage->kiosk_count && strcmp(storage->kiosks[i].kiosk.id, id) != 0) {
        i++;
    }
    return &storage->kiosks[i];
}

enum bs_err storage_forks(struct storage *storage, const char *id, storage_fork_visit *visit,
                          void *self, struct bs_error *err)
{
    const struct fake_kiosk *kiosk = find_kiosk(storage, id);
    (void)err;
    storage->asked++;
    for (size_t i = 0; i < kiosk->fork_count; i++) {
        visit(self, &kiosk->forks[i]);
    }
    return storage->failure;
}

enum bs_err storage_set_aside(struct storage *storage, const char *id, storage_aside_visit *visit,
                              void *self, struct bs_error *err)
{
    const struct fake_kiosk *kiosk = find_kiosk(storage, id);
    struct storage_line line = {.set_aside = true};
    bool more = true;
    (void)err;
    storage->asked++;
    memcpy(line.epoch, kiosk->epochs[kiosk->epoch_count - 1].epoch, sizeof line.epoch);
    for (line.seq = 1; more && line.seq <= kiosk->aside_count; line.seq++) {
        more = visit(self, &line, (enum storage_aside)(line.seq / 3 % STORAGE_ASIDE_REASONS));
    }
    return storage->failure;
}

enum bs_err storage_quarantines(struct storage *storage, const char *tenant,
                                storage_quarantine_visit *visit, void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK;
    for (size_t i = 0; i < kiosks_of(storage, tenant) && more; i++) {
        const struct fake_kiosk *kiosk = &storage->kiosks[i];
        more = kiosk->quarantined == 0 || visit(self, kiosk->kiosk.id, kiosk->quarantined);
    }
    return rc;
}

/* --- results --- */

static const char *channel_of(const struct fake_visit *visit)
{
    return visit->channel == NULL ? "kiosk" : visit->channel;
}

static bool fits(const struct storage *storage, const struct storage_filter *filter,
                 const struct fake_visit *visit)
{
    struct bs_date day = {0, 0, 0};
    bool is_day = bs_date_parse(visit->day, &day);
    assert(is_day);
    return is_day && strcmp(filter->tenant, storage->tenant) == 0 &&
           strcmp(filter->programme, visit->programme) == 0 &&
           (filter->place == NULL || strcmp(filter->place, visit->place) == 0) &&
           (filter->lang == NULL || strcmp(filter->lang, visit->lang) == 0) &&
           (filter->channel == NULL || strcmp(filter->channel, channel_of(visit)) == 0) &&
           filter->trials == visit->trial && !(filter->without_bursts && visit->burst) &&
           (filter->from.year == 0 || bs_date_compare(filter->from, day) <= 0) &&
           (filter->to.year == 0 || bs_date_compare(day, filter->to) <= 0);
}

enum bs_err storage_totals(struct storage *storage, const struct storage_filter *filter,
                           struct storage_totals *out, struct bs_error *err)
{
    struct storage_totals totals = {.submissions = 0};
    if (fails(storage, err) != BS_OK) {
        return storage->failure;
    }
    for (size_t i = 0; i < storage->visit_count; i++) {
        const struct fake_visit *visit = &storage->visits[i];
        struct bs_date day = {0, 0, 0};
        if (!fits(storage, filter, visit)) {
            continue;
        }
        (void)bs_date_parse(visit->day, &day);
        totals.submissions += visit->times;
        totals.partial += visit->partial ? visit->times : 0;
        totals.bursts += visit->burst ? visit->times : 0;
        totals.first =
            totals.first.year == 0 || bs_date_compare(day, totals.first) < 0 ? day : totals.first;
        totals.last = bs_date_compare(day, totals.last) > 0 ? day : totals.last;
    }
    *out = totals;
    return BS_OK;
}

enum bs_err storage_sums(struct storage *storage, const char *tenant, bool trials,
                         storage_sum_visit *visit, void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    size_t asked = storage->asked;
    bool more = rc == BS_OK && strcmp(tenant, storage->tenant) == 0;
    for (size_t i = 0; i < storage->programme_count && more; i++) {
        char id[BS_SLUG_TEXT];
        struct storage_totals totals;
        id_of(storage->programmes[i].json, id);
        struct storage_filter filter = {.tenant = tenant, .programme = id, .trials = trials};
        if (storage_totals(storage, &filter, &totals, err) == BS_OK && totals.submissions > 0) {
            more = visit(self, id, &totals);
        }
    }
    storage->asked = asked;
    return rc;
}

static struct key *key_of(struct key *keys, size_t *count, const char *question, const char *value,
                          const char *group, int rank)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(keys[i].question, question) == 0 && strcmp(keys[i].value, value) == 0 &&
            strcmp(keys[i].group, group) == 0 && keys[i].rank == rank) {
            return &keys[i];
        }
    }
    assert(*count < KEYS_MAX);
    keys[*count] = (struct key){question, value, group, rank, 0, 0};
    return &keys[(*count)++];
}

/* Value "*" gathers how many answered the question. */
static void count_visit(const struct fake_visit *visit, const char *group, struct key *keys,
                        size_t *count)
{
    for (size_t a = 0; a < BS_QUESTIONS_MAX && visit->answers[a].question != NULL; a++) {
        const struct fake_answer *answer = &visit->answers[a];
        key_of(keys, count, answer->question, "*", group, 0)->count += visit->times;
        if (answer->values[0] == NULL) {
            key_of(keys, count, answer->question, "", group, 0)->count += visit->times;
        }
        for (size_t v = 0; v < 5 && answer->values[v] != NULL; v++) {
            key_of(keys, count, answer->question, answer->values[v], group, 0)->count +=
                visit->times;
            if (visit->ranked != NULL && strcmp(visit->ranked, answer->question) == 0) {
                key_of(keys, count, answer->question, answer->values[v], group, (int)v + 1)
                    ->count += visit->times;
            }
        }
    }
}

static int compare_days(const void *a, const void *b)
{
    const struct key *left = a;
    const struct key *right = b;
    int order = strcmp(left->group, right->group);
    order = order != 0 ? order : strcmp(left->question, right->question);
    return order != 0 ? order : strcmp(left->value, right->value);
}

enum bs_err storage_counts(struct storage *storage, const struct storage_filter *filter,
                           enum storage_by by, storage_count_visit *visit, void *self,
                           struct bs_error *err)
{
    struct key *keys = bs_xcalloc(KEYS_MAX, sizeof *keys);
    size_t count = 0;
    enum bs_err rc = fails(storage, err);
    for (size_t i = 0; i < storage->visit_count && rc == BS_OK; i++) {
        const struct fake_visit *one = &storage->visits[i];
        if (fits(storage, filter, one)) {
            count_visit(one,
                        by == STORAGE_BY_PLACE      ? one->place
                        : by == STORAGE_BY_LANGUAGE ? one->lang
                        : by == STORAGE_BY_CHANNEL  ? channel_of(one)
                        : by == STORAGE_BY_DAY      ? one->day
                                                    : "",
                        keys, &count);
        }
    }
    bool more = true;
    if (by == STORAGE_BY_DAY && count > 0) {
        qsort(keys, count, sizeof *keys, compare_days);
    }
    for (size_t i = 0, end = count; i < end && more; i++) {
        struct storage_count row = {.question = keys[i].question,
                                    .value = keys[i].value,
                                    .dont_know = keys[i].value[0] == '\0',
                                    .rank = keys[i].rank,
                                    .place = by == STORAGE_BY_PLACE ? keys[i].group : "",
                                    .lang = by == STORAGE_BY_LANGUAGE ? keys[i].group : "",
                                    .channel = by == STORAGE_BY_CHANNEL ? keys[i].group : "",
                                    .day = by == STORAGE_BY_DAY ? keys[i].group : "",
                                    .count = keys[i].count};
        if (strcmp(keys[i].value, "*") != 0) {
            row.answered = key_of(keys, &count, keys[i].question, "*", keys[i].group, 0)->count;
            more = visit(self, &row);
        }
    }
    free(keys);
    return rc;
}

enum bs_err storage_left(struct storage *storage, const struct storage_filter *filter,
                         storage_left_visit *visit, void *self, struct bs_error *err)
{
    int64_t answered[STORAGE_LEFT_KINDS] = {0};
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK && strcmp(filter->tenant, storage->tenant) == 0;
    for (size_t i = 0; i < 2 * storage->left_count && more; i++) {
        const struct fake_left *left = &storage->left[i % storage->left_count];
        if (strcmp(left->programme, filter->programme) != 0 || left->trial != filter->trials) {
            continue;
        }
        if (i < storage->left_count) { /* first how many there are */
            answered[left->what] += left->times;
        } else {
            more = visit(self, left->what, left->value, left->times, answered[left->what]);
        }
    }
    return rc;
}
