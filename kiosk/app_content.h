/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef APP_CONTENT_H
#define APP_CONTENT_H

/* What a bundle needs of this kiosk, and how the municipality wants it to look. */

#include <buurtstem/bundle.h>

struct app;

/* Reads its languages ahead, and tells the administrator what this kiosk does not have: words, icons, pictures. */
void app_look_at_bundle(struct app *app, const struct bs_bundle *bundle);

/* The colours of the bundle that is worked with. */
void app_wear_house_style(struct app *app);

/* Colours and sizes for how the visitor wants to see it. */
void app_make_theme(struct app *app);

#endif
