/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One record by its id, and what a visit answered as it counts. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/outbox.h>
#include <buurtstem/submission.h>

#include "fake_clock.h"
#include "store_samples.h"
#include "temp_dir.h"

static struct temp_dir dir;
static struct fake_clock fake;
static struct bs_clock clock_;
static struct bs_random random_;
static struct bs_outbox *outbox;

static int make_log(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    clock_ = fake_clock_make(&fake);
    random_ = bs_random_seeded(7);
    outbox = sample_log(dir.path, 0);
    return 0;
}

static int remove_log(void **state)
{
    (void)state;
    bs_outbox_close(outbox);
    temp_dir_remove(&dir);
    return 0;
}

/* ---- a log ---- */

static const char *id_of(uint64_t n)
{
    static char text[BS_UUID_TEXT];
    const struct bs_uuid id = sample_id(n);

    bs_uuid_format(&id, text);
    return text;
}

static void append(uint64_t n, const char *kind, const char *body)
{
    const struct bs_uuid id = sample_id(n);

    assert_int_equal(bs_outbox_append(outbox, &id, kind, bs_bytes_of(body), &clock_, NULL, NULL),
                     BS_OK);
}

static void append_submission(uint64_t n, const char *kind, const struct bs_submission *submission)
{
    struct bs_buf body;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_int_equal(bs_submission_encode(submission, &random_, &body, NULL), BS_OK);
    append(n, kind, bs_buf_string(&body));
    bs_buf_finish(&body);
}

/* A visit that gave the face `value`. */
static struct bs_submission visit(const char *value)
{
    struct bs_submission submission = {
        .programme = "schone-straat",
        .version = 1,
        .place = "prinsenhof",
        .lang = "nl",
        .answer_count = 1,
        .answers = {{.question = "mood", .kind = BS_KIND_FACES, .value_count = 1}},
    };

    (void)snprintf(submission.answers[0].values[0], BS_SLUG_TEXT, "%s", value);
    return submission;
}

static void append_visit(uint64_t n, const char *value)
{
    const struct bs_submission submission = visit(value);

    append_submission(n, BS_KIND_SUBMISSION, &submission);
}

static void append_correction(uint64_t n, uint64_t of, const char *value)
{
    struct bs_submission submission = visit(value);

    (void)snprintf(submission.corrects, sizeof submission.corrects, "%s", id_of(of));
    append_submission(n, BS_KIND_CORRECTION, &submission);
}

static struct bs_outbox_tip tip(void)
{
    struct bs_outbox_tip out;

    assert_int_equal(bs_outbox_tip(outbox, &out, NULL), BS_OK);
    return out;
}

static void erase_to(uint64_t to)
{
    struct bs_outbox_safe safe = {.to = to};
    size_t done = 1;

    memcpy(safe.epoch, tip().epoch, sizeof safe.epoch);
    while (done > 0) {
        assert_int_equal(bs_outbox_prune(outbox, &safe, 1, INT64_MAX, 1000, &done, NULL), BS_OK);
    }
}

static void carry_over(uint64_t from)
{
    assert_int_equal(
        bs_outbox_carry_over(outbox, tip().epoch, from, "forked", &clock_, &random_, NULL), BS_OK);
}

/* ---- looking ---- */

struct seen {
    enum bs_err rc;
    char kind[BS_RECORD_KIND_MAX + 1];
    char epoch[BS_EPOCH_TEXT];
    uint64_t seq;
    char body[128];
};

static struct seen find(uint64_t n)
{
    struct seen seen = {.kind = "untouched", .epoch = "untouched", .seq = 99};
    struct bs_buf body;

    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    bs_buf_text(&body, "before ");
    seen.rc = bs_outbox_find(outbox, id_of(n), seen.kind, seen.epoch, &seen.seq, &body, NULL);
    assert_true(body.len < sizeof seen.body);
    memcpy(seen.body, bs_buf_string(&body), body.len + 1);
    bs_buf_finish(&body);
    return seen;
}

static void assert_found_nothing(uint64_t n, enum bs_err rc)
{
    const struct seen seen = find(n);

    assert_int_equal(seen.rc, rc);
    assert_string_equal(seen.kind, "untouched");
    assert_string_equal(seen.epoch, "untouched");
    assert_int_equal(seen.seq, 99);
    assert_string_equal(seen.body, "before ");
}

/* The face that counts of the visit that begins with record n. */
static void assert_counts(uint64_t n, const char *value)
{
    struct bs_submission out;
    struct bs_error err = {0};

    assert_int_equal(bs_outbox_find_answers(outbox, id_of(n), &out, &err), BS_OK);
    assert_string_equal(out.answers[0].values[0], value);
}

static void assert_no_answers(uint64_t n, enum bs_err rc)
{
    struct bs_submission out = {.version = 77};
    struct bs_error err = {0};

    assert_int_equal(bs_outbox_find_answers(outbox, id_of(n), &out, &err), rc);
    assert_int_equal(err.code, rc);
    assert_int_equal(out.version, 77);
}

/* ---- a record by its id ---- */

static void a_record_is_found_by_its_id(void **state)
{
    struct seen seen;

    (void)state;
    append(1, "submission", "{\"n\":1}");
    append(2, "comment", "{\"n\":2}");
    append(3, "submission", "{\"n\":3}");
    seen = find(2);
    assert_int_equal(seen.rc, BS_OK);
    assert_string_equal(seen.kind, "comment");
    assert_string_equal(seen.epoch, tip().epoch);
    assert_int_equal(seen.seq, 2);
    assert_string_equal(seen.body, "before {\"n\":2}");
}

static void an_id_that_is_not_there_is_not_found(void **state)
{
    struct bs_buf body;
    struct seen seen;

    (void)state;
    append(1, "submission", "{\"n\":1}");
    assert_found_nothing(2, BS_NOTFOUND);
    bs_buf_init(&body, 100);
    assert_int_equal(bs_outbox_find(outbox, "", seen.kind, seen.epoch, &seen.seq, &body, NULL),
                     BS_NOTFOUND);
    assert_int_equal(bs_outbox_find(outbox, "no id", seen.kind, seen.epoch, &seen.seq, &body, NULL),
                     BS_NOTFOUND);
    bs_buf_finish(&body);
}

static void what_was_erased_is_not_found(void **state)
{
    (void)state;
    append(1, "submission", "{\"n\":1}");
    append(2, "submission", "{\"n\":2}");
    erase_to(1);
    assert_found_nothing(1, BS_NOTFOUND);
    assert_int_equal(find(2).rc, BS_OK);
}

static void what_went_on_is_found_in_the_newest_epoch(void **state)
{
    char old[BS_EPOCH_TEXT];
    struct seen seen;

    (void)state;
    append(1, "submission", "{\"n\":1}");
    append(2, "submission", "{\"n\":2}");
    memcpy(old, tip().epoch, sizeof old);
    carry_over(2);
    seen = find(2);
    assert_string_equal(seen.epoch, tip().epoch);
    assert_int_equal(seen.seq, 2); /* behind the one that tells of it */
    seen = find(1);
    assert_string_equal(seen.epoch, old);
    assert_int_equal(seen.seq, 1);
}

static void what_was_erased_in_the_newest_epoch_is_not_found_in_an_older_one(void **state)
{
    (void)state;
    append(1, "submission", "{\"n\":1}");
    append(2, "submission", "{\"n\":2}");
    carry_over(2);
    erase_to(2);
    assert_found_nothing(2, BS_NOTFOUND);
}

static void a_buffer_takes_a_body_that_just_fits_and_none_larger(void **state)
{
    struct bs_buf body;
    struct seen seen = {.seq = 99};

    (void)state;
    append(1, "submission", "{\"n\":1}");
    bs_buf_init(&body, 7);
    assert_int_equal(
        bs_outbox_find(outbox, id_of(1), seen.kind, seen.epoch, &seen.seq, &body, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&body), "{\"n\":1}");
    bs_buf_finish(&body);
    bs_buf_init(&body, 6);
    seen.seq = 99;
    assert_int_equal(
        bs_outbox_find(outbox, id_of(1), seen.kind, seen.epoch, &seen.seq, &body, NULL), BS_LIMIT);
    assert_int_equal(body.len, 0);
    assert_false(body.over);
    assert_int_equal(seen.seq, 99);
    bs_buf_finish(&body);
}

static void run_sql(const char *sql)
{
    char path[TEMP_DIR_PATH];
    sqlite3 *handle = NULL;

    bs_outbox_close(outbox);
    outbox = NULL;
    assert_int_equal(sqlite3_open(temp_dir_file(&dir, "kiosk.db", path), &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    assert_int_equal(bs_outbox_open(dir.path, &outbox, NULL), BS_OK);
}

static void a_record_that_does_not_prove_itself_is_damage(void **state)
{
    (void)state;
    append(1, "submission", "{\"n\":1}");
    append(2, "submission", "{\"n\":2}");
    run_sql("UPDATE record SET body = '{\"n\":9}' WHERE seq = 1");
    assert_found_nothing(1, BS_BROKEN);
    assert_int_equal(find(2).rc, BS_OK);
}

static void a_record_under_another_s_id_is_damage(void **state)
{
    char sql[128];

    (void)state;
    append(1, "submission", "{\"n\":1}");
    (void)snprintf(sql, sizeof sql, "UPDATE record SET id = '%s'", id_of(5));
    run_sql(sql);
    assert_found_nothing(5, BS_BROKEN);
}

static void a_record_under_another_number_is_damage(void **state)
{
    (void)state;
    append(1, "submission", "{\"n\":1}");
    run_sql("UPDATE record SET seq = 4");
    assert_found_nothing(1, BS_BROKEN);
}

/* ---- what a visit answered ---- */

static void answers_are_those_of_the_submission(void **state)
{
    struct bs_submission out;

    (void)state;
    append_visit(1, "good");
    append_visit(2, "bad");
    append_visit(3, "neutral");
    assert_int_equal(bs_outbox_find_answers(outbox, id_of(2), &out, NULL), BS_OK);
    assert_string_equal(out.programme, "schone-straat");
    assert_string_equal(out.answers[0].question, "mood");
    assert_string_equal(out.answers[0].values[0], "bad");
    assert_string_equal(out.corrects, "");
}

static void the_last_correction_of_the_visit_counts(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_correction(2, 1, "good");
    append(3, "verdict", "{}");
    append_correction(4, 1, "very_good");
    assert_counts(1, "very_good");
}

static void a_correction_of_another_visit_changes_nothing(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_visit(2, "neutral");
    append_correction(3, 2, "good");
    assert_counts(1, "bad");
    assert_counts(2, "good");
}

static void a_correction_of_another_programme_or_version_counts_nowhere(void **state)
{
    struct bs_submission other = visit("good");

    (void)state;
    append_visit(1, "bad");
    (void)snprintf(other.corrects, sizeof other.corrects, "%s", id_of(1));
    other.version = 2;
    append_submission(2, BS_KIND_CORRECTION, &other);
    other.version = 1;
    (void)snprintf(other.programme, sizeof other.programme, "andere-straat");
    append_submission(3, BS_KIND_CORRECTION, &other);
    assert_counts(1, "bad");
}

static void what_names_the_visit_and_is_no_correction_changes_nothing(void **state)
{
    struct bs_submission other = visit("good");

    (void)state;
    append_visit(1, "bad");
    (void)snprintf(other.corrects, sizeof other.corrects, "%s", id_of(1));
    append_submission(2, BS_KIND_SUBMISSION, &other);
    assert_counts(1, "bad");
}

static void a_correction_that_cannot_be_read_changes_nothing(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_correction(2, 1, "good");
    append(3, BS_KIND_CORRECTION, "{}");
    assert_counts(1, "good");
}

static void a_correction_is_looked_for_among_sixty_four_records(void **state)
{
    uint64_t n = 1;

    (void)state;
    append_visit(n, "bad");
    while (n < BS_OUTBOX_CORRECTED_WITHIN) {
        append(++n, "verdict", "{}");
    }
    append_correction(++n, 1, "good");
    assert_int_equal(n, 65);
    assert_counts(1, "good");
    append_correction(++n, 1, "very_good");
    assert_counts(1, "good");
}

static void a_correction_in_a_later_epoch_counts(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_correction(2, 1, "good");
    carry_over(2);
    append_correction(3, 1, "very_good");
    assert_counts(1, "very_good");
}

static void what_is_no_submission_has_no_answers(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_correction(2, 1, "good");
    append(3, "comment", "{}");
    assert_no_answers(2, BS_NOTFOUND);
    assert_no_answers(3, BS_NOTFOUND);
    assert_no_answers(4, BS_NOTFOUND);
}

static void an_erased_submission_has_no_answers(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_correction(2, 1, "good");
    erase_to(1);
    assert_no_answers(1, BS_NOTFOUND);
}

static void an_erased_correction_changes_nothing(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_correction(2, 1, "good");
    run_sql("UPDATE record SET body = NULL WHERE seq = 2");
    assert_counts(1, "bad");
}

static void a_submission_that_does_not_decode_is_bad(void **state)
{
    (void)state;
    append(1, BS_KIND_SUBMISSION, "{}");
    assert_no_answers(1, BS_BAD);
}

static void damage_behind_a_submission_is_told(void **state)
{
    (void)state;
    append_visit(1, "bad");
    append_correction(2, 1, "good");
    run_sql("UPDATE record SET body = '{}' WHERE seq = 2");
    assert_no_answers(1, BS_BROKEN);
}

static void a_reader_finds_what_a_writer_keeps(void **state)
{
    struct bs_outbox *reader = NULL;
    struct bs_submission out;

    (void)state;
    append_visit(1, "bad");
    assert_int_equal(bs_outbox_open_reader(dir.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_outbox_find_answers(reader, id_of(1), &out, NULL), BS_OK);
    append_correction(2, 1, "good"); /* no read is left open that would hide it */
    assert_int_equal(bs_outbox_find_answers(reader, id_of(1), &out, NULL), BS_OK);
    assert_string_equal(out.answers[0].values[0], "good");
    bs_outbox_close(reader);
}

#define HERE(test) cmocka_unit_test_setup_teardown(test, make_log, remove_log)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HERE(a_record_is_found_by_its_id),
        HERE(an_id_that_is_not_there_is_not_found),
        HERE(what_was_erased_is_not_found),
        HERE(what_went_on_is_found_in_the_newest_epoch),
        HERE(what_was_erased_in_the_newest_epoch_is_not_found_in_an_older_one),
        HERE(a_buffer_takes_a_body_that_just_fits_and_none_larger),
        HERE(a_record_that_does_not_prove_itself_is_damage),
        HERE(a_record_under_another_s_id_is_damage),
        HERE(a_record_under_another_number_is_damage),
        HERE(answers_are_those_of_the_submission),
        HERE(the_last_correction_of_the_visit_counts),
        HERE(a_correction_of_another_visit_changes_nothing),
        HERE(a_correction_of_another_programme_or_version_counts_nowhere),
        HERE(what_names_the_visit_and_is_no_correction_changes_nothing),
        HERE(a_correction_that_cannot_be_read_changes_nothing),
        HERE(a_correction_is_looked_for_among_sixty_four_records),
        HERE(a_correction_in_a_later_epoch_counts),
        HERE(what_is_no_submission_has_no_answers),
        HERE(an_erased_submission_has_no_answers),
        HERE(an_erased_correction_changes_nothing),
        HERE(a_submission_that_does_not_decode_is_bad),
        HERE(damage_behind_a_submission_is_told),
        HERE(a_reader_finds_what_a_writer_keeps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
