/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Paragraphs that fit. */

#include "column.h"

#include <assert.h>

#define SQUEEZED_MOST 12 /* steps in which the room between paragraphs goes */
#define SQUEEZED_WELL 4  /* so many leave air between them */
#define SQUEEZED_PAGE 7  /* so many are better than a page for what is left */

struct paragraph *column_add(struct column *column, const char *id, enum ui_role role,
                             enum ui_style style, enum ui_ink ink, struct ui_words words)
{
    assert(column->count < COLUMN_MAX);
    struct paragraph *paragraph = &column->paragraph[column->count++];
    *paragraph = (struct paragraph){
        .id = id, .role = role, .style = style, .ink = ink, .words = words, .gap = 1};
    return paragraph;
}

char *column_text(struct column *column)
{
    assert(column->count < COLUMN_MAX);
    return column->text[column->count];
}

/* What is left free below a paragraph. A badge never touches the words below it. */
static int gap_below(const struct frame *frame, const struct column *column, size_t index)
{
    const struct paragraph *paragraph = &column->paragraph[index];
    const int gap = frame->view->theme->gap, least = paragraph->is_badge ? gap / 2 : 0;
    if (index + 1 == column->count) {
        return 0;
    }
    int wanted = gap * paragraph->gap / 2 * (SQUEEZED_MOST - column->squeezed) / SQUEEZED_MOST;
    return wanted > least ? wanted : least;
}

static int icon_px(const struct frame *frame, const struct paragraph *paragraph)
{
    return paragraph->icon != NULL ? frame->view->theme->font[paragraph->style].px * 6 / 5 : 0;
}

/* What an icon takes of the width, with the gap behind it. */
static int icon_room(const struct frame *frame, const struct paragraph *paragraph)
{
    int icon = icon_px(frame, paragraph);
    return icon > 0 ? icon + frame->view->theme->gap * 5 / 8 : 0;
}

static int paragraph_height(const struct frame *frame, const struct paragraph *paragraph, int width)
{
    return paragraph->is_badge
               ? badge_height(&frame->build)
               : text_height(&frame->build, paragraph->style, width - icon_room(frame, paragraph),
                             paragraph->words.label, paragraph->words.lang);
}

static int height_of(const struct frame *frame, const struct column *column, int width)
{
    int height = 0;
    for (size_t i = 0; i < column->count; i++) {
        const struct paragraph *paragraph = &column->paragraph[i];
        height += paragraph_height(frame, paragraph, width);
        height += gap_below(frame, column, i);
    }
    return height;
}

static enum ui_style smaller(enum ui_style style)
{
    switch (style) {
    case UI_STYLE_CODE:
        return UI_STYLE_QUESTION;
    case UI_STYLE_QUESTION:
        return UI_STYLE_TITLE;
    case UI_STYLE_TITLE:
        return UI_STYLE_ANSWER;
    case UI_STYLE_ANSWER:
        return UI_STYLE_STRONG;
    case UI_STYLE_STRONG:
        return UI_STYLE_SMALL_STRONG;
    case UI_STYLE_BODY:
        return UI_STYLE_SMALL;
    default:
        return style;
    }
}

static void shrink(struct column *column)
{
    for (size_t i = 0; i < column->count; i++) {
        column->paragraph[i].style = smaller(column->paragraph[i].style);
    }
}

/* Leaves out the last paragraph that may be; false if there is none. */
static bool leave_out(struct column *column, bool with_spare)
{
    for (size_t i = column->count; i > 0; i--) {
        const struct paragraph *paragraph = &column->paragraph[i - 1];
        if (!paragraph->is_optional && !(with_spare && paragraph->is_spare)) {
            continue;
        }
        for (size_t k = i; k < column->count; k++) {
            column->paragraph[k - 1] = column->paragraph[k];
        }
        column->count--;
        return true;
    }
    return false;
}

/* Whether a paragraph's words break into the width that its icon leaves, at the least in small letters. */
static bool breaks(const struct frame *frame, const struct paragraph *paragraph, int width)
{
    return frame_breaks(frame, paragraph->style, width - icon_room(frame, paragraph), UI_LINES_MAX,
                        paragraph->words);
}

/* A badge holds one line; one that is too narrow for its words is plain text. An icon leaves words their room. */
static void settle_badges(const struct frame *frame, struct column *column, int width)
{
    for (size_t i = 0; i < column->count; i++) {
        struct paragraph *paragraph = &column->paragraph[i];
        if (paragraph->is_badge && badge_width(&frame->build, paragraph->words.label) > width) {
            paragraph->is_badge = false;
        }
        if (paragraph->icon != NULL && !breaks(frame, paragraph, width)) {
            paragraph->icon = NULL;
        }
    }
}

static bool is_too_high(const struct frame *frame, const struct column *column, struct ui_rect area)
{
    return height_of(frame, column, area.w) > area.h;
}

static void squeeze(const struct frame *frame, struct column *column, struct ui_rect area, int most)
{
    while (column->squeezed < most && is_too_high(frame, column, area)) {
        column->squeezed++;
    }
}

/* In letters of its own; false if that does not do. */
static bool fit_own(const struct frame *frame, struct column *column, struct ui_rect area)
{
    settle_badges(frame, column, area.w);
    for (int step = 0; step < 4 && is_too_high(frame, column, area); step++) {
        if (step == 1) {
            while (is_too_high(frame, column, area) && leave_out(column, false)) {
            }
        } else {
            shrink(column);
        }
    }
    squeeze(frame, column, area, SQUEEZED_MOST);
    return !is_too_high(frame, column, area);
}

/* All in one size, with what air that leaves. */
static void fit_in(const struct frame *frame, struct column *column, struct ui_rect area,
                   enum ui_style style)
{
    for (size_t i = 0; i < column->count; i++) {
        column->paragraph[i].style = style;
    }
    column->squeezed = 0;
    column->is_small = true;
    squeeze(frame, column, area, SQUEEZED_MOST);
}

static void fit_with_spare(const struct frame *frame, struct column *column, struct ui_rect area)
{
    if (fit_own(frame, column, area)) {
        return;
    }
    if (build_is_large(&frame->build)) {
        fit_in(frame, column, area, UI_STYLE_ANSWER_MIDDLE);
    }
    if (is_too_high(frame, column, area)) {
        fit_in(frame, column, area, UI_STYLE_ANSWER_SMALL);
    }
}

bool column_would_fit(const struct frame *frame, const struct column *column, struct ui_rect area,
                      bool with_air)
{
    struct column trial = *column;
    fit_with_spare(frame, &trial, area);
    return !is_too_high(frame, &trial, area) &&
           (!with_air || (!trial.is_small && trial.squeezed <= SQUEEZED_WELL));
}

int column_fit(const struct frame *frame, struct column *column, struct ui_rect area)
{
    struct column trial = *column;
    while (column->is_told_behind && !fit_own(frame, &trial, area) && leave_out(column, true)) {
        trial = *column;
    }
    fit_with_spare(frame, column, area);
    while (is_too_high(frame, column, area) && leave_out(column, true)) {
    }
    return height_of(frame, column, area.w);
}

/* The paragraphs from one on to another, alone. */
static struct column part_of(const struct column *column, size_t from, size_t end)
{
    struct column part = {.align = column->align};
    for (size_t i = from; i < end; i++) {
        part.paragraph[part.count++] = column->paragraph[i];
    }
    return part;
}

static bool is_heading(const struct column *column, size_t index)
{
    return column->paragraph[index].role == UI_ROLE_HEADING;
}

/* Where a page ends that begins at `from`. */
static size_t page_end(const struct frame *frame, const struct column *column, size_t from,
                       struct ui_rect area)
{
    size_t end = from + 1;
    while (end < column->count && is_heading(column, end - 1)) {
        end++;
    }
    while (end < column->count) {
        size_t next = end + 1;
        while (next < column->count && is_heading(column, next - 1)) {
            next++;
        }
        struct column part = part_of(column, from, next);
        settle_badges(frame, &part, area.w);
        squeeze(frame, &part, area, SQUEEZED_PAGE);
        if (is_too_high(frame, &part, area)) {
            break;
        }
        end = next;
    }
    return end;
}

size_t column_pages(const struct frame *frame, const struct column *column, struct ui_rect area)
{
    size_t pages = 0;
    for (size_t from = 0; from < column->count; pages++) {
        from = page_end(frame, column, from, area);
    }
    return pages;
}

bool column_page(struct frame *frame, const struct column *column, struct ui_rect area, size_t page)
{
    size_t from = 0, end = page_end(frame, column, 0, area);
    for (size_t i = 0; i < page && end < column->count; i++) {
        from = end;
        end = page_end(frame, column, from, area);
    }
    struct column part = part_of(column, from, end);
    squeeze(frame, &part, area, SQUEEZED_PAGE);
    column_fit(frame, &part, area);
    column_draw(frame, &part, area, false);
    return end < column->count;
}

static void draw_badge(struct frame *frame, const struct paragraph *paragraph, struct ui_rect place)
{
    int width = badge_width(&frame->build, paragraph->words.label);
    add_badge(&frame->build, paragraph->id, take_start(&place, width, 0), paragraph->role,
              paragraph->words);
}

/* The icon stands on the first line. */
static void draw_paragraph(struct frame *frame, const struct column *column,
                           const struct paragraph *paragraph, struct ui_rect place)
{
    int icon = icon_px(frame, paragraph);
    if (icon > 0) {
        struct ui_rect picture = take_start(&place, icon, icon_room(frame, paragraph) - icon);
        int line = text_height(&frame->build, paragraph->style, INT32_MAX, "A", NULL);
        picture.y += (line - icon) / 2;
        picture.h = icon;
        add_picture(&frame->build, "", picture, paragraph->icon,
                    paragraph->ink == UI_INK ? UI_CANAL : paragraph->ink, words(""));
    }
    add_text(&frame->build, paragraph->id, place, paragraph->role, paragraph->style, paragraph->ink,
             column->align, paragraph->words);
}

void column_draw(struct frame *frame, const struct column *column, struct ui_rect area,
                 bool in_the_middle)
{
    int height = height_of(frame, column, area.w);
    if (in_the_middle && height < area.h) {
        take_top(&area, (area.h - height) / 2, 0);
    }
    for (size_t i = 0; i < column->count; i++) {
        const struct paragraph *paragraph = &column->paragraph[i];
        int own = paragraph_height(frame, paragraph, area.w);
        struct ui_rect place = take_top(&area, own, gap_below(frame, column, i));
        if (paragraph->is_badge) {
            draw_badge(frame, paragraph, place);
        } else {
            draw_paragraph(frame, column, paragraph, place);
        }
    }
}
