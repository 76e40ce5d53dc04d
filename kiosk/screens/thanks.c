/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Saved; then what happens next and when, who decides, a person to go to, and the code. */

#include "frame.h"

#define N_(text) text

static void add_head(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    int size = theme->font[UI_STYLE_QUESTION].px * 19 / 10;
    struct ui_rect row = take_top(&frame->content, size > 0 ? size : 1, theme->gap);
    struct ui_rect disc = take_start(&row, size, theme->gap * 3 / 2);
    add_surface(&frame->build, disc, UI_SURFACE_DISC);
    add_picture(&frame->build, "saved", ui_rect_inset(disc, size / 4), "check", UI_ON_CANAL,
                words(tr(view, "Bewaard")));
    struct ui_node *node =
        add_text(&frame->build, "thanks", row, UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
                 UI_ALIGN_START, words(tr(view, "Dank u wel. Uw antwoord is bewaard.")));
    node->centre_vertically = true;
}

static void next_words(const struct screen_view *view, char *out, size_t size)
{
    const struct session *session = view->session;
    const struct bs_programme *programme = session_programme(session);
    char date[64];
    date_words(view,
               bs_programme_answer_date(programme,
                                        session->bundle->programmes[session->programme].published),
               date, sizeof date);
    fill(view, out, size, tr(view, "Vóór {date} hangt hier het antwoord van de gemeente."), "date",
         date, NULL);
}

static void add_next(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct bs_programme *programme = session_programme(view->session);
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect rest = ui_rect_inset(area, theme->gap * 5 / 4);
    stack(frame, &rest, theme->gap / 3, "next.title", UI_ROLE_HEADING, UI_STYLE_BODY, UI_SOFT,
          words(tr(view, "Wat gebeurt er nu?")));
    char line[UI_LABEL_TEXT];
    next_words(view, line, sizeof line);
    stack(frame, &rest, theme->gap / 2, "next.answer", UI_ROLE_TEXT, UI_STYLE_TITLE, UI_INK,
          words(line));
    stack(frame, &rest, theme->gap / 3, "next.decides", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
          content_words(view, &programme->decides));
    if (programme->answer_due.is_example) {
        stack(frame, &rest, 0, "next.example", UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT,
              words(tr(view, "De datum is een voorbeeld.")));
    }
}

static void add_contact(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct bs_programme *programme = session_programme(view->session);
    add_surface(&frame->build, area, UI_SURFACE_TINT);
    struct ui_rect rest = ui_rect_inset(area, theme->gap);
    int size = theme->font[UI_STYLE_QUESTION].px;
    struct ui_rect picture = take_start(&rest, size, theme->gap);
    picture.y += (picture.h - size) / 2;
    picture.h = size;
    add_picture(&frame->build, "", picture, "person", UI_CANAL, words(""));
    struct ui_node *node =
        add_text(&frame->build, "contact", rest, UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                 UI_ALIGN_START, content_words(view, &programme->contact));
    node->centre_vertically = true;
}

static void add_code(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect rest = ui_rect_inset(area, theme->gap * 5 / 4);
    char code[BS_RECEIPT_CODE_TEXT] = "";
    bs_receipt_code_make(session_programme(view->session)->code, code);
    stack(frame, &rest, theme->gap / 2, "code.title", UI_ROLE_HEADING, UI_STYLE_BODY, UI_SOFT,
          words(tr(view, "De code van dit onderwerp")))
        ->align = UI_ALIGN_CENTRE;
    stack(frame, &rest, theme->gap, "code", UI_ROLE_TEXT, UI_STYLE_CODE, UI_INK, words(code))
        ->align = UI_ALIGN_CENTRE;
    stack(frame, &rest, 0, "code.why", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
          words(tr(view, "Bewaar de code. Vraag er later mee naar het antwoord.")))
        ->align = UI_ALIGN_CENTRE;
}

static void add_bar(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    struct ui_rect bar = frame_bar(frame);
    int width = (bar.w - 3 * view->theme->gap) / 4;
    struct ui_rect done = take_end(&bar, width, view->theme->gap);
    size_t open = 0;
    for (size_t i = 0; i < view->session->bundle->programme_count; i++) {
        open += bs_programme_is_open(view->session->bundle->programmes[i].programme, view->today)
                    ? 1
                    : 0;
    }
    if (open > 1) {
        struct ui_rect another = take_end(&bar, width * 3 / 2, view->theme->gap);
        frame_tool(frame, another, UI_SURFACE_SECONDARY, "tool.another", NULL,
                   N_("Nog een onderwerp"));
    }
    frame_tool(frame, done, UI_SURFACE_PRIMARY, "tool.done", NULL, N_("Klaar"));
}

void thanks_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "thanks");
    const struct ui_theme *theme = view->theme;
    struct ui_words title = content_words(view, &session_programme(view->session)->title);
    frame_top_visit(&frame, "title", title, false);
    struct ui_rect code = take_end(&frame.content, frame.content.w * 31 / 100, theme->gap * 2);
    add_head(&frame);
    struct ui_rect contact =
        take_bottom(&frame.content, theme->font[UI_STYLE_BODY].px * 4 + theme->gap, theme->gap);
    add_next(&frame, frame.content);
    add_contact(&frame, contact);
    add_code(&frame, code);
    add_bar(&frame);
    frame_end(&frame);
}
