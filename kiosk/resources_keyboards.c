/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From files to keyboards, and whether every language has its own. */

#include "resources_keyboards.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>

#include "resources_folder.h"

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
    struct resources_folder folder;
    enum bs_err rc =
        resources_folder(config, "keyboards", is_keyboard, KEYBOARDS_MAX, &folder, err);
    *out = (struct keyboards){0};
    for (size_t i = 0; rc == BS_OK && i < folder.count; i++) {
        rc = read_keyboard(folder.path, folder.names[i], &out->of[i], err);
        out->count += rc == BS_OK;
    }
    return rc == BS_OK ? check_all(languages, out, folder.path, err) : rc;
}
