/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What staff read of residents' words and connectors' notes, and what they can do about words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/utf8.h>

#include "comments_page.h"
#include "dashboard_stage.h"

#define LIST  "/programmas/" STAGE_LIVING "/reacties"
#define FIRST LIST "/" STAGE_COMMENT_ID(0)

/* A form of the first comment, as its page would send it. */
static const char *post(struct stage *stage, const char *what, const char *fields)
{
    const struct bs_bytes text = bs_bytes_of(stage->storage.comments[0].comment.text);
    char path[160], form[400], seen[BS_HASH_TEXT];
    bs_sha256_hex(&text, 1, seen);
    snprintf(path, sizeof path, FIRST "/%s", what);
    snprintf(form, sizeof form, "gezien=%s&%s", seen, fields);
    return stage_post(stage, path, form);
}

static void words_stand_in_their_language_and_direction(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, LIST);
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<p class=\"words\" lang=\"ar\" dir=\"rtl\">");
    assert_says(page, "<p class=\"words\" lang=\"nl\" dir=\"ltr\">Mijn buurvrouw <span "
                      "class=\"masked\" lang=\"nl\" dir=\"ltr\">[naam]</span> helpt");
    assert_says(page, "[e-mailadres]");
    assert_says(page, "[telefoonnummer]");
    assert_says(page, "20\u00A0nov\u00A02026");
    assert_says(page, "Arabisch");
    assert_says(page, "Papier");
    assert_says(page, "5 reacties, de nieuwste eerst");
    assert_says(page, "hier verder afgedekt");
    stage_destroy(stage);
}

static void hostile_words_stay_words(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_silent(stage_get(stage, LIST), "<script>");
    assert_silent(stage_get(stage, LIST "/" STAGE_COMMENT_ID(4)), "<script>");
    stage_destroy(stage);
}

static void place_and_language_narrow_it(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, LIST "?plek=prinsenhof-hoog&taal=en");
    (void)state;
    assert_says(page, "1 reactie,");
    assert_int_equal(times_said(page, "<p class=\"words\""), 1);
    assert_says(page, "<option value=\"en\" selected>Engels</option>");
    page = stage_get(stage, LIST "?plek=nergens");
    assert_says(page, "Geen reacties in dit deel");
    stage_destroy(stage);
}

static void a_thousand_come_fifty_at_a_time(void **state)
{
    struct stage *stage = stage_create_reviewed();
    char address[200];
    const char *page, *link;
    (void)state;
    stage_review_all(stage);
    page = stage_get(stage, LIST);
    assert_int_equal(times_said(page, "<p class=\"words\""), COMMENTS_PAGE_ROWS);
    assert_says(page, "1.000 reacties");
    link = strstr(page, "&amp;na=");
    assert_non_null(link);
    snprintf(address, sizeof address, LIST "?na=%.*s", (int)strcspn(link + 8, "\""), link + 8);
    page = stage_get(stage, address);
    assert_int_equal(times_said(page, "<p class=\"words\""), COMMENTS_PAGE_ROWS);
    assert_says(page, "Naar de nieuwste");
    snprintf(address, sizeof address, LIST "?na=2020-01-01_%d", FAKE_COMMENTS_MAX - 999 + 10);
    page = stage_get(stage, address);
    assert_int_equal(times_said(page, "<p class=\"words\""), 10);
    assert_silent(page, "Oudere reacties");
    stage_destroy(stage);
}

static void where_nothing_was_released_the_page_says_so(void **state)
{
    struct stage *stage = stage_create();
    const char *page;
    (void)state;
    stage_publish(stage);
    page = stage_get(stage, LIST);
    assert_says(page, "Nog geen reacties");
    assert_says(stage_get(stage, "/reacties"), "0 reacties");
    assert_says(stage_get(stage, "/notities"), "Nog geen notities");
    stage_destroy(stage);
}

static void all_programmes_are_listed_with_their_number(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, "/reacties");
    (void)state;
    assert_says(page, "5 reacties");
    assert_says(page, "href=\"" LIST "\"");
    assert_says(page, "<a href=\"/reacties\" aria-current=\"page\">");
    stage_destroy(stage);
}

static void staff_of_another_municipality_see_nothing_of_it(void **state)
{
    static const char *const addresses[] = {LIST, FIRST};
    struct stage *stage = stage_create_reviewed();
    (void)state;
    bs_utf8_copy(stage->caller.tenant, sizeof stage->caller.tenant, "GM0546");
    for (size_t i = 0; i < 2; i++) {
        assert_silent(stage_get(stage, addresses[i]), "buurvrouw");
        assert_int_equal(stage->reply.status, 404);
    }
    (void)post(stage, "afdekken", "w0=1");
    assert_int_equal(stage->reply.status, 404);
    assert_silent(stage_get(stage, "/notities"), "lekt water");
    stage_destroy(stage);
}

static void a_comment_is_of_its_programme_alone(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    (void)stage_get(stage, "/programmas/" STAGE_WASTE "/reacties/" STAGE_COMMENT_ID(0));
    assert_int_equal(stage->reply.status, 404);
    stage_destroy(stage);
}

static void every_word_can_be_ticked_and_every_decision_is_told(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, FIRST);
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "name=\"w0\"> <span>Mijn</span>");
    assert_int_equal(times_said(page, "type=\"checkbox\""), 8);
    assert_int_equal(times_said(page, "name=\"form_token\" value=\"form-token-of-this-session\""),
                     3);
    assert_says(page, "Verder afgedekt, 2 plekken afgedekt");
    assert_says(page, "Vrijgegeven zoals het was");
    assert_says(page, "Teruggehaald");
    assert_says(page, "vanzelf, na de termijn");
    assert_says(page, "Doorgegeven aan iemand die de taal leest");
    assert_says(page, "Verborgen: Het is reclame");
    stage_destroy(stage);
}

static void ticked_words_are_masked_in_the_name_of_who_did_it(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    (void)post(stage, "afdekken", "w0=1&w3=1");
    assert_int_equal(stage->reply.status, 303);
    assert_string_equal(stage_header(stage, "Location"), LIST "?klaar=afgedekt");
    assert_string_equal(stage->storage.ruled_by, "samira");
    assert_string_equal(stage->storage.masked.text, BS_MASK_SIGN
                        " buurvrouw " BS_MASK_SIGN " " BS_MASK_SIGN " al jaren met de tuin.");
    assert_says(stage_get(stage, LIST "?klaar=afgedekt"), "afgedekt en hier vernietigd");
    stage_destroy(stage);
}

static void nothing_ticked_is_said(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_says(post(stage, "afdekken", ""), "Vink eerst aan");
    assert_int_equal(stage->reply.status, 400);
    stage_destroy(stage);
}

static void who_saw_another_text_looks_again(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_says(stage_post(stage, FIRST "/afdekken", "gezien=aa&w0=1"), "intussen veranderd");
    assert_int_equal(stage->reply.status, 409);
    assert_string_equal(stage->storage.ruled_by, "");
    stage->storage.ruling_answer = BS_REFUSED;
    assert_says(post(stage, "afdekken", "w0=1"), "intussen veranderd");
    assert_int_equal(stage->reply.status, 409);
    stage_destroy(stage);
}

static void hiding_takes_a_reason(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    assert_says(post(stage, "verbergen", "reden=zomaar"), "Kies eerst waarom");
    assert_int_equal(stage->reply.status, 400);
    (void)post(stage, "verbergen", "reden=threat");
    assert_int_equal(stage->reply.status, 303);
    assert_int_equal(stage->storage.hidden, BS_HIDE_THREAT);
    assert_string_equal(stage->storage.ruled_by, "samira");
    stage_destroy(stage);
}

static void notes_stand_by_kind_and_place(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, "/notities");
    (void)state;
    assert_says(page, "Dringend</span>");
    assert_says(page, "lang=\"ar\" dir=\"rtl\"");
    assert_int_equal(times_said(page, "<p class=\"words\""), 3);
    page = stage_get(stage, "/notities?soort=treasure");
    assert_int_equal(times_said(page, "<p class=\"words\""), 1);
    assert_says(page, "Schat van de buurt</span>");
    assert_says(stage_get(stage, "/notities?plek=duivenvoorde"), "Geen notities in dit deel");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_in_their_language_and_direction),
        cmocka_unit_test(hostile_words_stay_words),
        cmocka_unit_test(place_and_language_narrow_it),
        cmocka_unit_test(a_thousand_come_fifty_at_a_time),
        cmocka_unit_test(where_nothing_was_released_the_page_says_so),
        cmocka_unit_test(all_programmes_are_listed_with_their_number),
        cmocka_unit_test(staff_of_another_municipality_see_nothing_of_it),
        cmocka_unit_test(a_comment_is_of_its_programme_alone),
        cmocka_unit_test(every_word_can_be_ticked_and_every_decision_is_told),
        cmocka_unit_test(ticked_words_are_masked_in_the_name_of_who_did_it),
        cmocka_unit_test(nothing_ticked_is_said),
        cmocka_unit_test(who_saw_another_text_looks_again),
        cmocka_unit_test(hiding_takes_a_reason),
        cmocka_unit_test(notes_stand_by_kind_and_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
