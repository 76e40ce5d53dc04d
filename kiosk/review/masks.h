/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MASKS_H
#define MASKS_H

/*
 * A resident's words, cut into what can be tapped, and what of them is masked. What personal_data_find() finds is masked from
 * the beginning: a connector takes off what is no person, and adds what only she knows. Pure; overwritten by masks_wipe.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/review.h>

#define MASKS_WORDS_MAX 288 /* a sign of a script without blanks is a word of its own */

struct masks_word {
    uint16_t from, len; /* bytes of the text, all that can be tapped */
    /* What a mask covers of it: without the marks before and behind it, so that a sentence stays one. */
    uint16_t core, core_len;
    bool is_masked;
    bool is_proposed; /* it was found, whether it is masked or not */
    enum bs_mask kind;
};

struct masks {
    size_t count;
    struct masks_word words[MASKS_WORDS_MAX];
    char text[BS_REVIEW_TEXT];
};

/* Takes a copy of words of at most BS_WORDS_MAX characters; what is longer is cut there, and what a record cannot hold is left
 * out (bs_utf8_is_line, BS_MASK_SIGN). Every proposal is masked. */
void masks_start(struct masks *masks, const char *text);

/* Masks a word, or takes its mask off. False, and nothing changes: there is no such word, it has nothing to mask, or there
 * would be more than BS_MASKS_MAX places. */
bool masks_toggle(struct masks *masks, size_t word);

/* How many places are masked: neighbours of one kind are one. */
size_t masks_places(const struct masks *masks);

/* True if no word is left to read: then it should be hidden instead of released. */
bool masks_hide_all(const struct masks *masks);

/* Fills text, masks and mask_count of a comment. */
void masks_apply(const struct masks *masks, struct bs_comment *out);

void masks_wipe(struct masks *masks);

#endif
