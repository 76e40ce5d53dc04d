/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The row of every kind of question on the results page; who took part; what people think of an outcome; bursts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "dashboard_stage.h"
#include "reply.h"

#define KINDS  "schone-straat" /* tests/data/programmes/valid/every-kind-by-branches */
#define PAGE   "/programmas/" KINDS
#define LIVING "/programmas/" STAGE_LIVING

static struct stage *with_kinds(void)
{
    struct stage *stage = stage_create();
    struct bs_buf text;
    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    assert_int_equal(bs_file_read(BS_SOURCE_DIR
                                  "/tests/data/programmes/valid/every-kind-by-branches/input.json",
                                  &text, NULL),
                     BS_OK);
    stage_put(stage, bs_buf_string(&text), (struct bs_date){2026, 11, 1});
    bs_buf_finish(&text);
    fake_place(&stage->storage, "zijde", "De Zijde");
    return stage;
}

static struct fake_visit visit_of(int64_t times)
{
    return (struct fake_visit){
        .programme = KINDS, .place = "zijde", .lang = "nl", .day = "2026-11-20", .times = times};
}

static void answer(struct stage *stage, int64_t times, const char *tile, struct fake_answer said,
                   const char *ranked)
{
    struct fake_visit visit = visit_of(times);
    visit.ranked = ranked;
    visit.answers[0] = (struct fake_answer){"which", {tile}};
    visit.answers[1] = said;
    fake_visit(&stage->storage, &visit);
}

static void points_have_a_share_a_number_and_a_mean_and_locked_goals_say_so(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 10, "c",
           (struct fake_answer){"money", {"bins", "bins", "bins", "parks", "parks"}}, NULL);
    answer(stage, 10, "c", (struct fake_answer){"money", {"parks", "parks", "parks"}}, NULL);
    answer(stage, 4, "c", (struct fake_answer){"money", {NULL}}, NULL);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "<td class=\"strong\">63\u00A0%</td><td>50</td><td>2,5</td>");
    assert_says(page, "<td class=\"strong\">38\u00A0%</td><td>30</td><td>1,5</td>");
    assert_says(page, "<th scope=\"row\">Care</th><td class=\"chart\">ligt vast</td>");
    assert_says(page, "20 bezoeken gaven een antwoord, 4 keer “weet ik niet”.");
    assert_says(page, "Mensen verdeelden hoogstens 5 punten.");
    stage_destroy(stage);
}

static void a_pair_says_what_won_of_what(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 15, "d", (struct fake_answer){"weigh", {"quiet", "quiet", "green"}}, "weigh");
    answer(stage, 5, "d", (struct fake_answer){"weigh", {"green", "cars", "green"}}, "weigh");
    answer(stage, 3, "d", (struct fake_answer){"weigh", {NULL}}, "weigh");
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "<th scope=\"row\">Quiet</th>");
    assert_says(page, "<td class=\"strong\">75\u00A0%</td><td>30</td>");
    assert_says(page, "gewonnen van Green 75\u00A0% · Cars 75\u00A0%");
    assert_says(page, "gewonnen van Quiet 25\u00A0% · Cars 100\u00A0%");
    assert_says(page, "gewonnen van Quiet 25\u00A0% · Green 0\u00A0%");
    assert_says(page, "apart geteld</td><td></td><td>3</td>");
    stage_destroy(stage);
}

static void a_top_counts_places_and_three_two_one(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 10, "a", (struct fake_answer){"first", {"z", "x", "y"}}, "first");
    answer(stage, 5, "a", (struct fake_answer){"first", {"x", "z"}}, "first");
    const char *page = stage_get(stage, PAGE);
    const char *z = strstr(page, "<th scope=\"row\">Z</th>");
    const char *x = strstr(page, "<th scope=\"row\">X</th>");
    assert_says(page, "<td class=\"strong\">40</td><td>10</td><td>5</td><td>0</td>");
    assert_says(page, "<td class=\"strong\">35</td><td>5</td><td>10</td><td>0</td>");
    assert_says(page, "<td class=\"strong\">10</td><td>0</td><td>0</td><td>10</td>");
    assert_non_null(z);
    assert_non_null(x);
    assert_true(z < x);
    assert_says(page, "De eerste plek geeft 3 punten, de tweede 2, de derde 1.");
    stage_destroy(stage);
}

static void a_top_compares_places_by_points_and_not_by_mention(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 10, "a", (struct fake_answer){"first", {"z", "x", "y"}}, "first");
    answer(stage, 5, "a", (struct fake_answer){"first", {"x", "z"}}, "first");
    const char *page = stage_get(stage, PAGE);
    const char *table = strstr(page, "Tabel vraag 6, Per plek");
    assert_non_null(table);
    /* Everybody named X and Z: 35 and 40 of the 45 points that are possible. */
    assert_says(table, "<td>78\u00A0% <span class=\"count\">35</span>");
    assert_says(table, "<td>89\u00A0% <span class=\"count\">40</span>");
    assert_says(page, "Een volle balk, 100\u00A0%: iedereen zette dit op de eerste plek.");
    stage_destroy(stage);
}

static void agreement_is_a_divided_bar_with_its_words(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 15, "b", (struct fake_answer){"agree", {"strongly_disagree"}}, NULL);
    answer(stage, 5, "b", (struct fake_answer){"agree", {"agree"}}, NULL);
    const char *page = stage_get(stage, PAGE);
    assert_says(page,
                "<title>Helemaal niet mee eens 75\u00A0%, Niet mee eens 0\u00A0%, Geen mening "
                "0\u00A0%, Mee eens 25\u00A0%, Helemaal mee eens 0\u00A0%</title>");
    assert_says(page, "<rect class=\"f1\" x=\"0.00%\" width=\"75.00%\"");
    assert_says(page, "<rect class=\"f4\" x=\"75.00%\"");
    assert_silent(page, "class=\"face\"");
    stage_destroy(stage);
}

static void pictures_stand_with_their_names_and_what_they_followed(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 12, "a", (struct fake_answer){"view", {"water"}}, NULL);
    answer(stage, 4, "a", (struct fake_answer){"view", {"trees"}}, NULL);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "<th scope=\"row\">Water</th>");
    assert_says(page, "<td class=\"strong\">75\u00A0%</td><td>12</td>");
    assert_says(page, "Alleen gevraagd na: A.");
    stage_destroy(stage);
}

static void words_say_that_they_are_read_first_and_a_card_says_nothing(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 12, "a", (struct fake_answer){NULL, {NULL}}, NULL);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "<h2 id=\"woorden\">Wilt u nog iets zeggen?</h2>");
    assert_says(page, "Wat mensen schrijven, leest de verbinder eerst. <a href=\"" PAGE
                      "/reacties\">Lees wat is vrijgegeven</a>");
    assert_silent(page, "Goed om te weten");
    stage_destroy(stage);
}

/* --- a list --- */

static struct stage *with_list(void)
{
    static const struct {
        const char *values[2];
        int64_t times;
    } said[] = {{{"koffie", "eten"}, 40}, {{"eten", NULL}, 30}, {{"lopen", "koffie"}, 5}};
    struct stage *stage = stage_create();
    char *json = stage_shipped("contact-in-de-buurt");
    stage_put(stage, json, (struct bs_date){2026, 11, 1});
    free(json);
    fake_place(&stage->storage, "zijde", "De Zijde");
    for (size_t i = 0; i < 3; i++) {
        struct fake_visit visit = visit_of(said[i].times);
        visit.programme = "contact-in-de-buurt";
        visit.answers[0] = (struct fake_answer){"contact", {"good"}};
        visit.answers[1] = (struct fake_answer){"doen", {said[i].values[0], said[i].values[1]}};
        fake_visit(&stage->storage, &visit);
    }
    return stage;
}

static void list_percentages_are_of_those_who_answered_and_say_so(void **state)
{
    struct stage *stage = with_list();
    const char *page = stage_get(stage, "/programmas/contact-in-de-buurt");
    (void)state;
    assert_says(page, "Mensen kozen er hoogstens 2.");
    assert_says(page, "Samen kunnen ze boven de 100\u00A0% komen.");
    assert_says(page, "<td class=\"strong\">93\u00A0%</td><td>70</td>");
    stage_destroy(stage);
}

static void choices_stand_with_the_most_chosen_first(void **state)
{
    struct stage *stage = with_list();
    const char *page = stage_get(stage, "/programmas/contact-in-de-buurt");
    const char *table = strstr(page, "<table class=\"choices\">");
    (void)state;
    assert_non_null(table);
    assert_true(strstr(table, "Samen eten") < strstr(table, "Koffie drinken"));
    assert_true(strstr(table, "Koffie drinken") < strstr(table, "Samen wandelen"));
    stage_destroy(stage);
}

/* --- bursts --- */

/* K77 */
static void bursts_are_told_and_can_be_left_out(void **state)
{
    struct stage *stage = with_kinds();
    struct fake_visit burst = visit_of(7);
    (void)state;
    burst.burst = true;
    burst.answers[0] = (struct fake_answer){"which", {"b"}};
    answer(stage, 20, "a", (struct fake_answer){NULL, {NULL}}, NULL);
    assert_silent(stage_get(stage, PAGE), "Snelle tikken");
    fake_visit(&stage->storage, &burst);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "<dt>Antwoorden</dt><dd class=\"figure\">27</dd>");
    assert_says(page, "<dt>Snelle tikken</dt><dd class=\"figure\">7</dd><dd>waarvan in een reeks "
                      "snelle tikken, <a href=\"/programmas/" KINDS "?reeksen=nee\">laat weg</a>");
    page = stage_get(stage, PAGE "?reeksen=nee");
    assert_says(page, "<dt>Antwoorden</dt><dd class=\"figure\">20</dd>");
    assert_says(page, "<dt>Snelle tikken</dt><dd class=\"figure\">7</dd><dd>weggelaten</dd>");
    assert_says(page, "<option value=\"nee\" selected>Weglaten</option>");
    assert_says(page, "zonder snelle tikken</p>");
    stage_destroy(stage);
}

/* --- what was left after the thanks --- */

static void leave(struct stage *stage, const char *programme, enum storage_left what,
                  const char *value, int64_t times)
{
    fake_left(&stage->storage, &(struct fake_left){programme, what, value, false, times});
}

static void who_took_part_stands_by_age_and_by_area_without_small_groups(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 60, "a", (struct fake_answer){NULL, {NULL}}, NULL);
    leave(stage, KINDS, STORAGE_LEFT_AGE, "80_up", 20);
    leave(stage, KINDS, STORAGE_LEFT_AGE, "18_29", 12);
    leave(stage, KINDS, STORAGE_LEFT_AGE, "unsaid", 14);
    leave(stage, KINDS, STORAGE_LEFT_AGE, "under_18", 4);
    leave(stage, KINDS, STORAGE_LEFT_AREA, "WK191601", 30);
    leave(stage, KINDS, STORAGE_LEFT_AREA, "elsewhere", 20);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "<h2 id=\"wie\">Wie deed mee</h2>");
    assert_says(page, "50 bezoekers vertelden na het bedanken iets over zichzelf.");
    assert_says(page, "<th scope=\"row\">80 of ouder</th>");
    assert_silent(page, "Jonger dan 18");
    assert_silent(page, "18 tot 30"); /* the next smallest goes with it */
    assert_says(page, "<th scope=\"row\">Kleine groepen samen</th>");
    assert_says(page, "<td class=\"strong\">32\u00A0%</td><td>16</td>");
    assert_says(page, "<th scope=\"row\">Prinsenhof</th>");
    assert_says(page, "<th scope=\"row\">Ergens anders</th>");
    assert_silent(page, "gebeld worden");
    stage_destroy(stage);
}

static void too_few_people_show_no_groups_at_all(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 60, "a", (struct fake_answer){NULL, {NULL}}, NULL);
    leave(stage, KINDS, STORAGE_LEFT_AGE, "80_up", 9);
    leave(stage, KINDS, STORAGE_LEFT_WISH, "yes", 3);
    const char *page = stage_get(stage, PAGE);
    assert_says(page, "Te weinig mensen om groepen te tonen.");
    assert_silent(page, "80 of ouder");
    assert_says(page, "3 bezoekers willen gebeld worden.");
    stage_destroy(stage);
}

static void nobody_said_anything_says_nothing(void **state)
{
    struct stage *stage = with_kinds();
    (void)state;
    answer(stage, 60, "a", (struct fake_answer){NULL, {NULL}}, NULL);
    leave(stage, STAGE_WASTE, STORAGE_LEFT_AGE, "80_up", 90);
    assert_silent(stage_get(stage, PAGE), "Wie deed mee");
    stage_destroy(stage);
}

static void what_people_think_of_an_outcome_is_told_from_ten_on(void **state)
{
    struct stage *stage = stage_create();
    (void)state;
    stage_publish(stage);
    stage_answer(stage);
    stage_decide(stage);
    leave(stage, STAGE_WASTE, STORAGE_LEFT_UNDERSTOOD, "yes", 9);
    const char *page = stage_get(stage, "/programmas/" STAGE_WASTE);
    assert_says(page, "Nog te weinig mensen tikten aan of zij het snappen.");
    leave(stage, STAGE_WASTE, STORAGE_LEFT_UNDERSTOOD, "no", 3);
    leave(stage, STAGE_WASTE, STORAGE_LEFT_RIGHT, "yes", 5);
    leave(stage, STAGE_WASTE, STORAGE_LEFT_RIGHT, "no", 5);
    page = stage_get(stage, "/programmas/" STAGE_WASTE);
    assert_says(page, "<th scope=\"row\">Snapt u waarom?</th>");
    assert_says(page, "ja 75\u00A0%</td><td>n\u00A012</td>");
    assert_says(page, "<th scope=\"row\">Klopt dit?</th>");
    assert_says(page, "ja 50\u00A0%</td><td>n\u00A010</td>");
    assert_silent(stage_get(stage, LIVING), "Snapt u waarom?");
    stage_destroy(stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_have_a_share_a_number_and_a_mean_and_locked_goals_say_so),
        cmocka_unit_test(a_pair_says_what_won_of_what),
        cmocka_unit_test(a_top_counts_places_and_three_two_one),
        cmocka_unit_test(a_top_compares_places_by_points_and_not_by_mention),
        cmocka_unit_test(agreement_is_a_divided_bar_with_its_words),
        cmocka_unit_test(pictures_stand_with_their_names_and_what_they_followed),
        cmocka_unit_test(words_say_that_they_are_read_first_and_a_card_says_nothing),
        cmocka_unit_test(list_percentages_are_of_those_who_answered_and_say_so),
        cmocka_unit_test(choices_stand_with_the_most_chosen_first),
        cmocka_unit_test(bursts_are_told_and_can_be_left_out),
        cmocka_unit_test(who_took_part_stands_by_age_and_by_area_without_small_groups),
        cmocka_unit_test(too_few_people_show_no_groups_at_all),
        cmocka_unit_test(nobody_said_anything_says_nothing),
        cmocka_unit_test(what_people_think_of_an_outcome_is_told_from_ten_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
