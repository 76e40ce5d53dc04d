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

#include "owed.h"
#include "storage.h"
#include "timeline.h"

/* Of RESULTS_SMALL: on one page. Whoever subtracts pages may still tell a small group, and the page says so. */
#define RESULTS_GROUPS_MAX      200 /* places of one programme; those beyond are told, not shown */
#define RESULTS_SMALL           10  /* a group in which fewer chose something is not shown apart */
#define RESULTS_NAME            128
#define RESULTS_RANKS           3 /* places of a top, rounds of a pair */
#define RESULTS_QUESTIONS_ASKED 13

/* What a reader asked for. */
struct results_request {
    char place[BS_SLUG_TEXT]; /* "": all */
    char lang[BS_LANG_TEXT];  /* "": all */
    char channel[12];         /* bs_channel_name; "": all */
    struct bs_date from, to;  /* zero years: open */
    bool trials;              /* only what came from kiosks on trial */
    bool without_bursts;      /* leave out rows of quick visits */
};

struct results_group {
    char key[BS_SLUG_TEXT]; /* place, language, channel or first day; "" for all together */
    char name[RESULTS_NAME];
    int64_t answered; /* submissions that answered this question, don't-knows included */
    int64_t dont_know;
    int64_t counts[BS_CHOICES_MAX]; /* in the order of the programme's choices; of points: points */
    int64_t ranks[RESULTS_RANKS][BS_CHOICES_MAX]; /* of a top and a pair: as storage_count.rank */
    int64_t older;                                /* choices that this version no longer has */
    bool is_hidden;
};

/* Whether it asks for a part of what came in. */
bool results_is_narrowed(const struct results_request *request);

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
    struct results_groups channels;  /* not narrowed to the requested channel */
};

/* One question through time: in every part of the period, also those in which nobody answered. */
struct results_times {
    size_t question; /* index */
    enum timeline_step step;
    bool is_coarse;              /* a finer step had too many parts that are too small to show */
    struct results_groups parts; /* in the order of time; none when there are fewer than two */
};

/* What was left after the thanks, of all answers or of all trials. */
struct results_left {
    int64_t people;                    /* who said anything about themselves */
    struct results_groups ages, areas; /* the youngest first; most people first */
    int64_t wishes;                    /* want to be called */
    int64_t verdicts, understood;      /* "Snapt u waarom?": answered, yes */
    int64_t judged, right;             /* "Klopt dit?": answered, yes */
};

struct results {
    struct bs_programme *programme; /* owned; newest version */
    struct bs_date published;
    struct owed_answer answer;    /* owned */
    struct results_times times;   /* of what was asked for */
    struct storage_totals totals; /* of what was asked for */
    struct results_left left;     /* owned */
    int64_t bursts;               /* in rows of quick visits, whether they are left out or not */
    int64_t trials;               /* submissions of kiosks on trial, whatever was asked for */
    int64_t answered, dont_know;  /* all questions together, of what was asked for */
    int64_t elsewhere;            /* how often a question was answered that this version lacks */
    bool is_narrowed;             /* by place, language, channel or date, or without bursts */
    const struct bs_question
        *words;            /* the programme's text question; NULL: it has none. Borrowed */
    size_t question_count; /* those that are answered: no cards, no text */
    struct results_question questions[BS_QUESTIONS_MAX];
};

/* At most RESULTS_QUESTIONS_ASKED questions to storage, however much came in. BS_NOTFOUND: no such programme of this tenant. BS_LATER, BS_BROKEN from storage. *out is for results_finish. */
enum bs_err results_gather(struct storage *storage, const char *tenant, const char *programme,
                           const struct results_request *request, struct results *out,
                           struct bs_error *err);
void results_finish(struct results *results); /* a zeroed one is fine */

/* Adds one row of counts to a group: a choice of this version, or an older one. Pure. */
void results_count_choice(const struct bs_question *question, const struct storage_count *row,
                          struct results_group *group);

/* Orders groups by how many chose something, the most first. Pure. */
void results_sort(struct results_groups *groups);

/*
 * Hides every group below RESULTS_SMALL; when what is hidden is itself fewer than that, the smallest shown group goes with
 * it, since a reader who knows the total could otherwise subtract. Adds the hidden ones up. Wants the groups in order.
 * Pure.
 */
void results_hide_small(struct results_groups *groups);

#endif
