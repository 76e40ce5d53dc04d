/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESOURCES_KEYBOARDS_H
#define RESOURCES_KEYBOARDS_H

/* Reads the keyboards of assets. Blocks on the disk, at start. */

#include <buurtstem/err.h>

#include "keyboard.h"
#include "kiosk_config.h"
#include "languages.h"

/* Reads each NAME.keyboard of assets_dir/keyboards, in the order of their names. BS_BAD names the file and line that is wrong,
 * the folder if it cannot be read, or the keyboard that a language or a telephone number needs and that is not there. */
enum bs_err resources_keyboards(const struct kiosk_config *config,
                                const struct languages *languages, struct keyboards *out,
                                struct bs_error *err);

#endif
