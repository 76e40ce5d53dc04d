/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Where there is more than there is room for: what is shown has its room, and what matters most is what stays. */

#include "screens_stage.h"

#include <stdio.h>
#include <string.h>

#define SIX "[\"nl\",\"en\",\"tr\",\"ar\",\"pl\",\"uk\"]"
#define TWELVE                                                                                     \
    "[\"nl\",\"en\",\"tr\",\"ar\",\"pl\",\"uk\",\"de\",\"fr\",\"es\",\"fa\",\"ro\",\"bg\"]"

static bool is_button(const struct ui_node *node)
{
    return node->role == UI_ROLE_BUTTON;
}

static bool is_apart(struct ui_rect a, struct ui_rect b)
{
    return a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
}

/* Buttons of the topmost layer are large enough, on the screen and beside each other. */
static void assert_buttons(const struct stage *stage, const char *look)
{
    const struct ui_scene *scene = &stage->scene;
    const size_t first = scene_first_reachable(scene);
    for (size_t i = first; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        struct ui_rect r = node->rect;
        if (!is_button(node)) {
            continue;
        }
        if (r.w < stage->theme.target_min || r.h < stage->theme.target_min || r.x < 0 || r.y < 0 ||
            r.x + r.w > scene->width || r.y + r.h > scene->height) {
            fail_msg("%s: %s at %d,%d is %dx%d", look, node->id, r.x, r.y, r.w, r.h);
        }
        for (size_t k = i + 1; k < scene->count; k++) {
            const struct ui_node *other = &scene->nodes[k];
            if (is_button(other) && !is_apart(r, other->rect)) {
                fail_msg("%s: %s lies over %s", look, other->id, node->id);
            }
        }
    }
}

static void look_at_buttons(const char *languages, const char *lang)
{
    static struct stage stage;
    const struct stage_options options = {.languages = languages};
    for (size_t i = 0; i < stage_look_count; i++) {
        stage_go(&stage, &options, lang, &stage_looks[i]);
        assert_buttons(&stage, stage_looks[i].name);
        stage_drop(&stage);
    }
}

/* ---- languages ---- */

static void six_languages_leave_every_button_its_room(void **state)
{
    (void)state;
    look_at_buttons(SIX, "nl");
    look_at_buttons(SIX, "ar");
}

static void twelve_languages_leave_every_button_its_room(void **state)
{
    (void)state;
    look_at_buttons(TWELVE, "nl");
    look_at_buttons(TWELVE, "fa");
}

static void all_twelve_languages_are_on_attract(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.languages = TWELVE};
    (void)state;
    stage_make(&stage, &options);
    for (size_t i = 0; i < stage.bundle->language_count; i++) {
        char id[UI_ID_TEXT] = "lang.";
        strncat(id, stage.bundle->languages[i], BS_LANG_TEXT);
        assert_true(stage_has(&stage, id));
    }
    stage_drop(&stage);
}

static void languages_leave_the_step_its_room(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.languages = TWELVE};
    (void)state;
    stage_make(&stage, &options);
    stage_tap(&stage, "answer.good");
    assert_true(scene_find(&stage.scene, "step")->fits);
    assert_true(stage_has(&stage, "lang.en"));
    assert_false(stage_has(&stage, "lang.bg"));
    stage_drop(&stage);
}

static void help_keeps_its_place_whatever_the_languages(void **state)
{
    static struct stage stage;
    static const char *const LANGUAGES[] = {NULL, SIX, TWELVE};
    struct ui_rect places[3];
    (void)state;
    for (int i = 0; i < 3; i++) {
        const struct stage_options options = {.languages = LANGUAGES[i]};
        stage_make(&stage, &options);
        places[i] = scene_find(&stage.scene, "tool.help")->rect;
        stage_tap(&stage, "answer.good");
        struct ui_rect later = scene_find(&stage.scene, "tool.help")->rect;
        assert_memory_equal(&later, &places[i], sizeof later);
        stage_drop(&stage);
    }
    assert_memory_equal(&places[0], &places[1], sizeof places[0]);
    assert_memory_equal(&places[0], &places[2], sizeof places[0]);
}

/* ---- words ---- */

#define LONG                                                                                       \
    "De gemeente bekijkt samen met alle bewoners wat er nodig is. "                                \
    "De gemeente bekijkt samen met alle bewoners wat er nodig is. Ja."

static void a_long_promise_keeps_its_date(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.paragraph = LONG};
    (void)state;
    stage_make(&stage, &options);
    assert_true(scene_find(&stage.scene, "promise.open")->fits);
    assert_true(scene_find(&stage.scene, "promise.due")->fits);
    assert_false(stage_has(&stage, "promise.decides"));
    stage_drop(&stage);
}

static void a_short_promise_says_who_decides(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.paragraph = "De raad beslist over dit plan."};
    (void)state;
    stage_make(&stage, &options);
    assert_true(scene_find(&stage.scene, "promise.decides")->fits);
    stage_drop(&stage);
}

static void a_long_contact_has_the_height_that_it_needs(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.paragraph = LONG};
    const struct stage_look thanks = {
        "thanks", "answer.good choice.l1 tool.next", 0, SESSION_SAVED, NULL, NULL};
    (void)state;
    stage_go(&stage, &options, "nl", &thanks);
    assert_true(scene_find(&stage.scene, "contact")->fits);
    assert_true(scene_find(&stage.scene, "next.answer")->fits);
    stage_drop(&stage);
}

/* ---- facts and sources ---- */

/* So many facts, each in these words and with a source of its own. */
static void look_at_facts(struct stage *stage, size_t count, const char *words)
{
    stage_make(stage, &(struct stage_options){.paragraph = words});
    struct bs_programme *programme = stage->bundle->programmes[0].programme;
    programme->fact_count = count;
    programme->source_count = count;
    for (size_t i = 1; i < count; i++) {
        programme->facts[i] = programme->facts[0];
        programme->facts[i].source = i;
        programme->sources[i] = programme->sources[0];
    }
    stage_taps(stage, "tool.help tool.about");
}

static void every_fact_and_every_source_is_shown(void **state)
{
    static struct stage stage;
    (void)state;
    look_at_facts(&stage, 4, "Zin");
    assert_true(stage_has(&stage, "fact.4"));
    assert_true(stage_has(&stage, "source.4"));
    stage_drop(&stage);
}

static void long_facts_are_all_on_some_page_with_their_source(void **state)
{
    static struct stage stage;
    size_t seen = 0;
    (void)state;
    look_at_facts(&stage, BS_FACTS_MAX, LONG);
    assert_true(stage_has(&stage, "tool.more"));
    for (bool is_more = true; is_more;) {
        char fact[UI_ID_TEXT], source[UI_ID_TEXT];
        for (;; seen++) {
            snprintf(fact, sizeof fact, "fact.%zu", seen + 1);
            snprintf(source, sizeof source, "source.%zu", seen + 1);
            if (!stage_has(&stage, fact)) {
                break;
            }
            assert_true(scene_find(&stage.scene, fact)->fits);
            assert_true(scene_find(&stage.scene, source)->fits);
        }
        is_more = stage_has(&stage, "tool.more");
        if (is_more) {
            stage_tap(&stage, "tool.more");
        }
    }
    assert_int_equal(seen, BS_FACTS_MAX);
    stage_drop(&stage);
}

static void a_source_without_a_fact_stands_on_the_last_page(void **state)
{
    static struct stage stage;
    (void)state;
    look_at_facts(&stage, 2, "Zin");
    stage.bundle->programmes[0].programme->facts[1].source = 0;
    stage_build(&stage);
    assert_true(stage_has(&stage, "source.1"));
    assert_true(stage_has(&stage, "source.2"));
    stage_drop(&stage);
}

/* ---- answers ---- */

static void where_an_answer_would_be_cut_attract_leads_to_the_question(void **state)
{
    static struct stage stage;
    static char values[BS_CHOICES_MAX][2];
    (void)state;
    stage_make(&stage, &(struct stage_options){0});
    struct bs_question *question = &stage.bundle->programmes[0].programme->questions[0];
    question->kind = BS_KIND_LIST;
    question->most = 3;
    question->choice_count = BS_CHOICES_MAX;
    for (size_t i = 0; i < BS_CHOICES_MAX; i++) {
        question->choices[i] = question->choices[0];
        snprintf(values[i], sizeof values[i], "%zu", i);
        question->choices[i].value = values[i];
        stage.session.order[0][i] = i;
    }
    stage_build(&stage);
    assert_true(stage_has(&stage, "choice.7"));
    assert_false(stage_has(&stage, "programme.een"));
    question->choices[3].label = stage.bundle->programmes[0].programme->contact;
    question->choices[3].label.in[0].text = LONG;
    stage_build(&stage);
    assert_false(stage_has(&stage, "choice.7"));
    for (size_t i = 0; i < stage.scene.count; i++) {
        assert_true(stage.scene.nodes[i].fits);
    }
    stage_tap(&stage, "programme.een");
    assert_true(stage_has(&stage, "choice.7"));
    assert_int_equal(stage.session.screen, SESSION_QUESTION);
    stage_drop(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_languages_leave_every_button_its_room),
        cmocka_unit_test(twelve_languages_leave_every_button_its_room),
        cmocka_unit_test(all_twelve_languages_are_on_attract),
        cmocka_unit_test(languages_leave_the_step_its_room),
        cmocka_unit_test(help_keeps_its_place_whatever_the_languages),
        cmocka_unit_test(a_long_promise_keeps_its_date),
        cmocka_unit_test(a_short_promise_says_who_decides),
        cmocka_unit_test(a_long_contact_has_the_height_that_it_needs),
        cmocka_unit_test(every_fact_and_every_source_is_shown),
        cmocka_unit_test(long_facts_are_all_on_some_page_with_their_source),
        cmocka_unit_test(a_source_without_a_fact_stands_on_the_last_page),
        cmocka_unit_test(where_an_answer_would_be_cut_attract_leads_to_the_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
