/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The body of a submission: written, read back, refused, and held against its programme. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

#include "model_sample.h"

#define SALT "00112233445566778899aabbccddeeff"
#define HEAD                                                                                       \
    "{\"salt\":\"" SALT "\",\"v\":1,\"programme\":\"schone-straat\",\"version\":1,\"place\":"      \
    "\"prinsenhof\",\"channel\":\"kiosk\",\"lang\":\"nl\",\"trial\":false,\"partial\":false,"      \
    "\"seconds\":23,\"answers\":"
#define MOOD "{\"q\":\"mood\",\"kind\":\"faces\",\"values\":[\"bad\"]}"

/* Bytes 00 11 22 … ff. */
static void fill_plainly(struct bs_random *self, void *out, size_t size)
{
    (void)self;
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)out)[i] = (uint8_t)(i * 0x11);
    }
}

static struct bs_submission visit(void)
{
    return (struct bs_submission){
        .programme = "schone-straat",
        .version = 1,
        .place = "prinsenhof",
        .lang = "nl",
        .channel = BS_CHANNEL_KIOSK,
        .seconds = 23,
        .answer_count = 3,
        .answers =
            {{.question = "mood", .kind = BS_KIND_FACES, .value_count = 1, .values = {"bad"}},
             {.question = "why", .kind = BS_KIND_WHY, .value_count = 2, .values = {"bins", "bags"}},
             {.question = "next", .kind = BS_KIND_LIST, .dont_know = true}},
    };
}

static enum bs_err encode(const struct bs_submission *submission, struct bs_buf *out,
                          struct bs_error *err)
{
    struct bs_random random = {.fill = fill_plainly};

    bs_buf_init(out, BS_SUBMISSION_MAX);
    return bs_submission_encode(submission, &random, out, err);
}

static void assert_encode_says(const struct bs_submission *submission, const char *sentence)
{
    struct bs_error err = {0};
    struct bs_buf out;

    assert_int_equal(encode(submission, &out, &err), BS_BAD);
    assert_string_equal(err.text, sentence);
    assert_int_equal(out.len, 0);
    bs_buf_finish(&out);
}

static void the_body_has_this_exact_form(void **state)
{
    struct bs_submission submission = visit();
    struct bs_buf out;

    (void)state;
    assert_int_equal(encode(&submission, &out, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&out), HEAD
                        "[" MOOD ",{\"q\":\"why\",\"kind\":\"why\",\"values\":[\"bins\",\"bags\"]},"
                        "{\"q\":\"next\",\"kind\":\"list\",\"dont_know\":true}]}");
    bs_buf_finish(&out);
}

static void what_was_written_is_read_back(void **state)
{
    struct bs_submission before = visit();
    struct bs_submission after;
    struct bs_buf out;

    (void)state;
    before.channel = BS_CHANNEL_ASSISTED;
    before.is_trial = true;
    before.is_partial = true;
    (void)strcpy(before.lang, "zgh-Tfng");
    assert_int_equal(encode(&before, &out, NULL), BS_OK);
    assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
    assert_string_equal(after.programme, before.programme);
    assert_int_equal(after.version, 1);
    assert_string_equal(after.place, "prinsenhof");
    assert_string_equal(after.lang, "zgh-Tfng");
    assert_int_equal(after.channel, BS_CHANNEL_ASSISTED);
    assert_true(after.is_trial);
    assert_true(after.is_partial);
    assert_int_equal(after.seconds, 23);
    assert_int_equal(after.answer_count, 3);
    assert_int_equal(after.answers[1].kind, BS_KIND_WHY);
    assert_int_equal(after.answers[1].value_count, 2);
    assert_string_equal(after.answers[1].values[0], "bins");
    assert_string_equal(after.answers[1].values[1], "bags");
    assert_true(after.answers[2].dont_know);
    assert_int_equal(after.answers[2].value_count, 0);
    bs_buf_finish(&out);
}

static void each_body_has_another_salt(void **state)
{
    struct bs_submission submission = visit();
    struct bs_random random = bs_random_seeded(3);
    struct bs_buf a;
    struct bs_buf b;

    (void)state;
    bs_buf_init(&a, BS_SUBMISSION_MAX);
    bs_buf_init(&b, BS_SUBMISSION_MAX);
    assert_int_equal(bs_submission_encode(&submission, &random, &a, NULL), BS_OK);
    assert_int_equal(bs_submission_encode(&submission, &random, &b, NULL), BS_OK);
    assert_int_equal(a.len, b.len);
    assert_memory_not_equal(a.data, b.data, strlen("{\"salt\":\"" SALT));
    assert_memory_equal(a.data + strlen("{\"salt\":\"" SALT), b.data + strlen("{\"salt\":\"" SALT),
                        a.len - strlen("{\"salt\":\"" SALT));
    bs_buf_finish(&a);
    bs_buf_finish(&b);
}

static void the_longest_visit_fits_a_record(void **state)
{
    struct bs_submission submission = visit();
    struct bs_submission after;
    struct bs_buf out;

    (void)state;
    for (size_t i = 0; i < BS_ASKED_MAX; i++) {
        struct bs_answer *answer = &submission.answers[i];

        memset(answer, 0, sizeof *answer);
        answer->kind = BS_KIND_LIST;
        answer->value_count = BS_CHOICES_MAX;
        memset(answer->question, 'a', BS_SLUG_TEXT - 1);
        answer->question[0] = (char)('a' + i);
        for (size_t j = 0; j < BS_CHOICES_MAX; j++) {
            memset(answer->values[j], 'a', BS_SLUG_TEXT - 1);
            answer->values[j][0] = (char)('a' + j);
        }
    }
    submission.seconds = 86400;
    submission.version = 999999;
    assert_int_equal(encode(&submission, &out, NULL), BS_OK);
    assert_true(out.len < BS_SUBMISSION_MAX);
    assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
    bs_buf_finish(&out);
}

static void a_buffer_that_just_holds_it_does_and_a_smaller_one_is_left_alone(void **state)
{
    struct bs_submission submission = visit();
    struct bs_random random = {.fill = fill_plainly};
    struct bs_error err = {0};
    struct bs_buf whole;
    struct bs_buf tight;
    struct bs_buf small;

    (void)state;
    assert_int_equal(encode(&submission, &whole, NULL), BS_OK);
    bs_buf_init(&tight, whole.len + 1);
    bs_buf_text(&tight, "x");
    assert_int_equal(bs_submission_encode(&submission, &random, &tight, NULL), BS_OK);
    bs_buf_init(&small, whole.len);
    bs_buf_text(&small, "x");
    assert_int_equal(bs_submission_encode(&submission, &random, &small, &err), BS_LIMIT);
    assert_string_equal(bs_buf_string(&small), "x");
    assert_false(small.over);
    bs_buf_finish(&whole);
    bs_buf_finish(&tight);
    bs_buf_finish(&small);
}

static void names_that_are_no_slugs_are_not_written(void **state)
{
    struct bs_submission s = visit();

    (void)state;
    (void)strcpy(s.programme, "a\"b");
    assert_encode_says(&s, "$.programme: is not a programme's id");
    s = visit();
    s.place[0] = '\0';
    assert_encode_says(&s, "$.place: is not a place's id");
    s = visit();
    (void)strcpy(s.lang, "dutch");
    assert_encode_says(&s, "$.lang: is not a language tag");
    s = visit();
    (void)strcpy(s.answers[0].question, "Mood");
    assert_encode_says(&s, "$.answers[0].q: is not a question's id");
    s = visit();
    (void)strcpy(s.answers[1].values[1], "b\\s");
    assert_encode_says(&s, "$.answers[1].values[1]: is not a value");
    s = visit();
    (void)strcpy(s.answers[0].values[0], "happy");
    assert_encode_says(&s, "$.answers[0].values[0]: is not a value");
}

static void numbers_out_of_range_are_not_written(void **state)
{
    struct bs_submission s = visit();

    (void)state;
    s.version = 0;
    assert_encode_says(&s, "$.version: expected 1 to 999999");
    s.version = 1000000;
    assert_encode_says(&s, "$.version: expected 1 to 999999");
    s = visit();
    s.seconds = -1;
    assert_encode_says(&s, "$.seconds: expected 0 to 86400");
    s.seconds = 86401;
    assert_encode_says(&s, "$.seconds: expected 0 to 86400");
    s = visit();
    s.answer_count = 0;
    assert_encode_says(&s, "$.answers: expected 1 to 3, found 0");
    s.answer_count = 4;
    assert_encode_says(&s, "$.answers: expected 1 to 3, found 4");
}

static void answers_that_contradict_themselves_are_not_written(void **state)
{
    struct bs_submission s = visit();

    (void)state;
    (void)strcpy(s.answers[1].question, "mood");
    assert_encode_says(&s, "$.answers[1].q: is answered twice");
    s = visit();
    (void)strcpy(s.answers[1].values[1], "bins");
    assert_encode_says(&s, "$.answers[1].values[1]: is there twice");
    s = visit();
    s.answers[0].value_count = 2;
    assert_encode_says(&s, "$.answers[0].values: expected one, found 2");
    s.answers[0].value_count = 0;
    assert_encode_says(&s, "$.answers[0].values: expected one, found 0");
    s = visit();
    s.answers[2].value_count = 1;
    assert_encode_says(&s, "$.answers[2].values: expected none, found 1");
    s = visit();
    s.answers[1].value_count = 9;
    assert_encode_says(&s, "$.answers[1].values: expected one to eight, found 9");
}

/* ---- decoding ---- */

static void assert_decode_says(const char *body, const char *sentence)
{
    struct bs_submission out = {.version = 77};
    struct bs_error err = {0};

    assert_int_equal(bs_submission_decode(bs_bytes_of(body), &out, &err), BS_BAD);
    assert_string_equal(err.text, sentence);
    assert_int_equal(out.version, 77);
}

static void assert_changed_says(const char *from, const char *to, const char *sentence)
{
    char *body = sample_replace(bs_xstrdup(HEAD "[" MOOD "]}"), from, to);

    assert_decode_says(body, sentence);
    free(body);
}

static void a_body_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    (void)state;
    assert_changed_says("\"v\":1", "\"v\":2", "$.v: expected a whole number from 1 to 1, found 2");
    assert_changed_says(SALT, "0011", "$.salt: expected 32 small hex digits");
    assert_changed_says("eeff", "eefG", "$.salt: expected 32 small hex digits");
    assert_changed_says("\"schone-straat\"", "7",
                        "$.programme: expected a string, found a whole number");
    assert_changed_says("\"version\":1", "\"version\":0",
                        "$.version: expected a whole number from 1 to 999999, found 0");
    assert_changed_says("prinsenhof", "Prinsenhof",
                        "$.place: expected only small letters a-z, digits and inner hyphens");
    assert_changed_says("kiosk", "phone", "$.channel: expected one of kiosk, assisted, paper");
    assert_changed_says("\"nl\"", "\"NL\"", "$.lang: is not a language tag");
    assert_changed_says("\"trial\":false,", "", "$.trial: is missing");
    assert_changed_says("\"partial\":false", "\"partial\":0",
                        "$.partial: expected true or false, found a whole number");
    assert_changed_says("\"seconds\":23", "\"seconds\":86401",
                        "$.seconds: expected a whole number from 0 to 86400, found 86401");
    assert_changed_says("\"seconds\":23", "\"seconds\":23,\"name\":\"x\"",
                        "$.name: is not a known name");
}

static void an_answer_with_one_thing_wrong_is_refused_with_its_path(void **state)
{
    (void)state;
    assert_changed_says(MOOD, "", "$.answers: expected at least 1, found 0");
    assert_changed_says(MOOD, "7", "$.answers[0]: expected an object in { }");
    assert_changed_says("\"q\":\"mood\",", "", "$.answers[0].q: expected a string, found nothing");
    assert_changed_says("faces", "slider",
                        "$.answers[0].kind: expected one of faces, why, tiles, list, yes_no, "
                        "picture, agree, points, pair, top, text, card");
    assert_changed_says("faces", "text", "$.answers[0].kind: is not a kind");
    assert_changed_says("faces", "card", "$.answers[0].kind: is not a kind");
    assert_changed_says("\"bad\"", "", "$.answers[0].values: expected at least 1, found 0");
    assert_changed_says("\"bad\"", "\"bad\",\"good\"",
                        "$.answers[0].values: expected one, found 2");
    assert_changed_says("\"bad\"", "\"happy\"", "$.answers[0].values[0]: is not a value");
    assert_changed_says("\"bad\"", "true",
                        "$.answers[0].values[0]: expected a string, found true or false");
    assert_changed_says("[\"bad\"]", "[\"bad\"],\"dont_know\":true",
                        "$.answers[0].values: expected none beside dont_know");
    assert_changed_says("[\"bad\"]", "[\"bad\"],\"text\":\"x\"",
                        "$.answers[0].text: is not a known name");
    assert_changed_says(MOOD, MOOD "," MOOD, "$.answers[1].q: is answered twice");
}

static void three_answers_are_read_and_four_are_not(void **state)
{
    static const char four[] = HEAD "[{\"q\":\"a\",\"kind\":\"list\",\"dont_know\":true},"
                                    "{\"q\":\"b\",\"kind\":\"list\",\"dont_know\":true},"
                                    "{\"q\":\"c\",\"kind\":\"list\",\"dont_know\":true},"
                                    "{\"q\":\"d\",\"kind\":\"list\",\"dont_know\":true}]}";
    char *three =
        sample_replace(bs_xstrdup(four), ",{\"q\":\"d\",\"kind\":\"list\",\"dont_know\":true}", "");
    struct bs_submission out;

    (void)state;
    assert_int_equal(bs_submission_decode(bs_bytes_of(three), &out, NULL), BS_OK);
    assert_int_equal(out.answer_count, 3);
    assert_decode_says(four, "$.answers[3]: is one too many: expected at most 3, found 4");
    free(three);
}

static void eight_values_are_read_and_nine_are_not(void **state)
{
    static const char nine[] =
        HEAD "[{\"q\":\"a\",\"kind\":\"list\",\"values\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\","
             "\"7\",\"8\",\"9\"]}]}";
    char *eight = sample_replace(bs_xstrdup(nine), ",\"9\"", "");
    struct bs_submission out;

    (void)state;
    assert_int_equal(bs_submission_decode(bs_bytes_of(eight), &out, NULL), BS_OK);
    assert_int_equal(out.answers[0].value_count, 8);
    assert_decode_says(nine,
                       "$.answers[0].values[8]: is one too many: expected at most 8, found 9");
    free(eight);
}

/* K77 */
static void a_burst_is_told_only_when_it_is_one(void **state)
{
    struct bs_submission submission = visit();
    struct bs_submission after;
    struct bs_buf out;

    (void)state;
    submission.is_burst = true;
    assert_int_equal(encode(&submission, &out, NULL), BS_OK);
    assert_non_null(strstr(bs_buf_string(&out), "\"partial\":false,\"burst\":true,\"seconds\""));
    assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
    assert_true(after.is_burst);
    bs_buf_finish(&out);
    submission.is_burst = false;
    assert_int_equal(encode(&submission, &out, NULL), BS_OK);
    assert_null(strstr(bs_buf_string(&out), "burst"));
    assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
    assert_false(after.is_burst);
    bs_buf_finish(&out);
    assert_changed_says("\"seconds\"", "\"burst\":1,\"seconds\"",
                        "$.burst: expected true or false, found a whole number");
}

static void a_body_of_the_largest_size_is_read_and_one_byte_more_is_not(void **state)
{
    static const char body[] = HEAD "[" MOOD "]}";
    char padded[BS_SUBMISSION_MAX + 1];
    struct bs_submission out;
    struct bs_error err = {0};

    (void)state;
    memset(padded, ' ', sizeof padded);
    memcpy(padded, body, sizeof body - 1);
    assert_int_equal(
        bs_submission_decode((struct bs_bytes){(uint8_t *)padded, BS_SUBMISSION_MAX}, &out, &err),
        BS_OK);
    assert_int_equal(
        bs_submission_decode((struct bs_bytes){(uint8_t *)padded, sizeof padded}, &out, &err),
        BS_LIMIT);
}

static void what_is_no_json_is_refused(void **state)
{
    struct bs_submission out;

    (void)state;
    assert_int_equal(bs_submission_decode(bs_bytes_of(""), &out, NULL), BS_BAD);
    assert_int_equal(bs_submission_decode(bs_bytes_of("<html>"), &out, NULL), BS_BAD);
    assert_int_equal(bs_submission_decode(bs_bytes_of("[]"), &out, NULL), BS_BAD);
    assert_int_equal(bs_submission_decode(bs_bytes_of(HEAD "[" MOOD "]} x"), &out, NULL), BS_BAD);
}

/* ---- fitting ---- */

static void assert_misfit(const struct bs_submission *submission, const char *sentence)
{
    struct bs_programme *programme = sample_programme("valid/three-questions");
    struct bs_error err = {0};

    assert_int_equal(bs_submission_fits(submission, programme, &err), BS_BAD);
    assert_string_equal(err.text, sentence);
    bs_programme_destroy(programme);
}

static void a_visit_fits_its_programme(void **state)
{
    struct bs_programme *programme = sample_programme("valid/three-questions");
    struct bs_submission submission = visit();

    (void)state;
    assert_int_equal(bs_submission_fits(&submission, programme, NULL), BS_OK);
    submission.answer_count = 1;
    submission.is_partial = true;
    assert_int_equal(bs_submission_fits(&submission, programme, NULL), BS_OK);
    bs_programme_destroy(programme);
}

static void another_programme_or_version_does_not_fit(void **state)
{
    struct bs_submission s = visit();

    (void)state;
    (void)strcpy(s.programme, "afval");
    assert_misfit(&s, "$.programme: is another programme");
    s = visit();
    s.version = 2;
    assert_misfit(&s, "$.version: expected 1, found 2");
}

static void answers_that_the_programme_does_not_offer_do_not_fit(void **state)
{
    struct bs_submission s = visit();

    (void)state;
    (void)strcpy(s.answers[0].question, "other");
    assert_misfit(&s, "$.answers[0].q: the programme does not ask this");
    s = visit();
    s.answers[2].kind = BS_KIND_TILES;
    assert_misfit(&s, "$.answers[2].kind: the programme asks for list");
    s = visit();
    (void)strcpy(s.answers[1].values[0], "dogs");
    assert_misfit(&s, "$.answers[1].values[0]: the question does not offer this");
    s = visit();
    s.answers[1].value_count = 3;
    (void)strcpy(s.answers[1].values[2], "other");
    assert_misfit(&s, "$.answers[1].values: expected at most 2, found 3");
}

static void channels_have_names(void **state)
{
    (void)state;
    assert_string_equal(bs_channel_name(BS_CHANNEL_KIOSK), "kiosk");
    assert_string_equal(bs_channel_name(BS_CHANNEL_ASSISTED), "assisted");
    assert_string_equal(bs_channel_name(BS_CHANNEL_PAPER), "paper");
}

#define FIRST "019342ab-0000-7000-8000-000000000001"

static void a_correction_names_the_first_record_right_after_the_version(void **state)
{
    struct bs_submission before = visit();
    struct bs_submission after;
    struct bs_buf out;

    (void)state;
    (void)strcpy(before.corrects, FIRST);
    assert_int_equal(encode(&before, &out, NULL), BS_OK);
    assert_memory_equal(bs_buf_string(&out),
                        "{\"salt\":\"" SALT "\",\"v\":1,\"corrects\":\"" FIRST
                        "\",\"programme\":\"schone-straat\",",
                        116);
    assert_int_equal(bs_submission_decode(bs_buf_bytes(&out), &after, NULL), BS_OK);
    assert_string_equal(after.corrects, FIRST);
    bs_buf_finish(&out);
}

static void a_submission_corrects_nothing(void **state)
{
    struct bs_submission after;

    (void)state;
    memset(&after, 'x', sizeof after);
    assert_int_equal(bs_submission_decode(bs_bytes_of(HEAD "[" MOOD "]}"), &after, NULL), BS_OK);
    assert_string_equal(after.corrects, "");
}

static void a_correction_is_never_partial(void **state)
{
    struct bs_submission submission = visit();

    (void)state;
    (void)strcpy(submission.corrects, FIRST);
    submission.is_partial = true;
    assert_encode_says(&submission, "$.partial: a correction is complete");
    assert_decode_says("{\"salt\":\"" SALT "\",\"v\":1,\"corrects\":\"" FIRST
                       "\",\"programme\":\"schone-straat\",\"version\":1,\"place\":\"prinsenhof\","
                       "\"channel\":\"kiosk\",\"lang\":\"nl\",\"trial\":false,\"partial\":true,"
                       "\"seconds\":23,\"answers\":[" MOOD "]}",
                       "$.partial: a correction is complete");
}

static void what_is_corrected_is_a_record_id(void **state)
{
    struct bs_submission submission = visit();

    (void)state;
    (void)strcpy(submission.corrects, "019342AB-0000-7000-8000-000000000001");
    assert_encode_says(&submission, "$.corrects: is not a record's id");
    (void)strcpy(submission.corrects, "1");
    assert_encode_says(&submission, "$.corrects: is not a record's id");
    assert_decode_says("{\"salt\":\"" SALT "\",\"v\":1,\"corrects\":\"\"}",
                       "$.corrects: expected a string, found an empty one");
    assert_decode_says("{\"salt\":\"" SALT "\",\"v\":1,\"corrects\":\"" FIRST "0\"}",
                       "$.corrects: expected a string of at most 36 bytes, found 37");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_has_this_exact_form),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(each_body_has_another_salt),
        cmocka_unit_test(the_longest_visit_fits_a_record),
        cmocka_unit_test(a_buffer_that_just_holds_it_does_and_a_smaller_one_is_left_alone),
        cmocka_unit_test(names_that_are_no_slugs_are_not_written),
        cmocka_unit_test(numbers_out_of_range_are_not_written),
        cmocka_unit_test(answers_that_contradict_themselves_are_not_written),
        cmocka_unit_test(a_body_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(an_answer_with_one_thing_wrong_is_refused_with_its_path),
        cmocka_unit_test(three_answers_are_read_and_four_are_not),
        cmocka_unit_test(eight_values_are_read_and_nine_are_not),
        cmocka_unit_test(a_burst_is_told_only_when_it_is_one),
        cmocka_unit_test(a_body_of_the_largest_size_is_read_and_one_byte_more_is_not),
        cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(a_visit_fits_its_programme),
        cmocka_unit_test(another_programme_or_version_does_not_fit),
        cmocka_unit_test(answers_that_the_programme_does_not_offer_do_not_fit),
        cmocka_unit_test(channels_have_names),
        cmocka_unit_test(a_correction_names_the_first_record_right_after_the_version),
        cmocka_unit_test(a_submission_corrects_nothing),
        cmocka_unit_test(a_correction_is_never_partial),
        cmocka_unit_test(what_is_corrected_is_a_record_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
