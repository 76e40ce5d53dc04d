/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What comes back to people: notices, the directory, verdicts; and the screen of a place that is closed. */

#include "screens_stage.h"

#include <stdio.h>
#include <string.h>

static struct stage stage;

static void give_notice(void)
{
    const struct bs_programme *programme = stage.bundle->programmes[0].programme;
    stage.bundle->notice = (struct bs_notice){
        .id = "water", .title = programme->title, .text = programme->open, .until_ms = 5000};
    stage_build(&stage);
}

static void a_notice_takes_over_attract_and_says_when_to_call_112(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    give_notice();
    assert_string_equal(stage.scene.screen, "urgent");
    assert_non_null(strstr(stage_label(&stage, "urgent.112"), "112"));
    assert_false(stage_has(&stage, "answer.good"));
    stage_drop(&stage);
}

static void a_notice_is_over_when_its_time_is(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    stage.view.wall_ms = 5001;
    give_notice();
    assert_string_equal(stage.scene.screen, "attract");
    stage_drop(&stage);
}

static void a_notice_leads_on_to_the_questions(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    give_notice();
    stage_tap(&stage, "tool.all");
    assert_string_equal(stage.scene.screen, "programmes");
    stage_drop(&stage);
}

static void a_notice_is_told_in_dutch_where_it_has_no_other_words(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){.languages = "[\"nl\",\"ar\"]"});
    give_notice();
    stage_tap(&stage, "lang.ar");
    const struct ui_node *title = scene_find(&stage.scene, "urgent");
    assert_non_null(title);
    assert_string_equal(title->lang, "nl");
    stage_drop(&stage);
}

static void a_closed_place_says_when_it_opens(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    stage.session.screen = SESSION_CLOSED;
    stage.view.weekday = 6;
    stage.view.minute = 22 * 60;
    stage_build(&stage);
    assert_string_equal(stage_label(&stage, "opens"), "Morgen open om 9 uur");
    assert_true(stage.scene.is_dark);
    stage.view.minute = 8 * 60;
    stage_build(&stage);
    assert_string_equal(stage_label(&stage, "opens"), "Open om 9 uur");
    stage_drop(&stage);
}

static void what_is_shown_when_closed_stands_elsewhere_each_minute(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    stage.session.screen = SESSION_CLOSED;
    stage.view.minute = 22 * 60;
    stage_build(&stage);
    const struct ui_rect before = scene_find(&stage.scene, "opens")->rect;
    for (int minute = 1; minute < 25; minute++) {
        stage.view.minute = 22 * 60 + minute;
        stage_build(&stage);
        const struct ui_rect now = scene_find(&stage.scene, "opens")->rect;
        assert_true(now.x != before.x || now.y != before.y);
        assert_true(now.x >= 0 && now.y >= 0 && now.x + now.w <= stage.scene.width &&
                    now.y + now.h <= stage.scene.height);
    }
    stage_drop(&stage);
}

static void two_questions_stand_under_an_outcome_one_after_the_other(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){.heard = "Veel mensen willen bomen."});
    stage_wait(&stage, 21);
    stage_tap(&stage, "outcome.twee");
    while (stage_has(&stage, "tool.more")) {
        stage_tap(&stage, "tool.more");
    }
    assert_string_equal(stage_label(&stage, "verdict"), "Snapt u waarom?");
    stage_tap(&stage, "verdict.yes");
    assert_string_equal(stage_label(&stage, "verdict"), "Klopt dit?");
    stage_tap(&stage, "verdict.no");
    assert_int_equal(stage.effect.kind, SESSION_SAVE_VERDICT);
    assert_true(stage.effect.verdict.understood);
    assert_false(stage.effect.verdict.is_right);
    assert_string_equal(stage_label(&stage, "verdict"), "Dank u wel.");
    assert_false(stage_has(&stage, "verdict.yes"));
    stage_drop(&stage);
}

static void a_place_without_a_directory_offers_none(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    assert_false(stage_has(&stage, "tool.here"));
    assert_true(stage_has(&stage, "tool.code"));
    stage_drop(&stage);
}

/* K57 */
static void a_speaking_control_without_sound_stays_and_says_so(void **state)
{
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    stage.view.has_sound = false;
    stage_build(&stage);
    assert_string_equal(stage_label(&stage, "tool.speak"), "Lees voor");
    stage.view.is_silence_told = true;
    stage_build(&stage);
    assert_string_equal(stage_label(&stage, "tool.speak"), "Geen geluid");
    stage_drop(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_takes_over_attract_and_says_when_to_call_112),
        cmocka_unit_test(a_notice_is_over_when_its_time_is),
        cmocka_unit_test(a_notice_leads_on_to_the_questions),
        cmocka_unit_test(a_notice_is_told_in_dutch_where_it_has_no_other_words),
        cmocka_unit_test(a_closed_place_says_when_it_opens),
        cmocka_unit_test(what_is_shown_when_closed_stands_elsewhere_each_minute),
        cmocka_unit_test(two_questions_stand_under_an_outcome_one_after_the_other),
        cmocka_unit_test(a_place_without_a_directory_offers_none),
        cmocka_unit_test(a_speaking_control_without_sound_stays_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
