/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Where there is little room, what is asked gives way, and what is written shows its end. */

#include "write_page.h"

#include <stdio.h>
#include <string.h>

#include "column.h"
#include "keys.h"

#define CARET     "|"
#define CUT       "…"
#define LINES     4 /* of what is written, where there is room */
#define WRITTEN   UI_STYLE_BODY
#define READY_MM  40
#define LABEL_END (sizeof CARET + sizeof CUT)

static const char *next_word(const char *text)
{
    const char *blank = strchr(text, ' ');
    if (blank != NULL) {
        return blank + 1;
    }
    for (text++; ((unsigned char)*text & 0xC0U) == 0x80U; text++) {
    }
    return text;
}

/* The end of what is written, as much as fits, with the caret behind it. */
static void written_words(const struct frame *frame, const char *text, enum ui_style style,
                          struct ui_rect place, char *out)
{
    const char *from = text;
    for (;;) {
        if (strlen(from) + LABEL_END < UI_LABEL_TEXT) {
            snprintf(out, UI_LABEL_TEXT, "%s%.*s%s", from == text ? "" : CUT,
                     (int)(UI_LABEL_TEXT - LABEL_END), from, CARET);
            if (*from == '\0' || text_height(&frame->build, style, place.w, out, NULL) <= place.h) {
                return;
            }
        }
        from = next_word(from);
    }
}

/* What is said of it: the words themselves, or how many signs a name or number has so far. */
static const char *said(const struct screen_view *view, const struct write_page *page, char *out)
{
    char count[24];
    if (page->entry->len == 0) {
        return tr(view, "U hebt nog niets geschreven.");
    }
    if (!page->is_private) {
        return page->entry->text;
    }
    snprintf(count, sizeof count, "%zu", page->entry->characters);
    fill(view, out, UI_LABEL_TEXT,
         tr_plural(view, "U hebt {count} teken geschreven.", "U hebt {count} tekens geschreven.",
                   (long)page->entry->characters),
         "count", count, NULL);
    return out;
}

/* What is asked, and what helps or went wrong. */
static void fill_asked(const struct write_page *page, struct column *column)
{
    *column = (struct column){0};
    column_add(column, "question", UI_ROLE_QUESTION, UI_STYLE_QUESTION, UI_INK, page->asked)->gap =
        1;
    if (page->hint[0] != '\0') {
        column_add(column, "hint", UI_ROLE_STATUS, UI_STYLE_BODY,
                   page->is_wrong ? UI_BRICK : UI_SOFT, words(page->hint))
            ->is_optional = !page->is_wrong;
    }
}

static void add_field(struct frame *frame, const struct write_page *page, struct ui_rect inner)
{
    char label[UI_LABEL_TEXT], speech[UI_LABEL_TEXT];
    written_words(frame, page->entry->text, WRITTEN, inner, label);
    const struct ui_words shown = {.label = label, .speech = said(frame->view, page, speech)};
    add_text(&frame->build, "written", inner, UI_ROLE_TEXT, WRITTEN, UI_INK, UI_ALIGN_START, shown)
        ->centre_vertically = true;
}

/* Where there is no room for both, what is asked stands where then is written. */
static void add_asked_or_field(struct frame *frame, const struct write_page *page,
                               struct ui_rect inner)
{
    struct column column;
    if (page->entry->len > 0 && !page->is_wrong) {
        add_field(frame, page, inner);
        return;
    }
    fill_asked(page, &column);
    column.paragraph[0].style = UI_STYLE_STRONG;
    column.paragraph[0].is_spare = true;
    column_fit(frame, &column, inner);
    column_draw(frame, &column, inner, true);
}

/* The least a field needs, and what it has of the room that what is asked leaves: LINES at most. */
static int field_height(const struct frame *frame, int room)
{
    const struct ui_theme *theme = frame->view->theme;
    const int line = text_height(&frame->build, WRITTEN, INT32_MAX, "A", NULL);
    const int one = line + theme->gap / 2;
    const int least = one > theme->target_min ? one : theme->target_min;
    const int most = LINES * line + theme->gap / 2;
    return room > most ? most : room < least ? least : room;
}

static struct ui_rect inside(const struct frame *frame, struct ui_rect field)
{
    const int gap = frame->view->theme->gap;
    take_start(&field, gap * 3 / 4, 0);
    take_end(&field, gap * 3 / 4, 0);
    take_top(&field, gap / 4, 0);
    take_bottom(&field, gap / 4, 0);
    return field;
}

static void add_written(struct frame *frame, const struct write_page *page, struct ui_rect area)
{
    const struct ui_theme *theme = frame->view->theme;
    const int gap = theme->gap / 2, width = button_width(&frame->build, false, page->ready);
    const int least = theme_px(theme, READY_MM);
    struct column column;
    struct ui_rect above = area;
    fill_asked(page, &column);
    above.h -= field_height(frame, 0) + gap;
    const bool is_apart = column_would_fit(frame, &column, above, false);
    if (is_apart) {
        const int asked = column_fit(frame, &column, above);
        above.h = area.h - field_height(frame, area.h - asked - gap) - gap;
        take_top(&area, above.h + gap, 0);
        take_top(&above, above.h - asked, 0); /* next to what is written */
        column_draw(frame, &column, above, false);
    }
    struct ui_rect ready = take_end(&area, width > least ? width : least, theme->gap);
    add_surface(&frame->build, area, UI_SURFACE_SLOT)->states = UI_STATE_CHOSEN;
    if (is_apart) {
        add_field(frame, page, inside(frame, area));
    } else {
        add_asked_or_field(frame, page, inside(frame, area));
    }
    add_button(&frame->build, "tool.send", ready, UI_SURFACE_PRIMARY, UI_TEXT_ONLY, NULL,
               words(page->ready));
}

void write_page_build(const struct screen_view *view, struct ui_scene *scene,
                      const struct write_page *page)
{
    struct frame frame;
    frame_begin(&frame, view, scene, page->screen);
    if (!view_is_desk(view)) {
        frame_top_visit(&frame, "title", page->title, NULL);
    }
    struct ui_rect keys = keys_take(&frame, &frame.content);
    add_written(&frame, page, frame.content);
    keys_draw(&frame, keys);
    frame_tools(&frame, true);
    if (view_is_warning(view)) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
