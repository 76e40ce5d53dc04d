/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TEXT_ENTRY_H
#define TEXT_ENTRY_H

/* Words being written with the keyboard on the screen: one line of UTF-8 with a limit in characters. Pure; overwritten
 * when the visit ends. */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/programme.h>

#define TEXT_ENTRY_CHARACTER 9 /* a key's: at most two code points of four bytes, and the zero */
#define TEXT_ENTRY_BYTES     (BS_WORDS_MAX * 4 + 1)

struct text_entry {
    size_t len;        /* bytes */
    size_t characters; /* code points */
    char text[TEXT_ENTRY_BYTES];
};

/* Puts a character at the end. False, and nothing changes, if it would be more than `most` characters, is not valid UTF-8
 * or is a control, format or private character; also for a blank at the beginning or behind a blank. */
bool text_entry_put(struct text_entry *entry, const char *character, size_t most);
/* Takes the last character off, with the marks that stand on it. False if there is none. */
bool text_entry_rub_out(struct text_entry *entry);
/* Whether any of it can be seen (bs_utf8_is_seen): what nobody can read is nothing to keep. */
bool text_entry_any(const struct text_entry *entry);
void text_entry_wipe(struct text_entry *entry);

#endif
