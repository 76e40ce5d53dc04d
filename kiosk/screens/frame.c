/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words, dates and the two lines that frame every screen. */

#include "frame.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "direction.h"

#define N_(text)    text
#define NARROW_MM   320
#define SMALL_MM    340
#define DESK_LANG   "nl" /* connectors work in Dutch, whatever a visit was in */
#define LINES_LEAST 16   /* fewer lines of explanation make a window compact */

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

bool view_is_desk(const struct screen_view *view)
{
    return view->desk != NULL && view->desk->screen != DESK_SHUT;
}

const char *view_lang(const struct screen_view *view)
{
    return view_is_desk(view) ? DESK_LANG : view->session->lang;
}

bool view_is_warning(const struct screen_view *view)
{
    return view_is_desk(view) ? view->desk->is_warning : view->session->is_warning;
}

const char *tr(const struct screen_view *view, const char *dutch)
{
    return view->words->get(view->words->self, view_lang(view), dutch);
}

const char *tr_plural(const struct screen_view *view, const char *one, const char *many, long n)
{
    return view->words->plural(view->words->self, view_lang(view), one, many, n);
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
    bool isolates = direction_is_rtl(view_lang(view));
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

/* Whole phrases, since in many languages a month alone has another form than one behind a day. */
static const char *const MONTHS_OF_YEARS[] = {
    N_("januari {year}"),   N_("februari {year}"), N_("maart {year}"),    N_("april {year}"),
    N_("mei {year}"),       N_("juni {year}"),     N_("juli {year}"),     N_("augustus {year}"),
    N_("september {year}"), N_("oktober {year}"),  N_("november {year}"), N_("december {year}")};

void month_words(const struct screen_view *view, struct bs_date month, char *out, size_t size)
{
    char year[12], line[64];
    snprintf(year, sizeof year, "%d", month.year);
    fill(view, line, sizeof line, tr(view, MONTHS_OF_YEARS[month.month - 1]), "year", year, NULL);
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
    const char *lang = view_lang(view);
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

/* As the scene tells them, and as build.h asks for them. */
static void mode_words(unsigned modes, char *out, size_t size)
{
    static const struct {
        unsigned mode;
        const char *word;
    } MODES[] = {{UI_MODE_LARGE, "large"},
                 {UI_MODE_CONTRAST, "contrast"},
                 {UI_MODE_REACH, "reach"},
                 {UI_MODE_SPEECH, "speech"}};
    struct writer writer = {.out = out, .size = size};
    out[0] = '\0';
    for (size_t i = 0; i < sizeof MODES / sizeof MODES[0]; i++) {
        if ((modes & MODES[i].mode) != 0) {
            put(&writer, " ", writer.len > 0 ? 1 : 0);
            put(&writer, MODES[i].word, strlen(MODES[i].word));
        }
    }
}

/* What is lowered leaves a calm surface above: it repeats what is asked, for whoever stands behind. Nothing on it is tapped or
 * said twice. */
static void add_above(struct frame *frame)
{
    const struct screen_view *view = frame->view;
    const struct session *session = view->session;
    const int margin = view->theme->margin, gap = view->theme->gap;
    const bool is_asked = session->screen == SESSION_ATTRACT || session->screen == SESSION_QUESTION;
    if (view_is_desk(view) || !build_is_reach(&frame->build) || !is_asked ||
        session_question(session) == NULL) {
        return;
    }
    const struct ui_words title = content_words(view, &session_programme(session)->title);
    const struct ui_words text = content_words(view, &session_question(session)->text);
    const struct ui_rect window = build_window(&frame->build);
    struct ui_rect area = {margin, margin, window.w - 2 * margin, window.y - 2 * margin};
    const int height = text_height(&frame->build, UI_STYLE_BODY, area.w, title.label, title.lang) +
                       gap +
                       text_height(&frame->build, UI_STYLE_QUESTION, area.w, text.label, text.lang);
    if (height > area.h) {
        return;
    }
    take_top(&area, (area.h - height) / 2, 0);
    stack(frame, &area, gap, "", UI_ROLE_DECORATION, UI_STYLE_BODY, UI_SOFT, title);
    stack(frame, &area, 0, "", UI_ROLE_DECORATION, UI_STYLE_QUESTION, UI_INK, text);
}

void frame_begin(struct frame *frame, const struct screen_view *view, struct ui_scene *scene,
                 const char *screen)
{
    const char *lang = view_lang(view);
    const struct ui_theme *theme = view->theme;
    char modes[64];
    mode_words(view->modes, modes, sizeof modes);
    *frame = (struct frame){.view = view};
    build_begin(&frame->build, scene, theme, view->text, view->display, screen, lang,
                direction_is_rtl(lang), modes);
    add_above(frame);
    frame->content = build_window(&frame->build);
    frame->content.x += theme->margin;
    frame->content.w -= 2 * theme->margin;
    frame->bar = take_bottom(&frame->content, frame_bar_height(frame), theme->gap);
    if (build_window(&frame->build).w < theme_px(theme, SMALL_MM)) { /* words of tools need it */
        frame->bar.x -= theme->margin - theme->gap;
        frame->bar.w += 2 * (theme->margin - theme->gap);
    }
    take_top(&frame->content, theme->gap, 0);
}

struct ui_rect frame_actions(struct frame *frame)
{
    const struct ui_theme *theme = frame->view->theme;
    /* In a narrow window words take two lines. */
    const bool is_high = build_window(&frame->build).w < theme_px(theme, NARROW_MM);
    const int tool = theme->bar_height - 2 * theme->gap;
    return take_bottom(&frame->content, is_high ? tool : theme->target_min, theme->gap);
}

struct ui_node *frame_tool(struct frame *frame, struct ui_rect rect, enum ui_surface surface,
                           const char *id, const char *icon, const char *dutch)
{
    return add_button(&frame->build, id, rect, surface, icon ? UI_PICTURE_START : UI_TEXT_ONLY,
                      icon, words(tr(frame->view, dutch)));
}

bool frame_is_compact(const struct frame *frame)
{
    const struct ui_build *build = &frame->build;
    return build_is_large(build) || build_is_reach(build) || build_lines(build) < LINES_LEAST;
}

bool frame_breaks(const struct frame *frame, enum ui_style style, int width, size_t most,
                  struct ui_words words)
{
    const struct ui_build *build = &frame->build;
    struct ui_line lines[UI_LINES_MAX];
    size_t count = 0;
    return build->text->wrap(build->text->self, build->theme->font[style],
                             words.lang != NULL ? words.lang : build->lang, words.label, width,
                             most, lines, &count);
}

void frame_more(struct frame *frame, struct ui_rect *row)
{
    const struct ui_theme *theme = frame->view->theme;
    const char *label = tr(frame->view, "Verder lezen");
    const int em = theme->font[UI_STYLE_ANSWER_SMALL].px;
    const int need =
        text_width(&frame->build, UI_STYLE_ANSWER_SMALL, label, NULL) + 2 * em + 2 * theme->gap;
    const int third = (row->w - 2 * theme->gap) / 3;
    add_button(&frame->build, "tool.more", take_end(row, need > third ? need : third, theme->gap),
               UI_SURFACE_PRIMARY, UI_PICTURE_END, "arrow", words(label));
}

struct ui_rect frame_side(const struct frame *frame, struct ui_rect *rest, int percent)
{
    const int gap = frame->view->theme->gap;
    if (build_is_portrait(&frame->build)) {
        return take_bottom(rest, rest->h * percent / 100, gap);
    }
    return take_end(rest, rest->w * percent / 100, gap * 2);
}

void frame_end(struct frame *frame)
{
    build_end(&frame->build);
}

bool frame_is_cut(const struct ui_scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        if (!node->fits && node->role != UI_ROLE_DECORATION && node->label[0] != '\0') {
            return true;
        }
    }
    return false;
}

struct ui_node *stack(struct frame *frame, struct ui_rect *rest, int gap, const char *id,
                      enum ui_role role, enum ui_style style, enum ui_ink ink,
                      struct ui_words words)
{
    int height = text_height(&frame->build, style, rest->w, words.label, words.lang);
    return add_text(&frame->build, id, take_top(rest, height, gap), role, style, ink,
                    UI_ALIGN_START, words);
}
