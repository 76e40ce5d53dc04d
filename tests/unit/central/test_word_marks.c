/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words one by one, and the text without those that are ticked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/utf8.h>

#include "word_marks.h"

#define M BS_MASK_SIGN

static struct bs_comment said(const char *text)
{
    struct bs_comment comment = {.at = {.lang = "nl"}};
    bs_utf8_copy(comment.text, sizeof comment.text, text);
    for (const char *at = strstr(text, M); at != NULL; at = strstr(at + 1, M)) {
        comment.masks[comment.mask_count] = (enum bs_mask)comment.mask_count;
        comment.mask_count++;
    }
    return comment;
}

/* Ticks the words whose sign is 'x'. False: it is refused. */
static bool mask(const char *text, const char *ticks, struct storage_masked *out)
{
    struct bs_comment comment = said(text);
    bool ticked[WORD_MARKS_PARTS] = {false};
    for (size_t i = 0; ticks[i] != '\0'; i++) {
        ticked[i] = ticks[i] == 'x';
    }
    return word_marks_mask(&comment, ticked, out);
}

static void becomes(const char *text, const char *ticks, const char *expected)
{
    struct storage_masked masked;
    assert_true(mask(text, ticks, &masked));
    assert_string_equal(masked.text, expected);
    assert_int_equal(said(expected).mask_count, masked.mask_count);
}

static void a_text_is_split_at_its_blanks(void **state)
{
    struct word_part parts[WORD_MARKS_PARTS];
    (void)state;
    assert_int_equal(word_marks_split("  een  twee " M " x" M, parts), 4);
    assert_int_equal(parts[1].from, 7);
    assert_int_equal(parts[1].len, 4);
    assert_true(parts[2].is_mask);
    assert_false(parts[3].is_mask);
    assert_int_equal(word_marks_split("", parts), 0);
}

static void each_ticked_word_becomes_a_sign(void **state)
{
    (void)state;
    becomes("een twee drie", ".x.", "een " M " drie");
    becomes("een twee drie", "x.x", M " twee " M);
    becomes("een", "x", M);
}

static void words_beside_each_other_become_one(void **state)
{
    (void)state;
    becomes("bij Jan de Vries thuis", ".xxx.", "bij " M " thuis");
}

static void what_was_masked_before_keeps_its_kind_and_its_place(void **state)
{
    struct storage_masked masked;
    (void)state;
    assert_true(mask("a " M " b " M, "..x.", &masked));
    assert_string_equal(masked.text, "a " M " " M " " M);
    assert_int_equal(masked.mask_count, 3);
    assert_int_equal(masked.masks[0], 0);
    assert_int_equal(masked.masks[1], BS_MASK_OTHER);
    assert_int_equal(masked.masks[2], 1);
}

static void a_word_with_a_sign_in_it_takes_that_along(void **state)
{
    struct storage_masked masked;
    (void)state;
    assert_true(mask("a x" M " " M, ".x.", &masked));
    assert_string_equal(masked.text, "a " M " " M);
    assert_int_equal(masked.mask_count, 2);
    assert_int_equal(masked.masks[0], BS_MASK_OTHER);
    assert_int_equal(masked.masks[1], 1);
}

static void nothing_ticked_masks_nothing(void **state)
{
    struct storage_masked masked;
    (void)state;
    assert_false(mask("een twee", "..", &masked));
    assert_false(mask("een " M, ".x", &masked));
}

static void thirty_two_places_are_masked_and_one_more_is_refused(void **state)
{
    char text[2 * 2 * (BS_MASKS_MAX + 1) + 1] = "", ticks[2 * (BS_MASKS_MAX + 1) + 1] = "";
    struct storage_masked masked;
    (void)state;
    for (int i = 0; i < BS_MASKS_MAX; i++) {
        (void)strcat(text, "a b ");
        (void)strcat(ticks, "x.");
    }
    assert_true(mask(text, ticks, &masked));
    assert_int_equal(masked.mask_count, BS_MASKS_MAX);
    (void)strcat(text, "a");
    (void)strcat(ticks, "x");
    assert_false(mask(text, ticks, &masked));
}

static void a_paragraph_has_its_language_direction_and_kinds(void **state)
{
    struct bs_comment comment = said("a <b> " M);
    struct bs_buf page;
    const struct html html = {.out = &page};
    (void)state;
    comment.masks[0] = BS_MASK_NAME;
    bs_utf8_copy(comment.at.lang, sizeof comment.at.lang, "ar");
    bs_buf_init(&page, 4096);
    word_marks_text(&html, &comment);
    assert_string_equal(bs_buf_string(&page),
                        "<p class=\"words\" lang=\"ar\" dir=\"rtl\">a &lt;b&gt; <span "
                        "class=\"masked\" lang=\"nl\" dir=\"ltr\">[naam]</span></p>\n");
    bs_buf_finish(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_split_at_its_blanks),
        cmocka_unit_test(each_ticked_word_becomes_a_sign),
        cmocka_unit_test(words_beside_each_other_become_one),
        cmocka_unit_test(what_was_masked_before_keeps_its_kind_and_its_place),
        cmocka_unit_test(a_word_with_a_sign_in_it_takes_that_along),
        cmocka_unit_test(nothing_ticked_masks_nothing),
        cmocka_unit_test(thirty_two_places_are_masked_and_one_more_is_refused),
        cmocka_unit_test(a_paragraph_has_its_language_direction_and_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
