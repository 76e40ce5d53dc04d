/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What central keeps beside the log: content and kiosks; and how its results are asked for. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "storage_bundles.h"
#include "storage_stage.h"

static const struct bs_date day = {2026, 11, 1};

/* --- programmes --- */

static void the_same_version_again_is_no_error(void **state)
{
    assert_int_equal(stage_publish(*state, STAGE_TENANT, 1, "AAAAA"), BS_OK);
}

static void a_version_never_changes(void **state)
{
    assert_int_equal(stage_publish(*state, STAGE_TENANT, 1, "CCCCC"), BS_REFUSED);
}

static void a_code_names_one_programme(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(stage_publish(stage, STAGE_OTHER, 1, "AAAAA"), BS_REFUSED);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
}

struct seen {
    size_t count;
    int version;
    char tenant[8], ids[64];
};

static bool see_programme(void *self, const struct storage_programme *programme)
{
    struct seen *seen = self;

    seen->count++;
    seen->version = programme->version;
    memcpy(seen->tenant, programme->tenant, sizeof(seen->tenant));
    (void)strncat(seen->ids, programme->id, sizeof(seen->ids) - strlen(seen->ids) - 1);
    assert_int_equal(bs_date_compare(programme->published, day), 0);
    return true;
}

static void the_newest_version_of_each_programme_is_listed(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(stage_publish(stage, STAGE_TENANT, 3, "AAAAA"), BS_OK);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(stage_publish(stage, STAGE_OTHER, 7, "BBBBB"), BS_OK);
    assert_int_equal(storage_programmes(stage->storage, STAGE_TENANT, see_programme, &seen, NULL),
                     BS_OK);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.version, 3);
    assert_string_equal(seen.tenant, STAGE_TENANT);
}

static void programmes_are_listed_in_order_of_publication(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(storage_put_programme(stage->storage, STAGE_TENANT, "aaa", 1, "DDDDD", day,
                                           bs_bytes_of("{}"), NULL),
                     BS_OK);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_int_equal(storage_programmes(stage->storage, STAGE_TENANT, see_programme, &seen, NULL),
                     BS_OK);
    assert_string_equal(seen.ids, "pleinaaa");
}

static void one_version_is_found_and_another_is_not(void **state)
{
    struct storage_stage *stage = *state;
    struct seen seen = {.count = 0};

    assert_int_equal(storage_programme(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, 1,
                                       see_programme, &seen, NULL),
                     BS_OK);
    assert_int_equal(storage_programme(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, 0,
                                       see_programme, &seen, NULL),
                     BS_OK);
    assert_int_equal(seen.count, 2);
    assert_int_equal(storage_programme(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, 2,
                                       see_programme, &seen, NULL),
                     BS_NOTFOUND);
    assert_int_equal(storage_programme(stage->storage, STAGE_OTHER, STAGE_PROGRAMME, 0,
                                       see_programme, &seen, NULL),
                     BS_NOTFOUND);
}

static bool ask_more(void *self, const struct storage_programme *programme)
{
    struct storage_stage *stage = self;
    struct storage_place place;
    char name[128];

    assert_int_equal(storage_place(stage->storage, programme->tenant, STAGE_PLACE, &place, NULL),
                     BS_OK);
    assert_int_equal(storage_tenant_name(stage->storage, programme->tenant, name, NULL), BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 0);
    return true;
}

static void a_visitor_may_ask_something_else(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(storage_programmes(stage->storage, STAGE_TENANT, ask_more, stage, NULL),
                     BS_OK);
}

/* --- places and tenants --- */

static void names_and_places_are_replaced(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_place place = {.tenant = STAGE_TENANT, .id = STAGE_PLACE, .json = "{\"new\":1}"};
    char name[128];

    assert_int_equal(storage_put_tenant(stage->storage, STAGE_TENANT, "Nieuw", NULL), BS_OK);
    assert_int_equal(storage_tenant_name(stage->storage, STAGE_TENANT, name, NULL), BS_OK);
    assert_string_equal(name, "Nieuw");
    assert_int_equal(storage_put_place(stage->storage, &place, NULL), BS_OK);
    memset(&place, 0, sizeof(place));
    assert_int_equal(storage_place(stage->storage, STAGE_TENANT, STAGE_PLACE, &place, NULL), BS_OK);
    assert_string_equal(place.json, "{\"new\":1}");
    assert_int_equal(storage_place(stage->storage, STAGE_TENANT, "elders", &place, NULL),
                     BS_NOTFOUND);
    assert_int_equal(storage_tenant_name(stage->storage, "GM9999", name, NULL), BS_NOTFOUND);
}

/* --- kiosks --- */

static const char token[] = "a11111111111111111111111111111111111111111111111111111111111111a";
static const char other_token[] =
    "b22222222222222222222222222222222222222222222222222222222222222b";

static void code_hash(const char *kiosk, char out[BS_HASH_TEXT])
{
    struct bs_bytes bytes = bs_bytes_of(kiosk);

    bs_sha256_hex(&bytes, 1, out);
}

static enum bs_err enrol(struct storage_stage *stage, const char *kiosk, const char *hash,
                         int64_t now, struct storage_kiosk *out)
{
    char code[BS_HASH_TEXT];

    code_hash(kiosk, code);
    return storage_enrol(stage->storage, code, hash, now, out, NULL);
}

static void a_code_enrols_once_and_repeats_for_the_same_token(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk;

    assert_int_equal(enrol(stage, "kiosk-1", token, STAGE_NOW_MS, &kiosk), BS_OK);
    assert_string_equal(kiosk.id, "kiosk-1");
    assert_true(kiosk.is_enrolled);
    assert_int_equal(enrol(stage, "kiosk-1", token, STAGE_NOW_MS, &kiosk), BS_OK);
    assert_int_equal(enrol(stage, "kiosk-1", other_token, STAGE_NOW_MS, &kiosk), BS_NOTFOUND);
    assert_int_equal(storage_kiosk_by_token(stage->storage, token, &kiosk, NULL), BS_OK);
    assert_int_equal(storage_kiosk_by_token(stage->storage, other_token, &kiosk, NULL),
                     BS_NOTFOUND);
}

static void a_code_that_is_too_old_is_worth_nothing(void **state)
{
    struct storage_kiosk kiosk;

    assert_int_equal(enrol(*state, "kiosk-1", token, STAGE_NOW_MS + 999, &kiosk), BS_OK);
    assert_int_equal(enrol(*state, "kiosk-1", token, STAGE_NOW_MS + 1000, &kiosk), BS_NOTFOUND);
}

static void one_token_is_one_kiosk(void **state)
{
    struct storage_kiosk kiosk;

    assert_int_equal(enrol(*state, "kiosk-1", token, STAGE_NOW_MS, &kiosk), BS_OK);
    assert_int_equal(enrol(*state, "kiosk-2", token, STAGE_NOW_MS, &kiosk), BS_NOTFOUND);
}

static void a_new_code_replaces_the_token_when_it_is_used(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk;
    char code[BS_HASH_TEXT];

    assert_int_equal(enrol(stage, "kiosk-1", token, STAGE_NOW_MS, &kiosk), BS_OK);
    code_hash("again", code);
    assert_int_equal(
        storage_invite_kiosk(stage->storage, &stage->kiosk, code, STAGE_NOW_MS + 1000, NULL),
        BS_OK);
    assert_int_equal(enrol(stage, "kiosk-1", other_token, STAGE_NOW_MS, &kiosk), BS_NOTFOUND);
    assert_int_equal(storage_kiosk_by_token(stage->storage, token, &kiosk, NULL), BS_OK);
    assert_int_equal(enrol(stage, "again", other_token, STAGE_NOW_MS, &kiosk), BS_OK);
    assert_int_equal(storage_kiosk_by_token(stage->storage, token, &kiosk, NULL), BS_NOTFOUND);
}

static int64_t code_until(struct storage_stage *stage)
{
    struct storage_kiosk kiosk;

    assert_int_equal(storage_kiosk(stage->storage, "kiosk-1", &kiosk, NULL), BS_OK);
    return kiosk.code_until_ms;
}

static void a_code_is_told_of_until_it_is_used_or_taken_away(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk;
    char code[BS_HASH_TEXT];

    assert_int_equal(code_until(stage), STAGE_NOW_MS + 1000);
    assert_int_equal(enrol(stage, "kiosk-1", token, STAGE_NOW_MS, &kiosk), BS_OK);
    assert_int_equal(code_until(stage), 0);
    code_hash("again", code);
    assert_int_equal(
        storage_invite_kiosk(stage->storage, &stage->kiosk, code, STAGE_NOW_MS + 2000, NULL),
        BS_OK);
    assert_int_equal(code_until(stage), STAGE_NOW_MS + 2000);
    assert_int_equal(
        storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL), BS_OK);
    assert_int_equal(code_until(stage), 0);
}

static void a_name_belongs_to_one_tenant(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk = stage->kiosk;

    memcpy(kiosk.tenant, STAGE_OTHER, sizeof(STAGE_OTHER));
    assert_int_equal(storage_invite_kiosk(stage->storage, &kiosk, token, 1, NULL), BS_REFUSED);
}

static void revoking_takes_the_code_away_and_a_new_invitation_starts_a_trial(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk;
    char code[BS_HASH_TEXT];

    assert_int_equal(
        storage_set_kiosk_state(stage->storage, "kiosk-1", STORAGE_KIOSK_REVOKED, NULL), BS_OK);
    assert_int_equal(enrol(stage, "kiosk-1", token, STAGE_NOW_MS, &kiosk), BS_NOTFOUND);
    code_hash("again", code);
    assert_int_equal(
        storage_invite_kiosk(stage->storage, &stage->kiosk, code, STAGE_NOW_MS + 1000, NULL),
        BS_OK);
    assert_int_equal(storage_kiosk(stage->storage, "kiosk-1", &kiosk, NULL), BS_OK);
    assert_int_equal(kiosk.state, STORAGE_KIOSK_TRIAL);
    assert_false(kiosk.is_enrolled);
    assert_int_equal(storage_set_kiosk_state(stage->storage, "nobody", STORAGE_KIOSK_IN_USE, NULL),
                     BS_NOTFOUND);
}

static void a_bundle_never_goes_back(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk;
    struct bs_buf bytes;

    bs_buf_init(&bytes, 100);
    assert_int_equal(storage_bundle(stage->storage, "kiosk-1", &bytes, NULL), BS_NOTFOUND);
    assert_int_equal(
        storage_note_bundle(stage->storage, "kiosk-1", 5, token, token, bs_bytes_of("five"), NULL),
        BS_OK);
    assert_int_equal(
        storage_note_bundle(stage->storage, "kiosk-1", 4, token, token, bs_bytes_of("four"), NULL),
        BS_OK);
    assert_int_equal(storage_bundle(stage->storage, "kiosk-1", &bytes, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&bytes), "five");
    assert_int_equal(storage_kiosk(stage->storage, "kiosk-1", &kiosk, NULL), BS_OK);
    assert_int_equal(kiosk.bundle_serial, 5);
    bs_buf_finish(&bytes);
}

static bool count_kiosk(void *self, const struct storage_kiosk *kiosk)
{
    assert_string_equal(kiosk->tenant, STAGE_TENANT);
    (*(size_t *)self)++;
    return true;
}

static bool add_tenant(void *self, const struct storage_kiosk *kiosk)
{
    strcat(self, kiosk->tenant);
    return true;
}

static void kiosks_are_listed_by_tenant(void **state)
{
    struct storage_stage *stage = *state;
    size_t count = 0;
    char tenants[64] = "";

    assert_int_equal(storage_kiosks(stage->storage, STAGE_TENANT, count_kiosk, &count, NULL),
                     BS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(storage_kiosks(stage->storage, NULL, add_tenant, tenants, NULL), BS_OK);
    assert_string_equal(tenants, STAGE_OTHER STAGE_TENANT);
}

/* --- results --- */

static void fill(struct storage_stage *stage)
{
    const int64_t day_ms = INT64_C(24) * 3600 * 1000;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);

    stage_log_add(log, &(struct stage_visit){.face = "good",
                                             .wishes = {"bank", "boom"},
                                             .wall_ms = STAGE_NOW_MS - 2 * day_ms});
    stage_log_add(log, &(struct stage_visit){
                           .face = "bad", .wishes = {"bank", NULL}, .lang = "en", .place = "bieb"});
    stage_log_add(log, &(struct stage_visit){.face = NULL, .wishes = {NULL}});
    stage_log_add(log, &(struct stage_visit){.face = "good", .is_partial = true});
    stage_log_add(log, &(struct stage_visit){.face = "good", .wishes = {NULL}, .is_trial = true});
    assert_int_equal(stage_send(stage, log, 1, 5).rc, BS_OK);
    stage_log_destroy(log);
}

static struct storage_totals totals(struct storage_stage *stage, struct storage_filter filter)
{
    struct storage_totals out;

    filter.tenant = STAGE_TENANT;
    filter.programme = STAGE_PROGRAMME;
    assert_int_equal(storage_totals(stage->storage, &filter, &out, NULL), BS_OK);
    return out;
}

static void totals_are_counted_by_every_filter(void **state)
{
    struct storage_stage *stage = *state;
    const struct bs_date today = {2026, 11, 22}, before = {2026, 11, 21};

    fill(stage);
    assert_int_equal(totals(stage, (struct storage_filter){.place = NULL}).submissions, 4);
    assert_int_equal(totals(stage, (struct storage_filter){.place = NULL}).partial, 1);
    assert_int_equal(totals(stage, (struct storage_filter){.trials = true}).submissions, 1);
    assert_int_equal(totals(stage, (struct storage_filter){.place = "bieb"}).submissions, 1);
    assert_int_equal(totals(stage, (struct storage_filter){.lang = "nl"}).submissions, 3);
    assert_int_equal(totals(stage, (struct storage_filter){.from = today}).submissions, 3);
    assert_int_equal(totals(stage, (struct storage_filter){.to = before}).submissions, 1);
    assert_int_equal(
        totals(stage, (struct storage_filter){.lang = "en", .place = STAGE_PLACE}).submissions, 0);
}

static void the_first_and_last_day_are_told(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_totals none = totals(stage, (struct storage_filter){.place = NULL}), some;

    assert_int_equal(none.first.year, 0);
    fill(stage);
    some = totals(stage, (struct storage_filter){.place = NULL});
    assert_int_equal(some.first.day, 20);
    assert_int_equal(some.last.day, 22);
}

struct rows {
    char text[2048];
};

static bool write_row(void *self, const struct storage_count *row)
{
    struct rows *rows = self;
    size_t len = strlen(rows->text);

    (void)snprintf(rows->text + len, sizeof(rows->text) - len, "%s%s%s/%s%s %d of %d\n", row->place,
                   row->lang, row->place[0] == '\0' && row->lang[0] == '\0' ? "" : ":",
                   row->question, row->dont_know ? "?" : row->value, (int)row->count,
                   (int)row->answered);
    return true;
}

static void counts_stand_beside_how_many_answered(void **state)
{
    struct storage_stage *stage = *state;
    const struct storage_filter filter = {.tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME};
    struct rows rows = {.text = ""};

    fill(stage);
    assert_int_equal(
        storage_counts(stage->storage, &filter, STORAGE_BY_NOTHING, write_row, &rows, NULL), BS_OK);
    assert_string_equal(rows.text, "/oordeel? 1 of 4\n/oordeelbad 1 of 4\n/oordeelgood 2 of 4\n"
                                   "/wensen? 1 of 3\n/wensenbank 2 of 3\n/wensenboom 1 of 3\n");
}

static void counts_by_place_and_by_language_stand_apart(void **state)
{
    struct storage_stage *stage = *state;
    const struct storage_filter filter = {.tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME};
    struct rows places = {.text = ""}, languages = {.text = ""};

    fill(stage);
    assert_int_equal(
        storage_counts(stage->storage, &filter, STORAGE_BY_PLACE, write_row, &places, NULL), BS_OK);
    assert_non_null(strstr(places.text, "bieb:/oordeelbad 1 of 1\n"));
    assert_non_null(strstr(places.text, "prinsenhof:/oordeelgood 2 of 3\n"));
    assert_int_equal(
        storage_counts(stage->storage, &filter, STORAGE_BY_LANGUAGE, write_row, &languages, NULL),
        BS_OK);
    assert_non_null(strstr(languages.text, "en:/wensenbank 1 of 1\n"));
    assert_non_null(strstr(languages.text, "nl:/wensenbank 1 of 2\n"));
}

static void results_of_another_tenant_are_not_seen(void **state)
{
    fill(*state);
    assert_int_equal(stage_submissions(*state, STAGE_OTHER), 0);
}

static void a_clock_that_cannot_be_right_counts_on_the_day_of_arrival(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct storage_totals found;

    stage_log_add(log, &(struct stage_visit){.face = "good", .wall_ms = 1000});
    stage_log_add(log, &(struct stage_visit){.face = "good",
                                             .wall_ms = STAGE_NOW_MS + INT64_C(90000) * 1000});
    assert_int_equal(stage_send(stage, log, 1, 2).rc, BS_OK);
    found = totals(stage, (struct storage_filter){.place = NULL});
    assert_int_equal(found.first.day, 22);
    assert_int_equal(found.last.day, 22);
    assert_int_equal(stage_verify(stage).rc, BS_OK);
    stage_log_destroy(log);
}

/* --- opening --- */

static void a_second_process_is_refused_while_one_has_it(void **state)
{
    struct storage_stage *stage = *state;
    struct storage *second = NULL;
    struct bs_error err = {.code = BS_OK};

    assert_int_equal(storage_open_sqlite(stage->path, &second, &err), BS_REFUSED);
    assert_null(second);
}

static void a_newer_version_is_refused_and_left_alone(void **state)
{
    struct storage_stage *stage = *state;
    struct storage *second = NULL;
    struct bs_error err = {.code = BS_OK};

    stage_close(stage);
    stage_pragma(stage, "PRAGMA user_version = 99");
    assert_int_equal(storage_open_sqlite(stage->path, &second, &err), BS_REFUSED);
    assert_non_null(strstr(err.text, "newer"));
    bs_error_clear(&err);
    assert_int_equal(storage_check_sqlite(stage->path, &err), BS_REFUSED);
    stage_pragma(stage, "PRAGMA user_version = 8");
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
}

static void the_signing_key_stays_the_same(void **state)
{
    struct storage_stage *stage = *state;
    uint8_t public_key[2][BS_PUBLIC_KEY_SIZE], secret_key[2][BS_SECRET_KEY_SIZE],
        signature[BS_SIGNATURE_SIZE];

    assert_int_equal(storage_signing_key(stage->storage, public_key[0], secret_key[0], NULL),
                     BS_OK);
    stage_reopen(stage);
    assert_int_equal(storage_signing_key(stage->storage, public_key[1], secret_key[1], NULL),
                     BS_OK);
    assert_memory_equal(public_key[0], public_key[1], BS_PUBLIC_KEY_SIZE);
    assert_memory_equal(secret_key[0], secret_key[1], BS_SECRET_KEY_SIZE);
    bs_sign(secret_key[0], bs_bytes_of("x"), signature);
    assert_true(bs_sign_verify(public_key[0], bs_bytes_of("x"), signature));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_same_version_again_is_no_error),
        CASE(a_version_never_changes),
        CASE(a_code_names_one_programme),
        CASE(the_newest_version_of_each_programme_is_listed),
        CASE(programmes_are_listed_in_order_of_publication),
        CASE(one_version_is_found_and_another_is_not),
        CASE(a_visitor_may_ask_something_else),
        CASE(names_and_places_are_replaced),
        CASE(a_code_enrols_once_and_repeats_for_the_same_token),
        CASE(a_code_that_is_too_old_is_worth_nothing),
        CASE(one_token_is_one_kiosk),
        CASE(a_new_code_replaces_the_token_when_it_is_used),
        CASE(a_code_is_told_of_until_it_is_used_or_taken_away),
        CASE(a_name_belongs_to_one_tenant),
        CASE(revoking_takes_the_code_away_and_a_new_invitation_starts_a_trial),
        CASE(a_bundle_never_goes_back),
        CASE(kiosks_are_listed_by_tenant),
        CASE(totals_are_counted_by_every_filter),
        CASE(the_first_and_last_day_are_told),
        CASE(counts_stand_beside_how_many_answered),
        CASE(counts_by_place_and_by_language_stand_apart),
        CASE(results_of_another_tenant_are_not_seen),
        CASE(a_clock_that_cannot_be_right_counts_on_the_day_of_arrival),
        CASE(a_second_process_is_refused_while_one_has_it),
        CASE(a_newer_version_is_refused_and_left_alone),
        CASE(the_signing_key_stays_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
