/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is left after the thanks, in the log and in counts; bursts; kinds of questions with an order; results so far. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/mem.h>

#include "storage_bundles.h"
#include "storage_left.h"
#include "storage_stage.h"

#define LEFT_AT(version, trial)                                                                    \
    "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"programme\":\"plein\","              \
    "\"version\":" version                                                                         \
    ",\"place\":\"prinsenhof\",\"channel\":\"kiosk\",\"lang\":\"ar\",\"trial\":" trial ","
#define ABOUT(age, area) LEFT_AT("1", "false") "\"age\":\"" age "\",\"area\":\"" area "\"}"
#define VERDICT          LEFT_AT("1", "false") "\"outcome\":1,\"understood\":true,\"right\":false}"
#define WISH             LEFT_AT("1", "false") "\"jwe\":\"eyJh.QUJD.x-_1.eA.dGFn\"}"

static struct stage_log *new_log(void)
{
    return stage_log_create("kiosk-1", STAGE_EPOCH);
}

static void leave(struct stage_log *log, const char *kind, const char *body)
{
    stage_log_add(log, &(struct stage_visit){.kind = kind, .body = body});
}

static struct stage_answer send_all(struct storage_stage *stage, const struct stage_log *log)
{
    return stage_send(stage, log, 1, log->count);
}

struct rows {
    char text[1024];
};

static bool write_left(void *self, enum storage_left what, const char *value, int64_t count,
                       int64_t answered)
{
    struct rows *rows = self;
    size_t len = strlen(rows->text);

    (void)snprintf(rows->text + len, sizeof(rows->text) - len, "%d %s %d of %d\n", (int)what, value,
                   (int)count, (int)answered);
    return true;
}

static void assert_left(struct storage_stage *stage, struct storage_filter filter,
                        const char *expected)
{
    struct rows rows = {.text = ""};

    filter.tenant = filter.tenant == NULL ? STAGE_TENANT : filter.tenant;
    filter.programme = STAGE_PROGRAMME;
    assert_int_equal(storage_left(stage->storage, &filter, write_left, &rows, NULL), BS_OK);
    assert_string_equal(rows.text, expected);
}

static void assert_proven(struct storage_stage *stage)
{
    struct stage_findings findings = stage_verify(stage);

    assert_string_equal(findings.first, "");
    assert_int_equal(findings.rc, BS_OK);
}

static void who_took_part_is_counted_by_age_and_by_area_apart(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();
    struct stage_answer answer;

    leave(log, BS_KIND_ABOUT_YOU, ABOUT("65_79", "WK191601"));
    leave(log, BS_KIND_ABOUT_YOU, ABOUT("65_79", "elsewhere"));
    leave(log, BS_KIND_ABOUT_YOU, ABOUT("unsaid", "WK191601"));
    answer = send_all(stage, log);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.set_aside_count, 0);
    assert_left(stage, (struct storage_filter){.place = NULL},
                "0 65_79 2 of 3\n0 unsaid 1 of 3\n1 WK191601 2 of 3\n1 elsewhere 1 of 3\n");
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 0);
    assert_proven(stage);
    stage_log_destroy(log);
}

static void a_verdict_counts_its_two_taps_and_a_wish_is_only_counted(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    leave(log, BS_KIND_VERDICT, VERDICT);
    leave(log, BS_KIND_VERDICT, LEFT_AT("1", "false") "\"outcome\":1,\"understood\":false}");
    leave(log, BS_KIND_CONTACT_WISH, WISH);
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_left(stage, (struct storage_filter){.place = NULL},
                "3 no 1 of 1\n2 no 1 of 2\n2 yes 1 of 2\n4 yes 1 of 1\n");
    assert_proven(stage);
    stage_log_destroy(log);
}

static bool has_row(void *self, const struct storage_count *row)
{
    (void)row;
    *(bool *)self = true;
    return true;
}

static void what_was_left_is_no_answer_to_a_question(void **state)
{
    struct storage_stage *stage = *state;
    const struct storage_filter filter = {.tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME};
    struct stage_log *log = new_log();
    bool found = false;

    leave(log, BS_KIND_ABOUT_YOU, ABOUT("65_79", "WK191601"));
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_int_equal(
        storage_counts(stage->storage, &filter, STORAGE_BY_NOTHING, has_row, &found, NULL), BS_OK);
    assert_false(found);
    stage_log_destroy(log);
}

static void trials_and_other_places_and_tenants_stand_apart(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    leave(log, BS_KIND_CONTACT_WISH, WISH);
    leave(log, BS_KIND_ABOUT_YOU, LEFT_AT("1", "true") "\"age\":\"18_29\",\"area\":\"unsaid\"}");
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_left(stage, (struct storage_filter){.place = NULL}, "4 yes 1 of 1\n");
    assert_left(stage, (struct storage_filter){.trials = true},
                "0 18_29 1 of 1\n1 unsaid 1 of 1\n");
    assert_left(stage, (struct storage_filter){.place = "bieb"}, "");
    assert_left(stage, (struct storage_filter){.tenant = STAGE_OTHER}, "");
    assert_left(stage, (struct storage_filter){.to = {2026, 11, 21}}, "");
    stage_log_destroy(log);
}

static void what_cannot_be_read_is_set_aside(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();
    struct stage_answer answer;

    leave(log, BS_KIND_ABOUT_YOU, ABOUT("71", "WK191601"));
    leave(log, BS_KIND_VERDICT, WISH);
    leave(log, BS_KIND_CONTACT_WISH, LEFT_AT("1", "false") "\"jwe\":\"Samira 06 1234\"}");
    answer = send_all(stage, log);
    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.set_aside_count, 3);
    assert_left(stage, (struct storage_filter){.place = NULL}, "");
    assert_proven(stage);
    stage_log_destroy(log);
}

static void it_waits_for_its_programme_and_counts_when_that_comes(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();
    struct stage_answer answer;

    leave(log, BS_KIND_VERDICT, LEFT_AT("2", "false") "\"outcome\":1,\"understood\":true}");
    answer = send_all(stage, log);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    assert_left(stage, (struct storage_filter){.place = NULL}, "");
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    assert_left(stage, (struct storage_filter){.place = NULL}, "2 yes 1 of 1\n");
    assert_proven(stage);
    stage_log_destroy(log);
}

static void the_same_record_under_another_epoch_counts_once(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();
    struct stage_log *second = stage_log_create("kiosk-1", STAGE_EPOCH_2);

    leave(log, BS_KIND_VERDICT, VERDICT);
    stage_log_copy(second, log, 1);
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_int_equal(send_all(stage, second).rc, BS_OK);
    assert_left(stage, (struct storage_filter){.place = NULL}, "3 no 1 of 1\n2 yes 1 of 1\n");
    assert_proven(stage);
    stage_log_destroy(log);
    stage_log_destroy(second);
}

static void verify_finds_a_count_that_was_changed(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    leave(log, BS_KIND_CONTACT_WISH, WISH);
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    stage_mutate(stage, "UPDATE tally SET count = 2 WHERE question = '@wish' AND value = 'yes'");
    stage_reopen(stage);
    assert_int_equal(stage_verify(stage).rc, BS_BROKEN);
    stage_log_destroy(log);
}

/* --- a file of before all this --- */

static void a_file_of_the_second_version_is_taken_along(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    stage_log_fill(log, 3);
    leave(log, BS_KIND_ABOUT_YOU, ABOUT("65_79", "WK191601"));
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    stage_close(stage);
    /* As it was: no bursts, and what was left was set aside. */
    stage_pragma(stage,
                 "CREATE TABLE old (tenant TEXT NOT NULL, programme TEXT NOT NULL, question TEXT "
                 "NOT NULL, value TEXT NOT NULL, place TEXT NOT NULL, lang TEXT NOT NULL, channel "
                 "TEXT NOT NULL, trial INTEGER NOT NULL, day TEXT NOT NULL, count INTEGER NOT "
                 "NULL, PRIMARY KEY (tenant, programme, question, value, place, lang, channel, "
                 "trial, day)) STRICT, WITHOUT ROWID;"
                 "INSERT INTO old SELECT tenant, programme, question, value, place, lang, channel, "
                 "trial, day, count FROM tally WHERE question NOT LIKE '@%';"
                 "DROP TABLE tally; ALTER TABLE old RENAME TO tally;"
                 "DROP TABLE notice; DROP TABLE part; DROP TABLE shown;" STAGE_UNDO_6
                 "UPDATE record SET state = 1 WHERE seq = 4;"
                 "UPDATE setting SET value = CAST('2' AS BLOB) WHERE name = 'understands';"
                 "PRAGMA user_version = 2");
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), 3);
    assert_left(stage, (struct storage_filter){.place = NULL},
                "0 65_79 1 of 1\n1 WK191601 1 of 1\n");
    assert_proven(stage);
    stage_log_destroy(log);
}

/* --- bursts --- */

#define VISIT                                                                                      \
    "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"programme\":\"plein\",\"version\":"  \
    "1,\"place\":\"prinsenhof\",\"channel\":\"kiosk\",\"lang\":\"nl\",\"trial\":false,"            \
    "\"partial\":false,"
#define REST(value)                                                                                \
    "\"seconds\":3,\"answers\":[{\"q\":\"oordeel\",\"kind\":\"faces\",\"values\":[\"" value "\"]}" \
    "]}"
#define CALM(value)  VISIT REST(value)
#define BURST(value) VISIT "\"burst\":true," REST(value)

static struct storage_totals totals(struct storage_stage *stage, bool without_bursts)
{
    const struct storage_filter filter = {
        .tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME, .without_bursts = without_bursts};
    struct storage_totals out;

    assert_int_equal(storage_totals(stage->storage, &filter, &out, NULL), BS_OK);
    return out;
}

/* K77 */
static void bursts_are_counted_and_told_and_may_be_left_out(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    leave(log, NULL, CALM("good"));
    leave(log, NULL, BURST("bad"));
    leave(log, NULL, BURST("bad"));
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_int_equal(totals(stage, false).submissions, 3);
    assert_int_equal(totals(stage, false).bursts, 2);
    assert_int_equal(totals(stage, true).submissions, 1);
    assert_int_equal(totals(stage, true).bursts, 0);
    assert_int_equal(stage_count(stage, "oordeel", "bad"), 2);
    assert_proven(stage);
    stage_log_destroy(log);
}

static void a_correction_stays_in_the_burst_of_its_submission(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();
    char id[BS_UUID_TEXT];

    stage_log_id(log, 1, id);
    leave(log, NULL, BURST("bad"));
    stage_log_add(log, &(struct stage_visit){.face = "good", .corrects = id});
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_int_equal(totals(stage, false).submissions, 1);
    assert_int_equal(totals(stage, false).bursts, 1);
    assert_int_equal(totals(stage, true).submissions, 0);
    assert_int_equal(stage_count(stage, "oordeel", "good"), 1);
    assert_proven(stage);
    stage_log_destroy(log);
}

/* --- kinds with an order --- */

static void publish_every_kind(struct storage_stage *stage)
{
    struct bs_buf text;

    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    assert_int_equal(bs_file_read(BS_SOURCE_DIR
                                  "/tests/data/programmes/valid/every-kind-by-branches/input.json",
                                  &text, NULL),
                     BS_OK);
    assert_int_equal(storage_put_programme(stage->storage, STAGE_TENANT, "schone-straat", 1,
                                           "K7M4P", (struct bs_date){2026, 11, 1},
                                           bs_buf_bytes(&text), NULL),
                     BS_OK);
    bs_buf_finish(&text);
}

/* The same programme as its second version, with `from` turned into `to` of the same length. */
static enum bs_err publish_second(struct storage_stage *stage, const char *from, const char *to,
                                  struct bs_error *err)
{
    struct bs_buf text;
    enum bs_err rc;
    char *at;

    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    assert_int_equal(bs_file_read(BS_SOURCE_DIR
                                  "/tests/data/programmes/valid/every-kind-by-branches/input.json",
                                  &text, NULL),
                     BS_OK);
    at = strstr((char *)text.data, "\"version\": 1");
    assert_non_null(at);
    at[strlen("\"version\": ")] = '2';
    at = strstr((char *)text.data, from);
    assert_non_null(at);
    memcpy(at, to, strlen(to));
    rc = storage_put_programme(stage->storage, STAGE_TENANT, "schone-straat", 2, "K7M4P",
                               (struct bs_date){2026, 11, 2}, bs_buf_bytes(&text), err);
    bs_buf_finish(&text);
    return rc;
}

static bool note_version(void *self, const struct storage_programme *programme)
{
    *(int *)self = programme->version;
    return false;
}

static void a_version_that_cannot_be_counted_with_the_first_is_refused(void **state)
{
    struct storage_stage *stage = *state;
    struct bs_error err = {.code = BS_OK};
    int version = 0;

    publish_every_kind(stage);
    assert_int_equal(publish_second(stage, "\"value\": \"cars\"", "\"value\": \"bike\"", &err),
                     BS_REFUSED);
    assert_non_null(strstr(err.text, "schone-straat: question weigh has other choices"));
    assert_int_equal(storage_programme(stage->storage, STAGE_TENANT, "schone-straat", 0,
                                       note_version, &version, NULL),
                     BS_OK);
    assert_int_equal(version, 1);
    assert_int_equal(publish_second(stage, "\"value\": \"parks\"", "\"value\": \"ponds\"", NULL),
                     BS_OK);
    assert_int_equal(storage_programme(stage->storage, STAGE_TENANT, "schone-straat", 0,
                                       note_version, &version, NULL),
                     BS_OK);
    assert_int_equal(version, 2);
}

static bool write_count(void *self, const struct storage_count *row)
{
    struct rows *rows = self;
    size_t len = strlen(rows->text);

    if (strcmp(row->question, "which") != 0) {
        (void)snprintf(rows->text + len, sizeof(rows->text) - len, "%s %s/%d %d of %d\n",
                       row->question, row->value, row->rank, (int)row->count, (int)row->answered);
    }
    return true;
}

#define KIND_VISIT(value, answer)                                                                  \
    "{\"salt\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"programme\":\"schone-straat\","      \
    "\"version\":1,\"place\":\"prinsenhof\",\"channel\":\"kiosk\",\"lang\":\"nl\",\"trial\":"      \
    "false,\"partial\":false,\"seconds\":9,\"answers\":[{\"q\":\"which\",\"kind\":\"tiles\","      \
    "\"values\":[\"" value "\"]}," answer "]}"

static void assert_kinds(struct storage_stage *stage, const char *first, const char *second,
                         const char *expected)
{
    const struct storage_filter filter = {.tenant = STAGE_TENANT, .programme = "schone-straat"};
    struct stage_log *log = new_log();
    struct rows rows = {.text = ""};

    publish_every_kind(stage);
    leave(log, NULL, first);
    leave(log, NULL, second);
    assert_int_equal(send_all(stage, log).receipt.set_aside_count, 0);
    assert_int_equal(
        storage_counts(stage->storage, &filter, STORAGE_BY_NOTHING, write_count, &rows, NULL),
        BS_OK);
    assert_string_equal(rows.text, expected);
    assert_proven(stage);
    stage_log_destroy(log);
}

static void points_are_counted_one_by_one(void **state)
{
    assert_kinds(*state,
                 KIND_VISIT("c", "{\"q\":\"money\",\"kind\":\"points\",\"values\":[\"bins\","
                                 "\"bins\",\"bins\",\"parks\",\"parks\"]}"),
                 KIND_VISIT("c", "{\"q\":\"money\",\"kind\":\"points\",\"values\":[\"parks\"]}"),
                 "money bins/0 3 of 2\nmoney parks/0 3 of 2\n");
}

static void a_top_is_counted_by_place(void **state)
{
    assert_kinds(
        *state, KIND_VISIT("a", "{\"q\":\"first\",\"kind\":\"top\",\"values\":[\"z\",\"x\"]}"),
        KIND_VISIT("a", "{\"q\":\"first\",\"kind\":\"top\",\"values\":[\"z\",\"y\",\"x\"]}"),
        "first z/1 2 of 2\nfirst x/2 1 of 2\nfirst y/2 1 of 2\nfirst x/3 1 of 2\n"
        "first x/0 2 of 2\nfirst y/0 1 of 2\nfirst z/0 2 of 2\n");
}

static void a_pair_is_counted_by_round(void **state)
{
    assert_kinds(*state,
                 KIND_VISIT("d", "{\"q\":\"weigh\",\"kind\":\"pair\",\"values\":[\"quiet\","
                                 "\"quiet\",\"green\"]}"),
                 KIND_VISIT("d", "{\"q\":\"weigh\",\"kind\":\"pair\",\"values\":[\"green\","
                                 "\"quiet\",\"green\"]}"),
                 "weigh green/1 1 of 2\nweigh quiet/1 1 of 2\nweigh quiet/2 2 of 2\n"
                 "weigh green/3 2 of 2\nweigh green/0 3 of 2\nweigh quiet/0 3 of 2\n");
}

/* --- results so far --- */

static bool parse_newest(void *self, const struct storage_programme *programme)
{
    assert_int_equal(bs_programme_parse(programme->json, self, NULL, NULL), BS_OK);
    return false;
}

static struct bs_so_far so_far(struct storage_stage *stage, bool shows,
                               struct bs_programme **programme)
{
    struct bs_so_far out = {.total = -1};

    assert_int_equal(storage_programme(stage->storage, STAGE_TENANT, STAGE_PROGRAMME, 0,
                                       parse_newest, programme, NULL),
                     BS_OK);
    (*programme)->shows_results = shows;
    assert_int_equal(storage_so_far(stage->storage, STAGE_TENANT, *programme,
                                    (struct bs_date){2026, 11, 22}, &out, NULL),
                     BS_OK);
    return out;
}

static void add_visits(struct stage_log *log, size_t count, const char *body)
{
    for (size_t i = 0; i < count; i++) {
        leave(log, NULL, body);
    }
}

static void assert_so_far(struct storage_stage *stage, bool shows, int64_t total, int64_t good)
{
    struct bs_programme *programme = NULL;
    struct bs_so_far found = so_far(stage, shows, &programme);

    assert_int_equal(found.total, total);
    if (total > 0) {
        assert_string_equal(found.question, "oordeel");
        assert_int_equal(found.count, 5);
        assert_string_equal(found.choice[3].value, "good");
        assert_int_equal(found.choice[3].times, good);
        assert_int_equal(found.counted.day, 22);
    }
    bs_programme_destroy(programme);
}

static void results_so_far_are_told_from_ten_answers_on(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    add_visits(log, 8, CALM("good"));
    add_visits(log, 1, CALM("bad"));
    add_visits(log, 5, BURST("good"));
    stage_log_add(log, &(struct stage_visit){.face = NULL});
    stage_log_add(log, &(struct stage_visit){.face = "good", .is_trial = true});
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_so_far(stage, true, 0, 0);
    add_visits(log, 1, CALM("good"));
    assert_int_equal(stage_send(stage, log, log->count, 1).rc, BS_OK);
    assert_so_far(stage, true, 10, 9);
    stage_log_destroy(log);
}

/* Else the difference between two looks is what one visit said. */
static void results_so_far_move_by_ten_answers(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    add_visits(log, 12, CALM("good"));
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_so_far(stage, true, 12, 12);
    add_visits(log, 9, CALM("bad"));
    assert_int_equal(stage_send(stage, log, 13, 9).rc, BS_OK);
    assert_so_far(stage, true, 12, 12);
    stage_reopen(stage);
    assert_so_far(stage, true, 12, 12);
    add_visits(log, 1, CALM("good"));
    assert_int_equal(stage_send(stage, log, 22, 1).rc, BS_OK);
    assert_so_far(stage, true, 22, 13);
    stage_log_destroy(log);
}

static void a_programme_that_does_not_want_it_shows_no_results_so_far(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = new_log();

    add_visits(log, 12, CALM("good"));
    assert_int_equal(send_all(stage, log).rc, BS_OK);
    assert_so_far(stage, true, 12, 12);
    assert_so_far(stage, false, 0, 0);
    stage_log_destroy(log);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_took_part_is_counted_by_age_and_by_area_apart),
        CASE(a_verdict_counts_its_two_taps_and_a_wish_is_only_counted),
        CASE(what_was_left_is_no_answer_to_a_question),
        CASE(trials_and_other_places_and_tenants_stand_apart),
        CASE(what_cannot_be_read_is_set_aside),
        CASE(it_waits_for_its_programme_and_counts_when_that_comes),
        CASE(the_same_record_under_another_epoch_counts_once),
        CASE(verify_finds_a_count_that_was_changed),
        CASE(a_file_of_the_second_version_is_taken_along),
        CASE(bursts_are_counted_and_told_and_may_be_left_out),
        CASE(a_correction_stays_in_the_burst_of_its_submission),
        CASE(points_are_counted_one_by_one),
        CASE(a_top_is_counted_by_place),
        CASE(a_pair_is_counted_by_round),
        CASE(a_version_that_cannot_be_counted_with_the_first_is_refused),
        CASE(results_so_far_are_told_from_ten_answers_on),
        CASE(results_so_far_move_by_ten_answers),
        CASE(a_programme_that_does_not_want_it_shows_no_results_so_far),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
