/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CHECK_H
#define CHECK_H

/* What `--check` looks at beyond the configuration file itself: that its folders and files are there and usable. */

#include <buurtstem/err.h>

#include "daemon_config.h"

/* Adds a complaint "FILE:LINE: KEY: …" for everything that a value names and that is not as it must be. `path` is the
 * configuration file. Changes nothing; blocks on the disk. */
void check_config(const char *path, const struct daemon_config *config,
                  struct bs_complaints *complaints);

#endif
