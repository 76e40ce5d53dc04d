/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Begins and ends a scene: emptying it, asking for the size of text, setting rows of cards on common lines, mirroring. */

#include <stdio.h>
#include <string.h>

#include "arrange.h"
#include "build.h"

void build_begin(struct ui_build *build, struct ui_scene *scene, const struct ui_theme *theme,
                 const struct ui_text_ops *text, const struct ui_display *display,
                 const char *screen, const char *lang, bool is_rtl, const char *modes)
{
    memset(scene, 0, sizeof *scene);
    (void)snprintf(scene->screen, sizeof scene->screen, "%s", screen);
    (void)snprintf(scene->lang, sizeof scene->lang, "%s", lang);
    (void)snprintf(scene->modes, sizeof scene->modes, "%s", modes);
    scene->is_rtl = is_rtl;
    scene->width = display->width_px;
    scene->height = display->height_px;
    build->scene = scene;
    build->theme = theme;
    build->text = text;
    build->lang = scene->lang;
    build->is_rtl = is_rtl;
}

struct ui_rect build_window(const struct ui_build *build)
{
    return (struct ui_rect){0, 0, build->scene->width, build->scene->height};
}

int text_height(const struct ui_build *build, enum ui_style style, int width, const char *text,
                const char *lang)
{
    struct ui_line lines[UI_LINES_MAX];
    size_t count = 0;
    lang = lang != NULL ? lang : build->lang;
    (void)build->text->wrap(build->text->self, build->theme->font[style], lang, text, width,
                            UI_LINES_MAX, lines, &count);
    return (int)count * arrange_line_px(build->theme, build->text, style, lang);
}

int text_width(const struct ui_build *build, enum ui_style style, const char *text,
               const char *lang)
{
    struct ui_line lines[UI_LINES_MAX];
    size_t count = 0;
    int width = 0;
    lang = lang != NULL ? lang : build->lang;
    (void)build->text->wrap(build->text->self, build->theme->font[style], lang, text, INT32_MAX,
                            UI_LINES_MAX, lines, &count);
    for (size_t i = 0; i < count; i++) {
        width = lines[i].width > width ? lines[i].width : width;
    }
    return width;
}

enum ui_style style_that_fits(const struct ui_build *build, enum ui_style wanted, int width,
                              int height, const char *text)
{
    static const enum ui_style steps[] = {UI_STYLE_QUESTION, UI_STYLE_TITLE, UI_STYLE_ANSWER};
    bool is_reached = false;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct ui_line lines[UI_LINES_MAX];
        size_t count = 0;
        is_reached = is_reached || steps[i] == wanted;
        if (is_reached &&
            build->text->wrap(build->text->self, build->theme->font[steps[i]], build->lang, text,
                              width, UI_LINES_MAX, lines, &count) &&
            (int)count * arrange_line_px(build->theme, build->text, steps[i], build->lang) <=
                height) {
            return steps[i];
        }
    }
    return UI_STYLE_ANSWER;
}

static bool is_answer(const struct ui_node *node)
{
    return node->role == UI_ROLE_BUTTON && node->surface == UI_SURFACE_CARD;
}

/* Nodes that must look alike: all answers of a screen; the other buttons that stand in one row. */
static bool same_group(const struct ui_node *a, const struct ui_node *b)
{
    if (a->role != UI_ROLE_BUTTON || b->role != UI_ROLE_BUTTON) {
        return false;
    }
    if (is_answer(a) || is_answer(b)) {
        return is_answer(a) && is_answer(b);
    }
    return a->rect.y == b->rect.y && a->rect.h == b->rect.h;
}

static bool same_row(const struct ui_node *a, const struct ui_node *b)
{
    return b->arrangement == UI_PICTURE_ABOVE && a->surface == b->surface &&
           a->rect.y == b->rect.y && a->rect.h == b->rect.h && (a->face > 0) == (b->face > 0);
}

static size_t count_lines(const struct ui_build *build, const struct ui_node *node)
{
    struct ui_line lines[UI_LINES_MAX];
    size_t count = 0;
    if (node->label[0] != '\0') {
        const struct ui_room room = arrange_padding(build->theme, node);
        (void)build->text->wrap(build->text->self, build->theme->font[node->style], node->lang,
                                node->label, node->rect.w - 2 * room.x, UI_LINES_MAX, lines,
                                &count);
    }
    return count;
}

/*
 * Pictures of a row are equally large and stand on one line, words begin on the next, and the block of picture and the
 * most lines of words in the row is centred.
 */
static void align_row(struct ui_build *build, size_t first)
{
    struct ui_scene *scene = build->scene;
    const struct ui_node *lead = &scene->nodes[first];
    const struct ui_room room = arrange_padding(build->theme, lead);
    const int gap = arrange_picture_gap(build->theme, lead);
    int words = 0;
    int narrowest = lead->rect.w;
    for (size_t i = first; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        if (same_row(lead, node)) {
            const int height = (int)count_lines(build, node) *
                               arrange_line_px(build->theme, build->text, node->style, node->lang);
            words = height > words ? height : words;
            narrowest = node->rect.w < narrowest ? node->rect.w : narrowest;
        }
    }
    const int high = lead->rect.h - 2 * room.y - gap - words;
    const int wide = narrowest * (lead->face > 0 ? 62 : 40) / 100;
    int picture = high < wide ? high : wide;
    picture = picture > 0 ? picture : 0;
    const int block = picture + gap + words;
    const int top = (lead->rect.h - block) / 2;
    for (size_t i = scene->count; i > first; i--) {
        struct ui_node *node = &scene->nodes[i - 1];
        if (same_row(lead, node)) {
            node->picture_px = picture;
            node->picture_top = top;
            node->text_top = top + picture + gap;
        }
    }
}

static void align_rows(struct ui_build *build)
{
    struct ui_scene *scene = build->scene;
    for (size_t i = 0; i < scene->count; i++) {
        bool is_first = scene->nodes[i].arrangement == UI_PICTURE_ABOVE;
        for (size_t before = 0; before < i && is_first; before++) {
            is_first = !same_row(&scene->nodes[i], &scene->nodes[before]);
        }
        if (is_first) {
            align_row(build, i);
        }
    }
}

static void measure(struct ui_build *build)
{
    struct ui_arranged arranged;
    for (size_t i = 0; i < build->scene->count; i++) {
        struct ui_node *node = &build->scene->nodes[i];
        arrange_node(build->theme, build->text, node, build->is_rtl, &arranged);
        node->fits = arranged.fits;
    }
}

/* True if some group took a smaller step. */
static bool shrink_groups(struct ui_build *build)
{
    struct ui_scene *scene = build->scene;
    bool has_shrunk = false;
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->nodes[i].fits || scene->nodes[i].style != UI_STYLE_ANSWER) {
            continue;
        }
        for (size_t other = 0; other < scene->count; other++) {
            struct ui_node *node = &scene->nodes[other];
            if (node->style == UI_STYLE_ANSWER && same_group(&scene->nodes[i], node) &&
                other != i) {
                node->style = UI_STYLE_SMALL_STRONG;
            }
        }
        if (scene->nodes[i].role == UI_ROLE_BUTTON) {
            scene->nodes[i].style = UI_STYLE_SMALL_STRONG;
            has_shrunk = true;
        }
    }
    return has_shrunk;
}

void build_end(struct ui_build *build)
{
    struct ui_scene *scene = build->scene;
    align_rows(build);
    measure(build);
    if (shrink_groups(build)) {
        align_rows(build);
        measure(build);
    }
    for (size_t i = 0; i < scene->count && build->is_rtl; i++) {
        struct ui_rect *rect = &scene->nodes[i].rect;
        rect->x = scene->width - rect->x - rect->w;
    }
}
