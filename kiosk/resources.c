/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the theme file. */

#include "resources.h"

#include <buurtstem/buf.h>

#define THEME_FILE_MAX (64 * 1024)

enum bs_err resources_theme(const struct kiosk_config *config, const struct ui_display *display,
                            struct ui_theme *out, struct bs_error *err)
{
    char path[2 * BS_CONFIG_VALUE];
    kiosk_config_theme(config, path, sizeof path);
    struct bs_buf text;
    bs_buf_init(&text, THEME_FILE_MAX);
    struct bs_error why = {0};
    struct ui_theme_error wrong = {0};
    enum bs_err rc = bs_file_read(path, &text, &why);
    if (rc != BS_OK) {
        rc = bs_fail(err, BS_BAD, "theme %s", why.text);
    }
    if (rc == BS_OK && !theme_parse(bs_buf_string(&text), text.len, display, out, &wrong)) {
        rc = bs_fail(err, BS_BAD, "%s:%d: %s", path, wrong.line, wrong.text);
    }
    bs_buf_finish(&text);
    return rc;
}
