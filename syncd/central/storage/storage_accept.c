/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The intake: one batch, one transaction. What was stored is answered for; what is not understood is stored as well. */

#include "intake.h"

#include <inttypes.h>
#include <string.h>

#include <buurtstem/stop.h>
#include <buurtstem/utf8.h>

#include "review_rows.h"

/* --- where the batch begins --- */

static enum bs_err load_log(struct intake *in, struct bs_error *err)
{
    struct bs_db *db = &in->storage->db;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_LOG, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, in->kiosk->id);
    storage_bind_text(statement, 2, in->batch->header.epoch);
    rc = storage_row(db, statement, err);
    if (rc == BS_OK) {
        in->log = sqlite3_column_int64(statement, 0);
        in->complete_to = (uint64_t)sqlite3_column_int64(statement, 1);
        storage_hash_text(storage_bytes(statement, 2), in->hash);
        in->backup_complete_to = (uint64_t)sqlite3_column_int64(statement, 3);
    } else if (rc == BS_NOTFOUND) {
        bs_chain_start(in->kiosk->id, in->batch->header.epoch, in->hash);
        rc = BS_OK;
    }
    sqlite3_reset(statement);
    return rc;
}

static enum bs_err make_log(struct intake *in, struct bs_error *err)
{
    struct bs_db *db = &in->storage->db;
    sqlite3_stmt *statement = NULL;
    uint8_t hash[STORAGE_HASH_SIZE];
    enum bs_err rc = storage_ask(db, SQL_PUT_LOG, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_hash_raw(in->hash, hash);
    storage_bind_text(statement, 1, in->kiosk->tenant);
    storage_bind_text(statement, 2, in->kiosk->id);
    storage_bind_text(statement, 3, in->batch->header.epoch);
    storage_bind_blob(statement, 4, hash, sizeof(hash));
    storage_bind_int(statement, 5, in->now_ms);
    rc = storage_row(db, statement, err);
    if (rc == BS_OK) {
        in->log = sqlite3_column_int64(statement, 0);
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? bs_fail(err, BS_BROKEN, "a new log got no number") : rc;
}

/* The chain at a seq that is held. */
static enum bs_err hash_at(struct intake *in, uint64_t seq, char out[BS_HASH_TEXT],
                           struct bs_error *err)
{
    struct bs_db *db = &in->storage->db;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    if (seq == 0) {
        bs_chain_start(in->kiosk->id, in->batch->header.epoch, out);
        return BS_OK;
    }
    if (seq == in->complete_to) {
        memcpy(out, in->hash, BS_HASH_TEXT);
        return BS_OK;
    }
    rc = storage_ask(db, SQL_RECORD_HASH, &statement, err);
    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_int(statement, 1, in->log);
    storage_bind_int(statement, 2, (int64_t)seq);
    rc = storage_row(db, statement, err);
    if (rc == BS_OK) {
        storage_hash_text(storage_bytes(statement, 0), out);
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND
               ? bs_fail(err, BS_BROKEN, "kiosk %s epoch %s: record %" PRIu64 " is missing",
                         in->kiosk->id, in->batch->header.epoch, seq)
               : rc;
}

static enum bs_err refuse(struct bs_problem *problem, const struct bs_problem *why,
                          const char *title, const char *detail, struct bs_error *err)
{
    *problem = *why;
    problem->status = 409;
    (void)bs_utf8_copy(problem->title, sizeof(problem->title), title);
    (void)bs_utf8_copy(problem->detail, sizeof(problem->detail), detail);
    return bs_fail(err, BS_REFUSED, "%s", title);
}

static enum bs_err put_fork_line(struct intake *in, size_t index, bool *is_new,
                                 struct bs_error *err)
{
    struct bs_db *db = &in->storage->db;
    sqlite3_stmt *statement = NULL;
    struct bs_bytes line;
    uint8_t hash[STORAGE_HASH_SIZE];
    enum bs_err rc = storage_ask(db, SQL_PUT_FORK, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    rc = review_line_to_keep(db, in->kiosk->tenant, &in->batch->records[index],
                             in->batch->lines[index], &line, err);
    if (rc != BS_OK) {
        return rc;
    }
    storage_hash_raw(in->batch->hashes[index], hash);
    storage_bind_text(statement, 1, in->kiosk->tenant);
    storage_bind_int(statement, 2, in->log);
    storage_bind_int(statement, 3, (int64_t)in->batch->records[index].seq);
    storage_bind_blob(statement, 4, hash, sizeof(hash));
    storage_bind_blob(statement, 5, line.data, line.len);
    storage_bind_int(statement, 6, in->now_ms);
    rc = bs_db_run(db, statement, err);
    if (rc == BS_OK) {
        *is_new = sqlite3_changes(db->handle) > 0;
    }
    return rc;
}

/* Keeps the lines from `index` on beside the log and commits, so that they survive the refusal. */
static enum bs_err keep_beside(struct intake *in, size_t index, struct bs_error *err)
{
    bool is_new = false, ignored;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = put_fork_line(in, index, &is_new, err);

    for (size_t i = index + 1; rc == BS_OK && i < in->batch->header.count; i++) {
        rc = put_fork_line(in, i, &ignored, err);
    }
    if (rc == BS_OK && is_new) {
        rc = storage_ask(&in->storage->db, SQL_LOG_FORKED, &statement, err);
        if (rc == BS_OK) {
            storage_bind_int(statement, 1, in->log);
            rc = bs_db_run(&in->storage->db, statement, err);
        }
    }
    return rc == BS_OK ? storage_commit(in->storage, err) : rc;
}

/* The batch has to begin where the log ends or before, on the same chain. */
static enum bs_err check_begin(struct intake *in, struct bs_problem *problem, struct bs_error *err)
{
    const struct bs_batch_header *header = &in->batch->header;
    char before[BS_HASH_TEXT];
    enum bs_err rc;

    if (header->first_seq > in->complete_to + 1) {
        return refuse(problem,
                      &(struct bs_problem){.type = BS_PROBLEM_GAP, .complete_to = in->complete_to},
                      "Records are missing before this batch", "Send from complete_to + 1.", err);
    }
    rc = hash_at(in, header->first_seq - 1, before, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (strcmp(before, header->prev_hash) != 0) {
        rc = keep_beside(in, 0, err);
        return rc != BS_OK ? rc
                           : refuse(problem,
                                    &(struct bs_problem){.type = BS_PROBLEM_BAD_CHAIN,
                                                         .complete_to = in->complete_to},
                                    "The batch does not continue the chain held here",
                                    "The hash before its first record is another one.", err);
    }
    return BS_OK;
}

/* --- forks --- */

static enum bs_err stored_digest(struct intake *in, uint64_t seq, char out[BS_HASH_TEXT],
                                 struct bs_error *err)
{
    struct bs_db *db = &in->storage->db;
    struct bs_record record;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_RECORD_LINE, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_int(statement, 1, in->log);
    storage_bind_int(statement, 2, (int64_t)seq);
    rc = storage_row(db, statement, err);
    if (rc == BS_OK) {
        rc = bs_record_parse(storage_bytes(statement, 0), &record, NULL, NULL);
    }
    if (rc == BS_OK) {
        memcpy(out, record.digest, BS_HASH_TEXT);
    } else {
        rc = bs_fail(err, BS_BROKEN, "kiosk %s epoch %s: record %" PRIu64 " cannot be read",
                     in->kiosk->id, in->batch->header.epoch, seq);
    }
    sqlite3_reset(statement);
    return rc;
}

static enum bs_err refuse_fork(struct intake *in, size_t index, struct bs_problem *problem,
                               struct bs_error *err)
{
    struct bs_problem why = {.type = BS_PROBLEM_FORK,
                             .seq = in->batch->records[index].seq,
                             .complete_to = in->complete_to};
    enum bs_err rc = stored_digest(in, why.seq, why.ours, err);

    if (rc == BS_OK) {
        rc = keep_beside(in, index, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    memcpy(why.theirs, in->batch->records[index].digest, BS_HASH_TEXT);
    return refuse(problem, &why, "Another record is held under this number",
                  "Both are kept. Begin a new epoch.", err);
}

/* Compares what we hold already. *next: index of the first record that is new, or count. */
static enum bs_err check_overlap(struct intake *in, size_t *next, struct bs_problem *problem,
                                 struct bs_error *err)
{
    const struct bs_batch_header *header = &in->batch->header;
    size_t held = 0;
    char ours[BS_HASH_TEXT];
    enum bs_err rc;

    if (in->complete_to >= header->first_seq) {
        uint64_t overlap = in->complete_to - header->first_seq + 1;

        held = overlap > header->count ? header->count : (size_t)overlap;
    }
    if (held > 0) {
        rc = hash_at(in, header->first_seq + held - 1, ours, err);
        if (rc != BS_OK) {
            return rc;
        }
        /* One hash speaks for all records before it; only a fork makes us look for the first that differs. */
        for (size_t i = 0; strcmp(ours, in->batch->hashes[held - 1]) != 0 && i < held; i++) {
            char mine[BS_HASH_TEXT];

            rc = hash_at(in, header->first_seq + i, mine, err);
            if (rc != BS_OK) {
                return rc;
            }
            if (strcmp(mine, in->batch->hashes[i]) != 0) {
                return refuse_fork(in, i, problem, err);
            }
        }
    }
    in->counters.repeated = held;
    *next = held;
    return BS_OK;
}

/* --- what is new --- */

static enum bs_err move_log(struct intake *in, struct bs_error *err)
{
    const struct bs_batch_header *header = &in->batch->header;
    struct bs_db *db = &in->storage->db;
    sqlite3_stmt *statement = NULL;
    uint8_t hash[STORAGE_HASH_SIZE];
    enum bs_err rc = storage_ask(db, SQL_LOG_MOVE, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    in->complete_to = header->first_seq + header->count - 1;
    memcpy(in->hash, in->batch->hashes[header->count - 1], BS_HASH_TEXT);
    storage_hash_raw(in->hash, hash);
    storage_bind_int(statement, 1, in->log);
    storage_bind_int(statement, 2, (int64_t)in->complete_to);
    storage_bind_blob(statement, 3, hash, sizeof(hash));
    storage_bind_int(statement, 4, in->now_ms);
    rc = bs_db_run(db, statement, err);
    return rc == BS_OK ? storage_kiosk_seen(in->storage, in->kiosk->id, in->now_ms, err) : rc;
}

static enum bs_err ask_whether_used(struct intake *in, struct bs_error *err)
{
    struct bs_db *db = &in->storage->db;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_KIOSK_WAS_USED, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, in->kiosk->id);
    rc = storage_row(db, statement, err);
    if (rc == BS_OK) {
        in->kiosk_was_used = sqlite3_column_int(statement, 0) != 0;
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err store_new(struct intake *in, size_t next, struct bs_error *err)
{
    enum bs_err rc = in->log == 0 ? make_log(in, err) : BS_OK;

    if (rc == BS_OK) {
        rc = ask_whether_used(in, err);
    }
    if (rc == BS_OK) {
        rc = intake_store(in, next, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("storage.accept.records");
        rc = storage_add_tally(&in->storage->db, &in->tally, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("storage.accept.tallies");
        rc = move_log(in, err);
    }
    return rc;
}

/* --- the answer --- */

static enum bs_err fill_receipt(struct intake *in, struct bs_receipt *out, struct bs_error *err)
{
    const struct bs_batch_header *header = &in->batch->header;
    struct bs_db *db = &in->storage->db;
    struct bs_receipt receipt = {.complete_to = in->complete_to,
                                 .backup_complete_to = in->backup_complete_to};
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_RECORDS_SET_ASIDE, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_int(statement, 1, in->log);
    storage_bind_int(statement, 2, (int64_t)header->first_seq);
    storage_bind_int(statement, 3, (int64_t)(header->first_seq + header->count - 1));
    storage_bind_int(statement, 4, BS_SET_ASIDE_MAX);
    while ((rc = storage_row(db, statement, err)) == BS_OK &&
           receipt.set_aside_count < BS_SET_ASIDE_MAX) {
        receipt.set_aside[receipt.set_aside_count++] = (uint64_t)sqlite3_column_int64(statement, 0);
    }
    sqlite3_reset(statement);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        return rc;
    }
    memcpy(receipt.kiosk, in->kiosk->id, sizeof(receipt.kiosk));
    memcpy(receipt.epoch, header->epoch, sizeof(receipt.epoch));
    memcpy(receipt.batch_hash, in->batch->hash, sizeof(receipt.batch_hash));
    memcpy(receipt.hash_at_complete_to, in->hash, sizeof(receipt.hash_at_complete_to));
    *out = receipt;
    return BS_OK;
}

static enum bs_err accept(struct intake *in, struct bs_receipt *receipt, struct bs_problem *problem,
                          struct bs_error *err)
{
    size_t next = 0;
    enum bs_err rc = load_log(in, err);

    if (rc == BS_OK) {
        rc = check_begin(in, problem, err);
    }
    if (rc == BS_OK) {
        rc = check_overlap(in, &next, problem, err);
    }
    if (rc == BS_OK && next < in->batch->header.count) {
        rc = store_new(in, next, err);
    }
    return rc == BS_OK ? fill_receipt(in, receipt, err) : rc;
}

enum bs_err storage_accept_batch(struct storage *storage, const struct storage_kiosk *kiosk,
                                 const struct bs_batch *batch, int64_t now_ms, bool quarantine,
                                 struct bs_receipt *receipt, struct bs_problem *problem,
                                 struct bs_error *err)
{
    struct intake in = {.storage = storage, .kiosk = kiosk, .batch = batch, .now_ms = now_ms};
    struct bs_receipt answer;
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = quarantine ? storage_put_quarantine(storage, kiosk, batch, now_ms, err)
                    : accept(&in, &answer, problem, err);
    if (rc != BS_OK) {
        goto out;
    }
    BS_STOP_HERE("storage.accept.before-commit");
    rc = storage_commit(storage, err);
    BS_STOP_HERE("storage.accept.after-commit");
    if (rc == BS_OK && !quarantine) {
        *receipt = answer;
        storage->counters.stored += in.counters.stored;
        storage->counters.repeated += in.counters.repeated;
        storage->counters.set_aside += in.counters.set_aside;
    }
out:
    bs_db_finish(&storage->db);
    storage_leave(storage);
    tally_finish(&in.tally);
    return rc;
}
