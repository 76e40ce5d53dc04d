/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Staff add a connector, give her a badge and revoke her; a PIN or a badge is never shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/utf8.h>

#include "connectors_page.h"
#include "dashboard_stage.h"

#define PIN "482915"

static const struct storage_connector *newest(const struct stage *stage)
{
    return &stage->storage.connectors[stage->storage.connector_count - 1];
}

static void everyone_is_listed_with_places_since_when_and_whether_she_was_revoked(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_get(stage, CONNECTORS_PATH);
    (void)state;
    assert_int_equal(stage->reply.status, 200);
    assert_says(page, "<b>Samira</b><span class=\"under\">c-7xk2mq</span>");
    assert_says(page, "Nederlands, Arabisch");
    assert_says(page, "Pincode en pas");
    assert_says(page, "Ingetrokken</span>");
    assert_silent(page, "/c-p2q3rs/intrekken");
    stage_destroy(stage);
}

static void with_nobody_the_page_says_what_that_means(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    assert_says(stage_get(stage, CONNECTORS_PATH), "Nog geen buurtverbinders");
    stage_destroy(stage);
}

static void one_is_added_with_a_pseudonym_and_the_hash_of_her_pin(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    stage_post(stage, CONNECTORS_PATH,
               "naam=Ayse&plek-zijde=1&plek-duivenvoorde=1&talen=tr%2C+nl&pincode=" PIN);
    assert_int_equal(stage->reply.status, 303);
    assert_string_equal(stage_header(stage, "Location"), CONNECTORS_PATH "?klaar=toegevoegd");
    assert_int_equal(stage->storage.connector_count, 4);
    assert_string_equal(newest(stage)->name, "Ayse");
    assert_string_equal(newest(stage)->tenant, STAGE_TENANT);
    assert_string_equal(newest(stage)->languages, "tr nl");
    assert_non_null(strstr(newest(stage)->places, "zijde"));
    assert_non_null(strstr(newest(stage)->places, "duivenvoorde"));
    assert_memory_equal(newest(stage)->id, "c-", 2);
    assert_int_equal(strlen(newest(stage)->pin), BS_HASH_TEXT - 1);
    assert_silent(stage_get(stage, CONNECTORS_PATH "?klaar=toegevoegd"), newest(stage)->pin);
    stage_destroy(stage);
}

static void refused(const char *form, const char *sentence)
{
    struct stage *stage = stage_create_reviewed();
    const char *page = stage_post(stage, CONNECTORS_PATH, form);
    assert_int_equal(stage->reply.status, 400);
    assert_says(page, sentence);
    assert_says(page, "role=\"alert\"");
    assert_silent(page, PIN);
    assert_int_equal(stage->storage.connector_count, 3);
    stage_destroy(stage);
}

static void a_form_that_lacks_something_is_said_what_and_added_nothing(void **state)
{
    (void)state;
    refused("plek-zijde=1&pincode=" PIN, "Schrijf een naam");
    refused("naam=+Ayse&plek-zijde=1&pincode=" PIN, "Schrijf een naam");
    refused("naam=Ayse&pincode=" PIN, "Kies ten minste");
    refused("naam=Ayse&plek-nergens=1&pincode=" PIN, "Kies ten minste");
    refused("naam=Ayse&plek-zijde=1&talen=Turks&pincode=" PIN, "Schrijf talen als");
    refused("naam=Ayse&plek-zijde=1&talen=tr+tr&pincode=" PIN, "Schrijf talen als");
    refused("naam=Ayse&plek-zijde=1", "Kies een pincode");
    refused("naam=Ayse&plek-zijde=1&pincode=123456", "Kies een pincode");
    refused("naam=Ayse&plek-zijde=1&pincode=4829151234567", "Kies een pincode");
}

static void what_was_typed_comes_back_but_for_the_pin(void **state)
{
    struct stage *stage = stage_create_reviewed();
    const char *page;
    (void)state;
    stage->storage.ruling_answer = BS_REFUSED;
    page = stage_post(stage, CONNECTORS_PATH, "naam=%3Cb%3E&plek-zijde=1&talen=tr&pincode=" PIN);
    assert_int_equal(stage->reply.status, 409);
    assert_says(page, "Die pincode heeft iemand al");
    assert_says(page, "value=\"&lt;b&gt;\"");
    assert_says(page, "name=\"plek-zijde\" checked");
    assert_says(page, "value=\"tr\"");
    assert_silent(page, PIN);
    stage->storage.ruling_answer = BS_LIMIT;
    page = stage_post(stage, CONNECTORS_PATH, "naam=Ayse&plek-zijde=1&pincode=" PIN);
    assert_says(page, "al 16 buurtverbinders");
    stage_destroy(stage);
}

static void she_gets_a_badge_that_no_page_shows(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    stage_post(stage, CONNECTORS_PATH "/c-h4n9td/pas", "pas=%3B7741920385%3D2606%3F");
    assert_int_equal(stage->reply.status, 303);
    assert_int_equal(strlen(stage->storage.connectors[1].badge), BS_HASH_TEXT - 1);
    assert_silent(stage_get(stage, CONNECTORS_PATH), "7741920385");
    assert_says(stage_post(stage, CONNECTORS_PATH "/c-h4n9td/pas", "pas=abc"), "geen pas");
    assert_int_equal(stage->reply.status, 400);
    stage_post(stage, CONNECTORS_PATH "/c-nobody/pas", "pas=7741920385");
    assert_int_equal(stage->reply.status, 404);
    stage_destroy(stage);
}

static void she_is_revoked(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    stage_post(stage, CONNECTORS_PATH "/c-7xk2mq/intrekken", "");
    assert_int_equal(stage->reply.status, 303);
    assert_true(stage->storage.connectors[0].is_revoked);
    stage_destroy(stage);
}

static void staff_of_another_municipality_see_and_change_nobody(void **state)
{
    struct stage *stage = stage_create_reviewed();
    (void)state;
    bs_utf8_copy(stage->caller.tenant, sizeof stage->caller.tenant, "GM0546");
    assert_silent(stage_get(stage, CONNECTORS_PATH), "Samira");
    stage_post(stage, CONNECTORS_PATH "/c-7xk2mq/intrekken", "");
    assert_int_equal(stage->reply.status, 404);
    assert_false(stage->storage.connectors[0].is_revoked);
    stage_post(stage, CONNECTORS_PATH, "naam=Ayse&plek-zijde=1&pincode=" PIN);
    assert_int_equal(stage->reply.status, 400);
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyone_is_listed_with_places_since_when_and_whether_she_was_revoked),
        cmocka_unit_test(with_nobody_the_page_says_what_that_means),
        cmocka_unit_test(one_is_added_with_a_pseudonym_and_the_hash_of_her_pin),
        cmocka_unit_test(a_form_that_lacks_something_is_said_what_and_added_nothing),
        cmocka_unit_test(what_was_typed_comes_back_but_for_the_pin),
        cmocka_unit_test(she_gets_a_badge_that_no_page_shows),
        cmocka_unit_test(she_is_revoked),
        cmocka_unit_test(staff_of_another_municipality_see_and_change_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
