/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every kind of question, read; which may follow which; the longest way through. Errors are cases in tests/data/programmes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "model_sample.h"

static void kinds_have_the_names_of_the_file(void **state)
{
    static const char *const names[BS_KINDS] = {"faces",  "why",     "tiles", "list",
                                                "yes_no", "picture", "agree", "points",
                                                "pair",   "top",     "text",  "card"};

    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        assert_string_equal(bs_kind_name((enum bs_kind)kind), names[kind]);
    }
}

/* K84 */
static void neither_faces_nor_steps_nor_yes_and_no_are_shuffled(void **state)
{
    static const bool shuffled[BS_KINDS] = {
        [BS_KIND_WHY] = true,     [BS_KIND_TILES] = true,  [BS_KIND_LIST] = true,
        [BS_KIND_PICTURE] = true, [BS_KIND_POINTS] = true, [BS_KIND_PAIR] = true,
        [BS_KIND_TOP] = true};

    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        assert_int_equal(bs_kind_is_shuffled((enum bs_kind)kind), shuffled[kind]);
    }
}

static void one_tap_answers_only_where_one_is_chosen(void **state)
{
    static const bool single[BS_KINDS] = {[BS_KIND_FACES] = true,
                                          [BS_KIND_TILES] = true,
                                          [BS_KIND_YES_NO] = true,
                                          [BS_KIND_PICTURE] = true,
                                          [BS_KIND_AGREE] = true};

    (void)state;
    for (int kind = 0; kind < BS_KINDS; kind++) {
        assert_int_equal(bs_kind_is_single((enum bs_kind)kind), single[kind]);
        assert_int_equal(bs_kind_is_asked((enum bs_kind)kind),
                         kind != BS_KIND_TEXT && kind != BS_KIND_CARD);
    }
}

static void each_kind_comes_out_with_what_it_has(void **state)
{
    struct bs_programme *p = sample_programme("valid/every-kind-by-branches");
    const struct bs_question *view = bs_programme_question(p, "view");
    const struct bs_question *agree = bs_programme_question(p, "agree");
    const struct bs_question *money = bs_programme_question(p, "money");
    const struct bs_question *weigh = bs_programme_question(p, "weigh");
    const struct bs_question *first = bs_programme_question(p, "first");

    (void)state;
    assert_int_equal(view->kind, BS_KIND_PICTURE);
    assert_string_equal(view->choices[1].icon, "path-water");
    assert_int_equal(view->most, 1);
    assert_int_equal(agree->kind, BS_KIND_AGREE);
    assert_int_equal(agree->choice_count, 5);
    assert_string_equal(agree->choices[0].value, "strongly_disagree");
    assert_string_equal(agree->choices[4].value, "strongly_agree");
    assert_string_equal(bs_text_in(&agree->choices[3].label, "nl", NULL), "Mee eens");
    assert_int_equal(money->kind, BS_KIND_POINTS);
    assert_int_equal(money->most, 5);
    assert_false(money->choices[0].is_locked);
    assert_true(money->choices[2].is_locked);
    assert_int_equal(weigh->kind, BS_KIND_PAIR);
    assert_int_equal(weigh->most, BS_PAIR_ROUNDS);
    assert_int_equal(first->kind, BS_KIND_TOP);
    assert_int_equal(first->most, 3);
    bs_programme_destroy(p);
}

static void a_card_has_a_body_and_a_text_has_nothing(void **state)
{
    struct bs_programme *p = sample_programme("valid/every-kind-by-branches");
    const struct bs_question *card = bs_programme_question(p, "know");
    const struct bs_question *text = bs_programme_question(p, "more");

    (void)state;
    assert_int_equal(card->kind, BS_KIND_CARD);
    assert_string_equal(card->icon, "bin");
    assert_string_equal(bs_text_in(&card->body, "nl", NULL), "Er komt in 2027 een nieuw plein.");
    assert_int_equal(card->most, 0);
    assert_int_equal(card->choice_count, 0);
    assert_int_equal(text->kind, BS_KIND_TEXT);
    assert_int_equal(text->most, 0);
    assert_int_equal(text->body.count, 0);
    assert_string_equal(text->icon, "");
    bs_programme_destroy(p);
}

static void yes_stands_before_no(void **state)
{
    struct bs_programme *p = sample_programme("valid/yes-or-no-leads-on");
    const struct bs_question *sure = bs_programme_question(p, "sure");

    (void)state;
    assert_int_equal(sure->kind, BS_KIND_YES_NO);
    assert_int_equal(sure->choice_count, 2);
    assert_string_equal(sure->choices[0].value, "yes");
    assert_string_equal(sure->choices[1].value, "no");
    bs_programme_destroy(p);
}

static void any_kind_follows_an_answer_to_an_earlier_one(void **state)
{
    struct bs_programme *p = sample_programme("valid/yes-or-no-leads-on");
    const struct bs_question *tiles = bs_programme_question(p, "which");
    const struct bs_question *card = bs_programme_question(p, "know");

    (void)state;
    assert_string_equal(tiles->follows, "sure");
    assert_int_equal(tiles->after_count, 1);
    assert_string_equal(tiles->after[0], "yes");
    assert_string_equal(card->follows, "sure");
    assert_int_equal(card->after_count, 0);
    bs_programme_destroy(p);
}

static void a_programme_says_whether_it_keeps_halves_and_shows_results(void **state)
{
    struct bs_programme *silent = sample_programme("valid/three-questions");
    struct bs_programme *drops = sample_programme("valid/every-kind-by-branches");
    struct bs_programme *keeps = sample_programme("valid/yes-or-no-leads-on");

    (void)state;
    assert_true(silent->keeps_partial);
    assert_true(silent->shows_results);
    assert_false(drops->keeps_partial);
    assert_false(drops->shows_results);
    assert_true(keeps->keeps_partial);
    assert_true(keeps->shows_results);
    bs_programme_destroy(silent);
    bs_programme_destroy(drops);
    bs_programme_destroy(keeps);
}

/* ---- how long ---- */

static double seconds_of(char *text)
{
    struct bs_programme *programme = NULL;
    double seconds;

    assert_int_equal(bs_programme_parse(bs_bytes_of(text), &programme, NULL, NULL), BS_OK);
    seconds = bs_programme_seconds(programme, "nl");
    bs_programme_destroy(programme);
    free(text);
    return seconds;
}

#define HEAD                                                                                       \
    "{\"format\":\"buurtstem-programme/1\",\"id\":\"p\",\"tenant\":\"GM1916\",\"version\":1,"      \
    "\"code\":\"K7M4P\",\"stage\":\"now\",\"icon\":\"bin\",\"starts\":\"2026-11-01\","             \
    "\"ends\":\"2027-12-31\",\"owner\":\"T\",\"languages\":[\"nl\"],\"title\":{\"nl\":\"T\"},"     \
    "\"tile\":{\"nl\":\"T\"},\"questions\":["
#define CHOICE(value) "{\"value\":\"" value "\",\"icon\":\"i\",\"label\":{\"nl\":\"Ja\"}}"
#define THREE         "\"choices\":[" CHOICE("a") "," CHOICE("b") "," CHOICE("c") "]}"
#define ASK(id, kind) "{\"id\":\"" id "\",\"kind\":\"" kind "\",\"text\":{\"nl\":\"Wat?\"},"

/* Of everybody: two taps and two screens. */
#define EVERYBODY (2 * 1.2 + 2 * 0.5)

static void assert_seconds(const char *questions, double words, double taps, double screens)
{
    struct bs_buf text;

    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    bs_buf_printf(&text, HEAD "%s]}", questions);
    assert_float_equal((float)seconds_of(bs_xstrdup(bs_buf_string(&text))),
                       (float)(EVERYBODY + words / 1.67 + taps * 1.2 + screens * 0.5), 0.001F);
    bs_buf_finish(&text);
}

/* K78 */
static void each_point_and_each_place_of_a_top_is_a_tap_and_one_goes_on(void **state)
{
    (void)state;
    assert_seconds(ASK("q", "points") "\"points\":5," THREE, 4, 6, 1);
    assert_seconds(ASK("q", "top") "\"most\":2," THREE, 4, 3, 1);
    assert_seconds(ASK("q", "tiles") THREE, 4, 1, 1);
}

static void a_pair_is_three_screens_in_which_each_choice_stands_twice(void **state)
{
    (void)state;
    assert_seconds(ASK("q", "pair") THREE, 7, 3, 3);
}

static void a_card_is_read_and_a_text_is_written_after_the_visit(void **state)
{
    static const char card[] =
        ASK("c", "card") "\"body\":{\"nl\":\"Twee woorden.\"}}," ASK("q", "tiles") THREE;
    static const char text[] =
        ASK("q", "tiles") THREE ",{\"id\":\"t\",\"kind\":\"text\",\"text\":{\"nl\":\"Nog iets?\"}}";

    (void)state;
    assert_seconds(card, 7, 2, 2);
    assert_seconds(text, 4, 1, 1);
}

static void only_the_longest_way_counts_and_a_list_may_open_two(void **state)
{
    static const char one[] = ASK("q", "tiles") THREE
        "," ASK("r", "pair") "\"follows\":\"q\",\"after\":[\"a\"]," THREE
                             "," ASK("s", "tiles") "\"follows\":\"q\",\"after\":[\"b\"]," THREE;
    static const char both[] = ASK("q", "list") "\"most\":2," THREE "," ASK(
        "r", "pair") "\"follows\":\"q\",\"after\":[\"a\"]," THREE
                     "," ASK("s", "tiles") "\"follows\":\"q\",\"after\":[\"b\"]," THREE;

    (void)state;
    assert_seconds(one, 4 + 7, 1 + 3, 1 + 3);
    assert_seconds(both, 4 + 7 + 4, 3 + 3 + 1, 1 + 3 + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_the_names_of_the_file),
        cmocka_unit_test(neither_faces_nor_steps_nor_yes_and_no_are_shuffled),
        cmocka_unit_test(one_tap_answers_only_where_one_is_chosen),
        cmocka_unit_test(each_kind_comes_out_with_what_it_has),
        cmocka_unit_test(a_card_has_a_body_and_a_text_has_nothing),
        cmocka_unit_test(yes_stands_before_no),
        cmocka_unit_test(any_kind_follows_an_answer_to_an_earlier_one),
        cmocka_unit_test(a_programme_says_whether_it_keeps_halves_and_shows_results),
        cmocka_unit_test(each_point_and_each_place_of_a_top_is_a_tap_and_one_goes_on),
        cmocka_unit_test(a_pair_is_three_screens_in_which_each_choice_stands_twice),
        cmocka_unit_test(a_card_is_read_and_a_text_is_written_after_the_visit),
        cmocka_unit_test(only_the_longest_way_counts_and_a_list_may_open_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
