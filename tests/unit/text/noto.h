/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef NOTO_H
#define NOTO_H

/* The real fonts, opened once for a group of tests. Include after cmocka.h. */

#include <string.h>

#include "text.h"

#define NOTO_DIR "/usr/share/fonts/truetype/noto"

static inline int noto_open(void **state)
{
    struct text *text = NULL;
    struct bs_error err = {0};
    if (text_open(NOTO_DIR, &text, &err) != BS_OK) {
        print_error("%s\n", err.text);
        return -1;
    }
    *state = text;
    return 0;
}

static inline int noto_close(void **state)
{
    text_close(*state);
    return 0;
}

static const struct ui_font noto_regular = {40, false};
static const struct ui_font noto_bold = {40, true};

/* The whole of a text as one line. */
static inline struct text_line noto_line(const char *lang, const char *label)
{
    return (struct text_line){
        .font = noto_regular, .lang = lang, .paragraph = label, .from = 0, .len = strlen(label)};
}

/* Width of a text on one line. */
static inline int noto_width(struct text *text, const char *lang, const char *label)
{
    const struct text_line line = noto_line(lang, label);
    struct text_run runs[TEXT_RUNS_MAX];
    const size_t count = text_runs(text, &line, runs);
    return count > 0 ? runs[count - 1].x + runs[count - 1].width : 0;
}

#endif
