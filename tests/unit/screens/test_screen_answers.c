/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What was done with what people said: cards, answers, codes; all that is asked; answers that are changed. */

#include "screens_stage.h"

#include <stdio.h>
#include <string.h>

#define REGISTER                                                                                   \
    ",\"public_url\":\"https://buurtstem.example\",\"register\":[{\"code\":\"K7M4Q\","             \
    "\"tenant_name\":\"Leiden\",\"title\":{\"nl\":\"Titel\"},\"due\":\"2026-11-10\","              \
    "\"due_example\":true}]"

static struct stage stage;

static void make(struct stage_options options)
{
    stage_make(&stage, &options);
}

static int drop(void **state)
{
    (void)state;
    stage_drop(&stage);
    return 0;
}

static void assert_says(const char *id, const char *words)
{
    const char *label = stage_label(&stage, id);
    if (strstr(label, words) == NULL) {
        fail_msg("%s says \"%s\", not \"%s\"", id, label, words);
    }
}

/* Taps the six signs of a programme's code. */
static void type_code(const char *code)
{
    char shown[BS_RECEIPT_CODE_TEXT], id[UI_ID_TEXT];
    assert_true(bs_receipt_code_make(code, shown));
    stage_tap(&stage, "tool.code");
    for (const char *at = shown; *at != '\0'; at++) {
        if (*at != ' ') {
            snprintf(id, sizeof id, "sign.%c", *at);
            stage_tap(&stage, id);
        }
    }
}

static void turn_card(void)
{
    stage_wait(&stage, SESSION_CARD_MS / 1000);
}

/* ---- cards ---- */

static void the_promise_says_who_decides_with_a_picture(void **state)
{
    bool has_picture = false;
    (void)state;
    make((struct stage_options){0});
    for (size_t i = 0; i < stage.scene.count; i++) {
        has_picture = has_picture || strcmp(stage.scene.nodes[i].icon, "council") == 0;
    }
    assert_true(has_picture);
    assert_true(stage_has(&stage, "promise.decides"));
}

static void the_card_turns_to_what_people_said_and_what_is_done(void **state)
{
    (void)state;
    make((struct stage_options){.heard = "Meer bomen."});
    assert_true(stage_has(&stage, "promise.open"));
    turn_card();
    assert_false(stage_has(&stage, "promise.open"));
    assert_says("card.title", "U zei, wij deden");
    assert_says("card.heard", "Meer bomen.");
    assert_says("card.example", "voorbeeld");
    turn_card();
    assert_true(stage_has(&stage, "promise.open"));
}

static void a_card_of_what_is_decided_is_no_example(void **state)
{
    (void)state;
    make((struct stage_options){.heard = "Meer bomen.", .is_answer_decided = true});
    turn_card();
    assert_false(stage_has(&stage, "card.example"));
}

static void the_card_turns_without_moving_what_can_be_tapped(void **state)
{
    struct ui_scene before;
    (void)state;
    make((struct stage_options){.heard = "Meer bomen."});
    before = stage.scene;
    turn_card();
    for (size_t i = 0; i < before.count; i++) {
        const struct ui_node *node = &before.nodes[i];
        if (node->role == UI_ROLE_BUTTON && strncmp(node->id, "outcome.", 8) != 0) {
            const struct ui_node *now = scene_find(&stage.scene, node->id);
            assert_non_null(now);
            assert_memory_equal(&now->rect, &node->rect, sizeof node->rect);
        }
    }
}

static void an_answer_that_is_late_is_said_at_the_foot_with_its_days(void **state)
{
    (void)state;
    make((struct stage_options){.published = "2026-09-11"});
    assert_string_equal(stage_label(&stage, "late.een"), "12 dagen te laat: antwoord over Tegel.");
}

static void one_day_late_is_one_day(void **state)
{
    (void)state;
    make((struct stage_options){.published = "2026-09-22"});
    assert_says("late.een", "1 dag te laat:");
}

static void an_answer_that_is_owed_today_is_not_late(void **state)
{
    (void)state;
    make((struct stage_options){.published = "2026-09-23"});
    assert_false(stage_has(&stage, "late.een"));
}

static void a_late_answer_has_a_card_of_its_own(void **state)
{
    (void)state;
    make((struct stage_options){.published = "2026-09-11"});
    turn_card();
    assert_says("card.late", "12 dagen te laat");
    assert_says("card.due", "10\u00a0november");
    assert_false(stage_has(&stage, "late.een"));
}

/* ---- answers ---- */

static void the_panel_opens_the_answer_of_its_programme(void **state)
{
    (void)state;
    make((struct stage_options){.heard = "Meer bomen."});
    turn_card();
    stage_tap(&stage, "outcome.twee");
    assert_string_equal(stage.scene.screen, "answer");
    assert_says("answer.heard", "Meer bomen.");
    assert_says("answer.example", "Voorbeeld");
}

static void nothing_of_an_answer_is_left_out_on_its_pages(void **state)
{
    static const char *const IDS[] = {
        "answer.heard",   "answer.most", "answer.fewer", "answer.will", "answer.wont",
        "answer.weighed", "action.1",    "action.2",     "action.3",    "action.4"};
    static char long_words[BS_CARD_TEXT_MAX + 1];
    bool seen[sizeof IDS / sizeof IDS[0]] = {false};
    (void)state;
    memset(long_words, 'a', BS_CARD_TEXT_MAX);
    for (size_t i = 7; i < BS_CARD_TEXT_MAX; i += 8) {
        long_words[i] = ' ';
    }
    make((struct stage_options){.heard = long_words});
    turn_card();
    stage_tap(&stage, "outcome.twee");
    for (bool is_more = true; is_more;) {
        for (size_t i = 0; i < sizeof IDS / sizeof IDS[0]; i++) {
            const struct ui_node *node = scene_find(&stage.scene, IDS[i]);
            seen[i] = seen[i] || (node != NULL && node->fits);
        }
        is_more = stage_has(&stage, "tool.more");
        if (is_more) {
            stage_tap(&stage, "tool.more");
        }
    }
    for (size_t i = 0; i < sizeof IDS / sizeof IDS[0]; i++) {
        if (!seen[i]) {
            fail_msg("%s is on no page", IDS[i]);
        }
    }
}

static void an_action_says_who_does_it_when_and_how_far_it_is(void **state)
{
    (void)state;
    make((struct stage_options){.heard = "Meer bomen."});
    turn_card();
    stage_taps(&stage, "outcome.twee tool.more");
    assert_says("action.1.who", "Gemeente · januari\u00a02027");
    assert_string_equal(stage_label(&stage, "action.1.state"), "Gepland");
    assert_string_equal(stage_label(&stage, "action.2.state"), "Bezig");
    assert_string_equal(stage_label(&stage, "action.3.state"), "Klaar");
    stage_tap(&stage, "tool.more");
    assert_string_equal(stage_label(&stage, "action.4.state"), "Gaat niet door");
}

static void a_page_that_is_not_there_is_the_last_one(void **state)
{
    (void)state;
    make((struct stage_options){.heard = "Meer bomen."});
    turn_card();
    stage_tap(&stage, "outcome.twee");
    stage.session.page = SESSION_PAGES - 1;
    stage_build(&stage);
    assert_true(stage_has(&stage, "action.4"));
    assert_false(stage_has(&stage, "tool.more"));
}

static void an_answer_that_is_owed_says_when_it_comes_and_whom_to_ask(void **state)
{
    (void)state;
    make((struct stage_options){.paragraph = "Vraag Hans."});
    stage_tap(&stage, "outcome.een");
    assert_says("owed.due", "31\u00a0december");
    assert_says("owed.due", "(voorbeeld)");
    assert_says("contact", "Vraag Hans.");
}

static void an_answer_that_is_late_says_how_late_it_is(void **state)
{
    (void)state;
    make((struct stage_options){.published = "2026-09-11"});
    stage_tap(&stage, "late.een");
    assert_says("owed.late", "12 dagen te laat");
    assert_says("owed.due", "10\u00a0november");
}

static void who_reads_an_answer_can_go_on_to_the_questions(void **state)
{
    (void)state;
    make((struct stage_options){.heard = "Meer bomen."});
    turn_card();
    stage_taps(&stage, "outcome.twee programme.twee");
    assert_string_equal(stage.scene.screen, "question");
}

static void a_programme_that_is_over_offers_no_questions(void **state)
{
    (void)state;
    make((struct stage_options){.heard = "Meer bomen.", .is_one = true});
    turn_card();
    stage_tap(&stage, "outcome.twee");
    assert_false(stage_has(&stage, "programme.twee"));
}

static void where_the_programme_has_nobody_the_place_has_somebody_to_go_to(void **state)
{
    (void)state;
    make((struct stage_options){.has_place_contact = true});
    stage_tap(&stage, "outcome.een");
    assert_says("contact", "Vraag Samira.");
    stage_taps(&stage, "tool.stop tool.help");
    assert_says("how.3", "Vraag Samira.");
    stage_taps(&stage, "tool.stop answer.good choice.l1 tool.next");
    stage_apply(&stage, SESSION_SAVED);
    assert_says("contact", "Vraag Samira.");
}

static void where_nobody_is_named_somebody_of_the_place_helps(void **state)
{
    (void)state;
    make((struct stage_options){0});
    stage.bundle->programmes[0].programme->contact.count = 0;
    stage_tap(&stage, "outcome.een");
    assert_says("contact", "Vraag iemand van het buurthuis.");
}

/* ---- codes ---- */

static void a_code_shows_the_signs_as_they_are_typed(void **state)
{
    (void)state;
    make((struct stage_options){0});
    stage_taps(&stage, "tool.code sign.K sign.7");
    assert_string_equal(stage_label(&stage, "typed.1"), "K");
    assert_string_equal(stage_label(&stage, "typed.2"), "7");
    assert_false(stage_has(&stage, "typed.3"));
    assert_says("code.state", "Nog 4 tekens");
    stage_tap(&stage, "tool.erase");
    assert_false(stage_has(&stage, "typed.2"));
}

static void a_wrong_code_is_nobodys_fault(void **state)
{
    (void)state;
    make((struct stage_options){0});
    stage_taps(&stage, "tool.code sign.2 sign.2 sign.2 sign.2 sign.2 sign.3");
    assert_says("code.state", "Kijk nog eens rustig.");
    assert_true(stage_has(&stage, "tool.erase"));
}

static void an_unknown_code_is_said_to_be_unknown_here(void **state)
{
    (void)state;
    make((struct stage_options){0});
    type_code("ZZZZZ");
    assert_string_equal(stage_label(&stage, "code.state"),
                        "Deze code kennen wij hier niet (nog niet).");
}

static void a_code_from_elsewhere_says_where_it_belongs(void **state)
{
    (void)state;
    make((struct stage_options){.tail = REGISTER});
    type_code("K7M4Q");
    assert_string_equal(stage.scene.screen, "answer");
    assert_says("tenant", "Leiden");
    assert_says("owed.late", "12 dagen te laat");
}

static void the_thanks_show_the_page_of_the_code_if_there_is_one(void **state)
{
    (void)state;
    make((struct stage_options){.tail = REGISTER});
    stage_taps(&stage, "answer.good choice.l1 tool.next");
    stage_apply(&stage, SESSION_SAVED);
    const struct ui_node *node = scene_find(&stage.scene, "code.qr");
    assert_non_null(node);
    assert_int_equal(node->role, UI_ROLE_IMAGE);
    assert_string_not_equal(node->label, "");
    char shown[BS_RECEIPT_CODE_TEXT], address[64];
    assert_true(bs_receipt_code_make("W3R8T", shown));
    snprintf(address, sizeof address, "https://buurtstem.example/c/%.3s%.3s", shown, shown + 4);
    assert_string_equal(node->qr, address);
    assert_string_equal(stage_label(&stage, "code"), shown);
}

static void without_a_page_the_thanks_show_the_code_alone(void **state)
{
    (void)state;
    make((struct stage_options){0});
    stage_taps(&stage, "answer.good choice.l1 tool.next");
    stage_apply(&stage, SESSION_SAVED);
    assert_false(stage_has(&stage, "code.qr"));
    assert_true(stage_has(&stage, "code"));
}

/* ---- all that is asked ---- */

static void every_open_programme_can_be_reached_from_attract(void **state)
{
    char id[UI_ID_TEXT];
    (void)state;
    for (int more = 0; more <= 22; more++) {
        make((struct stage_options){.more = more});
        for (int wanted = 1; wanted <= more; wanted++) {
            snprintf(id, sizeof id, "programme.m%d", wanted);
            stage_tap(&stage, "lang.nl");
            if (!stage_has(&stage, id)) {
                stage_tap(&stage, "tool.all");
            }
            while (!stage_has(&stage, id)) {
                stage_tap(&stage, "tool.more");
            }
            stage_taps(&stage, id);
            assert_string_equal(stage.scene.screen, "question");
            stage_tap(&stage, "tool.stop");
        }
        stage_drop(&stage);
    }
    make((struct stage_options){0});
}

static void all_are_offered_only_where_some_have_no_room(void **state)
{
    (void)state;
    make((struct stage_options){0});
    assert_false(stage_has(&stage, "tool.all"));
    stage_drop(&stage);
    make((struct stage_options){.more = 10});
    assert_string_equal(stage_label(&stage, "tool.all"), "Alles (12)");
}

static void a_programme_that_is_over_is_not_among_all(void **state)
{
    (void)state;
    make((struct stage_options){.more = 10, .is_one = true});
    stage_tap(&stage, "tool.all");
    assert_says("title", "11 onderwerpen");
    assert_false(stage_has(&stage, "programme.twee"));
}

static void no_page_of_programmes_holds_more_than_eight(void **state)
{
    (void)state;
    make((struct stage_options){.more = 22});
    stage_tap(&stage, "tool.all");
    for (int page = 1; page <= 3; page++) {
        int tiles = 0;
        for (size_t i = 0; i < stage.scene.count; i++) {
            tiles += strncmp(stage.scene.nodes[i].id, "programme.", 10) == 0 ? 1 : 0;
        }
        assert_int_equal(tiles, 8);
        assert_int_equal(stage_has(&stage, "tool.more"), page < 3);
        if (page < 3) {
            stage_tap(&stage, "tool.more");
        }
    }
    assert_says("page", "Bladzijde 3 van 3");
}

/* ---- changing ---- */

static void go_to_thanks(void)
{
    make((struct stage_options){0});
    stage_taps(&stage, "answer.good choice.l1 tool.next");
    stage_apply(&stage, SESSION_SAVED);
    assert_says("saved", "Uw antwoord is bewaard.");
}

static void an_answer_that_is_changed_is_said_to_be(void **state)
{
    (void)state;
    go_to_thanks();
    stage_taps(&stage, "tool.change tool.next choice.l2 tool.next");
    stage_apply(&stage, SESSION_SAVED);
    assert_string_equal(stage_label(&stage, "saved"), "Uw antwoord is veranderd.");
}

static void an_answer_can_be_kept_at_every_question(void **state)
{
    (void)state;
    go_to_thanks();
    stage_tap(&stage, "tool.change");
    assert_true((scene_find(&stage.scene, "answer.good")->states & UI_STATE_CHOSEN) != 0);
    assert_true(stage_has(&stage, "tool.next"));
    stage_taps(&stage, "tool.next tool.next");
    assert_string_equal(stage_label(&stage, "saved"), "Uw antwoord blijft zoals het was.");
}

static void on_a_first_visit_a_face_needs_no_next(void **state)
{
    (void)state;
    make((struct stage_options){0});
    stage_taps(&stage, "answer.good tool.back");
    assert_false(stage_has(&stage, "tool.next"));
}

static void a_warning_during_a_change_says_that_the_answer_before_stays(void **state)
{
    (void)state;
    go_to_thanks();
    stage_tap(&stage, "tool.change");
    stage_wait(&stage, 50);
    assert_says("idle.saved", "Uw vorige antwoord");
}

static void a_change_that_is_not_saved_says_that_the_answer_before_stays(void **state)
{
    (void)state;
    go_to_thanks();
    stage_taps(&stage, "tool.change answer.neutral tool.next");
    stage_apply(&stage, SESSION_SAVE_FAILED);
    assert_string_equal(stage.scene.screen, "not_saved");
    assert_says("notice", "Uw nieuwe antwoord");
    assert_says("notice.1", "Uw vorige antwoord is bewaard");
}

/* ---- facts ---- */

static void a_fact_that_is_past_stands_with_its_date(void **state)
{
    (void)state;
    make((struct stage_options){.until = "2026-11-21"});
    stage_taps(&stage, "tool.help tool.about");
    assert_string_equal(stage_label(&stage, "fact.1"), "Zin Stand van september\u00a02020.");
}

static void a_fact_that_still_holds_stands_alone(void **state)
{
    (void)state;
    make((struct stage_options){.until = "2026-11-22"});
    stage_taps(&stage, "tool.help tool.about");
    assert_string_equal(stage_label(&stage, "fact.1"), "Zin");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, NULL, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_promise_says_who_decides_with_a_picture),
        TEST(the_card_turns_to_what_people_said_and_what_is_done),
        TEST(a_card_of_what_is_decided_is_no_example),
        TEST(the_card_turns_without_moving_what_can_be_tapped),
        TEST(an_answer_that_is_late_is_said_at_the_foot_with_its_days),
        TEST(one_day_late_is_one_day),
        TEST(an_answer_that_is_owed_today_is_not_late),
        TEST(a_late_answer_has_a_card_of_its_own),
        TEST(the_panel_opens_the_answer_of_its_programme),
        TEST(nothing_of_an_answer_is_left_out_on_its_pages),
        TEST(an_action_says_who_does_it_when_and_how_far_it_is),
        TEST(a_page_that_is_not_there_is_the_last_one),
        TEST(an_answer_that_is_owed_says_when_it_comes_and_whom_to_ask),
        TEST(an_answer_that_is_late_says_how_late_it_is),
        TEST(who_reads_an_answer_can_go_on_to_the_questions),
        TEST(a_programme_that_is_over_offers_no_questions),
        TEST(where_the_programme_has_nobody_the_place_has_somebody_to_go_to),
        TEST(where_nobody_is_named_somebody_of_the_place_helps),
        TEST(a_code_shows_the_signs_as_they_are_typed),
        TEST(a_wrong_code_is_nobodys_fault),
        TEST(an_unknown_code_is_said_to_be_unknown_here),
        TEST(a_code_from_elsewhere_says_where_it_belongs),
        TEST(the_thanks_show_the_page_of_the_code_if_there_is_one),
        TEST(without_a_page_the_thanks_show_the_code_alone),
        TEST(every_open_programme_can_be_reached_from_attract),
        TEST(all_are_offered_only_where_some_have_no_room),
        TEST(a_programme_that_is_over_is_not_among_all),
        TEST(no_page_of_programmes_holds_more_than_eight),
        TEST(an_answer_that_is_changed_is_said_to_be),
        TEST(an_answer_can_be_kept_at_every_question),
        TEST(on_a_first_visit_a_face_needs_no_next),
        TEST(a_warning_during_a_change_says_that_the_answer_before_stays),
        TEST(a_change_that_is_not_saved_says_that_the_answer_before_stays),
        TEST(a_fact_that_is_past_stands_with_its_date),
        TEST(a_fact_that_still_holds_stands_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
