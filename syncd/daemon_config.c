/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of configuration keys, and the rules that one key alone cannot state. */
#include "daemon_config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/config.h>
#include <buurtstem/log.h>

#define TEXT(name, must, why)                                                                      \
    {                                                                                              \
        .key = #name, .type = BS_CONFIG_TEXT, .offset = offsetof(struct daemon_config, name),      \
        .size = sizeof(((struct daemon_config *)0)->name), .required = (must),                     \
        .fallback = (must) ? NULL : "", .expected = (why)                                          \
    }
#define NUMBER(name, low, high, usual, why)                                                        \
    {                                                                                              \
        .key = #name, .type = BS_CONFIG_INT, .offset = offsetof(struct daemon_config, name),       \
        .least = (low), .most = (high), .fallback = (usual), .expected = (why)                     \
    }

static const struct bs_config_field FIELDS[] = {
    TEXT(state_dir, true, "the folder that syncd keeps its state in"),
    TEXT(kiosk_dir, true, "the folder that the kiosk keeps kiosk.db in"),
    {.key = "stick_dir",
     .type = BS_CONFIG_TEXT,
     .offset = offsetof(struct daemon_config, stick_dir),
     .size = sizeof(((struct daemon_config *)0)->stick_dir),
     .fallback = "/media/buurtstem",
     .expected = "the folder at which a USB stick is mounted"},
    TEXT(ca_file, false, "a file with the certificate of the authority that signed the server's"),
    TEXT(proxy, false, "none, http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT"),
    NUMBER(batch_delay_ms, 0, 600000, "2000", "milliseconds, 0 to 600000"),
    NUMBER(poll_seconds, 5, 86400, "300", "seconds, 5 to 86400"),
    NUMBER(heartbeat_seconds, 1, 86400, "900", "seconds, 60 to 86400"),
    NUMBER(connect_timeout_seconds, 1, 120, "15", "seconds, 1 to 120"),
    NUMBER(stall_seconds, 1, 600, "60", "seconds, 1 to 600"),
    NUMBER(stall_bytes_per_second, 1, 100000, "100", "bytes a second, 1 to 100000"),
    NUMBER(total_timeout_seconds, 10, 86400, "7200", "seconds, 10 to 86400"),
    NUMBER(retry_base_ms, 10, 600000, "5000", "milliseconds, 1000 to 600000"),
    {.key = "log_level",
     .type = BS_CONFIG_CHOICE,
     .offset = offsetof(struct daemon_config, log_level),
     .size = sizeof(((struct daemon_config *)0)->log_level),
     .choices = "error|warning|notice|info|debug",
     .fallback = "info",
     .expected = "error, warning, notice, info or debug"},
    {.key = "test_faces",
     .type = BS_CONFIG_BOOL,
     .offset = offsetof(struct daemon_config, test_faces),
     .fallback = "no",
     .expected = "yes or no"},
};

static bool proxy_is_sound(const char *proxy)
{
    static const char *const SCHEMES[] = {"http://", "https://", "socks5h://"};
    if (proxy[0] == '\0') {
        return true;
    }
    for (size_t i = 0; i < sizeof SCHEMES / sizeof SCHEMES[0]; i++) {
        size_t length = strlen(SCHEMES[i]);
        if (strncmp(proxy, SCHEMES[i], length) == 0) {
            return proxy[length] != '\0' && strpbrk(proxy + length, " \t@") == NULL;
        }
    }
    return false;
}

static void judge(const char *path, const struct daemon_config *config,
                  struct bs_complaints *complaints)
{
    char where[DAEMON_PATH_TEXT + 64];
    if (config->retry_base_ms < DAEMON_RETRY_BASE_LEAST_MS && !config->test_faces) {
        bs_config_where(path, "retry_base_ms", where, sizeof where);
        bs_complain(complaints, where, "below %d is for tests only, with test_faces = yes",
                    DAEMON_RETRY_BASE_LEAST_MS);
    }
    if (config->heartbeat_seconds < DAEMON_HEARTBEAT_LEAST_S && !config->test_faces) {
        bs_config_where(path, "heartbeat_seconds", where, sizeof where);
        bs_complain(complaints, where, "below %d is for tests only, with test_faces = yes",
                    DAEMON_HEARTBEAT_LEAST_S);
    }
    if (config->test_faces && getenv("BUURTSTEM_NO_TEST_FACES") != NULL) {
        bs_config_where(path, "test_faces", where, sizeof where);
        bs_complain(complaints, where, "the service does not run with test_faces = yes");
    }
    if (!proxy_is_sound(config->proxy)) {
        bs_config_where(path, "proxy", where, sizeof where);
        /* What holds a password is not repeated. */
        bool is_shown = strchr(config->proxy, '@') == NULL;
        bs_complain(complaints, where,
                    "expected none, http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT, "
                    "without a password%s%s%s",
                    is_shown ? ", found \"" : "", is_shown ? config->proxy : "",
                    is_shown ? "\"" : "");
    }
}

enum bs_err daemon_config_read(const char *path, struct daemon_config *out,
                               struct bs_complaints *complaints, struct bs_error *err)
{
    struct daemon_config config = {.file = path};
    enum bs_err rc =
        bs_config_read(path, FIELDS, sizeof FIELDS / sizeof FIELDS[0], &config, complaints, err);
    if (rc != BS_OK && rc != BS_BAD) {
        return rc;
    }
    if (rc == BS_OK) {
        if (strcmp(config.proxy, "none") == 0) {
            config.proxy[0] = '\0';
        }
        judge(path, &config, complaints);
        rc = bs_complaints_result(complaints, err);
    }
    if (rc == BS_OK) {
        *out = config;
    }
    return rc;
}

bool daemon_config_path(const struct daemon_config *config, const char *name,
                        char out[DAEMON_PATH_TEXT])
{
    int len = snprintf(out, DAEMON_PATH_TEXT, "%s/%s", config->state_dir, name);
    return len > 0 && len < DAEMON_PATH_TEXT;
}

void daemon_config_transport(const struct daemon_config *config, const char *ca_file,
                             char kept[DAEMON_PATH_TEXT], struct transport_settings *out)
{
    if (ca_file[0] == '\0') {
        ca_file = config->ca_file;
    }
    if (ca_file[0] == '\0' && daemon_config_path(config, "ca.pem", kept) &&
        access(kept, F_OK) == 0) {
        ca_file = kept;
    }
    *out = (struct transport_settings){.ca_file = ca_file,
                                       .proxy = config->proxy,
                                       .connect_timeout_s = config->connect_timeout_seconds,
                                       .stall_s = config->stall_seconds,
                                       .stall_bytes = config->stall_bytes_per_second,
                                       .total_timeout_s = config->total_timeout_seconds};
}

int daemon_config_log_level(const struct daemon_config *config)
{
    static const struct {
        const char *word;
        enum bs_log_level level;
    } LEVELS[] = {{"error", BS_LOG_ERROR},
                  {"warning", BS_LOG_WARNING},
                  {"notice", BS_LOG_NOTICE},
                  {"debug", BS_LOG_DEBUG}};
    for (size_t i = 0; i < sizeof LEVELS / sizeof LEVELS[0]; i++) {
        if (strcmp(config->log_level, LEVELS[i].word) == 0) {
            return LEVELS[i].level;
        }
    }
    return BS_LOG_INFO;
}
