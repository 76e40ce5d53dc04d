/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STICK_CARRY_H
#define STICK_CARRY_H

/*
 * All that is done with a stick that somebody put into the kiosk: the receipts on it are taken, what waits is exported to it, and
 * it may be pulled out. Runs in a process of its own: a stick comes from anywhere, and a bad one holds who reads it for minutes.
 */

#include <buurtstem/clock.h>
#include <buurtstem/err.h>
#include <buurtstem/stick.h>

#include "daemon_config.h"

#define STICK_RECEIPTS_MAX                                                                         \
    16 /* files of receipts that are looked at: this kiosk's by name first, of each the newest */
#define STICK_ENTRIES_MAX 10000 /* of the stick's root; what is behind them is not seen */
#define STICK_NAMES_MAX   99    /* exports of one minute */
#define STICK_LOCK        "stick.lock"

/*
 * stick_dir has to be a mount point. Takes *.receipts of its root as `import` does, also beside a running daemon, and exports as
 * `export` does to buurtstem-KIOSK-YYYYMMDD-HHMM in it, by Amsterdam's clock, with -2 … -99 behind it where that name is taken.
 * What an export that was broken off left there is removed. Only one at a time: waits 20 seconds for another.
 *
 * *out but its id is filled in every case. BS_OK: done, or nothing waits. Else the sentence says why not. BS_REFUSED: no stick,
 * or it is locked, or this kiosk is not enrolled; BS_LATER: the stick is full, or a file of ours is busy; others as of
 * hand_export. A bad file of receipts is told in the log and keeps nothing else from being done.
 */
enum bs_err stick_carry(const struct daemon_config *config, const struct bs_clock *clock,
                        struct bs_stick_outcome *out, struct bs_error *err);

#endif
