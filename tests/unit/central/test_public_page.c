/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What anybody reads who has a code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dashboard_stage.h"

static void page_says_what_was_asked_who_decides_and_when_people_hear(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, "/c/" STAGE_LIVING_CODE);
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<html lang=\"nl\">");
    assert_says(page, "<h1>Leven in Leidschendam-Noord</h1>");
    assert_says(page, "Hoe is het wonen in uw buurt?");
    assert_says(page, "Wat er het eerst gebeurt, is nog open.");
    assert_says(page, "De gemeenteraad beslist.");
    assert_says(page, "30\u00A0november\u00A02026");
    assert_says(page, "over\u00A09\u00A0dagen");
    assert_says(page, "Samira is hier op dinsdag");
    assert_says(page, "<span class=\"mark\">voorbeeld</span>");
    assert_says(page, "Deze code zegt niets over u");
    stage_destroy(stage);
}

static void late_answer_is_told_openly(void **state)
{
    struct stage *stage = stage_create_answered();
    const char *page = stage_get(stage, "/c/" STAGE_WASTE_CODE);
    (void)state;
    assert_says(page, "<span class=\"late\">21\u00A0dagen te laat</span>");
    assert_says(page, "31\u00A0oktober\u00A02026");
    stage_destroy(stage);
}

static void answer_is_still_owed_after_the_asking_ended(void **state)
{
    struct stage *stage = stage_create();
    char *json = stage_shipped(STAGE_WASTE);
    char *now = strstr(json, "\"now\"");
    struct bs_buf ended;
    (void)state;
    assert_non_null(now);
    *now = '\0';
    bs_buf_init(&ended, BS_PROGRAMME_FILE_MAX);
    bs_buf_printf(&ended, "%s\"outcome\"%s", json, now + strlen("\"now\""));
    stage_put(stage, bs_buf_string(&ended), (struct bs_date){2026, 9, 1});
    bs_buf_finish(&ended);
    free(json);
    assert_says(stage_get(stage, "/c/" STAGE_WASTE_CODE), "21\u00A0dagen te laat");
    assert_says(stage_get(stage, "/"), "1 beloofd antwoord te laat");
    stage_destroy(stage);
}

static void outcome_stands_in_full_with_its_actions(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage_decide(stage);
    const char *page = stage_get(stage, "/c/" STAGE_WASTE_CODE);
    assert_says(page, "Beantwoord op 2\u00A0november\u00A02026");
    assert_says(page, "Veel mensen willen een vast moment voor grofvuil.");
    assert_says(page, "We halen grofvuil op één vaste dag in de maand.");
    assert_says(page, "Minder mensen kozen een brengstation.");
    assert_says(page, "Een vast moment helpt ook mensen zonder auto.");
    assert_says(page, "Er komt nu geen brengstation.");
    assert_says(page, "<span class=\"mark busy\">bezig</span> december\u00A02026 · Gemeente");
    assert_silent(page, "te laat");
    stage_destroy(stage);
}

static void no_figure_of_ours_stands_on_it(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage->storage.asked = 0;
    const char *page = stage_get(stage, "/c/" STAGE_LIVING_CODE);
    assert_silent(page, "1.441");
    assert_silent(page, "<svg");
    assert_int_equal(stage->storage.asked, 3);
    stage_destroy(stage);
}

static void reader_gets_the_language_of_her_browser_and_of_her_choice_before_that(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage->accept_language = "en-GB,en;q=0.9,nl;q=0.1";
    const char *page = stage_get(stage, "/c/" STAGE_LIVING_CODE);
    assert_says(page, "<html lang=\"en\">");
    assert_says(page, "<h1>Living in Leidschendam-Noord</h1>");
    assert_says(page, "in\u00A09\u00A0days");
    assert_string_equal(stage_header(stage, "Vary"), "Accept-Language");
    page = stage_get(stage, "/c/" STAGE_LIVING_CODE "?taal=nl");
    assert_says(page, "<html lang=\"nl\">");
    page = stage_get(stage, "/c/" STAGE_LIVING_CODE "?taal=xx");
    assert_says(page, "<html lang=\"en\">");
    stage_destroy(stage);
}

static void programmes_own_languages_are_offered_and_marked(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage_translate(stage);
    const char *page = stage_get(stage, "/c/" STAGE_ARABIC_CODE_SHOWN "?taal=ar");
    assert_says(page, "<html lang=\"nl\">");
    assert_says(page, "<h1 lang=\"ar\" dir=\"rtl\">");
    assert_says(page, "hreflang=\"ar\" lang=\"ar\" dir=\"rtl\" aria-current=\"true\">العربية</a>");
    assert_says(page, "<dd lang=\"ar\" dir=\"rtl\">");
    page = stage_get(stage, "/c/" STAGE_LIVING_CODE "?taal=ar");
    assert_silent(page, "العربية");
    stage_destroy(stage);
}

static void page_may_be_kept_and_sets_no_cookie(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage_get(stage, "/c/" STAGE_LIVING_CODE);
    assert_non_null(strstr(stage_header(stage, "Cache-Control"), "public"));
    assert_null(stage_header(stage, "Set-Cookie"));
    stage_destroy(stage);
}

static void other_spellings_lead_to_the_canonical_address(void **state)
{
    static const char *const spellings[] = {"k7m4px", "K7M-4PX", "k7m-4PX", "-K7M4PX"};
    struct stage *stage = stage_create_answered();
    char path[32];
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        (void)snprintf(path, sizeof path, "/c/%s", spellings[i]);
        stage_get(stage, path);
        assert_int_equal(stage->reply.status, 301);
        assert_string_equal(stage_header(stage, "Location"), "/c/K7M4PX");
    }
    stage_destroy(stage);
}

static void the_canonical_address_keeps_the_language_that_was_asked_for(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage_get(stage, "/c/k7m4px?taal=en");
    assert_int_equal(stage->reply.status, 301);
    assert_string_equal(stage_header(stage, "Location"), "/c/K7M4PX?taal=en");
    stage_get(stage, "/c/k7m4px?taal=en%0d%0aX:1");
    assert_string_equal(stage_header(stage, "Location"), "/c/K7M4PX");
    stage_destroy(stage);
}

static void wrong_code_gets_a_page_that_says_how_a_code_looks(void **state)
{
    static const char *const wrong[] = {"K7M4PQ", "K7M4P", "K7M4PXX", "0OIL11", "x"};
    struct stage *stage = stage_create_answered();
    char path[32];
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        (void)snprintf(path, sizeof path, "/c/%s", wrong[i]);
        stage->storage.asked = 0;
        assert_says(stage_get(stage, path), "Een code heeft zes tekens");
        assert_int_equal(stage->reply.status, 404);
        assert_int_equal(stage->storage.asked, 0);
        assert_null(stage_header(stage, "Cache-Control"));
    }
    stage_destroy(stage);
}

static void right_code_of_no_programme_is_404(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    assert_says(stage_get(stage, "/c/" STAGE_FULL_CODE),
                "Wij kennen geen onderwerp met deze code.");
    assert_int_equal(stage->reply.status, 404);
    stage_destroy(stage);
}

static void typed_code_is_found_and_a_wrong_one_is_not_repeated(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage_get(stage, "/c?code=k7m 4px");
    assert_int_equal(stage->reply.status, 303);
    assert_string_equal(stage_header(stage, "Location"), "/c/K7M4PX");
    assert_silent(stage_get(stage, "/c?code=<script>"), "<script");
    assert_int_equal(stage->reply.status, 404);
    assert_says(stage_get(stage, "/c"), "Typ uw code");
    assert_int_equal(stage->reply.status, 200);
    stage_destroy(stage);
}

static void storage_that_is_busy_is_told_without_its_reason(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage->storage.failure = BS_LATER;
    assert_silent(stage_get(stage, "/c/" STAGE_LIVING_CODE), "secret");
    assert_int_equal(stage->reply.status, 503);
    assert_string_equal(stage_header(stage, "Retry-After"), "60");
    stage->storage.failure = BS_BROKEN;
    stage_get(stage, "/c/" STAGE_LIVING_CODE);
    assert_int_equal(stage->reply.status, 500);
    stage_destroy(stage);
}

static void markup_in_a_programme_stays_text(void **state)
{
    struct stage *stage = stage_create_answered();
    (void)state;
    stage_provoke(stage);
    const char *page = stage_get(stage, "/c/" STAGE_EVIL_CODE);
    assert_int_equal(stage->reply.status, 200);
    assert_silent(page, "<script");
    assert_silent(page, "<img");
    assert_says(page, "&lt;script&gt;");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_says_what_was_asked_who_decides_and_when_people_hear),
        cmocka_unit_test(late_answer_is_told_openly),
        cmocka_unit_test(answer_is_still_owed_after_the_asking_ended),
        cmocka_unit_test(outcome_stands_in_full_with_its_actions),
        cmocka_unit_test(no_figure_of_ours_stands_on_it),
        cmocka_unit_test(reader_gets_the_language_of_her_browser_and_of_her_choice_before_that),
        cmocka_unit_test(programmes_own_languages_are_offered_and_marked),
        cmocka_unit_test(page_may_be_kept_and_sets_no_cookie),
        cmocka_unit_test(other_spellings_lead_to_the_canonical_address),
        cmocka_unit_test(the_canonical_address_keeps_the_language_that_was_asked_for),
        cmocka_unit_test(wrong_code_gets_a_page_that_says_how_a_code_looks),
        cmocka_unit_test(right_code_of_no_programme_is_404),
        cmocka_unit_test(typed_code_is_found_and_a_wrong_one_is_not_repeated),
        cmocka_unit_test(storage_that_is_busy_is_told_without_its_reason),
        cmocka_unit_test(markup_in_a_programme_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
