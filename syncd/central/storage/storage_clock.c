/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers among the settings, and one of them: the highest time that was believed. */

#include "storage_clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage_p.h"

static const char clock_setting[] = "clock-ms";

/* A write an hour is enough. */
static const int64_t note_after_ms = INT64_C(3600) * 1000;

enum bs_err storage_number(struct bs_db *db, const char *name, int64_t *out, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    char text[24];
    enum bs_err rc = storage_ask(db, SQL_SETTING, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, name);
    rc = storage_row(db, row, err);
    if (rc == BS_OK || rc == BS_NOTFOUND) {
        *out = rc == BS_OK && storage_copy_text(row, 0, text, sizeof(text))
                   ? strtoll(text, NULL, 10)
                   : 0;
        rc = BS_OK;
    }
    sqlite3_reset(row);
    return rc;
}

enum bs_err storage_put_number(struct bs_db *db, const char *name, int64_t value,
                               struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    char text[24];
    enum bs_err rc = storage_ask(db, SQL_CHANGE_SETTING, &statement, err);

    if (rc == BS_OK) {
        (void)snprintf(text, sizeof(text), "%" PRId64, value);
        storage_bind_text(statement, 1, name);
        storage_bind_blob(statement, 2, text, strlen(text));
        rc = bs_db_run(db, statement, err);
    }
    return rc;
}

enum bs_err storage_judge_clock(struct storage *storage, int64_t now_ms, bool *is_good,
                                struct bs_error *err)
{
    int64_t highest_ms = 0;
    enum bs_err rc;
    bool good = false;

    storage_enter(storage);
    rc = storage_number(&storage->db, clock_setting, &highest_ms, err);
    if (rc == BS_OK) {
        good = highest_ms == 0 || (now_ms >= highest_ms - STORAGE_CLOCK_BACK_MS &&
                                   now_ms <= highest_ms + STORAGE_CLOCK_AHEAD_MS);
    }
    if (good && (highest_ms == 0 || now_ms - highest_ms >= note_after_ms)) {
        rc = storage_put_number(&storage->db, clock_setting, now_ms, err);
    }
    storage_leave(storage);
    if (rc == BS_OK) {
        *is_good = good;
    }
    return rc;
}

enum bs_err storage_accept_clock(struct storage *storage, int64_t now_ms, struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_put_number(&storage->db, clock_setting, now_ms, err);
    storage_leave(storage);
    return rc;
}
