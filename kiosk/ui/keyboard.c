/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a keyboard's file, word by word; every limit is looked at before anything is kept. */

#include "keyboard.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define WORDS_MAX      (KEYBOARD_COLUMNS + 2) /* of a line: one more than may be, and what kind it is */
#define WORD_TEXT      32
#define CHARACTERS_MAX 2 /* of a key */

static const char *const role_names[KEYBOARD_ROLES] = {
    [KEYBOARD_SMALL] = "small",     [KEYBOARD_CAPITALS] = "capitals",
    [KEYBOARD_ACCENTS] = "accents", [KEYBOARD_ACCENT_CAPITALS] = "accent-capitals",
    [KEYBOARD_SIGNS] = "signs",
};

struct words {
    size_t count;
    char word[WORDS_MAX][WORD_TEXT];
};

struct reader {
    struct keyboard keyboard;
    /* What a layer says it leads to, by role, until all layers are known. */
    size_t wanted[KEYBOARD_ROLES][KEYBOARD_ROLES];
    int line;
    struct keyboard_error *error;
};

__attribute__((format(printf, 2, 3))) static bool wrong(struct reader *reader, const char *format,
                                                        ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(reader->error->text, sizeof reader->error->text, format, list);
    va_end(list);
    reader->error->line = reader->line;
    return false;
}

/* ---- words of a line ---- */

static bool split(struct reader *reader, const char *line, size_t len, struct words *out)
{
    size_t at = 0;
    out->count = 0;
    while (at < len) {
        size_t end = at;
        while (end < len && line[end] != ' ') {
            end++;
        }
        if (end - at >= WORD_TEXT || (end > at && out->count == WORDS_MAX)) {
            return wrong(reader, "at most %d words of %d bytes a line", WORDS_MAX, WORD_TEXT - 1);
        }
        if (end > at) {
            memcpy(out->word[out->count], line + at, end - at);
            out->word[out->count][end - at] = '\0';
            out->count++;
        }
        at = end + 1;
    }
    return true;
}

/* Bytes of the character that begins there; 0 if it is none, or a control, or one that steers direction. */
static size_t character(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t len = byte[0] < 0x80 ? 1 : byte[0] < 0xE0 ? 2 : byte[0] < 0xF0 ? 3 : 4;
    uint32_t value = len == 1 ? byte[0] : byte[0] & (0xFFU >> (len + 1));
    static const uint32_t least[] = {0, 0x21, 0xA1, 0x800, 0x10000};
    if (len > 1 && (byte[0] < 0xC2 || byte[0] > 0xF4)) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if ((byte[i] & 0xC0U) != 0x80U) {
            return 0;
        }
        value = value << 6 | (byte[i] & 0x3FU);
    }
    bool is_steering = (value >= 0x200B && value <= 0x200F) ||
                       (value >= 0x2028 && value <= 0x202E) || (value >= 0x2060 && value <= 0x206F);
    bool is_none =
        value == 0x7F || (value >= 0xD800 && value <= 0xF8FF) || value > 0x10FFFF || is_steering;
    return value < least[len] || is_none ? 0 : len;
}

/* Whole characters only; how many, or 0. */
static size_t characters(const char *text)
{
    size_t count = 0;
    while (*text != '\0') {
        size_t len = character(text);
        if (len == 0) {
            return 0;
        }
        text += len;
        count++;
    }
    return count;
}

/* ---- lines ---- */

static struct keyboard_layer *current(struct reader *reader)
{
    return &reader->keyboard.layers[reader->keyboard.layer_count - 1];
}

static bool find_role(struct reader *reader, const char *word, size_t *out)
{
    for (size_t i = 0; i < KEYBOARD_ROLES; i++) {
        if (strcmp(role_names[i], word) == 0) {
            *out = i;
            return true;
        }
    }
    return wrong(reader, "%s: no such role of a layer", word);
}

static bool begin_layer(struct reader *reader, const struct words *words)
{
    size_t role = 0;
    const char *option = words->count == 4 ? words->word[3] : "";
    bool is_once = strcmp(option, "once") == 0, is_pad = strcmp(option, "pad") == 0;
    if (words->count < 3 || words->count > 4 || (words->count == 4 && !is_once && !is_pad)) {
        return wrong(reader, "expected: layer ROLE LABEL [once|pad]");
    }
    if (!find_role(reader, words->word[1], &role)) {
        return false;
    }
    for (size_t i = 0; i < reader->keyboard.layer_count; i++) {
        if (reader->keyboard.layers[i].role == role) {
            return wrong(reader, "a second layer %s", words->word[1]);
        }
    }
    if (strlen(words->word[2]) >= KEYBOARD_LABEL_TEXT || characters(words->word[2]) == 0) {
        return wrong(reader, "a label of 1 to %d bytes is expected", KEYBOARD_LABEL_TEXT - 1);
    }
    struct keyboard_layer *layer = &reader->keyboard.layers[reader->keyboard.layer_count++];
    *layer = (struct keyboard_layer){
        .role = (enum keyboard_role)role, .is_once = is_once, .is_pad = is_pad};
    memcpy(layer->label, words->word[2], strlen(words->word[2]) + 1);
    return true;
}

static bool read_to(struct reader *reader, const struct words *words)
{
    struct keyboard_layer *layer = current(reader);
    size_t *wanted = reader->wanted[reader->keyboard.layer_count - 1];
    if (layer->to_count > 0 || words->count > KEYBOARD_ROLES || layer->is_pad) {
        return wrong(reader, "a layer leads to each other one, once, and a pad to none");
    }
    for (size_t i = 1; i < words->count; i++) {
        if (!find_role(reader, words->word[i], &wanted[i - 1])) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            size_t other = k == 0 ? (size_t)layer->role : wanted[k - 1];
            if (other == wanted[i - 1]) {
                return wrong(reader, "a layer leads to each other one, once, and a pad to none");
            }
        }
    }
    layer->to_count = words->count - 1;
    return true;
}

static bool add_keys(struct reader *reader, const struct words *words, size_t most)
{
    struct keyboard_layer *layer = current(reader);
    if (words->count - 1 > most || layer->key_count + words->count - 1 > KEYBOARD_KEYS_MAX) {
        return wrong(reader, "at most %zu keys here, and %d in a layer", most, KEYBOARD_KEYS_MAX);
    }
    for (size_t i = 1; i < words->count; i++) {
        const char *key = words->word[i];
        size_t count = characters(key);
        if (count == 0 || count > CHARACTERS_MAX || strlen(key) >= KEYBOARD_KEY_TEXT) {
            return wrong(reader, "key %zu: expected one character, or two of %d bytes", i,
                         KEYBOARD_KEY_TEXT - 1);
        }
        memcpy(layer->keys[layer->key_count++], key, strlen(key) + 1);
    }
    return true;
}

static bool read_row(struct reader *reader, const struct words *words)
{
    struct keyboard_layer *layer = current(reader);
    if (layer->row_count == KEYBOARD_ROWS_MAX || layer->foot_count > 0) {
        return wrong(reader, "at most %d rows, all before the foot", KEYBOARD_ROWS_MAX);
    }
    if (!add_keys(reader, words, KEYBOARD_COLUMNS)) {
        return false;
    }
    layer->row[layer->row_count++] = words->count - 1;
    return true;
}

static bool read_foot(struct reader *reader, const struct words *words)
{
    struct keyboard_layer *layer = current(reader);
    if (layer->foot_count > 0 || layer->is_pad) {
        return wrong(reader, "a second foot, or one of a pad");
    }
    if (!add_keys(reader, words, KEYBOARD_FOOT_MAX)) {
        return false;
    }
    layer->foot_count = words->count - 1;
    return true;
}

static bool read_line(struct reader *reader, const char *line, size_t len)
{
    static const struct {
        const char *word;
        bool (*read)(struct reader *reader, const struct words *words);
    } KINDS[] = {{"to", read_to}, {"row", read_row}, {"foot", read_foot}};
    struct words words;
    if (len == 0 || (line[0] == '#' && (len == 1 || line[1] == ' '))) {
        return true;
    }
    if (!split(reader, line, len, &words)) {
        return false;
    }
    if (words.count > 0 && strcmp(words.word[0], "layer") == 0) {
        return begin_layer(reader, &words);
    }
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0] && words.count > 1; i++) {
        if (strcmp(words.word[0], KINDS[i].word) == 0) {
            return reader->keyboard.layer_count > 0 ? KINDS[i].read(reader, &words)
                                                    : wrong(reader, "expected a layer first");
        }
    }
    return wrong(reader, "expected layer, to, row or foot, and what belongs to it");
}

/* ---- the whole ---- */

static bool find_layer(const struct reader *reader, size_t role, size_t *out)
{
    for (size_t i = 0; i < reader->keyboard.layer_count; i++) {
        if (reader->keyboard.layers[i].role == role) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool join_layers(struct reader *reader)
{
    struct keyboard *keyboard = &reader->keyboard;
    if (keyboard->layer_count == 0) {
        return wrong(reader, "expected at least one layer");
    }
    for (size_t i = 0; i < keyboard->layer_count; i++) {
        struct keyboard_layer *layer = &keyboard->layers[i];
        if (layer->row_count == 0) {
            return wrong(reader, "layer %s has no keys", role_names[layer->role]);
        }
        if (i > 0 && layer->to_count == 0 && !layer->is_once) {
            return wrong(reader, "layer %s leads nowhere", role_names[layer->role]);
        }
        for (size_t k = 0; k < layer->to_count; k++) {
            if (!find_layer(reader, reader->wanted[i][k], &layer->to[k])) {
                return wrong(reader, "layer %s leads to %s, which is not there",
                             role_names[layer->role], role_names[reader->wanted[i][k]]);
            }
        }
    }
    return true;
}

bool keyboard_parse(const char *text, size_t len, struct keyboard *out,
                    struct keyboard_error *error)
{
    struct reader reader = {.error = error};
    if (len > KEYBOARD_BYTES_MAX) {
        return wrong(&reader, "more than %d bytes", KEYBOARD_BYTES_MAX);
    }
    if (memchr(text, '\0', len) != NULL) {
        return wrong(&reader, "a zero byte");
    }
    for (size_t at = 0; at < len;) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t line_len = end != NULL ? (size_t)(end - (text + at)) : len - at;
        reader.line++;
        if (!read_line(&reader, text + at, line_len)) {
            return false;
        }
        at += line_len + 1;
    }
    if (!join_layers(&reader)) {
        return false;
    }
    memcpy(reader.keyboard.name, out->name, sizeof reader.keyboard.name);
    *out = reader.keyboard;
    return true;
}

const struct keyboard *keyboards_find(const struct keyboards *keyboards, const char *name)
{
    for (size_t i = 0; i < keyboards->count; i++) {
        if (strcmp(keyboards->of[i].name, name) == 0) {
            return &keyboards->of[i];
        }
    }
    return NULL;
}

const struct keyboard_layer *keyboard_layer(const struct keyboard *keyboard, size_t index)
{
    return &keyboard->layers[index < keyboard->layer_count ? index : 0];
}

size_t keyboard_rows(const struct keyboard *keyboard)
{
    size_t most = 0;
    for (size_t i = 0; i < keyboard->layer_count; i++) {
        most = keyboard->layers[i].row_count > most ? keyboard->layers[i].row_count : most;
    }
    return most;
}

size_t keyboard_columns(const struct keyboard *keyboard)
{
    size_t most = 0;
    for (size_t i = 0; i < keyboard->layer_count; i++) {
        for (size_t k = 0; k < keyboard->layers[i].row_count; k++) {
            most = keyboard->layers[i].row[k] > most ? keyboard->layers[i].row[k] : most;
        }
    }
    return most;
}
