/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One holder at a time, and it is named. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <buurtstem/db.h>

#include "child.h"
#include "temp_dir.h"

static struct temp_dir dir;
static char path[TEMP_DIR_PATH];

static int make_dir(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    (void)temp_dir_file(&dir, "a.lock", path);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    temp_dir_remove(&dir);
    return 0;
}

static void a_lock_is_taken_and_given_back(void **state)
{
    int fd = -1;

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(bs_lock_take(path, &fd, NULL), BS_OK);
        assert_true(fd >= 0);
        bs_lock_release(&fd);
        assert_int_equal(fd, -1);
        bs_lock_release(&fd);
    }
}

static void a_second_holder_in_the_same_process_is_refused(void **state)
{
    int fd = -1, other = -1;

    (void)state;
    assert_int_equal(bs_lock_take(path, &fd, NULL), BS_OK);
    assert_int_equal(bs_lock_take(path, &other, NULL), BS_REFUSED);
    assert_int_equal(other, -1);
    bs_lock_release(&fd);
    assert_int_equal(bs_lock_take(path, &other, NULL), BS_OK);
    bs_lock_release(&other);
}

/* A child that holds the lock until it is killed. */
static pid_t start_holder(void)
{
    int ends[2];
    char done;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        int fd = -1;
        bool good = bs_lock_take(path, &fd, NULL) == BS_OK && write(ends[1], "x", 1) == 1;

        while (good) {
            (void)pause();
        }
        _exit(1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &done, 1), 1);
    close(ends[0]);
    return child;
}

static void another_process_that_holds_it_is_named_by_its_pid(void **state)
{
    pid_t holder = start_holder();
    struct bs_error err = {0};
    char expected[64];
    int fd = -1;

    (void)state;
    (void)snprintf(expected, sizeof expected, "process %ld", (long)holder);
    assert_int_equal(bs_lock_take(path, &fd, &err), BS_REFUSED);
    assert_non_null(strstr(err.text, expected));
    assert_non_null(strstr(err.text, path));
    assert_int_equal(kill(holder, SIGKILL), 0);
    assert_int_equal(waitpid(holder, NULL, 0), holder);
    assert_int_equal(bs_lock_take(path, &fd, NULL), BS_OK);
    bs_lock_release(&fd);
}

static void a_folder_that_is_not_there_is_broken(void **state)
{
    char lost[TEMP_DIR_PATH];
    struct bs_error err = {0};
    int fd = -1;

    (void)state;
    assert_int_equal(bs_lock_take(temp_dir_file(&dir, "no/a.lock", lost), &fd, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, lost));
    assert_int_equal(fd, -1);
}

static void a_symbolic_link_is_not_followed(void **state)
{
    char target[TEMP_DIR_PATH];
    int fd = -1;

    (void)state;
    assert_int_equal(symlink(temp_dir_file(&dir, "target", target), path), 0);
    assert_int_equal(bs_lock_take(path, &fd, NULL), BS_BROKEN);
    assert_false(temp_dir_has(&dir, "target"));
}

static void root_is_sent_to_the_owner_of_the_folder(void **state)
{
    struct bs_error err = {.code = BS_OK};
    int fd = -1;

    (void)state;
    if (geteuid() != 0) {
        print_message("skipped: only root can give a folder away\n");
        skip();
    }
    assert_int_equal(chown(dir.path, 65534, (gid_t)-1), 0);
    assert_int_equal(bs_lock_take(path, &fd, &err), BS_BAD);
    assert_int_equal(fd, -1);
    assert_non_null(strstr(err.text, "runuser -u nobody"));
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(chown(dir.path, 0, (gid_t)-1), 0);
    assert_int_equal(bs_lock_take(path, &fd, NULL), BS_OK);
    bs_lock_release(&fd);
}

static void it_can_be_asked_whether_a_lock_is_held(void **state)
{
    int fd = -1;

    (void)state;
    assert_false(bs_lock_is_held(path));
    assert_int_equal(access(path, F_OK), -1); /* who asks makes nothing */
    assert_int_equal(bs_lock_take(path, &fd, NULL), BS_OK);
    assert_true(bs_lock_is_held(path));
    assert_true(bs_lock_is_held(path));
    bs_lock_release(&fd);
    assert_false(bs_lock_is_held(path));
    assert_int_equal(bs_lock_take(path, &fd, NULL), BS_OK); /* who asked keeps nothing */
    bs_lock_release(&fd);
}

static void root_hears_whose_folder_it_is(void **state)
{
    char owner[BS_LOCK_OWNER_TEXT] = "?";

    (void)state;
    if (geteuid() != 0) {
        print_message("skipped: only root can give a folder away\n");
        skip();
    }
    assert_false(bs_lock_is_for_another(path, owner));
    assert_int_equal(chown(dir.path, 65534, (gid_t)-1), 0);
    assert_true(bs_lock_is_for_another(path, owner));
    assert_string_equal(owner, "nobody");
    assert_int_equal(chown(dir.path, 54321, (gid_t)-1), 0);
    assert_true(bs_lock_is_for_another(path, owner));
    assert_string_equal(owner, "NAME"); /* who has none */
    assert_int_equal(chown(dir.path, 0, (gid_t)-1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_lock_is_taken_and_given_back, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(a_second_holder_in_the_same_process_is_refused, make_dir,
                                        remove_dir),
        cmocka_unit_test_setup_teardown(another_process_that_holds_it_is_named_by_its_pid, make_dir,
                                        remove_dir),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_broken, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(a_symbolic_link_is_not_followed, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(it_can_be_asked_whether_a_lock_is_held, make_dir,
                                        remove_dir),
        cmocka_unit_test_setup_teardown(root_hears_whose_folder_it_is, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(root_is_sent_to_the_owner_of_the_folder, make_dir,
                                        remove_dir),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
