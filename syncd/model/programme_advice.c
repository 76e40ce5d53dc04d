/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a careful colleague would say of a question. It knows words, not grammar, and would rather miss one than cry
 * wolf: advice that is often wrong is soon read by nobody. */

#include <stdio.h>
#include <string.h>

#include "programme_p.h"
#include "style.h"
#include "words.h"

#define WORDS_MAX  64 /* of a question: BS_QUESTION_TEXT_MAX characters hold no more */
#define WORD_TEXT  24
#define FOUND_TEXT 80

/* ---- the tables: what to look for, and why ---- */

struct phrase {
    const char *lang;
    const char *words; /* small letters, one blank between */
    const char *reason;
    bool opens; /* only as the first words of a sentence */
};

/* Asks for a yes. */
static const struct phrase leading[] = {
    {"nl", "vindt u ook", "\"ook\" says what others think", true},
    {"nl", "vind je ook", "\"ook\" says what others think", true},
    {"nl", "wilt u ook", "\"ook\" says what others want", true},
    {"nl", "denkt u ook", "\"ook\" says what others think", true},
    {"nl", "bent u het eens", "people like to agree", true},
    {"nl", "bent u het ermee eens", "people like to agree", true},
    {"nl", "bent u het met ons eens", "people like to agree", true},
    {"nl", "ben je het eens", "people like to agree", true},
    {"nl", "ben je het ermee eens", "people like to agree", true},
    {"nl", "zou u niet", "it expects a yes", true},
    {"nl", "vindt u niet", "it expects a yes", true},
    {"nl", "is het niet", "it expects a yes", false},
    {"nl", "toch", "it expects a yes", false},
    {"nl", "nietwaar", "it expects a yes", false},
    {"nl", "natuurlijk", "it says that only one answer is sensible", false},
    {"nl", "uiteraard", "it says that only one answer is sensible", false},
    {"nl", "vanzelfsprekend", "it says that only one answer is sensible", false},
    {"nl", "zoals u weet", "it makes not knowing a fault", false},
    {"nl", "iedereen weet", "it makes not knowing a fault", false},
    {"nl", "de meeste mensen vinden", "it says what others think", false},
    {"nl", "de meeste bewoners vinden", "it says what others think", false},
    {"en", "do you agree", "people like to agree", true},
    {"en", "would you agree", "people like to agree", true},
    {"en", "do you also", "\"also\" says what others think", true},
    {"en", "would you also", "\"also\" says what others think", true},
    {"en", "don't you", "it expects a yes", true},
    {"en", "do you not", "it expects a yes", true},
    {"en", "wouldn't you", "it expects a yes", true},
    {"en", "isn't it", "it expects a yes", false},
    {"en", "isn't", "it expects a yes", false},
    {"en", "aren't", "it expects a yes", false},
    {"en", "shouldn't", "it expects a yes", false},
    {"en", "of course", "it says that only one answer is sensible", false},
    {"en", "surely", "it says that only one answer is sensible", false},
    {"en", "obviously", "it says that only one answer is sensible", false},
    {"en", "as you know", "it makes not knowing a fault", false},
    {"en", "everyone knows", "it makes not knowing a fault", false},
    {"en", "most people think", "it says what others think", false},
};

/* Makes people answer the opposite of what they mean. */
static const struct phrase denying[] = {
    {"nl", "niet", "yes then means no", false},    {"nl", "geen", "yes then means no", false},
    {"nl", "nooit", "yes then means no", false},   {"nl", "niets", "yes then means no", false},
    {"nl", "niemand", "yes then means no", false}, {"nl", "nergens", "yes then means no", false},
    {"en", "not", "yes then means no", false},     {"en", "no", "yes then means no", false},
    {"en", "never", "yes then means no", false},   {"en", "cannot", "yes then means no", false},
    {"en", "nothing", "yes then means no", false}, {"en", "nobody", "yes then means no", false},
    {"en", "nowhere", "yes then means no", false},
};

static const struct phrase contraction = {"en", "n't", "yes then means no", false};

/* Joins two things, of which only one may be meant. */
static const struct phrase joining[] = {
    {"nl", "en", "some will mean the one and some the other", false},
    {"nl", "of", "some will mean the one and some the other", false},
    {"en", "and", "some will mean the one and some the other", false},
    {"en", "or", "some will mean the one and some the other", false},
};

/* One idea in more words, or both answers offered alike: no advice on any word in it. */
static const struct phrase harmless[] = {
    {"nl", "af en toe", "one idea", false},
    {"nl", "nu en dan", "one idea", false},
    {"nl", "hier en daar", "one idea", false},
    {"nl", "meer en meer", "one idea", false},
    {"nl", "dag en nacht", "one idea", false},
    {"nl", "jong en oud", "one idea", false},
    {"nl", "in en om", "one place", false},
    {"nl", "in en rond", "one place", false},
    {"nl", "op en om", "one place", false},
    {"nl", "min of meer", "one idea", false},
    {"nl", "wel of niet", "both answers", false},
    {"nl", "wel of geen", "both answers", false},
    {"nl", "al of niet", "both answers", false},
    {"nl", "ja of nee", "both answers", false},
    {"nl", "meer of minder", "both answers", false},
    {"nl", "een of meer", "a number", false},
    {"nl", "een of twee", "a number", false},
    {"nl", "waarom niet", "asks on after an answer", false},
    {"nl", "niet alleen", "says no to nothing", false},
    {"nl", "weet u of", "\"of\" is whether", false},
    {"nl", "weet je of", "\"of\" is whether", false},
    {"en", "now and then", "one idea", false},
    {"en", "more and more", "one idea", false},
    {"en", "day and night", "one idea", false},
    {"en", "young and old", "one idea", false},
    {"en", "in and around", "one place", false},
    {"en", "up and down", "one idea", false},
    {"en", "more or less", "one idea", false},
    {"en", "whether or not", "both answers", false},
    {"en", "or not", "both answers", false},
    {"en", "yes or no", "both answers", false},
    {"en", "one or more", "a number", false},
    {"en", "one or two", "a number", false},
    {"en", "why not", "asks on after an answer", false},
    {"en", "not only", "says no to nothing", false},
};

/* "tussen de dijk en het park" is one place. */
static const struct phrase spanning[] = {
    {"nl", "tussen", "a span", false},
    {"en", "between", "a span", false},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* ---- one question in one language ---- */

struct word {
    struct words_word at;
    char text[WORD_TEXT]; /* small letters; cut, as no word of the tables is that long */
    bool is_spent;        /* part of a harmless phrase, or of one that advice was given on */
};

struct asked {
    const char *lang;
    const char *text;
    size_t count;
    struct word words[WORDS_MAX];
};

/* Small ASCII letters and a plain apostrophe, without soft hyphens. */
static void spell(const struct words_word *word, char out[WORD_TEXT])
{
    const char *const end = word->start + word->bytes;
    size_t used = 0;

    for (const char *at = word->start; at < end && used < WORD_TEXT - 1;) {
        if (strncmp(at, "\xE2\x80\x99", 3) == 0) {
            out[used++] = '\'';
            at += 3;
        } else if (strncmp(at, "\xC2\xAD", 2) == 0) {
            at += 2;
        } else {
            out[used++] = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
            at++;
        }
    }
    out[used] = '\0';
}

static void split(const char *lang, const char *text, struct asked *out)
{
    struct words_walk walk = {text, text + strlen(text), true};

    *out = (struct asked){.lang = lang, .text = text};
    while (out->count < WORDS_MAX && words_next(&walk, &out->words[out->count].at)) {
        spell(&out->words[out->count].at, out->words[out->count].text);
        out->count++;
    }
}

/* How many words of the phrase stand at `index`: all of them, or 0. */
static size_t match(const struct asked *asked, size_t index, const struct phrase *phrase)
{
    const char *rest = phrase->words;
    size_t count = 0;

    if (strcmp(phrase->lang, asked->lang) != 0 ||
        (phrase->opens && !asked->words[index].at.opens_sentence)) {
        return 0;
    }
    while (*rest != '\0') {
        size_t len = strcspn(rest, " ");
        const struct word *word = &asked->words[index + count];

        if (index + count >= asked->count || word->is_spent || strlen(word->text) != len ||
            strncmp(word->text, rest, len) != 0) {
            return 0;
        }
        count++;
        rest += len + (rest[len] == ' ');
    }
    return count;
}

/* The first phrase of a table that stands in the question. */
static const struct phrase *find(const struct asked *asked, const struct phrase *table, size_t size,
                                 size_t *index, size_t *count)
{
    for (size_t i = 0; i < asked->count; i++) {
        for (size_t j = 0; j < size; j++) {
            *count = match(asked, i, &table[j]);
            if (*count > 0) {
                *index = i;
                return &table[j];
            }
        }
    }
    return NULL;
}

static void spend(struct asked *asked, size_t index, size_t count)
{
    for (size_t i = index; i < index + count; i++) {
        asked->words[i].is_spent = true;
    }
}

/* The words as they stand there, without soft hyphens, cut to what can be shown. */
static void quote(const struct asked *asked, size_t index, size_t count, char out[FOUND_TEXT])
{
    const struct words_word *last = &asked->words[index + count - 1].at;
    const char *const end = last->start + last->bytes;
    size_t used = 0;

    for (const char *at = asked->words[index].at.start; at < end;) {
        size_t bytes = 1;

        while (at + bytes < end && ((unsigned char)at[bytes] & 0xC0) == 0x80) {
            bytes++;
        }
        if (used + bytes >= FOUND_TEXT) {
            break;
        }
        if (bytes != 2 || strncmp(at, "\xC2\xAD", 2) != 0) {
            memcpy(out + used, at, bytes);
            used += bytes;
        }
        at += bytes;
    }
    out[used] = '\0';
}

/* ---- advice ---- */

static void advise_leading(struct asked *asked, const char *path, struct bs_complaints *advice)
{
    size_t index;
    size_t count;
    const struct phrase *phrase = find(asked, leading, COUNT(leading), &index, &count);
    char found[FOUND_TEXT];

    if (phrase != NULL) {
        quote(asked, index, count, found);
        bs_complain(
            advice, path, "\"%s\" leads: %s; ask openly, as in \"%s\"", found, phrase->reason,
            strcmp(asked->lang, "nl") == 0 ? "Wat vindt u van …?" : "What do you think of …?");
        spend(asked, index, count);
    }
}

static bool is_contraction(const struct word *word)
{
    size_t len = strlen(word->text);

    return !word->is_spent && len > 3 && strcmp(word->text + len - 3, "n't") == 0;
}

static void advise_denying(struct asked *asked, const char *path, struct bs_complaints *advice)
{
    size_t index;
    size_t count;
    const struct phrase *phrase = find(asked, denying, COUNT(denying), &index, &count);
    char found[FOUND_TEXT];

    for (size_t i = 0; phrase == NULL && strcmp(asked->lang, "en") == 0 && i < asked->count; i++) {
        if (is_contraction(&asked->words[i])) {
            phrase = &contraction;
            index = i;
            count = 1;
        }
    }
    if (phrase != NULL) {
        quote(asked, index, count, found);
        bs_complain(advice, path, "\"%s\" denies: %s; ask for what is there", found,
                    phrase->reason);
        spend(asked, index, count);
    }
}

static bool is_name(const struct word *word)
{
    char first = word->at.start[0];

    return !word->at.opens_sentence &&
           ((first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9'));
}

/* Whether "en" or "of" at `index` is harmless: between two names or numbers, in a span, or offering what the tiles offer. */
static bool is_one_thing(const struct asked *asked, size_t index, enum bs_kind kind)
{
    const char *word = asked->words[index].text;
    size_t where;
    size_t count;

    if (index == 0 || index + 1 == asked->count) {
        return true;
    }
    if (is_name(&asked->words[index - 1]) && is_name(&asked->words[index + 1])) {
        return true;
    }
    if (kind != BS_KIND_FACES && (strcmp(word, "of") == 0 || strcmp(word, "or") == 0)) {
        return true;
    }
    return find(asked, spanning, COUNT(spanning), &where, &count) != NULL && where < index;
}

/* From the word before "en" to the first after it that says something: "bakken en de straat". */
static size_t words_to_quote(const struct asked *asked, size_t index)
{
    bool is_small = asked->words[index + 1].at.letters <= 3 && index + 2 < asked->count;

    return is_small ? 4 : 3;
}

static void advise_double(struct asked *asked, enum bs_kind kind, const char *path,
                          struct bs_complaints *advice)
{
    const char *mark = strchr(asked->text, '?');
    const struct phrase *phrase;
    char found[FOUND_TEXT];
    size_t index;
    size_t count;

    if (mark != NULL && strchr(mark + strspn(mark, "?"), '?') != NULL) {
        bs_complain(advice, path,
                    "holds two questions: ask one, and make the other a question of "
                    "its own");
        return;
    }
    while ((phrase = find(asked, joining, COUNT(joining), &index, &count)) != NULL) {
        bool is_fine = is_one_thing(asked, index, kind);

        spend(asked, index, count);
        if (!is_fine) {
            quote(asked, index - 1, words_to_quote(asked, index), found);
            bs_complain(advice, path,
                        "\"%s\" asks two things at once: %s; ask one, or make two questions of it",
                        found, phrase->reason);
            return;
        }
    }
}

static void advise_question(const struct bs_question *question, const char *lang, const char *text,
                            const char *path, struct bs_complaints *advice)
{
    struct asked asked;
    size_t index;
    size_t count;

    split(lang, text, &asked);
    advise_leading(&asked, path, advice);
    while (find(&asked, harmless, COUNT(harmless), &index, &count) != NULL) {
        spend(&asked, index, count);
    }
    advise_denying(&asked, path, advice);
    advise_double(&asked, question->kind, path, advice);
}

/* ---- long words ---- */

/* Languages that write no blanks between words, so that a long word cannot be seen. */
static bool has_no_blanks(const char *lang)
{
    static const char *const names[] = {"th", "lo", "km", "my", NULL};

    for (size_t i = 0; names[i] != NULL; i++) {
        if (strncmp(lang, names[i], strlen(names[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* A name cannot be chosen; German gives every noun a capital. */
static bool is_fixed(const struct word *word, const char *lang)
{
    return is_name(word) && strncmp(lang, "de", 2) != 0;
}

static void advise_words(const char *lang, const char *text, const char *path,
                         struct bs_complaints *advice)
{
    struct words_walk walk = {text, text + strlen(text), true};
    struct asked one = {.lang = lang, .text = text, .count = 1};
    char found[FOUND_TEXT];

    while (!has_no_blanks(lang) && words_next(&walk, &one.words[0].at)) {
        size_t letters = one.words[0].at.letters;

        if (letters > BS_LONG_WORD && !is_fixed(&one.words[0], lang)) {
            quote(&one, 0, 1, found);
            bs_complain(advice, path,
                        "\"%s\" has %zu letters, more than %d: use a shorter word, or say it in "
                        "more words",
                        found, letters, BS_LONG_WORD);
        }
    }
}

/* A text that residents read, in all its languages. */
static void advise_text(const char *member, const struct bs_text *text,
                        struct bs_complaints *advice)
{
    char path[STYLE_PATH + BS_LANG_TEXT + sizeof "$.."];

    for (size_t i = 0; i < text->count; i++) {
        (void)snprintf(path, sizeof path, "$.%s.%s", member, text->in[i].lang);
        advise_words(text->in[i].lang, text->in[i].text, path, advice);
    }
}

/* The card gives up who decides before it cuts what is open. */
static void advise_promise(const struct bs_text *open, struct bs_complaints *advice)
{
    char path[STYLE_PATH];

    for (size_t i = 0; i < open->count; i++) {
        size_t visible = words_visible(open->in[i].text);

        if (visible > BS_FIT_OPEN_AND_DECIDES) {
            (void)snprintf(path, sizeof path, "$.promise.open.%s", open->in[i].lang);
            bs_complain(advice, path,
                        "has %zu characters, more than %d: a small screen then has no room for who "
                        "decides; make it shorter",
                        visible, BS_FIT_OPEN_AND_DECIDES);
        }
    }
}

static void advise_choices(const struct bs_question *question, size_t index,
                           struct bs_complaints *advice)
{
    char member[STYLE_PATH];

    for (size_t i = 0; i < question->choice_count; i++) {
        programme_label_path(question, index, i, member);
        advise_text(member, &question->choices[i].label, advice);
    }
}

/* A card asks nothing, so that only its words can be too long. */
static void advise_asking(const struct bs_programme *programme, size_t index,
                          struct bs_complaints *advice)
{
    const struct bs_question *question = &programme->questions[index];
    char member[BS_JSON_PATH];
    char path[STYLE_PATH];

    (void)snprintf(member, sizeof member, "questions[%zu].text", index);
    for (size_t i = 0; question->kind != BS_KIND_CARD && i < question->text.count; i++) {
        (void)snprintf(path, sizeof path, "$.%s.%s", member, question->text.in[i].lang);
        advise_question(question, question->text.in[i].lang, question->text.in[i].text, path,
                        advice);
    }
    advise_text(member, &question->text, advice);
    (void)snprintf(member, sizeof member, "questions[%zu].body", index);
    advise_text(member, &question->body, advice);
    advise_choices(question, index, advice);
}

void bs_programme_advise(const struct bs_programme *programme, struct bs_complaints *advice)
{
    char member[BS_JSON_PATH];

    advise_text("title", &programme->title, advice);
    advise_text("tile", &programme->tile, advice);
    advise_text("promise.open", &programme->open, advice);
    advise_promise(&programme->open, advice);
    advise_text("promise.decides", &programme->decides, advice);
    advise_text("promise.contact.text", &programme->contact, advice);
    for (size_t i = 0; i < programme->fact_count; i++) {
        (void)snprintf(member, sizeof member, "facts[%zu].text", i);
        advise_text(member, &programme->facts[i].text, advice);
    }
    for (size_t i = 0; i < programme->question_count; i++) {
        advise_asking(programme, i, advice);
    }
}
