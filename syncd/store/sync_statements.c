/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything that is said to sync.db in SQL. */

#include "syncstate_p.h"

static const char *const statements[SYNC_STATEMENT_COUNT] = {
    [SYNC_SET_IDENTITY] = "REPLACE INTO identity (one, kiosk, tenant, server, bundle_key)"
                          " VALUES (1, ?1, ?2, ?3, ?4)",
    [SYNC_GET_IDENTITY] = "SELECT kiosk, tenant, server, bundle_key FROM identity",
    [SYNC_FORGET_CONTACTS] = "DELETE FROM contact",
    [SYNC_GET_CONTACT] = "SELECT serial, server, ca, pins FROM contact WHERE slot = ?1",
    [SYNC_PUT_CONTACT] = "REPLACE INTO contact (slot, serial, server, ca, pins)"
                         " VALUES (1, ?1, ?2, ?3, ?4)",
    [SYNC_PROMOTE_CONTACT] = "REPLACE INTO contact (slot, serial, server, ca, pins)"
                             " SELECT 0, serial, server, ca, pins FROM contact WHERE slot = 1",
    [SYNC_DROP_CONTACT] = "DELETE FROM contact WHERE slot = 1",
    [SYNC_GET_POSITION] = "SELECT sent_to, complete_to, hash_at_complete_to, backup_complete_to,"
                          " receipt_at_ms FROM position WHERE epoch = ?1",
    [SYNC_ALL_POSITIONS] = "SELECT sent_to, complete_to, hash_at_complete_to, backup_complete_to,"
                           " receipt_at_ms, epoch FROM position",
    [SYNC_NOTE_FORK] = "INSERT INTO fork (epoch, from_seq, why, found_ms) VALUES (?1, ?2, ?3, ?4)"
                       " ON CONFLICT (epoch) DO UPDATE SET from_seq = excluded.from_seq,"
                       " why = excluded.why, found_ms = excluded.found_ms"
                       " WHERE excluded.from_seq < from_seq",
    [SYNC_GET_FORK] = "SELECT from_seq, why, found_ms FROM fork WHERE epoch = ?1",
    [SYNC_NOTE_BY_HAND] = "INSERT INTO by_hand (one, made_ms) VALUES (1, ?1)"
                          " ON CONFLICT (one) DO UPDATE SET made_ms = max(made_ms, ?1)",
    [SYNC_LOWER_SERVER_MS] = "UPDATE status SET server_ms = ?1 WHERE server_ms > ?1",
    [SYNC_LOWER_BY_HAND] = "UPDATE by_hand SET made_ms = ?1 WHERE made_ms > ?1",
    [SYNC_GET_BY_HAND] = "SELECT made_ms FROM by_hand",
    [SYNC_SET_STICK] = "REPLACE INTO stick (one, id, outcome, written, confirmed, spoilt, has_more,"
                       " at_ms) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SYNC_GET_STICK] = "SELECT id, outcome, written, confirmed, spoilt, has_more, at_ms FROM stick",
    [SYNC_NOTE_SENT] = "INSERT INTO position (epoch, sent_to) VALUES (?1, ?2)"
                       " ON CONFLICT (epoch) DO UPDATE SET sent_to = max(sent_to, ?2)",
    [SYNC_SETTLE] = "INSERT INTO position (epoch, sent_to, complete_to, hash_at_complete_to,"
                    " backup_complete_to, receipt_at_ms) VALUES (?1, ?2, ?2, ?3, ?4, ?5)"
                    " ON CONFLICT (epoch) DO UPDATE SET sent_to = max(sent_to, ?2),"
                    " complete_to = ?2, hash_at_complete_to = ?3, backup_complete_to = ?4,"
                    " receipt_at_ms = ?5",
    [SYNC_DROP_SET_ASIDE] = "DELETE FROM set_aside WHERE epoch = ?1 AND seq > ?2",
    [SYNC_NOTE_SET_ASIDE] = "INSERT INTO set_aside (epoch, seq, noted_ms) VALUES (?1, ?2, ?3)"
                            " ON CONFLICT DO NOTHING",
    [SYNC_SET_STATUS] = "REPLACE INTO status (one, trouble, sentence, trouble_since_ms,"
                        " last_receipt_ms, last_try_ms, clock_offset_ms, server_ms)"
                        " VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SYNC_GET_STATUS] = "SELECT trouble, sentence, trouble_since_ms, last_receipt_ms, last_try_ms,"
                        " clock_offset_ms, server_ms FROM status",
    [SYNC_PUT_BUNDLE] = "REPLACE INTO bundle (serial, etag, received_ms, content)"
                        " VALUES (?1, ?2, ?3, ?4)",
    [SYNC_DROP_BUNDLES] = "DELETE FROM bundle WHERE serial NOT IN"
                          " (SELECT serial FROM bundle ORDER BY serial DESC LIMIT 2)",
    [SYNC_NEWEST_SERIAL] = "SELECT max(serial) FROM bundle HAVING count(*) > 0",
    [SYNC_GET_BUNDLE] = "SELECT serial, etag, received_ms, content FROM bundle"
                        " ORDER BY serial DESC LIMIT 1",
    [SYNC_GET_BUNDLE_META] = "SELECT serial, etag, received_ms FROM bundle"
                             " ORDER BY serial DESC LIMIT 1",
};

static const char *const migrations[] = {
    /* 1. identity and status have one row; position one for each epoch; bundle the last two. */
    "CREATE TABLE identity ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  kiosk TEXT NOT NULL,"
    "  tenant TEXT NOT NULL,"
    "  server TEXT NOT NULL,"
    "  bundle_key BLOB NOT NULL CHECK (length(bundle_key) = 32)"
    ") STRICT;"
    "CREATE TABLE position ("
    "  epoch TEXT PRIMARY KEY NOT NULL,"
    "  sent_to INTEGER NOT NULL,"
    "  complete_to INTEGER NOT NULL DEFAULT 0,"
    "  hash_at_complete_to TEXT NOT NULL DEFAULT '',"
    "  backup_complete_to INTEGER NOT NULL DEFAULT 0,"
    "  receipt_at_ms INTEGER NOT NULL DEFAULT 0,"
    "  CHECK (complete_to <= sent_to)"
    ") STRICT;"
    "CREATE TABLE set_aside ("
    "  epoch TEXT NOT NULL,"
    "  seq INTEGER NOT NULL,"
    "  noted_ms INTEGER NOT NULL,"
    "  PRIMARY KEY (epoch, seq)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE status ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  trouble INTEGER NOT NULL,"
    "  sentence TEXT NOT NULL,"
    "  trouble_since_ms INTEGER NOT NULL,"
    "  last_receipt_ms INTEGER NOT NULL,"
    "  last_try_ms INTEGER NOT NULL,"
    "  clock_offset_ms INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE bundle ("
    "  serial INTEGER PRIMARY KEY CHECK (serial >= 0),"
    "  etag TEXT NOT NULL,"
    "  received_ms INTEGER NOT NULL,"
    "  content BLOB NOT NULL"
    ") STRICT;",
    /* 2. fork: epochs that the kiosk has to end; contact: how to reach central, 0 in use and 1 to be tried. */
    "CREATE TABLE fork ("
    "  epoch TEXT PRIMARY KEY NOT NULL,"
    "  from_seq INTEGER NOT NULL CHECK (from_seq >= 1),"
    "  why TEXT NOT NULL,"
    "  found_ms INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE by_hand ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  made_ms INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE contact ("
    "  slot INTEGER PRIMARY KEY CHECK (slot IN (0, 1)),"
    "  serial INTEGER NOT NULL,"
    "  server TEXT NOT NULL,"
    "  ca TEXT NOT NULL,"
    "  pins TEXT NOT NULL"
    ") STRICT;"
    "ALTER TABLE status ADD COLUMN server_ms INTEGER NOT NULL DEFAULT 0;",
    /* 3. stick: one row, what came of the last export that was asked for at the screen. */
    "CREATE TABLE stick ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  id TEXT NOT NULL,"
    "  outcome INTEGER NOT NULL,"
    "  written INTEGER NOT NULL,"
    "  confirmed INTEGER NOT NULL,"
    "  spoilt INTEGER NOT NULL,"
    "  has_more INTEGER NOT NULL,"
    "  at_ms INTEGER NOT NULL"
    ") STRICT;",
};

const struct bs_db_plan sync_plan = {
    .application_id = 0x42535359, /* "BSSY" */
    .migrations = migrations,
    .migration_count = sizeof migrations / sizeof migrations[0],
    .statements = statements,
    .statement_count = SYNC_STATEMENT_COUNT,
};
