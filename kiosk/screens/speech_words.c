/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is heard and not seen. */

#include "speech_words.h"

#include <stdio.h>

#include "desk_look.h"

void speech_words(const struct screen_view *view, size_t choices, size_t written,
                  struct speech_words *out)
{
    char count[24], signs[24], step[12], steps[12];
    snprintf(count, sizeof count, "%zu", choices);
    snprintf(step, sizeof step, "%d", view->session->volume + 1);
    snprintf(steps, sizeof steps, "%d", SESSION_VOLUME_STEPS);
    out->chosen = tr(view, "Gekozen.");
    out->unchosen = tr(view, "Niet meer gekozen.");
    out->star = tr(view, "ster");
    out->keys = tr(view, "Toets 2: volgende. Toets 8: vorige. Toets 5: kiezen. Toets 0: herhalen.");
    fill(view, out->choices, sizeof out->choices,
         tr_plural(view, "U hebt {count} keuze.", "U hebt {count} keuzes.", (long)choices), "count",
         count, NULL);
    if (choices == 0) {
        out->choices[0] = '\0';
    }
    snprintf(signs, sizeof signs, "%zu", written);
    fill(view, out->written, sizeof out->written,
         tr_plural(view, "U hebt {count} teken geschreven.", "U hebt {count} tekens geschreven.",
                   (long)written),
         "count", signs, NULL);
    if (view_is_desk(view)) { /* a resident's words, and the digits of a PIN */
        snprintf(out->written, sizeof out->written, "%s", desk_headset_words(view));
    }
    fill(view, out->volume, sizeof out->volume, tr(view, "Geluid {step} van {steps}."), "step",
         step, "steps", steps, NULL);
}
