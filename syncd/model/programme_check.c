/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a programme must have and be before people are asked: complete in every language, easy to read, honest about
 * what happens next, and done within a minute. */

#include <stdio.h>
#include <string.h>

#include "programme_p.h"
#include "words.h"

#define SENTENCE_WORDS     12
#define LABEL_WIDTH        16
#define VISIT_SECONDS      60.0
#define WORDS_PER_SECOND   1.67 /* 100 words a minute: a slow reader */
#define SECONDS_PER_TAP    1.2
#define SECONDS_PER_STEP   0.5
#define TAPS_OF_EVERYBODY  2 /* the language and "klaar" */
#define STEPS_OF_EVERYBODY 2 /* attract and thanks */
#define PATH_SIZE          (2 * BS_JSON_PATH)

enum shape { SHAPE_SENTENCES, SHAPE_ONE_LINE, SHAPE_TWO_LINES };

struct check {
    const struct bs_programme *programme;
    const char *where;
    struct bs_complaints *complaints;
    size_t told; /* complaints that were there before the check began */
    bool knows_languages;
};

/* Whether the place `inner` is the place `outer` or inside it. `len` is the length of `outer`. */
static bool is_within(const char *inner, const char *outer, size_t len)
{
    return strncmp(inner, outer, len) == 0 &&
           (inner[len] == '\0' || inner[len] == '.' || inner[len] == '[' || inner[len] == ':');
}

/* Whether reading already complained about this place, about what holds it or, if so asked, about what it holds. */
static bool is_told(const struct check *check, const char *path, bool with_inside)
{
    for (size_t i = 0; i < check->told && i < check->complaints->count; i++) {
        const char *text = check->complaints->text[i];
        const char *colon = strstr(text, ": ");
        size_t len = colon == NULL ? 0 : (size_t)(colon - text);

        if (len > strlen(check->where) && is_within(path, text, len)) {
            return true;
        }
        if (with_inside && is_within(text, path, strlen(path))) {
            return true;
        }
    }
    return false;
}

static void complain(const struct check *check, const char *path, const char *sentence)
{
    if (!is_told(check, path, false)) {
        bs_complain(check->complaints, path, "%s", sentence);
    }
}

static void complain_missing(const struct check *check, const char *path, const char *sentence)
{
    if (!is_told(check, path, true)) {
        bs_complain(check->complaints, path, "is missing: %s", sentence);
    }
}

static bool is_offered(const struct bs_programme *programme, const char *lang)
{
    for (size_t i = 0; i < programme->language_count; i++) {
        if (strcmp(programme->languages[i], lang) == 0) {
            return true;
        }
    }
    return false;
}

static void check_sentences(const struct check *check, const char *path, const char *text)
{
    size_t which = 0;
    size_t words = words_longest_sentence(text, &which);
    char sentence[96];

    if (words > SENTENCE_WORDS) {
        (void)snprintf(sentence, sizeof sentence, "sentence %zu has %zu words, at most %d", which,
                       words, SENTENCE_WORDS);
        complain(check, path, sentence);
    }
}

static void check_fit(const struct check *check, const char *path, const char *text,
                      enum shape shape)
{
    size_t visible = words_visible(text);
    size_t piece = words_longest_piece(text, LABEL_WIDTH);
    char sentence[160];

    if (shape == SHAPE_ONE_LINE && visible > LABEL_WIDTH) {
        (void)snprintf(sentence, sizeof sentence, "has %zu characters, at most %d", visible,
                       LABEL_WIDTH);
        complain(check, path, sentence);
    } else if (shape == SHAPE_TWO_LINES && piece > LABEL_WIDTH) {
        (void)snprintf(sentence, sizeof sentence,
                       "has a word of %zu characters, at most %d on a line: put a soft hyphen "
                       "(\\u00ad) where it may break",
                       piece, LABEL_WIDTH);
        complain(check, path, sentence);
    } else if (shape == SHAPE_TWO_LINES && !words_fit_two_lines(text, LABEL_WIDTH)) {
        (void)snprintf(sentence, sizeof sentence, "does not fit on two lines of %d characters",
                       LABEL_WIDTH);
        complain(check, path, sentence);
    }
}

/* One text in all its languages. A text without any was complained about by whoever asks for it. */
static void check_text(const struct check *check, const char *member, const struct bs_text *text,
                       enum shape shape)
{
    char path[PATH_SIZE];

    for (size_t i = 0; text->count > 0 && i < check->programme->language_count; i++) {
        const char *lang = check->programme->languages[i];

        if (!bs_text_has(text, lang)) {
            (void)snprintf(path, sizeof path, "%s.%s.%s", check->where, member, lang);
            complain_missing(check, path, "the programme is offered in this language");
        }
    }
    for (size_t i = 0; i < text->count; i++) {
        (void)snprintf(path, sizeof path, "%s.%s.%s", check->where, member, text->in[i].lang);
        if (check->knows_languages && !is_offered(check->programme, text->in[i].lang)) {
            complain(check, path, "is a language that the programme does not list in languages");
        }
        check_sentences(check, path, text->in[i].text);
        check_fit(check, path, text->in[i].text, shape);
    }
}

static void check_needed(const struct check *check, const char *member, const struct bs_text *text,
                         const char *sentence)
{
    char path[PATH_SIZE];

    if (text->count == 0) {
        (void)snprintf(path, sizeof path, "%s.%s", check->where, member);
        complain_missing(check, path, sentence);
    }
}

static bool has_date(struct bs_date date)
{
    return date.year > 0;
}

static void check_due(const struct check *check)
{
    const struct bs_programme *programme = check->programme;
    const struct bs_due *due = &programme->answer_due;
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "%s.promise.answer_due", check->where);
    if (due->days == 0 && !has_date(due->date)) {
        complain_missing(check, path, "the day on which people hear what was done");
    } else if (due->days == 0 && has_date(programme->starts) &&
               bs_date_compare(due->date, programme->starts) <= 0) {
        complain(check, path, "is not after the day on which the programme starts");
    }
}

static void check_promise(const struct check *check)
{
    const struct bs_programme *programme = check->programme;
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "%s.promise", check->where);
    if (programme->open.count == 0 && programme->decides.count == 0 &&
        programme->contact.count == 0 && programme->answer_due.days == 0 &&
        !has_date(programme->answer_due.date)) {
        complain(check, path,
                 "is missing: what is still open, who decides, when people hear and "
                 "whom they can ask");
        return;
    }
    check_needed(check, "promise.open", &programme->open, "what is still open");
    check_text(check, "promise.open", &programme->open, SHAPE_SENTENCES);
    check_needed(check, "promise.decides", &programme->decides, "who decides");
    check_text(check, "promise.decides", &programme->decides, SHAPE_SENTENCES);
    check_due(check);
    check_needed(check, "promise.contact", &programme->contact, "a person whom people can ask");
    check_text(check, "promise.contact.text", &programme->contact, SHAPE_SENTENCES);
}

static void check_facts(const struct check *check)
{
    const struct bs_programme *programme = check->programme;
    char member[PATH_SIZE];

    if (programme->source_count == 0) {
        (void)snprintf(member, sizeof member, "%s.sources", check->where);
        complain_missing(check, member, "at least one, with title, publisher and date");
    }
    for (size_t i = 0; i < programme->fact_count; i++) {
        (void)snprintf(member, sizeof member, "facts[%zu].text", i);
        check_text(check, member, &programme->facts[i].text, SHAPE_SENTENCES);
    }
}

static void check_question(const struct check *check, size_t index)
{
    const struct bs_question *question = &check->programme->questions[index];
    bool is_faces = question->kind == BS_KIND_FACES;
    char member[PATH_SIZE];

    (void)snprintf(member, sizeof member, "questions[%zu].text", index);
    check_text(check, member, &question->text, SHAPE_SENTENCES);
    for (size_t i = 0; i < question->choice_count; i++) {
        const struct bs_choice *choice = &question->choices[i];

        if (is_faces) {
            (void)snprintf(member, sizeof member, "questions[%zu].labels.%s", index, choice->value);
        } else {
            (void)snprintf(member, sizeof member, "questions[%zu].choices[%zu].label", index, i);
        }
        check_text(check, member, &choice->label, is_faces ? SHAPE_ONE_LINE : SHAPE_TWO_LINES);
    }
}

/* ---- how long a visit takes ---- */

struct load {
    size_t words, taps, steps;
};

static struct load sum(struct load a, struct load b)
{
    return (struct load){a.words + b.words, a.taps + b.taps, a.steps + b.steps};
}

static double seconds_of(struct load load)
{
    return (double)load.words / WORDS_PER_SECOND + (double)load.taps * SECONDS_PER_TAP +
           (double)load.steps * SECONDS_PER_STEP;
}

static size_t words_in(const struct bs_text *text, const char *lang)
{
    return bs_count_words(bs_text_in(text, lang, NULL));
}

static struct load load_of_question(const struct bs_question *question, const char *lang)
{
    struct load load = {words_in(&question->text, lang), 1, 1};

    if (question->kind == BS_KIND_LIST || question->kind == BS_KIND_WHY) {
        load.taps = question->most + 1; /* "verder" */
    }
    for (size_t i = 0; i < question->choice_count; i++) {
        load.words += words_in(&question->choices[i].label, lang);
    }
    return load;
}

/* Of the why questions that follow this one at most one is asked: the longest. */
static struct load load_of_why(const struct bs_programme *programme, const struct bs_question *face,
                               const char *lang)
{
    struct load longest = {0};

    for (size_t i = 0; i < programme->question_count; i++) {
        const struct bs_question *why = &programme->questions[i];

        if (why->kind == BS_KIND_WHY && why->follows != NULL &&
            strcmp(why->follows, face->id) == 0) {
            struct load load = load_of_question(why, lang);

            longest = seconds_of(load) > seconds_of(longest) ? load : longest;
        }
    }
    return longest;
}

static struct load load_of_visit(const struct bs_programme *programme, const char *lang)
{
    struct load load = {words_in(&programme->open, lang) + words_in(&programme->decides, lang),
                        TAPS_OF_EVERYBODY, STEPS_OF_EVERYBODY};

    for (size_t i = 0; i < programme->question_count; i++) {
        const struct bs_question *question = &programme->questions[i];

        if (question->kind != BS_KIND_WHY) {
            load = sum(load, load_of_question(question, lang));
        }
        if (question->kind == BS_KIND_FACES) {
            load = sum(load, load_of_why(programme, question, lang));
        }
    }
    return load;
}

double bs_programme_seconds(const struct bs_programme *programme, const char *lang)
{
    return seconds_of(load_of_visit(programme, lang));
}

static void check_length(const struct check *check, const char *lang)
{
    struct load load = load_of_visit(check->programme, lang);
    double seconds = seconds_of(load);

    if (seconds > VISIT_SECONDS) {
        bs_complain(check->complaints, check->where,
                    "a visit in %s takes %d seconds, at most %d: %zu words to read, %zu taps, "
                    "%zu screens",
                    lang, (int)seconds + 1, (int)VISIT_SECONDS, load.words, load.taps, load.steps);
    }
}

void programme_check_at(const struct bs_programme *programme, const char *where,
                        struct bs_complaints *complaints)
{
    struct check check = {programme, where, complaints, complaints->count, false};
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "%s.languages", where);
    check.knows_languages = !is_told(&check, path, true);

    check_text(&check, "title", &programme->title, SHAPE_SENTENCES);
    check_text(&check, "tile", &programme->tile, SHAPE_TWO_LINES);
    check_promise(&check);
    check_facts(&check);
    for (size_t i = 0; i < programme->question_count; i++) {
        check_question(&check, i);
    }
    for (size_t i = 0; i < programme->language_count; i++) {
        check_length(&check, programme->languages[i]);
    }
}

void bs_programme_check(const struct bs_programme *programme, struct bs_complaints *complaints)
{
    programme_check_at(programme, "$", complaints);
}
