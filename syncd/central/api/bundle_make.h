/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUNDLE_MAKE_H
#define BUNDLE_MAKE_H

/*
 * Makes what a kiosk is to show out of storage. The content without serial and time of issue decides whether a new bundle
 * is needed; until then the same bytes are sent, so that signature and ETag stay.
 */

#include <stdint.h>

#include "storage.h"

#define BUNDLE_ETAG_TEXT 48

struct bundle_made {
    int64_t serial;
    char etag[BUNDLE_ETAG_TEXT]; /* with its quotes */
};

/*
 * Appends the bytes for this kiosk as of `now_ms` to `out`. The serial is higher than any before, also after central was
 * restored from an older backup: it is never below the time in seconds at which it is made. BS_NOTFOUND: place or
 * municipality is missing; BS_LIMIT: too large.
 */
enum bs_err bundle_make(struct storage *storage, const char *kiosk, int64_t now_ms,
                        struct bs_buf *out, struct bundle_made *made, struct bs_error *err);

#endif
