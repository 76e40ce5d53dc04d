/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What connectors sent, against the records that say it; and that only words are shown of which a release counts. */

#include <inttypes.h>
#include <string.h>

#include "inspection.h"
#include "review_rows.h"

/* Only what staff ruled on has no body. */
static enum bs_err is_erased_rightly(struct inspection *inspection, const struct meaning_at *at,
                                     bool *out, struct bs_error *err)
{
    struct bs_bytes id;
    struct bs_uuid uuid;
    sqlite3_stmt *row = NULL;
    bool is_here;
    enum bs_err rc = storage_ask(inspection->db, SQL_COMMENT_OF_RECORD, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_int(row, 1, at->log);
    storage_bind_int(row, 2, (int64_t)at->record->seq);
    rc = storage_row(inspection->db, row, err);
    is_here = rc == BS_OK;
    if (is_here) {
        id = storage_bytes(row, 1);
        is_here = id.len == sizeof(uuid.bytes);
        memcpy(uuid.bytes, id.data, is_here ? sizeof(uuid.bytes) : 0);
    }
    sqlite3_reset(row);
    *out = false;
    if (!is_here) {
        return rc == BS_NOTFOUND ? BS_OK : rc;
    }
    return review_is_ruled(inspection->db, at->tenant, &uuid, out, err);
}

const char *verify_review_record(struct inspection *inspection, const struct meaning_at *at,
                                 const struct meaning *meaning, enum bs_err *rc,
                                 struct bs_error *err)
{
    bool is_right = true;

    *rc = BS_OK;
    if (meaning != NULL) {
        *rc = meaning_is_kept(inspection->db, at, meaning, err);
        is_right = *rc != BS_NOTFOUND;
        *rc = is_right ? *rc : BS_OK;
        return is_right ? NULL : "what is kept of it is another than it says";
    }
    if (strcmp(at->record->kind, BS_KIND_COMMENT) == 0) {
        *rc = is_erased_rightly(inspection, at, &is_right, err);
    }
    return is_right ? NULL : "its words were erased and nobody decided so";
}

static enum bs_err check_orphans(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_REVIEW_ORPHANED, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    rc = storage_row(inspection->db, row, err);
    if (rc == BS_OK && sqlite3_column_int64(row, 0) != 0) {
        int64_t count = sqlite3_column_int64(row, 0);

        inspection_tell(inspection, "%" PRId64 " %s of no record", count,
                        count == 1 ? "comment, decision or note is"
                                   : "comments, decisions or notes are");
    }
    sqlite3_reset(row);
    return rc;
}

enum bs_err verify_review(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = check_orphans(inspection, err);

    if (rc == BS_OK) {
        rc = storage_ask(inspection->db, SQL_REVIEWED, &row, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        struct bs_bytes id = storage_bytes(row, 2);
        struct bs_uuid uuid = {.bytes = {0}};
        char tenant[8] = "";
        int64_t shown = 0;

        memcpy(uuid.bytes, id.data, id.len == sizeof(uuid.bytes) ? id.len : 0);
        (void)storage_copy_text(row, 1, tenant, sizeof(tenant));
        rc = review_find_shown(inspection->db, tenant, &uuid, &shown, err);
        if (rc != BS_OK) {
            break;
        }
        if ((sqlite3_column_int64(row, 0) == shown) != (sqlite3_column_int(row, 3) != 0)) {
            inspection_tell(
                inspection, "comment %" PRId64 ": %s", (int64_t)sqlite3_column_int64(row, 0),
                sqlite3_column_int(row, 3) != 0 ? "it is shown, and no release of it counts"
                                                : "it is not shown, and a release of it counts");
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
