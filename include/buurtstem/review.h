/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_REVIEW_H
#define BUURTSTEM_REVIEW_H

/*
 * What a connector (buurtverbinder) makes of residents' words, and what she adds herself: the bodies of three kinds of records.
 * Only words that were released are in a record; what was masked in them is nowhere any more. Who did it is a pseudonym, which
 * the municipality alone can put a name to. Encoded once on the kiosk, decoded once at central. Pure but for random.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/buf.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

#define BS_KIND_COMMENT  "comment" /* record kinds in the log */
#define BS_KIND_DECISION "decision"
#define BS_KIND_NOTE     "note"

#define BS_MASKS_MAX 32  /* places that are masked in one comment */
#define BS_NOTE_MAX  280 /* characters */
#define BS_MASK_SIGN                                                                               \
    "\u2588" /* stands in the released words, once for each place; no resident can type it */
#define BS_REVIEW_TEXT (BS_WORDS_MAX * 4 + 1)

/* What stood at a masked place, as far as may be told. */
enum bs_mask {
    BS_MASK_EMAIL,
    BS_MASK_PHONE,
    BS_MASK_IBAN,
    BS_MASK_BSN,
    BS_MASK_POSTCODE,
    BS_MASK_NAME,
    BS_MASK_OTHER
};
#define BS_MASKS 7
const char *bs_mask_name(enum bs_mask mask); /* "email", "phone" … "other" */

/* Released words. */
struct bs_comment {
    struct bs_left_at at;
    char id[BS_UUID_TEXT];         /* of the comment, as its decisions name it */
    char submission[BS_UUID_TEXT]; /* the visit that it belongs to */
    /* The day on which it was written: the record's own time is that of the release. */
    struct bs_date written;
    char by
        [BS_SLUG_TEXT]; /* who released it; "": nobody, the days of the municipality's policy were over */
    size_t mask_count; /* as many as the sign stands in the text, in its order */
    enum bs_mask masks[BS_MASKS_MAX];
    char text[BS_REVIEW_TEXT]; /* bs_utf8_is_line of BS_WORDS_MAX characters, of any language */
};

/* From the mildest to the strictest. */
enum bs_ruling {
    BS_RULING_TAKE_BACK, /* what was decided before it does not count: the words wait again */
    BS_RULING_RELEASE,   /* as it is, or with what was masked */
    BS_RULING_PASS_ON, /* to the fixed contact, or to somebody who reads the language; it waits on */
    BS_RULING_HIDE     /* it is never released; the words are destroyed */
};
#define BS_RULINGS 4
const char *bs_ruling_name(enum bs_ruling ruling); /* "take_back" … "hide" */

/* Why words are hidden. */
enum bs_hide_reason {
    BS_HIDE_PERSON, /* all of it is about one person */
    BS_HIDE_INSULT,
    BS_HIDE_THREAT,
    BS_HIDE_ADVERT,
    BS_HIDE_NOTHING, /* keys at random, a child at play */
    BS_HIDE_OTHER
};
#define BS_HIDE_REASONS 6
const char *bs_hide_reason_name(enum bs_hide_reason reason); /* "person" … "other" */

/* To whom it is passed on. */
enum bs_pass_to { BS_PASS_CONTACT, BS_PASS_READER };
#define BS_PASSES 2
const char *bs_pass_to_name(enum bs_pass_to to); /* "contact", "reader" */

/* One decision about a comment, without a word of it. The order is that of the log. What does not belong to the ruling is not
 * looked at, and 0 when it was decoded. */
struct bs_decision {
    struct bs_left_at at;  /* of the comment */
    char id[BS_UUID_TEXT]; /* of the comment */
    char by[BS_SLUG_TEXT]; /* "": nobody, as above; only a release is */
    enum bs_ruling ruling;
    size_t mask_count;          /* release: how many places were masked */
    enum bs_hide_reason reason; /* hide */
    enum bs_pass_to to;         /* pass_on */
};

/*
 * What counts of one comment in one log, where each decision was made knowing those before it: the last one, and nothing after a
 * TAKE_BACK. `now` is what counted so far, NULL for nothing, as is what is returned.
 */
const struct bs_decision *bs_decision_later(const struct bs_decision *now,
                                            const struct bs_decision *next);
/*
 * What counts of what two logs came to that did not know of each other (a card that was copied, central itself), each NULL for
 * nothing: the stricter one, and of two releases the one that masked more; of two alike `one`.
 */
const struct bs_decision *bs_decision_stricter(const struct bs_decision *one,
                                               const struct bs_decision *other);

enum bs_note_kind {
    BS_NOTE_CONTEXT, /* what explains the numbers of a day: "evenement vanavond", "kiosk verplaatst" */
    BS_NOTE_TREASURE, /* schat van de buurt: someone or something that the neighbourhood can use */
    BS_NOTE_URGENT    /* to the fixed contact, at once */
};
#define BS_NOTES 3
const char *bs_note_kind_name(enum bs_note_kind kind); /* "context", "treasure", "urgent" */

/* What she knows. */
struct bs_note {
    enum bs_note_kind kind;
    char place[BS_SLUG_TEXT];
    char programme[BS_SLUG_TEXT]; /* "": none */
    char lang[BS_LANG_TEXT];
    char by[BS_SLUG_TEXT];
    struct bs_date day; /* that it is about */
    bool
        has_consent; /* a treasure: who it is about agreed; there is none without. Else not looked at */
    bool is_trial;
    char text[BS_REVIEW_TEXT]; /* bs_utf8_is_line of BS_NOTE_MAX characters */
};

/* Append the body: one JSON object on one line with a fresh salt as its first member. BS_LIMIT: it does not fit; BS_BAD: what
 * is in it is none, or the signs in the text are not as many as the masks. */
enum bs_err bs_comment_encode(const struct bs_comment *comment, struct bs_random *random,
                              struct bs_buf *out, struct bs_error *err);
enum bs_err bs_decision_encode(const struct bs_decision *decision, struct bs_random *random,
                               struct bs_buf *out, struct bs_error *err);
enum bs_err bs_note_encode(const struct bs_note *note, struct bs_random *random, struct bs_buf *out,
                           struct bs_error *err);

/* Strict, as bs_submission_decode. */
enum bs_err bs_comment_decode(struct bs_bytes body, struct bs_comment *out, struct bs_error *err);
enum bs_err bs_decision_decode(struct bs_bytes body, struct bs_decision *out, struct bs_error *err);
enum bs_err bs_note_decode(struct bs_bytes body, struct bs_note *out, struct bs_error *err);

#endif
