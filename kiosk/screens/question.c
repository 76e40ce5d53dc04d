/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The frame around a question: step, question, answers, what is left to choose, the way on and back. */

#include <stdio.h>

#include "ask_look.h"
#include "column.h"

#define WAY_MM          24  /* the height of "weet ik niet" and "verder" */
#define NARROW_MM       320 /* a window: five columns have no room */
#define WIDE_MM         380 /* a window: a promise has room beside faces */
#define PROMISE_PERCENT 31  /* of the width */
#define PROMISE_BELOW   19  /* in portrait, of the height */
#define PROMISE_MORE    10  /* at the most */
#define PROMISE_STEP    2

static const struct bs_question *question_of(const struct frame *frame)
{
    return session_question(frame->view->session);
}

/* Whether "Verder" is needed: where several may be chosen, and to keep an answer that is being changed. */
static bool has_next(const struct session *session)
{
    return session_takes_many(session) ||
           (session->is_correcting && session->answers.slot[session->question].is_given);
}

static int line_height(const struct frame *frame, enum ui_style style)
{
    return text_height(&frame->build, style, INT32_MAX, "A", NULL);
}

static bool is_narrow(const struct frame *frame)
{
    return build_window(&frame->build).w < theme_px(frame->view->theme, NARROW_MM);
}

/* Beside the first faces, but not where large answers need the room, or where it would be too narrow to read. */
static bool has_promise(const struct frame *frame)
{
    const struct session *session = frame->view->session;
    return !frame->is_tight && question_of(frame)->kind == BS_KIND_FACES &&
           branch_previous(session_programme(session), &session->answers, session->question) ==
               BRANCH_NONE &&
           (build_is_portrait(&frame->build) ||
            (!frame_is_compact(frame) &&
             build_window(&frame->build).w >= theme_px(frame->view->theme, WIDE_MM)));
}

/* As little as the promise fits into with air. */
static int promise_percent(struct frame *frame)
{
    const int first = build_is_portrait(&frame->build) ? PROMISE_BELOW : PROMISE_PERCENT;
    for (int percent = first; percent <= first + PROMISE_MORE; percent += PROMISE_STEP) {
        struct ui_rect rest = frame->content;
        struct ui_rect panel = frame_side(frame, &rest, percent);
        struct column column = {0};
        promise_column(frame, &column);
        if (column_would_fit(frame, &column, ui_rect_inset(panel, frame->view->theme->gap), true)) {
            return percent;
        }
    }
    return first + PROMISE_MORE;
}

static void add_top(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const struct bs_programme *programme = session_programme(session);
    char step[12], steps[12], line[UI_LABEL_TEXT], short_line[64];
    struct ui_words title = content_words(view, &programme->title);
    if (!bs_kind_is_asked(question_of(frame)->kind)) {
        frame_top_visit(frame, "step", title, NULL);
        return;
    }
    snprintf(step, sizeof step, "%zu",
             branch_step(programme, &session->answers, session->question));
    snprintf(steps, sizeof steps, "%zu", branch_steps(programme, &session->answers));
    fill(view, line, sizeof line, tr(view, "Vraag {step} van {steps} · {title}"), "step", step,
         "steps", steps, "title", title.label, NULL);
    fill(view, short_line, sizeof short_line, tr(view, "Vraag {step} van {steps}"), "step", step,
         "steps", steps, NULL);
    frame_top_visit(frame, "step", words(line), short_line);
}

/* ---- the question, and the badge that says what is left ---- */

/* The width that the badge needs at its longest, so that nothing moves while answers are tapped; 0: this kind has none. */
static int widest_badge(const struct frame *frame, bool is_short)
{
    char text[UI_LABEL_TEXT];
    int widest = 0;
    for (size_t chosen = 0; chosen <= question_of(frame)->most; chosen++) {
        if (ask_badge_words(frame->view, chosen, is_short, text)) {
            int width = badge_width(&frame->build, text);
            widest = width > widest ? width : widest;
        }
    }
    return widest;
}

static void add_badge_at(struct frame *frame, struct ui_rect row, bool is_short, bool is_at_end)
{
    char text[UI_LABEL_TEXT];
    ask_badge_words(frame->view, ask_chosen(frame->view->session), is_short, text);
    const int width = badge_width(&frame->build, text);
    struct ui_rect place = is_at_end ? take_end(&row, width, 0) : take_start(&row, width, 0);
    place.h = badge_height(&frame->build);
    add_badge(&frame->build, "left", place, UI_ROLE_STATUS, words(text));
}

/* How question and badge share the top of the content. */
struct head {
    enum ui_style style;
    bool is_short, is_beside;
    int badge, width; /* of the badge, 0 without one; of the question */
    int row, height;  /* of the question's row; of both */
};

static int heading_height(const struct frame *frame, enum ui_style style, int width)
{
    struct ui_words text = content_words(frame->view, &question_of(frame)->text);
    return text_height(&frame->build, style, width, text.label, text.lang);
}

static struct head head_of(const struct frame *frame, enum ui_style style, bool is_short,
                           bool is_beside)
{
    const int gap = frame->view->theme->gap;
    struct head head = {.style = style,
                        .is_short = is_short,
                        .is_beside = is_beside,
                        .badge = widest_badge(frame, is_short),
                        .width = frame->content.w};
    if (head.badge > 0 && is_beside) {
        head.width -= head.badge + gap;
    }
    head.row = heading_height(frame, style, head.width);
    if (head.badge > 0 && is_beside && head.row < badge_height(&frame->build)) {
        head.row = badge_height(&frame->build);
    }
    head.height = head.row + (head.badge > 0 && !is_beside ? badge_height(&frame->build) + gap : 0);
    return head;
}

/* A row for each goal, and one for all that is fixed: what ask_points falls back to. */
static int points_height(const struct frame *frame, const struct bs_question *question)
{
    const int gap = frame->view->theme->gap;
    const int row = frame->view->theme->target_min + gap;
    int height = 0, fixed = 0;
    for (size_t i = 0; i < question->choice_count; i++) {
        height += question->choices[i].is_locked ? 0 : row;
        fixed = question->choices[i].is_locked ? line_height(frame, UI_STYLE_ANSWER_SMALL) + gap
                                               : fixed;
    }
    return height + fixed;
}

/* What answers need at the least: two rows of two lines, or a row for each where columns would be too narrow. */
static int answers_height(const struct frame *frame)
{
    const struct bs_question *question = question_of(frame);
    const int gap = frame->view->theme->gap, count = (int)question->choice_count;
    if (is_narrow(frame) && (question->kind == BS_KIND_POINTS || question->kind == BS_KIND_AGREE)) {
        return count * (frame->view->theme->target_min + gap);
    }
    if (build_is_large(&frame->build) && question->kind == BS_KIND_POINTS) {
        return points_height(frame, question);
    }
    const int line = line_height(frame, UI_STYLE_ANSWER_MIDDLE);
    return 2 * (2 * line + gap * 3 / 2) + gap;
}

/* Full-width rows of a scale, which large text wants where a display is high enough; 0 where nothing wants them. */
static int rows_height(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    const struct bs_question *question = question_of(frame);
    const int count = (int)question->choice_count;
    const bool is_scale = question->kind == BS_KIND_FACES || question->kind == BS_KIND_AGREE;
    if (!build_is_large(&frame->build) || !is_scale) {
        return 0;
    }
    const int least = theme->target_min;
    const int row = line_height(frame, UI_STYLE_ANSWER_MIDDLE) + 2 * theme->border_chosen;
    return count * (row > least ? row : least) + (count - 1) * theme->gap;
}

/* The largest letters with which the answers keep `answers` pixels; the badge beside the question if that keeps it on its lines,
 * in long words before short ones, and else below it. False if there are none. */
static bool choose_head_for(const struct frame *frame, int answers, struct head *head)
{
    static const enum ui_style STYLES[] = {UI_STYLE_QUESTION, UI_STYLE_TITLE, UI_STYLE_ANSWER,
                                           UI_STYLE_ANSWER_MIDDLE, UI_STYLE_ANSWER_SMALL};
    const int whole = frame->content.w;
    const int most = frame->content.h - frame->view->theme->gap - answers;
    const bool is_portrait = build_is_portrait(&frame->build);
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        const int heading = heading_height(frame, STYLES[i], whole);
        const int lines =
            heading > badge_height(&frame->build) ? heading : badge_height(&frame->build);
        for (int is_short = 0; is_short <= (is_portrait ? 0 : 1); is_short++) {
            *head = head_of(frame, STYLES[i], is_short != 0, true);
            if (head->badge <= whole / 2 && head->height <= lines && head->height <= most) {
                return true;
            }
        }
        /* With large text one step smaller is better than a line less for the answers. */
        const bool waits = i == 0 && build_is_large(&frame->build) && !is_portrait;
        *head = head_of(frame, STYLES[i], false, false);
        if (head->height <= most && (!waits || head->badge == 0)) {
            return true;
        }
    }
    return false;
}

static struct head choose_head(const struct frame *frame)
{
    struct head head = {0};
    const int rows = rows_height(frame);
    if ((rows > 0 && choose_head_for(frame, rows, &head)) ||
        choose_head_for(frame, answers_height(frame), &head)) {
        return head;
    }
    return head_of(frame, UI_STYLE_ANSWER_MIDDLE, true, true);
}

static void add_question(struct frame *frame)
{
    const int gap = frame->view->theme->gap;
    const struct head head = choose_head(frame);
    struct ui_rect row = take_top(&frame->content, head.row, gap);
    struct ui_rect place = row;
    place.w = head.width;
    add_text(&frame->build, "question", place, UI_ROLE_QUESTION, head.style, UI_INK, UI_ALIGN_START,
             content_words(frame->view, &question_of(frame)->text));
    if (head.badge > 0 && head.is_beside) {
        const int line = line_height(frame, head.style);
        const int above = (line - badge_height(&frame->build)) / 2;
        row.y += above > 0 ? above : 0;
        add_badge_at(frame, row, head.is_short, true);
    } else if (head.badge > 0) {
        row = take_top(&frame->content, badge_height(&frame->build), gap);
        add_badge_at(frame, row, head.is_short, false);
    }
}

/* ---- the ways on ---- */

/* Hint, "weet ik niet" and "verder": beside each other, or in portrait the hint above the other two. Whatever the hint says,
 * the row is as high, so that no answer moves. */
struct ways {
    const char *hint;
    enum ui_style style; /* of the hint */
    bool is_below;
    int width; /* of a button */
    int hint_height, height;
};

/* In full or in short, in its own letters or in small ones: the first that fits. */
static void choose_hint(const struct frame *frame, struct ways *ways, int width)
{
    for (int i = 0; i < 4; i++) {
        ways->hint = ask_hint_words(frame->view, i % 2 != 0);
        ways->style = i < 2 ? UI_STYLE_SMALL : UI_STYLE_ANSWER_SMALL;
        if (ask_fits(frame, ways->style, width, ways->hint_height, words(ways->hint))) {
            return;
        }
    }
}

static struct ways ways_of(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    const int whole = frame->content.w, gap = theme->gap;
    const int count = has_next(frame->view->session) ? 2 : 1;
    const bool is_large = build_is_large(&frame->build);
    const bool is_portrait = build_is_portrait(&frame->build);
    const int button = is_large ? theme->target_min : theme_px(theme, WAY_MM);
    /* With large text every line is the answers', where hint and button need no second one. */
    const bool is_points = question_of(frame)->kind == BS_KIND_POINTS && frame_is_compact(frame);
    const bool is_one = is_large && (count == 1 || is_points) && !is_narrow(frame);
    const enum ui_style small =
        (is_large && !is_one) || is_points ? UI_STYLE_ANSWER_SMALL : UI_STYLE_SMALL;
    const int hint = (is_one ? 1 : 2) * line_height(frame, small);
    struct ways ways = {.is_below = is_portrait && count == 2};
    if (is_portrait) {
        ways.width = (whole - gap) / 2;
    } else {
        ways.width =
            has_promise(frame) ? (whole - gap) * (count > 1 ? 3 : 4) / 10 : (whole - 2 * gap) / 4;
    }
    ways.hint_height = ways.is_below || hint > button ? hint : button;
    ways.height = ways.is_below ? ways.hint_height + gap / 2 + button : ways.hint_height;
    choose_hint(frame, &ways, ways.is_below ? whole : whole - count * (ways.width + gap));
    return ways;
}

static void add_hint(struct frame *frame, struct ui_rect rest, const struct ways *ways)
{
    struct ui_node *node = add_text(&frame->build, "hint", rest, UI_ROLE_STATUS, ways->style,
                                    frame->view->session->hint ? UI_BRICK : UI_SOFT, UI_ALIGN_START,
                                    words(ways->hint));
    node->centre_vertically = true;
}

static void add_ways(struct frame *frame, const struct ways *ways, struct ui_rect row)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const int gap = view->theme->gap;
    struct ui_rect hint = {0}, next = {0};
    if (ways->is_below) {
        hint = take_top(&row, ways->hint_height, gap / 2);
    }
    if (has_next(session)) {
        next = take_end(&row, ways->width, gap);
    }
    struct ui_rect unknown = take_end(&row, ways->width, gap);
    add_hint(frame, ways->is_below ? hint : row, ways);
    bool dont_know = session->answers.slot[session->question].dont_know;
    struct ui_node *node = add_button(&frame->build, "tool.dont_know", unknown, UI_SURFACE_QUIET,
                                      UI_TEXT_ONLY, NULL, words(tr(view, "Weet ik niet")));
    node->states |= dont_know ? UI_STATE_CHOSEN : 0;
    if (has_next(session)) {
        add_button(&frame->build, "tool.next", next, UI_SURFACE_PRIMARY, UI_PICTURE_END, "arrow",
                   words(tr(view, "Verder")));
    }
}

static void add_asked(struct frame *frame)
{
    const struct ways ways = ways_of(frame);
    struct ui_rect row = take_bottom(&frame->content, ways.height, frame->view->theme->gap);
    add_question(frame);
    ask_answers(frame, frame->content);
    add_ways(frame, &ways, row);
}

static void build(const struct screen_view *view, struct ui_scene *scene, bool is_tight)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "question");
    frame.is_tight = is_tight;
    add_top(&frame);
    const bool is_promising = has_promise(&frame);
    struct ui_rect panel = {0};
    if (is_promising) {
        panel = frame_side(&frame, &frame.content, promise_percent(&frame));
    }
    if (bs_kind_is_asked(session_question(view->session)->kind)) {
        add_asked(&frame);
    } else {
        add_question(&frame);
        ask_answers(&frame, frame.content);
    }
    if (is_promising) {
        promise_panel(&frame, panel);
    }
    frame_tools(&frame, session_has_back(view->session));
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}

void question_build(const struct screen_view *view, struct ui_scene *scene)
{
    build(view, scene, false);
    if (frame_is_cut(scene)) { /* only a finished scene tells */
        build(view, scene, true);
    }
}
