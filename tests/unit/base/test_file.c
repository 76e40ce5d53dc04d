/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading and replacing whole files, on real disks: full ones, and ones that lose power at any step. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/mem.h>

#include "child.h"
#include "small_disk.h"
#include "stop_steps.h"
#include "temp_dir.h"

enum { LARGE = 20000, SKIPPED = 3 };

static int make_folder(void **state)
{
    struct temp_dir *dir = bs_xcalloc(1, sizeof *dir);

    temp_dir_make(dir);
    *state = dir;
    return 0;
}

static int remove_folder(void **state)
{
    temp_dir_remove(*state);
    free(*state);
    return 0;
}

static void read_gives_the_whole_file(void **state)
{
    char path[TEMP_DIR_PATH];
    char *text = bs_xcalloc(LARGE + 1, 1);
    struct bs_buf buf;

    memset(text, 'x', LARGE);
    temp_dir_write(*state, "f", text);
    bs_buf_init(&buf, 2 * LARGE);
    bs_buf_text(&buf, "what was here before");
    assert_int_equal(bs_file_read(temp_dir_file(*state, "f", path), &buf, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&buf), text);
    assert_int_equal(buf.limit, 2 * LARGE);
    bs_buf_finish(&buf);
    free(text);
}

static void read_of_an_empty_file_is_empty(void **state)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf buf;

    temp_dir_write(*state, "f", "");
    bs_buf_init(&buf, 0);
    assert_int_equal(bs_file_read(temp_dir_file(*state, "f", path), &buf, NULL), BS_OK);
    assert_int_equal(buf.len, 0);
    bs_buf_finish(&buf);
}

static void read_of_exactly_the_limit_works(void **state)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf buf;

    temp_dir_write(*state, "f", "12345678");
    bs_buf_init(&buf, 8);
    assert_int_equal(bs_file_read(temp_dir_file(*state, "f", path), &buf, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&buf), "12345678");
    bs_buf_finish(&buf);
}

static void read_of_one_byte_more_is_a_limit_and_changes_nothing(void **state)
{
    char path[TEMP_DIR_PATH];
    struct bs_error err = {0};
    struct bs_buf buf;

    temp_dir_write(*state, "f", "123456789");
    bs_buf_init(&buf, 8);
    bs_buf_text(&buf, "before");
    assert_int_equal(bs_file_read(temp_dir_file(*state, "f", path), &buf, &err), BS_LIMIT);
    assert_string_equal(bs_buf_string(&buf), "before");
    assert_non_null(strstr(err.text, path));
    bs_buf_finish(&buf);
}

/* /proc files say that they hold no bytes; what counts is what comes. */
static void read_past_the_limit_of_a_file_that_hides_its_size_is_a_limit(void **state)
{
    struct bs_buf buf;

    (void)state;
    bs_buf_init(&buf, 8);
    assert_int_equal(bs_file_read("/proc/self/status", &buf, NULL), BS_LIMIT);
    assert_false(buf.over);
    bs_buf_finish(&buf);
}

static void read_of_a_missing_file_is_not_found_and_names_it(void **state)
{
    char path[TEMP_DIR_PATH];
    struct bs_error err = {0};
    struct bs_buf buf;

    bs_buf_init(&buf, 8);
    assert_int_equal(bs_file_read(temp_dir_file(*state, "none", path), &buf, &err), BS_NOTFOUND);
    assert_int_equal(err.code, BS_NOTFOUND);
    assert_non_null(strstr(err.text, path));
    temp_dir_write(*state, "f", "a file, not a folder");
    assert_int_equal(bs_file_read(temp_dir_file(*state, "f/g", path), &buf, NULL), BS_NOTFOUND);
    bs_buf_finish(&buf);
}

static void read_of_a_folder_or_a_pipe_is_broken_and_does_not_wait(void **state)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf buf;

    bs_buf_init(&buf, 8);
    assert_int_equal(bs_file_read(((struct temp_dir *)*state)->path, &buf, NULL), BS_BROKEN);
    assert_int_equal(mkfifo(temp_dir_file(*state, "pipe", path), 0600), 0);
    assert_int_equal(bs_file_read(path, &buf, NULL), BS_BROKEN);
    bs_buf_finish(&buf);
}

/* The first page of a process is never mapped: reading it is an input/output error, on every machine. */
static void read_that_fails_halfway_is_broken_and_changes_nothing(void **state)
{
    struct bs_buf buf;
    struct bs_error err = {0};

    (void)state;
    bs_buf_init(&buf, 8);
    bs_buf_text(&buf, "before");
    assert_int_equal(bs_file_read("/proc/self/mem", &buf, &err), BS_BROKEN);
    assert_string_equal(bs_buf_string(&buf), "before");
    assert_non_null(strstr(err.text, "/proc/self/mem"));
    bs_buf_finish(&buf);
}

static void replace_of_a_name_that_is_too_long_is_a_limit(void **state)
{
    static char path[9000];

    (void)state;
    memset(path, 'n', sizeof path - 1);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("x"), 0600, NULL), BS_LIMIT);
}

static void assert_content(const struct temp_dir *dir, const char *name, const char *expected)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf buf;

    bs_buf_init(&buf, 1 << 20);
    assert_int_equal(bs_file_read(temp_dir_file(dir, name, path), &buf, NULL), BS_OK);
    assert_string_equal(bs_buf_string(&buf), expected);
    bs_buf_finish(&buf);
}

static void replace_makes_a_file_and_replaces_it(void **state)
{
    char path[TEMP_DIR_PATH];

    temp_dir_file(*state, "f", path);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("first, and longer"), 0644, NULL), BS_OK);
    assert_content(*state, "f", "first, and longer");
    assert_int_equal(bs_file_replace(path, bs_bytes_of("second"), 0644, NULL), BS_OK);
    assert_content(*state, "f", "second");
    assert_int_equal(bs_file_replace(path, (struct bs_bytes){0}, 0644, NULL), BS_OK);
    assert_content(*state, "f", "");
    assert_int_equal(temp_dir_count(*state), 1);
}

static void replace_sets_the_mode(void **state)
{
    static const unsigned modes[] = {0600, 0640, 0644};
    char path[TEMP_DIR_PATH];
    mode_t saved = umask(022);

    temp_dir_file(*state, "f", path);
    for (size_t i = 0; i < 3; i++) {
        struct stat status;

        assert_int_equal(bs_file_replace(path, bs_bytes_of("x"), modes[i], NULL), BS_OK);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 0777, modes[i]);
    }
    umask(saved);
}

static void replace_in_the_working_folder_needs_no_slash(void **state)
{
    char before[4096];

    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(((struct temp_dir *)*state)->path), 0);
    assert_int_equal(bs_file_replace("plain", bs_bytes_of("x"), 0600, NULL), BS_OK);
    assert_int_equal(chdir(before), 0);
    assert_content(*state, "plain", "x");
}

static void replace_in_a_missing_folder_is_broken_and_names_the_file(void **state)
{
    char path[TEMP_DIR_PATH];
    struct bs_error err = {0};

    temp_dir_file(*state, "no/f", path);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("x"), 0600, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, path));
}

static void replace_of_a_folder_is_broken_and_leaves_nothing(void **state)
{
    char path[TEMP_DIR_PATH];

    assert_int_equal(mkdir(temp_dir_file(*state, "folder", path), 0700), 0);
    assert_int_equal(bs_file_replace(path, bs_bytes_of("x"), 0600, NULL), BS_BROKEN);
    assert_int_equal(temp_dir_count(*state), 1);
}

static int replace_on_a_full_disk(void *context)
{
    struct temp_dir *dir = context;
    char path[TEMP_DIR_PATH];
    char *large = bs_xcalloc(1 << 20, 1);
    struct bs_bytes content = {(uint8_t *)large, 1 << 20};
    struct bs_buf buf;
    enum bs_err rc;
    int result;

    if (!small_disk_enter(dir->path, 16 * 4096)) {
        free(large);
        return SKIPPED;
    }
    temp_dir_write(dir, "f", "old");
    rc = bs_file_replace(temp_dir_file(dir, "f", path), content, 0600, NULL);
    bs_buf_init(&buf, 100);
    result = rc == BS_LATER && temp_dir_count(dir) == 1 &&
                     bs_file_read(path, &buf, NULL) == BS_OK &&
                     strcmp(bs_buf_string(&buf), "old") == 0
                 ? 0
                 : 1;
    bs_buf_finish(&buf);
    free(large);
    return result;
}

static void replace_on_a_full_disk_keeps_the_old_file_and_says_later(void **state)
{
    int result = child_run(replace_on_a_full_disk, *state);

    if (result == SKIPPED) {
        print_message("skipped: this system allows no mount namespace\n");
        skip();
    }
    assert_int_equal(result, 0);
}

static int replace_past_a_file_size_limit(void *context)
{
    static const char large[2 * 4096];
    const struct rlimit limit = {4096, 4096};
    char path[TEMP_DIR_PATH];

    (void)signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        return SKIPPED;
    }
    return bs_file_replace(temp_dir_file(context, "f", path),
                           (struct bs_bytes){(const uint8_t *)large, sizeof large}, 0600,
                           NULL) == BS_LATER
               ? 0
               : 1;
}

static void replace_past_a_file_size_limit_says_later_as_on_a_full_disk(void **state)
{
    assert_int_equal(child_run(replace_past_a_file_size_limit, *state), 0);
    assert_int_equal(temp_dir_count(*state), 0);
}

static void before_replace(void *context)
{
    temp_dir_remove(context);
    temp_dir_make(context);
    temp_dir_write(context, "f", "old");
}

static bool replace(void *context)
{
    char path[TEMP_DIR_PATH];

    return bs_file_replace(temp_dir_file(context, "f", path), bs_bytes_of("new"), 0600, NULL) ==
           BS_OK;
}

static void old_or_new(void *context, long step)
{
    assert_content(context, "f", step == 0 || step == 4 ? "new" : "old");
}

static void replace_stopped_at_any_step_leaves_old_or_new(void **state)
{
    const struct stop_case stop = {before_replace, replace, old_or_new};

    assert_int_equal(stop_at_every_step(&stop, *state), 4);
}

static int replace_without_end(void *context)
{
    char path[TEMP_DIR_PATH];
    char text[LARGE];
    struct bs_bytes content = {(const uint8_t *)text, sizeof text};
    char letter = 'a';

    temp_dir_file(context, "f", path);
    for (;;) {
        memset(text, letter, sizeof text);
        letter = letter == 'a' ? 'b' : 'a';
        if (bs_file_replace(path, content, 0600, NULL) != BS_OK) {
            return 1;
        }
    }
}

static void reader_never_sees_half_a_file(void **state)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf buf;
    pid_t child = fork();

    if (child == 0) {
        _exit(replace_without_end(*state));
    }
    assert_true(child > 0);
    bs_buf_init(&buf, LARGE);
    for (int i = 0, seen = 0; i < 200000 && seen < 300; i++) {
        enum bs_err rc = bs_file_read(temp_dir_file(*state, "f", path), &buf, NULL);

        if (rc == BS_NOTFOUND && seen == 0) {
            continue;
        }
        seen++;
        if (rc != BS_OK || buf.len != LARGE || memcmp(buf.data, buf.data + 1, LARGE - 1) != 0) {
            kill(child, SIGKILL);
            fail_msg("read %zu bytes with code %s", buf.len, bs_err_name(rc));
        }
    }
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(buf.len, LARGE);
    bs_buf_finish(&buf);
}

#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(read_gives_the_whole_file),
        FILE_TEST(read_of_an_empty_file_is_empty),
        FILE_TEST(read_of_exactly_the_limit_works),
        FILE_TEST(read_of_one_byte_more_is_a_limit_and_changes_nothing),
        FILE_TEST(read_past_the_limit_of_a_file_that_hides_its_size_is_a_limit),
        FILE_TEST(read_of_a_missing_file_is_not_found_and_names_it),
        FILE_TEST(read_of_a_folder_or_a_pipe_is_broken_and_does_not_wait),
        FILE_TEST(read_that_fails_halfway_is_broken_and_changes_nothing),
        FILE_TEST(replace_makes_a_file_and_replaces_it),
        FILE_TEST(replace_of_a_name_that_is_too_long_is_a_limit),
        FILE_TEST(replace_sets_the_mode),
        FILE_TEST(replace_in_the_working_folder_needs_no_slash),
        FILE_TEST(replace_in_a_missing_folder_is_broken_and_names_the_file),
        FILE_TEST(replace_of_a_folder_is_broken_and_leaves_nothing),
        FILE_TEST(replace_on_a_full_disk_keeps_the_old_file_and_says_later),
        FILE_TEST(replace_past_a_file_size_limit_says_later_as_on_a_full_disk),
        FILE_TEST(replace_stopped_at_any_step_leaves_old_or_new),
        FILE_TEST(reader_never_sees_half_a_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
