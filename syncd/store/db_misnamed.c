/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A bit that flipped in a number of the header, or in what was said to make the tables: SQLite proves nothing of either. */

#include "db_p.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/buf.h>

enum { TABLES_MAX = 256 * 1024 };

static const char sql_tables[] = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"
                                 " ORDER BY type, name";
static const char sql_application[] = "PRAGMA application_id";
static const char sql_version[] = "PRAGMA user_version";
static const char sql_check[] = "PRAGMA quick_check(1)";
static const char sql_name_again[] =
    "BEGIN IMMEDIATE; PRAGMA application_id = %u;"
    " PRAGMA user_version = %u; COMMIT"; /* takes no binding; ours */

static bool get_number(sqlite3 *handle, const char *sql, uint32_t *out)
{
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;

    if (done) {
        *out = (uint32_t)sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return done;
}

/* What was said to make everything that is in it. */
static bool list_tables(sqlite3 *handle, struct bs_buf *out)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(handle, sql_tables, -1, &statement, NULL);

    bs_buf_reset(out);
    if (result == SQLITE_OK) {
        while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(statement); i++) {
                const char *text = (const char *)sqlite3_column_text(statement, i);

                bs_buf_text(out, text != NULL ? text : "");
                bs_buf_text(out, "\n");
            }
        }
    }
    sqlite3_finalize(statement);
    return result == SQLITE_DONE && bs_buf_check(out, "tables", NULL) == BS_OK;
}

/* The tables of the file, and both numbers: with what its WAL brings. */
static bool read_file(const char *path, struct bs_buf *tables, uint32_t *application,
                      uint32_t *version)
{
    sqlite3 *handle = NULL;
    bool done = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE,
                                NULL) == SQLITE_OK;

    if (done) {
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        (void)sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, TABLES_MAX);
        done = get_number(handle, sql_application, application) &&
               get_number(handle, sql_version, version) && list_tables(handle, tables);
    }
    (void)sqlite3_close(handle);
    return done;
}

/* *fits: the last version that has these tables, 0 for none; *is_named: it is, or has them too, the one that is named. */
static bool compare(const struct bs_db_plan *plan, const struct bs_buf *tables, uint32_t version,
                    uint32_t *fits, bool *is_named)
{
    struct bs_buf ours;
    sqlite3 *handle = NULL;
    bool done =
        sqlite3_open_v2(":memory:", &handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE,
                        NULL) == SQLITE_OK;

    bs_buf_init(&ours, TABLES_MAX);
    for (uint32_t n = 1; done && n <= plan->migration_count; n++) {
        done = sqlite3_exec(handle, plan->migrations[n - 1], NULL, NULL, NULL) == SQLITE_OK &&
               list_tables(handle, &ours);
        if (done && ours.len == tables->len && memcmp(ours.data, tables->data, ours.len) == 0) {
            *fits = n;
            *is_named = *is_named || n == version;
        }
    }
    bs_buf_finish(&ours);
    (void)sqlite3_close(handle);
    return done;
}

/* The version that it is of, of which its header says otherwise; 0: it does not, or that cannot be told. */
static uint32_t real_version(const char *path, const struct bs_db_plan *plan)
{
    struct bs_buf tables;
    uint32_t application = 0, version = 0, fits = 0;
    bool is_named = false, done;

    bs_buf_init(&tables, TABLES_MAX);
    done = read_file(path, &tables, &application, &version) && tables.len > 0 &&
           compare(plan, &tables, version, &fits, &is_named);
    bs_buf_finish(&tables);
    return done && !(is_named && application == plan->application_id) ? fits : 0;
}

bool db_is_misnamed(const char *path, const struct bs_db_plan *plan)
{
    return real_version(path, plan) > 0;
}

bool db_is_altered(const char *path, const struct bs_db_plan *plan)
{
    struct bs_buf tables;
    uint32_t application = 0, version = 0, fits = 0;
    bool is_named = false, altered;

    bs_buf_init(&tables, TABLES_MAX);
    altered = read_file(path, &tables, &application, &version) && tables.len > 0 &&
              version <= plan->migration_count &&
              compare(plan, &tables, version, &fits, &is_named) && !is_named;
    bs_buf_finish(&tables);
    return altered;
}

static bool is_sound(sqlite3 *handle)
{
    sqlite3_stmt *statement = NULL;
    bool sound = sqlite3_prepare_v2(handle, sql_check, -1, &statement, NULL) == SQLITE_OK &&
                 sqlite3_step(statement) == SQLITE_ROW &&
                 strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;

    sqlite3_finalize(statement);
    return sound;
}

bool db_name_again(const char *path, const struct bs_db_plan *plan)
{
    const uint32_t version = real_version(path, plan);
    sqlite3 *handle = NULL;
    char sql[sizeof sql_name_again + 32];
    bool done = false;

    if (version > 0 &&
        sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL) ==
            SQLITE_OK &&
        is_sound(handle)) {
        (void)snprintf(sql, sizeof sql, sql_name_again, plan->application_id, version);
        done = sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK;
    }
    (void)sqlite3_close(handle);
    return done;
}
