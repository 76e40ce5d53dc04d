/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which version of the program with the screen writes kiosk.db: the only way in which syncd can know. */

#include <buurtstem/outbox.h>

#include <string.h>

#include <buurtstem/stop.h>

#include "cell.h"
#include "db_p.h"
#include "outbox_p.h"

static bool version_valid(const char *version)
{
    size_t length = strspn(version, "0123456789abcdefghijklmnopqrstuvwxyz"
                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ.+~-");

    return length >= 1 && length < BS_VERSION_TEXT && version[length] == '\0';
}

enum bs_err bs_outbox_version(struct bs_outbox *outbox, char out[BS_VERSION_TEXT],
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_VERSION, err);
    char version[BS_VERSION_TEXT];
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the version", err);
    }
    rc = bs_db_row(&outbox->db, statement, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (!cell_text(statement, 0, sizeof version, version) || !version_valid(version)) {
        rc = bs_fail(err, BS_BROKEN, "%s: the version is not of the form", outbox->db.path);
    } else {
        memcpy(out, version, sizeof version);
    }
    cell_done(statement);
    return rc;
}

static enum bs_err write_version(struct bs_outbox *outbox, const char *version,
                                 struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = bs_db_begin(&outbox->db, err);

    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.version.begun");
        statement = bs_db_statement(&outbox->db, OUTBOX_SET_VERSION, err);
        if (statement == NULL) {
            rc = bs_db_fail(&outbox->db, "note the version", err);
        } else {
            cell_bind_text(statement, 1, version);
            rc = bs_db_run(&outbox->db, statement, err);
        }
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.version.written");
        rc = bs_db_commit(&outbox->db, err);
        BS_STOP_HERE("outbox.version.committed");
    }
    bs_db_finish(&outbox->db);
    return rc;
}

enum bs_err bs_outbox_note_version(struct bs_outbox *outbox, const char *version,
                                   struct bs_error *err)
{
    char stored[BS_VERSION_TEXT];

    if (!version_valid(version)) {
        return bs_fail(err, BS_BAD, "a version that is not of the form");
    }
    if (bs_outbox_version(outbox, stored, NULL) == BS_OK && strcmp(stored, version) == 0) {
        return BS_OK;
    }
    return write_version(outbox, version, err);
}
