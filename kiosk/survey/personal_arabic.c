/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Names in Arabic letters, which have no capitals: what follows a form of address, unless it is shaped as a verb or an
 * adjective or is an ordinary word. */

#include <string.h>

#include "personal_words.h"

#define SECOND_MOST 3 /* words behind the first */

/* The word behind one, with a blank or two between them. */
static bool read_next(const struct personal_text *text, size_t at, struct personal_word *out)
{
    size_t start = personal_skip_blanks(text, at, 2);
    return start > at && personal_read_word(text, start, out) && out->is_arabic;
}

static bool is_definite(const struct personal_word *word)
{
    return personal_begins_with(word, "ال") && word->letters >= 4;
}

/* يسكن, تعيش, طلبت, ساعدني */
static bool is_like_verb(const struct personal_word *word)
{
    bool begins = personal_begins_with(word, "ي") || personal_begins_with(word, "ت");
    bool ends_past = personal_ends_with(word, "ت");
    bool ends_whom = personal_ends_with(word, "ني") || personal_ends_with(word, "نا") ||
                     personal_ends_with(word, "ها") || personal_ends_with(word, "هم");
    return ((begins || ends_past) && word->letters >= 4) || (ends_whom && word->letters >= 5);
}

static bool is_title(const struct personal_word *word)
{
    return personal_is(word, PERSONAL_AR_CALLED) || personal_is(word, PERSONAL_AR_NEAR);
}

static bool is_first_name(const struct personal_word *word, enum personal_role called)
{
    if (personal_is(word, PERSONAL_AR_NAME)) {
        return true;
    }
    if (called == PERSONAL_AR_KIN || word->letters < 2 || is_title(word) ||
        personal_begins_with(word, "لل") || personal_is(word, PERSONAL_AR_WORD)) {
        return false;
    }
    if (is_definite(word)) {
        return called == PERSONAL_AR_CALLED && !personal_is(word, PERSONAL_AR_ADJECTIVE) &&
               !personal_ends_with(word, "ه");
    }
    return !is_like_verb(word);
}

/* Behind a first name: that of a family, or another one. */
static bool is_further_name(const struct personal_word *word)
{
    if (personal_is(word, PERSONAL_AR_WORD) || is_title(word) ||
        personal_is(word, PERSONAL_AR_ADJECTIVE) || personal_ends_with(word, "ه")) {
        return false;
    }
    return is_definite(word) || (word->letters >= 3 && !personal_ends_with(word, "ا") &&
                                 !personal_begins_with(word, "و") && !is_like_verb(word));
}

static size_t end_of_further(const struct personal_text *text, const struct personal_word *first)
{
    struct personal_word word = *first, next;
    size_t end = first->end;
    for (int i = 0; i < SECOND_MOST && read_next(text, word.end, &next); i++) {
        bool is_joined = personal_is(&word, PERSONAL_AR_LINK);
        bool is_link = personal_is(&next, PERSONAL_AR_LINK);
        if (!is_joined && !is_link && (i > 1 || !is_further_name(&next))) {
            break;
        }
        end = is_link && !is_joined ? end : next.end;
        word = next;
    }
    return end;
}

size_t personal_end_of_parent(const struct personal_text *text, const struct personal_word *word)
{
    struct personal_word next;
    size_t from;
    bool is_father = strcmp(word->folded, "ابو") == 0;
    bool may_begin = is_father || (strcmp(word->folded, "ام") == 0 &&
                                   personal_before(text, word->from, &from) == 0);
    if (!may_begin || !read_next(text, word->end, &next)) {
        return 0;
    }
    bool is_name = personal_is(&next, PERSONAL_AR_NAME) ||
                   (is_father && !personal_is(&next, PERSONAL_AR_WORD) && !is_definite(&next) &&
                    strcmp(next.folded, "ظبي") != 0);
    return is_name ? next.end : 0;
}

size_t personal_end_of_arabic(const struct personal_text *text, size_t at,
                              enum personal_role called)
{
    struct personal_word word, next;
    if (!personal_read_word(text, at, &word) || !word.is_arabic) {
        return 0;
    }
    if (personal_is(&word, PERSONAL_AR_PARENT)) {
        bool is_parent = called != PERSONAL_AR_KIN && read_next(text, word.end, &next) &&
                         !personal_is(&next, PERSONAL_AR_WORD);
        return is_parent ? next.end : 0;
    }
    return is_first_name(&word, called) ? end_of_further(text, &word) : 0;
}
