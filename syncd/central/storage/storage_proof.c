/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What staff see of how complete a kiosk's log is: what was set aside, forks, and epochs that ended. */

#include "storage_proof.h"

#include <string.h>

#include "storage_p.h"

static enum storage_aside read_why(sqlite3_stmt *row, int column)
{
    int why = sqlite3_column_int(row, column);

    return why < 0 || why >= STORAGE_ASIDE_REASONS ? STORAGE_ASIDE_UNSAID : (enum storage_aside)why;
}

enum bs_err storage_set_aside(struct storage *storage, const char *kiosk,
                              storage_aside_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_RECORDS_ASIDE_OF, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, kiosk);
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            struct storage_line line = {.seq = (uint64_t)sqlite3_column_int64(row, 1),
                                        .set_aside = true};
            char hash[BS_HASH_TEXT];

            (void)storage_copy_text(row, 0, line.epoch, sizeof(line.epoch));
            line.line = storage_bytes(row, 2);
            storage_hash_text(storage_bytes(row, 3), hash);
            line.hash = hash;
            more = visit(self, &line, read_why(row, 4));
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* "" for what is no line. */
static void read_digest(struct bs_bytes line, char out[BS_HASH_TEXT])
{
    struct bs_record record;

    if (line.len > 0 && bs_record_parse(line, &record, NULL, NULL) == BS_OK) {
        memcpy(out, record.digest, BS_HASH_TEXT);
    } else {
        out[0] = '\0';
    }
}

enum bs_err storage_forks(struct storage *storage, const char *kiosk, storage_fork_visit *visit,
                          void *self, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_FORKS, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, kiosk);
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            struct storage_fork fork = {.seq = (uint64_t)sqlite3_column_int64(row, 1),
                                        .received_ms = sqlite3_column_int64(row, 3)};

            (void)storage_copy_text(row, 0, fork.epoch, sizeof(fork.epoch));
            read_digest(storage_bytes(row, 2), fork.theirs);
            read_digest(storage_bytes(row, 4), fork.ours);
            more = visit(self, &fork);
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_endings(struct storage *storage, const char *tenant,
                            storage_ending_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_ENDINGS, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, tenant);
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            char kiosk[BS_KIOSK_ID_TEXT] = "", epoch[BS_EPOCH_TEXT] = "";

            (void)storage_copy_text(row, 0, kiosk, sizeof(kiosk));
            (void)storage_copy_text(row, 1, epoch, sizeof(epoch));
            more = visit(self, kiosk, epoch, storage_bytes(row, 2), sqlite3_column_int64(row, 3));
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
