/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SCRIPT_H
#define SCRIPT_H

/*
 * Drives the kiosk from a file, one command a line:
 *   tap ID|"label"   touch X Y   key NAME   wait 45s|300ms   scene FILE   screenshot FILE   hash NAME
 *   expect screen NAME   expect node ID [label "…"]   expect no-node ID   expect spoken "…"   expect silence
 *   keypad KEY   listen   transcript FILE   badge LINE   (as its reader types it)
 *   press|move|release ID|X Y [FINGER]   (FINGER: a number, 1 if left out)
 *   await FILE   (waits up to a minute of real time until another program has made it)
 * hash prints "HASH NAME" of the frame. Blank lines and lines that begin with '#' are passed over. tap, expect, and scene,
 * screenshot and hash without a last word "now", first let pass what ends by itself: the dead time, a chosen answer in
 * sight, a save under way. With a virtual clock no time is spent. listen waits until everything is said; transcript writes
 * a line of JSON for each part that was said from then on.
 */

#include <buurtstem/err.h>

#include "app.h"

#define SCRIPT_FILE_MAX (256 * 1024)

/* Runs the whole file. BS_BAD names file and line of the first command that cannot be done or expectation that fails. */
enum bs_err script_run(struct app *app, const char *path, struct bs_error *err);

#endif
