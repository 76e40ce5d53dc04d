/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* RIFF/WAVE, as far as recordings and espeak-ng need it. */

#include <string.h>

#include "voice_p.h"

#define RATE         22050
#define HEADER       12 /* "RIFF", length, "WAVE" */
#define CHUNK        8  /* name and length */
#define FORMAT_LEAST 16
#define PCM          1

static uint32_t number(const uint8_t *bytes, size_t size)
{
    uint32_t out = 0;
    for (size_t i = size; i > 0; i--) {
        out = out << 8 | bytes[i - 1];
    }
    return out;
}

static bool is_ours(const uint8_t *format, size_t len)
{
    return len >= FORMAT_LEAST && number(format, 2) == PCM && number(format + 2, 2) == 1 &&
           number(format + 4, 4) == RATE && number(format + 14, 2) == 16;
}

enum bs_err voice_wav_read(struct bs_bytes file, struct bs_bytes *out, struct bs_error *err)
{
    bool has_format = false;
    if (file.len < HEADER || memcmp(file.data, "RIFF", 4) != 0 ||
        memcmp(file.data + 8, "WAVE", 4) != 0) {
        return bs_fail(err, BS_BAD, "no WAV file");
    }
    size_t at = HEADER;
    while (file.len - at >= CHUNK) {
        const uint8_t *chunk = file.data + at;
        const size_t left = file.len - at - CHUNK;
        const uint32_t said = number(chunk + 4, 4);
        const size_t len = said < left ? said : left;
        if (memcmp(chunk, "fmt ", 4) == 0) {
            has_format = is_ours(chunk + CHUNK, len);
        } else if (memcmp(chunk, "data", 4) == 0 && has_format) {
            *out = (struct bs_bytes){chunk + CHUNK, len - len % 2};
            return BS_OK;
        }
        at += CHUNK + len;
        at += len % 2 != 0 && at < file.len ? 1 : 0;
    }
    return bs_fail(err, BS_BAD, "expected 22050 Hz, mono, 16 bits, not compressed");
}

bool voice_wav_is_whole(struct bs_bytes file)
{
    return file.len >= HEADER && number(file.data + 4, 4) + CHUNK == file.len;
}

static void put(struct bs_buf *out, uint32_t value, size_t size)
{
    uint8_t bytes[4];
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
    bs_buf_add(out, bytes, size);
}

void voice_wav_write(struct bs_bytes samples, struct bs_buf *out)
{
    bs_buf_text(out, "RIFF");
    put(out, (uint32_t)samples.len + 36, 4);
    bs_buf_text(out, "WAVEfmt ");
    put(out, FORMAT_LEAST, 4);
    put(out, PCM, 2);
    put(out, 1, 2);
    put(out, RATE, 4);
    put(out, RATE * 2, 4);
    put(out, 2, 2);
    put(out, 16, 2);
    bs_buf_text(out, "data");
    put(out, (uint32_t)samples.len, 4);
    bs_buf_add(out, samples.data, samples.len);
}
