/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Places a node's picture and words. The one piece of geometry that measuring and drawing share. */

#include <math.h>
#include <string.h>

#include "arrange.h"

/* Noto Sans: height of a capital. Words between capital and baseline look centred; ascenders and descenders do not count. */
#define CAPITAL 0.714

static int half_up(double value)
{
    return (int)floor(value + 0.5);
}

int arrange_line_px(const struct ui_theme *theme, const struct ui_text_ops *text,
                    enum ui_style style, const char *lang)
{
    int ascent = 0;
    int descent = 0;
    const int wanted = half_up(theme->font[style].px * theme->line_height[style]);
    text->extent(text->self, theme->font[style], lang, &ascent, &descent);
    return wanted > ascent + descent ? wanted : ascent + descent;
}

struct ui_room arrange_padding(const struct ui_theme *theme, const struct ui_node *node)
{
    switch (node->surface) {
    case UI_SURFACE_CARD:
        if (node->arrangement == UI_PICTURE_START || node->arrangement == UI_TEXT_ONLY) {
            return (struct ui_room){theme->border_chosen + theme->gap * 3 / 4,
                                    theme->border_chosen + theme->gap / 4};
        }
        return (struct ui_room){theme->border_chosen + theme->gap / 4,
                                theme->border_chosen + theme->gap / 2};
    case UI_SURFACE_PRIMARY:
    case UI_SURFACE_SECONDARY:
    case UI_SURFACE_QUIET:
        return (struct ui_room){theme->border + theme->gap / 3, theme->border + theme->gap / 6};
    case UI_SURFACE_BADGE:
        return (struct ui_room){theme->gap * 5 / 6, theme->gap / 6};
    case UI_SURFACE_NONE:
    case UI_SURFACE_PANEL:
    case UI_SURFACE_TINT:
    case UI_SURFACE_CANAL:
    case UI_SURFACE_BAR:
    case UI_SURFACE_DIM:
    case UI_SURFACE_DISC:
    case UI_SURFACE_DISC_CANAL:
    case UI_SURFACE_LINE:
        break;
    }
    return (struct ui_room){0, 0};
}

int arrange_picture_gap(const struct ui_theme *theme, const struct ui_node *node)
{
    if (node->surface == UI_SURFACE_CARD && node->arrangement == UI_PICTURE_START) {
        return theme->gap;
    }
    return theme->gap * 3 / 4;
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

/* x of each line within [left, left + width). */
static void set_lines_x(struct ui_arranged *out, enum ui_align align, bool is_rtl, int left,
                        int width)
{
    const bool to_right = (align == UI_ALIGN_END) != is_rtl;
    for (size_t i = 0; i < out->line_count; i++) {
        const int spare = width - out->lines[i].width;
        if (align == UI_ALIGN_CENTRE) {
            out->x[i] = left + spare / 2;
        } else {
            out->x[i] = to_right ? left + spare : left;
        }
    }
}

/* Lines one below the other from `top`, each with its leading shared above and below as in print. */
static void set_baselines(struct ui_arranged *out, const struct ui_text_ops *text,
                          struct ui_font font, const char *lang, int line_px, int top)
{
    int ascent = 0;
    int descent = 0;
    text->extent(text->self, font, lang, &ascent, &descent);
    for (size_t i = 0; i < out->line_count; i++) {
        out->baseline[i] = top + (int)i * line_px + (line_px - ascent - descent) / 2 + ascent;
    }
}

/* Lines centred on the middle between the first line's capitals and the last baseline. */
static void centre_baselines(struct ui_arranged *out, struct ui_font font, int line_px,
                             struct ui_rect area)
{
    const int capital = half_up(font.px * CAPITAL);
    const int block = capital + ((int)out->line_count - 1) * line_px;
    for (size_t i = 0; i < out->line_count; i++) {
        out->baseline[i] = area.y + (area.h - block) / 2 + capital + (int)i * line_px;
    }
}

static bool wrap(const struct ui_theme *theme, const struct ui_text_ops *text,
                 const struct ui_node *node, int width, struct ui_arranged *out)
{
    out->line_count = 0;
    if (node->label[0] == '\0' || node->arrangement == UI_PICTURE_ONLY) {
        return true;
    }
    return text->wrap(text->self, theme->font[node->style], node->lang, node->label, width,
                      UI_LINES_MAX, out->lines, &out->line_count);
}

static void arrange_above(const struct ui_theme *theme, const struct ui_text_ops *text,
                          const struct ui_node *node, bool is_rtl, struct ui_arranged *out)
{
    const struct ui_rect area = inside(node->rect, arrange_padding(theme, node));
    const int line_px = arrange_line_px(theme, text, node->style, node->lang);
    out->fits = wrap(theme, text, node, area.w, out);
    out->picture =
        (struct ui_rect){node->rect.x + (node->rect.w - node->picture_px) / 2,
                         node->rect.y + node->picture_top, node->picture_px, node->picture_px};
    const int top = node->rect.y + node->text_top;
    set_lines_x(out, UI_ALIGN_CENTRE, is_rtl, area.x, area.w);
    set_baselines(out, text, theme->font[node->style], node->lang, line_px, top);
    out->fits = out->fits && out->picture.y >= area.y && out->picture.w <= area.w &&
                top + (int)out->line_count * line_px <= area.y + area.h;
}

static void arrange_beside(const struct ui_theme *theme, const struct ui_text_ops *text,
                           const struct ui_node *node, bool is_rtl, struct ui_arranged *out)
{
    const struct ui_rect area = inside(node->rect, arrange_padding(theme, node));
    const int line_px = arrange_line_px(theme, text, node->style, node->lang);
    const int taken = node->picture_px + arrange_picture_gap(theme, node);
    out->fits = wrap(theme, text, node, area.w - taken, out);
    const int words = node->align == UI_ALIGN_START ? area.w - taken : widest(out);
    const int group = taken + words;
    const bool picture_left = (node->arrangement == UI_PICTURE_START) != is_rtl;
    int left = area.x;
    if (node->align == UI_ALIGN_CENTRE) {
        left += (area.w - group) / 2;
    }
    out->picture = (struct ui_rect){picture_left ? left : left + group - node->picture_px,
                                    area.y + (area.h - node->picture_px) / 2, node->picture_px,
                                    node->picture_px};
    set_lines_x(out, node->align, is_rtl, picture_left ? left + taken : left, words);
    centre_baselines(out, theme->font[node->style], line_px, area);
    out->fits = out->fits && (int)out->line_count * line_px <= area.h && node->picture_px <= area.h;
}

static void arrange_text(const struct ui_theme *theme, const struct ui_text_ops *text,
                         const struct ui_node *node, bool is_rtl, struct ui_arranged *out)
{
    const struct ui_rect area = inside(node->rect, arrange_padding(theme, node));
    const int line_px = arrange_line_px(theme, text, node->style, node->lang);
    out->fits = wrap(theme, text, node, area.w, out);
    out->picture = (struct ui_rect){0, 0, 0, 0};
    set_lines_x(out, node->align, is_rtl, area.x, area.w);
    if (node->centre_vertically) {
        centre_baselines(out, theme->font[node->style], line_px, area);
    } else {
        set_baselines(out, text, theme->font[node->style], node->lang, line_px, area.y);
    }
    out->fits = out->fits && (int)out->line_count * line_px <= area.h;
}

void arrange_node(const struct ui_theme *theme, const struct ui_text_ops *text,
                  const struct ui_node *node, bool is_rtl, struct ui_arranged *out)
{
    memset(out, 0, sizeof *out);
    switch (node->arrangement) {
    case UI_TEXT_ONLY:
        arrange_text(theme, text, node, is_rtl, out);
        return;
    case UI_PICTURE_ABOVE:
        arrange_above(theme, text, node, is_rtl, out);
        return;
    case UI_PICTURE_START:
    case UI_PICTURE_END:
        arrange_beside(theme, text, node, is_rtl, out);
        return;
    case UI_PICTURE_ONLY:
        out->picture = (struct ui_rect){node->rect.x + (node->rect.w - node->picture_px) / 2,
                                        node->rect.y + (node->rect.h - node->picture_px) / 2,
                                        node->picture_px, node->picture_px};
        out->fits = node->picture_px <= node->rect.w && node->picture_px <= node->rect.h;
        return;
    }
}
