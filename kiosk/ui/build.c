/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Begins and ends a scene: emptying it, asking for the size of text, mirroring. */

#include <stdio.h>
#include <string.h>

#include "arrange.h"
#include "build.h"
#include "fit.h"

#define REACH_MM       300  /* kiosk-ux K10 */
#define REACH_LEAST_MM 180  /* less holds no screen */
#define REACH_TOP_MM   1200 /* above the floor: kiosk-ux K05 */

/* Whether a word is among blank-separated ones. */
static bool has_word(const char *list, const char *word)
{
    const size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += len) {
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0')) {
            return true;
        }
    }
    return false;
}

/* How much of the display's foot is used in reach mode. */
static int reach_mm(const struct ui_display *display)
{
    int most = REACH_TOP_MM - display->bottom_mm;
    most = most < REACH_MM ? most : REACH_MM;
    most = most > REACH_LEAST_MM ? most : REACH_LEAST_MM;
    return most < display->height_mm ? most : display->height_mm;
}

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
    build->window = build_whole(build);
    if (has_word(modes, "reach")) {
        const int strip = theme_px(theme, reach_mm(display));
        take_top(&build->window, build->window.h - strip, 0);
    }
}

bool build_is_large(const struct ui_build *build)
{
    return has_word(build->scene->modes, "large");
}

bool build_is_reach(const struct ui_build *build)
{
    return has_word(build->scene->modes, "reach");
}

bool build_is_portrait(const struct ui_build *build)
{
    return build->window.h * 5 > build->window.w * 6;
}

struct ui_rect build_whole(const struct ui_build *build)
{
    return (struct ui_rect){0, 0, build->scene->width, build->scene->height};
}

struct ui_rect build_window(const struct ui_build *build)
{
    return build->window;
}

static struct ui_measures measures_of(const struct ui_build *build)
{
    return (struct ui_measures){build->theme, build->text, build->is_rtl};
}

static int line_px(const struct ui_build *build, enum ui_style style, const char *lang)
{
    const struct ui_measures measures = measures_of(build);
    return arrange_line_px(&measures, style, lang);
}

int build_lines(const struct ui_build *build)
{
    return build->window.h / line_px(build, UI_STYLE_BODY, build->lang);
}

/* Breaks a text into lines of a style; tells their number and the widest. */
static bool break_text(const struct ui_build *build, enum ui_style style, int width,
                       const char *text, const char *lang, int *count, int *widest)
{
    struct ui_line lines[UI_LINES_MAX];
    size_t found = 0;
    const bool fits = build->text->wrap(build->text->self, build->theme->font[style], lang, text,
                                        width, UI_LINES_MAX, lines, &found);
    *count = (int)found;
    *widest = 0;
    for (size_t i = 0; i < found; i++) {
        *widest = lines[i].width > *widest ? lines[i].width : *widest;
    }
    return fits;
}

int text_height(const struct ui_build *build, enum ui_style style, int width, const char *text,
                const char *lang)
{
    int count = 0;
    int widest = 0;
    lang = lang != NULL ? lang : build->lang;
    (void)break_text(build, style, width, text, lang, &count, &widest);
    return count * line_px(build, style, lang);
}

int text_width(const struct ui_build *build, enum ui_style style, const char *text,
               const char *lang)
{
    int count = 0;
    int widest = 0;
    (void)break_text(build, style, INT32_MAX, text, lang != NULL ? lang : build->lang, &count,
                     &widest);
    return widest;
}

enum ui_style style_that_fits(const struct ui_build *build, enum ui_style wanted, int width,
                              int height, const char *text)
{
    static const enum ui_style steps[] = {UI_STYLE_QUESTION, UI_STYLE_TITLE, UI_STYLE_ANSWER};
    bool is_reached = false;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int count = 0;
        int widest = 0;
        is_reached = is_reached || steps[i] == wanted;
        if (is_reached && break_text(build, steps[i], width, text, build->lang, &count, &widest) &&
            count * line_px(build, steps[i], build->lang) <= height) {
            return steps[i];
        }
    }
    return UI_STYLE_ANSWER;
}

static int padding(const struct ui_build *build, enum ui_surface surface, bool is_across)
{
    const struct ui_room room = arrange_padding(build->theme, surface, UI_TEXT_ONLY);
    return 2 * (is_across ? room.x : room.y);
}

int badge_width(const struct ui_build *build, const char *text)
{
    return text_width(build, UI_STYLE_SMALL_STRONG, text, NULL) +
           padding(build, UI_SURFACE_BADGE, true);
}

int badge_height(const struct ui_build *build)
{
    return line_px(build, UI_STYLE_SMALL_STRONG, build->lang) +
           padding(build, UI_SURFACE_BADGE, false);
}

int button_width(const struct ui_build *build, bool has_icon, const char *text)
{
    int width = text_width(build, UI_STYLE_ANSWER, text, NULL) +
                padding(build, UI_SURFACE_SECONDARY, true) + build->theme->gap;
    if (has_icon) {
        width += UI_ICON_PX(build->theme->font[UI_STYLE_ANSWER].px) +
                 arrange_picture_gap(build->theme, UI_SURFACE_SECONDARY);
    }
    return width > build->theme->target_min ? width : build->theme->target_min;
}

/* The nodes move for the last time here: build_end mirrors. */
void build_end(struct ui_build *build)
{
    struct ui_scene *scene = build->scene;
    fit_scene(build);
    for (size_t i = 0; i < scene->count && build->is_rtl; i++) {
        struct ui_rect *rect = &scene->nodes[i].rect;
        rect->x = scene->width - rect->x - rect->w;
    }
}
