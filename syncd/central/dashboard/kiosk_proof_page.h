/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_PROOF_PAGE_H
#define KIOSK_PROOF_PAGE_H

/* The parts of a kiosk's page that prove it: each epoch number by number, forks, and what was set aside and why. */

#include <buurtstem/err.h>

#include "fleet.h"
#include "html.h"

#define KIOSK_ASIDE_SHOWN 50
#define KIOSK_FORKS_SHOWN 20
#define KIOSK_SPANS_SHOWN 12

/* "1–70 hier, 71–100 verder in reeks 2, 72–74 op de kiosk verloren gegaan": the cell of an epoch. */
void kiosk_proof_page_epoch(const struct html *html, const struct kiosk_facts *facts,
                            const struct storage_completeness *log);
/* Epochs that ended before anything of them came in, one sentence each. */
void kiosk_proof_page_unseen(const struct html *html, const struct kiosk_facts *facts);
/* Nothing where there is nothing to tell. Each asks storage one question at most. */
enum bs_err kiosk_proof_page_forks(const struct html *html, struct storage *storage,
                                   const struct fleet_kiosk *kiosk, struct bs_error *err);
enum bs_err kiosk_proof_page_aside(const struct html *html, struct storage *storage,
                                   const struct fleet_kiosk *kiosk, struct bs_error *err);

/* "21 nov 2026, 09:05" in Amsterdam; "nog nooit". */
void kiosk_proof_page_moment(const struct html *html, int64_t ms);

#endif
