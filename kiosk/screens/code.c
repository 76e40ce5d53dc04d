/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A receipt code is typed: its signs are keys, in the order of the alphabet. A code is written from left to right in every
 * language, so keys and boxes are not mirrored. */

#include <stdio.h>
#include <string.h>

#include "frame.h"

#define N_(text)    text
#define KEY_COLUMNS 11 /* at most */
#define KEY_CELLS   33 /* the signs, and two for erasing */
#define KEY_MM      34 /* no higher, where there is room */
#define GROUP       3  /* signs before the wider gap, as on the thanks */

/* The longest of what is said of the code, so that keys stay where they are. */
static const char *const STATES[] = {N_("De code heeft 6 tekens. Hij stond bij uw bedankje."),
                                     N_("Er is een teken anders. Kijk nog eens rustig."),
                                     N_("Deze code kennen wij hier niet (nog niet).")};
enum { STATE_EMPTY, STATE_WRONG, STATE_UNKNOWN };

static const char *state_words(const struct screen_view *view, char *out)
{
    const struct session *session = view->session;
    char left[12];
    int rest = SESSION_CODE_SIGNS - (int)strlen(session->typed);
    if (session->code == SESSION_CODE_WRONG) {
        return tr(view, STATES[STATE_WRONG]);
    }
    if (session->code == SESSION_CODE_UNKNOWN) {
        return tr(view, STATES[STATE_UNKNOWN]);
    }
    if (rest == SESSION_CODE_SIGNS) {
        return tr(view, STATES[STATE_EMPTY]);
    }
    snprintf(left, sizeof left, "%d", rest);
    fill(view, out, UI_LABEL_TEXT, tr_plural(view, "Nog {left} teken", "Nog {left} tekens", rest),
         "left", left, NULL);
    return out;
}

/* The place of a cell that stays where it is in every language. */
static struct ui_rect unmirrored(const struct frame *frame, struct ui_rect area,
                                 struct ui_rect cell)
{
    if (frame->build.is_rtl) {
        cell.x = 2 * area.x + area.w - cell.x - cell.w;
    }
    return cell;
}

static void add_boxes(struct frame *frame, struct ui_rect row)
{
    const struct ui_theme *theme = frame->view->theme;
    const char *typed = frame->view->session->typed;
    int box = row.h, gap = theme->gap / 2, wide = theme->gap * 3 / 2;
    struct ui_rect all = row;
    all.w = SESSION_CODE_SIGNS * box + (SESSION_CODE_SIGNS - 2) * gap + wide;
    for (int i = 0, x = row.x; i < SESSION_CODE_SIGNS; i++) {
        struct ui_rect place = unmirrored(frame, all, (struct ui_rect){x, row.y, box, box});
        struct ui_node *node = add_surface(&frame->build, place, UI_SURFACE_SLOT);
        node->states = i == (int)strlen(typed) ? UI_STATE_CHOSEN : 0;
        if (i < (int)strlen(typed)) {
            char id[UI_ID_TEXT], sign[2] = {typed[i], '\0'};
            snprintf(id, sizeof id, "typed.%d", i + 1);
            const enum ui_style style =
                style_that_fits(&frame->build, UI_STYLE_QUESTION, box, box, sign);
            add_text(&frame->build, id, place, UI_ROLE_TEXT, style, UI_INK, UI_ALIGN_CENTRE,
                     words(sign))
                ->centre_vertically = true;
        }
        x += box + (i + 1 == GROUP ? wide : gap);
    }
}

static int boxes_width(const struct frame *frame, int height)
{
    int gap = frame->view->theme->gap;
    return SESSION_CODE_SIGNS * height + (SESSION_CODE_SIGNS - 2) * (gap / 2) + gap * 3 / 2;
}

/* Boxes, and beside them what is to be done. */
static void add_typed(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    char line[UI_LABEL_TEXT];
    const char *state = state_words(view, line);
    bool is_refused = view->session->code != SESSION_CODE_TYPING;
    const bool is_below = build_is_portrait(&frame->build) || build_is_reach(&frame->build);
    const enum ui_style plain = build_is_large(&frame->build) ? UI_STYLE_ANSWER_SMALL
                                : is_refused                  ? UI_STYLE_SMALL_STRONG
                                                              : UI_STYLE_SMALL;
    const int most = (frame->content.w - 4 * theme->gap) / SESSION_CODE_SIGNS;
    int box = theme->font[UI_STYLE_QUESTION].px * 8 / 5;
    box = box < most ? box : most;
    const int side = boxes_width(frame, box);
    const int width = is_below ? frame->content.w : frame->content.w - side - theme->gap * 2;
    int words_height = 0;
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++) {
        const int need = text_height(&frame->build, plain, width, tr(view, STATES[i]), NULL);
        words_height = need > words_height ? need : words_height;
    }
    struct ui_rect row, boxes;
    if (is_below) {
        boxes = take_top(&frame->content, box, theme->gap);
        boxes.w = side;
        row = take_top(&frame->content, words_height, theme->gap);
    } else {
        const int height = words_height > box ? words_height : box;
        row = take_top(&frame->content, height, theme->gap);
        boxes = take_start(&row, side, theme->gap * 2);
        boxes.y += (height - box) / 2;
        boxes.h = box;
    }
    add_boxes(frame, boxes);
    struct ui_node *node = add_text(&frame->build, "code.state", row, UI_ROLE_STATUS, plain,
                                    is_refused ? UI_BRICK : UI_SOFT, UI_ALIGN_START, words(state));
    node->centre_vertically = true;
}

static void add_keys(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap, target = view->theme->target_min;
    int columns = (area.w + gap) / (target + gap);
    columns = columns < KEY_COLUMNS ? columns : KEY_COLUMNS;
    const int rows = (KEY_CELLS + columns - 1) / columns;
    columns = (KEY_CELLS + rows - 1) / rows; /* none left over in a row of its own */
    const int most = rows * theme_px(view->theme, KEY_MM) + (rows - 1) * gap;
    area.h = area.h < most ? area.h : most;
    for (int i = 0; SESSION_SIGNS[i] != '\0'; i++) {
        char id[UI_ID_TEXT], sign[2] = {SESSION_SIGNS[i], '\0'};
        snprintf(id, sizeof id, "sign.%s", sign);
        struct ui_rect cell = grid_cell(area, columns, rows, gap, i);
        add_button(&frame->build, id, unmirrored(frame, area, cell), UI_SURFACE_SECONDARY,
                   UI_TEXT_ONLY, NULL, words(sign));
    }
    if (view->session->typed[0] == '\0') {
        return; /* nothing to erase */
    }
    struct ui_rect erase = grid_cell(area, columns, rows, gap, (int)sizeof SESSION_SIGNS - 1);
    erase.w += gap + erase.w; /* two cells */
    erase.w = erase.x + erase.w < area.x + area.w ? erase.w : area.x + area.w - erase.x;
    add_button(&frame->build, "tool.erase", unmirrored(frame, area, erase), UI_SURFACE_QUIET,
               UI_TEXT_ONLY, NULL, words(tr(view, "Wis")));
}

void code_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "code");
    frame_top_visit(&frame, "title", words(tr(view, "Ik heb een code")), NULL);
    if (!frame_is_compact(&frame)) { /* the top line says as much */
        stack(&frame, &frame.content, view->theme->gap, "code.title", UI_ROLE_HEADING,
              UI_STYLE_QUESTION, UI_INK, words(tr(view, "Tik uw code in")));
    }
    add_typed(&frame);
    add_keys(&frame, frame.content);
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
