/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Breaks a paragraph into lines: at spaces, behind hyphens between letters, at soft hyphens and at line ends. */

#include <string.h>

#include "direction.h"
#include "text_p.h"

/*
 * Height of what is really drawn, in parts of the em, measured in the fonts: capitals with two accents (Vietnamese) and
 * the tail of a g; in Arabic alef with hamza and a doubled vowel sign, and the bowl of a jim. The fonts' own ascent and
 * descent leave room for stacks of signs that no text of ours has, and would tear Arabic lines apart.
 */
#define LATIN_ASCENT   0.94
#define LATIN_DESCENT  0.24
#define ARABIC_ASCENT  1.10
#define ARABIC_DESCENT 0.47

/* A place where a line may end: before character `end`, the next line begins at `next`. */
struct opportunity {
    size_t end, next;
    bool hyphen, is_forced;
};

struct wrapping {
    struct text *text;
    const struct text_paragraph *paragraph;
    struct text_line line;
    bool may_hyphenate;
};

static bool is_space(uint32_t character)
{
    return character == ' ' || character == '\t';
}

static bool is_letter(uint32_t character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character >= 0xC0;
}

static size_t skip_spaces(const struct text_paragraph *paragraph, size_t at)
{
    while (at < paragraph->count && is_space(paragraph->chars[at].character)) {
        at++;
    }
    return at;
}

/* The first place to end a line at or behind character `at`; `start` is where the line begins. */
static struct opportunity next_opportunity(const struct wrapping *wrapping, size_t start, size_t at)
{
    const struct text_paragraph *paragraph = wrapping->paragraph;
    for (size_t i = at; i < paragraph->count; i++) {
        const uint32_t character = paragraph->chars[i].character;
        if (character == '\n') {
            return (struct opportunity){i, i + 1, false, true};
        }
        if (is_space(character) && i > start) {
            return (struct opportunity){i, skip_spaces(paragraph, i), false, false};
        }
        const bool is_soft = character == 0x00AD && wrapping->may_hyphenate;
        if ((is_soft || character == 0x200B) && i > start) {
            return (struct opportunity){i, i + 1, is_soft, false};
        }
        const bool is_between = i > start && i + 1 < paragraph->count &&
                                is_letter(paragraph->chars[i - 1].character) &&
                                is_letter(paragraph->chars[i + 1].character);
        if ((character == '-' || character == 0x2010) && is_between) {
            return (struct opportunity){i + 1, i + 1, false, false};
        }
    }
    return (struct opportunity){paragraph->count, paragraph->count, false, true};
}

static int width_of(struct wrapping *wrapping, size_t from, size_t to, bool hyphen)
{
    struct text_run runs[TEXT_RUNS_MAX];
    int width = 0;
    if (from >= to) {
        return 0;
    }
    const struct text_char *first = &wrapping->paragraph->chars[from];
    const struct text_char *last = &wrapping->paragraph->chars[to - 1];
    wrapping->line.from = first->from;
    wrapping->line.len = (size_t)(last->from + last->len - first->from);
    wrapping->line.hyphen = hyphen;
    (void)text_line_runs(wrapping->text, wrapping->paragraph, &wrapping->line, from, to, runs,
                         &width);
    return width;
}

/* The longest line from `start` that is no wider than `width`, or the shortest there is. False if that is too wide. */
static bool take_line(struct wrapping *wrapping, size_t start, int width, struct opportunity *taken,
                      int *taken_width)
{
    struct opportunity at = next_opportunity(wrapping, start, start);
    int at_width = width_of(wrapping, start, at.end, at.hyphen);
    *taken = at;
    *taken_width = at_width;
    const bool fits = at_width <= width;
    while (fits && !at.is_forced) {
        at = next_opportunity(wrapping, start, at.next);
        at_width = width_of(wrapping, start, at.end, at.hyphen);
        if (at_width > width) {
            break;
        }
        *taken = at;
        *taken_width = at_width;
    }
    return fits;
}

static struct ui_line line_of(const struct text_paragraph *paragraph, size_t start, size_t end,
                              int width, bool hyphen)
{
    struct ui_line line = {0, 0, width, hyphen};
    if (start < paragraph->count) {
        line.from = paragraph->chars[start].from;
    }
    if (end > start) {
        const struct text_char *last = &paragraph->chars[end - 1];
        line.len = (size_t)(last->from + last->len) - line.from;
    }
    return line;
}

static bool wrap(struct wrapping *wrapping, int width, size_t lines_max, struct ui_line *lines,
                 size_t *count)
{
    const struct text_paragraph *paragraph = wrapping->paragraph;
    bool fits = !paragraph->is_cut;
    size_t start = skip_spaces(paragraph, 0);
    *count = 0;
    while (start < paragraph->count) {
        struct opportunity taken;
        int taken_width = 0;
        if (*count == lines_max) {
            return false;
        }
        fits = take_line(wrapping, start, width, &taken, &taken_width) && fits;
        lines[(*count)++] = line_of(paragraph, start, taken.end, taken_width, taken.hyphen);
        start = taken.is_forced ? taken.next : skip_spaces(paragraph, taken.next);
    }
    return fits;
}

/* True if a line of these ends in a broken word. */
static bool has_hyphen(const struct ui_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (lines[i].hyphen) {
            return true;
        }
    }
    return false;
}

/* Words are broken only where that saves a line or makes the text fit at all. */
bool text_wrap(void *self, struct ui_font font, const char *lang, const char *label, int width,
               size_t lines_max, struct ui_line *lines, size_t *count)
{
    struct text_paragraph paragraph;
    struct ui_line whole[UI_LINES_MAX];
    size_t whole_count = 0;
    struct wrapping wrapping = {.text = self, .paragraph = &paragraph, .may_hyphenate = true};
    wrapping.line = (struct text_line){.font = font, .lang = lang, .paragraph = label};
    lines_max = lines_max < UI_LINES_MAX ? lines_max : UI_LINES_MAX;
    text_analyse(self, lang, label, &paragraph);
    bool fits = wrap(&wrapping, width, lines_max, lines, count);
    if (!has_hyphen(lines, *count)) {
        return fits;
    }
    wrapping.may_hyphenate = false;
    if (wrap(&wrapping, width, lines_max, whole, &whole_count) &&
        (!fits || whole_count <= *count)) {
        memcpy(lines, whole, sizeof lines[0] * whole_count);
        *count = whole_count;
        fits = true;
    }
    return fits;
}

void text_extent(void *self, struct ui_font font, const char *lang, int *ascent, int *descent)
{
    (void)self;
    const bool is_arabic = direction_is_rtl(lang);
    *ascent = (int)(font.px * (is_arabic ? ARABIC_ASCENT : LATIN_ASCENT) + 0.5);
    *descent = (int)(font.px * (is_arabic ? ARABIC_DESCENT : LATIN_DESCENT) + 0.5);
}
