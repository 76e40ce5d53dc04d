/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Addresses and codes as people type them, and the token that must be on the disk first. The conversation itself is in
 * tests/integration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <buurtstem/crypto.h>

#include "credential.h"
#include "enrol.h"
#include "temp_dir.h"

/* Port 9 (discard) of this machine: nobody takes the connection. */
#define NOBODY "https://127.0.0.1:9"

static FILE *line_of(const char *text)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fputs(text, file);
    rewind(file);
    return file;
}

static void addresses_are_https_with_host_and_perhaps_a_port(void **state)
{
    (void)state;
    static const char *const GOOD[] = {"https://central.example",   "https://central.example:8443",
                                       "https://localhost:1",       "https://10.0.0.1:65535",
                                       "https://[2001:db8::1]:443", "https://[::1]"};
    char out[256];
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        assert_true(enrol_server_read(GOOD[i], out));
        assert_string_equal(out, GOOD[i]);
    }
}

static void a_slash_at_the_end_of_an_address_is_dropped(void **state)
{
    (void)state;
    char out[256];
    assert_true(enrol_server_read("https://central.example:8443/", out));
    assert_string_equal(out, "https://central.example:8443");
}

static void other_addresses_are_refused(void **state)
{
    (void)state;
    static const char *const BAD[] = {"",
                                      "central.example",
                                      "http://central.example",
                                      "HTTPS://central.example",
                                      "https://",
                                      "https:///",
                                      "https://:443",
                                      "https://central.example:0",
                                      "https://central.example:65536",
                                      "https://central.example:",
                                      "https://central.example:4 ",
                                      "https://central.example:+4",
                                      "https://me@central.example",
                                      "https://central.example/path",
                                      "https://central.example?query",
                                      "https://central example",
                                      "https://central.example\n",
                                      "https://[::1",
                                      "https://[]:443",
                                      "https://[::1]x"};
    char out[256] = "untouched";
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        if (enrol_server_read(BAD[i], out)) {
            fail_msg("taken: %s", BAD[i]);
        }
        assert_string_equal(out, "untouched");
    }
}

static void an_address_may_have_255_bytes_and_not_256(void **state)
{
    (void)state;
    char text[300], out[256];
    memset(text, 'a', sizeof text);
    memcpy(text, "https://", 8);
    text[255] = '\0';
    assert_true(enrol_server_read(text, out));
    text[255] = 'a';
    text[256] = '\0';
    assert_false(enrol_server_read(text, out));
}

static void a_code_is_one_line_as_people_type_it(void **state)
{
    (void)state;
    char code[BS_ENROLMENT_CODE_TEXT];
    FILE *in = line_of(" abcd-efgh jkmn\r\nsomething else\n");
    assert_int_equal(enrol_code_read(in, code, NULL), BS_OK);
    assert_string_equal(code, "ABCDEFGHJKMN");
    fclose(in);
}

static void what_is_no_code_is_refused_and_not_repeated(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"", "\n", "geheim\n", "ABCD-EFGH-JKMNP\n"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        char code[BS_ENROLMENT_CODE_TEXT];
        struct bs_error err = {0};
        FILE *in = line_of(TEXTS[i]);
        assert_int_equal(enrol_code_read(in, code, &err), BS_BAD);
        assert_null(strstr(err.text, "geheim"));
        fclose(in);
    }
}

static enum bs_err enrol_with_nobody(const struct temp_dir *dir)
{
    struct daemon_config config = {.connect_timeout_seconds = 2,
                                   .stall_seconds = 2,
                                   .stall_bytes_per_second = 1,
                                   .total_timeout_seconds = 10};
    char kiosk[BS_KIOSK_ID_TEXT];
    FILE *in = line_of("ABCD-EFGH-JKMN\n");
    strcpy(config.state_dir, dir->path);
    enum bs_err rc = enrol_run(&config, NOBODY, "", in, kiosk, NULL);
    fclose(in);
    return rc;
}

static void without_an_answer_the_token_stays_and_is_used_again(void **state)
{
    (void)state;
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
    char first[BS_TOKEN_TEXT], second[BS_TOKEN_TEXT];
    struct stat info;
    temp_dir_make(&dir);
    temp_dir_file(&dir, "credential", path);
    assert_int_equal(enrol_with_nobody(&dir), BS_LATER);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(credential_read(path, first, NULL), BS_OK);
    assert_int_equal(enrol_with_nobody(&dir), BS_LATER);
    assert_int_equal(credential_read(path, second, NULL), BS_OK);
    assert_string_equal(first, second);
    temp_dir_remove(&dir);
}

static void while_a_new_enrolment_is_under_way_the_old_token_stays(void **state)
{
    (void)state;
    static const char TOKEN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
    char token[BS_TOKEN_TEXT];
    struct bs_syncstate *syncstate = NULL;
    const struct bs_identity identity = {
        .kiosk = "prinsenhof-1", .tenant = "GM1916", .server = NOBODY};
    temp_dir_make(&dir);
    temp_dir_file(&dir, "credential", path);
    credential_write(path, TOKEN, NULL);
    assert_int_equal(bs_syncstate_open(dir.path, &syncstate, NULL), BS_OK);
    assert_int_equal(bs_syncstate_set_identity(syncstate, &identity, NULL), BS_OK);
    bs_syncstate_close(syncstate);
    assert_int_equal(enrol_with_nobody(&dir), BS_LATER);
    assert_int_equal(credential_read(path, token, NULL), BS_OK);
    assert_string_equal(token, TOKEN);
    assert_true(temp_dir_has(&dir, "credential.new"));
    temp_dir_remove(&dir);
}

static void while_syncd_runs_enrolment_is_refused(void **state)
{
    (void)state;
    struct temp_dir dir;
    struct bs_syncstate *syncstate = NULL;
    temp_dir_make(&dir);
    assert_int_equal(bs_syncstate_open(dir.path, &syncstate, NULL), BS_OK);
    assert_int_equal(enrol_with_nobody(&dir), BS_REFUSED);
    assert_false(temp_dir_has(&dir, "credential"));
    bs_syncstate_close(syncstate);
    temp_dir_remove(&dir);
}

static int set_up_group(void **state)
{
    (void)state;
    return bs_crypto_start(NULL) == BS_OK && transport_global_start(NULL) == BS_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_https_with_host_and_perhaps_a_port),
        cmocka_unit_test(a_slash_at_the_end_of_an_address_is_dropped),
        cmocka_unit_test(other_addresses_are_refused),
        cmocka_unit_test(an_address_may_have_255_bytes_and_not_256),
        cmocka_unit_test(a_code_is_one_line_as_people_type_it),
        cmocka_unit_test(what_is_no_code_is_refused_and_not_repeated),
        cmocka_unit_test(without_an_answer_the_token_stays_and_is_used_again),
        cmocka_unit_test(while_a_new_enrolment_is_under_way_the_old_token_stays),
        cmocka_unit_test(while_syncd_runs_enrolment_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up_group, NULL);
}
