/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SIGNIN_H
#define SIGNIN_H

/*
 * How often a PIN or badge may be tried. A wrong try makes the next one wait, each time twice as long; SIGNIN_TRIES wrong ones
 * in a row lock the door for SIGNIN_LOCK_MS. How many were wrong is kept on disk, and after a restart the wait begins anew,
 * whatever the clock says: pulling the plug saves nobody time. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#define SIGNIN_FREE    2    /* wrong tries that cost nothing: a finger slips */
#define SIGNIN_WAIT_MS 2000 /* after the next one, and twice as long after each */
#define SIGNIN_TRIES   8    /* that many wrong ones lock it */
#define SIGNIN_LOCK_MS (15 * 60 * 1000)

enum signin_news { SIGNIN_NOTHING, SIGNIN_WRONG, SIGNIN_LOCKED };

struct signin {
    int wrong;          /* tries in a row, as on disk */
    int64_t open_at_ms; /* boot clock: from when on the next try is looked at */
    bool is_asked;      /* one is being looked at: it counts, whoever shuts the door meanwhile */
};

/* At the start of the program, with the number that was kept, at least 0. */
void signin_start(struct signin *signin, int wrong, int64_t now_ms);

/* How long the next try has to wait, 0: not at all. Never more than SIGNIN_LOCK_MS. */
int64_t signin_wait_ms(const struct signin *signin, int64_t now_ms);

/* A try was wrong: what is to be recorded. One that came while it should have waited must not be looked at at all. */
enum signin_news signin_wrong(struct signin *signin, int64_t now_ms);

/* A try was right: all is forgotten. */
void signin_right(struct signin *signin);

#endif
