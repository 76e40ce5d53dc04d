/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "spoken.h"

static struct ui_scene scene;
static struct spoken spoken;
static const struct spoken_words nl = {.lang = "nl",
                                       .chosen = "Gekozen.",
                                       .star = "ster",
                                       .hidden = "3 tekens",
                                       .controls = "U hebt 2 keuzes."};

static int set_up(void **state)
{
    (void)state;
    memset(&scene, 0, sizeof scene);
    memset(&spoken, 0, sizeof spoken);
    return 0;
}

static struct ui_node *add(const char *id, enum ui_role role, const char *speech)
{
    struct ui_node *node = &scene.nodes[scene.count++];
    node->role = role;
    (void)snprintf(node->id, sizeof node->id, "%s", id);
    (void)snprintf(node->label, sizeof node->label, "%s", speech);
    (void)snprintf(node->speech, sizeof node->speech, "%s", speech);
    (void)snprintf(node->lang, sizeof node->lang, "nl");
    return node;
}

static void add_question(void)
{
    (void)add("tool.stop", UI_ROLE_BUTTON, "Stop");
    (void)add("lang.tr", UI_ROLE_BUTTON, "Türkçe");
    (void)add("step", UI_ROLE_TEXT, "Vraag 1 van 3");
    (void)add("question", UI_ROLE_QUESTION, "Hoe was het?");
    (void)add("answer.good", UI_ROLE_BUTTON, "Goed");
    (void)add("answer.bad", UI_ROLE_BUTTON, "Slecht");
    (void)add("tool.help", UI_ROLE_BUTTON, "Hulp");
}

/* All parts, each with its language: "nl:Goed|nl:Slecht". */
static const char *said(void)
{
    static char out[SPOKEN_TEXT + 4096];
    out[0] = '\0';
    for (size_t i = 0; i < spoken.count; i++) {
        const size_t len = strlen(out);
        (void)snprintf(out + len, sizeof out - len, "%s%s:%s", i > 0 ? "|" : "",
                       spoken.parts[i].lang, spoken_text(&spoken, i));
    }
    return out;
}

/* ---- which, and in which order ---- */

static void on_arrival_the_question_is_said_and_how_many_there_are(void **state)
{
    (void)state;
    add_question();
    spoken_arrival(&spoken, &scene, &nl);
    assert_string_equal(said(), "nl:Vraag 1 van 3|nl:Hoe was het?|nl:U hebt 2 keuzes.");
}

/* K48 */
static void the_whole_screen_is_said_in_the_order_of_the_focus(void **state)
{
    (void)state;
    add_question();
    spoken_whole(&spoken, &scene, &nl);
    assert_string_equal(said(),
                        "nl:Vraag 1 van 3|nl:Hoe was het?|nl:Goed|nl:Slecht|nl:Hulp|nl:Stop|"
                        "nl:Türkçe");
}

static void keys_of_a_keyboard_are_not_read_one_by_one(void **state)
{
    (void)state;
    (void)add("title", UI_ROLE_HEADING, "Typ uw code");
    (void)add("sign.K", UI_ROLE_BUTTON, "K");
    (void)add("key.a", UI_ROLE_BUTTON, "a");
    (void)add("tool.erase", UI_ROLE_BUTTON, "Wissen");
    spoken_whole(&spoken, &scene, &nl);
    assert_string_equal(said(), "nl:Typ uw code|nl:Wissen");
}

/* A comment is said as a whole, and a PIN not at all; with the focus on one of them it is said. */
static void words_and_digits_that_are_tapped_are_not_read_one_by_one(void **state)
{
    (void)state;
    (void)add("words.said", UI_ROLE_TEXT, "De straat is vies");
    (void)add("pin.4", UI_ROLE_BUTTON, "4");
    const struct ui_node *word = add("word.0", UI_ROLE_BUTTON, "straat");
    (void)add("tool.hide", UI_ROLE_BUTTON, "Verbergen");
    spoken_whole(&spoken, &scene, &nl);
    assert_string_equal(said(), "nl:De straat is vies|nl:Verbergen");
    assert_int_equal(spoken_choices(&scene), 0);
    spoken_wipe(&spoken);
    spoken_node(&spoken, word, &nl);
    assert_string_equal(said(), "nl:straat");
}

static void what_is_behind_a_dialog_is_not_said(void **state)
{
    (void)state;
    add_question();
    add("", UI_ROLE_DECORATION, "")->surface = UI_SURFACE_DIM;
    (void)add("idle.title", UI_ROLE_DIALOG, "Bent u er nog?");
    (void)add("tool.stay", UI_ROLE_BUTTON, "Ja");
    spoken_whole(&spoken, &scene, &nl);
    assert_string_equal(said(), "nl:Bent u er nog?|nl:Ja");
}

/* K47 */
static void a_picture_says_its_words(void **state)
{
    (void)state;
    (void)add("qr", UI_ROLE_IMAGE, "Een code om te scannen");
    spoken_arrival(&spoken, &scene, &(struct spoken_words){.lang = "nl"});
    assert_string_equal(said(), "nl:Een code om te scannen");
}

static void what_is_said_knows_its_node(void **state)
{
    (void)state;
    add_question();
    spoken_arrival(&spoken, &scene, &nl);
    assert_string_equal(spoken.parts[1].id, "question");
    assert_string_equal(spoken.parts[2].id, "");
}

static void choices_are_counted_without_tools_and_languages(void **state)
{
    (void)state;
    add_question();
    assert_int_equal(spoken_choices(&scene), 2);
}

/* ---- states and secrets ---- */

/* K57 */
static void a_chosen_answer_says_that_it_is_chosen(void **state)
{
    (void)state;
    struct ui_node *node = add("answer.good", UI_ROLE_BUTTON, "Goed");
    node->states = UI_STATE_CHOSEN;
    spoken_node(&spoken, node, &nl);
    assert_string_equal(said(), "nl:Goed|nl:Gekozen.");
}

static void a_tool_that_is_on_says_so_itself(void **state)
{
    (void)state;
    struct ui_node *node = add("tool.contrast", UI_ROLE_BUTTON, "Contrast: aan");
    node->states = UI_STATE_CHOSEN;
    spoken_node(&spoken, node, &nl);
    assert_string_equal(said(), "nl:Contrast: aan");
}

/* K51 */
static void a_secret_is_a_star_for_each_sign(void **state)
{
    struct spoken_words words = nl;
    (void)state;
    words.may_tell = true; /* not even then */
    struct ui_node *node = add("pin", UI_ROLE_TEXT, "4711");
    node->is_secret = true;
    spoken_node(&spoken, node, &words);
    assert_string_equal(said(), "nl:ster, ster, ster, ster");
    assert_null(memmem(&spoken, sizeof spoken, "4711", 4));
}

/* K51 */
static void private_words_are_said_to_one_person_alone(void **state)
{
    struct spoken_words words = nl;
    (void)state;
    struct ui_node *node = add("words", UI_ROLE_TEXT, "Oma");
    node->is_private = true;
    spoken_node(&spoken, node, &words);
    assert_string_equal(said(), "nl:3 tekens");
    assert_null(memmem(&spoken, sizeof spoken, "Oma", 3));
    spoken_wipe(&spoken);
    words.may_tell = true;
    spoken_node(&spoken, node, &words);
    assert_string_equal(said(), "nl:Oma");
    assert_true(spoken.parts[0].is_private);
}

static void nothing_is_left_after_the_wipe(void **state)
{
    (void)state;
    spoken_add(&spoken, "id", "nl", "een geheim", true);
    spoken_wipe(&spoken);
    assert_int_equal(spoken.count, 0);
    assert_null(memmem(&spoken, sizeof spoken, "geheim", 6));
}

static const char *as_written(void *self, const char *lang, const char *dutch)
{
    (void)self;
    (void)lang;
    return dutch;
}

/* K65: words get shorter where figures are said otherwise, and what stood behind them stays behind. */
static void nothing_is_left_of_what_was_longer_before_it_was_said(void **state)
{
    static const struct figures FIGURES = {.get = as_written};
    static const char NOTHING[SPOKEN_TEXT];
    (void)state;
    spoken.figures = &FIGURES;
    spoken_add(&spoken, "", "nl", "17.00 uur 17.00 uur 17.00 uur 17.00 uur GEHEIM", true);
    assert_string_equal(said(), "nl:17 uur 17 uur 17 uur 17 uur GEHEIM");
    spoken_wipe(&spoken);
    spoken.figures = NULL;
    assert_memory_equal(spoken.text, NOTHING, sizeof NOTHING);
}

/* ---- languages ---- */

static void soft_hyphens_and_isolates_are_not_said(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "nl", "Buurt\u00ADhuis\u00A0\u2068Prinsenhof\u2069", false);
    assert_string_equal(said(), "nl:Buurthuis Prinsenhof");
}

/* K52 */
static void a_dutch_name_in_arabic_is_said_in_dutch(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "ar", "اسأل \u2068Samira van Dijk\u2069 اليوم.", false);
    assert_string_equal(said(), "ar:اسأل|nl:Samira van Dijk|ar:اليوم.");
}

/* K52 */
static void latin_letters_without_isolates_are_said_in_dutch_too(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "uk", "Запитайте в De Brug сьогодні", false);
    assert_string_equal(said(), "uk:Запитайте в|nl:De Brug|uk:сьогодні");
}

static void a_number_in_its_isolate_belongs_to_the_sentence(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "ar", "خلال \u206830\u2069 ثانية", false);
    assert_string_equal(said(), "ar:خلال 30 ثانية");
}

static void a_house_number_belongs_to_its_street(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "ar", "في \u2068Kerkstraat 12\u2069.", false);
    assert_string_equal(said(), "ar:في|nl:Kerkstraat 12.");
}

static void a_name_that_stands_alone_is_dutch(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "ar", "Buurthuis Prinsenhof · Leidschendam", false);
    assert_string_equal(said(), "nl:Buurthuis Prinsenhof, Leidschendam");
}

static void latin_letters_stay_in_their_own_language(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "tr", "Prinsenhof mahalle evi", false);
    assert_string_equal(said(), "tr:Prinsenhof mahalle evi");
}

static void a_language_that_is_written_in_latin_letters_says_them_itself(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "zgh-Latn", "Azul fell-awen", false);
    assert_string_equal(said(), "zgh-Latn:Azul fell-awen");
}

static void punctuation_alone_is_not_said(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "nl", " · – ! ", false);
    assert_int_equal(spoken.count, 0);
}

/* ---- limits ---- */

static void what_does_not_fit_is_left_out(void **state)
{
    static char text[3000];
    (void)state;
    memset(text, 'a', sizeof text - 1);
    for (int i = 0; i < 200; i++) {
        spoken_add(&spoken, "", "nl", text, false);
    }
    assert_in_range(spoken.len, SPOKEN_TEXT - 3100, SPOKEN_TEXT);
    assert_true(spoken.count < 20);
}

static void there_are_no_more_parts_than_there_may_be(void **state)
{
    (void)state;
    for (int i = 0; i < SPOKEN_PARTS_MAX + 10; i++) {
        spoken_add(&spoken, "", "nl", "ja", false);
    }
    assert_int_equal(spoken.count, SPOKEN_PARTS_MAX);
}

static void bytes_that_are_no_text_do_no_harm(void **state)
{
    (void)state;
    spoken_add(&spoken, "", "ar", "a\xff\xc3", false);
    spoken_add(&spoken, "", "nl", "\xe2\x81", false);
    spoken_add(&spoken, "", "nl", NULL, false);
    assert_true(spoken.count <= 2);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(on_arrival_the_question_is_said_and_how_many_there_are),
        TEST(the_whole_screen_is_said_in_the_order_of_the_focus),
        TEST(keys_of_a_keyboard_are_not_read_one_by_one),
        TEST(words_and_digits_that_are_tapped_are_not_read_one_by_one),
        TEST(what_is_behind_a_dialog_is_not_said),
        TEST(a_picture_says_its_words),
        TEST(what_is_said_knows_its_node),
        TEST(choices_are_counted_without_tools_and_languages),
        TEST(a_chosen_answer_says_that_it_is_chosen),
        TEST(a_tool_that_is_on_says_so_itself),
        TEST(a_secret_is_a_star_for_each_sign),
        TEST(private_words_are_said_to_one_person_alone),
        TEST(nothing_is_left_after_the_wipe),
        TEST(nothing_is_left_of_what_was_longer_before_it_was_said),
        TEST(soft_hyphens_and_isolates_are_not_said),
        TEST(a_dutch_name_in_arabic_is_said_in_dutch),
        TEST(latin_letters_without_isolates_are_said_in_dutch_too),
        TEST(a_number_in_its_isolate_belongs_to_the_sentence),
        TEST(a_house_number_belongs_to_its_street),
        TEST(a_name_that_stands_alone_is_dutch),
        TEST(latin_letters_stay_in_their_own_language),
        TEST(a_language_that_is_written_in_latin_letters_says_them_itself),
        TEST(punctuation_alone_is_not_said),
        TEST(what_does_not_fit_is_left_out),
        TEST(there_are_no_more_parts_than_there_may_be),
        TEST(bytes_that_are_no_text_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
