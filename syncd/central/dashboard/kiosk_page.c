/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is the matter first, then what is here epoch by epoch, then what the kiosk says of itself. */

#include "kiosk_page.h"

#include "dutch.h"
#include "fleet.h"
#include "kiosk_proof_page.h"
#include "kiosk_words.h"
#include "page_frame.h"
#include "pages.h"

static void write_state(const struct html *html, const struct fleet_kiosk *kiosk)
{
    html_markup(html, "<p class=\"state soft\">");
    kiosk_words_standing(html, kiosk->health.standing);
    html_textf(html, " %s · ", kiosk->facts.kiosk.id);
    kiosk_words_state(html, &kiosk->facts.kiosk);
    html_markup(html, "</p>\n");
}

static bool has_issue(const struct fleet_kiosk *kiosk)
{
    for (int i = 0; i < KIOSK_ISSUES; i++) {
        if (kiosk->health.has[i]) {
            return true;
        }
    }
    return false;
}

static void write_issues(const struct html *html, const struct fleet_kiosk *kiosk,
                         struct bs_date today)
{
    bool is_bad = kiosk->health.standing == KIOSK_ATTENTION;
    if (!has_issue(kiosk)) {
        return;
    }
    html_markup(html, "<section");
    html_attr(html, "class", is_bad ? "verdict bad" : "verdict");
    html_markup(html, " aria-labelledby=\"melding\">\n<div>\n<h2 id=\"melding\">");
    html_text(html, is_bad ? "Wat er aan de hand is" : "Goed om te weten");
    html_markup(html, "</h2>\n<ul class=\"tasks\">\n");
    kiosk_words_issues(html, kiosk, today, KIOSK_ISSUES);
    html_markup(html, "</ul>\n</div>\n</section>\n");
}

static void write_epoch(const struct html *html, const struct kiosk_facts *facts,
                        const struct storage_completeness *log, size_t number)
{
    char text[DUTCH_TEXT];
    html_markup(html, "<tr><th scope=\"row\">");
    html_textf(html, "%zu", number);
    html_markup(html, "<span class=\"under\">");
    html_text(html, log->epoch);
    html_markup(html, "</span></th><td>");
    kiosk_proof_page_epoch(html, facts, log);
    html_markup(html, "</td><td class=\"number\">");
    html_text(html, dutch_number((int64_t)log->set_aside, text));
    html_markup(html, "</td><td class=\"number\">");
    html_text(html, dutch_number((int64_t)log->forks, text));
    html_markup(html, "</td><td>");
    kiosk_proof_page_moment(html, log->last_received_ms);
    html_markup(html, "</td></tr>\n");
}

static void write_epochs(const struct html *html, const struct fleet_kiosk *kiosk)
{
    html_markup(html, "<section class=\"question\" aria-labelledby=\"binnen\">\n"
                      "<h2 id=\"binnen\">Wat er binnen is</h2>\n<p>");
    kiosk_words_held(html, kiosk);
    html_markup(html, "</p>\n");
    if (kiosk->facts.log_count > 0) {
        html_markup(html, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"Reeksen\">\n"
                          "<table class=\"kiosks epochs\">\n<caption class=\"unseen\">Elke reeks "
                          "volgnummers</caption>\n<thead>\n<tr><th scope=\"col\">Reeks</th><th "
                          "scope=\"col\">Volgnummers</th><th scope=\"col\" class=\"number\">Niet "
                          "begrepen</th><th scope=\"col\" class=\"number\">Dubbel nummer</th><th "
                          "scope=\"col\">Laatst ontvangen</th></tr>\n</thead>\n<tbody>\n");
        for (size_t i = kiosk->facts.log_count; i > 0; i--) {
            write_epoch(html, &kiosk->facts, &kiosk->facts.logs[i - 1], i);
        }
        html_markup(html,
                    "</tbody>\n</table>\n</section>\n"
                    "<p class=\"soft\">Een kiosk begint een nieuwe reeks na een nieuwe schijf of "
                    "na terugzetten. De oude blijft hier bewaard.</p>\n");
    }
    kiosk_proof_page_unseen(html, &kiosk->facts);
    html_markup(html, "</section>\n");
}

static void open_fact(const struct html *html, const char *name)
{
    html_markup(html, "<div><dt>");
    html_text(html, name);
    html_markup(html, "</dt><dd>");
}

static void close_fact(const struct html *html)
{
    html_markup(html, "</dd></div>\n");
}

static void write_facts(const struct html *html, const struct fleet_kiosk *kiosk)
{
    html_markup(html,
                "<section class=\"card\" aria-labelledby=\"gaat\">\n<h2 id=\"gaat\">Hoe het met "
                "hem gaat</h2>\n<dl class=\"facts\">\n");
    open_fact(html, "Laatst gehoord");
    kiosk_proof_page_moment(html, kiosk->facts.kiosk.last_seen_ms);
    close_fact(html);
    open_fact(html, "Laatste bericht over zichzelf");
    kiosk_proof_page_moment(html, kiosk->facts.has_report ? kiosk->facts.reported_ms : 0);
    close_fact(html);
    open_fact(html, "Onderweg");
    kiosk_words_waiting(html, kiosk);
    close_fact(html);
    open_fact(html, "Schijf vrij");
    kiosk_words_disk(html, &kiosk->health);
    close_fact(html);
    open_fact(html, "Klok");
    kiosk_words_clock(html, kiosk);
    close_fact(html);
    open_fact(html, "Op het scherm");
    kiosk_words_bundle(html, kiosk);
    close_fact(html);
    open_fact(html, "Versie");
    kiosk_words_version(html, kiosk);
    close_fact(html);
    html_markup(html, "</dl>\n</section>\n");
}

static enum bs_err write_page(const struct html *html, struct storage *storage,
                              const struct fleet_kiosk *kiosk, struct bs_date today,
                              struct bs_error *err)
{
    enum bs_err rc;

    write_state(html, kiosk);
    write_issues(html, kiosk, today);
    html_markup(html, "<div class=\"body\">\n<div class=\"front\">\n");
    write_epochs(html, kiosk);
    rc = kiosk_proof_page_aside(html, storage, kiosk, err);
    if (rc == BS_OK) {
        rc = kiosk_proof_page_forks(html, storage, kiosk, err);
    }
    html_markup(html, "</div>\n<div class=\"beside\">\n");
    write_facts(html, kiosk);
    html_markup(html, "</div>\n</div>\n");
    return rc;
}

void kiosk_page_get(struct central *central, const struct route_caller *caller,
                    const struct request *request, struct reply *reply)
{
    struct fleet fleet = {.count = 0};
    struct bs_error err = {.code = BS_OK};
    int64_t now_ms = central->clock.wall_ms(central->clock.self);
    if (fleet_gather(central->storage, caller->tenant, now_ms, &fleet, &err) != BS_OK) {
        page_fail(central, caller, &err, reply);
        return;
    }
    const struct fleet_kiosk *kiosk = fleet_find(&fleet, request->params[0]);
    if (kiosk == NULL) {
        dashboard_problem(central, caller, 404, reply);
    } else {
        struct page_frame frame = {.central = central,
                                   .caller = caller,
                                   .title = kiosk->place,
                                   .heading = kiosk->place,
                                   .section = PAGE_KIOSKS,
                                   .trail = kiosk->facts.kiosk.id,
                                   .reply = reply};
        struct html html = page_begin(&frame);
        if (write_page(&html, central->storage, kiosk, fleet.today, &err) == BS_OK) {
            page_end(&frame, &html, 200);
        } else {
            page_fail(central, caller, &err, reply);
        }
    }
    fleet_finish(&fleet);
}
