/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Points over goals: a tap on a goal gives it one, its minus takes one back. In landscape goals stand beside each other as
 * columns, else as rows; on a low display rows, with what is fixed beside each other below them. */

#include "ask_look.h"

#include <stdio.h>

#include "arrange.h"

#define DOT_MM       15 /* the widest that a point is drawn */
#define DOT_WELL_MM  10 /* before words become smaller */
#define DOT_LEAST_MM 6
#define LESS_MM      24

struct goals {
    struct frame *frame;
    const struct bs_question *question;
    bool is_rows;
    enum ui_style style; /* of the words */
    bool has_icons;      /* columns: there is room for them */
    int in;              /* between a card's edge and what stands in it */
    int text;            /* columns: height of the highest label */
    int less;            /* height (columns) or width (rows) of a minus */
    int fixed;     /* height of the row in which all that is fixed stands; 0: among the others */
    int dot, step; /* a point's width, and from one to the next */
};

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int row_width(const struct goals *goals)
{
    return (int)goals->question->most * goals->step - (goals->step - goals->dot);
}

static void size_dots(struct goals *goals, int width, int height)
{
    const int count = (int)goals->question->most;
    goals->dot = smaller(smaller(height, width * 6 / (7 * count)),
                         theme_px(goals->frame->view->theme, DOT_MM));
    goals->step = goals->dot * 7 / 6;
}

/* Given points filled, the others as rings, from the start on. */
static void add_dots(struct goals *goals, struct ui_rect place, size_t given)
{
    int x = place.x;
    for (size_t i = 0; i < goals->question->most; i++, x += goals->step) {
        struct ui_rect dot = {x, place.y + (place.h - goals->dot) / 2, goals->dot, goals->dot};
        add_picture(&goals->frame->build, "", dot, i < given ? "point" : "point-open",
                    i < given ? UI_CANAL : UI_EDGE, words(""));
    }
}

/* "Zorg, 2 punten" */
static const char *spoken(const struct goals *goals, const struct ask_choice *at, size_t given,
                          char *out)
{
    const struct screen_view *view = goals->frame->view;
    const char *label = at->words.speech != NULL ? at->words.speech : at->words.label;
    char count[12];
    snprintf(count, sizeof count, "%zu", given);
    fill(view, out, UI_SPEECH_TEXT,
         tr_plural(view, "{label}, {count} punt", "{label}, {count} punten", (long)given), "label",
         label, "count", count, NULL);
    return out;
}

static void add_less(struct goals *goals, const struct ask_choice *at, struct ui_rect place)
{
    const struct screen_view *view = goals->frame->view;
    char id[UI_ID_TEXT], speech[UI_SPEECH_TEXT];
    const char *label = at->words.speech != NULL ? at->words.speech : at->words.label;
    snprintf(id, sizeof id, "less.%s", at->choice->value);
    fill(view, speech, sizeof speech, tr(view, "{label}: een punt minder"), "label", label, NULL);
    struct ui_words said = {.label = tr(view, "Een punt minder"), .speech = speech};
    struct ui_node *node = add_button(&goals->frame->build, id, place, UI_SURFACE_SECONDARY,
                                      UI_PICTURE_ONLY, "minus", said);
    node->picture_px = smaller(place.w, place.h) * 3 / 5;
}

/* What is fixed: no control, a lock, and why nothing happens. */
static void add_locked(struct goals *goals, const struct ask_choice *at, struct ui_rect card,
                       struct ui_rect lock, struct ui_rect middle, struct ui_rect below)
{
    struct ui_build *build = &goals->frame->build;
    const enum ui_align align = goals->is_rows ? UI_ALIGN_START : UI_ALIGN_CENTRE;
    const char *why = tr(goals->frame->view, "Blijft gelijk");
    char id[UI_ID_TEXT], why_id[UI_ID_TEXT];
    snprintf(id, sizeof id, "locked.%s", at->choice->value);
    snprintf(why_id, sizeof why_id, "why.%s", at->choice->value);
    const bool fits = ask_fits(goals->frame, UI_STYLE_SMALL, below.w, below.h, words(why));
    const bool is_lost =
        !fits && !ask_fits(goals->frame, UI_STYLE_ANSWER_SMALL, below.w, below.h, words(why));
    add_surface(build, card, UI_SURFACE_PANEL);
    /* Where the words have no room the lock says it. */
    add_picture(build, is_lost ? why_id : "", lock, "lock", UI_SOFT, words(is_lost ? why : ""));
    add_text(build, id, middle, UI_ROLE_TEXT, goals->style, UI_SOFT, align, at->words)
        ->centre_vertically = true;
    if (!is_lost) {
        add_text(build, why_id, below, UI_ROLE_TEXT, fits ? UI_STYLE_SMALL : UI_STYLE_ANSWER_SMALL,
                 UI_SOFT, align, words(why))
            ->centre_vertically = true;
    }
}

/* A square in the middle of a rectangle. */
static struct ui_rect square_in(struct ui_rect rect, int most)
{
    const int side = smaller(smaller(rect.w, rect.h), most);
    return (struct ui_rect){rect.x + (rect.w - side) / 2, rect.y + (rect.h - side) / 2, side, side};
}

/* From above: icon, words, points; in a low card the points above the words, which are then at its foot. */
static void add_column(struct goals *goals, const struct ask_choice *at, struct ui_rect cell)
{
    const struct ui_theme *theme = goals->frame->view->theme;
    const size_t given = session_points(goals->frame->view->session, at->index);
    const struct ui_rect whole = cell;
    struct ui_rect less = take_bottom(&cell, goals->less, theme->gap), card = cell;
    struct ui_rect middle = ui_rect_inset(card, goals->in), below;
    const int end = (middle.h - goals->text) / 2;
    struct ui_rect above = take_top(&middle, goals->has_icons ? end : middle.h - goals->text, 0);
    below = goals->has_icons ? take_bottom(&middle, end, 0) : above;
    if (at->choice->is_locked) { /* without a minus: down to the foot of the column */
        below.y = middle.y + middle.h;
        below.h = whole.y + whole.h - goals->in - below.y;
        add_locked(goals, at, whole, square_in(above, theme->gap * 4), middle, below);
        return;
    }
    char speech[UI_SPEECH_TEXT];
    struct ask_choice said = *at;
    said.words.speech = spoken(goals, at, given, speech);
    struct ui_node *node =
        add_tile(&goals->frame->build, said.id, card, NULL, given > 0, said.words);
    node->align = UI_ALIGN_CENTRE;
    node->foot_px = goals->text;
    node->foot_up_px = goals->has_icons ? below.h : 0;
    if (goals->has_icons && at->choice->icon[0] != '\0') {
        add_picture(&goals->frame->build, "", square_in(above, theme->gap * 5), at->choice->icon,
                    UI_CANAL, words(""));
    }
    below.x += (below.w - row_width(goals)) / 2;
    add_dots(goals, below, given);
    if (given > 0) {
        add_less(goals, at, less);
    }
}

static void add_row(struct goals *goals, const struct ask_choice *at, struct ui_rect cell)
{
    const struct ui_theme *theme = goals->frame->view->theme;
    const size_t given = session_points(goals->frame->view->session, at->index);
    const struct ui_rect whole = cell;
    struct ui_rect less = take_end(&cell, goals->less, theme->gap), card = cell;
    struct ui_rect inner = {card.x + goals->in + theme->gap / 4, card.y,
                            card.w - 2 * goals->in - theme->gap / 2, card.h};
    struct ui_rect dots = take_end(&inner, row_width(goals), theme->gap);
    if (at->choice->is_locked) {
        struct ui_rect above =
            take_start(&inner, smaller(inner.h * 3 / 5, theme->gap * 3), theme->gap * 5 / 6);
        dots.w += whole.w - card.w; /* without a minus: to the end of the row */
        add_locked(goals, at, whole, square_in(above, above.w), inner, dots);
        return;
    }
    char speech[UI_SPEECH_TEXT];
    struct ask_choice said = *at;
    said.words.speech = spoken(goals, at, given, speech);
    struct ui_node *node =
        add_tile(&goals->frame->build, said.id, card, at->choice->icon, given > 0, said.words);
    node->end_px = dots.w + theme->gap;
    add_dots(goals, dots, given);
    if (given > 0) {
        add_less(goals, at, less);
    }
}

/* ---- columns or rows ---- */

static const enum ui_style STYLES[] = {UI_STYLE_ANSWER, UI_STYLE_ANSWER_MIDDLE,
                                       UI_STYLE_ANSWER_SMALL};

/* The height of the highest label. False if one of them is too wide; the height is then that of what is cut. */
static bool measure_labels(const struct goals *goals, int width, int *highest)
{
    bool fits = true;
    *highest = 0;
    for (size_t i = 0; i < goals->question->choice_count; i++) {
        if (goals->fixed > 0 && goals->question->choices[i].is_locked) {
            continue;
        }
        struct ui_words label =
            content_words(goals->frame->view, &goals->question->choices[i].label);
        int own = text_height(&goals->frame->build, goals->style, width, label.label, label.lang);
        fits = fits && ask_fits(goals->frame, goals->style, width, INT32_MAX, label);
        *highest = own > *highest ? own : *highest;
    }
    return fits;
}

/* Columns: what is above and below the words; icons where there is room for them too. */
static bool set_columns(struct goals *goals, struct ui_rect cell)
{
    const struct ui_theme *theme = goals->frame->view->theme;
    const struct ui_room room = arrange_padding(theme, UI_SURFACE_CARD, UI_TEXT_ONLY);
    const int width = cell.w - 2 * room.x;
    goals->is_rows = false;
    goals->less = theme_px(theme, LESS_MM);
    if (cell.h < 4 * goals->less) {
        goals->less = theme->target_min;
    }
    const int height = cell.h - goals->less - theme->gap - 2 * goals->in;
    int words;
    const bool fits = measure_labels(goals, width, &words);
    goals->text = words + theme->gap / 2;
    const int free = height - goals->text;
    goals->has_icons = free >= theme->gap * 6;
    size_dots(goals, width, goals->has_icons ? free / 2 : free);
    const bool is_small = goals->style == UI_STYLE_ANSWER_SMALL;
    return fits && free >= theme_px(theme, is_small ? DOT_LEAST_MM : DOT_WELL_MM);
}

static bool set_rows(struct goals *goals, struct ui_rect cell)
{
    const struct ui_theme *theme = goals->frame->view->theme;
    goals->is_rows = true;
    goals->less = cell.h > theme->target_min ? cell.h : theme->target_min;
    goals->less = smaller(goals->less, theme_px(theme, 2 * LESS_MM));
    size_dots(goals, (cell.w - goals->less) * 2 / 5, cell.h * 3 / 5);
    const struct ui_room room = arrange_padding(theme, UI_SURFACE_CARD, UI_PICTURE_START);
    const int card = cell.w - goals->less - theme->gap;
    const int icon = smaller(cell.h * 3 / 5, card / 5) + theme->gap;
    const int width = card - 2 * room.x - icon - row_width(goals) - theme->gap;
    int words;
    return measure_labels(goals, width, &words) && cell.h >= theme->target_min &&
           words <= cell.h - 2 * goals->in;
}

static size_t count_locked(const struct goals *goals)
{
    size_t count = 0;
    for (size_t i = 0; i < goals->question->choice_count; i++) {
        count += goals->question->choices[i].is_locked ? 1 : 0;
    }
    return count;
}

/* The lock's side, before the words of something fixed. */
static int lock_side(const struct goals *goals)
{
    return goals->frame->view->theme->gap * 2;
}

/* What stands beside the words of something fixed: a lock, and air. */
static int fixed_beside(const struct goals *goals)
{
    return lock_side(goals) + goals->frame->view->theme->gap * 3 / 2;
}

/* Its part of a row: its longest word, and of what is left by the length of all its words. */
static int fixed_width(const struct goals *goals, int row, const struct bs_choice *of)
{
    const int gap = goals->frame->view->theme->gap, beside = fixed_beside(goals);
    int words = 0, longest = 0, count = 0, own_words = 0, own_longest = 0;
    for (size_t i = 0; i < goals->question->choice_count; i++) {
        const struct bs_choice *choice = &goals->question->choices[i];
        if (choice->is_locked) {
            const struct ui_words label = content_words(goals->frame->view, &choice->label);
            const int all = text_width(&goals->frame->build, goals->style, label.label, label.lang);
            const int word = ask_longest_word(goals->frame, goals->style, label);
            words += all - word;
            longest += word;
            own_words = choice == of ? all - word : own_words;
            own_longest = choice == of ? word : own_longest;
            count++;
        }
    }
    const int left = row - (count - 1) * gap - count * beside - longest;
    return beside + own_longest + (words > 0 ? left * own_words / words : left / count);
}

/* Rows for goals that can be chosen, and one for all that is fixed. */
static bool set_fixed(struct goals *goals, struct ui_rect area, struct ask_grid *grid)
{
    const int locked = (int)count_locked(goals), gap = goals->frame->view->theme->gap;
    const int open = (int)goals->question->choice_count - locked;
    bool fits = locked > 0 && open > 0;
    int highest = 0;
    for (size_t i = 0; i < goals->question->choice_count && fits; i++) {
        const struct bs_choice *choice = &goals->question->choices[i];
        const struct ui_words label = content_words(goals->frame->view, &choice->label);
        const int width = fixed_width(goals, area.w, choice) - fixed_beside(goals);
        if (choice->is_locked) {
            const int height =
                text_height(&goals->frame->build, goals->style, width, label.label, label.lang);
            fits = ask_fits(goals->frame, goals->style, width, INT32_MAX, label);
            highest = height > highest ? height : highest;
        }
    }
    goals->fixed = highest + gap; /* nothing in it is chosen: it needs no thick border */
    take_bottom(&area, goals->fixed, gap);
    *grid = (struct ask_grid){1, open};
    if (fits && set_rows(goals, ask_cell(goals->frame, area, *grid, 0))) {
        return true;
    }
    goals->fixed = 0;
    return false;
}

/* The same in the largest letters that it holds. */
static bool set_fixed_in(struct goals *goals, struct ui_rect area, struct ask_grid *grid)
{
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        goals->style = STYLES[i];
        if (set_fixed(goals, area, grid)) {
            return true;
        }
    }
    return false;
}

/* The first that fits, in large letters before small ones; else columns with what is there. */
static struct ask_grid settle(struct goals *goals, struct ui_rect area)
{
    const int count = (int)goals->question->choice_count;
    const struct ask_grid rows = {1, count}, columns = {count, 1};
    const struct ui_rect row = ask_cell(goals->frame, area, rows, 0);
    const struct ui_rect column = ask_cell(goals->frame, area, columns, 0);
    const bool rows_first = ask_is_stacked(goals->frame);
    struct ask_grid fixed;
    for (size_t i = 0; i < sizeof STYLES / sizeof STYLES[0]; i++) {
        goals->style = STYLES[i];
        if (rows_first && set_rows(goals, row)) {
            return rows;
        }
        /* In small letters columns are cramped: what is fixed makes room first. */
        if (goals->style == UI_STYLE_ANSWER_SMALL && set_fixed_in(goals, area, &fixed)) {
            return fixed;
        }
        if (set_columns(goals, column)) {
            return columns;
        }
        if (!rows_first && set_rows(goals, row)) {
            return rows;
        }
    }
    (void)set_columns(goals, column);
    return columns;
}

static void add_fixed(struct goals *goals, const struct ask_choice *at, struct ui_rect cell)
{
    const int gap = goals->frame->view->theme->gap;
    struct ui_rect inner = ui_rect_inset(cell, gap / 2);
    const struct ui_rect lock = take_start(&inner, lock_side(goals), gap / 2);
    add_locked(goals, at, cell, square_in(lock, lock.w), inner, (struct ui_rect){0});
}

void ask_points(struct frame *frame, struct ui_rect area)
{
    const struct ui_theme *theme = frame->view->theme;
    struct goals goals = {.frame = frame,
                          .question = session_question(frame->view->session),
                          .in = theme->border_chosen + theme->gap / 3};
    const struct ask_grid grid = settle(&goals, area);
    const int whole = area.w;
    struct ui_rect foot = {0};
    if (goals.fixed > 0) {
        foot = take_bottom(&area, goals.fixed, theme->gap);
    }
    size_t place = 0;
    for (size_t i = 0; i < goals.question->choice_count; i++) {
        struct ask_choice at = ask_choice_at(frame, i);
        if (goals.fixed > 0 && at.choice->is_locked) {
            const int width = fixed_width(&goals, whole, at.choice);
            add_fixed(&goals, &at, take_start(&foot, width, theme->gap));
            continue;
        }
        struct ui_rect cell = ask_cell(frame, area, grid, place++);
        if (goals.is_rows) {
            add_row(&goals, &at, cell);
        } else {
            add_column(&goals, &at, cell);
        }
    }
}
