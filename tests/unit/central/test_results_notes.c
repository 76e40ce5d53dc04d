/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What connectors noted, beside the chart through time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include <buurtstem/utf8.h>

#include "dashboard_stage.h"
#include "results_notes.h"

#define LIVING "/programmas/" STAGE_LIVING

static const struct results_request everything = {.trials = false};

/* Answers on four days in a row, so that each is a part of the chart. */
static struct stage *with_days(void)
{
    static const char *const days[] = {"2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"};
    struct stage *stage = stage_create();
    stage_publish(stage);
    fake_place(&stage->storage, "zijde", "De Zijde");
    fake_place(&stage->storage, "hoog", "Prinsenhof hoogbouw");
    for (size_t i = 0; i < 4; i++) {
        stage_face(stage, days[i], "good", 20);
    }
    return stage;
}

static struct results_notes gather(struct stage *stage, const struct results_request *request)
{
    struct results_notes notes = {.count = 0};
    const struct bs_date open = {0, 0, 0};
    assert_int_equal(results_notes_gather(&stage->storage, STAGE_TENANT, STAGE_LIVING, request,
                                          open, open, &notes, NULL),
                     BS_OK);
    return notes;
}

static struct bs_note *last_note(struct stage *stage)
{
    return &stage->storage.notes[stage->storage.note_count - 1].note;
}

/* --- which --- */

static void notes_are_numbered_with_time_and_name_their_place(void **state)
{
    struct stage *stage = with_days();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-04", "hoog", "De kiosk is verplaatst.");
    stage_note(stage, "2026-11-02", "zijde", "Evenement vanavond.");
    page = stage_get(stage, LIVING);
    assert_says(page, "<ol class=\"noted\">\n<li><b>2\u00A0nov\u00A02026</b> <span>Evenement "
                      "vanavond.</span> <span class=\"soft\">De Zijde</span></li>\n"
                      "<li><b>4\u00A0nov\u00A02026</b> <span>De kiosk is verplaatst.</span> <span "
                      "class=\"soft\">Prinsenhof hoogbouw</span></li>\n</ol>");
    stage_destroy(stage);
}

static void only_what_explains_numbers_stands_there(void **state)
{
    struct stage *stage = with_days();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-04", "zijde", "Een buurman repareert fietsen.");
    last_note(stage)->kind = BS_NOTE_TREASURE;
    stage_note(stage, "2026-11-03", "zijde", "Er lekt water.");
    last_note(stage)->kind = BS_NOTE_URGENT;
    page = stage_get(stage, LIVING);
    assert_silent(page, "fietsen");
    assert_silent(page, "lekt");
    assert_silent(page, "Goed om te weten");
    assert_silent(page, "svg class=\"times marks\"");
    stage_destroy(stage);
}

static void a_place_that_was_asked_for_has_its_own_alone(void **state)
{
    struct stage *stage = with_days();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-04", "hoog", "De kiosk is verplaatst.");
    stage_note(stage, "2026-11-03", "zijde", "Evenement vanavond.");
    page = stage_get(stage, LIVING "?plek=zijde");
    assert_says(page, "<span>Evenement vanavond.</span></li>");
    assert_silent(page, "verplaatst");
    stage_destroy(stage);
}

static void notes_about_another_programme_are_not_told(void **state)
{
    struct stage *stage = with_days();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-04", "zijde", "Over afval.");
    bs_utf8_copy(last_note(stage)->programme, BS_SLUG_TEXT, STAGE_WASTE);
    stage_note(stage, "2026-11-03", "zijde", "Over wonen.");
    bs_utf8_copy(last_note(stage)->programme, BS_SLUG_TEXT, STAGE_LIVING);
    page = stage_get(stage, LIVING);
    assert_says(page, "Over wonen.");
    assert_silent(page, "Over afval.");
    stage_destroy(stage);
}

static void notes_of_a_kiosk_on_trial_stand_with_its_trials_alone(void **state)
{
    const struct results_request trials = {.trials = true};
    struct stage *stage = with_days();
    struct results_notes notes;
    (void)state;
    stage_note(stage, "2026-11-04", "zijde", "Op proef.");
    last_note(stage)->is_trial = true;
    notes = gather(stage, &everything);
    assert_int_equal(notes.count, 0);
    results_notes_finish(&notes);
    notes = gather(stage, &trials);
    assert_int_equal(notes.count, 1);
    results_notes_finish(&notes);
    stage_destroy(stage);
}

static void the_newest_twenty_stand_there_and_one_more_is_told(void **state)
{
    struct stage *stage = with_days();
    struct results_notes notes;
    char words[RESULTS_NOTES_MAX + 1][24];
    (void)state;
    for (size_t i = 0; i < RESULTS_NOTES_MAX; i++) {
        (void)snprintf(words[i], sizeof words[i], "Nummer %zu.", i);
        stage_note(stage, "2026-11-04", "zijde", words[i]);
    }
    notes = gather(stage, &everything);
    assert_int_equal(notes.count, RESULTS_NOTES_MAX);
    assert_false(notes.is_cut);
    assert_string_equal(notes.in[RESULTS_NOTES_MAX - 1].note.text, "Nummer 0."); /* the newest */
    results_notes_finish(&notes);
    stage_note(stage, "2026-11-02", "zijde", "Eén te veel.");
    notes = gather(stage, &everything);
    assert_int_equal(notes.count, RESULTS_NOTES_MAX);
    assert_true(notes.is_cut);
    results_notes_finish(&notes);
    assert_says(stage_get(stage, LIVING), "Er zijn oudere");
    assert_silent(stage_get(stage, LIVING), "te veel");
    stage_destroy(stage);
}

static void a_note_in_arabic_runs_its_own_way(void **state)
{
    struct stage *stage = with_days();
    (void)state;
    stage_note(stage, "2026-11-04", "zijde", "يوم الجيران");
    bs_utf8_copy(last_note(stage)->lang, BS_LANG_TEXT, "ar");
    assert_says(stage_get(stage, LIVING), "<span lang=\"ar\" dir=\"rtl\">يوم الجيران</span>");
    stage_destroy(stage);
}

/* --- where --- */

static void the_day_of_a_note_is_marked_in_chart_and_table(void **state)
{
    struct stage *stage = with_days();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-04", "zijde", "Evenement vanavond.");
    page = stage_get(stage, LIVING);
    /* The third of four parts: its middle is at five eighths. */
    assert_says(page, "<line x1=\"62.50%\" x2=\"62.50%\" y1=\"1.40em\" y2=\"100%\"/>");
    assert_says(page, "<svg x=\"62.50%\"><rect x=\"-0.71em\" width=\"1.42em\" height=\"1.40em\" "
                      "rx=\"0.70em\"/><text y=\"0.70em\">1</text></svg>");
    assert_says(page, "<th scope=\"row\">4\u00A0nov\u00A02026 <span "
                      "class=\"mark\">notitie\u00A01</span></th>");
    assert_silent(page, "3\u00A0nov\u00A02026 <span class=\"mark\">");
    stage_destroy(stage);
}

static void days_outside_the_chart_have_no_mark(void **state)
{
    struct stage *stage = with_days();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-06", "zijde", "Een dag te laat.");
    stage_note(stage, "2026-11-05", "zijde", "De laatste dag.");
    stage_note(stage, "2026-11-02", "zijde", "De eerste dag.");
    stage_note(stage, "2026-11-01", "zijde", "Een dag te vroeg.");
    page = stage_get(stage, LIVING);
    assert_says(page, "De eerste dag.");
    assert_says(page, "De laatste dag.");
    assert_silent(page, "Een dag te");
    stage_destroy(stage);
}

static void without_a_chart_there_is_nothing_to_mark(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_note(stage, "2026-11-04", "zijde", "Evenement vanavond.");
    assert_silent(stage_get(stage, LIVING), "Evenement");
    assert_int_equal(stage->reply.status, 200);
    stage_destroy(stage);
}

static void marks_that_would_touch_are_one(void **state)
{
    struct results_note in[4] = {{.part = 0}, {.part = 0}, {.part = 4}, {.part = 5}};
    const struct results_notes notes = {.count = 4, .in = in};
    struct chart_mark marks[RESULTS_NOTES_MAX];
    (void)state;
    /* Of 42 parts one is 2.38 percent: four are 9.5, and six would be enough. */
    assert_int_equal(results_notes_marks(&notes, 42, marks), 1);
    assert_int_equal(marks[0].first, 1);
    assert_int_equal(marks[0].last, 4);
    in[3].part = 6;
    assert_int_equal(results_notes_marks(&notes, 42, marks), 2);
    assert_int_equal(marks[0].last, 3);
    assert_int_equal(marks[1].first, 4);
    assert_int_equal(marks[1].part, 6);
    /* Of four parts each has its own. */
    in[2].part = 1;
    in[3].part = 2;
    assert_int_equal(results_notes_marks(&notes, 4, marks), 3);
    assert_int_equal(marks[0].last, 2);
}

static void two_notes_of_one_day_share_a_mark_with_both_numbers(void **state)
{
    struct stage *stage = with_days();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-03", "zijde", "Markt.");
    stage_note(stage, "2026-11-03", "hoog", "Regen.");
    page = stage_get(stage, LIVING);
    assert_says(page, ">1–2</text>");
    assert_says(page, "notitie\u00A01–2</span>");
    stage_destroy(stage);
}

static void marks_follow_weeks(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_answer(stage); /* from 1 October to 21 November: by week */
    stage_note(stage, "2026-11-20", "zijde", "In de laatste week.");
    assert_says(stage_get(stage, LIVING), "16\u00A0nov – 22\u00A0nov\u00A02026 <span "
                                          "class=\"mark\">notitie\u00A01</span>");
    stage_destroy(stage);
}

static void failing_storage_is_no_page(void **state)
{
    struct stage *stage = with_days();
    struct results_notes notes = {.count = 0};
    const struct bs_date open = {0, 0, 0};
    (void)state;
    stage->storage.failure = BS_LATER;
    assert_int_equal(results_notes_gather(&stage->storage, STAGE_TENANT, STAGE_LIVING, &everything,
                                          open, open, &notes, NULL),
                     BS_LATER);
    assert_null(notes.in);
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_are_numbered_with_time_and_name_their_place),
        cmocka_unit_test(only_what_explains_numbers_stands_there),
        cmocka_unit_test(a_place_that_was_asked_for_has_its_own_alone),
        cmocka_unit_test(notes_about_another_programme_are_not_told),
        cmocka_unit_test(notes_of_a_kiosk_on_trial_stand_with_its_trials_alone),
        cmocka_unit_test(the_newest_twenty_stand_there_and_one_more_is_told),
        cmocka_unit_test(a_note_in_arabic_runs_its_own_way),
        cmocka_unit_test(the_day_of_a_note_is_marked_in_chart_and_table),
        cmocka_unit_test(days_outside_the_chart_have_no_mark),
        cmocka_unit_test(without_a_chart_there_is_nothing_to_mark),
        cmocka_unit_test(marks_that_would_touch_are_one),
        cmocka_unit_test(two_notes_of_one_day_share_a_mark_with_both_numbers),
        cmocka_unit_test(marks_follow_weeks),
        cmocka_unit_test(failing_storage_is_no_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
