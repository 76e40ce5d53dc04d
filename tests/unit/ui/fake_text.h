/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FAKE_TEXT_H
#define FAKE_TEXT_H

/*
 * Text whose size is known without fonts: a character is half an em wide, a line is one em high. Breaks at blanks and at
 * '|', which stands for a soft hyphen. And a display and a theme of round numbers: 4 pixels a millimetre.
 */

#include <assert.h>
#include <string.h>

#include "build.h"
#include "theme.h"

static inline bool fake_wrap(void *self, struct ui_font font, const char *lang, const char *text,
                             int width, size_t lines_max, struct ui_line *lines, size_t *count)
{
    const int step = font.px / 2;
    bool fits = true;
    size_t at = 0;
    (void)self;
    (void)lang;
    *count = 0;
    while (text[at] != '\0') {
        size_t end = at + strcspn(text + at, " |");
        while (text[end] != '\0') {
            const size_t more = end + 1 + strcspn(text + end + 1, " |");
            if ((int)(more - at) * step > width) {
                break;
            }
            end = more;
        }
        const int used = (int)(end - at) * step;
        if (*count == lines_max) {
            return false;
        }
        lines[(*count)++] = (struct ui_line){at, end - at, used, text[end] == '|'};
        fits = fits && used <= width;
        at = text[end] == '\0' ? end : end + 1;
    }
    return fits;
}

static inline void fake_extent(void *self, struct ui_font font, const char *lang, int *ascent,
                               int *descent)
{
    (void)self;
    (void)lang;
    *ascent = font.px * 3 / 4;
    *descent = font.px - *ascent;
}

static const struct ui_text_ops fake_text = {fake_wrap, fake_extent, NULL};

/* 400 x 250 mm, so that a millimetre is 4 pixels. */
static const struct ui_display fake_display = {1600, 1000, 400, 250, 920, 600};

static inline struct ui_theme fake_theme(void)
{
    struct ui_theme theme;
    memset(&theme, 0, sizeof theme);
    for (int i = 0; i < UI_STYLES; i++) {
        theme.font[i] = (struct ui_font){40, true};
        theme.line_height[i] = 1.25;
    }
    for (int i = 0; i < UI_INKS; i++) {
        theme.colour[i] = (struct ui_colour){(uint8_t)(i * 10), 100, 200, 255};
    }
    theme.font[UI_STYLE_QUESTION].px = 80;
    theme.font[UI_STYLE_TITLE].px = 60;
    theme.font[UI_STYLE_ANSWER].px = 48;
    theme.font[UI_STYLE_ANSWER_MIDDLE].px = 48;
    theme.px_per_mm = 4;
    theme.margin = 60;
    theme.gap = 24;
    theme.bar_height = 160;
    theme.top_height = 80;
    theme.radius = 24;
    theme.border = 4;
    theme.border_chosen = 10;
    theme.target_min = 80;
    return theme;
}

/* A scene being built, with what it needs. */
struct fake_build {
    struct ui_theme theme;
    struct ui_scene scene;
    struct ui_build build;
};

static inline void fake_begin(struct fake_build *fake, bool is_rtl)
{
    fake->theme = fake_theme();
    build_begin(&fake->build, &fake->scene, &fake->theme, &fake_text, &fake_display, "question",
                is_rtl ? "ar" : "nl", is_rtl, "");
}

static inline const struct ui_node *fake_node(const struct fake_build *fake, const char *id)
{
    const struct ui_node *node = scene_find(&fake->scene, id);
    assert(node != NULL);
    return node;
}

#endif
