/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VOICE_H
#define VOICE_H

/*
 * Words to sound, on a thread of its own: a person's recording first, then what was made before, then espeak-ng as a child
 * process that gets the words through its standard input and 5 seconds. Sound is AUDIO_RATE, mono, 16 bits. Nothing that is
 * missing is a failure: the language then has no voice, which is told.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/err.h>

#include "languages.h"

#define VOICE_JOBS_MAX   8
#define VOICE_TEXT_MAX   3072                 /* bytes; a longer one is not said */
#define VOICE_SECONDS    60                   /* of sound, of one text; the rest is left out */
#define VOICE_MEMORY_MAX (8 * 1024 * 1024)    /* bytes of sound kept in memory */
#define VOICE_DISK_MAX   (64LL * 1024 * 1024) /* bytes of sound kept on disk; the oldest go first */
#define VOICE_DISK_LEFT  (32LL * 1024 * 1024) /* bytes of the disk that are left to answers */
#define VOICE_KEY_TEXT   17                   /* of a recording: 16 hex digits and the zero */

struct voice;

struct voice_options {
    const char *espeak;     /* program, by its path or its name in PATH */
    const char *recordings; /* assets/languages: LANG/speech/KEY.wav */
    const char *cache_dir;  /* "" keeps sound in memory only */
    const struct languages *languages;
    void (*wake)(void *self); /* called from the thread when an event is ready */
    void *self;
    /* All borrowed for the life of the voice. */
};

enum voice_result {
    VOICE_SOUND, /* `samples` */
    VOICE_NONE,  /* no voice and no recording for this language: remembered until voice_retry() */
    VOICE_FAILED /* this text could not be said; the log says why */
};

struct voice_event {
    unsigned ticket; /* as asked */
    size_t part;
    enum voice_result result;
    int16_t *samples; /* the receiver's, for voice_let_go */
    size_t count;
};

/* BS_BROKEN: no thread can be started. */
enum bs_err voice_start(const struct voice_options *options, struct voice **out,
                        struct bs_error *err);
void voice_stop(struct voice *voice); /* NULL is fine; blocks until a child process is gone */

/* Asks for the sound of a text, copied. `is_private` is kept nowhere. False if the queue is full or the text too long.
 * Does not block. */
bool voice_ask(struct voice *voice, unsigned ticket, size_t part, const char *lang,
               const char *text, bool is_private, bool is_slow);
/* Takes back everything that was asked; what is ready is overwritten. A child process is killed. Does not block. */
void voice_hush(struct voice *voice);
/* Looks for every voice again, also those that were not there. Does not block. */
void voice_retry(struct voice *voice);
/* Takes the next event; false if there is none. Does not block. */
bool voice_take(struct voice *voice, struct voice_event *event);
/* Overwrites and frees the samples. */
void voice_let_go(struct voice_event *event);
/* True when nothing is asked for or being made. */
bool voice_is_idle(struct voice *voice);

/* Under which name a person's recording of a text stands: the first 16 hex digits of SHA-256 over "LANG LF TEXT". */
void voice_key(const char *lang, const char *text, char out[VOICE_KEY_TEXT]);

#endif
