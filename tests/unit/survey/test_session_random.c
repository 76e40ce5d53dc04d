/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Any intent in any order, through every kind of question and everything around it: what must hold, holds. */

#include <buurtstem/random.h>

#include "every_kind.h"

#define INTENTS 300000

/* What was tapped in this visit, by programme, question and choice; the last choice stands for "weet ik niet". */
static bool tapped[3][BS_QUESTIONS_MAX][BS_CHOICES_MAX + 1];
static bool was_saved;

static int make(void **state)
{
    struct bs_programme *programme;
    (void)state;
    empty_house();
    programme = add_programme("first");
    add_question(programme, "faces", BS_KIND_FACES, 5, 1);
    follow(add_question(programme, "why", BS_KIND_WHY, 4, 2), "faces", "bad");
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    add_question(programme, "points", BS_KIND_POINTS, 5, 5)->choices[1].is_locked = true;
    add_question(programme, "words", BS_KIND_TEXT, 0, 0);
    programme = add_programme("second");
    add_question(programme, "pair", BS_KIND_PAIR, 3, BS_PAIR_ROUNDS);
    add_question(programme, "top", BS_KIND_TOP, 6, 3);
    follow(add_question(programme, "yes", BS_KIND_YES_NO, 2, 1), "top", "v1");
    programme->keeps_partial = false;
    programme = add_programme("third");
    add_question(programme, "card", BS_KIND_CARD, 0, 0);
    add_question(programme, "list", BS_KIND_LIST, 8, 3)->choices[0].value = BS_VALUE_OTHER;
    follow(add_question(programme, "agree", BS_KIND_AGREE, 5, 1), "list", NULL);
    add_question(programme, "picture", BS_KIND_PICTURE, 4, 1);
    house.outcome = (struct bs_outcome){.version = 1};
    house.bundle.programmes[1].outcome = &house.outcome;
    house.bundle.programmes[0].so_far.total = 50;
    house.bundle.place.area_count = 3;
    house.bundle.place.here_count = 2;
    for (size_t i = 0; i < 3; i++) {
        house.bundle.place.areas[i].code = "WK191600";
    }
    for (int day = 0; day < 5; day++) {
        house.bundle.place.hours[day] = (struct bs_hours){540, 1020};
    }
    house.bundle.wish = (struct bs_wish_offer){.who = nl("Wie"), .keep_days = 30, .key = "{}"};
    open_house();
    memset(tapped, 0, sizeof tapped);
    was_saved = false;
    return 0;
}

static struct session_intent random_intent(struct bs_random *random)
{
    static const char *const KEYS[] = {"a", "0", "6", " ", "@", "é", "ش", "\xFF"};
    struct session_intent intent = {.kind = bs_random_below(random, SESSION_QUIT + 1),
                                    .index = bs_random_below(random, 9),
                                    .today = HOUSE_TODAY};
    if (bs_random_below(random, 3) == 0) {
        intent.kind = bs_random_below(random, 2) == 0 ? SESSION_CHOOSE : SESSION_NEXT;
    }
    if (house.session.screen >= SESSION_WORDS && bs_random_below(random, 2) == 0) {
        intent.kind = bs_random_below(random, 8) == 0 ? SESSION_SEND : SESSION_WRITE;
    }
    memcpy(intent.lang, bs_random_below(random, 2) == 0 ? "en" : "xx", 3);
    strcpy(intent.text, KEYS[bs_random_below(random, 8)]);
    intent.weekday = (int)bs_random_below(random, 8);
    intent.minute = (int)bs_random_below(random, 1500);
    return intent;
}

static void note_tap(const struct session *before, const struct session_intent *intent)
{
    bool may_tap = before->screen == SESSION_ATTRACT || before->screen == SESSION_QUESTION;
    if (may_tap && intent->kind == SESSION_CHOOSE && intent->index < BS_CHOICES_MAX) {
        tapped[before->programme][before->question][intent->index] = true;
    }
    if (may_tap && intent->kind == SESSION_DONT_KNOW) {
        tapped[before->programme][before->question][BS_CHOICES_MAX] = true;
    }
}

static void assert_tapped(const struct bs_submission *submission, size_t programme)
{
    const struct bs_programme *asked = &house.programmes[programme];
    for (size_t i = 0; i < submission->answer_count; i++) {
        const struct bs_answer *answer = &submission->answers[i];
        size_t question =
            (size_t)(bs_programme_question(asked, answer->question) - asked->questions);
        assert_true(!answer->dont_know || tapped[programme][question][BS_CHOICES_MAX]);
        for (size_t k = 0; k < answer->value_count; k++) {
            size_t choice =
                (size_t)(bs_question_choice(&asked->questions[question], answer->values[k]) -
                         asked->questions[question].choices);
            assert_true(tapped[programme][question][choice]);
            assert_false(asked->questions[question].choices[choice].is_locked);
        }
    }
}

static void assert_good_effect(const struct session *before)
{
    static const struct bs_submission NOTHING;
    const struct session_effect *effect = &house.effect;
    struct bs_error err = {0};
    switch (effect->kind) {
    case SESSION_SAVE:
    case SESSION_SAVE_CORRECTION:
        assert_true(effect->submission.answer_count > 0);
        assert_true(effect->submission.channel == BS_CHANNEL_KIOSK || !effect->submission.is_burst);
        if (bs_submission_fits(&effect->submission, &house.programmes[before->programme], &err) !=
            BS_OK) {
            fail_msg("%s", err.text);
        }
        assert_tapped(&effect->submission, before->programme);
        break;
    case SESSION_KEEP_WORDS:
    case SESSION_KEEP_ABOUT_YOU:
    case SESSION_KEEP_WISH:
    case SESSION_SAVE_VERDICT:
        assert_memory_equal(&effect->submission, &NOTHING, sizeof NOTHING);
        assert_string_not_equal(effect->at.programme, "");
        break;
    default:
        break;
    }
}

static void assert_good_session(void)
{
    const struct session *session = &house.session;
    const struct bs_question *question = session_question(session);
    assert_non_null(question);
    assert_true(session->round < BS_PAIR_ROUNDS);
    assert_true(session->screen != SESSION_QUESTION || question->kind != BS_KIND_TEXT);
    for (size_t place = 0; question->kind != BS_KIND_PAIR && place < question->choice_count;
         place++) {
        assert_true(session_shown(session, place) < question->choice_count);
    }
    if (session->screen == SESSION_THANKS) {
        assert_true(was_saved);
    }
    if (session->is_active) {
        assert_true(session_deadline(session, house.now) >= 0);
    } else {
        assert_false(answers_any(&session->answers));
        assert_int_equal(session->words.len + session->name.len + session->phone.len, 0);
        assert_int_equal(session->modes, 0);
        assert_string_equal(session->lang, "nl");
        assert_int_equal(session->channel, BS_CHANNEL_KIOSK);
        assert_int_equal(session->programme, session_open_at(session, 0));
    }
    assert_true(session->channel == BS_CHANNEL_PAPER || session->batch[0] == '\0');
}

/* The worker answers only what it was asked. */
static bool is_answer_to_nothing(enum session_intent_kind kind)
{
    bool is_save = kind == SESSION_SAVED || kind == SESSION_SAVE_FAILED;
    bool is_extra = kind == SESSION_EXTRA_KEPT || kind == SESSION_EXTRA_FAILED;
    return (is_save && !house.session.is_save_pending) ||
           (is_extra && !house.session.is_extra_pending);
}

/* A connector's door, a visit that she helps, the programme of now: at any moment. */
static void connector_acts(struct bs_random *random)
{
    static const char *const PROGRAMMES[] = {"first", "second", "third", ""};
    const char *programme = PROGRAMMES[bs_random_below(random, 4)];
    switch (bs_random_below(random, 4)) {
    case 0:
        session_set_aside(&house.session, house.now);
        break;
    case 1:
        session_help(&house.session, BS_CHANNEL_ASSISTED, "", programme, house.now);
        break;
    case 2:
        session_help(&house.session, BS_CHANNEL_PAPER, "Markt", programme, house.now);
        break;
    default:
        session_set_now(&house.session, programme, house.now);
        return;
    }
    assert_false(answers_any(&house.session.answers));
    was_saved = false;
    memset(tapped, 0, sizeof tapped);
}

static void whatever_is_tapped_what_must_hold_holds(void **state)
{
    struct bs_random random = bs_random_seeded(11);
    bool seen[SESSION_SETTING_UP + 1] = {false};
    (void)state;
    for (int i = 0; i < INTENTS; i++) {
        struct session_intent intent = random_intent(&random);
        struct session before = house.session;
        if (is_answer_to_nothing(intent.kind)) {
            continue;
        }
        if (intent.kind == SESSION_TIME || intent.kind == SESSION_QUIT ||
            intent.kind == SESSION_STOP || intent.kind == SESSION_STORE_BROKEN) {
            if (bs_random_below(&random, 8) != 0) {
                continue; /* or no visit would come far */
            }
        }
        house.now += bs_random_below(&random, 40) == 0 ? 30000 : 450;
        if (bs_random_below(&random, 100) == 0) {
            connector_acts(&random);
            assert_good_session();
            continue;
        }
        if (bs_random_below(&random, 200) == 0) { /* nobody comes for a while */
            session_set_speaking(&house.session, false, house.now);
            wait_for(300000);
            seen[house.session.screen] = true;
            was_saved = was_saved && house.session.is_active;
            memset(tapped, 0, house.session.is_active ? 0 : sizeof tapped);
            continue;
        }
        session_set_speaking(&house.session, bs_random_below(&random, 30) == 0, house.now);
        note_tap(&before, &intent);
        session_apply(&house.session, &intent, house.now, &house.effect);
        was_saved = house.session.is_active &&
                    (was_saved || (intent.kind == SESSION_SAVED && before.is_save_pending));
        assert_good_effect(&before);
        assert_good_session();
        seen[house.session.screen] = true;
        if (!house.session.is_active) {
            memset(tapped, 0, sizeof tapped);
        }
        struct session_effect tick;
        session_apply(&house.session, &(struct session_intent){.kind = SESSION_TICK}, house.now,
                      &tick);
        house.effect = tick;
        assert_good_effect(&before);
        assert_good_session();
    }
    for (int screen = 0; screen < SESSION_SETTING_UP; screen++) {
        if (!seen[screen]) {
            fail_msg("screen %d was never reached", screen);
        }
    }
}

/* Ticks that come when they are due go on with time: it never stands still. */
static void a_deadline_that_was_met_does_not_come_again(void **state)
{
    struct bs_random random = bs_random_seeded(13);
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct session_intent intent = random_intent(&random);
        if (!is_answer_to_nothing(intent.kind)) {
            session_apply(&house.session, &intent, house.now, &house.effect);
        }
        wait_for(bs_random_below(&random, 20) == 0 ? 200000 : 300);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whatever_is_tapped_what_must_hold_holds),
        TEST(a_deadline_that_was_met_does_not_come_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
