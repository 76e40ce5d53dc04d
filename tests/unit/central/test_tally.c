/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Counting in memory. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tally.h"

static struct tally_key key_of(int number)
{
    struct tally_key key;

    memset(&key, 0, sizeof(key));
    (void)snprintf(key.value, sizeof(key.value), "v%d", number);
    return key;
}

static void an_empty_tally_counts_nothing(void **state)
{
    struct tally tally = {.count = 0};
    struct tally_key key = key_of(1);

    (void)state;
    assert_int_equal(tally_of(&tally, &key), 0);
    tally_finish(&tally);
}

static void thousands_of_keys_are_kept_apart(void **state)
{
    struct tally tally = {.count = 0};

    (void)state;
    for (int round_ = 0; round_ < 2; round_++) {
        for (int i = 0; i < 5000; i++) {
            struct tally_key key = key_of(i);

            tally_add(&tally, &key, i);
        }
    }
    assert_int_equal(tally.count, 5000);
    for (int i = 0; i < 5000; i++) {
        struct tally_key key = key_of(i);

        assert_int_equal(tally_of(&tally, &key), 2 * i);
    }
    tally_finish(&tally);
}

static int64_t count(const struct tally *tally, const char *question, const char *value)
{
    int64_t sum = 0;

    for (size_t i = 0; i < tally->count; i++) {
        if (strcmp(tally->entries[i].key.question, question) == 0 &&
            strcmp(tally->entries[i].key.value, value) == 0) {
            sum += tally->entries[i].count;
        }
    }
    return sum;
}

static void a_submission_counts_itself_its_questions_and_its_values(void **state)
{
    struct tally tally = {.count = 0};
    struct bs_submission visit = {
        .programme = "p",
        .place = "here",
        .lang = "nl",
        .is_partial = true,
        .answer_count = 2,
        .answers = {{.question = "a", .dont_know = true},
                    {.question = "b", .value_count = 2, .values = {"x", "y"}}}};

    (void)state;
    tally_submission(&tally, "GM1916", "2026-11-22", &visit, 1);
    assert_int_equal(count(&tally, "", TALLY_ALL), 1);
    assert_int_equal(count(&tally, "", TALLY_PARTIAL), 1);
    assert_int_equal(count(&tally, "a", TALLY_ALL), 1);
    assert_int_equal(count(&tally, "a", TALLY_DONT_KNOW), 1);
    assert_int_equal(count(&tally, "b", TALLY_ALL), 1);
    assert_int_equal(count(&tally, "b", "x"), 1);
    assert_int_equal(count(&tally, "b", "y"), 1);
    assert_int_equal(tally.count, 7);
    assert_string_equal(tally.entries[0].key.day, "2026-11-22");
    assert_string_equal(tally.entries[0].key.channel, "kiosk");
    tally_finish(&tally);
}

static void trials_are_kept_apart(void **state)
{
    struct tally tally = {.count = 0};
    struct bs_submission visit = {.programme = "p"};

    (void)state;
    tally_submission(&tally, "GM1916", "2026-11-22", &visit, 1);
    visit.is_trial = true;
    tally_submission(&tally, "GM1916", "2026-11-22", &visit, 1);
    assert_int_equal(tally.count, 2);
    tally_finish(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_tally_counts_nothing),
        cmocka_unit_test(thousands_of_keys_are_kept_apart),
        cmocka_unit_test(a_submission_counts_itself_its_questions_and_its_values),
        cmocka_unit_test(trials_are_kept_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
