/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Contrast by the formula of WCAG 2.2, millimetres to pixels, and a theme for how somebody wants to see it. */

#include <math.h>

#include "theme.h"

#define LARGE_TIMES        1.5
#define MIDDLE_TIMES       1.25
#define CONTRAST_BORDER_MM 1.0 /* kiosk-ux K24 */

const struct ui_pair theme_pairs[] = {
    {UI_INK, UI_PAPER, 7},      {UI_INK, UI_CARD, 7},   {UI_INK, UI_TINT, 7},
    {UI_INK, UI_SUN, 7},        {UI_SOFT, UI_PAPER, 7}, {UI_SOFT, UI_CARD, 7},
    {UI_CANAL, UI_CARD, 7},     {UI_CANAL, UI_TINT, 7}, {UI_ON_CANAL, UI_CANAL, 7},
    {UI_ON_STORY, UI_STORY, 7}, {UI_BRICK, UI_CARD, 7}, {UI_BRICK, UI_PAPER, 7},
    {UI_CANAL, UI_PAPER, 3},    {UI_CANAL, UI_BAR, 3},  {UI_EDGE, UI_CARD, 3},
    {UI_EDGE, UI_PAPER, 3},     {UI_LEAF, UI_CARD, 3},  {UI_LEAF, UI_PAPER, 3},
    {UI_ON_CANAL, UI_LEAF, 3},  {UI_SOFT, UI_TINT, 7},  {UI_INK, UI_FACE_1, 3},
    {UI_INK, UI_FACE_2, 3},     {UI_INK, UI_FACE_3, 3}, {UI_INK, UI_FACE_4, 3},
    {UI_INK, UI_FACE_5, 3},
};
const size_t theme_pair_count = sizeof theme_pairs / sizeof theme_pairs[0];

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

bool theme_is_readable(const struct ui_theme *theme)
{
    for (size_t i = 0; i < theme_pair_count; i++) {
        const struct ui_pair *pair = &theme_pairs[i];
        if (theme_contrast(theme->colour[pair->front], theme->colour[pair->back]) < pair->least) {
            return false;
        }
    }
    return true;
}

int theme_px(const struct ui_theme *theme, double mm)
{
    /* The small step keeps 5.0 mm at 4.0 pixels a millimetre from becoming 21 by rounding. */
    return (int)ceil(mm * theme->px_per_mm - 1e-6);
}

/* Words that would not fit fall back to letters half as much larger, and at last to those that are not enlarged. */
static void enlarge(struct ui_theme *theme)
{
    for (int i = 0; i < UI_STYLES; i++) {
        const double times = i == UI_STYLE_ANSWER_SMALL    ? 1
                             : i == UI_STYLE_ANSWER_MIDDLE ? MIDDLE_TIMES
                                                           : LARGE_TIMES;
        theme->font[i].px = (int)floor(theme->font[i].px * times + 0.5);
    }
}

void theme_vary(const struct ui_theme *base, const struct ui_theme *contrast, unsigned modes,
                struct ui_theme *out)
{
    const struct ui_theme varied = (modes & UI_MODE_CONTRAST) != 0 ? *contrast : *base;
    *out = varied;
    if ((modes & UI_MODE_CONTRAST) != 0) {
        const int least = theme_px(out, CONTRAST_BORDER_MM);
        out->border = out->border > least ? out->border : least;
        out->border_chosen =
            out->border_chosen > 2 * out->border ? out->border_chosen : 2 * out->border;
    }
    if ((modes & UI_MODE_LARGE) != 0) {
        enlarge(out);
    }
}
