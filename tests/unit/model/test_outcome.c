/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The answer that is owed: what comes out, when an action is due, and what is asked beyond reading. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/outcome.h>

#include "model_sample.h"

#define LEAST                                                                                      \
    "{\"format\":\"buurtstem-outcome/1\",\"tenant\":\"GM1916\",\"programme\":\"afval-kiezen\","    \
    "\"version\":1,\"languages\":[\"nl\"],\"heard\":{\"nl\":\"U vroeg om bakken.\"},"              \
    "\"will\":{\"nl\":\"Ze komen.\"}}"

static struct bs_outcome *parse(const char *text)
{
    struct bs_outcome *outcome = NULL;
    struct bs_error err = {0};

    if (bs_outcome_parse(bs_bytes_of(text), &outcome, NULL, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    return outcome;
}

static void everything_in_the_file_comes_out(void **state)
{
    char *text = sample_input("outcomes/valid/full");
    struct bs_outcome *o = parse(text);

    (void)state;
    free(text); /* nothing borrows from the bytes */
    assert_string_equal(o->programme, "schone-straat");
    assert_string_equal(o->tenant, "GM1916");
    assert_int_equal(o->version, 2);
    assert_true(o->is_example);
    assert_int_equal(o->language_count, 2);
    assert_string_equal(o->languages[1], "en");
    assert_string_equal(bs_text_in(&o->heard, "en", NULL), "Many asked for more bins.");
    assert_string_equal(bs_text_in(&o->will, "nl", NULL), "We zetten 12 bakken neer.");
    assert_string_equal(bs_text_in(&o->most, "nl", NULL), "De meesten willen meer bakken.");
    assert_string_equal(bs_text_in(&o->fewer, "nl", NULL), "Enkelen willen juist minder bakken.");
    assert_string_equal(bs_text_in(&o->weighed, "nl", NULL), "Een volle bak trekt ratten.");
    assert_string_equal(bs_text_in(&o->wont, "nl", NULL),
                        "Geen bak bij elke deur: dat is te duur.");
    assert_int_equal(o->action_count, 2);
    assert_string_equal(o->actions[0].owner, "Gemeente Leidschendam-Voorburg, beheer");
    assert_int_equal(o->actions[0].month.year, 2027);
    assert_int_equal(o->actions[0].month.month, 3);
    assert_int_equal(o->actions[0].month.day, 0);
    assert_int_equal(o->actions[0].state, BS_ACTION_BUSY);
    assert_int_equal(o->actions[1].month.year, 0);
    assert_int_equal(o->actions[1].months, 3);
    assert_int_equal(o->actions[1].state, BS_ACTION_PLANNED);
    bs_outcome_destroy(o);
}

static void what_a_kiosk_can_do_without_may_be_absent(void **state)
{
    struct bs_outcome *o = parse(LEAST);

    (void)state;
    assert_false(o->is_example);
    assert_int_equal(o->fewer.count, 0);
    assert_int_equal(o->action_count, 0);
    bs_outcome_destroy(o);
}

static void to_be_published_it_needs_the_minority_view_and_the_reason(void **state)
{
    struct bs_complaints complaints = {0};
    struct bs_outcome *outcome = NULL;
    struct bs_json *json = NULL;
    struct bs_json_at at;

    (void)state;
    assert_int_equal(bs_json_parse(bs_bytes_of(LEAST), &json, NULL), BS_OK);
    at = bs_json_root(json, &complaints);
    assert_int_equal(bs_outcome_examine_at(&at, &outcome, NULL), BS_BAD);
    assert_null(outcome);
    assert_int_equal(complaints.count, 4);
    assert_string_equal(complaints.text[1],
                        "$.fewer: is missing: what fewer people said; they were heard too");
    assert_string_equal(complaints.text[2],
                        "$.weighed: is missing: what weighed in the decision: the reason");
    assert_int_equal(bs_outcome_read(&at, &outcome, NULL), BS_OK);
    bs_outcome_destroy(outcome);
    bs_json_destroy(json);
}

static void advise_of(const char *heard, struct bs_complaints *advice)
{
    struct bs_outcome *o = parse(LEAST);

    memset(advice, 0, sizeof *advice);
    o->heard.in[0].text = heard;
    bs_outcome_advise(o, advice);
    bs_outcome_destroy(o);
}

static void a_text_of_which_a_card_has_no_room_for_two_gets_advice(void **state)
{
    static struct bs_complaints advice;
    char words[BS_FIT_CARD + 2];

    (void)state;
    memset(words, 'a', sizeof words);
    words[BS_FIT_CARD] = '\0';
    advise_of(words, &advice);
    assert_int_equal(advice.count, 0);
    words[BS_FIT_CARD] = 'a';
    words[BS_FIT_CARD + 1] = '\0';
    advise_of(words, &advice);
    assert_int_equal(advice.count, 1);
    assert_string_equal(
        advice.text[0],
        "$.heard.nl: has 61 characters, more than 60: a small screen then has no room "
        "for what is done beside what was heard; make it shorter");
}

static void the_largest_file_is_read_and_one_byte_more_is_not(void **state)
{
    char *padded = bs_xcalloc(BS_OUTCOME_FILE_MAX + 1, 1);
    struct bs_outcome *outcome = NULL;

    (void)state;
    memset(padded, ' ', BS_OUTCOME_FILE_MAX + 1);
    memcpy(padded, LEAST, strlen(LEAST));
    assert_int_equal(bs_outcome_parse((struct bs_bytes){(uint8_t *)padded, BS_OUTCOME_FILE_MAX + 1},
                                      &outcome, NULL, NULL),
                     BS_LIMIT);
    assert_null(outcome);
    assert_int_equal(bs_outcome_parse((struct bs_bytes){(uint8_t *)padded, BS_OUTCOME_FILE_MAX},
                                      &outcome, NULL, NULL),
                     BS_OK);
    bs_outcome_destroy(outcome);
    free(padded);
}

static void a_file_that_is_not_json_is_a_complaint(void **state)
{
    struct bs_complaints complaints = {0};
    struct bs_outcome *outcome = NULL;

    (void)state;
    assert_int_equal(bs_outcome_parse(bs_bytes_of("{"), &outcome, &complaints, NULL), BS_BAD);
    assert_null(outcome);
    assert_int_equal(complaints.count, 1);
}

static void a_fixed_month_does_not_depend_on_publication(void **state)
{
    const struct bs_action action = {.month = {2027, 3, 0}};
    struct bs_date month = bs_action_month(&action, (struct bs_date){2026, 11, 2});

    (void)state;
    assert_int_equal(month.year, 2027);
    assert_int_equal(month.month, 3);
    assert_int_equal(month.day, 0);
}

static void months_after_publication_pass_the_end_of_the_year(void **state)
{
    static const struct {
        int months, year, month;
    } rows[] = {{0, 2026, 11}, {1, 2026, 12}, {2, 2027, 1}, {14, 2028, 1}, {60, 2031, 11}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct bs_action action = {.months = rows[i].months};
        struct bs_date month = bs_action_month(&action, (struct bs_date){2026, 11, 30});

        assert_int_equal(month.year, rows[i].year);
        assert_int_equal(month.month, rows[i].month);
        assert_int_equal(month.day, 0);
    }
}

static void destroying_nothing_is_fine(void **state)
{
    (void)state;
    bs_outcome_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_in_the_file_comes_out),
        cmocka_unit_test(what_a_kiosk_can_do_without_may_be_absent),
        cmocka_unit_test(to_be_published_it_needs_the_minority_view_and_the_reason),
        cmocka_unit_test(a_text_of_which_a_card_has_no_room_for_two_gets_advice),
        cmocka_unit_test(the_largest_file_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_file_that_is_not_json_is_a_complaint),
        cmocka_unit_test(a_fixed_month_does_not_depend_on_publication),
        cmocka_unit_test(months_after_publication_pass_the_end_of_the_year),
        cmocka_unit_test(destroying_nothing_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
