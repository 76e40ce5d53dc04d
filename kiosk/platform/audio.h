/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef AUDIO_H
#define AUDIO_H

/*
 * The loudspeaker: 22050 Hz, mono, 16 bits. One stream of sound that can be cut off at once; who calls decides what is in
 * it. No sound card is a state: everything here goes on working and nothing is heard. From one thread; nothing blocks but
 * opening the device, which takes some tens of milliseconds and happens at start and when there is something to be heard.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIO_RATE         22050
#define AUDIO_BUFFER       512 /* samples, 23 ms: what is under way when sound is cut off */
#define AUDIO_VOLUME_STEPS 4   /* -18, -12, -6 and 0 dB */

struct audio;

enum audio_out {
    AUDIO_CARD, /* the system's own */
    AUDIO_DISK, /* everything that would be heard goes into a file, raw; for tests */
    AUDIO_VOID, /* heard by nobody, but as if: for scripts and pictures */
    AUDIO_NONE  /* as if there were no sound card */
};

struct audio_options {
    enum audio_out out;
    const char *file; /* AUDIO_DISK */
};

/* Looks for a sound card; NULL never comes back. What is missing is logged once. */
struct audio *audio_open(const struct audio_options *options);
void audio_close(struct audio *audio); /* NULL is fine */

bool audio_has_sound(const struct audio *audio);
/* Looks again: a device was added, or taken away. True if the state is another one now. */
bool audio_look_again(struct audio *audio);

/* Adds to the stream; copied, overwritten once it was heard. Does nothing without sound. */
void audio_play(struct audio *audio, const int16_t *samples, size_t count);
/* Silence: nothing of what was added is heard any more, but what the device has already. Overwritten. */
void audio_cut(struct audio *audio);
/* Step 0 is the softest. Holds at once, for what is in the stream too. */
void audio_volume(struct audio *audio, int step);
/* Lets the device go until there is something to be heard. A card that is plugged in or pulled out meanwhile is noticed by
 * audio_look_again or the next audio_play. */
void audio_rest(struct audio *audio);
/* What is in the stream and not handed to the device, in samples. */
size_t audio_left(struct audio *audio);

/* Two soft tones, rising: at most `most` samples, of which the number is returned. Pure. */
#define AUDIO_TONES (AUDIO_RATE * 6 / 10)
size_t audio_tones(int16_t *out, size_t most);

#endif
