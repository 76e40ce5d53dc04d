/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RESULTS_H
#define RESULTS_H

/*
 * The figures of one programme as its page shows them: gathered from storage's tallies, ordered, and with small groups
 * hidden so that what is shown cannot be subtracted into what is not.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/programme.h>

#include "storage.h"

#define RESULTS_GROUPS_MAX 200 /* places of one programme; those beyond are told, not shown */
#define RESULTS_SMALL      10  /* a group in which fewer chose something is not shown apart */
#define RESULTS_NAME       128

/* What a reader asked for. */
struct results_request {
    char place[BS_SLUG_TEXT]; /* "": all */
    char lang[BS_LANG_TEXT];  /* "": all */
    struct bs_date from, to;  /* zero years: open */
    bool trials;              /* only what came from kiosks on trial */
};

struct results_group {
    char key[BS_SLUG_TEXT]; /* place or language; "" for all together */
    char name[RESULTS_NAME];
    int64_t answered; /* submissions that answered this question, don't-knows included */
    int64_t dont_know;
    int64_t counts[BS_CHOICES_MAX]; /* in the order of the programme's choices */
    int64_t older;                  /* choices that this version no longer has */
    bool is_hidden;
};

/* How many chose something: what shares are of. */
int64_t results_said(const struct results_group *group);

struct results_groups {
    size_t count, hidden;
    bool is_cut;                   /* there were more than RESULTS_GROUPS_MAX */
    struct results_group *in;      /* owned; most answers first */
    struct results_group together; /* the hidden ones in one: what anyone could work out */
};

struct results_question {
    const struct bs_question *question; /* borrowed from the programme */
    struct results_group all;
    struct results_groups places;    /* not narrowed to the requested place */
    struct results_groups languages; /* not narrowed to the requested language */
};

struct results {
    struct bs_programme *programme; /* owned; newest version */
    struct bs_date published;
    struct storage_totals totals; /* of what was asked for */
    int64_t trials;               /* submissions of kiosks on trial, whatever was asked for */
    int64_t answered, dont_know;  /* all questions together, of what was asked for */
    int64_t elsewhere;            /* answers to questions that this version no longer has */
    bool is_narrowed;             /* by place, language or date */
    size_t question_count;
    struct results_question questions[BS_QUESTIONS_MAX];
};

/* BS_NOTFOUND: no such programme of this tenant. BS_LATER, BS_BROKEN from storage. *out is for results_finish. */
enum bs_err results_gather(struct storage *storage, const char *tenant, const char *programme,
                           const struct results_request *request, struct results *out,
                           struct bs_error *err);
void results_finish(struct results *results); /* a zeroed one is fine */

/*
 * Hides every group below RESULTS_SMALL; when what is hidden is itself fewer than that, the smallest shown group goes with
 * it, since a reader who knows the total could otherwise subtract. Adds the hidden ones up. Wants the groups in order.
 * Pure.
 */
void results_hide_small(struct results_groups *groups);

#endif
