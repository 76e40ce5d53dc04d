/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef OUTCOME_CARD_H
#define OUTCOME_CARD_H

/* An outcome in full: what was heard and will be done, most and fewer, what weighed, what is not done, the actions. */

#include "html.h"
#include "owed.h"

/* For staff ("nl") and for everybody: `lang` of the content, `page_lang` of the words around it. Headings from h3 on. */
void outcome_card_write(const struct html *html, const struct owed_answer *answer, const char *lang,
                        const char *page_lang);

#endif
