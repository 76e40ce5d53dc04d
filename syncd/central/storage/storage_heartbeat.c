/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How each kiosk said that it is, the last time. */

#include "storage_p.h"

static enum bs_err insert_heartbeat(struct storage *storage, const char *kiosk,
                                    const struct bs_heartbeat *heartbeat, int64_t received_ms,
                                    struct bs_error *err)
{
    const int64_t numbers[] = {
        (int64_t)heartbeat->stored,    (int64_t)heartbeat->acknowledged,
        heartbeat->oldest_unsent_ms,   heartbeat->last_receipt_ms,
        (int64_t)heartbeat->disk_free, (int64_t)heartbeat->disk_total,
        heartbeat->clock_offset_ms,    heartbeat->bundle_serial,
    };
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_HEARTBEAT, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, kiosk);
    storage_bind_int(statement, 2, received_ms);
    storage_bind_text(statement, 3, heartbeat->kiosk_version);
    storage_bind_text(statement, 4, heartbeat->syncd_version);
    storage_bind_int(statement, 5, heartbeat->sent_ms);
    storage_bind_text(statement, 6, heartbeat->epoch);
    for (int i = 0; i < 8; i++) {
        storage_bind_int(statement, 7 + i, numbers[i]);
    }
    storage_bind_text(statement, 15, heartbeat->trouble);
    return bs_db_run(&storage->db, statement, err);
}

enum bs_err storage_put_heartbeat(struct storage *storage, const char *kiosk,
                                  const struct bs_heartbeat *heartbeat, int64_t received_ms,
                                  struct bs_error *err)
{
    struct storage_kiosk known;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_kiosk(storage, kiosk, &known, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = insert_heartbeat(storage, kiosk, heartbeat, received_ms, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = storage_kiosk_seen(storage, kiosk, received_ms, err);
    if (rc == BS_OK) {
        rc = storage_commit(storage, err);
    }
out:
    bs_db_finish(&storage->db);
    storage_leave(storage);
    return rc;
}

static enum bs_err read_heartbeat(sqlite3_stmt *statement, struct bs_heartbeat *out,
                                  int64_t *received_ms, struct bs_error *err)
{
    struct bs_heartbeat heartbeat;

    if (!storage_copy_text(statement, 1, heartbeat.kiosk_version,
                           sizeof(heartbeat.kiosk_version)) ||
        !storage_copy_text(statement, 2, heartbeat.syncd_version,
                           sizeof(heartbeat.syncd_version)) ||
        !storage_copy_text(statement, 4, heartbeat.epoch, sizeof(heartbeat.epoch)) ||
        !storage_copy_text(statement, 13, heartbeat.trouble, sizeof(heartbeat.trouble))) {
        return bs_fail(err, BS_BROKEN, "a stored heartbeat cannot be read");
    }
    heartbeat.sent_ms = sqlite3_column_int64(statement, 3);
    heartbeat.stored = (uint64_t)sqlite3_column_int64(statement, 5);
    heartbeat.acknowledged = (uint64_t)sqlite3_column_int64(statement, 6);
    heartbeat.oldest_unsent_ms = sqlite3_column_int64(statement, 7);
    heartbeat.last_receipt_ms = sqlite3_column_int64(statement, 8);
    heartbeat.disk_free = (uint64_t)sqlite3_column_int64(statement, 9);
    heartbeat.disk_total = (uint64_t)sqlite3_column_int64(statement, 10);
    heartbeat.clock_offset_ms = sqlite3_column_int64(statement, 11);
    heartbeat.bundle_serial = sqlite3_column_int64(statement, 12);
    *out = heartbeat;
    *received_ms = sqlite3_column_int64(statement, 0);
    return BS_OK;
}

enum bs_err storage_fleet(struct storage *storage, struct storage_fleet *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_FLEET, &statement, err);
    if (rc == BS_OK) {
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_OK) {
            *out = (struct storage_fleet){.kiosks = sqlite3_column_int64(statement, 0),
                                          .heard = sqlite3_column_int64(statement, 1),
                                          .newest_ms = sqlite3_column_int64(statement, 2),
                                          .oldest_ms = sqlite3_column_int64(statement, 3)};
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_heartbeat(struct storage *storage, const char *kiosk, struct bs_heartbeat *out,
                              int64_t *received_ms, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_HEARTBEAT, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, kiosk);
        rc = storage_row(&storage->db, statement, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s: no heartbeat came yet", kiosk);
        } else if (rc == BS_OK) {
            rc = read_heartbeat(statement, out, received_ms, err);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_heartbeats(struct storage *storage, const char *tenant,
                               storage_heartbeat_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_HEARTBEATS, &statement, err);
    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        while (more && (rc = storage_row(&storage->db, statement, err)) == BS_OK) {
            struct bs_heartbeat heartbeat;
            char kiosk[BS_KIOSK_ID_TEXT] = ""; /* no kiosk's, if it is damaged */
            int64_t received_ms = 0;

            rc = read_heartbeat(statement, &heartbeat, &received_ms, err);
            if (rc != BS_OK) {
                break;
            }
            (void)storage_copy_text(statement, 14, kiosk, sizeof(kiosk));
            more = visit(self, kiosk, &heartbeat, received_ms);
        }
        sqlite3_reset(statement);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
