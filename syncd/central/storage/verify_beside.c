/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands beside the log: epochs that ended, forks and quarantine. */

#include <inttypes.h>
#include <string.h>

#include "inspection.h"

static const char *text_of(sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);

    return text == NULL ? "?" : (const char *)text;
}

static bool carried_fits(sqlite3_stmt *row)
{
    const struct bs_bytes json = storage_bytes(row, 5);
    const char *epoch = (const char *)sqlite3_column_text(row, 4);
    struct bs_record record;
    struct bs_carried carried;

    return sqlite3_column_int(row, 3) == 1 && epoch != NULL &&
           bs_record_parse(storage_bytes(row, 6), &record, NULL, NULL) == BS_OK &&
           strcmp(record.kind, BS_KIND_CARRIED) == 0 && record.body.len == json.len &&
           memcmp(record.body.data, json.data, json.len) == 0 &&
           bs_carried_read(json, &carried, NULL) == BS_OK && strcmp(carried.epoch, epoch) == 0;
}

/* What staff's pages tell of epochs that ended, against the records that say it. */
enum bs_err verify_carried(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_CARRIED_LINES, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        if (!carried_fits(row)) {
            inspection_tell(inspection,
                            "record %" PRId64
                            " of epoch %s: its note on an epoch that ended is another",
                            (int64_t)sqlite3_column_int64(row, 2), text_of(row, 1));
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* Forks and quarantine have no chain of their own; each line still proves itself. */
enum bs_err verify_beside(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_LINES_BESIDE, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        uint64_t seq = (uint64_t)sqlite3_column_int64(row, 2);
        struct bs_record record;

        if (bs_record_parse(storage_bytes(row, 3), &record, NULL, NULL) != BS_OK ||
            record.seq != seq) {
            inspection_tell(inspection,
                            "kiosk %s epoch %s: line %" PRIu64 " beside the log was changed",
                            text_of(row, 0), text_of(row, 1), seq);
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
