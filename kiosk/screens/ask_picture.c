/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Pictures: two to four large ones in their own colours, with words under each. */

#include "ask_look.h"

#define WIDE 3 /* a picture is so wide for every 2 that it is high: assets/README.md */
#define HIGH 2
#define PART 3 /* of a card's height, at least a third is the picture's */

/* Between a card's edge and its words. */
static int padding(const struct frame *frame)
{
    return frame->view->theme->border_chosen + frame->view->theme->gap / 2;
}

/* The height that the words of all cards need at their foot; 0 if a word is wider than a card. */
static int foot_in(const struct frame *frame, enum ui_style style, int width)
{
    const struct bs_question *question = session_question(frame->view->session);
    int most = 0;
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ui_words words = content_words(frame->view, &question->choices[i].label);
        if (ask_longest_word(frame, style, words) > width) {
            return 0;
        }
        int height = text_height(&frame->build, style, width, words.label, words.lang);
        most = height > most ? height : most;
    }
    return most + frame->view->theme->gap;
}

/* In the largest letters that leave the picture its part of the card; 0 if there are none. */
static int foot_of(const struct frame *frame, struct ui_rect card)
{
    static const enum ui_style STYLES[] = {UI_STYLE_ANSWER, UI_STYLE_ANSWER_MIDDLE,
                                           UI_STYLE_ANSWER_SMALL};
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        const int foot = foot_in(frame, STYLES[i], card.w - 2 * padding(frame));
        if (foot > 0 && card.h - foot >= card.h / PART) {
            return foot;
        }
    }
    return 0;
}

/* The largest box of a picture's shape in the middle of an area. */
static struct ui_rect box_in(struct ui_rect area)
{
    int w = area.w, h = area.h;
    if (w * HIGH > h * WIDE) {
        w = h * WIDE / HIGH;
    } else {
        h = w * HIGH / WIDE;
    }
    return (struct ui_rect){area.x + (area.w - w) / 2, area.y + (area.h - h) / 2, w, h};
}

static void add_card(struct frame *frame, const struct ask_choice *at, struct ui_rect cell,
                     int foot, bool is_beside)
{
    const struct ui_theme *theme = frame->view->theme;
    const int in = theme->border_chosen + theme->gap / 4;
    struct ui_node *node = add_tile(&frame->build, at->id, cell, NULL, at->is_chosen, at->words);
    struct ui_rect inner = ui_rect_inset(cell, in), box;
    if (is_beside) {
        box = box_in(take_end(&inner, inner.w * 11 / 20, 0));
        node->end_px = cell.x + cell.w - box.x;
    } else { /* picture and words in the middle, together */
        take_bottom(&inner, foot, 0);
        box = box_in(inner);
        node->align = UI_ALIGN_CENTRE;
        node->foot_px = foot;
        node->foot_up_px = (inner.h - box.h) / 2;
    }
    struct ui_node *drawing =
        add_picture(&frame->build, "", box, at->choice->icon, UI_INK, words(""));
    drawing->is_picture = true;
}

/* In portrait two or three stand below each other; four stand in a square there, and where words do not fit into a row. */
static struct ask_grid grid_of(const struct frame *frame, struct ui_rect area, int count)
{
    const struct ask_grid row = {count, 1}, square = {2, 2};
    if (build_is_portrait(&frame->build)) {
        return count == 4 ? square : (struct ask_grid){1, count};
    }
    const bool is_full = foot_of(frame, ask_cell(frame, area, row, 0)) == 0;
    return is_full && count == 4 ? square : row;
}

void ask_picture(struct frame *frame, struct ui_rect area)
{
    const size_t count = session_question(frame->view->session)->choice_count;
    const struct ask_grid grid = grid_of(frame, area, (int)count);
    const struct ui_rect first = ask_cell(frame, area, grid, 0);
    const int foot = foot_of(frame, first);
    /* Beside its picture in a wide card, where words under it would leave it no height. */
    const bool is_beside =
        first.w > 2 * first.h &&
        (foot == 0 || foot_in(frame, UI_STYLE_ANSWER_SMALL, first.w * 9 / 20 - padding(frame)) > 0);
    for (size_t i = 0; i < count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        add_card(frame, &at, ask_cell(frame, area, grid, i), foot, is_beside);
    }
}
