/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Places a node's picture and words. The one piece of geometry that measuring and drawing share. */

#include <math.h>
#include <string.h>

#include "arrange.h"

#define BALANCE_STEP 6 /* pixels: lines that differ less look equally long */

struct arranging {
    const struct ui_measures *measures;
    const struct ui_node *node;
    struct ui_font font;
    int line_px, ascent, descent;
    struct ui_rect area; /* within the padding */
    struct ui_arranged *out;
};

int arrange_line_px(const struct ui_measures *measures, enum ui_style style, const char *lang)
{
    const struct ui_theme *theme = measures->theme;
    const int wanted = (int)floor(theme->font[style].px * theme->line_height[style] + 0.5);
    int ascent = 0;
    int descent = 0;
    measures->text->extent(measures->text->self, theme->font[style], lang, &ascent, &descent);
    /* The last resort of answers: in a tall script its lines may come a little closer than the marks would need that are
     * stacked in no label. */
    const int high = (ascent + descent) * (style == UI_STYLE_ANSWER_SMALL ? 88 : 100) / 100;
    return wanted > high ? wanted : high;
}

struct ui_room arrange_padding(const struct ui_theme *theme, enum ui_surface surface,
                               enum ui_arrangement arrangement)
{
    const int gap = theme->gap;
    switch (surface) {
    case UI_SURFACE_CARD:
        if (arrangement == UI_TEXT_ONLY) {
            return (struct ui_room){theme->border_chosen + gap / 2, 0};
        }
        if (arrangement == UI_PICTURE_START) {
            return (struct ui_room){theme->border_chosen + gap / 2, theme->border_chosen};
        }
        return (struct ui_room){theme->border_chosen + 1, theme->border_chosen + gap / 6};
    case UI_SURFACE_PRIMARY:
    case UI_SURFACE_SECONDARY:
    case UI_SURFACE_QUIET:
    case UI_SURFACE_MASK:
    case UI_SURFACE_FOUND:
        /* Letters keep off the edge by themselves, unless a picture pushes them there. */
        return (struct ui_room){theme->border + gap / 6,
                                arrangement == UI_PICTURE_ABOVE ? theme->border + gap / 4 : 0};
    case UI_SURFACE_STORY:
        return (struct ui_room){gap, gap / 4};
    case UI_SURFACE_BADGE:
        return (struct ui_room){gap * 5 / 6, gap / 6};
    default:
        return (struct ui_room){0, 0};
    }
}

int arrange_picture_gap(const struct ui_theme *theme, enum ui_surface surface)
{
    return theme->gap * 5 / (surface == UI_SURFACE_CARD ? 6 : 8);
}

static struct ui_rect inside(struct ui_rect rect, struct ui_room room)
{
    rect = (struct ui_rect){rect.x + room.x, rect.y + room.y, rect.w - 2 * room.x,
                            rect.h - 2 * room.y};
    rect.w = rect.w < 1 ? 1 : rect.w;
    rect.h = rect.h < 1 ? 1 : rect.h;
    return rect;
}

static int widest(const struct ui_arranged *arranged)
{
    int most = 0;
    for (size_t i = 0; i < arranged->line_count; i++) {
        most = arranged->lines[i].width > most ? arranged->lines[i].width : most;
    }
    return most;
}

static bool wrap_at(struct arranging *at, int width)
{
    const struct ui_text_ops *text = at->measures->text;
    struct ui_arranged *out = at->out;
    out->line_count = 0;
    out->has_hyphen = false;
    const bool fits = text->wrap(text->self, at->font, at->node->lang, at->node->label, width,
                                 UI_LINES_MAX, out->lines, &out->line_count);
    for (size_t i = 0; i < out->line_count; i++) {
        out->has_hyphen = out->has_hyphen || out->lines[i].hyphen;
    }
    return fits;
}

/* Makes the lines about equally long, without a line more: no single word left over at the end. */
static void balance(struct arranging *at, int width)
{
    const size_t count = at->out->line_count;
    const bool has_hyphen = at->out->has_hyphen;
    int low = width / (int)count;
    int high = width;
    while (high - low > BALANCE_STEP) {
        const int middle = (low + high) / 2;
        const bool is_good = wrap_at(at, middle) && at->out->line_count == count &&
                             at->out->has_hyphen == has_hyphen;
        high = is_good ? middle : high;
        low = is_good ? low : middle;
    }
    (void)wrap_at(at, high);
}

static bool wrap(struct arranging *at, int width)
{
    const struct ui_node *node = at->node;
    const bool is_heading = node->role == UI_ROLE_HEADING || node->role == UI_ROLE_QUESTION;
    const bool is_centred = node->align == UI_ALIGN_CENTRE || node->arrangement == UI_PICTURE_ABOVE;
    if (node->label[0] == '\0' || node->arrangement == UI_PICTURE_ONLY) {
        at->out->line_count = 0;
        return true;
    }
    const bool fits = wrap_at(at, width);
    if (fits && at->out->line_count > 1 && (is_heading || is_centred)) {
        balance(at, width);
    }
    return fits;
}

/* x of each line within [left, left + width). */
static void set_x(struct arranging *at, enum ui_align align, int left, int width)
{
    const bool to_right = (align == UI_ALIGN_END) != at->measures->is_rtl;
    for (size_t i = 0; i < at->out->line_count; i++) {
        const int spare = width - at->out->lines[i].width;
        if (align == UI_ALIGN_CENTRE) {
            at->out->x[i] = left + spare / 2;
        } else {
            at->out->x[i] = to_right ? left + spare : left;
        }
    }
}

/* Lines one below the other from `top`, each with its leading shared above and below as in print. */
static void set_baselines(struct arranging *at, int top)
{
    const int leading = at->line_px - at->ascent - at->descent;
    for (size_t i = 0; i < at->out->line_count; i++) {
        at->out->baseline[i] = top + (int)i * at->line_px + leading / 2 + at->ascent;
    }
}

/* Lines in the middle of the area. True if what is drawn of them is inside. */
static bool centre_baselines(struct arranging *at)
{
    const int count = (int)at->out->line_count;
    const int block = at->ascent + at->descent + (count - 1) * at->line_px;
    const int top = at->area.y + (at->area.h - block) / 2;
    for (int i = 0; i < count; i++) {
        at->out->baseline[i] = top + at->ascent + i * at->line_px;
    }
    /* The last resort of answers is as high as its lines. */
    const int high = at->ascent + at->descent;
    const bool is_close = at->node->style == UI_STYLE_ANSWER_SMALL && at->line_px < high;
    const int own = is_close ? at->line_px : high;
    return count == 0 || own + (count - 1) * at->line_px <= at->area.h;
}

static void arrange_above(struct arranging *at)
{
    const struct ui_node *node = at->node;
    struct ui_arranged *out = at->out;
    const int top = node->rect.y + node->text_top;
    const bool fits = wrap(at, at->area.w);
    out->picture =
        (struct ui_rect){node->rect.x + (node->rect.w - node->picture_px) / 2,
                         node->rect.y + node->picture_top, node->picture_px, node->picture_px};
    set_x(at, UI_ALIGN_CENTRE, at->area.x, at->area.w);
    set_baselines(at, top);
    out->fits = fits && out->picture.y >= at->area.y && out->picture.w <= at->area.w &&
                out->picture.w >= at->font.px &&
                top + (int)out->line_count * at->line_px <= at->area.y + at->area.h;
}

static void arrange_beside(struct arranging *at)
{
    const struct ui_node *node = at->node;
    struct ui_arranged *out = at->out;
    const int taken = node->picture_px + arrange_picture_gap(at->measures->theme, node->surface);
    const bool fits = wrap(at, at->area.w - taken);
    const int words = node->align == UI_ALIGN_START ? at->area.w - taken : widest(out);
    const int group = taken + words;
    const bool is_left = (node->arrangement == UI_PICTURE_START) != at->measures->is_rtl;
    const int left = at->area.x + (node->align == UI_ALIGN_CENTRE ? (at->area.w - group) / 2 : 0);
    out->picture = (struct ui_rect){is_left ? left : left + group - node->picture_px,
                                    at->area.y + (at->area.h - node->picture_px) / 2,
                                    node->picture_px, node->picture_px};
    set_x(at, node->align, is_left ? left + taken : left, words);
    out->fits = centre_baselines(at) && fits && node->picture_px <= at->area.h;
}

static void arrange_text(struct arranging *at)
{
    const bool fits = wrap(at, at->area.w);
    set_x(at, at->node->align, at->area.x, at->area.w);
    if (at->node->centre_vertically) {
        at->out->fits = centre_baselines(at) && fits;
    } else {
        set_baselines(at, at->area.y);
        at->out->fits = fits && (int)at->out->line_count * at->line_px <= at->area.h;
    }
}

static void arrange_picture(struct arranging *at)
{
    const struct ui_node *node = at->node;
    if (node->is_picture) {
        at->out->picture = node->rect;
        at->out->fits = node->rect.w > 0 && node->rect.h > 0;
        return;
    }
    at->out->picture = (struct ui_rect){node->rect.x + (node->rect.w - node->picture_px) / 2,
                                        node->rect.y + (node->rect.h - node->picture_px) / 2,
                                        node->picture_px, node->picture_px};
    at->out->fits = node->picture_px <= node->rect.w && node->picture_px <= node->rect.h;
}

void arrange_node(const struct ui_measures *measures, const struct ui_node *node,
                  struct ui_arranged *out)
{
    struct arranging at = {.measures = measures, .node = node, .out = out};
    memset(out, 0, sizeof *out);
    at.font = measures->theme->font[node->style];
    at.line_px = arrange_line_px(measures, node->style, node->lang);
    at.area =
        inside(node->rect, arrange_padding(measures->theme, node->surface, node->arrangement));
    if (node->end_px > 0 && node->end_px < at.area.w) {
        at.area.x += measures->is_rtl ? node->end_px : 0;
        at.area.w -= node->end_px;
    }
    if (node->foot_px > 0 && node->foot_px < at.area.h) {
        at.area.y += at.area.h - node->foot_px - node->foot_up_px;
        at.area.h = node->foot_px;
    }
    measures->text->extent(measures->text->self, at.font, node->lang, &at.ascent, &at.descent);
    switch (node->arrangement) {
    case UI_TEXT_ONLY:
        arrange_text(&at);
        break;
    case UI_PICTURE_ABOVE:
        arrange_above(&at);
        break;
    case UI_PICTURE_START:
    case UI_PICTURE_END:
        arrange_beside(&at);
        break;
    case UI_PICTURE_ONLY:
        arrange_picture(&at);
        break;
    }
}
