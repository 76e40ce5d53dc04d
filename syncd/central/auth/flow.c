/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A few measures a kiosk, each full at first and filled again by time. */

#include "flow.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/record.h>
#include <buurtstem/utf8.h>

enum { MINUTE_MS = 60000 };

enum measure { BATCHES, RECORDS, BYTES, NOTES, TOKENS, LOOKS, MEASURES };

static const struct {
    int64_t most, a_minute;
} sizes[MEASURES] = {[BATCHES] = {FLOW_BATCHES, FLOW_BATCHES_MINUTE},
                     [RECORDS] = {FLOW_RECORDS, FLOW_RECORDS_MINUTE},
                     [BYTES] = {FLOW_BYTES, FLOW_BYTES_MINUTE},
                     [NOTES] = {FLOW_NOTES, FLOW_NOTES_MINUTE},
                     [TOKENS] = {FLOW_TOKENS, FLOW_TOKENS_MINUTE},
                     [LOOKS] = {FLOW_LOOKS, FLOW_LOOKS_MINUTE}};

struct entry {
    char kiosk[BS_KIOSK_ID_TEXT]; /* "": free, as are all behind it */
    int64_t used[MEASURES];       /* times MINUTE_MS, so that nothing is lost between two looks */
    int64_t last_ms;
};

struct flow {
    pthread_mutex_t mutex;
    struct entry entries[FLOW_KIOSKS_MAX];
};

struct flow *flow_create(void)
{
    struct flow *flow = bs_xcalloc(1, sizeof(*flow));

    pthread_mutex_init(&flow->mutex, NULL);
    return flow;
}

void flow_destroy(struct flow *flow)
{
    if (flow != NULL) {
        pthread_mutex_destroy(&flow->mutex);
        free(flow);
    }
}

static struct entry *find(struct flow *flow, const char *kiosk, int64_t now_ms)
{
    struct entry *oldest = &flow->entries[0];

    for (size_t i = 0; i < FLOW_KIOSKS_MAX; i++) {
        struct entry *entry = &flow->entries[i];

        if (strcmp(entry->kiosk, kiosk) == 0) {
            return entry;
        }
        if (entry->kiosk[0] == '\0') {
            oldest = entry;
            break;
        }
        oldest = entry->last_ms < oldest->last_ms ? entry : oldest;
    }
    *oldest = (struct entry){.last_ms = now_ms};
    (void)bs_utf8_copy(oldest->kiosk, sizeof(oldest->kiosk), kiosk);
    return oldest;
}

static void fill_again(struct entry *entry, int64_t now_ms)
{
    const int64_t passed = now_ms > entry->last_ms ? now_ms - entry->last_ms : 0;

    for (int i = 0; i < MEASURES; i++) {
        const int64_t left = entry->used[i] - passed * sizes[i].a_minute;

        entry->used[i] = left > 0 ? left : 0;
    }
    entry->last_ms = now_ms;
}

int64_t flow_take(struct flow *flow, const char *kiosk, const struct flow_amount *amount,
                  int64_t now_ms)
{
    const int64_t wanted[MEASURES] = {
        [BATCHES] = (int64_t)amount->batches, [RECORDS] = (int64_t)amount->records,
        [BYTES] = (int64_t)amount->bytes,     [NOTES] = (int64_t)amount->notes,
        [TOKENS] = (int64_t)amount->tokens,   [LOOKS] = (int64_t)amount->looks};
    int64_t wait_ms = 0;
    struct entry *entry;

    (void)pthread_mutex_lock(&flow->mutex);
    entry = find(flow, kiosk, now_ms);
    fill_again(entry, now_ms);
    for (int i = 0; i < MEASURES; i++) {
        const int64_t over = entry->used[i] + (wanted[i] - sizes[i].most) * MINUTE_MS;

        if (wanted[i] > 0 && over > 0) {
            const int64_t until_ms = over / sizes[i].a_minute + 1;

            wait_ms = until_ms > wait_ms ? until_ms : wait_ms;
        }
    }
    for (int i = 0; wait_ms == 0 && i < MEASURES; i++) {
        entry->used[i] += wanted[i] * MINUTE_MS;
    }
    (void)pthread_mutex_unlock(&flow->mutex);
    return wait_ms;
}
