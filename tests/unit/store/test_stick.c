/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The question for an export: what the kiosk puts there, and all that syncd may find in its place. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/crypto.h>
#include <buurtstem/stick.h>

#include "temp_dir.h"

#define ID "0123abcd-0123-4abc-8abc-0123456789ab"

static struct temp_dir dir;
static char path[TEMP_DIR_PATH];

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    temp_dir_file(&dir, BS_STICK_FILE, path);
    return bs_crypto_start(NULL) == BS_OK ? 0 : -1;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static void ask(char id[BS_UUID_TEXT])
{
    struct bs_random random = bs_random_system();

    assert_int_equal(bs_stick_ask(dir.path, &random, id, NULL), BS_OK);
}

static void assert_refused(const char *text, enum bs_err code, const char *word)
{
    struct bs_stick_question question = {.id = "as it was"};
    struct bs_error err = {0};

    temp_dir_write(&dir, BS_STICK_FILE, text);
    assert_int_equal(bs_stick_question(dir.path, &question, &err), code);
    assert_non_null(strstr(err.text, word));
    assert_null(strstr(err.text, "secret"));
    assert_string_equal(question.id, "as it was");
}

static void the_kiosks_question_is_what_syncd_finds(void **state)
{
    struct bs_stick_question question;
    struct stat info;
    char id[BS_UUID_TEXT];

    (void)state;
    ask(id);
    assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_OK);
    assert_string_equal(question.id, id);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_size, BS_STICK_BYTES);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_true(question.asked_ms / 1000 == info.st_mtim.tv_sec);
    assert_int_equal(temp_dir_count(&dir), 1);
}

static void each_question_has_an_id_of_its_own(void **state)
{
    struct bs_stick_question question;
    char first[BS_UUID_TEXT], second[BS_UUID_TEXT];

    (void)state;
    ask(first);
    ask(second);
    assert_string_not_equal(first, second);
    assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_OK);
    assert_string_equal(question.id, second);
    assert_int_equal(second[14], '4');
    assert_non_null(strchr("89ab", second[19]));
}

static void an_id_is_told_only_of_a_question_that_stands_there(void **state)
{
    struct bs_random random = bs_random_system();
    char id[BS_UUID_TEXT] = "as it was";
    char far[5000];

    (void)state;
    assert_int_not_equal(bs_stick_ask("/no/such/folder", &random, id, NULL), BS_OK);
    memset(far, 'a', sizeof far - 1);
    far[sizeof far - 1] = '\0';
    assert_int_equal(bs_stick_ask(far, &random, id, NULL), BS_LIMIT);
    assert_string_equal(id, "as it was");
}

static void without_a_file_nothing_is_asked(void **state)
{
    struct bs_stick_question question;
    char far[5000];

    (void)state;
    assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_NOTFOUND);
    memset(far, 'a', sizeof far - 1);
    far[sizeof far - 1] = '\0';
    assert_int_equal(bs_stick_question(far, &question, NULL), BS_LIMIT);
}

static void a_torn_question_is_refused(void **state)
{
    (void)state;
    assert_refused("", BS_BAD, "cut off");
    assert_refused("0123abcd-0123-4abc-", BS_BAD, "cut off");
    assert_refused(ID, BS_BAD, "cut off");
}

static void one_byte_more_than_a_question_is_refused(void **state)
{
    struct bs_stick_question question;

    (void)state;
    temp_dir_write(&dir, BS_STICK_FILE, ID "\n");
    assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_OK);
    assert_string_equal(question.id, ID);
    assert_refused(ID "\n\n", BS_LIMIT, "longer than 37 bytes");
}

static void what_is_no_id_is_refused_and_not_repeated(void **state)
{
    (void)state;
    assert_refused("a secret of thirty-six letters of us\n", BS_BAD, "does not hold an id");
    assert_refused("0123ABCD-0123-4ABC-8ABC-0123456789AB\n", BS_BAD, "does not hold an id");
    assert_refused("0123abcd-0123-4abc-8abc-01234567\n9ab\n", BS_BAD, "does not hold an id");
}

static void what_is_no_file_is_not_read(void **state)
{
    struct bs_stick_question question;
    char other[TEMP_DIR_PATH];

    (void)state;
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_BROKEN);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_BROKEN);
    assert_int_equal(unlink(path), 0);
    temp_dir_write(&dir, "other", ID "\n");
    assert_int_equal(symlink(temp_dir_file(&dir, "other", other), path), 0);
    assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_BROKEN);
}

static void a_question_lasts_five_minutes(void **state)
{
    const struct bs_stick_question question = {.asked_ms = 1772442000000};

    (void)state;
    assert_false(bs_stick_is_stale(&question, question.asked_ms));
    assert_false(bs_stick_is_stale(&question, question.asked_ms + 300000));
    assert_true(bs_stick_is_stale(&question, question.asked_ms + 300001));
}

static void a_question_from_the_future_is_fresh(void **state)
{
    const struct bs_stick_question question = {.asked_ms = 1772442000000};

    (void)state;
    assert_false(bs_stick_is_stale(&question, 0));
    assert_false(bs_stick_is_stale(&question, question.asked_ms - 1));
}

static void any_time_of_a_file_is_taken(void **state)
{
    static const int64_t seconds[] = {0, 1772442000, 8589934591, INT64_C(1) << 40};

    (void)state;
    temp_dir_write(&dir, BS_STICK_FILE, ID "\n");
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
        const struct timespec times[2] = {{.tv_sec = seconds[i]}, {.tv_sec = seconds[i]}};
        struct bs_stick_question question;

        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
        assert_int_equal(bs_stick_question(dir.path, &question, NULL), BS_OK);
        assert_true(question.asked_ms >= 0);
        (void)bs_stick_is_stale(&question, INT64_C(1772442000000));
    }
}

static void every_outcome_has_a_word(void **state)
{
    (void)state;
    for (int i = 0; i < BS_STICK_COUNT; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(bs_stick_name((enum bs_stick)i),
                                    bs_stick_name((enum bs_stick)j));
        }
    }
    assert_string_equal(bs_stick_name(BS_STICK_DONE), "done");
    assert_string_equal(bs_stick_name(BS_STICK_STALE), "stale");
    assert_string_equal(bs_stick_name((enum bs_stick)BS_STICK_COUNT), "failed");
}

#define IN_DIR(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(the_kiosks_question_is_what_syncd_finds),
        IN_DIR(each_question_has_an_id_of_its_own),
        IN_DIR(an_id_is_told_only_of_a_question_that_stands_there),
        IN_DIR(without_a_file_nothing_is_asked),
        IN_DIR(a_torn_question_is_refused),
        IN_DIR(one_byte_more_than_a_question_is_refused),
        IN_DIR(what_is_no_id_is_refused_and_not_repeated),
        IN_DIR(what_is_no_file_is_not_read),
        cmocka_unit_test(a_question_lasts_five_minutes),
        cmocka_unit_test(a_question_from_the_future_is_fresh),
        IN_DIR(any_time_of_a_file_is_taken),
        cmocka_unit_test(every_outcome_has_a_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
