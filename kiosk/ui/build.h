/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUILD_H
#define BUILD_H

/*
 * What a screen builds its scene with: cutting rectangles and adding widgets, as if every language ran from left to
 * right. build_end mirrors the whole scene for a right-to-left one, here and nowhere else. Pure: no allocation, no I/O.
 * A node more than UI_NODES_MAX or a text longer than UI_LABEL_TEXT is an assertion, since both are limited before.
 */

#include "scene.h"
#include "text_ops.h"
#include "theme.h"

struct ui_build {
    struct ui_scene *scene;
    const struct ui_theme *theme;
    const struct ui_text_ops *text;
    const char *lang;
    bool is_rtl;
    struct ui_rect window; /* what is laid out in: all of it, or in reach mode the lowest 300 mm */
};

/*
 * Empties the scene. `modes` as in struct ui_scene. With "reach" among them everything is laid out in the lowest 300 mm of the
 * display, and never above 1200 mm over the floor where that leaves 180 mm.
 */
void build_begin(struct ui_build *build, struct ui_scene *scene, const struct ui_theme *theme,
                 const struct ui_text_ops *text, const struct ui_display *display,
                 const char *screen, const char *lang, bool is_rtl, const char *modes);
/*
 * Sets pictures and words of each row of cards on common lines; takes the answers, or a row of buttons, whose words do not
 * fit one step smaller together; says in every node whether it fits; then mirrors.
 */
void build_end(struct ui_build *build);

/* Text is half as large again: answers want full-width rows, and side panels have no room. */
bool build_is_large(const struct ui_build *build);
/* The window is much higher than wide: what stands beside each other elsewhere stands below each other. */
bool build_is_portrait(const struct ui_build *build);
/* Everything is in the lowest part of the display: room for what is needed, and for nothing beside it. */
bool build_is_reach(const struct ui_build *build);
/* How many lines of explanation the window is high: where it is few, what is optional stays away. */
int build_lines(const struct ui_build *build);
/* The whole display, for what lies behind or over everything. */
struct ui_rect build_whole(const struct ui_build *build);

/* The window, and cutting a piece off a rectangle (with the gap between piece and rest left out). */
struct ui_rect build_window(const struct ui_build *build);
struct ui_rect take_top(struct ui_rect *rest, int h, int gap);
struct ui_rect take_bottom(struct ui_rect *rest, int h, int gap);
struct ui_rect take_start(struct ui_rect *rest, int w, int gap);
struct ui_rect take_end(struct ui_rect *rest, int w, int gap);
/* Cell `index` of a grid, row by row. */
struct ui_rect grid_cell(struct ui_rect area, int columns, int rows, int gap, int index);

/* Pixels that a text needs at a width in the build's language (or `lang`, if not NULL). */
int text_height(const struct ui_build *build, enum ui_style style, int width, const char *text,
                const char *lang);
int text_width(const struct ui_build *build, enum ui_style style, const char *text,
               const char *lang);

/* The first of QUESTION, TITLE and ANSWER, from `wanted` on, in which a text fits; ANSWER if none does. */
enum ui_style style_that_fits(const struct ui_build *build, enum ui_style wanted, int width,
                              int height, const char *text);
/* The width that a badge, or a button with or without an icon, needs for words on one line. Never below target_min. */
int badge_width(const struct ui_build *build, const char *text);
int button_width(const struct ui_build *build, bool has_icon, const char *text);
/* The height of a badge. */
int badge_height(const struct ui_build *build);

/* Words to show and say. lang NULL: the build's; speech NULL: the label. */
struct ui_words {
    const char *label, *speech, *lang;
};
struct ui_words words(const char *label);

/* Widgets. Each adds one node and returns it for small changes (valid until build_end). */
struct ui_node *add_text(struct ui_build *build, const char *id, struct ui_rect rect,
                         enum ui_role role, enum ui_style style, enum ui_ink ink,
                         enum ui_align align, struct ui_words words);
struct ui_node *add_surface(struct ui_build *build, struct ui_rect rect, enum ui_surface surface);
struct ui_node *add_line(struct ui_build *build, struct ui_rect rect, enum ui_ink ink);
/* Without a label it is decoration. */
struct ui_node *add_picture(struct ui_build *build, const char *id, struct ui_rect rect,
                            const char *icon, enum ui_ink ink, struct ui_words words);
/* A QR code of `text` with its quiet zone, as large as the rectangle allows. */
struct ui_node *add_qr(struct ui_build *build, const char *id, struct ui_rect rect,
                       const char *text, struct ui_words words);
struct ui_node *add_badge(struct ui_build *build, const char *id, struct ui_rect rect,
                          enum ui_role role, struct ui_words words);
/* icon may be NULL; one named arrow… points to the start, or to the end when it stands behind the words, in both
 * directions. surface: PRIMARY, SECONDARY, QUIET, STORY, MASK or FOUND. */
struct ui_node *add_button(struct ui_build *build, const char *id, struct ui_rect rect,
                           enum ui_surface surface, enum ui_arrangement arrangement,
                           const char *icon, struct ui_words words);
/* An answer with a face (1 … 5) and its word; words of all cards of a row stand on one line. */
struct ui_node *add_face(struct ui_build *build, const char *id, struct ui_rect rect, int face,
                         bool chosen, struct ui_words words);
/* An answer with an icon (may be NULL) and words: beside each other in a low tile, above each other in a tall one. */
struct ui_node *add_tile(struct ui_build *build, const char *id, struct ui_rect rect,
                         const char *icon, bool chosen, struct ui_words words);

#endif
