/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a bundle holds: the programmes of a place, their outcomes, the register; and that it fits, however full. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "bundle_make.h"
#include "bundle_stage.h"
#include "register_book.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;
static const struct bs_date today = {2026, 11, 22};

/* --- content --- */

static const char *const languages[] = {"nl", "en", "ar", "tr", "pl", "uk",
                                        "ti", "so", "fa", "bg", "es", "de"};

/* {"nl":"aaa…", …}: `count` texts of `len` signs. */
static void add_text(struct bs_buf *out, const char *name, int count, int len)
{
    char sign[241];

    memset(sign, 'a', sizeof(sign));
    bs_buf_printf(out, "\"%s\":{", name);
    for (int i = 0; i < count; i++) {
        bs_buf_printf(out, "%s\"%s\":\"%.*s\"", i == 0 ? "" : ",", languages[i], len, sign);
    }
    bs_buf_text(out, "}");
}

struct content {
    const char *tenant, *id, *code, *ends,
        *stage;               /* NULL: GM1916, -, made of `id`, 2030-12-31, now */
    int version;              /* 0: 1 */
    int languages;            /* 0: 1 */
    int len;                  /* of every text; 0: 10 */
    struct bs_date published; /* zero year: today */
};

static void add_facts(struct bs_buf *out, int count, int len)
{
    bs_buf_text(out, "\"sources\":[{\"title\":\"Plan\",\"publisher\":\"Gemeente\",\"date\":"
                     "\"2025\"}],\"facts\":[");
    for (int i = 0; i < BS_FACTS_MAX; i++) {
        bs_buf_text(out, i == 0 ? "{" : ",{");
        add_text(out, "text", count, len);
        bs_buf_text(out, ",\"source\":0}");
    }
    bs_buf_text(out, "],");
}

static void add_questions(struct bs_buf *out, int count, int len)
{
    bs_buf_text(out, "\"questions\":[");
    for (int q = 0; q < BS_ASKED_MAX; q++) {
        bs_buf_printf(out, "%s{\"id\":\"vraag-%d\",\"kind\":\"list\",\"most\":2,",
                      q == 0 ? "" : ",", q);
        add_text(out, "text", count, len < 120 ? len : 120);
        bs_buf_text(out, ",\"choices\":[");
        for (int c = 0; c < BS_CHOICES_MAX; c++) {
            bs_buf_printf(out, "%s{\"value\":\"waarde-%d\",\"icon\":\"tree\",", c == 0 ? "" : ",",
                          c);
            add_text(out, "label", count, len < 48 ? len : 48);
            bs_buf_text(out, "}");
        }
        bs_buf_text(out, "]}");
    }
    bs_buf_text(out, "]}");
}

static void make_code(const struct content *content, char out[6])
{
    static const char signs[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    struct bs_bytes id = bs_bytes_of(content->id);
    uint8_t hash[32];

    bs_sha256_raw(id, hash);
    for (int i = 0; i < 5; i++) {
        out[i] = content->code == NULL ? signs[hash[i] % 31] : content->code[i];
    }
    out[5] = '\0';
}

static void publish(struct storage_stage *stage, struct content content)
{
    int count = content.languages == 0 ? 1 : content.languages;
    int len = content.len == 0 ? 10 : content.len;
    struct bs_error err = {.code = BS_OK};
    struct bs_buf out;
    char code[6];

    content.tenant = content.tenant == NULL ? STAGE_TENANT : content.tenant;
    make_code(&content, code);
    bs_buf_init(&out, BS_PROGRAMME_FILE_MAX);
    bs_buf_printf(&out,
                  "{\"format\":\"buurtstem-programme/1\",\"id\":\"%s\",\"tenant\":\"%s\","
                  "\"version\":%d,\"code\":\"%s\",\"stage\":\"%s\",\"icon\":\"tree\","
                  "\"starts\":\"2020-01-01\",\"ends\":\"%s\",\"owner\":\"Team\",\"languages\":[",
                  content.id, content.tenant, content.version == 0 ? 1 : content.version, code,
                  content.stage == NULL ? "now" : content.stage,
                  content.ends == NULL ? "2030-12-31" : content.ends);
    for (int i = 0; i < count; i++) {
        bs_buf_printf(&out, "%s\"%s\"", i == 0 ? "" : ",", languages[i]);
    }
    bs_buf_text(&out, "],");
    add_text(&out, "title", count, len < 60 ? len : 60);
    bs_buf_text(&out, ",");
    add_text(&out, "tile", count, len < 48 ? len : 48);
    bs_buf_text(&out, ",\"promise\":{");
    add_text(&out, "open", count, len);
    bs_buf_text(&out, ",\"decider\":\"council\",");
    add_text(&out, "decides", count, len);
    bs_buf_text(&out, ",\"answer_due\":{\"days_after_publication\":60,\"example\":true},"
                      "\"contact\":{");
    add_text(&out, "text", count, len);
    bs_buf_text(&out, "}},");
    add_facts(&out, count, len);
    add_questions(&out, count, len);
    assert_int_equal(bs_buf_check(&out, "programme", &err), BS_OK);
    assert_int_equal(storage_put_programme(stage->storage, content.tenant, content.id,
                                           content.version == 0 ? 1 : content.version, code,
                                           content.published.year == 0 ? today : content.published,
                                           bs_buf_bytes(&out), NULL),
                     BS_OK);
    bs_buf_finish(&out);
}

static void answer(struct storage_stage *stage, const char *tenant, const char *id, int version,
                   struct bs_date published)
{
    struct bs_buf out;

    bs_buf_init(&out, BS_OUTCOME_FILE_MAX);
    bs_buf_printf(&out,
                  "{\"format\":\"buurtstem-outcome/1\",\"tenant\":\"%s\",\"programme\":\"%s\","
                  "\"version\":%d,\"example\":true,\"languages\":[\"nl\"],"
                  "\"heard\":{\"nl\":\"U wilde bomen.\"},\"will\":{\"nl\":\"Wij planten bomen.\"},"
                  "\"most\":{\"nl\":\"Bomen.\"},\"fewer\":{\"nl\":\"Bankjes.\"},"
                  "\"weighed\":{\"nl\":\"Geld.\"},\"wont\":{\"nl\":\"Geen bankjes: te duur.\"},"
                  "\"actions\":[]}",
                  tenant, id, version);
    assert_int_equal(storage_put_outcome(stage->storage, tenant, id, version, published,
                                         bs_buf_bytes(&out), NULL),
                     BS_OK);
    bs_buf_finish(&out);
}

static void put_place(struct storage_stage *stage, const char *more)
{
    struct storage_place place = {.tenant = STAGE_TENANT, .id = STAGE_PLACE};

    (void)snprintf(place.json, sizeof(place.json),
                   "{\"tenant\":\"GM1916\",\"id\":\"prinsenhof\",\"name\":\"Prinsenhof\","
                   "\"neighbourhood\":\"Noord\",\"area\":{\"code\":\"WK191601\",\"year\":2025},"
                   "\"hours\":[null,null,null,null,null,null,null]%s}",
                   more);
    assert_int_equal(storage_put_place(stage->storage, &place, NULL), BS_OK);
}

static void programmes_are(struct storage_stage *stage, int64_t now_ms, const char *expected)
{
    struct bs_bundle *bundle = bundle_stage_fetch(stage, now_ms);
    char ids[512] = "";

    for (size_t i = 0; i < bundle->programme_count; i++) {
        size_t len = strlen(ids);

        (void)snprintf(ids + len, sizeof(ids) - len, "%s%s", i == 0 ? "" : " ",
                       bundle->programmes[i].programme->id);
    }
    assert_string_equal(ids, expected);
    bs_bundle_destroy(bundle);
}

/* --- which programmes --- */

static void without_a_choice_they_come_in_order_of_publication(void **state)
{
    publish(*state, (struct content){.id = "zzz22"});
    publish(*state, (struct content){.id = "aaa22"});
    publish(*state, (struct content){.id = "zzz22", .version = 2});
    programmes_are(*state, STAGE_NOW_MS, "plein zzz22 aaa22");
}

static void a_place_names_its_programmes_in_its_order(void **state)
{
    publish(*state, (struct content){.id = "zzz22"});
    publish(*state, (struct content){.id = "aaa22"});
    put_place(*state, ",\"programmes\":[\"aaa22\",\"nooit\",\"plein\"]");
    programmes_are(*state, STAGE_NOW_MS, "aaa22 plein");
}

static void a_programme_of_another_municipality_is_not_to_be_had(void **state)
{
    publish(*state, (struct content){.id = "leids", .code = "BBBBB", .tenant = STAGE_OTHER});
    put_place(*state, ",\"programmes\":[\"leids\",\"plein\"]");
    programmes_are(*state, STAGE_NOW_MS, "plein");
}

static void one_that_ended_stays_while_its_answer_is_owed(void **state)
{
    publish(*state, (struct content){.id = "oud22", .ends = "2026-11-21"});
    publish(*state, (struct content){.id = "heel2", .ends = "2021-01-01"});
    programmes_are(*state, STAGE_NOW_MS, "plein oud22 heel2");
}

static void one_that_was_answered_stays_for_a_year(void **state)
{
    publish(*state, (struct content){.id = "oud22", .ends = "2026-11-21"});
    answer(*state, STAGE_TENANT, "oud22", 1, today);
    programmes_are(*state, STAGE_NOW_MS, "plein oud22");
    programmes_are(*state, STAGE_NOW_MS + 364 * day_ms, "plein oud22");
    programmes_are(*state, STAGE_NOW_MS + 365 * day_ms, "plein");
}

static void one_in_the_stage_of_its_outcome_is_over_before_its_last_day(void **state)
{
    publish(*state, (struct content){.id = "klaar", .stage = "outcome"});
    programmes_are(*state, STAGE_NOW_MS, "plein klaar");
    answer(*state, STAGE_TENANT, "klaar", 1, today);
    programmes_are(*state, STAGE_NOW_MS + 364 * day_ms, "plein klaar");
    programmes_are(*state, STAGE_NOW_MS + 365 * day_ms, "plein");
}

static void one_that_goes_on_asking_stays_whatever_was_answered(void **state)
{
    answer(*state, STAGE_TENANT, STAGE_PROGRAMME, 1, (struct bs_date){2026, 11, 2});
    programmes_are(*state, STAGE_NOW_MS + 700 * day_ms, "plein");
}

static void of_more_than_there_is_room_for_the_open_ones_stay(void **state)
{
    char expected[512] = "";

    publish(*state, (struct content){.id = "klaar", .ends = "2026-11-20"});
    answer(*state, STAGE_TENANT, "klaar", 1, today);
    publish(*state, (struct content){.id = "oud22", .ends = "2026-11-21"});
    for (int i = 0; i < BS_BUNDLE_PROGRAMMES_MAX - 2; i++) {
        char id[BS_SLUG_TEXT];

        (void)snprintf(id, sizeof(id), "vol%02d", i);
        publish(*state, (struct content){.id = id});
    }
    (void)snprintf(expected, sizeof(expected), "plein oud22");
    for (int i = 0; i < BS_BUNDLE_PROGRAMMES_MAX - 2; i++) {
        size_t len = strlen(expected);

        (void)snprintf(expected + len, sizeof(expected) - len, " vol%02d", i);
    }
    programmes_are(*state, STAGE_NOW_MS, expected);
}

static void one_that_cannot_be_read_keeps_no_other_back(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(storage_put_programme(stage->storage, STAGE_TENANT, "kapot", 1, "KKKKK", today,
                                           bs_bytes_of("{}"), NULL),
                     BS_OK);
    assert_int_equal(storage_put_outcome(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, 1, today,
                                         bs_bytes_of("{}"), NULL),
                     BS_OK);
    programmes_are(stage, STAGE_NOW_MS, "plein");
}

/* --- place and outcomes --- */

static void the_person_to_go_to_is_told(void **state)
{
    struct bs_bundle *bundle;

    put_place(*state, ",\"contact\":{\"text\":{\"nl\":\"Vraag het Samira.\"},\"example\":true}");
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_int_equal(bundle->place.contact.count, 1);
    assert_true(bundle->place.contact_is_example);
    bs_bundle_destroy(bundle);
}

static void the_newest_outcome_goes_with_its_programme(void **state)
{
    struct bs_bundle *bundle;

    publish(*state, (struct content){.id = "nog22"});
    answer(*state, STAGE_TENANT, STAGE_PROGRAMME, 1, (struct bs_date){2026, 11, 1});
    answer(*state, STAGE_TENANT, STAGE_PROGRAMME, 2, (struct bs_date){2026, 11, 2});
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_int_equal(bundle->programme_count, 2);
    assert_non_null(bundle->programmes[0].outcome);
    assert_int_equal(bundle->programmes[0].outcome->version, 2);
    assert_int_equal(bundle->programmes[0].answered.day, 1);
    assert_null(bundle->programmes[1].outcome);
    bs_bundle_destroy(bundle);
}

static void a_later_version_moves_no_promised_day(void **state)
{
    const struct bs_date first = bs_date_add_days(today, -61);
    struct bs_bundle *bundle;
    int days = 0;

    publish(*state, (struct content){.id = "nog22", .code = "BBBBB", .published = first});
    publish(*state, (struct content){.id = "nog22", .code = "BBBBB", .version = 2});
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_int_equal(bundle->programmes[1].programme->version, 2);
    assert_true(bs_bundle_is_late(&bundle->programmes[1], today, &days));
    assert_int_equal(days, 1);
    assert_int_equal(
        bs_date_compare(bs_bundle_registered(bundle, "BBBBB")->due, bs_date_add_days(first, 60)),
        0);
    bs_bundle_destroy(bundle);
}

static void an_outcome_makes_a_new_bundle(void **state)
{
    struct bs_bundle *before = bundle_stage_fetch(*state, STAGE_NOW_MS), *after;

    answer(*state, STAGE_TENANT, STAGE_PROGRAMME, 1, today);
    after = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_true(after->serial > before->serial);
    bs_bundle_destroy(before);
    bs_bundle_destroy(after);
}

/* --- the register --- */

static void the_register_tells_of_every_municipality(void **state)
{
    const struct bs_registered *other, *own;
    struct bs_bundle *bundle;

    publish(*state, (struct content){.id = "leids", .code = "BBBBB", .tenant = STAGE_OTHER});
    answer(*state, STAGE_OTHER, "leids", 1, (struct bs_date){2026, 11, 20});
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_int_equal(bundle->register_count, 2);
    other = bs_bundle_registered(bundle, "BBBBB");
    own = bs_bundle_registered(bundle, "AAAAA");
    assert_non_null(other);
    assert_string_equal(other->tenant_name, "Leiden");
    assert_string_equal(other->title.in[0].text, "aaaaaaaaaa");
    assert_int_equal(bs_date_compare(other->due, bs_date_add_days(today, 60)), 0);
    assert_true(other->due_is_example);
    assert_int_equal(other->answered.day, 20);
    assert_string_equal(other->heard.in[0].text, "U wilde bomen.");
    assert_string_equal(other->will.in[0].text, "Wij planten bomen.");
    assert_true(other->outcome_is_example);
    assert_non_null(own);
    assert_int_equal(own->answered.year, 0);
    assert_int_equal(own->heard.count, 0);
    assert_false(own->outcome_is_example);
    bs_bundle_destroy(bundle);
}

static void the_register_forgets_two_years_after_the_end(void **state)
{
    struct bs_bundle *bundle;

    publish(*state, (struct content){.id = "oud22", .code = "BBBBB", .ends = "2024-11-22"});
    publish(*state, (struct content){.id = "oud33", .code = "CCCCC", .ends = "2024-11-21"});
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_non_null(bs_bundle_registered(bundle, "BBBBB"));
    assert_null(bs_bundle_registered(bundle, "CCCCC"));
    bs_bundle_destroy(bundle);
}

static void fill_register(struct storage_stage *stage, int count)
{
    static const char signs[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    for (int i = 0; i < count; i++) {
        char id[BS_SLUG_TEXT], code[6] = "Z2222";

        (void)snprintf(id, sizeof(id), "lijst-%03d", i);
        code[3] = signs[i / 31];
        code[4] = signs[i % 31];
        publish(stage, (struct content){.id = id, .code = code, .tenant = STAGE_OTHER});
    }
}

static void the_register_holds_the_256_that_were_published_last(void **state)
{
    struct bs_bundle *bundle;

    fill_register(*state, BS_REGISTER_MAX - 1);
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_int_equal(bundle->register_count, BS_REGISTER_MAX);
    assert_non_null(bs_bundle_registered(bundle, "AAAAA"));
    bs_bundle_destroy(bundle);
    publish(*state, (struct content){.id = "nog22", .code = "BBBBB"});
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_int_equal(bundle->register_count, BS_REGISTER_MAX);
    assert_non_null(bs_bundle_registered(bundle, "BBBBB"));
    assert_null(bs_bundle_registered(bundle, "AAAAA"));
    bs_bundle_destroy(bundle);
}

static size_t written(struct register_book *book, struct storage_stage *stage, struct bs_date day,
                      size_t room)
{
    char mark[STORAGE_MARK_TEXT];
    struct bs_buf out;
    size_t len;

    bs_buf_init(&out, BS_BUNDLE_BYTES_MAX);
    assert_int_equal(storage_content_mark(stage->storage, mark, NULL), BS_OK);
    assert_int_equal(register_book_write(book, stage->storage, mark, day, room, &out, NULL), BS_OK);
    len = out.len;
    assert_true(len <= room);
    bs_buf_finish(&out);
    return len;
}

static void the_register_takes_the_room_that_there_is(void **state)
{
    struct register_book *book = register_book_create();
    size_t all;

    fill_register(*state, 3);
    all = written(book, *state, today, BS_BUNDLE_BYTES_MAX);
    assert_true(all > 200);
    assert_int_equal(written(book, *state, today, all), all);
    assert_true(written(book, *state, today, all - 1) < all);
    assert_true(written(book, *state, today, all - 1) > 100);
    assert_int_equal(written(book, *state, today, 2), 2);
    register_book_destroy(book);
}

static void the_register_is_read_anew_with_the_day_and_the_content(void **state)
{
    struct register_book *book = register_book_create();
    size_t before = written(book, *state, today, BS_BUNDLE_BYTES_MAX), after;

    publish(*state, (struct content){.id = "oud22", .code = "BBBBB", .ends = "2024-11-22"});
    after = written(book, *state, today, BS_BUNDLE_BYTES_MAX);
    assert_true(after > before);
    assert_int_equal(written(book, *state, bs_date_add_days(today, 1), BS_BUNDLE_BYTES_MAX),
                     before);
    register_book_destroy(book);
}

/* --- how full it may be --- */

static void publish_many(struct storage_stage *stage, int count, int language_count, int len)
{
    stage_mutate(stage, "DELETE FROM programme");
    for (int i = 0; i < count; i++) {
        char id[BS_SLUG_TEXT];

        (void)snprintf(id, sizeof(id), "vol%02d", i);
        publish(stage, (struct content){.id = id, .languages = language_count, .len = len});
    }
}

static void twenty_four_full_programmes_fit(void **state)
{
    struct bs_bundle *bundle;

    publish_many(*state, BS_BUNDLE_PROGRAMMES_MAX, 12, 240);
    for (int i = 0; i < BS_BUNDLE_PROGRAMMES_MAX; i++) {
        char id[BS_SLUG_TEXT];

        (void)snprintf(id, sizeof(id), "vol%02d", i);
        answer(*state, STAGE_TENANT, id, 1, today);
    }
    bundle = bundle_stage_fetch(*state, STAGE_NOW_MS);
    assert_int_equal(bundle->programme_count, BS_BUNDLE_PROGRAMMES_MAX);
    assert_non_null(bundle->programmes[BS_BUNDLE_PROGRAMMES_MAX - 1].outcome);
    assert_int_equal(bundle->register_count, BS_BUNDLE_PROGRAMMES_MAX);
    bs_bundle_destroy(bundle);
}

static void what_does_not_fit_stays_behind_and_the_rest_arrives(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_bundle *bundle;

    publish_many(stage, BS_BUNDLE_PROGRAMMES_MAX, 12, 240);
    /* As large as a file may be: blanks that mean nothing. */
    stage_mutate(stage, "UPDATE programme SET json = CAST(replace(hex(zeroblob(34000)), '00', ' ') "
                        "|| CAST(json AS TEXT) AS BLOB)");
    bundle = bundle_stage_fetch(stage, STAGE_NOW_MS);
    assert_true(bundle->programme_count >= 15);
    assert_true(bundle->programme_count < BS_BUNDLE_PROGRAMMES_MAX);
    assert_string_equal(bundle->programmes[0].programme->id, "vol00");
    assert_int_equal(bundle->register_count, BS_BUNDLE_PROGRAMMES_MAX);
    bs_bundle_destroy(bundle);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(without_a_choice_they_come_in_order_of_publication),
        CASE(a_place_names_its_programmes_in_its_order),
        CASE(a_programme_of_another_municipality_is_not_to_be_had),
        CASE(one_that_ended_stays_while_its_answer_is_owed),
        CASE(one_that_was_answered_stays_for_a_year),
        CASE(one_in_the_stage_of_its_outcome_is_over_before_its_last_day),
        CASE(one_that_goes_on_asking_stays_whatever_was_answered),
        CASE(of_more_than_there_is_room_for_the_open_ones_stay),
        CASE(one_that_cannot_be_read_keeps_no_other_back),
        CASE(the_person_to_go_to_is_told),
        CASE(the_newest_outcome_goes_with_its_programme),
        CASE(a_later_version_moves_no_promised_day),
        CASE(an_outcome_makes_a_new_bundle),
        CASE(the_register_tells_of_every_municipality),
        CASE(the_register_forgets_two_years_after_the_end),
        CASE(the_register_holds_the_256_that_were_published_last),
        CASE(the_register_takes_the_room_that_there_is),
        CASE(the_register_is_read_anew_with_the_day_and_the_content),
        CASE(twenty_four_full_programmes_fit),
        CASE(what_does_not_fit_stays_behind_and_the_rest_arrives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
