/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which versions of a programme can be counted together. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "model_sample.h"

#define KINDS "valid/every-kind-by-branches"

static struct bs_programme *parse(char *text)
{
    struct bs_programme *programme = NULL;

    assert_int_equal(bs_programme_parse(bs_bytes_of(text), &programme, NULL, NULL), BS_OK);
    free(text);
    return programme;
}

/* The second version against the first; frees `text`. NULL: it may be published. */
static void assert_kept(char *text, const char *refusal)
{
    struct bs_programme *first = sample_programme(KINDS);
    struct bs_programme *second = parse(text);
    struct bs_error err = {.code = BS_OK};

    assert_int_equal(bs_programme_keeps(first, second, &err), refusal == NULL ? BS_OK : BS_REFUSED);
    if (refusal != NULL) {
        assert_non_null(strstr(err.text, refusal));
    }
    bs_programme_destroy(first);
    bs_programme_destroy(second);
}

static void words_and_choices_may_change(void **state)
{
    char *text = sample_replace(sample_read(KINDS), "Welk plein kiest u?", "Wat kiest u?");

    (void)state;
    text = sample_replace(text, "\"value\": \"trees\"", "\"value\": \"sand\"");
    assert_kept(sample_replace(text, "\"value\": \"parks\"", "\"value\": \"ponds\""), NULL);
}

static void a_question_of_another_kind_needs_another_id(void **state)
{
    char *text = sample_replace(sample_read(KINDS), "\"id\": \"money\"", "\"id\": \"x\"");

    (void)state;
    text = sample_replace(text, "\"id\": \"weigh\"", "\"id\": \"money\"");
    assert_kept(text, "question money is of kind points in version 1");
}

static void a_new_question_and_one_that_went_hinder_nothing(void **state)
{
    (void)state;
    assert_kept(sample_replace(sample_read(KINDS), "\"id\": \"weigh\"", "\"id\": \"other\""), NULL);
}

static void a_pair_keeps_its_choices_and_their_order(void **state)
{
    char *text = sample_replace(sample_read(KINDS), "\"value\": \"quiet\"", "\"value\": \"tmp\"");

    (void)state;
    text = sample_replace(text, "\"value\": \"green\"", "\"value\": \"quiet\"");
    text = sample_replace(text, "\"value\": \"tmp\"", "\"value\": \"green\"");
    assert_kept(text,
                "question weigh has other choices in version 1, or the same in another order");
    text = sample_replace(sample_read(KINDS), "\"value\": \"cars\"", "\"value\": \"bikes\"");
    assert_kept(text, "question weigh has other choices");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_choices_may_change),
        cmocka_unit_test(a_question_of_another_kind_needs_another_id),
        cmocka_unit_test(a_new_question_and_one_that_went_hinder_nothing),
        cmocka_unit_test(a_pair_keeps_its_choices_and_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
