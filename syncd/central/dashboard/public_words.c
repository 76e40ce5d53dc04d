/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables of words. */

#include "public_words.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NBSP "\u00A0"

enum { DUTCH, ENGLISH, TONGUES };

static const char *const words[PUBLIC_WORDS][TONGUES] = {
    [PUBLIC_CODE] = {"Code", "Code"},
    [PUBLIC_LANGUAGES] = {"Talen", "Languages"},
    [PUBLIC_ANSWERED_ON] = {"Beantwoord op", "Answered on"},
    [PUBLIC_DUE] = {"U hoort het uiterlijk op", "You will hear by"},
    [PUBLIC_LATE] = {"Het antwoord is er nog niet", "The answer is not there yet"},
    [PUBLIC_WAS_DUE] = {"Het was beloofd voor", "It was promised for"},
    [PUBLIC_ASK_WHY] = {"Vraag gerust waarom. Hieronder staat bij wie.",
                        "Feel free to ask why. See below whom to ask."},
    [PUBLIC_EXAMPLE] = {"voorbeeld", "example"},
    [PUBLIC_EXAMPLE_MEANS] = {"Waar “voorbeeld” staat, heeft nog niemand iets beloofd of besloten.",
                              "Where it says “example”, nobody has promised or decided anything."},
    [PUBLIC_ANSWER] = {"Het antwoord", "The answer"},
    [PUBLIC_HEARD] = {"U zei", "You said"},
    [PUBLIC_WILL] = {"Wij doen", "We will"},
    [PUBLIC_MOST] = {"Wat de meeste mensen zeiden", "What most people said"},
    [PUBLIC_FEWER] = {"Wat minder mensen zeiden", "What fewer people said"},
    [PUBLIC_WEIGHED] = {"Wat meetelde bij het besluit", "What weighed in the decision"},
    [PUBLIC_WONT] = {"Wat we niet doen, en waarom", "What we will not do, and why"},
    [PUBLIC_ACTIONS] = {"Wat er gaat gebeuren", "What is going to happen"},
    [PUBLIC_BY] = {"Wie", "Who"},
    [PUBLIC_WHEN] = {"Wanneer", "When"},
    [PUBLIC_ASKED] = {"Wat we vroegen", "What we asked"},
    [PUBLIC_WAS_OPEN] = {"Wat nog open was", "What was still open"},
    [PUBLIC_IS_OPEN] = {"Wat nog open is", "What is still open"},
    [PUBLIC_DECIDES] = {"Wie beslist", "Who decides"},
    [PUBLIC_CONTACT] = {"Iets vragen of zeggen?", "A question or a remark?"},
    [PUBLIC_ABOUT_CODE] = {"Deze code zegt niets over u", "This code says nothing about you"},
    [PUBLIC_CODE_ONE] = {"Iedereen die hierover antwoord gaf, kreeg dezelfde code.",
                         "Everybody who answered about this got the same code."},
    [PUBLIC_CODE_TWO] = {"Niemand kan eraan zien wie u bent of wat u koos.",
                         "It shows nobody who you are or what you chose."},
    [PUBLIC_CODE_THREE] = {"Deze pagina bewaart niets over uw bezoek.",
                           "This page keeps nothing about your visit."},
    [PUBLIC_OWNER] = {"Van", "By"},
    [PUBLIC_NO_CODE] = {"Deze code klopt niet", "This code is not right"},
    [PUBLIC_NO_CODE_ADVICE] =
        {"Waarschijnlijk is er één teken verkeerd overgenomen. Kijk nog eens goed.",
         "One sign was probably copied wrongly. Please look again."},
    [PUBLIC_UNKNOWN_ADVICE] = {"Wij kennen geen onderwerp met deze code. Kijk nog eens goed.",
                               "We know no subject with this code. Please look again."},
    [PUBLIC_LOOKS_LIKE] = {"Een code heeft zes tekens, zoals", "A code has six signs, like"},
    [PUBLIC_SIGNS] = {"Er zitten geen 0, 1, I, L of O in. Hoofdletters maken niet uit.",
                      "There is no 0, 1, I, L or O in it. Capitals do not matter."},
    [PUBLIC_TYPE_CODE] = {"Typ uw code", "Type your code"},
    [PUBLIC_SEARCH] = {"Zoek", "Search"},
    [PUBLIC_FIND] = {"Wat gebeurde er met uw antwoord?", "What happened with your answer?"},
    [PUBLIC_FIND_ADVICE] = {"Aan het eind van uw bezoek stond er een code op het scherm.",
                            "At the end of your visit there was a code on the screen."},
    [PUBLIC_BUSY] = {"Even te druk", "Too busy right now"},
    [PUBLIC_BUSY_ADVICE] =
        {"De gegevens zijn nu niet te lezen. Probeer het over een minuut opnieuw.",
         "The data cannot be read now. Please try again in a minute."},
    [PUBLIC_SLOGAN] = {"Wat de buurt vindt, en wat ermee gebeurt",
                       "What the neighbourhood thinks, and what is done with it"},
};

static const char *const months[TONGUES][12] = {
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
     "oktober", "november", "december"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
};

static const struct {
    const char *tag, *name;
} languages[] = {
    {"nl", "Nederlands"}, {"en", "English"},    {"ar", "العربية"},    {"tr", "Türkçe"},
    {"pl", "Polski"},     {"uk", "Українська"}, {"ti", "ትግርኛ"},       {"so", "Soomaali"},
    {"fa", "فارسی"},      {"fr", "Français"},   {"de", "Deutsch"},    {"es", "Español"},
    {"pt", "Português"},  {"bg", "Български"},  {"ro", "Română"},     {"ru", "Русский"},
    {"zh", "中文"},       {"zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"},  {"ber", "Tamaziɣt"},  {"pap", "Papiamentu"},
    {"ku", "Kurdî"},      {"hi", "हिन्दी"},      {"ur", "اردو"},       {"hu", "Magyar"},
    {"it", "Italiano"},   {"am", "አማርኛ"},       {"vi", "Tiếng Việt"}, {"ckb", "کوردی"},
};

static int tongue_of(const char *page_lang)
{
    return strcmp(page_lang, "en") == 0 ? ENGLISH : DUTCH;
}

const char *public_page_lang(const char *lang)
{
    return strcmp(lang, "en") == 0 ? "en" : "nl";
}

const char *public_word(const char *page_lang, enum public_word word)
{
    assert(word < PUBLIC_WORDS);
    return words[word][tongue_of(page_lang)];
}

const char *public_date(const char *page_lang, struct bs_date date, char out[PUBLIC_TEXT])
{
    const char *month =
        date.month >= 1 && date.month <= 12 ? months[tongue_of(page_lang)][date.month - 1] : "";
    if (date.year == 0) {
        out[0] = '\0';
    } else if (date.month == 0) {
        snprintf(out, PUBLIC_TEXT, "%d", date.year);
    } else if (date.day == 0) {
        snprintf(out, PUBLIC_TEXT, "%s" NBSP "%d", month, date.year);
    } else {
        snprintf(out, PUBLIC_TEXT, "%d" NBSP "%s" NBSP "%d", date.day, month, date.year);
    }
    return out;
}

const char *public_days_to(const char *page_lang, int days, char out[PUBLIC_TEXT])
{
    static const char *const near[TONGUES][3] = {
        {"1" NBSP "dag te laat", "vandaag", "morgen"},
        {"1" NBSP "day late", "today", "tomorrow"},
    };
    const int tongue = tongue_of(page_lang);
    if (days >= -1 && days <= 1) {
        snprintf(out, PUBLIC_TEXT, "%s", near[tongue][days + 1]);
    } else if (tongue == ENGLISH) {
        snprintf(out, PUBLIC_TEXT, days < 0 ? "%d" NBSP "days late" : "in" NBSP "%d" NBSP "days",
                 abs(days));
    } else {
        snprintf(out, PUBLIC_TEXT,
                 days < 0 ? "%d" NBSP "dagen te laat" : "over" NBSP "%d" NBSP "dagen", abs(days));
    }
    return out;
}

const char *public_action_state(const char *page_lang, enum bs_action_state state)
{
    static const char *const names[][TONGUES] = {
        [BS_ACTION_PLANNED] = {"gepland", "planned"},
        [BS_ACTION_BUSY] = {"bezig", "under way"},
        [BS_ACTION_DONE] = {"klaar", "done"},
        [BS_ACTION_DROPPED] = {"gaat niet door", "dropped"},
    };
    return names[state][tongue_of(page_lang)];
}

const char *public_language(const char *lang)
{
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        if (strcmp(languages[i].tag, lang) == 0) {
            return languages[i].name;
        }
    }
    return lang;
}
