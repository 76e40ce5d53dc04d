/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathering and hiding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include <buurtstem/mem.h>

#include "dashboard_stage.h"
#include "results.h"

/* --- hiding, without storage --- */

static struct results_groups make_groups(const int64_t *said, size_t count)
{
    struct results_groups groups = {.count = count};
    groups.in = bs_xcalloc(count + 1, sizeof(struct results_group));
    for (size_t i = 0; i < count; i++) {
        groups.in[i].answered = said[i];
        groups.in[i].counts[0] = said[i];
    }
    results_hide_small(&groups);
    return groups;
}

static void group_of_ten_is_shown_and_of_nine_is_not(void **state)
{
    const int64_t said[] = {30, 10, 9, 9};
    struct results_groups groups = make_groups(said, 4);
    (void)state;
    assert_int_equal(groups.hidden, 2);
    assert_false(groups.in[1].is_hidden);
    assert_true(groups.in[2].is_hidden);
    free(groups.in);
}

static void one_small_group_takes_the_next_with_it(void **state)
{
    const int64_t said[] = {40, 30, 9};
    struct results_groups groups = make_groups(said, 3);
    (void)state;
    assert_int_equal(groups.hidden, 2);
    assert_int_equal(groups.together.answered, 39);
    assert_int_equal(groups.together.counts[0], 39);
    free(groups.in);
}

static void nothing_is_hidden_when_all_are_large(void **state)
{
    const int64_t said[] = {40, 30, 10};
    struct results_groups groups = make_groups(said, 3);
    (void)state;
    assert_int_equal(groups.hidden, 0);
    free(groups.in);
}

static void dont_knows_do_not_make_a_group_large(void **state)
{
    struct results_groups groups = {.count = 1};
    (void)state;
    groups.in = bs_xcalloc(1, sizeof(struct results_group));
    groups.in[0].answered = 19;
    groups.in[0].dont_know = 10;
    results_hide_small(&groups);
    assert_int_equal(groups.hidden, 1);
    free(groups.in);
}

static int descending(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return left < right ? 1 : left > right ? -1 : 0;
}

/* What a reader can work out: the total minus all that is shown. That is either nothing or at least RESULTS_SMALL. */
static void what_is_shown_never_subtracts_to_a_small_group(void **state)
{
    (void)state;
    srandom(20261122);
    for (int round = 0; round < 20000; round++) {
        int64_t said[8];
        size_t count = 1 + (size_t)random() % 8;
        int64_t rest = 0;
        for (size_t i = 0; i < count; i++) {
            said[i] = 1 + random() % 24;
            rest += said[i];
        }
        int64_t total = rest;
        qsort(said, count, sizeof said[0], descending);
        struct results_groups groups = make_groups(said, count);
        for (size_t i = 0; i < count; i++) {
            if (!groups.in[i].is_hidden) {
                assert_true(said[i] >= RESULTS_SMALL);
                rest -= said[i];
            }
        }
        /* With nothing shown, what is left is the total itself. */
        assert_true(rest == 0 || rest >= RESULTS_SMALL || rest == total);
        assert_int_equal(groups.together.answered, rest);
        free(groups.in);
    }
}

/* --- gathering --- */

static const struct results_request everything = {.trials = false};

static struct results gather(struct stage *stage, const char *programme,
                             const struct results_request *request)
{
    struct results results = {.programme = NULL};
    struct bs_error err = {.code = BS_OK};
    if (results_gather(&stage->storage, STAGE_TENANT, programme, request, &results, &err) !=
        BS_OK) {
        fail_msg("%s", err.text);
    }
    return results;
}

static void counts_leave_trials_out(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results results = gather(stage, STAGE_LIVING, &everything);
    (void)state;
    assert_int_equal(results.totals.submissions, 1441);
    assert_int_equal(results.trials, 12);
    assert_int_equal(results.questions[0].all.answered, 1441);
    results_finish(&results);
    stage_destroy(stage);
}

static void counts_of_trials_are_theirs_alone(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results_request trials = {.trials = true};
    struct results results = gather(stage, STAGE_LIVING, &trials);
    (void)state;
    assert_int_equal(results.totals.submissions, 12);
    assert_int_equal(results.questions[0].all.counts[4], 12);
    results_finish(&results);
    stage_destroy(stage);
}

static void dont_knows_are_not_in_what_was_said(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results results = gather(stage, STAGE_LIVING, &everything);
    (void)state;
    assert_int_equal(results.questions[0].all.dont_know, 78);
    assert_int_equal(results_said(&results.questions[0].all), 1363);
    results_finish(&results);
    stage_destroy(stage);
}

static void half_visits_count_for_the_questions_they_answered(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results results = gather(stage, STAGE_LIVING, &everything);
    (void)state;
    assert_int_equal(results.totals.partial, 118);
    assert_int_equal(results.questions[1].all.answered, 1441 - 118);
    results_finish(&results);
    stage_destroy(stage);
}

static void groups_stand_with_most_answers_first(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results results = gather(stage, STAGE_LIVING, &everything);
    const struct results_groups *places = &results.questions[0].places;
    (void)state;
    assert_int_equal(places->count, 5);
    assert_string_equal(places->in[0].name, "Prinsenhof hoogbouw");
    assert_string_equal(places->in[4].name, "Duivenvoorde");
    assert_true(places->in[4].is_hidden);
    results_finish(&results);
    stage_destroy(stage);
}

static void small_place_is_hidden_when_asked_for_by_name(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results_request request = {.place = "duivenvoorde"};
    struct results results = gather(stage, STAGE_LIVING, &request);
    (void)state;
    assert_true(results.questions[0].all.is_hidden);
    results_finish(&results);
    stage_destroy(stage);
}

/* Prinsenhof laagbouw is large, but together with the total it would tell what Duivenvoorde said. */
static void place_that_covers_a_small_one_is_hidden_by_name_too(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results_request request = {.place = "prinsenhof-laag"};
    struct results results = gather(stage, STAGE_LIVING, &request);
    (void)state;
    assert_true(results.questions[0].all.is_hidden);
    results_finish(&results);
    stage_destroy(stage);
}

static void large_place_is_shown_when_asked_for(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results_request request = {.place = "prinsenhof-hoog", .lang = "nl"};
    struct results results = gather(stage, STAGE_LIVING, &request);
    (void)state;
    assert_false(results.questions[0].all.is_hidden);
    assert_int_equal(results_said(&results.questions[0].all), 412);
    results_finish(&results);
    stage_destroy(stage);
}

static void few_days_with_few_answers_are_hidden(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results_request request = {.from = {2026, 11, 2}, .to = {2026, 11, 2}};
    struct results results = gather(stage, STAGE_LIVING, &request);
    (void)state;
    assert_int_equal(results.totals.submissions, 5);
    assert_true(results.questions[0].all.is_hidden);
    results_finish(&results);
    stage_destroy(stage);
}

static void first_answers_of_a_programme_are_shown_in_all(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_face(stage, "2026-11-20", "good", 1);
    struct results results = gather(stage, STAGE_LIVING, &everything);
    assert_false(results.questions[0].all.is_hidden);
    assert_int_equal(results.questions[0].all.counts[3], 1);
    results_finish(&results);
    stage_destroy(stage);
}

static void answers_of_an_earlier_version_are_told_apart(void **state)
{
    struct stage *stage = stage_create();
    struct fake_visit visit = {.programme = STAGE_LIVING,
                               .place = "zijde",
                               .lang = "nl",
                               .day = "2026-11-20",
                               .times = 20};
    (void)state;
    stage_publish(stage);
    visit.answers[0] = (struct fake_answer){"themas", {"verdwenen", "buren", NULL}};
    visit.answers[1] = (struct fake_answer){"weg", {"ja", NULL, NULL}};
    fake_visit(&stage->storage, &visit);
    struct results results = gather(stage, STAGE_LIVING, &everything);
    assert_int_equal(results.questions[1].all.older, 20);
    assert_int_equal(results.elsewhere, 20);
    results_finish(&results);
    stage_destroy(stage);
}

static void more_places_than_fit_are_told(void **state)
{
    static char ids[RESULTS_GROUPS_MAX + 1][8];
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    for (size_t i = 0; i < RESULTS_GROUPS_MAX + 1; i++) {
        struct fake_visit visit = {
            .programme = STAGE_LIVING, .lang = "nl", .day = "2026-11-20", .times = 20};
        snprintf(ids[i], sizeof ids[i], "p-%d", (int)(i % 1000));
        visit.place = ids[i];
        visit.answers[0] = (struct fake_answer){"wonen", {"good", NULL, NULL}};
        fake_visit(&stage->storage, &visit);
        if (i + 1 < RESULTS_GROUPS_MAX) {
            continue;
        }
        struct results results = gather(stage, STAGE_LIVING, &everything);
        assert_int_equal(results.questions[0].places.count, RESULTS_GROUPS_MAX);
        assert_int_equal(results.questions[0].places.is_cut, i == RESULTS_GROUPS_MAX);
        results_finish(&results);
    }
    stage_destroy(stage);
}

static void programme_of_another_tenant_is_not_there(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results results = {.programme = NULL};
    (void)state;
    assert_int_equal(
        results_gather(&stage->storage, "GM0546", STAGE_LIVING, &everything, &results, NULL),
        BS_NOTFOUND);
    assert_null(results.programme);
    stage_destroy(stage);
}

static void failure_of_storage_leaves_nothing_behind(void **state)
{
    struct stage *stage = stage_create_answered();
    struct results results = {.programme = NULL};
    (void)state;
    stage->storage.failure = BS_LATER;
    assert_int_equal(
        results_gather(&stage->storage, STAGE_TENANT, STAGE_LIVING, &everything, &results, NULL),
        BS_LATER);
    assert_int_equal(results.question_count, 0);
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(group_of_ten_is_shown_and_of_nine_is_not),
        cmocka_unit_test(one_small_group_takes_the_next_with_it),
        cmocka_unit_test(nothing_is_hidden_when_all_are_large),
        cmocka_unit_test(dont_knows_do_not_make_a_group_large),
        cmocka_unit_test(what_is_shown_never_subtracts_to_a_small_group),
        cmocka_unit_test(counts_leave_trials_out),
        cmocka_unit_test(counts_of_trials_are_theirs_alone),
        cmocka_unit_test(dont_knows_are_not_in_what_was_said),
        cmocka_unit_test(half_visits_count_for_the_questions_they_answered),
        cmocka_unit_test(groups_stand_with_most_answers_first),
        cmocka_unit_test(small_place_is_hidden_when_asked_for_by_name),
        cmocka_unit_test(place_that_covers_a_small_one_is_hidden_by_name_too),
        cmocka_unit_test(large_place_is_shown_when_asked_for),
        cmocka_unit_test(few_days_with_few_answers_are_hidden),
        cmocka_unit_test(first_answers_of_a_programme_are_shown_in_all),
        cmocka_unit_test(answers_of_an_earlier_version_are_told_apart),
        cmocka_unit_test(more_places_than_fit_are_told),
        cmocka_unit_test(programme_of_another_tenant_is_not_there),
        cmocka_unit_test(failure_of_storage_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
