/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Turns a scene into drawing commands: behind every node its surface, then picture and words, then what marks its state. */

#include <string.h>

#include "arrange.h"
#include "drawlist.h"

#define DIM_ALPHA 158

struct painter {
    const struct ui_scene *scene;
    const struct ui_theme *theme;
    const struct ui_text_ops *text;
    struct ui_drawlist *list;
};

static struct ui_colour colour(const struct painter *painter, enum ui_ink ink)
{
    static const struct ui_colour GREY = {160, 160, 160, 255}; /* 7.9 on black */
    return painter->scene->is_dark ? GREY : painter->theme->colour[ink];
}

/* The list holds what the largest scene can ask for; a command beyond it would be a node too many. */
static struct ui_command *add(struct painter *painter, enum ui_command_kind kind,
                              struct ui_rect rect, struct ui_colour colour)
{
    struct ui_drawlist *list = painter->list;
    if (list->count == UI_COMMANDS_MAX) {
        list->count--;
    }
    struct ui_command *command = &list->commands[list->count++];
    memset(command, 0, sizeof *command);
    command->kind = kind;
    command->rect = rect;
    command->colour = colour;
    return command;
}

static void fill(struct painter *painter, struct ui_rect rect, int radius, enum ui_ink ink)
{
    add(painter, UI_DRAW_FILL, rect, colour(painter, ink))->radius = radius;
}

static void frame(struct painter *painter, struct ui_rect rect, int radius, int thickness,
                  enum ui_ink ink)
{
    struct ui_command *command = add(painter, UI_DRAW_FRAME, rect, colour(painter, ink));
    command->radius = radius;
    command->thickness = thickness;
}

/* A ground that is no control. In a theme where it has the colour of the paper, an edge tells where it ends. */
static void ground(struct painter *painter, struct ui_rect rect, int radius, enum ui_ink ink)
{
    const struct ui_colour paper = colour(painter, UI_PAPER);
    const struct ui_colour own = colour(painter, ink);
    fill(painter, rect, radius, ink);
    if (own.r == paper.r && own.g == paper.g && own.b == paper.b) {
        frame(painter, rect, radius, painter->theme->border, UI_EDGE);
    }
}

/* The darker or the lighter of ink and another: the same in every theme. */
static struct ui_colour of_two(const struct painter *painter, enum ui_ink other, bool is_dark)
{
    const struct ui_colour ink = colour(painter, UI_INK);
    const struct ui_colour paper = colour(painter, other);
    const bool is_ink = (ink.r + ink.g + ink.b < paper.r + paper.g + paper.b) == is_dark;
    return is_ink ? ink : paper;
}

/* What is behind a dialog gets dark in every theme. */
static struct ui_colour dim(const struct painter *painter)
{
    struct ui_colour out = of_two(painter, UI_PAPER, true);
    out.a = DIM_ALPHA;
    return out;
}

/* What a control looks like in its state. Pressed is told by a swap of figure and ground or a very thick border. */
struct look {
    enum ui_ink fill, border, text, icon;
    int thickness;
};

static struct look control_look(const struct painter *painter, const struct ui_node *node)
{
    const bool is_pressed = (node->states & UI_STATE_PRESSED) != 0;
    const bool is_chosen = (node->states & UI_STATE_CHOSEN) != 0;
    const int thin = painter->theme->border;
    const int thick = painter->theme->border_chosen;
    switch (node->surface) {
    case UI_SURFACE_PRIMARY:
        return is_pressed ? (struct look){UI_CARD, UI_CANAL, UI_CANAL, UI_CANAL, thick}
                          : (struct look){UI_CANAL, UI_CANAL, node->ink, node->ink, thin};
    case UI_SURFACE_SECONDARY:
    case UI_SURFACE_QUIET:
        if (is_pressed || (is_chosen && node->surface == UI_SURFACE_SECONDARY)) {
            return (struct look){UI_CANAL, UI_CANAL, UI_ON_CANAL, UI_ON_CANAL, thin};
        }
        if (is_chosen) {
            return (struct look){UI_TINT, UI_CANAL, node->ink, node->ink, thick};
        }
        return (struct look){UI_CARD, node->surface == UI_SURFACE_QUIET ? UI_EDGE : UI_CANAL,
                             node->ink, node->ink, thin};
    case UI_SURFACE_STORY: /* what stands on it is white and stays readable */
        return is_pressed ? (struct look){UI_STORY, UI_ON_STORY, node->ink, node->ink, thick}
                          : (struct look){UI_STORY, UI_CANAL, node->ink, node->ink, thin};
    case UI_SURFACE_MASK:
        return is_pressed ? (struct look){UI_CARD, UI_INK, UI_INK, UI_INK, thick}
                          : (struct look){UI_INK, UI_INK, node->ink, node->ink, thin};
    case UI_SURFACE_FOUND:
        return is_pressed ? (struct look){UI_CANAL, UI_CANAL, UI_ON_CANAL, UI_ON_CANAL, thin}
                          : (struct look){UI_CARD, UI_BRICK, node->ink, node->ink, thick};
    case UI_SURFACE_CARD:
        if (is_pressed) {
            return (struct look){UI_TINT, UI_CANAL, node->ink, UI_CANAL, thick * 8 / 5};
        }
        if (is_chosen) {
            return (struct look){UI_TINT, UI_CANAL, node->ink, UI_CANAL, thick};
        }
        return (struct look){UI_CARD, UI_EDGE, node->ink, UI_CANAL, thin};
    default:
        return (struct look){UI_PAPER, UI_PAPER, node->ink, node->ink, 0};
    }
}

static void paint_control(struct painter *painter, const struct ui_node *node, struct look look)
{
    const int radius = painter->theme->radius;
    /* The ground ends in the middle of the border, so that none of it shines through at the rounded edge. */
    const int in = look.border != look.fill ? look.thickness / 2 : 0;
    fill(painter, ui_rect_inset(node->rect, in), radius > in ? radius - in : 0, look.fill);
    if (look.border != look.fill) {
        frame(painter, node->rect, radius, look.thickness, look.border);
    }
}

static void paint_surface(struct painter *painter, const struct ui_node *node)
{
    const struct ui_theme *theme = painter->theme;
    const int hair = theme->border * 3 / 4;
    switch (node->surface) {
    case UI_SURFACE_NONE:
        break;
    case UI_SURFACE_CARD:
    case UI_SURFACE_PRIMARY:
    case UI_SURFACE_SECONDARY:
    case UI_SURFACE_QUIET:
    case UI_SURFACE_STORY:
    case UI_SURFACE_MASK:
    case UI_SURFACE_FOUND:
        paint_control(painter, node, control_look(painter, node));
        break;
    case UI_SURFACE_PANEL:
        fill(painter, ui_rect_inset(node->rect, hair / 2), theme->radius - hair / 2, UI_CARD);
        frame(painter, node->rect, theme->radius, hair, UI_HAIR);
        break;
    case UI_SURFACE_TINT:
        ground(painter, node->rect, theme->radius, UI_TINT);
        break;
    case UI_SURFACE_CANAL:
        ground(painter, node->rect, theme->radius, UI_STORY);
        break;
    case UI_SURFACE_BADGE:
        ground(painter, node->rect, theme->radius * 3 / 7, UI_SUN);
        break;
    case UI_SURFACE_BAR:
        fill(painter, node->rect, 0, UI_BAR);
        fill(painter, (struct ui_rect){node->rect.x, node->rect.y, node->rect.w, hair}, 0, UI_HAIR);
        break;
    case UI_SURFACE_DIM:
        add(painter, UI_DRAW_FILL, node->rect, dim(painter));
        break;
    case UI_SURFACE_DISC:
        add(painter, UI_DRAW_DISC, node->rect, colour(painter, UI_LEAF));
        break;
    case UI_SURFACE_DISC_CANAL:
        add(painter, UI_DRAW_DISC, node->rect, colour(painter, UI_CANAL));
        break;
    case UI_SURFACE_SLOT:
        fill(painter, ui_rect_inset(node->rect, hair / 2), theme->radius / 2, UI_CARD);
        if ((node->states & UI_STATE_CHOSEN) != 0) {
            frame(painter, node->rect, theme->radius / 2, theme->border_chosen, UI_CANAL);
        } else {
            frame(painter, node->rect, theme->radius / 2, theme->border, UI_EDGE);
        }
        break;
    case UI_SURFACE_LINE:
        fill(painter, node->rect, 0, node->ink);
        break;
    }
}

/* A picture was drawn for white paper: in a theme that is dark it gets that, with an edge of the theme's. */
static void paint_own_colours(struct painter *painter, const struct ui_node *node,
                              struct ui_rect rect)
{
    const int radius = painter->theme->radius / 2;
    const int edge = theme_px(painter->theme, 1.0);
    const struct ui_colour card = colour(painter, UI_CARD);
    const bool is_dark = card.r + card.g + card.b < 3 * 128;
    if (is_dark) {
        const struct ui_colour white = {255, 255, 255, 255};
        add(painter, UI_DRAW_FILL, rect, white)->radius = radius;
    }
    struct ui_command *picture =
        add(painter, UI_DRAW_PICTURE, is_dark ? ui_rect_inset(rect, edge) : rect,
            colour(painter, UI_INK));
    picture->icon = node->icon;
    picture->radius = is_dark ? radius - edge : radius;
    if (is_dark) {
        frame(painter, rect, radius, edge, UI_EDGE);
    }
}

static void paint_picture(struct painter *painter, const struct ui_node *node, struct ui_rect rect,
                          enum ui_ink ink)
{
    if (node->face > 0) {
        const enum ui_ink skin = (enum ui_ink)(UI_FACE_1 + node->face - 1);
        struct ui_command *face = add(painter, UI_DRAW_FACE, rect, colour(painter, skin));
        face->second = colour(painter, UI_INK);
        face->face = node->face;
    } else if (node->qr[0] != '\0') {
        struct ui_command *qr = add(painter, UI_DRAW_QR, rect, of_two(painter, UI_CARD, true));
        qr->second = of_two(painter, UI_CARD, false);
        qr->text = node->qr;
        qr->len = strlen(node->qr);
    } else if (node->is_picture) {
        paint_own_colours(painter, node, rect);
    } else if (node->icon[0] != '\0') {
        struct ui_command *icon = add(painter, UI_DRAW_ICON, rect, colour(painter, ink));
        icon->icon = node->icon;
        icon->turned =
            node->icon_turns && painter->scene->is_rtl != (node->arrangement == UI_PICTURE_END);
    }
}

static void paint_words(struct painter *painter, const struct ui_node *node,
                        const struct ui_arranged *arranged, enum ui_ink ink)
{
    for (size_t i = 0; i < arranged->line_count; i++) {
        const struct ui_line *line = &arranged->lines[i];
        const struct ui_rect at = {arranged->x[i], arranged->baseline[i], line->width, 0};
        struct ui_command *text = add(painter, UI_DRAW_TEXT, at, colour(painter, ink));
        text->text = node->label + line->from;
        text->len = line->len;
        text->paragraph = node->label;
        text->hyphen = line->hyphen;
        text->lang = node->lang;
        text->font = painter->theme->font[node->style];
    }
}

/* A tick on the top end corner, so that a chosen answer is known by shape too. Partly outside, to leave words their room. */
static void paint_tick(struct painter *painter, const struct ui_node *node)
{
    const int size = painter->theme->gap * 2;
    const int out = size * 3 / 10;
    const int x =
        painter->scene->is_rtl ? node->rect.x - out : node->rect.x + node->rect.w + out - size;
    const struct ui_rect disc = {x, node->rect.y - out, size, size};
    add(painter, UI_DRAW_DISC, disc, colour(painter, UI_CANAL));
    add(painter, UI_DRAW_ICON, ui_rect_inset(disc, size / 7), colour(painter, UI_ON_CANAL))->icon =
        "check";
}

/* Two colours, so that one of them stands out whatever is behind. */
static void paint_focus(struct painter *painter, const struct ui_node *node)
{
    const int ring = theme_px(painter->theme, 1.0);
    const int radius = painter->theme->radius;
    frame(painter, ui_rect_inset(node->rect, -ring), radius + ring, ring, UI_SUN);
    frame(painter, ui_rect_inset(node->rect, -2 * ring), radius + 2 * ring, ring, UI_INK);
}

static bool is_control(const struct ui_node *node)
{
    return (node->surface >= UI_SURFACE_CARD && node->surface <= UI_SURFACE_STORY) ||
           node->surface == UI_SURFACE_MASK || node->surface == UI_SURFACE_FOUND;
}

static void paint_node(struct painter *painter, const struct ui_node *node)
{
    struct ui_arranged arranged;
    enum ui_ink words = node->ink;
    enum ui_ink icon = node->ink;
    if (is_control(node)) {
        const struct look look = control_look(painter, node);
        words = look.text;
        icon = look.icon;
    }
    paint_surface(painter, node);
    const struct ui_measures measures = {painter->theme, painter->text, painter->scene->is_rtl};
    arrange_node(&measures, node, &arranged);
    if (arranged.picture.w > 0) {
        paint_picture(painter, node, arranged.picture, icon);
    }
    paint_words(painter, node, &arranged, words);
    if (node->surface == UI_SURFACE_CARD && (node->states & UI_STATE_CHOSEN) != 0) {
        paint_tick(painter, node);
    }
    if ((node->states & UI_STATE_FOCUSED) != 0) {
        paint_focus(painter, node);
    }
}

void paint_scene(const struct ui_scene *scene, const struct ui_theme *theme,
                 const struct ui_text_ops *text, struct ui_drawlist *out)
{
    struct painter painter = {scene, theme, text, out};
    out->count = 0;
    out->dim_percent = 0;
    out->background = scene->is_dark ? (struct ui_colour){0, 0, 0, 255} : theme->colour[UI_PAPER];
    for (size_t i = 0; i < scene->count; i++) {
        paint_node(&painter, &scene->nodes[i]);
    }
}

void paint_dim(const struct ui_scene *scene, int percent, struct ui_drawlist *list)
{
    struct painter painter = {.scene = scene, .list = list};
    const int share = percent < 0 ? 0 : percent > 100 ? 100 : percent;
    list->dim_percent = share;
    if (share > 0) {
        add(&painter, UI_DRAW_FILL, (struct ui_rect){0, 0, scene->width, scene->height},
            (struct ui_colour){0, 0, 0, (uint8_t)(share * 255 / 100)});
    }
}
