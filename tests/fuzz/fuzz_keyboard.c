/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A keyboard's file: whatever is taken has keys that can be shown and written, and layers that exist. */

#include <string.h>

#include <buurtstem/utf8.h>

#include "fuzz_target.h"
#include "keyboard.h"

static void look_at_layer(const struct keyboard *keyboard, const struct keyboard_layer *layer)
{
    size_t keys = layer->foot_count;

    FUZZ_MUST(layer->row_count >= 1 && layer->row_count <= KEYBOARD_ROWS_MAX);
    FUZZ_MUST((unsigned)layer->role < KEYBOARD_ROLES && layer->foot_count <= KEYBOARD_FOOT_MAX);
    for (size_t i = 0; i < layer->row_count; i++) {
        FUZZ_MUST(layer->row[i] >= 1 && layer->row[i] <= KEYBOARD_COLUMNS);
        keys += layer->row[i];
    }
    FUZZ_MUST(keys == layer->key_count && keys <= KEYBOARD_KEYS_MAX);
    for (size_t i = 0; i < keys; i++) {
        size_t len = strlen(layer->keys[i]);

        FUZZ_MUST(len >= 1 && len < KEYBOARD_KEY_TEXT);
        FUZZ_MUST(bs_utf8_is_text(layer->keys[i], len) && bs_utf8_length(layer->keys[i]) <= 2);
    }
    for (size_t i = 0; i < layer->to_count; i++) {
        FUZZ_MUST(layer->to[i] < keyboard->layer_count);
        FUZZ_MUST(&keyboard->layers[layer->to[i]] != layer);
    }
    FUZZ_MUST(bs_utf8_is_text(layer->label, strlen(layer->label)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct keyboard keyboard = {.name = "fuzz"};
    struct keyboard_error error = {0};

    if (!keyboard_parse((const char *)data, size, &keyboard, &error)) {
        FUZZ_MUST(error.text[0] != '\0' && keyboard.layer_count == 0);
        return 0;
    }
    FUZZ_MUST(size <= KEYBOARD_BYTES_MAX && strcmp(keyboard.name, "fuzz") == 0);
    FUZZ_MUST(keyboard.layer_count >= 1 && keyboard.layer_count <= KEYBOARD_ROLES);
    FUZZ_MUST(keyboard_rows(&keyboard) <= KEYBOARD_ROWS_MAX);
    FUZZ_MUST(keyboard_columns(&keyboard) <= KEYBOARD_COLUMNS);
    for (size_t i = 0; i < keyboard.layer_count; i++) {
        look_at_layer(&keyboard, &keyboard.layers[i]);
    }
    return 0;
}
