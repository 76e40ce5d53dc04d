/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is drawn as a control can be pressed, and means what its id says. */

#include "screens_stage.h"

#include <string.h>

static const struct stage_options PLAIN = {0};

static void make(struct stage *stage)
{
    stage_make(stage, &PLAIN);
}

static void every_control_of_every_screen_does_something(void **state)
{
    static struct stage stage;
    (void)state;
    for (size_t i = 0; i < stage_look_count; i++) {
        stage_go(&stage, &PLAIN, "nl", &stage_looks[i]);
        for (size_t k = scene_first_reachable(&stage.scene); k < stage.scene.count; k++) {
            const struct ui_node *node = &stage.scene.nodes[k];
            struct session session = stage.session;
            struct session_intent intent;
            struct desk_intent desk;
            if (node->role == UI_ROLE_BUTTON && !screen_desk_intent(&stage.view, node->id, &desk) &&
                (!screen_intent(&stage.view, node->id, &intent) ||
                 !session_apply(&session, &intent, stage.now, &stage.effect))) {
                fail_msg("%s: %s does nothing", stage_looks[i].name, node->id);
            }
        }
        stage_drop(&stage);
    }
}

static void only_controls_have_ids_that_mean_something(void **state)
{
    static struct stage stage;
    (void)state;
    for (size_t i = 0; i < stage_look_count; i++) {
        stage_go(&stage, &PLAIN, "nl", &stage_looks[i]);
        for (size_t k = 0; k < stage.scene.count; k++) {
            const struct ui_node *node = &stage.scene.nodes[k];
            struct session_intent intent;
            if (node->role != UI_ROLE_BUTTON && screen_intent(&stage.view, node->id, &intent)) {
                fail_msg("%s: %s is no control", stage_looks[i].name, node->id);
            }
        }
        stage_drop(&stage);
    }
}

static void an_answer_is_named_by_its_value(void **state)
{
    static struct stage stage;
    struct session_intent intent;
    (void)state;
    make(&stage);
    assert_true(screen_intent(&stage.view, "answer.very_good", &intent));
    assert_int_equal(intent.kind, SESSION_CHOOSE);
    assert_int_equal(intent.index, 4);
    stage_drop(&stage);
}

static void an_answer_of_another_question_means_nothing(void **state)
{
    static struct stage stage;
    struct session_intent intent;
    (void)state;
    make(&stage);
    assert_false(screen_intent(&stage.view, "choice.l1", &intent));
    stage_tap(&stage, "answer.good");
    assert_false(screen_intent(&stage.view, "answer.good", &intent));
    assert_true(screen_intent(&stage.view, "choice.l1", &intent));
    stage_drop(&stage);
}

static void a_programme_is_named_by_its_id(void **state)
{
    static struct stage stage;
    struct session_intent intent;
    (void)state;
    make(&stage);
    assert_true(screen_intent(&stage.view, "programme.twee", &intent));
    assert_int_equal(intent.kind, SESSION_SET_PROGRAMME);
    assert_int_equal(intent.index, 1);
    assert_false(screen_intent(&stage.view, "programme.drie", &intent));
    stage_drop(&stage);
}

static void a_language_is_named_by_its_tag(void **state)
{
    static struct stage stage;
    struct session_intent intent;
    (void)state;
    make(&stage);
    assert_true(screen_intent(&stage.view, "lang.en", &intent));
    assert_int_equal(intent.kind, SESSION_SET_LANGUAGE);
    assert_string_equal(intent.lang, "en");
    stage_drop(&stage);
}

static void unknown_ids_mean_nothing(void **state)
{
    static const char *const IDS[] = {"",
                                      "tool",
                                      "tool.",
                                      "tool.dance",
                                      "answer.",
                                      "answer",
                                      "lang.muchtoolongatag",
                                      "programme",
                                      "programme.",
                                      "stop"};
    static struct stage stage;
    struct session_intent intent;
    (void)state;
    make(&stage);
    for (size_t i = 0; i < sizeof IDS / sizeof IDS[0]; i++) {
        if (screen_intent(&stage.view, IDS[i], &intent)) {
            fail_msg("\"%s\" means something", IDS[i]);
        }
    }
    stage_drop(&stage);
}

static void back_leaves_help_to_where_it_was_opened(void **state)
{
    static struct stage stage;
    (void)state;
    make(&stage);
    stage_taps(&stage, "answer.good tool.help tool.about tool.back");
    assert_string_equal(stage.scene.screen, "help");
    stage_tap(&stage, "tool.back");
    assert_string_equal(stage.scene.screen, "question");
    assert_true(stage_has(&stage, "choice.l1"));
    stage_drop(&stage);
}

static void the_dead_time_is_counted_from_every_other_screen(void **state)
{
    static struct stage stage;
    char attract[24], name[24];
    (void)state;
    make(&stage);
    screen_name(&stage.view, attract);
    stage_drop(&stage);
    for (size_t i = 0; i < stage_look_count; i++) {
        stage_go(&stage, &PLAIN, "nl", &stage_looks[i]);
        screen_name(&stage.view, name);
        assert_int_equal(strcmp(attract, name) == 0, strcmp(stage_looks[i].name, "attract") == 0);
        stage_drop(&stage);
    }
}

/* Whether what is tapped leads from one screen to another. */
static bool leads_on(struct stage *stage, const char *taps)
{
    char before[24], after[24];
    screen_name(&stage->view, before);
    stage_taps(stage, taps);
    screen_name(&stage->view, after);
    return strcmp(before, after) != 0;
}

static void choosing_is_no_new_screen(void **state)
{
    static struct stage stage;
    (void)state;
    make(&stage);
    stage_tap(&stage, "answer.good");
    assert_false(leads_on(&stage, "choice.l1 choice.l2 choice.l3 choice.l4 choice.l1"));
    stage_drop(&stage);
}

static void the_next_question_is_a_new_screen(void **state)
{
    static struct stage stage;
    (void)state;
    make(&stage);
    stage_tap(&stage, "answer.bad");
    assert_true(leads_on(&stage, "choice.w1 tool.next"));
    stage_drop(&stage);
}

/* K14: else a tap that falls through answers the round behind it. */
static void the_next_round_and_the_next_page_of_help_are_new_screens(void **state)
{
    static struct stage stage;
    char before[24], after[24];
    (void)state;
    make(&stage);
    stage_tap(&stage, "answer.bad");
    screen_name(&stage.view, before);
    stage.session.round = 1;
    screen_name(&stage.view, after);
    assert_string_not_equal(before, after);
    stage_tap(&stage, "tool.help");
    screen_name(&stage.view, before);
    stage.session.about_page = 1;
    screen_name(&stage.view, after);
    assert_string_not_equal(before, after);
    stage_drop(&stage);
}

static void behind_a_warning_nothing_can_be_pressed(void **state)
{
    static struct stage stage;
    (void)state;
    make(&stage);
    stage_tap(&stage, "answer.bad");
    struct ui_rect choice = scene_find(&stage.scene, "choice.w1")->rect;
    stage_wait(&stage, 50);
    assert_string_equal(stage.scene.screen, "idle");
    assert_null(scene_hit(&stage.scene, (struct ui_point){choice.x + 5, choice.y + 5}));
    stage_drop(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_control_of_every_screen_does_something),
        cmocka_unit_test(only_controls_have_ids_that_mean_something),
        cmocka_unit_test(an_answer_is_named_by_its_value),
        cmocka_unit_test(an_answer_of_another_question_means_nothing),
        cmocka_unit_test(a_programme_is_named_by_its_id),
        cmocka_unit_test(a_language_is_named_by_its_tag),
        cmocka_unit_test(unknown_ids_mean_nothing),
        cmocka_unit_test(back_leaves_help_to_where_it_was_opened),
        cmocka_unit_test(the_dead_time_is_counted_from_every_other_screen),
        cmocka_unit_test(choosing_is_no_new_screen),
        cmocka_unit_test(the_next_question_is_a_new_screen),
        cmocka_unit_test(the_next_round_and_the_next_page_of_help_are_new_screens),
        cmocka_unit_test(behind_a_warning_nothing_can_be_pressed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
