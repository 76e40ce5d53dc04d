/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What opens an epoch that goes on: read back the same, strict, and bounded. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/carried.h>
#include <buurtstem/mem.h>

#include "wire_samples.h"

#define SALT "00112233445566778899aabbccddeeff"
#define BODY                                                                                       \
    "{\"salt\":\"" SALT "\",\"v\":1,\"epoch\":\"0123456789abcdef\",\"why\":\"damaged\","           \
    "\"from\":399,\"tip\":412,\"kept\":12,\"ranges\":[[399,404],[407,412]]}"

static void fill_salt(struct bs_random *self, void *out, size_t size)
{
    uint8_t *bytes = out;

    (void)self;
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(i * 0x11);
    }
}

static struct bs_carried sample(void)
{
    return (struct bs_carried){
        .epoch = SAMPLE_EPOCH,
        .why = "damaged",
        .from = 399,
        .tip = 412,
        .kept = 12,
        .range_count = 2,
        .ranges = {{399, 404}, {407, 412}},
    };
}

/* So many single numbers with a hole between each: 1, 3, 5 … */
static struct bs_carried holes(size_t ranges)
{
    struct bs_carried carried = {
        .epoch = SAMPLE_EPOCH, .why = "forked", .from = 1, .tip = 1000, .kept = ranges};

    for (size_t i = 0; i < ranges && i < BS_CARRIED_RANGES_MAX; i++) {
        carried.ranges[i].first = carried.ranges[i].last = 2 * i + 1;
        carried.range_count++;
    }
    return carried;
}

static enum bs_err write_and_read(const struct bs_carried *carried, struct bs_carried *out)
{
    struct bs_random random = {.fill = fill_salt};
    struct bs_buf text;
    enum bs_err rc;

    bs_buf_init(&text, BS_CARRIED_BYTES_MAX);
    bs_carried_write(carried, &random, &text);
    assert_int_equal(bs_buf_check(&text, "carried", NULL), BS_OK);
    rc = bs_carried_read(bs_buf_bytes(&text), out, NULL);
    bs_buf_finish(&text);
    return rc;
}

static void the_body_has_this_exact_form(void **state)
{
    struct bs_random random = {.fill = fill_salt};
    struct bs_carried carried = sample();
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_CARRIED_BYTES_MAX);
    bs_carried_write(&carried, &random, &text);
    assert_string_equal(bs_buf_string(&text), BODY);
    bs_buf_finish(&text);
}

static void it_reads_back_the_same(void **state)
{
    struct bs_carried carried = sample(), back;

    (void)state;
    assert_int_equal(write_and_read(&carried, &back), BS_OK);
    assert_string_equal(back.epoch, SAMPLE_EPOCH);
    assert_string_equal(back.why, "damaged");
    assert_true(back.from == 399 && back.tip == 412 && back.kept == 12);
    assert_true(back.range_count == 2 && !back.is_cut);
    assert_true(back.ranges[0].first == 399 && back.ranges[0].last == 404);
    assert_true(back.ranges[1].first == 407 && back.ranges[1].last == 412);
}

static void an_epoch_of_which_nothing_is_known_says_so(void **state)
{
    struct bs_carried carried = {.epoch = SAMPLE_EPOCH, .why = "damaged", .from = 1, .tip = 0};
    struct bs_carried back;

    (void)state;
    assert_int_equal(write_and_read(&carried, &back), BS_OK);
    assert_true(back.from == 1 && back.tip == 0 && back.kept == 0 && back.range_count == 0);
}

static void the_largest_numbers_fit_and_stay_exact(void **state)
{
    struct bs_carried carried = holes(BS_CARRIED_RANGES_MAX), back;
    const uint64_t base = (uint64_t)BS_NUMBER_MAX - 1000;

    (void)state;
    carried.from += base;
    carried.tip = BS_NUMBER_MAX;
    for (size_t i = 0; i < carried.range_count; i++) {
        carried.ranges[i].first += base;
        carried.ranges[i].last += base;
    }
    assert_int_equal(write_and_read(&carried, &back), BS_OK);
    assert_true(back.tip == BS_NUMBER_MAX);
    assert_true(back.ranges[63].last == base + 127);
}

static void sixty_four_ranges_are_read(void **state)
{
    struct bs_carried carried = holes(BS_CARRIED_RANGES_MAX), back;

    (void)state;
    assert_int_equal(write_and_read(&carried, &back), BS_OK);
    assert_int_equal(back.range_count, 64);
    assert_int_equal(back.kept, 64);
}

static void a_sixty_fifth_range_is_not(void **state)
{
    struct bs_error err = {0};
    struct bs_carried back;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_CARRIED_BYTES_MAX);
    bs_buf_text(&text, "{\"salt\":\"" SALT "\",\"v\":1,\"epoch\":\"0123456789abcdef\","
                       "\"why\":\"forked\",\"from\":1,\"tip\":1000,\"kept\":65,\"ranges\":[");
    for (int i = 0; i < 65; i++) {
        bs_buf_printf(&text, "%s[%d,%d]", i == 0 ? "" : ",", 2 * i + 1, 2 * i + 1);
    }
    bs_buf_text(&text, "]}");
    assert_int_equal(bs_carried_read(bs_buf_bytes(&text), &back, &err), BS_BAD);
    assert_string_equal(err.text, "carried: $.ranges: expected at most 64 items, found 65");
    bs_buf_finish(&text);
}

static void more_ranges_than_fit_are_cut_and_counted(void **state)
{
    struct bs_carried carried = holes(BS_CARRIED_RANGES_MAX), back;

    (void)state;
    carried.kept = 100;
    assert_int_equal(write_and_read(&carried, &back), BS_BAD);
    carried.is_cut = true;
    assert_int_equal(write_and_read(&carried, &back), BS_OK);
    assert_true(back.is_cut && back.kept == 100);
}

static void nothing_is_cut_that_would_have_fitted(void **state)
{
    struct bs_carried carried = holes(63), back;

    (void)state;
    carried.kept = 100;
    carried.is_cut = true;
    assert_int_equal(write_and_read(&carried, &back), BS_BAD);
    carried = holes(BS_CARRIED_RANGES_MAX);
    carried.is_cut = true;
    assert_int_equal(write_and_read(&carried, &back), BS_BAD);
}

static void assert_refused(const char *from, const char *to)
{
    struct bs_carried out, before;
    const char *at = strstr(BODY, from);
    size_t size = strlen(BODY) + strlen(to) + 1;
    char *text = bs_xcalloc(size, 1);

    assert_non_null(at);
    (void)snprintf(text, size, "%.*s%s%s", (int)(at - BODY), BODY, to, at + strlen(from));
    memset(&out, 0x5a, sizeof out);
    memcpy(&before, &out, sizeof out);
    if (bs_carried_read(bs_bytes_of(text), &out, NULL) != BS_BAD) {
        fail_msg("taken: %s", text);
    }
    assert_memory_equal(&out, &before, sizeof out);
    free(text);
}

static void every_bad_form_is_refused(void **state)
{
    static const char *const changes[][2] = {
        {"\"v\":1", "\"v\":2"},
        {"\"v\":1,", ""},
        {"\"v\":1,", "\"v\":1,\"more\":1,"},
        {"\"salt\":\"" SALT "\",", ""},
        {SALT, "00112233445566778899AABBCCDDEEFF"},
        {SALT, "0011"},
        {"\"epoch\":\"0123456789abcdef\",", ""},
        {"0123456789abcdef", "0123456789abcdeF"},
        {"0123456789abcdef", "0123456789abcde"},
        {"\"why\":\"damaged\",", ""},
        {"damaged", "renamed"},
        {"damaged", ""},
        {"\"from\":399,", ""},
        {"\"from\":399", "\"from\":0"},
        {"\"from\":399", "\"from\":-1"},
        {"\"from\":399", "\"from\":9007199254740992"},
        {"\"from\":399", "\"from\":400"}, /* the first range stands before it */
        {"\"from\":399", "\"from\":414"}, /* more than one above tip */
        {"\"tip\":412,", ""},
        {"\"tip\":412", "\"tip\":411"}, /* the last range ends behind it */
        {"\"tip\":412", "\"tip\":9007199254740992"},
        {"\"kept\":12,", ""},
        {"\"kept\":12", "\"kept\":11"},
        {"\"kept\":12", "\"kept\":13"},
        {"\"kept\":12", "\"kept\":-1"},
        {"\"kept\":12", "\"kept\":15"}, /* more than there are numbers */
        {"[399,404],[407,412]", "[399,404],[405,410]"},
        {"[399,404],[407,412]", "[407,412],[399,404]"},
        {"[399,404],[407,412]", "[399,406],[406,409]"},
        {"[399,404]", "[404,399]"},
        {"[399,404]", "[399]"},
        {"[399,404]", "[399,404,405]"},
        {"[399,404]", "399"},
        {"[399,404]", "[399,\"404\"]"},
        {"[399,404]", "{\"0\":399,\"1\":404}"},
        {"[[399,404],[407,412]]", "{}"},
        {"[[399,404],[407,412]]", "null"},
        {",\"ranges\":[[399,404],[407,412]]", ""},
        {"]]}", "]],\"cut\":false}"},
        {"]]}", "]],\"cut\":1}"},
        {"]]}", "]],\"cut\":true}"},
        {"]]}", "]]}}"},
        {"]]}", "]]"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        assert_refused(changes[i][0], changes[i][1]);
    }
}

static void a_body_of_more_than_the_limit_is_not_looked_at(void **state)
{
    struct bs_carried out;
    struct bs_buf text;

    (void)state;
    bs_buf_init(&text, BS_CARRIED_BYTES_MAX + 1);
    bs_buf_text(&text, BODY);
    while (text.len < BS_CARRIED_BYTES_MAX) {
        bs_buf_text(&text, " ");
    }
    assert_int_equal(bs_carried_read(bs_buf_bytes(&text), &out, NULL), BS_OK);
    bs_buf_text(&text, " ");
    assert_int_equal(bs_carried_read(bs_buf_bytes(&text), &out, NULL), BS_LIMIT);
    bs_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_has_this_exact_form),
        cmocka_unit_test(it_reads_back_the_same),
        cmocka_unit_test(an_epoch_of_which_nothing_is_known_says_so),
        cmocka_unit_test(the_largest_numbers_fit_and_stay_exact),
        cmocka_unit_test(sixty_four_ranges_are_read),
        cmocka_unit_test(a_sixty_fifth_range_is_not),
        cmocka_unit_test(more_ranges_than_fit_are_cut_and_counted),
        cmocka_unit_test(nothing_is_cut_that_would_have_fitted),
        cmocka_unit_test(every_bad_form_is_refused),
        cmocka_unit_test(a_body_of_more_than_the_limit_is_not_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
