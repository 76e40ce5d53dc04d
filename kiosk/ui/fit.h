/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIT_H
#define FIT_H

/* The last step before mirroring, for build.c alone: makes the answers of a screen, and each row of other buttons, look
 * alike and fit, and says in every node whether it does. */

#include "build.h"

void fit_scene(struct ui_build *build);

/* Size of a button's icon beside words of an em size. */
#define UI_ICON_PX(em) ((em)*6 / 5)

#endif
