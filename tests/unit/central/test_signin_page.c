/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Signing in and out, problem pages and static files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "dashboard_stage.h"
#include "fake_staff_auth.h"
#include "pages.h"
#include "staff_auth.h"

static void right_password_goes_on_to_the_programmes(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_post(stage, STAFF_SIGN_IN_PATH, "naam=samira&wachtwoord=open+sesam");
    assert_int_equal(stage->reply.status, 303);
    assert_string_equal(stage_header(stage, "Location"), "/programmas");
    assert_string_equal(stage_header(stage, "Set-Cookie"), FAKE_STAFF_COOKIE);
    stage_destroy(stage);
}

static void unknown_name_and_wrong_password_read_the_same(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    char *unknown = bs_xstrdup(stage_post(stage, STAFF_SIGN_IN_PATH, "naam=iemand&wachtwoord=x"));
    assert_int_equal(stage->reply.status, 403);
    char *known = bs_xstrdup(stage_post(stage, STAFF_SIGN_IN_PATH, "naam=samira&wachtwoord=x"));
    char *place = strstr(known, "samira");
    assert_non_null(place);
    memcpy(place, "iemand", 6);
    assert_string_equal(unknown, known);
    free(known);
    free(unknown);
    stage_destroy(stage);
}

static void form_without_a_password_is_refused_in_the_same_words(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    assert_non_null(
        strstr(stage_post(stage, STAFF_SIGN_IN_PATH, "naam=samira"), "horen niet bij elkaar"));
    assert_int_equal(stage->reply.status, 403);
    stage_post(stage, STAFF_SIGN_IN_PATH, "onzin%%%");
    assert_int_equal(stage->reply.status, 403);
    stage_destroy(stage);
}

static void password_never_comes_back_in_the_page(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    const char *page = stage_post(stage, STAFF_SIGN_IN_PATH, "naam=iemand&wachtwoord=geheim123");
    assert_null(strstr(page, "geheim123"));
    assert_non_null(strstr(page, "value=\"iemand\""));
    stage_destroy(stage);
}

static void typed_name_comes_back_as_text(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    const char *page =
        stage_post(stage, STAFF_SIGN_IN_PATH, "naam=%22%3E%3Cscript%3E&wachtwoord=x");
    assert_null(strstr(page, "<script"));
    assert_non_null(strstr(page, "value=\"&quot;&gt;&lt;script&gt;\""));
    stage_destroy(stage);
}

static void too_many_tries_say_how_long_to_wait(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    const char *page =
        stage_post(stage, STAFF_SIGN_IN_PATH, "naam=" FAKE_STAFF_HASTY "&wachtwoord=x");
    assert_int_equal(stage->reply.status, 429);
    assert_string_equal(stage_header(stage, "Retry-After"), "300");
    assert_non_null(strstr(page, "Wacht 5 minuten"));
    stage_destroy(stage);
}

static void signing_out_takes_the_cookie_away(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_post(stage, STAFF_SIGN_OUT_PATH, "form_token=form-token-of-this-session");
    assert_int_equal(stage->reply.status, 303);
    assert_string_equal(stage_header(stage, "Location"), STAFF_SIGN_IN_PATH);
    assert_non_null(strstr(stage_header(stage, "Set-Cookie"), "Max-Age=0"));
    stage_destroy(stage);
}

static void all_but_the_door_the_looks_and_the_codes_is_for_staff(void **state)
{
    (void)state;
    for (size_t i = 0; i < dashboard_route_count; i++) {
        bool is_sign_in = strcmp(dashboard_routes[i].path, STAFF_SIGN_IN_PATH) == 0;
        bool is_static = strncmp(dashboard_routes[i].path, "/static/", 8) == 0;
        bool is_code = strcmp(dashboard_routes[i].path, "/c") == 0 ||
                       strcmp(dashboard_routes[i].path, "/c/{code}") == 0;
        assert_int_equal(dashboard_routes[i].who,
                         is_sign_in || is_static || is_code ? ROUTE_ANYONE : ROUTE_STAFF);
    }
}

static void problem_without_a_session_has_no_menu(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    dashboard_problem(&stage->central, NULL, 404, &stage->reply);
    assert_int_equal(stage->reply.status, 404);
    assert_null(strstr(bs_buf_string(&stage->reply.body), "Hoofdmenu"));
    assert_non_null(strstr(bs_buf_string(&stage->reply.body), "Deze pagina is er niet"));
    stage_destroy(stage);
}

static void problem_of_any_number_has_a_page(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    dashboard_problem(&stage->central, &stage->caller, 418, &stage->reply);
    assert_int_equal(stage->reply.status, 418);
    assert_non_null(strstr(bs_buf_string(&stage->reply.body), "Melding 418"));
    stage_destroy(stage);
}

static void style_sheet_may_be_kept_and_loads_nothing(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    const char *css = stage_get(stage, "/static/style.css");
    assert_int_equal(stage->reply.status, 200);
    assert_string_equal(stage->reply.media_type, "text/css; charset=utf-8");
    assert_non_null(strstr(stage_header(stage, "Cache-Control"), "immutable"));
    assert_null(strstr(css, "url("));
    assert_null(strstr(css, "@import"));
    stage_destroy(stage);
}

static void favicon_is_an_image(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    assert_non_null(strstr(stage_get(stage, "/static/favicon.svg"), "<svg"));
    assert_string_equal(stage->reply.media_type, "image/svg+xml");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_password_goes_on_to_the_programmes),
        cmocka_unit_test(unknown_name_and_wrong_password_read_the_same),
        cmocka_unit_test(form_without_a_password_is_refused_in_the_same_words),
        cmocka_unit_test(password_never_comes_back_in_the_page),
        cmocka_unit_test(typed_name_comes_back_as_text),
        cmocka_unit_test(too_many_tries_say_how_long_to_wait),
        cmocka_unit_test(signing_out_takes_the_cookie_away),
        cmocka_unit_test(all_but_the_door_the_looks_and_the_codes_is_for_staff),
        cmocka_unit_test(problem_without_a_session_has_no_menu),
        cmocka_unit_test(problem_of_any_number_has_a_page),
        cmocka_unit_test(style_sheet_may_be_kept_and_loads_nothing),
        cmocka_unit_test(favicon_is_an_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
