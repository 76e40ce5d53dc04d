/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The configuration file of buurtstem-central, with its own keys and rules: it is taken, or each complaint names the file. */

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("conf", MFD_CLOEXEC);
    struct bs_complaints complaints = {.count = 0};
    struct settings out = {.log_level = ""};
    char path[64];
    enum bs_err rc;

    FUZZ_MUST(file >= 0 && write(file, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    rc = settings_read(path, &out, &complaints, NULL);
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
