/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The answer first; then what it was about, whom to ask, and what the code does not tell. */

#include "public_page.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "central.h"
#include "outcome_card.h"
#include "promise_card.h"
#include "public_frame.h"
#include "public_words.h"
#include "wording.h"

enum { CACHE_S = 300, PATH_TEXT = 16 };

struct view {
    struct public_frame frame;
    const struct html *html;
    struct bs_programme *programme; /* owned */
    char tenant[BS_TENANT_TEXT];
    char tenant_name[128];
    struct bs_date published;
    struct owed_answer answer; /* owned */
    struct promise_due due;
    struct bs_complaints complaints;
    enum bs_err rc;
    struct bs_error *err;
};

/* "/c/K7M4PX": the canonical address of a code as it is shown. */
static const char *path_of(const char *shown, char out[PATH_TEXT])
{
    size_t len = strlen("/c/");
    memcpy(out, "/c/", len + 1);
    for (; *shown != '\0' && len + 1 < PATH_TEXT; shown++) {
        if (*shown != ' ') {
            out[len++] = *shown;
        }
    }
    out[len] = '\0';
    return out;
}

static const char *say(const struct view *view, enum public_word word)
{
    return public_word(view->frame.page_lang, word);
}

static void write_word(const struct view *view, enum public_word word)
{
    html_text(view->html, say(view, word));
}

static void mark_example(const struct view *view, bool is_example)
{
    if (is_example) {
        html_markup(view->html, " <span class=\"mark\">");
        write_word(view, PUBLIC_EXAMPLE);
        html_markup(view->html, "</span>");
    }
}

/* --- how it stands --- */

static void write_date(const struct view *view, struct bs_date date)
{
    char text[PUBLIC_TEXT];
    html_text(view->html, public_date(view->frame.page_lang, date, text));
}

static void write_late(const struct view *view)
{
    char text[PUBLIC_TEXT];
    html_markup(view->html,
                "<div class=\"standing owed\">\n<p class=\"big\"><span class=\"late\">");
    html_text(view->html, public_days_to(view->frame.page_lang, view->due.days, text));
    html_markup(view->html, "</span></p>\n<p><b>");
    write_word(view, PUBLIC_LATE);
    html_markup(view->html, ".</b> ");
    write_word(view, PUBLIC_WAS_DUE);
    html_markup(view->html, " ");
    write_date(view, view->due.date);
    html_markup(view->html, ".");
    mark_example(view, view->programme->answer_due.is_example);
    html_markup(view->html, " ");
    write_word(view, PUBLIC_ASK_WHY);
    html_markup(view->html, "</p>\n</div>\n");
}

static void write_awaited(const struct view *view)
{
    char text[PUBLIC_TEXT];
    html_markup(view->html, "<div class=\"standing\">\n<p>");
    write_word(view, PUBLIC_DUE);
    html_markup(view->html, "</p>\n<p class=\"big\">");
    write_date(view, view->due.date);
    html_markup(view->html, "</p>\n<p>");
    html_text(view->html, public_days_to(view->frame.page_lang, view->due.days, text));
    mark_example(view, view->programme->answer_due.is_example);
    html_markup(view->html, "</p>\n</div>\n");
}

static void write_answered(const struct view *view)
{
    html_markup(view->html, "<section class=\"card answer\" aria-labelledby=\"antwoord\">\n"
                            "<h2 id=\"antwoord\">");
    write_word(view, PUBLIC_ANSWER);
    html_markup(view->html, "</h2>\n<p><span class=\"done\">");
    write_word(view, PUBLIC_ANSWERED_ON);
    html_markup(view->html, " ");
    write_date(view, view->answer.published);
    html_markup(view->html, "</span>");
    mark_example(view, view->answer.outcome->is_example);
    html_markup(view->html, "</p>\n");
    outcome_card_write(view->html, &view->answer, view->frame.lang, view->frame.page_lang);
    html_markup(view->html, "</section>\n");
}

static void write_standing(const struct view *view)
{
    if (view->answer.outcome != NULL) {
        write_answered(view);
    } else if (view->due.days < 0 && !view->due.is_answered) {
        write_late(view);
    } else if (!view->due.is_answered) {
        write_awaited(view);
    }
}

/* --- what it was about --- */

static void write_fact(const struct view *view, enum public_word name, const struct bs_text *text,
                       bool is_example)
{
    html_markup(view->html, "<div><dt>");
    write_word(view, name);
    mark_example(view, is_example);
    html_markup(view->html, "</dt><dd");
    wording_block(view->html, text, view->frame.lang, view->frame.page_lang);
    html_markup(view->html, "</dd></div>\n");
}

static void write_facts(const struct view *view)
{
    const struct bs_programme *programme = view->programme;
    html_markup(view->html, "<dl class=\"card reasons\">\n");
    const bool is_over = view->due.is_answered || programme->stage == BS_STAGE_OUTCOME;
    write_fact(view, is_over ? PUBLIC_WAS_OPEN : PUBLIC_IS_OPEN, &programme->open, false);
    write_fact(view, PUBLIC_DECIDES, &programme->decides, false);
    write_fact(view, PUBLIC_CONTACT, &programme->contact, programme->contact_is_example);
    html_markup(view->html, "</dl>\n");
}

static void write_question(const struct view *view, const struct bs_question *question)
{
    const char *lang = NULL;
    (void)bs_text_in(&question->text, view->frame.lang, &lang);
    html_markup(view->html, "<li");
    wording_attrs(view->html, lang, view->frame.page_lang);
    html_markup(view->html, ">");
    lang = lang == NULL ? view->frame.page_lang : lang;
    wording_write(view->html, &question->text, view->frame.lang, lang);
    html_markup(view->html, "<span class=\"under\">");
    for (size_t i = 0; i < question->choice_count; i++) {
        html_text(view->html, i == 0 ? "" : " · ");
        wording_write(view->html, &question->choices[i].label, view->frame.lang, lang);
    }
    html_markup(view->html, "</span></li>\n");
}

static void write_questions(const struct view *view)
{
    html_markup(view->html,
                "<section class=\"card\" aria-labelledby=\"vragen\">\n<h2 id=\"vragen\">");
    write_word(view, PUBLIC_ASKED);
    html_markup(view->html, "</h2>\n<ol class=\"planned\">\n");
    for (size_t i = 0; i < view->programme->question_count; i++) {
        write_question(view, &view->programme->questions[i]);
    }
    html_markup(view->html, "</ol>\n</section>\n");
}

static bool has_example(const struct view *view)
{
    return view->programme->contact_is_example ||
           (view->programme->answer_due.is_example && !view->due.is_answered) ||
           (view->answer.outcome != NULL && view->answer.outcome->is_example);
}

static void write_about_code(const struct view *view)
{
    html_markup(view->html, "<section aria-labelledby=\"code\">\n<h2 id=\"code\">");
    write_word(view, PUBLIC_ABOUT_CODE);
    html_markup(view->html, "</h2>\n<p>");
    write_word(view, PUBLIC_CODE_ONE);
    html_markup(view->html, " ");
    write_word(view, PUBLIC_CODE_TWO);
    html_markup(view->html, " ");
    write_word(view, PUBLIC_CODE_THREE);
    html_markup(view->html, "</p>\n");
    if (has_example(view)) {
        html_markup(view->html, "<p>");
        write_word(view, PUBLIC_EXAMPLE_MEANS);
        html_markup(view->html, "</p>\n");
    }
    html_markup(view->html, "</section>\n");
}

static void write_programme(struct view *view, const char *shown, struct reply *reply)
{
    const char *lang = NULL;
    const char *title = bs_text_in(&view->programme->title, view->frame.lang, &lang);
    char path[PATH_TEXT];
    struct html html = public_begin(&view->frame, title, path_of(shown, path));
    /* cppcheck-suppress autoVariables ; taken back below, before it ends */
    view->html = &html;
    html_markup(&html, "<p class=\"soft\">");
    html_textf(&html, "%s ", say(view, PUBLIC_CODE));
    html_markup(&html, "<b class=\"code\">");
    html_text(&html, shown);
    html_markup(&html, "</b></p>\n<h1");
    wording_block(&html, &view->programme->title, view->frame.lang, view->frame.page_lang);
    html_markup(&html, "</h1>\n<p class=\"soft\">");
    html_textf(&html, "%s ", say(view, PUBLIC_OWNER));
    html_text(&html, view->programme->owner);
    html_markup(&html, "</p>\n");
    write_standing(view);
    write_facts(view);
    write_questions(view);
    write_about_code(view);
    public_end(&view->frame, &html, 200);
    view->html = NULL;
    reply_header(reply, "Cache-Control", "public, max-age=%d", CACHE_S);
}

/* --- finding it --- */

static bool take_programme(void *self, const struct storage_programme *row)
{
    struct view *view = self;
    bs_utf8_copy(view->tenant, sizeof view->tenant, row->tenant);
    view->published = row->published;
    view->rc = bs_programme_parse(row->json, &view->programme, &view->complaints, view->err);
    return false;
}

static enum bs_err gather(struct storage *storage, const char *code, struct bs_date today,
                          struct view *view, struct bs_error *err)
{
    view->err = err;
    enum bs_err rc = storage_programme_of_code(storage, code, take_programme, view, err);
    if (rc == BS_OK && view->rc != BS_OK) {
        rc = bs_fail(err, BS_BROKEN, "the programme of a code cannot be read");
    }
    if (rc == BS_OK) {
        rc = owed_answer(storage, view->tenant, view->programme->id, &view->answer, err);
    }
    if (rc == BS_OK) {
        rc = storage_tenant_name(storage, view->tenant, view->tenant_name, err);
    }
    if (rc == BS_OK) {
        view->due = promise_due(view->programme, view->published, view->answer.published, today);
    }
    return rc;
}

static void destroy(struct view *view)
{
    owed_answer_finish(&view->answer);
    bs_programme_destroy(view->programme);
    free(view);
}

/* --- without a programme --- */

static void write_form(const struct view *view)
{
    html_markup(view->html, "<p>");
    write_word(view, PUBLIC_LOOKS_LIKE);
    html_markup(view->html, " <b class=\"code\">K7M 4PX</b>. ");
    write_word(view, PUBLIC_SIGNS);
    html_markup(view->html, "</p>\n<form class=\"find\" method=\"get\" action=\"/c\">\n"
                            "<label for=\"tekens\">");
    write_word(view, PUBLIC_TYPE_CODE);
    html_markup(view->html,
                "</label>\n<input id=\"tekens\" name=\"code\" type=\"text\" required "
                "autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" "
                "maxlength=\"20\">\n<button type=\"submit\" class=\"button\">");
    write_word(view, PUBLIC_SEARCH);
    html_markup(view->html, "</button>\n</form>\n");
}

static void write_other(struct central *central, const struct request *request,
                        enum public_word heading, enum public_word advice, int status,
                        struct reply *reply)
{
    struct view view = {.frame = {.reply = reply, .tenant = ""}};
    (void)central;
    public_frame_choose(&view.frame, request, NULL);
    struct html html = public_begin(&view.frame, say(&view, heading), "/c");
    view.html = &html;
    html_markup(&html, "<h1>");
    write_word(&view, heading);
    html_markup(&html, "</h1>\n<p class=\"lead\">");
    write_word(&view, advice);
    html_markup(&html, "</p>\n");
    if (status < 500) {
        write_form(&view);
    }
    public_end(&view.frame, &html, status);
}

static void fail(struct central *central, const struct request *request, enum bs_err rc,
                 const struct bs_error *err, struct reply *reply)
{
    if (rc == BS_NOTFOUND) {
        write_other(central, request, PUBLIC_NO_CODE, PUBLIC_UNKNOWN_ADVICE, 404, reply);
        return;
    }
    bs_log(BS_LOG_ERROR, "page-failed", "code=%s reason=\"%s\"", bs_err_name(rc), err->text);
    write_other(central, request, PUBLIC_BUSY, PUBLIC_BUSY_ADVICE, rc == BS_LATER ? 503 : 500,
                reply);
    if (rc == BS_LATER) {
        reply_header(reply, "Retry-After", "%d", 60);
    }
}

/* --- handlers --- */

void public_page_get(struct central *central, const struct route_caller *caller,
                     const struct request *request, struct reply *reply)
{
    char code[6];
    char shown[BS_RECEIPT_CODE_TEXT];
    char path[PATH_TEXT];
    struct bs_error err = {.code = BS_OK};
    (void)caller;
    if (!bs_receipt_code_parse(request->params[0], code) || !bs_receipt_code_make(code, shown)) {
        write_other(central, request, PUBLIC_NO_CODE, PUBLIC_NO_CODE_ADVICE, 404, reply);
        return;
    }
    if (strcmp(path_of(shown, path) + strlen("/c/"), request->params[0]) != 0) {
        const char *lang = request_query(request, "taal");
        bool is_asked = lang != NULL && bs_language_valid(lang); /* goes into a header as it is */
        reply->status = 301;
        reply_header(reply, "Location", "%s%s%s", path, is_asked ? "?taal=" : "",
                     is_asked ? lang : "");
        return;
    }
    struct view *view = bs_xcalloc(1, sizeof *view);
    enum bs_err rc =
        gather(central->storage, code,
               bs_date_in_amsterdam(central->clock.wall_ms(central->clock.self)), view, &err);
    if (rc == BS_OK) {
        view->frame.reply = reply;
        view->frame.tenant = view->tenant_name;
        public_frame_choose(&view->frame, request, view->programme);
        write_programme(view, shown, reply);
    } else {
        fail(central, request, rc, &err, reply);
    }
    destroy(view);
}

void public_find_get(struct central *central, const struct route_caller *caller,
                     const struct request *request, struct reply *reply)
{
    const char *typed = request_query(request, "code");
    char code[6];
    char shown[BS_RECEIPT_CODE_TEXT];
    char path[PATH_TEXT];
    (void)caller;
    if (typed == NULL || typed[0] == '\0') {
        write_other(central, request, PUBLIC_FIND, PUBLIC_FIND_ADVICE, 200, reply);
    } else if (bs_receipt_code_parse(typed, code) && bs_receipt_code_make(code, shown)) {
        reply_see_other(reply, path_of(shown, path));
    } else {
        write_other(central, request, PUBLIC_NO_CODE, PUBLIC_NO_CODE_ADVICE, 404, reply);
    }
}
