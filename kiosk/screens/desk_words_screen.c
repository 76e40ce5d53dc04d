/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One comment, large and in its own direction: each word a control that makes it black. A long one has pages, and is released
 * on the last of them alone. */

#include "desk_look.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "direction.h"

#define N_(text)  text
#define TILES_MAX 56 /* of one page */
#define GAP_MM    5
#define WIDE_PART                                                                                  \
    80 /* percent of the width for a word that has to be broken: lines are not too long */
#define HYPHEN_EACH  6 /* characters, in a word that is wider than the screen */
#define HYPHEN       "\u00ad"
#define PIECE_MOST   200 /* characters of a word, whose label holds them whatever their bytes */
#define LABEL_BYTES  (UI_LABEL_TEXT - 16)
#define END          "…" /* it goes on: of a word on the next page */
#define CHARACTERS   24  /* by which a word is cut until a page holds it */
#define SPEECH_SPACE 16
#define ANSWER_LINES 2  /* of what was answered: the comment is what is read here */
#define LINE_EMS     34 /* kiosk-ux K31 */

/* A word, or as much of it as one page holds. */
struct piece {
    size_t word, from, most; /* characters */
    bool is_wide;            /* wider than the screen: it is broken anywhere */
    struct ui_rect rect;
};

struct page {
    struct piece pieces[TILES_MAX];
    size_t count;
    bool is_more;
};

/* ---- words on tiles ---- */

static const struct masks *masks_of(const struct frame *frame)
{
    return &frame->view->desk->masks;
}

static const char *lang_of(const struct frame *frame)
{
    return frame->view->desk->comment.lang;
}

static size_t characters(const struct masks *masks, size_t word)
{
    const char *text = masks->text + masks->words[word].from;
    size_t count = 0;

    for (size_t at = 0; at < masks->words[word].len; at++) {
        count += ((unsigned char)text[at] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

/* As it is shown. */
static void piece_label(const struct masks *masks, const struct piece *piece,
                        char out[UI_LABEL_TEXT])
{
    const struct masks_word *word = &masks->words[piece->word];
    const char *text = masks->text + word->from;
    size_t len = 0, number = 0;

    for (size_t at = 0; at < word->len && len < LABEL_BYTES; at++) {
        const bool is_first = ((unsigned char)text[at] & 0xC0) != 0x80;
        number += is_first ? 1 : 0;
        if (number > piece->from + piece->most) {
            memcpy(out + len, END, sizeof END);
            return;
        }
        if (is_first && piece->is_wide && len > 0 && number % HYPHEN_EACH == 0) {
            memcpy(out + len, HYPHEN, sizeof HYPHEN - 1);
            len += sizeof HYPHEN - 1;
        }
        if (number > piece->from) {
            out[len++] = text[at];
        }
    }
    out[len] = '\0';
}

static int beside(const struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    return 2 * (theme->border + theme->gap / 6) + theme->gap;
}

/* The same whether it is masked or not, so that nothing moves under a finger. */
static int piece_width(const struct frame *frame, const struct piece *piece)
{
    const struct masks_word *word = &masks_of(frame)->words[piece->word];
    char label[UI_LABEL_TEXT];
    const char *kind = desk_mask_words(frame->view, word->kind);
    piece_label(masks_of(frame), piece, label);
    const int own = text_width(&frame->build, UI_STYLE_ANSWER, label, lang_of(frame));
    const int other = text_width(&frame->build, UI_STYLE_ANSWER_SMALL, kind, NULL);
    const int width = (own > other ? own : other) + beside(frame);
    const int least = frame->view->theme->target_min;
    return width > least ? width : least;
}

static int line_height(const struct frame *frame)
{
    const int line = text_height(&frame->build, UI_STYLE_ANSWER, INT32_MAX, "A", lang_of(frame));
    const int least = frame->view->theme->target_min;
    return line > least ? line : least;
}

/* Takes lines of its own, as many characters as the height has room for. */
static int fit_wide(const struct frame *frame, struct piece *piece, int width, int room)
{
    const struct ui_theme *theme = frame->view->theme;
    const int inner = width - 2 * (theme->border + theme->gap / 6);
    char label[UI_LABEL_TEXT];

    for (;; piece->most -= CHARACTERS) {
        piece_label(masks_of(frame), piece, label);
        const int height = theme->gap + text_height(&frame->build, UI_STYLE_ANSWER_SMALL, inner,
                                                    label, lang_of(frame));
        if (height <= room || piece->most <= CHARACTERS) {
            return height > theme->target_min ? height : theme->target_min;
        }
    }
}

/* Where a page begins. */
struct mark {
    size_t word, character;
};

/* The words from a mark on that one page holds; moves it behind them. */
static void lay_out(const struct frame *frame, struct ui_rect area, struct mark *at,
                    struct page *page)
{
    const struct masks *masks = masks_of(frame);
    const int gap = theme_px(frame->view->theme, GAP_MM), line = line_height(frame);
    int x = 0, y = 0, high = line;

    page->count = 0;
    while (at->word < masks->count && page->count < TILES_MAX) {
        const size_t left = characters(masks, at->word) - at->character;
        struct piece piece = {
            .word = at->word, .from = at->character, .most = left < PIECE_MOST ? left : PIECE_MOST};
        int width = piece_width(frame, &piece), height = line;
        piece.is_wide = width > area.w;
        width = piece.is_wide ? area.w * WIDE_PART / 100 : width;
        if (x > 0 && x + width > area.w) {
            x = 0;
            y += high + gap;
            high = line;
        }
        if (piece.is_wide) {
            height = fit_wide(frame, &piece, width, area.h - y);
        }
        if (page->count > 0 && (y + height > area.h || piece.most < left)) {
            break;
        }
        high = height > high ? height : high;
        piece.rect = (struct ui_rect){area.x + x, area.y + y, width, height};
        page->pieces[page->count++] = piece;
        x += width + gap;
        if (piece.most < left) { /* the rest of it is on the next page */
            at->character += piece.most;
            break;
        }
        *at = (struct mark){at->word + 1, 0};
    }
    page->is_more = at->word < masks->count;
}

static void find_page(const struct frame *frame, struct ui_rect area, struct page *page)
{
    struct mark at = {0, 0};

    lay_out(frame, area, &at, page);
    for (size_t number = 0; page->is_more && number < frame->view->desk->page; number++) {
        lay_out(frame, area, &at, page);
    }
}

static void add_masked(struct frame *frame, struct ui_rect place, const char *id,
                       const struct masks_word *word)
{
    const struct screen_view *view = frame->view;
    const char *kind = desk_mask_words(view, word->kind);
    char speech[UI_LABEL_TEXT];

    fill(view, speech, sizeof speech, tr(view, "{kind}, afgedekt"), "kind", kind, NULL);
    struct ui_node *node = add_button(&frame->build, id, place, UI_SURFACE_MASK, UI_TEXT_ONLY, NULL,
                                      (struct ui_words){.label = kind, .speech = speech});
    node->is_small = true;
    node->is_apart = true;
}

static void add_words(struct frame *frame, struct ui_rect area, const struct page *page)
{
    const bool is_mirrored = direction_is_rtl(lang_of(frame));
    const struct masks *masks = masks_of(frame);

    for (size_t i = 0; i < page->count; i++) {
        const struct piece *piece = &page->pieces[i];
        const struct masks_word *word = &masks->words[piece->word];
        struct ui_rect place = piece->rect;
        char id[UI_ID_TEXT], label[UI_LABEL_TEXT];
        snprintf(id, sizeof id, "word.%zu", piece->word);
        if (is_mirrored) {
            place.x = 2 * area.x + area.w - place.x - place.w;
        }
        if (word->is_masked) {
            add_masked(frame, place, id, word);
            continue;
        }
        piece_label(masks, piece, label);
        add_button(&frame->build, id, place,
                   word->is_proposed ? UI_SURFACE_FOUND : UI_SURFACE_QUIET, UI_TEXT_ONLY, NULL,
                   (struct ui_words){.label = label, .lang = lang_of(frame)})
            ->is_private = true;
    }
}

/* ---- around them ---- */

/* All that is left to read, for whoever listens: to a headset alone. */
static void add_said(struct frame *frame, struct ui_rect area)
{
    const struct masks *masks = masks_of(frame);
    char speech[UI_SPEECH_TEXT];
    size_t len = 0;

    for (size_t i = 0; i < masks->count; i++) {
        const struct masks_word *word = &masks->words[i];
        if (!word->is_masked && len + word->len + SPEECH_SPACE < sizeof speech) {
            memcpy(speech + len, masks->text + word->from, word->len);
            len += word->len;
            speech[len++] = ' ';
        }
    }
    speech[len] = '\0';
    add_text(&frame->build, "words.said", area, UI_ROLE_TEXT, UI_STYLE_SMALL, UI_INK,
             UI_ALIGN_START,
             (struct ui_words){.label = "", .speech = speech, .lang = lang_of(frame)})
        ->is_private = true;
}

/* The first `len` bytes, or fewer where that is inside a character or behind a blank, and the sign that there is more. */
static void cut_at(const char *text, size_t len, char out[UI_LABEL_TEXT])
{
    while (len > 0 && (((unsigned char)text[len] & 0xC0) == 0x80 || text[len - 1] == ' ')) {
        len--;
    }
    memcpy(out, text, len);
    memcpy(out + len, END, sizeof END);
}

/* As much of it as so many lines hold; all of it is said. */
static void add_answers(struct frame *frame, enum ui_style style)
{
    const struct ui_theme *theme = frame->view->theme;
    const int most_wide = theme->font[style].px * LINE_EMS;
    const int width = frame->content.w < most_wide ? frame->content.w : most_wide;
    char said[UI_LABEL_TEXT - sizeof END], label[UI_LABEL_TEXT];

    (void)bs_utf8_copy(said, sizeof said, frame->view->desk_answers);
    (void)bs_utf8_copy(label, sizeof label, said);
    if (!frame_breaks(frame, style, width, ANSWER_LINES, words(said))) {
        size_t least = 0, most = strlen(said);
        while (most - least > 1) {
            const size_t middle = least + (most - least) / 2;
            cut_at(said, middle, label);
            if (frame_breaks(frame, style, width, ANSWER_LINES, words(label))) {
                least = middle;
            } else {
                most = middle;
            }
        }
        cut_at(said, least, label);
    }
    const int height = text_height(&frame->build, style, width, label, NULL);
    struct ui_rect place = take_top(&frame->content, height, theme->gap / 2);
    place.w = width;
    add_text(&frame->build, "words.answers", place, UI_ROLE_TEXT, style, UI_SOFT, UI_ALIGN_START,
             (struct ui_words){.label = label, .speech = said})
        ->is_private = true;
}

static void add_head(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct bs_held_comment *comment = &view->desk->comment;
    const int gap = view->theme->gap / 2;
    const enum ui_style style =
        frame_is_compact(frame) ? UI_STYLE_ANSWER_SMALL : UI_STYLE_SMALL_STRONG;
    char line[UI_LABEL_TEXT], age[UI_LABEL_TEXT], name[96];

    desk_age_words(view, view->wall_ms - comment->wall_ms, age);
    snprintf(name, sizeof name, "\u2068%s\u2069", language_name(view, comment->lang));
    fill(view, line, sizeof line, "{subject} · {language} · {age}", "subject",
         desk_subject_words(view, comment->programme), "language", name, "age", age, NULL);
    stack(frame, &frame->content, gap, "title", UI_ROLE_HEADING, style, UI_INK, words(line));
    if (view->desk_answers != NULL && view->desk_answers[0] != '\0') {
        add_answers(frame, frame_is_compact(frame) ? UI_STYLE_ANSWER_SMALL : UI_STYLE_SMALL);
    }
}

static const char *hint_words(const struct screen_view *view, bool is_short)
{
    const char *trouble = desk_trouble_words(view);

    if (trouble[0] != '\0') {
        return trouble;
    }
    if (masks_hide_all(&view->desk->masks)) {
        return tr(view, "Alles is afgedekt. Kies dan Verbergen.");
    }
    return is_short
               ? tr(view, "Tik op een woord om het af te dekken.")
               : tr(view,
                    "Tik op een woord om het af te dekken. Wat afgedekt is, leest niemand meer.");
}

/* What releases the words is the widest, and the last. */
static void add_acts(struct frame *frame, struct ui_rect row, bool is_more)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap, width = (row.w - 2 * gap) * 28 / 100;
    const struct ui_rect hide = take_start(&row, width, gap), pass = take_start(&row, width, gap);

    add_button(&frame->build, "tool.hide", hide, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL,
               words(tr(view, "Verbergen")));
    add_button(&frame->build, "tool.pass", pass, UI_SURFACE_SECONDARY, UI_TEXT_ONLY, NULL,
               words(tr(view, "Doorgeven")));
    if (is_more) {
        add_button(&frame->build, "tool.more", row, UI_SURFACE_PRIMARY, UI_PICTURE_END, "arrow",
                   words(tr(view, "Verder lezen")));
    } else if (!masks_hide_all(&view->desk->masks)) {
        add_button(&frame->build, "tool.release", row, UI_SURFACE_PRIMARY, UI_PICTURE_START,
                   "check",
                   words(masks_places(&view->desk->masks) > 0 ? tr(view, "Afdekken en vrijgeven")
                                                              : tr(view, "Vrijgeven")));
    }
}

void desk_words_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct page page;
    const bool has_trouble = view->desk->trouble != DESK_NO_TROUBLE;

    desk_begin(&frame, view, scene, "desk_words", NULL);
    const int gap = view->theme->gap;
    struct ui_rect row = desk_actions(&frame);
    add_head(&frame);
    const bool is_compact = frame_is_compact(&frame);
    const enum ui_style style = is_compact ? UI_STYLE_ANSWER_SMALL : UI_STYLE_SMALL;
    const char *hint = hint_words(view, is_compact);
    const int height = text_height(&frame.build, style, frame.content.w, hint, NULL);
    const struct ui_rect below = take_bottom(&frame.content, height, gap / 2);
    struct ui_rect area = frame.content;
    if (!is_compact) {
        add_surface(&frame.build, area, UI_SURFACE_PANEL);
        area = ui_rect_inset(area, gap * 3 / 4);
    }
    find_page(&frame, area, &page);
    add_said(&frame, area);
    add_words(&frame, area, &page);
    add_text(&frame.build, "words.hint", below, UI_ROLE_STATUS, style,
             has_trouble ? UI_BRICK : UI_SOFT, UI_ALIGN_START, words(hint));
    add_acts(&frame, row, page.is_more);
    desk_end(&frame, true);
}
