/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Home: what waits, and what she can do. */

#include "desk_look.h"

#include <stdio.h>

#define N_(text) text
#define ENTRIES  7
#define PART     22 /* of the width: the queue, which is what she comes for */

static const struct entry {
    const char *id, *icon, *dutch;
} ENTRY[ENTRIES] = {
    {"desk.queue", "talk", N_("Reacties lezen")},
    {"desk.help", "neighbours", N_("Samen invullen")},
    {"desk.subject", "pushpin", N_("Programma van nu")},
    {"desk.note", "note", N_("Notitie")},
    {"desk.status", "list", N_("Status")},
    {"desk.clean", "wipe", N_("Scherm schoon\u00admaken")},
    {"desk.export", "usb-stick", N_("Naar een stick")},
};

static void greet(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct bs_connector *who = desk_who(view->desk);
    char title[UI_LABEL_TEXT], line[UI_LABEL_TEXT];
    const int gap = view->theme->gap;
    const bool is_compact = frame_is_compact(frame);

    fill(view, title, sizeof title, tr(view, "Dag {name}"), "name", who != NULL ? who->name : "",
         NULL);
    desk_waiting_words(view, line);
    stack(frame, &frame->content, is_compact ? gap / 2 : gap / 4, "title", UI_ROLE_HEADING,
          style_that_fits(&frame->build, is_compact ? UI_STYLE_ANSWER : UI_STYLE_QUESTION,
                          frame->content.w, frame->content.h / 4, title),
          UI_INK, words(title));
    stack(frame, &frame->content, gap, "home.waiting", UI_ROLE_STATUS,
          is_compact ? UI_STYLE_SMALL : UI_STYLE_BODY, UI_SOFT, words(line));
}

/* In large letters, or a low window, all of them are alike. */
static void add_alike(struct frame *frame)
{
    struct desk_tile tiles[ENTRIES] = {0};

    for (int i = 0; i < ENTRIES; i++) {
        snprintf(tiles[i].id, sizeof tiles[i].id, "%s", ENTRY[i].id);
        tiles[i].icon = ENTRY[i].icon;
        tiles[i].words = words(tr(frame->view, ENTRY[i].dutch));
    }
    desk_tiles(frame, frame->content, tiles, ENTRIES);
}

static void add_entry(struct frame *frame, struct ui_rect cell, int index)
{
    const struct entry *entry = &ENTRY[index];
    add_tile(&frame->build, entry->id, cell, entry->icon, false,
             words(tr(frame->view, entry->dutch)));
}

/* What she comes for is the largest. */
static void add_entries(struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    const bool is_portrait = build_is_portrait(&frame->build);
    const int columns = is_portrait ? 2 : 3, rows = (ENTRIES - 1 + columns - 1) / columns;
    struct ui_rect rest = frame->content;
    struct ui_rect first =
        is_portrait ? take_top(&rest, (rest.h - rows * theme->gap) / (rows + 1), theme->gap)
                    : take_start(&rest, rest.w * PART / 100, theme->gap);

    add_entry(frame, first, 0);
    for (int i = 1; i < ENTRIES; i++) {
        add_entry(frame, grid_cell(rest, columns, rows, theme->gap, i - 1), i);
    }
}

void desk_home_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;

    desk_begin(&frame, view, scene, "desk_home", NULL);
    greet(&frame);
    if (frame_is_compact(&frame)) {
        add_alike(&frame);
    } else {
        add_entries(&frame);
    }
    desk_end(&frame, false);
}
