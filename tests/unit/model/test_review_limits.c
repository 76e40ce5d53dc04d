/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Comments, decisions and notes: each limit at it and one past it, what is not written, and which of two decisions counts. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "model_sample.h"
#include "review_sample.h"

static void fill_text(char *text, uint32_t character, size_t times)
{
    size_t len = 0;

    for (size_t i = 0; i < times; i++) {
        len += bs_utf8_put(character, text + len);
    }
    text[len] = '\0';
}

static void assert_encodes(const struct bs_comment *comment, const char *sentence)
{
    struct bs_random random = review_plain();
    struct bs_error err = {0};
    struct bs_buf body;
    struct bs_comment found;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_int_equal(bs_comment_encode(comment, &random, &body, &err),
                     sentence == NULL ? BS_OK : BS_BAD);
    assert_string_equal(err.text, sentence == NULL ? "" : sentence);
    assert_int_equal(body.len == 0, sentence != NULL);
    if (sentence == NULL) {
        assert_int_equal(bs_comment_decode(bs_buf_bytes(&body), &found, NULL), BS_OK);
        assert_string_equal(found.text, comment->text);
        assert_int_equal(found.mask_count, comment->mask_count);
    }
    bs_buf_finish(&body);
}

static void words_of_the_most_characters_fit_and_one_more_does_not(void **state)
{
    static const uint32_t widths[] = {'"', '\\', 'a', 0xE9, 0x20AC};
    static const char too_long[] = "$.text: expected one line of 1 to 280 characters";
    struct bs_comment comment = review_masked();

    (void)state;
    comment.mask_count = 0;
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        fill_text(comment.text, widths[i], BS_WORDS_MAX);
        assert_encodes(&comment, NULL);
        fill_text(comment.text, widths[i], BS_WORDS_MAX + 1);
        assert_encodes(&comment, too_long);
    }
    fill_text(comment.text, 0x1F642, BS_WORDS_MAX);
    assert_encodes(&comment, NULL);
    comment.text[0] = '\0';
    assert_encodes(&comment, too_long);
    fill_text(comment.text, 0x301, 8);
    assert_encodes(&comment, NULL);
    fill_text(comment.text, 0x301, 9);
    assert_encodes(&comment, too_long);
}

/* Wider than any comment's own text can be: through the reader. */
static void words_of_the_most_characters_are_read_and_one_more_is_not(void **state)
{
    char text[4 * (BS_WORDS_MAX + 1) + 1];

    (void)state;
    fill_text(text, 0x1F642, BS_WORDS_MAX);
    review_assert_reads(review_decode_comment, PLAIN, "Meer licht.", text);
    review_assert_reads(review_decode_note, CONTEXT, "Feest.", text);
    fill_text(text, 0x1F642, BS_WORDS_MAX + 1);
    review_assert_says(review_decode_comment, PLAIN, "Meer licht.", text,
                       "$.text: expected a string of at most 1120 bytes, found 1124");
    review_assert_says(review_decode_note, CONTEXT, "Feest.", text,
                       "$.text: expected a string of at most 1120 bytes, found 1124");
    fill_text(text, 'a', BS_NOTE_MAX);
    review_assert_reads(review_decode_note, CONTEXT, "Feest.", text);
    fill_text(text, 'a', BS_NOTE_MAX + 1);
    review_assert_says(review_decode_note, CONTEXT, "Feest.", text,
                       "$.text: expected one line of 1 to 280 characters");
}

static void as_many_signs_as_masks_and_at_most_so_many(void **state)
{
    struct bs_comment comment = review_masked();

    (void)state;
    comment.mask_count = 1;
    assert_encodes(&comment, "$.masks: expected 2, as many as signs in the text");
    comment.mask_count = 3;
    assert_encodes(&comment, "$.masks: expected 2, as many as signs in the text");
    comment.mask_count = 0;
    assert_encodes(&comment, "$.masks: expected 2, as many as signs in the text");
    comment.mask_count = BS_MASKS_MAX;
    fill_text(comment.text, 0x2588, BS_MASKS_MAX);
    assert_encodes(&comment, NULL);
    comment.mask_count = BS_MASKS_MAX + 1;
    fill_text(comment.text, 0x2588, BS_MASKS_MAX + 1);
    assert_encodes(&comment, "$.masks: expected at most 32, found 33");
    review_assert_says(review_decode_comment, MASKED, "[\"name\",", "[",
                       "$.masks: expected 2, as many as signs in the text");
    review_assert_says(review_decode_comment, MASKED, "[\"name\",", "[\"name\",\"bsn\",",
                       "$.masks: expected 2, as many as signs in the text");
    review_assert_says(review_decode_comment, PLAIN, "licht", "licht \u2588",
                       "$.masks: expected 1, as many as signs in the text");
}

static void masks_of_the_most_are_read_and_one_more_is_not(void **state)
{
    char list[16 * (BS_MASKS_MAX + 1)] = "";
    char signs[4 * (BS_MASKS_MAX + 1) + 1];

    (void)state;
    for (size_t count = 1; count <= BS_MASKS_MAX + 1; count++) {
        char *text;
        struct bs_error err = {0};

        (void)strcat(list, count == 1 ? "\"bsn\"" : ",\"bsn\"");
        fill_text(signs, 0x2588, count);
        text = sample_replace(bs_xstrdup(MASKED), "\"name\",\"phone\"", list);
        text = sample_replace(text, "Bel \u2588: \\\"\u2588\\\" \\\\", signs);
        assert_int_equal(review_decode_comment(bs_bytes_of(text), &err),
                         count <= BS_MASKS_MAX ? BS_OK : BS_BAD);
        assert_string_equal(err.text, count <= BS_MASKS_MAX
                                          ? ""
                                          : "$.masks[32]: is one too many: expected at most 32, "
                                            "found 33");
        free(text);
    }
}

static void a_body_of_the_largest_size_is_read_and_one_byte_more_is_not(void **state)
{
    static review_decoder *const decoders[] = {review_decode_comment, review_decode_decision,
                                               review_decode_note};
    static const char *const bodies[] = {MASKED, RELEASE, TREASURE};
    char padded[BS_SUBMISSION_MAX + 1];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct bs_bytes body = {(uint8_t *)padded, BS_SUBMISSION_MAX};

        memset(padded, ' ', sizeof padded);
        memcpy(padded, bodies[i], strlen(bodies[i]));
        assert_int_equal(decoders[i](body, NULL), BS_OK);
        body.len++;
        assert_int_equal(decoders[i](body, NULL), BS_LIMIT);
    }
}

static void a_buffer_that_is_too_small_is_left_alone(void **state)
{
    const struct bs_comment comment = review_masked();
    const struct bs_decision decision = review_ruled(BS_RULING_RELEASE);
    const struct bs_note n = review_note(BS_NOTE_CONTEXT);
    const size_t sizes[] = {strlen(MASKED), strlen(RELEASE), strlen(CONTEXT)};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        bool fits = i % 2 == 1;
        struct bs_random random = review_plain();
        struct bs_buf body;
        enum bs_err rc;

        bs_buf_init(&body, sizes[i / 2] - (fits ? 0 : 1));
        rc = i / 2 == 0   ? bs_comment_encode(&comment, &random, &body, NULL)
             : i / 2 == 1 ? bs_decision_encode(&decision, &random, &body, NULL)
                          : bs_note_encode(&n, &random, &body, NULL);
        assert_int_equal(rc, fits ? BS_OK : BS_LIMIT);
        assert_int_equal(body.len, fits ? sizes[i / 2] : 0);
        bs_buf_finish(&body);
    }
}

static void what_is_refused_leaves_the_output_alone(void **state)
{
    struct bs_comment comment = {.mask_count = 7};
    struct bs_decision decision = {.mask_count = 7};
    struct bs_note n = {.day = {2026, 1, 7}};

    (void)state;
    assert_int_equal(bs_comment_decode(bs_bytes_of(RELEASE), &comment, NULL), BS_BAD);
    assert_int_equal(bs_decision_decode(bs_bytes_of(MASKED), &decision, NULL), BS_BAD);
    assert_int_equal(bs_note_decode(bs_bytes_of(MASKED), &n, NULL), BS_BAD);
    assert_int_equal(comment.mask_count, 7);
    assert_int_equal(decision.mask_count, 7);
    assert_int_equal(n.day.day, 7);
}

/* ---- what is not written ---- */

static void assert_not_written(const struct bs_decision *decision, const char *sentence)
{
    struct bs_random random = review_plain();
    struct bs_error err = {0};
    struct bs_buf body;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_int_equal(bs_decision_encode(decision, &random, &body, &err),
                     sentence == NULL ? BS_OK : BS_BAD);
    assert_string_equal(err.text, sentence == NULL ? "" : sentence);
    assert_int_equal(body.len == 0, sentence != NULL);
    bs_buf_finish(&body);
}

static void a_decision_that_is_none_is_not_written(void **state)
{
    struct bs_decision decision = review_ruled(BS_RULING_RELEASE);

    (void)state;
    decision.mask_count = BS_MASKS_MAX;
    assert_not_written(&decision, NULL);
    decision.mask_count = BS_MASKS_MAX + 1;
    assert_not_written(&decision, "$.masks: expected 0 to 32");
    decision.ruling = BS_RULING_HIDE;
    assert_not_written(&decision, NULL);
    decision.reason = (enum bs_hide_reason)BS_HIDE_REASONS;
    assert_not_written(&decision, "$.reason: is not a reason");
    decision.ruling = BS_RULING_PASS_ON;
    assert_not_written(&decision, NULL);
    decision.to = (enum bs_pass_to)BS_PASSES;
    assert_not_written(&decision, "$.to: is nobody to pass it on to");
    decision.ruling = BS_RULING_TAKE_BACK;
    assert_not_written(&decision, NULL);
    decision.ruling = (enum bs_ruling)BS_RULINGS;
    assert_not_written(&decision, "$.ruling: is not a ruling");
    decision = review_ruled(BS_RULING_HIDE);
    (void)strcpy(decision.id, "4");
    assert_not_written(&decision, "$.comment: is not an id");
    decision = review_ruled(BS_RULING_HIDE);
    (void)strcpy(decision.at.place, "Prinsen hof");
    assert_not_written(&decision, "$.place: is not a place's id");
}

static void nobody_may_release_and_nothing_else(void **state)
{
    (void)state;
    for (int i = 0; i < BS_RULINGS; i++) {
        struct bs_decision decision = review_ruled((enum bs_ruling)i);

        decision.by[0] = '\0';
        assert_not_written(&decision, i == BS_RULING_RELEASE ? NULL : "$.by: is not a pseudonym");
    }
}

static void a_comment_that_is_none_is_not_written(void **state)
{
    struct bs_comment comment = review_masked();

    (void)state;
    (void)strcpy(comment.at.lang, "arabic");
    assert_encodes(&comment, "$.lang: is not a language tag");
    comment = review_masked();
    (void)strcpy(comment.id, "\"}");
    assert_encodes(&comment, "$.comment: is not an id");
    comment = review_masked();
    comment.submission[0] = '\0';
    assert_encodes(&comment, "$.submission: is not an id");
    comment = review_masked();
    comment.written = (struct bs_date){2026, 2, 29};
    assert_encodes(&comment, "$.written: is not an existing date");
    comment.written = (struct bs_date){1999, 12, 31};
    assert_encodes(&comment, "$.written: is not an existing date");
    comment.written = (struct bs_date){2000, 1, 1};
    assert_encodes(&comment, NULL);
    comment.written = (struct bs_date){12026, 3, 2};
    assert_encodes(&comment, "$.written: is not an existing date");
    comment = review_masked();
    (void)strcpy(comment.by, "V 7");
    assert_encodes(&comment, "$.by: is not a pseudonym");
    comment = review_masked();
    comment.masks[1] = (enum bs_mask)BS_MASKS;
    assert_encodes(&comment, "$.masks[1]: is not a mask");
}

static void assert_note(const struct bs_note *note, const char *sentence)
{
    struct bs_random random = review_plain();
    struct bs_error err = {0};
    struct bs_buf body;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    assert_int_equal(bs_note_encode(note, &random, &body, &err), sentence == NULL ? BS_OK : BS_BAD);
    assert_string_equal(err.text, sentence == NULL ? "" : sentence);
    bs_buf_finish(&body);
}

static void a_note_that_is_none_is_not_written(void **state)
{
    struct bs_note n = review_note(BS_NOTE_URGENT);

    (void)state;
    n.has_consent = false;
    assert_note(&n, NULL);
    n.kind = BS_NOTE_TREASURE;
    assert_note(&n, "$.consent: a treasure needs it");
    n.kind = (enum bs_note_kind)BS_NOTES;
    assert_note(&n, "$.note: is not a kind of note");
    n = review_note(BS_NOTE_URGENT);
    n.by[0] = '\0';
    assert_note(&n, "$.by: is not a pseudonym");
    n = review_note(BS_NOTE_URGENT);
    n.day.month = 13;
    assert_note(&n, "$.day: is not an existing date");
    n = review_note(BS_NOTE_URGENT);
    n.place[0] = '\0';
    assert_note(&n, "$.place: is not a place's id");
    n = review_note(BS_NOTE_URGENT);
    (void)strcpy(n.programme, "A");
    assert_note(&n, "$.programme: is not a programme's id");
    n = review_note(BS_NOTE_URGENT);
    (void)strcpy(n.lang, "n");
    assert_note(&n, "$.lang: is not a language tag");
    n = review_note(BS_NOTE_URGENT);
    fill_text(n.text, 'a', BS_NOTE_MAX + 1);
    assert_note(&n, "$.text: expected one line of 1 to 280 characters");
}

/* ---- which of two decisions counts ---- */

static struct bs_decision by(const char *who, enum bs_ruling ruling, size_t masks)
{
    struct bs_decision decision = review_ruled(ruling);

    (void)strcpy(decision.by, who);
    decision.mask_count = masks;
    return decision;
}

static void of_two_rulings_the_stricter_counts_in_either_order(void **state)
{
    (void)state;
    for (int a = BS_RULING_RELEASE; a < BS_RULINGS; a++) {
        for (int b = BS_RULING_RELEASE; b < BS_RULINGS; b++) {
            /* What was masked says nothing between two that are not both releases. */
            const struct bs_decision first = by("v-a", (enum bs_ruling)a, a < b ? 9 : 0);
            const struct bs_decision second = by("v-b", (enum bs_ruling)b, b < a ? 9 : 0);

            assert_ptr_equal(bs_decision_stricter(&first, &second), b > a ? &second : &first);
            assert_ptr_equal(bs_decision_stricter(&second, &first), a > b ? &first : &second);
        }
    }
}

static void of_two_releases_the_one_that_masked_more_counts_in_either_order(void **state)
{
    const struct bs_decision more = by("v-a", BS_RULING_RELEASE, 3);
    const struct bs_decision less = by("v-b", BS_RULING_RELEASE, 2);
    const struct bs_decision alike = by("", BS_RULING_RELEASE, 3);

    (void)state;
    assert_ptr_equal(bs_decision_stricter(&more, &less), &more);
    assert_ptr_equal(bs_decision_stricter(&less, &more), &more);
    assert_ptr_equal(bs_decision_stricter(&more, &alike), &more);
    assert_ptr_equal(bs_decision_stricter(&alike, &more), &alike);
}

static void of_two_that_are_no_releases_masks_say_nothing(void **state)
{
    const struct bs_decision first = by("v-a", BS_RULING_HIDE, 0);
    const struct bs_decision second = by("v-b", BS_RULING_HIDE, 3);

    (void)state;
    assert_ptr_equal(bs_decision_stricter(&first, &second), &first);
    assert_ptr_equal(bs_decision_stricter(&second, &first), &second);
}

static void where_only_one_log_says_anything_that_counts(void **state)
{
    (void)state;
    for (int i = BS_RULING_RELEASE; i < BS_RULINGS; i++) {
        const struct bs_decision said = by("v-a", (enum bs_ruling)i, 0);

        assert_ptr_equal(bs_decision_stricter(NULL, &said), &said);
        assert_ptr_equal(bs_decision_stricter(&said, NULL), &said);
    }
    assert_null(bs_decision_stricter(NULL, NULL));
}

static void in_one_log_the_last_counts_and_nothing_after_it_is_taken_back(void **state)
{
    const struct bs_decision back = by("v-b", BS_RULING_TAKE_BACK, 0);

    (void)state;
    for (int a = BS_RULING_RELEASE; a < BS_RULINGS; a++) {
        for (int b = BS_RULING_RELEASE; b < BS_RULINGS; b++) {
            const struct bs_decision now = by("v-a", (enum bs_ruling)a, 3);
            const struct bs_decision next = by("v-b", (enum bs_ruling)b, 0);

            assert_ptr_equal(bs_decision_later(&now, &next), &next);
            assert_ptr_equal(bs_decision_later(NULL, &next), &next);
            assert_null(bs_decision_later(&now, &back));
        }
    }
    assert_null(bs_decision_later(NULL, &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_the_most_characters_fit_and_one_more_does_not),
        cmocka_unit_test(words_of_the_most_characters_are_read_and_one_more_is_not),
        cmocka_unit_test(as_many_signs_as_masks_and_at_most_so_many),
        cmocka_unit_test(masks_of_the_most_are_read_and_one_more_is_not),
        cmocka_unit_test(a_body_of_the_largest_size_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(a_buffer_that_is_too_small_is_left_alone),
        cmocka_unit_test(what_is_refused_leaves_the_output_alone),
        cmocka_unit_test(a_decision_that_is_none_is_not_written),
        cmocka_unit_test(nobody_may_release_and_nothing_else),
        cmocka_unit_test(a_comment_that_is_none_is_not_written),
        cmocka_unit_test(a_note_that_is_none_is_not_written),
        cmocka_unit_test(of_two_rulings_the_stricter_counts_in_either_order),
        cmocka_unit_test(of_two_releases_the_one_that_masked_more_counts_in_either_order),
        cmocka_unit_test(of_two_that_are_no_releases_masks_say_nothing),
        cmocka_unit_test(where_only_one_log_says_anything_that_counts),
        cmocka_unit_test(in_one_log_the_last_counts_and_nothing_after_it_is_taken_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
