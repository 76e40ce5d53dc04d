/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_OUTCOME_H
#define BUURTSTEM_OUTCOME_H

/*
 * The answer that is owed: what was heard, what weighed, what is done with it and what not, and why. Published as an
 * immutable version beside its programme, also when the programme goes on asking; the newest version counts. The JSON
 * Schema is assets/schema/outcome.schema.json. Parsing is pure: no file, no clock.
 */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/buf.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/json.h>
#include <buurtstem/programme.h>

#define BS_OUTCOME_FILE_MAX   (64 * 1024)
#define BS_ACTIONS_MAX        6
#define BS_ACTION_MONTHS_MOST 60
#define BS_CARD_TEXT_MAX      110 /* characters of `heard` and `will`: they stand on a card */
#define BS_FIT_CARD                                                                                \
    60 /* of each of them: then what is done always stands on it, and what was heard where there is room; above it there is advice */
#define BS_ACTION_TEXT_MAX  120 /* characters of an action's `what`: a row of the smallest display */
#define BS_ACTION_OWNER_MAX 80  /* characters of its `owner` */

enum bs_action_state { BS_ACTION_PLANNED, BS_ACTION_BUSY, BS_ACTION_DONE, BS_ACTION_DROPPED };

/* One thing that is to be done, by whom and when. */
struct bs_action {
    struct bs_text what;
    const char *owner; /* who does it: "Gemeente Leiden, afdeling groen" */
    /* Its month (day 0), or so many months after the first publication (then the date is empty): 0 is the month itself. */
    struct bs_date month;
    int months;
    enum bs_action_state state;
};

struct bs_outcome {
    const char *programme; /* slug */
    const char *tenant;
    int version;
    bool is_example; /* "voorbeeld": nobody has decided this */
    size_t language_count;
    char languages[BS_LANGUAGES_MAX][BS_LANG_TEXT]; /* each complete */
    struct bs_text heard;   /* "U zei": "Veel bewoners vroegen om meer bomen." */
    struct bs_text will;    /* "Wij doen": "We planten dit jaar bomen in elke wijk." */
    struct bs_text most;    /* what most people said */
    struct bs_text fewer;   /* what fewer people said: the minority view, never left out */
    struct bs_text weighed; /* what weighed in the decision */
    struct bs_text wont;    /* what is not done, and why */
    size_t action_count;
    struct bs_action actions[BS_ACTIONS_MAX];
    struct bs_json *document; /* owned; NULL if part of a bundle */
};

/*
 * Reads what a running kiosk or central needs; structure and limits are checked. BS_BAD: at least one complaint;
 * BS_LIMIT: larger than BS_OUTCOME_FILE_MAX. *out is the caller's.
 */
enum bs_err bs_outcome_parse(struct bs_bytes text, struct bs_outcome **out,
                             struct bs_complaints *complaints, struct bs_error *err);
/* The same from a place in a document that the caller keeps alive for as long as the outcome. */
enum bs_err bs_outcome_read(const struct bs_json_at *at, struct bs_outcome **out,
                            struct bs_error *err);
/* Reading and the check of style in one, every complaint of both at once: a language without a text, a sentence of more
 * than 12 words, a text without a minority view or without a reason. For `publish`. BS_BAD: at least one. */
enum bs_err bs_outcome_examine_at(const struct bs_json_at *at, struct bs_outcome **out,
                                  struct bs_error *err);
/* Appends what would be better otherwise and keeps nothing from being published. */
void bs_outcome_advise(const struct bs_outcome *outcome, struct bs_complaints *advice);
void bs_outcome_destroy(struct bs_outcome *outcome); /* NULL is fine */

/* The month of an action (day 0) of an outcome whose first version was published on `published`. */
struct bs_date bs_action_month(const struct bs_action *action, struct bs_date published);

#endif
