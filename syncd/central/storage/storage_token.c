/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A kiosk's next token: asked for, handed in, and in use from its first request on. */

#include "storage_token.h"

#include <inttypes.h>

#include <buurtstem/stop.h>

#include "storage_p.h"

/* BS_REFUSED: another kiosk has that secret, as two copies of one disk would, or it is the one in use. */
static enum bs_err check_free(struct storage *storage, const char *kiosk, const char *token_hash,
                              struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_TOKEN_TAKEN, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, token_hash);
    storage_bind_text(statement, 2, kiosk);
    rc = storage_row(&storage->db, statement, err);
    sqlite3_reset(statement);
    if (rc == BS_OK) {
        return bs_fail(err, BS_REFUSED, "that token is in use");
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err write_next(struct storage *storage, const char *kiosk, const char *token_hash,
                              int64_t generation, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_NEXT_TOKEN, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        storage_bind_text(statement, 2, token_hash);
        storage_bind_int(statement, 3, generation);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

enum bs_err storage_put_next_token(struct storage *storage, const char *kiosk,
                                   const char *token_hash, int64_t generation, struct bs_error *err)
{
    struct storage_kiosk known;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = storage_kiosk(storage, kiosk, &known, err);
    }
    if (rc == BS_OK && (generation != known.generation || generation <= known.token_generation)) {
        rc = bs_fail(err, BS_REFUSED, "a token of generation %" PRId64 " was not asked for",
                     generation);
    }
    if (rc == BS_OK) {
        rc = check_free(storage, kiosk, token_hash, err);
    }
    if (rc == BS_OK) {
        rc = write_next(storage, kiosk, token_hash, generation, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("storage.next_token");
        rc = storage_commit(storage, err);
        BS_STOP_HERE("storage.next_token.kept");
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

enum bs_err storage_use_next_token(struct storage *storage, const char *token_hash,
                                   struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = storage_ask(&storage->db, SQL_USE_NEXT_TOKEN, &statement, err);
    }
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, token_hash);
        rc = bs_db_run(&storage->db, statement, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("storage.use_next_token");
        rc = storage_commit(storage, err);
        BS_STOP_HERE("storage.use_next_token.kept");
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

enum bs_err storage_ask_new_token(struct storage *storage, const char *kiosk, int64_t *generation,
                                  struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    struct storage_kiosk known;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = storage_kiosk(storage, kiosk, &known, err);
    }
    if (rc == BS_OK && (!known.is_enrolled || known.state == STORAGE_KIOSK_REVOKED)) {
        rc = bs_fail(err, BS_REFUSED, "%s: %s", kiosk,
                     known.is_enrolled ? "was revoked" : "is not enrolled");
    }
    if (rc == BS_OK) {
        rc = storage_ask(&storage->db, SQL_ASK_NEW_TOKEN, &statement, err);
    }
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        rc = bs_db_run(&storage->db, statement, err);
    }
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    if (rc == BS_OK) {
        *generation = known.generation + 1;
    }
    return rc;
}

enum bs_err storage_past_token(struct storage *storage, const char *kiosk, const char *token_hash,
                               bool *was_revoked, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_PAST_TOKEN, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, token_hash);
        storage_bind_text(statement, 2, kiosk);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            *was_revoked = sqlite3_column_int(statement, 0) != 0;
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}
