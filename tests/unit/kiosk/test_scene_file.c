/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The scene as the JSON that tests read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/json.h>

#include "scene_file.h"
#include "temp_dir.h"

static struct ui_scene scene;
static struct ui_theme theme;
static struct bs_buf json;

static struct ui_node *add(const char *id, enum ui_role role, const char *label)
{
    struct ui_node *node = &scene.nodes[scene.count++];
    snprintf(node->id, sizeof node->id, "%s", id);
    snprintf(node->label, sizeof node->label, "%s", label);
    snprintf(node->speech, sizeof node->speech, "%s", label);
    snprintf(node->lang, sizeof node->lang, "nl");
    node->role = role;
    node->fits = true;
    node->rect = (struct ui_rect){1, 2, 3, 4};
    return node;
}

static int make(void **state)
{
    (void)state;
    scene = (struct ui_scene){.screen = "question", .lang = "nl", .width = 640, .height = 480};
    theme = (struct ui_theme){0};
    theme.font[UI_STYLE_BODY].px = 43;
    bs_buf_init(&json, SCENE_JSON_MAX);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    bs_buf_finish(&json);
    return 0;
}

static const char *told(void)
{
    bs_buf_reset(&json);
    scene_to_json(&scene, &theme, 17, &json);
    return bs_buf_string(&json);
}

static void assert_told(const char *words)
{
    if (strstr(told(), words) == NULL) {
        fail_msg("%s is not in %s", words, bs_buf_string(&json));
    }
}

static void assert_not_told(const char *words)
{
    if (strstr(told(), words) != NULL) {
        fail_msg("%s is in %s", words, bs_buf_string(&json));
    }
}

static void the_head_names_screen_language_direction_modes_and_frame(void **state)
{
    (void)state;
    assert_string_equal(told(), "{\"screen\":\"question\",\"lang\":\"nl\",\"dir\":\"ltr\","
                                "\"modes\":[],\"frame\":17,\"nodes\":[]}");
}

static void a_scene_from_right_to_left_says_so(void **state)
{
    (void)state;
    scene.is_rtl = true;
    assert_told("\"dir\":\"rtl\"");
}

static void modes_are_a_list(void **state)
{
    (void)state;
    snprintf(scene.modes, sizeof scene.modes, "large contrast");
    assert_told("\"modes\":[\"large\",\"contrast\"]");
}

static void a_node_has_the_members_that_others_rely_on(void **state)
{
    (void)state;
    add("answer.good", UI_ROLE_BUTTON, "Goed")->style = UI_STYLE_BODY;
    assert_told(
        "{\"id\":\"answer.good\",\"role\":\"button\",\"label\":\"Goed\",\"speech\":\"Goed\","
        "\"lang\":\"nl\",\"rect\":[1,2,3,4],\"px\":43,\"states\":[]}");
}

static void a_qr_code_tells_what_a_phone_reads(void **state)
{
    (void)state;
    assert_not_told("\"qr\"");
    struct ui_node *node = add("code.qr", UI_ROLE_IMAGE, "QR-code");
    snprintf(node->qr, sizeof node->qr, "https://buurtstem.example/c/K7M4PX");
    assert_told("\"qr\":\"https://buurtstem.example/c/K7M4PX\"");
}

static void speech_may_differ_from_the_label(void **state)
{
    (void)state;
    struct ui_node *node = add("contact", UI_ROLE_TEXT, "di 10-12");
    snprintf(node->speech, sizeof node->speech, "dinsdag van tien tot twaalf");
    assert_told("\"label\":\"di 10-12\",\"speech\":\"dinsdag van tien tot twaalf\"");
}

static void every_role_has_its_word(void **state)
{
    static const char *const WORDS[] = {"text",  "heading", "question", "button",
                                        "image", "status",  "dialog"};
    (void)state;
    for (int role = UI_ROLE_TEXT; role <= UI_ROLE_DIALOG; role++) {
        char words[64];
        scene.count = 0;
        add("a", (enum ui_role)role, "x");
        snprintf(words, sizeof words, "\"role\":\"%s\"", WORDS[role]);
        assert_told(words);
    }
}

static void states_are_words(void **state)
{
    (void)state;
    add("a", UI_ROLE_BUTTON, "x")->states = UI_STATE_PRESSED | UI_STATE_CHOSEN | UI_STATE_FOCUSED;
    assert_told("\"states\":[\"pressed\",\"chosen\",\"focused\"]");
}

static void what_does_not_fit_is_told(void **state)
{
    (void)state;
    add("a", UI_ROLE_TEXT, "x")->fits = false;
    assert_told("\"states\":[\"cut\"]");
}

static void decoration_is_left_out(void **state)
{
    (void)state;
    add("", UI_ROLE_DECORATION, "");
    assert_told("\"nodes\":[]");
}

static void what_stands_behind_a_dialog_is_inert(void **state)
{
    (void)state;
    add("answer.good", UI_ROLE_BUTTON, "Goed");
    add("", UI_ROLE_DECORATION, "")->surface = UI_SURFACE_DIM;
    add("tool.stay", UI_ROLE_BUTTON, "Ja");
    const char *text = told();
    const char *inert = strstr(text, "inert");
    assert_non_null(inert);
    assert_true(inert > strstr(text, "answer.good"));
    assert_true(inert < strstr(text, "tool.stay"));
    assert_null(strstr(inert + 1, "inert"));
}

static void what_a_dialog_names_anew_is_told_once(void **state)
{
    (void)state;
    add("tool.stop", UI_ROLE_BUTTON, "behind");
    add("", UI_ROLE_DECORATION, "")->surface = UI_SURFACE_DIM;
    add("tool.stop", UI_ROLE_BUTTON, "Stop");
    assert_not_told("behind");
    assert_told("\"label\":\"Stop\"");
}

static void pictures_have_no_size_of_text(void **state)
{
    (void)state;
    add("saved", UI_ROLE_IMAGE, "Bewaard");
    assert_not_told("\"px\"");
}

static void quotes_and_control_characters_stay_one_json_text(void **state)
{
    struct bs_json *read = NULL;
    struct bs_error err = {0};
    (void)state;
    add("a", UI_ROLE_TEXT, "\"Ja\" \\ \u2068x\u2069 \u00ad");
    told();
    assert_int_equal(bs_json_parse(bs_buf_bytes(&json), &read, &err), BS_OK);
    bs_json_destroy(read);
}

static void the_fullest_scene_fits(void **state)
{
    (void)state;
    for (int i = 0; i < UI_NODES_MAX; i++) {
        char id[UI_ID_TEXT];
        snprintf(id, sizeof id, "choice.%d", i);
        struct ui_node *node = add(id, UI_ROLE_BUTTON, "");
        memset(node->label, 'x', sizeof node->label - 1);
        memset(node->speech, '"', sizeof node->speech - 1);
    }
    const char *text = told();
    assert_true(strcmp(text + strlen(text) - 2, "]}") == 0);
}

static void the_file_is_replaced_as_a_whole(void **state)
{
    struct temp_dir dir;
    char path[TEMP_DIR_PATH];
    struct bs_error err = {0};
    struct bs_buf read;
    (void)state;
    temp_dir_make(&dir);
    temp_dir_write(&dir, "scene.json", "old, and much longer than what comes after it …………………………");
    temp_dir_file(&dir, "scene.json", path);
    assert_int_equal(scene_file_write(path, &scene, &theme, 17, &err), BS_OK);
    bs_buf_init(&read, SCENE_JSON_MAX);
    assert_int_equal(bs_file_read(path, &read, &err), BS_OK);
    assert_int_equal(strncmp(bs_buf_string(&read), told(), json.len), 0);
    assert_int_equal(read.len, json.len + 1);
    assert_int_equal(temp_dir_count(&dir), 1);
    bs_buf_finish(&read);
    temp_dir_remove(&dir);
}

static void a_file_that_cannot_be_written_is_named(void **state)
{
    struct bs_error err = {0};
    (void)state;
    assert_int_equal(scene_file_write("/nowhere/scene.json", &scene, &theme, 1, &err), BS_BROKEN);
    assert_non_null(strstr(err.text, "/nowhere/scene.json"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_head_names_screen_language_direction_modes_and_frame),
        TEST(a_scene_from_right_to_left_says_so),
        TEST(modes_are_a_list),
        TEST(a_node_has_the_members_that_others_rely_on),
        TEST(a_qr_code_tells_what_a_phone_reads),
        TEST(speech_may_differ_from_the_label),
        TEST(every_role_has_its_word),
        TEST(states_are_words),
        TEST(what_does_not_fit_is_told),
        TEST(decoration_is_left_out),
        TEST(what_stands_behind_a_dialog_is_inert),
        TEST(what_a_dialog_names_anew_is_told_once),
        TEST(pictures_have_no_size_of_text),
        TEST(quotes_and_control_characters_stay_one_json_text),
        TEST(the_fullest_scene_fits),
        TEST(the_file_is_replaced_as_a_whole),
        TEST(a_file_that_cannot_be_written_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
