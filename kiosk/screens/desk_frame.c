/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The top line, the heading, tiles, and what several of the connector's screens say. */

#include "desk_look.h"

#include <stdio.h>
#include <string.h>

#define N_(text)  text
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)
#define ACTION_MM 26
#define HIGH_MM   60  /* a tile that is as high has its picture above the words */
#define MOST_MM   110 /* no tile is higher */

/* ---- words ---- */

void desk_age_words(const struct screen_view *view, int64_t age_ms, char *out)
{
    const int64_t minutes = age_ms / MINUTE_MS, hours = age_ms / HOUR_MS, days = age_ms / DAY_MS;
    char number[24];

    if (minutes < 1) {
        snprintf(out, UI_LABEL_TEXT, "%s", tr(view, "zojuist"));
        return;
    }
    const int64_t count = days > 0 ? days : hours > 0 ? hours : minutes;
    const char *one = days > 0    ? N_("{count} dag")
                      : hours > 0 ? N_("{count} uur")
                                  : N_("{count} minuut");
    const char *many = days > 0    ? N_("{count} dagen")
                       : hours > 0 ? N_("{count} uur")
                                   : N_("{count} minuten");
    snprintf(number, sizeof number, "%lld", (long long)count);
    fill(view, out, UI_LABEL_TEXT, tr_plural(view, one, many, (long)count), "count", number, NULL);
}

const char *desk_subject_words(const struct screen_view *view, const char *programme)
{
    const struct bs_bundle *bundle = view->session->bundle;

    for (size_t i = 0; i < bundle->programme_count; i++) {
        if (strcmp(bundle->programmes[i].programme->id, programme) == 0) {
            return content_words(view, &bundle->programmes[i].programme->tile).label;
        }
    }
    return programme;
}

void desk_waiting_words(const struct screen_view *view, char *out)
{
    const size_t waiting = view->desk->queue.waiting;
    char count[24];

    snprintf(count, sizeof count, "%zu", waiting);
    fill(view, out, UI_LABEL_TEXT,
         waiting == 0 ? tr(view, "Er wacht niets.")
                      : tr_plural(view, "Er wacht {count} reactie.", "Er wachten {count} reacties.",
                                  (long)waiting),
         "count", count, NULL);
}

const char *desk_mask_words(const struct screen_view *view, enum bs_mask mask)
{
    static const char *const WORDS[BS_MASKS] = {
        [BS_MASK_EMAIL] = N_("e-mail"),   [BS_MASK_PHONE] = N_("telefoon"),
        [BS_MASK_IBAN] = N_("rekening"),  [BS_MASK_BSN] = N_("BSN"),
        [BS_MASK_POSTCODE] = N_("adres"), [BS_MASK_NAME] = N_("naam"),
        [BS_MASK_OTHER] = N_("weg")};

    return tr(view, WORDS[mask]);
}

const char *desk_trouble_words(const struct screen_view *view)
{
    static const char *const WORDS[] = {
        [DESK_NO_TROUBLE] = "",
        [DESK_TROUBLE_DISK] = N_("Dat is niet gelukt. Probeer het nog eens."),
        [DESK_TROUBLE_NO_STICK] = N_("Er zit geen stick in. Steek er een in."),
        [DESK_TROUBLE_STICK_FULL] = N_("De stick is vol. Neem een lege stick."),
        [DESK_TROUBLE_STICK_LOCKED] = N_("Op deze stick kan niets bij. Neem een andere.")};
    const char *dutch = WORDS[view->desk->trouble];

    return dutch[0] == '\0' ? "" : tr(view, dutch);
}

const char *desk_headset_words(const struct screen_view *view)
{
    return tr(view, "Dat hoort u alleen met een koptelefoon.");
}

/* ---- the frame ---- */

static void top_start(const struct screen_view *view, char *out)
{
    const struct bs_connector *who = desk_who(view->desk);

    if (who == NULL || view->desk->screen == DESK_HOME) { /* home greets her itself */
        fill(view, out, UI_LABEL_TEXT, "{place}", "place", view->session->bundle->place.name, NULL);
    } else {
        fill(view, out, UI_LABEL_TEXT, tr(view, "{name} · buurtverbinder"), "name", who->name,
             NULL);
    }
}

static void top_end(const struct screen_view *view, char *out)
{
    const struct desk_status *status = view->desk_status;
    char stored[24], arrived[24];

    out[0] = '\0';
    if (status != NULL && desk_who(view->desk) != NULL) {
        snprintf(stored, sizeof stored, "%lld", (long long)status->stored);
        snprintf(arrived, sizeof arrived, "%lld", (long long)status->acknowledged);
        fill(view, out, UI_LABEL_TEXT, tr(view, "{stored} bewaard, {arrived} aangekomen"), "stored",
             stored, "arrived", arrived, NULL);
    }
}

static void add_top(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    const int height = text_height(&frame->build, UI_STYLE_SMALL, INT32_MAX, "A", NULL);
    char start[UI_LABEL_TEXT], end[UI_LABEL_TEXT];
    struct ui_rect row = take_top(&frame->content, height, gap / 2);

    top_start(view, start);
    top_end(view, end);
    const int own = text_width(&frame->build, UI_STYLE_SMALL_STRONG, start, NULL) + 2;
    const int other = text_width(&frame->build, UI_STYLE_SMALL, end, NULL) + 2;
    if (end[0] != '\0' && own + 2 * gap + other <= row.w) {
        add_text(&frame->build, "desk.kept", take_end(&row, other, gap), UI_ROLE_TEXT,
                 UI_STYLE_SMALL, UI_SOFT, UI_ALIGN_END, words(end));
    }
    if (own <= row.w) {
        add_text(&frame->build, "desk.who", row, UI_ROLE_TEXT, UI_STYLE_SMALL_STRONG, UI_INK,
                 UI_ALIGN_START, words(start));
    }
}

void desk_begin(struct frame *frame, const struct screen_view *view, struct ui_scene *scene,
                const char *screen, const char *title)
{
    frame_begin(frame, view, scene, screen);
    if (!frame_is_compact(frame)) {
        add_top(frame);
    }
    if (title != NULL) {
        const enum ui_style wanted = frame_is_compact(frame) ? UI_STYLE_ANSWER : UI_STYLE_TITLE;
        stack(frame, &frame->content, view->theme->gap, "title", UI_ROLE_HEADING,
              style_that_fits(&frame->build, wanted, frame->content.w, frame->content.h / 4, title),
              UI_INK, words(title));
    }
}

void desk_end(struct frame *frame, bool has_back)
{
    frame_tools(frame, has_back);
    if (view_is_warning(frame->view)) {
        idle_overlay(frame);
    }
    frame_end(frame);
}

struct ui_rect desk_actions(struct frame *frame)
{
    const int high = theme_px(frame->view->theme, ACTION_MM);
    struct ui_rect row = frame_actions(frame);

    if (!frame_is_compact(frame) && row.h < high) {
        take_bottom(&frame->content, high - row.h, 0);
        row.y -= high - row.h;
        row.h = high;
    }
    return row;
}

void desk_line(struct frame *frame, const char *id, enum ui_ink ink, const char *line)
{
    if (line[0] != '\0') {
        stack(frame, &frame->content, frame->view->theme->gap, id, UI_ROLE_STATUS,
              frame_is_compact(frame) ? UI_STYLE_SMALL : UI_STYLE_BODY, ink, words(line));
    }
}

/* ---- tiles ---- */

static bool holds(const struct frame *frame, struct ui_rect area, int columns, int rows,
                  const struct desk_tile *tiles, size_t count)
{
    const struct ui_theme *theme = frame->view->theme;
    const struct ui_rect cell = grid_cell(area, columns, rows, theme->gap, 0);
    const int width = cell.w - 2 * (theme->border_chosen + theme->gap / 2);

    if (cell.h < theme->target_min) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const int picture = tiles[i].icon != NULL ? cell.w / 5 + theme->gap : 0;
        if (!frame_breaks(frame, UI_STYLE_ANSWER_SMALL, width - picture, UI_LINES_MAX,
                          words(tiles[i].words.label)) ||
            text_height(&frame->build, UI_STYLE_ANSWER_SMALL, width - picture, tiles[i].words.label,
                        NULL) > cell.h - 2 * theme->border_chosen) {
            return false;
        }
    }
    return true;
}

static int wanted_columns(const struct frame *frame, size_t count)
{
    if (build_is_portrait(&frame->build)) {
        return count <= 4 ? 1 : 2;
    }
    if (build_is_large(&frame->build)) {
        return count <= 2 ? (int)count : 2;
    }
    return count <= 3 ? (int)count : count == 4 ? 2 : count <= 6 ? 3 : 4;
}

void desk_tiles(struct frame *frame, struct ui_rect area, const struct desk_tile *tiles,
                size_t count)
{
    const struct ui_theme *theme = frame->view->theme;
    const int all = (int)count, wanted = wanted_columns(frame, count);
    int columns = wanted;

    if (count == 0) {
        return;
    }
    while (columns > 1 &&
           !holds(frame, area, columns, (all + columns - 1) / columns, tiles, count)) {
        columns--;
    }
    if (!holds(frame, area, columns, (all + columns - 1) / columns, tiles, count)) {
        columns = wanted;
        while (columns < 4 &&
               grid_cell(area, columns, (all + columns - 1) / columns, theme->gap, 0).h <
                   theme->target_min) {
            columns++;
        }
    }
    const int rows = (all + columns - 1) / columns, most = theme_px(theme, MOST_MM);
    if ((area.h - (rows - 1) * theme->gap) / rows > most) {
        area.h = rows * most + (rows - 1) * theme->gap;
    }
    for (int i = 0; i < all; i++) {
        const struct ui_rect cell = grid_cell(area, columns, rows, theme->gap, i);
        struct ui_node *node =
            add_tile(&frame->build, tiles[i].id, cell, tiles[i].icon, false, tiles[i].words);
        if (tiles[i].icon != NULL) {
            node->arrangement = cell.h >= theme_px(theme, HIGH_MM) && cell.w < 3 * cell.h
                                    ? UI_PICTURE_ABOVE
                                    : UI_PICTURE_START;
        }
    }
}
