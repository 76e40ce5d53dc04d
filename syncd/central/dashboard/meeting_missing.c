/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A group of fewer than RESULTS_SMALL is named without its number; nobody can then tell it from one of which nobody came. */

#include "meeting_missing.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/utf8.h>

#include "dutch.h"
#include "results_left.h"

enum { NAMES_MAX = 5 };

__attribute__((format(printf, 2, 3))) static void say(struct meeting_missing *out,
                                                      const char *format, ...)
{
    va_list args;
    assert(out->count < MEETING_MISSING_MAX);
    va_start(args, format);
    (void)vsnprintf(out->in[out->count++], MEETING_MISSING_TEXT, format, args);
    va_end(args);
}

/* Names one after the other; those beyond NAMES_MAX are a number. */
struct naming {
    size_t count;
    char names[NAMES_MAX * (RESULTS_NAME + 2)];
};

static void name(struct naming *naming, const char *words)
{
    const size_t used = strlen(naming->names);
    if (naming->count < NAMES_MAX) {
        (void)snprintf(naming->names + used, sizeof naming->names - used, "%s%s",
                       naming->count == 0 ? "" : ", ", words);
    }
    naming->count++;
}

static void say_names(struct meeting_missing *out, const char *before, const struct naming *naming)
{
    char others[32] = "";
    if (naming->count > NAMES_MAX) {
        (void)snprintf(others, sizeof others, " en nog %zu", naming->count - NAMES_MAX);
    }
    if (naming->count > 0) {
        say(out, "%s: %s%s.", before, naming->names, others);
    }
}

static bool is_few(const struct results_groups *groups, const char *key)
{
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(groups->in[i].key, key) == 0) {
            return groups->in[i].answered < RESULTS_SMALL;
        }
    }
    return true;
}

static bool has_language(const struct bs_programme *programme, const char *lang)
{
    for (size_t i = 0; i < programme->language_count; i++) {
        if (strcmp(programme->languages[i], lang) == 0) {
            return true;
        }
    }
    return false;
}

/* The languages that the questions are in, and those in which somebody answered nevertheless. */
static void say_languages(const struct results *results, struct meeting_missing *out)
{
    const struct bs_programme *programme = results->programme;
    const struct results_groups *groups = &results->questions[0].languages;
    struct naming naming = {.count = 0};
    char text[DUTCH_TEXT];
    for (size_t i = 0; i < programme->language_count; i++) {
        if (is_few(groups, programme->languages[i])) {
            name(&naming, dutch_language(programme->languages[i], text));
        }
    }
    for (size_t i = 0; i < groups->count; i++) {
        if (groups->in[i].answered < RESULTS_SMALL && !has_language(programme, groups->in[i].key)) {
            name(&naming, groups->in[i].name);
        }
    }
    say_names(out, "Minder dan tien antwoorden in deze talen", &naming);
}

static void say_places(const struct results *results, struct meeting_missing *out)
{
    const struct results_groups *groups = &results->questions[0].places;
    struct naming naming = {.count = 0};
    for (size_t i = 0; i < groups->count; i++) {
        if (groups->in[i].answered < RESULTS_SMALL) {
            name(&naming, groups->in[i].name);
        }
    }
    say_names(out, "Minder dan tien antwoorden op deze plekken", &naming);
}

/* --- people --- */

/* How many said it; those who rather did not, or live elsewhere, are no such group. */
static int64_t told(const struct results_groups *groups)
{
    int64_t sum = 0;
    for (size_t i = 0; i < groups->count; i++) {
        const char *key = groups->in[i].key;
        bool is_told = strcmp(key, bs_age_name(BS_AGE_UNSAID)) != 0 &&
                       strcmp(key, BS_AREA_UNSAID) != 0 && strcmp(key, BS_AREA_ELSEWHERE) != 0;
        sum += is_told ? groups->in[i].answered : 0;
    }
    return sum;
}

static void say_ages(const struct results_left *left, struct meeting_missing *out)
{
    struct naming naming = {.count = 0};
    for (int age = 0; age < BS_AGES; age++) {
        const char *key = bs_age_name((enum bs_age)age);
        if (age != BS_AGE_UNSAID && is_few(&left->ages, key)) {
            name(&naming, results_left_age(key));
        }
    }
    say_names(out, "Minder dan tien mensen van deze leeftijd", &naming);
}

/* Two places may offer the same neighbourhood; they stand in the order of their codes. */
static void say_areas(const struct results_left *left, const struct place_names *names,
                      struct meeting_missing *out)
{
    struct naming naming = {.count = 0};
    for (size_t i = 0; i < names->area_count; i++) {
        const char *code = names->areas[i].id;
        bool is_new = i == 0 || strcmp(names->areas[i - 1].id, code) != 0;
        if (is_new && is_few(&left->areas, code)) {
            name(&naming, names->areas[i].name);
        }
    }
    say_names(out, "Minder dan tien mensen uit deze buurten", &naming);
}

/* Who took part is kept apart from what they thought: it is of all places and days together. */
static void say_people(const struct results_left *left, const struct place_names *names,
                       struct meeting_missing *out)
{
    const bool has_ages = told(&left->ages) >= RESULTS_SMALL;
    const bool has_areas = told(&left->areas) >= RESULTS_SMALL;
    if (has_ages) {
        say_ages(left, out);
    }
    if (has_areas) {
        say_areas(left, names, out);
    }
    if (has_ages || has_areas) {
        say(out, "Leeftijd en buurt zijn vrijwillig, en van alle plekken en dagen samen.");
    } else {
        say(out, "Te weinig mensen vertelden hun leeftijd of buurt. Wie er ontbreken, weten we dus "
                 "niet.");
    }
}

/* --- the rest --- */

static void say_questions(const struct results *results, struct meeting_missing *out)
{
    size_t few = 0;
    for (size_t i = 0; i < results->question_count; i++) {
        few += results_said(&results->questions[i].all) < RESULTS_SMALL;
    }
    if (few > 0) {
        say(out, "Op %zu van de %zu vragen kwamen minder dan tien antwoorden.", few,
            results->question_count);
    }
}

static void say_half(const struct storage_totals *totals, struct meeting_missing *out)
{
    char number[DUTCH_TEXT];
    if (totals->partial > 0) {
        say(out, "%s keer stopte iemand voor de laatste vraag.",
            dutch_number(totals->partial, number));
    }
}

void meeting_missing_gather(const struct results *results, const struct kiosk_fleet *fleet,
                            const struct place_names *names, bool is_one_place,
                            struct meeting_missing *out)
{
    out->count = 0;
    if (results->totals.submissions < RESULTS_SMALL) {
        say(out, "Er zijn nog te weinig antwoorden om te zien wie er ontbreken.");
    } else {
        say_languages(results, out);
        if (!is_one_place) {
            say_places(results, out);
        }
        say_people(&results->left, names, out);
        say_questions(results, out);
        say_half(&results->totals, out);
    }
    if (fleet->complete < fleet->count) {
        say(out, "Van %zu van de %zu kiosken van de gemeente is nog niet alles binnen.",
            fleet->count - fleet->complete, fleet->count);
    }
    say(out, "Hoeveel buren niet meededen, is niet gemeten. Dit is geen steekproef.");
}
