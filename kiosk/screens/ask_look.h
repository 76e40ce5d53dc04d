/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ASK_LOOK_H
#define ASK_LOOK_H

/*
 * The looks of the question kinds: each fills an area with the answers of the session's question, in the order in which the
 * session shows them. An answer's control is choice.VALUE (of faces answer.VALUE), what takes a point back less.VALUE: named
 * by value, never by place. Landscape, portrait, large text and a low strip each get their own arrangement; build_end mirrors.
 */

#include "frame.h"

/* The look of the question's kind: any but BS_KIND_TEXT, which is asked on screens of its own. */
void ask_answers(struct frame *frame, struct ui_rect area);

/* faces, why, tiles and list: declared in frame.h. */
void ask_yes_no(struct frame *frame, struct ui_rect area);
void ask_picture(struct frame *frame, struct ui_rect area);
void ask_agree(struct frame *frame, struct ui_rect area);
void ask_points(struct frame *frame, struct ui_rect area);
void ask_pair(struct frame *frame, struct ui_rect area);
void ask_top(struct frame *frame, struct ui_rect area);
/* With its own "Verder". */
void ask_card(struct frame *frame, struct ui_rect area);

/* ---- what the looks share (ask_grid.c) ---- */

/* A choice as it is shown at a place. */
struct ask_choice {
    const struct bs_choice *choice;
    size_t index; /* in the question */
    bool is_chosen;
    char id[UI_ID_TEXT]; /* choice.VALUE */
    struct ui_words words;
};
struct ask_choice ask_choice_at(const struct frame *frame, size_t place);
/* The same of an index in the question. */
struct ask_choice ask_choice_of(const struct frame *frame, size_t index);

/* Whether answers go below each other: in portrait, and with large text. */
bool ask_is_stacked(const struct frame *frame);
/* Columns and rows for tiles, and for a scale whose steps stand in one row or below each other. Rows are never lower than a
 * target, as long as there is room beside. */
struct ask_grid {
    int columns, rows;
};
struct ask_grid ask_tile_grid(const struct frame *frame, struct ui_rect area, size_t count);
struct ask_grid ask_scale_grid(const struct frame *frame, struct ui_rect area, size_t count);
struct ui_rect ask_cell(const struct frame *frame, struct ui_rect area, struct ask_grid grid,
                        size_t place);

/* A tile of such a grid, with an icon (may be NULL). */
struct ui_node *ask_add_tile(struct frame *frame, struct ui_rect cell, struct ask_grid grid,
                             const char *icon, const struct ask_choice *at);

/* Whether a text fits into a width and a height. */
bool ask_fits(const struct frame *frame, enum ui_style style, int width, int height,
              struct ui_words words);

/* The width of the longest word of a text, in pixels: a text that has less of it is broken within a word. */
int ask_longest_word(const struct frame *frame, enum ui_style style, struct ui_words words);

/* ---- what the frame around the question asks (ask_words.c) ---- */

/* What stands on the badge: how many or how much is left, or which round it is; in short where there is little room. False:
 * this kind has none. The longest of its texts is what it has with `chosen` from 0 to the question's most. out has
 * UI_LABEL_TEXT bytes. */
bool ask_badge_words(const struct screen_view *view, size_t chosen, bool is_short, char *out);
size_t ask_chosen(const struct session *session);
/* One sentence that helps: what to do first, what went wrong, or when it is over; in short perhaps none, "". */
const char *ask_hint_words(const struct screen_view *view, bool is_short);

#endif
