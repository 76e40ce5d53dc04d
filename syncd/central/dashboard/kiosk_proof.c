/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From number to number where something changes, each run of them judged once by all that speaks of it. */

#include "kiosk_proof.h"

/* What one ending says of a number, and up to which number it says the same. */
struct word {
    enum { SAYS_NOTHING, SAYS_LOST, SAYS_PARTLY, SAYS_KEPT } what;
    uint64_t until;
};

static struct word word_of(const struct bs_carried *ending, uint64_t number)
{
    if (number < ending->from) {
        return (struct word){SAYS_NOTHING, ending->from - 1};
    }
    if (number > ending->tip) {
        return (struct word){SAYS_NOTHING, UINT64_MAX};
    }
    for (size_t i = 0; i < ending->range_count; i++) {
        if (number < ending->ranges[i].first) {
            return (struct word){SAYS_LOST, ending->ranges[i].first - 1};
        }
        if (number <= ending->ranges[i].last) {
            return (struct word){SAYS_KEPT, ending->ranges[i].last};
        }
    }
    return (struct word){ending->is_cut ? SAYS_PARTLY : SAYS_LOST, ending->tip};
}

/* The run that begins at a number: whoever keeps it is right, and the last that does is named. */
static struct kiosk_span judge(const struct bs_carried *const endings[], size_t count,
                               uint64_t number)
{
    static const enum kiosk_span_kind kinds[] = {[SAYS_NOTHING] = KIOSK_SPAN_MISSING,
                                                 [SAYS_LOST] = KIOSK_SPAN_LOST,
                                                 [SAYS_PARTLY] = KIOSK_SPAN_PARTLY,
                                                 [SAYS_KEPT] = KIOSK_SPAN_MOVED};
    struct kiosk_span span = {.first = number, .last = UINT64_MAX};
    int said = SAYS_NOTHING;

    for (size_t i = 0; i < count; i++) {
        const struct word word = word_of(endings[i], number);

        if (word.what != SAYS_NOTHING && (int)word.what >= said) {
            said = (int)word.what;
            span.by = i;
        }
        span.last = word.until < span.last ? word.until : span.last;
    }
    span.kind = kinds[said];
    return span;
}

static void add(struct kiosk_proof *proof, const struct kiosk_span *span)
{
    const uint64_t numbers = span->last - span->first + 1;
    struct kiosk_span *before = proof->count == 0 ? NULL : &proof->spans[proof->count - 1];

    proof->lost += span->kind == KIOSK_SPAN_LOST ? numbers : 0;
    proof->missing += span->kind == KIOSK_SPAN_MISSING ? numbers : 0;
    if (before != NULL && before->last + 1 == span->first && before->kind == span->kind &&
        (before->by == span->by || span->kind == KIOSK_SPAN_LOST)) {
        before->last = span->last;
    } else if (proof->count < KIOSK_SPANS_MAX) {
        proof->spans[proof->count++] = *span;
    }
}

/* Behind the last range that fitted into a record: how many were lost is known, which is not. */
static uint64_t lost_behind_cut(const struct bs_carried *ending)
{
    uint64_t listed = 0;
    uint64_t last = ending->from - 1;
    for (size_t i = 0; i < ending->range_count; i++) {
        listed += ending->ranges[i].last - ending->ranges[i].first + 1;
        last = ending->ranges[i].last;
    }
    uint64_t rest = ending->tip > last ? ending->tip - last : 0;
    uint64_t kept = ending->kept > listed ? ending->kept - listed : 0;
    return rest > kept ? rest - kept : 0;
}

void kiosk_proof(uint64_t complete_to, const struct bs_carried *const endings[], size_t count,
                 struct kiosk_proof *out)
{
    uint64_t next = complete_to + 1, tip = 0, partly = 0, cut = UINT64_MAX;

    *out = (struct kiosk_proof){.count = 0};
    if (complete_to > 0) {
        add(out, &(struct kiosk_span){KIOSK_SPAN_HERE, 1, complete_to, 0});
    }
    for (size_t i = 0; i < count; i++) {
        /* Numbers below `from` are spoken of too: they were known to be safe. */
        const uint64_t end =
            endings[i]->tip < endings[i]->from ? endings[i]->from - 1 : endings[i]->tip;
        const uint64_t lost = lost_behind_cut(endings[i]);

        tip = end > tip ? end : tip;
        cut = endings[i]->is_cut && lost < cut ? lost : cut;
    }
    while (next <= tip) {
        struct kiosk_span span = judge(endings, count, next);

        span.last = span.last > tip ? tip : span.last;
        partly += span.kind == KIOSK_SPAN_PARTLY ? span.last - span.first + 1 : 0;
        add(out, &span);
        next = span.last + 1;
    }
    out->lost += cut < partly ? cut : partly;
}
