/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From files to keyboards, and whether every language has its own. */

#include "resources_keyboards.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/utf8.h>

#define ENDING ".keyboard"

static int is_keyboard(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name), end = strlen(ENDING);
    return len > end && len - end < KEYBOARD_NAME_TEXT && entry->d_name[0] != '.' &&
           strcmp(entry->d_name + len - end, ENDING) == 0;
}

static enum bs_err read_keyboard(const char *folder, const char *file, struct keyboard *out,
                                 struct bs_error *err)
{
    char path[2 * BS_CONFIG_VALUE];
    struct keyboard_error wrong = {0};
    struct bs_error why = {0};
    struct bs_buf text;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    memcpy(out->name, file, strlen(file) - strlen(ENDING));
    bs_buf_init(&text, KEYBOARD_BYTES_MAX);
    enum bs_err rc = bs_file_read(path, &text, &why);
    if (rc != BS_OK) {
        rc = bs_fail(err, BS_BAD, "keyboard %s", why.text);
    } else if (!keyboard_parse(bs_buf_string(&text), text.len, out, &wrong)) {
        rc = bs_fail(err, BS_BAD, "%s:%d: %s", path, wrong.line, wrong.text);
    }
    bs_buf_finish(&text);
    return rc;
}

static enum bs_err check_all(const struct languages *languages, const struct keyboards *keyboards,
                             const char *folder, struct bs_error *err)
{
    if (keyboards_find(keyboards, KEYBOARD_PHONE) == NULL) {
        return bs_fail(err, BS_BAD, "%s/%s%s is missing", folder, KEYBOARD_PHONE, ENDING);
    }
    for (size_t i = 0; i < languages->count; i++) {
        const struct language *language = &languages->of[i];
        if (keyboards_find(keyboards, language->keyboard) == NULL) {
            return bs_fail(err, BS_BAD, "%s/%s%s is missing, which language %s needs", folder,
                           language->keyboard, ENDING, language->code);
        }
    }
    return BS_OK;
}

enum bs_err resources_keyboards(const struct kiosk_config *config,
                                const struct languages *languages, struct keyboards *out,
                                struct bs_error *err)
{
    char folder[BS_CONFIG_VALUE + sizeof "/keyboards"];
    snprintf(folder, sizeof folder, "%s/keyboards", config->assets_dir);
    struct dirent **found = NULL;
    const int count = scandir(folder, &found, is_keyboard, alphasort);
    enum bs_err rc = BS_OK;
    if (count <= 0 || count > KEYBOARDS_MAX) {
        rc = bs_fail(err, BS_BAD, "%s: expected a folder with 1 to %d keyboards", folder,
                     KEYBOARDS_MAX);
    }
    *out = (struct keyboards){0};
    for (int i = 0; i < count; i++) {
        if (rc == BS_OK) {
            rc = read_keyboard(folder, found[i]->d_name, &out->of[out->count], err);
            out->count += rc == BS_OK;
        }
        free(found[i]);
    }
    free(found);
    return rc == BS_OK ? check_all(languages, out, folder, err) : rc;
}
