/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands on the screen of each kind of question: controls by value, in order, with their states and what they say. */

#include "ask_stage.h"

#include <stdio.h>
#include <string.h>

/* The ids of the answers in reading order, with a blank behind each. */
static void answers_of(const struct stage *stage, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < stage->scene.count; i++) {
        const struct ui_node *node = &stage->scene.nodes[i];
        if (node->role == UI_ROLE_BUTTON &&
            (strncmp(node->id, "choice.", 7) == 0 || strncmp(node->id, "answer.", 7) == 0)) {
            size_t len = strlen(out);
            snprintf(out + len, size - len, "%s ", node->id);
        }
    }
}

static void assert_answers(int programme, const char *id, const char *wanted)
{
    static struct stage stage;
    char found[1024];
    ask_stage_at(&stage, programme, id);
    answers_of(&stage, found, sizeof found);
    assert_string_equal(found, wanted);
    stage_drop(&stage);
}

static bool is_chosen(const struct stage *stage, const char *id)
{
    return (stage_node(stage, id)->states & UI_STATE_CHOSEN) != 0;
}

static void each_kind_shows_its_values(void **state)
{
    (void)state;
    assert_answers(1, "hoe",
                   "answer.very_bad answer.bad answer.neutral answer.good answer.very_good ");
    assert_answers(1, "waarom",
                   "choice.zakken choice.bakken choice.ratten choice.poep choice.grof "
                   "choice.anders ");
    assert_answers(1, "wat", "choice.vegen choice.bak choice.samen ");
    assert_answers(1, "kaart", "");
    assert_answers(2, "bankje", "choice.yes choice.no ");
    assert_answers(2, "plein", "choice.bomen choice.pad choice.daken ");
    assert_answers(2, "eens",
                   "choice.strongly_disagree choice.disagree choice.neutral choice.agree "
                   "choice.strongly_agree ");
    assert_answers(3, "punten", "choice.zorg choice.wonen choice.groen choice.veilig ");
    assert_answers(3, "paar", "choice.licht choice.bank ");
    assert_answers(4, "contact", "answer.very_bad answer.bad answer.good answer.very_good ");
}

static void choices_stand_in_the_order_of_the_session(void **state)
{
    static struct stage stage;
    char found[1024];
    const size_t order[] = {2, 0, 1};
    (void)state;
    ask_stage_at(&stage, 1, "wat");
    memcpy(stage.session.order[stage.session.question], order, sizeof order);
    stage_build(&stage);
    answers_of(&stage, found, sizeof found);
    assert_string_equal(found, "choice.samen choice.vegen choice.bak ");
    stage_drop(&stage);
}

/* K84 */
static void what_is_tapped_is_stored_whatever_its_place(void **state)
{
    static struct stage stage;
    const size_t order[] = {2, 0, 1};
    (void)state;
    ask_stage_at(&stage, 2, "plein");
    memcpy(stage.session.order[stage.session.question], order, sizeof order);
    stage_build(&stage);
    stage_press(&stage, "choice.daken");
    assert_true(answers_slot_has(&stage.session.answers.slot[stage.session.question], 2));
    stage_drop(&stage);
}

/* K69 */
static void nothing_is_chosen_before_a_tap(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_make(&stage, &ask_ways[0], "nl", false);
    for (size_t i = 0; i < ask_question_count; i++) {
        ask_stage_go(&stage, ask_questions[i].programme, ask_questions[i].id);
        for (size_t k = 0; k < stage.scene.count; k++) {
            assert_int_equal(stage.scene.nodes[k].states & UI_STATE_CHOSEN, 0);
        }
    }
    stage_drop(&stage);
}

/* K67 K68 */
static void each_asks_one_question_and_takes_weet_ik_niet(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_make(&stage, &ask_ways[0], "nl", false);
    for (size_t i = 0; i < ask_question_count; i++) {
        int questions = 0;
        ask_stage_go(&stage, ask_questions[i].programme, ask_questions[i].id);
        for (size_t k = 0; k < stage.scene.count; k++) {
            questions += stage.scene.nodes[k].role == UI_ROLE_QUESTION ? 1 : 0;
        }
        assert_int_equal(questions, 1);
        const bool is_card = strcmp(ask_questions[i].id, "kaart") == 0;
        assert_true(stage_has(&stage, "tool.dont_know") != is_card);
    }
    stage_drop(&stage);
}

static void only_several_taps_and_a_card_need_verder(void **state)
{
    static struct stage stage;
    static const char *const NEED[] = {"waarom", "kaart", "punten", "top", "doen"};
    (void)state;
    ask_stage_make(&stage, &ask_ways[0], "nl", false);
    for (size_t i = 0; i < ask_question_count; i++) {
        bool needs = false;
        for (size_t k = 0; k < sizeof NEED / sizeof NEED[0]; k++) {
            needs = needs || strcmp(ask_questions[i].id, NEED[k]) == 0;
        }
        ask_stage_go(&stage, ask_questions[i].programme, ask_questions[i].id);
        assert_true(stage_has(&stage, "tool.next") == needs);
    }
    stage_drop(&stage);
}

static void weet_ik_niet_is_marked_when_it_was_said(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 2, "eens");
    answers_set_dont_know(&stage.session.answers, stage.session.question);
    stage_build(&stage);
    assert_true(is_chosen(&stage, "tool.dont_know"));
    stage_drop(&stage);
}

/* ---- yes and no, agreement ---- */

/* K25 */
static void yes_and_no_have_a_shape_of_their_own(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 2, "bankje");
    assert_string_equal(stage_node(&stage, "choice.yes")->icon, "check");
    assert_string_equal(stage_node(&stage, "choice.no")->icon, "close");
    stage_drop(&stage);
}

/* K25 */
static void every_step_of_agreement_has_a_shape_of_its_own(void **state)
{
    static struct stage stage;
    static const char *const STEPS[] = {"choice.strongly_disagree", "choice.disagree",
                                        "choice.neutral", "choice.agree", "choice.strongly_agree"};
    (void)state;
    ask_stage_at(&stage, 2, "eens");
    for (int i = 0; i < 5; i++) {
        char icon[24];
        snprintf(icon, sizeof icon, "agree-%d", i + 1);
        assert_string_equal(stage_node(&stage, STEPS[i])->icon, icon);
        assert_int_equal(stage_node(&stage, STEPS[i])->face, 0);
    }
    stage_drop(&stage);
}

/* ---- pictures ---- */

static void a_picture_is_drawn_in_its_own_colours_inside_its_card(void **state)
{
    static struct stage stage;
    int pictures = 0;
    (void)state;
    ask_stage_at(&stage, 2, "plein");
    const struct ui_rect card = stage_node(&stage, "choice.bomen")->rect;
    for (size_t i = 0; i < stage.scene.count; i++) {
        const struct ui_node *node = &stage.scene.nodes[i];
        pictures += node->is_picture ? 1 : 0;
        if (node->is_picture && strcmp(node->icon, "street-trees") == 0) {
            assert_int_equal(node->role, UI_ROLE_DECORATION);
            assert_true(node->rect.x > card.x && node->rect.x + node->rect.w < card.x + card.w);
            assert_true(node->rect.y > card.y && node->rect.y + node->rect.h < card.y + card.h);
        }
    }
    assert_int_equal(pictures, 3);
    stage_drop(&stage);
}

/* K47 */
static void a_picture_is_spoken_by_its_words(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 2, "plein");
    assert_string_equal(stage_node(&stage, "choice.pad")->speech, "Groen wandelpad");
    stage_drop(&stage);
}

/* ---- pair ---- */

static void a_pair_says_which_round_it_is_and_shows_the_two_of_it(void **state)
{
    static struct stage stage;
    char found[256];
    (void)state;
    ask_stage_at(&stage, 3, "paar");
    assert_string_equal(stage_label(&stage, "left"), "Ronde 1 van 3");
    stage_tap(&stage, "choice.bank");
    assert_string_equal(stage_label(&stage, "left"), "Ronde 2 van 3");
    answers_of(&stage, found, sizeof found);
    assert_string_equal(found, "choice.licht choice.fiets ");
    assert_false(is_chosen(&stage, "choice.licht"));
    stage_drop(&stage);
}

static void what_won_its_round_is_marked(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "paar");
    stage_press(&stage, "choice.bank");
    assert_true(is_chosen(&stage, "choice.bank"));
    assert_false(is_chosen(&stage, "choice.licht"));
    stage_drop(&stage);
}

/* ---- top ---- */

/* The number that stands on a tile's corner, or "" for none. */
static const char *rank_on(const struct stage *stage, const char *id)
{
    const struct ui_rect tile = stage_node(stage, id)->rect;
    for (size_t i = 0; i < stage->scene.count; i++) {
        const struct ui_node *node = &stage->scene.nodes[i];
        const struct ui_point middle = {node->rect.x + node->rect.w / 2,
                                        node->rect.y + node->rect.h / 2};
        if (node->role == UI_ROLE_DECORATION && node->label[0] != '\0' &&
            ui_rect_holds(tile, middle)) {
            return node->label;
        }
    }
    return "";
}

static void a_number_says_what_was_tapped_first(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "top");
    stage_taps(&stage, "choice.ouderen choice.wonen");
    assert_string_equal(rank_on(&stage, "choice.ouderen"), "1");
    assert_string_equal(rank_on(&stage, "choice.wonen"), "2");
    assert_string_equal(rank_on(&stage, "choice.jeugd"), "");
    stage_press(&stage, "choice.ouderen");
    assert_string_equal(rank_on(&stage, "choice.wonen"), "1");
    stage_drop(&stage);
}

/* K47 K57 */
static void a_rank_is_spoken(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "top");
    stage_taps(&stage, "choice.wonen choice.sport choice.jeugd");
    assert_string_equal(stage_node(&stage, "choice.wonen")->speech, "Eerste keus: Wonen");
    assert_string_equal(stage_node(&stage, "choice.sport")->speech, "Tweede keus: Sport");
    assert_string_equal(stage_node(&stage, "choice.jeugd")->speech, "Derde keus: Jeugd");
    assert_string_equal(stage_node(&stage, "choice.cultuur")->speech, "Cultuur");
    stage_drop(&stage);
}

static void the_badge_counts_down(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "top");
    assert_string_equal(stage_label(&stage, "left"), "Kies er 3");
    stage_press(&stage, "choice.wonen");
    assert_string_equal(stage_label(&stage, "left"), "Nog 2 over");
    stage_taps(&stage, "choice.sport choice.jeugd");
    assert_string_equal(stage_label(&stage, "left"), "Klaar? Tik op Verder");
    assert_int_equal(stage_node(&stage, "left")->role, UI_ROLE_STATUS);
    stage_drop(&stage);
}

/* ---- hints ---- */

static void a_hint_says_what_went_wrong_and_how_it_goes_right(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 3, "top");
    assert_string_equal(stage_label(&stage, "hint"), "Tik eerst op het belangrijkste.");
    stage_press(&stage, "tool.next");
    assert_string_equal(stage_label(&stage, "hint"), "Kies eerst een plaatje.");
    stage_taps(&stage, "choice.wonen choice.sport choice.jeugd choice.cultuur");
    assert_string_equal(stage_label(&stage, "hint"), "Meer kan niet. Haal er eerst één weg.");
    ask_stage_go(&stage, 3, "paar");
    assert_string_equal(stage_label(&stage, "hint"), "Tik op wat voor u zwaarder weegt.");
    stage_drop(&stage);
}

/* ---- card ---- */

static void a_card_shows_its_paragraph_and_one_way_on(void **state)
{
    static struct stage stage;
    (void)state;
    ask_stage_at(&stage, 1, "kaart");
    assert_string_equal(stage_label(&stage, "question"), "Zo werkt het nu");
    assert_string_equal(stage_label(&stage, "body"),
                        "De wagen komt elke dinsdag. U mag vier zakken buiten zetten.");
    assert_true(stage_has(&stage, "tool.next"));
    assert_false(stage_has(&stage, "left"));
    assert_string_equal(stage_label(&stage, "step"), "Schone buurt");
    stage_drop(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_shows_its_values),
        cmocka_unit_test(choices_stand_in_the_order_of_the_session),
        cmocka_unit_test(what_is_tapped_is_stored_whatever_its_place),
        cmocka_unit_test(nothing_is_chosen_before_a_tap),
        cmocka_unit_test(each_asks_one_question_and_takes_weet_ik_niet),
        cmocka_unit_test(only_several_taps_and_a_card_need_verder),
        cmocka_unit_test(weet_ik_niet_is_marked_when_it_was_said),
        cmocka_unit_test(yes_and_no_have_a_shape_of_their_own),
        cmocka_unit_test(every_step_of_agreement_has_a_shape_of_its_own),
        cmocka_unit_test(a_picture_is_drawn_in_its_own_colours_inside_its_card),
        cmocka_unit_test(a_picture_is_spoken_by_its_words),
        cmocka_unit_test(a_pair_says_which_round_it_is_and_shows_the_two_of_it),
        cmocka_unit_test(what_won_its_round_is_marked),
        cmocka_unit_test(a_number_says_what_was_tapped_first),
        cmocka_unit_test(a_rank_is_spoken),
        cmocka_unit_test(the_badge_counts_down),
        cmocka_unit_test(a_hint_says_what_went_wrong_and_how_it_goes_right),
        cmocka_unit_test(a_card_shows_its_paragraph_and_one_way_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
