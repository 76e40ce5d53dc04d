/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What holds for every screen, in every language, way of seeing and size of display. Each test is one rule; all cases are
 * built once, before the first. */

#include "matrix.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "arrange.h"

#define CAPITAL     0.72 /* of the em size, in Noto Sans */
#define PLACES_MAX  64
#define TOLD        1500
#define LEAST_CASES 1500

enum rule {
    RULE_TARGET,
    RULE_TOOL,
    RULE_GAP,
    RULE_HEIGHT,
    RULE_REACH,
    RULE_ACTIONS,
    RULE_SIZE,
    RULE_ON_SCREEN,
    RULE_LINE,
    RULE_FITS,
    RULE_STATE,
    RULE_STOP,
    RULE_ONE_QUESTION,
    RULE_UNKNOWN,
    RULE_NOTHING_CHOSEN,
    RULE_BACK,
    RULE_STEP,
    RULE_PLACE,
    RULE_SPEAK,
    RULE_LANGUAGES,
    RULE_FACES,
    RULE_ID,
    RULE_SPOKEN,
    RULE_NAMES,
    RULE_ROWS,
    RULE_PICTOGRAMS,
    RULE_ONE_PAGE,
    RULES
};

/* What a rule was broken by, as much as is told. */
static struct {
    int count;
    char told[TOLD][200];
} broken[RULES];
static int cases;
/* Where help stood first, by display and direction; and the ids of a look without a mode, by language. */
static struct {
    const struct matrix_display *display;
    bool is_rtl, is_low;
    struct ui_rect help, speak;
} places[PLACES_MAX];
static size_t place_count;
static struct ui_scene plain;
static char plain_name[120];

static void break_rule(enum rule rule, const struct matrix_case *of, const char *what)
{
    const int count = broken[rule].count++;
    if (count < TOLD) {
        snprintf(broken[rule].told[count], sizeof broken[rule].told[count], "%s: %s", of->name,
                 what);
    }
}

static void demand(bool holds, enum rule rule, const struct matrix_case *of, const char *what)
{
    if (!holds) {
        break_rule(rule, of, what);
    }
}

static bool is_target(const struct ui_node *node)
{
    return node->role == UI_ROLE_BUTTON;
}

static bool starts(const char *id, const char *with)
{
    return strncmp(id, with, strlen(with)) == 0;
}

/* Pixels between two rectangles; negative where they overlap. */
static double between(struct ui_rect a, struct ui_rect b)
{
    const int across = a.x > b.x ? a.x - b.x - b.w : b.x - a.x - a.w;
    const int down = a.y > b.y ? a.y - b.y - b.h : b.y - a.y - a.h;
    if (across < 0 && down < 0) {
        return across > down ? across : down;
    }
    return hypot(across > 0 ? across : 0, down > 0 ? down : 0);
}

static void look_at_targets(const struct stage *stage, const struct matrix_case *of)
{
    const struct ui_scene *scene = &stage->scene;
    const struct ui_display *display = &of->display->display;
    const double px_per_mm = stage->theme.px_per_mm;
    for (size_t i = scene_first_reachable(scene); i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        const struct ui_rect r = node->rect;
        if (!is_target(node)) {
            continue;
        }
        const double above = display->bottom_mm + (scene->height - r.y) / px_per_mm;
        const double below = display->bottom_mm + (scene->height - r.y - r.h) / px_per_mm;
        demand(r.w >= 20 * px_per_mm && r.h >= 20 * px_per_mm, RULE_TARGET, of, node->id);
        demand(!node->is_tool || (r.h >= 30 * px_per_mm && r.w >= 30 * px_per_mm), RULE_TOOL, of,
               node->id);
        demand(below >= 380, RULE_HEIGHT, of, node->id);
        if (display->bottom_mm + display->height_mm <= 1200) {
            demand(above <= 1200, RULE_HEIGHT, of, node->id);
        }
        if ((of->mode->modes & UI_MODE_REACH) != 0) {
            demand(above <= 1200 && scene->height - r.y <= 300 * px_per_mm + 1, RULE_REACH, of,
                   node->id);
        }
        for (size_t k = i + 1; k < scene->count; k++) {
            if (is_target(&scene->nodes[k]) &&
                between(r, scene->nodes[k].rect) < 5 * px_per_mm - 1) {
                char pair[140];
                snprintf(pair, sizeof pair, "%s and %s", node->id, scene->nodes[k].id);
                break_rule(RULE_GAP, of, pair);
            }
        }
    }
}

/* Characters of a line that are seen. */
static size_t characters(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

/* Dutch words in a line that is made for Arabic letters: nobody translated them yet. */
static bool is_untranslated(const struct ui_node *node)
{
    for (const char *at = node->label; *at != '\0'; at++) {
        if (((unsigned char)*at & 0x80) != 0) {
            return false;
        }
    }
    return strcmp(node->lang, "ar") == 0;
}

static void look_at_words(const struct stage *stage, const struct matrix_case *of)
{
    const struct ui_scene *scene = &stage->scene;
    const struct ui_measures measures = {&stage->theme, stage->view.text, scene->is_rtl};
    const double least = 0.0122 * of->display->display.viewing_distance_mm;
    for (size_t i = 0; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        const struct ui_rect r = node->rect;
        struct ui_arranged arranged;
        char what[190];
        snprintf(what, sizeof what, "%s \"%.80s\" %dx%d at %d,%d", node->id, node->label, r.w, r.h,
                 r.x, r.y);
        demand(node->fits || is_untranslated(node), RULE_FITS, of, what);
        demand(r.x >= 0 && r.y >= 0 && r.x + r.w <= scene->width && r.y + r.h <= scene->height &&
                   r.w > 0 && r.h > 0,
               RULE_ON_SCREEN, of, what);
        if (node->label[0] == '\0' || node->role == UI_ROLE_DECORATION) {
            continue;
        }
        const double capital = stage->theme.font[node->style].px * CAPITAL / stage->theme.px_per_mm;
        demand(capital >= least, RULE_SIZE, of, what);
        demand(node->id[0] != '\0', RULE_ID, of, what);
        demand(node->speech[0] != '\0', RULE_SPOKEN, of, what);
        demand(scene_find(scene, node->id) == node || strcmp(node->id, "tool.stop") == 0 ||
                   strcmp(node->id, "tool.leave") == 0,
               RULE_ID, of, what);
        arrange_node(&measures, node, &arranged);
        for (size_t k = 0; k < arranged.line_count; k++) {
            /* Of languages that somebody reads. */
            demand(of->lang[0] == '+' || characters(node->label + arranged.lines[k].from,
                                                    arranged.lines[k].len) <= 80,
                   RULE_LINE, of, what);
        }
    }
}

static size_t count_role(const struct ui_scene *scene, enum ui_role role)
{
    size_t count = 0;
    for (size_t i = 0; i < scene->count; i++) {
        count += scene->nodes[i].role == role ? 1 : 0;
    }
    return count;
}

/* The connector's: in Dutch, and left by "Sluiten" where a visit has help and Stop. */
static bool is_desk(const struct ui_scene *scene)
{
    return starts(scene->screen, "desk_");
}

static bool is_visit(const struct ui_scene *scene)
{
    return !is_desk(scene) && strcmp(scene->screen, "attract") != 0 &&
           strcmp(scene->screen, "urgent") != 0 && strcmp(scene->screen, "saving") != 0 &&
           strcmp(scene->screen, "idle") != 0;
}

static bool has(const struct ui_scene *scene, const char *id)
{
    return scene_find(scene, id) != NULL;
}

/* Every language is on the screen, or one control leads to all of them. */
static bool offers_languages(const struct stage *stage)
{
    const struct bs_bundle *bundle = stage->bundle;
    for (size_t i = 0; i < bundle->language_count; i++) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "lang.%s", bundle->languages[i]);
        if (strcmp(bundle->languages[i], stage->session.lang) != 0 && !has(&stage->scene, id)) {
            return has(&stage->scene, "tool.languages");
        }
    }
    return true;
}

static void look_at_place(const struct stage *stage, const struct matrix_case *of)
{
    const struct ui_scene *scene = &stage->scene;
    const struct ui_node *help = scene_find(scene, "tool.help");
    const struct ui_node *speak = scene_find(scene, "tool.speak");
    if (help == NULL || speak == NULL) {
        return;
    }
    for (size_t i = 0; i < place_count; i++) {
        if (places[i].display == of->display && places[i].is_rtl == scene->is_rtl) {
            demand(memcmp(&places[i].help, &help->rect, sizeof help->rect) == 0 &&
                       memcmp(&places[i].speak, &speak->rect, sizeof speak->rect) == 0,
                   RULE_PLACE, of, "the tool bar has moved");
            return;
        }
    }
    assert_true(place_count < PLACES_MAX);
    places[place_count].display = of->display;
    places[place_count].is_rtl = scene->is_rtl;
    places[place_count].help = help->rect;
    places[place_count++].speak = speak->rect;
}

static void look_at_screen(const struct stage *stage, const struct matrix_case *of)
{
    const struct ui_scene *scene = &stage->scene;
    const bool is_question = strcmp(scene->screen, "question") == 0;
    const bool is_attract = strcmp(scene->screen, "attract") == 0;
    const bool is_start = is_attract || strcmp(scene->screen, "urgent") == 0;
    if (strcmp(scene->screen, "idle") == 0 || strcmp(scene->screen, "saving") == 0 ||
        strcmp(scene->screen, "desk_clean") == 0) {
        return;
    }
    if (is_desk(scene)) {
        demand(has(scene, "tool.leave"), RULE_STOP, of, "no way out");
        demand(has(scene, "tool.speak") && has(scene, "tool.larger") && has(scene, "tool.contrast"),
               RULE_SPEAK, of, "a tool is missing");
        return;
    }
    demand(is_start || has(scene, "tool.stop"), RULE_STOP, of, "no Stop");
    demand(has(scene, "tool.speak") && has(scene, "tool.larger") &&
               (has(scene, "tool.help") || strcmp(scene->screen, "not_saved") == 0) &&
               has(scene, "tool.contrast"),
           RULE_SPEAK, of, "a tool is missing");
    demand(strcmp(scene->screen, "not_saved") == 0 || offers_languages(stage), RULE_LANGUAGES, of,
           "a language cannot be reached");
    const size_t questions = count_role(scene, UI_ROLE_QUESTION);
    demand(questions <= 1 && (questions == 1 || !(is_question || is_attract)), RULE_ONE_QUESTION,
           of, "not one question");
    /* A card asks nothing. */
    const bool is_asked = is_question && scene_find(scene, "body") == NULL;
    if (is_asked || is_attract) {
        demand(has(scene, "tool.dont_know"), RULE_UNKNOWN, of, "no way to say so");
    }
    if (is_asked) {
        const struct ui_node *step = scene_find(scene, "step");
        demand(step != NULL && strpbrk(step->label, "0123456789") != NULL, RULE_STEP, of,
               "no step");
    }
    look_at_place(stage, of);
}

/* "thanks.21.5.pl": a look without its mode. */
static void name_plain(const struct matrix_case *of, char out[120])
{
    snprintf(out, 120, "%s.%s.%s", of->look->name, of->display->name, of->lang);
}

static bool is_plain_of(const struct matrix_case *of)
{
    char name[120];
    name_plain(of, name);
    return strcmp(name, plain_name) == 0;
}

static void look_at_states(const struct stage *stage, const struct matrix_case *of)
{
    static const struct {
        const char *id;
        unsigned mode;
    } TOGGLES[] = {{"tool.larger", UI_MODE_LARGE},
                   {"tool.contrast", UI_MODE_CONTRAST},
                   {"tool.reach", UI_MODE_REACH},
                   {"tool.speak", UI_MODE_SPEECH}};
    const struct ui_scene *scene = &stage->scene;
    for (size_t i = 0; i < sizeof TOGGLES / sizeof TOGGLES[0] && is_plain_of(of); i++) {
        const struct ui_node *node = scene_find(scene, TOGGLES[i].id);
        const struct ui_node *off = scene_find(&plain, TOGGLES[i].id);
        if (node != NULL && off != NULL) {
            const bool is_on = (stage->view.modes & TOGGLES[i].mode) != 0;
            demand((strcmp(node->label, off->label) != 0) == is_on, RULE_STATE, of, node->label);
            demand((strcmp(node->speech, off->speech) != 0) == is_on, RULE_STATE, of, node->speech);
        }
    }
    const bool is_first = of->look->taps == NULL || strcmp(of->look->name, "faces") == 0 ||
                          strcmp(of->look->name, "why") == 0 || strcmp(of->look->name, "list") == 0;
    size_t faces = 0, words = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        const bool is_answer = starts(node->id, "answer.") || starts(node->id, "choice.");
        demand(!is_first || !is_answer || (node->states & UI_STATE_CHOSEN) == 0,
               RULE_NOTHING_CHOSEN, of, node->id);
        faces += node->face > 0 ? 1 : 0;
        words += node->face > 0 && node->label[0] != '\0' ? 1 : 0;
    }
    demand(faces == words, RULE_FACES, of, "a face without a word");
}

/* In reach mode, and in large text, nothing that can be done is lost. */
static void compare_actions(const struct stage *stage, const struct matrix_case *of)
{
    if (of->mode->modes == 0) {
        plain = stage->scene;
        name_plain(of, plain_name);
        return;
    }
    if (!is_plain_of(of)) {
        return;
    }
    for (size_t i = 0; i < plain.count; i++) {
        const struct ui_node *node = &plain.nodes[i];
        const bool is_paged = starts(node->id, "lang.") || starts(node->id, "programme.") ||
                              starts(node->id, "answer.") || starts(node->id, "choice.") ||
                              starts(node->id, "word.");
        demand(!is_target(node) || is_paged || starts(node->id, "late.") ||
                   has(&stage->scene, node->id) || has(&stage->scene, "tool.more"),
               RULE_ACTIONS, of, node->id);
    }
}

static bool is_look(const struct matrix_case *of, const char *name)
{
    return strcmp(of->look->name, name) == 0;
}

/* On displays that lie down everybody finds the own language on attract, by its own name: of the six at least, and where there
 * are more, behind "Taal". */
static void look_for_names(const struct stage *stage, const struct matrix_case *of)
{
    if (strcmp(stage->scene.screen, "attract") != 0 || stage->scene.width < stage->scene.height) {
        return;
    }
    const bool is_led = stage->bundle->language_count > 6 && has(&stage->scene, "tool.languages");
    for (size_t i = 0; i < stage->bundle->language_count; i++) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "lang.%s", stage->bundle->languages[i]);
        demand(is_led || has(&stage->scene, id), RULE_NAMES, of, id);
    }
}

/* Steps of a scale are rows in large text, where a display is high enough for them; pictograms stay. */
static void look_at_answers(const struct stage *stage, const struct matrix_case *of)
{
    const struct ui_scene *scene = &stage->scene;
    const bool is_large = (of->mode->modes & UI_MODE_LARGE) != 0;
    const bool is_scale = is_look(of, "faces") || is_look(of, "agree");
    const bool is_high = strcmp(of->display->name, "15.6") != 0;
    const bool is_tall = strcmp(of->lang, "ar") == 0; /* its lines need more */
    const bool is_low = (of->mode->modes & UI_MODE_REACH) != 0;
    for (size_t i = 0; i < scene->count; i++) {
        const struct ui_node *node = &scene->nodes[i];
        const bool is_answer = starts(node->id, "answer.") || starts(node->id, "choice.");
        if (is_answer && is_large && is_scale && is_high && !is_low && !is_tall) {
            demand(node->rect.w > scene->width * 3 / 4, RULE_ROWS, of, node->id);
        }
        if (is_answer && node->icon[0] != '\0' && of->lang[0] != '+' && !is_low &&
            (is_look(of, "tiles") || (is_look(of, "why") && !is_tall) ||
             (is_look(of, "list") && is_high))) {
            demand(node->arrangement != UI_TEXT_ONLY, RULE_PICTOGRAMS, of, node->id);
        }
    }
}

/* What is thanked for and what others said needs no leafing, or once for the code. */
static void look_at_pages(const struct stage *stage, const struct matrix_case *of)
{
    const bool is_plain = (of->mode->modes & (UI_MODE_LARGE | UI_MODE_REACH)) == 0;
    demand(!is_look(of, "so-far") || !has(&stage->scene, "tool.more"), RULE_ONE_PAGE, of,
           "more than a page");
    demand(!is_look(of, "thanks-2") || !is_plain || has(&stage->scene, "code"), RULE_ONE_PAGE, of,
           "the code is further away");
}

static void look(const struct stage *stage, const struct matrix_case *of)
{
    cases++;
    look_at_targets(stage, of);
    look_at_words(stage, of);
    look_at_screen(stage, of);
    compare_actions(stage, of);
    look_at_states(stage, of);
    look_for_names(stage, of);
    look_at_answers(stage, of);
    look_at_pages(stage, of);
    const bool wants_back = is_visit(&stage->scene) && strncmp(of->look->name, "faces", 5) != 0 &&
                            strcmp(of->look->name, "card") != 0 &&
                            strcmp(of->look->name, "thanks") != 0 &&
                            strcmp(of->look->name, "not-saved") != 0;
    demand(!wants_back || has(&stage->scene, "tool.back"), RULE_BACK, of, "no way back");
}

static void hold(enum rule rule)
{
    for (int i = 0; i < broken[rule].count && i < TOLD; i++) {
        print_error("%s\n", broken[rule].told[i]);
    }
    assert_int_equal(broken[rule].count, 0);
}

/* Modes are the innermost loop but one, so that a look without a mode is seen before the same with one. */
static int build_all(void **state)
{
    (void)state;
    matrix_each(NULL, NULL, look);
    return 0;
}

#define RULE(name, rule)                                                                           \
    static void name(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        hold(rule);                                                                                \
    }

static void every_case_was_built(void **state)
{
    (void)state;
    assert_true(cases > LEAST_CASES);
}

/* K01 K02 K03 */
RULE(every_target_is_20_mm_both_ways, RULE_TARGET)
/* K02 */
RULE(every_tool_is_30_mm_both_ways, RULE_TOOL)
/* K04 */
RULE(targets_are_5_mm_apart, RULE_GAP)
/* K05 K06 K07 */
RULE(no_target_is_too_high_or_too_low, RULE_HEIGHT)
/* K10 */
RULE(lowered_targets_are_in_the_lowest_300_mm, RULE_REACH)
/* K10 */
RULE(no_mode_takes_anything_away, RULE_ACTIONS)
/* K20 K21 */
RULE(capitals_are_seen_at_0_7_degrees, RULE_SIZE)
/* K26 */
RULE(everything_is_on_the_screen, RULE_ON_SCREEN)
/* K31 */
RULE(no_line_has_more_than_80_characters, RULE_LINE)
/* K32 */
RULE(nothing_is_cut_off, RULE_FITS)
/* K57 */
RULE(a_mode_that_is_on_says_so, RULE_STATE)
/* K66 */
RULE(stop_is_on_every_screen_of_a_visit, RULE_STOP)
/* K67 */
RULE(a_screen_asks_one_question_at_most, RULE_ONE_QUESTION)
/* K68 */
RULE(every_question_takes_i_do_not_know, RULE_UNKNOWN)
/* K69 */
RULE(nothing_is_chosen_beforehand, RULE_NOTHING_CHOSEN)
/* K70 */
RULE(there_is_a_way_back, RULE_BACK)
/* K71 */
RULE(a_question_tells_its_step, RULE_STEP)
/* K75 */
RULE(tools_keep_their_places, RULE_PLACE)
/* K81 */
RULE(the_tools_are_on_every_screen, RULE_SPEAK)
RULE(every_language_can_be_reached, RULE_LANGUAGES)
/* K84 */
RULE(every_face_has_a_word, RULE_FACES)
RULE(every_id_stands_once_on_a_screen, RULE_ID)
RULE(everything_shown_has_words_to_say, RULE_SPOKEN)
/* K34 */
RULE(attract_names_every_language_on_a_display_that_lies_down, RULE_NAMES)
RULE(a_scale_in_large_text_is_rows_as_wide_as_the_screen, RULE_ROWS)
RULE(no_answer_loses_its_pictogram, RULE_PICTOGRAMS)
RULE(what_others_said_and_the_thanks_need_no_leafing, RULE_ONE_PAGE)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_was_built),
        cmocka_unit_test(every_target_is_20_mm_both_ways),
        cmocka_unit_test(every_tool_is_30_mm_both_ways),
        cmocka_unit_test(targets_are_5_mm_apart),
        cmocka_unit_test(no_target_is_too_high_or_too_low),
        cmocka_unit_test(lowered_targets_are_in_the_lowest_300_mm),
        cmocka_unit_test(no_mode_takes_anything_away),
        cmocka_unit_test(capitals_are_seen_at_0_7_degrees),
        cmocka_unit_test(everything_is_on_the_screen),
        cmocka_unit_test(no_line_has_more_than_80_characters),
        cmocka_unit_test(nothing_is_cut_off),
        cmocka_unit_test(a_mode_that_is_on_says_so),
        cmocka_unit_test(stop_is_on_every_screen_of_a_visit),
        cmocka_unit_test(a_screen_asks_one_question_at_most),
        cmocka_unit_test(every_question_takes_i_do_not_know),
        cmocka_unit_test(nothing_is_chosen_beforehand),
        cmocka_unit_test(there_is_a_way_back),
        cmocka_unit_test(a_question_tells_its_step),
        cmocka_unit_test(tools_keep_their_places),
        cmocka_unit_test(the_tools_are_on_every_screen),
        cmocka_unit_test(every_language_can_be_reached),
        cmocka_unit_test(every_face_has_a_word),
        cmocka_unit_test(every_id_stands_once_on_a_screen),
        cmocka_unit_test(everything_shown_has_words_to_say),
        cmocka_unit_test(attract_names_every_language_on_a_display_that_lies_down),
        cmocka_unit_test(a_scale_in_large_text_is_rows_as_wide_as_the_screen),
        cmocka_unit_test(no_answer_loses_its_pictogram),
        cmocka_unit_test(what_others_said_and_the_thanks_need_no_leafing),
    };
    return cmocka_run_group_tests(tests, build_all, NULL);
}
