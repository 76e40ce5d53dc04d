/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Two tones a fourth apart, each swelling and fading, so that nothing clicks and nobody is startled. */

#include <math.h>

#include "audio.h"

#define LOUDNESS 0.22 /* of full scale: -13 dB, as loud as the voice */

static double tone(double hertz, size_t at, size_t len)
{
    const double turn = 2 * 3.14159265358979323846;
    const double swell = sin(turn / 2 * (double)at / (double)len);
    return LOUDNESS * swell * swell * sin(turn * hertz * (double)at / AUDIO_RATE);
}

size_t audio_tones(int16_t *out, size_t most)
{
    const size_t len = AUDIO_TONES / 2;
    const size_t count = most < 2 * len ? most : 2 * len;
    for (size_t i = 0; i < count; i++) {
        const double value = i < len ? tone(523.25, i, len) : tone(698.46, i - len, len);
        out[i] = (int16_t)lround(value * INT16_MAX);
    }
    return count;
}
