/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WRITE_PAGE_H
#define WRITE_PAGE_H

/* A page on which something is written: what is asked, what is written so far with a caret, a button that is ready, keys. */

#include "frame.h"

struct write_page {
    const char *screen;    /* its name */
    struct ui_words title; /* of the top line */
    struct ui_words asked; /* the heading */
    const char *hint;      /* one sentence below it; "" for none */
    bool is_wrong;         /* the hint says what went wrong */
    const struct text_entry *entry;
    bool is_private;   /* what is written is not spoken: only how much of it there is */
    const char *ready; /* on the button */
};

void write_page_build(const struct screen_view *view, struct ui_scene *scene,
                      const struct write_page *page);

#endif
