/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a programme must have and be before people are asked: complete in every language, easy to read, honest about
 * what happens next, and done within a minute. */

#include <stdio.h>
#include <string.h>

#include "programme_p.h"
#include "style.h"

#define VISIT_SECONDS      60.0
#define WORDS_PER_SECOND   1.67 /* 100 words a minute: a slow reader */
#define SECONDS_PER_TAP    1.2
#define SECONDS_PER_STEP   0.5
#define TAPS_OF_EVERYBODY  2 /* the language and "klaar" */
#define STEPS_OF_EVERYBODY 2 /* attract and thanks */

struct check {
    const struct bs_programme *programme;
    struct style style;
};

static const struct style_fit sentences = {0, 0, 0};
static const struct style_fit title = {.most = BS_FIT_TITLE};
static const struct style_fit tile = {.piece = BS_FIT_LINE, .line = BS_FIT_LINE};
static const struct style_fit promise_open = {.most = BS_FIT_OPEN};
static const struct style_fit promise_decides = {.most = BS_FIT_DECIDES};
static const struct style_fit contact = {.most = BS_FIT_CONTACT};
static const struct style_fit asked = {.most = BS_FIT_QUESTION};
static const struct style_fit card_heading = {.most = BS_FIT_CARD_HEADING};
static const struct style_fit card_body = {.most = BS_FIT_CARD_BODY};

static bool has_date(struct bs_date date)
{
    return date.year > 0;
}

static void check_due(const struct check *check)
{
    const struct bs_programme *programme = check->programme;
    const struct bs_due *due = &programme->answer_due;
    char path[STYLE_PATH];

    (void)snprintf(path, sizeof path, "%s.promise.answer_due", check->style.where);
    if (due->days == 0 && !has_date(due->date)) {
        style_complain_missing(&check->style, path, "the day on which people hear what was done");
    } else if (due->days == 0 && has_date(programme->starts) &&
               bs_date_compare(due->date, programme->starts) <= 0) {
        style_complain(&check->style, path, "is not after the day on which the programme starts");
    }
}

static void check_promise(const struct check *check)
{
    const struct bs_programme *programme = check->programme;
    char path[STYLE_PATH];

    (void)snprintf(path, sizeof path, "%s.promise", check->style.where);
    if (programme->open.count == 0 && programme->decides.count == 0 &&
        programme->contact.count == 0 && programme->answer_due.days == 0 &&
        !has_date(programme->answer_due.date)) {
        style_complain(&check->style, path,
                       "is missing: what is still open, who decides, when people hear and "
                       "whom they can ask");
        return;
    }
    style_needed(&check->style, "promise.open", &programme->open, "what is still open");
    style_text(&check->style, "promise.open", &programme->open, promise_open);
    style_needed(&check->style, "promise.decides", &programme->decides, "who decides");
    style_text(&check->style, "promise.decides", &programme->decides, promise_decides);
    check_due(check);
    style_needed(&check->style, "promise.contact", &programme->contact,
                 "a person whom people can ask");
    style_text(&check->style, "promise.contact.text", &programme->contact, contact);
}

static void check_facts(const struct check *check)
{
    const struct bs_programme *programme = check->programme;
    char member[STYLE_PATH];

    if (programme->source_count == 0) {
        (void)snprintf(member, sizeof member, "%s.sources", check->style.where);
        style_complain_missing(&check->style, member,
                               "at least one, with title, publisher and date");
    }
    for (size_t i = 0; i < programme->fact_count; i++) {
        (void)snprintf(member, sizeof member, "facts[%zu].text", i);
        style_text(&check->style, member, &programme->facts[i].text, sentences);
    }
}

/* More answers beside each other have less room. A picture, a goal and a step in words have that of a tile. */
static struct style_fit fit_of_labels(const struct bs_question *question)
{
    struct style_fit fit = tile;

    if (question->kind == BS_KIND_FACES) {
        fit = (struct style_fit){.most = BS_FIT_LINE};
        fit.piece =
            question->choice_count < PROGRAMME_FACES ? BS_FIT_FACE_WORD_OF_4 : BS_FIT_FACE_WORD;
    } else if (question->choice_count > BS_TILES_MAX) {
        fit.piece = BS_FIT_MANY_WORD;
    }
    return fit;
}

static void check_question(const struct check *check, size_t index)
{
    const struct bs_question *question = &check->programme->questions[index];
    struct style_fit fit = fit_of_labels(question);
    char member[STYLE_PATH];

    (void)snprintf(member, sizeof member, "questions[%zu].text", index);
    style_text(&check->style, member, &question->text,
               question->kind == BS_KIND_CARD ? card_heading : asked);
    (void)snprintf(member, sizeof member, "questions[%zu].body", index);
    style_text(&check->style, member, &question->body, card_body);
    for (size_t i = 0; i < question->choice_count; i++) {
        programme_label_path(question, index, i, member);
        style_text(&check->style, member, &question->choices[i].label, fit);
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

/* Where several are tapped, one more tap ends it; what cannot be tapped is not read as a choice. */
static struct load load_of_question(const struct bs_question *question, const char *lang)
{
    struct load load = {words_in(&question->text, lang) + words_in(&question->body, lang), 1, 1};
    size_t times = 1;

    switch (question->kind) {
    case BS_KIND_WHY:
    case BS_KIND_LIST:
    case BS_KIND_POINTS:
    case BS_KIND_TOP:
        load.taps = question->most + 1;
        break;
    case BS_KIND_PAIR:
        load.taps = load.steps = BS_PAIR_ROUNDS;
        times = 2; /* each choice stands in two of the rounds */
        break;
    case BS_KIND_TEXT:
        return (struct load){0}; /* after the thanks */
    default:
        break;
    }
    for (size_t i = 0; i < question->choice_count; i++) {
        load.words += times * words_in(&question->choices[i].label, lang);
    }
    return load;
}

/* By the way through the questions that takes longest. */
static struct load load_of_visit(const struct bs_programme *programme, const char *lang)
{
    struct load load = {words_in(&programme->open, lang) + words_in(&programme->decides, lang),
                        TAPS_OF_EVERYBODY, STEPS_OF_EVERYBODY};
    struct load loads[BS_QUESTIONS_MAX];
    double seconds[BS_QUESTIONS_MAX] = {0};
    unsigned path;

    for (size_t i = 0; i < programme->question_count; i++) {
        loads[i] = load_of_question(&programme->questions[i], lang);
        seconds[i] = seconds_of(loads[i]);
    }
    path = programme_heaviest_path(programme, seconds);
    for (size_t i = 0; i < programme->question_count; i++) {
        if ((path >> i & 1) != 0) {
            load = sum(load, loads[i]);
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
        bs_complain(check->style.complaints, check->style.where,
                    "a visit in %s takes %d seconds, at most %d: %zu words to read, %zu taps, "
                    "%zu screens",
                    lang, (int)seconds + 1, (int)VISIT_SECONDS, load.words, load.taps, load.steps);
    }
}

void programme_check_at(const struct bs_programme *programme, const char *where,
                        struct bs_complaints *complaints)
{
    const struct check check = {programme, style_begin("the programme", where, programme->languages,
                                                       programme->language_count, complaints)};

    style_text(&check.style, "title", &programme->title, title);
    style_text(&check.style, "tile", &programme->tile, tile);
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
