/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Results of a programme that had other choices and other questions before: nothing that was said is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "dashboard_stage.h"

#define PROGRAMME "schone-straat" /* of both samples */
#define PAGE      "/programmas/" PROGRAMME

static struct stage *with_sample(const char *path)
{
    struct stage *stage = stage_create();
    struct bs_buf text;
    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    assert_int_equal(bs_file_read(path, &text, NULL), BS_OK);
    stage_put(stage, bs_buf_string(&text), (struct bs_date){2026, 11, 1});
    bs_buf_finish(&text);
    fake_place(&stage->storage, "zijde", "De Zijde");
    return stage;
}

#define SAMPLE(name) BS_SOURCE_DIR "/tests/data/programmes/valid/" name "/input.json"

static void answer(struct stage *stage, int64_t times, struct fake_answer said, const char *ranked)
{
    struct fake_visit visit = {.programme = PROGRAMME,
                               .place = "zijde",
                               .lang = "nl",
                               .day = "2026-11-20",
                               .ranked = ranked,
                               .times = times,
                               .answers = {said}};
    fake_visit(&stage->storage, &visit);
}

static void a_face_of_before_stands_in_the_bar_and_in_the_table(void **state)
{
    struct stage *stage = with_sample(SAMPLE("four-faces-and-schema-address"));
    (void)state;
    answer(stage, 30, (struct fake_answer){"mood", {"good"}}, NULL);
    answer(stage, 10, (struct fake_answer){"mood", {"neutral"}}, NULL);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, ", Keuzes uit een eerdere versie 25\u00A0%</title>");
    assert_says(page, "<th scope=\"col\">Keuzes uit een eerdere versie</th>");
    assert_says(page, "<td class=\"strong\">25\u00A0%</td><td class=\"apart\">apart</td>");
    assert_says(page, "<td>10</td><td class=\"apart\">0</td>");
    stage_destroy(stage);
}

static void points_of_before_have_a_row_so_that_the_shares_are_of_what_is_seen(void **state)
{
    struct stage *stage = with_sample(SAMPLE("every-kind-by-branches"));
    (void)state;
    answer(stage, 20, (struct fake_answer){"money", {"bins", "bins", "bins", "ponds"}}, NULL);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "<td class=\"strong\">75\u00A0%</td><td>60</td><td>3,0</td>");
    assert_says(page, "<th scope=\"row\">Keuzes uit een eerdere versie</th>");
    assert_says(page, "<td class=\"strong\">25\u00A0%</td><td>20</td><td>1,0</td>");
    stage_destroy(stage);
}

static void groups_have_a_column_for_what_was_chosen_before_if_somebody_did(void **state)
{
    struct stage *stage = with_sample(SAMPLE("every-kind-by-branches"));
    (void)state;
    answer(stage, 20, (struct fake_answer){"money", {"bins", "bins", "bins", "ponds"}}, NULL);
    answer(stage, 20, (struct fake_answer){"which", {"a"}}, NULL);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "Keuzes uit een eerdere versie</th><th scope=\"col\">Weet ik niet</th>");
    assert_says(page,
                "<td>25\u00A0% <span class=\"count\">20</span></td><td class=\"plain\">0</td>");
    assert_says(page, "D</th><th scope=\"col\">Weet ik niet</th>");
    stage_destroy(stage);
}

static void a_place_in_a_top_of_before_is_told(void **state)
{
    struct stage *stage = with_sample(SAMPLE("every-kind-by-branches"));
    (void)state;
    answer(stage, 20, (struct fake_answer){"first", {"w", "x"}}, "first");
    assert_says(stage_get(stage, PAGE),
                "20 keer kozen mensen iets dat in deze versie niet meer staat.");
    stage_destroy(stage);
}

static void a_question_of_before_counts_once_for_each_answer(void **state)
{
    struct stage *stage = with_sample(SAMPLE("every-kind-by-branches"));
    (void)state;
    answer(stage, 12, (struct fake_answer){"oud", {"a", "b", "c"}}, "oud");
    answer(stage, 3, (struct fake_answer){"oud", {NULL}}, NULL);
    answer(stage, 5, (struct fake_answer){"ouder", {"a"}}, NULL);
    assert_says(stage_get(stage, PAGE), "20 keer is geantwoord op een vraag");
    stage_destroy(stage);
}

/* The outcome of the programme that has one becomes its second version. */
static void raise_version(struct stage *stage)
{
    for (size_t i = 0; i < stage->storage.programme_count; i++) {
        char *outcome = stage->storage.programmes[i].outcome;
        char *at = outcome == NULL ? NULL : strstr(outcome, "\"version\":");
        if (at != NULL) {
            at += strcspn(at, "1");
            *at = '2';
        }
    }
}

static void taps_on_an_outcome_that_was_changed_say_so(void **state)
{
    struct stage *stage = stage_create();
    struct fake_left taps = {STAGE_WASTE, STORAGE_LEFT_UNDERSTOOD, "yes", false, 12};
    (void)state;
    stage_publish(stage);
    stage_answer(stage);
    stage_decide(stage);
    fake_left(&stage->storage, &taps);
    assert_null(strstr(stage_get(stage, "/programmas/" STAGE_WASTE), "later veranderd"));
    raise_version(stage);
    assert_says(stage_get(stage, "/programmas/" STAGE_WASTE),
                "Dit antwoord is later veranderd. Ook wie een eerdere versie las, telt mee.");
    stage_destroy(stage);
}

/* --- links keep what was chosen --- */

static void leaving_out_quick_visits_keeps_the_rest_of_the_choice(void **state)
{
    struct stage *stage = stage_create();
    struct fake_visit visit = {.programme = STAGE_LIVING,
                               .place = "zijde",
                               .lang = "nl",
                               .day = "2026-11-20",
                               .burst = true,
                               .times = 20,
                               .answers = {{"wonen", {"good"}}}};
    (void)state;
    stage_publish(stage);
    fake_place(&stage->storage, "zijde", "De Zijde");
    fake_visit(&stage->storage, &visit);
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING "?plek=zijde&van=2026-11-01&taal=nl"),
                "?reeksen=nee&amp;plek=zijde&amp;taal=nl&amp;van=2026-11-01\">laat weg</a>");
    stage_destroy(stage);
}

static void showing_all_trials_stays_with_the_trials(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_answer(stage);
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING "?proef=ja&taal=nl"),
                "<a href=\"/programmas/" STAGE_LIVING "?proef=ja\">Toon alles</a>");
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING "?taal=nl"),
                "<a href=\"/programmas/" STAGE_LIVING "\">Toon alles</a>");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_face_of_before_stands_in_the_bar_and_in_the_table),
        cmocka_unit_test(points_of_before_have_a_row_so_that_the_shares_are_of_what_is_seen),
        cmocka_unit_test(groups_have_a_column_for_what_was_chosen_before_if_somebody_did),
        cmocka_unit_test(a_place_in_a_top_of_before_is_told),
        cmocka_unit_test(a_question_of_before_counts_once_for_each_answer),
        cmocka_unit_test(taps_on_an_outcome_that_was_changed_say_so),
        cmocka_unit_test(leaving_out_quick_visits_keeps_the_rest_of_the_choice),
        cmocka_unit_test(showing_all_trials_stays_with_the_trials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
