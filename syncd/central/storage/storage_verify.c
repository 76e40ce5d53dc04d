/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Proves the database from its own lines: chains, digests, positions, and the tallies counted anew. Works on a snapshot. */

#include "correction.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "inspection.h"

/* The epoch that is being read. */
struct epoch {
    int64_t log;
    char tenant[8], kiosk[BS_KIOSK_ID_TEXT], name[BS_EPOCH_TEXT];
    uint64_t complete_to, next;
    char stored[BS_HASH_TEXT]; /* the end that the log claims */
    char hash[BS_HASH_TEXT];   /* what the lines say */
};

void inspection_tell(struct inspection *inspection, const char *format, ...)
{
    char sentence[BS_ERROR_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof(sentence), format, arguments);
    va_end(arguments);
    inspection->findings++;
    inspection->found(inspection->self, sentence);
}

static void tell_record(struct inspection *inspection, const struct epoch *epoch, uint64_t seq,
                        const char *what)
{
    inspection_tell(inspection, "kiosk %s epoch %s record %" PRIu64 ": %s", epoch->kiosk,
                    epoch->name, seq, what);
}

/* --- one record --- */

static void check_same_as(struct inspection *inspection, const struct epoch *epoch, uint64_t seq,
                          int64_t row, const struct bs_record *record, int state)
{
    sqlite3_stmt *statement = NULL;
    struct bs_record first;
    bool fits = false;

    if (storage_ask(inspection->db, SQL_RECORD_BY_ROW, &statement, NULL) != BS_OK) {
        return;
    }
    storage_bind_int(statement, 1, row);
    if (storage_row(inspection->db, statement, NULL) == BS_OK &&
        bs_record_parse(storage_bytes(statement, 2), &first, NULL, NULL) == BS_OK) {
        bool same = strcmp(first.digest, record->digest) == 0;

        fits = strcmp(first.id, record->id) == 0 && same == (state == STORAGE_RECORD_SAME);
    }
    sqlite3_reset(statement);
    if (!fits) {
        tell_record(inspection, epoch, seq, "the record that it repeats is another one");
    }
}

/* What a visit counts as, its corrections read from their own lines: the last that may be, else the submission. */
static enum bs_err read_counted(struct inspection *inspection, const struct epoch *epoch,
                                const struct bs_record *record, struct bs_submission *submission,
                                struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    struct bs_uuid id;
    enum bs_err rc;

    if (!bs_uuid_parse(record->id, &id)) {
        return BS_OK; /* check_columns tells of it */
    }
    rc = storage_ask(inspection->db, SQL_CORRECTIONS_OF, &row, err);
    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, epoch->tenant);
    storage_bind_blob(row, 2, id.bytes, sizeof(id.bytes));
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        const char *kiosk = (const char *)sqlite3_column_text(row, 1);
        struct bs_record line;
        struct bs_submission body;

        if (kiosk != NULL && strcmp(kiosk, epoch->kiosk) == 0 &&
            bs_record_parse(storage_bytes(row, 0), &line, NULL, NULL) == BS_OK &&
            storage_read_body(&line, &body) == STORAGE_READS_CORRECTION &&
            strcmp(body.programme, submission->programme) == 0 &&
            body.version == submission->version &&
            storage_submission_fits(&inspection->shelf, epoch->tenant, &body, &rc, err)) {
            correction_inherit(submission, &body);
            *submission = body;
            rc = BS_NOTFOUND;
        }
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static void check_corrects(struct inspection *inspection, const struct epoch *epoch, uint64_t seq,
                           struct bs_bytes stored, const char *corrects)
{
    struct bs_uuid first;
    bool fits = bs_uuid_parse(corrects, &first)
                    ? stored.len == sizeof(first.bytes) &&
                          memcmp(stored.data, first.bytes, sizeof(first.bytes)) == 0
                    : stored.len == 0;

    if (!fits) {
        tell_record(inspection, epoch, seq, "what it corrects is not what its line says");
    }
}

/* The notes that a record of that sort may be counted with. */
static int notes_of(const struct meaning *read)
{
    switch (read->what) {
    case MEANING_LEAVING:
        return MEANING_NOTES;
    case MEANING_SUBMISSION:
    case MEANING_COMMENT:
    case MEANING_NOTE:
        return MEANING_AS_TRIAL;
    case MEANING_NOTHING:
    case MEANING_CORRECTION:
    case MEANING_CARRIED:
    case MEANING_DECISION:
        break;
    }
    return 0;
}

/* Why it was set aside, where its bytes alone tell that; what hangs on what is published may be of another day. */
static void check_why(struct inspection *inspection, const struct epoch *epoch, uint64_t seq,
                      sqlite3_stmt *row, const struct meaning *read)
{
    const int why = sqlite3_column_int(row, 9);
    /* What was counted and says nothing is told of as that. */
    bool fits = read->what == MEANING_NOTHING || (why & ~notes_of(read)) == 0;

    if (sqlite3_column_int(row, 3) == STORAGE_RECORD_ASIDE) {
        fits = why == STORAGE_ASIDE_UNSAID ||
               (read->what == MEANING_NOTHING
                    ? why == (int)read->why
                    : why == STORAGE_ASIDE_PROGRAMME || why == STORAGE_ASIDE_PLACE ||
                          (why == STORAGE_ASIDE_WAITS && read->what == MEANING_CORRECTION) ||
                          (why == STORAGE_ASIDE_TOO_MANY &&
                           (read->what == MEANING_COMMENT || read->what == MEANING_DECISION)));
    }
    if (!fits) {
        tell_record(inspection, epoch, seq, "it is said to be set aside for another reason");
    }
}

/* What is kept of a connector's record; meaning NULL: it was erased. */
static void check_review(struct inspection *inspection, const struct epoch *epoch,
                         sqlite3_stmt *row, const struct bs_record *record,
                         const struct meaning *meaning, enum bs_err *rc, struct bs_error *err)
{
    const struct meaning_at at = {.tenant = epoch->tenant,
                                  .log = epoch->log,
                                  .received_ms = sqlite3_column_int64(row, 5),
                                  .record = record};
    const char *wrong = verify_review_record(inspection, &at, meaning, rc, err);

    if (wrong != NULL) {
        tell_record(inspection, epoch, record->seq, wrong);
    }
}

/* Whether the record counts as things stand; counts the visit anew, with the notes that were made when it was counted. */
static bool understand(struct inspection *inspection, const struct epoch *epoch, sqlite3_stmt *row,
                       const struct bs_record *record, enum bs_err *rc, struct bs_error *err)
{
    struct meaning meaning;
    struct correction correction = {.tenant = epoch->tenant,
                                    .kiosk = epoch->kiosk,
                                    .log = epoch->log,
                                    .seq = record->seq,
                                    .body = &meaning.body};
    char day[11];

    *rc = BS_OK;
    meaning_read(record, &meaning);
    check_why(inspection, epoch, record->seq, row, &meaning);
    check_corrects(inspection, epoch, record->seq, storage_bytes(row, 8),
                   meaning.what == MEANING_CORRECTION ? meaning.body.corrects : "");
    if (meaning.what == MEANING_CORRECTION) {
        return correction_find(&inspection->shelf, &correction, rc, err);
    }
    if (!meaning_fits(&inspection->shelf, epoch->tenant, true, &meaning, rc, err)) {
        return false;
    }
    if (sqlite3_column_int(row, 3) == STORAGE_RECORD_ASIDE &&
        !meaning_has_room(inspection->db, epoch->tenant, &meaning, rc, err)) {
        return false;
    }
    if (sqlite3_column_int(row, 3) == STORAGE_RECORD_COUNTED) {
        meaning_read(record, &meaning); /* what the place offers today is not what it did then */
        meaning_apply(&meaning, (unsigned)sqlite3_column_int(row, 9));
    }
    if (meaning.what == MEANING_SUBMISSION) {
        *rc = read_counted(inspection, epoch, record, &meaning.body, err);
    }
    if (*rc == BS_OK && sqlite3_column_int(row, 3) == STORAGE_RECORD_COUNTED) {
        check_review(inspection, epoch, row, record, &meaning, rc, err);
    }
    storage_day_of(record, sqlite3_column_int64(row, 5), day);
    meaning_count(&inspection->tally, epoch->tenant, day, &meaning);
    return true;
}

/* How the record was understood, against how it is understood now. */
static enum bs_err check_meaning(struct inspection *inspection, const struct epoch *epoch,
                                 sqlite3_stmt *row, uint64_t seq, const struct bs_record *record,
                                 struct bs_error *err)
{
    int state = sqlite3_column_int(row, 3);
    bool understood;
    enum bs_err rc;

    if (sqlite3_column_type(row, 4) != SQLITE_NULL) {
        int why = sqlite3_column_int(row, 9);

        check_same_as(inspection, epoch, seq, sqlite3_column_int64(row, 4), record, state);
        check_corrects(inspection, epoch, seq, storage_bytes(row, 8), "");
        if (why != STORAGE_ASIDE_UNSAID &&
            (state != STORAGE_RECORD_ASIDE || why != STORAGE_ASIDE_ID)) {
            tell_record(inspection, epoch, seq, "it is said to be set aside for another reason");
        }
        return BS_OK;
    }
    if (record->body.len == 0) { /* erased: what it said is in the tallies alone */
        rc = BS_OK;
        if (state == STORAGE_RECORD_COUNTED) {
            check_review(inspection, epoch, row, record, NULL, &rc, err);
        }
        return rc;
    }
    understood = understand(inspection, epoch, row, record, &rc, err);
    if (rc == BS_OK && state != (understood ? STORAGE_RECORD_COUNTED : STORAGE_RECORD_ASIDE)) {
        tell_record(inspection, epoch, seq,
                    understood ? "it is a valid submission but was not counted"
                               : "it was counted but is no valid submission");
    }
    return rc;
}

static void check_columns(struct inspection *inspection, struct epoch *epoch, sqlite3_stmt *row,
                          uint64_t seq, const struct bs_record *record)
{
    struct bs_bytes id = storage_bytes(row, 2);
    struct bs_uuid uuid;
    char tenant[8], hash[BS_HASH_TEXT];

    if (record->seq != seq) {
        tell_record(inspection, epoch, seq, "its line has another number");
    }
    if (!bs_uuid_parse(record->id, &uuid) || id.len != sizeof(uuid.bytes) ||
        memcmp(id.data, uuid.bytes, id.len) != 0) {
        tell_record(inspection, epoch, seq, "its line has another id");
    }
    if (!storage_copy_text(row, 1, tenant, sizeof(tenant)) || strcmp(tenant, epoch->tenant) != 0) {
        tell_record(inspection, epoch, seq, "it stands under another municipality");
    }
    storage_hash_text(storage_bytes(row, 6), hash);
    if (strcmp(hash, epoch->hash) != 0) {
        tell_record(inspection, epoch, seq,
                    "the chain does not fit: a line before or here changed");
        memcpy(epoch->hash, hash,
               sizeof(hash)); /* tell of the first that does not fit, not of all behind it */
    }
}

static enum bs_err check_record(struct inspection *inspection, struct epoch *epoch,
                                sqlite3_stmt *row, struct bs_error *err)
{
    uint64_t seq = (uint64_t)sqlite3_column_int64(row, 0);
    struct bs_record record;
    struct bs_bytes head;

    if (seq == epoch->next + 1) {
        inspection_tell(inspection, "kiosk %s epoch %s: record %" PRIu64 " is missing",
                        epoch->kiosk, epoch->name, epoch->next);
    } else if (seq != epoch->next) {
        inspection_tell(inspection,
                        "kiosk %s epoch %s: records %" PRIu64 " to %" PRIu64 " are missing",
                        epoch->kiosk, epoch->name, epoch->next, seq - 1);
    }
    epoch->next = seq + 1;
    if (bs_record_parse(storage_bytes(row, 7), &record, &head, NULL) != BS_OK) {
        tell_record(inspection, epoch, seq, "its line or body was changed");
        storage_hash_text(storage_bytes(row, 6), epoch->hash);
        return BS_OK;
    }
    bs_chain_step(epoch->hash, head);
    check_columns(inspection, epoch, row, seq, &record);
    return check_meaning(inspection, epoch, row, seq, &record, err);
}

/* --- one epoch, and all --- */

static void check_end(struct inspection *inspection, const struct epoch *epoch)
{
    if (epoch->next - 1 != epoch->complete_to) {
        inspection_tell(inspection,
                        "kiosk %s epoch %s: complete to %" PRIu64
                        " by the log, but the lines end at %" PRIu64,
                        epoch->kiosk, epoch->name, epoch->complete_to, epoch->next - 1);
    }
    if (strcmp(epoch->hash, epoch->stored) != 0) {
        inspection_tell(inspection, "kiosk %s epoch %s: the hash at its end does not fit its lines",
                        epoch->kiosk, epoch->name);
    }
}

static enum bs_err check_epoch(struct inspection *inspection, struct epoch *epoch,
                               struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_RECORDS_OF_LOG, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_chain_start(epoch->kiosk, epoch->name, epoch->hash);
    epoch->next = 1;
    storage_bind_int(row, 1, epoch->log);
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        rc = check_record(inspection, epoch, row, err);
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(row);
    if (rc == BS_NOTFOUND) {
        check_end(inspection, epoch);
        rc = BS_OK;
    }
    return rc;
}

static enum bs_err check_epochs(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_LOGS, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        struct epoch epoch = {.log = sqlite3_column_int64(row, 0),
                              .complete_to = (uint64_t)sqlite3_column_int64(row, 4)};
        char owner[8];

        if (!storage_copy_text(row, 1, epoch.tenant, sizeof(epoch.tenant)) ||
            !storage_copy_text(row, 2, epoch.kiosk, sizeof(epoch.kiosk)) ||
            !storage_copy_text(row, 3, epoch.name, sizeof(epoch.name)) ||
            !storage_copy_text(row, 6, owner, sizeof(owner))) {
            inspection_tell(inspection, "log %" PRId64 ": it cannot be read", epoch.log);
            continue;
        }
        storage_hash_text(storage_bytes(row, 5), epoch.stored);
        if (strcmp(owner, epoch.tenant) != 0) {
            inspection_tell(inspection, "kiosk %s epoch %s: it stands under another municipality",
                            epoch.kiosk, epoch.name);
        }
        rc = check_epoch(inspection, &epoch, err);
        if (rc != BS_OK) {
            break;
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* --- what does not hang on one record --- */

static enum bs_err check_file(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_INTEGRITY, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        const char *sentence = (const char *)sqlite3_column_text(row, 0);

        if (sentence != NULL && strcmp(sentence, "ok") != 0) {
            inspection_tell(inspection, "the file is damaged: %s", sentence);
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err check_orphans(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_RECORDS_ORPHANED, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    rc = storage_row(inspection->db, row, err);
    if (rc == BS_OK && sqlite3_column_int64(row, 0) != 0) {
        int64_t count = sqlite3_column_int64(row, 0);

        inspection_tell(inspection, "%" PRId64 " %s to no log", count,
                        count == 1 ? "record belongs" : "records belong");
    }
    sqlite3_reset(row);
    return rc;
}

static const char *text_of(sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);

    return text == NULL ? "?" : (const char *)text;
}

static enum bs_err check_backed_up(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, SQL_LOGS_OVERSTATED, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        inspection_tell(inspection,
                        "kiosk %s epoch %s: more is said to be in a backup than is here",
                        text_of(row, 0), text_of(row, 1));
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* Texts that are kept with their digest: name, version, digest, text. */
static enum bs_err check_texts(struct inspection *inspection, enum storage_sql index,
                               const char *sort, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(inspection->db, index, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        struct bs_bytes digest = storage_bytes(row, 2);
        uint8_t hash[STORAGE_HASH_SIZE];

        bs_sha256_raw(storage_bytes(row, 3), hash);
        if (digest.len != sizeof(hash) || memcmp(digest.data, hash, sizeof(hash)) != 0) {
            inspection_tell(inspection, "%s %s version %d: its text was changed", sort,
                            (const char *)sqlite3_column_text(row, 0), sqlite3_column_int(row, 1));
        }
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err check_programmes(struct inspection *inspection, struct bs_error *err)
{
    return check_texts(inspection, SQL_PROGRAMME_DIGESTS, "programme", err);
}

static enum bs_err check_outcomes(struct inspection *inspection, struct bs_error *err)
{
    return check_texts(inspection, SQL_OUTCOME_DIGESTS, "outcome of", err);
}

static bool read_key(sqlite3_stmt *row, struct tally_key *key)
{
    memset(key, 0, sizeof(*key));
    key->trial = (char)sqlite3_column_int(row, 7);
    key->burst = (char)sqlite3_column_int(row, 10);
    return storage_copy_text(row, 0, key->tenant, sizeof(key->tenant)) &&
           storage_copy_text(row, 1, key->programme, sizeof(key->programme)) &&
           storage_copy_text(row, 2, key->question, sizeof(key->question)) &&
           storage_copy_text(row, 3, key->value, sizeof(key->value)) &&
           storage_copy_text(row, 4, key->place, sizeof(key->place)) &&
           storage_copy_text(row, 5, key->lang, sizeof(key->lang)) &&
           storage_copy_text(row, 6, key->channel, sizeof(key->channel)) &&
           storage_copy_text(row, 8, key->day, sizeof(key->day));
}

static void tell_count(struct inspection *inspection, const struct tally_key *key, int64_t stored,
                       int64_t counted)
{
    inspection_tell(
        inspection,
        "tally of %s %s %s %s (%s, %s, %s): %" PRId64 " is stored, the records say %" PRId64,
        key->tenant, key->programme, key->question[0] == '\0' ? "submissions" : key->question,
        key->value, key->place, key->lang, key->day, stored, counted);
}

static enum bs_err check_tallies(struct inspection *inspection, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    struct tally_key key;
    enum bs_err rc = storage_ask(inspection->db, SQL_TALLIES, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    while ((rc = storage_row(inspection->db, row, err)) == BS_OK) {
        int64_t stored = sqlite3_column_int64(row, 9), counted;

        if (!read_key(row, &key)) {
            inspection_tell(inspection, "a tally cannot be read");
            continue;
        }
        counted = tally_of(&inspection->tally, &key);
        if (stored != counted) {
            tell_count(inspection, &key, stored, counted);
        }
        tally_add(&inspection->tally, &key, -counted); /* what is left over was not stored */
    }
    sqlite3_reset(row);
    for (size_t i = 0; rc == BS_NOTFOUND && i < inspection->tally.count; i++) {
        if (inspection->tally.entries[i].count != 0) {
            tell_count(inspection, &inspection->tally.entries[i].key, 0,
                       inspection->tally.entries[i].count);
        }
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_verify_file(const char *path, storage_finding *found, void *self,
                                struct bs_error *err)
{
    static enum bs_err (*const checks[])(struct inspection *, struct bs_error *) = {
        check_file,      check_programmes, check_outcomes, check_epochs,  check_orphans,
        check_backed_up, verify_carried,   verify_beside,  verify_review, check_tallies};
    struct bs_db reader = {.handle = NULL};
    struct inspection inspection = {.found = found, .self = self};
    enum bs_err rc = bs_db_open(path, BS_DB_READER, &storage_plan, &reader, err);

    if (rc != BS_OK) {
        goto out;
    }
    inspection.db = &reader;
    inspection.shelf.db = &reader;
    rc = bs_db_begin_read(&reader, err);
    for (size_t i = 0; rc == BS_OK && i < sizeof(checks) / sizeof(checks[0]); i++) {
        rc = checks[i](&inspection, err);
    }
    if (rc == BS_OK && inspection.findings > 0) {
        rc = bs_fail(err, BS_BROKEN, "%" PRIu64 " %s not fit", inspection.findings,
                     inspection.findings == 1 ? "thing does" : "things do");
    }
out:
    shelf_finish(&inspection.shelf);
    tally_finish(&inspection.tally);
    bs_db_finish(&reader);
    bs_db_close(&reader);
    return rc;
}

enum bs_err storage_verify(struct storage *storage, storage_finding *found, void *self,
                           struct bs_error *err)
{
    return storage_verify_file(storage->path, found, self, err);
}
