/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_DB_P_H
#define STORE_DB_P_H

/* What opening (db.c) and running (db_run.c) share. */

#include <stdbool.h>

#include <buurtstem/db.h>

/* "DIR/name". BS_LIMIT: too long for a path. */
enum { DB_PATH_SIZE = 4096 };
enum bs_err db_path_in(const char *dir, const char *name, char out[DB_PATH_SIZE],
                       struct bs_error *err);

/* Whether an errno means that the disk takes no more: full, over a quota or over a size limit. */
bool db_is_no_space(int number);

#endif
