/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Advice on questions: what is found, where it stays quiet, and what it says. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>

#include "model_sample.h"

/* The advice on a programme that only asks this, with faces or with tiles. */
static struct bs_complaints *ask(enum bs_kind kind, const char *lang, const char *question)
{
    struct bs_programme *programme = bs_xcalloc(1, sizeof *programme);
    struct bs_complaints *advice = bs_xcalloc(1, sizeof *advice);

    programme->question_count = 1;
    programme->questions[0].kind = kind;
    programme->questions[0].text.count = 1;
    (void)strcpy(programme->questions[0].text.in[0].lang, lang);
    programme->questions[0].text.in[0].text = question;
    bs_programme_advise(programme, advice);
    free(programme);
    return advice;
}

static void assert_says(const char *lang, const char *question, const char *sentence)
{
    struct bs_complaints *advice = ask(BS_KIND_FACES, lang, question);

    if (advice->count != 1 || strcmp(advice->text[0], sentence) != 0) {
        fail_msg("%s\n%zu: %s\ninstead of: %s", question, advice->count, advice->text[0], sentence);
    }
    free(advice);
}

/* That one advice is given, and which words it names. */
static void assert_finds(const char *lang, const char *question, const char *what)
{
    struct bs_complaints *advice = ask(BS_KIND_FACES, lang, question);

    if (advice->count != 1 || strstr(advice->text[0], what) == NULL) {
        fail_msg("%s\n%zu: %s\nwithout: %s", question, advice->count, advice->text[0], what);
    }
    free(advice);
}

static void assert_quiet_as(enum bs_kind kind, const char *lang, const char *question)
{
    struct bs_complaints *advice = ask(kind, lang, question);

    if (advice->count != 0) {
        fail_msg("%s\n%s", question, advice->text[0]);
    }
    free(advice);
}

static void assert_quiet(const char *lang, const char *question)
{
    assert_quiet_as(BS_KIND_FACES, lang, question);
}

static void a_double_question_is_told_with_its_words_and_what_to_do(void **state)
{
    (void)state;
    assert_says("nl", "Hoe schoon en veilig is uw straat?",
                "$.questions[0].text.nl: \"schoon en veilig\" asks two things at once: some will "
                "mean the one and some the other; ask one, or make two questions of it");
}

static void two_things_in_one_question_are_found(void **state)
{
    (void)state;
    assert_finds("nl", "Wat vindt u van de bakken en de straten?", "\"bakken en de straten\"");
    assert_finds("nl", "Hoe vaak sport of zwemt u?", "\"sport of zwemt\"");
    assert_finds("en", "How clean and safe is your street?", "\"clean and safe\"");
    assert_finds("en", "Do you walk or cycle here?", "\"walk or cycle\"");
}

static void two_question_marks_are_found(void **state)
{
    (void)state;
    assert_finds("nl", "Hoe gaat het? Wat mist u?", "holds two questions");
    assert_finds("en", "How is it? And why?", "holds two questions");
    assert_quiet("nl", "Hoe gaat het??");
}

static void one_idea_in_two_words_is_no_double_question(void **state)
{
    (void)state;
    assert_quiet("nl", "Bent u af en toe alleen?");
    assert_quiet("nl", "Hoe is het in en om uw huis?");
    assert_quiet("nl", "Gaat u wel of niet met de bus?");
    assert_quiet("nl", "Weet u of er hulp is?");
    assert_quiet("nl", "Hoe is het pad tussen de dijk en het park?");
    assert_quiet("nl", "Wat vindt u van de dienst van Leiden en Leiderdorp?");
    assert_quiet("nl", "Bent u hier tussen 10 en 12 uur?");
    assert_quiet("en", "How is it in and around your home?");
    assert_quiet("en", "Do you feel lonely now and then?");
    assert_quiet("en", "How is the path between the dike and the park?");
}

static void what_tiles_offer_may_be_joined_by_or(void **state)
{
    (void)state;
    assert_quiet_as(BS_KIND_TILES, "nl", "Een brengstation of een vast moment?");
    assert_quiet_as(BS_KIND_TILES, "en", "A drop-off station or a fixed time?");
}

static void a_leading_question_is_told_with_its_words_and_what_to_do(void **state)
{
    (void)state;
    assert_says("nl", "Vindt u ook dat de straat vies is?",
                "$.questions[0].text.nl: \"Vindt u ook\" leads: \"ook\" says what others think; "
                "ask openly, as in \"Wat vindt u van …?\"");
}

static void leading_words_are_found(void **state)
{
    (void)state;
    assert_finds("nl", "Bent u het eens dat het vies is?", "\"Bent u het eens\" leads");
    assert_finds("nl", "U komt hier toch vaak?", "\"toch\" leads");
    assert_finds("nl", "Wilt u natuurlijk meer groen?", "\"natuurlijk\" leads");
    assert_finds("nl", "Zou u niet meer groen willen?", "\"Zou u niet\" leads");
    assert_finds("en", "Don't you want more green?", "\"Don't you\" leads");
    assert_finds("en", "Don\u2019t you want more green?", "leads");
    assert_finds("en", "Do you agree that it is dirty?", "\"Do you agree\" leads");
    assert_finds("en", "Of course you like trees?", "\"Of course\" leads");
}

static void a_denying_question_is_told_with_its_words_and_what_to_do(void **state)
{
    (void)state;
    assert_says("nl", "Voelt u zich hier niet veilig?",
                "$.questions[0].text.nl: \"niet\" denies: yes then means no; ask for what is "
                "there");
}

static void denying_words_are_found(void **state)
{
    (void)state;
    assert_finds("nl", "Heeft u geen bak in de straat?", "\"geen\" denies");
    assert_finds("nl", "Komt u hier nooit?", "\"nooit\" denies");
    assert_finds("nl", "Wat vindt u niet goed?", "\"niet\" denies");
    assert_finds("en", "Is it not safe here?", "\"not\" denies");
    assert_finds("en", "Do you never come here?", "\"never\" denies");
    assert_finds("en", "Why can't you come here?", "\"can't\" denies");
    assert_finds("en", "Why can\u2019t you come here?", "denies");
}

static void words_that_only_look_like_it_are_left_alone(void **state)
{
    (void)state;
    assert_quiet("nl", "Wat maakt het hier genieten?");
    assert_quiet("nl", "Wat vindt u van de school?");
    assert_quiet("nl", "Waarom niet?");
    assert_quiet("nl", "Wat vindt u van het toekomstplan?");
    assert_quiet("en", "Do you know the notice board?");
    assert_quiet("en", "Which band plays here?");
    assert_quiet("en", "Why not?");
}

static void only_dutch_and_english_questions_are_judged(void **state)
{
    (void)state;
    assert_quiet("de", "Finden Sie auch nicht, of en not?");
}

static void a_word_of_14_letters_is_fine_and_one_of_15_is_long(void **state)
{
    (void)state;
    assert_quiet("nl", "Wat vindt u van de abcdefghijklmn?");
    assert_says("nl", "Wat vindt u van de abcdefghijklmno?",
                "$.questions[0].text.nl: \"abcdefghijklmno\" has 15 letters, more than 14: use a "
                "shorter word, or say it in more words");
}

static void soft_hyphens_make_no_word_longer_or_shorter(void **state)
{
    (void)state;
    assert_quiet("nl", "Wat vindt u van de abcdefg\u00adhijklmn?");
    assert_finds("nl", "Wat vindt u van het afvalbreng\u00adstation?",
                 "\"afvalbrengstation\" has 17 letters");
}

static void long_words_are_found_in_every_language(void **state)
{
    (void)state;
    assert_finds("tr", "Mahallenizde ne yap\u0131lmal\u0131, g\u00f6r\u00fc\u015flerinizden?",
                 "has 15 letters");
    assert_finds("de", "Was ist mit der Stra\u00dfenbeleuchtung?", "has 18 letters");
}

static void a_name_or_a_script_without_blanks_is_no_long_word(void **state)
{
    (void)state;
    assert_quiet("nl", "Hoe is het in Noordwijkerhoutsebuurt?");
    assert_quiet("zh",
                 "\u4f60\u89c9\u5f97\u4f60\u7684\u8857\u9053\u5e72\u51c0\u5417\u4f60\u89c9\u5f97"
                 "\u4f60\u7684\u8857\u9053");
    assert_quiet("th",
                 "\u0e16\u0e19\u0e19\u0e02\u0e2d\u0e07\u0e04\u0e38\u0e13\u0e2a\u0e30\u0e2d\u0e32"
                 "\u0e14\u0e41\u0e04\u0e48\u0e44\u0e2b\u0e19");
}

static void a_promise_of_70_characters_leaves_room_for_who_decides(void **state)
{
    struct bs_text open = {.count = 1, .in = {{.lang = "nl"}}};
    struct bs_programme *programme = bs_xcalloc(1, sizeof *programme);
    struct bs_complaints advice = {0};

    (void)state;
    open.in[0].text = "Hier mag nog over worden gepraat en dat kan tot de zomer met een mens.";
    assert_int_equal(strlen(open.in[0].text), BS_FIT_OPEN_AND_DECIDES);
    programme->open = open;
    bs_programme_advise(programme, &advice);
    assert_int_equal(advice.count, 0);
    open.in[0].text = "Hier mag nog over worden gepraat en dat kan tot de zomer met een mensX.";
    programme->open = open;
    bs_programme_advise(programme, &advice);
    assert_int_equal(advice.count, 1);
    assert_string_equal(advice.text[0],
                        "$.promise.open.nl: has 71 characters, more than 70: a small screen then "
                        "has no room for who decides; make it shorter");
    free(programme);
}

static void every_text_that_residents_read_is_looked_at(void **state)
{
    static const char *const paths[] = {"$.title.nl",
                                        "$.tile.nl",
                                        "$.promise.open.nl",
                                        "$.promise.decides.nl",
                                        "$.promise.contact.text.nl",
                                        "$.facts[0].text.nl",
                                        "$.questions[0].text.nl",
                                        "$.questions[0].labels.bad.nl",
                                        "$.questions[1].choices[0].label.nl"};
    const struct bs_text text = {.count = 1, .in = {{.lang = "nl", .text = "abcdefghijklmno"}}};
    struct bs_programme *programme = bs_xcalloc(1, sizeof *programme);
    struct bs_complaints advice = {0};

    (void)state;
    programme->title = programme->tile = programme->open = programme->decides = text;
    programme->contact = programme->facts[0].text = programme->questions[0].text = text;
    programme->questions[0].choices[0].label = programme->questions[1].choices[0].label = text;
    programme->questions[0].choices[0].value = programme->questions[1].choices[0].value = "bad";
    programme->fact_count = 1;
    programme->question_count = 2;
    programme->questions[0].choice_count = programme->questions[1].choice_count = 1;
    programme->questions[1].kind = BS_KIND_TILES;
    bs_programme_advise(programme, &advice);
    assert_int_equal(advice.count, sizeof paths / sizeof paths[0]);
    for (size_t i = 0; i < advice.count; i++) {
        assert_memory_equal(advice.text[i], paths[i], strlen(paths[i]));
        assert_int_equal(advice.text[i][strlen(paths[i])], ':');
    }
    free(programme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_double_question_is_told_with_its_words_and_what_to_do),
        cmocka_unit_test(two_things_in_one_question_are_found),
        cmocka_unit_test(two_question_marks_are_found),
        cmocka_unit_test(one_idea_in_two_words_is_no_double_question),
        cmocka_unit_test(what_tiles_offer_may_be_joined_by_or),
        cmocka_unit_test(a_leading_question_is_told_with_its_words_and_what_to_do),
        cmocka_unit_test(leading_words_are_found),
        cmocka_unit_test(a_denying_question_is_told_with_its_words_and_what_to_do),
        cmocka_unit_test(denying_words_are_found),
        cmocka_unit_test(words_that_only_look_like_it_are_left_alone),
        cmocka_unit_test(only_dutch_and_english_questions_are_judged),
        cmocka_unit_test(a_word_of_14_letters_is_fine_and_one_of_15_is_long),
        cmocka_unit_test(soft_hyphens_make_no_word_longer_or_shorter),
        cmocka_unit_test(long_words_are_found_in_every_language),
        cmocka_unit_test(a_name_or_a_script_without_blanks_is_no_long_word),
        cmocka_unit_test(a_promise_of_70_characters_leaves_room_for_who_decides),
        cmocka_unit_test(every_text_that_residents_read_is_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
