/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What revoked kiosks sent: to be looked at, and to be taken into the log by who looked. */

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include <buurtstem/stop.h>

#include "storage_p.h"
#include "storage_proof.h"

static enum bs_err visit_lines(struct bs_db *db, const char *kiosk, storage_line_visit *visit,
                               void *self, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc = storage_ask(db, SQL_QUARANTINE_LINES, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, kiosk);
    while (more && (rc = storage_row(db, row, err)) == BS_OK) {
        struct storage_line line = {.seq = (uint64_t)sqlite3_column_int64(row, 1)};
        char hash[BS_HASH_TEXT];

        (void)storage_copy_text(row, 0, line.epoch, sizeof(line.epoch));
        line.line = storage_bytes(row, 2);
        storage_hash_text(storage_bytes(row, 3), hash);
        line.hash = hash;
        more = visit(self, &line);
    }
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_quarantine_lines(struct storage *storage, const char *kiosk,
                                     storage_line_visit *visit, void *self, struct bs_error *err)
{
    struct bs_db reader = {.handle = NULL};
    enum bs_err rc = bs_db_open(storage->path, BS_DB_READER, &storage_plan, &reader, err);

    if (rc == BS_OK) {
        rc = visit_lines(&reader, kiosk, visit, self, err);
    }
    bs_db_close(&reader);
    return rc;
}

/* --- taking it in --- */

/* One epoch, from where its log ends. */
struct passage {
    struct storage *storage;
    const struct storage_kiosk *kiosk;
    int64_t now_ms;
    char epoch[BS_EPOCH_TEXT];
    uint64_t next;           /* the number that is to come */
    char hash[BS_HASH_TEXT]; /* the chain before it */
    uint64_t left;           /* lines that are no longer in quarantine */
};

static enum bs_err find_end(struct passage *passage, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(&passage->storage->db, SQL_LOG, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, passage->kiosk->id);
    storage_bind_text(row, 2, passage->epoch);
    rc = storage_row(&passage->storage->db, row, err);
    if (rc == BS_OK) {
        passage->next = (uint64_t)sqlite3_column_int64(row, 1) + 1;
        storage_hash_text(storage_bytes(row, 2), passage->hash);
    } else if (rc == BS_NOTFOUND) {
        passage->next = 1;
        bs_chain_start(passage->kiosk->id, passage->epoch, passage->hash);
        rc = BS_OK;
    }
    sqlite3_reset(row);
    return rc;
}

/* Of the lines under a number, the one that the chain asks for, behind `lines`. BS_NOTFOUND: none. */
static enum bs_err add_next(struct passage *passage, uint64_t seq, char hash[BS_HASH_TEXT],
                            struct bs_buf *lines, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(&passage->storage->db, SQL_QUARANTINE_NEXT, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, passage->kiosk->id);
    storage_bind_text(row, 2, passage->epoch);
    storage_bind_int(row, 3, (int64_t)seq);
    while ((rc = storage_row(&passage->storage->db, row, err)) == BS_OK) {
        struct bs_bytes line = storage_bytes(row, 0), head;
        struct bs_record record;
        char stored[BS_HASH_TEXT], ours[BS_HASH_TEXT];

        memcpy(ours, hash, sizeof(ours));
        storage_hash_text(storage_bytes(row, 1), stored);
        if (bs_record_parse(line, &record, &head, NULL) != BS_OK) {
            continue;
        }
        bs_chain_step(ours, head);
        if (strcmp(ours, stored) == 0) {
            bs_buf_add(lines, line.data, line.len);
            bs_buf_text(lines, "\n");
            memcpy(hash, ours, sizeof(ours));
            break;
        }
    }
    sqlite3_reset(row);
    return rc;
}

static enum bs_err hand_in(struct passage *passage, const struct bs_batch_header *header,
                           const struct bs_buf *lines, struct bs_error *err)
{
    struct bs_batch batch = {.records = NULL};
    struct bs_receipt receipt;
    struct bs_problem problem;
    struct bs_buf raw;
    enum bs_err rc;

    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    bs_batch_write_header(header, &raw);
    bs_buf_add(&raw, lines->data, lines->len);
    rc = bs_buf_check(&raw, "quarantine", err);
    if (rc == BS_OK) {
        rc = bs_batch_decode(bs_buf_bytes(&raw), &batch, err);
    }
    if (rc == BS_OK) {
        rc = storage_accept_batch(passage->storage, passage->kiosk, &batch, passage->now_ms, false,
                                  &receipt, &problem, err);
    }
    bs_batch_finish(&batch);
    bs_buf_finish(&raw);
    return rc;
}

enum { AT_ONCE = 24 }; /* of the largest records, so many fit one batch */

static enum bs_err gather(struct passage *passage, struct bs_batch_header *header,
                          struct bs_buf *lines, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    while (rc == BS_OK && header->count < AT_ONCE) {
        rc = add_next(passage, passage->next + header->count, passage->hash, lines, err);
        header->count += rc == BS_OK ? 1 : 0;
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* A handful, from where the log ends now, as a kiosk would send them. *count: how many; 0: nothing goes on here. */
static enum bs_err take_some(struct passage *passage, uint64_t *count, struct bs_error *err)
{
    struct bs_batch_header header = {.version = 1};
    struct bs_buf lines;
    enum bs_err rc = find_end(passage, err);

    if (rc != BS_OK) {
        return rc;
    }
    header.first_seq = passage->next;
    memcpy(header.kiosk, passage->kiosk->id, sizeof(header.kiosk));
    memcpy(header.epoch, passage->epoch, sizeof(header.epoch));
    memcpy(header.prev_hash, passage->hash, sizeof(header.prev_hash));
    bs_buf_init(&lines, BS_BATCH_BYTES_MAX);
    rc = gather(passage, &header, &lines, err);
    memcpy(header.last_hash, passage->hash, sizeof(header.last_hash));
    if (rc == BS_OK && header.count > 0) {
        rc = hand_in(passage, &header, &lines, err);
    }
    bs_buf_finish(&lines);
    *count = header.count;
    return rc;
}

static enum bs_err next_epoch(struct passage *passage, struct bs_error *err)
{
    char after[BS_EPOCH_TEXT];
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(&passage->storage->db, SQL_QUARANTINE_EPOCHS, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    memcpy(after, passage->epoch, sizeof(after));
    storage_bind_text(row, 1, passage->kiosk->id);
    storage_bind_text(row, 2, after);
    rc = storage_row(&passage->storage->db, row, err);
    if (rc == BS_OK && !storage_copy_text(row, 0, passage->epoch, sizeof(passage->epoch))) {
        rc = bs_fail(err, BS_BROKEN, "kiosk %s: its quarantine cannot be read", passage->kiosk->id);
    }
    sqlite3_reset(row);
    return rc;
}

/* A few of those that are in the log by now. *count: how many. */
static enum bs_err leave_some(struct passage *passage, uint64_t *count, struct bs_error *err)
{
    struct bs_db *db = &passage->storage->db;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_QUARANTINE_LEAVE, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, passage->kiosk->id);
        rc = bs_db_run(db, statement, err);
    }
    if (rc == BS_OK) {
        *count = (uint64_t)sqlite3_changes(db->handle);
        passage->left += *count;
    }
    return rc;
}

/* Requests are answered in between: there may be many megabytes. */
static enum bs_err in_turns(struct passage *passage,
                            enum bs_err (*some)(struct passage *passage, uint64_t *count,
                                                struct bs_error *err),
                            struct bs_error *err)
{
    static const struct timespec others = {.tv_nsec = 500000};
    uint64_t count = 1;
    enum bs_err rc = BS_OK;

    while (rc == BS_OK && count > 0) {
        storage_enter(passage->storage);
        rc = some(passage, &count, err);
        storage_leave(passage->storage);
        (void)nanosleep(&others, NULL); /* the lock goes to who is awake */
    }
    return rc;
}

static enum bs_err take_all(struct passage *passage, struct bs_error *err)
{
    enum bs_err rc;

    for (;;) {
        storage_enter(passage->storage);
        rc = next_epoch(passage, err);
        storage_leave(passage->storage);
        if (rc == BS_OK) {
            rc = in_turns(passage, take_some, err);
        }
        if (rc != BS_OK) {
            break;
        }
    }
    BS_STOP_HERE("storage.quarantine.taken");
    return rc == BS_NOTFOUND ? in_turns(passage, leave_some, err) : rc;
}

enum bs_err storage_accept_quarantine(struct storage *storage, const char *id, int64_t now_ms,
                                      uint64_t *accepted, uint64_t *left, struct bs_error *err)
{
    struct storage_kiosk kiosk;
    struct passage passage = {.storage = storage, .kiosk = &kiosk, .now_ms = now_ms};
    uint64_t after = 0;
    enum bs_err rc = storage_kiosk(storage, id, &kiosk, err);

    if (rc == BS_OK) {
        rc = take_all(&passage, err);
    }
    if (rc == BS_OK) {
        rc = storage_quarantined(storage, id, &after, err);
    }
    if (rc == BS_OK) {
        *accepted = passage.left;
        *left = after;
    }
    return rc;
}

/* --- letting it go --- */

static enum bs_err drop_all(struct storage *storage, const char *kiosk, uint64_t count,
                            struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    uint64_t there;
    enum bs_err rc = storage_ask(&storage->db, SQL_QUARANTINE_DROP, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, kiosk);
    rc = bs_db_run(&storage->db, statement, err);
    if (rc != BS_OK) {
        return rc;
    }
    there = (uint64_t)sqlite3_changes(storage->db.handle);
    if (there != count) {
        return bs_fail(
            err, BS_REFUSED,
            "%" PRIu64 " %s of %s %s in quarantine, not %" PRIu64 "; nothing was deleted", there,
            there == 1 ? "line" : "lines", kiosk, there == 1 ? "is" : "are", count);
    }
    return BS_OK;
}

enum bs_err storage_drop_quarantine(struct storage *storage, const char *kiosk, uint64_t count,
                                    struct bs_error *err)
{
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = drop_all(storage, kiosk, count, err);
        rc = rc == BS_OK ? bs_db_commit(&storage->db, err) : rc;
        bs_db_finish(&storage->db);
    }
    storage_leave(storage);
    return rc;
}
