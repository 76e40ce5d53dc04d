/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Text measured by counting. */

#include "stub_text.h"

#include <string.h>

static int width_of(const char *text, size_t len, int step)
{
    int count = 0;
    for (size_t i = 0; i < len; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count * step;
}

/* The end of as many words as fit, at least one; *used is their width. */
static size_t line_end(const char *text, size_t from, int width, int step, int *used)
{
    size_t end = from + strcspn(text + from, " ");
    *used = width_of(text + from, end - from, step);
    while (text[end] != '\0') {
        size_t more = end + 1 + strcspn(text + end + 1, " ");
        int wider = *used + width_of(text + end, more - end, step);
        if (wider > width) {
            break;
        }
        *used = wider;
        end = more;
    }
    return end;
}

static bool wrap(void *self, struct ui_font font, const char *lang, const char *text, int width,
                 size_t lines_max, struct ui_line *lines, size_t *count)
{
    bool fits = true;
    size_t at = 0;
    (void)self;
    (void)lang;
    *count = 0;
    while (text[at] != '\0') {
        int used = 0;
        if (*count == lines_max) {
            return false;
        }
        size_t end = line_end(text, at, width, font.px / 2, &used);
        lines[(*count)++] = (struct ui_line){at, end - at, used, false};
        fits = fits && used <= width;
        at = text[end] == '\0' ? end : end + 1;
    }
    return fits;
}

static void extent(void *self, struct ui_font font, const char *lang, int *ascent, int *descent)
{
    (void)self;
    (void)lang;
    *ascent = font.px * 3 / 4;
    *descent = font.px - *ascent;
}

const struct ui_text_ops stub_text = {wrap, extent, NULL};
