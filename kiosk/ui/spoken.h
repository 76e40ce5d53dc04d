/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SPOKEN_H
#define SPOKEN_H

/*
 * The third rendering of a scene: what is said. A list of parts, each in one language, in the order in which the focus
 * goes: what stands before the question, the question and everything behind it, then the controls that stand before it
 * (Stop, the other languages). Pure.
 *
 * Soft hyphens, isolates and direction marks are never said. In a language that is not written in Latin letters, a run of
 * Latin letters is a Dutch name and is said by the Dutch voice. Times, dates and telephone numbers: see figures.h.
 */

#include <stdbool.h>
#include <stddef.h>

#include "figures.h"
#include "scene.h"

#define SPOKEN_PARTS_MAX 128
#define SPOKEN_TEXT      (32 * 1024) /* bytes of all parts; what does not fit any more is left out */

struct spoken_part {
    char lang[12];
    char id[UI_ID_TEXT]; /* of the node, "" for a sentence of ours: what is said is highlighted */
    bool is_private;     /* never kept, anywhere */
    size_t at;           /* in `text`, where it ends with a zero */
};

struct spoken {
    const struct figures *figures; /* borrowed; NULL: figures are said as they are written */
    size_t count;
    struct spoken_part parts[SPOKEN_PARTS_MAX];
    size_t len;
    char text[SPOKEN_TEXT];
};

/* Sentences in the visit's language. NULL or "" for what is not said. */
struct spoken_words {
    const char *lang;
    const char *chosen;   /* "gekozen", behind a control that is */
    const char *star;     /* "ster", for each sign that is secret */
    const char *hidden;   /* in place of private words that may not be heard */
    const char *controls; /* on arrival, how many there are to choose from */
    bool
        may_tell; /* private words are heard by one person alone: a headset, or the place says so */
};

/* Empties it; what was there is overwritten. */
void spoken_wipe(struct spoken *spoken);

/* A sentence of ours, or anything else that is no node. */
void spoken_add(struct spoken *spoken, const char *id, const char *lang, const char *text,
                bool is_private);

/* One control: what it says, and whether it is chosen. */
void spoken_node(struct spoken *spoken, const struct ui_node *node,
                 const struct spoken_words *words);

/* On arrival: all that is no control, then how many controls there are. The controls are heard one by one, by key. */
void spoken_arrival(struct spoken *spoken, const struct ui_scene *scene,
                    const struct spoken_words *words);

/* "Lees voor": everything. The keys of a keyboard, and the single words of a comment, are left out. */
void spoken_whole(struct spoken *spoken, const struct ui_scene *scene,
                  const struct spoken_words *words);

/* How many controls a visitor chooses from: all but the tools and the languages. */
size_t spoken_choices(const struct ui_scene *scene);

/* The text of a part. */
const char *spoken_text(const struct spoken *spoken, size_t part);

#endif
