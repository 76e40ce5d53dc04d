/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From a decision of the session to bytes in the log. */

#include "worker_stage.h"

#include <string.h>

#include <buurtstem/submission.h>

#include "all_zero.h"
#include "effects.h"

static struct worker_stage stage;
static struct effects effects;

static int make(void **state)
{
    (void)state;
    worker_stage_make(&stage);
    worker_stage_run(&stage);
    effects = (struct effects){
        .worker = stage.worker, .clock = stage.clock, .random = bs_random_system()};
    return 0;
}

static int drop(void **state)
{
    (void)state;
    worker_stage_drop(&stage);
    return 0;
}

static void no_effect_does_nothing(void **state)
{
    (void)state;
    assert_true(effects_run(&effects, &(struct session_effect){.kind = SESSION_NO_EFFECT}));
    worker_stage_silence(&stage, 50);
}

static void a_submission_is_kept_as_it_was_decided(void **state)
{
    struct session_effect effect = worker_stage_answer();
    struct bs_submission read;
    struct bs_error err = {0};
    (void)state;
    assert_true(effects_run(&effects, &effect));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(
        bs_submission_decode((struct bs_bytes){effects.body, effects.len}, &read, &err), BS_OK);
    assert_string_equal(read.programme, "een");
    assert_int_equal(read.seconds, 30);
    assert_int_equal(read.answer_count, 1);
    assert_string_equal(read.answers[0].values[0], "good");
}

static void trying_again_sends_the_same_id_and_bytes(void **state)
{
    struct session_effect effect = worker_stage_answer();
    (void)state;
    assert_true(effects_run(&effects, &effect));
    struct worker_event first = worker_stage_event(&stage);
    assert_true(effects_run(&effects, &(struct session_effect){.kind = SESSION_SAVE_AGAIN}));
    struct worker_event second = worker_stage_event(&stage);
    assert_int_equal(second.kind, WORKER_SAVED); /* other bytes under that id would be refused */
    assert_memory_equal(&first.id, &second.id, sizeof first.id);
    assert_int_equal(worker_stage_records(&stage), 1);
}

static void another_visit_with_the_same_answers_is_another_record(void **state)
{
    struct session_effect effect = worker_stage_answer();
    (void)state;
    assert_true(effects_run(&effects, &effect));
    worker_stage_expect(&stage, WORKER_SAVED);
    effects_forget(&effects);
    assert_true(effects_run(&effects, &effect));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_int_equal(worker_stage_records(&stage), 2);
}

static void after_forgetting_there_is_nothing_to_try_again(void **state)
{
    struct session_effect effect = worker_stage_answer();
    (void)state;
    assert_true(effects_run(&effects, &effect));
    worker_stage_expect(&stage, WORKER_SAVED);
    effects_forget(&effects);
    assert_false(effects_run(&effects, &(struct session_effect){.kind = SESSION_SAVE_AGAIN}));
}

static void forgetting_leaves_no_byte_of_the_answers(void **state)
{
    struct session_effect effect = worker_stage_answer();
    (void)state;
    assert_true(effects_run(&effects, &effect));
    worker_stage_expect(&stage, WORKER_SAVED);
    assert_false(is_all_zero(effects.body, sizeof effects.body));
    effects_forget(&effects);
    assert_true(is_all_zero(effects.body, sizeof effects.body));
    assert_true(is_all_zero(&effects.id, sizeof effects.id));
}

static void what_was_saved_is_mine_until_it_is_forgotten(void **state)
{
    struct session_effect effect = worker_stage_answer();
    (void)state;
    assert_true(effects_run(&effects, &effect));
    struct worker_event event = worker_stage_event(&stage);
    struct bs_uuid other = worker_stage_id(7);
    assert_true(effects_is_mine(&effects, &event.id));
    assert_false(effects_is_mine(&effects, &other));
    effects_forget(&effects);
    assert_false(effects_is_mine(&effects, &event.id));
}

static void nothing_is_mine_before_anything_was_saved(void **state)
{
    const struct bs_uuid none = {{0}};
    (void)state;
    assert_false(effects_is_mine(&effects, &none));
}

/* ---- corrections ---- */

static struct session_effect a_correction(void)
{
    struct session_effect effect = worker_stage_answer();
    effect.kind = SESSION_SAVE_CORRECTION;
    return effect;
}

/* Saves the visit's submission; gives its id. */
static struct bs_uuid save_first(void)
{
    struct session_effect effect = worker_stage_answer();
    assert_true(effects_run(&effects, &effect));
    struct bs_uuid id = worker_stage_event(&stage).id;
    effects_settle(&effects);
    return id;
}

static void assert_corrects(const struct bs_uuid *id)
{
    struct bs_submission read;
    struct bs_error err = {0};
    char text[BS_UUID_TEXT];
    bs_uuid_format(id, text);
    assert_string_equal(effects.kind, BS_KIND_CORRECTION);
    assert_int_equal(
        bs_submission_decode((struct bs_bytes){effects.body, effects.len}, &read, &err), BS_OK);
    assert_string_equal(read.corrects, text);
}

static void a_correction_names_the_submission_of_the_visit(void **state)
{
    struct session_effect effect = a_correction();
    (void)state;
    struct bs_uuid first = save_first();
    assert_true(effects_run(&effects, &effect));
    assert_corrects(&first);
    struct bs_uuid second = worker_stage_event(&stage).id;
    assert_memory_not_equal(&first, &second, sizeof first);
}

static void a_second_correction_names_the_submission_too(void **state)
{
    struct session_effect effect = a_correction();
    (void)state;
    struct bs_uuid first = save_first();
    for (int i = 0; i < 2; i++) {
        assert_true(effects_run(&effects, &effect));
        worker_stage_expect(&stage, WORKER_SAVED);
        assert_corrects(&first);
        effects_settle(&effects);
    }
}

static void a_submission_corrects_nothing(void **state)
{
    (void)state;
    save_first();
    struct session_effect effect = worker_stage_answer();
    assert_true(effects_run(&effects, &effect));
    assert_string_equal(effects.kind, BS_KIND_SUBMISSION);
    assert_null(strstr((const char *)effects.body, "corrects"));
}

static void what_is_saved_leaves_its_id_and_no_byte_of_its_answers(void **state)
{
    (void)state;
    save_first();
    assert_true(is_all_zero(effects.body, sizeof effects.body));
    assert_int_equal(effects.len, 0);
    assert_string_not_equal(effects.first, "");
    effects_forget(&effects);
    assert_true(is_all_zero(effects.first, sizeof effects.first));
}

static void what_is_not_saved_cannot_be_corrected(void **state)
{
    struct session_effect effect = a_correction();
    (void)state;
    assert_false(effects_run(&effects, &effect));
    save_first();
    effects_forget(&effects);
    assert_false(effects_run(&effects, &effect));
    worker_stage_silence(&stage, 50);
}

static void a_new_submission_forgets_the_one_before_it(void **state)
{
    struct session_effect effect = worker_stage_answer();
    (void)state;
    save_first();
    strcpy(effect.submission.place, "Not A Slug");
    assert_false(effects_run(&effects, &effect));
    effect = a_correction();
    assert_false(effects_run(&effects, &effect));
}

static void what_cannot_be_encoded_is_not_saved(void **state)
{
    struct session_effect effect = worker_stage_answer();
    (void)state;
    strcpy(effect.submission.place, "Not A Slug");
    assert_false(effects_run(&effects, &effect));
    worker_stage_silence(&stage, 50);
}

static void a_full_queue_is_no_save(void **state)
{
    struct session_effect effect = worker_stage_answer();
    int queued = 0;
    (void)state;
    worker_stage_slow(100);
    while (queued < 2 * WORKER_JOBS_MAX && worker_stage_save(&stage, queued + 1)) {
        queued++;
    }
    assert_false(effects_run(&effects, &effect));
    worker_stage_slow(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_effect_does_nothing),
        TEST(a_submission_is_kept_as_it_was_decided),
        TEST(trying_again_sends_the_same_id_and_bytes),
        TEST(another_visit_with_the_same_answers_is_another_record),
        TEST(after_forgetting_there_is_nothing_to_try_again),
        TEST(forgetting_leaves_no_byte_of_the_answers),
        TEST(what_was_saved_is_mine_until_it_is_forgotten),
        TEST(nothing_is_mine_before_anything_was_saved),
        TEST(a_correction_names_the_submission_of_the_visit),
        TEST(a_second_correction_names_the_submission_too),
        TEST(a_submission_corrects_nothing),
        TEST(what_is_saved_leaves_its_id_and_no_byte_of_its_answers),
        TEST(what_is_not_saved_cannot_be_corrected),
        TEST(a_new_submission_forgets_the_one_before_it),
        TEST(what_cannot_be_encoded_is_not_saved),
        TEST(a_full_queue_is_no_save),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
