/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The comments that wait, oldest first: two columns of rows, or one where the display stands up. */

#include "desk_look.h"

#include <stdio.h>

#define N_(text)  text
#define DETAILS   4  /* ways to tell the rest of a row, from the longest; the last is not to */
#define HIGH_MM   44 /* no row is higher */
#define UNDO_PART 40 /* of a row at most, for what takes its decision back */

static const char *state_words(const struct screen_view *view, enum bs_held_state state)
{
    switch (state) {
    case BS_HELD_WITH_CONTACT:
        return tr(view, "doorgegeven");
    case BS_HELD_WITH_READER:
        return tr(view, "wacht op een lezer");
    case BS_HELD_DECIDED:
        return tr(view, "klaar");
    case BS_HELD_WAITING:
        break;
    }
    return tr(view, "wacht");
}

/* "Türkçe · 3 dagen · wacht", and shorter where that has no room. A name in other letters keeps its order. */
static void detail_words(const struct screen_view *view, const struct bs_held_entry *entry,
                         char out[DETAILS][UI_LABEL_TEXT])
{
    static const char *const PATTERNS[DETAILS] = {"{language} · {age} · {state}",
                                                  "{language} · {state}", "{state}", ""};
    char age[UI_LABEL_TEXT], name[96];

    desk_age_words(view, view->wall_ms - entry->wall_ms, age);
    snprintf(name, sizeof name, "\u2068%s\u2069", language_name(view, entry->lang));
    for (int i = 0; i < DETAILS; i++) {
        fill(view, out[i], UI_LABEL_TEXT, PATTERNS[i], "language", name, "age", age, "state",
             state_words(view, entry->state), NULL);
    }
}

/* Subject above, the rest below it, as much of it and as large as there is room for; the control behind them says both. */
static void add_words(struct frame *frame, struct ui_rect inner, const char *subject,
                      char detail[DETAILS][UI_LABEL_TEXT], size_t index, bool is_control)
{
    char id[UI_ID_TEXT];
    static const enum ui_style STYLES[][2] = {{UI_STYLE_SMALL_STRONG, UI_STYLE_SMALL},
                                              {UI_STYLE_ANSWER_SMALL, UI_STYLE_ANSWER_SMALL}};
    const enum ui_role role = is_control ? UI_ROLE_DECORATION : UI_ROLE_TEXT;
    int which = 0, style = 0, head = 0, below = 0;

    for (int i = 0; i < DETAILS * 2; i++) {
        which = i / 2;
        style = i % 2;
        head = text_height(&frame->build, STYLES[style][0], inner.w, subject, NULL);
        below = detail[which][0] == '\0'
                    ? 0
                    : text_height(&frame->build, STYLES[style][1], inner.w, detail[which], NULL);
        if (head + below <= inner.h &&
            frame_breaks(frame, STYLES[style][0], inner.w, UI_LINES_MAX, words(subject)) &&
            frame_breaks(frame, STYLES[style][1], inner.w, UI_LINES_MAX, words(detail[which]))) {
            break;
        }
    }
    take_top(&inner, inner.h > head + below ? (inner.h - head - below) / 2 : 0, 0);
    snprintf(id, sizeof id, "row.%zu.subject", index);
    add_text(&frame->build, id, take_top(&inner, head, 0), role, STYLES[style][0], UI_INK,
             UI_ALIGN_START, words(subject));
    inner.h = below;
    if (detail[which][0] != '\0') {
        snprintf(id, sizeof id, "row.%zu.detail", index);
        add_text(&frame->build, id, inner, role, STYLES[style][1], UI_SOFT, UI_ALIGN_START,
                 words(detail[which]));
    }
}

/* Letters keep off the edge above and below by themselves. */
static struct ui_rect inside(struct ui_rect cell, int gap)
{
    return (struct ui_rect){cell.x + gap * 3 / 4, cell.y + gap / 8, cell.w - gap * 3 / 2,
                            cell.h - gap / 4};
}

/* What was decided is no control: beside it is what takes it back. */
static void add_row(struct frame *frame, struct ui_rect cell, size_t index)
{
    const struct screen_view *view = frame->view;
    const struct bs_held_entry *entry = &view->desk->queue.entries[index];
    const char *subject = desk_subject_words(view, entry->programme);
    const int gap = view->theme->gap;
    char id[UI_ID_TEXT], detail[DETAILS][UI_LABEL_TEXT], speech[UI_LABEL_TEXT];

    detail_words(view, entry, detail);
    fill(view, speech, sizeof speech, "{subject} · {detail}", "subject", subject, "detail",
         detail[0], NULL);
    if (entry->state == BS_HELD_DECIDED) {
        const char *label = tr(view, "Terug\u00addraaien");
        const int need = text_width(&frame->build, UI_STYLE_ANSWER_SMALL, label, NULL) + 2 * gap;
        const int most = cell.w * UNDO_PART / 100;
        struct ui_rect back = take_end(&cell, need < most ? need : most, gap);
        add_surface(&frame->build, cell, UI_SURFACE_TINT);
        add_words(frame, inside(cell, gap), subject, detail, index, false);
        snprintf(id, sizeof id, "undo.%zu", index);
        add_button(&frame->build, id, back, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words(label))
            ->is_small = true;
        return;
    }
    snprintf(id, sizeof id, "row.%zu", index);
    add_tile(&frame->build, id, cell, NULL, false,
             (struct ui_words){.label = "", .speech = speech});
    add_words(frame, inside(cell, gap), subject, detail, index, true);
}

static void add_rows(struct frame *frame)
{
    const struct desk_queue *queue = &frame->view->desk->queue;
    const struct ui_theme *theme = frame->view->theme;
    const size_t shown = queue->count < DESK_ROWS ? queue->count : DESK_ROWS;
    const int columns = build_is_portrait(&frame->build) ? 1 : 2;
    const int rows = (DESK_ROWS + columns - 1) / columns, most = theme_px(theme, HIGH_MM);
    struct ui_rect area = frame->content;

    if ((area.h - (rows - 1) * theme->gap) / rows > most) {
        area.h = rows * most + (rows - 1) * theme->gap;
    }
    for (size_t i = 0; i < shown; i++) {
        add_row(frame, grid_cell(area, columns, rows, theme->gap, (int)i), i);
    }
}

static void add_empty(struct frame *frame)
{
    struct column column = {.align = UI_ALIGN_CENTRE};
    const int size = frame->view->theme->font[UI_STYLE_QUESTION].px * 2;
    struct ui_rect area = frame->content;

    column_add(&column, "queue.empty", UI_ROLE_STATUS, UI_STYLE_TITLE, UI_INK,
               words(tr(frame->view, "Er wacht niets. Goed gedaan.")));
    const int height = column_fit(frame, &column, area);
    if (area.h >= height + size + frame->view->theme->gap) {
        take_top(&area, (area.h - height - size - frame->view->theme->gap) / 2, 0);
        struct ui_rect disc = take_top(&area, size, frame->view->theme->gap);
        disc.x += (disc.w - size) / 2;
        disc.w = size;
        add_surface(&frame->build, disc, UI_SURFACE_DISC);
        add_picture(&frame->build, "", ui_rect_inset(disc, size / 5), "check", UI_ON_CANAL,
                    words(""));
    }
    column_draw(frame, &column, area, false);
}

/* "Over: alles", and how many there are. */
static void add_foot(struct frame *frame, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const struct desk *desk = view->desk;
    const struct bs_bundle *bundle = view->session->bundle;
    const bool is_all = desk->filter >= bundle->programme_count;
    const bool is_more = desk->queue.skip + DESK_ROWS < desk->queue.total;
    char line[UI_LABEL_TEXT];

    fill(view, line, sizeof line, tr(view, "Over: {subject}"), "subject",
         is_all ? tr(view, "alles")
                : desk_subject_words(view, bundle->programmes[desk->filter].programme->id),
         NULL);
    const struct ui_rect left = take_start(&row, row.w * 55 / 100, view->theme->gap);
    add_button(&frame->build, "tool.filter", left, UI_SURFACE_SECONDARY, UI_PICTURE_START, "list",
               words(line));
    if (is_more || desk->queue.skip > 0) {
        add_button(&frame->build, "tool.more", row, UI_SURFACE_SECONDARY, UI_PICTURE_END, "arrow",
                   words(is_more ? tr(view, "Meer") : tr(view, "Naar de eerste")));
    }
}

void desk_queue_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    char line[UI_LABEL_TEXT];
    const struct desk *desk = view->desk;

    desk_waiting_words(view, line);
    frame_begin(&frame, view, scene, "desk_queue");
    const bool is_trouble_alone = desk->trouble != DESK_NO_TROUBLE && frame_is_compact(&frame);
    desk_begin(&frame, view, scene, "desk_queue",
               is_trouble_alone        ? NULL
               : desk->queue.total > 0 ? line
                                       : tr(view, "Reacties lezen"));
    struct ui_rect row = desk_actions(&frame);
    desk_line(&frame, "queue.trouble", UI_BRICK, desk_trouble_words(view));
    if (desk->is_waiting && desk->queue.total == 0) {
        desk_line(&frame, "queue.moment", UI_SOFT, tr(view, "Een moment"));
    } else if (desk->queue.count == 0) {
        add_empty(&frame);
    } else {
        add_rows(&frame);
    }
    add_foot(&frame, row);
    desk_end(&frame, true);
}
