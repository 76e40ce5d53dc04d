/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FRAME_H
#define FRAME_H

/* What all screens share: words in the visit's language, the top line, the tool bar, stacking text. */

#include "screen.h"

/*
 * A screen being built, in this order: frame_begin, a top line, frame_actions where there are any, what is on the screen,
 * frame_tools, idle_overlay if somebody seems to have left, frame_end.
 */
struct frame {
    const struct screen_view *view;
    struct ui_build build;
    struct ui_rect
        content;        /* what is still free between top line and tool bar, within the margins */
    struct ui_rect bar; /* kept free for the tool bar, within the margins */
    bool is_tight;      /* built again since words were cut: what may be left out is left out */
    struct ui_rect top; /* what the top line keeps free for languages and Stop; h 0: no such line */
};

/* Whether the connector has the screen; the language of what is shown; whether somebody seems to have left. */
bool view_is_desk(const struct screen_view *view);
const char *view_lang(const struct screen_view *view);
bool view_is_warning(const struct screen_view *view);

/* The sentence in the language of what is shown. */
const char *tr(const struct screen_view *view, const char *dutch);
const char *tr_plural(const struct screen_view *view, const char *one, const char *many, long n);

/*
 * Puts values into a sentence: "{name}" is replaced by the value that follows its name in the NULL-terminated list. In a
 * right-to-left language each value is isolated (U+2068 … U+2069), so that a date or a number keeps its order.
 */
void fill(const struct screen_view *view, char *out, size_t size, const char *pattern, ...)
    __attribute__((sentinel));

/* "21 januari", with the year when it is not this one. */
void date_words(const struct screen_view *view, struct bs_date date, char *out, size_t size);

/* "maart 2027". */
void month_words(const struct screen_view *view, struct bs_date month, char *out, size_t size);
/* A date as far as it is known: a day, a month or a year. */
void known_date_words(const struct screen_view *view, struct bs_date date, char *out, size_t size);

/* The person to go to: of the programme (may be NULL), else of the place, else anybody there. */
struct contact {
    struct ui_words words;
    bool is_example;
};
struct contact contact_of(const struct screen_view *view, const struct bs_programme *programme);

/* Words of the bundle's content in the visit's language, with what to say and the language they are really in. */
struct ui_words content_words(const struct screen_view *view, const struct bs_text *text);

/* In itself: "Nederlands"; its tag if the kiosk does not know it. */
const char *language_name(const struct screen_view *view, const char *lang);

void frame_begin(struct frame *frame, const struct screen_view *view, struct ui_scene *scene,
                 const char *screen);
/* Top line of a visit: words at the start (`start_short`, if not NULL, where they do not fit); at the end the other
 * languages, or as many as have room and a way to all of them, and Stop, which frame_tools adds. And that of the place,
 * without targets. */
void frame_top_visit(struct frame *frame, const char *start_id, struct ui_words start,
                     const char *start_short);
void frame_top_place(struct frame *frame, const char *end);
/* Cuts the row of the screen's own acts off the foot of the content: "Klaar", "Verder lezen". */
struct ui_rect frame_actions(struct frame *frame);
/* Little room for the letters that are wanted: what is beside the matter stays away, and long texts take pages. */
bool frame_is_compact(const struct frame *frame);
/* Whether words break into a width, on at most so many lines (UI_LINES_MAX: on any number). */
bool frame_breaks(const struct frame *frame, enum ui_style style, int width, size_t most,
                  struct ui_words words);
/* "Verder lezen", at the end of a row; cuts it off. */
void frame_more(struct frame *frame, struct ui_rect *row);
/* Cuts a panel off: at the end side, or in a portrait window below. */
struct ui_rect frame_side(const struct frame *frame, struct ui_rect *rest, int percent);
/* A button of any row. */
struct ui_node *frame_tool(struct frame *frame, struct ui_rect rect, enum ui_surface surface,
                           const char *id, const char *icon, const char *dutch);
/* The tool bar, the same on every screen and always in the same places: back (its place stays empty without `has_back`), read
 * aloud, larger, contrast, help, and lower where the display is too high; then the buttons of the top line. Read last. */
void frame_tools(struct frame *frame, bool has_back);
int frame_bar_height(const struct frame *frame);
/* One row of equal columns, `count` of them, at the top of the tool bar's surface: attract has its languages there. */
struct ui_rect frame_raise_bar(struct frame *frame, int rows);
void frame_end(struct frame *frame);
/* Whether some words of a finished scene have no room: it is to be built again with less. */
bool frame_is_cut(const struct ui_scene *scene);

/* Adds text at the top of *rest, as high as it needs, and cuts it off. */
struct ui_node *stack(struct frame *frame, struct ui_rect *rest, int gap, const char *id,
                      enum ui_role role, enum ui_style style, enum ui_ink ink,
                      struct ui_words words);

/* All languages in rows of equal columns: how many rows, and drawing them. */
int frame_language_rows(const struct frame *frame);
void frame_languages(struct frame *frame, struct ui_rect area);
/* One row: as many languages as have room, and the way to all of them. */
void frame_first_languages(struct frame *frame, struct ui_rect area);

/* The screens. */
/* On attract, in its place: a notice of the municipality. */
void urgent_build(const struct screen_view *view, const struct bs_notice *notice,
                  struct ui_scene *scene);
void attract_build(const struct screen_view *view, struct ui_scene *scene);
void question_build(const struct screen_view *view, struct ui_scene *scene);
void thanks_build(const struct screen_view *view, struct ui_scene *scene);
void programmes_build(const struct screen_view *view, struct ui_scene *scene);
void code_build(const struct screen_view *view, struct ui_scene *scene);
void answer_build(const struct screen_view *view, struct ui_scene *scene);
void languages_build(const struct screen_view *view, struct ui_scene *scene);
void here_build(const struct screen_view *view, struct ui_scene *scene);
void so_far_build(const struct screen_view *view, struct ui_scene *scene);
void closed_build(const struct screen_view *view, struct ui_scene *scene);
void about_build(const struct screen_view *view, struct ui_scene *scene);
void help_build(const struct screen_view *view, struct ui_scene *scene);
void notice_build(const struct screen_view *view,
                  struct ui_scene *scene); /* saving, not saved, out of order, setting up */
void afterwards_build(const struct screen_view *view, struct ui_scene *scene);
void words_build(const struct screen_view *view, struct ui_scene *scene);
void personal_build(const struct screen_view *view, struct ui_scene *scene);
void age_build(const struct screen_view *view, struct ui_scene *scene);
void area_build(const struct screen_view *view, struct ui_scene *scene);
void wish_build(const struct screen_view *view, struct ui_scene *scene);
void wish_name_build(const struct screen_view *view, struct ui_scene *scene);
void wish_phone_build(const struct screen_view *view, struct ui_scene *scene);
void left_build(const struct screen_view *view, struct ui_scene *scene);
void idle_overlay(struct frame *frame); /* over the screen that is built already */

/* The desk's screens, whichever is open. */
void desk_scene(const struct screen_view *view, struct ui_scene *scene);

/* The looks of the question kinds: fill `area` with the answers. */
void ask_faces(struct frame *frame, struct ui_rect area);
void ask_tiles(struct frame *frame, struct ui_rect area); /* one of some: why, tiles, list */
/* The promise of the programme asked about, on a canal panel. */
void promise_panel(struct frame *frame, struct ui_rect area);
/* On attract: the promise or an answer, as a control, and the answer that is late longest. */
void card_panel(struct frame *frame, struct ui_rect area);
/* The same as one button, where there is no room for a panel: what is told in a sentence or two where they fit, else its title.
 * The height of so many lines does not hang on what is told, so that nothing moves when the card turns. */
void card_row(struct frame *frame, struct ui_rect area);
int card_row_height(const struct frame *frame, int width, int lines);
/* "De gemeente is 12 dagen te laat …"; of a subject, in short, if there is one. out has UI_LABEL_TEXT bytes. */
void late_words(const struct screen_view *view, const char *subject, int days, char *out);
const char *decider_icon(enum bs_decider decider);

#endif
