/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the results page says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "dashboard_stage.h"
#include "reply.h"

#define LIVING "/programmas/" STAGE_LIVING

static void page_is_dutch_html_with_a_way_past_the_menu(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING);
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_string_equal(stage->reply.media_type, "text/html; charset=utf-8");
    assert_says(page, "<html lang=\"nl\">");
    assert_says(page, "<a class=\"skip\" href=\"#inhoud\">");
    assert_says(page, "<h1>Leven in Leidschendam-Noord</h1>");
    assert_says(page, "Leidschendam-Voorburg</p>");
    stage_destroy(stage);
}

static void cards_tell_n_period_dont_knows_and_half_visits(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING);
    (void)state;
    assert_says(page, "<dt>Antwoorden</dt><dd class=\"figure\">1.441</dd><dd>1\u00A0okt – "
                      "21\u00A0nov\u00A02026</dd>");
    assert_says(page, "<dt>Weet ik niet</dt><dd class=\"figure\">3\u00A0%</dd><dd>78 keer</dd>");
    assert_says(page, "<dt>Half af</dt><dd class=\"figure\">8\u00A0%</dd><dd>118 bezoeken</dd>");
    assert_says(page, "<dt>Op proef</dt><dd class=\"figure\">12</dd>");
    assert_says(page, "<dt>Antwoord beloofd</dt><dd class=\"figure\">30\u00A0nov</dd>");
    assert_says(page, "over\u00A09\u00A0dagen");
    stage_destroy(stage);
}

static void faces_are_followed_by_the_same_numbers(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING);
    (void)state;
    assert_says(page, "<title>Heel slecht 18\u00A0%, Slecht 20\u00A0%, Gaat wel 28\u00A0%, Goed "
                      "22\u00A0%, Heel goed "
                      "12\u00A0%</title>");
    assert_says(
        page,
        "<th "
        "scope=\"row\">Aantal</th><td>247</td><td>271</td><td>384</td><td>299</td><td>162</td>");
    stage_destroy(stage);
}

static void small_group_is_named_and_not_shown_apart(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING);
    (void)state;
    assert_says(page, "Samen: Prinsenhof laagbouw, Duivenvoorde.");
    assert_silent(page, "<th scope=\"row\">Duivenvoorde</th>");
    assert_says(page, "<th scope=\"row\">2 plekken samen</th>");
    stage_destroy(stage);
}

static void place_filter_narrows_and_stays_chosen(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING "?plek=prinsenhof-hoog&taal=nl&van=&tot=");
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<dd class=\"figure\">490</dd>");
    assert_says(page, "<option value=\"prinsenhof-hoog\" selected>Prinsenhof hoogbouw</option>");
    assert_says(page, "Prinsenhof hoogbouw · Nederlands</p>");
    assert_silent(page, "<h3>Per plek</h3>");
    stage_destroy(stage);
}

static void part_that_is_too_small_shows_no_figures(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING "?plek=duivenvoorde");
    (void)state;
    assert_says(page, "Dit deel is te klein om te tonen.");
    assert_silent(page, "class=\"legend\"");
    assert_silent(page, "class=\"choices\"");
    assert_says(page, "te weinig antwoorden");
    stage_destroy(stage);
}

static void period_without_answers_says_so(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING "?van=2026-12-01&tot=2026-12-31");
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "Geen antwoorden in dit deel");
    stage_destroy(stage);
}

static void impossible_filters_are_400_with_a_sentence(void **state)
{
    static const char *const wrong[] = {"?van=2026-02-30",
                                        "?tot=gisteren",
                                        "?plek=../../etc",
                                        "?taal=%3Cscript%3E",
                                        "?plek=<script>",
                                        "?taal=nederlands",
                                        "?van=2026-12-02&tot=2026-12-01"};
    struct stage *stage = stage_create_answered();
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char address[256];
        snprintf(address, sizeof address, LIVING "%s", wrong[i]);
        const char *page = stage_get(stage, address);
        assert_int_equal(stage->reply.status, 400);
        assert_says(page, "role=\"alert\"");
        assert_silent(page, "<script");
        assert_silent(page, "class=\"legend\"");
    }
    stage_destroy(stage);
}

static void longest_place_is_a_filter_and_one_longer_is_not(void **state)
{
    char address[256];
    struct stage *stage = stage_create_answered();
    (void)state;
    snprintf(address, sizeof address, LIVING "?plek=%.40s",
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    stage_get(stage, address);
    assert_int_equal(stage->reply.status, 200);
    snprintf(address, sizeof address, LIVING "?plek=%.41s",
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    stage_get(stage, address);
    assert_int_equal(stage->reply.status, 400);
    stage_destroy(stage);
}

static void trials_stand_apart_with_a_warning(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING "?proef=ja");
    (void)state;
    assert_says(page, "Dit zijn antwoorden op proef.");
    assert_says(page, "<dd class=\"figure\">12</dd>");
    stage_destroy(stage);
}

static void empty_programme_says_what_to_do_next(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    const char *page = stage_get(stage, LIVING);
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "Nog geen antwoorden");
    assert_says(page, "Is de kiosk in gebruik genomen?");
    assert_says(page, "Hoe is het wonen in uw buurt?");
    stage_destroy(stage);
}

static void few_answers_come_with_a_warning(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_face(stage, "2026-11-20", "good", 9);
    assert_says(stage_get(stage, LIVING), "Nog weinig antwoorden");
    stage_face(stage, "2026-11-20", "good", 1);
    assert_silent(stage_get(stage, LIVING), "Nog weinig antwoorden");
    stage_destroy(stage);
}

static void late_promise_is_marked(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_fill(stage);
    assert_says(stage_get(stage, "/programmas/" STAGE_FULL),
                "<strong class=\"late\">12\u00A0dagen te laat</strong>");
    stage_destroy(stage);
}

static void promise_facts_and_sources_stand_beside_the_figures(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING);
    (void)state;
    assert_says(page, "Wat er het eerst gebeurt, is nog open.");
    assert_says(page, "De gemeenteraad beslist.");
    assert_says(page, "22\u00A0sep\u00A02020");
    assert_says(page, "<span class=\"mark\">voorbeeld</span>");
    stage_destroy(stage);
}

static void forty_places_open_ten_and_keep_the_rest_in_a_box(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_fill(stage);
    const char *page = stage_get(stage, "/programmas/" STAGE_FULL);
    assert_says(page, "<summary>Nog 30 plekken</summary>");
    assert_true(stage->reply.body.len < REPLY_BODY_MAX / 4);
    stage_destroy(stage);
}

static void markup_in_data_never_becomes_markup(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_provoke(stage);
    const char *page = stage_get(stage, "/programmas/" STAGE_EVIL);
    assert_int_equal(stage->reply.status, 200);
    assert_silent(page, "<script");
    assert_silent(page, "<img");
    assert_silent(page, "<style");
    assert_says(page, "&lt;script&gt;a=1&lt;/script&gt;");
    stage_destroy(stage);
}

static void page_has_no_script_no_inline_style_and_nothing_from_elsewhere(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING);
    (void)state;
    assert_silent(page, "<script");
    assert_silent(page, " style=");
    assert_silent(page, "http:");
    assert_silent(page, "https:");
    assert_silent(page, "=\"//");
    stage_destroy(stage);
}

static void every_form_that_changes_something_carries_the_token(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, LIVING);
    (void)state;
    const char *form = strstr(page, "method=\"post\"");
    assert_non_null(form);
    assert_says(form, "name=\"form_token\" value=\"form-token-of-this-session\"");
    assert_null(strstr(form + 1, "method=\"post\""));
    stage_destroy(stage);
}

static void programme_that_is_not_there_is_404(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    assert_says(stage_get(stage, "/programmas/niets"), "Deze pagina is er niet");
    assert_int_equal(stage->reply.status, 404);
    stage_get(stage, "/programmas/Geen_Slug");
    assert_int_equal(stage->reply.status, 404);
    stage_destroy(stage);
}

static void failing_storage_is_told_without_its_reason(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage->storage.failure = BS_BROKEN;
    assert_silent(stage_get(stage, LIVING), "secret");
    assert_int_equal(stage->reply.status, 500);
    stage->storage.failure = BS_LATER;
    stage_get(stage, LIVING);
    assert_int_equal(stage->reply.status, 503);
    assert_string_equal(stage_header(stage, "Retry-After"), "5");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_is_dutch_html_with_a_way_past_the_menu),
        cmocka_unit_test(cards_tell_n_period_dont_knows_and_half_visits),
        cmocka_unit_test(faces_are_followed_by_the_same_numbers),
        cmocka_unit_test(small_group_is_named_and_not_shown_apart),
        cmocka_unit_test(place_filter_narrows_and_stays_chosen),
        cmocka_unit_test(part_that_is_too_small_shows_no_figures),
        cmocka_unit_test(period_without_answers_says_so),
        cmocka_unit_test(impossible_filters_are_400_with_a_sentence),
        cmocka_unit_test(longest_place_is_a_filter_and_one_longer_is_not),
        cmocka_unit_test(trials_stand_apart_with_a_warning),
        cmocka_unit_test(empty_programme_says_what_to_do_next),
        cmocka_unit_test(few_answers_come_with_a_warning),
        cmocka_unit_test(late_promise_is_marked),
        cmocka_unit_test(promise_facts_and_sources_stand_beside_the_figures),
        cmocka_unit_test(forty_places_open_ten_and_keep_the_rest_in_a_box),
        cmocka_unit_test(markup_in_data_never_becomes_markup),
        cmocka_unit_test(page_has_no_script_no_inline_style_and_nothing_from_elsewhere),
        cmocka_unit_test(every_form_that_changes_something_carries_the_token),
        cmocka_unit_test(programme_that_is_not_there_is_404),
        cmocka_unit_test(failing_storage_is_told_without_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
