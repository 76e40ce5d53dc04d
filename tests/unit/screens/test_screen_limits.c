/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The most that content may hold, on every screen: nothing overflows, and every text stays text. */

#include "screens_stage.h"

#include <string.h>

#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

#define LONGEST "\U0001d4b3" /* a character of four bytes */

/* `count` characters, a blank after every tenth. */
static const char *words_of(size_t count, char *out)
{
    out[0] = '\0';
    for (size_t i = 1; i <= count; i++) {
        strcat(out, i % 10 == 0 && i < count ? " " : LONGEST);
    }
    return out;
}

static void assert_text(const struct stage *stage, const struct stage_look *look)
{
    for (size_t i = 0; i < stage->scene.count; i++) {
        const struct ui_node *node = &stage->scene.nodes[i];
        if (!bs_utf8_is_text(node->label, strlen(node->label)) ||
            !bs_utf8_is_text(node->speech, strlen(node->speech))) {
            fail_msg("%s: %s is no text any more", look->name, node->id);
        }
    }
}

static void look_everywhere(const struct stage_options *options, const char *lang)
{
    static struct stage stage;
    for (size_t i = 0; i < stage_look_count; i++) {
        stage_go(&stage, options, lang, &stage_looks[i]);
        assert_text(&stage, &stage_looks[i]);
        stage_drop(&stage);
    }
}

static void the_longest_texts_are_held_by_every_screen(void **state)
{
    static char title[4 * BS_TITLE_MAX + 1];
    static char paragraph[4 * BS_PARAGRAPH_MAX + 1];
    static char line[4 * BS_LINE_MAX + 1];
    const struct stage_options options = {.languages = "[\"nl\",\"ar\"]",
                                          .words = words_of(BS_TITLE_MAX, title),
                                          .paragraph = words_of(BS_PARAGRAPH_MAX, paragraph),
                                          .place = words_of(BS_LINE_MAX, line)};
    (void)state;
    look_everywhere(&options, "nl");
    look_everywhere(&options, "ar");
}

static void a_paragraph_is_kept_to_its_last_character(void **state)
{
    static struct stage stage;
    static char paragraph[4 * BS_PARAGRAPH_MAX + 1];
    const struct stage_options options = {.paragraph = words_of(BS_PARAGRAPH_MAX, paragraph)};
    (void)state;
    stage_make(&stage, &options);
    assert_string_equal(stage_label(&stage, "promise.open"), paragraph);
    stage_drop(&stage);
}

static void the_longest_names_are_held(void **state)
{
    const struct stage_options options = {.icon = "an-icon-with-a-name-as-long-as-can-be-40"};
    (void)state;
    assert_int_equal(strlen(options.icon) + 1, BS_SLUG_TEXT);
    look_everywhere(&options, "en");
}

static void twelve_languages_are_held_by_every_screen(void **state)
{
    const struct stage_options options = {.languages =
                                              "[\"nl\",\"en\",\"tr\",\"ar\",\"pl\",\"uk\",\"de\","
                                              "\"fr\",\"es\",\"fa\",\"ro\",\"zgh-Tfng\"]"};
    (void)state;
    look_everywhere(&options, "nl");
    look_everywhere(&options, "zgh-Tfng");
}

static void a_language_without_a_name_is_called_by_its_tag(void **state)
{
    static struct stage stage;
    const struct stage_options options = {.languages = "[\"nl\",\"zgh-Tfng\"]"};
    (void)state;
    stage_make(&stage, &options);
    assert_string_equal(stage_label(&stage, "lang.zgh-Tfng"), "zgh-Tfng");
    stage_drop(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_texts_are_held_by_every_screen),
        cmocka_unit_test(a_paragraph_is_kept_to_its_last_character),
        cmocka_unit_test(the_longest_names_are_held),
        cmocka_unit_test(twelve_languages_are_held_by_every_screen),
        cmocka_unit_test(a_language_without_a_name_is_called_by_its_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
