/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Saved; then what happens next and when, who decides, a person to go to, and the code. */

#include "column.h"

#include <stdio.h>

#define N_(text)    text
#define QR_LEAST_MM 42 /* with its quiet zone: what is dark is then at least 25 */
#define QR_MOST_MM  55
#define CALM_MM     75 /* the least height of a code under its picture */

static const char *kept_words(const struct screen_view *view)
{
    switch (view->session->kept) {
    case SESSION_KEPT_CHANGED:
        return tr(view, "Uw antwoord is veranderd.");
    case SESSION_KEPT_AS_BEFORE:
        return tr(view, "Uw antwoord blijft zoals het was.");
    case SESSION_KEPT_NEW:
        break;
    }
    return tr(view, "Uw antwoord is bewaard.");
}

static void add_head(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct ui_theme *theme = view->theme;
    struct column column = {0};
    column_add(&column, "thanks", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(tr(view, "Dank u wel.")))
        ->gap = 0;
    column_add(&column, "saved", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(kept_words(view)));
    int size = theme->font[UI_STYLE_QUESTION].px * 19 / 10;
    struct ui_rect row = frame->content;
    row.h = size * 5 / 4;
    struct ui_rect disc = take_start(&row, size, theme->gap * 3 / 2);
    int height = column_fit(frame, &column, row);
    row = take_top(&frame->content, height > size ? height : size, theme->gap);
    disc.y += (row.h - size) / 2;
    disc.h = size;
    add_surface(&frame->build, disc, UI_SURFACE_DISC);
    add_picture(&frame->build, "", ui_rect_inset(disc, size / 5), "check", UI_ON_CANAL, words(""));
    take_start(&row, size, theme->gap * 3 / 2);
    column_draw(frame, &column, row, true);
}

static void fill_next(struct frame *frame, struct column *column, bool with_title)
{
    const bool is_tight = frame->is_tight;
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const struct bs_programme *programme = session_programme(session);
    if (with_title) {
        column_add(column, "next.title", UI_ROLE_HEADING, UI_STYLE_BODY, UI_SOFT,
                   words(tr(view, "Wat gebeurt er nu?")))
            ->is_optional = true;
    }
    char date[64];
    date_words(view,
               bs_programme_answer_date(programme,
                                        session->bundle->programmes[session->programme].published),
               date, sizeof date);
    char *line = column_text(column);
    int days = 0;
    if (bs_bundle_is_late(&session->bundle->programmes[session->programme], view->today, &days)) {
        late_words(view, NULL, days, line);
    } else if (session->bundle->programmes[session->programme].outcome != NULL) {
        fill(view, line, UI_LABEL_TEXT, "{words}", "words",
             tr(view, "Het eerste antwoord is er al. Tik straks op Lees meer."), NULL);
    } else {
        fill(view, line, UI_LABEL_TEXT,
             programme->answer_due.is_example
                 ? tr(view, "Vóór {date} (voorbeeld) hangt hier het antwoord van de gemeente.")
                 : tr(view, "Vóór {date} hangt hier het antwoord van de gemeente."),
             "date", date, NULL);
    }
    column_add(column, "next.answer", UI_ROLE_TEXT, is_tight ? UI_STYLE_STRONG : UI_STYLE_TITLE,
               UI_INK, words(line));
    column_add(column, "next.decides", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               content_words(view, &programme->decides))
        ->is_spare = true;
}

static void add_next(struct frame *frame, struct ui_rect area)
{
    struct column column = {0};
    fill_next(frame, &column, true);
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect inner = ui_rect_inset(area, frame->view->theme->gap);
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, true);
}

static void fill_contact(const struct screen_view *view, struct column *column)
{
    const struct contact contact = contact_of(view, session_programme(view->session));
    column_add(column, "contact", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK, contact.words)->gap = 0;
    if (contact.is_example) {
        column_add(column, "contact.example", UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT,
                   words(tr(view, "De naam is een voorbeeld.")))
            ->is_optional = true;
    }
}

/* Cuts the picture of a person off. */
static struct ui_rect take_person(const struct frame *frame, struct ui_rect *rest)
{
    const struct ui_theme *theme = frame->view->theme;
    int size = theme->font[UI_STYLE_QUESTION].px * 5 / 4;
    struct ui_rect picture = take_start(rest, size, theme->gap);
    picture.y += (picture.h - size) / 2;
    picture.h = size;
    return picture;
}

/* Four lines high, or as high as the words need. */
static struct ui_rect take_contact(struct frame *frame, struct column *column)
{
    const struct ui_theme *theme = frame->view->theme;
    const int inset = theme->gap * 3 / 4;
    struct ui_rect rest = ui_rect_inset(frame->content, inset);
    rest.h = theme->font[UI_STYLE_BODY].px * 4 + theme->gap - 2 * inset;
    (void)take_person(frame, &rest);
    int height = column_fit(frame, column, rest);
    return take_bottom(&frame->content, (height > rest.h ? height : rest.h) + 2 * inset,
                       theme->gap);
}

static void add_contact(struct frame *frame, const struct column *column, struct ui_rect area)
{
    add_surface(&frame->build, area, UI_SURFACE_TINT);
    struct ui_rect rest = ui_rect_inset(area, frame->view->theme->gap * 3 / 4);
    struct ui_rect picture = take_person(frame, &rest);
    add_picture(&frame->build, "", picture, "person", UI_CANAL, words(""));
    column_draw(frame, column, rest, true);
}

/* The code's page: its address ends in the six signs. */
static void page_address(const struct screen_view *view, const char *code, char *out, size_t size)
{
    int len = snprintf(out, size, "%s/c/", view->session->bundle->public_url);
    for (; *code != '\0' && len > 0 && (size_t)len + 1 < size; code++) {
        if (*code != ' ') {
            out[len++] = *code;
        }
    }
    out[len] = '\0';
}

static void fill_code(const struct screen_view *view, const char *code, struct column *column)
{
    bool has_page = view->session->bundle->public_url != NULL;
    struct paragraph *title = column_add(column, "code.title", UI_ROLE_HEADING, UI_STYLE_BODY,
                                         UI_SOFT, words(tr(view, "De code van dit onderwerp")));
    title->is_optional = true;
    column_add(column, "code", UI_ROLE_TEXT, UI_STYLE_CODE, UI_INK, words(code))->gap = 2;
    column_add(column, "code.why", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(has_page ? tr(view, "Scan dit. Of tik de code later hier in.")
                              : tr(view, "Bewaar de code. Vraag er later mee naar het antwoord.")));
    column_add(column, "code.private", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "De code zegt niets over u.")))
        ->is_optional = true;
}

/* So that a phone reads it from where one stands. */
static void add_qr_code(struct frame *frame, const char *code, struct ui_rect *area, int side)
{
    const struct screen_view *view = frame->view;
    char address[UI_QR_TEXT];
    page_address(view, code, address, sizeof address);
    side = side < area->w ? side : area->w;
    struct ui_rect place = take_top(area, side, view->theme->gap / 2);
    place.x += (place.w - side) / 2;
    place.w = side;
    add_qr(&frame->build, "code.qr", place, address,
           words(tr(view, "QR-code: scan hem met uw telefoon")));
}

/* As large as there is room for beside or under words that need about half. */
static int qr_side(const struct frame *frame, int height)
{
    const struct ui_theme *theme = frame->view->theme;
    const int least = theme_px(theme, QR_LEAST_MM), most = theme_px(theme, QR_MOST_MM);
    return height < least ? least : height > most ? most : height;
}

/* In short: only what it is. */
static void add_code(struct frame *frame, struct ui_rect area, bool is_short)
{
    const struct screen_view *view = frame->view;
    struct column column = {.align = UI_ALIGN_CENTRE};
    char code[BS_RECEIPT_CODE_TEXT];
    bs_receipt_code_make(session_programme(view->session)->code, code);
    if (is_short) {
        column_add(&column, "code.title", UI_ROLE_HEADING, UI_STYLE_SMALL, UI_SOFT,
                   words(tr(view, "Code")))
            ->gap = 0;
        column_add(&column, "code", UI_ROLE_TEXT, UI_STYLE_CODE, UI_INK, words(code));
    } else {
        fill_code(view, code, &column);
    }
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    struct ui_rect inner = ui_rect_inset(area, view->theme->gap);
    if (view->session->bundle->public_url != NULL) {
        add_qr_code(frame, code, &inner, qr_side(frame, inner.h * 45 / 100));
    }
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, true);
}

/* ---- what can be done now ---- */

static bool offers_extras(const struct session *session)
{
    for (int i = 0; i < SESSION_EXTRAS; i++) {
        if (session_offers(session, (enum session_extra)i)) {
            return true;
        }
    }
    return false;
}

/* What is optional: said after the thanks, never before. */
static bool has_invitations(const struct session *session)
{
    return offers_extras(session) || session_has_so_far(session);
}

static void add_invitations(struct frame *frame, struct ui_rect row)
{
    const struct session *session = frame->view->session;
    const int gap = frame->view->theme->gap;
    if (offers_extras(session)) {
        struct ui_rect place =
            session_has_so_far(session) ? take_start(&row, (row.w - gap) / 2, gap) : row;
        frame_tool(frame, place, UI_SURFACE_SECONDARY, "tool.afterwards", "talk",
                   N_("Nog iets zeggen?"))
            ->is_small = true;
    }
    if (session_has_so_far(session)) {
        frame_tool(frame, row, UI_SURFACE_SECONDARY, "tool.so_far", "neighbours",
                   N_("Wat zeiden anderen?"))
            ->is_small = true;
    }
}

static void add_actions(struct frame *frame, struct ui_rect row, bool is_more)
{
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap, width = (row.w - 2 * gap) / 3;
    const bool has_another = session_open_count(view->session) > 1;
    struct ui_rect done = take_end(&row, width * 9 / 10, gap);
    frame_tool(frame, take_start(&row, width, gap), UI_SURFACE_SECONDARY, "tool.change", "arrow",
               N_("Veranderen"));
    if (is_more) {
        frame_tool(frame, row, UI_SURFACE_SECONDARY, "tool.more", "arrow", N_("Verder lezen"))
            ->arrangement = UI_PICTURE_END;
    } else if (has_another) {
        frame_tool(frame, row, UI_SURFACE_SECONDARY, "tool.another", NULL, N_("Nog een onderwerp"));
    }
    frame_tool(frame, done, UI_SURFACE_PRIMARY, "tool.done", NULL, N_("Klaar"));
}

/* ---- the ways to lay it out ---- */

/* Everything at once. */
static void add_roomy(struct frame *frame)
{
    struct ui_rect code = frame_side(frame, &frame->content, 31);
    add_head(frame);
    struct column contact = {0};
    fill_contact(frame->view, &contact);
    struct ui_rect below = take_contact(frame, &contact);
    add_next(frame, frame->content);
    add_contact(frame, &contact, below);
    add_code(frame, code, false);
}

static void fill_words(struct frame *frame, struct column *column)
{
    const struct screen_view *view = frame->view;
    column_add(column, "thanks", UI_ROLE_HEADING, UI_STYLE_TITLE, UI_INK,
               words(tr(view, "Dank u wel.")))
        ->icon = "check";
    column_add(column, "saved", UI_ROLE_TEXT, UI_STYLE_STRONG, UI_INK, words(kept_words(view)));
    fill_next(frame, column, false);
}

/* The same on a low display, without panels around the words; false where they have no air so. */
static bool add_calm(struct frame *frame)
{
    struct column column = {0};
    struct ui_rect rest = frame->content;
    struct ui_rect code = frame_side(frame, &rest, 31);
    if (build_is_portrait(&frame->build)) {
        return false;
    }
    fill_words(frame, &column);
    column.paragraph[column.count - 1].is_optional = true; /* who decides */
    fill_contact(frame->view, &column);
    if (code.h < theme_px(frame->view->theme, CALM_MM) ||
        !column_would_fit(frame, &column, rest, true)) {
        return false;
    }
    column_fit(frame, &column, rest);
    column_draw(frame, &column, rest, true);
    add_code(frame, code, true);
    return true;
}

/* The code's picture on a page of its own, behind the words, with whom to ask if that had no room there. */
static void add_qr_page(struct frame *frame, const char *code, bool has_contact)
{
    const int gap = frame->view->theme->gap;
    struct column column = {0};
    fill_code(frame->view, code, &column);
    if (has_contact) {
        column.paragraph[column.count - 1].gap = 2;
        fill_contact(frame->view, &column);
    }
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    struct ui_rect inner = ui_rect_inset(frame->content, gap);
    if (frame->view->session->bundle->public_url != NULL) {
        const int side = qr_side(frame, inner.h < inner.w / 3 ? inner.h : inner.w / 3);
        struct ui_rect picture = take_start(&inner, side, gap * 2);
        take_top(&picture, (picture.h - side) / 2, 0);
        add_qr_code(frame, code, &picture, side);
    }
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, true);
}

/* The same words on pages; true if there is more. */
static bool add_pages(struct frame *frame)
{
    const struct session *session = frame->view->session;
    const int gap = frame->view->theme->gap;
    struct column column = {0}, whole = {0};
    char code[BS_RECEIPT_CODE_TEXT];
    bs_receipt_code_make(session_programme(session)->code, code);
    fill_words(frame, &column);
    fill_words(frame, &whole);
    fill_contact(frame->view, &whole);
    struct ui_rect inner = ui_rect_inset(frame->content, gap);
    const bool is_whole = column_pages(frame, &whole, inner) == 1;
    const size_t pages = is_whole ? 1 : column_pages(frame, &column, inner);
    if (session->page >= pages) {
        add_qr_page(frame, code, !is_whole);
        return false;
    }
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    (void)column_page(frame, is_whole ? &whole : &column, inner, session->page);
    return true;
}

/* Behind the first page nothing is offered, and long words get a second line. */
static struct ui_rect take_actions(struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    return frame->view->session->page == 0
               ? frame_actions(frame)
               : take_bottom(&frame->content, theme->bar_height - 2 * theme->gap, theme->gap);
}

static void build(const struct screen_view *view, struct ui_scene *scene, bool is_roomy,
                  bool is_tight)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "thanks");
    frame.is_tight = is_tight;
    struct ui_words title = content_words(view, &session_programme(view->session)->title);
    struct ui_words tile = content_words(view, &session_programme(view->session)->tile);
    bool is_more = false;
    frame_top_visit(&frame, "title", title, tile.label);
    struct ui_rect actions = take_actions(&frame), invitations = {0};
    const struct ui_rect whole = frame.content;
    if (has_invitations(view->session)) {
        invitations = frame_actions(&frame);
    }
    bool is_first = true;
    if (is_roomy && !frame_is_compact(&frame)) {
        add_roomy(&frame);
    } else if (!add_calm(&frame)) {
        is_first = view->session->page == 0;
        frame.content = is_first ? frame.content : whole;
        is_more = add_pages(&frame);
    }
    if (has_invitations(view->session) && is_first) {
        add_invitations(&frame, invitations);
    }
    add_actions(&frame, actions, is_more);
    frame_tools(&frame, !is_first);
    frame_end(&frame);
}

/* Only a finished scene tells. */
static bool is_next_cut(const struct ui_scene *scene)
{
    const struct ui_node *next = scene_find(scene, "next.answer");
    return next != NULL && !next->fits;
}

void thanks_build(const struct screen_view *view, struct ui_scene *scene)
{
    build(view, scene, true, false);
    if (is_next_cut(scene)) {
        build(view, scene, true, true);
    }
    if (is_next_cut(scene)) {
        build(view, scene, false, false);
    }
}
