/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The frame around a question: step, question, answers, what is left to choose, the way on and back. */

#include <stdio.h>

#include "frame.h"

static bool is_many(const struct bs_question *question)
{
    return question->kind == BS_KIND_LIST || question->kind == BS_KIND_WHY;
}

/* Whether "Verder" is needed: where several may be chosen, and to keep an answer that is being changed. */
static bool has_next(const struct session *session)
{
    return is_many(session_question(session)) ||
           (session->is_correcting && session->answers.slot[session->question].is_given);
}

static bool has_promise(const struct session *session)
{
    const struct bs_programme *programme = session_programme(session);
    return session_question(session)->kind == BS_KIND_FACES &&
           branch_previous(programme, &session->answers, session->question) == BRANCH_NONE;
}

static void add_top(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const struct bs_programme *programme = session_programme(session);
    char step[12], steps[12], line[UI_LABEL_TEXT];
    snprintf(step, sizeof step, "%zu",
             branch_step(programme, &session->answers, session->question));
    snprintf(steps, sizeof steps, "%zu", branch_steps(programme, &session->answers));
    fill(view, line, sizeof line, tr(view, "Vraag {step} van {steps} · {title}"), "step", step,
         "steps", steps, "title", content_words(view, &programme->title).label, NULL);
    char short_line[64];
    fill(view, short_line, sizeof short_line, tr(view, "Vraag {step} van {steps}"), "step", step,
         "steps", steps, NULL);
    frame_top_visit(frame, "step", words(line), short_line);
}

static void add_left_over(struct frame *frame, struct ui_rect *head)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const struct bs_question *question = session_question(session);
    size_t chosen = answers_count(&session->answers, session->question);
    char most[12], left[12], line[UI_LABEL_TEXT];
    snprintf(most, sizeof most, "%zu", question->most);
    snprintf(left, sizeof left, "%zu", question->most - chosen);
    const char *pattern = question->most == 1       ? tr(view, "Kies er 1")
                          : chosen == 0             ? tr(view, "Kies er {most} of minder")
                          : chosen < question->most ? tr(view, "Nog {left} over")
                                                    : tr(view, "Klaar? Tik op Verder");
    fill(view, line, sizeof line, pattern, "most", most, "left", left, NULL);
    struct ui_rect place = take_end(head, badge_width(&frame->build, line), view->theme->gap);
    place.h = badge_height(&frame->build);
    add_badge(&frame->build, "left", place, UI_ROLE_STATUS, words(line));
}

static void add_question(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct bs_question *question = session_question(view->session);
    struct ui_words text = content_words(view, &question->text);
    struct ui_rect head = frame->content;
    if (is_many(question)) {
        take_end(&head, head.w / 3,
                 view->theme->gap); /* the badge's, which is read after the question */
    }
    int height = text_height(&frame->build, UI_STYLE_QUESTION, head.w, text.label, text.lang);
    head.h = height;
    add_text(&frame->build, "question", head, UI_ROLE_QUESTION, UI_STYLE_QUESTION, UI_INK,
             UI_ALIGN_START, text);
    struct ui_rect row = take_top(&frame->content, height, view->theme->gap);
    if (is_many(question)) {
        add_left_over(frame, &row);
    }
}

static const char *hint_words(const struct screen_view *view)
{
    const struct session *session = view->session;
    const struct bs_programme *programme = session_programme(session);
    if (session->hint) {
        return answers_count(&session->answers, session->question) > 0
                   ? tr(view, "Meer kan niet. Haal er eerst één weg.")
                   : tr(view, "Kies eerst een plaatje.");
    }
    if (session->is_correcting && session->answers.slot[session->question].is_given) {
        return tr(view, "Blijft het zo? Tik op Verder.");
    }
    bool is_last = branch_next(programme, &session->answers, session->question) == BRANCH_NONE;
    return is_last ? tr(view, "Laatste vraag. Daarna bewaren we uw antwoord.")
                   : tr(view, "U kunt altijd stoppen.");
}

static void add_hint(struct frame *frame, struct ui_rect rest)
{
    const struct screen_view *view = frame->view;
    struct ui_node *node =
        add_text(&frame->build, "hint", rest, UI_ROLE_STATUS, UI_STYLE_SMALL,
                 view->session->hint ? UI_BRICK : UI_SOFT, UI_ALIGN_START, words(hint_words(view)));
    node->centre_vertically = true;
}

/* What the hint leaves to the buttons: "weet ik niet", and "verder" where several may be chosen. */
static int way_width(const struct frame *frame, int width)
{
    const struct session *session = frame->view->session;
    int gap = frame->view->theme->gap;
    return has_promise(session) ? (width - gap) * (has_next(session) ? 3 : 4) / 10
                                : (width - 2 * gap) / 4;
}

/* High enough for a button, and for a hint of two lines. */
static int ways_height(const struct frame *frame)
{
    const struct screen_view *view = frame->view;
    int gap = view->theme->gap, width = frame->content.w;
    int buttons = has_next(view->session) ? 2 : 1;
    int hint =
        text_height(&frame->build, UI_STYLE_SMALL,
                    width - buttons * (way_width(frame, width) + gap), hint_words(view), NULL);
    int button = theme_px(view->theme, 24);
    return hint > button ? hint : button;
}

static void add_ways_on(struct frame *frame, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const struct session *session = view->session;
    int width = way_width(frame, row.w);
    struct ui_rect next = {0};
    if (has_next(session)) {
        next = take_end(&row, width, theme->gap);
    }
    struct ui_rect unknown = take_end(&row, width, theme->gap);
    add_hint(frame, row);
    bool dont_know = session->answers.slot[session->question].dont_know;
    struct ui_node *node = add_button(&frame->build, "tool.dont_know", unknown, UI_SURFACE_QUIET,
                                      UI_TEXT_ONLY, NULL, words(tr(view, "Weet ik niet")));
    node->states |= dont_know ? UI_STATE_CHOSEN : 0;
    if (has_next(session)) {
        add_button(&frame->build, "tool.next", next, UI_SURFACE_PRIMARY, UI_PICTURE_END, "arrow",
                   words(tr(view, "Verder")));
    }
}

static bool has_back(const struct session *session)
{
    return session->is_correcting || branch_previous(session_programme(session), &session->answers,
                                                     session->question) != BRANCH_NONE;
}

void question_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "question");
    const struct session *session = view->session;
    add_top(&frame);
    struct ui_rect panel = {0};
    if (has_promise(session)) {
        panel = take_end(&frame.content, frame.content.w * 31 / 100, view->theme->gap * 2);
    }
    add_question(&frame);
    struct ui_rect ways_on = take_bottom(&frame.content, ways_height(&frame), view->theme->gap);
    if (session_question(session)->kind == BS_KIND_FACES) {
        ask_faces(&frame, frame.content);
    } else {
        ask_tiles(&frame, frame.content);
    }
    add_ways_on(&frame, ways_on);
    if (has_promise(session)) {
        promise_panel(&frame, panel);
    }
    frame_tools(&frame, has_back(session));
    if (session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
