/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The list of epochs that wait. */
#include "push_wait.h"

#include <string.h>

#include <buurtstem/utf8.h>

#define TIMES_MAX 20 /* 5 s · 2^20 is over a day */

struct push_refused *wait_find(struct push_waits *waits, const char *epoch)
{
    for (size_t i = 0; i < waits->count; i++) {
        if (strcmp(waits->list[i].epoch, epoch) == 0) {
            return &waits->list[i];
        }
    }
    return NULL;
}

static void drop_at(struct push_waits *waits, size_t index)
{
    waits->count--;
    memmove(&waits->list[index], &waits->list[index + 1],
            (waits->count - index) * sizeof waits->list[0]);
}

void wait_drop(struct push_waits *waits, const char *epoch)
{
    const struct push_refused *entry = wait_find(waits, epoch);
    if (entry != NULL) {
        drop_at(waits, (size_t)(entry - waits->list));
    }
}

static int64_t span_of(enum wait_why why, unsigned times)
{
    if (why == WAIT_RECORD) {
        const int64_t span_ms = (int64_t)WAIT_LEAST_MS << times;
        return span_ms < WAIT_DAY_MS ? span_ms : WAIT_DAY_MS;
    }
    return why == WAIT_ASKED ? WAIT_DAY_MS : WAIT_HOUR_MS;
}

void wait_put(struct push_waits *waits, const char *epoch, enum wait_why why, uint64_t seq,
              const char *sentence, int64_t now_ms)
{
    const struct push_refused *before = wait_find(waits, epoch);
    unsigned times = 0;
    if (before != NULL && before->why == why && before->seq == seq) {
        times = before->times < TIMES_MAX ? before->times + 1 : TIMES_MAX;
    }
    wait_drop(waits, epoch);
    if (waits->count == PUSH_REFUSED_MAX) {
        drop_at(waits, 0);
    }
    struct push_refused *entry = &waits->list[waits->count++];
    memset(entry, 0, sizeof *entry);
    (void)bs_utf8_copy(entry->epoch, sizeof entry->epoch, epoch);
    (void)bs_utf8_copy(entry->sentence, sizeof entry->sentence, sentence);
    entry->why = why;
    entry->seq = seq;
    entry->times = times;
    entry->until_ms = now_ms + span_of(why, times);
    entry->is_here = true;
}

void wait_receipt(struct push_waits *waits, const char *epoch, uint64_t complete_to)
{
    const struct push_refused *entry = wait_find(waits, epoch);
    if (entry != NULL && (entry->why != WAIT_RECORD || entry->seq <= complete_to)) {
        wait_drop(waits, epoch);
    }
}

void wait_begin_round(struct push_waits *waits)
{
    for (size_t i = 0; i < waits->count; i++) {
        waits->list[i].is_here = false;
    }
}

void wait_end_round(struct push_waits *waits)
{
    for (size_t i = waits->count; i > 0; i--) {
        if (!waits->list[i - 1].is_here) {
            drop_at(waits, i - 1);
        }
    }
}

void wait_forgive(struct push_waits *waits)
{
    for (size_t i = 0; i < waits->count; i++) {
        waits->list[i].until_ms = INT64_MIN;
    }
}

const char *wait_sentence(const struct push_waits *waits)
{
    for (size_t i = waits->count; i > 0; i--) {
        if (waits->list[i - 1].sentence[0] != '\0') {
            return waits->list[i - 1].sentence;
        }
    }
    return NULL;
}
