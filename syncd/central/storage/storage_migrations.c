/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps that make central.db: step k takes the file from version k to k + 1. A step that was released never changes. */

#include "storage_sql.h"

/* Whatever a bundle is made of marks itself as changed. */
#define MARKED(table)                                                                              \
    "CREATE TRIGGER " table "_new AFTER INSERT ON " table                                          \
    " BEGIN UPDATE setting SET value = randomblob(16) WHERE name = 'content'; END;"                \
    "CREATE TRIGGER " table "_changed AFTER UPDATE ON " table                                      \
    " BEGIN UPDATE setting SET value = randomblob(16) WHERE name = 'content'; END;"

/* A token that was revoked once is that for ever, whoever has it. */
#define ENDED(which)                                                                               \
    " BEGIN INSERT INTO past_token (token, kiosk, revoked) VALUES (" which                         \
    ", old.id, old.state = 2) ON CONFLICT DO UPDATE SET revoked = max(revoked, "                   \
    "excluded.revoked); END;"
#define TOKEN_ENDS                                                                                 \
    "CREATE TRIGGER token_ends AFTER UPDATE OF token ON kiosk"                                     \
    " WHEN old.token IS NOT NULL AND old.token IS NOT new.token" ENDED("old.token")
#define NEXT_TOKEN_ENDS                                                                            \
    "CREATE TRIGGER next_token_ends AFTER UPDATE OF next_token ON kiosk"                           \
    " WHEN old.next_token IS NOT NULL AND new.next_token IS NULL"                                  \
    " AND old.next_token IS NOT new.token" ENDED("old.next_token")

const char *const storage_migrations[STORAGE_MIGRATIONS] = {
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE tenant (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE place (tenant TEXT NOT NULL REFERENCES tenant, id TEXT NOT NULL, json TEXT NOT "
    "NULL,"
    "  PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID;"
    /* n: order of publication; digest: SHA-256 of json */
    "CREATE TABLE programme (n INTEGER PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant, id "
    "TEXT NOT NULL,"
    "  version INTEGER NOT NULL, code TEXT NOT NULL, published TEXT NOT NULL, digest BLOB NOT NULL,"
    "  json BLOB NOT NULL, UNIQUE (tenant, id, version)) STRICT;"
    "CREATE INDEX programme_code ON programme (code);"
    /* token, code, code_token: SHA-256 in hex; code_token is the token that used the code */
    "CREATE TABLE kiosk (id TEXT PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant, place TEXT "
    "NOT NULL,"
    "  languages TEXT NOT NULL, state INTEGER NOT NULL DEFAULT 0, token TEXT UNIQUE, code TEXT "
    "UNIQUE,"
    "  code_expires_ms INTEGER NOT NULL DEFAULT 0, code_token TEXT, last_seen_ms INTEGER NOT NULL "
    "DEFAULT 0,"
    "  bundle_serial INTEGER NOT NULL DEFAULT 0, bundle_hash TEXT NOT NULL DEFAULT '', bundle BLOB,"
    "  FOREIGN KEY (tenant, place) REFERENCES place (tenant, id)) STRICT;"
    "CREATE INDEX kiosk_tenant ON kiosk (tenant, id);"
    /* One epoch of one kiosk. complete_to and hash: its end; backup_complete_to: what a backup is known to hold. */
    "CREATE TABLE log (n INTEGER PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant,"
    "  kiosk TEXT NOT NULL REFERENCES kiosk, epoch TEXT NOT NULL, complete_to INTEGER NOT NULL, "
    "hash BLOB NOT NULL,"
    "  backup_complete_to INTEGER NOT NULL DEFAULT 0, forks INTEGER NOT NULL DEFAULT 0,"
    "  last_received_ms INTEGER NOT NULL, UNIQUE (kiosk, epoch)) STRICT;"
    /* state: enum storage_record_state; same_as: the record that had this id first; hash: the chain after the line */
    "CREATE TABLE record (n INTEGER PRIMARY KEY, tenant TEXT NOT NULL, log INTEGER NOT NULL "
    "REFERENCES log,"
    "  seq INTEGER NOT NULL, id BLOB NOT NULL, state INTEGER NOT NULL, same_as INTEGER,"
    "  received_ms INTEGER NOT NULL, hash BLOB NOT NULL, line BLOB NOT NULL, UNIQUE (log, seq)) "
    "STRICT;"
    "CREATE UNIQUE INDEX record_id ON record (tenant, id) WHERE same_as IS NULL;"
    "CREATE INDEX record_aside ON record (log, seq) WHERE state = 1;"
    "CREATE TABLE fork (tenant TEXT NOT NULL, log INTEGER NOT NULL REFERENCES log, seq INTEGER NOT "
    "NULL,"
    "  hash BLOB NOT NULL, line BLOB NOT NULL, received_ms INTEGER NOT NULL, PRIMARY KEY (log, "
    "seq, hash)) STRICT;"
    "CREATE TABLE quarantine (tenant TEXT NOT NULL, kiosk TEXT NOT NULL REFERENCES kiosk, epoch "
    "TEXT NOT NULL,"
    "  seq INTEGER NOT NULL, hash BLOB NOT NULL, line BLOB NOT NULL, received_ms INTEGER NOT NULL,"
    "  PRIMARY KEY (kiosk, epoch, seq, hash)) STRICT;"
    /* question '': the submissions themselves; value '*' all, '?' don't know, '~' partial; trial 0 or 1 */
    "CREATE TABLE tally (tenant TEXT NOT NULL, programme TEXT NOT NULL, question TEXT NOT NULL, "
    "value TEXT NOT NULL,"
    "  place TEXT NOT NULL, lang TEXT NOT NULL, channel TEXT NOT NULL, trial INTEGER NOT NULL, day "
    "TEXT NOT NULL,"
    "  count INTEGER NOT NULL, PRIMARY KEY (tenant, programme, question, value, place, lang, "
    "channel, trial, day))"
    "  STRICT, WITHOUT ROWID;"
    "CREATE TABLE staff (name TEXT PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant, password "
    "TEXT NOT NULL)"
    "  STRICT, WITHOUT ROWID;"
    /* cookie: SHA-256 in hex */
    "CREATE TABLE session (cookie TEXT PRIMARY KEY, staff TEXT NOT NULL REFERENCES staff, tenant "
    "TEXT NOT NULL,"
    "  form_token TEXT NOT NULL, made_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL) STRICT, "
    "WITHOUT ROWID;"
    "CREATE INDEX session_staff ON session (staff);",
    /* n: order of publication; digest: SHA-256 of json */
    "CREATE TABLE outcome (n INTEGER PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant, "
    "programme TEXT NOT NULL,"
    "  version INTEGER NOT NULL, published TEXT NOT NULL, digest BLOB NOT NULL, json BLOB NOT NULL,"
    "  UNIQUE (tenant, programme, version)) STRICT;"
    /* The last of each kiosk; columns as in struct bs_heartbeat. */
    "CREATE TABLE heartbeat (kiosk TEXT PRIMARY KEY REFERENCES kiosk, received_ms INTEGER NOT NULL,"
    "  kiosk_version TEXT NOT NULL, syncd_version TEXT NOT NULL, sent_ms INTEGER NOT NULL,"
    "  epoch TEXT NOT NULL, stored INTEGER NOT NULL, acknowledged INTEGER NOT NULL,"
    "  oldest_unsent_ms INTEGER NOT NULL, last_receipt_ms INTEGER NOT NULL,"
    "  disk_free INTEGER NOT NULL, disk_total INTEGER NOT NULL, clock_offset_ms INTEGER NOT NULL,"
    "  bundle_serial INTEGER NOT NULL, trouble TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    /* corrects: the id of the submission whose place a correction takes */
    "ALTER TABLE record ADD COLUMN corrects BLOB;"
    "CREATE INDEX record_corrects ON record (tenant, corrects, log, seq) WHERE corrects IS NOT "
    "NULL;"
    "CREATE INDEX record_corrected ON record (tenant, corrects, log, seq) WHERE corrects IS NOT "
    "NULL AND state = 0;"
    "CREATE INDEX record_waiting ON record (tenant) WHERE corrects IS NOT NULL AND state = 1;"
    /* bundle_key: what the bundle was made of, to tell without making it anew that nothing changed */
    "ALTER TABLE kiosk ADD COLUMN bundle_key TEXT NOT NULL DEFAULT '';"
    "INSERT INTO setting (name, value) VALUES ('content', randomblob(16));" MARKED("tenant")
        MARKED("place") MARKED("programme") MARKED("outcome"),
    /* burst 0 or 1; value also 'N>value': a place in a top, a round of a pair; question '@…': left after the thanks */
    "CREATE TABLE tally_3 (tenant TEXT NOT NULL, programme TEXT NOT NULL, question TEXT NOT NULL, "
    "value TEXT NOT NULL,"
    "  place TEXT NOT NULL, lang TEXT NOT NULL, channel TEXT NOT NULL, trial INTEGER NOT NULL, "
    "burst INTEGER NOT NULL,"
    "  day TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (tenant, programme, question, value, "
    "place, lang, channel, trial, burst, day)) STRICT, WITHOUT ROWID;"
    "INSERT INTO tally_3 SELECT tenant, programme, question, value, place, lang, channel, trial, "
    "0, day, count FROM tally;"
    "DROP TABLE tally;"
    "ALTER TABLE tally_3 RENAME TO tally;",
    /* notice.n: another for each publication, the newest last. part.name: wish, house, central, words; part.json: '' where
     * it was taken back */
    "CREATE TABLE notice (n INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL REFERENCES "
    "tenant, id TEXT NOT NULL,"
    "  until_ms INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, json BLOB NOT NULL, UNIQUE "
    "(tenant, id)) STRICT;"
    "CREATE TABLE part (tenant TEXT NOT NULL REFERENCES tenant, name TEXT NOT NULL, json BLOB NOT "
    "NULL,"
    "  PRIMARY KEY (tenant, name)) STRICT, WITHOUT ROWID;" MARKED("notice") MARKED("part"),
    /* What kiosks show of the results so far; counts: JSON of each choice and its number on that day */
    "CREATE TABLE shown (tenant TEXT NOT NULL REFERENCES tenant, programme TEXT NOT NULL, question "
    "TEXT NOT NULL,"
    "  counted TEXT NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (tenant, programme)) STRICT, "
    "WITHOUT ROWID;",
    /* record.why: enum storage_aside of what was set aside, the notes of meaning.h of what counts.
     * kiosk.used: it was put in use at some time; of those of before nobody noted it.
     * kiosk.next_token: SHA-256 in hex of a token that takes the place of `token` when it is first used; generation: the
     * one that the kiosk is asked to use, token_generation and next_generation: those that `token` and `next_token` are of.
     * past_token: what was a kiosk's token and is none any more, for files that it wrote then; revoked: it ended so.
     * carried: what a kiosk told of an epoch that it ended; log, seq: where it said so; json: the record's body.
     * volume: how many visits a kiosk had on a day, by its own clock; counted up to the row in the setting `volume-row`. */
    "ALTER TABLE record ADD COLUMN why INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE kiosk ADD COLUMN used INTEGER NOT NULL DEFAULT 0;"
    "UPDATE kiosk SET used = 1;"
    "ALTER TABLE kiosk ADD COLUMN next_token TEXT;"
    "CREATE UNIQUE INDEX kiosk_next_token ON kiosk (next_token) WHERE next_token IS NOT NULL;"
    "ALTER TABLE kiosk ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE kiosk ADD COLUMN token_generation INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE kiosk ADD COLUMN next_generation INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE past_token (token TEXT NOT NULL, kiosk TEXT NOT NULL REFERENCES kiosk, revoked "
    "INTEGER NOT NULL, PRIMARY KEY (token, kiosk)) STRICT, WITHOUT ROWID;" TOKEN_ENDS
        NEXT_TOKEN_ENDS
    "CREATE TABLE carried (tenant TEXT NOT NULL REFERENCES tenant, log INTEGER NOT NULL REFERENCES "
    "log, seq INTEGER NOT NULL,"
    "  epoch TEXT NOT NULL, json BLOB NOT NULL, PRIMARY KEY (log, seq)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX carried_epoch ON carried (tenant, epoch);"
    "CREATE TABLE volume (tenant TEXT NOT NULL, kiosk TEXT NOT NULL REFERENCES kiosk, day TEXT NOT "
    "NULL,"
    "  visits INTEGER NOT NULL, PRIMARY KEY (tenant, kiosk, day)) STRICT, WITHOUT ROWID;",
    /* tenant.salt: of the hashes of its connectors' PINs and badges.
     * connector.id: her pseudonym; pin, badge: bs_pin_hash; languages: those she reads; state 1: revoked */
    "ALTER TABLE tenant ADD COLUMN salt BLOB;"
    "CREATE TABLE connector (tenant TEXT NOT NULL REFERENCES tenant, id TEXT NOT NULL, name TEXT "
    "NOT NULL,"
    "  pin TEXT, badge TEXT, languages TEXT NOT NULL, state INTEGER NOT NULL DEFAULT 0, made_ms "
    "INTEGER NOT NULL, changed_ms INTEGER NOT NULL, PRIMARY KEY (tenant, id)) STRICT, WITHOUT "
    "ROWID;"
    "CREATE UNIQUE INDEX connector_pin ON connector (tenant, pin) WHERE pin IS NOT NULL;"
    "CREATE UNIQUE INDEX connector_badge ON connector (tenant, badge) WHERE badge IS NOT NULL;"
    "CREATE TABLE connector_place (tenant TEXT NOT NULL, connector TEXT NOT NULL, place TEXT NOT "
    "NULL,"
    "  PRIMARY KEY (tenant, connector, place), FOREIGN KEY (tenant, connector) REFERENCES "
    "connector (tenant, id),"
    "  FOREIGN KEY (tenant, place) REFERENCES place (tenant, id)) STRICT, WITHOUT ROWID;" MARKED(
        "connector"),
    /* What connectors send. comment: words as they were released; log, seq: the record that says so; masks: names of what
     * was masked; ours 1: masked further by staff, and then the record has no body any more, and text is '' in the rows of
     * what other logs released; shown 1: the row whose words count. decision.log NULL: by staff here, whose name is `who`; else
     * a connector's pseudonym; ruling, reason, told (to whom it was passed on), kind: as enumerated in review.h. */
    "CREATE TABLE comment (n INTEGER PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant, id BLOB "
    "NOT NULL,"
    "  log INTEGER NOT NULL REFERENCES log, seq INTEGER NOT NULL, submission BLOB NOT NULL,"
    "  programme TEXT NOT NULL, version INTEGER NOT NULL, place TEXT NOT NULL, lang TEXT NOT NULL, "
    "channel TEXT NOT NULL,"
    "  trial INTEGER NOT NULL, written TEXT NOT NULL, who TEXT NOT NULL, masks TEXT NOT NULL,"
    "  mask_count INTEGER NOT NULL, text TEXT NOT NULL, ours INTEGER NOT NULL DEFAULT 0,"
    "  shown INTEGER NOT NULL DEFAULT 0, UNIQUE (log, seq)) STRICT;"
    "CREATE INDEX comment_id ON comment (tenant, id);"
    "CREATE INDEX comment_all ON comment (tenant, programme, trial, written, n) WHERE shown = 1;"
    "CREATE INDEX comment_at ON comment (tenant, programme, trial, place, written, n) WHERE shown "
    "= 1;"
    "CREATE INDEX comment_in ON comment (tenant, programme, trial, lang, written, n) WHERE shown = "
    "1;"
    "CREATE INDEX comment_at_in ON comment (tenant, programme, trial, place, lang, written, n) "
    "WHERE shown = 1;"
    "CREATE TABLE decision (n INTEGER PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant, comment "
    "BLOB NOT NULL,"
    "  log INTEGER REFERENCES log, seq INTEGER, who TEXT NOT NULL, ruling INTEGER NOT NULL,"
    "  masks INTEGER NOT NULL, reason INTEGER NOT NULL, told INTEGER NOT NULL, made_ms INTEGER NOT "
    "NULL,"
    "  UNIQUE (log, seq)) STRICT;"
    "CREATE INDEX decision_comment ON decision (tenant, comment, log, seq, n);"
    "CREATE TABLE note (n INTEGER PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant, log INTEGER "
    "NOT NULL REFERENCES log,"
    "  seq INTEGER NOT NULL, kind INTEGER NOT NULL, place TEXT NOT NULL, programme TEXT NOT NULL, "
    "lang TEXT NOT NULL,"
    "  trial INTEGER NOT NULL, who TEXT NOT NULL, day TEXT NOT NULL, text TEXT NOT NULL, UNIQUE "
    "(log, seq)) STRICT;"
    "CREATE INDEX note_all ON note (tenant, day, n);"
    "CREATE INDEX note_at ON note (tenant, place, day, n);"
    "CREATE INDEX record_same ON record (same_as) WHERE same_as IS NOT NULL;",
};
