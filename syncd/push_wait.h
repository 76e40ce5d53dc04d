/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PUSH_WAIT_H
#define PUSH_WAIT_H

/* Epochs that cannot be sent now, why, and until when: those behind them go on. Pure; losing it costs a request. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/err.h>
#include <buurtstem/record.h>

#define PUSH_REFUSED_MAX 16 /* epochs that cannot be sent and that wait */
#define WAIT_HOUR_MS     3600000
#define WAIT_DAY_MS      (24 * (int64_t)WAIT_HOUR_MS)
#define WAIT_LEAST_MS    5000 /* of a record that is refused by the way; doubles up to a day */

enum wait_why {
    WAIT_OTHER_KIOSK, /* its records are another kiosk's */
    WAIT_FORK,        /* `seq`: the first that differs; over once the epoch ends before it */
    WAIT_RECORD,      /* `seq`: the record that somebody on the way, or central, does not take */
    WAIT_ASKED /* an old receipt was asked for, and the question was refused, or the answer is about another kiosk's
                * records above where this epoch ended: nothing is owed, nothing is said, and what is new goes */
};

struct push_refused {
    char epoch[BS_EPOCH_TEXT];
    enum wait_why why;
    uint64_t seq;
    unsigned times;   /* in a row, for that record */
    int64_t until_ms; /* boot clock */
    bool is_here;     /* the round came past it */
    char sentence[BS_ERROR_TEXT];
};

struct push_waits {
    size_t count;
    struct push_refused list[PUSH_REFUSED_MAX]; /* oldest first */
};

/* NULL: that epoch does not wait. */
struct push_refused *wait_find(struct push_waits *waits, const char *epoch);

/* The entry takes the place of an older one of that epoch; the oldest goes when there is no room. `sentence` is copied. */
void wait_put(struct push_waits *waits, const char *epoch, enum wait_why why, uint64_t seq,
              const char *sentence, int64_t now_ms);
void wait_drop(struct push_waits *waits, const char *epoch);

/* A receipt of that epoch came: the entry goes, but for one about a record that the receipt does not reach. */
void wait_receipt(struct push_waits *waits, const char *epoch, uint64_t complete_to);

/* Begins a round: none was come past. And ends it: those that were not are gone, for their log was set aside. */
void wait_begin_round(struct push_waits *waits);
void wait_end_round(struct push_waits *waits);

/* Everything may be tried again at once. */
void wait_forgive(struct push_waits *waits);

/* The newest sentence; NULL: nothing is to be said. */
const char *wait_sentence(const struct push_waits *waits);

#endif
