/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The frame of a page for everybody. */

#include "public_frame.h"

#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/utf8.h>

#include "public_words.h"
#include "wording.h"

enum { ACCEPT_MAX = 512 }; /* bytes of Accept-Language that are looked at */

static void offer(struct public_frame *frame, const char *lang)
{
    for (size_t i = 0; i < frame->language_count; i++) {
        if (strcmp(frame->languages[i], lang) == 0) {
            return;
        }
    }
    if (frame->language_count < PUBLIC_LANGUAGES_MAX) {
        bs_utf8_copy(frame->languages[frame->language_count++], BS_LANG_TEXT, lang);
    }
}

static size_t asked_for(const struct public_frame *frame, const struct request *request)
{
    const char *chosen = request_query(request, "taal");
    const char *header = request_header(request, "Accept-Language");
    char accept[ACCEPT_MAX];
    for (size_t i = 0; chosen != NULL && i < frame->language_count; i++) {
        if (strcmp(frame->languages[i], chosen) == 0) {
            return i;
        }
    }
    bs_utf8_copy(accept, sizeof accept, header == NULL ? "" : header);
    return wording_choose(accept, (const char(*)[BS_LANG_TEXT])frame->languages,
                          frame->language_count);
}

void public_frame_choose(struct public_frame *frame, const struct request *request,
                         const struct bs_programme *programme)
{
    frame->language_count = 0;
    offer(frame, "nl");
    offer(frame, "en");
    for (size_t i = 0; programme != NULL && i < programme->language_count; i++) {
        offer(frame, programme->languages[i]);
    }
    size_t index = asked_for(frame, request);
    frame->lang = frame->languages[index < frame->language_count ? index : 0];
    frame->page_lang = public_page_lang(frame->lang);
}

static void write_languages(const struct html *html, const struct public_frame *frame,
                            const char *path)
{
    html_markup(html, "<nav");
    html_attr(html, "aria-label", public_word(frame->page_lang, PUBLIC_LANGUAGES));
    html_markup(html, ">\n<ul>\n");
    for (size_t i = 0; i < frame->language_count; i++) {
        const char *lang = frame->languages[i];
        html_markup(html, "<li><a");
        html_attrf(html, "href", "%s?taal=%s", path, lang);
        html_attr(html, "hreflang", lang);
        wording_attrs(html, lang, frame->page_lang);
        if (strcmp(lang, frame->lang) == 0) {
            html_markup(html, " aria-current=\"true\"");
        }
        html_markup(html, ">");
        html_text(html, public_language(lang));
        html_markup(html, "</a></li>\n");
    }
    html_markup(html, "</ul>\n</nav>\n");
}

struct html public_begin(const struct public_frame *frame, const char *title, const char *path)
{
    struct html html = {.out = &frame->reply->body};
    bs_buf_reset(html.out);
    html_markup(&html, "<!DOCTYPE html>\n<html");
    html_attr(&html, "lang", frame->page_lang);
    html_markup(&html, ">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    html_textf(&html, "%s · Buurtstem", title);
    html_markup(&html,
                "</title>\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/static/favicon.svg\">\n"
                "<link rel=\"stylesheet\" href=\"/static/style.css?v=" DASHBOARD_STYLE_VERSION
                "\">\n</head>\n<body class=\"public\">\n<header>\n<div>\n"
                "<p class=\"name\">Buurtstem</p>\n<p class=\"tenant\">");
    html_text(&html, frame->tenant[0] != '\0' ? frame->tenant
                                              : public_word(frame->page_lang, PUBLIC_SLOGAN));
    html_markup(&html, "</p>\n");
    write_languages(&html, frame, path);
    html_markup(&html, "</div>\n</header>\n<main>\n");
    return html;
}

void public_end(const struct public_frame *frame, const struct html *html, int status)
{
    html_markup(html, "</main>\n</body>\n</html>\n");
    if (html->out->over) {
        bs_log(BS_LOG_ERROR, "page-too-large", "limit=%zu", html->out->limit);
        reply_simple_problem(frame->reply, 500, "Internal error", "It was noted.");
        return;
    }
    frame->reply->status = status;
    frame->reply->media_type = "text/html; charset=utf-8";
    reply_header(frame->reply, "Content-Language", "%s", frame->page_lang);
    reply_header(frame->reply, "Vary", "Accept-Language");
}
