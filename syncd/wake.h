/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WAKE_H
#define WAKE_H

/*
 * Everything that may end the daemon's sleep, as descriptors for one poll: signals, a timer on the boot clock (which
 * counts suspend), writes to kiosk.db, a question of the kiosk, a new network route, a step of the wall clock. What the system refuses to watch
 * (but signals and timer) is left out: the timer finds it later.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>

#include <buurtstem/err.h>

#define WAKE_FDS_MAX 5

enum wake_reason {
    WAKE_STOP = 1,     /* SIGTERM, SIGINT */
    WAKE_ASKED = 2,    /* SIGUSR1 */
    WAKE_RECORD = 4,   /* kiosk.db was written */
    WAKE_CHANGED = 8,  /* network or wall clock */
    WAKE_BY_HAND = 16, /* receipts were put into the state folder */
    WAKE_STICK = 32    /* the kiosk asked for an export, or may have done so while nobody watched */
};

struct wake {
    int signals, timer, folder, routes, clock; /* owned; -1: not there */
    int watch;                                 /* of the folder; -1: to be tried again */
    const char *kiosk_dir;                     /* borrowed */
};

/* Blocks the signals named above in this thread and those made later: call before any other thread is made.
 * BS_BROKEN: no signals or timer. */
enum bs_err wake_open(struct wake *wake, const char *kiosk_dir, struct bs_error *err);
/* Receipts that come by hand wake, too. */
void wake_watch_state(struct wake *wake, const char *state_dir);
/* Nobody tells when the kiosk writes: the system has no more watches to give (fs.inotify.max_user_instances), or the folder is
 * not there. Whoever waits for records has to look. */
bool wake_is_blind(const struct wake *wake);
void wake_close(struct wake *wake);

/* Sets the timer to a time of the boot clock. */
void wake_at(struct wake *wake, int64_t boot_ms);

/* Fills descriptors to poll for reading; returns how many. */
size_t wake_fds(const struct wake *wake, struct pollfd fds[WAKE_FDS_MAX]);

/* Reads what the poll found: the reasons, or-ed. 0: only the timer, or nothing. Never blocks. */
unsigned wake_read(struct wake *wake, const struct pollfd *fds, size_t count);

#endif
