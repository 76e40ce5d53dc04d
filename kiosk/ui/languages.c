/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking a language up. */
#include "languages.h"

#include <string.h>

const struct language *languages_find(const struct languages *languages, const char *code)
{
    for (size_t i = 0; i < languages->count; i++) {
        if (strcmp(languages->of[i].code, code) == 0) {
            return &languages->of[i];
        }
    }
    return NULL;
}
