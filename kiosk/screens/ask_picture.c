/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Pictures: two to four large ones in their own colours, with words under each. */

#include "ask_look.h"

#define WIDE 3 /* a picture is so wide for every 2 that it is high: assets/README.md */
#define HIGH 2

/* The height that the words of all cards need at their foot. */
static int foot_of(const struct frame *frame, const struct bs_question *question, int width)
{
    int most = 0;
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ui_words words = content_words(frame->view, &question->choices[i].label);
        int height = text_height(&frame->build, UI_STYLE_ANSWER, width, words.label, words.lang);
        most = height > most ? height : most;
    }
    return most + frame->view->theme->gap;
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

/* In portrait two or three stand below each other and four in a square. */
static struct ask_grid grid_of(const struct frame *frame, size_t count)
{
    const int most = (int)count;
    if (build_is_portrait(&frame->build)) {
        return most == 4 ? (struct ask_grid){2, 2} : (struct ask_grid){1, most};
    }
    return (struct ask_grid){most, 1};
}

void ask_picture(struct frame *frame, struct ui_rect area)
{
    const struct bs_question *question = session_question(frame->view->session);
    const struct ui_theme *theme = frame->view->theme;
    struct ask_grid grid = grid_of(frame, question->choice_count);
    struct ui_rect first = ask_cell(frame, area, grid, 0);
    /* Beside its picture in a wide card, where words under it would leave it no height. */
    bool is_beside = first.w > 2 * first.h;
    int foot = foot_of(frame, question, first.w - 2 * (theme->border_chosen + theme->gap / 2));
    for (size_t i = 0; i < question->choice_count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        add_card(frame, &at, ask_cell(frame, area, grid, i), foot, is_beside);
    }
}
