/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESOURCES_FOLDER_H
#define RESOURCES_FOLDER_H

/* The names in a folder of assets. Blocks on the disk, at start. */

#include <dirent.h>
#include <stddef.h>

#include <buurtstem/err.h>

#include "kiosk_config.h"

#define RESOURCES_NAMES_MAX 32
#define RESOURCES_NAME_TEXT 48

struct resources_folder {
    char path[BS_CONFIG_VALUE + 16];
    size_t count;
    char names[RESOURCES_NAMES_MAX][RESOURCES_NAME_TEXT]; /* sorted */
};

/* What `is_wanted` picks from assets_dir/`what` ("languages"); it must refuse names that do not fit. BS_BAD names the
 * folder if it cannot be read or holds none or more than `most`, at most RESOURCES_NAMES_MAX; *out is then undefined. */
enum bs_err resources_folder(const struct kiosk_config *config, const char *what,
                             int (*is_wanted)(const struct dirent *entry), int most,
                             struct resources_folder *out, struct bs_error *err);

#endif
