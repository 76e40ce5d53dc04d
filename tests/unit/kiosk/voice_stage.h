/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VOICE_STAGE_H
#define VOICE_STAGE_H

/* A voice whose espeak-ng is a shell script of the test's own. Include after cmocka.h. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "temp_dir.h"
#include "voice.h"

struct voice_stage {
    struct temp_dir dir;
    struct languages languages; /* nl, ar, and zgh without a voice */
    char program[TEMP_DIR_PATH], recordings[TEMP_DIR_PATH], cache[TEMP_DIR_PATH];
    struct voice *voice;
    _Atomic int wakes;
};

/* A folder with a sound of `samples` samples, each of the value 1000, as DIR/sound.wav, and a program that says it. */
void voice_stage_make(struct voice_stage *stage, size_t samples);
void voice_stage_drop(struct voice_stage *stage);
/* The program: what stands behind "#!/bin/sh" and `cd DIR`. */
void voice_stage_program(struct voice_stage *stage, const char *script);
/* A WAV file of so many samples of that value. */
void voice_stage_sound(struct voice_stage *stage, const char *name, int16_t value, size_t samples);
void voice_stage_start(struct voice_stage *stage, bool has_disk);
void voice_stage_stop(struct voice_stage *stage);

/* The next event within 20 seconds. */
struct voice_event voice_stage_event(struct voice_stage *stage);
/* Asks for a text in Dutch and gives what comes of it; the samples are let go. */
enum voice_result voice_stage_say(struct voice_stage *stage, const char *text, size_t *samples);
/* What is in a file of the folder, or "". */
const char *voice_stage_read(const struct voice_stage *stage, const char *name);
int64_t voice_stage_now(void); /* milliseconds */

#endif
