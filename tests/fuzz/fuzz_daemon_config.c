/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The configuration file of buurtstem-syncd, with its own keys and rules: it is taken, or each complaint names the file. */

#include <string.h>

#include "daemon_config.h"
#include "fuzz_config_file.h"

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

static enum bs_err read_file(const char *path, void *out, struct bs_complaints *complaints)
{
    return daemon_config_read(path, out, complaints, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct daemon_config out = {.log_level = ""};

    if (fuzz_config_file(data, size, read_file, &out)) {
        look_at(&out);
    }
    return 0;
}
