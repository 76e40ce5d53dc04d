/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Head, sidebar, trail and foot of every page, and the answer when a page cannot be made. */

#include "page_frame.h"

#include <string.h>

#include <buurtstem/log.h>

#include "chart.h"
#include "owed.h"
#include "pages.h"
#include "staff_auth.h"
#include "storage.h"
#include "wording.h"

static bool is_signed_in(const struct page_frame *frame)
{
    return frame->caller != NULL && frame->caller->staff[0] != '\0';
}

static void write_head(const struct html *html, const struct page_frame *frame)
{
    html_markup(html,
                "<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    html_textf(html, "%s · Buurtstem", frame->title);
    html_markup(html, "</title>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"robots\" content=\"noindex\">\n"
                      "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/static/favicon.svg\">\n"
                      "<link rel=\"stylesheet\" href=\"/static/style.css?v=" DASHBOARD_STYLE_VERSION
                      "\">\n");
    if (frame->is_paper) {
        html_markup(html, "<link rel=\"stylesheet\" "
                          "href=\"/static/paper.css?v=" DASHBOARD_PAPER_VERSION "\">\n");
    }
    html_markup(html, "</head>\n");
}

static void write_tenant(const struct html *html, const struct page_frame *frame)
{
    char name[128] = "";
    if (storage_tenant_name(frame->central->storage, frame->caller->tenant, name, NULL) != BS_OK) {
        name[0] = '\0';
    }
    html_markup(html, "<p class=\"tenant\">");
    html_text(html, name[0] != '\0' ? name : frame->caller->tenant);
    html_markup(html, "</p>\n");
}

static void write_sign_out(const struct html *html, const struct page_frame *frame)
{
    html_markup(html,
                "<form class=\"account\" method=\"post\" action=\"" STAFF_SIGN_OUT_PATH "\">\n"
                "<p>Aangemeld als <b>");
    html_text(html, frame->caller->staff);
    html_markup(html, "</b></p>\n<input type=\"hidden\" name=\"" STAFF_FORM_FIELD "\"");
    html_attr(html, "value", frame->caller->form_token);
    html_markup(html, ">\n<button type=\"submit\">Afmelden</button>\n</form>\n");
}

static const struct {
    const char *path, *name;
} sections[] = {
    [PAGE_PROGRAMMES] = {"/programmas", "Programma’s"},
    [PAGE_KIOSKS] = {"/kiosken", "Kiosken"},
    [PAGE_COMMENTS] = {"/reacties", "Reacties"},
    [PAGE_NOTES] = {"/notities", "Notities"},
    [PAGE_CONNECTORS] = {"/buurtverbinders", "Buurtverbinders"},
};

static void write_late(const struct html *html, const struct page_frame *frame)
{
    const struct bs_clock *clock = &frame->central->clock;
    size_t late = owed_late(frame->central->storage, frame->caller->tenant,
                            bs_date_in_amsterdam(clock->wall_ms(clock->self)));
    if (late > 0) {
        html_markup(html, " <span class=\"badge\">");
        html_textf(html, "%zu te laat", late);
        html_markup(html, "</span>");
    }
}

static void write_menu(const struct html *html, const struct page_frame *frame)
{
    html_markup(html, "<nav aria-label=\"Hoofdmenu\">\n<ul>\n");
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        html_markup(html, "<li><a");
        html_attr(html, "href", sections[i].path);
        if (i == (size_t)frame->section) {
            html_attr(html, "aria-current", frame->trail == NULL ? "page" : "true");
        }
        html_markup(html, "><span>");
        html_text(html, sections[i].name);
        html_markup(html, "</span>");
        if (i == PAGE_PROGRAMMES) {
            write_late(html, frame);
        }
        html_markup(html, "</a></li>\n");
    }
    html_markup(html, "</ul>\n</nav>\n");
}

static void write_sidebar(const struct html *html, const struct page_frame *frame)
{
    html_markup(
        html,
        "<header class=\"side\">\n<div>\n<p class=\"name\"><a href=\"/\">Buurtstem</a></p>\n");
    write_tenant(html, frame);
    write_menu(html, frame);
    write_sign_out(html, frame);
    html_markup(html, "</div>\n</header>\n");
}

static void write_door(const struct html *html)
{
    static const char *const faces[] = {"very_bad", "bad", "neutral", "good", "very_good"};
    html_markup(html, "<header class=\"side\">\n<div>\n"
                      "<p class=\"name\"><a href=\"/\">Buurtstem</a></p>\n"
                      "<p class=\"tenant\">Wat de buurt vindt, en wat ermee gebeurt.</p>\n"
                      "<p class=\"faces\">");
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
        chart_face(html, faces[i]);
    }
    html_markup(html, "</p>\n</div>\n</header>\n");
}

static void write_trail(const struct html *html, const struct page_frame *frame)
{
    const size_t section = frame->section == PAGE_NOWHERE ? PAGE_PROGRAMMES : frame->section;
    html_markup(html, "<nav class=\"trail\" aria-label=\"Kruimelpad\">\n<ol>\n<li><a");
    html_attr(html, "href", sections[section].path);
    html_markup(html, ">");
    html_text(html, sections[section].name);
    html_markup(html, "</a></li>\n<li aria-current=\"page\">");
    html_text(html, frame->trail);
    html_markup(html, "</li>\n</ol>\n</nav>\n");
}

struct html page_begin(const struct page_frame *frame)
{
    struct html html = {.out = &frame->reply->body};
    bs_buf_reset(html.out);
    write_head(&html, frame);
    if (is_signed_in(frame)) {
        html_markup(&html, "<body>\n<a class=\"skip\" href=\"#inhoud\">Naar de inhoud</a>\n");
        write_sidebar(&html, frame);
    } else {
        html_markup(&html, "<body class=\"door\">\n");
        write_door(&html);
    }
    html_markup(&html, "<main id=\"inhoud\" tabindex=\"-1\">\n");
    if (is_signed_in(frame) && frame->trail != NULL) {
        write_trail(&html, frame);
    }
    html_markup(&html, "<h1");
    if (frame->heading_lang != NULL && strcmp(frame->heading_lang, "nl") != 0) {
        html_attr(&html, "lang", frame->heading_lang);
    }
    html_markup(&html, ">");
    html_text(&html, frame->heading);
    html_markup(&html, "</h1>\n");
    return html;
}

void page_end(const struct page_frame *frame, const struct html *html, int status)
{
    html_markup(html, "</main>\n</body>\n</html>\n");
    if (html->out->over) {
        bs_log(BS_LOG_ERROR, "page-too-large", "limit=%zu", html->out->limit);
        dashboard_problem(frame->central, frame->caller, 500, frame->reply);
        return;
    }
    frame->reply->status = status;
    frame->reply->media_type = "text/html; charset=utf-8";
}

void page_fail(struct central *central, const struct route_caller *caller,
               const struct bs_error *err, struct reply *reply)
{
    int status = err->code == BS_NOTFOUND ? 404 : err->code == BS_LATER ? 503 : 500;
    if (status != 404) {
        bs_log(BS_LOG_ERROR, "page-failed", "code=%s reason=\"%s\"", bs_err_name(err->code),
               err->text);
    }
    dashboard_problem(central, caller, status, reply);
    if (status == 503) {
        reply_header(reply, "Retry-After", "5");
    }
}

void page_words(const struct html *html, const struct bs_text *text)
{
    wording_write(html, text, "nl", "nl");
}

void page_example_mark(const struct html *html)
{
    html_markup(html, " <span class=\"mark\">voorbeeld</span>");
}
