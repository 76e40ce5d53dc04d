/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is offered after the thanks, and words. */
#include "after_the_thanks.h"

/* ---- what is offered ---- */

static void only_what_there_is_is_offered(void **state)
{
    (void)state;
    assert_true(session_offers(&house.session, SESSION_EXTRA_WORDS));
    assert_true(session_offers(&house.session, SESSION_EXTRA_ABOUT_YOU));
    assert_true(session_offers(&house.session, SESSION_EXTRA_WISH));
    programme->question_count = 1;
    house.bundle.place.area_count = 0;
    house.bundle.wish.key = NULL;
    assert_false(session_offers(&house.session, SESSION_EXTRA_WORDS));
    assert_false(session_offers(&house.session, SESSION_EXTRA_ABOUT_YOU));
    assert_false(session_offers(&house.session, SESSION_EXTRA_WISH));
    assert_false(apply(SESSION_OPEN_AFTERWARDS, 0));
    assert_false(apply(SESSION_OPEN_WORDS, 0));
    assert_screen(SESSION_THANKS);
}

static void where_nobody_will_read_words_none_are_asked_for(void **state)
{
    static const enum bs_words_policy READ[] = {BS_WORDS_HOLD, BS_WORDS_AFTER_DAYS};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        house.bundle.words_policy = READ[i];
        assert_true(session_offers(&house.session, SESSION_EXTRA_WORDS));
    }
    house.bundle.words_policy = BS_WORDS_NONE;
    assert_false(session_offers(&house.session, SESSION_EXTRA_WORDS));
    assert_true(session_offers(&house.session, SESSION_EXTRA_WISH));
    assert_false(apply(SESSION_OPEN_WORDS, 0));
    assert_screen(SESSION_THANKS);
}

static void words_are_asked_only_after_the_answer_that_they_follow(void **state)
{
    (void)state;
    assert_ptr_equal(session_words_question(&house.session), &programme->questions[1]);
    follow(&programme->questions[1], "q", "no");
    assert_null(session_words_question(&house.session));
    programme->questions[1].after[0] = "yes";
    assert_non_null(session_words_question(&house.session));
}

static void nothing_can_be_left_before_the_thanks(void **state)
{
    static const enum session_intent_kind KINDS[] = {SESSION_OPEN_AFTERWARDS,
                                                     SESSION_OPEN_WORDS,
                                                     SESSION_OPEN_ABOUT_YOU,
                                                     SESSION_OPEN_WISH,
                                                     SESSION_SEND,
                                                     SESSION_SEND_ANYWAY,
                                                     SESSION_PICK,
                                                     SESSION_WRITE};
    (void)state;
    apply(SESSION_STOP, 0);
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        assert_false(apply(KINDS[i], 0));
    }
    assert_screen(SESSION_ATTRACT);
    assert_false(house.session.is_active);
}

/* ---- one tap says no ---- */

static void everything_is_refused_in_one_tap(void **state)
{
    static const enum session_intent_kind KINDS[] = {SESSION_OPEN_WORDS, SESSION_OPEN_ABOUT_YOU,
                                                     SESSION_OPEN_WISH};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        open(KINDS[i]);
        assert_true(apply(SESSION_BACK, 0));
        assert_screen(SESSION_AFTERWARDS);
        assert_effect(SESSION_NO_EFFECT);
    }
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_THANKS);
}

/* K66 */
static void stop_ends_the_visit_from_every_page(void **state)
{
    (void)state;
    for (int page = 0; page < 7; page++) {
        make(NULL);
        open(page == 0   ? SESSION_OPEN_WORDS
             : page <= 2 ? SESSION_OPEN_ABOUT_YOU
                         : SESSION_OPEN_WISH);
        if (page == 2) {
            act_and_wait(SESSION_PICK, BS_AGE_18_29);
            assert_screen(SESSION_AREA);
        }
        for (int i = 4; i <= page; i++) {
            apply(SESSION_SEND, 0);
            type_words("a");
        }
        assert_true(apply(SESSION_STOP, 0));
        assert_effect(SESSION_NO_EFFECT);
        assert_screen(SESSION_ATTRACT);
        assert_false(house.session.is_active);
    }
}

/* ---- words ---- */

static void words_are_kept_as_typed(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Meer bankjes.");
    assert_true(apply(SESSION_SEND, 0));
    assert_effect(SESSION_KEEP_WORDS);
    assert_string_equal(house.effect.words, "Meer bankjes.");
    assert_where("p");
    assert_no_submission();
    assert_screen(SESSION_WORDS);
}

static void what_is_kept_is_told_only_after_the_disk_said_so(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bankjes");
    act_and_wait(SESSION_SEND, 0);
    assert_screen(SESSION_SAVING);
    pass(5000);
    assert_screen(SESSION_SAVING);
    apply(SESSION_EXTRA_KEPT, 0);
    assert_screen(SESSION_LEFT);
    assert_int_equal(house.session.extras[SESSION_EXTRA_WORDS], SESSION_EXTRA_DONE);
    pass(SESSION_LEFT_MS);
    assert_screen(SESSION_AFTERWARDS);
    assert_false(session_offers(&house.session, SESSION_EXTRA_WORDS));
}

static void a_fast_disk_still_leaves_the_page_in_sight(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bankjes");
    apply(SESSION_SEND, 0);
    apply(SESSION_EXTRA_KEPT, 0);
    assert_screen(SESSION_WORDS);
    assert_false(apply(SESSION_SEND, 0));
    pass(SESSION_CONFIRM_MS);
    assert_screen(SESSION_LEFT);
}

static void words_that_are_kept_are_no_longer_in_memory(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words(MARKER);
    act_and_wait(SESSION_SEND, 0);
    apply(SESSION_EXTRA_KEPT, 0);
    assert_false(holds(&house.session, sizeof house.session, MARKER));
}

static void what_could_not_be_kept_says_so_and_can_be_tried_again(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bankjes");
    act_and_wait(SESSION_SEND, 0);
    apply(SESSION_EXTRA_FAILED, 0);
    assert_screen(SESSION_LEFT);
    assert_int_equal(house.session.extras[SESSION_EXTRA_WORDS], SESSION_EXTRA_NOT_KEPT);
    pass(SESSION_LEFT_MS);
    assert_screen(SESSION_LEFT); /* until somebody has read it */
    assert_true(apply(SESSION_NEXT, 0));
    assert_screen(SESSION_AFTERWARDS);
    assert_true(apply(SESSION_OPEN_WORDS, 0));
    assert_string_equal(house.session.words.text, "Bankjes");
    apply(SESSION_SEND, 0);
    assert_effect(SESSION_KEEP_WORDS);
}

static void a_silent_disk_is_not_waited_for_without_end(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bankjes");
    act_and_wait(SESSION_SEND, 0);
    wait_for(SESSION_SAVING_MS);
    assert_screen(SESSION_LEFT);
    assert_int_equal(house.session.extras[SESSION_EXTRA_WORDS], SESSION_EXTRA_NOT_KEPT);
    assert_true(apply(SESSION_EXTRA_KEPT, 0)); /* it answers late */
    assert_int_equal(house.session.extras[SESSION_EXTRA_WORDS], SESSION_EXTRA_DONE);
}

static void while_one_is_being_kept_another_one_cannot_be(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bankjes");
    act_and_wait(SESSION_SEND, 0);
    wait_for(SESSION_SAVING_MS);
    apply(SESSION_NEXT, 0);
    open_phone();
    type_words("0612345678");
    assert_true(apply(SESSION_SEND, 0));
    assert_effect(SESSION_NO_EFFECT);
    assert_screen(SESSION_LEFT);
    assert_int_equal(house.session.extras[SESSION_EXTRA_WISH], SESSION_EXTRA_NOT_KEPT);
    apply(SESSION_EXTRA_KEPT, 0);
    assert_int_equal(house.session.extras[SESSION_EXTRA_WORDS], SESSION_EXTRA_DONE);
    assert_int_equal(house.session.extras[SESSION_EXTRA_WISH], SESSION_EXTRA_NOT_KEPT);
}

static void an_answer_for_somebody_who_has_left_changes_nothing(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bankjes");
    apply(SESSION_SEND, 0);
    pass(SESSION_CONFIRM_MS);
    apply(SESSION_STOP, 0);
    assert_screen(SESSION_ATTRACT);
    assert_false(apply(SESSION_EXTRA_KEPT, 0));
    assert_screen(SESSION_ATTRACT);
    assert_int_equal(house.session.extras[SESSION_EXTRA_WORDS], SESSION_EXTRA_OFFERED);
}

static void nothing_written_is_nothing_to_send(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    assert_true(apply(SESSION_SEND, 0));
    assert_true(house.session.hint);
    assert_effect(SESSION_NO_EFFECT);
    type_words("a");
    assert_false(house.session.hint);
}

static void two_hundred_and_eighty_characters_and_not_one_more(void **state)
{
    struct session_intent letter = {.kind = SESSION_WRITE, .text = "\xD1\x97"};
    (void)state;
    open(SESSION_OPEN_WORDS);
    for (int i = 0; i < BS_WORDS_MAX; i++) {
        assert_true(session_apply(&house.session, &letter, house.now, &house.effect));
    }
    assert_false(session_apply(&house.session, &letter, house.now, &house.effect));
    apply(SESSION_SEND, 0);
    assert_effect(SESSION_KEEP_WORDS);
    assert_int_equal(strlen(house.effect.words), 2 * BS_WORDS_MAX);
}

static void the_last_character_can_be_rubbed_out(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("ab");
    assert_true(apply(SESSION_RUB_OUT, 0));
    assert_string_equal(house.session.words.text, "a");
    assert_true(apply(SESSION_RUB_OUT, 0));
    assert_false(apply(SESSION_RUB_OUT, 0));
}

static void the_keyboard_turns_and_begins_with_letters_on_every_page(void **state)
{
    (void)state;
    open(SESSION_OPEN_WISH);
    assert_false(apply(SESSION_LAYER, 2));
    apply(SESSION_SEND, 0);
    assert_true(apply(SESSION_LAYER, 2));
    assert_int_equal(house.session.layer, 2);
    assert_false(apply(SESSION_LAYER, 2));
    type_words("Jan");
    apply(SESSION_SEND, 0);
    assert_int_equal(house.session.layer, 0);
}

static void another_language_keeps_what_was_written(void **state)
{
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bankjes");
    assert_true(session_apply(&house.session, &english, house.now, &house.effect));
    assert_screen(SESSION_WORDS);
    apply(SESSION_SEND, 0);
    assert_string_equal(house.effect.words, "Bankjes");
    assert_string_equal(house.effect.at.lang, "en");
}

/* ---- personal data ---- */

static void a_telephone_number_in_words_is_asked_about_once(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bel 0612345678");
    assert_true(apply(SESSION_SEND, 0));
    assert_screen(SESSION_PERSONAL);
    assert_effect(SESSION_NO_EFFECT);
    assert_true(apply(SESSION_BACK, 0)); /* "Aanpassen" */
    assert_screen(SESSION_WORDS);
    assert_string_equal(house.session.words.text, "Bel 0612345678");
    apply(SESSION_SEND, 0);
    assert_effect(SESSION_KEEP_WORDS);
}

static void words_can_be_sent_as_they_are(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Mail jan@example.org");
    assert_false(apply(SESSION_SEND_ANYWAY, 0));
    apply(SESSION_SEND, 0);
    assert_true(apply(SESSION_SEND_ANYWAY, 0));
    assert_effect(SESSION_KEEP_WORDS);
    assert_string_equal(house.effect.words, "Mail jan@example.org");
    pass(SESSION_CONFIRM_MS);
    apply(SESSION_EXTRA_KEPT, 0);
    assert_screen(SESSION_LEFT);
}

static void the_warning_about_personal_data_takes_no_letters(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bel 0612345678");
    apply(SESSION_SEND, 0);
    type_words("x");
    assert_false(apply(SESSION_RUB_OUT, 0));
    assert_string_equal(house.session.words.text, "Bel 0612345678");
}

/* ---- results so far, and the directory ---- */

static void results_are_shown_from_ten_answers_on(void **state)
{
    (void)state;
    assert_true(session_has_so_far(&house.session));
    house.bundle.programmes[0].so_far.total = BS_SO_FAR_LEAST - 1;
    assert_false(session_has_so_far(&house.session));
    assert_false(apply(SESSION_OPEN_SO_FAR, 0));
}

static void results_are_shown_if_the_programme_wants_it_and_after_ones_own_answer(void **state)
{
    (void)state;
    programme->shows_results = false;
    assert_false(session_has_so_far(&house.session));
    programme->shows_results = true;
    assert_true(apply(SESSION_OPEN_SO_FAR, 0));
    assert_screen(SESSION_SO_FAR);
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_THANKS);
    apply(SESSION_STOP, 0);
    assert_false(session_has_so_far(&house.session));
    assert_false(apply(SESSION_OPEN_SO_FAR, 0));
}

static void what_is_on_here_leads_back_to_where_it_was_opened(void **state)
{
    (void)state;
    assert_false(apply(SESSION_OPEN_HERE, 0));
    house.bundle.place.here_count = 1;
    assert_true(apply(SESSION_OPEN_HERE, 0));
    assert_screen(SESSION_HERE);
    assert_true(apply(SESSION_MORE, 0));
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_HERE);
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_THANKS);
    apply(SESSION_STOP, 0);
    assert_true(apply(SESSION_OPEN_HERE, 0));
    assert_true(house.session.is_active);
    apply(SESSION_BACK, 0);
    assert_screen(SESSION_ATTRACT);
}

static void who_reads_what_is_on_here_is_not_thanked_away(void **state)
{
    (void)state;
    house.bundle.place.here_count = 1;
    apply(SESSION_OPEN_HERE, 0);
    pass(SESSION_THANKS_MS);
    assert_screen(SESSION_HERE);
    pass(75000);
    assert_screen(SESSION_ATTRACT);
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_there_is_is_offered),
        TEST(where_nobody_will_read_words_none_are_asked_for),
        TEST(words_are_asked_only_after_the_answer_that_they_follow),
        TEST(nothing_can_be_left_before_the_thanks),
        TEST(everything_is_refused_in_one_tap),
        TEST(stop_ends_the_visit_from_every_page),
        TEST(words_are_kept_as_typed),
        TEST(what_is_kept_is_told_only_after_the_disk_said_so),
        TEST(a_fast_disk_still_leaves_the_page_in_sight),
        TEST(words_that_are_kept_are_no_longer_in_memory),
        TEST(what_could_not_be_kept_says_so_and_can_be_tried_again),
        TEST(a_silent_disk_is_not_waited_for_without_end),
        TEST(while_one_is_being_kept_another_one_cannot_be),
        TEST(an_answer_for_somebody_who_has_left_changes_nothing),
        TEST(nothing_written_is_nothing_to_send),
        TEST(two_hundred_and_eighty_characters_and_not_one_more),
        TEST(the_last_character_can_be_rubbed_out),
        TEST(the_keyboard_turns_and_begins_with_letters_on_every_page),
        TEST(another_language_keeps_what_was_written),
        TEST(a_telephone_number_in_words_is_asked_about_once),
        TEST(words_can_be_sent_as_they_are),
        TEST(the_warning_about_personal_data_takes_no_letters),
        TEST(results_are_shown_from_ten_answers_on),
        TEST(results_are_shown_if_the_programme_wants_it_and_after_ones_own_answer),
        TEST(what_is_on_here_leads_back_to_where_it_was_opened),
        TEST(who_reads_what_is_on_here_is_not_thanked_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
