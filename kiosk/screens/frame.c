/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words, dates and the two lines that frame every screen. */

#include "frame.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "direction.h"

#define N_(text) text

_Static_assert(UI_LABEL_TEXT > BS_PARAGRAPH_MAX * 4, "a paragraph fits into a label");
_Static_assert(UI_SPEECH_TEXT > BS_PARAGRAPH_MAX * BS_SPEECH_FACTOR * 4, "its speech fits too");
_Static_assert(UI_ICON_TEXT >= BS_SLUG_TEXT, "an icon's name fits");
_Static_assert(UI_QR_TEXT > BS_PUBLIC_URL_MAX + sizeof "/c/ABCDEF", "the address of a code fits");
_Static_assert(UI_ID_TEXT >= sizeof "programme." + BS_SLUG_TEXT, "the longest name fits");

const char *language_name(const struct screen_view *view, const char *lang)
{
    const struct language *found = languages_find(view->languages, lang);
    return found != NULL ? found->name : lang;
}

const char *tr(const struct screen_view *view, const char *dutch)
{
    return view->words->get(view->words->self, view->session->lang, dutch);
}

const char *tr_plural(const struct screen_view *view, const char *one, const char *many, long n)
{
    return view->words->plural(view->words->self, view->session->lang, one, many, n);
}

/* A bounded writer that never cuts a character in half. */
struct writer {
    char *out;
    size_t size, len;
};

/* What is too long ends where it no longer fits. */
static void put(struct writer *writer, const char *text, size_t len)
{
    size_t room = writer->size - 1 - writer->len;
    if (len > room) {
        len = room;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80) {
            len--;
        }
        writer->size = writer->len + len + 1;
    }
    memcpy(writer->out + writer->len, text, len);
    writer->len += len;
    writer->out[writer->len] = '\0';
}

/* Bytes of the first character. */
static size_t character(const char *text)
{
    size_t len = 1;
    while (((unsigned char)text[len] & 0xC0) == 0x80) {
        len++;
    }
    return len;
}

static const char *value_of(const char *name, size_t len, va_list list)
{
    va_list values;
    va_copy(values, list);
    const char *found = NULL;
    for (const char *key = va_arg(values, const char *); key != NULL && found == NULL;
         key = va_arg(values, const char *)) {
        const char *value = va_arg(values, const char *);
        if (strlen(key) == len && memcmp(key, name, len) == 0) {
            found = value;
        }
    }
    va_end(values);
    return found;
}

void fill(const struct screen_view *view, char *out, size_t size, const char *pattern, ...)
{
    bool isolates = direction_is_rtl(view->session->lang);
    struct writer writer = {.out = out, .size = size};
    out[0] = '\0';
    va_list list;
    va_start(list, pattern);
    while (*pattern != '\0') {
        const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;
        const char *value = end ? value_of(pattern + 1, (size_t)(end - pattern - 1), list) : NULL;
        if (value == NULL) {
            size_t len = character(pattern);
            put(&writer, pattern, len);
            pattern += len;
            continue;
        }
        /* NOLINTNEXTLINE(misc-misleading-bidirectional): shown to residents, not to whoever reads this. */
        put(&writer, "\u2068", isolates ? 3 : 0);
        put(&writer, value, strlen(value));
        put(&writer, "\u2069", isolates ? 3 : 0);
        pattern = end + 1;
    }
    va_end(list);
}

/* A date is not broken over two lines. */
static void hold_together(char *out, size_t size, const char *text)
{
    struct writer writer = {.out = out, .size = size};
    out[0] = '\0';
    for (size_t len = 0; *text != '\0'; text += len) {
        len = character(text);
        put(&writer, *text == ' ' ? "\u00a0" : text, *text == ' ' ? 2 : len);
    }
}

static const char *const MONTHS[] = {
    N_("januari"), N_("februari"), N_("maart"),     N_("april"),   N_("mei"),      N_("juni"),
    N_("juli"),    N_("augustus"), N_("september"), N_("oktober"), N_("november"), N_("december")};

void month_words(const struct screen_view *view, struct bs_date month, char *out, size_t size)
{
    char year[12], line[64];
    snprintf(year, sizeof year, "%d", month.year);
    fill(view, line, sizeof line, tr(view, "{month} {year}"), "month",
         tr(view, MONTHS[month.month - 1]), "year", year, NULL);
    hold_together(out, size, line);
}

void known_date_words(const struct screen_view *view, struct bs_date date, char *out, size_t size)
{
    if (date.month == 0) {
        snprintf(out, size, "%d", date.year);
    } else if (date.day == 0) {
        month_words(view, date, out, size);
    } else {
        date_words(view, date, out, size);
    }
}

void date_words(const struct screen_view *view, struct bs_date date, char *out, size_t size)
{
    char day[12], year[12];
    snprintf(day, sizeof day, "%d", date.day);
    snprintf(year, sizeof year, "%d", date.year);
    const char *month = tr(view, MONTHS[date.month - 1]);
    const char *pattern = date.year == view->today.year ? tr(view, "{day} {month}")
                                                        : tr(view, "{day} {month} {year}");
    char line[64];
    fill(view, line, sizeof line, pattern, "day", day, "month", month, "year", year, NULL);
    hold_together(out, size, line);
}

struct ui_words content_words(const struct screen_view *view, const struct bs_text *text)
{
    const char *lang = view->session->lang;
    struct ui_words out = {0};
    out.label = bs_text_in(text, lang, &out.lang);
    out.speech = bs_text_speech(text, lang, NULL);
    return out;
}

struct contact contact_of(const struct screen_view *view, const struct bs_programme *programme)
{
    const struct bs_place *place = &view->session->bundle->place;
    if (programme != NULL && programme->contact.count > 0) {
        return (struct contact){content_words(view, &programme->contact),
                                programme->contact_is_example};
    }
    if (place->contact.count > 0) {
        return (struct contact){content_words(view, &place->contact), place->contact_is_example};
    }
    return (struct contact){words(tr(view, "Hulp nodig? Vraag iemand van het buurthuis.")), false};
}

void frame_begin(struct frame *frame, const struct screen_view *view, struct ui_scene *scene,
                 const char *screen)
{
    const char *lang = view->session->lang;
    frame->view = view;
    build_begin(&frame->build, scene, view->theme, view->text, view->display, screen, lang,
                direction_is_rtl(lang), "");
    frame->content = build_window(&frame->build);
    int margin = view->theme->margin;
    frame->content.x += margin;
    frame->content.w -= 2 * margin;
    frame->bar = take_bottom(&frame->content, view->theme->bar_height, view->theme->gap);
    take_top(&frame->content, view->theme->gap, 0);
}

static int top_width(const struct frame *frame, const char *label, const char *lang)
{
    const struct ui_theme *theme = frame->view->theme;
    int width = text_width(&frame->build, UI_STYLE_SMALL_STRONG, label, lang) + 3 * theme->gap;
    return width < theme->target_min ? theme->target_min : width;
}

static void top_button(struct frame *frame, struct ui_rect *rest, const char *id, const char *icon,
                       const char *label, const char *lang)
{
    const struct ui_theme *theme = frame->view->theme;
    int width = top_width(frame, label, lang);
    if (icon != NULL) {
        width += theme->font[UI_STYLE_SMALL_STRONG].px + theme->gap;
    }
    struct ui_node *node = add_button(&frame->build, id, take_end(rest, width, theme->gap),
                                      UI_SURFACE_SECONDARY, icon ? UI_PICTURE_START : UI_TEXT_ONLY,
                                      icon, (struct ui_words){.label = label, .lang = lang});
    node->style = UI_STYLE_SMALL_STRONG;
    node->picture_px = theme->font[UI_STYLE_SMALL_STRONG].px;
}

static bool is_spoken(const struct screen_view *view, const char *lang)
{
    return strcmp(lang, view->session->lang) == 0;
}

/* The bundle's languages up to which the other ones have room in the top line. Those behind it are on the attract screen. */
static size_t languages_that_fit(const struct frame *frame, int room)
{
    const struct bs_bundle *bundle = frame->view->session->bundle;
    size_t count = 0;
    while (count < bundle->language_count) {
        const char *lang = bundle->languages[count];
        if (!is_spoken(frame->view, lang)) {
            room -=
                top_width(frame, language_name(frame->view, lang), lang) + frame->view->theme->gap;
        }
        if (room < 0) {
            break;
        }
        count++;
    }
    return count;
}

/* What the words of the top line must have: their width, or that of the short ones, but no more than a third. */
static int words_room(const struct frame *frame, struct ui_words start, const char *start_short,
                      int width)
{
    int words = start_short != NULL
                    ? text_width(&frame->build, UI_STYLE_SMALL, start_short, NULL)
                    : text_width(&frame->build, UI_STYLE_SMALL, start.label, start.lang);
    return words < width / 3 ? words : width / 3;
}

void frame_top_visit(struct frame *frame, const char *start_id, struct ui_words start,
                     const char *start_short, bool with_stop)
{
    const struct screen_view *view = frame->view;
    const struct bs_bundle *bundle = view->session->bundle;
    struct ui_rect row = take_top(&frame->content, view->theme->top_height, view->theme->gap);
    struct ui_rect rest = row;
    if (with_stop) {
        top_button(frame, &rest, "tool.stop", "close", tr(view, "Stop"), NULL);
    }
    int room = rest.w - words_room(frame, start, start_short, row.w);
    for (size_t i = languages_that_fit(frame, room); i > 0; i--) {
        const char *lang = bundle->languages[i - 1];
        if (!is_spoken(view, lang)) {
            char id[UI_ID_TEXT];
            snprintf(id, sizeof id, "lang.%s", lang);
            top_button(frame, &rest, id, NULL, language_name(frame->view, lang), lang);
        }
    }
    if (start_short != NULL &&
        text_width(&frame->build, UI_STYLE_SMALL, start.label, start.lang) > rest.w) {
        start = words(start_short);
    }
    struct ui_node *text = add_text(&frame->build, start_id, rest, UI_ROLE_TEXT, UI_STYLE_SMALL,
                                    UI_SOFT, UI_ALIGN_START, start);
    text->centre_vertically = true;
}

void frame_top_place(struct frame *frame, const char *end)
{
    const struct screen_view *view = frame->view;
    const struct bs_place *place = &view->session->bundle->place;
    int height = text_height(&frame->build, UI_STYLE_SMALL_STRONG, frame->content.w, "A", NULL);
    struct ui_rect row = take_top(&frame->content, height, view->theme->gap);
    int end_width = text_width(&frame->build, UI_STYLE_SMALL, end, NULL);
    struct ui_rect end_rect = take_end(&row, end_width + 2, view->theme->gap);
    char where[UI_LABEL_TEXT];
    fill(view, where, sizeof where, "{place} · {area}", "place", place->name, "area",
         place->neighbourhood, NULL);
    add_text(&frame->build, "place", row, UI_ROLE_TEXT, UI_STYLE_SMALL_STRONG, UI_INK,
             UI_ALIGN_START, words(where));
    if (end[0] != '\0') {
        add_text(&frame->build, "hours", end_rect, UI_ROLE_TEXT, UI_STYLE_SMALL, UI_SOFT,
                 UI_ALIGN_END, words(end));
    }
}

struct ui_rect frame_bar(struct frame *frame)
{
    struct ui_rect whole = frame->bar;
    whole.x = 0;
    whole.w = build_window(&frame->build).w;
    add_surface(&frame->build, whole, UI_SURFACE_BAR);
    int gap = frame->view->theme->gap;
    return (struct ui_rect){frame->bar.x, frame->bar.y + gap, frame->bar.w, frame->bar.h - 2 * gap};
}

static int bar_columns(const struct frame *frame, int columns)
{
    const int gap = frame->view->theme->gap;
    return columns * ((frame->bar.w - 4 * gap) / 5) + (columns - 1) * gap;
}

struct ui_rect frame_bar_start(const struct frame *frame, struct ui_rect *bar, int columns)
{
    return take_start(bar, bar_columns(frame, columns), frame->view->theme->gap);
}

struct ui_rect frame_bar_end(const struct frame *frame, struct ui_rect *bar, int columns)
{
    return take_end(bar, bar_columns(frame, columns), frame->view->theme->gap);
}

struct ui_node *frame_tool(struct frame *frame, struct ui_rect rect, enum ui_surface surface,
                           const char *id, const char *icon, const char *dutch)
{
    return add_button(&frame->build, id, rect, surface, icon ? UI_PICTURE_START : UI_TEXT_ONLY,
                      icon, words(tr(frame->view, dutch)));
}

void frame_end(struct frame *frame)
{
    build_end(&frame->build);
}

struct ui_node *stack(struct frame *frame, struct ui_rect *rest, int gap, const char *id,
                      enum ui_role role, enum ui_style style, enum ui_ink ink,
                      struct ui_words words)
{
    int height = text_height(&frame->build, style, rest->w, words.label, words.lang);
    return add_text(&frame->build, id, take_top(rest, height, gap), role, style, ink,
                    UI_ALIGN_START, words);
}
