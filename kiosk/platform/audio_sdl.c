/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* SDL's audio device. It and its driver are there only while there is something to be heard: an open device wakes the processor
 * 43 times a second, and a driver that looks for cards being plugged in ten times. */

#include "audio.h"

#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>

struct audio {
    enum audio_out out;
    bool has_sound, is_started, is_told;
    SDL_AudioDeviceID device; /* 0: closed */
    const char *driver;       /* SDL's name for it, lives for ever; NULL: none yet */
    /* Guarded by the device's lock while it is open. */
    int16_t *samples; /* owned */
    size_t first, count, capacity;
    int volume;
};

/* -18, -12, -6 and 0 dB, in parts of 65536. */
static const int FACTOR[AUDIO_VOLUME_STEPS] = {8250, 16462, 32846, 65536};

/* On SDL's own thread. */
static void SDLCALL give(void *self, Uint8 *out, int len)
{
    struct audio *audio = self;
    const size_t wanted = (size_t)len / sizeof(int16_t);
    const size_t there = audio->count < wanted ? audio->count : wanted;
    for (size_t i = 0; i < there; i++) {
        const int sample = audio->samples[audio->first + i] * FACTOR[audio->volume] / 65536;
        const int16_t heard = (int16_t)sample;
        memcpy(out + i * sizeof heard, &heard, sizeof heard);
    }
    memset(out + there * sizeof(int16_t), 0, (size_t)len - there * sizeof(int16_t));
    if (there > 0) {
        bs_wipe(audio->samples + audio->first, there * sizeof(int16_t));
    }
    audio->first += there;
    audio->count -= there;
}

static bool start_driver(struct audio *audio)
{
    if (!audio->is_started) {
        audio->is_started = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
        /* Of cards that were there all along: nobody has to look again. */
        SDL_FlushEvents(SDL_AUDIODEVICEADDED, SDL_AUDIODEVICEREMOVED);
    }
    return audio->is_started;
}

static void stop_driver(struct audio *audio)
{
    if (audio->is_started) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        audio->is_started = false;
    }
}

static bool open_device(struct audio *audio)
{
    SDL_AudioSpec wanted = {.freq = AUDIO_RATE,
                            .format = AUDIO_S16SYS,
                            .channels = 1,
                            .samples = AUDIO_BUFFER,
                            .callback = give,
                            .userdata = audio};
    if (audio->device == 0 && start_driver(audio)) {
        audio->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    }
    if (audio->device != 0) {
        audio->driver = SDL_GetCurrentAudioDriver();
    }
    return audio->device != 0;
}

static void close_device(struct audio *audio)
{
    if (audio->device != 0) {
        SDL_CloseAudioDevice(audio->device);
        audio->device = 0;
    }
}

static void choose_file(const char *file)
{
    (void)SDL_setenv("SDL_AUDIODRIVER", "disk", 1);
    (void)SDL_setenv("SDL_DISKAUDIOFILE", file, 1);
}

/* Whether there is sound, found out by opening the device. */
static bool probe(struct audio *audio)
{
    if (audio->out == AUDIO_VOID || audio->out == AUDIO_NONE) {
        return audio->out == AUDIO_VOID;
    }
    const bool is_open = open_device(audio);
    if (is_open && audio->out == AUDIO_CARD) {
        close_device(audio);
    } else if (is_open) {
        SDL_PauseAudioDevice(audio->device, 0); /* opened again, the file would begin anew */
    }
    return is_open;
}

struct audio *audio_open(const struct audio_options *options)
{
    struct audio *audio = bs_xcalloc(1, sizeof *audio);
    audio->out = options->out;
    if (audio->out == AUDIO_DISK) {
        choose_file(options->file);
    }
    (void)audio_look_again(audio);
    return audio;
}

void audio_close(struct audio *audio)
{
    if (audio == NULL) {
        return;
    }
    audio_cut(audio);
    close_device(audio);
    stop_driver(audio);
    free(audio->samples);
    free(audio);
}

bool audio_has_sound(const struct audio *audio)
{
    return audio->has_sound;
}

bool audio_look_again(struct audio *audio)
{
    const bool had_sound = audio->has_sound;
    if (audio->device != 0 && audio->out == AUDIO_CARD &&
        SDL_GetAudioDeviceStatus(audio->device) == SDL_AUDIO_STOPPED) {
        close_device(audio); /* it was taken away */
    }
    audio->has_sound = audio->device != 0 || probe(audio);
    if (!audio->has_sound && !audio->is_told && audio->out != AUDIO_NONE) {
        bs_log(BS_LOG_WARNING, "sound.none", "why=\"%s\"", SDL_GetError());
        audio->is_told = true;
    } else if (audio->has_sound && audio->is_told) {
        bs_log(BS_LOG_INFO, "sound.found", "driver=%s",
               audio->driver != NULL ? audio->driver : "none");
        audio->is_told = false;
    }
    return audio->has_sound != had_sound;
}

static void lock(struct audio *audio)
{
    if (audio->device != 0) {
        SDL_LockAudioDevice(audio->device);
    }
}

static void unlock(struct audio *audio)
{
    if (audio->device != 0) {
        SDL_UnlockAudioDevice(audio->device);
    }
}

/* Room for so many more; what moves is overwritten where it was. */
static void make_room(struct audio *audio, size_t more)
{
    if (audio->first + audio->count + more <= audio->capacity) {
        return;
    }
    const size_t capacity = audio->count + more + AUDIO_RATE;
    int16_t *fresh = bs_xcalloc(capacity, sizeof *fresh);
    if (audio->count > 0) {
        memcpy(fresh, audio->samples + audio->first, audio->count * sizeof *fresh);
    }
    if (audio->samples != NULL) {
        bs_wipe(audio->samples, audio->capacity * sizeof *fresh);
    }
    free(audio->samples);
    audio->samples = fresh;
    audio->capacity = capacity;
    audio->first = 0;
}

void audio_play(struct audio *audio, const int16_t *samples, size_t count)
{
    if (!audio->has_sound || audio->out == AUDIO_VOID || count == 0) {
        return;
    }
    if (!open_device(audio)) {
        (void)audio_look_again(audio);
        return;
    }
    lock(audio);
    make_room(audio, count);
    memcpy(audio->samples + audio->first + audio->count, samples, count * sizeof *samples);
    audio->count += count;
    unlock(audio);
    SDL_PauseAudioDevice(audio->device, 0);
}

void audio_cut(struct audio *audio)
{
    lock(audio);
    if (audio->samples != NULL) {
        bs_wipe(audio->samples, audio->capacity * sizeof *audio->samples);
    }
    audio->first = 0;
    audio->count = 0;
    unlock(audio);
}

void audio_volume(struct audio *audio, int step)
{
    const int most = AUDIO_VOLUME_STEPS - 1;
    lock(audio);
    audio->volume = step < 0 ? 0 : step > most ? most : step;
    unlock(audio);
}

void audio_rest(struct audio *audio)
{
    if (audio->out == AUDIO_CARD) {
        audio_cut(audio);
        close_device(audio);
        stop_driver(audio);
    }
}

size_t audio_left(struct audio *audio)
{
    lock(audio);
    const size_t left = audio->count;
    unlock(audio);
    return left;
}
