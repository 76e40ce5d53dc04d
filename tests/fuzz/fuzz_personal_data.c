/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A resident's words: what is typed key by key, and what is looked for in them before they are kept. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"
#include "personal_data.h"
#include "text_entry.h"

/* The places are in order, within the text and apart; none is cut in the middle of a character. */
static void try_find(const char *text)
{
    struct personal_data found[PERSONAL_DATA_MAX], again[PERSONAL_DATA_MAX];
    const size_t len = strlen(text);
    const bool is_valid = bs_utf8_valid(text, len);
    size_t count = personal_data_find(text, found), end = 0;

    FUZZ_MUST(count <= PERSONAL_DATA_MAX);
    for (size_t i = 0; i < count; i++) {
        FUZZ_MUST(found[i].kind <= PERSONAL_NAME);
        FUZZ_MUST(found[i].len > 0 && found[i].from >= end && found[i].from < len);
        FUZZ_MUST(!is_valid || bs_utf8_valid(text + found[i].from, found[i].len));
        end = found[i].from + found[i].len;
        FUZZ_MUST(end <= len);
    }
    FUZZ_MUST(personal_data_find(text, again) == count);
    FUZZ_MUST(count == 0 || memcmp(found, again, count * sizeof *found) == 0);
}

/* Each key has as many bytes as the one before it says, 1 to 8. */
static void try_typing(const char *text, size_t size)
{
    struct text_entry entry = {0};

    for (size_t at = 0; at < size;) {
        char key[TEXT_ENTRY_CHARACTER] = "";
        size_t len = 1 + ((unsigned char)text[at] & 7);

        at++;
        len = len > size - at ? size - at : len;
        memcpy(key, text + at, len);
        at += len;
        if (!text_entry_put(&entry, key, BS_WORDS_MAX) && len % 2 == 0) {
            (void)text_entry_rub_out(&entry);
        }
        FUZZ_MUST(entry.len < sizeof entry.text && strlen(entry.text) == entry.len);
        FUZZ_MUST(bs_utf8_is_text(entry.text, entry.len));
        FUZZ_MUST(bs_utf8_length(entry.text) == entry.characters);
        FUZZ_MUST(entry.characters <= BS_WORDS_MAX);
    }
    try_find(entry.text);
    while (text_entry_rub_out(&entry)) {
    }
    FUZZ_MUST(entry.len == 0 && entry.characters == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = bs_xcalloc(size + 1, 1);

    if (size > 0) {
        memcpy(text, data, size);
    }
    try_find(text);
    try_typing(text, size);
    free(text);
    return 0;
}
