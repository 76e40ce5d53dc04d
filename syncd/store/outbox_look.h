/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_OUTBOX_LOOK_H
#define STORE_OUTBOX_LOOK_H

/* What can be seen of kiosk.db before SQLite opens it, which would believe a WAL that is gone or another file's. */

#include <stdbool.h>

#include <buurtstem/err.h>

#include "db_p.h"

/* Names beside each other in a folder. False: too long. */
bool look_path(const char *dir, const char *name, char out[DB_PATH_SIZE]);

/*
 * BS_OK: nothing speaks against opening it. BS_BROKEN: a salvage was not finished; the header names another version than the tables
 * are of; or, after an unclean stop, the WAL or the file is gone, or the WAL is another file's: salvage it, if
 * bs_outbox_is_damaged. BS_BROKEN also when the disk does not let itself be looked at.
 */
enum bs_err outbox_look(const char *dir, struct bs_error *err);

/* Whether SQLite says, twice, that DIR/kiosk.db is damaged, whatever log is in it. BS_LATER, BS_BROKEN: it cannot be told. */
enum bs_err look_at_file(const char *dir, bool *damaged, struct bs_error *err);

#endif
