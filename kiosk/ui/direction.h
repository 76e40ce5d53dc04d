/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DIRECTION_H
#define DIRECTION_H

/* Which languages run from right to left: asked by what lays a screen out and by what lays a line out. Pure. */

#include <stdbool.h>

/* `lang` is a tag as content has it: a language, with a script ("pa-Arab") where it has more than one. */
bool direction_is_rtl(const char *lang);

#endif
