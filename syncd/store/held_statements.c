/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything that is said to held.db in SQL. */

#include "held_p.h"

static const char *const statements[HELD_STATEMENT_COUNT] = {
    [HELD_INSERT_COMMENT] = ("INSERT INTO comment (id, submission, programme, version, place, lang,"
                             " wall_ms, is_trial, text, channel)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
    [HELD_HAS_COMMENT] = "SELECT 1 FROM comment WHERE id = ?1",
    [HELD_COUNT_COMMENTS] = "SELECT count(*) FROM comment",
    [HELD_INSERT_RECORD] = "INSERT INTO record (id, kind, day, body) VALUES (?1, ?2, ?3, ?4)",
    [HELD_HAS_RECORD] = "SELECT 1 FROM record WHERE id = ?1",
    [HELD_COUNT_RECORDS] = "SELECT count(*) FROM record",
    [HELD_DUE_RECORDS] = "SELECT id FROM record WHERE day <= ?1 ORDER BY id LIMIT ?2",
    [HELD_GET_RECORD] = "SELECT kind, body FROM record WHERE id = ?1",
    [HELD_DELETE_RECORD] = "DELETE FROM record WHERE id = ?1",
    [HELD_MAKE_ASIDE] = ("CREATE TEMP TABLE IF NOT EXISTS aside ("
                         " id TEXT, kind TEXT, day INTEGER, body TEXT)"),
    [HELD_PUT_ASIDE] = "INSERT INTO temp.aside SELECT id, kind, day, body FROM main.record",
    [HELD_CLEAR_RECORDS] = "DELETE FROM main.record",
    [HELD_PUT_BACK] = ("INSERT INTO main.record (id, kind, day, body)"
                       " SELECT id, kind, day, body FROM temp.aside ORDER BY id"),
    [HELD_CLEAR_ASIDE] = "DELETE FROM temp.aside",
    [HELD_COUNT_QUEUE] = ("SELECT count(*), count(*) FILTER (WHERE state <> ?2) FROM comment"
                          " WHERE ?1 IS NULL OR programme = ?1"),
    [HELD_QUEUE] = ("SELECT id, state, programme, lang, wall_ms FROM comment"
                    " WHERE ?1 IS NULL OR programme = ?1"
                    " ORDER BY wall_ms, id LIMIT ?2 OFFSET ?3"),
    [HELD_GET_COMMENT] = ("SELECT state, submission, programme, version, place, lang, wall_ms,"
                          " is_trial, text, channel FROM comment WHERE id = ?1"),
    [HELD_GET_STATE] = "SELECT state FROM comment WHERE id = ?1",
    [HELD_SET_STATE] = "UPDATE comment SET state = ?2 WHERE id = ?1",
    [HELD_DECIDED_COMMENTS] = ("SELECT id FROM comment WHERE state = ?1"
                               " ORDER BY wall_ms, id LIMIT ?2"),
    [HELD_DELETE_COMMENT] = "DELETE FROM comment WHERE id = ?1",
    /* ?3: tomorrow. What was counted after that, a wrong clock counted. */
    [HELD_COUNT_DAY] = ("UPDATE comment SET days = days + (counted < ?1), counted = ?1"
                        " WHERE (counted < ?1 OR counted > ?3) AND state <> ?2"),
    [HELD_OLDEST] = ("SELECT id FROM comment WHERE days >= ?1 AND state <> ?2"
                     " ORDER BY wall_ms, id LIMIT 1"),
    [HELD_COUNT_OUTGOING] = "SELECT count(*) FROM outgoing",
    [HELD_INSERT_OUTGOING] = ("INSERT INTO outgoing (n, id, kind, comment, is_due, body)"
                              " SELECT coalesce(max(n), 0) + 1, ?1, ?2, ?3, ?3 IS NULL, ?4"
                              " FROM outgoing"),
    [HELD_DROP_RELEASED] = "DELETE FROM outgoing WHERE comment = ?1 AND is_due = 0",
    [HELD_MAKE_DUE] = "UPDATE outgoing SET is_due = 1 WHERE comment = ?1 AND is_due = 0",
    [HELD_NEXT_DUE] = ("SELECT n, id, kind, body FROM outgoing WHERE n > ?1 AND is_due = 1"
                       " ORDER BY n LIMIT 1"),
    [HELD_DELETE_OUTGOING] = "DELETE FROM outgoing WHERE n = ?1",
    [HELD_GET_TRIES] = "SELECT wrong_tries FROM door WHERE one = 1",
    [HELD_SET_TRIES] = ("INSERT INTO door (one, wrong_tries) VALUES (1, ?1)"
                        " ON CONFLICT (one) DO UPDATE SET wrong_tries = excluded.wrong_tries"),
    [HELD_GET_NOW] = "SELECT programme, until_ms FROM now WHERE one = 1",
    [HELD_SET_NOW] = ("INSERT INTO now (one, programme, until_ms) VALUES (1, ?1, ?2)"
                      " ON CONFLICT (one) DO UPDATE SET programme = excluded.programme,"
                      " until_ms = excluded.until_ms"),
    [HELD_CLEAR_NOW] = "DELETE FROM now",
};

static const char *const migrations[] = {
    /* 1. day is year, month and day as one number: nothing here tells at what time a record was left, or after which. */
    "CREATE TABLE comment ("
    "  id TEXT PRIMARY KEY,"
    "  submission TEXT NOT NULL,"
    "  programme TEXT NOT NULL,"
    "  version INTEGER NOT NULL,"
    "  place TEXT NOT NULL,"
    "  lang TEXT NOT NULL,"
    "  wall_ms INTEGER NOT NULL,"
    "  is_trial INTEGER NOT NULL,"
    "  text TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE record ("
    "  id TEXT PRIMARY KEY,"
    "  kind TEXT NOT NULL,"
    "  day INTEGER NOT NULL,"
    "  body TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;",
    /*
     * 2. channel: enum bs_channel; what was there came from residents who tapped by themselves. days, counted: on how many days the words waited, and the last of them as one number. outgoing.comment: the words
     * whose settling makes it due; NULL: it was due at once.
     *
     * gap: secure_delete wipes the place where a row stands, and not the copies that SQLite leaves in the free room of a page
     * when it moves rows to another. Of a row without a rowid at most 1002 bytes are in such a page of 4096; what is behind
     * this many zeros is on pages of its own, which never move and are wiped whole.
     */
    "ALTER TABLE comment RENAME TO comment_1;"
    "CREATE TABLE comment ("
    "  id TEXT PRIMARY KEY,"
    "  submission TEXT NOT NULL,"
    "  programme TEXT NOT NULL,"
    "  version INTEGER NOT NULL,"
    "  place TEXT NOT NULL,"
    "  lang TEXT NOT NULL,"
    "  wall_ms INTEGER NOT NULL,"
    "  is_trial INTEGER NOT NULL,"
    "  channel INTEGER NOT NULL DEFAULT 0,"
    "  state INTEGER NOT NULL DEFAULT 0,"
    "  days INTEGER NOT NULL DEFAULT 0,"
    "  counted INTEGER NOT NULL DEFAULT 0,"
    "  gap BLOB NOT NULL DEFAULT (zeroblob(1024)),"
    "  text TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "INSERT INTO comment (id, submission, programme, version, place, lang, wall_ms, is_trial, text)"
    "  SELECT id, submission, programme, version, place, lang, wall_ms, is_trial, text"
    "  FROM comment_1;"
    "DROP TABLE comment_1;"
    "CREATE TABLE outgoing ("
    "  n INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  kind TEXT NOT NULL,"
    "  comment TEXT,"
    "  is_due INTEGER NOT NULL,"
    "  gap BLOB NOT NULL DEFAULT (zeroblob(1024)),"
    "  body TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE door ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  wrong_tries INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE now ("
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  programme TEXT NOT NULL,"
    "  until_ms INTEGER NOT NULL"
    ") STRICT;",
};

const struct bs_db_plan held_plan = {
    .application_id = 0x42534844, /* "BSHD" */
    .migrations = migrations,
    .migration_count = sizeof migrations / sizeof migrations[0],
    .statements = statements,
    .statement_count = HELD_STATEMENT_COUNT,
};
