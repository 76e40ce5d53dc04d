/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COLOUR_H
#define COLOUR_H

/* Colours as CSS writes them, and how well one is seen on another. Pure. */

#include <stdbool.h>
#include <stdint.h>

/*
 * Reads #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl() and hsla(), with commas or blanks (CSS Color 4); what is
 * partly transparent is laid on white. *rgb is 0xRRGGBB. False for anything else: names, variables, calc().
 */
bool colour_parse(const char *text, uint32_t *rgb);
/* WCAG 2.2 contrast ratio, 1 to 21. */
double colour_contrast(uint32_t a, uint32_t b);
/* `part` (0 to 1) of b mixed into a. */
uint32_t colour_mix(uint32_t a, uint32_t b, double part);

#endif
