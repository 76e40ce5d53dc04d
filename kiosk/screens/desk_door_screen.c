/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The door: a PIN on a pad, or a badge. What is typed is shown as discs, and said nowhere. */

#include "desk_look.h"

#include <stdio.h>

#define N_(text)  text
#define KEY_MM    34 /* no higher, where there is room */
#define WIDE_MM   60 /* no wider */
#define KEY_COUNT 12
#define COLUMNS   3
#define ROWS      4
#define MINUTE_S  60
#define PLACE_OUT 9 /* of the pad's keys: rubs out */
#define PLACE_0   10
#define PLACE_IN  11 /* the PIN is whole */

/* Nobody counts hundreds of seconds: from two minutes on it is minutes, rounded up. */
static void write_wait(const struct screen_view *view, int left, char *out)
{
    const bool is_long = left >= 2 * MINUTE_S;
    const int count = is_long ? (left + MINUTE_S - 1) / MINUTE_S : left;
    char number[12];

    snprintf(number, sizeof number, "%d", count);
    fill(view, out, UI_LABEL_TEXT,
         is_long
             ? tr(view, "Wacht nog {count} minuten.")
             : tr_plural(view, "Wacht nog {count} seconde.", "Wacht nog {count} seconden.", count),
         "count", number, NULL);
}

/* What is said does not change each second. */
static struct ui_words state_words(const struct screen_view *view, char *out)
{
    const struct desk *desk = view->desk;
    const int left = desk_seconds_left(desk, view->now_ms);

    if (desk->is_waiting) {
        return words(tr(view, "Een moment"));
    }
    if (!desk->is_warning && left > 0) {
        write_wait(view, left, out);
        return (struct ui_words){.label = out, .speech = tr(view, "Dat klopt niet. Wacht even.")};
    }
    if (desk->was_removed) {
        return words(tr(view, "U bent hier geen buurtverbinder meer. Vraag het de gemeente."));
    }
    if (desk->trouble != DESK_NO_TROUBLE) {
        return words(desk_trouble_words(view));
    }
    if (desk->was_wrong) {
        return words(tr(view, "Dat klopt niet. Probeer het nog eens."));
    }
    return words(tr(view, "Typ uw pincode of houd uw pas bij de lezer."));
}

static bool is_bad(const struct desk *desk)
{
    return desk->was_wrong || desk->was_removed || desk->trouble != DESK_NO_TROUBLE;
}

static bool is_shut(const struct screen_view *view)
{
    return view->desk->is_waiting ||
           (!view->desk->is_warning && desk_seconds_left(view->desk, view->now_ms) > 0);
}

/* A disc for each digit, in a field that has room for all of them. */
static void add_typed(struct frame *frame, struct ui_rect field)
{
    const struct ui_theme *theme = frame->view->theme;
    const int step = (field.w - theme->gap) / DESK_PIN_MOST;
    const int size = step * 3 / 5 < field.h / 2 ? step * 3 / 5 : field.h / 2;

    add_surface(&frame->build, field, UI_SURFACE_SLOT)->states = UI_STATE_CHOSEN;
    for (size_t i = 0; i < frame->view->desk->typed; i++) {
        const struct ui_rect disc = {field.x + theme->gap / 2 + (int)i * step + (step - size) / 2,
                                     field.y + (field.h - size) / 2, size, size};
        add_surface(&frame->build, disc, UI_SURFACE_DISC_CANAL);
    }
}

static void add_key(struct frame *frame, struct ui_rect cell, int place)
{
    const struct screen_view *view = frame->view;
    char id[UI_ID_TEXT], digit[12];

    if (place == PLACE_OUT) {
        if (view->desk->typed > 0) {
            add_button(&frame->build, "tool.rub_out", cell, UI_SURFACE_QUIET, UI_TEXT_ONLY, NULL,
                       words(tr(view, "Wis")))
                ->is_apart = true;
        }
        return;
    }
    if (place == PLACE_IN) {
        if (view->desk->typed >= DESK_PIN_LEAST) {
            add_button(&frame->build, "tool.next", cell, UI_SURFACE_PRIMARY, UI_TEXT_ONLY, NULL,
                       words(tr(view, "Verder")))
                ->is_apart = true;
        }
        return;
    }
    snprintf(digit, sizeof digit, "%d", place == PLACE_0 ? 0 : place + 1);
    snprintf(id, sizeof id, "pin.%s", digit);
    add_button(&frame->build, id, cell, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL, words(digit))
        ->is_private = true; /* a loudspeaker would tell the PIN */
}

static void add_pad(struct frame *frame, struct ui_rect area)
{
    const struct ui_theme *theme = frame->view->theme;
    const int high = ROWS * theme_px(theme, KEY_MM) + (ROWS - 1) * theme->gap;
    const int wide = COLUMNS * theme_px(theme, WIDE_MM) + (COLUMNS - 1) * theme->gap;

    if (area.h > high) {
        take_top(&area, (area.h - high) / 2, 0);
        area.h = high;
    }
    if (area.w > wide) {
        take_start(&area, (area.w - wide) / 2, 0);
        area.w = wide;
    }
    for (int place = 0; place < KEY_COUNT; place++) {
        add_key(frame, grid_cell(area, COLUMNS, ROWS, theme->gap, place), place);
    }
}

void desk_door_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {0};
    char line[UI_LABEL_TEXT];

    desk_begin(&frame, view, scene, "desk_door", NULL);
    const struct ui_theme *theme = view->theme;
    const bool is_below = build_is_portrait(&frame.build);
    struct ui_rect side = frame.content;
    struct ui_rect pad =
        is_below ? take_bottom(&side, side.h * 60 / 100, theme->gap)
                 : take_end(&side, side.w * (frame_is_compact(&frame) ? 50 : 42) / 100, theme->gap);
    const struct ui_words state = state_words(view, line);
    column_add(&column, "title", UI_ROLE_HEADING,
               frame_is_compact(&frame) ? UI_STYLE_ANSWER : UI_STYLE_QUESTION, UI_INK,
               words(tr(view, "Voor buurtverbinders")));
    column_add(&column, "door.state", view->desk->is_waiting ? UI_ROLE_TEXT : UI_ROLE_STATUS,
               UI_STYLE_BODY, is_bad(view->desk) ? UI_BRICK : UI_SOFT, state);
    const int field = theme->target_min * 5 / 4;
    struct ui_rect above = side;
    above.h -= field + theme->gap;
    const int height = column_fit(&frame, &column, above);
    take_top(&side, (side.h - height - theme->gap - field) / 2, 0);
    above = take_top(&side, height, theme->gap);
    column_draw(&frame, &column, above, false);
    side.h = field;
    add_typed(&frame, side);
    if (!is_shut(view)) {
        add_pad(&frame, pad);
    }
    desk_end(&frame, true);
}
