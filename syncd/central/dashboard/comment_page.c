/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The form says which text its reader saw: words are ticked by their number, and the same number may be another word by now. */

#include "comment_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "comments_page.h"
#include "dutch.h"
#include "page_frame.h"
#include "place_names.h"
#include "staff_auth.h"
#include "word_marks.h"
#include "wording.h"

#define TICK_TEXT 8 /* "w279" */

static const char *const reasons[BS_HIDE_REASONS] = {
    [BS_HIDE_PERSON] = "Het gaat over één persoon",
    [BS_HIDE_INSULT] = "Het is een belediging",
    [BS_HIDE_THREAT] = "Het is een bedreiging",
    [BS_HIDE_ADVERT] = "Het is reclame",
    [BS_HIDE_NOTHING] = "Het zegt niets: zomaar toetsen",
    [BS_HIDE_OTHER] = "Iets anders"};

struct view {
    struct central *central;
    const struct route_caller *caller;
    struct comments_programme programme;
    struct storage_comment comment;
    char seen[BS_HASH_TEXT]; /* of its text */
    const char *problem;     /* NULL: none */
    const struct html *html;
};

/* False after an answer: it is not there, or not of this programme. */
static bool find(struct view *view, const struct request *request, struct reply *reply)
{
    struct storage *storage = view->central->storage;
    const char *tenant = view->caller->tenant;
    struct bs_error err = {.code = BS_OK};
    struct bs_bytes text;
    enum bs_err rc =
        comments_programme(storage, tenant, request->params[0], &view->programme, &err);
    if (rc == BS_OK) {
        rc = storage_comment(storage, tenant, request->params[1], &view->comment, &err);
    }
    if (rc == BS_OK && strcmp(view->comment.comment.at.programme, view->programme.id) != 0) {
        rc = bs_fail(&err, BS_NOTFOUND, "it is of another programme");
    }
    if (rc != BS_OK) {
        page_fail(view->central, view->caller, &err, reply);
        return false;
    }
    text = bs_bytes_of(view->comment.comment.text);
    bs_sha256_hex(&text, 1, view->seen);
    return true;
}

/* --- what was decided --- */

static void say_ruling(const struct html *html, const struct storage_ruling *ruling)
{
    const struct bs_decision *decision = &ruling->decision;
    const bool is_ours = ruling->kiosk[0] == '\0';
    switch (decision->ruling) {
    case BS_RULING_TAKE_BACK:
        html_text(html, "Teruggehaald");
        break;
    case BS_RULING_RELEASE:
        html_text(html, is_ours ? "Verder afgedekt" : "Vrijgegeven");
        if (decision->mask_count == 0) {
            html_text(html, " zoals het was");
        } else {
            html_textf(html,
                       decision->mask_count == 1 ? ", %zu plek afgedekt" : ", %zu plekken afgedekt",
                       decision->mask_count);
        }
        break;
    case BS_RULING_PASS_ON:
        html_text(html, decision->to == BS_PASS_CONTACT
                            ? "Doorgegeven aan het vaste contact"
                            : "Doorgegeven aan iemand die de taal leest");
        break;
    case BS_RULING_HIDE:
        html_textf(html, "Verborgen: %s", reasons[decision->reason]);
        break;
    }
}

static bool write_ruling(void *self, const struct storage_ruling *ruling)
{
    const struct html *html = self;
    char text[DUTCH_TEXT];
    html_markup(html, "<li>");
    say_ruling(html, ruling);
    html_markup(html, "<span class=\"under\">");
    html_text(html, dutch_date(bs_date_in_amsterdam(ruling->made_ms), text));
    html_textf(html, " · %s", ruling->who[0] == '\0' ? "vanzelf, na de termijn" : ruling->who);
    if (ruling->kiosk[0] != '\0') {
        html_textf(html, " · op kiosk %s", ruling->kiosk);
    }
    html_markup(html, "</span></li>\n");
    return true;
}

static enum bs_err write_rulings(const struct view *view, struct bs_error *err)
{
    struct html html = *view->html;
    enum bs_err rc;
    html_markup(&html, "<section class=\"card\" aria-labelledby=\"besloten\">\n<h2 "
                       "id=\"besloten\">Wat er is besloten</h2>\n<ul class=\"sources\">\n");
    rc = storage_rulings(view->central->storage, view->caller->tenant, view->comment.comment.id,
                         write_ruling, &html, err);
    html_markup(&html, "</ul>\n<p class=\"soft\">Zijn er twee besluiten die botsen? Dan telt het "
                       "strengste.</p>\n</section>\n");
    return rc;
}

/* --- the forms --- */

static void open_form(const struct view *view, const char *what)
{
    html_markup(view->html, "<form class=\"entry\" method=\"post\" action=\"/programmas/");
    html_url_part(view->html, view->programme.id);
    html_markup(view->html, "/reacties/");
    html_url_part(view->html, view->comment.comment.id);
    html_markup(view->html, "/");
    html_url_part(view->html, what);
    html_markup(view->html, "\">\n<input type=\"hidden\" name=\"" STAFF_FORM_FIELD "\"");
    html_attr(view->html, "value", view->caller->form_token);
    html_markup(view->html, ">\n<input type=\"hidden\" name=\"gezien\"");
    html_attr(view->html, "value", view->seen);
    html_markup(view->html, ">\n");
}

static void write_words(const struct view *view)
{
    const struct bs_comment *comment = &view->comment.comment;
    struct word_part parts[WORD_MARKS_PARTS];
    char word[BS_REVIEW_TEXT];
    size_t count = word_marks_split(comment->text, parts);
    html_markup(view->html, "<ul class=\"picks\"");
    html_attr(view->html, "lang", comment->at.lang);
    html_attr(view->html, "dir", wording_is_rtl(comment->at.lang) ? "rtl" : "ltr");
    html_markup(view->html, ">\n");
    for (size_t i = 0; i < count; i++) {
        if (parts[i].is_mask) {
            html_markup(view->html, "<li><span class=\"masked\" lang=\"nl\" "
                                    "dir=\"ltr\">[afgedekt]</span></li>\n");
            continue;
        }
        memcpy(word, comment->text + parts[i].from, parts[i].len);
        word[parts[i].len] = '\0';
        html_markup(view->html, "<li><label><input type=\"checkbox\" value=\"1\"");
        html_attrf(view->html, "name", "w%zu", i);
        html_markup(view->html, "> <span>");
        html_text(view->html, word);
        html_markup(view->html, "</span></label></li>\n");
    }
    html_markup(view->html, "</ul>\n");
}

static void write_mask_form(const struct view *view)
{
    html_markup(view->html, "<section class=\"question\" aria-labelledby=\"afdekken\">\n<h2 "
                            "id=\"afdekken\">Verder afdekken</h2>\n");
    open_form(view, "afdekken");
    html_markup(view->html, "<fieldset>\n<legend>Vink de woorden aan die weg moeten</legend>\n");
    write_words(view);
    html_markup(view->html, "</fieldset>\n<p class=\"soft\">Die woorden worden hier vernietigd. "
                            "U kunt het niet terugdraaien.</p>\n"
                            "<button type=\"submit\" class=\"button\">Verder afdekken</button>\n"
                            "</form>\n</section>\n");
}

static void write_hide_form(const struct view *view)
{
    html_markup(view->html, "<section class=\"question\" aria-labelledby=\"verbergen\">\n<h2 "
                            "id=\"verbergen\">Verbergen</h2>\n");
    open_form(view, "verbergen");
    html_markup(view->html, "<label for=\"reden\">Waarom?</label>\n"
                            "<select id=\"reden\" name=\"reden\">\n");
    for (int i = 0; i < BS_HIDE_REASONS; i++) {
        html_markup(view->html, "<option");
        html_attr(view->html, "value", bs_hide_reason_name((enum bs_hide_reason)i));
        html_markup(view->html, ">");
        html_text(view->html, reasons[i]);
        html_markup(view->html, "</option>\n");
    }
    html_markup(view->html, "</select>\n<p class=\"soft\">De hele reactie wordt hier vernietigd. "
                            "U kunt het niet terugdraaien.</p>\n"
                            "<button type=\"submit\" class=\"button\">Verbergen</button>\n"
                            "</form>\n</section>\n");
}

static void write_said(const struct view *view)
{
    const struct bs_comment *said = &view->comment.comment;
    struct place_names names = {.count = 0};
    char text[DUTCH_TEXT];
    /* Without a name the place is called by its id. */
    (void)place_names_read(view->central->storage, view->caller->tenant, &names, NULL);
    word_marks_text(view->html, said);
    html_markup(view->html, "<p class=\"state soft\">");
    html_text(view->html, dutch_date(said->written, text));
    html_textf(view->html, " · %s", place_names_of(&names, said->at.place));
    place_names_finish(&names);
    html_textf(view->html, " · %s", dutch_language(said->at.lang, text));
    html_textf(view->html, " · %s", dutch_channel(bs_channel_name(said->at.channel)));
    html_markup(view->html, " · <a href=\"/programmas/");
    html_url_part(view->html, view->programme.id);
    html_markup(view->html, "/reacties\">Alle reacties</a></p>\n");
}

static void write_page(struct view *view, int status, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    struct page_frame frame = {.central = view->central,
                               .caller = view->caller,
                               .title = view->problem == NULL ? "Reactie" : "Niet gelukt: reactie",
                               .heading = "Reactie",
                               .section = PAGE_COMMENTS,
                               .trail = view->programme.title,
                               .reply = reply};
    struct html html = page_begin(&frame);
    struct view page = *view;
    page.html = &html;
    if (view->problem != NULL) {
        html_markup(&html, "<div class=\"alert\" role=\"alert\"><p>");
        html_text(&html, view->problem);
        html_markup(&html, "</p></div>\n");
    }
    write_said(&page);
    html_markup(&html, "<div class=\"body\">\n<div class=\"front\">\n");
    write_mask_form(&page);
    write_hide_form(&page);
    html_markup(&html, "</div>\n<div class=\"beside\">\n");
    if (write_rulings(&page, &err) != BS_OK) {
        page_fail(view->central, view->caller, &err, reply);
        return;
    }
    html_markup(&html, "</div>\n</div>\n");
    page_end(&frame, &html, status);
}

static struct view *view_create(struct central *central, const struct route_caller *caller)
{
    struct view *view = bs_xcalloc(1, sizeof *view);
    view->central = central;
    view->caller = caller;
    return view;
}

static void view_destroy(struct view *view)
{
    bs_wipe(view, sizeof *view);
    free(view);
}

void comment_page_get(struct central *central, const struct route_caller *caller,
                      const struct request *request, struct reply *reply)
{
    struct view *view = view_create(central, caller);
    if (find(view, request, reply)) {
        write_page(view, 200, reply);
    }
    view_destroy(view);
}

/* --- what is sent --- */

static void go_back(const struct view *view, const char *done, struct reply *reply)
{
    char path[BS_SLUG_TEXT + 64];
    (void)snprintf(path, sizeof path, "/programmas/%s/reacties?klaar=%s", view->programme.id, done);
    reply_see_other(reply, path);
}

/* After a decision: back to the list, or the page again with what was in the way. */
static void answer(struct view *view, enum bs_err rc, const struct bs_error *err, const char *done,
                   struct reply *reply)
{
    if (rc == BS_OK) {
        go_back(view, done, reply);
    } else if (rc == BS_REFUSED) {
        view->problem = "Deze reactie is intussen veranderd. Kijk opnieuw.";
        write_page(view, 409, reply);
    } else {
        page_fail(view->central, view->caller, err, reply);
    }
}

/* False after an answer: the reader saw another text than there is now. */
static bool saw_it(struct view *view, const struct request *request, struct reply *reply)
{
    char seen[BS_HASH_TEXT];
    if (request_form(request, "gezien", seen, sizeof seen) && strcmp(seen, view->seen) == 0) {
        return true;
    }
    answer(view, BS_REFUSED, NULL, NULL, reply);
    return false;
}

static void mask(struct view *view, const struct request *request, struct reply *reply)
{
    struct central *central = view->central;
    bool ticked[WORD_MARKS_PARTS] = {false};
    struct storage_masked masked;
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc;
    for (size_t i = 0; i < WORD_MARKS_PARTS; i++) {
        char name[TICK_TEXT], value[2];
        (void)snprintf(name, sizeof name, "w%zu", i % 1000);
        ticked[i] = request_form(request, name, value, sizeof value);
    }
    if (!word_marks_mask(&view->comment.comment, ticked, &masked)) {
        view->problem = "Vink eerst aan wat weg moet. Zijn het meer dan 32 plekken? Verberg de "
                        "reactie dan.";
        write_page(view, 400, reply);
        return;
    }
    rc = storage_mask_comment(central->storage, view->caller->tenant, view->comment.comment.id,
                              view->caller->staff, view->comment.comment.text, &masked,
                              central->clock.wall_ms(central->clock.self), &err);
    answer(view, rc, &err, "afgedekt", reply);
}

void comment_page_mask(struct central *central, const struct route_caller *caller,
                       const struct request *request, struct reply *reply)
{
    struct view *view = view_create(central, caller);
    if (find(view, request, reply) && saw_it(view, request, reply)) {
        mask(view, request, reply);
    }
    view_destroy(view);
}

static void hide(struct view *view, const struct request *request, struct reply *reply)
{
    struct central *central = view->central;
    struct bs_error err = {.code = BS_OK};
    char name[BS_SLUG_TEXT] = "";
    int reason = 0;
    enum bs_err rc;
    (void)request_form(request, "reden", name, sizeof name);
    while (reason < BS_HIDE_REASONS &&
           strcmp(name, bs_hide_reason_name((enum bs_hide_reason)reason)) != 0) {
        reason++;
    }
    if (reason == BS_HIDE_REASONS) {
        view->problem = "Kies eerst waarom u de reactie verbergt.";
        write_page(view, 400, reply);
        return;
    }
    rc = storage_hide_comment(central->storage, view->caller->tenant, view->comment.comment.id,
                              view->caller->staff, (enum bs_hide_reason)reason,
                              central->clock.wall_ms(central->clock.self), &err);
    answer(view, rc, &err, "verborgen", reply);
}

void comment_page_hide(struct central *central, const struct route_caller *caller,
                       const struct request *request, struct reply *reply)
{
    struct view *view = view_create(central, caller);
    if (find(view, request, reply) && saw_it(view, request, reply)) {
        hide(view, request, reply);
    }
    view_destroy(view);
}
