/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a bundle says of answers: outcomes, the register, late ones, and whom to ask at this place. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/bundle.h>

#include "model_sample.h"

#define OUTCOME                                                                                    \
    "{\"programme\":\"schone-straat\",\"published\":\"2027-01-15\",\"outcome\":{\"format\":"       \
    "\"buurtstem-outcome/1\",\"tenant\":\"GM1916\",\"programme\":\"schone-straat\",\"version\":1," \
    "\"languages\":[\"nl\"],\"heard\":{\"nl\":\"U vroeg om bakken.\"},\"will\":{\"nl\":\"Ze "      \
    "komen.\"}}}"
#define ENTRY                                                                                      \
    "{\"code\":\"W3R8T\",\"tenant_name\":\"Leiden\",\"title\":{\"nl\":\"Groene ring\"},\"due\":"   \
    "\"2027-01-21\""
#define ANSWER                                                                                     \
    ",\"answered\":\"2026-11-02\",\"heard\":{\"nl\":\"Meer bomen.\"},\"will\":{\"nl\":\"We "       \
    "planten.\"}"
#define PLACE_END "\"example\":true}"

/* The sample bundle with something else in place of its empty outcomes, or at the end of its place. */
static char *with_outcomes(const char *list)
{
    return sample_replace(sample_bundle(), "\"outcomes\":[]", list);
}

static char *with_place(const char *members)
{
    return sample_replace(sample_bundle(), PLACE_END, members);
}

static char *with_member(const char *member)
{
    return sample_replace(sample_bundle(), "\"outcomes\":[]", member);
}

static void a_bundle_of_an_older_central_has_no_answers_and_no_register(void **state)
{
    struct bs_bundle *b = sample_parse(sample_bundle());

    (void)state;
    assert_null(b->programmes[0].outcome);
    assert_int_equal(b->programmes[0].answered.year, 0);
    assert_int_equal(b->register_count, 0);
    assert_null(b->public_url);
    assert_int_equal(b->place.contact.count, 0);
    assert_int_equal(b->place.programme_count, 0);
    assert_null(bs_bundle_registered(b, "W3R8T"));
    bs_bundle_destroy(b);
}

static void an_outcome_stands_with_its_programme(void **state)
{
    struct bs_bundle *b = sample_parse(with_outcomes("\"outcomes\":[" OUTCOME "]"));

    (void)state;
    assert_non_null(b->programmes[0].outcome);
    assert_string_equal(b->programmes[0].outcome->programme, "schone-straat");
    assert_string_equal(bs_text_in(&b->programmes[0].outcome->will, "nl", NULL), "Ze komen.");
    assert_int_equal(b->programmes[0].answered.year, 2027);
    assert_int_equal(b->programmes[0].answered.day, 15);
    assert_null(b->programmes[0].outcome->document);
    bs_bundle_destroy(b);
}

static void two_outcomes_of_one_programme_are_refused(void **state)
{
    (void)state;
    sample_assert_refused(with_outcomes("\"outcomes\":[" OUTCOME "," OUTCOME "]"),
                          "$.outcomes[1].programme: has an outcome already");
}

static void an_outcome_of_a_programme_that_is_not_there_is_refused(void **state)
{
    char *text = with_outcomes("\"outcomes\":[" OUTCOME "]");

    (void)state;
    sample_assert_refused(
        sample_replace(text, "[{\"programme\":\"schone", "[{\"programme\":\"schoner"),
        "$.outcomes[0].programme: is not a programme of this bundle");
}

static void an_outcome_that_names_another_programme_or_tenant_is_refused(void **state)
{
    char *other = with_outcomes("\"outcomes\":[" OUTCOME "]");
    char *tenant = with_outcomes("\"outcomes\":[" OUTCOME "]");

    (void)state;
    sample_assert_refused(sample_replace(other, "\"GM1916\",\"programme\":\"schone",
                                         "\"GM1916\",\"programme\":\"schoner"),
                          "$.outcomes[0].outcome: is of another programme");
    sample_assert_refused(
        sample_replace(tenant,
                       "\"outcome\":{\"format\":\"buurtstem-outcome/1\",\"tenant\":\"GM1916\"",
                       "\"outcome\":{\"format\":\"buurtstem-outcome/1\",\"tenant\":\"GM0546\""),
        "$.outcomes[0].outcome: is of another programme");
}

static void an_outcome_with_an_error_names_its_place_in_the_bundle(void **state)
{
    char *text = with_outcomes("\"outcomes\":[" OUTCOME "]");

    (void)state;
    sample_assert_refused(
        sample_replace(text, "\"version\":1,\"languages\":[\"nl\"],\"heard\"",
                       "\"version\":0,\"languages\":[\"nl\"],\"heard\""),
        "$.outcomes[0].outcome.version: expected a whole number from 1 to 999999, found 0");
}

static void an_answer_is_late_from_the_day_after_it_was_owed(void **state)
{
    struct bs_bundle *b = sample_parse(sample_bundle());
    struct bs_date due =
        bs_programme_answer_date(b->programmes[0].programme, b->programmes[0].published);
    int days = -1;

    (void)state;
    assert_false(bs_bundle_is_late(&b->programmes[0], due, &days));
    assert_int_equal(days, -1);
    assert_true(bs_bundle_is_late(&b->programmes[0], bs_date_add_days(due, 1), NULL));
    assert_true(bs_bundle_is_late(&b->programmes[0], bs_date_add_days(due, 40), &days));
    assert_int_equal(days, 40);
    bs_bundle_destroy(b);
}

static void an_answer_that_was_given_is_never_late(void **state)
{
    struct bs_bundle *b = sample_parse(with_outcomes("\"outcomes\":[" OUTCOME "]"));

    (void)state;
    assert_false(bs_bundle_is_late(&b->programmes[0], (struct bs_date){2199, 1, 1}, NULL));
    bs_bundle_destroy(b);
}

static void the_register_finds_a_programme_of_another_municipality(void **state)
{
    struct bs_bundle *b =
        sample_parse(with_member("\"outcomes\":[],\"register\":[" ENTRY
                                 ",\"due_example\":true" ANSWER ",\"outcome_example\":true}]"));
    const struct bs_registered *entry = bs_bundle_registered(b, "W3R8T");

    (void)state;
    assert_non_null(entry);
    assert_string_equal(entry->tenant_name, "Leiden");
    assert_string_equal(bs_text_in(&entry->title, "nl", NULL), "Groene ring");
    assert_int_equal(entry->due.month, 1);
    assert_true(entry->due_is_example);
    assert_int_equal(entry->answered.year, 2026);
    assert_string_equal(bs_text_in(&entry->heard, "nl", NULL), "Meer bomen.");
    assert_string_equal(bs_text_in(&entry->will, "nl", NULL), "We planten.");
    assert_true(entry->outcome_is_example);
    assert_null(bs_bundle_registered(b, "W3R8U"));
    bs_bundle_destroy(b);
}

static void an_entry_without_an_answer_is_read(void **state)
{
    struct bs_bundle *b = sample_parse(with_member("\"outcomes\":[],\"register\":[" ENTRY "}]"));
    const struct bs_registered *entry = bs_bundle_registered(b, "W3R8T");

    (void)state;
    assert_non_null(entry);
    assert_int_equal(entry->answered.year, 0);
    assert_int_equal(entry->heard.count, 0);
    assert_false(entry->due_is_example);
    assert_false(entry->outcome_is_example);
    bs_bundle_destroy(b);
}

static void an_entry_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    (void)state;
    sample_assert_refused(with_member("\"outcomes\":[],\"register\":{}"),
                          "$.register: expected a list in [ ]");
    sample_assert_refused(
        sample_replace(with_member("\"outcomes\":[],\"register\":[" ENTRY "}]"), "W3R8T", "W3R8I"),
        "$.register[0].code: expected five of the signs 2-9 and A-Z without I, L and O");
    sample_assert_refused(with_member("\"outcomes\":[],\"register\":[" ENTRY "}," ENTRY "}]"),
                          "$.register[1].code: is there twice");
    sample_assert_refused(
        with_member("\"outcomes\":[],\"register\":[" ENTRY ",\"answered\":\"2026-11-02\"}]"),
        "$.register[0].heard: is missing");
    sample_assert_refused(
        with_member("\"outcomes\":[],\"register\":[" ENTRY ",\"will\":{\"nl\":\"Ja.\"}}]"),
        "$.register[0].answered: expected a string, found nothing");
    sample_assert_refused(sample_replace(with_member("\"outcomes\":[],\"register\":[" ENTRY "}]"),
                                         "2027-01-21", "2027-02-30"),
                          "$.register[0].due: expected an existing date like 2026-11-30");
}

/* A register of so many entries, each with its own code. */
static char *with_register(size_t count)
{
    static const char signs[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    struct bs_buf list;
    char *text;

    bs_buf_init(&list, BS_BUNDLE_BYTES_MAX);
    bs_buf_text(&list, "\"outcomes\":[],\"register\":[");
    for (size_t i = 0; i < count; i++) {
        bs_buf_printf(&list,
                      "%s{\"code\":\"222%c%c\",\"tenant_name\":\"Leiden\",\"title\":{\"nl\":\"T\"},"
                      "\"due\":\"2027-01-21\"}",
                      i > 0 ? "," : "", signs[i / 31], signs[i % 31]);
    }
    bs_buf_text(&list, "]");
    text = with_member(bs_buf_string(&list));
    bs_buf_finish(&list);
    return text;
}

static void a_register_holds_256_programmes_and_no_more(void **state)
{
    struct bs_bundle *b = sample_parse(with_register(BS_REGISTER_MAX));

    (void)state;
    assert_int_equal(b->register_count, BS_REGISTER_MAX);
    bs_bundle_destroy(b);
    sample_assert_refused(with_register(BS_REGISTER_MAX + 1),
                          "$.register[256]: is one too many: expected at most 256, found 257");
}

static void the_short_answer_has_110_characters_at_most(void **state)
{
    char text[256];
    char *good;
    char *bad;

    (void)state;
    (void)snprintf(text, sizeof text, "%0110d", 0);
    good = with_member("\"outcomes\":[],\"register\":[" ENTRY ANSWER "}]");
    bs_bundle_destroy(sample_parse(sample_replace(good, "Meer bomen.", text)));
    (void)snprintf(text, sizeof text, "%0111d", 0);
    bad = with_member("\"outcomes\":[],\"register\":[" ENTRY ANSWER "}]");
    sample_assert_refused(sample_replace(bad, "Meer bomen.", text),
                          "$.register[0].heard.nl: expected at most 110 characters, found 111");
}

static void the_public_address_is_a_host_alone(void **state)
{
    static const char *const good[] = {"https://buurtstem.leiden.nl", "https://localhost:8443",
                                       "https://h:65535"};
    static const char *const bad[] = {
        "https://a..nl",       "http://leiden.nl", "https://",        "https://leiden.nl/",
        "https://leiden.nl/c", "https://a b",      "https://h:65536", "https://h:0",
        "https://h:",          "https://u@h",      "https://.nl",     "https://h:84431x"};
    char member[256];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct bs_bundle *b;

        (void)snprintf(member, sizeof member, "\"outcomes\":[],\"public_url\":\"%s\"", good[i]);
        b = sample_parse(with_member(member));
        assert_string_equal(b->public_url, good[i]);
        bs_bundle_destroy(b);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        (void)snprintf(member, sizeof member, "\"outcomes\":[],\"public_url\":\"%s\"", bad[i]);
        sample_assert_refused(with_member(member),
                              "$.public_url: expected https://HOST or https://HOST:PORT");
    }
}

static void a_public_address_has_200_bytes_at_most(void **state)
{
    char member[300];
    struct bs_bundle *b;

    (void)state;
    (void)snprintf(member, sizeof member, "\"outcomes\":[],\"public_url\":\"https://%0192d\"", 0);
    b = sample_parse(with_member(member));
    assert_int_equal(strlen(b->public_url), BS_PUBLIC_URL_MAX);
    bs_bundle_destroy(b);
    (void)snprintf(member, sizeof member, "\"outcomes\":[],\"public_url\":\"https://%0193d\"", 0);
    sample_assert_refused(with_member(member),
                          "$.public_url: expected a string of at most 200 bytes, found 201");
}

static void a_place_names_a_person_and_its_programmes_in_order(void **state)
{
    struct bs_bundle *b =
        sample_parse(with_place("\"example\":true,\"contact\":{\"text\":{\"nl\":\"Vraag Fatma.\"},"
                                "\"example\":true},\"programmes\":[\"groen\",\"afval\"]}"));

    (void)state;
    assert_string_equal(bs_text_in(&b->place.contact, "nl", NULL), "Vraag Fatma.");
    assert_true(b->place.contact_is_example);
    assert_int_equal(b->place.programme_count, 2);
    assert_string_equal(b->place.programmes[0], "groen");
    assert_string_equal(b->place.programmes[1], "afval");
    bs_bundle_destroy(b);
}

static void a_place_with_a_wrong_person_or_list_is_refused_with_its_path(void **state)
{
    (void)state;
    sample_assert_refused(with_place("\"contact\":{\"text\":{\"nl\":\"F\"},\"phone\":\"070\"}}"),
                          "$.place.contact.phone: is not a known name");
    sample_assert_refused(with_place("\"contact\":{}}"), "$.place.contact.text: is missing");
    sample_assert_refused(with_place("\"programmes\":[]}"),
                          "$.place.programmes: expected at least 1, found 0");
    sample_assert_refused(with_place("\"programmes\":[\"a\",\"b\",\"a\"]}"),
                          "$.place.programmes[2]: is there twice");
    sample_assert_refused(
        with_place("\"programmes\":[\"A\"]}"),
        "$.place.programmes[0]: expected only small letters a-z, digits and inner hyphens");
}

static void a_place_lists_24_programmes_and_no_more(void **state)
{
    char member[400] = "\"programmes\":[\"p0\"";
    char more[420];
    struct bs_bundle *b;

    (void)state;
    for (int i = 1; i < BS_BUNDLE_PROGRAMMES_MAX; i++) {
        (void)snprintf(member + strlen(member), 16, ",\"p%d\"", i);
    }
    (void)snprintf(more, sizeof more, "%s,\"q\"]}", member);
    (void)snprintf(member + strlen(member), 16, "]}");
    b = sample_parse(with_place(member));
    assert_int_equal(b->place.programme_count, BS_BUNDLE_PROGRAMMES_MAX);
    bs_bundle_destroy(b);
    sample_assert_refused(with_place(more),
                          "$.place.programmes[24]: is one too many: expected at most 24, found 25");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_of_an_older_central_has_no_answers_and_no_register),
        cmocka_unit_test(an_outcome_stands_with_its_programme),
        cmocka_unit_test(two_outcomes_of_one_programme_are_refused),
        cmocka_unit_test(an_outcome_of_a_programme_that_is_not_there_is_refused),
        cmocka_unit_test(an_outcome_that_names_another_programme_or_tenant_is_refused),
        cmocka_unit_test(an_outcome_with_an_error_names_its_place_in_the_bundle),
        cmocka_unit_test(an_answer_is_late_from_the_day_after_it_was_owed),
        cmocka_unit_test(an_answer_that_was_given_is_never_late),
        cmocka_unit_test(the_register_finds_a_programme_of_another_municipality),
        cmocka_unit_test(an_entry_without_an_answer_is_read),
        cmocka_unit_test(an_entry_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(a_register_holds_256_programmes_and_no_more),
        cmocka_unit_test(the_short_answer_has_110_characters_at_most),
        cmocka_unit_test(the_public_address_is_a_host_alone),
        cmocka_unit_test(a_public_address_has_200_bytes_at_most),
        cmocka_unit_test(a_place_names_a_person_and_its_programmes_in_order),
        cmocka_unit_test(a_place_with_a_wrong_person_or_list_is_refused_with_its_path),
        cmocka_unit_test(a_place_lists_24_programmes_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
