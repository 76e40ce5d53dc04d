/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a page says, and what it must not say. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "dashboard_stage.h"

void assert_says(const char *page, const char *words)
{
    if (strstr(page, words) == NULL) {
        fail_msg("the page does not say: %s", words);
    }
}

void assert_silent(const char *page, const char *words)
{
    if (strstr(page, words) != NULL) {
        fail_msg("the page says: %s", words);
    }
}

size_t times_said(const char *page, const char *words)
{
    size_t times = 0;
    for (const char *at = strstr(page, words); at != NULL; at = strstr(at + 1, words)) {
        times++;
    }
    return times;
}
