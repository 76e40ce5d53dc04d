/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Names without a word before them: Ahmet Bey, Олена Петрівна, J. de Vries, Abu Karim, أبو علي. */

#include <string.h>

#include "personal_words.h"

#define WORDS_MOST 3 /* of a name, before the title behind it */

static bool ends_with_any(const struct personal_word *word, const char *const *ends)
{
    for (; *ends != NULL; ends++) {
        if (personal_ends_with(word, *ends)) {
            return true;
        }
    }
    return false;
}

static bool read_next(const struct personal_text *text, size_t at, struct personal_word *out)
{
    size_t start = personal_skip_blanks(text, at, 2);
    return start > at && personal_read_word(text, start, out);
}

static bool is_name_word(const struct personal_word *word)
{
    return word->has_capital && word->letters >= 2 && !personal_is(word, PERSONAL_NO_NAME);
}

/* ---- Turkish: the title behind the name ---- */

/* "Kattaki hanım" is the lady of the floor; in small letters more endings tell that it is no name. */
static bool may_own(const struct personal_word *word)
{
    static const char *const PLACES[] = {"daki", "deki", "taki", "teki", NULL};
    static const char *const SMALL[] = {"ki", "li",  "lu",  "siz", "suz", "ci",
                                        "cu", "lar", "ler", "mis", "mus", NULL};
    static const char *const LONG[] = {"an", "en", NULL};
    if (word->is_arabic || word->letters < 2 || personal_is(word, PERSONAL_NO_OWNER) ||
        personal_is(word, PERSONAL_NO_NAME) || ends_with_any(word, PLACES)) {
        return false;
    }
    return word->has_capital ||
           (word->letters >= 3 && (word->letters <= 4 || !ends_with_any(word, SMALL)) &&
            (word->letters <= 5 || !ends_with_any(word, LONG)));
}

static size_t end_before_title(const struct personal_text *text, const struct personal_word *word)
{
    struct personal_word next;
    size_t end = word->end;
    for (int i = 0; i < WORDS_MOST && read_next(text, end, &next); i++) {
        personal_cut_apostrophe(&next);
        if (personal_is(&next, PERSONAL_BEHIND)) {
            bool may_be = (word->has_capital || personal_is(&next, PERSONAL_BEHIND_ANY)) &&
                          (!next.is_shouted || (word->is_shouted && next.letters > 3) ||
                           (word->is_shouted && strcmp(next.folded, "bey") == 0));
            return may_be && may_own(word) ? end : 0;
        }
        if (!next.has_capital || !word->has_capital) {
            return 0;
        }
        end = next.end;
    }
    return 0;
}

/* ---- Ukrainian: the father's name behind the first one ---- */

static bool is_patronymic(const struct personal_word *word)
{
    static const char *const ENDS[] = {"івна",   "івну",  "івні",   "івною",  "івно",    "ївна",
                                       "ївну",   "ївні",  "ївною",  "ович",   "овича",   "овичу",
                                       "овичем", "йович", "йовича", "йовичу", "йовичем", "овна",
                                       "овну",   "евич",  "евна",   NULL};
    return word->has_capital && word->letters >= 6 && ends_with_any(word, ENDS);
}

static size_t end_of_patronymic(const struct personal_text *text, const struct personal_word *word)
{
    struct personal_word next;
    size_t end = word->end;
    if (word->first < 0x400 || !is_name_word(word)) {
        return 0;
    }
    for (int i = 0; i < 2 && read_next(text, end, &next) && is_name_word(&next); i++) {
        if (is_patronymic(&next)) {
            end = next.end;
            return read_next(text, end, &next) && is_name_word(&next) ? next.end : end;
        }
        end = next.end;
    }
    return 0;
}

/* ---- initials ---- */

/* "J. de Vries", but not "blok B. Daar …": a letter may end a sentence as well. */
static size_t end_of_initials(const struct personal_text *text, const struct personal_word *word)
{
    struct personal_word next, before;
    size_t from, at = word->from;
    uint32_t c = personal_before(text, at, &from);
    if (word->letters != 1 || !word->has_capital || (c != 0 && c != '(' && !personal_is_blank(c)) ||
        (personal_word_before(text, at, &before) && personal_is(&before, PERSONAL_LETTERED))) {
        return 0;
    }
    next = *word;
    for (int i = 0; i < 4 && next.letters == 1 && next.has_capital; i++) {
        if (next.end >= text->len || text->text[next.end] != '.' ||
            !personal_read_word(text, personal_skip_blanks(text, next.end + 1, 1), &next)) {
            return 0;
        }
    }
    bool is_between = !next.has_capital && personal_is(&next, PERSONAL_BETWEEN);
    bool is_name = is_name_word(&next) && next.letters >= 3 && !next.is_shouted &&
                   !personal_is(&next, PERSONAL_EVERYDAY);
    return is_between || is_name
               ? personal_end_of_name(text, at, (struct personal_name_rules){.is_initial = true})
               : 0;
}

static size_t end_of_latin_parent(const struct personal_text *text,
                                  const struct personal_word *word)
{
    static const char PARENTS[] = " abu umm oum ";
    struct personal_word next;
    char key[PERSONAL_WORD + 3] = " ";
    strcat(strcat(key, word->folded), " ");
    bool is_parent = word->has_capital && strstr(PARENTS, key) != NULL;
    return is_parent && read_next(text, word->end, &next) && is_name_word(&next) ? next.end : 0;
}

size_t personal_shaped_name(const struct personal_text *text, const struct personal_word *word)
{
    size_t end =
        word->is_arabic ? personal_end_of_parent(text, word) : end_before_title(text, word);
    end = end > 0 ? end : end_of_patronymic(text, word);
    end = end > 0 ? end : end_of_initials(text, word);
    return end > 0 ? end : end_of_latin_parent(text, word);
}
