/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_UTF8_H
#define BUURTSTEM_UTF8_H

/* UTF-8 by RFC 3629: no surrogates, no overlong forms, at most U+10FFFF. Pure. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if every byte belongs to a well-formed character. Zero bytes are well-formed here; see bs_utf8_is_text. */
bool bs_utf8_valid(const void *data, size_t len);

/* Valid and free of control characters (U+0000–001F but tab and newline, U+007F–009F) and of bidirectional overrides
 * and embeddings (U+202A–202E). What people write may hold nothing else; ASVS 1.1.1. */
bool bs_utf8_is_text(const char *text, size_t len);

/* True if any of it can be seen: more than blanks, joiners, fillers and the like. False for "". */
bool bs_utf8_is_seen(const char *text);

/*
 * One line that somebody wrote: text as above of 1 to so many characters, some of which can be seen, without tab, line ends
 * (U+2028 and U+2029 too), isolates (U+2066–2069) and private use (U+E000–F8FF), and with at most 8 marks in a row that stand
 * on the character before them, so that nothing grows over the lines around it.
 */
bool bs_utf8_is_line(const char *text, size_t characters_max);

/* Decodes the character at *at and moves past it. U+FFFD and one byte for a malformed one. 0 at the end. */
uint32_t bs_utf8_next(const char **at, const char *end);

/* Writes 1–4 bytes; returns how many. U+FFFD for what is not a character. */
size_t bs_utf8_put(uint32_t character, char out[4]);

/* Number of characters (code points). */
size_t bs_utf8_length(const char *text);

/* Copies at most size-1 bytes, never half a character, always terminates. Returns true if all fitted. */
bool bs_utf8_copy(char *out, size_t size, const char *text);

#endif
