/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking around: programmes, cards, answers and codes. */

#include <stdio.h>
#include <string.h>

#include "house_bundle.h"
#include "session.h"

#define REGISTER                                                                                   \
    ",\"register\":[{\"code\":\"K7M4P\",\"tenant_name\":\"Leiden\",\"title\":{\"nl\":\"R\"},"      \
    "\"due\":\"2027-01-21\",\"due_example\":true}]"

static struct bs_bundle *bundle;
static struct session session;
static struct session_effect effect;
static int64_t now;

static bool apply(enum session_intent_kind kind, size_t index)
{
    struct session_intent intent = {.kind = kind, .index = index};
    return session_apply(&session, &intent, now, &effect);
}

static void pass(int64_t ms)
{
    now += ms;
    apply(SESSION_TICK, 0);
}

static void open_house(struct house house)
{
    bs_bundle_destroy(bundle);
    bundle = house_bundle(&house);
    now = 1000000;
    session_start(&session, 1);
    apply(SESSION_STORE_READY, 0);
    assert_true(session_set_bundle(&session, bundle, (struct bs_date){2026, 11, 22}, now));
    assert_int_equal(session.screen, SESSION_ATTRACT);
}

static int drop(void **state)
{
    (void)state;
    bs_bundle_destroy(bundle);
    bundle = NULL;
    return 0;
}

/* Types a code given by its signs; a question mark is a check character that is right. */
static void type_code(const char *signs)
{
    for (; *signs != '\0'; signs++) {
        const char *at = strchr(SESSION_SIGNS, *signs);
        assert_non_null(at);
        apply(SESSION_TYPE, (size_t)(at - SESSION_SIGNS));
    }
}

/* The six signs of the code of a programme. */
static const char *whole(const char *code)
{
    static char signs[SESSION_CODE_SIGNS + 1];
    char shown[BS_RECEIPT_CODE_TEXT];
    size_t len = 0;
    assert_true(bs_receipt_code_make(code, shown));
    for (const char *at = shown; *at != '\0'; at++) {
        if (*at != ' ') {
            signs[len++] = *at;
        }
    }
    signs[len] = '\0';
    return signs;
}

/* ---- programmes ---- */

static void the_programmes_that_ended_are_not_among_those_that_ask(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 5, .ended = 1 << 0 | 1 << 3});
    assert_int_equal(session_open_count(&session), 3);
    assert_int_equal(session_open_at(&session, 0), 1);
    assert_int_equal(session_open_at(&session, 2), 4);
    assert_int_equal(session_open_at(&session, 3), SESSION_NONE);
    assert_int_equal(session.programme, 1);
}

static void every_programme_is_on_exactly_one_page_and_in_order(void **state)
{
    (void)state;
    for (int count = 1; count <= 24; count++) {
        open_house((struct house){.programmes = count});
        size_t pages = session_programme_pages(&session), next = 0;
        for (size_t page = 0; page < pages; page++) {
            size_t first, on_it = session_programme_page(&session, page, &first);
            assert_int_equal(first, next);
            assert_in_range(on_it, 1, SESSION_TILES);
            next += on_it;
        }
        assert_int_equal(next, count);
        assert_int_equal(pages, (count + 7) / 8);
    }
}

static void beyond_the_last_page_there_is_none(void **state)
{
    size_t first;
    (void)state;
    open_house((struct house){.programmes = 9});
    assert_int_equal(session_programme_page(&session, 2, &first), 0);
    apply(SESSION_OPEN_PROGRAMMES, 0);
    assert_true(apply(SESSION_MORE, 0));
    assert_false(apply(SESSION_MORE, 0));
    assert_int_equal(session.page, 1);
}

static void a_programme_is_chosen_from_the_screen_of_all(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 9});
    assert_true(apply(SESSION_OPEN_PROGRAMMES, 0));
    assert_int_equal(session.screen, SESSION_PROGRAMMES);
    assert_true(apply(SESSION_SET_PROGRAMME, 8));
    assert_int_equal(session.screen, SESSION_QUESTION);
    assert_int_equal(session.programme, 8);
}

static void back_leads_from_page_to_page_and_then_to_the_live_question(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 9});
    apply(SESSION_OPEN_PROGRAMMES, 0);
    apply(SESSION_MORE, 0);
    assert_true(apply(SESSION_BACK, 0));
    assert_int_equal(session.screen, SESSION_PROGRAMMES);
    assert_int_equal(session.page, 0);
    assert_true(apply(SESSION_BACK, 0));
    assert_int_equal(session.screen, SESSION_ATTRACT);
}

static void a_programme_that_ended_cannot_be_chosen(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 3, .ended = 1 << 2});
    apply(SESSION_OPEN_PROGRAMMES, 0);
    assert_false(apply(SESSION_SET_PROGRAMME, 2));
    assert_false(apply(SESSION_SET_PROGRAMME, 3));
    assert_int_equal(session.screen, SESSION_PROGRAMMES);
}

static void another_language_stays_on_the_same_page_of_programmes(void **state)
{
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    (void)state;
    open_house((struct house){.programmes = 9});
    apply(SESSION_OPEN_PROGRAMMES, 0);
    apply(SESSION_MORE, 0);
    assert_true(session_apply(&session, &english, now, &effect));
    assert_int_equal(session.page, 1);
}

static void a_language_from_the_screen_of_languages_leads_back_to_the_same_page(void **state)
{
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    (void)state;
    open_house((struct house){.programmes = 9});
    apply(SESSION_OPEN_PROGRAMMES, 0);
    apply(SESSION_MORE, 0);
    apply(SESSION_OPEN_HELP, 0);
    apply(SESSION_OPEN_LANGUAGES, 0);
    assert_true(session_apply(&session, &english, now, &effect));
    apply(SESSION_CLOSE_HELP, 0);
    assert_int_equal(session.screen, SESSION_PROGRAMMES);
    assert_int_equal(session.page, 1);
}

/* Larger letters make other pages: without this "Terug" would do nothing for a while. */
static void in_larger_letters_a_text_begins_at_its_first_page(void **state)
{
    static const enum session_mode MODES[] = {SESSION_LARGE, SESSION_REACH};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        open_house((struct house){.programmes = 9, .answered = 1});
        apply(SESSION_OPEN_ANSWER, 0);
        apply(SESSION_MORE, 0);
        apply(SESSION_TOGGLE, SESSION_CONTRAST);
        assert_int_equal(session.page, 1);
        apply(SESSION_TOGGLE, MODES[i]);
        assert_int_equal(session.screen, SESSION_ANSWER);
        assert_int_equal(session.page, 0);
        apply(SESSION_STOP, 0);
        apply(SESSION_OPEN_PROGRAMMES, 0);
        apply(SESSION_MORE, 0);
        apply(SESSION_TOGGLE, MODES[i]);
        assert_int_equal(session.page, 1);
    }
}

/* ---- cards ---- */

static void without_an_answer_the_promise_stays(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 2});
    assert_int_equal(session_deadline(&session, now), now + SESSION_DIM_MS);
    pass(SESSION_DIM_MS);
    assert_int_equal(session_deadline(&session, now), -1);
    pass(3600000);
    assert_int_equal(session.card, 0);
}

static void assert_card(enum session_card kind, size_t programme)
{
    size_t found = 99;
    assert_int_equal(session_card(&session, &found), kind);
    assert_int_equal(found, programme);
}

static void the_cards_turn_round_from_promise_to_what_is_to_be_told(void **state)
{
    static const struct {
        enum session_card kind;
        size_t programme;
    } EXPECTED[] = {{SESSION_CARD_PROMISE, 0}, {SESSION_CARD_ANSWER, 1},  {SESSION_CARD_ANSWER, 3},
                    {SESSION_CARD_LATE, 2},    {SESSION_CARD_PROMISE, 0}, {SESSION_CARD_ANSWER, 1}};
    (void)state;
    open_house((struct house){.programmes = 4, .answered = 1 << 1 | 1 << 3, .early = 1 << 2});
    for (size_t i = 0; i < sizeof EXPECTED / sizeof EXPECTED[0]; i++) {
        assert_card(EXPECTED[i].kind, EXPECTED[i].programme);
        assert_int_equal(session_deadline(&session, now), now + SESSION_CARD_MS);
        pass(SESSION_CARD_MS - 1);
        assert_card(EXPECTED[i].kind, EXPECTED[i].programme);
        pass(1);
    }
}

static void the_oldest_promise_comes_first_and_what_is_late_longest(void **state)
{
    static const size_t EXPECTED[] = {0, 4, 1, 2, 3};
    (void)state;
    open_house((struct house){.programmes = 5, .answered = 1 << 1 | 1 << 4, .early = 0x1C});
    for (size_t card = 0; card < sizeof EXPECTED / sizeof EXPECTED[0]; card++) {
        size_t found = 99;
        (void)session_card(&session, &found);
        assert_int_equal(found, EXPECTED[card]);
        pass(SESSION_CARD_MS);
    }
}

static void an_idle_kiosk_turns_no_more_than_three_cards_a_minute(void **state)
{
    const int64_t end = 1000000 + 60000;
    int turns = 0;
    (void)state;
    open_house((struct house){.programmes = 4, .answered = 1 << 1 | 1 << 3, .early = 1 << 2});
    while (session_deadline(&session, now) <= end) {
        pass(session_deadline(&session, now) - now);
        turns++;
    }
    assert_in_range(turns, 1, 3);
}

static void a_card_that_turned_late_still_stays_its_whole_time(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 2, .answered = 1});
    pass(SESSION_CARD_MS + 9000);
    assert_int_equal(session.card, 1);
    pass(SESSION_CARD_MS - 1);
    assert_int_equal(session.card, 1);
}

static void a_card_stays_while_somebody_is_there(void **state)
{
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    (void)state;
    open_house((struct house){.programmes = 2, .answered = 1});
    pass(SESSION_CARD_MS);
    assert_int_equal(session.card, 1);
    session_apply(&session, &english, now, &effect);
    pass(SESSION_CARD_MS * 3);
    assert_int_equal(session.card, 1);
}

static void a_touch_beside_the_buttons_puts_the_turning_off(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 2, .answered = 1});
    pass(SESSION_CARD_MS - 1000);
    apply(SESSION_STAY, 0);
    pass(SESSION_CARD_MS - 1);
    assert_int_equal(session.card, 0);
}

static void after_a_visit_the_promise_is_shown_first(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 2, .answered = 1});
    pass(SESSION_CARD_MS);
    apply(SESSION_OPEN_ANSWER, 0);
    apply(SESSION_STOP, 0);
    assert_int_equal(session.card, 0);
    assert_int_equal(session_deadline(&session, now), now + SESSION_CARD_MS);
}

static void the_answer_that_is_late_longest_is_told(void **state)
{
    int days = 0;
    (void)state;
    open_house((struct house){.programmes = 4, .early = 0xF, .answered = 1});
    assert_int_equal(session_latest(&session, &days), 1); /* owed on 3 March, 264 days ago */
    assert_int_equal(days, 264);
    open_house((struct house){.programmes = 4});
    assert_int_equal(session_latest(&session, &days), SESSION_NONE);
}

/* ---- answers ---- */

static void the_answer_of_a_programme_that_ended_can_be_read(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 2, .ended = 1 << 1, .answered = 1 << 1});
    assert_true(apply(SESSION_OPEN_ANSWER, 1));
    assert_int_equal(session.screen, SESSION_ANSWER);
    assert_int_equal(session.answer, 1);
    assert_false(apply(SESSION_SET_PROGRAMME, 1));
    assert_true(apply(SESSION_SET_PROGRAMME, 0));
}

static void an_answer_of_nothing_is_not_opened(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 2});
    assert_false(apply(SESSION_OPEN_ANSWER, 2));
    assert_int_equal(session.screen, SESSION_ATTRACT);
}

static void in_another_language_an_answer_begins_on_its_first_page(void **state)
{
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    (void)state;
    open_house((struct house){.programmes = 1, .answered = 1});
    apply(SESSION_OPEN_ANSWER, 0);
    apply(SESSION_MORE, 0);
    session_apply(&session, &english, now, &effect);
    assert_int_equal(session.page, 0);
}

static void help_gives_back_the_page_that_was_read(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 1, .answered = 1});
    apply(SESSION_OPEN_ANSWER, 0);
    apply(SESSION_MORE, 0);
    assert_true(apply(SESSION_OPEN_HELP, 0));
    assert_true(apply(SESSION_CLOSE_HELP, 0));
    assert_int_equal(session.screen, SESSION_ANSWER);
    assert_int_equal(session.page, 1);
}

static void what_is_known_has_pages_of_its_own(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 1, .answered = 1});
    apply(SESSION_OPEN_ANSWER, 0);
    apply(SESSION_MORE, 0);
    apply(SESSION_OPEN_HELP, 0);
    apply(SESSION_OPEN_ABOUT, 0);
    assert_true(apply(SESSION_MORE, 0));
    assert_int_equal(session.about_page, 1);
    assert_true(apply(SESSION_CLOSE_HELP, 0));
    assert_int_equal(session.screen, SESSION_ABOUT);
    assert_int_equal(session.about_page, 0);
    assert_true(apply(SESSION_CLOSE_HELP, 0));
    assert_int_equal(session.screen, SESSION_HELP);
    assert_true(apply(SESSION_CLOSE_HELP, 0));
    assert_int_equal(session.page, 1);
}

static void what_is_known_begins_on_its_first_page_each_time_and_in_each_language(void **state)
{
    struct session_intent english = {.kind = SESSION_SET_LANGUAGE, .lang = "en"};
    (void)state;
    open_house((struct house){.programmes = 1});
    apply(SESSION_OPEN_HELP, 0);
    apply(SESSION_OPEN_ABOUT, 0);
    apply(SESSION_MORE, 0);
    session_apply(&session, &english, now, &effect);
    assert_int_equal(session.about_page, 0);
    apply(SESSION_MORE, 0);
    apply(SESSION_STOP, 0);
    apply(SESSION_OPEN_HELP, 0);
    apply(SESSION_OPEN_ABOUT, 0);
    assert_int_equal(session.about_page, 0);
}

/* ---- codes ---- */

static void a_code_leads_to_the_answer_of_its_programme(void **state)
{
    char code[6];
    (void)state;
    open_house((struct house){.programmes = 3, .ended = 1 << 2});
    house_code(2, code);
    assert_true(apply(SESSION_OPEN_CODE, 0));
    type_code(whole(code));
    assert_int_equal(session.screen, SESSION_ANSWER);
    assert_int_equal(session.answer, 2);
    assert_true(apply(SESSION_BACK, 0));
    assert_int_equal(session.screen, SESSION_CODE);
}

static void a_code_of_another_municipality_leads_to_the_register(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 1, .tail = REGISTER});
    apply(SESSION_OPEN_CODE, 0);
    type_code(whole("K7M4P"));
    assert_int_equal(session.screen, SESSION_ANSWER);
    assert_int_equal(session.answer, SESSION_NONE);
    assert_int_equal(session.registered, 0);
}

static void a_code_that_nobody_gave_is_unknown_and_not_wrong(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 1});
    apply(SESSION_OPEN_CODE, 0);
    type_code(whole("ZZZZZ"));
    assert_int_equal(session.screen, SESSION_CODE);
    assert_int_equal(session.code, SESSION_CODE_UNKNOWN);
}

static void a_wrong_check_sign_is_said_and_can_be_mended(void **state)
{
    char code[6], typed[8];
    (void)state;
    open_house((struct house){.programmes = 1});
    house_code(0, code);
    snprintf(typed, sizeof typed, "%s", whole(code));
    char right = typed[5];
    typed[5] = right == '2' ? '3' : '2';
    apply(SESSION_OPEN_CODE, 0);
    type_code(typed);
    assert_int_equal(session.code, SESSION_CODE_WRONG);
    assert_true(apply(SESSION_ERASE, 0));
    assert_int_equal(session.code, SESSION_CODE_TYPING);
    assert_int_equal(strlen(session.typed), 5);
    type_code((char[]){right, '\0'});
    assert_int_equal(session.screen, SESSION_ANSWER);
}

static void a_sign_behind_a_refused_code_begins_another_one(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 1});
    apply(SESSION_OPEN_CODE, 0);
    type_code("222222");
    assert_int_not_equal(session.code, SESSION_CODE_TYPING);
    assert_true(apply(SESSION_TYPE, 3));
    assert_int_equal(session.code, SESSION_CODE_TYPING);
    assert_string_equal(session.typed, "5");
}

static void a_sign_that_is_none_is_not_taken(void **state)
{
    (void)state;
    open_house((struct house){.programmes = 1});
    assert_false(apply(SESSION_TYPE, 0)); /* not on that screen */
    apply(SESSION_OPEN_CODE, 0);
    assert_false(apply(SESSION_TYPE, 31));
    assert_false(apply(SESSION_ERASE, 0)); /* nothing there yet */
}

static bool keeps_no_sign(void)
{
    static const char nothing[sizeof session.typed];
    return memcmp(session.typed, nothing, sizeof nothing) == 0;
}

static void no_sign_of_a_code_is_kept_when_it_is_not_needed_any_more(void **state)
{
    char code[6];
    (void)state;
    open_house((struct house){.programmes = 1});
    house_code(0, code);
    apply(SESSION_OPEN_CODE, 0);
    type_code(whole(code));
    assert_true(keeps_no_sign());
    apply(SESSION_STOP, 0);
    apply(SESSION_OPEN_CODE, 0);
    type_code("22");
    apply(SESSION_BACK, 0);
    assert_true(keeps_no_sign());
    apply(SESSION_OPEN_CODE, 0);
    type_code("22");
    pass(75000);
    assert_true(keeps_no_sign());
}

/* ---- time ---- */

static void where_residents_only_look_time_runs_out_and_nothing_is_saved(void **state)
{
    static const enum session_intent_kind WAYS[] = {SESSION_OPEN_PROGRAMMES, SESSION_OPEN_CODE,
                                                    SESSION_OPEN_ANSWER};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        open_house((struct house){.programmes = 9, .answered = 1});
        assert_true(apply(WAYS[i], 0));
        pass(45000);
        assert_true(session.is_warning);
        pass(30000);
        assert_int_equal(session.screen, SESSION_ATTRACT);
        assert_false(session.is_active);
        assert_int_equal(effect.kind, SESSION_NO_EFFECT);
    }
}

static void after_looking_around_the_session_is_as_at_the_start(void **state)
{
    char code[6];
    (void)state;
    open_house((struct house){.programmes = 9, .answered = 1});
    struct session fresh;
    house_code(3, code);
    apply(SESSION_OPEN_PROGRAMMES, 0);
    apply(SESSION_MORE, 0);
    apply(SESSION_BACK, 0);
    apply(SESSION_BACK, 0);
    apply(SESSION_OPEN_CODE, 0);
    type_code(whole(code));
    apply(SESSION_STOP, 0);
    session_start(&fresh, session.shuffle); /* which is another one than before the visit */
    session_apply(&fresh, &(struct session_intent){.kind = SESSION_STORE_READY}, now, &effect);
    session_set_bundle(&fresh, bundle, session.today, now);
    assert_memory_equal(&session, &fresh, sizeof fresh);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, NULL, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_programmes_that_ended_are_not_among_those_that_ask),
        TEST(every_programme_is_on_exactly_one_page_and_in_order),
        TEST(beyond_the_last_page_there_is_none),
        TEST(a_programme_is_chosen_from_the_screen_of_all),
        TEST(back_leads_from_page_to_page_and_then_to_the_live_question),
        TEST(a_programme_that_ended_cannot_be_chosen),
        TEST(another_language_stays_on_the_same_page_of_programmes),
        TEST(without_an_answer_the_promise_stays),
        TEST(a_language_from_the_screen_of_languages_leads_back_to_the_same_page),
        TEST(in_larger_letters_a_text_begins_at_its_first_page),
        TEST(the_cards_turn_round_from_promise_to_what_is_to_be_told),
        TEST(the_oldest_promise_comes_first_and_what_is_late_longest),
        TEST(an_idle_kiosk_turns_no_more_than_three_cards_a_minute),
        TEST(a_card_that_turned_late_still_stays_its_whole_time),
        TEST(a_card_stays_while_somebody_is_there),
        TEST(a_touch_beside_the_buttons_puts_the_turning_off),
        TEST(after_a_visit_the_promise_is_shown_first),
        TEST(the_answer_that_is_late_longest_is_told),
        TEST(the_answer_of_a_programme_that_ended_can_be_read),
        TEST(an_answer_of_nothing_is_not_opened),
        TEST(in_another_language_an_answer_begins_on_its_first_page),
        TEST(help_gives_back_the_page_that_was_read),
        TEST(what_is_known_has_pages_of_its_own),
        TEST(what_is_known_begins_on_its_first_page_each_time_and_in_each_language),
        TEST(a_code_leads_to_the_answer_of_its_programme),
        TEST(a_code_of_another_municipality_leads_to_the_register),
        TEST(a_code_that_nobody_gave_is_unknown_and_not_wrong),
        TEST(a_wrong_check_sign_is_said_and_can_be_mended),
        TEST(a_sign_behind_a_refused_code_begins_another_one),
        TEST(a_sign_that_is_none_is_not_taken),
        TEST(no_sign_of_a_code_is_kept_when_it_is_not_needed_any_more),
        TEST(where_residents_only_look_time_runs_out_and_nothing_is_saved),
        TEST(after_looking_around_the_session_is_as_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
