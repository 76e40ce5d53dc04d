/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers of every kind: how many values, which, in what order; against the programme that asks for them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

#include "model_sample.h"

/* A visit with one answer of that kind with these values. */
static struct bs_submission visit_of(enum bs_kind kind, const char *const *values)
{
    struct bs_submission submission = {
        .programme = "schone-straat",
        .version = 1,
        .place = "prinsenhof",
        .lang = "nl",
        .answer_count = 1,
        .answers = {{.question = "q", .kind = kind}},
    };
    struct bs_answer *answer = &submission.answers[0];

    for (; *values != NULL; values++) {
        (void)strcpy(answer->values[answer->value_count++], *values);
    }
    return submission;
}

#define VALUES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void assert_form(enum bs_kind kind, const char *const *values, const char *sentence)
{
    struct bs_submission submission = visit_of(kind, values);
    struct bs_random random = bs_random_seeded(1);
    struct bs_submission after;
    struct bs_error err = {0};
    struct bs_buf out;
    enum bs_err rc;

    bs_buf_init(&out, BS_SUBMISSION_MAX);
    rc = bs_submission_encode(&submission, &random, &out, &err);
    assert_string_equal(err.text, sentence == NULL ? "" : sentence);
    assert_int_equal(rc, sentence == NULL ? BS_OK : BS_BAD);
    if (rc == BS_OK) {
        assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
        assert_int_equal(after.answers[0].kind, kind);
        assert_int_equal(after.answers[0].value_count, submission.answers[0].value_count);
        for (size_t i = 0; i < after.answers[0].value_count; i++) {
            assert_string_equal(after.answers[0].values[i], submission.answers[0].values[i]);
        }
    }
    bs_buf_finish(&out);
}

static void kinds_with_fixed_values_hold_no_others(void **state)
{
    static const char wrong[] = "$.answers[0].values[0]: is not a value";

    (void)state;
    assert_form(BS_KIND_YES_NO, VALUES("yes"), NULL);
    assert_form(BS_KIND_YES_NO, VALUES("no"), NULL);
    assert_form(BS_KIND_YES_NO, VALUES("neutral"), wrong);
    assert_form(BS_KIND_AGREE, VALUES("strongly_agree"), NULL);
    assert_form(BS_KIND_AGREE, VALUES("neutral"), NULL);
    assert_form(BS_KIND_AGREE, VALUES("very_good"), wrong);
    assert_form(BS_KIND_FACES, VALUES("agree"), wrong);
    assert_form(BS_KIND_TILES, VALUES("strongly_agree"), wrong);
}

static void one_is_chosen_of_pictures_steps_and_yes_or_no(void **state)
{
    static const char two[] = "$.answers[0].values: expected one, found 2";

    (void)state;
    assert_form(BS_KIND_PICTURE, VALUES("trees"), NULL);
    assert_form(BS_KIND_PICTURE, VALUES("trees", "water"), two);
    assert_form(BS_KIND_YES_NO, VALUES("yes", "no"), two);
    assert_form(BS_KIND_AGREE, VALUES("agree", "neutral"), two);
}

static void points_stand_together_and_are_at_most_five(void **state)
{
    (void)state;
    assert_form(BS_KIND_POINTS, VALUES("a", "a", "a", "b", "b"), NULL);
    assert_form(BS_KIND_POINTS, VALUES("a"), NULL);
    assert_form(BS_KIND_POINTS, VALUES("a", "b", "a"), "$.answers[0].values[2]: is there twice");
    assert_form(BS_KIND_POINTS, VALUES("a", "a", "b", "a"),
                "$.answers[0].values[3]: is there twice");
    assert_form(BS_KIND_POINTS, VALUES("a", "a", "a", "b", "b", "b"),
                "$.answers[0].values: expected one to five, found 6");
}

static void a_pair_has_three_rounds(void **state)
{
    (void)state;
    assert_form(BS_KIND_PAIR, VALUES("a", "a", "b"), NULL);
    assert_form(BS_KIND_PAIR, VALUES("a", "b"), "$.answers[0].values: expected three, found 2");
    assert_form(BS_KIND_PAIR, VALUES("a", "a", "b", "b"),
                "$.answers[0].values: expected three, found 4");
}

static void a_top_has_at_most_three_and_none_twice(void **state)
{
    (void)state;
    assert_form(BS_KIND_TOP, VALUES("c", "a", "b"), NULL);
    assert_form(BS_KIND_TOP, VALUES("c"), NULL);
    assert_form(BS_KIND_TOP, VALUES("c", "a", "c"), "$.answers[0].values[2]: is there twice");
    assert_form(BS_KIND_TOP, VALUES("a", "b", "c", "d"),
                "$.answers[0].values: expected one to three, found 4");
}

/* Against the question of that kind in valid/every-kind-by-branches. */
static void assert_fits(const char *question, enum bs_kind kind, const char *const *values,
                        const char *sentence)
{
    struct bs_programme *programme = sample_programme("valid/every-kind-by-branches");
    struct bs_submission submission = visit_of(kind, values);
    struct bs_error err = {0};
    enum bs_err rc;

    (void)strcpy(submission.answers[0].question, question);
    rc = bs_submission_fits(&submission, programme, &err);
    assert_string_equal(err.text, sentence == NULL ? "" : sentence);
    assert_int_equal(rc, sentence == NULL ? BS_OK : BS_BAD);
    bs_programme_destroy(programme);
}

static void points_fit_in_the_order_of_the_goals_and_none_that_is_locked(void **state)
{
    static const char wrong[] = "$.answers[0].values: expected points in the programme's order, "
                                "none for what is locked";

    (void)state;
    assert_fits("money", BS_KIND_POINTS, VALUES("bins", "bins", "parks", "parks", "parks"), NULL);
    assert_fits("money", BS_KIND_POINTS, VALUES("parks"), NULL);
    assert_fits("money", BS_KIND_POINTS, VALUES("parks", "bins"), wrong);
    assert_fits("money", BS_KIND_POINTS, VALUES("bins", "care"), wrong);
}

static void rounds_of_a_pair_fit_their_two(void **state)
{
    static const char wrong[] =
        "$.answers[0].values: expected the one that won of each two in turn";

    (void)state;
    assert_fits("weigh", BS_KIND_PAIR, VALUES("quiet", "quiet", "green"), NULL);
    assert_fits("weigh", BS_KIND_PAIR, VALUES("green", "cars", "cars"), NULL);
    assert_fits("weigh", BS_KIND_PAIR, VALUES("cars", "quiet", "green"), wrong);
    assert_fits("weigh", BS_KIND_PAIR, VALUES("quiet", "green", "green"), wrong);
    assert_fits("weigh", BS_KIND_PAIR, VALUES("quiet", "quiet", "quiet"), wrong);
    assert_fits("weigh", BS_KIND_PAIR, VALUES("quiet", "quiet", "noise"),
                "$.answers[0].values[2]: the question does not offer this");
}

static void a_card_or_a_text_is_never_answered(void **state)
{
    (void)state;
    assert_form(BS_KIND_CARD, VALUES("a"), "$.answers[0].kind: is not a kind");
    assert_form(BS_KIND_TEXT, VALUES("a"), "$.answers[0].kind: is not a kind");
    assert_fits("know", BS_KIND_CARD, VALUES("a"),
                "$.answers[0].values: expected at most 0, found 1");
    assert_fits("more", BS_KIND_TEXT, VALUES("a"),
                "$.answers[0].values: expected at most 0, found 1");
    assert_fits("more", BS_KIND_TILES, VALUES("a"),
                "$.answers[0].kind: the programme asks for text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_with_fixed_values_hold_no_others),
        cmocka_unit_test(one_is_chosen_of_pictures_steps_and_yes_or_no),
        cmocka_unit_test(points_stand_together_and_are_at_most_five),
        cmocka_unit_test(a_pair_has_three_rounds),
        cmocka_unit_test(a_top_has_at_most_three_and_none_twice),
        cmocka_unit_test(points_fit_in_the_order_of_the_goals_and_none_that_is_locked),
        cmocka_unit_test(rounds_of_a_pair_fit_their_two),
        cmocka_unit_test(a_card_or_a_text_is_never_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
