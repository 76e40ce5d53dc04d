/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The live question: its first tap is the first answer. Beside it the promise, below it other subjects, what is on here and
 * languages. Where the answers have no room beside all that, a button leads to the question's own screen. */

#include <stdio.h>
#include <string.h>

#include "ask_look.h"

#define N_(text) text
/* Lower answers have no room for a face: then everything else is told in short. */
#define ANSWERS_MM 48
/* What a face wants at the least, for more to be told beside it. */
#define FACE_MM 24

static void hours_words(const struct screen_view *view, char *out, size_t size)
{
    const struct bs_hours *hours = &view->session->bundle->place.hours[view->weekday];
    out[0] = '\0';
    if (hours->opens == hours->closes || view->minute < hours->opens ||
        view->minute >= hours->closes) {
        return;
    }
    char time[32];
    snprintf(time, sizeof time, "%d.%02d", hours->closes / 60, hours->closes % 60);
    fill(view, out, size, tr(view, "Open tot {time} uur"), "time", time, NULL);
}

static void add_top(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    char end[128];
    if (view->session->bundle->is_in_use) {
        hours_words(view, end, sizeof end);
    } else {
        fill(view, end, sizeof end, "{words}", "words", tr(view, "Proef: dit telt nog niet mee"),
             NULL);
    }
    frame_top_place(frame, end);
}

static void add_join(struct frame *frame, struct ui_rect area, enum ui_arrangement arrangement)
{
    const struct screen_view *view = frame->view;
    const struct bs_programme *programme = session_programme(view->session);
    char id[UI_ID_TEXT];
    snprintf(id, sizeof id, "programme.%s", programme->id);
    add_button(&frame->build, id, area, UI_SURFACE_PRIMARY, arrangement, programme->icon,
               words(tr(view, "Doe mee")));
}

static struct ui_node *other_button(struct frame *frame, struct ui_rect rect, const char *id,
                                    const char *icon, struct ui_words label)
{
    struct ui_node *node =
        add_button(&frame->build, id, rect, UI_SURFACE_SECONDARY, UI_PICTURE_START, icon, label);
    node->is_small = true;
    return node;
}

/* What a button of the row needs for words on one line, with or without an icon. */
static int other_width(const struct frame *frame, struct ui_words label, bool has_icon)
{
    const struct ui_theme *theme = frame->view->theme;
    int width = text_width(&frame->build, UI_STYLE_SMALL_STRONG, label.label, label.lang) +
                theme->gap * 7 / 4;
    if (has_icon) {
        width += theme->font[UI_STYLE_SMALL_STRONG].px * 6 / 5 + theme->gap * 5 / 8;
    }
    return width < theme->target_min ? theme->target_min : width;
}

/* One of the programmes that ask today; 0 is the live question. */
static const struct bs_programme *open_programme(const struct screen_view *view, size_t number)
{
    const struct session *session = view->session;
    return session->bundle->programmes[session_open_at(session, number)].programme;
}

/* Whether another subject has room in the row, and what is then left of it. */
static bool takes_room(const struct frame *frame, size_t number, int *room)
{
    const struct bs_programme *programme = open_programme(frame->view, number);
    int need = other_width(frame, content_words(frame->view, &programme->tile), true);
    if (need > *room) {
        return false;
    }
    *room -= need + frame->view->theme->gap;
    return true;
}

static bool all_fit(const struct frame *frame, int room)
{
    for (size_t i = 1; i < session_open_count(frame->view->session); i++) {
        if (!takes_room(frame, i, &room)) {
            return false;
        }
    }
    return true;
}

static void add_other(struct frame *frame, const struct bs_programme *programme,
                      struct ui_rect *row)
{
    struct ui_words tile = content_words(frame->view, &programme->tile);
    char id[UI_ID_TEXT];
    snprintf(id, sizeof id, "programme.%s", programme->id);
    int width = other_width(frame, tile, true);
    other_button(frame, take_start(row, width, frame->view->theme->gap), id, programme->icon, tile);
}

/* As many other subjects as there is room for; if that is not all, a way to all of them. */
static void add_programmes(struct frame *frame, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    const size_t open = session_open_count(view->session);
    const char *lead = tr(view, "Of kies:");
    char all[UI_LABEL_TEXT], number[12];
    snprintf(number, sizeof number, "%zu", open);
    fill(view, all, sizeof all, tr(view, "Alles ({count})"), "count", number, NULL);
    const int all_need = other_width(frame, words(all), true);
    int width = text_width(&frame->build, UI_STYLE_BODY, lead, NULL) + 2;
    if (width + theme->gap + all_need <= row.w &&
        text_height(&frame->build, UI_STYLE_BODY, INT32_MAX, lead, NULL) <= row.h) {
        add_text(&frame->build, "others", take_start(&row, width, theme->gap), UI_ROLE_TEXT,
                 UI_STYLE_BODY, UI_SOFT, UI_ALIGN_START, words(lead))
            ->centre_vertically = true;
    }
    int all_width = all_fit(frame, row.w) ? 0 : all_need;
    int room = row.w - (all_width > 0 ? all_width + theme->gap : 0);
    for (size_t i = 1; i < open; i++) {
        if (takes_room(frame, i, &room)) {
            add_other(frame, open_programme(view, i), &row);
        }
    }
    if (all_width > 0) {
        other_button(frame, take_start(&row, all_width, 0), "tool.all", "list", words(all));
    }
}

/* ---- what else there is ---- */

struct ways {
    struct ui_words here, code;
    int here_width, code_width; /* 0: not offered */
    bool has_icons;
};

/* Both in full where there is room for other subjects too, else in short. */
static struct ways ways_of(const struct frame *frame, int width)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    const bool has_here = view->session->bundle->place.here_count > 0;
    struct ways ways = {.here = words(tr(view, "Wat is hier te doen?")),
                        .code = words(tr(view, "Ik heb een code"))};
    for (int step = 0; step < 3; step++) {
        ways.has_icons = step < 2;
        ways.here_width = has_here ? other_width(frame, ways.here, ways.has_icons) : 0;
        ways.code_width = other_width(frame, ways.code, ways.has_icons);
        if (ways.here_width + ways.code_width + 2 * gap <= width * 6 / 10) {
            break;
        }
        ways.here = words(tr(view, "Hier te doen"));
        ways.code = words(tr(view, "Code"));
    }
    return ways;
}

static int rows_of_others(const struct frame *frame)
{
    return build_is_portrait(&frame->build) && session_open_count(frame->view->session) > 1 ? 2 : 1;
}

/* Other subjects at the start, what is on here and codes at the end; below each other in a portrait window. */
static void add_others(struct frame *frame, struct ui_rect area)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    const struct ways ways = ways_of(frame, area.w);
    struct ui_rect end = area, start = area;
    if (rows_of_others(frame) > 1) {
        start = take_top(&end, view->theme->target_min, gap);
    } else {
        end = take_end(&start, ways.code_width + (ways.here_width > 0 ? ways.here_width + gap : 0),
                       gap);
    }
    if (session_open_count(view->session) > 1) {
        add_programmes(frame, start);
    }
    if (ways.here_width > 0) {
        other_button(frame, take_start(&end, ways.here_width, gap), "tool.here",
                     ways.has_icons ? "pin" : NULL, ways.here);
    }
    other_button(frame, take_start(&end, ways.code_width, 0), "tool.code",
                 ways.has_icons ? "ticket" : NULL, ways.code);
}

/* On one line, if need be in smaller letters; smaller too where it would leave the answers too little. */
static void add_question(struct frame *frame)
{
    static const enum ui_style STYLES[] = {UI_STYLE_QUESTION, UI_STYLE_TITLE, UI_STYLE_ANSWER};
    const struct bs_question *question = session_question(frame->view->session);
    const struct ui_words text = content_words(frame->view, &question->text);
    enum ui_style style = style_that_fits(&frame->build, UI_STYLE_QUESTION, frame->content.w,
                                          frame->content.h * 2 / 5, text.label);
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        if (text_width(&frame->build, STYLES[i], text.label, text.lang) <= frame->content.w) {
            style = style < STYLES[i] ? STYLES[i] : style;
            break;
        }
    }
    stack(frame, &frame->content, frame->view->theme->gap, "question", UI_ROLE_QUESTION, style,
          UI_INK, text);
}

static const char *invitation(const struct screen_view *view, bool has_answers)
{
    if (!has_answers) {
        return tr(view, "Tik op Doe mee. 1 minuut, geen naam nodig.");
    }
    return session_question(view->session)->kind == BS_KIND_FACES
               ? tr(view, "Tik op een gezicht. 1 minuut, geen naam nodig.")
               : tr(view, "Tik op een plaatje. 1 minuut, geen naam nodig.");
}

static int unknown_width(const struct frame *frame)
{
    return (frame->content.w - frame->view->theme->gap) * 2 / 5;
}

/* As high as a button, and as an invitation of two lines. */
static int invitation_height(const struct frame *frame, const char *words)
{
    const struct screen_view *view = frame->view;
    int width = frame->content.w - unknown_width(frame) - view->theme->gap;
    int height = text_height(&frame->build, UI_STYLE_SMALL, width, words, NULL);
    int button = theme_px(view->theme, 20);
    return height > button ? height : button;
}

static void add_unknown(struct frame *frame, struct ui_rect *row, int width)
{
    struct ui_rect place = take_end(row, width, frame->view->theme->gap);
    add_button(&frame->build, "tool.dont_know", place, UI_SURFACE_QUIET, UI_TEXT_ONLY, NULL,
               words(tr(frame->view, "Weet ik niet")));
}

/* Words to the start, "weet ik niet" at the end. */
static void add_invitation(struct frame *frame, const char *line, struct ui_rect row, int unknown)
{
    struct ui_rect end = row;
    take_end(&row, unknown, frame->view->theme->gap);
    add_text(&frame->build, "invite", row, UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT, UI_ALIGN_START,
             words(line))
        ->centre_vertically = true;
    add_unknown(frame, &end, unknown);
}

/* Answers, and an invitation with "weet ik niet". */
static void add_asked(struct frame *frame, bool has_answers)
{
    const struct screen_view *view = frame->view;
    const char *line = invitation(view, has_answers);
    struct ui_rect invite =
        take_bottom(&frame->content, invitation_height(frame, line), view->theme->gap);
    if (has_answers) {
        ask_answers(frame, frame->content);
    } else {
        add_join(frame, frame->content, UI_PICTURE_ABOVE);
    }
    add_invitation(frame, line, invite, unknown_width(frame));
}

static int others_height(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    const int rows = rows_of_others(frame);
    return rows * theme->target_min + (rows - 1) * theme->gap;
}

/* Panel beside the question, or below it; an invitation; other subjects. */
static void build_roomy(struct frame *frame, bool has_answers)
{
    const struct ui_theme *theme = frame->view->theme;
    add_top(frame);
    const bool is_below = build_is_portrait(&frame->build);
    struct ui_rect panel = {0}, others;
    if (!is_below) {
        panel = frame_side(frame, &frame->content, 31);
    }
    others = take_bottom(&frame->content, others_height(frame), theme->gap);
    if (is_below) {
        panel = frame_side(frame, &frame->content, 31);
    }
    add_question(frame);
    add_asked(frame, has_answers);
    card_panel(frame, panel);
    add_others(frame, others);
}

/* Whether "weet ik niet" has room in the row of what else there is. */
static bool has_room_for(const struct frame *frame, int unknown)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap, width = frame->content.w - unknown - gap;
    const struct ways ways = ways_of(frame, width);
    char all[UI_LABEL_TEXT], number[12];
    snprintf(number, sizeof number, "%zu", session_open_count(view->session));
    fill(view, all, sizeof all, tr(view, "Alles ({count})"), "count", number, NULL);
    const int others =
        session_open_count(view->session) > 1 ? other_width(frame, words(all), true) + gap : 0;
    return rows_of_others(frame) == 1 &&
           ways.code_width + (ways.here_width > 0 ? ways.here_width + gap : 0) + others <= width;
}

/* A face above two lines. */
static int answers_height(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    return theme_px(theme, FACE_MM) + 2 * theme->gap +
           2 * text_height(&frame->build, UI_STYLE_ANSWER, INT32_MAX, "A", NULL);
}

/* Little room: the question, its answers, two rows; what was said or is open in full where answers stay high. Without answers
 * the way to them is in the row of the card. */
static void build_compact(struct frame *frame, bool has_answers)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap;
    const int unknown_width = other_width(frame, words(tr(view, "Weet ik niet")), false);
    const int join_width = other_width(frame, words(tr(view, "Doe mee")), true);
    const bool is_together = has_room_for(frame, unknown_width);
    const int width = frame->content.w - (is_together ? 0 : unknown_width + gap) -
                      (has_answers ? 0 : join_width + gap);
    add_question(frame);
    const int most = frame->content.h - others_height(frame) - answers_height(frame) - 2 * gap;
    const int rich = card_row_height(frame, width, 2);
    const int card = has_answers && rich <= most ? rich : card_row_height(frame, width, 1);
    struct ui_rect row, others;
    if (is_together) {
        row = take_bottom(&frame->content, card, gap);
        others = take_bottom(&frame->content, others_height(frame), gap);
    } else { /* what answers the question is never far from it */
        others = take_bottom(&frame->content, others_height(frame), gap);
        row = take_bottom(&frame->content, card, gap);
    }
    if (has_answers) {
        ask_answers(frame, frame->content);
    } else if (frame->content.h >= view->theme->target_min) {
        add_join(frame, frame->content, UI_PICTURE_START);
    } else {
        add_join(frame, take_start(&row, join_width, gap), UI_PICTURE_START);
    }
    struct ui_rect unknown = take_end(is_together ? &others : &row, unknown_width, gap);
    add_unknown(frame, &unknown, unknown_width);
    if (is_together) {
        add_others(frame, others);
        card_row(frame, row);
    } else {
        card_row(frame, row);
        add_others(frame, others);
    }
}

/* What attract gives up where there is little room, the last first. */
enum giving { GIVES_ALL, GIVES_FIRST_LANGUAGES, GIVES_NO_ANSWERS };

static void build(const struct screen_view *view, struct ui_scene *scene, enum giving giving,
                  bool is_compact)
{
    struct frame frame;
    const bool has_answers = giving != GIVES_NO_ANSWERS;
    frame_begin(&frame, view, scene, "attract");
    const int rows = frame_language_rows(&frame);
    const bool has_all = giving == GIVES_ALL || rows == 1;
    struct ui_rect languages = frame_raise_bar(&frame, has_all ? rows : 1);
    if (is_compact || frame_is_compact(&frame)) {
        build_compact(&frame, has_answers);
    } else {
        build_roomy(&frame, has_answers);
    }
    frame_tools(&frame, false);
    if (has_all) {
        frame_languages(&frame, languages);
    } else {
        frame_first_languages(&frame, languages);
    }
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}

static bool is_answer_cut(const struct ui_scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->nodes[i].surface == UI_SURFACE_CARD && !scene->nodes[i].fits) {
            return true;
        }
    }
    return false;
}

/* Whether the answers are too low for what they show, on a display that lies down. */
static bool is_low(const struct screen_view *view, const struct ui_scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->nodes[i].face > 0 &&
            scene->nodes[i].rect.h < theme_px(view->theme, ANSWERS_MM)) {
            return scene->width > scene->height;
        }
    }
    return false;
}

/* Whether its first tap may be made here: points, pairs and a top need a screen of their own. */
static bool is_live(enum bs_kind kind)
{
    return bs_kind_is_asked(kind) && kind != BS_KIND_POINTS && kind != BS_KIND_PAIR &&
           kind != BS_KIND_TOP;
}

void attract_build(const struct screen_view *view, struct ui_scene *scene)
{
    const struct bs_notice *notice = session_notice(view->session, view->wall_ms);
    if (notice != NULL) {
        urgent_build(view, notice, scene);
        return;
    }
    if (!is_live(session_question(view->session)->kind)) {
        build(view, scene, GIVES_NO_ANSWERS, false);
        return;
    }
    for (enum giving giving = GIVES_ALL; giving <= GIVES_NO_ANSWERS; giving++) {
        build(view, scene, giving, false);
        if (is_low(view, scene)) {
            build(view, scene, giving, true);
        }
        if (!is_answer_cut(scene)) { /* only a finished scene tells */
            return;
        }
    }
}
