/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DEMO_KIOSK_H
#define DEMO_KIOSK_H

/* A made-up kiosk: it keeps a log and sends it in batches, as a real one does, and says how it is. */

#include <buurtstem/bundle.h>
#include <buurtstem/random.h>
#include <buurtstem/submission.h>
#include <buurtstem/wire.h>

#include "central.h"
#include "storage.h"

/* How it is, for the page that staff look at. */
enum demo_health { DEMO_WELL, DEMO_SILENT, DEMO_DISK_FULL, DEMO_WRONG_CLOCK };

struct demo_kiosk {
    struct storage_kiosk kiosk;
    enum demo_health health;
    size_t programme_count;
    size_t programmes[BS_BUNDLE_PROGRAMMES_MAX]; /* what is asked there: the caller's numbers */
    char epoch[BS_EPOCH_TEXT], hash[BS_HASH_TEXT], before[BS_HASH_TEXT];
    uint64_t seq;
    size_t count;        /* in `lines` */
    struct bs_buf lines; /* the batch that is being filled; owned */
    int64_t last_ms;     /* of its last record */
    uint64_t set_aside;
};

/* Makes it known, enrolled and in use, or on trial if that is its state. Its secrets are told to nobody. */
enum bs_err demo_kiosk_begin(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                             struct bs_random *random, struct bs_error *err);
/* Only what was never begun need not be finished. */
void demo_kiosk_finish(struct demo_kiosk *kiosk);

/* The last moment at which it could do anything: a silent one did nothing for days. */
int64_t demo_kiosk_until(const struct demo_kiosk *kiosk, int64_t now_ms);

/* Appends a record and sends the batch when it is full. `id` gets the record's id. */
enum bs_err demo_kiosk_append(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                              const struct bs_submission *visit, int64_t wall_ms,
                              struct bs_random *random, char id[BS_UUID_TEXT],
                              struct bs_error *err);
/* The same for a record of any kind. */
enum bs_err demo_kiosk_append_body(struct demo_kiosk *kiosk, struct central *central,
                                   int64_t now_ms, const char *kind, struct bs_bytes body,
                                   int64_t wall_ms, struct bs_random *random, char id[BS_UUID_TEXT],
                                   struct bs_error *err);
/* Sends what waits, and a heartbeat. */
enum bs_err demo_kiosk_end(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                           struct bs_error *err);

#endif
