/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The list of programmes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "dashboard_stage.h"

static void list_tells_n_period_promise_and_trials(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_answer(stage);
    const char *page = stage_get(stage, "/programmas");
    assert_int_equal(stage->reply.status, 200);
    assert_non_null(
        strstr(page, "<a href=\"/programmas/" STAGE_LIVING "\">Leven in Leidschendam-Noord</a>"));
    assert_non_null(
        strstr(page, "<td class=\"number\">1.441</td><td>1\u00A0okt – 21\u00A0nov\u00A02026</td>"));
    assert_non_null(
        strstr(page, "30\u00A0nov\u00A02026<span class=\"under\">over\u00A09\u00A0dagen</span>"));
    assert_non_null(strstr(page, "<td class=\"number\">12</td></tr>"));
    stage_destroy(stage);
}

static void root_is_the_same_page(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    char *first = bs_xstrdup(stage_get(stage, "/"));
    assert_string_equal(first, stage_get(stage, "/programmas"));
    free(first);
    stage_destroy(stage);
}

static void tenant_without_programmes_is_told_what_to_do(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    assert_non_null(strstr(stage_get(stage, "/"), "Nog geen programma’s"));
    assert_int_equal(stage->reply.status, 200);
    stage_destroy(stage);
}

static void programmes_of_another_tenant_do_not_appear(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    strcpy(stage->caller.tenant, "GM0546");
    assert_null(strstr(stage_get(stage, "/"), "Leven in Leidschendam-Noord"));
    stage_destroy(stage);
}

static void programme_without_answers_says_so(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    assert_non_null(strstr(stage_get(stage, "/"), "nog geen antwoorden"));
    stage_destroy(stage);
}

static void markup_in_a_title_stays_text(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_provoke(stage);
    const char *page = stage_get(stage, "/");
    assert_null(strstr(page, "<script"));
    assert_non_null(strstr(page, "&lt;script&gt;"));
    stage_destroy(stage);
}

static void damaged_programme_is_500(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage->storage.programmes[1].json[0] = 'x';
    stage_get(stage, "/");
    assert_int_equal(stage->reply.status, 500);
    stage_destroy(stage);
}

static void many_programmes_cost_no_more_questions_than_two(void **state)
{
    struct stage *few = stage_create();
    struct stage *many = stage_create();
    (void)state;
    stage_publish(few);
    stage_publish(many);
    stage_fill(many);
    stage_translate(many);
    stage_provoke(many);
    few->storage.asked = many->storage.asked = 0;
    stage_get(few, "/");
    stage_get(many, "/");
    assert_int_equal(few->storage.asked, 7);
    assert_int_equal(many->storage.asked, 7);
    stage_destroy(few);
    stage_destroy(many);
}

static void late_answers_are_counted_above_the_list(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_fill(stage);
    assert_non_null(strstr(stage_get(stage, "/"), "2 beloofde antwoorden te laat"));
    stage_decide(stage);
    const char *page = stage_get(stage, "/");
    assert_non_null(strstr(page, "1 beloofd antwoord te laat"));
    assert_non_null(strstr(page, "beantwoord op 2\u00A0nov\u00A02026"));
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_tells_n_period_promise_and_trials),
        cmocka_unit_test(root_is_the_same_page),
        cmocka_unit_test(tenant_without_programmes_is_told_what_to_do),
        cmocka_unit_test(programmes_of_another_tenant_do_not_appear),
        cmocka_unit_test(programme_without_answers_says_so),
        cmocka_unit_test(markup_in_a_title_stays_text),
        cmocka_unit_test(damaged_programme_is_500),
        cmocka_unit_test(many_programmes_cost_no_more_questions_than_two),
        cmocka_unit_test(late_answers_are_counted_above_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
