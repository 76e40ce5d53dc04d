/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The token's file: who may read it, and what it may hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>

#include "credential.h"
#include "temp_dir.h"

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO-_"

struct desk {
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
};

static int set_up(void **state)
{
    static struct desk desk;
    temp_dir_make(&desk.dir);
    temp_dir_file(&desk.dir, "credential", desk.path);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    temp_dir_remove(&desk->dir);
    return 0;
}

static void what_was_written_is_read(void **state)
{
    struct desk *desk = *state;
    char token[BS_TOKEN_TEXT] = "";
    assert_int_equal(credential_write(desk->path, TOKEN, NULL), BS_OK);
    assert_int_equal(credential_read(desk->path, token, NULL), BS_OK);
    assert_string_equal(token, TOKEN);
}

static void the_file_is_for_its_owner_alone(void **state)
{
    struct desk *desk = *state;
    struct stat info;
    credential_write(desk->path, TOKEN, NULL);
    assert_int_equal(stat(desk->path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
}

static void a_file_that_others_can_read_is_refused(void **state)
{
    struct desk *desk = *state;
    static const mode_t MODES[] = {0640, 0604, 0620, 0666};
    for (size_t i = 0; i < 4; i++) {
        char token[BS_TOKEN_TEXT] = "untouched";
        credential_write(desk->path, TOKEN, NULL);
        chmod(desk->path, MODES[i]);
        assert_int_equal(credential_read(desk->path, token, NULL), BS_BAD);
        assert_string_equal(token, "untouched");
    }
}

static void no_file_is_not_found(void **state)
{
    struct desk *desk = *state;
    char token[BS_TOKEN_TEXT];
    assert_int_equal(credential_read(desk->path, token, NULL), BS_NOTFOUND);
}

static void a_file_without_a_token_is_refused_and_not_repeated(void **state)
{
    struct desk *desk = *state;
    static const char *const TEXTS[] = {"", "\n", "short\n", TOKEN "x\n",
                                        "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQ\n"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        char token[BS_TOKEN_TEXT];
        struct bs_error err = {0};
        temp_dir_write(&desk->dir, "credential", TEXTS[i]);
        chmod(desk->path, 0600);
        assert_int_equal(credential_read(desk->path, token, &err), BS_BAD);
        assert_null(strstr(err.text, "ABCDEFG"));
    }
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(what_was_written_is_read),
        AT_DESK(the_file_is_for_its_owner_alone),
        AT_DESK(a_file_that_others_can_read_is_refused),
        AT_DESK(no_file_is_not_found),
        AT_DESK(a_file_without_a_token_is_refused_and_not_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
