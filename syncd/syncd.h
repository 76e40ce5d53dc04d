/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SYNCD_H
#define SYNCD_H

/* The daemon: waits, begins what is due, concludes what is done. Or one round of it. */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/err.h>
#include <buurtstem/random.h>

#include "daemon_config.h"
#include "errand.h"
#include "sched.h"
#include "stick_job.h"
#include "wake.h"

struct syncd {
    struct errand errand;
    struct sched sched;
    struct bs_random random;
    struct wake wake;
    struct stick_job stick;
    int64_t noticed_ms;     /* when the kiosk's folder last told of a change; 0: never */
    int64_t look_at_ms;     /* while the state is closed: when to look again */
    int64_t alive_every_ms; /* 0: no watchdog */
    int64_t alive_at_ms;
    enum bs_err last_code; /* of our own files, so that a fault is logged once and not every time */
    bool is_introduced;    /* who we are was logged */
    bool answers_wait;     /* the last push failed */
    bool by_hand_waits;    /* receipts may be there that somebody brought */
    bool is_stopping;
};

/* Runs until SIGTERM or SIGINT (BS_OK). The network, central, the disk and the kiosk's file may fail for any time; only a
 * system without signals, timers or TLS ends it (BS_BROKEN). */
enum bs_err syncd_run(const struct daemon_config *config, struct bs_error *err);

/*
 * Sends until all is acknowledged, asks for the bundle once, and returns. BS_LATER: central was not reached or said to
 * wait, or a file is busy. BS_REFUSED: not enrolled, another syncd runs, or central (or its certificate) was refused or
 * refused us; the sentence says which.
 */
enum bs_err syncd_once(const struct daemon_config *config, struct bs_error *err);

#endif
