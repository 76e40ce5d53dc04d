/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COLUMN_H
#define COLUMN_H

/*
 * A column of paragraphs that makes itself fit: first the styles shrink a step, then what may be left out is left out,
 * then they shrink as far as may be read (kiosk-ux K20), move together, and at last take the letters that large text enlarges
 * less, or not at all. So one screen serves a large display and a small one.
 */

#include "frame.h"

#define COLUMN_MAX 32

struct paragraph {
    const char *id;
    enum ui_role role;
    enum ui_style style;
    enum ui_ink ink;
    struct ui_words words;
    const char *icon; /* before the words; NULL for none */
    bool is_badge;    /* on a sun-coloured badge, on one line */
    bool is_optional; /* may be left out where there is no room */
    bool is_spare;    /* left out, the last first, when nothing else makes the others fit */
    int gap;          /* below it, in half gaps of the theme */
};

struct column {
    size_t count;
    struct paragraph paragraph[COLUMN_MAX];
    enum ui_align align;
    bool
        is_told_behind; /* a control leads to all of it: what is spare goes before letters become small */
    bool is_small; /* all in the letters of the last resort; column_fit() sets it */
    int squeezed;  /* how much closer than wanted the paragraphs stand; column_fit() sets it */
    char text[COLUMN_MAX][UI_LABEL_TEXT]; /* room for sentences with values in them */
};

/* Adds a paragraph and returns it for small changes. `label` is borrowed until the column is drawn. */
struct paragraph *column_add(struct column *column, const char *id, enum ui_role role,
                             enum ui_style style, enum ui_ink ink, struct ui_words words);
/* Room for a sentence of the paragraph that is added next. */
char *column_text(struct column *column);

/* Makes the column fit into an area; returns the height that it then takes. */
int column_fit(const struct frame *frame, struct column *column, struct ui_rect area);
/* Whether it fits without losing a paragraph that is spare, and with air between them if that is asked. Changes nothing. */
bool column_would_fit(const struct frame *frame, const struct column *column, struct ui_rect area,
                      bool with_air);
/* Draws it from the top of the area on, or in its middle. */
void column_draw(struct frame *frame, const struct column *column, struct ui_rect area,
                 bool in_the_middle);

/*
 * Draws one page of a column that may be longer than the area: as many paragraphs as fit at their own size, and at least one;
 * a heading stays with what follows it. `page` counts from 0; behind the last one the last is drawn. True if there is more.
 */
/* How many pages that makes. */
size_t column_pages(const struct frame *frame, const struct column *column, struct ui_rect area);
bool column_page(struct frame *frame, const struct column *column, struct ui_rect area,
                 size_t page);

/* The promise of the programme asked about, on canal. */
void promise_column(struct frame *frame, struct column *column);

#endif
