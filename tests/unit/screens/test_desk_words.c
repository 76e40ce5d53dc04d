/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A comment on the desk: its words on tiles, and that neither they nor a PIN are heard by others. */

#include "desk_screens_stage.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "spoken.h"

static struct spoken spoken;

static int tear_down(void **state)
{
    spoken_wipe(&spoken);
    return desk_screens_tear_down(state);
}

/* ---- words ---- */

static void a_word_is_tapped_and_the_rest_decided(void **state)
{
    (void)state;
    open_desk("desk-words");
    assert_means("word.0", DESK_TAP_WORD, 0);
    assert_means("word.7", DESK_TAP_WORD, 7);
    assert_means("tool.release", DESK_RELEASE, 0);
    assert_means("tool.hide", DESK_GO, DESK_HIDE);
    assert_means("tool.pass", DESK_GO, DESK_PASS);
    assert_means("tool.back", DESK_BACK, 0);
    assert_means_nothing("word.288");
    assert_means_nothing("word.1000");
}

static void a_masked_word_stands_nowhere(void **state)
{
    (void)state;
    open_desk("desk-words-masked");
    for (size_t i = 0; i < stage.scene.count; i++) {
        const struct ui_node *at = &stage.scene.nodes[i];
        assert_null(strstr(at->label, "zakken"));
        assert_null(strstr(at->speech, "zakken"));
        assert_null(strstr(at->speech, "23456789"));
    }
    assert_string_equal(stage_label(&stage, "word.2"), "naam");
    assert_string_equal(stage_label(&stage, "word.0"), "weg");
}

static void words_that_are_all_black_are_not_released(void **state)
{
    (void)state;
    open_desk("desk-words-masked");
    assert_false(stage_has(&stage, "tool.release"));
    assert_non_null(strstr(stage_label(&stage, "words.hint"), "Verbergen"));
}

static void a_mask_moves_nothing(void **state)
{
    static struct ui_scene before;
    (void)state;
    struct desk *desk = open_desk("desk-words");
    before = stage.scene;
    for (size_t i = 0; i < desk->masks.count; i++) {
        (void)masks_toggle(&desk->masks, i);
    }
    stage_build(&stage);
    for (size_t i = 0; i < before.count; i++) {
        if (strncmp(before.nodes[i].id, "word.", 5) == 0) {
            assert_memory_equal(&stage_node(&stage, before.nodes[i].id)->rect,
                                &before.nodes[i].rect, sizeof before.nodes[i].rect);
        }
    }
}

static void a_proposal_that_was_turned_down_stays_marked(void **state)
{
    (void)state;
    open_desk("desk-words-found");
    assert_int_equal(stage_node(&stage, "word.2")->surface, UI_SURFACE_FOUND);
    assert_int_equal(stage_node(&stage, "word.0")->surface, UI_SURFACE_QUIET);
    assert_int_equal(stage_node(&stage, "word.3")->surface, UI_SURFACE_MASK);
}

static void arabic_runs_from_the_right_in_its_own_language(void **state)
{
    (void)state;
    open_desk("desk-words-ar");
    assert_true(stage_node(&stage, "word.0")->rect.x > stage_node(&stage, "word.1")->rect.x);
    assert_string_equal(stage_node(&stage, "word.0")->lang, "ar");
    assert_string_equal(stage_node(&stage, "words.hint")->lang, "nl");
    open_desk("desk-words");
    assert_true(stage_node(&stage, "word.0")->rect.x < stage_node(&stage, "word.1")->rect.x);
}

static void what_has_pages_is_released_on_the_last(void **state)
{
    (void)state;
    open_desk("desk-words-many");
    assert_means("tool.more", DESK_MORE, 0);
    assert_false(stage_has(&stage, "tool.release"));
    open_desk("desk-words-many-last");
    assert_true(stage_has(&stage, "tool.release"));
    assert_false(stage_has(&stage, "tool.more"));
}

static void every_word_is_on_one_page(void **state)
{
    bool seen[MASKS_WORDS_MAX] = {false};
    (void)state;
    struct desk *desk = open_desk("desk-words-many");
    for (desk->page = 0; desk->page < 10; desk->page++) {
        stage_build(&stage);
        for (size_t i = 0; i < desk->masks.count; i++) {
            char id[UI_ID_TEXT];
            snprintf(id, sizeof id, "word.%zu", i);
            seen[i] = seen[i] || stage_has(&stage, id);
        }
    }
    assert_true(desk->masks.count > 100);
    for (size_t i = 0; i < desk->masks.count; i++) {
        assert_true(seen[i]);
    }
}

/* ---- what was answered ---- */

static size_t lines_of(const struct ui_node *text)
{
    struct ui_line lines[UI_LINES_MAX];
    size_t count = 0;
    assert_true(stage.view.text->wrap(stage.view.text->self, stage.theme.font[text->style], "nl",
                                      text->label, text->rect.w, UI_LINES_MAX, lines, &count));
    return count;
}

static bool ends_in_dots(const char *text)
{
    return strlen(text) > 3 && strcmp(text + strlen(text) - 3, "…") == 0;
}

static void long_answers_take_two_lines_and_all_of_them_is_said(void **state)
{
    (void)state;
    open_desk("desk-words-answers");
    const struct ui_node *answers = stage_node(&stage, "words.answers");
    const size_t shown = strlen(answers->label) - 3;
    assert_true(answers->fits);
    assert_int_equal(lines_of(answers), 2);
    assert_true(ends_in_dots(answers->label));
    assert_memory_equal(answers->label, stage.view.desk_answers, shown);
    assert_true(stage.view.desk_answers[shown] != '\0');
    assert_string_equal(answers->speech, stage.view.desk_answers);
}

/* Another character would not fit: so many words of one letter end where the second line does. */
static void two_lines_are_filled(void **state)
{
    static char text[800];
    (void)state;
    for (size_t i = 0; i + 2 < sizeof text; i += 2) {
        memcpy(text + i, "a ", 2);
    }
    open_desk("desk-words-answers");
    stage.view.desk_answers = text;
    stage_build(&stage);
    const struct ui_node *answers = stage_node(&stage, "words.answers");
    const int each = stage.theme.font[answers->style].px / 2;
    const int room = answers->rect.w / each; /* characters of a line */
    assert_in_range(strlen(answers->label) - 2, 2 * room - 4, 2 * room);
}

static void short_answers_are_shown_as_they_are(void **state)
{
    (void)state;
    open_desk("desk-words-answers");
    stage.view.desk_answers = "Hoe schoon? Slecht · Waarom? losse zakken";
    stage_build(&stage);
    assert_string_equal(stage_label(&stage, "words.answers"), stage.view.desk_answers);
}

/* Without a blank, in letters of two bytes: longer than a node can hold. */
static void answers_are_cut_at_a_character(void **state)
{
    static char text[2 * UI_LABEL_TEXT];
    (void)state;
    for (size_t i = 0; i + 2 < sizeof text; i += 2) {
        memcpy(text + i, "é", 2);
    }
    open_desk("desk-words-answers");
    stage.view.desk_answers = text;
    stage_build(&stage);
    const struct ui_node *answers = stage_node(&stage, "words.answers");
    assert_true(answers->fits);
    assert_true(ends_in_dots(answers->label));
    assert_int_equal(lines_of(answers), 1);
    assert_true(bs_utf8_valid(answers->label, strlen(answers->label)));
    assert_true(bs_utf8_valid(answers->speech, strlen(answers->speech)));
}

static void answers_that_are_not_known_take_no_room(void **state)
{
    (void)state;
    open_desk("desk-words");
    const struct ui_rect first = stage_node(&stage, "word.0")->rect;
    assert_false(stage_has(&stage, "words.answers"));
    stage.view.desk_answers = "";
    stage_build(&stage);
    assert_false(stage_has(&stage, "words.answers"));
    assert_int_equal(stage_node(&stage, "word.0")->rect.y, first.y);
}

/* ---- what is heard ---- */

static bool is_heard(const char *text)
{
    for (size_t i = 0; i < spoken.count; i++) {
        if (strstr(spoken_text(&spoken, i), text) != NULL) {
            return true;
        }
    }
    return false;
}

/* Everything that a voice can be made to say of this screen. */
static void say_all(bool may_tell)
{
    const struct spoken_words words = {.lang = "nl",
                                       .chosen = "Gekozen.",
                                       .star = "ster",
                                       .hidden = "Verborgen.",
                                       .controls = "",
                                       .may_tell = may_tell};
    spoken_wipe(&spoken);
    spoken_arrival(&spoken, &stage.scene, &words);
    spoken_whole(&spoken, &stage.scene, &words);
    for (size_t i = 0; i < stage.scene.count; i++) {
        spoken_node(&spoken, &stage.scene.nodes[i], &words);
    }
}

static void a_loudspeaker_tells_no_resident_s_word(void **state)
{
    (void)state;
    open_desk("desk-words-found");
    say_all(false);
    assert_false(is_heard("kinderen"));
    assert_false(is_heard("mevrouw"));
    assert_true(is_heard("Verborgen."));
    say_all(true);
    assert_true(is_heard("kinderen"));
}

static void a_loudspeaker_tells_nothing_of_what_was_answered(void **state)
{
    (void)state;
    open_desk("desk-words-answers");
    say_all(false);
    assert_false(is_heard("Ratten"));
    say_all(true);
    assert_true(is_heard("Ratten"));
    assert_true(is_heard("Heel belangrijk"));
}

static void a_headset_hears_the_comment_as_a_whole_in_its_language(void **state)
{
    (void)state;
    open_desk("desk-words-ar");
    say_all(true);
    for (size_t i = 0; i < spoken.count; i++) {
        if (strcmp(spoken.parts[i].id, "words.said") == 0) {
            assert_string_equal(spoken.parts[i].lang, "ar");
            assert_true(spoken.parts[i].is_private);
            return;
        }
    }
    fail_msg("the comment is not said");
}

static void a_loudspeaker_tells_no_digit_of_a_pin(void **state)
{
    (void)state;
    open_desk("desk-door-ready");
    say_all(false);
    for (char digit = '0'; digit <= '9'; digit++) {
        const char text[2] = {digit, '\0'};
        assert_false(is_heard(text));
    }
    say_all(true);
    assert_true(is_heard("5"));
}

static void a_loudspeaker_tells_nothing_of_what_she_writes(void **state)
{
    (void)state;
    open_desk("desk-write");
    say_all(false);
    assert_false(is_heard("Koningslaan"));
}

#define HERE(test) cmocka_unit_test_setup_teardown(test, desk_screens_set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HERE(a_word_is_tapped_and_the_rest_decided),
        HERE(a_masked_word_stands_nowhere),
        HERE(words_that_are_all_black_are_not_released),
        HERE(a_mask_moves_nothing),
        HERE(a_proposal_that_was_turned_down_stays_marked),
        HERE(arabic_runs_from_the_right_in_its_own_language),
        HERE(what_has_pages_is_released_on_the_last),
        HERE(every_word_is_on_one_page),
        HERE(long_answers_take_two_lines_and_all_of_them_is_said),
        HERE(two_lines_are_filled),
        HERE(short_answers_are_shown_as_they_are),
        HERE(answers_are_cut_at_a_character),
        HERE(answers_that_are_not_known_take_no_room),
        HERE(a_loudspeaker_tells_no_resident_s_word),
        HERE(a_loudspeaker_tells_nothing_of_what_was_answered),
        HERE(a_headset_hears_the_comment_as_a_whole_in_its_language),
        HERE(a_loudspeaker_tells_no_digit_of_a_pin),
        HERE(a_loudspeaker_tells_nothing_of_what_she_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
