/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads outcomes and days. */

#include "owed.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "promise_card.h"
#include "rows.h"

struct reading {
    struct owed_answer answer;
    struct bs_complaints complaints;
    enum bs_err rc;
    struct bs_error *err;
};

static bool take_outcome(void *self, const struct storage_outcome *row)
{
    struct reading *reading = self;
    reading->rc =
        bs_outcome_parse(row->json, &reading->answer.outcome, &reading->complaints, reading->err);
    reading->answer.published = row->published;
    return false;
}

enum bs_err owed_answer(struct storage *storage, const char *tenant, const char *programme,
                        struct owed_answer *out, struct bs_error *err)
{
    struct reading *reading = bs_xcalloc(1, sizeof *reading);
    reading->err = err;
    enum bs_err rc = storage_outcome(storage, tenant, programme, take_outcome, reading, err);
    if (rc == BS_OK && reading->rc != BS_OK) {
        rc = bs_fail(err, BS_BROKEN, "the outcome of %s cannot be read", programme);
    } else if (rc == BS_NOTFOUND) {
        rc = BS_OK;
    }
    if (rc == BS_OK) {
        *out = reading->answer;
    } else {
        bs_outcome_destroy(reading->answer.outcome);
    }
    free(reading);
    return rc;
}

void owed_answer_finish(struct owed_answer *answer)
{
    bs_outcome_destroy(answer->outcome);
    *answer = (struct owed_answer){.outcome = NULL};
}

/* --- all of a tenant --- */

static bool take_day(void *self, const struct storage_outcome *row)
{
    struct owed_days *days = self;
    days->in = rows_room(days->in, days->count, &days->capacity, sizeof days->in[0]);
    bs_utf8_copy(days->in[days->count].programme, sizeof days->in[0].programme, row->programme);
    days->in[days->count++].published = row->published;
    return true;
}

enum bs_err owed_days(struct storage *storage, const char *tenant, struct owed_days *out,
                      struct bs_error *err)
{
    struct owed_days days = {.count = 0};
    enum bs_err rc = storage_outcomes(storage, tenant, take_day, &days, err);
    if (rc == BS_OK) {
        *out = days;
    } else {
        owed_days_finish(&days);
    }
    return rc;
}

struct bs_date owed_day_of(const struct owed_days *days, const char *programme)
{
    for (size_t i = 0; i < days->count; i++) {
        if (strcmp(days->in[i].programme, programme) == 0) {
            return days->in[i].published;
        }
    }
    return (struct bs_date){.year = 0};
}

void owed_days_finish(struct owed_days *days)
{
    free(days->in);
    *days = (struct owed_days){.count = 0};
}

struct counting {
    struct owed_days days;
    struct bs_date today;
    size_t late;
};

static bool count_late(void *self, const struct storage_programme *row)
{
    struct counting *counting = self;
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof *complaints);
    struct bs_programme *programme = NULL;
    if (bs_programme_parse(row->json, &programme, complaints, NULL) == BS_OK) {
        struct promise_due due =
            promise_due(programme, row->published, owed_day_of(&counting->days, programme->id),
                        counting->today);
        counting->late += !due.is_answered && due.days < 0 ? 1 : 0;
        bs_programme_destroy(programme);
    }
    free(complaints);
    return true;
}

size_t owed_late(struct storage *storage, const char *tenant, struct bs_date today)
{
    struct counting counting = {.today = today};
    if (owed_days(storage, tenant, &counting.days, NULL) != BS_OK ||
        storage_programmes(storage, tenant, count_late, &counting, NULL) != BS_OK) {
        counting.late = 0;
    }
    owed_days_finish(&counting.days);
    return counting.late;
}
