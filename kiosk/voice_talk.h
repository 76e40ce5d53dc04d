/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VOICE_TALK_H
#define VOICE_TALK_H

/*
 * One voice at a time: takes what is to be said, has it made part by part a little ahead of what is heard, and cuts it off
 * at once. When a part has been heard follows from its length and the program's clock, so that with a virtual clock the same
 * is said at the same time in every run. Without a sound card nothing is said.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "audio.h"
#include "spoken.h"
#include "voice.h"

#define TALK_TONES_MS 600
#define TALK_MUTE_MS                                                                               \
    600000 /* a language that had no voice is tried again, by somebody else, after so long */

struct talk {
    struct voice *voice; /* borrowed, as audio is */
    struct audio *audio;
    FILE *
        transcript; /* borrowed; NULL: none is kept. For tests alone: it holds everything that was said */
    struct spoken said; /* what is being said, or was said last */
    bool is_active;
    bool is_slow; /* from the next thing that is said on */
    unsigned ticket;
    size_t asked, made, told; /* parts: asked for, with their sound, and in the transcript */
    bool is_unheard[SPOKEN_PARTS_MAX];
    int64_t begin_ms[SPOKEN_PARTS_MAX], end_ms[SPOKEN_PARTS_MAX];
    int64_t sound_end_ms;
    size_t mute_count; /* languages that turned out to have no voice, the last of them at: */
    int64_t muted_ms;
    char mute[LANGUAGES_MAX][12];
};

/* Instead of whatever is being said; first the two tones, if wanted. Copied. */
void talk_say(struct talk *talk, const struct spoken *what, bool with_tones, int64_t now_ms);
/* Behind what is being said. */
void talk_more(struct talk *talk, const struct spoken *what, int64_t now_ms);
/* Silence. */
void talk_cut(struct talk *talk, int64_t now_ms);
/* Silence, and nothing is left of what was said. Voices that were not there long ago are looked for again. */
void talk_forget(struct talk *talk, int64_t now_ms);

/* Takes what the voice has made and lets time pass. */
void talk_step(struct talk *talk, int64_t now_ms);
/* When talk_step is due at the latest; -1: when the voice wakes us. */
int64_t talk_deadline(const struct talk *talk, int64_t now_ms);
/* True when nothing is waited for but time. */
bool talk_is_settled(const struct talk *talk);

/* The node that is being said; "" for none. Borrowed until the next call. */
const char *talk_node(const struct talk *talk, int64_t now_ms);
/* False once a text of a language could not be said for want of a voice. */
bool talk_has_voice(const struct talk *talk, const char *lang);
/* Whether a text was in what was said last. */
bool talk_has_said(const struct talk *talk, const char *text);

#endif
