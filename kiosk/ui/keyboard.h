/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KEYBOARD_H
#define KEYBOARD_H

/* The keys that are shown where people write: data of assets/keyboards, whose README explains the files. Pure. */

#include <stdbool.h>
#include <stddef.h>

#define KEYBOARD_BYTES_MAX  (16 * 1024)
#define KEYBOARD_ROWS_MAX   5
#define KEYBOARD_COLUMNS    13
#define KEYBOARD_KEYS_MAX   44 /* of a layer, with its foot */
#define KEYBOARD_FOOT_MAX   4
#define KEYBOARD_KEY_TEXT   9 /* one or two characters of UTF-8, and the zero */
#define KEYBOARD_LABEL_TEXT 16
#define KEYBOARD_NAME_TEXT  24
#define KEYBOARDS_MAX       16

#define KEYBOARD_PHONE "phone" /* the one for telephone numbers */

enum keyboard_role {
    KEYBOARD_SMALL,
    KEYBOARD_CAPITALS,
    KEYBOARD_ACCENTS,
    KEYBOARD_ACCENT_CAPITALS,
    KEYBOARD_SIGNS
};
#define KEYBOARD_ROLES 5

struct keyboard_layer {
    enum keyboard_role role;
    char label[KEYBOARD_LABEL_TEXT]; /* on the key that leads to it */
    bool is_once;                    /* after one character the first layer comes back */
    bool is_pad;                     /* no space bar and no foot: what rubs out ends the last row */
    size_t to_count;
    size_t to[KEYBOARD_ROLES]; /* the layers that can be reached from it, by index */
    /* The rows from the top, each from left to right, then the foot: all in `keys`, one after the other. */
    size_t row_count, row[KEYBOARD_ROWS_MAX]; /* keys in each row */
    size_t foot_count;
    size_t key_count;
    char keys[KEYBOARD_KEYS_MAX][KEYBOARD_KEY_TEXT];
};

struct keyboard {
    char name[KEYBOARD_NAME_TEXT]; /* of its file, without its ending */
    size_t layer_count;
    struct keyboard_layer layers[KEYBOARD_ROLES];
};

struct keyboards {
    size_t count;
    struct keyboard of[KEYBOARDS_MAX];
};

struct keyboard_error {
    int line;
    char text[160];
};

/* Reads a file's text; *out keeps its name. False leaves it untouched and tells the first thing that is wrong. */
bool keyboard_parse(const char *text, size_t len, struct keyboard *out,
                    struct keyboard_error *error);

/* The keyboard of a name, or NULL. */
const struct keyboard *keyboards_find(const struct keyboards *keyboards, const char *name);
/* A layer, the first for an index that there is none of. */
const struct keyboard_layer *keyboard_layer(const struct keyboard *keyboard, size_t index);
/* The most rows that a layer has, and the most keys in a row of any. */
size_t keyboard_rows(const struct keyboard *keyboard);
size_t keyboard_columns(const struct keyboard *keyboard);

#endif
