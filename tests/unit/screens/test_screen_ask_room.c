/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every kind of question on three displays, in every mode, as nobody answered it and as it is full, also with sentences that are
 * 40 % longer: all fits, is large enough, stands apart and mirrors. */

#include "ask_stage.h"

#include <stdio.h>
#include <string.h>

#include "arrange.h"

#define PRIMARY_MM 60
#define GAP_MM     5

struct moment {
    const struct ask_way *way;
    const struct ask_question *question;
    const char *lang;
    bool is_full;
};

/* A screen at each moment. */
static void each_moment(const char *lang, bool is_longer,
                        void (*look)(const struct stage *, const struct moment *))
{
    static struct stage stage;
    for (size_t w = 0; w < ask_way_count; w++) {
        ask_stage_make(&stage, &ask_ways[w], lang, is_longer);
        for (size_t q = 0; q < ask_question_count; q++) {
            struct moment moment = {&ask_ways[w], &ask_questions[q], lang, false};
            ask_stage_go(&stage, moment.question->programme, moment.question->id);
            look(&stage, &moment);
            moment.is_full = true;
            char id[UI_ID_TEXT];
            for (const char *at = moment.question->taps; *at != '\0';) {
                const size_t len = strcspn(at, " ");
                snprintf(id, sizeof id, "%.*s", (int)len, at);
                stage_press(&stage, id);
                at += len + (at[len] == ' ' ? 1 : 0);
            }
            look(&stage, &moment);
        }
        stage_drop(&stage);
    }
}

static void complain(const struct moment *moment, const struct ui_node *node, const char *what)
{
    fail_msg("%s, %s%s in %s: %s %s at %d,%d is %dx%d", moment->way->name, moment->question->id,
             moment->is_full ? " full" : "", moment->lang, node->id, what, node->rect.x,
             node->rect.y, node->rect.w, node->rect.h);
}

static bool has_prefix(const struct ui_node *node, const char *prefix)
{
    return strncmp(node->id, prefix, strlen(prefix)) == 0;
}

static bool is_answer(const struct ui_node *node)
{
    return node->role == UI_ROLE_BUTTON &&
           (has_prefix(node, "choice.") || has_prefix(node, "answer."));
}

/* What the question screen itself lays out: the top line and the tool bar are the frame's. */
static bool is_ours(const struct ui_node *node)
{
    return !node->is_tool && !has_prefix(node, "lang.") && strcmp(node->id, "step") != 0 &&
           strcmp(node->id, "tool.stop") != 0 && strcmp(node->id, "tool.languages") != 0;
}

/* ---- room ---- */

static void assert_fits(const struct stage *stage, const struct moment *moment)
{
    for (size_t i = 0; i < stage->scene.count; i++) {
        const struct ui_node *node = &stage->scene.nodes[i];
        if (is_ours(node) && !node->fits) {
            complain(moment, node, "does not fit");
        }
    }
}

/* K32 */
static void nothing_is_cut(void **state)
{
    (void)state;
    each_moment("nl", false, assert_fits);
    each_moment("ar", false, assert_fits);
}

/* K32 */
static void nothing_is_cut_with_sentences_that_are_longer(void **state)
{
    (void)state;
    each_moment("nl", true, assert_fits);
}

/* ---- targets ---- */

static void assert_targets(const struct stage *stage, const struct moment *moment)
{
    const int gap = theme_px(&stage->theme, GAP_MM);
    for (size_t i = 0; i < stage->scene.count; i++) {
        const struct ui_node *node = &stage->scene.nodes[i];
        if (node->role != UI_ROLE_BUTTON || !is_ours(node)) {
            continue;
        }
        if (node->rect.w < stage->theme.target_min || node->rect.h < stage->theme.target_min) {
            complain(moment, node, "is too small");
        }
        for (size_t k = 0; k < stage->scene.count; k++) {
            const struct ui_node *other = &stage->scene.nodes[k];
            const struct ui_rect near = ui_rect_inset(node->rect, -gap + 1), r = other->rect;
            if (k != i && other->role == UI_ROLE_BUTTON && r.x < near.x + near.w &&
                near.x < r.x + r.w && r.y < near.y + near.h && near.y < r.y + r.h) {
                complain(moment, other, "is too near");
            }
        }
    }
}

/* K01 K02 K04 */
static void targets_are_large_enough_and_apart(void **state)
{
    (void)state;
    each_moment("nl", false, assert_targets);
    each_moment("ar", true, assert_targets);
}

/* K02 */
static void few_answers_are_large(void **state)
{
    /* Where the display allows it: faces beside the promise are narrower, and rows of large text lower. */
    static struct stage stage;
    static const struct {
        int programme;
        const char *id;
    } FEW[] = {{1, "wat"}, {2, "bankje"}, {2, "plein"}, {2, "eens"}, {3, "paar"}};
    (void)state;
    for (size_t i = 0; i < sizeof FEW / sizeof FEW[0]; i++) {
        ask_stage_at(&stage, FEW[i].programme, FEW[i].id);
        const int least = theme_px(&stage.theme, PRIMARY_MM);
        for (size_t k = 0; k < stage.scene.count; k++) {
            const struct ui_node *node = &stage.scene.nodes[k];
            assert_true(!is_answer(node) || (node->rect.w >= least && node->rect.h >= least));
        }
        stage_drop(&stage);
    }
}

/* ---- what stands in a card ---- */

static bool meet(struct ui_rect a, struct ui_rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* The words of each card, line by line, against every other picture; but for what sits on its corner. */
static void assert_words_free(const struct stage *stage, const struct moment *moment)
{
    const struct ui_measures measures = {&stage->theme, stage->view.text, stage->scene.is_rtl};
    for (size_t i = 0; i < stage->scene.count; i++) {
        const struct ui_node *card = &stage->scene.nodes[i];
        struct ui_arranged arranged;
        if (!is_answer(card)) {
            continue;
        }
        arrange_node(&measures, card, &arranged);
        for (size_t k = 0; k < stage->scene.count; k++) {
            const struct ui_node *other = &stage->scene.nodes[k];
            for (size_t l = 0; l < arranged.line_count && other->icon[0] != '\0' &&
                               other->role == UI_ROLE_DECORATION;
                 l++) {
                const int em = stage->theme.font[card->style].px;
                const struct ui_rect line = {arranged.x[l], arranged.baseline[l] - em * 3 / 4,
                                             arranged.lines[l].width, em};
                if (meet(line, other->rect)) {
                    complain(moment, card, "has words under a picture");
                }
            }
        }
    }
}

static void no_words_stand_under_a_picture(void **state)
{
    (void)state;
    each_moment("nl", false, assert_words_free);
    each_moment("ar", false, assert_words_free);
}

/* ---- mirrored ---- */

/* The same words in both languages, so that only the direction differs. */
static void copy_words(struct bs_text *text)
{
    for (size_t i = 1; i < text->count; i++) {
        text->in[i].text = text->in[0].text;
        text->in[i].speech = text->in[0].speech;
    }
}

static void copy_all_words(struct bs_bundle *bundle)
{
    for (size_t p = 0; p < bundle->programme_count; p++) {
        struct bs_programme *programme = bundle->programmes[p].programme;
        copy_words(&programme->title);
        copy_words(&programme->open);
        copy_words(&programme->decides);
        for (size_t q = 0; q < programme->question_count; q++) {
            struct bs_question *question = &programme->questions[q];
            copy_words(&question->text);
            copy_words(&question->body);
            for (size_t c = 0; c < question->choice_count; c++) {
                copy_words(&question->choices[c].label);
            }
        }
    }
}

static void tap_all(struct stage *stage, const struct ask_question *question)
{
    ask_stage_go(stage, question->programme, question->id);
    if (strcmp(question->id, "punten") == 0 || strcmp(question->id, "top") == 0) {
        stage_taps(stage, question->taps);
    }
}

/* K86 */
static void every_kind_is_mirrored(void **state)
{
    static struct stage left, right;
    (void)state;
    for (size_t w = 0; w < ask_way_count; w++) {
        ask_stage_make(&left, &ask_ways[w], "nl", false);
        ask_stage_make(&right, &ask_ways[w], "ar", false);
        copy_all_words(left.bundle);
        copy_all_words(right.bundle);
        for (size_t q = 0; q < ask_question_count; q++) {
            tap_all(&left, &ask_questions[q]);
            tap_all(&right, &ask_questions[q]);
            const struct moment moment = {&ask_ways[w], &ask_questions[q], "ar", true};
            for (size_t i = 0; i < left.scene.count; i++) {
                const struct ui_node *node = &left.scene.nodes[i];
                const struct ui_rect a = node->rect, b = right.scene.nodes[i].rect;
                if (is_ours(node) && (b.x != left.scene.width - a.x - a.w || a.y != b.y)) {
                    complain(&moment, node, "is not mirrored");
                }
            }
        }
        stage_drop(&left);
        stage_drop(&right);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_cut),
        cmocka_unit_test(nothing_is_cut_with_sentences_that_are_longer),
        cmocka_unit_test(targets_are_large_enough_and_apart),
        cmocka_unit_test(few_answers_are_large),
        cmocka_unit_test(no_words_stand_under_a_picture),
        cmocka_unit_test(every_kind_is_mirrored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
