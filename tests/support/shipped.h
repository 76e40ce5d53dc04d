/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BS_TEST_SHIPPED_H
#define BS_TEST_SHIPPED_H

/*
 * What the program gives to its screens, for who tries the screens without the program: themes and keyboards as shipped,
 * the six languages, and texts that stay Dutch in each of them. A file that cannot be read ends the process with a line
 * on standard error.
 */

#include "keyboard.h"
#include "languages.h"
#include "screen.h"
#include "theme.h"

extern const struct languages shipped_languages;

/* Each text as it stands in the source. */
struct screen_words shipped_words(void);

/* From a file of assets/themes. */
void shipped_theme(const char *path, const struct ui_display *display, struct ui_theme *out);

/* Those of the six languages and that for a phone number, from the folder assets/keyboards. */
void shipped_keyboards(const char *folder, struct keyboards *out);

#endif
