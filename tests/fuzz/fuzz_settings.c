/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The configuration file of buurtstem-central, with its own keys and rules: it is taken, or each complaint names the file. */

#include <string.h>

#include "fuzz_config_file.h"
#include "settings.h"

static void look_at(const struct settings *settings)
{
    char address[64], path[320];
    uint16_t port = 0;

    FUZZ_MUST(settings->port >= 0 && settings->port <= UINT16_MAX);
    FUZZ_MUST(settings->threads >= 1 && settings->threads <= 64);
    FUZZ_MUST(strcmp(settings->ops_listen, "off") == 0 ||
              settings_split_listen(settings->ops_listen, address, &port));
    settings_path(settings, "central.db", path);
    FUZZ_MUST(strstr(path, "/central.db") != NULL);
}

static enum bs_err read_file(const char *path, void *out, struct bs_complaints *complaints)
{
    return settings_read(path, out, complaints, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct settings out = {.log_level = ""};

    if (fuzz_config_file(data, size, read_file, &out)) {
        look_at(&out);
    }
    return 0;
}
