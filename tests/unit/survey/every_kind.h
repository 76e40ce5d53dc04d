/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef EVERY_KIND_H
#define EVERY_KIND_H

/*
 * A visit to a house whose programmes a test makes up question by question, of any kind, without a file in between; and what
 * drives it. The choices of a question are "v0", "v1" …; of faces, yes_no and agree what those have.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "session.h"

#define HOUSE_TODAY ((struct bs_date){2026, 11, 22})

struct house {
    struct bs_bundle bundle;
    struct bs_programme programmes[3];
    struct bs_outcome outcome;
    struct session session;
    struct session_effect effect;
    int64_t now;
};

static struct house house;

static inline struct bs_text nl(const char *words)
{
    struct bs_text text = {.count = 1};
    memcpy(text.in[0].lang, "nl", 3);
    text.in[0].text = words;
    return text;
}

static inline struct bs_programme *add_programme(const char *id)
{
    struct bs_bundle *bundle = &house.bundle;
    struct bs_programme *programme = &house.programmes[bundle->programme_count];
    *programme = (struct bs_programme){.id = id,
                                       .tenant = "GM1916",
                                       .version = 3,
                                       .stage = BS_STAGE_NOW,
                                       .starts = {2026, 1, 1},
                                       .ends = {2026, 12, 31},
                                       .keeps_partial = true,
                                       .shows_results = true};
    bundle->programmes[bundle->programme_count++].programme = programme;
    return programme;
}

static inline struct bs_question *add_question(struct bs_programme *programme, const char *id,
                                               enum bs_kind kind, size_t choices, size_t most)
{
    static const char *const VALUES[] = {"v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7"};
    static const char *const FACES[] = {"very_bad", "bad", "neutral", "good", "very_good"};
    static const char *const AGREE[] = {"strongly_disagree", "disagree", "neutral", "agree",
                                        "strongly_agree"};
    static const char *const YES_NO[] = {"yes", "no", "v2"};
    struct bs_question *question = &programme->questions[programme->question_count++];
    const char *const *values = kind == BS_KIND_FACES    ? FACES
                                : kind == BS_KIND_AGREE  ? AGREE
                                : kind == BS_KIND_YES_NO ? YES_NO
                                                         : VALUES;
    *question = (struct bs_question){
        .id = id, .kind = kind, .text = nl("Q"), .choice_count = choices, .most = most};
    for (size_t i = 0; i < choices; i++) {
        question->choices[i] = (struct bs_choice){.value = values[i], .label = nl(values[i])};
    }
    return question;
}

static inline struct bs_question *follow(struct bs_question *question, const char *follows,
                                         const char *after)
{
    question->follows = follows;
    question->after_count = after != NULL ? 1 : 0;
    question->after[0] = after;
    return question;
}

/* A house without programmes and without hours; a test adds them and then opens it. */
static inline void empty_house(void)
{
    house = (struct house){.now = 1000000};
    house.bundle = (struct bs_bundle){.kiosk = "k-1",
                                      .tenant = "GM1916",
                                      .is_in_use = true,
                                      .place = {.id = "prinsenhof", .name = "Prinsenhof"},
                                      .language_count = 2,
                                      .languages = {"nl", "en"},
                                      .idle_warn_s = 45,
                                      .idle_wipe_s = 30};
}

static inline bool apply(enum session_intent_kind kind, size_t index)
{
    struct session_intent intent = {.kind = kind, .index = index};
    return session_apply(&house.session, &intent, house.now, &house.effect);
}

static inline void open_with_seed(uint64_t seed)
{
    session_start(&house.session, seed);
    apply(SESSION_STORE_READY, 0);
    assert_true(session_set_bundle(&house.session, &house.bundle, HOUSE_TODAY, house.now));
}

static inline void open_house(void)
{
    open_with_seed(1);
}

static inline void pass(int64_t ms)
{
    house.now += ms;
    apply(SESSION_TICK, 0);
}

/* Lets time pass as the program does: never past a deadline in one step. */
static inline void wait_for(int64_t ms)
{
    const int64_t end = house.now + ms;
    for (int steps = 0; house.now < end; steps++) {
        int64_t deadline = session_deadline(&house.session, house.now);
        house.now = deadline > house.now && deadline < end   ? deadline
                    : deadline >= 0 && deadline <= house.now ? house.now
                                                             : end;
        apply(SESSION_TICK, 0);
        if (steps > 5000) {
            fail_msg("time stands still on screen %d", (int)house.session.screen);
        }
    }
}

/* An intent and the moment in which what was chosen stays in sight; the effect is that of the intent. */
static inline void act_and_wait(enum session_intent_kind kind, size_t index)
{
    apply(kind, index);
    struct session_effect led_to = house.effect;
    pass(SESSION_CONFIRM_MS);
    house.effect = led_to;
}

static inline void choose(size_t index)
{
    act_and_wait(SESSION_CHOOSE, index);
}

static inline void set_time(int weekday, int minute)
{
    struct session_intent intent = {
        .kind = SESSION_TIME, .weekday = weekday, .minute = minute, .today = HOUSE_TODAY};
    session_apply(&house.session, &intent, house.now, &house.effect);
}

/* Types words, a character of one byte at a time. */
static inline void type_words(const char *words)
{
    for (; *words != '\0'; words++) {
        struct session_intent intent = {.kind = SESSION_WRITE, .text = {*words}};
        session_apply(&house.session, &intent, house.now, &house.effect);
    }
}

#define assert_screen(expected) assert_int_equal(house.session.screen, expected)
#define assert_effect(expected) assert_int_equal(house.effect.kind, expected)

#endif
