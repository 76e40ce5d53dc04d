/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Tries for each group of buttons one way after the other to show picture and words, until all of them fit. */

#include "fit.h"
#include "arrange.h"

/* A way to show a group: letters, and where the picture goes. */
struct way {
    enum ui_style style;
    enum ui_arrangement arrangement;
    bool keeps_arrangement; /* the one that the node has */
    bool may_hyphenate;
};

static struct ui_measures measures_of(const struct ui_build *build)
{
    return (struct ui_measures){build->theme, build->text, build->is_rtl};
}

static bool is_answer(const struct ui_node *node)
{
    return node->role == UI_ROLE_BUTTON && node->surface == UI_SURFACE_CARD;
}

static bool has_picture(const struct ui_node *node)
{
    return node->face > 0 || node->icon[0] != '\0';
}

/* Nodes that must look alike: all answers of a screen; the tool bar; the other buttons that stand in one row. */
static bool same_group(const struct ui_node *a, const struct ui_node *b)
{
    if (a->role != UI_ROLE_BUTTON || b->role != UI_ROLE_BUTTON || is_answer(a) != is_answer(b)) {
        return false;
    }
    if (a->is_tool || b->is_tool) {
        return a->is_tool && b->is_tool;
    }
    return is_answer(a) ||
           (a->rect.y == b->rect.y && a->rect.h == b->rect.h && a->is_apart == b->is_apart);
}

/* Cards whose pictures and words stand on common lines. */
static bool same_line(const struct ui_node *a, const struct ui_node *b)
{
    return a->arrangement == b->arrangement && a->surface == b->surface && a->rect.h == b->rect.h &&
           (a->face > 0) == (b->face > 0);
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int limit(int value, int least, int most)
{
    return value < least ? least : smaller(value, most);
}

/* Room between picture and words: less in a low card. */
static int stack_gap(const struct ui_build *build, const struct ui_node *node)
{
    return limit(node->rect.h / 14, build->theme->gap / 3, build->theme->gap);
}

/* Height of the words of each card that has its picture above them. */
static void measure_words(const struct ui_build *build, int heights[UI_NODES_MAX])
{
    const struct ui_measures measures = measures_of(build);
    for (size_t i = 0; i < build->scene->count; i++) {
        const struct ui_node *node = &build->scene->nodes[i];
        const struct ui_room room = arrange_padding(build->theme, node->surface, node->arrangement);
        struct ui_line lines[UI_LINES_MAX];
        size_t count = 0;
        if (node->arrangement == UI_PICTURE_ABOVE) {
            (void)build->text->wrap(build->text->self, build->theme->font[node->style], node->lang,
                                    node->label, node->rect.w - 2 * room.x, UI_LINES_MAX, lines,
                                    &count);
        }
        heights[i] = (int)count * arrange_line_px(&measures, node->style, node->lang);
    }
}

/* The highest words of the cards on one line with `lead`: of its own row alone, or of all rows. */
static int most_words(const struct ui_build *build, const struct ui_node *lead,
                      const int heights[UI_NODES_MAX], bool is_row)
{
    const struct ui_scene *scene = build->scene;
    int most = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        if (same_line(lead, node) && (!is_row || node->rect.y == lead->rect.y)) {
            most = heights[i] > most ? heights[i] : most;
        }
    }
    return most;
}

static int stacked_picture(const struct ui_build *build, const struct ui_node *lead, int words)
{
    const struct ui_room room = arrange_padding(build->theme, lead->surface, lead->arrangement);
    const int high = lead->rect.h - 2 * room.y - stack_gap(build, lead) - words;
    const int least = build->theme->gap * 6; /* in a high card it may be larger */
    const int most = limit(lead->rect.h * 40 / 100, least, least * 3 / 2);
    const int wide =
        lead->face > 0 ? lead->rect.w * 70 / 100 : smaller(lead->rect.w * 40 / 100, most);
    return limit(wide, 0, high > 0 ? high : 0);
}

/*
 * Picture above words: pictures of all cards are equally large; in a row they stand on one line and words begin on the
 * next, and the block of picture and the row's most lines of words is in the middle.
 */
static void stack_all(struct ui_build *build)
{
    struct ui_scene *scene = build->scene;
    int heights[UI_NODES_MAX];
    measure_words(build, heights);
    for (size_t i = 0; i < scene->count; i++) {
        struct ui_node *node = &scene->nodes[i];
        if (node->arrangement != UI_PICTURE_ABOVE) {
            continue;
        }
        const int gap = stack_gap(build, node);
        const int picture = stacked_picture(build, node, most_words(build, node, heights, false));
        const int block = picture + gap + most_words(build, node, heights, true);
        node->picture_px = picture;
        node->picture_top = (node->rect.h - block) / 2;
        node->text_top = node->picture_top + picture + gap;
    }
}

/* A picture beside words in a card: as high as half the card, in a low one more, but leaving the words most of the width. */
static void set_beside(const struct ui_build *build, struct ui_node *node)
{
    const struct ui_room room = arrange_padding(build->theme, node->surface, node->arrangement);
    const int part = node->rect.h < build->theme->target_min * 2 ? 60 : 45;
    const int by_height = node->face > 0 ? node->rect.h - 2 * room.y : node->rect.h * part / 100;
    node->picture_px = smaller(by_height, node->rect.w * 20 / 100);
}

static void apply(struct ui_build *build, size_t first, const struct way *way)
{
    struct ui_scene *scene = build->scene;
    const struct ui_node *lead = &scene->nodes[first];
    for (size_t i = scene->count; i > first; i--) {
        struct ui_node *node = &scene->nodes[i - 1];
        if (!same_group(lead, node)) {
            continue;
        }
        node->style = way->style;
        if (has_picture(node) && node->arrangement != UI_PICTURE_ONLY && !way->keeps_arrangement) {
            node->arrangement = way->arrangement;
        }
        if (is_answer(node) && node->arrangement == UI_PICTURE_START) {
            set_beside(build, node);
        }
        if (!is_answer(node) && node->arrangement != UI_PICTURE_ONLY) {
            node->picture_px = UI_ICON_PX(build->theme->font[node->style].px);
        }
    }
    stack_all(build);
}

/* Words that leave a face no room for its mouth are too large. */
static bool is_face_lost(const struct ui_build *build, const struct ui_node *node)
{
    return node->face > 0 && node->picture_px < build->theme->target_min * 4 / 5;
}

static bool fits(const struct ui_build *build, size_t first, const struct way *way)
{
    const struct ui_scene *scene = build->scene;
    const struct ui_measures measures = measures_of(build);
    for (size_t i = first; i < scene->count; i++) {
        struct ui_arranged arranged;
        if (same_group(&scene->nodes[first], &scene->nodes[i])) {
            arrange_node(&measures, &scene->nodes[i], &arranged);
            if (!arranged.fits || (arranged.has_hyphen && !way->may_hyphenate) ||
                is_face_lost(build, &scene->nodes[i])) {
                return false;
            }
        }
    }
    return true;
}

/* The last way stays if none fits. */
static void try_ways(struct ui_build *build, size_t first, const struct way *ways, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        apply(build, first, &ways[i]);
        if (fits(build, first, &ways[i])) {
            return;
        }
    }
}

/* A tile's icon goes only when even small words leave it no room, as a button's does. */
static void fit_tiles(struct ui_build *build, size_t first)
{
    const bool is_tall = build->scene->nodes[first].arrangement == UI_PICTURE_ABOVE;
    const enum ui_arrangement liked = is_tall ? UI_PICTURE_ABOVE : UI_PICTURE_START;
    const enum ui_arrangement other = is_tall ? UI_PICTURE_START : UI_PICTURE_ABOVE;
    const struct way ways[] = {
        {UI_STYLE_ANSWER, liked, false, false},
        {UI_STYLE_ANSWER, other, false, false},
        {UI_STYLE_ANSWER_MIDDLE, liked, false, false},
        {UI_STYLE_ANSWER_MIDDLE, other, false, false},
        {UI_STYLE_ANSWER_SMALL, liked, false, false},
        {UI_STYLE_ANSWER_SMALL, other, false, false},
        {UI_STYLE_ANSWER, liked, false, true},
        {UI_STYLE_ANSWER_SMALL, liked, false, true},
        {UI_STYLE_ANSWER_SMALL, other, false, true},
        {UI_STYLE_ANSWER_SMALL, UI_TEXT_ONLY, false, false},
        {UI_STYLE_ANSWER_SMALL, UI_TEXT_ONLY, false, true},
    };
    try_ways(build, first, ways, sizeof ways / sizeof ways[0]);
}

/* Icons stand above the words before a word is broken: the bar is high enough. */
static void fit_tools(struct ui_build *build, size_t first)
{
    const struct way ways[] = {
        {UI_STYLE_ANSWER, UI_PICTURE_START, false, false},
        {UI_STYLE_ANSWER_SMALL, UI_PICTURE_START, false, false},
        {UI_STYLE_ANSWER_SMALL, UI_PICTURE_ABOVE, false, false},
        {UI_STYLE_ANSWER_SMALL, UI_PICTURE_START, false, true},
        {UI_STYLE_ANSWER_SMALL, UI_TEXT_ONLY, false, false},
        {UI_STYLE_ANSWER_SMALL, UI_TEXT_ONLY, false, true},
    };
    try_ways(build, first, ways, sizeof ways / sizeof ways[0]);
}

/* Faces, and buttons that are no answers. */
static void fit_others(struct ui_build *build, size_t first)
{
    const struct way ways[] = {
        {UI_STYLE_ANSWER, UI_TEXT_ONLY, true, false},
        {UI_STYLE_ANSWER_MIDDLE, UI_TEXT_ONLY, true, false},
        {UI_STYLE_ANSWER_SMALL, UI_TEXT_ONLY, true, false},
        {UI_STYLE_ANSWER_SMALL, UI_TEXT_ONLY, true, true},
        {UI_STYLE_ANSWER_SMALL, UI_PICTURE_ABOVE, false, false},
        {UI_STYLE_ANSWER_SMALL, UI_TEXT_ONLY, false, true},
    };
    const bool is_face = build->scene->nodes[first].face > 0;
    const size_t from = build->scene->nodes[first].is_small ? 2 : 0;
    const size_t count = is_face ? 4 : sizeof ways / sizeof ways[0];
    try_ways(build, first, ways + from, count - from);
}

void fit_scene(struct ui_build *build)
{
    struct ui_scene *scene = build->scene;
    const struct ui_measures measures = measures_of(build);
    stack_all(build);
    for (size_t i = 0; i < scene->count; i++) {
        bool is_first = scene->nodes[i].role == UI_ROLE_BUTTON;
        for (size_t before = 0; before < i && is_first; before++) {
            is_first = !same_group(&scene->nodes[i], &scene->nodes[before]);
        }
        if (is_first && is_answer(&scene->nodes[i]) && scene->nodes[i].face == 0) {
            fit_tiles(build, i);
        } else if (is_first && scene->nodes[i].is_tool) {
            fit_tools(build, i);
        } else if (is_first) {
            fit_others(build, i);
        }
    }
    for (size_t i = 0; i < scene->count; i++) {
        struct ui_arranged arranged;
        arrange_node(&measures, &scene->nodes[i], &arranged);
        scene->nodes[i].fits = arranged.fits;
    }
}
