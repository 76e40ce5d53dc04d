/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether staff see at once that nothing is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "dashboard_stage.h"
#include "kiosks_page.h"

static struct stage *installed(void)
{
    struct stage *stage = stage_create();
    stage_publish(stage);
    stage_install(stage);
    return stage;
}

static void everything_in_is_said_first(void **state)
{
    struct stage *stage = installed();
    const char *page = stage_get(stage, "/kiosken");
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<h2 id=\"oordeel\">Alles is binnen</h2>");
    assert_says(page, "Van alle 4 kiosken is elk antwoord hier: 980 samen. Laatst gehoord: "
                      "2\u00A0minuten geleden.");
    assert_true(strstr(page, "Alles is binnen") < strstr(page, "<table"));
    assert_says(page, "1–412 compleet");
    assert_says(page, "op proef");
    stage_destroy(stage);
}

static void answers_on_the_way_are_told_with_their_numbers(void **state)
{
    struct stage *stage = installed();
    (void)state;
    stage_delay(stage);
    const char *page = stage_get(stage, "/kiosken");
    assert_says(page, "8 antwoorden zijn nog onderweg");
    assert_silent(page, "Alles is binnen");
    assert_says(page, "<b class=\"gap\">413–420</b> nog niet");
    stage_destroy(stage);
}

static void trouble_is_told_in_words_with_what_to_do(void **state)
{
    struct stage *stage = installed();
    (void)state;
    stage_delay(stage);
    stage_break(stage);
    const char *page = stage_get(stage, "/kiosken");
    assert_says(page, "5 kiosken vragen aandacht");
    assert_silent(page, "Alles is binnen");
    assert_says(page, "<b>Al 3\u00A0dagen niets gehoord.</b> Kijk of de kiosk aanstaat");
    assert_says(page, "<b>De klok loopt 7\u00A0minuten voor.</b>");
    assert_says(page, "<b>De schijf is bijna vol: nog 6\u00A0% vrij.</b>");
    assert_says(page, "<b>Het oudste antwoord wacht al 5\u00A0dagen.</b>");
    assert_says(page, "<b>1 nummer is twee keer gebruikt, met andere inhoud.</b>");
    assert_says(page, "<b>3 antwoorden zijn wel bewaard, maar nog niet begrepen.</b>");
    assert_says(page, "<b>112 antwoorden zijn hier niet meer, terwijl ze al bevestigd waren.</b>");
    assert_says(page, "<b>Na het intrekken kwamen er nog 12 antwoorden binnen.</b>");
    stage_destroy(stage);
}

static void kiosk_whose_last_word_of_itself_is_old_is_not_called_complete(void **state)
{
    struct stage *stage = installed();
    (void)state;
    stage->storage.kiosks[0].reported_ms -= 3 * 24 * 60 * 60 * 1000LL;
    stage->storage.kiosks[0].report.sent_ms -= 3 * 24 * 60 * 60 * 1000LL;
    const char *page = stage_get(stage, "/kiosken");
    assert_says(page, "<b>De kiosk vertelt al 3\u00A0dagen niet hoe het met hem gaat.</b> Wat er");
    assert_says(page, "Van 3 van de 4 kiosken is alles binnen.");
    stage_destroy(stage);
}

static void kiosk_that_says_nothing_of_itself_is_not_called_complete(void **state)
{
    struct stage *stage = installed();
    (void)state;
    stage->storage.kiosks[0].reported_ms = 0;
    const char *page = stage_get(stage, "/kiosken");
    assert_says(page, "Van 1 kiosk weten we het niet");
    assert_silent(page, "Alles is binnen");
    stage_destroy(stage);
}

static void tenant_without_kiosks_is_told_what_to_do(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    assert_says(stage_get(stage, "/kiosken"), "Nog geen kiosken");
    assert_int_equal(stage->reply.status, 200);
    stage_destroy(stage);
}

static void kiosks_of_another_tenant_do_not_appear(void **state)
{
    struct stage *stage = installed();
    (void)state;
    strcpy(stage->caller.tenant, "GM0546");
    assert_silent(stage_get(stage, "/kiosken"), "prinsenhof");
    stage_get(stage, "/kiosken/gm1916-prinsenhof-1");
    assert_int_equal(stage->reply.status, 404);
    stage_destroy(stage);
}

/* The page costs as many questions with a thousand kiosks as with four. */
static void thousand_kiosks_cost_no_more_questions_than_four(void **state)
{
    struct stage *few = installed();
    struct stage *many = stage_create();
    (void)state;
    stage_fill(many);
    stage_install_all(many);
    few->storage.asked = many->storage.asked = 0;
    stage_get(few, "/kiosken");
    stage_get(many, "/kiosken");
    assert_int_equal(many->reply.status, 200);
    assert_int_equal(few->storage.asked, 11);
    assert_int_equal(many->storage.asked, 11);
    stage_destroy(few);
    stage_destroy(many);
}

static void thousand_kiosks_stand_on_pages_of_a_hundred(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_fill(stage);
    stage_install_all(stage);
    const char *page = stage_get(stage, "/kiosken");
    assert_int_equal(times_said(page, "<th scope=\"row\">"), KIOSKS_PAGE_ROWS);
    assert_says(page, "Bladzijde 1 van 11");
    assert_says(page, "En nog 38, bovenaan in de lijst hieronder.");
    assert_says(stage_get(stage, "/kiosken?pagina=11"), "Bladzijde 11 van 11");
    assert_says(stage_get(stage, "/kiosken?pagina=12"), "Bladzijde 1 van 11");
    assert_says(stage_get(stage, "/kiosken?pagina=-1"), "Bladzijde 1 van 11");
    assert_says(stage_get(stage, "/kiosken?pagina=99999999999999999999"), "Bladzijde 1 van 11");
    stage_destroy(stage);
}

static void one_kiosk_has_a_page_with_each_of_its_epochs(void **state)
{
    struct stage *stage = installed();
    (void)state;
    stage_break(stage);
    const char *page = stage_get(stage, "/kiosken/gm1916-x-log");
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<h1>Bibliotheek aan de Vliet</h1>");
    assert_says(page, "1–90 compleet");
    assert_says(page, "1–17 compleet");
    assert_says(page, "en 1 eerdere reeks");
    assert_says(page, "21\u00A0nov\u00A02026, 10:00");
    stage_destroy(stage);
}

static void kiosk_that_is_not_there_is_404(void **state)
{
    struct stage *stage = installed();
    (void)state;
    stage_get(stage, "/kiosken/niets");
    assert_int_equal(stage->reply.status, 404);
    stage_destroy(stage);
}

static void failing_storage_is_told_without_its_reason(void **state)
{
    struct stage *stage = installed();
    (void)state;
    stage->storage.failure = BS_LATER;
    assert_silent(stage_get(stage, "/kiosken"), "secret");
    assert_int_equal(stage->reply.status, 503);
    stage_destroy(stage);
}

static void menu_counts_the_answers_that_are_late(void **state)
{
    struct stage *stage = installed();
    (void)state;
    assert_says(stage_get(stage, "/kiosken"), "<span class=\"badge\">1 te laat</span>");
    stage_decide(stage);
    assert_silent(stage_get(stage, "/kiosken"), "class=\"badge\"");
    stage_destroy(stage);
}

static void menu_says_where_one_is(void **state)
{
    struct stage *stage = installed();
    (void)state;
    assert_says(stage_get(stage, "/kiosken"), "<a href=\"/kiosken\" aria-current=\"page\">");
    assert_says(stage_get(stage, "/kiosken/gm1916-slotje-1"),
                "<a href=\"/kiosken\" aria-current=\"true\">");
    assert_says(stage_get(stage, "/"), "<a href=\"/programmas\" aria-current=\"page\">");
    stage_destroy(stage);
}

static void markup_in_a_places_name_stays_text(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    fake_place(&stage->storage, "kwaad", STAGE_MARKUP);
    struct fake_kiosk *kiosk = stage_kiosk(stage, "kiosk-1", "kwaad", 3);
    (void)snprintf(kiosk->report.kiosk_version, sizeof kiosk->report.kiosk_version, "<script>");
    assert_silent(stage_get(stage, "/kiosken"), "<script");
    assert_silent(stage_get(stage, "/kiosken/kiosk-1"), "<script");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_in_is_said_first),
        cmocka_unit_test(answers_on_the_way_are_told_with_their_numbers),
        cmocka_unit_test(trouble_is_told_in_words_with_what_to_do),
        cmocka_unit_test(kiosk_whose_last_word_of_itself_is_old_is_not_called_complete),
        cmocka_unit_test(kiosk_that_says_nothing_of_itself_is_not_called_complete),
        cmocka_unit_test(tenant_without_kiosks_is_told_what_to_do),
        cmocka_unit_test(kiosks_of_another_tenant_do_not_appear),
        cmocka_unit_test(thousand_kiosks_cost_no_more_questions_than_four),
        cmocka_unit_test(thousand_kiosks_stand_on_pages_of_a_hundred),
        cmocka_unit_test(one_kiosk_has_a_page_with_each_of_its_epochs),
        cmocka_unit_test(kiosk_that_is_not_there_is_404),
        cmocka_unit_test(failing_storage_is_told_without_its_reason),
        cmocka_unit_test(menu_counts_the_answers_that_are_late),
        cmocka_unit_test(menu_says_where_one_is),
        cmocka_unit_test(markup_in_a_places_name_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
