/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers with a leaning: a page of equal bars shows nothing. */

#include "demo_visit.h"

#include <string.h>

#include <buurtstem/utf8.h>

/* One in so many. */
enum { ASSISTED = 12, PAPER = 20, PARTIAL = 15, OTHER_LANGUAGE = 3, DONT_KNOW = 20, BURST = 60 };

/* The first choices are liked better than the last; faces lean to the good side, the more the better the mood is. */
/* Where the last of the choices is the best one; in the others the first ones are what most choose. */
static bool rises(enum bs_kind kind)
{
    return kind == BS_KIND_FACES || kind == BS_KIND_AGREE;
}

static size_t pick(struct bs_random *random, const struct bs_question *question,
                   const struct demo_mood *mood, uint64_t taken)
{
    const uint32_t count = (uint32_t)question->choice_count;
    const double good = mood->falls ? 1.0 - mood->at : mood->at;

    for (;;) {
        uint32_t one = bs_random_below(random, count), other = bs_random_below(random, count);
        uint32_t low = one < other ? one : other, high = one < other ? other : one;
        bool is_good = bs_random_below(random, 100) < (uint32_t)(25 + 60 * good);
        bool is_high = rises(question->kind) ? is_good : !is_good;
        uint32_t choice = is_high ? high : low;

        if ((taken >> choice & 1) == 0) {
            return choice;
        }
    }
}

/* Whether one of the values that were given opens the question. */
static bool opens(const struct bs_question *question, const struct bs_answer *answer)
{
    for (size_t v = 0; v < answer->value_count; v++) {
        for (size_t a = 0; a < question->after_count; a++) {
            if (strcmp(question->after[a], answer->values[v]) == 0) {
                return true;
            }
        }
    }
    return question->after_count == 0;
}

static bool is_asked(const struct bs_submission *visit, const struct bs_question *question)
{
    if (!bs_kind_is_asked(question->kind)) {
        return false;
    }
    if (question->follows == NULL) {
        return true;
    }
    for (size_t i = 0; i < visit->answer_count; i++) {
        const struct bs_answer *answer = &visit->answers[i];

        if (strcmp(answer->question, question->follows) == 0 && !answer->dont_know) {
            return opens(question, answer);
        }
    }
    return false;
}

static void add(const struct bs_question *question, size_t choice, struct bs_answer *out)
{
    (void)bs_utf8_copy(out->values[out->value_count++], BS_SLUG_TEXT,
                       question->choices[choice].value);
}

static void choose(struct bs_random *random, const struct bs_question *question,
                   const struct demo_mood *mood, struct bs_answer *out)
{
    size_t wanted = question->most <= 1 ? 1 : 1 + bs_random_below(random, (uint32_t)question->most);
    uint64_t taken = 0;

    wanted = wanted > question->choice_count ? question->choice_count : wanted;
    while (out->value_count < wanted) {
        size_t choice = pick(random, question, mood, taken);

        taken |= UINT64_C(1) << choice;
        add(question, choice, out);
    }
}

/* All points, mostly: each goal's together, in the programme's order. */
static void give_points(struct bs_random *random, const struct bs_question *question,
                        const struct demo_mood *mood, struct bs_answer *out)
{
    size_t points[BS_CHOICES_MAX] = {0};
    uint64_t locked = 0;

    for (size_t i = 0; i < question->choice_count; i++) {
        locked |= (uint64_t)question->choices[i].is_locked << i;
    }
    for (size_t given = bs_random_below(random, 2); given < question->most; given++) {
        points[pick(random, question, mood, locked)]++;
    }
    for (size_t i = 0; i < question->choice_count; i++) {
        for (size_t p = 0; p < points[i]; p++) {
            add(question, i, out);
        }
    }
}

static void play_rounds(struct bs_random *random, const struct bs_question *question,
                        struct bs_answer *out)
{
    static const size_t rounds[BS_PAIR_ROUNDS][2] = {{0, 1}, {0, 2}, {1, 2}};

    for (size_t r = 0; r < BS_PAIR_ROUNDS; r++) {
        add(question, rounds[r][bs_random_below(random, 5) < 2], out);
    }
}

static void answer(struct bs_random *random, const struct bs_question *question,
                   const struct demo_mood *mood, struct bs_answer *out)
{
    out->value_count = 0;
    (void)bs_utf8_copy(out->question, sizeof(out->question), question->id);
    out->kind = question->kind;
    out->dont_know = bs_random_below(random, DONT_KNOW) == 0;
    if (out->dont_know) {
        return;
    }
    if (question->kind == BS_KIND_POINTS) {
        give_points(random, question, mood, out);
    } else if (question->kind == BS_KIND_PAIR) {
        play_rounds(random, question, out);
    } else {
        choose(random, question, mood, out);
    }
}

static void answer_all(struct bs_random *random, const struct bs_programme *programme,
                       const struct demo_mood *mood, struct bs_submission *out)
{
    out->answer_count = 0;
    for (size_t i = 0; i < programme->question_count; i++) {
        if (out->is_partial && out->answer_count > 0) {
            break;
        }
        if (out->answer_count < BS_ASKED_MAX && bs_kind_is_asked(programme->questions[i].kind) &&
            is_asked(out, &programme->questions[i])) {
            answer(random, &programme->questions[i], mood, &out->answers[out->answer_count++]);
        }
    }
}

static enum bs_channel channel(struct bs_random *random)
{
    if (bs_random_below(random, PAPER) == 0) {
        return BS_CHANNEL_PAPER;
    }
    return bs_random_below(random, ASSISTED) == 0 ? BS_CHANNEL_ASSISTED : BS_CHANNEL_KIOSK;
}

void demo_visit(struct bs_random *random, const struct bs_programme *programme, const char *place,
                const struct demo_mood *mood, struct bs_submission *out)
{
    uint32_t lang = bs_random_below(random, OTHER_LANGUAGE) > 0
                        ? 0
                        : bs_random_below(random, (uint32_t)programme->language_count);

    out->version = programme->version;
    (void)bs_utf8_copy(out->programme, sizeof(out->programme), programme->id);
    (void)bs_utf8_copy(out->place, sizeof(out->place), place);
    (void)bs_utf8_copy(out->lang, sizeof(out->lang), programme->languages[lang]);
    out->channel = channel(random);
    out->is_trial = false;
    out->seconds = (int)(15 + bs_random_below(random, 40));
    out->is_partial = bs_random_below(random, PARTIAL) == 0;
    out->is_burst = bs_random_below(random, BURST) == 0;
    out->corrects[0] = '\0';
    answer_all(random, programme, mood, out);
}

void demo_visit_again(struct bs_random *random, const struct bs_programme *programme,
                      const struct demo_mood *mood, const char *corrects,
                      struct bs_submission *visit)
{
    (void)bs_utf8_copy(visit->corrects, sizeof(visit->corrects), corrects);
    visit->is_partial = false;
    answer_all(random, programme, mood, visit);
}
