/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STAGE_H
#define STAGE_H

/* A platform to try things on, and a question screen to draw. Include after cmocka.h. */

#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>

#include "build.h"
#include "platform.h"

#define STAGE_WIDTH  1280
#define STAGE_HEIGHT 800

static const struct platform_options stage_options = {
    .is_headless = true,
    .width = STAGE_WIDTH,
    .height = STAGE_HEIGHT,
    .title = "test",
    .font_dir = "/usr/share/fonts/truetype/noto",
    .icon_dir = BS_SOURCE_DIR "/assets/icons",
};

static inline struct platform *stage_open(bool is_headless)
{
    struct platform_options options = stage_options;
    struct platform *platform = NULL;
    struct bs_error err = {0};
    options.is_headless = is_headless;
    assert_int_equal(bs_crypto_start(&err), BS_OK);
    if (platform_open(&options, &platform, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    return platform;
}

static inline void stage_theme(struct ui_theme *theme, struct ui_display *display)
{
    struct ui_theme_error error = {0};
    struct bs_buf file;
    *display = (struct ui_display){STAGE_WIDTH, STAGE_HEIGHT, 331, 207, 920, 600};
    bs_buf_init(&file, 16384);
    assert_int_equal(bs_file_read(BS_SOURCE_DIR "/assets/themes/default.theme", &file, NULL),
                     BS_OK);
    assert_true(theme_parse((const char *)file.data, file.len, display, theme, &error));
    bs_buf_finish(&file);
}

/* Draws a screen with a bit of everything; `chosen` is the face that is chosen, or 0. */
static inline void stage_present(struct platform *platform, const char *lang, bool is_rtl,
                                 int chosen)
{
    static struct ui_theme theme;
    static struct ui_scene scene;
    static struct ui_drawlist list;
    struct ui_display display;
    struct ui_build build;
    stage_theme(&theme, &display);
    build_begin(&build, &scene, &theme, platform_text(platform), &display, "question", lang, is_rtl,
                "");
    struct ui_rect rest = ui_rect_inset(build_window(&build), theme.margin);
    const struct ui_rect bar = take_bottom(&rest, theme.target_min, theme.gap);
    (void)add_text(&build, "question", take_top(&rest, 120, theme.gap), UI_ROLE_QUESTION,
                   UI_STYLE_QUESTION, UI_INK, UI_ALIGN_START,
                   words(is_rtl ? "ما مدى نظافة شارعك؟ (60)" : "Hoe schoon is uw straat? (60)"));
    for (int i = 0; i < 5; i++) {
        const char id[] = {'a', (char)('1' + i), '\0'};
        (void)add_face(&build, id, grid_cell(rest, 5, 1, theme.gap, i), i + 1, i + 1 == chosen,
                       words(is_rtl ? "جيّد جدًّا" : "Heel goed"));
    }
    (void)add_button(&build, "tool.back", grid_cell(bar, 3, 1, theme.gap, 0), UI_SURFACE_SECONDARY,
                     UI_PICTURE_START, "arrow", words("Terug"));
    (void)add_badge(&build, "left", grid_cell(bar, 3, 1, theme.gap, 1), UI_ROLE_STATUS,
                    words("nog 1"));
    build_end(&build);
    paint_scene(&scene, &theme, platform_text(platform), &list);
    assert_int_equal(platform_present(platform, &list, NULL), BS_OK);
}

#endif
