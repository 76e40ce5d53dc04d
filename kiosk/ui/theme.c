/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Contrast by the formula of WCAG 2.2, and millimetres to pixels. */

#include <math.h>

#include "theme.h"

static double linear(uint8_t channel)
{
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(struct ui_colour colour)
{
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

double theme_contrast(struct ui_colour a, struct ui_colour b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

int theme_px(const struct ui_theme *theme, double mm)
{
    /* The small step keeps 5.0 mm at 4.0 pixels a millimetre from becoming 21 by rounding. */
    return (int)ceil(mm * theme->px_per_mm - 1e-6);
}
