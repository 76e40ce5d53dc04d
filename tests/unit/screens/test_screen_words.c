/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What the screens say, and in which language. */

#include "screens_stage.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/programme.h>

static const struct stage_options PLAIN = {0};

static void assert_says(const struct stage *stage, const char *id, const char *words)
{
    const char *label = stage_label(stage, id);
    if (strstr(label, words) == NULL) {
        fail_msg("%s says \"%s\", not \"%s\"", id, label, words);
    }
}

/* ---- counting down a list ---- */

static void a_list_says_how_many_may_be_chosen(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_tap(&stage, "answer.good");
    assert_string_equal(stage_label(&stage, "left"), "Kies er 3 of minder");
    stage_drop(&stage);
}

static void a_list_says_how_many_are_left(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_taps(&stage, "answer.good choice.l1");
    assert_string_equal(stage_label(&stage, "left"), "Nog 2 over");
    stage_tap(&stage, "choice.l2");
    assert_string_equal(stage_label(&stage, "left"), "Nog 1 over");
    stage_drop(&stage);
}

static void a_full_list_says_how_to_go_on(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_taps(&stage, "answer.good choice.l1 choice.l2 choice.l3");
    assert_string_equal(stage_label(&stage, "left"), "Klaar? Tik op Verder");
    stage_drop(&stage);
}

static void a_choice_that_is_taken_away_is_left_again(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_taps(&stage, "answer.good choice.l1 choice.l2 choice.l1");
    assert_string_equal(stage_label(&stage, "left"), "Nog 2 over");
    stage_drop(&stage);
}

/* K73 K53 */
static void going_on_without_a_choice_says_what_to_do(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_taps(&stage, "answer.good tool.next");
    assert_says(&stage, "hint", "Kies eerst");
    assert_string_equal(stage.scene.screen, "question");
    stage_drop(&stage);
}

static void one_choice_too_many_says_that_there_are_enough(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_taps(&stage, "answer.good choice.l1 choice.l2 choice.l3 choice.l4");
    assert_says(&stage, "hint", "Meer kan niet");
    assert_false((scene_find(&stage.scene, "choice.l4")->states & UI_STATE_CHOSEN) != 0);
    stage_drop(&stage);
}

/* K72 */
static void the_last_question_says_that_the_answer_is_kept_after_it(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_tap(&stage, "answer.good");
    assert_says(&stage, "hint", "bewaren we uw antwoord");
    stage_drop(&stage);
}

static void a_question_that_another_may_follow_is_not_called_the_last(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage.bundle->programmes[0].programme->questions[2].follows = "why";
    stage_tap(&stage, "answer.bad");
    assert_says(&stage, "step", "Vraag 2 van 3");
    assert_string_equal(stage_label(&stage, "hint"), "U kunt altijd stoppen.");
    stage_taps(&stage, "choice.w1 tool.next");
    assert_says(&stage, "hint", "bewaren we uw antwoord");
    stage_drop(&stage);
}

/* ---- steps and ways ---- */

static void the_step_counts_the_questions_that_follow_from_the_answers(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_tap(&stage, "answer.good");
    assert_says(&stage, "step", "Vraag 2 van 2");
    stage_taps(&stage, "tool.back answer.bad");
    assert_says(&stage, "step", "Vraag 2 van 3");
    stage_drop(&stage);
}

static void the_promise_is_on_the_first_question_only(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    assert_true(stage_has(&stage, "promise.open"));
    stage_tap(&stage, "programme.twee");
    assert_true(stage_has(&stage, "promise.open"));
    stage_tap(&stage, "answer.good");
    assert_false(stage_has(&stage, "promise.open"));
    stage_drop(&stage);
}

static void another_subject_is_offered_only_if_there_is_one(void **state)
{
    static struct stage stage;
    const struct stage_options one = {.is_one = true};
    const struct stage_look thanks = {
        "thanks", "answer.good choice.l1 tool.next", 0, SESSION_SAVED, NULL, NULL};
    (void)state;
    stage_go(&stage, &PLAIN, "nl", &thanks);
    assert_true(stage_has(&stage, "tool.another"));
    stage_drop(&stage);
    stage_go(&stage, &one, "nl", &thanks);
    assert_false(stage_has(&stage, "tool.another"));
    assert_true(stage_has(&stage, "tool.done"));
    stage_drop(&stage);
}

static void other_subjects_are_on_the_attract_screen_only_if_they_are_open(void **state)
{
    static struct stage stage;
    const struct stage_options one = {.is_one = true};
    (void)state;
    stage_make(&stage, &PLAIN);
    assert_true(stage_has(&stage, "programme.twee"));
    assert_false(stage_has(&stage, "programme.een"));
    stage_drop(&stage);
    stage_make(&stage, &one);
    assert_false(stage_has(&stage, "programme.twee"));
    stage_drop(&stage);
}

/* ---- dates, times, codes ---- */

static const char *without_hard_blanks(const char *label, char out[UI_LABEL_TEXT])
{
    size_t len = 0;
    for (size_t i = 0; label[i] != '\0'; i++) {
        bool is_hard = strncmp(label + i, "\u00a0", 2) == 0;
        out[len++] = is_hard ? ' ' : label[i];
        i += is_hard ? 1 : 0;
    }
    out[len] = '\0';
    return out;
}

static void a_date_of_this_year_has_no_year(void **state)
{
    static struct stage stage;
    char label[UI_LABEL_TEXT];
    (void)state;
    stage_make(&stage, &PLAIN);
    without_hard_blanks(stage_label(&stage, "promise.due"), label);
    assert_non_null(strstr(label, "31 december (voorbeeld)"));
    stage_drop(&stage);
}

static void a_date_of_another_year_has_its_year(void **state)
{
    static struct stage stage;
    const struct stage_options later = {.published_day = 22};
    char label[UI_LABEL_TEXT];
    (void)state;
    stage_make(&stage, &later);
    without_hard_blanks(stage_label(&stage, "promise.due"), label);
    assert_non_null(strstr(label, "21 januari 2027"));
    stage_drop(&stage);
}

static void assert_hours(struct stage *stage, int minute, bool are_told)
{
    stage->view.minute = minute;
    stage_build(stage);
    if (are_told) {
        assert_string_equal(stage_label(stage, "hours"), "Open tot 21.30 uur");
    } else {
        assert_false(stage_has(stage, "hours"));
    }
}

static void opening_hours_are_told_while_the_place_is_open(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    assert_hours(&stage, 9 * 60 - 1, false);
    assert_hours(&stage, 9 * 60, true);
    assert_hours(&stage, 21 * 60 + 29, true);
    assert_hours(&stage, 21 * 60 + 30, false);
    stage_drop(&stage);
}

static void no_opening_hours_are_told_on_a_closed_day(void **state)
{
    static struct stage stage;
    const struct stage_options closed = {.is_closed = true};
    (void)state;
    stage_make(&stage, &closed);
    assert_hours(&stage, 12 * 60, false);
    stage_drop(&stage);
}

static void a_kiosk_on_trial_says_so(void **state)
{
    static struct stage stage;
    const struct stage_options trial = {.is_on_trial = true};
    (void)state;
    stage_make(&stage, &trial);
    assert_says(&stage, "hours", "telt nog niet mee");
    stage_drop(&stage);
}

static void the_thanks_show_the_code_of_the_programme(void **state)
{
    static struct stage stage;
    const struct stage_look thanks = {
        "thanks", "answer.good choice.l1 tool.next", 0, SESSION_SAVED, NULL, NULL};
    char code[BS_RECEIPT_CODE_TEXT] = "";
    (void)state;
    stage_go(&stage, &PLAIN, "nl", &thanks);
    bs_receipt_code_make("W3R8T", code);
    assert_string_equal(stage_label(&stage, "code"), code);
    stage_drop(&stage);
}

static void the_last_second_is_one_second(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage_tap(&stage, "answer.good");
    stage_wait(&stage, 73);
    assert_says(&stage, "idle.seconds", "Over 2 seconden");
    stage_wait(&stage, 1);
    assert_says(&stage, "idle.seconds", "Over 1 seconde ");
    stage_drop(&stage);
}

/* K63 */
static void help_names_the_seconds_of_this_kiosk(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage.bundle->idle_warn_s = 77;
    stage_tap(&stage, "tool.help");
    assert_says(&stage, "how.2", "77 seconden");
    stage_drop(&stage);
}

/* ---- languages ---- */

static const char *tell_language(void *self, const char *lang, const char *dutch)
{
    (void)self;
    (void)dutch;
    return lang;
}

static void the_interface_speaks_the_language_of_the_visit(void **state)
{
    static struct stage stage;
    (void)state;
    stage_make(&stage, &PLAIN);
    stage.words.get = tell_language;
    stage_tap(&stage, "lang.en");
    assert_string_equal(stage_label(&stage, "tool.help"), "en");
    assert_string_equal(scene_find(&stage.scene, "tool.help")->lang, "en");
    stage_drop(&stage);
}

/* K34 */
static void languages_are_named_in_themselves(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.languages = "[\"nl\",\"en\",\"ar\",\"tr\"]"};
    (void)state;
    stage_make(&stage, &options);
    assert_string_equal(stage_label(&stage, "lang.nl"), "Nederlands");
    assert_string_equal(stage_label(&stage, "lang.ar"), "العربية");
    assert_string_equal(scene_find(&stage.scene, "lang.ar")->lang, "ar");
    assert_string_equal(stage_label(&stage, "lang.tr"), "Türkçe");
    stage_drop(&stage);
}

static void content_without_a_translation_keeps_its_own_language(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.languages = "[\"nl\",\"ar\"]"};
    (void)state;
    stage_make(&stage, &options);
    stage_tap(&stage, "lang.ar");
    assert_string_equal(scene_find(&stage.scene, "question")->lang, "nl");
    assert_string_equal(scene_find(&stage.scene, "tool.help")->lang, "ar");
    stage_drop(&stage);
}

/* K87 */
static void inserted_values_are_isolated_from_right_to_left(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.languages = "[\"nl\",\"ar\"]"};
    (void)state;
    stage_make(&stage, &options);
    stage_tap(&stage, "answer.good");
    assert_null(strstr(stage_label(&stage, "step"), "\u2068"));
    stage_tap(&stage, "lang.ar");
    assert_says(&stage, "step", "\u20682\u2069");
    stage_drop(&stage);
}

static void content_may_be_spoken_otherwise_than_it_is_shown(void **state)
{
    static struct stage stage;
    struct bs_text text = {.count = 1};
    (void)state;
    snprintf(text.in[0].lang, sizeof text.in[0].lang, "nl");
    text.in[0].text = "di en do 10-12";
    text.in[0].speech = "dinsdag en donderdag van tien tot twaalf";
    stage_make(&stage, &PLAIN);
    struct ui_words words = content_words(&stage.view, &text);
    assert_string_equal(words.label, "di en do 10-12");
    assert_string_equal(words.speech, "dinsdag en donderdag van tien tot twaalf");
    stage_drop(&stage);
}

/* ---- filling in ---- */

static void values_are_put_where_their_names_stand(void **state)
{
    static struct stage stage;
    char out[64];
    (void)state;
    stage_make(&stage, &PLAIN);
    fill(&stage.view, out, sizeof out, "{b} en {a} en {b}", "a", "1", "b", "2", NULL);
    assert_string_equal(out, "2 en 1 en 2");
    stage_drop(&stage);
}

static void a_name_without_a_value_stays_as_it_is(void **state)
{
    static struct stage stage;
    char out[64];
    (void)state;
    stage_make(&stage, &PLAIN);
    fill(&stage.view, out, sizeof out, "{c} { {", "a", "1", NULL);
    assert_string_equal(out, "{c} { {");
    stage_drop(&stage);
}

static void a_value_is_not_read_as_a_pattern(void **state)
{
    static struct stage stage;
    char out[64];
    (void)state;
    stage_make(&stage, &PLAIN);
    fill(&stage.view, out, sizeof out, "{a}", "a", "{b}", "b", "2", NULL);
    assert_string_equal(out, "{b}");
    stage_drop(&stage);
}

static void what_does_not_fit_is_cut_at_a_character(void **state)
{
    static struct stage stage;
    char out[8];
    (void)state;
    stage_make(&stage, &PLAIN);
    fill(&stage.view, out, sizeof out, "ab{a}z", "a", "ééééé", NULL);
    assert_string_equal(out, "abéé");
    fill(&stage.view, out, sizeof out, "{a}", "a", "1234567", NULL);
    assert_string_equal(out, "1234567");
    fill(&stage.view, out, sizeof out, "1234567é", "a", "1", NULL);
    assert_string_equal(out, "1234567");
    stage_drop(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_says_how_many_may_be_chosen),
        cmocka_unit_test(a_list_says_how_many_are_left),
        cmocka_unit_test(a_full_list_says_how_to_go_on),
        cmocka_unit_test(a_choice_that_is_taken_away_is_left_again),
        cmocka_unit_test(going_on_without_a_choice_says_what_to_do),
        cmocka_unit_test(one_choice_too_many_says_that_there_are_enough),
        cmocka_unit_test(the_last_question_says_that_the_answer_is_kept_after_it),
        cmocka_unit_test(a_question_that_another_may_follow_is_not_called_the_last),
        cmocka_unit_test(the_step_counts_the_questions_that_follow_from_the_answers),
        cmocka_unit_test(the_promise_is_on_the_first_question_only),
        cmocka_unit_test(another_subject_is_offered_only_if_there_is_one),
        cmocka_unit_test(other_subjects_are_on_the_attract_screen_only_if_they_are_open),
        cmocka_unit_test(a_date_of_this_year_has_no_year),
        cmocka_unit_test(a_date_of_another_year_has_its_year),
        cmocka_unit_test(opening_hours_are_told_while_the_place_is_open),
        cmocka_unit_test(no_opening_hours_are_told_on_a_closed_day),
        cmocka_unit_test(a_kiosk_on_trial_says_so),
        cmocka_unit_test(the_thanks_show_the_code_of_the_programme),
        cmocka_unit_test(the_last_second_is_one_second),
        cmocka_unit_test(help_names_the_seconds_of_this_kiosk),
        cmocka_unit_test(the_interface_speaks_the_language_of_the_visit),
        cmocka_unit_test(languages_are_named_in_themselves),
        cmocka_unit_test(content_without_a_translation_keeps_its_own_language),
        cmocka_unit_test(inserted_values_are_isolated_from_right_to_left),
        cmocka_unit_test(content_may_be_spoken_otherwise_than_it_is_shown),
        cmocka_unit_test(values_are_put_where_their_names_stand),
        cmocka_unit_test(a_name_without_a_value_stays_as_it_is),
        cmocka_unit_test(a_value_is_not_read_as_a_pattern),
        cmocka_unit_test(what_does_not_fit_is_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
