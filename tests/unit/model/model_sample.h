/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef MODEL_SAMPLE_H
#define MODEL_SAMPLE_H

/* Programmes from tests/data/programmes as text to be changed. What is returned is freed with free(). */

#include <buurtstem/programme.h>

/* "valid/three-questions". Aborts the test if it is not there. */
char *sample_read(const char *name);

/* `text` with its first `from` replaced; frees `text`. Aborts the test if `from` is not in it. */
char *sample_replace(char *text, const char *from, const char *to);

/* Parsed; fails the test on a complaint. */
struct bs_programme *sample_programme(const char *name);

#endif
