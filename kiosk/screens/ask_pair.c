/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What weighs more: two large cards and a short word between them. */

#include "ask_look.h"

/* "of", on the border of both cards. */
static void add_between(struct frame *frame, struct ui_rect one, struct ui_rect other)
{
    const struct screen_view *view = frame->view;
    const char *between = tr(view, "of");
    const int line = text_height(&frame->build, UI_STYLE_SMALL_STRONG, INT32_MAX, between, NULL);
    const int wide = text_width(&frame->build, UI_STYLE_SMALL_STRONG, between, NULL);
    const int size = (line > wide ? line : wide) + view->theme->gap;
    const bool is_below = other.y > one.y;
    const int x = is_below ? one.x + one.w / 2 : (one.x + one.w + other.x) / 2;
    const int y = is_below ? (one.y + one.h + other.y) / 2 : one.y + one.h / 2;
    struct ui_rect disc = {x - size / 2, y - size / 2, size, size};
    add_surface(&frame->build, disc, UI_SURFACE_DISC_CANAL);
    struct ui_node *node =
        add_text(&frame->build, "", disc, UI_ROLE_DECORATION, UI_STYLE_SMALL_STRONG, UI_ON_CANAL,
                 UI_ALIGN_CENTRE, words(between));
    node->centre_vertically = true;
}

void ask_pair(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    size_t both[2];
    session_pair(view->session, &both[0], &both[1]);
    const bool is_below = area.h > area.w;
    struct ask_grid grid = is_below ? (struct ask_grid){1, 2} : (struct ask_grid){2, 1};
    struct ui_rect cells[2];
    for (size_t i = 0; i < 2; i++) {
        struct ask_choice at = ask_choice_of(frame, both[i]);
        cells[i] = ask_cell(frame, area, grid, i);
        ask_add_tile(frame, cells[i], grid, at.choice->icon, &at);
    }
    add_between(frame, cells[0], cells[1]);
}
