/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The verdict is drawn from what every kiosk said of itself and from what is here; the list below it shows both. */

#include "kiosks_page.h"

#include <stdlib.h>

#include "dutch.h"
#include "fleet.h"
#include "kiosk_words.h"
#include "page_frame.h"
#include "pages.h"

struct view {
    const struct html *html;
    const struct fleet *fleet;
    size_t page; /* counts from 0 */
};

/* --- the verdict --- */

static void write_check(const struct html *html)
{
    html_markup(html, "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" "
                      "focusable=\"false\"><circle cx=\"12\" cy=\"12\" r=\"11\"/>"
                      "<path d=\"M6.5 12.5l4 4 7.5-8.5\"/></svg>");
}

static void write_arrow(const struct html *html)
{
    html_markup(html, "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" "
                      "focusable=\"false\"><circle cx=\"12\" cy=\"12\" r=\"11\"/>"
                      "<path d=\"M6 12h11M12.5 7l5 5-5 5\"/></svg>");
}

static void write_bang(const struct html *html)
{
    html_markup(html, "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" "
                      "focusable=\"false\"><circle cx=\"12\" cy=\"12\" r=\"11\"/>"
                      "<path d=\"M12 6v7.5M12 17.4v.2\"/></svg>");
}

static void say_heard(const struct html *html, const struct kiosk_fleet *sum, int64_t now_ms)
{
    char text[DUTCH_TEXT];
    if (sum->heard_ms > 0) {
        html_textf(html, " Laatst gehoord: %s geleden.",
                   dutch_duration(now_ms > sum->heard_ms ? now_ms - sum->heard_ms : 0, text));
    }
}

static void write_complete(const struct view *view, int64_t now_ms)
{
    const struct kiosk_fleet *sum = &view->fleet->sum;
    char text[DUTCH_TEXT];
    html_markup(view->html, "<section class=\"verdict good\" aria-labelledby=\"oordeel\">\n");
    write_check(view->html);
    html_markup(view->html, "<div>\n<h2 id=\"oordeel\">Alles is binnen</h2>\n<p>");
    if (sum->count == 1) {
        html_textf(view->html, "Van de ene kiosk is elk antwoord hier: %s.",
                   dutch_number((int64_t)sum->held, text));
    } else {
        char count[DUTCH_TEXT];
        html_textf(view->html, "Van alle %s kiosken is elk antwoord hier: %s samen.",
                   dutch_number((int64_t)sum->count, count),
                   dutch_number((int64_t)sum->held, text));
    }
    say_heard(view->html, sum, now_ms);
    html_markup(view->html, "</p>\n</div>\n</section>\n");
}

static void write_waiting(const struct view *view, int64_t now_ms)
{
    const struct kiosk_fleet *sum = &view->fleet->sum;
    char text[DUTCH_TEXT];
    html_markup(view->html, "<section class=\"verdict\" aria-labelledby=\"oordeel\">\n");
    write_arrow(view->html);
    html_markup(view->html, "<div>\n<h2 id=\"oordeel\">");
    if (sum->waiting > 0) {
        html_textf(view->html, "%s %s onderweg", dutch_number((int64_t)sum->waiting, text),
                   sum->waiting == 1 ? "antwoord is nog" : "antwoorden zijn nog");
        html_markup(view->html,
                    "</h2>\n<p>Er is niets kwijt. Ze staan op de kiosk en komen vanzelf.");
    } else {
        html_textf(view->html, "Van %zu %s weten we het niet", sum->unknown,
                   sum->unknown == 1 ? "kiosk" : "kiosken");
        html_markup(view->html,
                    "</h2>\n<p>Wat hier is, is compleet. Wat daar nog staat, is niet bekend.");
    }
    say_heard(view->html, sum, now_ms);
    html_markup(view->html, "</p>\n</div>\n</section>\n");
}

static void write_tasks(const struct html *html, const struct fleet_kiosk *kiosk,
                        struct bs_date today)
{
    html_markup(html, "<li><a href=\"/kiosken/");
    html_url_part(html, kiosk->facts.kiosk.id);
    html_markup(html, "\">");
    html_text(html, kiosk->place);
    html_markup(html, "</a> <span class=\"soft\">");
    html_text(html, kiosk->facts.kiosk.id);
    html_markup(html, "</span>\n<ul>\n");
    kiosk_words_issues(html, kiosk, today, KIOSK_NOTES);
    html_markup(html, "</ul></li>\n");
}

static void write_trouble(const struct view *view)
{
    const struct fleet *fleet = view->fleet;
    const struct html *html = view->html;
    char text[DUTCH_TEXT];
    html_markup(html, "<section class=\"verdict bad\" aria-labelledby=\"oordeel\">\n");
    write_bang(html);
    html_markup(html, "<div>\n<h2 id=\"oordeel\">");
    html_textf(html, "%zu %s", fleet->sum.attention,
               fleet->sum.attention == 1 ? "kiosk vraagt aandacht" : "kiosken vragen aandacht");
    html_markup(html, "</h2>\n<p>");
    if (fleet->sum.complete == fleet->sum.count) {
        html_text(html, "Wel zijn alle antwoorden binnen.");
    } else {
        char all[DUTCH_TEXT];
        html_textf(html, "Van %s van de %s kiosken is alles binnen.",
                   dutch_number((int64_t)fleet->sum.complete, text),
                   dutch_number((int64_t)fleet->sum.count, all));
    }
    if (fleet->sum.waiting > 0) {
        html_textf(html, " Nog %s onderweg.", dutch_number((int64_t)fleet->sum.waiting, text));
    }
    html_markup(html, "</p>\n<ul class=\"tasks\">\n");
    for (size_t i = 0; i < fleet->sum.attention && i < KIOSKS_PAGE_TODO; i++) {
        write_tasks(html, &fleet->kiosks[i], fleet->today);
    }
    html_markup(html, "</ul>\n");
    if (fleet->sum.attention > KIOSKS_PAGE_TODO) {
        html_markup(html, "<p>");
        html_textf(html, "En nog %zu, bovenaan in de lijst hieronder.",
                   fleet->sum.attention - KIOSKS_PAGE_TODO);
        html_markup(html, "</p>\n");
    }
    html_markup(html, "</div>\n</section>\n");
}

static void write_verdict(const struct view *view, int64_t now_ms)
{
    const struct kiosk_fleet *sum = &view->fleet->sum;
    if (sum->attention > 0) {
        write_trouble(view);
    } else if (sum->waiting > 0 || sum->unknown > 0) {
        write_waiting(view, now_ms);
    } else if (sum->count > 0) {
        write_complete(view, now_ms);
    }
}

/* --- the list --- */

static void write_kiosk(const struct html *html, const struct fleet_kiosk *kiosk)
{
    html_markup(html, "<tr><th scope=\"row\"><a href=\"/kiosken/");
    html_url_part(html, kiosk->facts.kiosk.id);
    html_markup(html, "\">");
    html_text(html, kiosk->place);
    html_markup(html, "</a><span class=\"under\">");
    html_text(html, kiosk->facts.kiosk.id);
    html_markup(html, "</span></th><td>");
    kiosk_words_standing(html, kiosk->health.standing);
    html_markup(html, "<span class=\"under\">");
    kiosk_words_state(html, &kiosk->facts.kiosk);
    html_markup(html, "</span></td><td>");
    kiosk_words_held(html, kiosk);
    html_markup(html, "</td><td>");
    kiosk_words_waiting(html, kiosk);
    html_markup(html, "</td><td>");
    kiosk_words_seen(html, &kiosk->health);
    html_markup(html, "</td><td>");
    kiosk_words_disk(html, &kiosk->health);
    html_markup(html, "</td><td>");
    kiosk_words_clock(html, kiosk);
    html_markup(html, "</td><td>");
    kiosk_words_version(html, kiosk);
    html_markup(html, "<span class=\"under\">");
    kiosk_words_bundle(html, kiosk);
    html_markup(html, "</span></td></tr>\n");
}

static void write_list(const struct view *view)
{
    const struct fleet *fleet = view->fleet;
    size_t from = view->page * KIOSKS_PAGE_ROWS;
    size_t to = from + KIOSKS_PAGE_ROWS < fleet->count ? from + KIOSKS_PAGE_ROWS : fleet->count;
    html_markup(view->html,
                "<section class=\"scroll\" tabindex=\"0\" aria-label=\"Lijst van kiosken\">\n"
                "<table class=\"kiosks\">\n<caption class=\"unseen\">Elke kiosk en hoe het met hem "
                "gaat</caption>\n<thead>\n<tr><th scope=\"col\">Kiosk</th><th "
                "scope=\"col\">Toestand</th><th scope=\"col\">Binnen</th><th "
                "scope=\"col\">Onderweg</th><th scope=\"col\">Laatst gehoord</th><th "
                "scope=\"col\">Schijf vrij</th><th scope=\"col\">Klok</th><th "
                "scope=\"col\">Versie</th></tr>\n"
                "</thead>\n<tbody>\n");
    for (size_t i = from; i < to; i++) {
        write_kiosk(view->html, &fleet->kiosks[i]);
    }
    html_markup(view->html, "</tbody>\n</table>\n</section>\n");
}

static void write_page_link(const struct html *html, size_t page, const char *words)
{
    html_markup(html, "<li><a");
    html_attrf(html, "href", "/kiosken?pagina=%zu", page + 1);
    html_markup(html, ">");
    html_text(html, words);
    html_markup(html, "</a></li>\n");
}

static void write_pages(const struct view *view)
{
    size_t last = (view->fleet->count - 1) / KIOSKS_PAGE_ROWS;
    if (last == 0) {
        return;
    }
    html_markup(view->html, "<nav class=\"pages\" aria-label=\"Bladeren\">\n<ul>\n");
    if (view->page > 0) {
        write_page_link(view->html, view->page - 1, "Vorige");
    }
    html_markup(view->html, "<li class=\"soft\">");
    html_textf(view->html, "Bladzijde %zu van %zu", view->page + 1, last + 1);
    html_markup(view->html, "</li>\n");
    if (view->page < last) {
        write_page_link(view->html, view->page + 1, "Volgende");
    }
    html_markup(view->html, "</ul>\n</nav>\n");
}

static void write_notes(const struct html *html)
{
    html_markup(
        html,
        "<section class=\"notes\" aria-labelledby=\"uitleg\">\n<h2 id=\"uitleg\">Hoe u dit "
        "leest</h2>\n<ul>\n"
        "<li>Elk antwoord krijgt op de kiosk een volgnummer: 1, 2, 3. “1–412 compleet” betekent "
        "dat "
        "er hier geen een ontbreekt.</li>\n"
        "<li>Onderweg: bewaard op de kiosk, nog niet hier. Zonder internet blijft dat staan tot "
        "het "
        "er weer is.</li>\n"
        "<li>Aandacht vragen: langer dan 26 uur niets gehoord, een antwoord dat langer dan een dag "
        "wacht, minder dan 10\u00A0% schijf vrij, een klok die meer dan 2 minuten scheelt, veel "
        "meer bezoeken dan gewoonlijk, of dagen "
        "zonder bezoek terwijl het elders doorgaat.</li>\n"
        "<li>Op proef: de antwoorden worden bewaard, maar tellen nog niet mee.</li>\n"
        "</ul>\n</section>\n");
}

static void write_empty(const struct html *html)
{
    html_markup(
        html,
        "<section class=\"card\" aria-labelledby=\"leeg\">\n"
        "<h2 id=\"leeg\">Nog geen kiosken</h2>\n"
        "<p>Een kiosk staat op een plek, zoals een buurthuis. Zo komt hij hier te staan:</p>\n"
        "<ol class=\"steps\">\n"
        "<li><b>Maak een code.</b> Dat doet uw beheerder met <code>buurtstem-central kiosk "
        "invite</code>.</li>\n"
        "<li><b>Meld de kiosk aan met die code.</b> Hij staat dan op proef: proberen mag.</li>\n"
        "<li><b>Neem hem in gebruik.</b> Dat doet <code>buurtstem-central kiosk use</code>. "
        "Vanaf dan telt elk antwoord mee.</li>\n</ol>\n</section>\n");
}

/* "2" is 1; what is no page is the first. */
static size_t read_page(const struct request *request, size_t count)
{
    const char *value = request_query(request, "pagina");
    unsigned long page = value == NULL ? 1 : strtoul(value, NULL, 10);
    size_t last = count == 0 ? 0 : (count - 1) / KIOSKS_PAGE_ROWS;
    return page < 1 || page - 1 > last ? 0 : (size_t)page - 1;
}

void kiosks_page_get(struct central *central, const struct route_caller *caller,
                     const struct request *request, struct reply *reply)
{
    struct fleet fleet = {.count = 0};
    struct bs_error err = {.code = BS_OK};
    int64_t now_ms = central->clock.wall_ms(central->clock.self);
    if (fleet_gather(central->storage, caller->tenant, now_ms, &fleet, &err) != BS_OK) {
        page_fail(central, caller, &err, reply);
        return;
    }
    struct page_frame frame = {.central = central,
                               .caller = caller,
                               .title = "Kiosken",
                               .heading = "Kiosken",
                               .section = PAGE_KIOSKS,
                               .reply = reply};
    struct view view = {.fleet = &fleet, .page = read_page(request, fleet.count)};
    struct html html = page_begin(&frame);
    view.html = &html;
    if (fleet.count == 0) {
        write_empty(&html);
    } else {
        if (view.page == 0) {
            write_verdict(&view, now_ms);
        }
        write_list(&view);
        write_pages(&view);
        write_notes(&html);
    }
    page_end(&frame, &html, 200);
    fleet_finish(&fleet);
}
