/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads what the program reads at its start. */

#include "shipped.h"

#include <stdio.h>
#include <stdlib.h>

#include <buurtstem/buf.h>
#include <buurtstem/utf8.h>

#define THEME_MAX (64 * 1024)

const struct languages shipped_languages = {
    .count = 6,
    .of = {{.code = "nl", .name = "Nederlands", .voice = "nl", .keyboard = "latin"},
           {.code = "en", .name = "English", .voice = "en-gb", .keyboard = "latin"},
           {.code = "tr", .name = "Türkçe", .voice = "tr", .keyboard = "latin"},
           {.code = "ar", .name = "العربية", .voice = "ar", .keyboard = "arabic"},
           {.code = "pl", .name = "Polski", .voice = "pl", .keyboard = "latin"},
           {.code = "uk", .name = "Українська", .voice = "uk", .keyboard = "cyrillic"}}};

static const char *get(void *self, const char *lang, const char *dutch)
{
    (void)self;
    (void)lang;
    return dutch;
}

static const char *plural(void *self, const char *lang, const char *one, const char *many, long n)
{
    (void)self;
    (void)lang;
    return n == 1 ? one : many;
}

struct screen_words shipped_words(void)
{
    return (struct screen_words){get, plural, NULL};
}

static void give_up(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(2);
}

static void read_file(const char *path, size_t most, struct bs_buf *out)
{
    struct bs_error err = {0};
    bs_buf_init(out, most);
    if (bs_file_read(path, out, &err) != BS_OK) {
        give_up(path, err.text);
    }
}

void shipped_theme(const char *path, const struct ui_display *display, struct ui_theme *out)
{
    struct bs_buf text;
    struct ui_theme_error wrong = {0};
    read_file(path, THEME_MAX, &text);
    if (!theme_parse(bs_buf_string(&text), text.len, display, out, &wrong)) {
        give_up(path, wrong.text);
    }
    bs_buf_finish(&text);
}

void shipped_keyboards(const char *folder, struct keyboards *out)
{
    static const char *const NAMES[] = {"latin", "cyrillic", "arabic", KEYBOARD_PHONE};
    *out = (struct keyboards){0};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        char path[4096];
        struct bs_buf text;
        struct keyboard_error wrong = {0};
        struct keyboard *keyboard = &out->of[out->count++];
        snprintf(path, sizeof path, "%.4000s/%s.keyboard", folder, NAMES[i]);
        bs_utf8_copy(keyboard->name, sizeof keyboard->name, NAMES[i]);
        read_file(path, KEYBOARD_BYTES_MAX, &text);
        if (!keyboard_parse(bs_buf_string(&text), text.len, keyboard, &wrong)) {
            give_up(path, wrong.text);
        }
        bs_buf_finish(&text);
    }
}
