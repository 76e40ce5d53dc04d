/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DESK_LOOK_H
#define DESK_LOOK_H

/* What the connector's screens share: their top line and end, tiles to choose from, and words for time and subjects. All in
 * Dutch; the tool bar has "Sluiten" where residents have help. */

#include "column.h"

/* Begins a screen: who is signed in and how much is kept where there is room for it, then a heading (NULL for none). */
void desk_begin(struct frame *frame, const struct screen_view *view, struct ui_scene *scene,
                const char *screen, const char *title);
/* The tool bar, and the question whether somebody is still there. */
void desk_end(struct frame *frame, bool has_back);

/* Cuts the row of the screen's acts off the foot: higher than frame_actions where there is room. */
struct ui_rect desk_actions(struct frame *frame);

/* One sentence below the heading, spoken when it changes; takes no room where it is "". */
void desk_line(struct frame *frame, const char *id, enum ui_ink ink, const char *line);
/* What went wrong last, in words; "" for nothing. */
const char *desk_trouble_words(const struct screen_view *view);

/* Something to choose. */
struct desk_tile {
    char id[UI_ID_TEXT];
    const char *icon; /* NULL for none */
    struct ui_words words;
};
#define DESK_TILES_MAX 25 /* all subjects of a bundle, and the way to all of them */
/* As many beside each other as hold the words. */
void desk_tiles(struct frame *frame, struct ui_rect area, const struct desk_tile *tiles,
                size_t count);

/* "3 dagen", of a time that has passed. out has UI_LABEL_TEXT bytes, as have all below. */
void desk_age_words(const struct screen_view *view, int64_t age_ms, char *out);
/* A subject's tile words by its id, which is told itself where the bundle does not have it any more. */
const char *desk_subject_words(const struct screen_view *view, const char *programme);
/* "Er wacht niets." or "7 reacties wachten." */
void desk_waiting_words(const struct screen_view *view, char *out);
/* A masked word: "naam". */
const char *desk_mask_words(const struct screen_view *view, enum bs_mask mask);

/* What is said in place of what only a headset may hear. */
const char *desk_headset_words(const struct screen_view *view);

/* The screens. */
void desk_door_build(const struct screen_view *view, struct ui_scene *scene);
void desk_home_build(const struct screen_view *view, struct ui_scene *scene);
void desk_queue_build(const struct screen_view *view, struct ui_scene *scene);
void desk_words_build(const struct screen_view *view, struct ui_scene *scene);
void desk_hide_build(const struct screen_view *view, struct ui_scene *scene);
void desk_pass_build(const struct screen_view *view, struct ui_scene *scene);
void desk_note_build(const struct screen_view *view, struct ui_scene *scene);
void desk_consent_build(const struct screen_view *view, struct ui_scene *scene);
void desk_write_build(const struct screen_view *view, struct ui_scene *scene);
void desk_help_build(const struct screen_view *view, struct ui_scene *scene);
void desk_subject_build(const struct screen_view *view, struct ui_scene *scene);
void desk_until_build(const struct screen_view *view, struct ui_scene *scene);
void desk_status_build(const struct screen_view *view, struct ui_scene *scene);
void desk_clean_build(const struct screen_view *view, struct ui_scene *scene);
void desk_export_build(const struct screen_view *view, struct ui_scene *scene);
void desk_done_build(const struct screen_view *view, struct ui_scene *scene);
void desk_between_build(const struct screen_view *view, struct ui_scene *scene);

#endif
