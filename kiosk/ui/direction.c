/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Direction by script if the tag names one, else by the script that the language is written in. */

#include "direction.h"

#include <stddef.h>
#include <string.h>

#define SCRIPT_LEN 4

static bool is_one_of(const char *const *list, size_t count, const char *text, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == len && strncmp(list[i], text, len) == 0) {
            return true;
        }
    }
    return false;
}

bool direction_is_rtl(const char *lang)
{
    static const char *const LANGUAGES[] = {"ar", "fa", "ur", "he", "ckb", "ps", "sd", "ug", "yi"};
    static const char *const SCRIPTS[] = {"Arab", "Hebr"};
    const size_t len = strcspn(lang, "-_");
    const char *more = lang[len] != '\0' ? lang + len + 1 : "";
    if (strcspn(more, "-_") == SCRIPT_LEN) {
        return is_one_of(SCRIPTS, sizeof SCRIPTS / sizeof SCRIPTS[0], more, SCRIPT_LEN);
    }
    return is_one_of(LANGUAGES, sizeof LANGUAGES / sizeof LANGUAGES[0], lang, len);
}
