/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Points with their share and their mean, pairs with what won of what, a top with its places. */

#include "results_kinds.h"

#include <inttypes.h>

#include "dutch.h"
#include "page_frame.h"

bool results_is_scale(enum bs_kind kind)
{
    return kind == BS_KIND_FACES || kind == BS_KIND_AGREE;
}

int64_t results_whole(const struct bs_question *question, const struct results_group *group)
{
    int64_t points = group->older;
    if (question->kind == BS_KIND_PAIR) {
        return 2 * results_said(group);
    }
    if (question->kind == BS_KIND_TOP) {
        return (int64_t)question->most * results_said(group);
    }
    if (question->kind != BS_KIND_POINTS) {
        return results_said(group);
    }
    for (size_t i = 0; i < question->choice_count; i++) {
        points += group->counts[i];
    }
    return points;
}

size_t results_parts(const struct bs_question *question, const struct results_group *group,
                     struct chart_part parts[RESULTS_PARTS_MAX])
{
    size_t count = question->choice_count;
    for (size_t i = 0; i < count; i++) {
        const struct bs_choice *choice = &question->choices[i];
        parts[i] = (struct chart_part){choice->value, bs_text_in(&choice->label, "nl", NULL),
                                       group->counts[i]};
    }
    if (group->older > 0) {
        parts[count++] = (struct chart_part){"", RESULTS_OLDER, group->older};
    }
    return count;
}

int64_t results_part(const struct bs_question *question, const struct results_group *group,
                     size_t choice)
{
    int64_t worth = 0;
    if (question->kind != BS_KIND_TOP) {
        return group->counts[choice];
    }
    for (size_t place = 0; place < question->most && place < RESULTS_RANKS; place++) {
        worth += group->ranks[place][choice] * (int64_t)(question->most - place);
    }
    return worth;
}

void results_order(const int64_t weights[BS_CHOICES_MAX], size_t count,
                   size_t order[BS_CHOICES_MAX])
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (at > 0 && weights[order[at - 1]] < weights[i]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

/* --- the parts of a table --- */

/* With large numbers it is wider than a phone: then it scrolls by itself. */
static void open_table(const struct html *html, size_t index)
{
    html_markup(html, "<section class=\"scroll\" tabindex=\"0\"");
    html_attrf(html, "aria-label", "Tabel vraag %zu", index + 1);
    html_markup(html, ">\n<table class=\"choices\">\n<caption class=\"unseen\">Antwoorden op deze "
                      "vraag</caption>\n<thead><tr><th scope=\"col\">Keuze</th><td></td>");
}

static void write_head(const struct html *html, const char *words)
{
    html_markup(html, "<th scope=\"col\">");
    html_text(html, words);
    html_markup(html, "</th>");
}

static void open_rows(const struct html *html)
{
    html_markup(html, "</tr></thead>\n<tbody>\n");
}

/* `label` NULL: of what this version no longer has. */
static void open_row(const struct html *html, const struct bs_text *label)
{
    html_markup(html, "<tr><th scope=\"row\">");
    if (label != NULL) {
        page_words(html, label);
    } else {
        html_text(html, RESULTS_OLDER);
    }
    html_markup(html, "</th><td class=\"chart\">");
}

static void write_percent(const struct html *html, int64_t part, int64_t whole)
{
    char number[DUTCH_TEXT];
    html_markup(html, "</td><td class=\"strong\">");
    html_text(html, dutch_percent(part, whole, number));
}

static void write_number(const struct html *html, int64_t count)
{
    char number[DUTCH_TEXT];
    html_markup(html, "</td><td>");
    html_text(html, dutch_number(count, number));
}

static void close_row(const struct html *html)
{
    html_markup(html, "</td></tr>\n");
}

static void close_table(const struct html *html, const struct results_question *question,
                        size_t columns)
{
    char number[DUTCH_TEXT];
    html_markup(html, "</tbody>\n<tfoot>\n<tr><th scope=\"row\">Weet ik niet</th><td "
                      "class=\"chart\">apart geteld</td>");
    for (size_t i = 1; i < columns; i++) {
        html_markup(html, "<td></td>");
    }
    html_markup(html, "<td>");
    html_text(html, dutch_number(question->all.dont_know, number));
    html_markup(html, "</td></tr>\n</tfoot>\n</table>\n</section>\n");
}

/* Of an older choice no place and no round is kept. */
static void say_older(const struct html *html, const struct results_group *group)
{
    char number[DUTCH_TEXT];
    if (group->older > 0) {
        html_markup(html, "<p class=\"soft\">");
        html_textf(html,
                   "%s keer kozen mensen iets dat in deze versie niet meer staat. Dat telt hier "
                   "niet mee.",
                   dutch_number(group->older, number));
        html_markup(html, "</p>\n");
    }
}

/* --- points --- */

/* "1,5": tenths, rounded half up. */
static void write_mean(const struct html *html, int64_t points, int64_t said)
{
    int64_t tenths = said == 0 ? 0 : (points * 20 + said) / (said * 2);
    html_markup(html, "</td><td>");
    html_textf(html, "%" PRId64 ",%" PRId64, tenths / 10, tenths % 10);
}

static void write_points(const struct html *html, const struct bs_text *label, int64_t points,
                         int64_t whole, int64_t said)
{
    open_row(html, label);
    chart_share(html, points, whole);
    write_percent(html, points, whole);
    write_number(html, points);
    write_mean(html, points, said);
    close_row(html);
}

void results_points_write(const struct html *html, const struct results_question *question,
                          size_t index)
{
    const struct bs_question *asked = question->question;
    const struct results_group *all = &question->all;
    int64_t whole = results_whole(asked, all);
    size_t order[BS_CHOICES_MAX] = {0};
    results_order(all->counts, asked->choice_count, order);
    open_table(html, index);
    write_head(html, "Deel");
    write_head(html, "Punten");
    write_head(html, "Gemiddeld");
    open_rows(html);
    for (size_t i = 0; i < asked->choice_count; i++) {
        const struct bs_choice *choice = &asked->choices[order[i]];
        int64_t points = all->counts[order[i]];
        if (choice->is_locked && points == 0) {
            open_row(html, &choice->label);
            html_markup(html, "ligt vast</td><td></td><td></td><td></td></tr>\n");
        } else {
            write_points(html, &choice->label, points, whole, results_said(all));
        }
    }
    if (all->older > 0) {
        write_points(html, NULL, all->older, whole, results_said(all));
    }
    close_table(html, question, 3);
    html_markup(html, "<p class=\"soft\">");
    html_textf(html,
               "Mensen verdeelden hoogstens %zu punten. Deel is het deel van alle punten samen. "
               "Gemiddeld is per bezoek dat punten gaf.",
               asked->most);
    html_markup(html, "</p>\n");
}

/* --- pairs --- */

/* Which two stand in each round, in the programme's order. */
static const size_t rounds[BS_PAIR_ROUNDS][2] = {{0, 1}, {0, 2}, {1, 2}};

static void write_won(const struct html *html, const struct results_question *question,
                      size_t choice)
{
    bool is_first = true;
    char number[DUTCH_TEXT];
    html_markup(html, "<tr class=\"won\"><td></td><td colspan=\"3\">gewonnen van ");
    for (size_t r = 0; r < BS_PAIR_ROUNDS; r++) {
        const int64_t *won = question->all.ranks[r];
        size_t other = rounds[r][0] == choice ? rounds[r][1] : rounds[r][0];
        if (rounds[r][0] != choice && rounds[r][1] != choice) {
            continue;
        }
        html_text(html, is_first ? "" : " · ");
        page_words(html, &question->question->choices[other].label);
        html_textf(html, " %s", dutch_percent(won[choice], won[choice] + won[other], number));
        is_first = false;
    }
    html_markup(html, "</td></tr>\n");
}

void results_pair_write(const struct html *html, const struct results_question *question,
                        size_t index)
{
    const struct bs_question *asked = question->question;
    const struct results_group *all = &question->all;
    size_t order[BS_CHOICES_MAX] = {0};
    results_order(all->counts, asked->choice_count, order);
    open_table(html, index);
    write_head(html, "Gewonnen");
    write_head(html, "Keer");
    open_rows(html);
    for (size_t i = 0; i < asked->choice_count; i++) {
        int64_t won = all->counts[order[i]];
        open_row(html, &asked->choices[order[i]].label);
        chart_share(html, won, results_whole(asked, all));
        write_percent(html, won, results_whole(asked, all));
        write_number(html, won);
        close_row(html);
        if (asked->choice_count == BS_PAIR_ROUNDS) {
            write_won(html, question, order[i]);
        }
    }
    close_table(html, question, 2);
    say_older(html, all);
    html_markup(html, "<p class=\"soft\">Elke keuze stond bij elk bezoek twee keer tegenover een "
                      "andere. Bij 50\u00A0% won zij even vaak als zij verloor.</p>\n");
}

/* --- what matters most --- */

void results_top_write(const struct html *html, const struct results_question *question,
                       size_t index)
{
    static const char *const places[RESULTS_RANKS] = {"1e", "2e", "3e"};
    const struct bs_question *asked = question->question;
    const struct results_group *all = &question->all;
    size_t order[BS_CHOICES_MAX] = {0};
    int64_t worth[BS_CHOICES_MAX] = {0};
    for (size_t i = 0; i < asked->choice_count; i++) {
        worth[i] = results_part(asked, all, i);
    }
    results_order(worth, asked->choice_count, order);
    open_table(html, index);
    write_head(html, "Punten");
    for (size_t place = 0; place < asked->most && place < RESULTS_RANKS; place++) {
        write_head(html, places[place]);
    }
    open_rows(html);
    for (size_t i = 0; i < asked->choice_count; i++) {
        char number[DUTCH_TEXT];
        open_row(html, &asked->choices[order[i]].label);
        chart_share(html, worth[order[i]], results_whole(asked, all));
        html_markup(html, "</td><td class=\"strong\">");
        html_text(html, dutch_number(worth[order[i]], number));
        for (size_t place = 0; place < asked->most && place < RESULTS_RANKS; place++) {
            write_number(html, all->ranks[place][order[i]]);
        }
        close_row(html);
    }
    close_table(html, question, asked->most + 1);
    say_older(html, all);
    html_markup(html, "<p class=\"soft\">");
    html_text(html, asked->most == 2 ? "De eerste plek geeft 2 punten, de tweede 1."
                                     : "De eerste plek geeft 3 punten, de tweede 2, de derde 1.");
    html_text(html, " Een volle balk, 100\u00A0%: iedereen zette dit op de eerste plek.");
    html_markup(html, "</p>\n");
}
