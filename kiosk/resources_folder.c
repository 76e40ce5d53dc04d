/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists what is in a folder of assets. */

#include "resources_folder.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include <buurtstem/utf8.h>

enum bs_err resources_folder(const struct kiosk_config *config, const char *what,
                             int (*is_wanted)(const struct dirent *entry), int most,
                             struct resources_folder *out, struct bs_error *err)
{
    assert(most <= RESOURCES_NAMES_MAX);
    snprintf(out->path, sizeof out->path, "%s/%s", config->assets_dir, what);
    struct dirent **found = NULL;
    const int count = scandir(out->path, &found, is_wanted, alphasort);
    enum bs_err rc = BS_OK;
    if (count <= 0 || count > most) {
        rc = bs_fail(err, BS_BAD, "%s: expected a folder with 1 to %d %s", out->path, most, what);
    }
    out->count = 0;
    for (int i = 0; i < count; i++) {
        if (rc == BS_OK) {
            bs_utf8_copy(out->names[out->count++], RESOURCES_NAME_TEXT, found[i]->d_name);
        }
        free(found[i]);
    }
    free(found);
    return rc;
}
