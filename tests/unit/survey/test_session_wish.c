/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Age and neighbourhood, a wish to be called, and what time takes away of all that was typed after the thanks. */
#include "after_the_thanks.h"

/* ---- age and neighbourhood ---- */

static void age_and_neighbourhood_are_two_taps(void **state)
{
    (void)state;
    open(SESSION_OPEN_ABOUT_YOU);
    assert_false(house.session.has_age);
    assert_int_equal(house.session.area, SESSION_NONE);
    act_and_wait(SESSION_PICK, BS_AGE_65_79);
    assert_effect(SESSION_NO_EFFECT);
    assert_screen(SESSION_AREA);
    assert_true(apply(SESSION_PICK, 1));
    assert_effect(SESSION_KEEP_ABOUT_YOU);
    assert_int_equal(house.effect.about_you.age, BS_AGE_65_79);
    assert_string_equal(house.effect.about_you.area, "WK191601");
    assert_memory_equal(&house.effect.about_you.at, &house.effect.at, sizeof house.effect.at);
    assert_where("p");
    assert_no_submission();
}

static void elsewhere_and_unsaid_stand_behind_the_neighbourhoods(void **state)
{
    (void)state;
    open(SESSION_OPEN_ABOUT_YOU);
    act_and_wait(SESSION_PICK, BS_AGE_UNDER_18);
    assert_false(apply(SESSION_PICK, 4));
    apply(SESSION_PICK, 2);
    assert_string_equal(house.effect.about_you.area, BS_AREA_ELSEWHERE);
    make(NULL);
    open(SESSION_OPEN_ABOUT_YOU);
    act_and_wait(SESSION_PICK, BS_AGE_UNDER_18);
    apply(SESSION_PICK, 3);
    assert_string_equal(house.effect.about_you.area, BS_AREA_UNSAID);
}

static void who_says_neither_leaves_nothing_and_is_not_asked_again(void **state)
{
    (void)state;
    open(SESSION_OPEN_ABOUT_YOU);
    act_and_wait(SESSION_PICK, BS_AGE_UNSAID);
    apply(SESSION_PICK, 3);
    assert_effect(SESSION_NO_EFFECT);
    assert_screen(SESSION_AFTERWARDS);
    assert_false(session_offers(&house.session, SESSION_EXTRA_ABOUT_YOU));
}

static void an_age_that_is_none_is_refused(void **state)
{
    (void)state;
    open(SESSION_OPEN_ABOUT_YOU);
    assert_false(apply(SESSION_PICK, BS_AGES));
    assert_screen(SESSION_AGE);
}

/* K70 */
static void back_from_the_neighbourhood_shows_the_age_that_was_picked(void **state)
{
    (void)state;
    open(SESSION_OPEN_ABOUT_YOU);
    act_and_wait(SESSION_PICK, BS_AGE_30_44);
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_AGE);
    assert_true(house.session.has_age);
    assert_int_equal(house.session.age, BS_AGE_30_44);
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_AFTERWARDS);
}

/* ---- a wish to be called ---- */

static void a_wish_is_a_name_and_a_number_and_nothing_of_the_answers(void **state)
{
    (void)state;
    open_phone();
    type_words("06-12 34 56 78");
    assert_true(apply(SESSION_SEND, 0));
    assert_effect(SESSION_KEEP_WISH);
    assert_string_equal(house.effect.words, "Jan de Vries");
    assert_string_equal(house.effect.phone, "06-12 34 56 78");
    assert_where("p");
    assert_no_submission();
    pass(SESSION_CONFIRM_MS);
    apply(SESSION_EXTRA_KEPT, 0);
    assert_screen(SESSION_LEFT);
    assert_false(holds(&house.session, sizeof house.session, "Vries"));
    assert_false(holds(&house.session, sizeof house.session, "12 34"));
}

static void a_number_of_nine_to_fifteen_digits_is_one(void **state)
{
    static const struct {
        const char *number;
        bool is_one;
    } CASES[] = {{"12345678", false},       {"123456789", true},         {"+31 6 12345678", true},
                 {"123456789012345", true}, {"1234567890123456", false}, {"", false},
                 {"+- () . -+", false}};
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        make(NULL);
        open_phone();
        type_words(CASES[i].number);
        assert_true(apply(SESSION_SEND, 0));
        assert_int_equal(house.effect.kind == SESSION_KEEP_WISH, CASES[i].is_one);
        assert_int_equal(house.session.hint, !CASES[i].is_one);
    }
}

static void letters_are_no_part_of_a_number(void **state)
{
    (void)state;
    open_phone();
    type_words("0a6b\xC3");
    assert_string_equal(house.session.phone.text, "06");
}

static void digits_of_an_arabic_keyboard_become_those_of_a_telephone(void **state)
{
    struct session_intent six = {.kind = SESSION_WRITE, .text = "٦"};
    (void)state;
    open_phone();
    type_words("0");
    assert_true(session_apply(&house.session, &six, house.now, &house.effect));
    assert_string_equal(house.session.phone.text, "06");
}

static void a_wish_needs_a_name(void **state)
{
    (void)state;
    open(SESSION_OPEN_WISH);
    apply(SESSION_SEND, 0);
    assert_screen(SESSION_WISH_NAME);
    apply(SESSION_SEND, 0);
    assert_screen(SESSION_WISH_NAME);
    assert_true(house.session.hint);
}

static void a_name_of_sixty_characters_and_not_one_more(void **state)
{
    (void)state;
    open(SESSION_OPEN_WISH);
    apply(SESSION_SEND, 0);
    for (int i = 0; i < BS_WISH_NAME_MAX + 5; i++) {
        type_words("n");
    }
    assert_int_equal(house.session.name.characters, BS_WISH_NAME_MAX);
}

static void back_goes_a_page_back_in_a_wish_and_keeps_what_was_typed(void **state)
{
    (void)state;
    open_phone();
    type_words("0612");
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_WISH_NAME);
    assert_string_equal(house.session.name.text, "Jan de Vries");
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_WISH);
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_AFTERWARDS);
}

/* ---- afterwards ---- */

static void when_everything_is_done_the_thanks_come_back(void **state)
{
    (void)state;
    programme->question_count = 1;
    house.bundle.wish.key = NULL;
    open(SESSION_OPEN_ABOUT_YOU);
    act_and_wait(SESSION_PICK, 1);
    act_and_wait(SESSION_PICK, 0);
    apply(SESSION_EXTRA_KEPT, 0);
    assert_screen(SESSION_LEFT);
    assert_true(apply(SESSION_BACK, 0));
    assert_screen(SESSION_THANKS);
    assert_false(apply(SESSION_OPEN_AFTERWARDS, 0));
}

static void a_page_that_is_opened_again_has_the_letters_first(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    apply(SESSION_LAYER, 2);
    apply(SESSION_BACK, 0);
    open(SESSION_OPEN_WORDS);
    assert_int_equal(house.session.layer, 0);
}

static void another_language_has_its_letters_first(void **state)
{
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    (void)state;
    open(SESSION_OPEN_WORDS);
    apply(SESSION_LAYER, 2);
    session_apply(&house.session, &english, house.now, &house.effect);
    assert_int_equal(house.session.layer, 0);
}

static void help_gives_the_page_back_with_what_was_typed(void **state)
{
    (void)state;
    open(SESSION_OPEN_WORDS);
    type_words("Bank");
    assert_true(apply(SESSION_OPEN_HELP, 0));
    assert_true(apply(SESSION_CLOSE_HELP, 0));
    assert_screen(SESSION_WORDS);
    assert_string_equal(house.session.words.text, "Bank");
}

/* ---- time ---- */

static void reach_page(int page)
{
    make(NULL);
    switch (page) {
    case 0:
        apply(SESSION_OPEN_AFTERWARDS, 0);
        break;
    case 1:
        open(SESSION_OPEN_WORDS);
        type_words(MARKER);
        break;
    case 2:
        open(SESSION_OPEN_WORDS);
        type_words(MARKER " 0612345678");
        apply(SESSION_SEND, 0);
        assert_screen(SESSION_PERSONAL);
        break;
    case 3:
        open(SESSION_OPEN_ABOUT_YOU);
        act_and_wait(SESSION_PICK, 1);
        break;
    case 4:
        open(SESSION_OPEN_WISH);
        apply(SESSION_SEND, 0);
        type_words(MARKER);
        break;
    default:
        open_phone();
        type_words("0612345678");
    }
}

/* K60 K65 */
static void on_every_page_there_is_a_warning_and_then_nothing_is_kept(void **state)
{
    (void)state;
    for (int page = 0; page < 6; page++) {
        reach_page(page);
        house.session.last_tap_ms = house.now;
        pass(44999);
        assert_false(house.session.is_warning);
        pass(1);
        assert_true(house.session.is_warning);
        pass(30000);
        assert_effect(SESSION_NO_EFFECT);
        assert_screen(SESSION_ATTRACT);
        assert_false(holds(&house.session, sizeof house.session, MARKER));
        assert_false(holds(&house.session, sizeof house.session, "Vries"));
    }
}

/* K62 */
static void who_stays_finds_what_was_typed(void **state)
{
    (void)state;
    reach_page(1);
    pass(50000);
    assert_true(house.session.is_warning);
    apply(SESSION_STAY, 0);
    assert_string_equal(house.session.words.text, MARKER);
    assert_screen(SESSION_WORDS);
}

/* K65 */
static void after_a_visit_the_session_is_a_fresh_one_byte_for_byte(void **state)
{
    static const enum session_intent_kind ENDS[] = {SESSION_STOP, SESSION_QUIT, SESSION_TICK};
    (void)state;
    for (int page = 0; page < 6; page++) {
        for (size_t end = 0; end < 3; end++) {
            struct session fresh;
            struct session_effect effect;
            reach_page(page);
            apply(SESSION_TOGGLE, SESSION_LARGE);
            apply(SESSION_LOUDER, 0);
            if (ENDS[end] == SESSION_TICK) {
                house.now += 150000;
            }
            apply(ENDS[end], 0);
            session_start(&fresh, house.session.shuffle); /* which is another one than before */
            session_apply(&fresh, &(struct session_intent){.kind = SESSION_STORE_READY}, house.now,
                          &effect);
            session_set_bundle(&fresh, &house.bundle, HOUSE_TODAY, house.now);
            fresh.touched_ms = house.session.touched_ms;
            fresh.burst = house.session.burst; /* how many were quick, and when */
            fresh.was_left = ENDS[end] == SESSION_TICK;
            assert_memory_equal(&fresh, &house.session, sizeof fresh);
        }
    }
}

static void what_goes_wrong_on_the_disk_after_the_thanks_takes_no_answers_away(void **state)
{
    (void)state;
    reach_page(1);
    act_and_wait(SESSION_SEND, 0);
    apply(SESSION_EXTRA_FAILED, 0);
    apply(SESSION_STOP, 0);
    assert_screen(SESSION_ATTRACT);
}

#define TEST(name) cmocka_unit_test_setup(name, make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(age_and_neighbourhood_are_two_taps),
        TEST(elsewhere_and_unsaid_stand_behind_the_neighbourhoods),
        TEST(who_says_neither_leaves_nothing_and_is_not_asked_again),
        TEST(an_age_that_is_none_is_refused),
        TEST(back_from_the_neighbourhood_shows_the_age_that_was_picked),
        TEST(a_wish_is_a_name_and_a_number_and_nothing_of_the_answers),
        TEST(a_number_of_nine_to_fifteen_digits_is_one),
        TEST(letters_are_no_part_of_a_number),
        TEST(digits_of_an_arabic_keyboard_become_those_of_a_telephone),
        TEST(a_wish_needs_a_name),
        TEST(a_name_of_sixty_characters_and_not_one_more),
        TEST(back_goes_a_page_back_in_a_wish_and_keeps_what_was_typed),
        TEST(when_everything_is_done_the_thanks_come_back),
        TEST(a_page_that_is_opened_again_has_the_letters_first),
        TEST(another_language_has_its_letters_first),
        TEST(help_gives_the_page_back_with_what_was_typed),
        TEST(on_every_page_there_is_a_warning_and_then_nothing_is_kept),
        TEST(who_stays_finds_what_was_typed),
        TEST(after_a_visit_the_session_is_a_fresh_one_byte_for_byte),
        TEST(what_goes_wrong_on_the_disk_after_the_thanks_takes_no_answers_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
