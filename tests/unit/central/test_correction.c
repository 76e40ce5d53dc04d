/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Corrections: each visit counts once, by the last of them, whatever came in when. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage_stage.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

/* A log whose first record says that the square is bad and wants a bench. */
struct visit {
    struct stage_log *log;
    char id[BS_UUID_TEXT];
};

static struct visit begin(const char *kiosk, const char *epoch)
{
    struct visit visit = {.log = stage_log_create(kiosk, epoch)};

    stage_log_id(visit.log, 1, visit.id);
    stage_log_add(visit.log, &(struct stage_visit){.face = "bad", .wishes = {"bank", NULL}});
    return visit;
}

static void correct(struct visit *visit, const char *face)
{
    stage_log_add(visit->log, &(struct stage_visit){
                                  .face = face, .wishes = {"boom", NULL}, .corrects = visit->id});
}

static void counts_are(struct storage_stage *stage, int64_t visits, int64_t bad, int64_t good,
                       int64_t very_good)
{
    assert_int_equal(stage_submissions(stage, STAGE_TENANT), visits);
    assert_int_equal(stage_count(stage, "oordeel", "bad"), bad);
    assert_int_equal(stage_count(stage, "oordeel", "good"), good);
    assert_int_equal(stage_count(stage, "oordeel", "very_good"), very_good);
    assert_int_equal(stage_verify(stage).count, 0);
}

static void send(struct storage_stage *stage, const struct visit *visit, uint64_t first,
                 size_t count, size_t set_aside)
{
    struct stage_answer answer = stage_send(stage, visit->log, first, count);

    assert_int_equal(answer.rc, BS_OK);
    assert_int_equal(answer.receipt.set_aside_count, set_aside);
}

/* --- one correction --- */

static void a_correction_takes_the_place_of_its_submission(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    correct(&visit, "good");
    send(*state, &visit, 1, 1, 0);
    counts_are(*state, 1, 1, 0, 0);
    send(*state, &visit, 2, 1, 0);
    counts_are(*state, 1, 0, 1, 0);
    assert_int_equal(stage_count(*state, "wensen", "bank"), 0);
    assert_int_equal(stage_count(*state, "wensen", "boom"), 1);
    stage_log_destroy(visit.log);
}

static void a_correction_in_the_same_batch_counts_as_well(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    correct(&visit, "good");
    send(*state, &visit, 1, 2, 0);
    counts_are(*state, 1, 0, 1, 0);
    stage_log_destroy(visit.log);
}

static void the_last_correction_in_the_log_counts(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    correct(&visit, "good");
    correct(&visit, "very_good");
    send(*state, &visit, 1, 2, 0);
    send(*state, &visit, 3, 1, 0);
    counts_are(*state, 1, 0, 0, 1);
    stage_log_destroy(visit.log);
}

static void a_batch_that_comes_again_changes_nothing(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    correct(&visit, "good");
    correct(&visit, "very_good");
    send(*state, &visit, 1, 3, 0);
    send(*state, &visit, 2, 1, 0);
    send(*state, &visit, 1, 3, 0);
    counts_are(*state, 1, 0, 0, 1);
    stage_log_destroy(visit.log);
}

static void nothing_is_left_of_what_was_taken_back(void **state)
{
    struct storage_stage *stage = *state;
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    correct(&visit, "good");
    send(stage, &visit, 1, 1, 0);
    send(stage, &visit, 2, 1, 0);
    /* stage_mutate fails unless a row changes: one row more than there should be would be this one. */
    stage_mutate(stage, "UPDATE tally SET count = count WHERE value = 'boom' AND (SELECT count(*) "
                        "FROM tally WHERE count = 0 OR value = 'bank') = 0");
    stage_log_destroy(visit.log);
}

/* --- what the submission lends --- */

struct slice {
    const char *lang, *place, *channel;
    bool trials;
    int day; /* of November */
};

static int64_t slice(struct storage_stage *stage, struct slice wanted)
{
    const struct bs_date day = {2026, 11, wanted.day};
    struct storage_filter filter = {.tenant = STAGE_TENANT,
                                    .programme = STAGE_PROGRAMME,
                                    .lang = wanted.lang,
                                    .place = wanted.place,
                                    .channel = wanted.channel,
                                    .trials = wanted.trials};
    struct storage_totals totals;

    if (wanted.day != 0) {
        filter.from = day;
        filter.to = day;
    }
    assert_int_equal(storage_totals(stage->storage, &filter, &totals, NULL), BS_OK);
    return totals.submissions;
}

static void day_place_and_channel_stay_those_of_the_submission(void **state)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char id[BS_UUID_TEXT];

    stage_log_id(log, 1, id);
    stage_log_add(log, &(struct stage_visit){.face = "bad",
                                             .place = "bieb",
                                             .channel = BS_CHANNEL_ASSISTED,
                                             .wall_ms = STAGE_NOW_MS - 2 * day_ms});
    stage_log_add(log, &(struct stage_visit){.face = "good", .lang = "en", .corrects = id});
    assert_int_equal(stage_send(*state, log, 1, 2).rc, BS_OK);
    counts_are(*state, 1, 0, 1, 0);
    assert_int_equal(slice(*state, (struct slice){.place = "bieb"}), 1);
    assert_int_equal(slice(*state, (struct slice){.channel = "assisted"}), 1);
    assert_int_equal(slice(*state, (struct slice){.channel = "kiosk"}), 0);
    assert_int_equal(slice(*state, (struct slice){.day = 20}), 1);
    assert_int_equal(slice(*state, (struct slice){.day = 22}), 0);
    stage_log_destroy(log);
}

static void the_language_is_the_one_of_the_correction(void **state)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char id[BS_UUID_TEXT];

    stage_log_id(log, 1, id);
    stage_log_add(log, &(struct stage_visit){.face = "bad", .lang = "nl"});
    stage_log_add(log, &(struct stage_visit){.face = "good", .lang = "en", .corrects = id});
    assert_int_equal(stage_send(*state, log, 1, 2).rc, BS_OK);
    assert_int_equal(slice(*state, (struct slice){.lang = "nl"}), 0);
    assert_int_equal(slice(*state, (struct slice){.lang = "en"}), 1);
    stage_log_destroy(log);
}

static void a_trial_stays_a_trial(void **state)
{
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char id[BS_UUID_TEXT];

    stage_log_id(log, 1, id);
    stage_log_add(log, &(struct stage_visit){.face = "bad", .is_trial = true});
    stage_log_add(log, &(struct stage_visit){.face = "good", .is_trial = true, .corrects = id});
    stage_log_add(log, &(struct stage_visit){.face = "very_good", .corrects = id});
    assert_int_equal(stage_send(*state, log, 1, 2).rc, BS_OK);
    counts_are(*state, 0, 0, 0, 0);
    assert_int_equal(slice(*state, (struct slice){.trials = true}), 1);
    /* Put into use between the thanks and the correction: the visit was a trial. */
    assert_int_equal(stage_send(*state, log, 3, 1).rc, BS_OK);
    counts_are(*state, 0, 0, 0, 0);
    assert_int_equal(slice(*state, (struct slice){.trials = true}), 1);
    stage_log_destroy(log);
}

static void a_correction_makes_a_partial_visit_whole(void **state)
{
    struct storage_stage *stage = *state;
    const struct storage_filter filter = {.tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME};
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    struct storage_totals totals;
    char id[BS_UUID_TEXT];

    stage_log_id(log, 1, id);
    stage_log_add(log, &(struct stage_visit){.face = "bad", .is_partial = true});
    stage_log_add(log, &(struct stage_visit){.face = "good", .corrects = id});
    assert_int_equal(stage_send(stage, log, 1, 2).rc, BS_OK);
    assert_int_equal(storage_totals(stage->storage, &filter, &totals, NULL), BS_OK);
    assert_int_equal(totals.submissions, 1);
    assert_int_equal(totals.partial, 0);
    stage_log_destroy(log);
}

/* --- waiting --- */

static void a_correction_of_another_epoch_waits_for_its_submission(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct visit later = {.log = stage_log_create("kiosk-1", STAGE_EPOCH_2)};

    memcpy(later.id, visit.id, sizeof(later.id));
    correct(&later, "good");
    send(*state, &later, 1, 1, 1);
    counts_are(*state, 0, 0, 0, 0);
    send(*state, &visit, 1, 1, 0);
    counts_are(*state, 1, 0, 1, 0);
    send(*state, &later, 1, 1, 0); /* set aside no more */
    stage_log_destroy(later.log);
    stage_log_destroy(visit.log);
}

static void several_that_waited_count_once_by_the_last(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct visit later = {.log = stage_log_create("kiosk-1", STAGE_EPOCH_2)};

    memcpy(later.id, visit.id, sizeof(later.id));
    correct(&later, "very_good");
    correct(&later, "good");
    send(*state, &later, 1, 2, 2);
    send(*state, &visit, 1, 1, 0);
    counts_are(*state, 1, 0, 1, 0);
    stage_log_destroy(later.log);
    stage_log_destroy(visit.log);
}

static void a_correction_before_its_submission_in_one_batch_waits_for_it(void **state)
{
    struct visit visit = {.log = stage_log_create("kiosk-1", STAGE_EPOCH)};

    stage_log_id(visit.log, 2, visit.id);
    correct(&visit, "good");
    stage_log_add(visit.log, &(struct stage_visit){.face = "bad", .wishes = {"bank", NULL}});
    send(*state, &visit, 1, 2, 0);
    counts_are(*state, 1, 0, 1, 0);
    stage_log_destroy(visit.log);
}

static void both_wait_for_a_programme_that_is_published_later(void **state)
{
    struct storage_stage *stage = *state;
    struct stage_log *log = stage_log_create("kiosk-1", STAGE_EPOCH);
    char id[BS_UUID_TEXT];

    stage_log_id(log, 2, id);
    stage_log_add(log, &(struct stage_visit){.face = "good", .version = 2, .corrects = id});
    stage_log_add(log, &(struct stage_visit){.face = "bad", .version = 2});
    stage_log_add(log, &(struct stage_visit){.face = "very_good", .version = 2, .corrects = id});
    assert_int_equal(stage_send(stage, log, 1, 3).receipt.set_aside_count, 3);
    counts_are(stage, 0, 0, 0, 0);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    counts_are(stage, 1, 0, 0, 1);
    stage_log_destroy(log);
}

/* As the first version of the file holds it. */
static void forget_corrections(struct storage_stage *stage)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    correct(&visit, "good");
    send(stage, &visit, 1, 2, 0);
    stage_close(stage);
    stage_pragma(stage, "UPDATE record SET state = 1, corrects = NULL WHERE seq = 2;"
                        "UPDATE tally SET value = 'bad' WHERE value = 'good';"
                        "UPDATE tally SET value = 'bank' WHERE value = 'boom'");
    stage_log_destroy(visit.log);
}

static void one_that_an_older_central_did_not_know_counts_after_the_upgrade(void **state)
{
    struct storage_stage *stage = *state;

    forget_corrections(stage);
    stage_pragma(stage, "DELETE FROM setting WHERE name = 'understands'");
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    counts_are(stage, 1, 0, 1, 0);
    stage_reopen(stage);
    counts_are(stage, 1, 0, 1, 0);
}

static void what_is_set_aside_is_looked_at_once_for_each_upgrade(void **state)
{
    struct storage_stage *stage = *state;

    forget_corrections(stage);
    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    assert_int_equal(stage_count(stage, "oordeel", "bad"), 1);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    counts_are(stage, 1, 0, 1, 0);
}

/* --- copies --- */

static void a_copy_of_a_correction_does_not_count_again(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct stage_log *copy = stage_log_create("kiosk-1", STAGE_EPOCH_2);

    correct(&visit, "good");
    correct(&visit, "very_good");
    send(*state, &visit, 1, 3, 0);
    stage_log_copy(copy, visit.log, 1);
    stage_log_copy(copy, visit.log, 2);
    assert_int_equal(stage_send(*state, copy, 1, 2).receipt.set_aside_count, 0);
    counts_are(*state, 1, 0, 0, 1);
    stage_log_destroy(copy);
    stage_log_destroy(visit.log);
}

static void a_submission_that_came_twice_is_corrected_once(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct visit copy = {.log = stage_log_create("kiosk-1", STAGE_EPOCH_2)};

    memcpy(copy.id, visit.id, sizeof(copy.id));
    stage_log_copy(copy.log, visit.log, 1);
    correct(&copy, "good");
    send(*state, &visit, 1, 1, 0);
    send(*state, &copy, 1, 2, 0);
    counts_are(*state, 1, 0, 1, 0);
    stage_log_destroy(copy.log);
    stage_log_destroy(visit.log);
}

static void a_correction_under_an_id_that_is_taken_is_set_aside(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    stage_log_add(visit.log,
                  &(struct stage_visit){.face = "good", .corrects = visit.id, .id = visit.id});
    send(*state, &visit, 1, 2, 1);
    counts_are(*state, 1, 1, 0, 0);
    stage_log_destroy(visit.log);
}

/* --- what may not be corrected --- */

static void a_correction_that_may_not_be_is_set_aside(struct storage_stage *stage,
                                                      const struct stage_visit *wrong)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct stage_visit with_id = *wrong;

    if (with_id.corrects == NULL) {
        with_id.corrects = visit.id;
    }
    stage_log_add(visit.log, &with_id);
    send(stage, &visit, 1, 2, 1);
    counts_are(stage, 1, 1, 0, 0);
    stage_log_destroy(visit.log);
}

static void another_version_does_not_correct(void **state)
{
    assert_int_equal(stage_publish(*state, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    a_correction_that_may_not_be_is_set_aside(*state,
                                              &(struct stage_visit){.face = "good", .version = 2});
}

static void an_answer_that_the_programme_does_not_know_does_not_correct(void **state)
{
    a_correction_that_may_not_be_is_set_aside(
        *state, &(struct stage_visit){.face = "good", .wishes = {"vijver", NULL}});
}

static void a_correction_of_nothing_waits_for_ever(void **state)
{
    a_correction_that_may_not_be_is_set_aside(
        *state,
        &(struct stage_visit){.face = "good", .corrects = "01990000-0000-7000-8000-000000000001"});
}

static void a_submission_that_names_another_is_no_submission(void **state)
{
    a_correction_that_may_not_be_is_set_aside(
        *state, &(struct stage_visit){.face = "good", .kind = BS_KIND_SUBMISSION});
}

static void a_correction_that_names_none_is_no_correction(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    stage_log_add(visit.log, &(struct stage_visit){.face = "good", .kind = BS_KIND_CORRECTION});
    send(*state, &visit, 1, 2, 1);
    counts_are(*state, 1, 1, 0, 0);
    stage_log_destroy(visit.log);
}

static void a_correction_of_a_correction_does_not_count(void **state)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);

    correct(&visit, "good");
    stage_log_id(visit.log, 2, visit.id);
    correct(&visit, "very_good");
    send(*state, &visit, 1, 3, 1);
    counts_are(*state, 1, 0, 1, 0);
    stage_log_destroy(visit.log);
}

/* --- attacks --- */

static void a_kiosk_cannot_correct_what_another_kiosk_sent(void **state)
{
    struct storage_stage *stage = *state;
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct visit attack = {.log = stage_log_create("kiosk-3", STAGE_EPOCH)};
    struct storage_kiosk attacker;
    struct stage_answer answer;

    stage_kiosk(stage, "kiosk-3", STAGE_TENANT, &attacker);
    memcpy(attack.id, visit.id, sizeof(attack.id));
    correct(&attack, "good");
    correct(&attack, "very_good");
    /* Before it is there and after. */
    answer = stage_send_as(stage, &attacker, attack.log, 1, 1, false);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    send(stage, &visit, 1, 1, 0);
    answer = stage_send_as(stage, &attacker, attack.log, 2, 1, false);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    assert_int_equal(stage_publish(stage, STAGE_TENANT, 2, "AAAAA"), BS_OK);
    counts_are(stage, 1, 1, 0, 0);
    stage_log_destroy(attack.log);
    stage_log_destroy(visit.log);
}

static void a_kiosk_cannot_correct_what_another_municipality_heard(void **state)
{
    struct storage_stage *stage = *state;
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct visit attack = {.log = stage_log_create("kiosk-2", STAGE_EPOCH)};
    struct stage_answer answer;

    assert_int_equal(stage_publish(stage, STAGE_OTHER, 1, "BBBBB"), BS_OK);
    memcpy(attack.id, visit.id, sizeof(attack.id));
    correct(&attack, "good");
    send(stage, &visit, 1, 1, 0);
    answer = stage_send_as(stage, &stage->other_kiosk, attack.log, 1, 1, false);
    assert_int_equal(answer.receipt.set_aside_count, 1);
    counts_are(stage, 1, 1, 0, 0);
    assert_int_equal(stage_submissions(stage, STAGE_OTHER), 0);
    stage_log_destroy(attack.log);
    stage_log_destroy(visit.log);
}

/* --- verify --- */

static void finds(struct storage_stage *stage, const char *sql, const char *part)
{
    struct visit visit = begin("kiosk-1", STAGE_EPOCH);
    struct stage_findings findings;

    correct(&visit, "good");
    correct(&visit, "very_good");
    send(stage, &visit, 1, 3, 0);
    counts_are(stage, 1, 0, 0, 1);
    stage_mutate(stage, sql);
    findings = stage_verify(stage);
    assert_int_equal(findings.rc, BS_BROKEN);
    if (strstr(findings.first, part) == NULL) {
        fail_msg("expected \"%s\" in: %s", part, findings.first);
    }
    stage_log_destroy(visit.log);
}

static void verify_finds_a_correction_that_was_counted_twice(void **state)
{
    finds(*state, "UPDATE tally SET count = 2 WHERE value = 'very_good'",
          "2 is stored, the records say 1");
}

static void verify_finds_a_submission_that_was_not_taken_back(void **state)
{
    finds(*state,
          "INSERT INTO tally SELECT tenant, programme, question, 'bad', place, lang, channel, "
          "trial, burst, day, 1 FROM tally WHERE value = 'very_good'",
          "1 is stored, the records say 0");
}

static void verify_finds_a_correction_that_was_not_counted(void **state)
{
    finds(*state, "UPDATE record SET state = 1 WHERE seq = 3", "record 3");
}

static void verify_finds_a_correction_that_was_tied_to_another_visit(void **state)
{
    finds(*state, "UPDATE record SET corrects = zeroblob(16) WHERE seq = 3", "record 3");
}

static void verify_finds_a_correction_that_lost_its_visit(void **state)
{
    finds(*state, "UPDATE record SET corrects = NULL WHERE seq = 2", "record 2");
}

static void verify_finds_a_submission_that_was_made_a_correction(void **state)
{
    finds(*state, "UPDATE record SET corrects = zeroblob(16) WHERE seq = 1", "record 1");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_correction_takes_the_place_of_its_submission),
        CASE(a_correction_in_the_same_batch_counts_as_well),
        CASE(the_last_correction_in_the_log_counts),
        CASE(a_batch_that_comes_again_changes_nothing),
        CASE(nothing_is_left_of_what_was_taken_back),
        CASE(day_place_and_channel_stay_those_of_the_submission),
        CASE(the_language_is_the_one_of_the_correction),
        CASE(a_trial_stays_a_trial),
        CASE(a_correction_makes_a_partial_visit_whole),
        CASE(a_correction_of_another_epoch_waits_for_its_submission),
        CASE(several_that_waited_count_once_by_the_last),
        CASE(a_correction_before_its_submission_in_one_batch_waits_for_it),
        CASE(both_wait_for_a_programme_that_is_published_later),
        CASE(one_that_an_older_central_did_not_know_counts_after_the_upgrade),
        CASE(what_is_set_aside_is_looked_at_once_for_each_upgrade),
        CASE(a_copy_of_a_correction_does_not_count_again),
        CASE(a_submission_that_came_twice_is_corrected_once),
        CASE(a_correction_under_an_id_that_is_taken_is_set_aside),
        CASE(another_version_does_not_correct),
        CASE(an_answer_that_the_programme_does_not_know_does_not_correct),
        CASE(a_correction_of_nothing_waits_for_ever),
        CASE(a_submission_that_names_another_is_no_submission),
        CASE(a_correction_that_names_none_is_no_correction),
        CASE(a_correction_of_a_correction_does_not_count),
        CASE(a_kiosk_cannot_correct_what_another_kiosk_sent),
        CASE(a_kiosk_cannot_correct_what_another_municipality_heard),
        CASE(verify_finds_a_correction_that_was_counted_twice),
        CASE(verify_finds_a_submission_that_was_not_taken_back),
        CASE(verify_finds_a_correction_that_was_not_counted),
        CASE(verify_finds_a_correction_that_was_tied_to_another_visit),
        CASE(verify_finds_a_correction_that_lost_its_visit),
        CASE(verify_finds_a_submission_that_was_made_a_correction),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
