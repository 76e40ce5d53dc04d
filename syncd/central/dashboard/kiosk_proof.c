/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Lays what the kiosk said it carries over beside what is here. What is here stays here, whatever was carried over. */

#include "kiosk_proof.h"

/* From `first`, or from where the last span ended, to `last`; nothing if that is behind it already. */
static void add(struct kiosk_proof *proof, enum kiosk_span_kind kind, uint64_t last)
{
    uint64_t next = proof->count == 0 ? 1 : proof->spans[proof->count - 1].last + 1;
    if (last < next) {
        return;
    }
    proof->lost += kind == KIOSK_SPAN_LOST ? last - next + 1 : 0;
    proof->missing += kind == KIOSK_SPAN_MISSING ? last - next + 1 : 0;
    if (proof->count > 0 && proof->spans[proof->count - 1].kind == kind) {
        proof->spans[proof->count - 1].last = last;
    } else if (proof->count < KIOSK_SPANS_MAX) {
        proof->spans[proof->count++] = (struct kiosk_span){kind, next, last};
    }
}

/* Behind the last range that fitted into the record: how many were lost is known, which is not. */
static void add_rest(const struct bs_carried *ending, struct kiosk_proof *out)
{
    uint64_t listed = 0;
    uint64_t last = ending->from - 1;
    for (size_t i = 0; i < ending->range_count; i++) {
        listed += ending->ranges[i].last - ending->ranges[i].first + 1;
        last = ending->ranges[i].last;
    }
    uint64_t rest = ending->tip > last ? ending->tip - last : 0;
    uint64_t kept = ending->kept > listed ? ending->kept - listed : 0;
    add(out, KIOSK_SPAN_PARTLY, ending->tip);
    out->lost += rest > kept ? rest - kept : 0;
}

void kiosk_proof(uint64_t complete_to, const struct bs_carried *ending, struct kiosk_proof *out)
{
    *out = (struct kiosk_proof){.count = 0};
    add(out, KIOSK_SPAN_HERE, complete_to);
    if (ending == NULL) {
        return;
    }
    add(out, KIOSK_SPAN_MISSING, ending->from - 1);
    for (size_t i = 0; i < ending->range_count; i++) {
        add(out, KIOSK_SPAN_LOST, ending->ranges[i].first - 1);
        add(out, KIOSK_SPAN_MOVED, ending->ranges[i].last);
    }
    if (ending->is_cut) {
        add_rest(ending, out);
    } else {
        add(out, KIOSK_SPAN_LOST, ending->tip);
    }
}
