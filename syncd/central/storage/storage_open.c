/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens central.db, and what the other files of the storage share: the mutex, binding, the signing key. */

#include "storage_p.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#include "storage_backup.h"

static const char signing_key[] = "signing-key";
static const char owes_rewrite[] = "owes-rewrite";

static void make_mutex(pthread_mutex_t *mutex)
{
    pthread_mutexattr_t kind;

    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(mutex, &kind);
    pthread_mutexattr_destroy(&kind);
}

enum bs_err storage_open_sqlite(const char *path, struct storage **out, struct bs_error *err)
{
    struct storage *storage = bs_xcalloc(1, sizeof(*storage));
    char lock[STORAGE_PATH_MAX + 8], aside[320];
    enum bs_err rc = BS_OK;

    make_mutex(&storage->mutex);
    storage->lock_fd = -1;
    storage->shelf.db = &storage->db;
    if (strlen(path) >= sizeof(storage->path)) {
        rc = bs_fail(err, BS_LIMIT, "%.80s…: the path is too long", path);
        goto out;
    }
    memcpy(storage->path, path, strlen(path) + 1);
    (void)snprintf(lock, sizeof(lock), "%s.lock", path);
    rc = bs_lock_take(lock, &storage->lock_fd, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_finish_restore(path, aside, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = bs_db_open(path, BS_DB_WRITER, &storage_plan, &storage->db, err);
    if (rc == BS_OK) {
        rc = storage_understand_more(storage, err);
        rc = rc == BS_LATER ? BS_OK : rc; /* the disk is full: with the next start */
    }
out:
    if (rc != BS_OK) {
        storage_close(storage);
        return rc;
    }
    storage->owes_checkpoint = true; /* whoever had it before may have ended before it was made */
    (void)storage_pay_rewrite(storage);
    *out = storage;
    return BS_OK;
}

void storage_close(struct storage *storage)
{
    if (storage == NULL) {
        return;
    }
    shelf_finish(&storage->shelf);
    bs_db_close(&storage->db);
    if (storage->lock_fd >= 0) {
        bs_lock_release(&storage->lock_fd);
    }
    pthread_mutex_destroy(&storage->mutex);
    free(storage);
}

/* Takes out of the write-ahead log what was destroyed. A reader in the way: with the next commit. */
static void empty_wal(struct storage *storage)
{
    enum { WAIT_MS = 2000 };

    (void)sqlite3_busy_timeout(storage->db.handle, 0);
    storage->owes_checkpoint =
        sqlite3_wal_checkpoint_v2(storage->db.handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                  NULL) != SQLITE_OK;
    (void)sqlite3_busy_timeout(storage->db.handle, WAIT_MS);
}

enum bs_err storage_commit(struct storage *storage, struct bs_error *err)
{
    enum bs_err rc = bs_db_commit(&storage->db, err);

    if (rc == BS_OK && storage->owes_checkpoint) {
        empty_wal(storage);
    }
    storage->is_lost = storage->is_lost || rc == BS_BROKEN;
    return rc;
}

enum bs_err storage_owe_rewrite(struct storage *storage, struct bs_error *err)
{
    return storage_put_number(&storage->db, owes_rewrite, 1, err);
}

bool storage_pay_rewrite(struct storage *storage)
{
    struct bs_error err = {.code = BS_OK};
    int64_t owes = 0;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_number(&storage->db, owes_rewrite, &owes, &err);
    if (rc == BS_OK && owes != 0) {
        rc = bs_db_rewrite(&storage->db, &err);
        BS_STOP_HERE("storage.rewritten");
        rc = rc == BS_OK ? storage_put_number(&storage->db, owes_rewrite, 0, &err) : rc;
        empty_wal(storage);
        storage->is_lost = storage->is_lost || rc == BS_BROKEN;
    }
    storage_leave(storage);
    if (rc != BS_OK) {
        bs_log(BS_LOG_WARNING, "rewrite.failed", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
    }
    return rc == BS_OK;
}

enum bs_err storage_check_sqlite(const char *path, struct bs_error *err)
{
    struct bs_db reader = {.handle = NULL};
    enum bs_err rc = bs_db_open(path, BS_DB_READER, &storage_plan, &reader, err);

    bs_db_close(&reader);
    return rc;
}

enum bs_err storage_ping(struct storage *storage, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage->is_lost ? bs_fail(err, BS_BROKEN, "%s: a commit failed", storage->path)
                          : storage_ask(&storage->db, SQL_SETTING, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, signing_key);
        rc = storage_row(&storage->db, statement, err);
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

void storage_counters(struct storage *storage, struct storage_counters *out)
{
    storage_enter(storage);
    *out = storage->counters;
    storage_leave(storage);
}

void storage_enter(struct storage *storage)
{
    int rc = pthread_mutex_lock(&storage->mutex);

    assert(rc == 0);
    (void)rc;
}

void storage_leave(struct storage *storage)
{
    (void)pthread_mutex_unlock(&storage->mutex);
}

enum bs_err storage_ask(struct bs_db *db, enum storage_sql index, sqlite3_stmt **out,
                        struct bs_error *err)
{
    struct bs_error why = {.code = BS_OK};
    sqlite3_stmt *statement = bs_db_statement(db, (size_t)index, &why);

    if (statement == NULL) {
        return bs_fail(err, why.code == BS_OK ? BS_BROKEN : why.code, "%s", why.text);
    }
    *out = statement;
    return BS_OK;
}

enum bs_err storage_row(struct bs_db *db, sqlite3_stmt *statement, struct bs_error *err)
{
    struct bs_error why = {.code = BS_OK};
    enum bs_err rc = bs_db_row(db, statement, &why);

    return rc == BS_OK || rc == BS_NOTFOUND ? rc : bs_fail(err, rc, "%s", why.text);
}

void storage_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    int rc = sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);

    assert(rc == SQLITE_OK);
    (void)rc;
}

void storage_bind_int(sqlite3_stmt *statement, int at, int64_t value)
{
    int rc = sqlite3_bind_int64(statement, at, value);

    assert(rc == SQLITE_OK);
    (void)rc;
}

void storage_bind_blob(sqlite3_stmt *statement, int at, const void *data, size_t size)
{
    int rc = sqlite3_bind_blob64(statement, at, size == 0 ? "" : data, size, SQLITE_STATIC);

    assert(rc == SQLITE_OK);
    (void)rc;
}

bool storage_copy_text(sqlite3_stmt *statement, int column, char *out, size_t size)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    size_t len = text == NULL ? 0 : (size_t)sqlite3_column_bytes(statement, column);

    if (len >= size) {
        return false;
    }
    if (len > 0) {
        memcpy(out, text, len);
    }
    out[len] = '\0';
    return true;
}

struct bs_bytes storage_bytes(sqlite3_stmt *statement, int column)
{
    struct bs_bytes bytes = {sqlite3_column_blob(statement, column), 0};

    bytes.len = (size_t)sqlite3_column_bytes(statement, column);
    return bytes;
}

/* BS_NOTFOUND: there is no key yet. */
static enum bs_err read_key(struct storage *storage, uint8_t pair[], size_t size,
                            struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_SETTING, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, signing_key);
    rc = storage_row(&storage->db, statement, err);
    if (rc == BS_OK) {
        struct bs_bytes value = storage_bytes(statement, 0);

        if (value.len != size) {
            rc = bs_fail(err, BS_BROKEN, "%s: the signing key is damaged", storage->path);
        } else {
            memcpy(pair, value.data, size);
        }
    }
    sqlite3_reset(statement);
    return rc;
}

static enum bs_err write_key(struct storage *storage, const uint8_t pair[], size_t size,
                             struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_SETTING, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, signing_key);
    storage_bind_blob(statement, 2, pair, size);
    return bs_db_run(&storage->db, statement, err);
}

enum bs_err storage_signing_key(struct storage *storage, uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                                uint8_t secret_key[BS_SECRET_KEY_SIZE], struct bs_error *err)
{
    uint8_t pair[BS_PUBLIC_KEY_SIZE + BS_SECRET_KEY_SIZE];
    enum bs_err rc;

    storage_enter(storage);
    rc = read_key(storage, pair, sizeof(pair), err);
    if (rc == BS_NOTFOUND) {
        bs_sign_keypair(pair, pair + BS_PUBLIC_KEY_SIZE);
        rc = write_key(storage, pair, sizeof(pair), err);
    }
    storage_leave(storage);
    if (rc == BS_OK) {
        memcpy(public_key, pair, BS_PUBLIC_KEY_SIZE);
        memcpy(secret_key, pair + BS_PUBLIC_KEY_SIZE, BS_SECRET_KEY_SIZE);
    }
    bs_wipe(pair, sizeof(pair));
    return rc;
}
