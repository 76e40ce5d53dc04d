/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FAKE_STORAGE_H
#define FAKE_STORAGE_H

/* Storage as the pages see it, over what a test said: each visit as often as it happened. Counts by going through all. */

#include <stdbool.h>
#include <stdint.h>

#include "storage.h"

#define FAKE_PROGRAMMES_MAX 32
#define FAKE_PLACES_MAX     256
#define FAKE_VISITS_MAX     4096

struct fake_answer {
    const char *question;
    const char *values[3]; /* none: don't know */
};

struct fake_visit {
    const char *programme, *place, *lang;
    const char *day; /* "2026-11-21" */
    bool trial, partial;
    int64_t times;
    struct fake_answer answers[BS_QUESTIONS_MAX];
};

struct fake_programme {
    char *json; /* owned by the test */
    struct bs_date published;
};

struct storage {
    const char *tenant, *tenant_name;
    size_t programme_count, place_count, visit_count;
    struct fake_programme programmes[FAKE_PROGRAMMES_MAX];
    struct {
        const char *id, *name;
    } places[FAKE_PLACES_MAX];
    struct fake_visit visits[FAKE_VISITS_MAX];
    enum bs_err failure; /* what every question answers, BS_OK for none */
};

void fake_place(struct storage *storage, const char *id, const char *name);
void fake_visit(struct storage *storage, const struct fake_visit *visit);

#endif
