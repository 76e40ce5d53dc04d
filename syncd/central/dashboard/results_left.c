/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Ages and neighbourhoods as groups of the same kind as places are, hidden by the same rule. */

#include "results_left.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "chart.h"
#include "dutch.h"
#include "place_names.h"
#include "storage_left.h"

static void add_group(struct results_groups *groups, const char *value, int64_t count)
{
    if (groups->count == RESULTS_GROUPS_MAX) {
        groups->is_cut = true;
        return;
    }
    struct results_group *group = &groups->in[groups->count++];
    bs_utf8_copy(group->key, sizeof group->key, value);
    group->answered = count;
}

static bool take_left(void *self, enum storage_left what, const char *value, int64_t count,
                      int64_t answered)
{
    struct results_left *left = self;
    bool is_yes = strcmp(value, "yes") == 0;
    switch (what) {
    case STORAGE_LEFT_AGE:
        left->people = answered;
        add_group(&left->ages, value, count);
        break;
    case STORAGE_LEFT_AREA:
        add_group(&left->areas, value, count);
        break;
    case STORAGE_LEFT_UNDERSTOOD:
        left->verdicts = answered;
        left->understood += is_yes ? count : 0;
        break;
    case STORAGE_LEFT_RIGHT:
        left->judged = answered;
        left->right += is_yes ? count : 0;
        break;
    case STORAGE_LEFT_WISH:
        left->wishes += is_yes ? count : 0;
        break;
    }
    return true;
}

/* --- names --- */

const char *results_left_age(const char *age)
{
    static const char *const words[BS_AGES] = {[BS_AGE_UNDER_18] = "Jonger dan 18",
                                               [BS_AGE_18_29] = "18 tot 30",
                                               [BS_AGE_30_44] = "30 tot 45",
                                               [BS_AGE_45_64] = "45 tot 65",
                                               [BS_AGE_65_79] = "65 tot 80",
                                               [BS_AGE_80_UP] = "80 of ouder",
                                               [BS_AGE_UNSAID] = "Zegt het liever niet"};
    for (int i = 0; i < BS_AGES; i++) {
        if (strcmp(bs_age_name((enum bs_age)i), age) == 0) {
            return words[i];
        }
    }
    return age;
}

static const char *area_words(const struct place_names *places, const char *area)
{
    if (strcmp(area, BS_AREA_ELSEWHERE) == 0) {
        return "Ergens anders";
    }
    if (strcmp(area, BS_AREA_UNSAID) == 0) {
        return "Zegt het liever niet";
    }
    return place_names_area(places, area);
}

static int age_index(const char *age)
{
    int index = 0;
    while (index < BS_AGES && strcmp(bs_age_name((enum bs_age)index), age) != 0) {
        index++;
    }
    return index;
}

static int compare_ages(const void *a, const void *b)
{
    const struct results_group *left = a;
    const struct results_group *right = b;
    return age_index(left->key) - age_index(right->key);
}

/* The youngest first, once it is settled who is hidden. */
static void name_groups(const struct place_names *places, struct results_left *left)
{
    for (size_t i = 0; i < left->ages.count; i++) {
        struct results_group *group = &left->ages.in[i];
        bs_utf8_copy(group->name, sizeof group->name, results_left_age(group->key));
    }
    for (size_t i = 0; i < left->areas.count; i++) {
        struct results_group *group = &left->areas.in[i];
        bs_utf8_copy(group->name, sizeof group->name, area_words(places, group->key));
    }
    if (left->ages.count > 0) {
        qsort(left->ages.in, left->ages.count, sizeof left->ages.in[0], compare_ages);
    }
}

enum bs_err results_left_gather(struct storage *storage, const char *tenant, const char *programme,
                                bool trials, struct results_left *out, struct bs_error *err)
{
    const struct storage_filter filter = {
        .tenant = tenant, .programme = programme, .trials = trials};
    struct place_names places = {.count = 0};
    struct results_left left = {.people = 0};
    left.ages.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof left.ages.in[0]);
    left.areas.in = bs_xcalloc(RESULTS_GROUPS_MAX, sizeof left.areas.in[0]);
    enum bs_err rc = storage_left(storage, &filter, take_left, &left, err);
    if (rc == BS_OK && left.areas.count > 0) {
        rc = place_names_read(storage, tenant, &places, err);
    }
    if (rc != BS_OK) {
        results_left_finish(&left);
        return rc;
    }
    results_sort(&left.ages);
    results_sort(&left.areas);
    if (!trials) {
        results_hide_small(&left.ages);
        results_hide_small(&left.areas);
    }
    name_groups(&places, &left);
    place_names_finish(&places);
    *out = left;
    return BS_OK;
}

void results_left_finish(struct results_left *left)
{
    free(left->ages.in);
    free(left->areas.in);
    *left = (struct results_left){.people = 0};
}

/* --- writing --- */

static void write_row(const struct html *html, const char *name, int64_t count, int64_t people)
{
    html_markup(html, "<tr><th scope=\"row\">");
    html_text(html, name);
    html_markup(html, "</th>");
    chart_share_cells(html, count, people);
    html_markup(html, "</tr>\n");
}

static void write_groups(const struct html *html, const char *heading,
                         const struct results_groups *groups, int64_t people)
{
    if (groups->count == 0) {
        return;
    }
    html_markup(html, "<div class=\"breakdown\">\n<h3>");
    html_text(html, heading);
    html_markup(html, "</h3>\n");
    if (groups->hidden == groups->count) {
        html_markup(html, "<p class=\"soft\">Te weinig mensen om groepen te tonen.</p>\n</div>\n");
        return;
    }
    html_markup(html, "<table class=\"choices\">\n<caption class=\"unseen\">");
    html_text(html, heading);
    html_markup(html, "</caption>\n<thead class=\"unseen\"><tr><th scope=\"col\">Groep</th><td>"
                      "</td><th scope=\"col\">Deel</th><th scope=\"col\">Aantal</th></tr></thead>\n"
                      "<tbody>\n");
    for (size_t i = 0; i < groups->count; i++) {
        if (!groups->in[i].is_hidden) {
            write_row(html, groups->in[i].name, results_said(&groups->in[i]), people);
        }
    }
    if (groups->hidden > 0) {
        write_row(html, "Kleine groepen samen", results_said(&groups->together), people);
    }
    html_markup(html, "</tbody>\n</table>\n");
    if (groups->hidden > 0) {
        html_markup(html, "<p class=\"soft\">Een groep met minder dan 10 mensen staat niet apart. "
                          "Soms gaat de kleinste andere groep erbij.</p>\n");
    }
    html_markup(html, "</div>\n");
}

static void say_people(const struct html *html, const struct results_left *left)
{
    char number[DUTCH_TEXT];
    html_markup(html, "<p class=\"soft\">");
    if (left->people > 0) {
        html_textf(
            html,
            "%s %s na het bedanken iets over zichzelf. Dat staat los van wat zij vonden. Het "
            "gaat over alle plekken en dagen samen.",
            dutch_number(left->people, number),
            left->people == 1 ? "bezoeker vertelde" : "bezoekers vertelden");
    }
    if (left->wishes > 0) {
        html_textf(html, "%s%s %s gebeld worden. Naam en nummer staan verzegeld in het logboek.",
                   left->people > 0 ? " " : "", dutch_number(left->wishes, number),
                   left->wishes == 1 ? "bezoeker wil" : "bezoekers willen");
    }
    html_markup(html, "</p>\n");
}

void results_left_write(const struct html *html, const struct results_left *left)
{
    if (left->people == 0 && left->wishes == 0) {
        return;
    }
    html_markup(html, "<section class=\"question\" aria-labelledby=\"wie\">\n"
                      "<h2 id=\"wie\">Wie deed mee</h2>\n");
    say_people(html, left);
    write_groups(html, "Leeftijd", &left->ages, left->people);
    write_groups(html, "Waar zij wonen", &left->areas, left->people);
    html_markup(html, "</section>\n");
}

static void write_taps(const struct html *html, const char *asked, int64_t yes, int64_t whole)
{
    char number[DUTCH_TEXT];
    html_markup(html, "<tr><th scope=\"row\">");
    html_text(html, asked);
    html_markup(html, "</th><td class=\"chart\">");
    chart_share(html, yes, whole);
    html_markup(html, "</td><td class=\"strong\">");
    html_textf(html, "ja %s", dutch_percent(yes, whole, number));
    html_markup(html, "</td><td>");
    html_textf(html, "n\u00A0%s", dutch_number(whole, number));
    html_markup(html, "</td></tr>\n");
}

void results_left_verdict(const struct html *html, const struct results_left *left, int version)
{
    html_markup(html, "<h3>Wat mensen van dit antwoord vinden</h3>\n");
    if (left->verdicts < RESULTS_SMALL) {
        html_markup(html, "<p class=\"soft\">Nog te weinig mensen tikten aan of zij het snappen. "
                          "Vanaf 10 staat het hier.</p>\n");
        return;
    }
    html_markup(html, "<table class=\"choices\">\n<caption class=\"unseen\">Wat mensen van dit "
                      "antwoord vinden</caption>\n<thead class=\"unseen\"><tr><th scope=\"col\">"
                      "Vraag</th><td></td><th scope=\"col\">Ja</th><th scope=\"col\">Aantal</th>"
                      "</tr></thead>\n<tbody>\n");
    write_taps(html, "Snapt u waarom?", left->understood, left->verdicts);
    if (left->judged >= RESULTS_SMALL) {
        write_taps(html, "Klopt dit?", left->right, left->judged);
    }
    html_markup(html, "</tbody>\n</table>\n");
    if (version > 1) {
        html_markup(html, "<p class=\"soft\">Dit antwoord is later veranderd. Ook wie een eerdere "
                          "versie las, telt mee.</p>\n");
    }
}
