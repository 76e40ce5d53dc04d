/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys, their ranges, and complaints that name file, line and key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/log.h>

#include "daemon_config.h"
#include "temp_dir.h"

#define FOLDERS "state_dir = /s\nkiosk_dir = /k\n"

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
    unsetenv("BUURTSTEM_NO_TEST_FACES");
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    temp_dir_remove(&desk->dir);
    unsetenv("BUURTSTEM_NO_TEST_FACES");
    return 0;
}

static enum bs_err read_text(struct desk *desk, const char *text)
{
    memset(&desk->config, 0, sizeof desk->config);
    memset(&desk->complaints, 0, sizeof desk->complaints);
    temp_dir_write(&desk->dir, "syncd.conf", text);
    return daemon_config_read(desk->path, &desk->config, &desk->complaints, NULL);
}

/* The one complaint names the file, that line and that key. */
static void assert_complains(struct desk *desk, const char *text, int line, const char *key)
{
    char start[TEMP_DIR_PATH + 64];
    assert_int_equal(read_text(desk, text), BS_BAD);
    assert_int_equal(desk->complaints.count, 1);
    snprintf(start, sizeof start, "%s:%d: %s: ", desk->path, line, key);
    if (strncmp(desk->complaints.text[0], start, strlen(start)) != 0) {
        fail_msg("expected \"%s…\", got \"%s\"", start, desk->complaints.text[0]);
    }
}

static void two_folders_are_enough_and_the_rest_has_defaults(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(read_text(desk, FOLDERS), BS_OK);
    const struct daemon_config *config = &desk->config;
    assert_string_equal(config->state_dir, "/s");
    assert_string_equal(config->kiosk_dir, "/k");
    assert_string_equal(config->stick_dir, "/media/buurtstem");
    assert_string_equal(config->file, desk->path);
    assert_string_equal(config->ca_file, "");
    assert_string_equal(config->proxy, "");
    assert_int_equal(config->batch_delay_ms, 2000);
    assert_int_equal(config->poll_seconds, 300);
    assert_int_equal(config->heartbeat_seconds, 900);
    assert_int_equal(config->connect_timeout_seconds, 15);
    assert_int_equal(config->stall_seconds, 60);
    assert_int_equal(config->stall_bytes_per_second, 100);
    assert_int_equal(config->retry_base_ms, 5000);
    assert_int_equal(daemon_config_log_level(config), BS_LOG_INFO);
    assert_false(config->test_faces);
}

static void a_missing_folder_is_a_complaint(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(read_text(desk, "state_dir = /s\n"), BS_BAD);
    assert_non_null(strstr(desk->complaints.text[0], "kiosk_dir"));
}

static void every_number_has_its_range(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *key;
        long least, most;
    } RANGES[] = {{"batch_delay_ms", 0, 600000},
                  {"poll_seconds", 5, 86400},
                  {"heartbeat_seconds", 60, 86400},
                  {"connect_timeout_seconds", 1, 120},
                  {"stall_seconds", 1, 600},
                  {"stall_bytes_per_second", 1, 100000},
                  {"total_timeout_seconds", 10, 86400},
                  {"retry_base_ms", 1000, 600000}};
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++) {
        char text[128];
        const long values[] = {RANGES[i].least, RANGES[i].most, RANGES[i].least - 1,
                               RANGES[i].most + 1};
        for (size_t k = 0; k < 4; k++) {
            snprintf(text, sizeof text, FOLDERS "%s = %ld\n", RANGES[i].key, values[k]);
            if (k < 2) {
                assert_int_equal(read_text(desk, text), BS_OK);
            } else {
                assert_complains(desk, text, 3, RANGES[i].key);
            }
        }
    }
}

static void a_short_retry_base_is_for_tests_only(void **state)
{
    struct desk *desk = *state;
    assert_complains(desk, FOLDERS "# faster\nretry_base_ms = 999\n", 4, "retry_base_ms");
    assert_int_equal(read_text(desk, FOLDERS "retry_base_ms = 10\ntest_faces = yes\n"), BS_OK);
    assert_complains(desk, FOLDERS "retry_base_ms = 9\ntest_faces = yes\n", 3, "retry_base_ms");
}

static void the_service_refuses_test_faces(void **state)
{
    struct desk *desk = *state;
    setenv("BUURTSTEM_NO_TEST_FACES", "1", 1);
    assert_complains(desk, FOLDERS "test_faces = yes\n", 3, "test_faces");
    assert_int_equal(read_text(desk, FOLDERS "test_faces = no\n"), BS_OK);
}

static void proxies_are_addresses_without_a_password(void **state)
{
    struct desk *desk = *state;
    static const char *const GOOD[] = {"http://proxy:3128", "https://proxy:443",
                                       "socks5h://10.0.0.1:1080"};
    static const char *const BAD[] = {"proxy:3128", "ftp://proxy", "http://",
                                      "http://me:secret@proxy:1", "http://a b:1"};
    char text[128];
    for (size_t i = 0; i < 3; i++) {
        snprintf(text, sizeof text, FOLDERS "proxy = %s\n", GOOD[i]);
        assert_int_equal(read_text(desk, text), BS_OK);
        assert_string_equal(desk->config.proxy, GOOD[i]);
    }
    for (size_t i = 0; i < 5; i++) {
        snprintf(text, sizeof text, FOLDERS "proxy = %s\n", BAD[i]);
        assert_complains(desk, text, 3, "proxy");
        assert_null(strstr(desk->complaints.text[0], "secret"));
        snprintf(text, sizeof text, ", found \"%s\"", BAD[i]);
        bool is_shown = strstr(desk->complaints.text[0], text) != NULL;
        assert_int_equal(is_shown, strchr(BAD[i], '@') == NULL);
    }
}

static void proxy_none_is_no_proxy(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(read_text(desk, FOLDERS "proxy = none\n"), BS_OK);
    assert_string_equal(desk->config.proxy, "");
}

static void unknown_keys_are_complaints(void **state)
{
    assert_complains(*state, FOLDERS "\nserver = https://x\n", 4, "server");
}

static void all_complaints_come_at_once(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(
        read_text(desk, "poll_seconds = 1\nlog_level = loud\nwhat = 1\nkiosk_dir = /k\n"), BS_BAD);
    assert_int_equal(desk->complaints.count, 4);
}

static void a_missing_file_is_not_found(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(daemon_config_read("/does/not/exist", &desk->config, &desk->complaints, NULL),
                     BS_NOTFOUND);
    assert_int_equal(desk->complaints.count, 1);
}

static void log_levels_are_words(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *text;
        int level;
    } ROWS[] = {{FOLDERS "log_level = error\n", BS_LOG_ERROR},
                {FOLDERS "log_level = warning\n", BS_LOG_WARNING},
                {FOLDERS "log_level = notice\n", BS_LOG_NOTICE},
                {FOLDERS "log_level = info\n", BS_LOG_INFO},
                {FOLDERS "log_level = debug\n", BS_LOG_DEBUG}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        assert_int_equal(read_text(desk, ROWS[i].text), BS_OK);
        assert_int_equal(daemon_config_log_level(&desk->config), ROWS[i].level);
    }
}

static void the_configured_certificates_come_before_the_kept_ones(void **state)
{
    struct desk *desk = *state;
    struct transport_settings settings;
    char kept[DAEMON_PATH_TEXT];
    struct daemon_config config = {0};
    snprintf(config.state_dir, sizeof config.state_dir, "%s", desk->dir.path);
    daemon_config_transport(&config, "", kept, &settings);
    assert_string_equal(settings.ca_file, "");
    temp_dir_write(&desk->dir, "ca.pem", "x");
    daemon_config_transport(&config, "", kept, &settings);
    assert_string_equal(settings.ca_file, kept);
    strcpy(config.ca_file, "/own.pem");
    daemon_config_transport(&config, "", kept, &settings);
    assert_string_equal(settings.ca_file, "/own.pem");
    daemon_config_transport(&config, "/given.pem", kept, &settings);
    assert_string_equal(settings.ca_file, "/given.pem");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(two_folders_are_enough_and_the_rest_has_defaults),
        AT_DESK(a_missing_folder_is_a_complaint),
        AT_DESK(every_number_has_its_range),
        AT_DESK(a_short_retry_base_is_for_tests_only),
        AT_DESK(the_service_refuses_test_faces),
        AT_DESK(proxies_are_addresses_without_a_password),
        AT_DESK(proxy_none_is_no_proxy),
        AT_DESK(unknown_keys_are_complaints),
        AT_DESK(all_complaints_come_at_once),
        AT_DESK(a_missing_file_is_not_found),
        AT_DESK(log_levels_are_words),
        AT_DESK(the_configured_certificates_come_before_the_kept_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
