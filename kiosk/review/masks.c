/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Cuts words at blanks, and puts one sign where neighbours of one kind were masked. */

#include "masks.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "personal_data.h"

_Static_assert(BS_REVIEW_TEXT <= UINT16_MAX, "a place in the words fits its number");
_Static_assert((int)BS_MASK_EMAIL == (int)PERSONAL_EMAIL && (int)BS_MASK_NAME == (int)PERSONAL_NAME,
               "what is found has the names of what is masked");

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == 0x00A0 || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

/* Scripts that are written without blanks: Thai, Lao, Khmer and Burmese, kana and ideographs. */
static bool stands_alone(uint32_t c)
{
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x2E80 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* Of those, what belongs to the sign before it. */
static bool is_tail(uint32_t c)
{
    return c == 0x0E31 || (c >= 0x0E34 && c <= 0x0E3A) || (c >= 0x0E47 && c <= 0x0E4E) ||
           (c >= 0x102B && c <= 0x103E) || (c >= 0x17B4 && c <= 0x17D3) ||
           (c >= 0x0300 && c <= 0x036F);
}

static bool is_mark(char c)
{
    return c != '\0' && strchr(".,;:!?\"'()[]{}<>", c) != NULL;
}

static void add_word(struct masks *masks, size_t from, size_t to)
{
    struct masks_word *word = &masks->words[masks->count];
    size_t core = from, end = to;

    if (masks->count == MASKS_WORDS_MAX || from == to) {
        return;
    }
    while (core < end && is_mark(masks->text[core])) {
        core++;
    }
    while (end > core && is_mark(masks->text[end - 1])) {
        end--;
    }
    *word = (struct masks_word){.from = (uint16_t)from,
                                .len = (uint16_t)(to - from),
                                .core = (uint16_t)core,
                                .core_len = (uint16_t)(end - core),
                                .kind = BS_MASK_OTHER};
    masks->count++;
}

static void cut_words(struct masks *masks)
{
    const char *at = masks->text, *end = masks->text + strlen(masks->text);
    size_t from = 0;

    while (at < end) {
        const size_t here = (size_t)(at - masks->text);
        const uint32_t c = bs_utf8_next(&at, end);

        if (is_blank(c)) {
            add_word(masks, from, here);
            from = (size_t)(at - masks->text);
        } else if (stands_alone(c) && !is_tail(c) && here > from) {
            add_word(masks, from, here);
            from = here;
        }
    }
    add_word(masks, from, (size_t)(end - masks->text));
}

static void propose(struct masks *masks, const struct personal_data *found)
{
    for (size_t i = 0; i < masks->count; i++) {
        struct masks_word *word = &masks->words[i];

        if (word->core_len > 0 && found->from < (size_t)word->core + word->core_len &&
            word->core < found->from + found->len) {
            word->kind = (enum bs_mask)found->kind;
            word->is_proposed = true;
            word->is_masked = true;
        }
    }
}

/* Behind as many as are found at once there may be more. */
static void propose_all(struct masks *masks)
{
    struct personal_data found[PERSONAL_DATA_MAX];
    size_t from = 0, count = PERSONAL_DATA_MAX;

    while (count == PERSONAL_DATA_MAX) {
        count = personal_data_find(masks->text + from, found);
        for (size_t i = 0; i < count; i++) {
            found[i].from += from;
            propose(masks, &found[i]);
        }
        from = count > 0 ? found[count - 1].from + found[count - 1].len : from;
    }
}

#define MASK_CHARACTER 0x2588 /* BS_MASK_SIGN: there are as many in a record as places are masked */

/* Takes as much as a record can hold: what it cannot is left out, else nobody could ever release the words. */
static void take_text(struct masks *masks, const char *text)
{
    char line[1 + BS_REVIEW_TEXT + 4] =
        "x"; /* in front: blanks and marks need something to stand on */
    const char *at = text, *end = text + strlen(text);
    size_t len = 1;

    while (at < end) {
        const char *from = at;
        const uint32_t c = bs_utf8_next(&at, end);
        const size_t size = (size_t)(at - from);
        const bool is_end = c == '\t' || c == '\n';

        memcpy(line + len, is_end ? " " : from, size);
        line[len + size] = '\0';
        len += c != MASK_CHARACTER && bs_utf8_is_line(line, BS_WORDS_MAX + 1) ? size : 0;
        line[len] = '\0';
    }
    memcpy(masks->text, line + 1, len);
    bs_wipe(line, sizeof line);
}

void masks_start(struct masks *masks, const char *text)
{
    memset(masks, 0, sizeof *masks);
    take_text(masks, text);
    cut_words(masks);
    propose_all(masks);
}

/* Whether a word and the one before it are one place. */
static bool goes_on(const struct masks *masks, size_t word)
{
    const struct masks_word *of = &masks->words[word];

    return word > 0 && of[-1].is_masked && of[-1].kind == of->kind;
}

size_t masks_places(const struct masks *masks)
{
    size_t places = 0;

    for (size_t i = 0; i < masks->count; i++) {
        places += masks->words[i].is_masked && !goes_on(masks, i) ? 1 : 0;
    }
    return places;
}

bool masks_toggle(struct masks *masks, size_t word)
{
    if (word >= masks->count || masks->words[word].core_len == 0) {
        return false;
    }
    masks->words[word].is_masked = !masks->words[word].is_masked;
    if (masks_places(masks) > BS_MASKS_MAX) {
        masks->words[word].is_masked = !masks->words[word].is_masked;
        return false;
    }
    return true;
}

bool masks_hide_all(const struct masks *masks)
{
    for (size_t i = 0; i < masks->count; i++) {
        if (masks->words[i].core_len > 0 && !masks->words[i].is_masked) {
            return false;
        }
    }
    return true;
}

struct masks_out {
    char *text;
    size_t len;
};

static void put(struct masks_out *out, const char *bytes, size_t len)
{
    if (len < BS_REVIEW_TEXT - out->len) {
        memcpy(out->text + out->len, bytes, len);
        out->len += len;
        out->text[out->len] = '\0';
    }
}

void masks_apply(const struct masks *masks, struct bs_comment *out)
{
    struct masks_out text = {.text = out->text};
    size_t at = 0;

    memset(out->text, 0, sizeof out->text);
    out->mask_count = 0;
    for (size_t i = 0; i < masks->count; i++) {
        const struct masks_word *word = &masks->words[i];

        if (!word->is_masked) {
            continue;
        }
        if (!goes_on(masks, i) && out->mask_count < BS_MASKS_MAX) {
            put(&text, masks->text + at, word->core - at);
            put(&text, BS_MASK_SIGN, sizeof BS_MASK_SIGN - 1);
            out->masks[out->mask_count++] = word->kind;
        }
        at = (size_t)word->core + word->core_len;
    }
    put(&text, masks->text + at, strlen(masks->text + at));
}

void masks_wipe(struct masks *masks)
{
    bs_wipe(masks, sizeof *masks);
}
