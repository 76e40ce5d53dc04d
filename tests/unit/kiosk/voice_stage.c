/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "voice_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "voice_p.h"

static const char SAYS[] =
    "echo run >>runs\nprintf '%s\\n' \"$@\" >arguments\ncat >words\ncat sound.wav\n";

int64_t voice_stage_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void wake(void *self)
{
    ((struct voice_stage *)self)->wakes++;
}

void voice_stage_program(struct voice_stage *stage, const char *script)
{
    /* Replaced, not rewritten: one that is still running keeps its own. */
    char fresh[TEMP_DIR_PATH];
    temp_dir_file(&stage->dir, "program.new", fresh);
    FILE *file = fopen(fresh, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\ncd '%s' || exit 9\n%s", stage->dir.path, script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(fresh, 0700), 0);
    assert_int_equal(rename(fresh, stage->program), 0);
}

void voice_stage_sound(struct voice_stage *stage, const char *name, int16_t value, size_t samples)
{
    char path[TEMP_DIR_PATH];
    struct bs_buf wav;
    int16_t *sound = calloc(samples, sizeof *sound);
    assert_non_null(sound);
    for (size_t i = 0; i < samples; i++) {
        sound[i] = value;
    }
    bs_buf_init(&wav, VOICE_BYTES_MAX * 2);
    voice_wav_write((struct bs_bytes){(const uint8_t *)sound, samples * sizeof *sound}, &wav);
    FILE *file = fopen(temp_dir_file(&stage->dir, name, path), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(wav.data, 1, wav.len, file), wav.len);
    assert_int_equal(fclose(file), 0);
    bs_buf_finish(&wav);
    free(sound);
}

void voice_stage_make(struct voice_stage *stage, size_t samples)
{
    static const struct language LANGUAGES[] = {
        {.code = "nl", .voice = "nl"}, {.code = "ar", .voice = "ar"}, {.code = "zgh"}};
    memset(stage, 0, sizeof *stage);
    temp_dir_make(&stage->dir);
    temp_dir_file(&stage->dir, "program", stage->program);
    temp_dir_file(&stage->dir, "languages", stage->recordings);
    temp_dir_file(&stage->dir, "cache", stage->cache);
    assert_int_equal(mkdir(stage->recordings, 0700), 0);
    assert_int_equal(mkdir(stage->cache, 0700), 0);
    stage->languages.count = 3;
    memcpy(stage->languages.of, LANGUAGES, sizeof LANGUAGES);
    voice_stage_sound(stage, "sound.wav", 1000, samples);
    voice_stage_program(stage, SAYS);
}

void voice_stage_start(struct voice_stage *stage, bool has_disk)
{
    const struct voice_options options = {.espeak = stage->program,
                                          .recordings = stage->recordings,
                                          .cache_dir = has_disk ? stage->cache : "",
                                          .languages = &stage->languages,
                                          .wake = wake,
                                          .self = stage};
    struct bs_error err = {0};
    assert_int_equal(voice_start(&options, &stage->voice, &err), BS_OK);
}

void voice_stage_stop(struct voice_stage *stage)
{
    voice_stop(stage->voice);
    stage->voice = NULL;
}

void voice_stage_drop(struct voice_stage *stage)
{
    voice_stage_stop(stage);
    temp_dir_remove(&stage->dir);
}

struct voice_event voice_stage_event(struct voice_stage *stage)
{
    struct voice_event event = {0};
    const int64_t end = voice_stage_now() + 20000;
    while (!voice_take(stage->voice, &event)) {
        if (voice_stage_now() > end) {
            fail_msg("no event of the voice");
        }
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return event;
}

enum voice_result voice_stage_say(struct voice_stage *stage, const char *text, size_t *samples)
{
    assert_true(voice_ask(stage->voice, 1, 0, "nl", text, false, false));
    struct voice_event event = voice_stage_event(stage);
    const enum voice_result result = event.result;
    if (samples != NULL) {
        *samples = event.count;
    }
    voice_let_go(&event);
    return result;
}

const char *voice_stage_read(const struct voice_stage *stage, const char *name)
{
    static char out[8192];
    char path[TEMP_DIR_PATH];
    FILE *file = fopen(temp_dir_file(&stage->dir, name, path), "r");
    const size_t got = file != NULL ? fread(out, 1, sizeof out - 1, file) : 0;
    out[got] = '\0';
    if (file != NULL) {
        (void)fclose(file);
    }
    return out;
}
