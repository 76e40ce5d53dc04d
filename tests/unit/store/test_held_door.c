/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is remembered of the connectors' door over a restart: wrong tries, and the programme of now. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <buurtstem/held.h>

#include "held_samples.h"
#include "temp_dir.h"

#define FORTY "a123456789b123456789c123456789d123456789"
#define UNTIL INT64_C(1795000000000)

static struct temp_dir dir;
static struct bs_held *held;

static int open_it(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return bs_held_open(dir.path, &held, NULL) == BS_OK ? 0 : -1;
}

static int close_it(void **state)
{
    (void)state;
    bs_held_close(held);
    held = NULL;
    temp_dir_remove(&dir);
    return 0;
}

/* Runs SQL on the closed file, if there is any, and opens it again. */
static void meanwhile(const char *sql)
{
    bs_held_close(held);
    held = NULL;
    assert_true(sql == NULL || held_sample_sql(dir.path, sql));
    assert_int_equal(bs_held_open(dir.path, &held, NULL), BS_OK);
}

/* ---- wrong tries ---- */

static void wrong_tries_are_remembered(void **state)
{
    int tries = 99;

    (void)state;
    assert_int_equal(bs_held_wrong_tries(held, &tries, NULL), BS_OK);
    assert_int_equal(tries, 0);
    for (int n = 3; n <= 4; n++) {
        assert_int_equal(bs_held_set_wrong_tries(held, n, NULL), BS_OK);
        meanwhile(NULL);
        assert_int_equal(bs_held_wrong_tries(held, &tries, NULL), BS_OK);
        assert_int_equal(tries, n);
    }
    assert_int_equal(bs_held_set_wrong_tries(held, -1, NULL), BS_BAD);
    assert_int_equal(bs_held_set_wrong_tries(held, 0, NULL), BS_OK);
    assert_int_equal(bs_held_wrong_tries(held, &tries, NULL), BS_OK);
    assert_int_equal(tries, 0);
}

/* ---- the programme of now ---- */

static void assert_now(const char *wanted, int64_t wanted_until_ms)
{
    char programme[BS_SLUG_TEXT] = "";
    int64_t until_ms = 0;

    assert_int_equal(bs_held_now(held, programme, &until_ms, NULL), BS_OK);
    assert_string_equal(programme, wanted);
    assert_true(until_ms == wanted_until_ms);
}

static void assert_not_there(enum bs_err wanted)
{
    char programme[BS_SLUG_TEXT] = "as-before";
    struct bs_error err = {0};
    int64_t until_ms = 7;

    assert_int_equal(bs_held_now(held, programme, &until_ms, &err), wanted);
    assert_string_equal(programme, "as-before");
    assert_true(until_ms == 7);
    assert_int_equal(err.code, wanted);
    assert_true(err.text[0] != '\0');
}

static void at_first_there_is_no_programme_of_now(void **state)
{
    (void)state;
    assert_not_there(BS_NOTFOUND);
    meanwhile(NULL);
    assert_not_there(BS_NOTFOUND);
}

static void the_programme_that_was_set_last_is_the_one_of_now(void **state)
{
    (void)state;
    assert_int_equal(bs_held_set_now(held, "afval-kiezen", UNTIL, NULL), BS_OK);
    assert_now("afval-kiezen", UNTIL);
    assert_int_equal(bs_held_set_now(held, "speeltuin", UNTIL + 1, NULL), BS_OK);
    assert_now("speeltuin", UNTIL + 1);
    meanwhile(NULL);
    assert_now("speeltuin", UNTIL + 1);
}

static void once_it_is_taken_away_there_is_none(void **state)
{
    (void)state;
    assert_int_equal(bs_held_set_now(held, "", UNTIL, NULL), BS_OK);
    assert_not_there(BS_NOTFOUND);
    assert_int_equal(bs_held_set_now(held, "afval-kiezen", UNTIL, NULL), BS_OK);
    assert_int_equal(bs_held_set_now(held, "", 0, NULL), BS_OK);
    meanwhile(NULL);
    assert_not_there(BS_NOTFOUND);
}

static void a_name_that_no_programme_has_is_refused_and_changes_nothing(void **state)
{
    static const char *const names[] = {FORTY "e", "Afval", "-", "a b", "\xff"};

    (void)state;
    assert_int_equal(bs_held_set_now(held, FORTY, UNTIL, NULL), BS_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(bs_held_set_now(held, names[i], UNTIL + 1, NULL), BS_BAD);
        assert_now(FORTY, UNTIL);
    }
}

static void it_has_nothing_to_do_with_wrong_tries(void **state)
{
    int tries = 0;

    (void)state;
    assert_int_equal(bs_held_set_wrong_tries(held, 5, NULL), BS_OK);
    assert_not_there(BS_NOTFOUND);
    assert_int_equal(bs_held_set_now(held, "afval-kiezen", UNTIL, NULL), BS_OK);
    assert_int_equal(bs_held_set_now(held, "", 0, NULL), BS_OK);
    assert_int_equal(bs_held_wrong_tries(held, &tries, NULL), BS_OK);
    assert_int_equal(tries, 5);
}

static void a_programme_that_we_cannot_have_set_is_damage(void **state)
{
    static const char *const damaged[] = {"UPDATE now SET programme = 'Afval'",
                                          "UPDATE now SET programme = ''",
                                          "UPDATE now SET programme = '" FORTY "e'"};

    (void)state;
    assert_int_equal(bs_held_set_now(held, "afval-kiezen", UNTIL, NULL), BS_OK);
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        meanwhile(damaged[i]);
        assert_not_there(BS_BROKEN);
    }
    assert_int_equal(bs_held_set_now(held, "speeltuin", UNTIL, NULL), BS_OK);
    assert_now("speeltuin", UNTIL);
}

int main(void)
{
#define HELD(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)
    const struct CMUnitTest tests[] = {
        HELD(wrong_tries_are_remembered),
        HELD(at_first_there_is_no_programme_of_now),
        HELD(the_programme_that_was_set_last_is_the_one_of_now),
        HELD(once_it_is_taken_away_there_is_none),
        HELD(a_name_that_no_programme_has_is_refused_and_changes_nothing),
        HELD(it_has_nothing_to_do_with_wrong_tries),
        HELD(a_programme_that_we_cannot_have_set_is_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
