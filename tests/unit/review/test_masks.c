/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words that can be tapped, and what is left of them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/random.h>
#include <buurtstem/utf8.h>

#include "masks.h"
#include "personal_data.h"

#define SIGN BS_MASK_SIGN

static struct masks masks;

static const struct bs_comment *applied(void)
{
    static struct bs_comment comment;
    masks_apply(&masks, &comment);
    assert_int_equal(comment.mask_count, masks_places(&masks));
    return &comment;
}

static size_t word(const char *start)
{
    for (size_t i = 0; i < masks.count; i++) {
        if (strncmp(masks.text + masks.words[i].from, start, strlen(start)) == 0) {
            return i;
        }
    }
    fail_msg("there is no word %s", start);
    return 0;
}

static void words_that_name_nobody_stay_as_they_are(void **state)
{
    (void)state;
    masks_start(&masks, "Meer  groen, graag! (en bankjes)");
    assert_int_equal(masks.count, 5);
    assert_int_equal(masks_places(&masks), 0);
    assert_string_equal(applied()->text, "Meer  groen, graag! (en bankjes)");
    assert_false(masks_hide_all(&masks));
}

static void what_is_found_is_masked_from_the_beginning(void **state)
{
    const struct bs_comment *comment;
    (void)state;
    masks_start(&masks, "Bel buurvrouw Jansen op 06 12 34 56 78, of mail a@b.nl.");
    comment = applied();
    assert_string_equal(comment->text, "Bel buurvrouw " SIGN " op " SIGN ", of mail " SIGN ".");
    assert_int_equal(comment->mask_count, 3);
    assert_int_equal(comment->masks[0], BS_MASK_NAME);
    assert_int_equal(comment->masks[1], BS_MASK_PHONE);
    assert_int_equal(comment->masks[2], BS_MASK_EMAIL);
}

static void a_tap_masks_and_a_second_tap_takes_it_off(void **state)
{
    (void)state;
    masks_start(&masks, "Vraag het Fatima. En Piet!");
    assert_true(masks_toggle(&masks, word("Fatima")));
    assert_true(masks_toggle(&masks, word("Piet")));
    assert_string_equal(applied()->text, "Vraag het " SIGN ". En " SIGN "!");
    assert_true(masks_toggle(&masks, word("Fatima")));
    assert_string_equal(applied()->text, "Vraag het Fatima. En " SIGN "!");
    assert_int_equal(applied()->masks[0], BS_MASK_OTHER);
    assert_false(masks_toggle(&masks, masks.count));
}

static void a_proposal_can_be_taken_off(void **state)
{
    (void)state;
    masks_start(&masks, "Mail ons op info@buurthuis.nl");
    assert_true(masks_toggle(&masks, word("info")));
    assert_string_equal(applied()->text, "Mail ons op info@buurthuis.nl");
    assert_true(masks.words[word("info")].is_proposed);
    assert_true(masks_toggle(&masks, word("info")));
    assert_int_equal(applied()->masks[0], BS_MASK_EMAIL);
}

static void neighbours_of_one_kind_are_one_place(void **state)
{
    (void)state;
    masks_start(&masks, "a b c d");
    for (size_t i = 0; i < 3; i++) {
        assert_true(masks_toggle(&masks, i));
    }
    assert_string_equal(applied()->text, SIGN " d");
    assert_true(masks_toggle(&masks, 1));
    assert_string_equal(applied()->text, SIGN " b " SIGN " d");
}

static void what_has_nothing_to_mask_cannot_be_masked(void **state)
{
    (void)state;
    masks_start(&masks, "ja !? nee");
    assert_false(masks_toggle(&masks, 1));
    assert_string_equal(applied()->text, "ja !? nee");
}

static void nothing_left_is_for_hiding(void **state)
{
    (void)state;
    masks_start(&masks, "Piet !");
    assert_false(masks_hide_all(&masks));
    assert_true(masks_toggle(&masks, 0));
    assert_true(masks_hide_all(&masks));
    masks_start(&masks, "");
    assert_true(masks_hide_all(&masks));
    assert_string_equal(applied()->text, "");
}

static void arabic_words_and_signs_without_blanks_can_be_tapped(void **state)
{
    (void)state;
    masks_start(&masks, "اسأل فاطمة من فضلك");
    assert_int_equal(masks.count, 4);
    assert_true(masks_toggle(&masks, 1));
    assert_string_equal(applied()->text, "اسأل " SIGN " من فضلك");
    masks_start(&masks, "问王芳");
    assert_int_equal(masks.count, 3);
    assert_true(masks_toggle(&masks, 1));
    assert_true(masks_toggle(&masks, 2));
    assert_string_equal(applied()->text, "问" SIGN);
}

static void there_are_only_so_many_places(void **state)
{
    char text[2 * BS_WORDS_MAX + 1] = "";
    size_t masked = 0;
    (void)state;
    for (size_t i = 0; i < BS_WORDS_MAX / 2; i++) {
        memcpy(text + 2 * i, "a ", 2);
    }
    masks_start(&masks, text);
    assert_int_equal(masks.count, BS_WORDS_MAX / 2);
    for (size_t i = 0; i < masks.count; i += 2) {
        masked += masks_toggle(&masks, i) ? 1 : 0;
    }
    assert_int_equal(masked, BS_MASKS_MAX);
    assert_int_equal(applied()->mask_count, BS_MASKS_MAX);
}

static void what_is_longer_than_words_may_be_is_cut(void **state)
{
    char text[4 * BS_WORDS_MAX + 1] = "";
    (void)state;
    for (size_t i = 0; i < BS_WORDS_MAX + 1; i++) {
        memcpy(text + 2 * i, "é", 2);
    }
    masks_start(&masks, text);
    assert_int_equal(bs_utf8_length(masks.text), BS_WORDS_MAX);
}

/* A byte of what was masked is nowhere in what is released, and all else is, in its order. */
static void of_random_words_nothing_masked_comes_through(void **state)
{
    struct bs_random random = bs_random_seeded(6);
    (void)state;
    for (int round = 0; round < 2000; round++) {
        char text[BS_WORDS_MAX + 1] = "";
        uint8_t dice[64];
        size_t at = 0;
        random.fill(&random, dice, sizeof dice);
        for (size_t i = 0; i < 24; i++) {
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%c%c%s", i == 0 ? "" : " ",
                                   (char)('a' + (int)i), (char)('a' + dice[i] % 3),
                                   dice[i] % 5 == 0 ? "," : "");
        }
        masks_start(&masks, text);
        assert_int_equal(masks.count, 24);
        for (size_t i = 0; i < 24; i++) {
            if (dice[i + 24] % 3 == 0) {
                assert_true(masks_toggle(&masks, i));
            }
        }
        for (size_t i = 0; i < 24; i++) {
            char start[3] = {masks.text[masks.words[i].core], masks.text[masks.words[i].core + 1],
                             0};
            const char *found = strstr(applied()->text, start);
            assert_true(masks.words[i].is_masked ? found == NULL : found != NULL);
        }
    }
}

static void after_the_wipe_nothing_is_left(void **state)
{
    static const struct masks empty;
    (void)state;
    masks_start(&masks, "Vraag het Fatima.");
    masks_wipe(&masks);
    assert_memory_equal(&masks, &empty, sizeof masks);
}

static void what_comes_behind_many_places_is_proposed_too(void **state)
{
    char words[BS_REVIEW_TEXT] = "";
    struct bs_comment comment = {0};

    (void)state;
    for (int i = 0; i < PERSONAL_DATA_MAX + 8; i++) {
        strcat(words, "0612345678 ");
    }
    masks_start(&masks, words);
    masks_apply(&masks, &comment);
    assert_null(strstr(comment.text, "0612345678"));
    assert_int_equal(comment.mask_count, 1);
    masks_wipe(&masks);
}

/* Whatever was typed where, what is released can be a record. */
static void what_a_record_cannot_hold_is_left_out(void **state)
{
    static const char *const words[] = {
        "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 b",
        "x \u2588 y",
        "x\u2067y",
        "x\ue000y",
        "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301a",
        "x\ny"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct bs_comment comment = {0};

        masks_start(&masks, words[i]);
        masks_apply(&masks, &comment);
        assert_true(bs_utf8_is_line(comment.text, BS_WORDS_MAX));
        assert_null(strstr(comment.text, BS_MASK_SIGN));
    }
    masks_start(&masks, "een\ntwee");
    assert_string_equal(masks.text, "een twee");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_name_nobody_stay_as_they_are),
        cmocka_unit_test(what_is_found_is_masked_from_the_beginning),
        cmocka_unit_test(a_tap_masks_and_a_second_tap_takes_it_off),
        cmocka_unit_test(a_proposal_can_be_taken_off),
        cmocka_unit_test(neighbours_of_one_kind_are_one_place),
        cmocka_unit_test(what_has_nothing_to_mask_cannot_be_masked),
        cmocka_unit_test(nothing_left_is_for_hiding),
        cmocka_unit_test(arabic_words_and_signs_without_blanks_can_be_tapped),
        cmocka_unit_test(there_are_only_so_many_places),
        cmocka_unit_test(what_is_longer_than_words_may_be_is_cut),
        cmocka_unit_test(of_random_words_nothing_masked_comes_through),
        cmocka_unit_test(after_the_wipe_nothing_is_left),
        cmocka_unit_test(what_comes_behind_many_places_is_proposed_too),
        cmocka_unit_test(what_a_record_cannot_hold_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
