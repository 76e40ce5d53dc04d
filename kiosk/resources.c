/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the theme and the languages. */

#include "resources.h"

#include <stddef.h>
#include <stdio.h>

#include <buurtstem/buf.h>
#include <buurtstem/config.h>
#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

#include "resources_folder.h"

#define THEME_FILE_MAX (64 * 1024)

static enum bs_err read_theme(const char *path, const struct ui_display *display,
                              struct ui_theme *out, struct bs_error *err)
{
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

enum bs_err resources_theme(const struct kiosk_config *config, const struct ui_display *display,
                            struct ui_theme *out, struct bs_error *err)
{
    char path[2 * BS_CONFIG_VALUE];
    kiosk_config_theme(config, path, sizeof path);
    return read_theme(path, display, out, err);
}

enum bs_err resources_contrast_theme(const struct kiosk_config *config,
                                     const struct ui_display *display, struct ui_theme *out,
                                     struct bs_error *err)
{
    char path[2 * BS_CONFIG_VALUE];
    snprintf(path, sizeof path, "%s/themes/contrast.theme", config->assets_dir);
    return read_theme(path, display, out, err);
}

static enum bs_err read_language(const char *folder, const char *code, struct language *out,
                                 struct bs_error *err)
{
    static const struct bs_config_field FIELDS[] = {
        {.key = "name",
         .type = BS_CONFIG_TEXT,
         .offset = offsetof(struct language, name),
         .size = sizeof out->name,
         .required = true,
         .expected = "the language's name in itself"},
        {.key = "voice",
         .type = BS_CONFIG_TEXT,
         .offset = offsetof(struct language, voice),
         .size = sizeof out->voice,
         .fallback = "",
         .expected = "a voice of espeak-ng"},
        {.key = "keyboard",
         .type = BS_CONFIG_TEXT,
         .offset = offsetof(struct language, keyboard),
         .size = sizeof out->keyboard,
         .required = true,
         .expected = "the name of a file in assets/keyboards"},
    };
    char path[2 * BS_CONFIG_VALUE];
    snprintf(path, sizeof path, "%s/%s/language.conf", folder, code);
    struct bs_complaints complaints = {0};
    struct language read = {0};
    bs_utf8_copy(read.code, sizeof read.code, code);
    struct bs_error why = {0};
    if (bs_config_read(path, FIELDS, sizeof FIELDS / sizeof FIELDS[0], &read, &complaints, &why) !=
        BS_OK) {
        return bs_fail(err, BS_BAD, "%s", complaints.count > 0 ? complaints.text[0] : why.text);
    }
    *out = read;
    return BS_OK;
}

static int is_language(const struct dirent *entry)
{
    return bs_language_valid(entry->d_name);
}

enum bs_err resources_languages(const struct kiosk_config *config, struct languages *out,
                                struct bs_error *err)
{
    struct resources_folder folder;
    enum bs_err rc =
        resources_folder(config, "languages", is_language, LANGUAGES_MAX, &folder, err);
    out->count = 0;
    for (size_t i = 0; rc == BS_OK && i < folder.count; i++) {
        rc = read_language(folder.path, folder.names[i], &out->of[i], err);
        out->count += rc == BS_OK;
    }
    return rc;
}
