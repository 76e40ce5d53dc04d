/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What may be left after the thanks: keys that write what they show, and pages that say what is kept and what is not. */

#include "matrix.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/buf.h>

#define TO_AFTERWARDS "answer.good choice.brengstation"
#define TARGET_MM     20
#define GAP_MM        5

static struct bs_buf json;
static struct stage stage;

static int read_bundle(void **state)
{
    (void)state;
    bs_buf_init(&json, 4 << 20);
    return bs_file_read(BS_BINARY_DIR "/matrix_bundle.json", &json, NULL) == BS_OK ? 0 : -1;
}

static int drop_bundle(void **state)
{
    (void)state;
    bs_buf_finish(&json);
    return 0;
}

static void go(const char *lang, const struct ui_display *display, const char *taps)
{
    const struct stage_options options = {.json = bs_buf_string(&json)};
    stage_make(&stage, &options);
    stage_taps(&stage, TO_AFTERWARDS);
    stage_apply(&stage, SESSION_SAVED);
    snprintf(stage.session.lang, sizeof stage.session.lang, "%s", lang);
    stage_build(&stage);
    stage_taps(&stage, "tool.afterwards");
    stage_taps(&stage, taps);
    if (display != NULL) {
        stage_display(&stage, display);
        stage_build(&stage);
    }
}

static int drop(void **state)
{
    (void)state;
    stage_drop(&stage);
    return 0;
}

/* Taps the key that shows a character. */
static void type(const char *text)
{
    while (*text != '\0') {
        char sign[8];
        int len = 1;
        bool is_there = false;
        while (((unsigned char)text[len] & 0xC0U) == 0x80U) {
            len++;
        }
        snprintf(sign, sizeof sign, "%.*s", len, text);
        for (size_t i = 0; i < stage.scene.count && !is_there; i++) {
            const struct ui_node *node = &stage.scene.nodes[i];
            if (strncmp(node->id, "key.", 4) == 0 && strcmp(node->label, sign) == 0) {
                stage_press(&stage, node->id);
                is_there = true;
            }
        }
        if (!is_there && sign[0] == ' ') {
            stage_press(&stage, "key.space");
        } else if (!is_there) {
            fail_msg("no key %s", sign);
        }
        text += len;
    }
}

/* ---- keys ---- */

static void keys_write_what_they_show(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words");
    type("de bus.");
    assert_string_equal(stage.session.words.text, "de bus.");
    stage_press(&stage, "tool.rub_out");
    assert_string_equal(stage.session.words.text, "de bus");
}

static void after_one_capital_the_small_letters_are_back(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words layer.1");
    type("D");
    type("e");
    assert_string_equal(stage.session.words.text, "De");
}

static void figures_stay_until_they_are_left(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words layer.4");
    type("12");
    stage_press(&stage, "layer.0");
    type("a");
    assert_string_equal(stage.session.words.text, "12a");
}

static void every_language_writes_with_its_own_keys(void **state)
{
    static const struct {
        const char *lang, *text;
    } CASES[] = {{"nl", "thee"}, {"tr", "ay"}, {"pl", "woda"}, {"uk", "вода"}, {"ar", "ماء"}};
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        go(CASES[i].lang, NULL, "tool.words");
        type(CASES[i].text);
        assert_string_equal(stage.session.words.text, CASES[i].text);
        if (i + 1 < sizeof CASES / sizeof CASES[0]) {
            stage_drop(&stage);
        }
    }
}

static void arabic_keys_stand_as_on_a_real_keyboard(void **state)
{
    (void)state;
    go("ar", NULL, "tool.words");
    assert_true(stage.scene.is_rtl);
    assert_string_equal(stage_node(&stage, "key.0")->label, "ض"); /* where Q is */
    for (int i = 0; i < 10; i++) {
        char one[16], next[16];
        snprintf(one, sizeof one, "key.%d", i);
        snprintf(next, sizeof next, "key.%d", i + 1);
        assert_true(stage_node(&stage, one)->rect.x < stage_node(&stage, next)->rect.x);
    }
    assert_true(stage_node(&stage, "tool.rub_out")->rect.x >
                stage_node(&stage, "key.space")->rect.x);
}

static void a_number_is_written_on_the_keys_of_a_telephone(void **state)
{
    (void)state;
    go("ar", NULL, "tool.wish tool.send");
    type("ماء");
    stage_press(&stage, "tool.send");
    assert_string_equal(stage.scene.screen, "wish_phone");
    assert_string_equal(stage_node(&stage, "key.0")->label, "1");
    assert_true(stage_node(&stage, "key.0")->rect.x < stage_node(&stage, "key.2")->rect.x);
    assert_true(stage_node(&stage, "key.0")->rect.y < stage_node(&stage, "key.3")->rect.y);
    assert_null(scene_find(&stage.scene, "key.space"));
    type("0612345678");
    assert_string_equal(stage.session.phone.text, "0612345678");
}

static bool is_key(const struct ui_node *node)
{
    return strncmp(node->id, "key.", 4) == 0 || strncmp(node->id, "layer.", 6) == 0 ||
           strcmp(node->id, "tool.rub_out") == 0 || strcmp(node->id, "tool.send") == 0;
}

static bool is_apart(struct ui_rect a, struct ui_rect b, int gap)
{
    return a.x + a.w + gap <= b.x || b.x + b.w + gap <= a.x || a.y + a.h + gap <= b.y ||
           b.y + b.h + gap <= a.y;
}

static void assert_keys_apart(const char *name)
{
    const double px_per_mm = stage.theme.px_per_mm;
    const int least = (int)(TARGET_MM * px_per_mm), gap = (int)(GAP_MM * px_per_mm);
    for (size_t i = 0; i < stage.scene.count; i++) {
        const struct ui_node *one = &stage.scene.nodes[i];
        if (is_key(one) && (one->rect.w < least || one->rect.h < least)) {
            fail_msg("%s: %s is %d by %d, least %d", name, one->id, one->rect.w, one->rect.h,
                     least);
        }
        for (size_t k = i + 1; k < stage.scene.count; k++) {
            const struct ui_node *other = &stage.scene.nodes[k];
            if (is_key(one) && is_key(other) && !is_apart(one->rect, other->rect, gap)) {
                fail_msg("%s: %s and %s are too close", name, one->id, other->id);
            }
        }
    }
}

/* K02 K04 */
static void keys_are_large_enough_and_apart_on_every_display_and_layer(void **state)
{
    static const char *const LANGS[] = {"nl", "uk", "ar"};
    (void)state;
    for (size_t d = 0; d < matrix_display_count; d++) {
        for (size_t l = 0; l < sizeof LANGS / sizeof LANGS[0]; l++) {
            go(LANGS[l], &matrix_displays[d].display, "tool.words");
            for (stage.session.layer = 0; stage.session.layer < KEYBOARD_ROLES;
                 stage.session.layer++) {
                stage_build(&stage);
                assert_keys_apart(matrix_displays[d].name);
            }
            stage_drop(&stage);
        }
    }
    go("nl", NULL, "tool.words");
}

/* ---- what is written ---- */

static void the_end_of_a_long_text_is_shown_and_all_of_it_is_said(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words");
    type("begin");
    for (int i = 0; i < 40; i++) {
        type(" waar");
    }
    type(" einde");
    const struct ui_node *written = stage_node(&stage, "written");
    assert_null(strstr(written->label, "begin"));
    assert_non_null(strstr(written->label, "einde"));
    assert_non_null(strstr(written->speech, "begin"));
    assert_true(written->fits);
}

static void what_is_left_is_counted_near_the_end_only(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words");
    assert_non_null(strstr(stage_label(&stage, "hint"), "geen namen"));
    while (stage.session.words.characters < BS_WORDS_MAX - 12) {
        type("a");
    }
    assert_non_null(strstr(stage_label(&stage, "hint"), "12"));
}

/* K53 K73 */
static void nothing_written_is_answered_with_what_to_do(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words tool.send");
    assert_string_equal(stage.scene.screen, "words");
    assert_string_equal(stage_label(&stage, "hint"), "Schrijf eerst iets.");
    assert_int_equal(stage_node(&stage, "hint")->role, UI_ROLE_STATUS);
}

/* K51 */
static void a_name_and_a_number_are_not_said_aloud(void **state)
{
    (void)state;
    go("nl", NULL, "tool.wish tool.send");
    type("fatma");
    assert_null(strstr(stage_node(&stage, "written")->speech, "fatma"));
    stage_press(&stage, "tool.send");
    type("0612345678");
    assert_null(strstr(stage_node(&stage, "written")->speech, "0612"));
    assert_non_null(strstr(stage_node(&stage, "written")->speech, "10"));
}

/* K62 */
static void a_warning_leaves_what_is_written_as_it_was(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words");
    type("half");
    stage_wait(&stage, 50);
    assert_string_equal(stage.scene.screen, "idle");
    stage_press(&stage, "tool.stay");
    assert_non_null(strstr(stage_label(&stage, "written"), "half"));
}

static void personal_data_is_named_before_it_is_kept(void **state)
{
    (void)state;
    go("nl", NULL, "tool.words layer.4");
    type("0612345678");
    stage_press(&stage, "tool.send");
    assert_string_equal(stage.scene.screen, "personal");
    assert_non_null(strstr(stage_label(&stage, "found.phone"), "telefoonnummer"));
    assert_null(scene_find(&stage.scene, "found.email"));
    stage_press(&stage, "tool.back");
    assert_string_equal(stage.scene.screen, "words");
    assert_string_equal(stage.session.words.text, "0612345678");
    stage_press(&stage, "tool.send");
    assert_int_equal(stage.effect.kind, SESSION_KEEP_WORDS); /* told once */
}

/* ---- pages ---- */

static void all_of_it_can_be_refused_with_one_tap(void **state)
{
    (void)state;
    go("nl", NULL, "");
    assert_true(stage_has(&stage, "tool.words") && stage_has(&stage, "tool.about_you") &&
                stage_has(&stage, "tool.wish"));
    stage_press(&stage, "tool.back");
    assert_string_equal(stage.scene.screen, "thanks");
}

/* K68 K69 */
static void age_and_neighbourhood_need_not_be_said_and_none_is_chosen(void **state)
{
    (void)state;
    go("nl", NULL, "tool.about_you");
    assert_string_equal(stage_label(&stage, "band.6"), "Zeg ik liever niet");
    for (size_t i = 0; i < stage.scene.count; i++) {
        assert_true(strncmp(stage.scene.nodes[i].id, "band.", 5) != 0 ||
                    (stage.scene.nodes[i].states & UI_STATE_CHOSEN) == 0);
    }
    stage_tap(&stage, "band.6");
    assert_string_equal(stage.scene.screen, "area");
    assert_string_equal(stage_label(&stage, "area.7"), "Zeg ik liever niet");
    assert_string_equal(stage_label(&stage, "area.6"), "Ergens anders");
}

static void who_asks_why_and_how_long_stand_before_a_name_is_asked(void **state)
{
    (void)state;
    go("nl", NULL, "tool.wish");
    assert_non_null(strstr(stage_label(&stage, "wish.who"), "gemeente"));
    assert_true(stage_has(&stage, "wish.why"));
    assert_non_null(strstr(stage_label(&stage, "wish.kept"), "60"));
    assert_true(stage_has(&stage, "wish.apart"));
    assert_null(scene_find(&stage.scene, "key.0"));
}

/* K53 */
static void what_became_of_it_is_told(void **state)
{
    (void)state;
    for (int is_kept = 0; is_kept < 2; is_kept++) {
        go("nl", NULL, "tool.about_you band.2");
        stage_press(&stage, "area.1");
        stage_apply(&stage, is_kept ? SESSION_EXTRA_KEPT : SESSION_EXTRA_FAILED);
        stage_wait(&stage, 1);
        assert_string_equal(stage.scene.screen, "left");
        assert_string_equal(stage_label(&stage, "left"),
                            is_kept ? "Bewaard. Dank u wel." : "Dit is niet bewaard.");
        assert_int_equal(stage_has(&stage, "left.help"), !is_kept);
        if (is_kept == 0) {
            stage_drop(&stage);
        }
    }
}

int main(void)
{
#define AFTER(test) cmocka_unit_test_teardown(test, drop)
    const struct CMUnitTest tests[] = {
        AFTER(keys_write_what_they_show),
        AFTER(after_one_capital_the_small_letters_are_back),
        AFTER(figures_stay_until_they_are_left),
        AFTER(every_language_writes_with_its_own_keys),
        AFTER(arabic_keys_stand_as_on_a_real_keyboard),
        AFTER(a_number_is_written_on_the_keys_of_a_telephone),
        AFTER(keys_are_large_enough_and_apart_on_every_display_and_layer),
        AFTER(the_end_of_a_long_text_is_shown_and_all_of_it_is_said),
        AFTER(what_is_left_is_counted_near_the_end_only),
        AFTER(nothing_written_is_answered_with_what_to_do),
        AFTER(a_name_and_a_number_are_not_said_aloud),
        AFTER(a_warning_leaves_what_is_written_as_it_was),
        AFTER(personal_data_is_named_before_it_is_kept),
        AFTER(all_of_it_can_be_refused_with_one_tap),
        AFTER(age_and_neighbourhood_need_not_be_said_and_none_is_chosen),
        AFTER(who_asks_why_and_how_long_stand_before_a_name_is_asked),
        AFTER(what_became_of_it_is_told),
    };
    return cmocka_run_group_tests(tests, read_bundle, drop_bundle);
}
