/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUBLIC_WORDS_H
#define PUBLIC_WORDS_H

/*
 * The words of the page that anybody may read, in Dutch and English; what a programme says itself comes in its own
 * languages. Sentences of at most twelve words, as on the kiosk. Pure.
 */

#include <stddef.h>

#include <buurtstem/clock.h>
#include <buurtstem/outcome.h>

#define PUBLIC_TEXT 96

enum public_word {
    PUBLIC_CODE,
    PUBLIC_LANGUAGES,
    PUBLIC_ANSWERED_ON,
    PUBLIC_DUE,
    PUBLIC_LATE,
    PUBLIC_WAS_DUE,
    PUBLIC_ASK_WHY,
    PUBLIC_EXAMPLE,
    PUBLIC_EXAMPLE_MEANS,
    PUBLIC_ANSWER,
    PUBLIC_HEARD,
    PUBLIC_WILL,
    PUBLIC_MOST,
    PUBLIC_FEWER,
    PUBLIC_WEIGHED,
    PUBLIC_WONT,
    PUBLIC_ACTIONS,
    PUBLIC_BY,
    PUBLIC_WHEN,
    PUBLIC_ASKED,
    PUBLIC_WAS_OPEN,
    PUBLIC_IS_OPEN,
    PUBLIC_DECIDES,
    PUBLIC_CONTACT,
    PUBLIC_ABOUT_CODE,
    PUBLIC_CODE_ONE,
    PUBLIC_CODE_TWO,
    PUBLIC_CODE_THREE,
    PUBLIC_OWNER,
    PUBLIC_NO_CODE,
    PUBLIC_NO_CODE_ADVICE,
    PUBLIC_UNKNOWN_ADVICE,
    PUBLIC_LOOKS_LIKE,
    PUBLIC_SIGNS,
    PUBLIC_TYPE_CODE,
    PUBLIC_SEARCH,
    PUBLIC_FIND,
    PUBLIC_FIND_ADVICE,
    PUBLIC_BUSY,
    PUBLIC_BUSY_ADVICE,
    PUBLIC_SLOGAN,
    PUBLIC_WORDS
};

/* "en" is English, everything else Dutch: the page's own language beside a programme's. */
const char *public_page_lang(const char *lang);
const char *public_word(const char *page_lang, enum public_word word);

/* "21 november 2026", "21 November 2026", "november 2026" for a day of zero; "" for a zero year. Returns out. */
const char *public_date(const char *page_lang, struct bs_date date, char out[PUBLIC_TEXT]);
/* "over 55 dagen", "morgen", "vandaag", "12 dagen te laat". */
const char *public_days_to(const char *page_lang, int days, char out[PUBLIC_TEXT]);
const char *public_action_state(const char *page_lang, enum bs_action_state state);
/* A language by its own name: "Nederlands", "العربية"; its tag if it is not in the table. */
const char *public_language(const char *lang);

#endif
