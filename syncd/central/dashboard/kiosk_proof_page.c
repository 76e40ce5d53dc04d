/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers are told as a person would check them against the kiosk; what to do stands beside what is wrong. */

#include "kiosk_proof_page.h"

#include <string.h>

#include "dutch.h"
#include "kiosk_proof.h"
#include "storage_proof.h"

enum { MINUTES_OF_HOUR = 60 };

/* --- words --- */

static const struct {
    const char *what, *advice;
} reasons[STORAGE_ASIDE_REASONS] = {
    [STORAGE_ASIDE_UNSAID] = {"Waarom is niet bekend",
                              "Ze kwamen bij een oudere versie van deze server binnen."},
    [STORAGE_ASIDE_KIND] = {"Deze server kent dit soort bericht niet",
                            "De kiosk is nieuwer dan de server. Werk de server bij."},
    [STORAGE_ASIDE_BODY] = {"De inhoud klopt niet",
                            "Er is een fout in de kiosk. Stuur dit door naar uw beheerder."},
    [STORAGE_ASIDE_PROGRAMME] = {"Het programma of die versie staat hier niet",
                                 "Publiceer het. Dan tellen ze vanzelf mee."},
    [STORAGE_ASIDE_WAITS] = {"Het antwoord dat is verbeterd, is hier nog niet",
                             "Wacht tot de kiosk alles heeft verstuurd."},
    [STORAGE_ASIDE_ID] = {"Het kenmerk is al van een ander antwoord",
                          "Is deze kiosk gekopieerd? Vraag het uw beheerder."},
    [STORAGE_ASIDE_PLACE] = {"De plek is niet van uw gemeente",
                             "Kijk of de kiosk staat waar hij hoort."},
    [STORAGE_ASIDE_TOO_MANY] = {"Te veel over één reactie",
                                "Geen kiosk van ons doet dat. Vraag het uw beheerder."},
};

void kiosk_proof_page_moment(const struct html *html, int64_t ms)
{
    char text[DUTCH_TEXT];
    int minute = bs_minute_in_amsterdam(ms);
    if (ms <= 0) {
        html_text(html, "nog nooit");
        return;
    }
    html_textf(html, "%s, %02d:%02d", dutch_date(bs_date_in_amsterdam(ms), text),
               minute / MINUTES_OF_HOUR, minute % MINUTES_OF_HOUR);
}

static void write_range(const struct html *html, uint64_t first, uint64_t last)
{
    char from[DUTCH_TEXT];
    char to[DUTCH_TEXT];
    dutch_number((int64_t)first, from);
    dutch_number((int64_t)last, to);
    html_textf(html, first == last ? "%s" : "%s–%s", from, to);
}

/* Which of the kiosk's epochs it is, as the table counts them; 0: none of these. */
static size_t number_of(const struct kiosk_facts *facts, const char *epoch)
{
    for (size_t i = 0; i < facts->log_count; i++) {
        if (strcmp(facts->logs[i].epoch, epoch) == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* --- an epoch --- */

static void write_span(const struct html *html, const struct kiosk_span *span, size_t next)
{
    bool is_bad = span->kind == KIOSK_SPAN_LOST || span->kind == KIOSK_SPAN_MISSING;
    html_markup(html, "<span class=\"under\"><span class=\"range");
    if (is_bad) {
        html_markup(html, " gap");
    }
    html_markup(html, "\">");
    write_range(html, span->first, span->last);
    html_markup(html, "</span>");
    switch (span->kind) {
    case KIOSK_SPAN_HERE:
        break;
    case KIOSK_SPAN_MOVED:
        html_textf(html, " verder in reeks %zu", next);
        break;
    case KIOSK_SPAN_LOST:
        html_text(html, " op de kiosk verloren gegaan");
        break;
    case KIOSK_SPAN_MISSING:
        html_text(html, " was hier, nu niet meer");
        break;
    case KIOSK_SPAN_PARTLY:
        html_textf(html, " deels verder in reeks %zu", next);
        break;
    }
    html_markup(html, "</span>");
}

/* Behind the first `from` of them. */
static void write_spans(const struct html *html, const struct kiosk_facts *facts, const char *epoch,
                        const struct kiosk_proof *proof, size_t from)
{
    const struct kiosk_ending *endings[KIOSK_ENDINGS_MAX] = {NULL};
    (void)kiosk_health_endings(facts, epoch, endings);
    for (size_t i = from; i < proof->count && i < from + KIOSK_SPANS_SHOWN; i++) {
        const struct kiosk_ending *ending = endings[proof->spans[i].by];
        write_span(html, &proof->spans[i], ending == NULL ? 0 : number_of(facts, ending->in_epoch));
    }
    if (proof->count > from + KIOSK_SPANS_SHOWN) {
        html_markup(html, "<span class=\"under\">");
        html_textf(html, "en nog %zu stukken tot %llu", proof->count - from - KIOSK_SPANS_SHOWN,
                   (unsigned long long)proof->spans[proof->count - 1].last);
        html_markup(html, "</span>");
    }
}

void kiosk_proof_page_epoch(const struct html *html, const struct kiosk_facts *facts,
                            const struct storage_completeness *log)
{
    const struct kiosk_ending *endings[KIOSK_ENDINGS_MAX];
    const bool has_ended = kiosk_health_endings(facts, log->epoch, endings) > 0;
    struct kiosk_proof proof;
    kiosk_health_proof(facts, log->epoch, log->complete_to, &proof);
    if (log->complete_to == 0) {
        html_text(html, "nog niets");
    } else {
        html_markup(html, "<span class=\"range\">");
        write_range(html, 1, log->complete_to);
        html_text(html, has_ended ? " hier" : " compleet");
        html_markup(html, "</span>");
    }
    if (has_ended) {
        write_spans(html, facts, log->epoch, &proof, log->complete_to == 0 ? 0 : 1);
    }
}

void kiosk_proof_page_unseen(const struct html *html, const struct kiosk_facts *facts)
{
    for (size_t i = 0; i < facts->ending_count; i++) {
        const char *epoch = facts->endings[i].carried.epoch;
        const struct kiosk_ending *endings[KIOSK_ENDINGS_MAX];
        const size_t count = kiosk_health_endings(facts, epoch, endings);
        struct kiosk_proof proof;
        if (number_of(facts, epoch) != 0 || endings[count - 1] != &facts->endings[i]) {
            continue;
        }
        kiosk_health_proof(facts, epoch, 0, &proof);
        html_markup(html, "<p>Van reeks <code>");
        html_text(html, epoch);
        html_markup(html, "</code> kwam hier nooit iets binnen:");
        write_spans(html, facts, epoch, &proof, 0);
        html_markup(html, "</p>\n");
    }
}

/* --- forks --- */

struct fork_view {
    const struct html *html;
    const struct fleet_kiosk *kiosk;
    size_t count;
};

static void write_digest(const struct html *html, const char *who, const char *digest)
{
    html_markup(html, "<div><dt>");
    html_text(html, who);
    html_markup(html, "</dt><dd>");
    if (digest[0] == '\0') {
        html_text(html, "niets onder dit nummer");
    } else {
        html_markup(html, "<code class=\"digest\">");
        html_text(html, digest);
        html_markup(html, "</code>");
    }
    html_markup(html, "</dd></div>\n");
}

static bool show_fork(void *self, const struct storage_fork *fork)
{
    struct fork_view *view = self;
    char text[DUTCH_TEXT];
    if (view->count++ == KIOSK_FORKS_SHOWN) {
        return false;
    }
    html_markup(view->html, "<li><b>");
    html_textf(view->html, "Nummer %s van reeks %zu", dutch_number((int64_t)fork->seq, text),
               number_of(&view->kiosk->facts, fork->epoch));
    html_markup(view->html, "</b>, ");
    kiosk_proof_page_moment(view->html, fork->received_ms);
    html_markup(view->html, "\n<dl class=\"facts\">\n");
    write_digest(view->html, "Hier", fork->ours);
    write_digest(view->html, "Kwam erbij", fork->theirs);
    html_markup(view->html, "</dl></li>\n");
    return true;
}

enum bs_err kiosk_proof_page_forks(const struct html *html, struct storage *storage,
                                   const struct fleet_kiosk *kiosk, struct bs_error *err)
{
    struct fork_view view = {.html = html, .kiosk = kiosk};
    enum bs_err rc;
    if (kiosk->health.forks == 0) {
        return BS_OK;
    }
    html_markup(html,
                "<section class=\"question\" aria-labelledby=\"dubbel\">\n<h2 id=\"dubbel\">Eén "
                "nummer, twee antwoorden</h2>\n<p>Dit gebeurt als een schijf is gekopieerd of "
                "teruggezet. Beide antwoorden zijn bewaard; alleen dat van hier telt. De kiosk is "
                "met een nieuwe reeks verdergegaan. <b>Wat u doet:</b> laat nakijken of er ergens "
                "een kopie van deze kiosk draait, en zet die uit.</p>\n<ul class=\"forks\">\n");
    rc = storage_forks(storage, kiosk->facts.kiosk.id, show_fork, &view, err);
    html_markup(html, "</ul>\n");
    if (view.count > KIOSK_FORKS_SHOWN) {
        html_markup(html, "<p class=\"soft\">Er zijn er meer; dit zijn de nieuwste.</p>\n");
    }
    html_markup(html, "</section>\n");
    return rc;
}

/* --- what was set aside --- */

struct aside {
    size_t epoch; /* as the table counts them */
    uint64_t seq;
    enum storage_aside why;
};

struct aside_list {
    const struct fleet_kiosk *kiosk;
    size_t count;
    struct aside at[KIOSK_ASIDE_SHOWN];
};

static bool take_aside(void *self, const struct storage_line *line, enum storage_aside why)
{
    struct aside_list *list = self;
    if (list->count == KIOSK_ASIDE_SHOWN) {
        return false;
    }
    list->at[list->count++] =
        (struct aside){number_of(&list->kiosk->facts, line->epoch), line->seq, why};
    return true;
}

/* "reeks 2: 5, 9–12"; from `at` on, what follows on each other as one. */
static void write_numbers(const struct html *html, const struct aside_list *list,
                          enum storage_aside why)
{
    size_t epoch = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct aside *at = &list->at[i];
        uint64_t last = at->seq;
        if (at->why != why) {
            continue;
        }
        while (i + 1 < list->count && list->at[i + 1].why == why &&
               list->at[i + 1].epoch == at->epoch && list->at[i + 1].seq == last + 1) {
            last++;
            i++;
        }
        if (at->epoch != epoch) {
            html_textf(html, "%sreeks %zu: ", epoch == 0 ? "" : "; ", at->epoch);
            epoch = at->epoch;
        } else {
            html_text(html, ", ");
        }
        write_range(html, at->seq, last);
    }
}

static void write_reason(const struct html *html, const struct aside_list *list,
                         enum storage_aside why)
{
    size_t count = 0;
    char text[DUTCH_TEXT];
    for (size_t i = 0; i < list->count; i++) {
        count += list->at[i].why == why ? 1 : 0;
    }
    if (count == 0) {
        return;
    }
    html_markup(html, "<li><b>");
    html_textf(html, "%s (%s).", reasons[why].what, dutch_number((int64_t)count, text));
    html_markup(html, "</b> ");
    html_text(html, reasons[why].advice);
    html_markup(html, "<span class=\"under\">");
    write_numbers(html, list, why);
    html_markup(html, "</span></li>\n");
}

enum bs_err kiosk_proof_page_aside(const struct html *html, struct storage *storage,
                                   const struct fleet_kiosk *kiosk, struct bs_error *err)
{
    struct aside_list list = {.kiosk = kiosk};
    char text[DUTCH_TEXT];
    enum bs_err rc;
    if (kiosk->health.set_aside == 0) {
        return BS_OK;
    }
    rc = storage_set_aside(storage, kiosk->facts.kiosk.id, take_aside, &list, err);
    if (rc != BS_OK) {
        return rc;
    }
    html_markup(html, "<section class=\"question\" aria-labelledby=\"apart\">\n<h2 "
                      "id=\"apart\">Bewaard, maar niet begrepen</h2>\n<p>Deze tellen nog niet mee. "
                      "Er is niets weg: elk nummer ligt hier.</p>\n<ul class=\"aside\">\n");
    for (int why = 0; why < STORAGE_ASIDE_REASONS; why++) {
        write_reason(html, &list, (enum storage_aside)why);
    }
    html_markup(html, "</ul>\n");
    if (kiosk->health.set_aside > list.count) {
        html_markup(html, "<p class=\"soft\">");
        html_textf(html, "En nog %s. Dit zijn de eerste %zu.",
                   dutch_number((int64_t)(kiosk->health.set_aside - list.count), text), list.count);
        html_markup(html, "</p>\n");
    }
    html_markup(html, "</section>\n");
    return BS_OK;
}
