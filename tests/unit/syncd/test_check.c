/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What --check finds wrong with the things that a configuration names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "credential.h"
#include "temp_dir.h"

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"

struct desk {
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
    struct daemon_config config;
    struct bs_complaints complaints;
};

static int set_up(void **state)
{
    static struct desk desk;
    memset(&desk, 0, sizeof desk);
    temp_dir_make(&desk.dir);
    temp_dir_file(&desk.dir, "syncd.conf", desk.path);
    temp_dir_write(&desk.dir, "syncd.conf", "state_dir = x\n\nkiosk_dir = y\nca_file = z\n");
    strcpy(desk.config.state_dir, desk.dir.path);
    strcpy(desk.config.kiosk_dir, desk.dir.path);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    temp_dir_remove(&desk->dir);
    return 0;
}

static void assert_one_complaint(struct desk *desk, int line, const char *key, const char *word)
{
    char start[TEMP_DIR_PATH + 64];
    memset(&desk->complaints, 0, sizeof desk->complaints);
    check_config(desk->path, &desk->config, &desk->complaints);
    assert_int_equal(desk->complaints.count, 1);
    snprintf(start, sizeof start, "%s:%d: %s: ", desk->path, line, key);
    assert_memory_equal(desk->complaints.text[0], start, strlen(start));
    assert_non_null(strstr(desk->complaints.text[0], word));
}

static void a_sound_configuration_has_no_complaint(void **state)
{
    struct desk *desk = *state;
    check_config(desk->path, &desk->config, &desk->complaints);
    assert_int_equal(desk->complaints.count, 0);
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct desk *desk = *state;
    strcpy(desk->config.kiosk_dir, "/does/not/exist");
    assert_one_complaint(desk, 3, "kiosk_dir", "/does/not/exist");
}

static void a_file_in_place_of_a_folder_is_named(void **state)
{
    struct desk *desk = *state;
    strcpy(desk->config.kiosk_dir, desk->path);
    assert_one_complaint(desk, 3, "kiosk_dir", "not a folder");
}

static void a_ca_file_that_is_not_there_is_named(void **state)
{
    struct desk *desk = *state;
    strcpy(desk->config.ca_file, "/does/not/exist.pem");
    assert_one_complaint(desk, 4, "ca_file", "exist.pem");
}

static void a_ca_file_without_a_certificate_is_named(void **state)
{
    struct desk *desk = *state;
    strcpy(desk->config.ca_file, desk->path);
    assert_one_complaint(desk, 4, "ca_file", "no certificate");
}

static void a_credential_that_others_can_read_is_named(void **state)
{
    struct desk *desk = *state;
    char path[TEMP_DIR_PATH];
    temp_dir_file(&desk->dir, "credential", path);
    credential_write(path, TOKEN, NULL);
    chmod(path, 0644);
    assert_one_complaint(desk, 1, "state_dir", "0600");
}

static void all_complaints_come_at_once(void **state)
{
    struct desk *desk = *state;
    strcpy(desk->config.state_dir, "/nope");
    strcpy(desk->config.kiosk_dir, "/nope");
    strcpy(desk->config.ca_file, "/nope");
    check_config(desk->path, &desk->config, &desk->complaints);
    assert_int_equal(desk->complaints.count, 3);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(a_sound_configuration_has_no_complaint),
        AT_DESK(a_folder_that_is_not_there_is_named),
        AT_DESK(a_file_in_place_of_a_folder_is_named),
        AT_DESK(a_ca_file_that_is_not_there_is_named),
        AT_DESK(a_ca_file_without_a_certificate_is_named),
        AT_DESK(a_credential_that_others_can_read_is_named),
        AT_DESK(all_complaints_come_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
