/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands on the sheet for a meeting, and around it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "dashboard_stage.h"
#include "meeting.h"
#include "results_kinds.h"

#define LIVING     "/programmas/" STAGE_LIVING
#define SHEET      LIVING "/a4"
#define WASTE      "/programmas/" STAGE_WASTE "/a4"
#define QUOTE(nth) "citaat=" STAGE_COMMENT_ID(nth)

/* The sheet alone, without the page around it. */
static const char *paper(const char *page)
{
    const char *at = strstr(page, "<article class=\"paper");
    assert_non_null(at);
    return at;
}

/* --- the head --- */

static void head_tells_of_what_where_when_and_how_often(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = paper(stage_get(stage, SHEET));
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<h2 id=\"blad\">Leven in Leidschendam-Noord</h2>");
    assert_says(page, "Leidschendam-Voorburg, alle plekken samen · 1\u00A0okt – "
                      "21\u00A0nov\u00A02026</p>");
    assert_says(page, "<dt>keer ingevuld</dt><dd>1.441</dd>");
    page = paper(stage_get(stage, SHEET "?plek=zijde"));
    assert_says(page, "<p class=\"where\">De Zijde, Noord · ");
    stage_destroy(stage);
}

static void period_narrows_it(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = paper(stage_get(stage, SHEET "?van=2026-11-01&tot=2026-11-10"));
    (void)state;
    assert_says(page, "1\u00A0nov – 10\u00A0nov\u00A02026");
    assert_silent(page, "1.441");
    stage_destroy(stage);
}

static void ways_stand_apart_in_dutch(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page;
    (void)state;
    stage_face_by(stage, "assisted", "good", 31);
    stage_face_by(stage, "paper", "bad", 12);
    page = paper(stage_get(stage, SHEET));
    assert_says(page, "<dt>zelf op de kiosk</dt><dd>1.441</dd>");
    assert_says(page, "<dt>samen ingevuld</dt><dd>31</dd>");
    assert_says(page, "<dt>op papier</dt><dd>12</dd>");
    assert_says(page, "class=\"way\">Samen ingevuld <span>n\u00A031</span></th>");
    assert_says(page, "class=\"way\">Papier <span>n\u00A012</span></th>");
    stage_destroy(stage);
}

static void way_that_is_too_small_has_no_shares_of_its_own(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page;
    (void)state;
    stage_face_by(stage, "assisted", "good", 31);
    stage_face_by(stage, "paper", "bad", 9);
    page = paper(stage_get(stage, SHEET));
    assert_says(page, "<dt>op papier</dt><dd>9</dd>");
    assert_silent(page, "class=\"way\">Papier");
    stage_destroy(stage);
}

/* --- figures --- */

static void numbers_are_those_of_the_results_page(void **state)
{
    static const struct results_request everything = {.trials = false};
    struct stage *stage = stage_create_reviewed();
    struct results results = {.programme = NULL};
    char number[DUTCH_TEXT], share[DUTCH_TEXT], words[256];
    (void)state;
    assert_int_equal(
        results_gather(&stage->storage, STAGE_TENANT, STAGE_LIVING, &everything, &results, NULL),
        BS_OK);
    for (size_t q = 0; q < results.question_count; q++) {
        const struct results_question *question = &results.questions[q];
        for (size_t i = 0; i < question->question->choice_count; i++) {
            int64_t part = results_part(question->question, &question->all, i);
            (void)dutch_number(part, number);
            (void)dutch_percent(part, results_whole(question->question, &question->all), share);
            (void)snprintf(words, sizeof words, "<td class=\"strong\">%s</td><td>%s</td>", share,
                           number);
            assert_says(paper(stage_get(stage, SHEET)), words);
            /* Of faces the number stands below the share there, of a top it takes the share's place. */
            (void)snprintf(words, sizeof words,
                           question->question->kind == BS_KIND_TOP ? "<td class=\"strong\">%s</td>"
                                                                   : "<td>%s</td>",
                           number);
            assert_says(stage_get(stage, LIVING), words);
        }
    }
    results_finish(&results);
    stage_destroy(stage);
}

static void trials_are_never_counted(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_says(paper(stage_get(stage, SHEET "?proef=ja")), "<dd>1.441</dd>");
    assert_silent(paper(stage_get(stage, SHEET "?proef=ja")), "<dd>12</dd>");
    stage_destroy(stage);
}

static void without_an_answer_it_says_what_is_asked_and_promised(void **state)
{
    struct stage *stage = stage_create();
    const char *page;
    (void)state;
    stage_publish(stage);
    page = paper(stage_get(stage, SHEET));
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "Nog geen antwoorden</h3>");
    assert_says(page, "<li>Hoe is het wonen in uw buurt?</li>");
    assert_says(page, "<dt>keer ingevuld</dt><dd>0</dd>");
    assert_says(page, "De gemeenteraad beslist.");
    assert_silent(page, "class=\"share\"");
    assert_says(stage_get(stage, SHEET "?plek=zijde"), "Geen antwoorden in dit deel</h3>");
    stage_destroy(stage);
}

static void few_answers_show_no_shares_on_paper(void **state)
{
    struct stage *stage = stage_create();
    const char *page;
    (void)state;
    stage_publish(stage);
    stage_face_by(stage, "kiosk", "good", 9);
    page = paper(stage_get(stage, SHEET));
    assert_says(page, "Te weinig antwoorden om te tonen.");
    assert_silent(page, "class=\"share\"");
    assert_silent(page, "100\u00A0%");
    stage_face_by(stage, "kiosk", "bad", 1);
    page = paper(stage_get(stage, SHEET));
    assert_says(page, "<td class=\"strong\">90\u00A0%</td><td>9</td>");
    stage_destroy(stage);
}

static void place_that_is_too_small_shows_no_shares(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = paper(stage_get(stage, SHEET "?plek=duivenvoorde"));
    (void)state;
    assert_int_equal(times_said(page, "Te weinig antwoorden om te tonen."), 2);
    assert_silent(page, "class=\"share\"");
    stage_destroy(stage);
}

static void longest_words_and_every_question_stand_on_it(void **state)
{
    struct stage *stage = stage_create();
    const char *page;
    (void)state;
    stage_fill(stage);
    stage_decide_full(stage);
    page = paper(stage_get(stage, "/programmas/" STAGE_FULL "/a4"));
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "Versterkingsprogramma Leidschendam-Noord en wooncomplexen");
    assert_int_equal(times_said(page, "<h3 id=\"blad-"), 3 + 2);
    stage_destroy(stage);
}

/* --- words --- */

static void chosen_words_are_quoted_and_ticked(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, SHEET "?" QUOTE(0) "&" QUOTE(1) "&" QUOTE(2));
    (void)state;
    assert_int_equal(times_said(page, " checked>"), 3);
    assert_int_equal(times_said(paper(page), "<blockquote>"), 3);
    assert_silent(page, "Er passen drie");
    assert_silent(page, "is er niet of hoort niet");
    assert_says(paper(page), "Mijn buurvrouw <span class=\"masked\" lang=\"nl\" "
                             "dir=\"ltr\">[naam]</span> helpt");
    assert_silent(paper(page), "<input");
    stage_destroy(stage);
}

static void arabic_words_run_their_own_way_and_their_mask_is_in_dutch(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = paper(stage_get(stage, SHEET "?" QUOTE(1)));
    (void)state;
    assert_says(page, "<figure dir=\"rtl\">\n<blockquote>\n<p class=\"words\" lang=\"ar\" "
                      "dir=\"rtl\">شكرا لكم. يمكنكم مراسلتي على <span class=\"masked\" lang=\"nl\" "
                      "dir=\"ltr\">[e-mailadres]</span>.</p>");
    assert_says(page, "<figcaption>De Zijde · Arabisch</figcaption>");
    stage_destroy(stage);
}

static void fourth_words_are_left_out_and_it_is_said(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, SHEET "?" QUOTE(0) "&" QUOTE(1) "&" QUOTE(2) "&" QUOTE(3));
    (void)state;
    assert_says(page, "Er passen drie citaten op het blad.");
    assert_int_equal(times_said(paper(page), "<blockquote>"), 3);
    assert_silent(paper(page), "achter de flat");
    stage_destroy(stage);
}

static void hidden_words_are_not_quoted_and_it_is_said(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page;
    (void)state;
    stage->storage.comments[0] = stage->storage.comments[--stage->storage.comment_count];
    page = stage_get(stage, SHEET "?" QUOTE(0));
    assert_says(page, "Een citaat dat is gekozen, is er niet");
    assert_silent(page, "buurvrouw");
    assert_silent(paper(page), "Wat mensen schreven");
    stage_destroy(stage);
}

static void words_that_nobody_released_are_said_to_be_masked_by_themselves(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_says(stage_get(stage, SHEET "?" QUOTE(0)),
                "Een buurtverbinder las ze eerst en dekte namen en nummers af.");
    assert_silent(stage_get(stage, SHEET "?" QUOTE(0)), "termijn");
    stage->storage.comments[0].comment.by[0] = '\0';
    assert_says(stage_get(stage, SHEET "?" QUOTE(0)), "Bij 1 was de termijn om");
    assert_silent(stage_get(stage, SHEET "?" QUOTE(0)), "Een buurtverbinder las ze eerst");
    assert_silent(stage_get(stage, SHEET), "citaten zijn gekozen");
    stage_destroy(stage);
}

static void hostile_words_stay_words(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page;
    (void)state;
    page = stage_get(stage, SHEET "?" QUOTE(4));
    assert_silent(page, "<script");
    assert_silent(page, "<img");
    assert_says(paper(page), "&lt;script&gt;a=1");
    stage_provoke(stage);
    page = stage_get(stage, "/programmas/" STAGE_EVIL "/a4");
    assert_silent(page, "<script");
    assert_silent(page, "<style");
    stage_destroy(stage);
}

static void older_words_are_a_button_of_the_form_and_what_is_ticked_stays(void **state)
{
    struct stage *stage = stage_create_reviewed();
    char address[200];
    const char *page, *cursor;
    (void)state;
    stage_review_all(stage);
    page = stage_get(stage, SHEET "?" QUOTE(2));
    assert_int_equal(times_said(page, "type=\"checkbox\""), MEETING_BOXES);
    cursor = strstr(page, "name=\"na\" value=\"");
    assert_non_null(cursor);
    cursor += strlen("name=\"na\" value=\"");
    (void)snprintf(address, sizeof address, SHEET "?" QUOTE(2) "&na=%.*s",
                   (int)strcspn(cursor, "\""), cursor);
    page = stage_get(stage, address);
    assert_int_equal(times_said(page, " checked>"), 1);
    assert_int_equal(times_said(page, "type=\"checkbox\""), MEETING_BOXES);
    assert_silent(page, "000000000003\"");
    assert_says(page, "Naar de nieuwste");
    stage_destroy(stage);
}

static void nothing_released_is_said(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    assert_says(stage_get(stage, SHEET), "nog niets vrijgegeven");
    stage_review(stage);
    assert_says(stage_get(stage, SHEET "?tot=2026-10-02"), "In deze dagen is niets vrijgegeven.");
    stage_destroy(stage);
}

/* --- what explains it --- */

static void notes_of_the_place_and_days_stand_on_it(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page;
    (void)state;
    stage_note(stage, "2026-11-12", "zijde", "Evenement vanavond.");
    stage_note(stage, "2026-10-12", "heuvel-noord", "De kiosk is verplaatst.");
    stage_note(stage, "2026-09-12", "zijde", "Voor het eerste antwoord.");
    page = paper(stage_get(stage, SHEET));
    assert_says(page, "<li><b>12\u00A0okt</b>: <span>De kiosk is verplaatst.</span> (De Heuvel "
                      "Noord)</li>\n<li><b>12\u00A0nov</b>: <span>Evenement vanavond.</span> (De "
                      "Zijde)</li>");
    assert_silent(page, "Voor het eerste");
    page = paper(stage_get(stage, SHEET "?plek=zijde&van=2026-11-01"));
    assert_says(page, "<li><b>12\u00A0nov</b>: <span>Evenement vanavond.</span></li>");
    assert_silent(page, "verplaatst");
    assert_silent(paper(stage_get(stage, SHEET "?tot=2026-11-11")), "Evenement");
    stage_destroy(stage);
}

static void six_notes_fit_and_the_seventh_is_told(void **state)
{
    static const char *const days[] = {"2026-11-12", "2026-11-11", "2026-11-10", "2026-11-09",
                                       "2026-11-08", "2026-11-07", "2026-11-06"};
    struct stage *stage = stage_create_answered();
    const char *page;
    (void)state;
    for (size_t i = 0; i < MEETING_NOTES; i++) {
        stage_note(stage, days[i], "zijde", "Markt.");
    }
    page = paper(stage_get(stage, SHEET));
    assert_int_equal(times_said(page, "Markt."), MEETING_NOTES);
    assert_silent(page, "Er was eerder");
    stage_note(stage, days[MEETING_NOTES], "zijde", "Markt.");
    page = paper(stage_get(stage, SHEET));
    assert_int_equal(times_said(page, "Markt."), MEETING_NOTES);
    assert_says(page, "Er was eerder ook meer te weten.");
    assert_silent(page, "<b>6\u00A0nov</b>");
    stage_destroy(stage);
}

/* --- what is owed --- */

static void promise_says_what_by_whom_and_by_when(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = paper(stage_get(stage, SHEET));
    (void)state;
    assert_says(page, "<h3 id=\"blad-beloofd\">Wat is beloofd</h3>");
    assert_says(page, "Wat er het eerst gebeurt, is nog open. De gemeenteraad beslist.");
    assert_says(page, "<dt>Van</dt><dd>Gemeente Leidschendam-Voorburg</dd>");
    assert_says(page, "<b>30\u00A0nov\u00A02026</b> over\u00A09\u00A0dagen");
    assert_says(page, "<span class=\"mark\">voorbeeld</span>");
    stage_destroy(stage);
}

static void late_promise_is_said_to_be_late(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_says(paper(stage_get(stage, WASTE)), "<strong class=\"late\">");
    stage_destroy(stage);
}

static void answer_stands_beside_the_promise(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page;
    (void)state;
    stage_decide(stage);
    page = paper(stage_get(stage, WASTE));
    assert_says(page, "Wat is beloofd en geantwoord</h3>");
    assert_says(page, "beantwoord op 2\u00A0nov\u00A02026");
    assert_says(page, "<dt>U zei</dt><dd>Veel mensen willen een vast moment voor grofvuil.</dd>");
    assert_says(page, "<dt>Wij doen</dt><dd>We halen grofvuil op één vaste dag in de maand.</dd>");
    assert_says(page, "<dt>Wij doen niet</dt>");
    assert_silent(page, "te laat");
    stage_destroy(stage);
}

static void foot_says_how_it_was_counted_and_when_printed(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = paper(stage_get(stage, SHEET));
    (void)state;
    assert_says(page, "Afgedrukt op 21\u00A0nov\u00A02026");
    assert_says(page, "dit zijn reacties, geen stemmen");
    assert_says(page, "code K7M 4PX");
    stage_destroy(stage);
}

/* --- around it --- */

static void form_keeps_what_is_chosen_and_the_hint_tells_how_to_print(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, SHEET "?plek=zijde&van=2026-10-02&reeksen=nee");
    (void)state;
    assert_says(page, "<form class=\"sheet-form\" method=\"get\" action=\"" SHEET "\">");
    assert_says(page, "<option value=\"zijde\" selected>De Zijde</option>");
    assert_says(page, "type=\"date\" value=\"2026-10-02\"");
    assert_says(page, "<input type=\"hidden\" name=\"reeksen\" value=\"nee\">");
    assert_says(page, "Ctrl\u00A0+\u00A0P");
    assert_says(page, "href=\"/static/paper.css?v=");
    assert_silent(page, "<script");
    assert_silent(page, " style=");
    assert_silent(paper(page), "<a ");
    stage_destroy(stage);
}

static void impossible_choice_is_400_without_a_sheet(void **state)
{
    static const char *const wrong[] = {"?van=gisteren", "?plek=../../etc",
                                        "?van=2026-12-02&tot=2026-12-01"};
    struct stage *stage = stage_create_reviewed();
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char address[200];
        const char *page;
        (void)snprintf(address, sizeof address, SHEET "%s", wrong[i]);
        page = stage_get(stage, address);
        assert_int_equal(stage->reply.status, 400);
        assert_says(page, "role=\"alert\"");
        assert_silent(page, "<article");
    }
    stage_destroy(stage);
}

static void other_pages_lead_to_it_with_what_is_chosen_there(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_says(stage_get(stage, LIVING "?plek=zijde&van=2026-10-01&taal=nl"),
                "<a href=\"" SHEET
                "?plek=zijde&amp;van=2026-10-01\">Blad voor een bijeenkomst</a>");
    assert_says(stage_get(stage, LIVING "/reacties?plek=zijde"),
                "<a href=\"" SHEET "?plek=zijde\">Blad voor een bijeenkomst</a>");
    assert_says(stage_get(stage, LIVING "/reacties"),
                "<a href=\"" SHEET "?plek=zijde&amp;" QUOTE(0) "\">Citeren op een blad</a>");
    stage_destroy(stage);
}

static void staff_of_another_municipality_have_no_such_sheet(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    bs_utf8_copy(stage->caller.tenant, sizeof stage->caller.tenant, "GM0546");
    assert_silent(stage_get(stage, SHEET "?" QUOTE(0)), "buurvrouw");
    assert_int_equal(stage->reply.status, 404);
    (void)stage_get(stage, "/programmas/Geen_Slug/a4");
    assert_int_equal(stage->reply.status, 404);
    stage_destroy(stage);
}

static void failing_storage_is_told_without_its_reason(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    stage->storage.failure = BS_BROKEN;
    assert_silent(stage_get(stage, SHEET), "secret");
    assert_int_equal(stage->reply.status, 500);
    stage->storage.failure = BS_LATER;
    (void)stage_get(stage, SHEET);
    assert_int_equal(stage->reply.status, 503);
    stage_destroy(stage);
}

static void many_answers_cost_no_more_questions_than_few(void **state)
{
    struct stage *few = stage_create();
    struct stage *many = stage_create_reviewed();
    (void)state;
    stage_publish(few);
    stage_face_by(few, "kiosk", "good", 20);
    stage_face_by(few, "kiosk", "bad", 20);
    few->storage.visits[1].day = "2026-11-18";
    stage_review_all(many);
    few->storage.asked = many->storage.asked = 0;
    (void)stage_get(few, SHEET);
    (void)stage_get(many, SHEET);
    assert_int_equal(few->storage.asked, many->storage.asked);
    stage_destroy(few);
    stage_destroy(many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_tells_of_what_where_when_and_how_often),
        cmocka_unit_test(period_narrows_it),
        cmocka_unit_test(ways_stand_apart_in_dutch),
        cmocka_unit_test(way_that_is_too_small_has_no_shares_of_its_own),
        cmocka_unit_test(numbers_are_those_of_the_results_page),
        cmocka_unit_test(trials_are_never_counted),
        cmocka_unit_test(without_an_answer_it_says_what_is_asked_and_promised),
        cmocka_unit_test(few_answers_show_no_shares_on_paper),
        cmocka_unit_test(place_that_is_too_small_shows_no_shares),
        cmocka_unit_test(longest_words_and_every_question_stand_on_it),
        cmocka_unit_test(chosen_words_are_quoted_and_ticked),
        cmocka_unit_test(arabic_words_run_their_own_way_and_their_mask_is_in_dutch),
        cmocka_unit_test(fourth_words_are_left_out_and_it_is_said),
        cmocka_unit_test(hidden_words_are_not_quoted_and_it_is_said),
        cmocka_unit_test(words_that_nobody_released_are_said_to_be_masked_by_themselves),
        cmocka_unit_test(hostile_words_stay_words),
        cmocka_unit_test(older_words_are_a_button_of_the_form_and_what_is_ticked_stays),
        cmocka_unit_test(nothing_released_is_said),
        cmocka_unit_test(notes_of_the_place_and_days_stand_on_it),
        cmocka_unit_test(six_notes_fit_and_the_seventh_is_told),
        cmocka_unit_test(promise_says_what_by_whom_and_by_when),
        cmocka_unit_test(late_promise_is_said_to_be_late),
        cmocka_unit_test(answer_stands_beside_the_promise),
        cmocka_unit_test(foot_says_how_it_was_counted_and_when_printed),
        cmocka_unit_test(form_keeps_what_is_chosen_and_the_hint_tells_how_to_print),
        cmocka_unit_test(impossible_choice_is_400_without_a_sheet),
        cmocka_unit_test(other_pages_lead_to_it_with_what_is_chosen_there),
        cmocka_unit_test(staff_of_another_municipality_have_no_such_sheet),
        cmocka_unit_test(failing_storage_is_told_without_its_reason),
        cmocka_unit_test(many_answers_cost_no_more_questions_than_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
