/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One message in the middle: saving, not saved, out of order, being set up. */

#include "frame.h"

#define N_(text) text

struct notice {
    const char *screen, *icon;
    const char *title, *lines[3];
    const char *button, *button_id;
};

static const struct notice SAVING = {
    "saving", "clock", N_("Een moment"), {N_("We bewaren uw antwoord."), NULL, NULL}, NULL, NULL};
static const struct notice NOT_SAVED = {"not_saved",
                                        "warning",
                                        N_("Uw antwoord is niet bewaard"),
                                        {N_("Dat ligt aan dit scherm, niet aan u."),
                                         N_("Vraag iemand van het buurthuis om hulp."), NULL},
                                        N_("Nog eens proberen"),
                                        "tool.retry"};
static const struct notice NOT_CHANGED = {"not_saved",
                                          "warning",
                                          N_("Uw nieuwe antwoord is niet bewaard"),
                                          {N_("Uw vorige antwoord is bewaard en blijft staan."),
                                           N_("Dat ligt aan dit scherm, niet aan u."), NULL},
                                          N_("Nog eens proberen"),
                                          "tool.retry"};
static const struct notice OUT_OF_ORDER = {"out_of_order",
                                           "warning",
                                           N_("Dit scherm werkt even niet"),
                                           {N_("We kunnen nu geen antwoorden bewaren."),
                                            N_("Zegt u het tegen iemand van het buurthuis?"),
                                            N_("Kom later terug. Uw mening telt.")},
                                           NULL,
                                           NULL};
static const struct notice SETTING_UP = {
    "setting_up",
    "clock",
    N_("We zetten dit scherm klaar"),
    {N_("Er zijn nog geen vragen."), N_("Kom later terug."), NULL},
    NULL,
    NULL};

static const struct notice *notice_for(const struct session *session)
{
    switch (session->screen) {
    case SESSION_SAVING:
        return &SAVING;
    case SESSION_NOT_SAVED:
        return session->is_correcting ? &NOT_CHANGED : &NOT_SAVED;
    case SESSION_OUT_OF_ORDER:
        return &OUT_OF_ORDER;
    default:
        return &SETTING_UP;
    }
}

static enum ui_style title_style(const struct frame *frame)
{
    return frame_is_compact(frame) ? UI_STYLE_TITLE : UI_STYLE_QUESTION;
}

static int lines_height(struct frame *frame, const struct notice *notice, int width)
{
    const struct ui_theme *theme = frame->view->theme;
    int height = text_height(&frame->build, title_style(frame), width,
                             tr(frame->view, notice->title), NULL) +
                 theme->gap;
    for (size_t i = 0; i < 3 && notice->lines[i] != NULL; i++) {
        height += text_height(&frame->build, UI_STYLE_BODY, width,
                              tr(frame->view, notice->lines[i]), NULL) +
                  theme->gap / 2;
    }
    return height;
}

static void add_lines(struct frame *frame, const struct notice *notice, struct ui_rect rest)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    static const char *const IDS[] = {"notice.1", "notice.2", "notice.3"};
    stack(frame, &rest, theme->gap, "notice", UI_ROLE_HEADING, title_style(frame), UI_INK,
          words(tr(view, notice->title)))
        ->align = UI_ALIGN_CENTRE;
    for (size_t i = 0; i < 3 && notice->lines[i] != NULL; i++) {
        stack(frame, &rest, theme->gap / 2, IDS[i], UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
              words(tr(view, notice->lines[i])))
            ->align = UI_ALIGN_CENTRE;
    }
}

static void add_buttons(struct frame *frame, const struct notice *notice, struct ui_rect row)
{
    const struct ui_theme *theme = frame->view->theme;
    int width = (row.w - theme->gap) / 3;
    struct ui_rect stop = take_start(&row, width, theme->gap);
    struct ui_rect main = take_end(&row, row.w * 3 / 4, theme->gap);
    frame_tool(frame, main, UI_SURFACE_PRIMARY, notice->button_id, NULL, notice->button);
    frame_tool(frame, stop, UI_SURFACE_SECONDARY, "tool.stop", "close", N_("Stop"));
}

void notice_build(const struct screen_view *view, struct ui_scene *scene)
{
    const struct notice *notice = notice_for(view->session);
    const struct ui_theme *theme = view->theme;
    struct frame frame;
    frame_begin(&frame, view, scene, notice->screen);
    struct ui_rect actions = {0};
    if (notice->button != NULL) {
        actions = frame_actions(&frame);
    }
    const int inset = frame_is_compact(&frame) ? 0 : frame.content.w / 10;
    struct ui_rect area = {frame.content.x + inset, frame.content.y, frame.content.w - 2 * inset,
                           frame.content.h};
    const int icon = theme->font[UI_STYLE_QUESTION].px * 2;
    const int lines = lines_height(&frame, notice, area.w);
    const bool has_icon = icon + theme->gap + lines <= area.h;
    const int height = lines + (has_icon ? icon + theme->gap : 0);
    take_top(&area, area.h > height ? (area.h - height) / 2 : 0, 0);
    if (has_icon) {
        struct ui_rect picture = take_top(&area, icon, theme->gap);
        picture.x += (picture.w - icon) / 2;
        picture.w = icon;
        add_picture(&frame.build, "", picture, notice->icon, UI_CANAL, words(""));
    }
    add_lines(&frame, notice, area);
    if (notice->button != NULL) {
        add_buttons(&frame, notice, actions);
        frame_tools(&frame, false);
    }
    frame_end(&frame);
}
