/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The same library, file system and durability as our stores; no chain, no digest, no check. */
#include "plain_store.h"

#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include <buurtstem/mem.h>

struct plain_store {
    sqlite3 *db;
    sqlite3_stmt *insert;
};

static const char start[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=4194304;"
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
    "DROP TABLE IF EXISTS row;"
    "CREATE TABLE row (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL)";

static void must(const struct plain_store *store, int rc, int wanted)
{
    if (rc != wanted) {
        fprintf(stderr, "plain SQLite: %s\n", sqlite3_errmsg(store->db));
        exit(1);
    }
}

struct plain_store *plain_store_open(const char *dir, const char *name)
{
    struct plain_store *store = bs_xcalloc(1, sizeof *store);
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    must(store, sqlite3_open(path, &store->db), SQLITE_OK);
    must(store, sqlite3_exec(store->db, start, NULL, NULL, NULL), SQLITE_OK);
    must(store,
         sqlite3_prepare_v2(store->db, "INSERT INTO row (id, body) VALUES (?1, ?2)", -1,
                            &store->insert, NULL),
         SQLITE_OK);
    return store;
}

void plain_store_close(struct plain_store *store)
{
    sqlite3_finalize(store->insert);
    must(store, sqlite3_close(store->db), SQLITE_OK);
    free(store);
}

void plain_store_insert(struct plain_store *store, const char *id, struct bs_bytes body)
{
    sqlite3_bind_text(store->insert, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_text(store->insert, 2, (const char *)body.data, (int)body.len, SQLITE_STATIC);
    must(store, sqlite3_step(store->insert), SQLITE_DONE);
    must(store, sqlite3_reset(store->insert), SQLITE_OK);
}

void plain_store_begin(struct plain_store *store)
{
    must(store, sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
}

void plain_store_commit(struct plain_store *store)
{
    must(store, sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
}
