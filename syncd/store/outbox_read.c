/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading kiosk.db, on both sides of it. Transactions are short, as an open one keeps the WAL from being used anew. */

#include <buurtstem/outbox.h>

#include <inttypes.h>
#include <string.h>

#include "cell.h"
#include "outbox_p.h"

enum bs_err outbox_damaged(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                           struct bs_error *err)
{
    outbox->db.is_doubtful = true;
    return bs_fail(err, BS_BROKEN, "the log is damaged at epoch %s, seq %" PRIu64, epoch, seq);
}

/* ---- epochs ---- */

/* Steps a statement that selects one epoch, and adds where it ends. */
static enum bs_err read_epoch(struct bs_outbox *outbox, struct sqlite3_stmt *statement,
                              struct outbox_epoch *out, struct bs_error *err)
{
    struct outbox_epoch epoch = {0};
    struct sqlite3_stmt *last;
    int64_t ends_at;
    enum bs_err rc = bs_db_row(&outbox->db, statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    epoch.n = cell_int(statement, 0);
    ends_at = cell_int(statement, 4);
    if (!cell_text(statement, 1, sizeof epoch.tip.kiosk, epoch.tip.kiosk) ||
        !cell_text(statement, 2, sizeof epoch.tip.epoch, epoch.tip.epoch) ||
        !cell_text(statement, 3, sizeof epoch.start_hash, epoch.start_hash)) {
        rc = outbox_damaged(outbox, "unreadable", 0, err);
    }
    cell_done(statement);
    last = rc == BS_OK ? bs_db_statement(&outbox->db, OUTBOX_LAST_RECORD, err) : NULL;
    if (last == NULL) {
        return rc == BS_OK ? bs_db_fail(&outbox->db, "read the log", err) : rc;
    }
    memcpy(epoch.tip.hash, epoch.start_hash, sizeof epoch.tip.hash);
    cell_bind_int(last, 1, epoch.n);
    rc = bs_db_row(&outbox->db, last, err);
    if (rc == BS_OK) {
        epoch.tip.seq = (uint64_t)cell_int(last, 0);
        rc = cell_text(last, 1, sizeof epoch.tip.hash, epoch.tip.hash)
                 ? BS_OK
                 : outbox_damaged(outbox, epoch.tip.epoch, epoch.tip.seq, err);
        cell_done(last);
    }
    if (rc == BS_OK || rc == BS_NOTFOUND) {
        epoch.tip.has_ended = ends_at >= 0;
        epoch.tip.send_to =
            ends_at >= 0 && (uint64_t)ends_at < epoch.tip.seq ? (uint64_t)ends_at : epoch.tip.seq;
        *out = epoch;
        return BS_OK;
    }
    return rc;
}

enum bs_err outbox_newest(struct bs_outbox *outbox, struct outbox_epoch *out, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_NEWEST_EPOCH, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    rc = read_epoch(outbox, statement, out, err);
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "the log has not begun yet") : rc;
}

enum bs_err outbox_find_epoch(struct bs_outbox *outbox, const char *name, struct outbox_epoch *out,
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_EPOCH_NAMED, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    cell_bind_text(statement, 1, name);
    rc = read_epoch(outbox, statement, out, err);
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "there is no epoch %s here", name) : rc;
}

enum bs_err bs_outbox_tip(struct bs_outbox *outbox, struct bs_outbox_tip *out, struct bs_error *err)
{
    struct outbox_epoch epoch = {.n = 0};
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    if (rc == BS_OK) {
        rc = outbox_newest(outbox, &epoch, err);
    }
    bs_db_finish(&outbox->db);
    if (rc == BS_OK) {
        *out = epoch.tip;
    }
    return rc;
}

static enum bs_err epoch_at(struct bs_outbox *outbox, size_t index, struct outbox_epoch *out,
                            struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_EPOCH_AT, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    cell_bind_int(statement, 1, (int64_t)index);
    rc = read_epoch(outbox, statement, out, err);
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "there are %zu epochs or fewer", index) : rc;
}

enum bs_err bs_outbox_epoch(struct bs_outbox *outbox, size_t index, struct bs_outbox_tip *out,
                            struct bs_error *err)
{
    struct outbox_epoch epoch = {.n = 0};
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    if (rc == BS_OK) {
        rc = epoch_at(outbox, index, &epoch, err);
    }
    bs_db_finish(&outbox->db);
    if (rc == BS_OK) {
        *out = epoch.tip;
    }
    return rc;
}

/* ---- one record ---- */

static enum bs_err find_hash(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                             uint64_t seq, char out[BS_HASH_TEXT], struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    char hash[BS_HASH_TEXT];
    enum bs_err rc;

    if (seq == 0) {
        memcpy(out, epoch->start_hash, sizeof epoch->start_hash);
        return BS_OK;
    }
    if (seq > epoch->tip.seq) {
        return bs_fail(err, BS_NOTFOUND, "there is no record %" PRIu64 " in epoch %s", seq,
                       epoch->tip.epoch);
    }
    statement = bs_db_statement(&outbox->db, OUTBOX_HASH_AT, err);
    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)seq);
    rc = bs_db_row(&outbox->db, statement, err);
    if (rc == BS_NOTFOUND || (rc == BS_OK && !cell_text(statement, 0, sizeof hash, hash))) {
        rc = outbox_damaged(outbox, epoch->tip.epoch, seq, err);
    }
    cell_done(statement);
    if (rc == BS_OK) {
        memcpy(out, hash, sizeof hash);
    }
    return rc;
}

enum bs_err bs_outbox_hash_at(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                              char out[BS_HASH_TEXT], struct bs_error *err)
{
    struct outbox_epoch found = {.n = 0};
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    if (rc == BS_OK) {
        rc = outbox_find_epoch(outbox, epoch, &found, err);
    }
    if (rc == BS_OK) {
        rc = find_hash(outbox, &found, seq, out, err);
    }
    bs_db_finish(&outbox->db);
    return rc;
}

static enum bs_err find_wall(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                             uint64_t seq, int64_t *out, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_WALL_AT, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, seq > BS_NUMBER_MAX ? 0 : (int64_t)seq);
    rc = bs_db_row(&outbox->db, statement, err);
    if (rc == BS_OK) {
        *out = cell_int(statement, 0);
        cell_done(statement);
    }
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "there is no record %" PRIu64 " in epoch %s", seq,
                                       epoch->tip.epoch)
                             : rc;
}

enum bs_err bs_outbox_wall_at(struct bs_outbox *outbox, const char *epoch, uint64_t seq,
                              int64_t *wall_ms, struct bs_error *err)
{
    struct outbox_epoch found = {0};
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    if (rc == BS_OK) {
        rc = outbox_find_epoch(outbox, epoch, &found, err);
    }
    if (rc == BS_OK) {
        rc = find_wall(outbox, &found, seq, wall_ms, err);
    }
    bs_db_finish(&outbox->db);
    return rc;
}

/* ---- many records ---- */

/*
 * Proves the record that the statement stands on and adds its line, with a line end, to `line`: form, digest, place,
 * id, and the step of the chain from `hash`, which moves on.
 */
static enum bs_err read_record(struct bs_outbox *outbox, struct sqlite3_stmt *statement,
                               const struct outbox_epoch *epoch, uint64_t seq,
                               char hash[BS_HASH_TEXT], struct bs_buf *line, struct bs_error *err)
{
    struct bs_bytes columns[] = {cell_bytes(statement, 3), cell_bytes(statement, 4)};
    char id[BS_UUID_TEXT], stored[BS_HASH_TEXT];
    struct bs_record record;
    struct bs_bytes head;
    bool sound = (uint64_t)cell_int(statement, 0) == seq &&
                 cell_text(statement, 1, sizeof id, id) &&
                 cell_text(statement, 5, sizeof stored, stored);

    bs_buf_reset(line);
    bs_buf_add(line, columns[0].data, columns[0].len);
    bs_buf_text(line, "\t");
    bs_buf_add(line, columns[1].data, columns[1].len);
    sound = sound && bs_buf_check(line, "record", NULL) == BS_OK &&
            bs_record_parse(bs_buf_bytes(line), &record, &head, NULL) == BS_OK;
    if (sound) {
        bs_chain_step(hash, head);
        sound = record.seq == seq && strcmp(record.id, id) == 0 &&
                record.wall_ms == cell_int(statement, 2) && strcmp(hash, stored) == 0;
    }
    bs_buf_text(line, "\n");
    return sound ? BS_OK : outbox_damaged(outbox, epoch->tip.epoch, seq, err);
}

struct walk {
    struct bs_outbox *outbox;
    const struct outbox_epoch *epoch;
    uint64_t next;           /* the seq to come */
    char hash[BS_HASH_TEXT]; /* the chain before it */
    struct sqlite3_stmt *statement;
    struct bs_buf line; /* the current record with its line end */
};

/* by: OUTBOX_RECORDS_FROM leads through the index, which is proven too then; OUTBOX_RECORDS_ON is quicker. */
static enum bs_err walk_start(struct walk *walk, size_t by, size_t records_max,
                              struct bs_error *err)
{
    struct bs_db *db = &walk->outbox->db;
    enum bs_err rc = find_hash(walk->outbox, walk->epoch, walk->next - 1, walk->hash, err);

    bs_buf_init(&walk->line, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX + 1);
    if (rc != BS_OK) {
        return rc;
    }
    walk->statement = bs_db_statement(db, by, err);
    if (walk->statement == NULL) {
        return bs_db_fail(db, "read the log", err);
    }
    cell_bind_int(walk->statement, 1, walk->epoch->n);
    cell_bind_int(walk->statement, 2, (int64_t)walk->next);
    cell_bind_int(walk->statement, 3, records_max > INT64_MAX ? INT64_MAX : (int64_t)records_max);
    return BS_OK;
}

/* The next record, proven. BS_NOTFOUND behind the last. */
static enum bs_err walk_next(struct walk *walk, struct bs_error *err)
{
    enum bs_err rc = bs_db_row(&walk->outbox->db, walk->statement, err);

    if (rc == BS_OK) {
        rc = read_record(walk->outbox, walk->statement, walk->epoch, walk->next, walk->hash,
                         &walk->line, err);
        walk->next++;
    }
    return rc;
}

static void walk_finish(struct walk *walk)
{
    if (walk->statement != NULL) {
        cell_done(walk->statement);
    }
    bs_buf_finish(&walk->line);
}

/* Whether one more line fits; the first one always does unless the buffer itself is too small. */
static bool has_room(const struct bs_buf *lines, size_t before, size_t count, size_t bytes_max,
                     size_t size)
{
    size_t used = lines->len - before;

    if (size > lines->limit - lines->len) {
        return false;
    }
    return count == 0 || (used <= bytes_max && size <= bytes_max - used);
}

static enum bs_err collect(struct walk *walk, size_t by, size_t records_max, size_t bytes_max,
                           struct bs_buf *lines, struct bs_outbox_slice *slice,
                           struct bs_error *err)
{
    const size_t before = lines->len;
    enum bs_err rc = walk_start(walk, by, records_max, err);

    if (rc != BS_OK) {
        return rc;
    }
    memcpy(slice->prev_hash, walk->hash, sizeof slice->prev_hash);
    while ((rc = walk_next(walk, err)) == BS_OK) {
        if (!has_room(lines, before, slice->count, bytes_max, walk->line.len)) {
            break;
        }
        bs_buf_add(lines, walk->line.data, walk->line.len);
        memcpy(slice->last_hash, walk->hash, sizeof slice->last_hash);
        slice->count++;
    }
    if (rc == BS_OK && slice->count == 0) {
        return bs_fail(err, BS_LIMIT, "one record is larger than the buffer for all");
    }
    return rc == BS_NOTFOUND && slice->count > 0 ? BS_OK : rc;
}

/* Whatever fails leaves the lines as they were. */
static enum bs_err read_slice(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                              uint64_t first_seq, size_t by, size_t records_max, size_t bytes_max,
                              struct bs_buf *lines, struct bs_outbox_slice *out,
                              struct bs_error *err)
{
    struct walk walk = {.outbox = outbox, .epoch = epoch, .next = first_seq};
    struct bs_outbox_slice slice = {0};
    const size_t before = lines->len;
    enum bs_err rc = collect(&walk, by, records_max, bytes_max, lines, &slice, err);

    walk_finish(&walk);
    if (rc == BS_OK) {
        *out = slice;
    } else {
        bs_buf_cut(lines, before);
    }
    return rc;
}

enum bs_err bs_outbox_read(struct bs_outbox *outbox, const char *epoch, uint64_t first_seq,
                           size_t records_max, size_t bytes_max, struct bs_buf *lines,
                           struct bs_outbox_slice *out, struct bs_error *err)
{
    const size_t most = records_max == 0 ? 1 : records_max;
    struct outbox_epoch found = {.n = 0};
    struct bs_error why = {0};
    enum bs_err rc;

    if (first_seq == 0 || first_seq > BS_NUMBER_MAX) {
        return bs_fail(err, BS_NOTFOUND, "there is no record %" PRIu64, first_seq);
    }
    rc = bs_db_begin_read(&outbox->db, err);
    if (rc == BS_OK) {
        rc = outbox_find_epoch(outbox, epoch, &found, err);
    }
    if (rc == BS_OK) {
        rc = read_slice(outbox, &found, first_seq, OUTBOX_RECORDS_ON, most, bytes_max, lines, out,
                        &why);
        if (rc == BS_BROKEN) {
            /* The index is what makes the order; a table in another one is sound, and only slower to read. */
            bs_error_clear(&why);
            rc = read_slice(outbox, &found, first_seq, OUTBOX_RECORDS_FROM, most, bytes_max, lines,
                            out, &why);
        }
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "there is no record %" PRIu64 " in epoch %s", first_seq, epoch);
        } else if (rc != BS_OK) {
            (void)bs_fail(err, rc, "%s", why.text);
        }
    }
    bs_db_finish(&outbox->db);
    return rc;
}

/* Whether the table holds as many records as its index led to: one that the index lacks would be numbered over. */
static enum bs_err verify_count(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                                uint64_t count, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_COUNT_RECORDS, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    cell_bind_int(statement, 1, epoch->n);
    rc = bs_db_row(&outbox->db, statement, err);
    if (rc == BS_OK && (uint64_t)cell_int(statement, 0) != count) {
        rc = outbox_damaged(outbox, epoch->tip.epoch, count + 1, err);
    }
    cell_done(statement);
    return rc;
}

static enum bs_err verify_epoch(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                                struct bs_error *err)
{
    struct walk walk = {.outbox = outbox, .epoch = epoch, .next = 1};
    char start[BS_HASH_TEXT];
    enum bs_err rc;

    bs_chain_start(epoch->tip.kiosk, epoch->tip.epoch, start);
    if (strcmp(start, epoch->start_hash) != 0) {
        return outbox_damaged(outbox, epoch->tip.epoch, 0, err);
    }
    rc = walk_start(&walk, OUTBOX_RECORDS_FROM, SIZE_MAX, err);
    while (rc == BS_OK) {
        rc = walk_next(&walk, err);
    }
    walk_finish(&walk);
    return rc == BS_NOTFOUND ? verify_count(outbox, epoch, walk.next - 1, err) : rc;
}

/* Whether the tables are what all that is ever said to them needs. */
static enum bs_err verify_tables(struct bs_outbox *outbox, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < outbox->db.plan->statement_count; i++) {
        if (bs_db_statement(&outbox->db, i, err) == NULL) {
            rc = bs_db_fail(&outbox->db, "use the tables", err);
        }
    }
    return rc;
}

enum bs_err bs_outbox_verify(struct bs_outbox *outbox, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    for (size_t i = 0; rc == BS_OK; i++) {
        struct bs_error why = {0};
        struct outbox_epoch epoch = {.n = 0};

        rc = epoch_at(outbox, i, &epoch, &why);
        if (rc == BS_OK) {
            rc = verify_epoch(outbox, &epoch, &why);
        }
        if (rc != BS_OK && rc != BS_NOTFOUND) {
            (void)bs_fail(err, rc, "%s", why.text);
        }
    }
    if (rc == BS_NOTFOUND) {
        rc = verify_tables(outbox, err);
    }
    bs_db_finish(&outbox->db);
    return rc;
}

/* Proves the next records of an epoch. *whole: that was its last. */
static enum bs_err prove_some(struct bs_outbox *outbox, const struct outbox_epoch *epoch,
                              uint64_t *seq, size_t records_max, bool *whole, struct bs_error *err)
{
    struct walk walk = {.outbox = outbox, .epoch = epoch, .next = *seq + 1};
    enum bs_err rc = walk_start(&walk, OUTBOX_RECORDS_FROM, records_max, err);

    while (rc == BS_OK) {
        rc = walk_next(&walk, err);
    }
    walk_finish(&walk);
    *whole = rc == BS_NOTFOUND && walk.next - 1 - *seq < records_max;
    if (*whole) {
        rc = verify_count(outbox, epoch, walk.next - 1, err);
    }
    *seq = walk.next - 1;
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err bs_outbox_prove(struct bs_outbox *outbox, struct bs_outbox_proof *at,
                            size_t records_max, struct bs_error *err)
{
    struct bs_outbox_proof next = *at;
    struct outbox_epoch epoch = {.n = 0};
    bool whole = false;
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    if (rc == BS_OK) {
        rc = epoch_at(outbox, next.epoch, &epoch, err);
    }
    if (rc == BS_OK) {
        rc = prove_some(outbox, &epoch, &next.seq, records_max, &whole, err);
        if (whole) {
            next = (struct bs_outbox_proof){.epoch = next.epoch + 1};
        }
    } else if (rc == BS_NOTFOUND) {
        struct bs_error why = {0};
        enum bs_err tables = verify_tables(outbox, &why);

        next = (struct bs_outbox_proof){.epoch = 0};
        rc = tables == BS_OK ? rc : bs_fail(err, tables, "%s", why.text);
    }
    bs_db_finish(&outbox->db);
    if (rc == BS_OK || rc == BS_NOTFOUND) {
        *at = next;
    }
    return rc;
}
