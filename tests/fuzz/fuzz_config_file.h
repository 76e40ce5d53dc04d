/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FUZZ_CONFIG_FILE_H
#define FUZZ_CONFIG_FILE_H

/* A program's configuration file, in memory: it is taken, or each complaint names the file. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <buurtstem/json.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

typedef enum bs_err fuzz_config_read(const char *path, void *out, struct bs_complaints *complaints);

/* Reads the bytes as a file. True if they were taken. */
static inline bool fuzz_config_file(const uint8_t *data, size_t size, fuzz_config_read *read,
                                    void *out)
{
    int file = memfd_create("conf", MFD_CLOEXEC);
    struct bs_complaints complaints = {.count = 0};
    char path[64];
    enum bs_err rc;

    FUZZ_MUST(file >= 0 && write(file, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    rc = read(path, out, &complaints);
    FUZZ_MUST((rc == BS_OK) == (complaints.count == 0));
    for (size_t i = 0; i < complaints.count; i++) {
        FUZZ_MUST(strncmp(complaints.text[i], path, strlen(path)) == 0);
        FUZZ_MUST(bs_utf8_is_text(complaints.text[i], strlen(complaints.text[i])));
    }
    close(file);
    return rc == BS_OK;
}

#endif
