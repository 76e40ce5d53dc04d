/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Information: a pictogram, a paragraph as large as there is room for, and one way on. */

#include "ask_look.h"

#define NEXT_MM    30
#define PICTURE_MM 60

/* The largest style in which the paragraph fits. */
static enum ui_style style_of(const struct frame *frame, struct ui_rect area, struct ui_words body)
{
    static const enum ui_style STYLES[] = {UI_STYLE_TITLE, UI_STYLE_ANSWER, UI_STYLE_BODY};
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        if (ask_fits(frame, STYLES[i], area.w, area.h, body)) {
            return STYLES[i];
        }
    }
    return UI_STYLE_SMALL;
}

static void add_next(struct frame *frame, struct ui_rect place)
{
    add_button(&frame->build, "tool.next", place, UI_SURFACE_PRIMARY, UI_PICTURE_END, "arrow",
               words(tr(frame->view, "Verder")));
}

/* The pictogram's place, on a ground of its own: at the start, or above the words in a tall panel; what is left of `inner`
 * is theirs. In a tall panel both stand in the middle together. */
static struct ui_rect take_pictogram(const struct frame *frame, struct ui_rect *inner,
                                     struct ui_words body)
{
    const struct ui_theme *theme = frame->view->theme;
    const int most = theme_px(theme, PICTURE_MM), gap = theme->gap * 2;
    const bool is_tall = inner->h > inner->w;
    int side = is_tall ? inner->h / 4 : inner->w / 4;
    side = side < most ? side : most;
    side = side < inner->h ? side : inner->h;
    if (!is_tall) {
        struct ui_rect place = take_start(inner, side, gap);
        return (struct ui_rect){place.x, place.y + (place.h - side) / 2, side, side};
    }
    struct ui_rect rest = *inner;
    take_top(&rest, side, gap);
    const enum ui_style style = style_of(frame, rest, body);
    const int words = text_height(&frame->build, style, inner->w, body.label, body.lang);
    const int free = inner->h - side - gap - words;
    take_top(inner, free > 0 ? free / 2 : 0, 0);
    struct ui_rect place = take_top(inner, side, gap);
    inner->h = words < inner->h ? words : inner->h;
    place.w = side;
    return place;
}

void ask_card(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct bs_question *question = session_question(view->session);
    struct ui_words body = content_words(view, &question->body);
    struct ui_rect next = take_bottom(&area, theme_px(theme, NEXT_MM), theme->gap);
    if (!build_is_portrait(&frame->build)) {
        next = take_end(&next, next.w / 3, 0);
    }
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect inner = ui_rect_inset(area, theme->gap * 3 / 2);
    if (question->icon[0] != '\0') {
        struct ui_rect place = take_pictogram(frame, &inner, body);
        add_surface(&frame->build, place, UI_SURFACE_TINT);
        add_picture(&frame->build, "", ui_rect_inset(place, place.w / 6), question->icon, UI_CANAL,
                    words(""));
    }
    add_text(&frame->build, "body", inner, UI_ROLE_TEXT, style_of(frame, inner, body), UI_INK,
             UI_ALIGN_START, body)
        ->centre_vertically = true;
    add_next(frame, next);
}
