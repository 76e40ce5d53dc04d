/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_PROOF_H
#define KIOSK_PROOF_H

/* Of one epoch, number by number: what is here, what goes on elsewhere, what was lost. From what central holds and what
 * the kiosk told when it ended the epoch, each time that it did. Pure. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/carried.h>

enum kiosk_span_kind {
    KIOSK_SPAN_HERE,
    KIOSK_SPAN_MOVED,   /* it goes on in another epoch, under another number */
    KIOSK_SPAN_LOST,    /* the kiosk could not save it */
    KIOSK_SPAN_MISSING, /* the kiosk had a receipt for it, and it is not here: central went back */
    KIOSK_SPAN_PARTLY   /* of these some go on, some were lost; which is not known here */
};

struct kiosk_span {
    enum kiosk_span_kind kind;
    uint64_t first, last;
    size_t by; /* of MOVED, LOST and PARTLY: which ending says so */
};

#define KIOSK_ENDINGS_MAX 32 /* that are heard of one epoch */
#define KIOSK_SPANS_MAX   (4 * BS_CARRIED_RANGES_MAX)

struct kiosk_proof {
    size_t count;
    struct kiosk_span spans[KIOSK_SPANS_MAX]; /* ascending, without a gap from 1 */
    uint64_t lost, missing;                   /* of all, also of those that have no room above */
};

/*
 * `endings`: what the kiosk told of this epoch, the oldest first, at most KIOSK_ENDINGS_MAX; none: it may go on. A number is lost only
 * when none of them keeps it and it is not here.
 */
void kiosk_proof(uint64_t complete_to, const struct bs_carried *const endings[], size_t count,
                 struct kiosk_proof *out);

#endif
