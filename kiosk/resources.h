/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESOURCES_H
#define RESOURCES_H

/* The only reader of assets: the theme for a display. Blocks on the disk, at start. */

#include <buurtstem/err.h>

#include "kiosk_config.h"
#include "languages.h"
#include "theme.h"

/* BS_BAD names file, line and key, or the file that cannot be read. */
enum bs_err resources_theme(const struct kiosk_config *config, const struct ui_display *display,
                            struct ui_theme *out, struct bs_error *err);

/* themes/contrast.theme of assets_dir, instead of the other one for who wants high contrast. Errors as above. */
enum bs_err resources_contrast_theme(const struct kiosk_config *config,
                                     const struct ui_display *display, struct ui_theme *out,
                                     struct bs_error *err);

/* Reads the language.conf of each folder of assets_dir/languages, in the order of their names. BS_BAD names the file and
 * key, or the folder if it cannot be read or holds no language. */
enum bs_err resources_languages(const struct kiosk_config *config, struct languages *out,
                                struct bs_error *err);

#endif
