/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SPEECH_WORDS_H
#define SPEECH_WORDS_H

/* The few sentences that are heard and not seen. Pure. */

#include "screen.h"

struct speech_words {
    const char *chosen, *unchosen; /* behind a control that was, or no longer is */
    const char *star;              /* for each sign that may not be heard */
    const char *keys;              /* which key does what */
    char choices[160];             /* how many there are to choose from; "" for none */
    char
        written[160]; /* how many signs, for who may not hear them; at the desk, how to hear them */
    char volume[160];
};

/* In the language of what is shown; with a view whose words are those for speech, as they are to be said. */
void speech_words(const struct screen_view *view, size_t choices, size_t written,
                  struct speech_words *out);

#endif
