/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef AFTER_THE_THANKS_H
#define AFTER_THE_THANKS_H

/* The thanks of a house that offers everything that may be left behind, for tests of it. */

#include "every_kind.h"

#define MARKER "GEHEIM"

static struct bs_programme *programme;

/* The thanks of a house that offers everything. */
static inline int make(void **state)
{
    (void)state;
    empty_house();
    programme = add_programme("p");
    add_question(programme, "q", BS_KIND_YES_NO, 2, 1);
    add_question(programme, "words", BS_KIND_TEXT, 0, 0);
    house.bundle.place.area_count = 2;
    house.bundle.place.areas[0].code = "WK191600";
    house.bundle.place.areas[1].code = "WK191601";
    house.bundle.wish = (struct bs_wish_offer){
        .who = nl("Samira"), .why = nl("Om te praten"), .keep_days = 30, .key = "{}"};
    house.bundle.programmes[0].so_far.total = BS_SO_FAR_LEAST;
    open_house();
    choose(0);
    apply(SESSION_SAVED, 0);
    assert_screen(SESSION_THANKS);
    return 0;
}

static inline void open(enum session_intent_kind kind)
{
    if (house.session.screen == SESSION_THANKS) {
        assert_true(apply(SESSION_OPEN_AFTERWARDS, 0));
    }
    assert_true(apply(kind, 0));
}

static inline void open_phone(void)
{
    open(SESSION_OPEN_WISH);
    apply(SESSION_SEND, 0);
    type_words("Jan de Vries");
    apply(SESSION_SEND, 0);
    assert_screen(SESSION_WISH_PHONE);
}

static inline void assert_where(const char *programme_id)
{
    assert_string_equal(house.effect.at.programme, programme_id);
    assert_int_equal(house.effect.at.version, 3);
    assert_string_equal(house.effect.at.place, "prinsenhof");
    assert_string_equal(house.effect.at.lang, "nl");
    assert_false(house.effect.at.is_trial);
}

/* Nothing of the visit's answers goes with it. */
static inline void assert_no_submission(void)
{
    static const struct bs_submission NOTHING;
    assert_memory_equal(&house.effect.submission, &NOTHING, sizeof NOTHING);
}

static inline bool holds(const void *memory, size_t size, const char *marker)
{
    return memmem(memory, size, marker, strlen(marker)) != NULL;
}

#endif
