/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How long a visit takes by the model, and the limit of a minute. Other complaints are cases in tests/data/programmes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "model_sample.h"

/* Hundredths of a second, to compare without rounding trouble. */
static int hundredths(const struct bs_programme *programme, const char *lang)
{
    return (int)(bs_programme_seconds(programme, lang) * 100.0 + 0.5);
}

static int model(int words, int taps, int screens)
{
    return (int)(100.0 * (words / 1.67 + taps * 1.2 + screens * 0.5) + 0.5);
}

static void the_smallest_visit_counts_promise_question_labels_two_taps_and_two_screens(void **state)
{
    struct bs_programme *p = sample_programme("valid/smallest");

    (void)state;
    /* Promise 5 + 3, question 3, labels 1 + 1; language, answer, done; attract, question, thanks. */
    assert_int_equal(hundredths(p, "nl"), model(13, 3, 3));
    bs_programme_destroy(p);
}

static void a_list_takes_as_many_taps_as_may_be_chosen_and_one_to_go_on(void **state)
{
    struct bs_programme *p = sample_programme("valid/eight-of-a-list-and-six-tiles");

    (void)state;
    /* Promise 8, questions 1 + 1, labels 8 + 6; language, 8 + 1, 1, done; four screens. */
    assert_int_equal(hundredths(p, "nl"), model(24, 12, 4));
    bs_programme_destroy(p);
}

static void only_the_longest_of_the_why_questions_is_counted(void **state)
{
    struct bs_programme *p = sample_programme("valid/why-per-face");
    int before = hundredths(p, "nl");
    int longer;

    (void)state;
    /* Promise 8, faces 5 + 8 labels words, one why 3 + 5; taps 1 + 1 + 3 + 1; four screens. */
    assert_int_equal(before, model(8 + 5 + 8 + 3 + 5, 6, 4));
    p->questions[2].most = 3;
    longer = hundredths(p, "nl");
    assert_int_equal(longer, before + 120);
    p->questions[1].most = 3;
    assert_int_equal(hundredths(p, "nl"), longer);
    bs_programme_destroy(p);
}

static void each_language_has_its_own_length(void **state)
{
    struct bs_programme *p = sample_programme("valid/sentence-of-twelve-words");

    (void)state;
    assert_true(hundredths(p, "nl") > hundredths(p, "en"));
    bs_programme_destroy(p);
}

/* The smallest visit with so many words in place of its promise; what is said of the room for them is passed over. */
static size_t complaints_with_words(int words, struct bs_complaints *complaints)
{
    char *text = sample_read("valid/smallest");
    struct bs_programme *p = NULL;
    char open[1024] = "";
    struct bs_complaints found = {0};

    for (int i = 0; i < words; i++) {
        (void)strcat(open, i % 10 == 9 ? "w. " : "w ");
    }
    open[strlen(open) - 1] = '\0';
    text = sample_replace(text, "De aanpak is nog open.", open);
    assert_int_equal(bs_programme_parse(bs_bytes_of(text), &p, NULL, NULL), BS_OK);
    bs_programme_check(p, &found);
    memset(complaints, 0, sizeof *complaints);
    for (size_t i = 0; i < found.count; i++) {
        if (strncmp(found.text[i], "$.promise.open.nl: has ", 23) != 0) {
            bs_complain(complaints, NULL, "%s", found.text[i]);
        }
    }
    bs_programme_destroy(p);
    free(text);
    return complaints->count;
}

static void sixty_seconds_are_allowed_and_a_word_more_is_not(void **state)
{
    struct bs_complaints complaints = {0};

    (void)state;
    /* (91 words) / 1.67 + 3 × 1.2 + 3 × 0.5 = 59.6; 92 words are 60.2. Eight words are not in the promise's first part. */
    assert_int_equal(complaints_with_words(83, &complaints), 0);
    assert_int_equal(complaints_with_words(84, &complaints), 1);
    assert_string_equal(complaints.text[0],
                        "$: a visit in nl takes 61 seconds, at most 60: 92 words "
                        "to read, 3 taps, 3 screens");
}

static void a_good_programme_gets_no_complaint(void **state)
{
    struct bs_programme *p = sample_programme("valid/three-questions");
    struct bs_complaints complaints = {0};

    (void)state;
    bs_programme_check(p, &complaints);
    assert_int_equal(complaints.count, 0);
    bs_programme_destroy(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_smallest_visit_counts_promise_question_labels_two_taps_and_two_screens),
        cmocka_unit_test(a_list_takes_as_many_taps_as_may_be_chosen_and_one_to_go_on),
        cmocka_unit_test(only_the_longest_of_the_why_questions_is_counted),
        cmocka_unit_test(each_language_has_its_own_length),
        cmocka_unit_test(sixty_seconds_are_allowed_and_a_word_more_is_not),
        cmocka_unit_test(a_good_programme_gets_no_complaint),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
