/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* The widgets: what each kind of node looks like, decided once. */

#include <assert.h>
#include <string.h>

#include "build.h"
#include "fit.h"

/* Texts are limited where they are written; here a longer one is cut at a character border rather than overrun. */
static void copy_text(char *out, size_t size, const char *text)
{
    size_t len = strnlen(text, size);
    assert(len < size);
    if (len >= size) {
        len = size - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xC0U) == 0x80U) {
            len--;
        }
    }
    memcpy(out, text, len);
    out[len] = '\0';
}

struct ui_words words(const char *label)
{
    return (struct ui_words){label, NULL, NULL};
}

static struct ui_node *add_node(struct ui_build *build, const char *id, struct ui_rect rect,
                                enum ui_role role, struct ui_words words)
{
    struct ui_scene *scene = build->scene;
    assert(scene->count < UI_NODES_MAX);
    if (scene->count == UI_NODES_MAX) {
        scene->count--;
    }
    struct ui_node *node = &scene->nodes[scene->count++];
    const char *label = words.label != NULL ? words.label : "";
    memset(node, 0, sizeof *node);
    copy_text(node->id, sizeof node->id, id != NULL ? id : "");
    copy_text(node->label, sizeof node->label, label);
    copy_text(node->speech, sizeof node->speech, words.speech != NULL ? words.speech : label);
    copy_text(node->lang, sizeof node->lang, words.lang != NULL ? words.lang : build->lang);
    node->rect = rect;
    node->role = role;
    return node;
}

static void set_icon(const struct ui_build *build, struct ui_node *node, const char *icon)
{
    copy_text(node->icon, sizeof node->icon, icon);
    node->icon_turns = strncmp(icon, "arrow", 5) == 0;
    node->picture_px = UI_ICON_PX(build->theme->font[node->style].px);
}

struct ui_node *add_text(struct ui_build *build, const char *id, struct ui_rect rect,
                         enum ui_role role, enum ui_style style, enum ui_ink ink,
                         enum ui_align align, struct ui_words words)
{
    struct ui_node *node = add_node(build, id, rect, role, words);
    node->style = style;
    node->ink = ink;
    node->align = align;
    return node;
}

struct ui_node *add_surface(struct ui_build *build, struct ui_rect rect, enum ui_surface surface)
{
    struct ui_node *node = add_node(build, "", rect, UI_ROLE_DECORATION, words(""));
    node->surface = surface;
    return node;
}

struct ui_node *add_line(struct ui_build *build, struct ui_rect rect, enum ui_ink ink)
{
    struct ui_node *node = add_surface(build, rect, UI_SURFACE_LINE);
    node->ink = ink;
    return node;
}

struct ui_node *add_picture(struct ui_build *build, const char *id, struct ui_rect rect,
                            const char *icon, enum ui_ink ink, struct ui_words words)
{
    struct ui_node *node = add_node(build, id, rect, UI_ROLE_IMAGE, words);
    node->role = node->label[0] != '\0' ? UI_ROLE_IMAGE : UI_ROLE_DECORATION;
    set_icon(build, node, icon);
    node->arrangement = UI_PICTURE_ONLY;
    node->ink = ink;
    node->picture_px = rect.w < rect.h ? rect.w : rect.h;
    return node;
}

struct ui_node *add_qr(struct ui_build *build, const char *id, struct ui_rect rect,
                       const char *text, struct ui_words words)
{
    struct ui_node *node = add_node(build, id, rect, UI_ROLE_IMAGE, words);
    copy_text(node->qr, sizeof node->qr, text);
    node->arrangement = UI_PICTURE_ONLY;
    node->picture_px = rect.w < rect.h ? rect.w : rect.h;
    return node;
}

struct ui_node *add_badge(struct ui_build *build, const char *id, struct ui_rect rect,
                          enum ui_role role, struct ui_words words)
{
    struct ui_node *node = add_node(build, id, rect, role, words);
    node->surface = UI_SURFACE_BADGE;
    node->style = UI_STYLE_SMALL_STRONG;
    node->ink = UI_INK;
    node->align = UI_ALIGN_CENTRE;
    node->centre_vertically = true;
    return node;
}

struct ui_node *add_button(struct ui_build *build, const char *id, struct ui_rect rect,
                           enum ui_surface surface, enum ui_arrangement arrangement,
                           const char *icon, struct ui_words words)
{
    struct ui_node *node = add_node(build, id, rect, UI_ROLE_BUTTON, words);
    node->surface = surface;
    node->style = UI_STYLE_ANSWER;
    node->ink = surface == UI_SURFACE_PRIMARY ? UI_ON_CANAL
                : surface == UI_SURFACE_STORY ? UI_ON_STORY
                : surface == UI_SURFACE_QUIET ? UI_INK
                : surface == UI_SURFACE_MASK  ? UI_PAPER
                : surface == UI_SURFACE_FOUND ? UI_BRICK
                                              : UI_CANAL;
    node->align = UI_ALIGN_CENTRE;
    node->centre_vertically = true;
    if (icon != NULL && icon[0] != '\0') {
        set_icon(build, node, icon);
        node->arrangement = arrangement;
    }
    return node;
}

static struct ui_node *add_answer(struct ui_build *build, const char *id, struct ui_rect rect,
                                  bool chosen, struct ui_words words)
{
    struct ui_node *node = add_node(build, id, rect, UI_ROLE_BUTTON, words);
    node->surface = UI_SURFACE_CARD;
    node->style = UI_STYLE_ANSWER;
    node->ink = UI_INK;
    node->align = UI_ALIGN_START;
    node->centre_vertically = true;
    node->states = chosen ? UI_STATE_CHOSEN : 0;
    return node;
}

struct ui_node *add_face(struct ui_build *build, const char *id, struct ui_rect rect, int face,
                         bool chosen, struct ui_words words)
{
    struct ui_node *node = add_answer(build, id, rect, chosen, words);
    assert(face >= 1 && face <= 5);
    node->face = face;
    node->arrangement = rect.w > 2 * rect.h ? UI_PICTURE_START : UI_PICTURE_ABOVE;
    return node;
}

struct ui_node *add_tile(struct ui_build *build, const char *id, struct ui_rect rect,
                         const char *icon, bool chosen, struct ui_words words)
{
    struct ui_node *node = add_answer(build, id, rect, chosen, words);
    if (icon != NULL && icon[0] != '\0') {
        set_icon(build, node, icon);
        node->arrangement = 100 * rect.h > 55 * rect.w ? UI_PICTURE_ABOVE : UI_PICTURE_START;
    }
    return node;
}
