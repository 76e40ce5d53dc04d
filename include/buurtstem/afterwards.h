/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_AFTERWARDS_H
#define BUURTSTEM_AFTERWARDS_H

/*
 * What people may leave after the thanks, each a record of its own. None of them names the visit's submission, except a
 * comment, which waits on the kiosk until a connector has read it. Encoded once on the kiosk, decoded once at central;
 * every body is one JSON object on one line with a fresh 128-bit salt as its first member. Pure but for random.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/buf.h>
#include <buurtstem/bundle.h>
#include <buurtstem/err.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>

#define BS_KIND_ABOUT_YOU    "about-you" /* record kinds in the log: letters and hyphens */
#define BS_KIND_CONTACT_WISH "contact-wish"
#define BS_KIND_VERDICT      "verdict"

#define BS_WISH_NAME_MAX  60 /* characters */
#define BS_WISH_PHONE_MAX 20
#define BS_WISH_JWE_MAX   2048 /* bytes of the sealed wish */

/* What every one of them tells of where it was left. */
struct bs_left_at {
    char programme[BS_SLUG_TEXT];
    int version;
    char place[BS_SLUG_TEXT];
    char lang[BS_LANG_TEXT];
    enum bs_channel channel;
    bool is_trial;
};

enum bs_age {
    BS_AGE_UNDER_18,
    BS_AGE_18_29,
    BS_AGE_30_44,
    BS_AGE_45_64,
    BS_AGE_65_79,
    BS_AGE_80_UP,
    BS_AGE_UNSAID /* "zeg ik liever niet", or not asked */
};
#define BS_AGES 7
const char *bs_age_name(enum bs_age age); /* "under_18", "18_29" … "80_up", "unsaid" */

#define BS_AREA_ELSEWHERE "elsewhere"
#define BS_AREA_UNSAID    "unsaid"
#define BS_AREA_TEXT      16

/* Who took part, in bands only. Appended in shuffled order at closing time, so that it cannot be tied to an opinion. */
struct bs_about_you {
    struct bs_left_at at;
    enum bs_age age;
    char area[BS_AREA_TEXT]; /* a CBS code of the place's list, elsewhere or unsaid */
};

/* "Snapt u waarom? Klopt dit?" under an outcome: two taps. Appended at once. */
struct bs_verdict {
    struct bs_left_at at; /* `version` is of the programme */
    int outcome_version;
    bool understood; /* "Snapt u waarom?" */
    bool is_right;   /* "Klopt dit?" */
    bool has_right;  /* the second was answered too */
};

/* The name and phone number, sealed. Appended in shuffled order at closing time. */
struct bs_contact_wish {
    struct bs_left_at at;
    char jwe[BS_WISH_JWE_MAX + 1]; /* compact serialisation: RSA-OAEP, A256GCM */
};

/* Appends the body. BS_LIMIT: it does not fit; BS_BAD: a name in it is none. */
enum bs_err bs_about_you_encode(const struct bs_about_you *about, struct bs_random *random,
                                struct bs_buf *out, struct bs_error *err);
enum bs_err bs_verdict_encode(const struct bs_verdict *verdict, struct bs_random *random,
                              struct bs_buf *out, struct bs_error *err);
enum bs_err bs_contact_wish_encode(const struct bs_contact_wish *wish, struct bs_random *random,
                                   struct bs_buf *out, struct bs_error *err);

/* Strict, as bs_submission_decode. */
enum bs_err bs_about_you_decode(struct bs_bytes body, struct bs_about_you *out,
                                struct bs_error *err);
enum bs_err bs_verdict_decode(struct bs_bytes body, struct bs_verdict *out, struct bs_error *err);
enum bs_err bs_contact_wish_decode(struct bs_bytes body, struct bs_contact_wish *out,
                                   struct bs_error *err);

#endif
