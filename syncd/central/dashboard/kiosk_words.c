/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One sentence for what is the matter, one or two for what to do: at most twelve words each. */

#include "kiosk_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dutch.h"

#define NBSP "\u00A0"

enum { SENTENCE = 256 };

static const char *const advice[KIOSK_ISSUES] = {
    /* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): sentences longer than a line; each has its name. */
    [KIOSK_LOST] = "Deze server is teruggezet. De kiosk stuurt ze zelf opnieuw. Gebeurt dat morgen "
                   "nog niet? Bel uw beheerder.",
    [KIOSK_FORK] = "Beide zijn bewaard. Is deze kiosk gekopieerd of teruggezet? Vraag het uw "
                   "beheerder.",
    [KIOSK_GONE] = "De schijf van de kiosk was beschadigd. Laat uw beheerder hem vervangen.",
    [KIOSK_SET_ASIDE] = "Ze tellen nog niet mee. De redenen staan bij de kiosk, "
                        "onder ‘Bewaard, maar niet begrepen’.",
    [KIOSK_QUARANTINE] = "Ze liggen apart en tellen niet mee. Uw beheerder kan ze lezen en alsnog "
                         "meetellen.",
    [KIOSK_SILENT] = "Kijk of de kiosk aanstaat en internet heeft. Wat er is getikt, blijft daar "
                     "bewaard.",
    [KIOSK_UNTOLD] = "Wat er nog wacht, is niet bekend. Start de kiosk opnieuw of bel uw "
                     "beheerder.",
    [KIOSK_QUEUE_OLD] = "Kijk of de kiosk internet heeft. Er gaat niets verloren.",
    [KIOSK_UNTRUSTED] = "Vraag uw beheerder om hem opnieuw aan te melden. Er gaat niets verloren.",
    [KIOSK_DISK_FULL] = "Vraag uw beheerder om ruimte te maken.",
    [KIOSK_FLOOD] = "Was het daar druk? Kijk anders bij de uitslag naar snelle bezoeken.",
    [KIOSK_QUIET] = "Kijk of het scherm werkt en goed te zien is.",
    [KIOSK_CLOCK_OFF] = "Antwoorden kunnen op een verkeerde dag staan. Laat de klok gelijkzetten.",
    [KIOSK_UNREACHED] = "De kiosk probeert het vanzelf opnieuw.",
    [KIOSK_BUNDLE_OLD] = "De kiosk haalt de nieuwe programma’s vanzelf op.",
    [KIOSK_NO_REPORT] = "Misschien draait er een oude versie. Vraag het uw beheerder.",
    [KIOSK_FORK_PAST] = "Beide zijn bewaard. Dat is langer dan een maand geleden.",
    [KIOSK_GONE_PAST] = "Dat is langer dan een maand geleden.",
    [KIOSK_NOT_ENROLLED] = "Uw beheerder meldt hem aan, met een code van deze server.",
};

static const char *one_or_many(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void say_silence(const struct kiosk_health *health, char *out)
{
    char text[DUTCH_TEXT];
    if (health->silent_ms < 0) {
        snprintf(out, SENTENCE, "Nog nooit iets gehoord.");
    } else {
        snprintf(out, SENTENCE, "Al %s niets gehoord.", dutch_duration(health->silent_ms, text));
    }
}

static void say_clock(const struct kiosk_health *health, char *out)
{
    char text[DUTCH_TEXT];
    snprintf(out, SENTENCE, "De klok loopt %s %s.", dutch_duration(llabs(health->behind_ms), text),
             health->behind_ms > 0 ? "achter" : "voor");
}

static void say_flood(const struct kiosk_volume *volume, struct bs_date today, char *out)
{
    char day[DUTCH_TEXT];
    char visits[DUTCH_TEXT];
    char usual[DUTCH_TEXT];
    dutch_day(bs_date_add_days(today, -volume->flood_ago), day);
    dutch_number(volume->flood, visits);
    dutch_number(volume->usual, usual);
    if (volume->usual == 0) {
        snprintf(out, SENTENCE, "Op %s waren er %s bezoeken: meer dan mensen kunnen tikken.", day,
                 visits);
    } else {
        snprintf(out, SENTENCE, "Op %s waren er %s bezoeken; gewoonlijk zijn het er %s.", day,
                 visits, usual);
    }
}

static void say_log(const struct fleet_kiosk *kiosk, enum kiosk_issue issue, char *out)
{
    const struct kiosk_health *health = &kiosk->health;
    char count[DUTCH_TEXT];
    switch (issue) {
    case KIOSK_LOST:
        snprintf(out, SENTENCE, "%s %s hier niet meer, terwijl ze al bevestigd waren.",
                 dutch_number((int64_t)health->lost, count),
                 one_or_many(health->lost, "antwoord is", "antwoorden zijn"));
        break;
    case KIOSK_GONE:
    case KIOSK_GONE_PAST:
        snprintf(out, SENTENCE, "%s %s op de kiosk verloren gegaan.",
                 dutch_number((int64_t)health->gone, count),
                 one_or_many(health->gone, "antwoord is", "antwoorden zijn"));
        break;
    case KIOSK_SET_ASIDE:
        snprintf(out, SENTENCE, "%s %s wel bewaard, maar nog niet begrepen.",
                 dutch_number((int64_t)health->set_aside, count),
                 one_or_many(health->set_aside, "antwoord is", "antwoorden zijn"));
        break;
    case KIOSK_QUARANTINE:
        snprintf(out, SENTENCE, "Na het intrekken %s nog %s %s binnen.",
                 one_or_many(kiosk->facts.quarantined, "kwam er", "kwamen er"),
                 dutch_number((int64_t)kiosk->facts.quarantined, count),
                 one_or_many(kiosk->facts.quarantined, "antwoord", "antwoorden"));
        break;
    default:
        snprintf(out, SENTENCE, "%s %s twee keer gebruikt, met andere inhoud.",
                 dutch_number((int64_t)health->forks, count),
                 one_or_many(health->forks, "nummer is", "nummers zijn"));
        break;
    }
}

static void say_issue(const struct fleet_kiosk *kiosk, struct bs_date today, enum kiosk_issue issue,
                      char *out)
{
    const struct kiosk_health *health = &kiosk->health;
    char text[DUTCH_TEXT];
    switch (issue) {
    case KIOSK_SILENT:
        say_silence(health, out);
        break;
    case KIOSK_UNTOLD:
        snprintf(out, SENTENCE, "De kiosk vertelt al %s niet hoe het met hem gaat.",
                 dutch_duration(health->untold_ms, text));
        break;
    case KIOSK_QUEUE_OLD:
        snprintf(out, SENTENCE, "Het oudste antwoord wacht al %s.",
                 dutch_duration(health->oldest_ms, text));
        break;
    case KIOSK_UNTRUSTED:
        snprintf(out, SENTENCE, "De kiosk en deze server vertrouwen elkaar niet.");
        break;
    case KIOSK_DISK_FULL:
        snprintf(out, SENTENCE, "De schijf is bijna vol: nog %d" NBSP "%% vrij.",
                 health->disk_free);
        break;
    case KIOSK_FLOOD:
        say_flood(&kiosk->facts.volume, today, out);
        break;
    case KIOSK_QUIET:
        snprintf(out, SENTENCE, "Al %d gewone dagen geen enkel bezoek, en elders wel.",
                 kiosk->facts.volume.quiet_days);
        break;
    case KIOSK_CLOCK_OFF:
        say_clock(health, out);
        break;
    case KIOSK_UNREACHED:
        snprintf(out, SENTENCE, "De vorige keer lukte versturen niet.");
        break;
    case KIOSK_BUNDLE_OLD:
        snprintf(out, SENTENCE, "Op het scherm staan nog de vorige programma’s.");
        break;
    case KIOSK_NO_REPORT:
        snprintf(out, SENTENCE, "De kiosk vertelt niet hoe het met hem gaat.");
        break;
    case KIOSK_NOT_ENROLLED:
        snprintf(out, SENTENCE, "Deze kiosk is nog niet aangemeld.");
        break;
    default:
        say_log(kiosk, issue, out);
        break;
    }
}

static void write_issue(const struct html *html, const struct fleet_kiosk *kiosk,
                        struct bs_date today, enum kiosk_issue issue)
{
    char sentence[SENTENCE] = "";
    say_issue(kiosk, today, issue, sentence);
    html_markup(html, "<li><b>");
    html_text(html, sentence);
    html_markup(html, "</b> ");
    html_text(html, advice[issue]);
    html_markup(html, "</li>\n");
}

void kiosk_words_issues(const struct html *html, const struct fleet_kiosk *kiosk,
                        struct bs_date today, enum kiosk_issue end)
{
    for (int i = 0; i < (int)end; i++) {
        if (kiosk->health.has[i]) {
            write_issue(html, kiosk, today, (enum kiosk_issue)i);
        }
    }
}

/* --- figures --- */

void kiosk_words_state(const struct html *html, const struct storage_kiosk *kiosk)
{
    if (kiosk->state == STORAGE_KIOSK_REVOKED) {
        html_markup(html, "<span class=\"mark\">ingetrokken</span>");
    } else if (!kiosk->is_enrolled) {
        html_markup(html, "<span class=\"mark\">nog niet aangemeld</span>");
    } else if (kiosk->state == STORAGE_KIOSK_TRIAL) {
        html_markup(html, "<span class=\"mark trial\">op proef</span>");
    } else {
        html_text(html, "in gebruik");
    }
}

void kiosk_words_standing(const struct html *html, enum kiosk_standing standing)
{
    switch (standing) {
    case KIOSK_ATTENTION:
        html_markup(html, "<span class=\"late\">let op</span>");
        break;
    case KIOSK_UNKNOWN:
        html_markup(html, "<span class=\"mark\">onbekend</span>");
        break;
    case KIOSK_ON_THE_WAY:
        html_markup(html, "<span class=\"mark busy\">onderweg</span>");
        break;
    case KIOSK_COMPLETE:
        html_markup(html, "<span class=\"done\">compleet</span>");
        break;
    case KIOSK_APART:
        html_markup(html, "<span class=\"mark\">telt niet mee</span>");
        break;
    }
}

static void write_range(const struct html *html, uint64_t from, uint64_t to)
{
    char first[DUTCH_TEXT];
    char last[DUTCH_TEXT];
    dutch_number((int64_t)from, first);
    dutch_number((int64_t)to, last);
    html_textf(html, from == to ? "%s" : "%s–%s", first, last);
}

void kiosk_words_held(const struct html *html, const struct fleet_kiosk *kiosk)
{
    const struct kiosk_facts *facts = &kiosk->facts;
    const struct kiosk_health *health = &kiosk->health;
    uint64_t newest = facts->log_count == 0 ? 0 : facts->logs[facts->log_count - 1].complete_to;
    if (newest > 0) {
        html_markup(html, "<span class=\"range\">");
        write_range(html, 1, newest);
        html_text(html, " compleet");
        html_markup(html, "</span>");
    } else {
        html_text(html, "nog niets");
    }
    if (health->missing_to > 0) {
        html_markup(html, "<span class=\"under range\"><b class=\"gap\">");
        write_range(html, health->missing_from, health->missing_to);
        html_markup(html, "</b> nog niet</span>");
    }
    if (facts->log_count > 1) {
        html_markup(html, "<span class=\"under\">");
        html_textf(html, "en %zu %s", facts->log_count - 1,
                   facts->log_count == 2 ? "eerdere reeks" : "eerdere reeksen");
        html_markup(html, "</span>");
    }
}

void kiosk_words_waiting(const struct html *html, const struct fleet_kiosk *kiosk)
{
    char text[DUTCH_TEXT];
    if (!kiosk->facts.has_report) {
        html_text(html, "–");
    } else if (kiosk->health.waiting == 0) {
        html_text(html, "niets");
    } else {
        html_markup(html, "<b>");
        html_text(html, dutch_number((int64_t)kiosk->health.waiting, text));
        html_markup(html, "</b>");
        if (kiosk->health.oldest_ms > 0) {
            html_markup(html, "<span class=\"under\">");
            html_textf(html, "oudste %s", dutch_duration(kiosk->health.oldest_ms, text));
            html_markup(html, "</span>");
        }
    }
}

void kiosk_words_seen(const struct html *html, const struct kiosk_health *health)
{
    char text[DUTCH_TEXT];
    if (health->silent_ms < 0) {
        html_text(html, "nog nooit");
    } else {
        html_textf(html, "%s geleden", dutch_duration(health->silent_ms, text));
    }
}

void kiosk_words_disk(const struct html *html, const struct kiosk_health *health)
{
    if (health->disk_free < 0) {
        html_text(html, "–");
    } else {
        html_textf(html, "%d" NBSP "%%", health->disk_free);
    }
}

void kiosk_words_clock(const struct html *html, const struct fleet_kiosk *kiosk)
{
    char text[DUTCH_TEXT];
    if (!kiosk->facts.has_report) {
        html_text(html, "–");
    } else if (!kiosk->health.has[KIOSK_CLOCK_OFF]) {
        html_text(html, "gelijk");
    } else {
        html_textf(html, "%s %s", dutch_duration(llabs(kiosk->health.behind_ms), text),
                   kiosk->health.behind_ms > 0 ? "achter" : "voor");
    }
}

void kiosk_words_bundle(const struct html *html, const struct fleet_kiosk *kiosk)
{
    if (!kiosk->facts.has_report) {
        html_text(html, "–");
    } else if (kiosk->facts.report.bundle_serial == 0) {
        html_text(html, "nog geen programma’s");
    } else if (kiosk->facts.report.bundle_serial < kiosk->facts.kiosk.bundle_serial) {
        html_text(html, "programma’s van eerder");
    } else {
        html_text(html, "programma’s bij");
    }
}

void kiosk_words_version(const struct html *html, const struct fleet_kiosk *kiosk)
{
    const struct bs_heartbeat *report = &kiosk->facts.report;
    if (!kiosk->facts.has_report) {
        html_text(html, "–");
    } else if (report->kiosk_version[0] == '\0') {
        html_textf(html, "%s, geen scherm", report->syncd_version);
    } else if (strcmp(report->kiosk_version, report->syncd_version) == 0) {
        html_text(html, report->kiosk_version);
    } else {
        html_textf(html, "%s, sync %s", report->kiosk_version, report->syncd_version);
    }
}
