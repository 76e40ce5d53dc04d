/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* From a paragraph to runs: direction of each character by UAX #9, font of each character, and the order on the screen. */

#include <string.h>

#include <buurtstem/utf8.h>

#include "direction.h"
#include "text_p.h"

/* Direction controls, invisible break points and line ends: they act, but have no picture. */
static bool is_hidden(uint32_t character)
{
    return character == 0x00AD || character == 0x061C || character == 0x200B ||
           character == 0x200E || character == 0x200F ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xFEFF || character < 0x20;
}

/* Spaces, joiners and marks take the font of the character before them, so that they do not cut a run. */
static bool sticks(uint32_t character, FriBidiCharType type)
{
    return character == ' ' || character == 0x00A0 || character == 0x200C || character == 0x200D ||
           type == FRIBIDI_TYPE_NSM;
}

static void decode(const char *label, struct text_paragraph *out)
{
    const size_t len = strnlen(label, TEXT_BYTES_MAX + 1);
    const char *at = label;
    out->is_cut = len > TEXT_BYTES_MAX;
    const char *end = label + (out->is_cut ? TEXT_BYTES_MAX : len);
    out->count = 0;
    while (at < end) {
        const char *from = at;
        struct text_char *item = &out->chars[out->count++];
        memset(item, 0, sizeof *item);
        item->character = bs_utf8_next(&at, end);
        item->from = (uint16_t)(from - label);
        item->len = (uint16_t)(at - from);
        item->is_hidden = is_hidden(item->character);
    }
}

/* A byte that is no UTF-8 was read as a replacement character of one byte. */
static bool is_malformed(const struct text_char *item)
{
    return item->character == 0xFFFD && item->len == 1;
}

static void choose_face(const struct text *text, bool prefers_arabic, FriBidiCharType type,
                        enum text_face *previous, struct text_paragraph *out, size_t index)
{
    struct text_char *item = &out->chars[index];
    const enum text_face first = prefers_arabic ? TEXT_FACE_ARABIC : TEXT_FACE_LATIN;
    const enum text_face second = prefers_arabic ? TEXT_FACE_LATIN : TEXT_FACE_ARABIC;
    enum text_face face = first;
    if (item->is_hidden ||
        (sticks(item->character, type) && index > 0 && out->chars[index - 1].level == item->level &&
         text_face_has(text, *previous, item->character))) {
        face = *previous;
    } else if (!text_face_has(text, first, item->character)) {
        if (text_face_has(text, second, item->character)) {
            face = second;
        } else {
            out->missing++;
        }
    }
    if (is_malformed(item)) {
        out->missing++;
    }
    item->face = (uint8_t)face;
    *previous = face;
}

static bool uses_arabic_script(const char *lang)
{
    return direction_is_rtl(lang) && strncmp(lang, "he", 2) != 0 && strncmp(lang, "yi", 2) != 0;
}

void text_analyse(const struct text *text, const char *lang, const char *label,
                  struct text_paragraph *out)
{
    FriBidiChar characters[TEXT_BYTES_MAX];
    FriBidiCharType types[TEXT_BYTES_MAX];
    FriBidiBracketType brackets[TEXT_BYTES_MAX];
    FriBidiLevel levels[TEXT_BYTES_MAX];
    decode(label, out);
    out->missing = 0;
    for (size_t i = 0; i < out->count; i++) {
        characters[i] = out->chars[i].character;
    }
    const FriBidiStrIndex count = (FriBidiStrIndex)out->count;
    FriBidiParType base = direction_is_rtl(lang) ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    fribidi_get_bidi_types(characters, count, types);
    fribidi_get_bracket_types(characters, count, types, brackets);
    if (count == 0 ||
        fribidi_get_par_embedding_levels_ex(types, brackets, count, &base, levels) == 0) {
        memset(levels, direction_is_rtl(lang) ? 1 : 0,
               sizeof levels); /* out of memory: one direction */
    }
    enum text_face previous = uses_arabic_script(lang) ? TEXT_FACE_ARABIC : TEXT_FACE_LATIN;
    for (size_t i = 0; i < out->count; i++) {
        out->chars[i].level = levels[i];
        choose_face(text, uses_arabic_script(lang), types[i], &previous, out, i);
    }
}

struct piece {
    size_t from, to; /* characters */
    FriBidiLevel level;
    uint8_t face;
};

static size_t cut_pieces(const struct text_paragraph *paragraph, size_t from, size_t to,
                         struct piece pieces[TEXT_RUNS_MAX])
{
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        const struct text_char *item = &paragraph->chars[i];
        if (item->is_hidden) {
            continue;
        }
        struct piece *last = count > 0 ? &pieces[count - 1] : NULL;
        if (last != NULL &&
            (count == TEXT_RUNS_MAX || (last->level == item->level && last->face == item->face))) {
            last->to = i + 1;
        } else {
            pieces[count++] = (struct piece){i, i + 1, item->level, item->face};
        }
    }
    return count;
}

static void reverse(struct piece *pieces, size_t from, size_t to)
{
    while (from + 1 < to) {
        const struct piece held = pieces[from];
        pieces[from++] = pieces[--to];
        pieces[to] = held;
    }
}

/* UAX #9 rule L2 on whole runs: what lies between is of the same level, so the runs alone change places. */
static void reorder(struct piece *pieces, size_t count)
{
    FriBidiLevel highest = 0;
    for (size_t i = 0; i < count; i++) {
        highest = pieces[i].level > highest ? pieces[i].level : highest;
    }
    for (FriBidiLevel level = highest; level > 0; level--) {
        for (size_t i = 0; i < count; i++) {
            size_t end = i;
            while (end < count && pieces[end].level >= level) {
                end++;
            }
            reverse(pieces, i, end);
            i = end > i ? end - 1 : i;
        }
    }
}

bool text_run_is_last(const struct text_line *line, const struct text_run *run,
                      const struct text_paragraph *paragraph)
{
    size_t end = 0;
    for (size_t i = 0; i < paragraph->count; i++) {
        const struct text_char *item = &paragraph->chars[i];
        if (!item->is_hidden && item->from >= line->from && item->from < line->from + line->len) {
            end = item->from + item->len;
        }
    }
    return run->from + run->len == end;
}

void text_run_bytes(const struct text_paragraph *paragraph, const struct text_line *line,
                    const struct text_run *run, bool hyphen, char out[TEXT_BYTES_MAX * 3 + 2])
{
    size_t len = 0;
    for (size_t i = 0; i < paragraph->count; i++) {
        const struct text_char *item = &paragraph->chars[i];
        if (!item->is_hidden && item->from >= run->from && item->from < run->from + run->len) {
            len += bs_utf8_put(item->character, out + len);
        }
    }
    if (hyphen && text_run_is_last(line, run, paragraph)) {
        out[len++] = '-';
    }
    out[len] = '\0';
}

/* The place in the cache for a run: FNV-1a over what it is known by. */
static struct text_width *width_place(struct text *text, const struct text_width *key)
{
    uint64_t hash = 0xCBF29CE484222325U;
    const uint64_t head =
        (uint64_t)key->px << 8 | (uint64_t)key->face << 2 | key->is_rtl << 1 | key->is_bold;
    hash = (hash ^ head) * 0x100000001B3U;
    for (size_t i = 0; i < key->len; i++) {
        hash = (hash ^ (uint8_t)key->bytes[i]) * 0x100000001B3U;
    }
    return &text->widths[hash % TEXT_WIDTHS_MAX];
}

static bool is_known(const struct text_width *place, const struct text_width *key)
{
    return place->len == key->len && place->face == key->face && place->px == key->px &&
           place->is_rtl == key->is_rtl && place->is_bold == key->is_bold &&
           memcmp(place->bytes, key->bytes, key->len) == 0;
}

static int shape_width(struct text *text, const struct text_run *run, struct ui_font font,
                       const char *bytes)
{
    int width = 0;
    TTF_Font *handle = text_handle_get(text, run->is_arabic ? TEXT_FACE_ARABIC : TEXT_FACE_LATIN,
                                       font, run->is_rtl);
    if (handle == NULL || TTF_SizeUTF8(handle, bytes, &width, NULL) != 0) {
        return 0;
    }
    return width;
}

static int run_width(struct text *text, const struct text_paragraph *paragraph,
                     const struct text_line *line, const struct text_run *run)
{
    char bytes[TEXT_BYTES_MAX * 3 + 2];
    text_run_bytes(paragraph, line, run, line->hyphen, bytes);
    const size_t len = strlen(bytes);
    if (len == 0) {
        return 0;
    }
    if (len > TEXT_WIDTH_BYTES) {
        return shape_width(text, run, line->font, bytes);
    }
    struct text_width key = {.len = (uint8_t)len,
                             .face = run->is_arabic,
                             .is_rtl = run->is_rtl,
                             .is_bold = line->font.bold,
                             .px = line->font.px};
    memcpy(key.bytes, bytes, len);
    struct text_width *place = width_place(text, &key);
    if (!is_known(place, &key)) {
        key.width = shape_width(text, run, line->font, bytes);
        *place = key;
    }
    return place->width;
}

size_t text_line_runs(struct text *text, const struct text_paragraph *paragraph,
                      const struct text_line *line, size_t from, size_t to,
                      struct text_run runs[TEXT_RUNS_MAX], int *width)
{
    struct piece pieces[TEXT_RUNS_MAX];
    const size_t count = cut_pieces(paragraph, from, to, pieces);
    int x = 0;
    reorder(pieces, count);
    for (size_t i = 0; i < count; i++) {
        const struct text_char *first = &paragraph->chars[pieces[i].from];
        const struct text_char *last = &paragraph->chars[pieces[i].to - 1];
        runs[i].from = first->from;
        runs[i].len = (size_t)(last->from + last->len - first->from);
        runs[i].is_rtl = (pieces[i].level & 1) != 0;
        runs[i].is_arabic = pieces[i].face == TEXT_FACE_ARABIC;
        runs[i].x = x;
        runs[i].width = run_width(text, paragraph, line, &runs[i]);
        x += runs[i].width;
    }
    if (width != NULL) {
        *width = x;
    }
    return count;
}
