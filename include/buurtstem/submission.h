/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_SUBMISSION_H
#define BUURTSTEM_SUBMISSION_H

/*
 * A submission: one visit's answers to one programme version. It is encoded once, on the kiosk; decoded once, at
 * central. Nothing in it points to a person: no name, no address, no device but the kiosk, time only in the record.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>
#include <buurtstem/programme.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

#define BS_KIND_SUBMISSION "submission" /* record kinds in the log */
/* "Veranderen": takes the place of a submission that was saved before. */
#define BS_KIND_CORRECTION "correction"
#define BS_SUBMISSION_MAX  (8 * 1024) /* bytes of an encoded body */
#define BS_BATCH_MAX       40         /* characters */
#define BS_BATCH_TEXT      (BS_BATCH_MAX * 4 + 1)

enum bs_channel { BS_CHANNEL_KIOSK, BS_CHANNEL_ASSISTED, BS_CHANNEL_PAPER };
const char *bs_channel_name(enum bs_channel channel); /* "kiosk", "assisted", "paper" */

struct bs_answer {
    char question[BS_SLUG_TEXT];
    enum bs_kind kind;
    bool dont_know; /* then no values */
    /*
     * 1 where one is chosen; 1 … most for why, list and top, no value twice, in the order chosen (top: the most important
     * first); points: a value for each point that was given, 1 … most, the same goal's together in the programme's order;
     * pair: BS_PAIR_ROUNDS, what won of the first and second choice, the first and third, the second and third.
     */
    size_t value_count;
    char values[BS_CHOICES_MAX][BS_SLUG_TEXT];
};

struct bs_submission {
    char programme[BS_SLUG_TEXT];
    int version;
    char place[BS_SLUG_TEXT];
    char lang[BS_LANG_TEXT]; /* in which the last question was answered */
    enum bs_channel channel;
    /* BS_CHANNEL_PAPER: of which forms, as their connector calls them, a bs_utf8_is_line; "": they have no name. Of every
     * other channel "". */
    char batch[BS_BATCH_TEXT];
    bool is_trial;   /* the kiosk was not in use yet: stored, never counted */
    bool is_partial; /* time ran out before the last question */
    bool is_burst;   /* one of a row of quick visits: counted, and may be left out of a count */
    int seconds;     /* from the first tap to the last, 0–86400 */
    /* A correction: the record id of the visit's first submission, whichever correction of it this is; results count the
     * last. "": a submission. Never partial: time that runs out leaves the answers as they were. */
    char corrects[BS_UUID_TEXT];
    size_t answer_count; /* 1 … BS_ASKED_MAX: nothing answered is no submission */
    struct bs_answer answers[BS_ASKED_MAX];
};

/*
 * Appends the body: one JSON object on one line with a fresh 128-bit salt from `random` as its first member.
 * BS_LIMIT: larger than BS_SUBMISSION_MAX or than the buffer; BS_BAD: a name in it is not a slug, a batch no line
 * or not of paper. Pure but for random.
 */
enum bs_err bs_submission_encode(const struct bs_submission *submission, struct bs_random *random,
                                 struct bs_buf *out, struct bs_error *err);

/* Strict. BS_BAD names the path of the first thing wrong; unknown members are wrong. BS_LIMIT: larger than
 * BS_SUBMISSION_MAX. Does not know the programme. */
enum bs_err bs_submission_decode(struct bs_bytes body, struct bs_submission *out,
                                 struct bs_error *err);

/*
 * Whether the answers of a submission that decode gave or encode would take fit this programme version: known questions, kinds
 * and values, and not too many. BS_BAD says which does not. Pure.
 */
enum bs_err bs_submission_fits(const struct bs_submission *submission,
                               const struct bs_programme *programme, struct bs_error *err);

#endif
