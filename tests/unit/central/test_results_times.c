/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers through time and by channel: which parts, what is hidden, what is drawn, and what it costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "chart.h"
#include "dashboard_stage.h"
#include "results.h"
#include "results_notes.h"

static const struct results_request everything = {.trials = false};

static struct stage *published(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    return stage;
}

static struct results gather(struct stage *stage, const struct results_request *request)
{
    struct results results = {.programme = NULL};
    struct bs_error err = {.code = BS_OK};
    if (results_gather(&stage->storage, STAGE_TENANT, STAGE_LIVING, request, &results, &err) !=
        BS_OK) {
        fail_msg("%s", err.text);
    }
    return results;
}

/* --- parts --- */

static void days_stand_in_order_with_gaps_between_them(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face(stage, "2026-11-05", "good", 20);
    stage_face(stage, "2026-11-02", "bad", 11);
    stage_face(stage, "2026-11-02", NULL, 4);
    stage_face(stage, "2026-11-02", "good", 1);
    struct results results = gather(stage, &everything);
    const struct results_groups *parts = &results.times.parts;
    assert_int_equal(results.times.step, TIMELINE_DAY);
    assert_int_equal(parts->count, 4);
    assert_string_equal(parts->in[0].key, "2026-11-02");
    assert_int_equal(parts->in[0].answered, 16);
    assert_int_equal(parts->in[0].dont_know, 4);
    assert_int_equal(parts->in[0].counts[1], 11);
    assert_int_equal(parts->in[1].answered, 0);
    assert_int_equal(parts->in[2].answered, 0);
    assert_int_equal(parts->in[3].answered, 20);
    results_finish(&results);
    stage_destroy(stage);
}

static void sum_over_the_parts_is_the_total(void **state)
{
    struct stage *stage = published();
    int64_t sum = 0;
    (void)state;
    stage_answer(stage);
    struct results results = gather(stage, &everything);
    for (size_t i = 0; i < results.times.parts.count; i++) {
        sum += results.times.parts.in[i].answered;
    }
    assert_int_equal(results.times.step, TIMELINE_WEEK);
    assert_int_equal(sum, results.questions[0].all.answered);
    results_finish(&results);
    stage_destroy(stage);
}

static void small_part_is_hidden_and_takes_the_next_smallest_with_it(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face(stage, "2026-11-02", "good", 9);
    stage_face(stage, "2026-11-03", "good", 40);
    stage_face(stage, "2026-11-04", "good", 30);
    stage_face(stage, "2026-11-06", "good", 50);
    struct results results = gather(stage, &everything);
    const struct results_groups *parts = &results.times.parts;
    assert_int_equal(parts->hidden, 2);
    assert_true(parts->in[0].is_hidden);
    assert_false(parts->in[1].is_hidden);
    assert_true(parts->in[2].is_hidden);
    assert_false(parts->in[3].is_hidden); /* a gap hides nobody */
    assert_false(parts->in[4].is_hidden);
    results_finish(&results);
    stage_destroy(stage);
}

static void days_that_are_mostly_too_small_become_weeks(void **state)
{
    struct stage *stage = published();
    (void)state;
    char days[28][24]; /* borrowed by the stage */
    for (int day = 2; day < 28; day++) {
        (void)snprintf(days[day], sizeof days[day], "2026-11-%02d", day);
        stage_face(stage, days[day], "good", 3);
    }
    struct results results = gather(stage, &everything);
    assert_int_equal(results.times.step, TIMELINE_WEEK);
    assert_true(results.times.is_coarse);
    assert_int_equal(results.times.parts.count, 4);
    assert_int_equal(results.times.parts.hidden, 0);
    assert_int_equal(results.times.parts.in[0].answered, 21);
    results_finish(&results);
    stage_destroy(stage);
}

static void one_day_has_no_course(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face(stage, "2026-11-02", "good", 90);
    struct results results = gather(stage, &everything);
    assert_int_equal(results.times.parts.count, 0);
    results_finish(&results);
    assert_silent(stage_get(stage, "/programmas/" STAGE_LIVING), "Door de tijd");
    stage_destroy(stage);
}

static void part_that_is_too_small_to_show_has_no_course_either(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face(stage, "2026-11-02", "good", 5);
    stage_face(stage, "2026-11-03", "good", 90);
    struct results_request request = {.to = {2026, 11, 2}};
    struct results results = gather(stage, &request);
    assert_true(results.questions[0].all.is_hidden);
    assert_int_equal(results.times.parts.count, 0);
    results_finish(&results);
    stage_destroy(stage);
}

static void trials_hide_nothing(void **state)
{
    struct stage *stage = published();
    const struct results_request trials = {.trials = true};
    (void)state;
    for (int day = 1; day <= 2; day++) {
        struct fake_visit visit = {.programme = STAGE_LIVING,
                                   .place = "zijde",
                                   .lang = "nl",
                                   .day = day == 1 ? "2026-11-01" : "2026-11-02",
                                   .trial = true,
                                   .times = 1};
        visit.answers[0] = (struct fake_answer){"wonen", {"good", NULL, NULL}};
        fake_visit(&stage->storage, &visit);
    }
    struct results results = gather(stage, &trials);
    assert_int_equal(results.times.parts.count, 2);
    assert_int_equal(results.times.parts.hidden, 0);
    results_finish(&results);
    stage_destroy(stage);
}

/* --- the drawing --- */

static void hidden_part_draws_the_same_whatever_its_size(void **state)
{
    struct stage *one = published();
    struct stage *other = published();
    (void)state;
    const int64_t sizes[] = {1, 9};
    struct stage *stages[] = {one, other};
    char drawings[2][4096];
    for (size_t i = 0; i < 2; i++) {
        struct results_group parts[3] = {
            {.key = "2026-11-01", .answered = 40, .counts = {40}},
            {.key = "2026-11-02", .answered = sizes[i], .counts = {sizes[i]}, .is_hidden = true},
            {.key = "2026-11-03", .answered = 30, .counts = {30}}};
        const struct results_groups groups = {.count = 3, .in = parts};
        struct html html = {.out = &stages[i]->reply.body};
        const struct bs_question question = {.choice_count = 1, .choices = {{.value = "good"}}};
        chart_bars(&html, &groups, "dag");
        chart_columns(&html, &question, &groups);
        (void)snprintf(drawings[i], sizeof drawings[i], "%s", bs_buf_string(html.out));
    }
    assert_string_equal(drawings[0], drawings[1]);
    assert_says(drawings[0], "class=\"few\"");
    stage_destroy(one);
    stage_destroy(other);
}

static void top_of_an_axis_is_round_and_has_a_half(void **state)
{
    static const int64_t cases[][2] = {{0, 2},     {1, 2},     {2, 2},     {3, 4},
                                       {9, 10},    {10, 10},   {11, 20},   {61, 80},
                                       {100, 100}, {101, 200}, {999, 1000}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(chart_top(cases[i][0]), cases[i][1]);
    }
}

static void chart_stands_beside_a_table_with_the_same_numbers(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face(stage, "2026-11-02", "good", 30);
    stage_face(stage, "2026-11-02", "bad", 10);
    stage_face(stage, "2026-11-04", "good", 20);
    const char *page = strstr(stage_get(stage, "/programmas/" STAGE_LIVING), "Door de tijd");
    assert_non_null(page);
    assert_says(page, "<title>Antwoorden per dag; de meeste, 40, in 2\u00A0nov\u00A02026</title>");
    assert_says(page, "<th scope=\"row\">2\u00A0nov\u00A02026</th><td>0\u00A0% <span "
                      "class=\"count\">0</span></td><td>25\u00A0% <span class=\"count\">10</span>");
    assert_says(page, "<th scope=\"row\">3\u00A0nov\u00A02026</th><td class=\"none\" "
                      "colspan=\"7\">geen antwoorden</td>");
    stage_destroy(stage);
}

/* --- channels --- */

static void channels_stand_apart_once_there_are_two(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face_by(stage, "kiosk", "good", 40);
    const char *page = stage_get(stage, "/programmas/" STAGE_LIVING);
    assert_silent(page, "Per manier van antwoorden");
    assert_silent(page, "id=\"manier\"");
    assert_says(page, "Alles kwam op één manier binnen: Kiosk.");
    stage_face_by(stage, "paper", "good", 30);
    stage_face_by(stage, "assisted", "good", 20);
    page = stage_get(stage, "/programmas/" STAGE_LIVING);
    assert_says(page, "Per manier van antwoorden");
    assert_says(page, "<th scope=\"row\">Papier</th>");
    assert_says(page, "<th scope=\"row\">Samen ingevuld</th>");
    stage_destroy(stage);
}

static void channel_filter_narrows_and_stays_chosen(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face_by(stage, "kiosk", "good", 40);
    stage_face_by(stage, "paper", "good", 30);
    const char *page = stage_get(stage, "/programmas/" STAGE_LIVING "?manier=paper");
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<dd class=\"figure\">30</dd>");
    assert_says(page, "<option value=\"paper\" selected>Papier</option>");
    assert_says(page, " · Papier</p>");
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING "?manier=assisted"),
                "<option value=\"assisted\" selected>Samen ingevuld</option>");
    stage_get(stage, "/programmas/" STAGE_LIVING "?manier=fax");
    assert_int_equal(stage->reply.status, 400);
    stage_destroy(stage);
}

static void small_channel_is_hidden_like_any_group(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_face_by(stage, "kiosk", "good", 60);
    stage_face_by(stage, "assisted", "good", 50);
    stage_face_by(stage, "paper", "good", 4);
    struct results results = gather(stage, &everything);
    assert_int_equal(results.questions[0].channels.count, 3);
    assert_int_equal(results.questions[0].channels.hidden, 2);
    results_finish(&results);
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING "?manier=paper"),
                "Dit deel is te klein om te tonen.");
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING "?manier=assisted"),
                "Dit deel is te klein om te tonen.");
    stage_destroy(stage);
}

/* --- cost --- */

static void many_answers_cost_no_more_questions_than_few(void **state)
{
    struct stage *few = published();
    struct stage *many = published();
    (void)state;
    stage_face(few, "2026-11-02", "good", 20);
    stage_face(few, "2026-11-04", "good", 20);
    stage_answer(many);
    stage_fill(many);
    stage_install(many);
    few->storage.asked = many->storage.asked = 0;
    stage_get(few, "/programmas/" STAGE_LIVING);
    stage_get(many, "/programmas/" STAGE_LIVING);
    assert_int_equal(few->storage.asked, many->storage.asked);
    /* The figures, the notes, the kiosks' card, and the frame with its menu. */
    assert_true(few->storage.asked <= RESULTS_QUESTIONS_ASKED + RESULTS_NOTES_ASKED + 7 + 3);
    stage_destroy(few);
    stage_destroy(many);
}

/* --- the answer --- */

static void outcome_stands_on_the_page_and_the_card_says_when(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_answer(stage);
    stage_decide(stage);
    const char *page = stage_get(stage, "/programmas/" STAGE_WASTE);
    assert_says(page, "<h2 id=\"antwoord\">Wat er is geantwoord</h2>");
    assert_says(page, "<span class=\"done\">beantwoord op 2\u00A0nov\u00A02026</span>");
    assert_says(page, "<dt>Beantwoord</dt><dd class=\"figure\">2\u00A0nov</dd>");
    assert_says(page, "Minder mensen kozen een brengstation.");
    assert_says(page, "We vragen weer hoe schoon de straat is.");
    assert_silent(page, "te laat");
    stage_destroy(stage);
}

static void kiosks_card_tells_whether_the_figures_are_complete(void **state)
{
    struct stage *stage = published();
    (void)state;
    stage_answer(stage);
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING),
                "<dt>Volledig</dt><dd class=\"figure\">–</dd>");
    stage_install(stage);
    stage_delay(stage);
    assert_says(stage_get(stage, "/programmas/" STAGE_LIVING),
                "<dt>Volledig</dt><dd class=\"figure\">3 van 4</dd>");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_stand_in_order_with_gaps_between_them),
        cmocka_unit_test(sum_over_the_parts_is_the_total),
        cmocka_unit_test(small_part_is_hidden_and_takes_the_next_smallest_with_it),
        cmocka_unit_test(days_that_are_mostly_too_small_become_weeks),
        cmocka_unit_test(one_day_has_no_course),
        cmocka_unit_test(part_that_is_too_small_to_show_has_no_course_either),
        cmocka_unit_test(trials_hide_nothing),
        cmocka_unit_test(hidden_part_draws_the_same_whatever_its_size),
        cmocka_unit_test(top_of_an_axis_is_round_and_has_a_half),
        cmocka_unit_test(chart_stands_beside_a_table_with_the_same_numbers),
        cmocka_unit_test(channels_stand_apart_once_there_are_two),
        cmocka_unit_test(channel_filter_narrows_and_stays_chosen),
        cmocka_unit_test(small_channel_is_hidden_like_any_group),
        cmocka_unit_test(many_answers_cost_no_more_questions_than_few),
        cmocka_unit_test(outcome_stands_on_the_page_and_the_card_says_when),
        cmocka_unit_test(kiosks_card_tells_whether_the_figures_are_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
