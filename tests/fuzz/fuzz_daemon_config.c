/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The configuration file of buurtstem-syncd, with its own keys and rules: it is taken, or each complaint names the file. */

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/utf8.h>

#include "daemon_config.h"
#include "fuzz_target.h"

static void look_at(const struct daemon_config *config)
{
    char kept[DAEMON_PATH_TEXT];
    struct transport_settings settings;

    FUZZ_MUST(config->state_dir[0] != '\0' && config->kiosk_dir[0] != '\0');
    FUZZ_MUST(config->test_faces || (config->retry_base_ms >= DAEMON_RETRY_BASE_LEAST_MS &&
                                     config->heartbeat_seconds >= DAEMON_HEARTBEAT_LEAST_S));
    FUZZ_MUST(strchr(config->proxy, '@') == NULL);
    daemon_config_transport(config, "", kept, &settings);
    FUZZ_MUST(settings.total_timeout_s >= 10 && settings.connect_timeout_s >= 1);
    (void)daemon_config_log_level(config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("conf", MFD_CLOEXEC);
    struct bs_complaints complaints = {.count = 0};
    struct daemon_config out = {.log_level = ""};
    char path[64];
    enum bs_err rc;

    FUZZ_MUST(file >= 0 && write(file, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    rc = daemon_config_read(path, &out, &complaints, NULL);
    FUZZ_MUST((rc == BS_OK) == (complaints.count == 0));
    for (size_t i = 0; i < complaints.count; i++) {
        FUZZ_MUST(strncmp(complaints.text[i], path, strlen(path)) == 0);
        FUZZ_MUST(bs_utf8_is_text(complaints.text[i], strlen(complaints.text[i])));
    }
    if (rc == BS_OK) {
        look_at(&out);
    }
    close(file);
    return 0;
}
