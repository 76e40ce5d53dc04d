/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A token that takes the place of another: asked for, handed in, used; also when central ends at any step. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fault_ledger.h"
#include "stop_steps.h"
#include "storage_stage.h"
#include "storage_token.h"

#define KIOSK "kiosk-1"

static const char old_token[] = "a11111111111111111111111111111111111111111111111111111111111111a";
static const char new_token[] = "b22222222222222222222222222222222222222222222222222222222222222b";
static const char third_token[] =
    "c33333333333333333333333333333333333333333333333333333333333333c";
static const char code[] = "d44444444444444444444444444444444444444444444444444444444444444d";
static const char other_code[] = "e55555555555555555555555555555555555555555555555555555555555555e";

static enum bs_err enrol(struct storage_stage *stage, const char *id, const char *hash)
{
    struct storage_kiosk kiosk = {.tenant = STAGE_TENANT, .place = STAGE_PLACE, .languages = "nl"};
    const char *used = strcmp(id, KIOSK) == 0 ? code : other_code;

    memcpy(kiosk.id, id, strlen(id) + 1);
    assert_int_equal(storage_invite_kiosk(stage->storage, &kiosk, used, STAGE_NOW_MS + 1000, NULL),
                     BS_OK);
    return storage_enrol(stage->storage, used, hash, STAGE_NOW_MS, &kiosk, NULL);
}

static int setup(void **state)
{
    int rc = stage_setup(state);

    return rc == 0 && enrol(*state, KIOSK, old_token) == BS_OK ? 0 : -1;
}

static int64_t asked(struct storage_stage *stage)
{
    int64_t generation = 0;

    assert_int_equal(storage_ask_new_token(stage->storage, KIOSK, &generation, NULL), BS_OK);
    return generation;
}

static bool is_known(struct storage_stage *stage, const char *hash)
{
    struct storage_kiosk kiosk;
    enum bs_err rc = storage_kiosk_by_token(stage->storage, hash, &kiosk, NULL);

    assert_true(rc == BS_NOTFOUND || (rc == BS_OK && strcmp(kiosk.id, KIOSK) == 0));
    return rc == BS_OK;
}

static enum bs_err put(struct storage_stage *stage, const char *hash, int64_t generation)
{
    return storage_put_next_token(stage->storage, KIOSK, hash, generation, NULL);
}

static void each_question_asks_for_one_generation_more(void **state)
{
    struct storage_kiosk kiosk;
    struct storage_stage *stage = *state;

    assert_int_equal(asked(stage), 1);
    assert_int_equal(asked(stage), 2);
    assert_int_equal(storage_kiosk(stage->storage, KIOSK, &kiosk, NULL), BS_OK);
    assert_true(kiosk.generation == 2 && kiosk.token_generation == 0);
}

static void nobody_is_asked_who_has_no_token_or_was_revoked(void **state)
{
    struct storage_stage *stage = *state;
    int64_t generation = 77;

    assert_int_equal(storage_ask_new_token(stage->storage, "nobody", &generation, NULL),
                     BS_NOTFOUND);
    assert_int_equal(
        storage_ask_new_token(stage->storage, stage->other_kiosk.id, &generation, NULL),
        BS_REFUSED);
    assert_int_equal(storage_set_kiosk_state(stage->storage, KIOSK, STORAGE_KIOSK_REVOKED, NULL),
                     BS_OK);
    assert_int_equal(storage_ask_new_token(stage->storage, KIOSK, &generation, NULL), BS_REFUSED);
    assert_int_equal(generation, 77);
}

static void only_the_generation_that_was_asked_for_is_taken(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(put(stage, new_token, 1), BS_REFUSED);
    (void)asked(stage);
    assert_int_equal(put(stage, new_token, 2), BS_REFUSED);
    assert_int_equal(put(stage, new_token, 1), BS_OK);
    assert_int_equal(put(stage, new_token, 1), BS_OK);
}

static void both_are_good_until_the_new_one_is_used(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(put(stage, new_token, asked(stage)), BS_OK);
    assert_true(is_known(stage, old_token));
    assert_true(is_known(stage, old_token));
    assert_true(is_known(stage, new_token));
    assert_false(is_known(stage, old_token));
    stage_reopen(stage);
    assert_true(is_known(stage, new_token));
    assert_false(is_known(stage, old_token));
}

static void a_generation_that_is_in_use_is_not_taken_again(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(put(stage, new_token, asked(stage)), BS_OK);
    assert_true(is_known(stage, new_token));
    assert_int_equal(put(stage, third_token, 1), BS_REFUSED);
    assert_int_equal(put(stage, third_token, asked(stage)), BS_OK);
    assert_true(is_known(stage, third_token));
    assert_false(is_known(stage, new_token));
}

static void another_hash_before_the_first_use_takes_the_place(void **state)
{
    struct storage_stage *stage = *state;

    assert_int_equal(put(stage, new_token, asked(stage)), BS_OK);
    assert_int_equal(put(stage, third_token, 1), BS_OK);
    assert_false(is_known(stage, new_token));
    assert_true(is_known(stage, third_token));
}

static void a_secret_that_another_kiosk_has_is_refused(void **state)
{
    struct storage_stage *stage = *state;

    (void)asked(stage);
    assert_int_equal(put(stage, old_token, 1), BS_REFUSED);
    assert_int_equal(enrol(stage, "kiosk-3", third_token), BS_OK);
    assert_int_equal(put(stage, third_token, 1), BS_REFUSED);
    assert_true(is_known(stage, old_token));
}

static void an_enrolment_ends_what_was_asked_for(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk;

    assert_int_equal(put(stage, new_token, asked(stage)), BS_OK);
    assert_int_equal(enrol(stage, KIOSK, third_token), BS_OK);
    assert_false(is_known(stage, new_token));
    assert_false(is_known(stage, old_token));
    assert_true(is_known(stage, third_token));
    assert_int_equal(storage_kiosk(stage->storage, KIOSK, &kiosk, NULL), BS_OK);
    assert_true(kiosk.generation == 0 && kiosk.token_generation == 0);
}

static void one_that_is_invited_again_after_it_was_revoked_has_no_token_left(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_kiosk kiosk = {
        .id = KIOSK, .tenant = STAGE_TENANT, .place = STAGE_PLACE, .languages = "nl"};

    assert_int_equal(put(stage, new_token, asked(stage)), BS_OK);
    assert_int_equal(storage_set_kiosk_state(stage->storage, KIOSK, STORAGE_KIOSK_REVOKED, NULL),
                     BS_OK);
    assert_int_equal(storage_invite_kiosk(stage->storage, &kiosk, code, STAGE_NOW_MS + 1000, NULL),
                     BS_OK);
    assert_false(is_known(stage, new_token));
    assert_false(is_known(stage, old_token));
}

/* ---- the power goes ---- */

struct scene {
    void *stage;
};

static void prepare(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage;

    if (scene->stage != NULL) {
        (void)stage_teardown(&scene->stage);
    }
    assert_int_equal(setup(&scene->stage), 0);
    stage = scene->stage;
    (void)asked(stage);
    stage_close(stage);
}

/* Hands the new one in and uses it. */
static bool run(void *context)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;
    struct storage_kiosk kiosk;
    bool good = storage_open_sqlite(stage->path, &stage->storage, NULL) == BS_OK &&
                storage_put_next_token(stage->storage, KIOSK, new_token, 1, NULL) == BS_OK &&
                storage_kiosk_by_token(stage->storage, new_token, &kiosk, NULL) == BS_OK;

    stage_close(stage);
    return good;
}

/* A kiosk that has both tokens is let in by one of them, and the same request brings it to the end. */
static void one_of_them_is_good(void *context, long step)
{
    struct scene *scene = context;
    struct storage_stage *stage = scene->stage;

    assert_int_equal(storage_open_sqlite(stage->path, &stage->storage, NULL), BS_OK);
    if (step == 0) {
        assert_false(is_known(stage, old_token));
    } else if (is_known(stage, old_token)) {
        assert_int_equal(put(stage, new_token, 1), BS_OK);
    }
    assert_true(is_known(stage, new_token));
    assert_false(is_known(stage, old_token));
}

/* F69 */
static void stopped_at_any_step_one_of_the_two_is_good(void **state)
{
    struct scene scene = {NULL};
    long steps;
    const struct stop_case stop = {.prepare = prepare, .run = run, .check = one_of_them_is_good};

    (void)state;
    steps = stop_at_every_step(&stop, &scene);
    assert_true(steps >= 4);
    fault_struck("F69", "central stopped at every step", steps);
    (void)stage_teardown(&scene.stage);
}

#define ENROLLED(test) cmocka_unit_test_setup_teardown(test, setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ENROLLED(each_question_asks_for_one_generation_more),
        ENROLLED(nobody_is_asked_who_has_no_token_or_was_revoked),
        ENROLLED(only_the_generation_that_was_asked_for_is_taken),
        ENROLLED(both_are_good_until_the_new_one_is_used),
        ENROLLED(a_generation_that_is_in_use_is_not_taken_again),
        ENROLLED(another_hash_before_the_first_use_takes_the_place),
        ENROLLED(a_secret_that_another_kiosk_has_is_refused),
        ENROLLED(an_enrolment_ends_what_was_asked_for),
        ENROLLED(one_that_is_invited_again_after_it_was_revoked_has_no_token_left),
        cmocka_unit_test(stopped_at_any_step_one_of_the_two_is_good),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
