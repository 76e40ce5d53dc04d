/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The filter of the results page: read strictly, written back as it was chosen. */

#include "results_filter.h"

#include <string.h>

#include <buurtstem/utf8.h>

#include "browse.h"
#include "dutch.h"

static bool read_date(const struct request *request, const char *name, struct bs_date *out)
{
    const char *value = request_query(request, name);
    return value == NULL || value[0] == '\0' || bs_date_parse(value, out);
}

static bool read_name(const struct request *request, const char *name,
                      bool (*is_valid)(const char *), char *out, size_t size)
{
    const char *value = request_query(request, name);
    if (value == NULL || value[0] == '\0') {
        return true;
    }
    return is_valid(value) && strlen(value) < size && bs_utf8_copy(out, size, value);
}

static bool channel_valid(const char *text)
{
    for (int channel = BS_CHANNEL_KIOSK; channel <= BS_CHANNEL_PAPER; channel++) {
        if (strcmp(bs_channel_name((enum bs_channel)channel), text) == 0) {
            return true;
        }
    }
    return false;
}

bool results_filter_read(const struct request *request, struct results_request *out,
                         const char **problem)
{
    const char *trials = request_query(request, "proef");
    const char *bursts = request_query(request, "reeksen");
    *out = (struct results_request){.trials = trials != NULL && strcmp(trials, "ja") == 0,
                                    .without_bursts = bursts != NULL && strcmp(bursts, "nee") == 0};
    *problem = NULL;
    if (!read_name(request, "plek", bs_slug_valid, out->place, sizeof out->place)) {
        *problem = "Die plek is er niet.";
    } else if (!read_name(request, "taal", bs_language_valid, out->lang, sizeof out->lang)) {
        *problem = "Die taal is er niet.";
    } else if (!read_name(request, "manier", channel_valid, out->channel, sizeof out->channel)) {
        *problem = "Die manier van antwoorden is er niet.";
    } else if (!read_date(request, "van", &out->from) || !read_date(request, "tot", &out->to)) {
        *problem = "Schrijf een datum als jaar-maand-dag, bijvoorbeeld 2026-11-21.";
    } else if (out->from.year != 0 && out->to.year != 0 &&
               bs_date_compare(out->from, out->to) > 0) {
        *problem = "De eerste dag ligt na de laatste dag.";
    }
    return *problem == NULL;
}

static const char *name_in(const struct results_groups *groups, const char *key)
{
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(groups->in[i].key, key) == 0) {
            return groups->in[i].name;
        }
    }
    return NULL;
}

/* The first question is answered by everyone, so its groups are all there are; a chosen one stays even if empty now. */
static void write_options(const struct html *html, const struct results_groups *groups,
                          const char *chosen, const char *name)
{
    if (chosen[0] != '\0' && name_in(groups, chosen) == NULL) {
        browse_option(html, chosen, name, chosen);
    }
    for (size_t i = 0; i < groups->count; i++) {
        browse_option(html, groups->in[i].key, groups->in[i].name, chosen);
    }
}

static void write_date(const struct html *html, struct bs_date date)
{
    char text[11] = "";
    if (date.year != 0) {
        bs_date_format(date, text);
    }
    html_markup(html, " type=\"date\"");
    html_attr(html, "value", text);
    html_markup(html, ">\n</div>\n");
}

static void write_buttons(const struct html *html, const struct results *results,
                          const struct results_request *chosen)
{
    if (chosen->trials) {
        html_markup(html, "<input type=\"hidden\" name=\"proef\" value=\"ja\">\n");
    }
    html_markup(html,
                "<div class=\"act\">\n<button type=\"submit\" class=\"button\">Toon</button>\n");
    if (results_is_narrowed(chosen)) {
        html_markup(html, "<a href=\"/programmas/");
        html_url_part(html, results->programme->id);
        if (chosen->trials) {
            html_markup(html, "?proef=ja");
        }
        html_markup(html, "\">Toon alles</a>\n");
    }
    html_markup(html, "</div>\n</form>\n");
}

/* Where everything came in one way there is nothing to choose. */
static void write_channels(const struct html *html, const struct results_groups *channels,
                           const struct results_request *chosen)
{
    if (channels->count <= 1 && chosen->channel[0] == '\0') {
        return;
    }
    html_markup(html, "<div class=\"field\">\n<label for=\"manier\">Manier</label>\n"
                      "<select id=\"manier\" name=\"manier\">\n<option value=\"\">Alle "
                      "manieren</option>\n");
    write_options(html, channels, chosen->channel, dutch_channel(chosen->channel));
    html_markup(html, "</select>\n</div>\n");
}

/* Where nobody tapped quickly there is nothing to leave out. */
static void write_bursts(const struct html *html, const struct results *results,
                         const struct results_request *chosen)
{
    if (results->bursts == 0 && !chosen->without_bursts) {
        return;
    }
    html_markup(html, "<div class=\"field\">\n<label for=\"reeksen\">Snelle tikken</label>\n"
                      "<select id=\"reeksen\" name=\"reeksen\">\n<option value=\"\">Tellen "
                      "mee</option>\n<option value=\"nee\"");
    if (chosen->without_bursts) {
        html_markup(html, " selected");
    }
    html_markup(html, ">Weglaten</option>\n</select>\n</div>\n");
}

void results_filter_days(const struct html *html, const struct results_request *chosen)
{
    html_markup(html, "<div class=\"field\">\n<label for=\"van\">Van</label>\n"
                      "<input id=\"van\" name=\"van\"");
    write_date(html, chosen->from);
    html_markup(html, "<div class=\"field\">\n<label for=\"tot\">Tot en met</label>\n"
                      "<input id=\"tot\" name=\"tot\"");
    write_date(html, chosen->to);
}

void results_filter_form(const struct html *html, const struct results *results,
                         const struct results_request *chosen, const char *problem)
{
    const struct results_question *first = &results->questions[0];
    char text[DUTCH_TEXT];
    if (problem != NULL) {
        html_markup(html, "<div class=\"alert\" role=\"alert\"><p>");
        html_text(html, problem);
        html_markup(html, "</p></div>\n");
    }
    html_markup(
        html,
        "<form class=\"filter\" method=\"get\" role=\"search\" aria-label=\"Antwoorden kiezen\" "
        "action=\"/programmas/");
    html_url_part(html, results->programme->id);
    html_markup(html,
                "\">\n<div class=\"field wide\">\n<label for=\"plek\">Plek</label>\n"
                "<select id=\"plek\" name=\"plek\">\n<option value=\"\">Alle plekken</option>\n");
    write_options(html, &first->places, chosen->place, chosen->place);
    html_markup(html,
                "</select>\n</div>\n<div class=\"field\">\n<label for=\"taal\">Taal</label>\n"
                "<select id=\"taal\" name=\"taal\">\n<option value=\"\">Alle talen</option>\n");
    write_options(html, &first->languages, chosen->lang, dutch_language(chosen->lang, text));
    html_markup(html, "</select>\n</div>\n");
    write_channels(html, &first->channels, chosen);
    results_filter_days(html, chosen);
    write_bursts(html, results, chosen);
    write_buttons(html, results, chosen);
}

static void add_to_link(const struct html *html, const char *name, const char *value)
{
    if (value[0] != '\0') {
        html_textf(html, "&%s=", name);
        html_url_part(html, value);
    }
}

static void add_day_to_link(const struct html *html, const char *name, struct bs_date date)
{
    char text[11] = "";
    if (date.year != 0) {
        bs_date_format(date, text);
    }
    add_to_link(html, name, text);
}

void results_filter_calm_link(const struct html *html, const struct results *results,
                              const struct results_request *chosen)
{
    html_markup(html, "<a href=\"/programmas/");
    html_url_part(html, results->programme->id);
    html_markup(html, "?reeksen=nee");
    add_to_link(html, "plek", chosen->place);
    add_to_link(html, "taal", chosen->lang);
    add_to_link(html, "manier", chosen->channel);
    add_day_to_link(html, "van", chosen->from);
    add_day_to_link(html, "tot", chosen->to);
    add_to_link(html, "proef", chosen->trials ? "ja" : "");
    html_markup(html, "\">laat weg</a>");
}

void results_filter_paper_link(const struct html *html, const struct results *results,
                               const struct results_request *chosen)
{
    html_markup(html, "<a href=\"/programmas/");
    html_url_part(html, results->programme->id);
    html_markup(html, "/a4?plek=");
    html_url_part(html, chosen->place);
    add_day_to_link(html, "van", chosen->from);
    add_day_to_link(html, "tot", chosen->to);
    add_to_link(html, "reeksen", chosen->without_bursts ? "nee" : "");
    html_markup(html, "\">Blad voor een bijeenkomst</a>");
}

static void say_period(const struct html *html, const struct results_request *chosen)
{
    char text[DUTCH_TEXT];
    if (chosen->from.year != 0 && chosen->to.year != 0) {
        html_textf(html, " · %s", dutch_period(chosen->from, chosen->to, text));
    } else if (chosen->from.year != 0) {
        html_textf(html, " · vanaf %s", dutch_date(chosen->from, text));
    } else if (chosen->to.year != 0) {
        html_textf(html, " · tot en met %s", dutch_date(chosen->to, text));
    }
}

void results_filter_say(const struct html *html, const struct results *results,
                        const struct results_request *chosen)
{
    const struct results_question *first = &results->questions[0];
    char text[DUTCH_TEXT];
    if (!results_is_narrowed(chosen)) {
        return;
    }
    const char *place = name_in(&first->places, chosen->place);
    html_markup(html, "<p class=\"notice\"><b>U ziet een deel van de antwoorden</b>");
    if (chosen->place[0] != '\0') {
        html_textf(html, " · %s", place != NULL ? place : chosen->place);
    }
    if (chosen->lang[0] != '\0') {
        html_textf(html, " · %s", dutch_language(chosen->lang, text));
    }
    if (chosen->channel[0] != '\0') {
        html_textf(html, " · %s", dutch_channel(chosen->channel));
    }
    say_period(html, chosen);
    if (chosen->without_bursts) {
        html_text(html, " · zonder snelle tikken");
    }
    html_markup(html, "</p>\n");
}
