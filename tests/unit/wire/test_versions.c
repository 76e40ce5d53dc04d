/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which versions of a batch both ends know, and which end is the older. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/wire.h>

#include "fault_ledger.h"
#include "wire_samples.h"

static enum bs_err decode(const char *text, struct bs_versions *out)
{
    return bs_versions_decode(bs_bytes_of(text), out, NULL);
}

static void what_is_written_reads_back(void **state)
{
    struct bs_versions versions = {.min_v = 1, .max_v = 12}, back;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_PROBLEM_BYTES_MAX);
    bs_versions_encode(&versions, &text);
    assert_string_equal(bs_buf_string(&text), "{\"min_v\":1,\"max_v\":12}");
    assert_int_equal(bs_versions_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_int_equal(back.min_v, 1);
    assert_int_equal(back.max_v, 12);
    bs_buf_finish(&text);
}

static void members_of_a_later_central_are_passed_over(void **state)
{
    struct bs_versions versions;

    (void)state;
    assert_int_equal(decode("{\"min_v\":1,\"max_v\":2,\"until\":{\"1\":\"2040\"}}", &versions),
                     BS_OK);
    assert_int_equal(versions.max_v, 2);
}

static void what_says_no_versions_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "<html>",
                                      "[]",
                                      "{}",
                                      "{\"min_v\":1}",
                                      "{\"min_v\":0,\"max_v\":1}",
                                      "{\"min_v\":2,\"max_v\":1}",
                                      "{\"min_v\":1,\"max_v\":\"1\"}",
                                      "{\"min_v\":1,\"max_v\":1}x"};
    struct bs_versions versions = {.min_v = 7};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(decode(bad[i], &versions), BS_BAD);
    }
    assert_int_equal(versions.min_v, 7);
}

static void as_many_bytes_as_allowed_are_read_and_one_more_is_not(void **state)
{
    static char text[BS_PROBLEM_BYTES_MAX + 2];
    static const char start[] = "{\"min_v\":1,\"max_v\":1";
    struct bs_versions versions;

    (void)state;
    memset(text, ' ', sizeof text - 1);
    memcpy(text, start, sizeof start - 1);
    text[BS_PROBLEM_BYTES_MAX - 1] = '}';
    text[BS_PROBLEM_BYTES_MAX] = '\0';
    assert_int_equal(decode(text, &versions), BS_OK);
    text[BS_PROBLEM_BYTES_MAX - 1] = ' ';
    text[BS_PROBLEM_BYTES_MAX] = '}';
    assert_int_equal(decode(text, &versions), BS_LIMIT);
}

/* F44 */
static void the_newest_that_both_know_is_chosen_or_it_is_said_which_end_is_older(void **state)
{
    const struct {
        struct bs_versions theirs;
        int version; /* 0: none */
        const char *says;
    } cases[] = {
        {{1, 1}, 1, NULL},
        {{1, BS_WIRE_VERSION + 3}, BS_WIRE_VERSION, NULL},
        {{BS_WIRE_VERSION, BS_WIRE_VERSION}, BS_WIRE_VERSION, NULL},
        {{BS_WIRE_VERSION + 1, BS_WIRE_VERSION + 2}, 0, "this end is the older"},
        {{0, BS_WIRE_VERSION_LEAST - 1}, 0, "the other end is the older"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bs_error err = {0};
        int version = 0;
        enum bs_err rc = bs_versions_choose(&cases[i].theirs, &version, &err);

        assert_int_equal(rc, cases[i].says == NULL ? BS_OK : BS_REFUSED);
        assert_int_equal(version, cases[i].version);
        if (cases[i].says != NULL) {
            assert_non_null(strstr(err.text, cases[i].says));
        }
    }
    fault_struck("F44", "a newer end and an older one", 2);
}

/* ---- batches of another version ---- */

static enum bs_err decode_batch(const char *text, struct bs_error *err)
{
    struct bs_batch batch;
    enum bs_err rc = bs_batch_decode(bs_bytes_of(text), &batch, err);

    if (rc == BS_OK) {
        bs_batch_finish(&batch);
    }
    return rc;
}

/* F44 */
static void a_batch_of_another_version_is_told_apart_from_what_is_no_batch(void **state)
{
    struct bs_error err = {0};

    (void)state;
    assert_int_equal(
        decode_batch("{\"v\":2,\"kiosk\":\"prinsenhof-1\",\"news\":[]}\nrecords\n", &err),
        BS_REFUSED);
    assert_non_null(strstr(err.text, "version 2"));
    assert_int_equal(decode_batch("{\"v\":0}\n", NULL), BS_REFUSED);
    fault_struck("F44", "a batch of a version that is not known", 2);
    assert_int_equal(decode_batch("{\"v\":1,\"news\":[]}\nrecords\n", NULL), BS_BAD);
    assert_int_equal(decode_batch("{\"v\":\"2\"}\n", NULL), BS_BAD);
    assert_int_equal(decode_batch("{\"w\":2}\n", NULL), BS_BAD);
    assert_int_equal(decode_batch("{\"v\":2\n", NULL), BS_BAD);
    assert_int_equal(decode_batch("{\"v\":2,\"v\":1}\n", NULL), BS_BAD);
}

static void a_refusal_of_a_version_says_which_are_read(void **state)
{
    struct bs_problem problem = {.type = BS_PROBLEM_VERSION,
                                 .status = 400,
                                 .title = "A batch of another version",
                                 .min_v = 1,
                                 .max_v = 3},
                      back;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_PROBLEM_BYTES_MAX);
    bs_problem_encode(&problem, &text);
    assert_int_equal(bs_problem_decode(bs_buf_bytes(&text), &back, NULL), BS_OK);
    assert_int_equal(back.type, BS_PROBLEM_VERSION);
    assert_int_equal(back.min_v, 1);
    assert_int_equal(back.max_v, 3);
    bs_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(members_of_a_later_central_are_passed_over),
        cmocka_unit_test(what_says_no_versions_is_refused),
        cmocka_unit_test(as_many_bytes_as_allowed_are_read_and_one_more_is_not),
        cmocka_unit_test(the_newest_that_both_know_is_chosen_or_it_is_said_which_end_is_older),
        cmocka_unit_test(a_batch_of_another_version_is_told_apart_from_what_is_no_batch),
        cmocka_unit_test(a_refusal_of_a_version_says_which_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
