/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of keys of one size, and a foot with the space bar. */

#include "keys.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/utf8.h>

#define N_(text)     text
#define GAP_MM       5  /* kiosk-ux K04 */
#define HIGHEST_MM   28 /* a key */
#define WIDEST_MM    44
#define WRITTEN_PART 42 /* percent of a large area that is left for what is written */

static_assert(KEYBOARD_KEY_TEXT == TEXT_ENTRY_CHARACTER, "a key's character can be written");

static const struct keyboard *keyboard_of(const struct screen_view *view)
{
    const struct language *language = languages_find(view->languages, view_lang(view));
    const struct keyboard *found = NULL;
    if (!view_is_desk(view) && view->session->screen == SESSION_WISH_PHONE) {
        found = keyboards_find(view->keyboards, KEYBOARD_PHONE);
    } else if (language != NULL) {
        found = keyboards_find(view->keyboards, language->keyboard);
    }
    return found != NULL ? found : &view->keyboards->of[0];
}

static size_t layer_index(const struct screen_view *view)
{
    return view_is_desk(view) ? view->desk->layer : view->session->layer;
}

static const struct keyboard_layer *layer_of(const struct screen_view *view)
{
    return keyboard_layer(keyboard_of(view), layer_index(view));
}

/* ---- what keys mean ---- */

static bool number_of(const char *digits, size_t below, size_t *out)
{
    char *end = NULL;
    if (digits[0] < '0' || digits[0] > '9') {
        return false;
    }
    const unsigned long number = strtoul(digits, &end, 10);
    *out = (size_t)number;
    return *end == '\0' && number < below;
}

bool keys_intent(const struct screen_view *view, const char *key, struct session_intent *intent)
{
    const struct keyboard_layer *layer = layer_of(view);
    const bool is_space = strcmp(key, "space") == 0;
    size_t index = 0;
    if (!is_space && !number_of(key, layer->key_count, &index)) {
        return false;
    }
    *intent = (struct session_intent){.kind = SESSION_WRITE,
                                      .index = layer->is_once && !is_space ? 0 : layer_index(view)};
    return bs_utf8_copy(intent->text, sizeof intent->text, is_space ? " " : layer->keys[index]);
}

bool keys_layer_intent(const struct screen_view *view, const char *layer,
                       struct session_intent *intent)
{
    size_t index = 0;
    if (!number_of(layer, keyboard_of(view)->layer_count, &index)) {
        return false;
    }
    *intent = (struct session_intent){.kind = SESSION_LAYER, .index = index};
    return true;
}

/* ---- where keys stand ---- */

static int gap_of(const struct frame *frame)
{
    return theme_px(frame->view->theme, GAP_MM);
}

/* With the foot. */
static int rows_of(const struct frame *frame)
{
    const bool is_pad = layer_of(frame->view)->is_pad;
    return (int)keyboard_rows(keyboard_of(frame->view)) + (is_pad ? 0 : 1);
}

struct ui_rect keys_take(const struct frame *frame, struct ui_rect *area)
{
    const struct ui_theme *theme = frame->view->theme;
    const int rows = rows_of(frame), gap = gap_of(frame);
    const int room = area->h * (100 - WRITTEN_PART) / 100;
    const int highest = theme_px(theme, HIGHEST_MM);
    int key = (room - (rows - 1) * gap) / rows;
    key = key > highest ? highest : key;
    key = key < theme->target_min ? theme->target_min : key;
    return take_bottom(area, rows * key + (rows - 1) * gap, theme->gap);
}

/* The place of a key that stays where it is in every language. */
static struct ui_rect unmirrored(const struct frame *frame, struct ui_rect area, struct ui_rect key)
{
    if (frame->build.is_rtl) {
        key.x = 2 * area.x + area.w - key.x - key.w;
    }
    return key;
}

static struct ui_node *add_key(struct frame *frame, struct ui_rect area, struct ui_rect place,
                               const char *id, enum ui_surface surface, struct ui_words label)
{
    return add_button(&frame->build, id, unmirrored(frame, area, place), surface, UI_TEXT_ONLY,
                      NULL, label);
}

static void add_rub_out(struct frame *frame, struct ui_rect area, struct ui_rect place)
{
    add_key(frame, area, place, "tool.rub_out", UI_SURFACE_SECONDARY, words(tr(frame->view, "Wis")))
        ->is_small = true;
}

static void add_row(struct frame *frame, struct ui_rect area, struct ui_rect row, size_t first,
                    size_t count, bool with_rub_out)
{
    const struct keyboard_layer *layer = layer_of(frame->view);
    const int columns = (int)keyboard_columns(keyboard_of(frame->view)), gap = gap_of(frame);
    const int widest = theme_px(frame->view->theme, WIDEST_MM);
    int width = (row.w - (columns - 1) * gap) / columns;
    width = width > widest ? widest : width;
    const int all = (int)count + (with_rub_out ? 1 : 0);
    int x = row.x + (row.w - (all * (width + gap) - gap)) / 2;
    for (size_t i = 0; i < count; i++) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "key.%zu", first + i);
        add_key(frame, area, (struct ui_rect){x, row.y, width, row.h}, id, UI_SURFACE_QUIET,
                words(layer->keys[first + i]));
        x += width + gap;
    }
    if (with_rub_out) {
        add_rub_out(frame, area, (struct ui_rect){x, row.y, width, row.h});
    }
}

static const char *role_words(const struct screen_view *view, enum keyboard_role role)
{
    switch (role) {
    case KEYBOARD_SMALL:
        return tr(view, "Kleine letters");
    case KEYBOARD_CAPITALS:
        return tr(view, "Hoofdletters");
    case KEYBOARD_ACCENTS:
        return tr(view, "Andere letters");
    case KEYBOARD_ACCENT_CAPITALS:
        return tr(view, "Andere hoofdletters");
    case KEYBOARD_SIGNS:
        break;
    }
    return tr(view, "Cijfers en tekens");
}

static int key_width(const struct frame *frame, const char *label)
{
    const struct ui_theme *theme = frame->view->theme;
    const int width =
        text_width(&frame->build, UI_STYLE_ANSWER_SMALL, label, NULL) + 2 * theme->gap;
    return width > theme->target_min ? width : theme->target_min;
}

static void add_layers(struct frame *frame, struct ui_rect area, struct ui_rect *row)
{
    const struct keyboard *keyboard = keyboard_of(frame->view);
    const struct keyboard_layer *layer = layer_of(frame->view);
    for (size_t i = 0; i < layer->to_count; i++) {
        const struct keyboard_layer *to = &keyboard->layers[layer->to[i]];
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "layer.%zu", layer->to[i]);
        const struct ui_words label = {.label = to->label,
                                       .speech = role_words(frame->view, to->role)};
        add_key(frame, area, take_start(row, key_width(frame, to->label), gap_of(frame)), id,
                UI_SURFACE_SECONDARY, label)
            ->is_small = true;
    }
}

/* Keys beside the space bar; before it come the ways to other layers, behind it what rubs out. */
static void add_foot(struct frame *frame, struct ui_rect area, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const struct keyboard_layer *layer = layer_of(view);
    const size_t first = layer->key_count - layer->foot_count;
    const int gap = gap_of(frame), side = view->theme->target_min;
    add_layers(frame, area, &row);
    struct ui_rect last = take_end(&row, key_width(frame, tr(view, "Wis")) + gap, gap);
    struct ui_rect foot =
        take_end(&row, layer->foot_count > 0 ? (int)layer->foot_count * (side + gap) - gap : 0,
                 layer->foot_count > 0 ? gap : 0);
    add_key(frame, area, row, "key.space", UI_SURFACE_QUIET, words(tr(view, "Spatie")))->is_small =
        true;
    for (size_t i = 0; i < layer->foot_count; i++) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "key.%zu", first + i);
        add_key(frame, area, take_start(&foot, side, gap), id, UI_SURFACE_QUIET,
                words(layer->keys[first + i]));
    }
    add_rub_out(frame, area, last);
}

void keys_draw(struct frame *frame, struct ui_rect area)
{
    const struct keyboard_layer *layer = layer_of(frame->view);
    const int rows = rows_of(frame), gap = gap_of(frame);
    const int height = (area.h - (rows - 1) * gap) / rows;
    size_t first = 0;
    struct ui_rect rest = area, foot = {0};
    if (!layer->is_pad) {
        foot = take_bottom(&rest, height, gap);
    }
    for (size_t i = 0; i < layer->row_count; i++) {
        const bool is_last = i + 1 == layer->row_count;
        add_row(frame, area, take_top(&rest, height, gap), first, layer->row[i],
                layer->is_pad && is_last);
        first += layer->row[i];
    }
    if (!layer->is_pad) {
        add_foot(frame, area, foot);
    }
}
