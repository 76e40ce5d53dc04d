/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Words are read one page at a time, from behind the last one of the page before: the hundredth page costs what the first does. */

#include "comments_page.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "browse.h"
#include "dutch.h"
#include "page_frame.h"
#include "place_names.h"
#include "rows.h"
#include "word_marks.h"

/* --- the programme --- */

struct title_read {
    struct comments_programme *out;
    enum bs_err rc;
    struct bs_error *err;
};

static bool take_title(void *self, const struct storage_programme *stored)
{
    struct title_read *read = self;
    struct bs_programme *programme = NULL;
    struct bs_complaints complaints = {.count = 0};
    const char *lang = NULL;
    if (bs_programme_parse(stored->json, &programme, &complaints, read->err) != BS_OK) {
        read->rc = BS_BROKEN; /* it was checked when it was published */
        read->err->code = BS_BROKEN;
        return false;
    }
    bs_utf8_copy(read->out->title, sizeof read->out->title,
                 bs_text_in(&programme->title, "nl", &lang));
    bs_utf8_copy(read->out->lang, sizeof read->out->lang, lang == NULL ? "nl" : lang);
    bs_utf8_copy(read->out->id, sizeof read->out->id, programme->id);
    bs_programme_destroy(programme);
    return true;
}

enum bs_err comments_programme(struct storage *storage, const char *tenant, const char *id,
                               struct comments_programme *out, struct bs_error *err)
{
    struct title_read read = {.out = out, .rc = BS_OK, .err = err};
    enum bs_err rc;
    if (!bs_slug_valid(id)) {
        return bs_fail(err, BS_NOTFOUND, "no such programme");
    }
    rc = storage_programme(storage, tenant, id, 0, take_title, &read, err);
    return rc == BS_OK ? read.rc : rc;
}

/* --- what is asked for --- */

struct asked {
    char place[BS_SLUG_TEXT], lang[BS_LANG_TEXT];
    bool trials, goes_on;
    struct storage_row_at behind;
    const char *done; /* what was just done; NULL: nothing */
};

/* What is no name is passed over: then all are shown. */
static void read_asked(const struct request *request, struct asked *out)
{
    const char *place = request_query(request, "plek");
    const char *lang = request_query(request, "taal");
    const char *trials = request_query(request, "proef");
    const char *behind = request_query(request, "na");
    const char *done = request_query(request, "klaar");
    *out = (struct asked){.trials = trials != NULL && strcmp(trials, "ja") == 0};
    if (place != NULL && bs_slug_valid(place)) {
        bs_utf8_copy(out->place, sizeof out->place, place);
    }
    if (lang != NULL && bs_language_valid(lang)) {
        bs_utf8_copy(out->lang, sizeof out->lang, lang);
    }
    out->goes_on = behind != NULL && browse_read_cursor(behind, &out->behind);
    if (done != NULL && strcmp(done, "afgedekt") == 0) {
        out->done = "De woorden zijn afgedekt en hier vernietigd.";
    } else if (done != NULL && strcmp(done, "verborgen") == 0) {
        out->done = "De reactie is verborgen en hier vernietigd.";
    }
}

/* --- what there is --- */

struct group {
    char key[BS_SLUG_TEXT];
    int64_t count;
};
struct view {
    const struct html *html;
    const struct asked *asked;
    const struct comments_programme *programme;
    struct place_names names;
    size_t place_count, place_room, lang_count, lang_room, count, room;
    struct group *places, *langs; /* owned */
    struct storage_comment *in;   /* owned */
    int64_t all, chosen;
    bool has_more;
};

static void finish(struct view *view)
{
    place_names_finish(&view->names);
    free(view->places);
    free(view->langs);
    free(view->in);
}

static struct group *add_group(struct group *in, size_t *count, size_t *room, const char *key,
                               int64_t more)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(in[i].key, key) == 0) {
            in[i].count += more;
            return in;
        }
    }
    in = rows_room(in, *count, room, sizeof in[0]);
    bs_utf8_copy(in[*count].key, sizeof in[*count].key, key);
    in[(*count)++].count = more;
    return in;
}

static bool take_count(void *self, const char *place, const char *lang, int64_t count)
{
    struct view *view = self;
    const struct asked *asked = view->asked;
    view->all += count;
    if ((asked->place[0] == '\0' || strcmp(asked->place, place) == 0) &&
        (asked->lang[0] == '\0' || strcmp(asked->lang, lang) == 0)) {
        view->chosen += count;
    }
    view->places = add_group(view->places, &view->place_count, &view->place_room, place, count);
    view->langs = add_group(view->langs, &view->lang_count, &view->lang_room, lang, count);
    return true;
}

static bool take_comment(void *self, const struct storage_comment *comment)
{
    struct view *view = self;
    if (view->count == COMMENTS_PAGE_ROWS) {
        view->has_more = true;
        return false;
    }
    view->in = rows_room(view->in, view->count, &view->room, sizeof view->in[0]);
    view->in[view->count++] = *comment;
    return true;
}

static enum bs_err gather(struct storage *storage, const char *tenant, struct view *view,
                          struct bs_error *err)
{
    const struct asked *asked = view->asked;
    const struct storage_comment_filter filter = {
        .tenant = tenant,
        .programme = view->programme->id,
        .place = asked->place[0] == '\0' ? NULL : asked->place,
        .lang = asked->lang[0] == '\0' ? NULL : asked->lang,
        .trials = asked->trials};
    enum bs_err rc = place_names_read(storage, tenant, &view->names, err);
    if (rc == BS_OK) {
        rc = storage_comment_counts(storage, &filter, take_count, view, err);
    }
    return rc == BS_OK ? storage_comments(storage, &filter, asked->goes_on ? &asked->behind : NULL,
                                          take_comment, view, err)
                       : rc;
}

/* --- the page of one programme --- */

static void write_filter(const struct view *view)
{
    char text[DUTCH_TEXT];
    html_markup(view->html, "<form class=\"filter\" method=\"get\" role=\"search\" "
                            "aria-label=\"Reacties kiezen\" action=\"/programmas/");
    html_url_part(view->html, view->programme->id);
    html_markup(view->html,
                "/reacties\">\n<div class=\"field wide\">\n<label for=\"plek\">Plek</label>\n"
                "<select id=\"plek\" name=\"plek\">\n<option value=\"\">Alle plekken</option>\n");
    for (size_t i = 0; i < view->place_count; i++) {
        browse_option(view->html, view->places[i].key,
                      place_names_of(&view->names, view->places[i].key), view->asked->place);
    }
    html_markup(view->html,
                "</select>\n</div>\n<div class=\"field\">\n<label for=\"taal\">Taal</label>\n"
                "<select id=\"taal\" name=\"taal\">\n<option value=\"\">Alle talen</option>\n");
    for (size_t i = 0; i < view->lang_count; i++) {
        browse_option(view->html, view->langs[i].key, dutch_language(view->langs[i].key, text),
                      view->asked->lang);
    }
    html_markup(view->html, "</select>\n</div>\n");
    if (view->asked->trials) {
        html_markup(view->html, "<input type=\"hidden\" name=\"proef\" value=\"ja\">\n");
    }
    html_markup(view->html, "<div class=\"act\">\n<button type=\"submit\" "
                            "class=\"button\">Toon</button>\n</div>\n</form>\n");
}

static void link_to(const struct view *view, const struct storage_comment *comment)
{
    html_markup(view->html, "/programmas/");
    html_url_part(view->html, view->programme->id);
    html_markup(view->html, "/reacties/");
    html_url_part(view->html, comment->comment.id);
}

static void link_to_paper(const struct view *view, const char *place, const char *comment,
                          const char *words)
{
    html_markup(view->html, "<a href=\"/programmas/");
    html_url_part(view->html, view->programme->id);
    html_markup(view->html, "/a4?plek=");
    html_url_part(view->html, place);
    browse_query(view->html, "citaat", comment);
    html_markup(view->html, "\">");
    html_text(view->html, words);
    html_markup(view->html, "</a>");
}

static void write_comment(const struct view *view, const struct storage_comment *comment)
{
    const struct bs_comment *said = &comment->comment;
    char text[DUTCH_TEXT];
    html_markup(view->html, "<li>\n");
    word_marks_text(view->html, said);
    html_markup(view->html, "<p class=\"soft\">");
    html_text(view->html, dutch_date(said->written, text));
    html_textf(view->html, " · %s", place_names_of(&view->names, said->at.place));
    html_textf(view->html, " · %s", dutch_language(said->at.lang, text));
    html_textf(view->html, " · %s", dutch_channel(bs_channel_name(said->at.channel)));
    html_text(view->html, comment->is_ours ? " · hier verder afgedekt" : "");
    html_markup(view->html, "</p>\n<p class=\"act\"><a href=\"");
    link_to(view, comment);
    html_markup(view->html, "\">Verder afdekken</a> <a href=\"");
    link_to(view, comment);
    html_markup(view->html, "#verbergen\">Verbergen</a>");
    if (!view->asked->trials) {
        html_text(view->html, " ");
        link_to_paper(view, said->at.place, said->id, "Citeren op een blad");
    }
    html_markup(view->html, "</p>\n</li>\n");
}

static void write_pages(const struct view *view)
{
    const struct storage_comment *last;
    if (!view->has_more && !view->asked->goes_on) {
        return;
    }
    html_markup(view->html, "<nav class=\"pages\" aria-label=\"Bladeren\">\n<ul>\n");
    for (int next = 0; next < 2; next++) {
        if (next == 0 ? !view->asked->goes_on : !view->has_more) {
            continue;
        }
        html_markup(view->html, "<li><a href=\"/programmas/");
        html_url_part(view->html, view->programme->id);
        html_markup(view->html, "/reacties?proef=");
        html_url_part(view->html, view->asked->trials ? "ja" : "nee");
        browse_query(view->html, "plek", view->asked->place);
        browse_query(view->html, "taal", view->asked->lang);
        if (next == 1) {
            last = &view->in[view->count - 1];
            browse_cursor(view->html, &(struct storage_row_at){last->comment.written, last->row});
        }
        html_markup(view->html, "\">");
        html_text(view->html, next == 0 ? "Naar de nieuwste" : "Oudere reacties");
        html_markup(view->html, "</a></li>\n");
    }
    html_markup(view->html, "</ul>\n</nav>\n");
}

static void write_none(const struct view *view)
{
    html_markup(view->html, "<section class=\"card\" aria-labelledby=\"leeg\">\n");
    if (view->all > 0) {
        html_markup(view->html, "<h2 id=\"leeg\">Geen reacties in dit deel</h2>\n"
                                "<p>Kies een andere plek of taal.</p>\n</section>\n");
        return;
    }
    html_markup(view->html,
                "<h2 id=\"leeg\">Nog geen reacties</h2>\n"
                "<p>Wat mensen schrijven, leest de buurtverbinder eerst op de kiosk. "
                "Zij dekt af wat over iemand gaat. Wat zij vrijgeeft, komt hier te staan.</p>\n"
                "</section>\n");
}

static void write_list(const struct view *view)
{
    char text[DUTCH_TEXT];
    if (view->asked->done != NULL) {
        html_markup(view->html, "<p class=\"notice\" role=\"status\">");
        html_text(view->html, view->asked->done);
        html_markup(view->html, "</p>\n");
    }
    html_markup(view->html, "<p class=\"state soft\">");
    html_textf(view->html, view->chosen == 1 ? "%s reactie" : "%s reacties",
               dutch_number(view->chosen, text));
    html_text(view->html, view->asked->trials ? " op proef" : "");
    html_markup(view->html, ", de nieuwste eerst · <a href=\"/programmas/");
    html_url_part(view->html, view->programme->id);
    html_markup(view->html, "\">Naar de antwoorden</a> · ");
    link_to_paper(view, view->asked->place, "", "Blad voor een bijeenkomst");
    html_markup(view->html, "</p>\n");
    if (view->all > 0) {
        write_filter(view);
    }
    if (view->count == 0) {
        write_none(view);
    } else {
        html_markup(view->html, "<ul class=\"said\">\n");
        for (size_t i = 0; i < view->count; i++) {
            write_comment(view, &view->in[i]);
        }
        html_markup(view->html, "</ul>\n");
    }
    write_pages(view);
    html_markup(view->html,
                "<section class=\"notes\" aria-labelledby=\"uitleg\">\n<h2 id=\"uitleg\">Hoe u dit "
                "leest</h2>\n<ul>\n<li>Een buurtverbinder heeft elke reactie gelezen en "
                "vrijgegeven. Of de termijn was om, en dan is vanzelf afgedekt wat op een naam of "
                "nummer lijkt.</li>\n<li>[naam] betekent: hier stond een naam. Die is vernietigd, "
                "ook op de kiosk.</li>\n<li>Ziet u toch iets dat over iemand gaat? Dek het af of "
                "verberg de reactie.</li>\n<li>Wat u afdekt of verbergt, is "
                "hier meteen weg. De kiosk wist zijn kopie later, als hij "
                "opruimt.</li>\n</ul>\n</section>\n");
}

void comments_page_get(struct central *central, const struct route_caller *caller,
                       const struct request *request, struct reply *reply)
{
    struct comments_programme programme;
    struct asked asked;
    struct bs_error err = {.code = BS_OK};
    struct view view = {.asked = &asked, .programme = &programme};
    enum bs_err rc =
        comments_programme(central->storage, caller->tenant, request->params[0], &programme, &err);
    read_asked(request, &asked);
    if (rc == BS_OK) {
        rc = gather(central->storage, caller->tenant, &view, &err);
    }
    if (rc != BS_OK) {
        page_fail(central, caller, &err, reply);
        finish(&view);
        return;
    }
    struct page_frame frame = {.central = central,
                               .caller = caller,
                               .title = "Reacties",
                               .heading = programme.title,
                               .heading_lang = programme.lang,
                               .section = PAGE_COMMENTS,
                               .trail = programme.title,
                               .reply = reply};
    struct html html = page_begin(&frame);
    view.html = &html;
    write_list(&view);
    page_end(&frame, &html, 200);
    finish(&view);
}

/* --- the page of all programmes --- */

struct overview {
    const struct html *html;
    enum bs_err rc;
    struct bs_error *err;
    size_t count, sum_count, sum_room;
    struct group *sums; /* owned; by programme */
};

static bool take_sum(void *self, const char *programme, int64_t count)
{
    struct overview *overview = self;
    overview->sums =
        add_group(overview->sums, &overview->sum_count, &overview->sum_room, programme, count);
    return true;
}

static int64_t sum_of(const struct overview *overview, const char *programme)
{
    for (size_t i = 0; i < overview->sum_count; i++) {
        if (strcmp(overview->sums[i].key, programme) == 0) {
            return overview->sums[i].count;
        }
    }
    return 0;
}

static bool write_programme(void *self, const struct storage_programme *stored)
{
    struct overview *overview = self;
    struct comments_programme programme;
    struct title_read read = {.out = &programme, .rc = BS_OK, .err = overview->err};
    int64_t count;
    char text[DUTCH_TEXT];
    if (!take_title(&read, stored)) {
        overview->rc = read.rc;
        return false;
    }
    count = sum_of(overview, programme.id);
    if (overview->count++ == 0) {
        html_markup(overview->html, "<ul class=\"said\">\n");
    }
    html_markup(overview->html, "<li><a href=\"/programmas/");
    html_url_part(overview->html, programme.id);
    html_markup(overview->html, "/reacties\"");
    if (strcmp(programme.lang, "nl") != 0) {
        html_attr(overview->html, "lang", programme.lang);
    }
    html_markup(overview->html, ">");
    html_text(overview->html, programme.title);
    html_markup(overview->html, "</a> <span class=\"soft\">");
    html_textf(overview->html, count == 1 ? "%s reactie" : "%s reacties",
               dutch_number(count, text));
    html_markup(overview->html, "</span></li>\n");
    return true;
}

void comments_overview_get(struct central *central, const struct route_caller *caller,
                           const struct request *request, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    struct page_frame frame = {.central = central,
                               .caller = caller,
                               .title = "Reacties",
                               .heading = "Reacties",
                               .section = PAGE_COMMENTS,
                               .reply = reply};
    struct html html = page_begin(&frame);
    struct overview overview = {.html = &html, .rc = BS_OK, .err = &err};
    enum bs_err rc;
    (void)request;
    html_markup(&html, "<p class=\"lead\">Wat mensen op de kiosk schrijven, nadat een "
                       "buurtverbinder het heeft gelezen.</p>\n");
    rc = storage_comment_sums(central->storage, caller->tenant, take_sum, &overview, &err);
    if (rc == BS_OK) {
        rc = storage_programmes(central->storage, caller->tenant, write_programme, &overview, &err);
    }
    free(overview.sums);
    rc = rc == BS_OK ? overview.rc : rc;
    if (rc != BS_OK) {
        page_fail(central, caller, &err, reply);
        return;
    }
    if (overview.count > 0) {
        html_markup(&html, "</ul>\n");
    } else {
        html_markup(&html, "<section class=\"card\" aria-labelledby=\"leeg\">\n<h2 "
                           "id=\"leeg\">Nog geen programma’s</h2>\n<p>Zodra er een programma is, "
                           "staan de reacties hier.</p>\n</section>\n");
    }
    page_end(&frame, &html, 200);
}
