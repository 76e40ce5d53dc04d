/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every statement of central.db by index. */

#include "storage_p.h"

/* Columns: tenant, id, name, pin, badge, languages, state, made_ms, changed_ms, places. */
#define CONNECTOR_COLUMNS                                                                          \
    "SELECT tenant, id, name, pin, badge, languages, state, made_ms, changed_ms, "                 \
    "(SELECT group_concat(place, ' ') FROM (SELECT place FROM connector_place AS p WHERE "         \
    "p.tenant = c.tenant AND p.connector = c.id ORDER BY place)) FROM connector AS c "

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
    "bundle_hash, bundle_key, generation, token_generation, iif(code IS NOT NULL AND code_token "  \
    "IS NULL, code_expires_ms, 0) FROM kiosk "
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

/* Columns of a row of `comment`, behind its number; in the order of SQL_PUT_COMMENT. */
#define COMMENT_COLUMNS                                                                            \
    "tenant, id, log, seq, submission, programme, version, place, lang, channel, trial, written, " \
    "who, masks, mask_count, text"
#define COMMENT_LIST(index, condition)                                                             \
    "SELECT n, " COMMENT_COLUMNS ", ours FROM comment INDEXED BY " index                           \
    " WHERE tenant = ?1 AND programme = ?2 AND trial = ?3 AND shown = 1 AND " condition            \
    "(written, n) < (?6, ?7) ORDER BY written DESC, n DESC"
#define NOTE_COLUMNS "tenant, log, seq, kind, place, programme, lang, trial, who, day, text"
#define NOTE_LIST(index, condition)                                                                \
    "SELECT n, " NOTE_COLUMNS " FROM note INDEXED BY " index " WHERE tenant = ?1 AND " condition   \
    "(?3 = '' OR programme IN ('', ?3)) AND (?4 < 0 OR kind = ?4) AND day BETWEEN ?5 AND ?6 AND "  \
    "(day, n) < (?7, ?8) ORDER BY day DESC, n DESC"
/* The next line behind the row ?3 that names the comment ?2, to be erased. */
#define NAMING(table)                                                                              \
    "SELECT rowid, line FROM " table " WHERE tenant = ?1 AND instr(line, ?2) > 0 AND rowid > ?3 "  \
    "ORDER BY rowid LIMIT 1"

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
    [SQL_ALL_KIOSKS] = KIOSK_COLUMNS "ORDER BY tenant, id",
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
    [SQL_STAFF_LIST] = "SELECT name, tenant FROM staff WHERE ?1 = '' OR tenant = ?1 ORDER BY name",
    [SQL_REMOVE_STAFF] = "DELETE FROM staff WHERE name = ?1",
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
    [SQL_SALT] = "SELECT salt FROM tenant WHERE id = ?1",
    [SQL_PUT_SALT] = "UPDATE tenant SET salt = ?2 WHERE id = ?1 AND salt IS NULL",
    [SQL_PUT_CONNECTOR] =
        "INSERT INTO connector (tenant, id, name, pin, languages, made_ms, changed_ms) VALUES (?1, "
        "?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (tenant, id) DO UPDATE SET pin = excluded.pin, "
        "languages = excluded.languages, changed_ms = excluded.changed_ms",
    [SQL_PUT_CONNECTOR_PLACE] =
        "INSERT INTO connector_place (tenant, connector, place) VALUES (?1, ?2, ?3)",
    [SQL_LEAVE_PLACES] = "DELETE FROM connector_place WHERE tenant = ?1 AND connector = ?2",
    [SQL_CONNECTOR] = CONNECTOR_COLUMNS "WHERE tenant = ?1 AND id = ?2",
    [SQL_CONNECTORS] = CONNECTOR_COLUMNS
    "WHERE tenant = ?1 AND (?2 = '' OR (state = 0 AND EXISTS (SELECT 1 FROM connector_place AS h "
    "WHERE h.tenant = c.tenant AND h.connector = c.id AND h.place = ?2))) ORDER BY id",
    /* By a PIN or by a badge: one is no other's. */
    [SQL_CONNECTOR_TAKEN] =
        "SELECT 1 FROM connector WHERE tenant = ?1 AND id <> ?2 AND (pin = ?3 OR badge = ?3)",
    [SQL_CONNECTOR_BADGE] =
        "UPDATE connector SET badge = ?3, changed_ms = ?4 WHERE tenant = ?1 AND id = ?2",
    [SQL_CONNECTOR_REVOKE] = "UPDATE connector SET state = 1, pin = NULL, badge = NULL, changed_ms "
                             "= ?3 WHERE tenant = ?1 AND id = ?2",
    [SQL_PUT_COMMENT] = "INSERT INTO comment (" COMMENT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
                        "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    /* Whether the row of that record is as the record says. */
    [SQL_COMMENT_IS] =
        "SELECT 1 FROM comment WHERE (" COMMENT_COLUMNS ") = (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) AND ours = 0",
    [SQL_COMMENT_OF_RECORD] = "SELECT tenant, id FROM comment WHERE log = ?1 AND seq = ?2",
    [SQL_COMMENT_ROWS] = "SELECT n, mask_count FROM comment WHERE tenant = ?1 AND id = ?2 AND text "
                         "<> '' ORDER BY mask_count DESC, n",
    [SQL_COMMENT_SHOW] = "UPDATE comment SET shown = (n = ?3) WHERE tenant = ?1 AND id = ?2 AND "
                         "shown <> (n = ?3)",
    [SQL_COMMENT_SHOWN] = "SELECT n, " COMMENT_COLUMNS ", ours FROM comment WHERE tenant = ?1 AND "
                          "id = ?2 AND shown = 1",
    [SQL_COMMENTS] = COMMENT_LIST("comment_all", ""),
    [SQL_COMMENTS_AT] = COMMENT_LIST("comment_at", "place = ?4 AND "),
    [SQL_COMMENTS_IN] = COMMENT_LIST("comment_in", "lang = ?5 AND "),
    [SQL_COMMENTS_AT_IN] = COMMENT_LIST("comment_at_in", "place = ?4 AND lang = ?5 AND "),
    [SQL_COMMENT_COUNTS] =
        "SELECT place, lang, count(*) FROM comment INDEXED BY comment_at_in WHERE tenant = ?1 AND "
        "programme = ?2 AND trial = ?3 AND shown = 1 GROUP BY place, lang ORDER BY place, lang",
    [SQL_COMMENT_SUMS] = "SELECT programme, count(*) FROM comment INDEXED BY comment_all WHERE "
                         "tenant = ?1 AND shown = 1 AND trial = 0 GROUP BY programme",
    /* A word with several signs in it becomes one sign, and not less is masked for that. */
    [SQL_COMMENT_MASK] = "UPDATE comment SET text = ?2, masks = ?3, mask_count = max(mask_count, "
                         "?4), ours = 1 WHERE n = ?1",
    [SQL_COMMENT_HIDE] = "UPDATE comment SET ours = 0 WHERE tenant = ?1 AND id = ?2",
    [SQL_COMMENT_EMPTY] = "UPDATE comment SET text = '', masks = '' WHERE tenant = ?1 AND id = ?2 "
                          "AND ours = 0 AND text <> ''",
    [SQL_COMMENT_LINES] =
        "SELECT r.n, r.line FROM comment AS c JOIN record AS r ON r.log = c.log AND r.seq = c.seq "
        "WHERE c.tenant = ?1 AND c.id = ?2 AND r.n > ?3 ORDER BY r.n LIMIT 1",
    [SQL_COMMENT_COPIES] =
        "SELECT d.n, d.line FROM comment AS c JOIN record AS r ON r.log = c.log AND r.seq = c.seq "
        "JOIN record AS d ON d.same_as = r.n WHERE c.tenant = ?1 AND c.id = ?2 AND d.n > ?3 ORDER "
        "BY d.n LIMIT 1",
    [SQL_ASIDE_NAMING] =
        "SELECT n, line FROM record INDEXED BY record_aside WHERE tenant = ?1 AND state = 1 AND "
        "instr(line, ?2) > 0 AND n > ?3 ORDER BY n LIMIT 1",
    [SQL_FORK_NAMING] = NAMING("fork"),
    [SQL_QUARANTINE_NAMING] = NAMING("quarantine"),
    [SQL_RECORD_ERASE] = "UPDATE record SET line = ?2 WHERE n = ?1",
    [SQL_FORK_ERASE] = "UPDATE fork SET line = ?2 WHERE rowid = ?1",
    [SQL_QUARANTINE_ERASE] = "UPDATE quarantine SET line = ?2 WHERE rowid = ?1",
    [SQL_PUT_DECISION] =
        "INSERT INTO decision (tenant, comment, log, seq, who, ruling, masks, reason, told, "
        "made_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [SQL_DECISION_IS] = "SELECT 1 FROM decision WHERE (tenant, comment, log, seq, who, ruling, "
                        "masks, reason, told, made_ms) = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [SQL_DECISIONS_OF] =
        "SELECT d.log, d.who, d.ruling, d.masks, d.reason, d.told, d.made_ms, log.kiosk FROM "
        "decision AS d LEFT JOIN log ON log.n = d.log WHERE d.tenant = ?1 AND d.comment = ?2 ORDER "
        "BY d.log, d.seq, d.n",
    [SQL_COMMENT_RULED] = "SELECT 1 FROM decision WHERE tenant = ?1 AND comment = ?2 AND log IS "
                          "NULL LIMIT 1",
    [SQL_COMMENT_ROOM] =
        "SELECT count(*) < ?3 FROM (SELECT 1 FROM comment WHERE tenant = ?1 AND id "
        "= ?2 LIMIT ?3)",
    [SQL_DECISION_ROOM] = "SELECT count(*) < ?3 FROM (SELECT 1 FROM decision WHERE tenant = ?1 AND "
                          "comment = ?2 AND log IS NOT NULL LIMIT ?3)",
    [SQL_PUT_NOTE] = "INSERT INTO note (" NOTE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
                     "?9, ?10, ?11)",
    [SQL_NOTE_IS] = "SELECT 1 FROM note WHERE (" NOTE_COLUMNS ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                    "?8, ?9, ?10, ?11)",
    [SQL_NOTES] = NOTE_LIST("note_all", ""),
    [SQL_NOTES_AT] = NOTE_LIST("note_at", "place = ?2 AND "),
    [SQL_REVIEWED] = "SELECT n, tenant, id, shown FROM comment ORDER BY n",
    /* Rows of records that are not there or do not count. */
    [SQL_REVIEW_ORPHANED] =
        "SELECT count(*) FROM (SELECT log, seq FROM comment UNION ALL SELECT log, seq FROM "
        "decision WHERE log IS NOT NULL UNION ALL SELECT log, seq FROM note) AS t LEFT JOIN record "
        "ON record.log = t.log AND record.seq = t.seq WHERE record.state IS NOT 0",
    [SQL_INTEGRITY] = "PRAGMA integrity_check(20)",
};

const struct bs_db_plan storage_plan = {
    .application_id = 0x62736331, /* "bsc1" */
    .migrations = storage_migrations,
    .migration_count = STORAGE_MIGRATIONS,
    .statements = statements,
    .statement_count = SQL_COUNT,
};
