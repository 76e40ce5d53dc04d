/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What no number leads to: each answer was somebody's, also when another one stands in its place. */

#include "outbox_found.h"

#include <stdlib.h>

#include <buurtstem/mem.h>

static bool is_led_to(const struct found_epoch *epoch, const struct found_record *record)
{
    return record->is_chosen && !record->is_refuted &&
           (!epoch->has_ended || record->seq <= epoch->ends_at);
}

static int compare_ids(const void *one, const void *other)
{
    const uint64_t *a = one, *b = other;

    return *a < *b ? -1 : *a > *b;
}

/* What was never committed is not missed. */
static bool is_stray(const struct found_epoch *epoch, const struct found_record *record,
                     const uint64_t *ids, size_t count)
{
    return !is_led_to(epoch, record) && !record->is_refuted && !record->is_erased &&
           (record->source == FOUND_FILE || record->source == FOUND_WAL) &&
           bsearch(&record->id, ids, count, sizeof *ids, compare_ids) == NULL;
}

void found_mark_strays(struct found *found)
{
    uint64_t *ids = bs_xcalloc(found->count + 1, sizeof *ids);
    size_t count = 0;

    for (size_t e = 0; e < found->epoch_count; e++) {
        const struct found_epoch *epoch = &found->epochs[e];

        for (size_t i = epoch->first; i < epoch->end; i++) {
            if (is_led_to(epoch, &found->records[i])) {
                ids[count++] = found->records[i].id;
            }
        }
    }
    qsort(ids, count, sizeof *ids, compare_ids);
    for (size_t e = 0; e < found->epoch_count; e++) {
        const struct found_epoch *epoch = &found->epochs[e];

        for (size_t i = epoch->first; i < epoch->end; i++) {
            struct found_record *record = &found->records[i];

            record->is_stray = is_stray(epoch, record, ids, count);
        }
    }
    free(ids);
}
