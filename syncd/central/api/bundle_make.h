/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUNDLE_MAKE_H
#define BUNDLE_MAKE_H

/*
 * Makes what a kiosk is to show out of storage. The content without serial and time of issue decides whether a new bundle
 * is needed; until then the same bytes are sent, so that signature and ETag stay. What it was made of is kept beside it, so
 * that asking again costs no more than a look.
 */

#include <stdint.h>

#include "storage_bundles.h"

#define BUNDLE_ETAG_TEXT 48

/* A kiosk that says it holds more is not believed: nobody's clock makes it, and above 2^53 no heartbeat could tell it. */
#define BUNDLE_SERIAL_TOLD_MAX (INT64_C(1) << 52)

struct central;

struct bundle_made {
    int64_t serial;
    char etag[BUNDLE_ETAG_TEXT]; /* with its quotes */
};

/*
 * Sees to it that storage holds the bundle of this kiosk as of `now_ms`; storage_bundle has its bytes. The serial is higher
 * than any before. So that this holds when central was restored from an older backup, it is not below the time in seconds at which it is
 * made, unless that clock jumped (storage_clock.h), and above what the kiosk's last heartbeat says it holds. A bundle that no kiosk could read is never kept: the one before stays. BS_NOTFOUND: place or municipality is
 * missing; BS_BROKEN: it could not be read and there is none before.
 */
enum bs_err bundle_make(struct central *central, const char *kiosk, int64_t now_ms,
                        struct bundle_made *made, struct bs_error *err);

#endif
