/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* By which way central is asked, and what a bundle's word about it means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "contact.h"

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)

static struct contact contact;
static struct bs_contact candidate;

static int fresh(void **state)
{
    (void)state;
    memset(&contact, 0, sizeof contact);
    memset(&candidate, 0, sizeof candidate);
    return 0;
}

static void tries(int64_t serial)
{
    contact.has_next = true;
    contact.next.serial = serial;
    snprintf(contact.next.server, sizeof contact.next.server, "https://new-%d", (int)serial);
}

static struct bs_way way_to(const char *server)
{
    return (struct bs_way){.is_told = true, .server = server, .ca = ""};
}

static void without_a_word_the_way_of_enrolment_is_in_use(void **state)
{
    (void)state;
    assert_int_equal(contact_choose(&contact, 0), BS_CONTACT_NOW);
    assert_false(contact_is_stuck(&contact));
}

static void a_new_way_is_tried_with_the_next_question(void **state)
{
    (void)state;
    tries(7);
    assert_int_equal(contact_choose(&contact, 0), BS_CONTACT_NEXT);
}

static void one_that_failed_is_left_alone_for_a_day(void **state)
{
    (void)state;
    tries(7);
    contact_failed(&contact, BS_CONTACT_NEXT, HOUR);
    assert_true(contact_is_stuck(&contact));
    assert_int_equal(contact_choose(&contact, HOUR), BS_CONTACT_NOW);
    contact_answered(&contact);
    assert_int_equal(contact_choose(&contact, HOUR + DAY - 1), BS_CONTACT_NOW);
    assert_int_equal(contact_choose(&contact, HOUR + DAY), BS_CONTACT_NEXT);
}

static void a_newer_bundles_way_is_tried_at_once(void **state)
{
    (void)state;
    tries(7);
    contact_failed(&contact, BS_CONTACT_NEXT, HOUR);
    tries(8);
    assert_false(contact_is_stuck(&contact));
    assert_int_equal(contact_choose(&contact, HOUR), BS_CONTACT_NEXT);
}

static void when_neither_answers_they_take_turns(void **state)
{
    (void)state;
    tries(7);
    contact_failed(&contact, BS_CONTACT_NEXT, 0);
    for (int i = 1; i <= 4; i++) {
        assert_int_equal(contact_choose(&contact, i * HOUR), BS_CONTACT_NOW);
        contact_failed(&contact, BS_CONTACT_NOW, i * HOUR);
        assert_int_equal(contact_choose(&contact, i * HOUR), BS_CONTACT_NEXT);
        contact_failed(&contact, BS_CONTACT_NEXT, i * HOUR);
    }
}

static void what_was_promoted_is_in_use(void **state)
{
    (void)state;
    tries(7);
    contact_promoted(&contact);
    assert_int_equal(contact_choose(&contact, 0), BS_CONTACT_NOW);
    assert_true(contact.has_now);
    assert_string_equal(contact.now.server, "https://new-7");
    assert_false(contact.has_next);
}

static void a_bundle_that_does_not_speak_of_it_changes_nothing_in_use(void **state)
{
    (void)state;
    const struct bs_way silent = {.is_told = false, .server = "", .ca = ""};
    tries(7);
    contact_promoted(&contact);
    assert_int_equal(contact_hear(&contact, &silent, 8, &candidate), CONTACT_KEEP);
    tries(8);
    assert_int_equal(contact_hear(&contact, &silent, 9, &candidate), CONTACT_FORGET);
}

static void another_way_is_to_be_tried_and_the_same_is_not(void **state)
{
    (void)state;
    struct bs_way way = way_to("https://new-7");
    assert_int_equal(contact_hear(&contact, &way, 7, &candidate), CONTACT_TRY);
    assert_int_equal(candidate.serial, 7);
    assert_string_equal(candidate.server, "https://new-7");
    contact.next = candidate;
    contact.has_next = true;
    contact_promoted(&contact);
    assert_int_equal(contact_hear(&contact, &way, 8, &candidate), CONTACT_KEEP);
    way = way_to("https://old");
    assert_int_equal(contact_hear(&contact, &way, 9, &candidate), CONTACT_TRY);
    way.server = "https://new-7";
    way.ca = "PEM";
    assert_int_equal(contact_hear(&contact, &way, 9, &candidate), CONTACT_TRY);
    way.ca = "";
    way.pins[0] = "A=";
    way.pin_count = 1;
    assert_int_equal(contact_hear(&contact, &way, 9, &candidate), CONTACT_TRY);
}

static void an_empty_word_leads_back_to_enrolments_way(void **state)
{
    (void)state;
    const struct bs_way plain = way_to("");
    assert_int_equal(contact_hear(&contact, &plain, 7, &candidate), CONTACT_KEEP);
    tries(7);
    contact_promoted(&contact);
    assert_int_equal(contact_hear(&contact, &plain, 8, &candidate), CONTACT_TRY);
    assert_string_equal(candidate.server, "");
}

static void what_is_in_use_again_ends_the_trying(void **state)
{
    (void)state;
    const struct bs_way way = way_to("https://new-7");
    tries(7);
    contact_promoted(&contact);
    tries(8);
    assert_int_equal(contact_hear(&contact, &way, 9, &candidate), CONTACT_FORGET);
}

static void pins_are_written_as_libcurl_takes_them(void **state)
{
    (void)state;
    struct bs_way way = way_to("");
    const char *pin = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for (size_t i = 0; i < BS_WAY_PINS_MAX; i++) {
        way.pins[way.pin_count++] = pin;
    }
    assert_int_equal(contact_hear(&contact, &way, 7, &candidate), CONTACT_TRY);
    assert_int_equal(strlen(candidate.pins), 4 * (8 + 44) + 3);
    assert_memory_equal(candidate.pins, "sha256//47DEQpj8", 16);
    assert_non_null(strstr(candidate.pins, "uFU=;sha256//47"));
}

#define FRESH(test) cmocka_unit_test_setup(test, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(without_a_word_the_way_of_enrolment_is_in_use),
        FRESH(a_new_way_is_tried_with_the_next_question),
        FRESH(one_that_failed_is_left_alone_for_a_day),
        FRESH(a_newer_bundles_way_is_tried_at_once),
        FRESH(when_neither_answers_they_take_turns),
        FRESH(what_was_promoted_is_in_use),
        FRESH(a_bundle_that_does_not_speak_of_it_changes_nothing_in_use),
        FRESH(another_way_is_to_be_tried_and_the_same_is_not),
        FRESH(an_empty_word_leads_back_to_enrolments_way),
        FRESH(what_is_in_use_again_ends_the_trying),
        FRESH(pins_are_written_as_libcurl_takes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
