/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_WORDS_H
#define KIOSK_WORDS_H

/* How staff read of a kiosk: in plain words what is the matter and what to do, and each figure with its meaning. */

#include <stdint.h>

#include "fleet.h"
#include "html.h"

/* What is the matter of all issues before `end`, an item of a list each:
 * "<li><b>Al 3 dagen niets gehoord.</b> Kijk of de kiosk aanstaat …</li>" */
void kiosk_words_issues(const struct html *html, const struct fleet_kiosk *kiosk,
                        struct bs_date today, enum kiosk_issue end);

/* "in gebruik", "op proef", "ingetrokken", "nog niet aangemeld", the last three in a mark. */
void kiosk_words_state(const struct html *html, const struct storage_kiosk *kiosk);
/* "compleet", "onderweg", "let op", "onbekend", "telt niet mee" in a mark of its colour. */
void kiosk_words_standing(const struct html *html, enum kiosk_standing standing);
/* What is here: "1–412 compleet", or how far and which are not; "nog niets". The newest epoch, and how many came before. */
void kiosk_words_held(const struct html *html, const struct fleet_kiosk *kiosk);
/* "niets", or "8, oudste 3 uur". */
void kiosk_words_waiting(const struct html *html, const struct fleet_kiosk *kiosk);
/* "2 minuten geleden"; "nog nooit". */
void kiosk_words_seen(const struct html *html, const struct kiosk_health *health);
void kiosk_words_disk(const struct html *html, const struct kiosk_health *health); /* "63 %" */
/* "gelijk", "7 minuten achter". */
void kiosk_words_clock(const struct html *html, const struct fleet_kiosk *kiosk);
/* "programma’s bij", "programma’s van eerder", "nog geen programma’s". */
void kiosk_words_bundle(const struct html *html, const struct fleet_kiosk *kiosk);
void kiosk_words_version(const struct html *html, const struct fleet_kiosk *kiosk);

#endif
