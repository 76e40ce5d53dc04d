/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a visit answered, in Dutch words. */

#include "answers_words.h"

#include <stdio.h>

#include <buurtstem/utf8.h>

#include "every_kind.h"

static struct screen_view view;
static struct bs_submission submission;
static char line[512];

/* A programme in version 3 that asks nothing yet, and a visit to it that answered nothing yet. */
static int set_up(void **state)
{
    (void)state;
    empty_house();
    add_programme("schone-straat");
    house.session.bundle = &house.bundle;
    memcpy(house.session.lang, "nl", sizeof "nl");
    view = (struct screen_view){.session = &house.session};
    submission = (struct bs_submission){.programme = "schone-straat", .version = 3};
    return 0;
}

static struct bs_question *ask(const char *id, enum bs_kind kind, size_t choices, size_t most,
                               const char *text)
{
    struct bs_question *question = add_question(&house.programmes[0], id, kind, choices, most);

    question->text = nl(text);
    return question;
}

/* Values are separated by blanks; "" for "weet ik niet". */
static void answer(const char *id, enum bs_kind kind, const char *values)
{
    struct bs_answer *out = &submission.answers[submission.answer_count++];

    *out = (struct bs_answer){.kind = kind, .dont_know = values[0] == '\0'};
    (void)snprintf(out->question, sizeof out->question, "%s", id);
    while (*values != '\0') {
        const size_t len = strcspn(values, " ");
        memcpy(out->values[out->value_count++], values, len);
        values += len + (values[len] == ' ' ? 1 : 0);
    }
}

static const char *told(void)
{
    memset(line, 'x', sizeof line);
    answers_words(&view, &submission, line, sizeof line);
    return line;
}

/* ---- each kind ---- */

static void a_face_is_told_by_its_word(void **state)
{
    (void)state;
    ask("mood", BS_KIND_FACES, 5, 1, "Hoe schoon is de straat?")->choices[1].label = nl("Vies");
    answer("mood", BS_KIND_FACES, "bad");
    assert_string_equal(told(), "Hoe schoon is de straat? Vies");
}

static void what_is_no_question_has_a_colon(void **state)
{
    (void)state;
    ask("eens", BS_KIND_AGREE, 5, 1, "De straat is schoon")->choices[4].label = nl("Helemaal eens");
    answer("eens", BS_KIND_AGREE, "strongly_agree");
    assert_string_equal(told(), "De straat is schoon: Helemaal eens");
}

static void a_list_is_told_with_commas(void **state)
{
    (void)state;
    struct bs_question *list = ask("wat", BS_KIND_LIST, 4, 3, "Wat helpt?");
    list->choices[0].label = nl("Bakken");
    list->choices[2].label = nl("Vegen");
    answer("wat", BS_KIND_LIST, "v2 v0");
    assert_string_equal(told(), "Wat helpt? Vegen, Bakken");
}

static void of_a_top_the_most_important_comes_first(void **state)
{
    (void)state;
    struct bs_question *top = ask("top", BS_KIND_TOP, 4, 3, "Wat eerst?");
    top->choices[0].label = nl("Jeugd");
    top->choices[1].label = nl("Sport");
    top->choices[3].label = nl("Zorg");
    answer("top", BS_KIND_TOP, "v3 v0 v1");
    assert_string_equal(told(), "Wat eerst? Zorg, Jeugd, Sport");
}

static void points_are_counted(void **state)
{
    (void)state;
    struct bs_question *points = ask("punten", BS_KIND_POINTS, 3, 5, "Waar gaat het geld heen?");
    points->choices[0].label = nl("Zorg");
    points->choices[2].label = nl("Groen");
    answer("punten", BS_KIND_POINTS, "v0 v0 v0 v2");
    assert_string_equal(told(), "Waar gaat het geld heen? Zorg 3×, Groen 1×");
}

static void what_won_the_rounds_of_a_pair_is_counted(void **state)
{
    (void)state;
    struct bs_question *pair = ask("paar", BS_KIND_PAIR, 3, 3, "Wat weegt meer?");
    pair->choices[0].label = nl("Rust");
    pair->choices[1].label = nl("Spelen");
    answer("paar", BS_KIND_PAIR, "v1 v0 v1");
    assert_string_equal(told(), "Wat weegt meer? Spelen 2×, Rust 1×");
}

static void who_does_not_know_says_so(void **state)
{
    (void)state;
    ask("mood", BS_KIND_FACES, 5, 1, "Hoe schoon?");
    answer("mood", BS_KIND_FACES, "");
    assert_string_equal(told(), "Hoe schoon? weet ik niet");
}

static void several_questions_are_told_in_the_order_of_the_answers(void **state)
{
    (void)state;
    ask("a", BS_KIND_TILES, 2, 1, "Eerst?");
    ask("b", BS_KIND_TILES, 2, 1, "Dan");
    ask("c", BS_KIND_TILES, 2, 1, "Ten slotte?");
    answer("a", BS_KIND_TILES, "v0");
    answer("b", BS_KIND_TILES, "v1");
    answer("c", BS_KIND_TILES, "");
    assert_string_equal(told(), "Eerst? v0\u00a0· Dan: v1\u00a0· Ten slotte? weet ik niet");
}

/* ---- languages, and what is not known ---- */

static void add_arabic(struct bs_text *text, const char *words_of_it)
{
    memcpy(text->in[text->count].lang, "ar", sizeof "ar");
    text->in[text->count++].text = words_of_it;
}

static void it_is_dutch_whatever_language_the_visit_was_in(void **state)
{
    (void)state;
    struct bs_question *mood = ask("mood", BS_KIND_FACES, 5, 1, "Hoe schoon?");
    mood->choices[3].label = nl("Goed");
    add_arabic(&mood->text, "ما مدى النظافة؟");
    add_arabic(&mood->choices[3].label, "جيد");
    memcpy(house.session.lang, "ar", sizeof "ar");
    memcpy(submission.lang, "ar", sizeof "ar");
    answer("mood", BS_KIND_FACES, "good");
    assert_string_equal(told(), "Hoe schoon? Goed");
}

static void another_version_is_told_by_its_own_names(void **state)
{
    (void)state;
    ask("mood", BS_KIND_FACES, 5, 1, "Hoe schoon?")->choices[3].label = nl("Goed");
    answer("mood", BS_KIND_FACES, "good");
    submission.version = 2;
    assert_string_equal(told(), "mood: good");
    submission.version = 4;
    assert_string_equal(told(), "mood: good");
}

static void another_programme_is_told_by_its_own_names(void **state)
{
    (void)state;
    ask("mood", BS_KIND_FACES, 5, 1, "Hoe schoon?");
    answer("mood", BS_KIND_FACES, "good");
    answer("punten", BS_KIND_POINTS, "zorg zorg");
    memcpy(submission.programme, "andere", sizeof "andere");
    assert_string_equal(told(), "mood: good\u00a0· punten: zorg 2×");
    memcpy(submission.programme, "schone-straat", sizeof "schone-straat");
    house.session.bundle = NULL;
    assert_string_equal(told(), "mood: good\u00a0· punten: zorg 2×");
}

static void a_question_or_value_that_is_not_there_is_told_by_its_name(void **state)
{
    (void)state;
    ask("mood", BS_KIND_TILES, 2, 1, "Hoe schoon?")->choices[0].label = nl("Heel");
    answer("mood", BS_KIND_TILES, "v7");
    answer("weg", BS_KIND_LIST, "v0 v1");
    assert_string_equal(told(), "Hoe schoon? v7\u00a0· weg: v0, v1");
}

static void nothing_answered_is_nothing_told(void **state)
{
    (void)state;
    assert_string_equal(told(), "");
}

/* ---- room ---- */

static void told_in(size_t size)
{
    memset(line, 'x', sizeof line);
    answers_words(&view, &submission, line, size);
    assert_true(strlen(line) < size);
    assert_true(bs_utf8_valid(line, strlen(line)));
    assert_int_equal(line[size], 'x');
}

static void what_just_fits_is_whole_and_what_does_not_ends_in_three_dots(void **state)
{
    static const char WHOLE[] = "Hoe schoon? Goed\u00a0· Wat? v0";

    (void)state;
    ask("mood", BS_KIND_FACES, 5, 1, "Hoe schoon?")->choices[3].label = nl("Goed");
    ask("wat", BS_KIND_TILES, 2, 1, "Wat?");
    answer("mood", BS_KIND_FACES, "good");
    answer("wat", BS_KIND_TILES, "v0");
    told_in(sizeof WHOLE);
    assert_string_equal(line, WHOLE);
    told_in(sizeof WHOLE - 1);
    assert_string_equal(line, "Hoe schoon? Goed\u00a0· Wat…");
    told_in(13);
    assert_string_equal(line, "Hoe schoo…");
}

static void it_is_cut_at_a_character_in_every_room(void **state)
{
    (void)state;
    ask("mood", BS_KIND_FACES, 5, 1, "ééé€€€😀😀?")->choices[3].label = nl("ééé");
    ask("wat", BS_KIND_TILES, 2, 1, "😀");
    answer("mood", BS_KIND_FACES, "good");
    answer("wat", BS_KIND_TILES, "v0");
    const size_t whole = strlen(told());
    for (size_t size = 1; size <= whole; size++) {
        told_in(size);
        if (size > 3) {
            assert_string_equal(line + strlen(line) - 3, "…");
        }
    }
    told_in(whole + 1);
    assert_int_equal(strlen(line), whole);
}

static void behind_what_was_cut_nothing_follows(void **state)
{
    (void)state;
    ask("a", BS_KIND_TILES, 2, 1, "Eéééééééééééééééééééééén");
    ask("b", BS_KIND_TILES, 2, 1, "b");
    answer("a", BS_KIND_TILES, "v0");
    answer("b", BS_KIND_TILES, "v0");
    told_in(9);
    assert_string_equal(line, "Eéé…");
    told_in(3);
    assert_string_equal(line, "E");
}

#define HERE(test) cmocka_unit_test_setup(test, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HERE(a_face_is_told_by_its_word),
        HERE(what_is_no_question_has_a_colon),
        HERE(a_list_is_told_with_commas),
        HERE(of_a_top_the_most_important_comes_first),
        HERE(points_are_counted),
        HERE(what_won_the_rounds_of_a_pair_is_counted),
        HERE(who_does_not_know_says_so),
        HERE(several_questions_are_told_in_the_order_of_the_answers),
        HERE(it_is_dutch_whatever_language_the_visit_was_in),
        HERE(another_version_is_told_by_its_own_names),
        HERE(another_programme_is_told_by_its_own_names),
        HERE(a_question_or_value_that_is_not_there_is_told_by_its_name),
        HERE(nothing_answered_is_nothing_told),
        HERE(what_just_fits_is_whole_and_what_does_not_ends_in_three_dots),
        HERE(it_is_cut_at_a_character_in_every_room),
        HERE(behind_what_was_cut_nothing_follows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
