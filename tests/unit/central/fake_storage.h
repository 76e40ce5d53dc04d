/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FAKE_STORAGE_H
#define FAKE_STORAGE_H

/* Storage as the pages see it, over what a test said: each visit as often as it happened. Counts by going through all. Every
 * place offers the neighbourhoods Prinsenhof (WK191601) and Duivenvoorde (BU19160103). */

#include <stdbool.h>
#include <stdint.h>

#include "storage_comments.h"
#include "storage_connectors.h"
#include "storage_left.h"
#include "storage_overview.h"
#include "storage_proof.h"

#define FAKE_PROGRAMMES_MAX 32
#define FAKE_PLACES_MAX     256
#define FAKE_VISITS_MAX     4096
#define FAKE_LEFT_MAX       64
#define FAKE_KIOSKS_MAX     1024
#define FAKE_EPOCHS_MAX     4
#define FAKE_ENDINGS_MAX    3
#define FAKE_FORKS_MAX      2
#define FAKE_COMMENTS_MAX   1024
#define FAKE_NOTES_MAX      64
#define FAKE_CONNECTORS_MAX 16

struct fake_answer {
    const char *question;
    const char *values[5]; /* none: don't know */
};

struct fake_visit {
    const char *programme, *place, *lang;
    const char *day;     /* "2026-11-21" */
    const char *channel; /* NULL: "kiosk" */
    bool trial, partial, burst;
    const char *ranked; /* the question whose values stand in the order of places or rounds */
    int64_t times;
    struct fake_answer answers[BS_QUESTIONS_MAX];
};

/* What one sort of people left: so many with that value. */
struct fake_left {
    const char *programme;
    enum storage_left what;
    const char *value;
    bool trial;
    int64_t times;
};

struct fake_programme {
    char *json; /* owned by the test */
    struct bs_date published;
    char *outcome; /* owned by the test; NULL: not answered */
    struct bs_date answered;
};

struct fake_kiosk {
    struct storage_kiosk kiosk;
    int64_t reported_ms; /* 0: it never told how it is */
    struct bs_heartbeat report;
    size_t epoch_count;
    struct storage_completeness epochs[FAKE_EPOCHS_MAX];
    uint64_t quarantined;
    size_t ending_count;
    struct {
        const char *in_epoch, *body;
        int64_t received_ms;
    } endings[FAKE_ENDINGS_MAX];
    size_t fork_count;
    struct storage_fork forks[FAKE_FORKS_MAX];
    int64_t visits[64];   /* today first */
    uint64_t aside_count; /* numbers 1, 2, 3 … of its newest epoch, for each reason in turn */
};

struct storage {
    const char *tenant, *tenant_name;
    size_t programme_count, place_count, visit_count;
    struct fake_programme programmes[FAKE_PROGRAMMES_MAX];
    struct {
        const char *id, *name;
    } places[FAKE_PLACES_MAX];
    struct fake_visit visits[FAKE_VISITS_MAX];
    size_t left_count;
    struct fake_left left[FAKE_LEFT_MAX];
    size_t kiosk_count;
    struct fake_kiosk kiosks[FAKE_KIOSKS_MAX]; /* in the order of their ids */
    size_t comment_count, note_count, connector_count;
    struct storage_comment comments[FAKE_COMMENTS_MAX]; /* the newest first */
    struct storage_note notes[FAKE_NOTES_MAX];          /* the newest first */
    struct storage_connector connectors[FAKE_CONNECTORS_MAX];
    enum bs_err ruling_answer; /* of staff's decisions and of what changes connectors */
    char ruled_by[65];         /* who decided last */
    struct storage_masked masked;
    enum bs_hide_reason hidden;
    enum bs_err failure; /* what every question answers, BS_OK for none */
    size_t asked;        /* questions so far */
};

void fake_place(struct storage *storage, const char *id, const char *name);
/* One more kiosk, for the test to fill; ids come in their order. */
struct fake_kiosk *fake_kiosk(struct storage *storage, const char *id, const char *place);
void fake_left(struct storage *storage, const struct fake_left *left);
void fake_visit(struct storage *storage, const struct fake_visit *visit);

#endif
