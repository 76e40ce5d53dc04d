/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading a programme: what comes out, limits, and who owns what. Single errors are cases in tests/data/programmes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "model_sample.h"

static struct bs_date day(int year, int month, int number)
{
    return (struct bs_date){year, month, number};
}

static void everything_in_the_file_comes_out(void **state)
{
    struct bs_programme *p = sample_programme("valid/three-questions");

    (void)state;
    assert_string_equal(p->id, "schone-straat");
    assert_string_equal(p->tenant, "GM1916");
    assert_int_equal(p->version, 1);
    assert_string_equal(p->code, "K7M4P");
    assert_int_equal(p->stage, BS_STAGE_NOW);
    assert_string_equal(p->icon, "bin");
    assert_int_equal(bs_date_compare(p->starts, day(2026, 11, 1)), 0);
    assert_int_equal(bs_date_compare(p->ends, day(2027, 12, 31)), 0);
    assert_string_equal(p->owner, "Team Wijken");
    assert_int_equal(p->language_count, 2);
    assert_string_equal(p->languages[1], "en");
    assert_string_equal(bs_text_in(&p->title, "en", NULL), "Clean street");
    assert_string_equal(bs_text_in(&p->open, "nl", NULL), "De aanpak is nog open.");
    assert_int_equal(p->decider, BS_DECIDER_COUNCIL);
    assert_string_equal(bs_text_in(&p->decides, "nl", NULL), "De gemeenteraad beslist.");
    assert_int_equal(p->answer_due.days, 60);
    assert_true(p->answer_due.is_example);
    assert_string_equal(bs_text_in(&p->contact, "nl", NULL), "Vraag Samira aan de balie.");
    assert_true(p->contact_is_example);
    assert_int_equal(p->source_count, 1);
    assert_string_equal(p->sources[0].publisher, "Gemeente");
    assert_int_equal(bs_date_compare(p->sources[0].date, day(2026, 9, 22)), 0);
    assert_int_equal(p->fact_count, 1);
    assert_int_equal(p->question_count, 3);
    bs_programme_destroy(p);
}

static void faces_stand_from_worst_to_best(void **state)
{
    static const char *const values[] = {"very_bad", "bad", "neutral", "good", "very_good"};
    struct bs_programme *p = sample_programme("valid/three-questions");
    const struct bs_question *mood = &p->questions[0];

    (void)state;
    assert_int_equal(mood->kind, BS_KIND_FACES);
    assert_int_equal(mood->choice_count, 5);
    assert_int_equal(mood->most, 1);
    assert_null(mood->follows);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(mood->choices[i].value, values[i]);
        assert_string_equal(mood->choices[i].icon, "");
    }
    assert_string_equal(bs_text_in(&mood->choices[4].label, "nl", NULL), "Heel schoon");
    bs_programme_destroy(p);
}

static void four_faces_have_no_neutral(void **state)
{
    struct bs_programme *p = sample_programme("valid/four-faces-and-schema-address");

    (void)state;
    assert_int_equal(p->questions[0].choice_count, 4);
    assert_null(bs_question_choice(&p->questions[0], "neutral"));
    assert_non_null(bs_question_choice(&p->questions[0], "very_good"));
    bs_programme_destroy(p);
}

static void why_names_its_question_and_faces(void **state)
{
    struct bs_programme *p = sample_programme("valid/three-questions");
    const struct bs_question *why = bs_programme_question(p, "why");

    (void)state;
    assert_non_null(why);
    assert_int_equal(why->kind, BS_KIND_WHY);
    assert_string_equal(why->follows, "mood");
    assert_int_equal(why->after_count, 2);
    assert_string_equal(why->after[0], "very_bad");
    assert_int_equal(why->most, 2);
    assert_int_equal(why->choice_count, 3);
    assert_string_equal(why->choices[0].icon, "bin-bag");
    assert_null(bs_programme_question(p, "who"));
    assert_null(bs_question_choice(why, "who"));
    bs_programme_destroy(p);
}

static void a_source_may_be_dated_by_year_or_month(void **state)
{
    struct bs_programme *p = sample_programme("valid/source-dated-by-month-and-year");

    (void)state;
    assert_int_equal(bs_date_compare(p->sources[0].date, day(2020, 0, 0)), 0);
    assert_int_equal(bs_date_compare(p->sources[1].date, day(2020, 9, 0)), 0);
    bs_programme_destroy(p);
}

static void the_answer_is_owed_on_the_date_or_days_after_publication(void **state)
{
    struct bs_programme *days = sample_programme("valid/three-questions");
    struct bs_programme *date = sample_programme("valid/due-on-a-date");

    (void)state;
    assert_int_equal(
        bs_date_compare(bs_programme_answer_date(days, day(2026, 11, 22)), day(2027, 1, 21)), 0);
    assert_int_equal(
        bs_date_compare(bs_programme_answer_date(date, day(2026, 10, 1)), day(2026, 11, 2)), 0);
    bs_programme_destroy(days);
    bs_programme_destroy(date);
}

static void it_is_open_from_its_first_to_its_last_day(void **state)
{
    struct bs_programme *p = sample_programme("valid/three-questions");

    (void)state;
    assert_false(bs_programme_is_open(p, day(2026, 10, 31)));
    assert_true(bs_programme_is_open(p, day(2026, 11, 1)));
    assert_true(bs_programme_is_open(p, day(2027, 12, 31)));
    assert_false(bs_programme_is_open(p, day(2028, 1, 1)));
    p->stage = BS_STAGE_BEFORE;
    assert_true(bs_programme_is_open(p, day(2026, 11, 1)));
    p->stage = BS_STAGE_OUTCOME;
    assert_false(bs_programme_is_open(p, day(2026, 11, 1)));
    bs_programme_destroy(p);
}

static enum bs_err parse_padded(size_t size, struct bs_error *err)
{
    char *text = sample_read("valid/three-questions");
    size_t len = strlen(text);
    char *padded = bs_xcalloc(size + 1, 1);
    struct bs_programme *p = NULL;
    enum bs_err rc;

    memcpy(padded, text, len);
    memset(padded + len, ' ', size - len);
    rc = bs_programme_parse((struct bs_bytes){(const uint8_t *)padded, size}, &p, NULL, err);
    bs_programme_destroy(p);
    free(padded);
    free(text);
    return rc;
}

static void a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(void **state)
{
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(parse_padded(BS_PROGRAMME_FILE_MAX, NULL), BS_OK);
    assert_int_equal(parse_padded(BS_PROGRAMME_FILE_MAX + 1, &err), BS_LIMIT);
    assert_string_equal(err.text, "a programme of 131073 bytes, at most 131072");
}

static void parsing_is_silent_about_style_and_examining_is_not(void **state)
{
    char *text = sample_read("invalid/sentence-of-thirteen-words");
    struct bs_complaints complaints = {0};
    struct bs_programme *p = NULL;

    (void)state;
    assert_int_equal(bs_programme_parse(bs_bytes_of(text), &p, &complaints, NULL), BS_OK);
    assert_int_equal(complaints.count, 0);
    bs_programme_check(p, &complaints);
    assert_int_equal(complaints.count, 1);
    bs_programme_destroy(p);
    p = NULL;
    assert_int_equal(bs_programme_examine(bs_bytes_of(text), &p, NULL, NULL), BS_BAD);
    assert_null(p);
    free(text);
}

static void without_a_promise_it_is_still_read_for_what_it_has(void **state)
{
    char *text = sample_read("invalid/without-promise");
    struct bs_programme *p = NULL;

    (void)state;
    assert_int_equal(bs_programme_parse(bs_bytes_of(text), &p, NULL, NULL), BS_OK);
    assert_int_equal(p->open.count, 0);
    assert_string_equal(bs_text_in(&p->open, "nl", NULL), "");
    bs_programme_destroy(p);
    free(text);
}

static void the_error_holds_the_first_complaint_and_how_many_more(void **state)
{
    char *text = sample_read("invalid/schema-dates");
    struct bs_programme *p = NULL;
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(bs_programme_parse(bs_bytes_of(text), &p, NULL, &err), BS_BAD);
    assert_null(p);
    assert_non_null(strstr(err.text, "$.starts: expected an existing date"));
    assert_non_null(strstr(err.text, "3"));
    free(text);
}

static void complaints_that_were_there_before_stay_and_do_not_count(void **state)
{
    char *text = sample_read("valid/three-questions");
    struct bs_complaints complaints = {0};
    struct bs_programme *p = NULL;

    (void)state;
    bs_complain(&complaints, "other.json", "is something else");
    assert_int_equal(bs_programme_examine(bs_bytes_of(text), &p, &complaints, NULL), BS_OK);
    assert_int_equal(complaints.count, 1);
    bs_programme_destroy(p);
    free(text);
}

/* As in a publish file: the document is the caller's, and paths begin where the programme stands. */
static void a_programme_inside_a_document_names_its_place(void **state)
{
    char *text = sample_read("invalid/schema-everything-at-once");
    struct bs_complaints complaints = {0};
    struct bs_programme *p = NULL;
    struct bs_json *json = NULL;
    struct bs_json_at at;
    struct bs_buf outer;

    (void)state;
    bs_buf_init(&outer, BS_PROGRAMME_FILE_MAX);
    bs_buf_printf(&outer, "{\"programmes\":[%s]}", text);
    assert_int_equal(bs_json_parse(bs_buf_bytes(&outer), &json, NULL), BS_OK);
    at = bs_json_root(json, &complaints);
    at = bs_json_member(&at, "programmes");
    at = bs_json_item(&at, 0);
    assert_int_equal(bs_programme_examine_at(&at, &p, NULL), BS_BAD);
    assert_int_equal(complaints.count, 6);
    assert_non_null(strstr(complaints.text[0], "$.programmes[0].id: "));
    assert_non_null(strstr(complaints.text[2], "$.programmes[0].title.en: is missing"));
    assert_non_null(
        strstr(complaints.text[5], "$.programmes[0].questions[2].choices[0].label.nl: "));
    bs_json_destroy(json);
    bs_buf_finish(&outer);
    free(text);
}

static void more_complaints_than_the_list_holds_are_counted(void **state)
{
    char *text = sample_read("valid/three-questions");
    struct bs_complaints complaints = {0};
    struct bs_programme *p = NULL;
    struct bs_buf many;

    (void)state;
    bs_buf_init(&many, BS_PROGRAMME_FILE_MAX);
    bs_buf_text(&many, "{");
    for (int i = 0; i < BS_COMPLAINTS_MAX + 6; i++) {
        bs_buf_printf(&many, "\"x%d\": 1,", i);
    }
    bs_buf_text(&many, strchr(text, '{') + 1);
    assert_int_equal(bs_programme_examine(bs_buf_bytes(&many), &p, &complaints, NULL), BS_BAD);
    assert_int_equal(complaints.count, BS_COMPLAINTS_MAX);
    assert_int_equal(complaints.dropped, 6);
    bs_buf_finish(&many);
    free(text);
}

static void destroying_nothing_is_fine(void **state)
{
    (void)state;
    bs_programme_destroy(NULL);
}

static void a_fact_without_a_last_day_is_never_past(void **state)
{
    const struct bs_fact fact = {0};

    (void)state;
    assert_false(bs_fact_is_past(&fact, (struct bs_date){2199, 12, 31}));
}

static void a_fact_is_past_from_the_day_after_its_last(void **state)
{
    const struct bs_fact fact = {.until = {2026, 12, 31}};

    (void)state;
    assert_false(bs_fact_is_past(&fact, (struct bs_date){2026, 12, 31}));
    assert_true(bs_fact_is_past(&fact, (struct bs_date){2027, 1, 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_in_the_file_comes_out),
        cmocka_unit_test(faces_stand_from_worst_to_best),
        cmocka_unit_test(four_faces_have_no_neutral),
        cmocka_unit_test(why_names_its_question_and_faces),
        cmocka_unit_test(a_source_may_be_dated_by_year_or_month),
        cmocka_unit_test(the_answer_is_owed_on_the_date_or_days_after_publication),
        cmocka_unit_test(it_is_open_from_its_first_to_its_last_day),
        cmocka_unit_test(a_file_of_the_largest_size_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(parsing_is_silent_about_style_and_examining_is_not),
        cmocka_unit_test(without_a_promise_it_is_still_read_for_what_it_has),
        cmocka_unit_test(the_error_holds_the_first_complaint_and_how_many_more),
        cmocka_unit_test(complaints_that_were_there_before_stay_and_do_not_count),
        cmocka_unit_test(a_programme_inside_a_document_names_its_place),
        cmocka_unit_test(more_complaints_than_the_list_holds_are_counted),
        cmocka_unit_test(destroying_nothing_is_fine),
        cmocka_unit_test(a_fact_without_a_last_day_is_never_past),
        cmocka_unit_test(a_fact_is_past_from_the_day_after_its_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
