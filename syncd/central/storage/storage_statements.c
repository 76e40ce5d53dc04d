/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every SQL text of central.db: the steps that make the file, and each statement by index. */

#include "storage_p.h"

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

static const char *const migrations[] = {
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
    /* notice.n: another for each publication, the newest last. part.name: wish, house; part.json: '' where it was taken
     * back */
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
};

/* Promises count from the first publication: a later version moves none of their days. */
#define FIRST_PUBLISHED                                                                            \
    "(SELECT published FROM programme AS f WHERE f.tenant = p.tenant AND f.id = p.id ORDER BY n "  \
    "LIMIT 1)"
#define PROGRAMME_COLUMNS                                                                          \
    "SELECT tenant, id, version, " FIRST_PUBLISHED ", json FROM programme AS p "
#define FIRST_ANSWERED                                                                             \
    "(SELECT published FROM outcome AS f WHERE f.tenant = o.tenant AND f.programme = o.programme " \
    "ORDER BY n LIMIT 1)"
#define OUTCOME_COLUMNS                                                                            \
    "SELECT tenant, programme, version, " FIRST_ANSWERED ", json FROM outcome AS o "
#define KIOSK_COLUMNS                                                                              \
    "SELECT id, tenant, place, languages, state, token IS NOT NULL, last_seen_ms, bundle_serial, " \
    "bundle_hash, bundle_key, generation, token_generation FROM kiosk "
#define HEARTBEAT_COLUMNS                                                                          \
    "SELECT received_ms, kiosk_version, syncd_version, sent_ms, epoch, stored, acknowledged, "     \
    "oldest_unsent_ms, last_receipt_ms, disk_free, disk_total, clock_offset_ms, bundle_serial, "   \
    "trouble, kiosk FROM heartbeat "
#define EPOCH_COLUMNS                                                                              \
    "SELECT epoch, complete_to, hash, forks, last_received_ms, (SELECT count(*) FROM record "      \
    "WHERE record.log = log.n AND record.state = 1), kiosk FROM log "
#define TALLY_FILTER                                                                               \
    "WHERE tenant = ?1 AND programme = ?2 AND (?3 = '' OR place = ?3) AND (?4 = '' OR lang = ?4) " \
    "AND trial = ?5 AND day BETWEEN ?6 AND ?7 AND (?8 = '' OR channel = ?8) "                      \
    "AND burst <= ?9 "
#define TALLY_SUMS                                                                                 \
    "coalesce(sum(count) FILTER (WHERE value = '*'), 0), "                                         \
    "coalesce(sum(count) FILTER (WHERE value = '~'), 0), min(day), max(day), "                     \
    "coalesce(sum(count) FILTER (WHERE value = '*' AND burst = 1), 0)"
/* Columns: question, value, place, lang, channel, day, sum; "" for what is summed over. */
#define TALLY_COUNTS(columns, order)                                                               \
    "SELECT question, value, " columns ", sum(count) FROM tally " TALLY_FILTER                     \
    "AND question <> '' AND substr(question, 1, 1) <> '@' GROUP BY " order                         \
    "question, value ORDER BY " order "question, value"

#define PUT_RECORD                                                                                 \
    "INSERT INTO record (tenant, log, received_ms, seq, id, state, same_as, hash, line, "          \
    "corrects, "                                                                                   \
    "why) VALUES "
/* Rows: ?1 … ?3 are of all of a statement, then seq, id, state, same_as, hash, line, corrects and why of each. */
#define PUT_RECORD_END " ON CONFLICT DO NOTHING"

static const char *const statements[SQL_COUNT] = {
    [SQL_PUT_SETTING] = "INSERT INTO setting (name, value) VALUES (?1, ?2)",
    [SQL_CHANGE_SETTING] = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
    [SQL_SETTING] = "SELECT value FROM setting WHERE name = ?1",
    [SQL_PUT_TENANT] = "INSERT INTO tenant (id, name) VALUES (?1, ?2) "
                       "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
    [SQL_TENANT] = "SELECT name FROM tenant WHERE id = ?1",
    [SQL_TENANTS] = "SELECT id FROM tenant ORDER BY id",
    [SQL_PUT_PLACE] = "INSERT INTO place (tenant, id, json) VALUES (?1, ?2, ?3) "
                      "ON CONFLICT (tenant, id) DO UPDATE SET json = excluded.json",
    [SQL_PLACE] = "SELECT tenant, id, json FROM place WHERE tenant = ?1 AND id = ?2",
    [SQL_PLACES] = "SELECT tenant, id, json FROM place WHERE tenant = ?1 ORDER BY id",
    [SQL_PUT_PROGRAMME] =
        "INSERT INTO programme (tenant, id, version, code, published, digest, json) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SQL_PROGRAMME] = PROGRAMME_COLUMNS "WHERE tenant = ?1 AND id = ?2 AND version = ?3",
    [SQL_PROGRAMME_NEWEST] =
        PROGRAMME_COLUMNS "WHERE tenant = ?1 AND id = ?2 ORDER BY version DESC LIMIT 1",
    [SQL_PROGRAMMES] = PROGRAMME_COLUMNS
    "WHERE tenant = ?1 AND version = "
    "(SELECT max(version) FROM programme AS q WHERE q.tenant = p.tenant AND q.id = p.id) "
    "ORDER BY (SELECT min(n) FROM programme AS q WHERE q.tenant = p.tenant AND q.id = p.id)",
    [SQL_PROGRAMME_OF_CODE] =
        PROGRAMME_COLUMNS "WHERE (tenant, id) = (SELECT tenant, id FROM programme WHERE code = ?1 "
                          "LIMIT 1) ORDER BY version DESC LIMIT 1",
    /* What stands in the way of a code (?1) for a programme (?2, ?3). */
    [SQL_PROGRAMME_CODES] =
        "SELECT code, (tenant, id) <> (?2, ?3) FROM programme WHERE (code = ?1) <> (tenant = ?2 "
        "AND id = ?3) LIMIT 1",
    [SQL_PROGRAMME_VERSIONS] =
        "SELECT json FROM programme WHERE tenant = ?1 AND id = ?2 ORDER BY version",
    [SQL_PROGRAMME_DIGESTS] = "SELECT id, version, digest, json FROM programme ORDER BY n",
    [SQL_PUT_OUTCOME] = "INSERT INTO outcome (tenant, programme, version, published, digest, json) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [SQL_OUTCOME] = OUTCOME_COLUMNS "WHERE tenant = ?1 AND programme = ?2 AND version = ?3",
    [SQL_OUTCOME_NEWEST] =
        OUTCOME_COLUMNS "WHERE tenant = ?1 AND programme = ?2 ORDER BY version DESC LIMIT 1",
    [SQL_OUTCOMES_NEWEST] = OUTCOME_COLUMNS
    "WHERE tenant = ?1 AND version = (SELECT max(version) FROM outcome AS q "
    "WHERE q.tenant = o.tenant AND q.programme = o.programme) ORDER BY programme",
    /* Those that were published first at the end. */
    [SQL_REGISTER] =
        "SELECT p.tenant, p.id, p.version, " FIRST_PUBLISHED
        ", p.json, tenant.name, " FIRST_ANSWERED ", o.json "
        "FROM programme AS p JOIN tenant ON tenant.id = p.tenant LEFT JOIN outcome AS o "
        "ON o.tenant = p.tenant AND o.programme = p.id AND o.version = (SELECT max(version) "
        "FROM outcome AS q WHERE q.tenant = p.tenant AND q.programme = p.id) WHERE p.version = "
        "(SELECT max(version) FROM programme AS q WHERE q.tenant = p.tenant AND q.id = p.id) "
        "ORDER BY (SELECT min(n) FROM programme AS q WHERE q.tenant = p.tenant AND q.id = p.id) "
        "DESC",
    [SQL_OUTCOME_DIGESTS] = "SELECT programme, version, digest, json FROM outcome ORDER BY n",
    [SQL_PUT_KIOSK] =
        "INSERT INTO kiosk (id, tenant, place, languages, code, code_expires_ms) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET place = excluded.place, "
        "languages = excluded.languages, code = excluded.code, code_token = NULL, "
        "code_expires_ms = excluded.code_expires_ms, state = CASE state WHEN 2 THEN 0 ELSE state "
        "END, "
        "token = CASE state WHEN 2 THEN NULL ELSE token END, "
        "next_token = CASE state WHEN 2 THEN NULL ELSE next_token END",
    [SQL_KIOSK] = KIOSK_COLUMNS "WHERE id = ?1",
    [SQL_KIOSK_BY_TOKEN] = KIOSK_COLUMNS "WHERE token = ?1",
    [SQL_KIOSK_BY_CODE] = KIOSK_COLUMNS "WHERE code = ?1 AND code_expires_ms > ?2 "
                                        "AND (code_token IS NULL OR code_token = ?3)",
    [SQL_KIOSKS] = KIOSK_COLUMNS "WHERE tenant = ?1 ORDER BY id",
    [SQL_KIOSK_BY_NEXT_TOKEN] = KIOSK_COLUMNS "WHERE next_token = ?1",
    [SQL_KIOSK_ENROL] = "UPDATE kiosk SET token = ?2, code_token = ?2, next_token = NULL, "
                        "generation = 0, token_generation = 0, next_generation = 0 WHERE id = ?1",
    [SQL_TOKEN_TAKEN] = "SELECT 1 FROM kiosk WHERE token = ?1 "
                        "UNION ALL SELECT 1 FROM kiosk WHERE next_token = ?1 AND id <> ?2",
    [SQL_PUT_NEXT_TOKEN] = "UPDATE kiosk SET next_token = ?2, next_generation = ?3 WHERE id = ?1",
    [SQL_USE_NEXT_TOKEN] = "UPDATE kiosk SET token = next_token, next_token = NULL, "
                           "token_generation = next_generation WHERE next_token = ?1",
    [SQL_PAST_TOKEN] = "SELECT revoked FROM past_token WHERE token = ?1 AND kiosk = ?2",
    [SQL_ASK_NEW_TOKEN] = "UPDATE kiosk SET generation = generation + 1 WHERE id = ?1",
    [SQL_KIOSK_STATE] = "UPDATE kiosk SET state = ?2, used = max(used, ?2 = 1), code = CASE ?2 "
                        "WHEN 2 THEN NULL ELSE code END "
                        "WHERE id = ?1",
    [SQL_KIOSK_WAS_USED] = "SELECT used FROM kiosk WHERE id = ?1",
    [SQL_KIOSK_SEEN] = "UPDATE kiosk SET last_seen_ms = ?2 WHERE id = ?1",
    [SQL_KIOSK_NOTE_BUNDLE] = "UPDATE kiosk SET bundle_serial = ?2, bundle_hash = ?3, bundle_key = "
                              "?4, bundle = ?5 WHERE id = ?1 AND bundle_serial < ?2",
    [SQL_KIOSK_KEEP_BUNDLE] = "UPDATE kiosk SET bundle_key = ?3 WHERE id = ?1 AND bundle_hash = ?2",
    [SQL_KIOSK_BUNDLE] = "SELECT bundle FROM kiosk WHERE id = ?1 AND bundle IS NOT NULL",
    [SQL_FORGET_BUNDLES] = "UPDATE kiosk SET bundle_key = '', bundle_hash = ''",
    [SQL_PUT_HEARTBEAT] =
        "INSERT OR REPLACE INTO heartbeat (kiosk, received_ms, kiosk_version, syncd_version, "
        "sent_ms, epoch, stored, acknowledged, oldest_unsent_ms, last_receipt_ms, disk_free, "
        "disk_total, clock_offset_ms, bundle_serial, trouble) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [SQL_HEARTBEAT] = HEARTBEAT_COLUMNS "WHERE kiosk = ?1",
    [SQL_HEARTBEATS] =
        HEARTBEAT_COLUMNS "WHERE kiosk IN (SELECT id FROM kiosk WHERE tenant = ?1) ORDER BY kiosk",
    [SQL_FLEET] = "SELECT count(*), count(received_ms), max(received_ms), min(received_ms) FROM "
                  "kiosk LEFT JOIN heartbeat ON heartbeat.kiosk = kiosk.id WHERE state = 1",
    [SQL_PUT_LOG] = "INSERT INTO log (tenant, kiosk, epoch, complete_to, hash, last_received_ms) "
                    "VALUES (?1, ?2, ?3, 0, ?4, ?5) RETURNING n",
    [SQL_LOG] =
        "SELECT n, complete_to, hash, backup_complete_to FROM log WHERE kiosk = ?1 AND epoch = ?2",
    [SQL_LOGS] =
        "SELECT log.n, log.tenant, log.kiosk, log.epoch, log.complete_to, log.hash, kiosk.tenant "
        "FROM log LEFT JOIN kiosk ON kiosk.id = log.kiosk ORDER BY log.n",
    [SQL_LOG_MOVE] =
        "UPDATE log SET complete_to = ?2, hash = ?3, last_received_ms = ?4 WHERE n = ?1",
    [SQL_LOG_FORKED] = "UPDATE log SET forks = forks + 1 WHERE n = ?1",
    /* Never more than is held, and never back. */
    [SQL_LOG_BACKED_UP] =
        "UPDATE log SET backup_complete_to = ?3 WHERE kiosk = ?1 AND epoch = ?2 AND "
        "backup_complete_to < ?3 AND complete_to >= ?3",
    [SQL_LOGS_BACKED_UP] = "UPDATE log SET backup_complete_to = complete_to",
    [SQL_PUT_RECORD] = PUT_RECORD "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)" PUT_RECORD_END,
    [SQL_PUT_RECORDS] =
        PUT_RECORD "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11), "
                   "(?1, ?2, ?3, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19), "
                   "(?1, ?2, ?3, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27), "
                   "(?1, ?2, ?3, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35), "
                   "(?1, ?2, ?3, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43), "
                   "(?1, ?2, ?3, ?44, ?45, ?46, ?47, ?48, ?49, ?50, ?51), "
                   "(?1, ?2, ?3, ?52, ?53, ?54, ?55, ?56, ?57, ?58, ?59), "
                   "(?1, ?2, ?3, ?60, ?61, ?62, ?63, ?64, ?65, ?66, ?67)" PUT_RECORD_END,
    [SQL_RECORD_HASH] = "SELECT hash FROM record WHERE log = ?1 AND seq = ?2",
    [SQL_RECORD_LINE] = "SELECT line FROM record WHERE log = ?1 AND seq = ?2",
    [SQL_RECORD_BY_ID] =
        "SELECT n, line FROM record WHERE tenant = ?1 AND id = ?2 AND same_as IS NULL",
    [SQL_RECORD_BY_ROW] = "SELECT tenant, id, line FROM record WHERE n = ?1",
    [SQL_RECORD_UNDERSTOOD] = "UPDATE record SET state = 0, why = ?2 WHERE n = ?1",
    [SQL_RECORD_WHY] = "UPDATE record SET why = ?2 WHERE n = ?1",
    [SQL_PUT_CARRIED] = "INSERT OR REPLACE INTO carried (tenant, log, seq, epoch, json) VALUES "
                        "(?1, ?2, ?3, ?4, ?5)",
    [SQL_RECORDS_SET_ASIDE] =
        "SELECT seq FROM record WHERE log = ?1 AND seq BETWEEN ?2 AND ?3 AND state = 1 "
        "ORDER BY seq LIMIT ?4",
    [SQL_RECORD_CORRECTS] = "UPDATE record SET corrects = ?2 WHERE n = ?1",
    /* The index holds the few that are set aside, in that order; left to itself SQLite reads every record of the tenant. A row
     * that is counted meanwhile leaves it, which is the one that was just read. */
    [SQL_RECORDS_PENDING] =
        "SELECT record.n, received_ms, line, log, seq, log.kiosk, corrects, why, kiosk.used "
        "FROM record INDEXED BY record_aside JOIN log ON log.n = record.log "
        "JOIN kiosk ON kiosk.id = log.kiosk "
        "WHERE record.state = 1 AND same_as IS NULL AND record.tenant = ?1 "
        "ORDER BY log, seq",
    [SQL_RECORDS_OF_LOG] = "SELECT seq, tenant, id, state, same_as, received_ms, hash, line, "
                           "corrects, why FROM record WHERE log = ?1 ORDER BY seq",
    [SQL_RECORDS_OF_KIOSK] =
        "SELECT log.epoch, record.seq, record.line, record.hash, record.state FROM log "
        "JOIN record ON record.log = log.n WHERE log.kiosk = ?1 ORDER BY log.n, record.seq",
    [SQL_RECORDS_ASIDE_OF] =
        "SELECT log.epoch, record.seq, record.line, record.hash, record.why FROM log JOIN record "
        "INDEXED BY record_aside ON record.log = log.n WHERE log.kiosk = ?1 AND record.state = 1 "
        "ORDER BY log.n, record.seq",
    [SQL_ENDINGS] =
        "SELECT log.kiosk, log.epoch, carried.json, record.received_ms FROM carried JOIN log ON "
        "log.n = carried.log LEFT JOIN record ON record.log = carried.log AND record.seq = "
        "carried.seq WHERE carried.tenant = ?1 ORDER BY log.kiosk, carried.log, carried.seq",
    /* What came together forked where it began. */
    [SQL_FORKS] =
        "SELECT log.epoch, min(f.seq), f.line, f.received_ms, (SELECT line FROM record WHERE "
        "record.log = f.log AND record.seq = f.seq) FROM fork AS f JOIN log ON log.n = f.log WHERE "
        "log.kiosk = ?1 GROUP BY f.log, f.received_ms ORDER BY f.received_ms DESC",
    [SQL_RECORDS_AFTER] =
        "SELECT record.n, record.tenant, log.kiosk, record.state, record.received_ms, record.line "
        "FROM record JOIN log ON log.n = record.log WHERE record.n > ?1 ORDER BY record.n LIMIT ?2",
    [SQL_VOLUME_ADD] =
        "INSERT INTO volume (tenant, kiosk, day, visits) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO "
        "UPDATE SET visits = visits + excluded.visits",
    [SQL_VOLUMES] =
        "SELECT kiosk, day, visits FROM volume WHERE tenant = ?1 AND day BETWEEN ?2 AND "
        "?3 ORDER BY kiosk, day",
    [SQL_RECORDS_ORPHANED] = "SELECT count(*) FROM record WHERE log NOT IN (SELECT n FROM log)",
    [SQL_LOGS_OVERSTATED] =
        "SELECT kiosk, epoch FROM log WHERE backup_complete_to NOT BETWEEN 0 AND complete_to",
    [SQL_CARRIED_LINES] =
        "SELECT log.kiosk, log.epoch, carried.seq, carried.tenant IS log.tenant, carried.epoch, "
        "carried.json, record.line FROM carried LEFT JOIN log ON log.n = carried.log LEFT JOIN "
        "record ON record.log = carried.log AND record.seq = carried.seq",
    [SQL_LINES_BESIDE] =
        "SELECT log.kiosk, log.epoch, fork.seq, fork.line FROM fork LEFT JOIN log ON log.n = "
        "fork.log UNION ALL SELECT kiosk, epoch, seq, line FROM quarantine",
    /* What a correction names: columns state, received_ms, line, kiosk, why. */
    [SQL_CORRECTED] =
        "SELECT state, received_ms, line, log.kiosk, why FROM record JOIN log ON log.n = "
        "record.log WHERE record.tenant = ?1 AND id = ?2 AND same_as IS NULL",
    /* Another than the one at that place. However many wait, none of them is read. */
    [SQL_CORRECTION_LAST] = "SELECT log, seq, line FROM record INDEXED BY record_corrected "
                            "WHERE tenant = ?1 AND corrects = ?2 AND state = 0 "
                            "AND (log, seq) <> (?3, ?4) ORDER BY log DESC, seq DESC LIMIT 1",
    [SQL_CORRECTIONS_OF] = "SELECT line, log.kiosk FROM record INDEXED BY record_corrects "
                           "JOIN log ON log.n = record.log "
                           "WHERE record.tenant = ?1 AND corrects = ?2 AND same_as IS NULL "
                           "ORDER BY log DESC, seq DESC",
    /* Reads an index that does not hold the state, which changes meanwhile. */
    [SQL_CORRECTIONS_WAITING] =
        "SELECT record.n, log, seq, line, log.kiosk FROM record INDEXED BY record_corrects "
        "JOIN log ON log.n = record.log WHERE record.tenant = ?1 AND corrects = ?2 AND state = 1 "
        "AND same_as IS NULL ORDER BY log, seq",
    [SQL_CORRECTIONS_ANY_WAITS] = "SELECT 1 FROM record INDEXED BY record_waiting WHERE tenant = "
                                  "?1 AND corrects IS NOT NULL AND state = 1 LIMIT 1",
    [SQL_COMPLETENESS] = EPOCH_COLUMNS "WHERE kiosk = ?1 ORDER BY n",
    [SQL_EPOCHS] =
        EPOCH_COLUMNS "WHERE kiosk IN (SELECT id FROM kiosk WHERE tenant = ?1) ORDER BY kiosk, n",
    [SQL_PUT_FORK] = "INSERT INTO fork (tenant, log, seq, hash, line, received_ms) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
    /* A kiosk asks every day whether the last of what it has a receipt for is still here: that is here, and counts. */
    [SQL_PUT_QUARANTINE] =
        "INSERT INTO quarantine (tenant, kiosk, epoch, seq, hash, line, received_ms) "
        "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM log JOIN record "
        "ON record.log = log.n WHERE log.kiosk = ?2 AND log.epoch = ?3 AND record.seq = ?4 "
        "AND record.hash = ?5) ON CONFLICT DO NOTHING",
    [SQL_QUARANTINED] = "SELECT count(*) FROM quarantine WHERE kiosk = ?1",
    /* What came into the log after all lies there too until somebody looks, and is no news. */
    [SQL_QUARANTINES] =
        "SELECT q.kiosk, count(*) FROM quarantine AS q WHERE q.kiosk IN (SELECT id FROM kiosk "
        "WHERE tenant = ?1) AND NOT EXISTS (SELECT 1 FROM log JOIN record ON record.log = log.n "
        "WHERE log.kiosk = q.kiosk AND log.epoch = q.epoch AND record.seq = q.seq "
        "AND record.hash = q.hash) GROUP BY q.kiosk ORDER BY q.kiosk",
    [SQL_QUARANTINE_BYTES] =
        "SELECT coalesce(sum(length(line)), 0) FROM quarantine WHERE kiosk = ?1",
    [SQL_QUARANTINE_LINES] =
        "SELECT epoch, seq, line, hash FROM quarantine WHERE kiosk = ?1 ORDER BY epoch, seq, hash",
    /* One more than the last that was looked at. */
    [SQL_QUARANTINE_EPOCHS] =
        "SELECT min(epoch) FROM quarantine WHERE kiosk = ?1 AND epoch > ?2 HAVING min(epoch) IS "
        "NOT NULL",
    [SQL_QUARANTINE_NEXT] =
        "SELECT line, hash FROM quarantine WHERE kiosk = ?1 AND epoch = ?2 AND seq = ?3",
    /* Some of those that are in the log by now. */
    [SQL_QUARANTINE_LEAVE] =
        "DELETE FROM quarantine WHERE rowid IN (SELECT q.rowid FROM quarantine AS q CROSS JOIN log "
        "ON "
        "log.kiosk = q.kiosk AND log.epoch = q.epoch CROSS JOIN record ON record.log = log.n AND "
        "record.seq = q.seq AND record.hash = q.hash WHERE q.kiosk = ?1 LIMIT 200)",
    [SQL_QUARANTINE_DROP] = "DELETE FROM quarantine WHERE kiosk = ?1",
    [SQL_TALLY_ADD] = "INSERT INTO tally (tenant, programme, question, value, place, lang, "
                      "channel, trial, burst, day, count) "
                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
                      "ON CONFLICT DO UPDATE SET count = count + excluded.count",
    [SQL_TALLY_DROP] =
        "DELETE FROM tally WHERE tenant = ?1 AND programme = ?2 AND question = ?3 AND value = ?4 "
        "AND place = ?5 AND lang = ?6 AND channel = ?7 AND trial = ?8 AND burst = ?9 AND day = ?10 "
        "AND count = 0",
    [SQL_TALLIES] = "SELECT tenant, programme, question, value, place, lang, channel, trial, day, "
                    "count, burst FROM tally",
    [SQL_TOTALS] = "SELECT " TALLY_SUMS " FROM tally " TALLY_FILTER "AND question = ''",
    [SQL_LEFT] = "SELECT question, value, '', '', '', '', sum(count) FROM tally " TALLY_FILTER
                 "AND question >= '@' AND question < 'A' GROUP BY question, value ORDER BY "
                 "question, value",
    /* Of one question, what counts and is no part of a row of quick visits. */
    [SQL_SO_FAR] = "SELECT value, sum(count) FROM tally WHERE tenant = ?1 AND programme = ?2 AND "
                   "question = ?3 AND trial = 0 AND burst = 0 GROUP BY value",
    [SQL_SHOWN] =
        "SELECT question, counted, counts FROM shown WHERE tenant = ?1 AND programme = ?2",
    [SQL_PUT_SHOWN] = "INSERT OR REPLACE INTO shown (tenant, programme, question, counted, counts) "
                      "VALUES (?1, ?2, ?3, ?4, ?5)",
    [SQL_SUMS] = "SELECT " TALLY_SUMS ", programme FROM tally WHERE tenant = ?1 AND programme IN "
                 "(SELECT id FROM programme WHERE tenant = ?1) AND question = '' AND trial = ?2 "
                 "GROUP BY programme ORDER BY programme",
    [SQL_COUNTS] = TALLY_COUNTS("'', '', '', ''", ""),
    [SQL_COUNTS_BY_PLACE] = TALLY_COUNTS("place, '', '', ''", "place, "),
    [SQL_COUNTS_BY_LANGUAGE] = TALLY_COUNTS("'', lang, '', ''", "lang, "),
    [SQL_COUNTS_BY_CHANNEL] = TALLY_COUNTS("'', '', channel, ''", "channel, "),
    [SQL_COUNTS_BY_DAY] = TALLY_COUNTS("'', '', '', day", "day, "),
    [SQL_PUT_STAFF] =
        "INSERT INTO staff (name, tenant, password) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (name) DO UPDATE SET tenant = excluded.tenant, password = excluded.password",
    [SQL_STAFF] = "SELECT name, tenant, password FROM staff WHERE name = ?1",
    [SQL_PUT_SESSION] = "INSERT INTO session (cookie, staff, tenant, form_token, made_ms, used_ms) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [SQL_SESSION] =
        "SELECT staff, tenant, form_token, made_ms, used_ms FROM session WHERE cookie = ?1",
    [SQL_TOUCH_SESSION] = "UPDATE session SET used_ms = ?2 WHERE cookie = ?1",
    [SQL_END_SESSION] = "DELETE FROM session WHERE cookie = ?1",
    [SQL_END_SESSIONS_OF] = "DELETE FROM session WHERE staff = ?1",
    [SQL_END_OLD_SESSIONS] = "DELETE FROM session WHERE made_ms < ?1",
    [SQL_END_ALL_SESSIONS] = "DELETE FROM session",
    [SQL_PUT_NOTICE] =
        "INSERT OR REPLACE INTO notice (tenant, id, until_ms, json) VALUES (?1, ?2, ?3, ?4)",
    [SQL_END_NOTICE] = "UPDATE notice SET ended = 1 WHERE tenant = ?1 AND id = ?2 RETURNING n",
    [SQL_NOTICES] = "SELECT n, json FROM notice WHERE tenant = ?1 AND ended = 0 AND (until_ms = 0 "
                    "OR until_ms > ?2) ORDER BY n DESC",
    [SQL_PUT_PART] = "INSERT INTO part (tenant, name, json) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (tenant, name) DO UPDATE SET json = excluded.json",
    [SQL_PART] = "SELECT json FROM part WHERE tenant = ?1 AND name = ?2",
    [SQL_INTEGRITY] = "PRAGMA integrity_check(20)",
};

const struct bs_db_plan storage_plan = {
    .application_id = 0x62736331, /* "bsc1" */
    .migrations = migrations,
    .migration_count = sizeof(migrations) / sizeof(migrations[0]),
    .statements = statements,
    .statement_count = SQL_COUNT,
};
