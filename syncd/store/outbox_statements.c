/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything that is said to kiosk.db in SQL. */

#include "outbox_p.h"

#define EPOCH_COLUMNS "SELECT n, kiosk, epoch, start_hash, coalesce(ends_at, -1) FROM epoch"
#define RECORD_COLUMNS                                                                             \
    "SELECT seq, id, head, body, epoch_n,"                                                         \
    " coalesce((SELECT epoch FROM epoch WHERE n = epoch_n), '') FROM record"

static const char *const statements[OUTBOX_STATEMENT_COUNT] = {
    [OUTBOX_INSERT_EPOCH] = "INSERT INTO epoch (epoch, kiosk, why, began_ms, start_hash)"
                            " VALUES (?1, ?2, ?3, ?4, ?5)",
    [OUTBOX_NEWEST_EPOCH] = EPOCH_COLUMNS " ORDER BY n DESC LIMIT 1",
    [OUTBOX_EPOCH_AT] = EPOCH_COLUMNS " ORDER BY n LIMIT 1 OFFSET ?1",
    [OUTBOX_EPOCH_NAMED] = EPOCH_COLUMNS " WHERE epoch = ?1",
    [OUTBOX_LAST_RECORD] = "SELECT seq, hash FROM record WHERE epoch_n = ?1"
                           " ORDER BY seq DESC LIMIT 1",
    [OUTBOX_FIND_ID] = "SELECT seq, head, epoch FROM record JOIN epoch ON n = epoch_n"
                       " WHERE id = ?1 ORDER BY epoch_n DESC LIMIT 1",
    [OUTBOX_INSERT_RECORD] = "INSERT INTO record (epoch_n, seq, id, wall_ms, head, body, hash)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [OUTBOX_HASH_AT] = "SELECT hash FROM record WHERE epoch_n = ?1 AND seq = ?2",
    [OUTBOX_WALL_AT] = "SELECT wall_ms FROM record WHERE epoch_n = ?1 AND seq = ?2",
    [OUTBOX_RECORD_OF_ID] = RECORD_COLUMNS " WHERE id = ?1 ORDER BY epoch_n DESC LIMIT 1",
    [OUTBOX_RECORDS_BEHIND] = RECORD_COLUMNS " WHERE (epoch_n, seq) > (?1, ?2)"
                                             " ORDER BY epoch_n, seq LIMIT ?3",
    [OUTBOX_RECORDS_FROM] = "SELECT seq, id, wall_ms, head, body, hash FROM record"
                            " WHERE epoch_n = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3",
    /* The same as long as the table is in the order of the log, which its reader proves: a row costs one step in place of a
     * search for each. */
    [OUTBOX_RECORDS_ON] =
        "SELECT seq, id, wall_ms, head, body, hash FROM record NOT INDEXED"
        " WHERE rowid >= (SELECT rowid FROM record WHERE epoch_n = ?1 AND seq = ?2)"
        " AND epoch_n = ?1 ORDER BY rowid LIMIT ?3",
    [OUTBOX_END_EPOCH] = "UPDATE epoch SET ends_at = ?2 WHERE n = ?1",
    [OUTBOX_LAST_MOVE] = "SELECT max(began_ms) FROM epoch WHERE why IN ('forked', 'restored')"
                         " HAVING count(*) > 0",
    [OUTBOX_MOVING_SEQS] = "SELECT seq FROM record WHERE epoch_n = ?1 AND seq >= ?2 AND seq <= ?3"
                           " AND coalesce(length(body), 0) > 0 ORDER BY seq",
    [OUTBOX_MOVING_RECORDS] = "SELECT seq, id, head, body FROM record WHERE epoch_n = ?1"
                              " AND seq >= ?2 AND seq <= ?3 AND coalesce(length(body), 0) > 0"
                              " ORDER BY seq",
    [OUTBOX_HAS_ID] = "SELECT 1 FROM record WHERE id = ?1 AND epoch_n = ?2",
    [OUTBOX_COUNT_RECORDS] = "SELECT count(*) FROM record NOT INDEXED WHERE epoch_n = ?1",
    [OUTBOX_VERSION] = "SELECT version FROM program WHERE one = 1",
    [OUTBOX_SET_VERSION] = "INSERT INTO program (one, version) VALUES (1, ?1)"
                           " ON CONFLICT (one) DO UPDATE SET version = excluded.version",
    [OUTBOX_ERASABLE_EPOCH] = "SELECT n, epoch, erased_to, coalesce(ends_at, -1), coalesce((SELECT"
                              " max(seq) FROM record WHERE epoch_n = n), 0) FROM epoch"
                              " WHERE n > ?1 ORDER BY n LIMIT 1",
    /* The field before the digest, which is the last, says whether the clock was synchronised. */
    [OUTBOX_AGES] = "SELECT seq, wall_ms, substr(head, -66, 1) = '1' FROM record"
                    " WHERE epoch_n = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4",
    [OUTBOX_NEXT_SYNCED] = "SELECT seq, wall_ms FROM record WHERE epoch_n = ?1 AND seq > ?2"
                           " AND substr(head, -66, 1) = '1' ORDER BY seq LIMIT 1",
    [OUTBOX_MOVED_ON] = "SELECT here.seq, coalesce(length(here.body), 0) = 0 OR EXISTS (SELECT 1"
                        " FROM record AS there WHERE there.id = here.id AND there.epoch_n > ?1"
                        " AND coalesce(length(there.body), 0) = 0) FROM record AS here"
                        " WHERE here.epoch_n = ?1 AND here.seq > ?2 ORDER BY here.seq LIMIT ?3",
    [OUTBOX_HEADS] = "SELECT rowid, seq, id, wall_ms, head, hash FROM record"
                     " WHERE epoch_n = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq",
    [OUTBOX_REMOVE] = "DELETE FROM record WHERE epoch_n = ?1 AND seq > ?2 AND seq <= ?3",
    [OUTBOX_INSERT_HEAD] = "INSERT INTO record (rowid, epoch_n, seq, id, wall_ms, head, body, hash)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7)",
    [OUTBOX_ERASED_TO] = "UPDATE epoch SET erased_to = ?2 WHERE n = ?1",
};

static const char *const migrations[] = {
    /* 1. head and body are the bytes of the line; body NULL or empty: erased; hash: the chain after the line. An id
     * stands once in an epoch; a record that moves to a new epoch keeps its id. */
    "CREATE TABLE epoch ("
    "  n INTEGER PRIMARY KEY,"
    "  epoch TEXT NOT NULL UNIQUE,"
    "  kiosk TEXT NOT NULL,"
    "  why TEXT NOT NULL,"
    "  began_ms INTEGER NOT NULL,"
    "  start_hash TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE record ("
    "  epoch_n INTEGER NOT NULL REFERENCES epoch (n),"
    "  seq INTEGER NOT NULL CHECK (seq >= 1),"
    "  id TEXT NOT NULL,"
    "  wall_ms INTEGER NOT NULL,"
    "  head TEXT NOT NULL,"
    "  body TEXT,"
    "  hash TEXT NOT NULL,"
    "  UNIQUE (epoch_n, seq),"
    "  UNIQUE (id, epoch_n)"
    ") STRICT;",
    /* 2. Which version of the program with the screen wrote here last; one row at most. */
    "CREATE TABLE program ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  version TEXT NOT NULL"
    ") STRICT;",
    /* 3. ends_at: the last seq that is sent under this epoch, as what is above was carried over to a later one; NULL: all
     * of it is. erased_to: every body up to there was erased. */
    "ALTER TABLE epoch ADD COLUMN ends_at INTEGER CHECK (ends_at >= 0);"
    "ALTER TABLE epoch ADD COLUMN erased_to INTEGER NOT NULL DEFAULT 0;",
};

const struct bs_db_plan outbox_plan = {
    .application_id = 0x42534b49, /* "BSKI" */
    .migrations = migrations,
    .migration_count = sizeof migrations / sizeof migrations[0],
    .statements = statements,
    .statement_count = OUTBOX_STATEMENT_COUNT,
    .shrinks = true,
};
