/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Names, by the word that stands before them. */

#include <string.h>

#include "personal_words.h"

#define NAMES_MOST 5 /* words of one name */

static bool is_of(const struct personal_word *word, const char *words)
{
    char key[PERSONAL_WORD + 3] = " ";
    strcat(strcat(key, word->folded), " ");
    return strstr(words, key) != NULL;
}

static bool is_before(const struct personal_text *text, const struct personal_word *word,
                      enum personal_role role)
{
    struct personal_word before;
    return personal_word_before(text, word->from, &before) && personal_is(&before, role);
}

/* ---- the name ---- */

/* "Kuyperstraat"; not "Verlaan", which is a name. */
static bool is_street(const struct personal_word *word, bool is_of_streets)
{
    static const struct {
        const char *end;
        bool is_always;
    } ENDS[] = {{"straat", true}, {"laan", true},     {"plein", true},  {"kade", true},
                {"gracht", true}, {"weg", true},      {"singel", true}, {"steeg", true},
                {"hof", false},   {"school", false},  {"park", false},  {"pad", false},
                {"brug", false},  {"college", false}, {"dreef", false}, {"kliniek", false}};
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0] && word->has_capital; i++) {
        if ((ENDS[i].is_always || is_of_streets) && personal_ends_with(word, ENDS[i].end) &&
            strlen(word->folded) >= strlen(ENDS[i].end) + 4) {
            return true;
        }
    }
    return personal_is(word, PERSONAL_STREET);
}

/* In small letters a name of a family in Polish or Ukrainian is known by its end. */
static bool is_slavic(const struct personal_word *word)
{
    static const char *const ENDS[] = {
        "ski",   "ska",  "skiego", "skiej", "skiemu", "skim",  "cki",   "cka",   "ckiego",
        "ckiej", "wicz", "wicza",  "czyk",  "енко",   "енка",  "енку",  "енком", "чук",
        "чука",  "чуку", "ський",  "ська",  "ського", "ської", "цький", "цька",  NULL};
    for (size_t i = 0; ENDS[i] != NULL; i++) {
        if (personal_ends_with(word, ENDS[i])) {
            return word->letters >= 6;
        }
    }
    return false;
}

/* Behind "mevrouw" the word for a trade is a name. */
static bool is_called(const struct personal_word *word, bool is_title)
{
    return personal_is(word, PERSONAL_TITLE) || (!is_title && personal_is(word, PERSONAL_CALLED));
}

/* Behind a blank or two, and behind the point of an initial or a short form; `word->end` if there is none of them. */
static size_t skip_gap(const struct personal_text *text, const struct personal_word *word)
{
    size_t next, at = word->end;
    bool may_have_point = word->letters == 1 || personal_is(word, PERSONAL_SHORT) ||
                          (word->letters == 2 && !word->has_capital) ||
                          (word->letters == 2 && word->has_capital && !word->is_shouted);
    if (may_have_point && personal_at(text, at, &next) == '.') {
        at = next;
    }
    return personal_skip_blanks(text, at, 2);
}

/* "vertelde", "schreeuwt" */
static bool is_dutch_verb(const struct personal_word *word)
{
    static const char *const ENDS[] = {"lt", "pt", "kt", "wt", "gt", "mt", NULL};
    bool is_past = personal_ends_with(word, "de") || personal_ends_with(word, "te");
    bool is_present = false;
    for (size_t i = 0; ENDS[i] != NULL; i++) {
        is_present = is_present || personal_ends_with(word, ENDS[i]);
    }
    return (is_past && word->letters >= 6) || (is_present && word->letters >= 5);
}

enum part { PART_NAME, PART_BETWEEN, PART_NONE };

struct name {
    size_t end;
    bool has_weak; /* "te", "op": words that a name in small letters has not before it */
    bool was_between, is_from; /* "van" */
};

static enum part part_of(const struct personal_word *word, const struct name *name,
                         const struct personal_name_rules *rules)
{
    static const char GIVEN[] = " ben al el abu la le du di do dos ibn bin ";
    if (personal_is(word, PERSONAL_BETWEEN) &&
        !(word->has_capital && name->end == 0 && !name->was_between && is_of(word, GIVEN))) {
        return PART_BETWEEN;
    }
    if (word->is_arabic || personal_is(word, PERSONAL_NO_NAME) ||
        personal_is(word, PERSONAL_BEHIND) || is_called(word, rules->is_title)) {
        return PART_NONE;
    }
    if (rules->is_shouted &&
        (personal_is(word, PERSONAL_EVERYDAY) || (name->end > 0 && !name->was_between))) {
        return PART_NONE;
    }
    if (word->has_capital) {
        bool is_letters =
            word->is_shouted && (rules->is_kin || name->is_from) && !rules->is_shouted;
        return is_letters || (name->is_from && personal_is(word, PERSONAL_PLACE)) ? PART_NONE
                                                                                  : PART_NAME;
    }
    bool may_be_small =
        name->end == 0 && !personal_is(word, PERSONAL_EVERYDAY) &&
        ((rules->may_be_small && word->letters >= 2 && !name->has_weak &&
          !(name->was_between ? personal_is(word, PERSONAL_PLACE) : is_dutch_verb(word))) ||
         is_slavic(word));
    return may_be_small ? PART_NAME : PART_NONE;
}

size_t personal_end_of_name(const struct personal_text *text, size_t at,
                            struct personal_name_rules rules)
{
    static const char WEAK[] = " te op in aan het 'n 't la le du di do ten ter ";
    struct personal_word word;
    struct name name = {0};
    for (int i = 0; i < NAMES_MOST && personal_read_word(text, at, &word); i++) {
        enum part part = part_of(&word, &name, &rules);
        bool is_initial = word.letters == 1 && word.has_capital;
        if ((part == PART_NAME || word.has_capital || name.end > 0) &&
            is_street(&word, rules.is_of_streets)) {
            return 0;
        }
        if (part == PART_NONE || (is_initial && text->text[word.end] != '.')) {
            break;
        }
        if (part == PART_NAME && !(is_initial && rules.is_initial)) {
            name.end = word.end;
        }
        name.was_between = part == PART_BETWEEN;
        name.has_weak = name.has_weak || (name.was_between && is_of(&word, WEAK));
        name.is_from = name.was_between && (name.is_from || is_of(&word, " van "));
        at = skip_gap(text, &word);
        if (at == word.end) {
            break;
        }
    }
    return name.end;
}

/* "Piet en Annie": the other one is found with the first. */
static size_t with_second(const struct personal_text *text, size_t end,
                          struct personal_name_rules rules)
{
    struct personal_word word;
    size_t at = personal_skip_blanks(text, end, 2);
    if (at == end || !personal_read_word(text, at, &word) || word.has_capital ||
        !personal_is(&word, PERSONAL_AND)) {
        return end;
    }
    at = personal_skip_blanks(text, word.end, 2);
    rules.may_be_small = false;
    bool may_be = at > word.end && personal_read_word(text, at, &word) && word.has_capital &&
                  word.letters >= 3 && !word.is_shouted;
    size_t second = may_be ? personal_end_of_name(text, at, rules) : 0;
    return second > 0 ? second : end;
}

/* ---- the form of address ---- */

/* "I miss Linda" and "een pan soep" are none; "de mevrouw van …" is, but only before a capital. */
static bool is_address(const struct personal_text *text, const struct personal_word *word,
                       struct personal_name_rules *out)
{
    static const char BEFORE_PAN[] =
        " een de 'n n grote kleine volle hete die deze elke per a the big oude mooie dikke ";
    struct personal_word before = {0};
    bool has_before = personal_word_before(text, word->from, &before);
    bool is_title = personal_is(word, PERSONAL_TITLE);
    bool is_kin =
        personal_is(word, PERSONAL_KIN) && has_before && personal_is(&before, PERSONAL_OWN);
    if ((!is_title && !is_kin && !personal_is(word, PERSONAL_CALLED)) ||
        (has_before && !word->has_capital && is_of(word, " pan ") && is_of(&before, BEFORE_PAN)) ||
        (has_before && !word->has_capital && is_of(word, " miss ") &&
         personal_is(&before, PERSONAL_VERB)) ||
        (word->is_shouted && word->letters == 2 && is_of(word, " ms "))) {
        return false;
    }
    bool has_article =
        has_before && personal_is(&before, PERSONAL_ARTICLE) && !is_of(word, " heer ");
    *out = (struct personal_name_rules){
        .may_be_small = is_title && !has_article,
        .is_title = is_title,
        .is_shouted = word->is_shouted && word->letters > 3,
        .is_of_streets = personal_is(word, PERSONAL_OF_STREETS),
        .is_kin = is_kin && !personal_is(word, PERSONAL_CALLED),
        .is_somebody = is_title && has_article,
    };
    return true;
}

/* A short form may have a point, and "p" has to; behind a whole word it ends the sentence. */
static size_t after_address(const struct personal_text *text, const struct personal_word *word)
{
    size_t next, at = word->end;
    bool has_point = personal_at(text, at, &next) == '.';
    bool is_short = word->letters <= 4 && (personal_is(word, PERSONAL_SHORT) || word->letters == 1);
    if (has_point && (!is_short || personal_before(text, word->from, &at) == '.')) {
        return 0;
    }
    if (word->letters == 1 && !has_point) {
        return 0;
    }
    size_t start = personal_skip_blanks(text, has_point ? next : word->end, 2);
    return start > word->end ? start : 0;
}

static size_t end_behind_address(const struct personal_text *text, size_t start,
                                 struct personal_name_rules rules)
{
    struct personal_word word;
    if (!personal_read_word(text, start, &word)) {
        return 0;
    }
    if (word.is_arabic) {
        return rules.is_title ? personal_end_of_arabic(text, start, PERSONAL_AR_CALLED) : 0;
    }
    if (rules.is_somebody && !word.has_capital && is_of(&word, " van ")) {
        return 0;
    }
    size_t end = personal_end_of_name(text, start, rules);
    return end > 0 ? with_second(text, end, rules) : 0;
}

static size_t end_behind_arabic(const struct personal_text *text, const struct personal_word *word,
                                size_t *from)
{
    static const enum personal_role ROLES[] = {PERSONAL_AR_CALLED, PERSONAL_AR_NEAR,
                                               PERSONAL_AR_KIN};
    struct personal_word name;
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++) {
        if (!personal_is(word, ROLES[i])) {
            continue;
        }
        *from = after_address(text, word);
        if (*from == 0 || !personal_read_word(text, *from, &name)) {
            return 0;
        }
        return name.is_arabic ? personal_end_of_arabic(text, *from, ROLES[i])
                              : personal_end_of_name(text, *from, (struct personal_name_rules){0});
    }
    return 0;
}

/* ---- "my name is", "ik heet", and under a letter ---- */

/* Behind ":" and blanks, and behind "is", "to", "się"; *is_told: there was something of it. */
static size_t skip_is(const struct personal_text *text, size_t at, bool *is_told)
{
    struct personal_word word;
    size_t next;
    *is_told = personal_at(text, at, &next) == ':';
    at = personal_skip_blanks(text, *is_told ? next : at, 2);
    if (personal_read_word(text, at, &word) && is_of(&word, " is to sie := = ")) {
        *is_told = true;
        at = personal_skip_blanks(text, word.end, 2);
    }
    return at;
}

static size_t end_behind_introduction(const struct personal_text *text,
                                      const struct personal_word *word, size_t *from)
{
    struct personal_word before;
    bool is_told, has_before = personal_word_before(text, word->from, &before);
    bool is_heet = is_of(word, " heet heette ");
    *from = skip_is(text, word->end, &is_told);
    if (personal_is(word, PERSONAL_INTRODUCES)) {
        bool is_person = !is_heet || (has_before && (is_of(&before, " ik hij zij ze die ") ||
                                                     personal_is(&before, PERSONAL_CALLED) ||
                                                     personal_is(&before, PERSONAL_KIN)));
        is_told = is_person && (is_told || !is_of(word, " nazywam nazywa "));
    } else {
        is_told = is_told && personal_is(word, PERSONAL_IS_NAMED) &&
                  (text->text[word->end] == ':' || is_before(text, word, PERSONAL_OWN));
    }
    if (!is_told || *from == word->end) {
        return 0;
    }
    return personal_end_of_name(text, *from, (struct personal_name_rules){.is_kin = true});
}

/* Under a letter: the name ends the text. */
static size_t end_behind_greeting(const struct personal_text *text,
                                  const struct personal_word *word, size_t *from)
{
    size_t next, at = word->end;
    uint32_t c = personal_at(text, at, &next);
    if (!personal_is(word, PERSONAL_SIGNS_OFF)) {
        return 0;
    }
    *from = personal_skip_blanks(text, c == ',' || c == '.' ? next : at, 2);
    size_t end =
        *from > at ? personal_end_of_name(text, *from, (struct personal_name_rules){0}) : 0;
    c = personal_at(text, end, &next);
    for (int i = 0; end > 0 && i < 4 && (c == '.' || c == '!' || personal_is_blank(c)); i++) {
        at = next;
        c = personal_at(text, at, &next);
    }
    return end > 0 && c == 0 ? end : 0;
}

size_t personal_name(const struct personal_text *text, size_t at, size_t *from)
{
    struct personal_word word;
    struct personal_name_rules rules;
    size_t end = 0;
    if (!personal_read_word(text, at, &word)) {
        return 0;
    }
    *from = at;
    if (!word.is_arabic && is_address(text, &word, &rules)) {
        *from = after_address(text, &word);
        end = *from > 0 ? end_behind_address(text, *from, rules) : 0;
    }
    end = end > 0 ? end : word.is_arabic ? end_behind_arabic(text, &word, from) : 0;
    end = end > 0 ? end : end_behind_introduction(text, &word, from);
    end = end > 0 ? end : end_behind_greeting(text, &word, from);
    if (end == 0) {
        *from = at;
        end = personal_shaped_name(text, &word);
    }
    return end > *from ? end - *from : 0;
}
