/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VOICE_P_H
#define VOICE_P_H

/* What the files of the voice share. */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#include "voice.h"

/* Bytes of sound that one text may have, with room for a header. */
#define VOICE_BYTES_MAX (VOICE_SECONDS * 22050 * 2 + 4096)

/* ---- voice_wav.c ---- */

/* The samples in a WAV file: 22050 Hz, mono, 16 bits, little endian, not compressed. A length in its header that is longer
 * than the file (espeak-ng writes to a pipe) ends with the file. BS_BAD says what is wrong. *out borrows from `file`. */
enum bs_err voice_wav_read(struct bs_bytes file, struct bs_bytes *out, struct bs_error *err);
/* Whether a file is as long as its header says. */
bool voice_wav_is_whole(struct bs_bytes file);
/* Appends a header and the samples. */
void voice_wav_write(struct bs_bytes samples, struct bs_buf *out);

/* ---- voice_child.c ---- */

struct voice_child {
    const char *program, *voice;
    const char *text;
    bool is_slow;
    int wake_fd; /* readable: look whether to stop */
    bool (*is_stopped)(void *self);
    void *self;
};

/*
 * Runs espeak-ng on a text and adds what it writes to `out`, which bounds it: the rest of a longer one is left out.
 * BS_NOTFOUND: there is no such program or no such voice. BS_AGAIN: stopped. BS_LATER: it took longer than 5 seconds.
 * BS_BROKEN: it crashed, or cannot be started. Whatever happens, no process is left.
 */
enum bs_err voice_child_run(const struct voice_child *child, struct bs_buf *out,
                            struct bs_error *err);

/* ---- voice_cache.c ---- */

struct voice_cache;

/* `folder` "" keeps sound in memory only. */
struct voice_cache *voice_cache_create(const char *folder, size_t memory_max, int64_t disk_max);
void voice_cache_destroy(struct voice_cache *cache);
/* The key is of fixed texts only, hex digits. False if it is not there; else adds the samples to `out`. */
bool voice_cache_get(struct voice_cache *cache, const char *key, struct bs_buf *out);
/* What cannot be kept is not: the log says so once. On disk VOICE_DISK_LEFT bytes stay free, and nothing is synced: sound can
 * be made again, and who listens does not wait for a worn card. */
void voice_cache_put(struct voice_cache *cache, const char *key, struct bs_bytes samples);

#endif
