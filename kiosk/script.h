/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SCRIPT_H
#define SCRIPT_H

/*
 * Drives the kiosk from a file, one command a line:
 *   tap ID|"label"   touch X Y   key NAME   wait 45s|300ms   scene FILE   screenshot FILE
 *   expect screen NAME   expect node ID [label "…"]   expect no-node ID
 * Blank lines and lines that begin with '#' are passed over. tap, scene, screenshot and expect first let pass what ends
 * by itself: the dead time, a chosen answer in sight, a save under way. With a virtual clock no time is spent.
 */

#include <buurtstem/err.h>

#include "app.h"

#define SCRIPT_FILE_MAX (256 * 1024)

/* Runs the whole file. BS_BAD names file and line of the first command that cannot be done or expectation that fails. */
enum bs_err script_run(struct app *app, const char *path, struct bs_error *err);

#endif
