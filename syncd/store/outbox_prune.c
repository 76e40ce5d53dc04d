/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Erasing what central holds twice. A row whose body alone is set to NULL leaves its page half empty for ever, so the rows of
 * a step are taken out and put back without their bodies: whole pages become free, and are zeroed. */

#include <buurtstem/outbox.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#include "cell.h"
#include "db_p.h"
#include "outbox_p.h"
#include "reserve.h"

enum { STEP_MAX = 1000, PAGES_MAX = 128 };

struct prune {
    struct bs_outbox *outbox;
    const struct bs_outbox_safe *safe;
    size_t safe_count;
    int64_t older_than_ms;
    uint64_t rows_max;
};

/* An epoch as far as erasing goes. */
struct erasable {
    int64_t n;
    char epoch[BS_EPOCH_TEXT];
    uint64_t erased_to, tip;
    int64_t ends_at; /* -1: it did not end */
};

/* One row without its body. */
struct head {
    int64_t row, wall_ms;
    uint64_t seq;
    size_t head_len;
    char id[BS_UUID_TEXT], hash[BS_HASH_TEXT];
    uint8_t head[BS_RECORD_HEAD_MAX];
};

static enum bs_err ask(const struct prune *prune, enum outbox_statement index,
                       struct sqlite3_stmt **out, struct bs_error *err)
{
    *out = bs_db_statement(&prune->outbox->db, index, err);
    return *out != NULL ? BS_OK : bs_db_fail(&prune->outbox->db, "erase what is safe", err);
}

/* ---- how far ---- */

/* The epoch behind number n. BS_NOTFOUND: that was the last. */
static enum bs_err next_epoch(const struct prune *prune, int64_t n, struct erasable *out,
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = ask(prune, OUTBOX_ERASABLE_EPOCH, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, n);
    rc = bs_db_row(&prune->outbox->db, statement, err);
    if (rc != BS_OK) {
        return rc;
    }
    out->n = cell_int(statement, 0);
    out->erased_to = (uint64_t)cell_int(statement, 2);
    out->ends_at = cell_int(statement, 3);
    out->tip = (uint64_t)cell_int(statement, 4);
    if (!cell_text(statement, 1, sizeof out->epoch, out->epoch) || out->erased_to > out->tip) {
        rc = outbox_damaged(prune->outbox, "unreadable", 0, err);
    }
    cell_done(statement);
    return rc;
}

/* Who says more than there is speaks of another log than this one. */
static uint64_t safe_to(const struct prune *prune, const struct erasable *epoch)
{
    for (size_t i = 0; i < prune->safe_count; i++) {
        uint64_t to = prune->safe[i].to;

        if (strcmp(prune->safe[i].epoch, epoch->epoch) == 0) {
            to = to > epoch->tip ? 0 : to;
            return epoch->ends_at >= 0 && to > (uint64_t)epoch->ends_at ? (uint64_t)epoch->ends_at
                                                                        : to;
        }
    }
    return 0;
}

/* Finds the first record behind `from` that was made with a synchronised clock, or that there is none. */
static enum bs_err find_synced(const struct prune *prune, const struct erasable *epoch,
                               uint64_t from, struct outbox_unsynced *out, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = ask(prune, OUTBOX_NEXT_SYNCED, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)from);
    rc = bs_db_row(&prune->outbox->db, statement, err);
    out->is_found = rc == BS_OK;
    out->to = epoch->tip;
    if (rc == BS_OK) {
        out->to = (uint64_t)cell_int(statement, 0) - 1;
        out->wall_ms = cell_int(statement, 1);
        cell_done(statement);
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* Whether the record at seq, made when the clock was not synchronised, is old: the next one that can tell says so. */
static enum bs_err is_old_by_next(const struct prune *prune, const struct erasable *epoch,
                                  uint64_t seq, bool *out, struct bs_error *err)
{
    struct outbox_unsynced *known = &prune->outbox->unsynced;
    enum bs_err rc = BS_OK;

    if (known->n != epoch->n || seq < known->from || seq > known->to) {
        *known = (struct outbox_unsynced){.n = epoch->n, .from = seq, .to = seq};
    }
    if (!known->is_found && (known->to == seq || known->to < epoch->tip)) {
        rc = find_synced(prune, epoch, known->to, known, err);
    }
    if (rc != BS_OK) {
        known->n = 0;
        return rc;
    }
    *out = known->is_found && known->wall_ms < prune->older_than_ms;
    return BS_OK;
}

/* *to: the last of the safe records from erased_to on, one after another, that are old. */
static enum bs_err find_old(const struct prune *prune, const struct erasable *epoch, uint64_t *to,
                            struct bs_error *err)
{
    const uint64_t safe = safe_to(prune, epoch);
    uint64_t last = epoch->erased_to, old = epoch->erased_to;
    struct sqlite3_stmt *statement;
    bool is_young = false, is_tail_old = false;
    enum bs_err rc = safe > last ? ask(prune, OUTBOX_AGES, &statement, err) : BS_NOTFOUND;

    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? BS_OK : rc;
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)epoch->erased_to);
    cell_bind_int(statement, 3, (int64_t)safe);
    cell_bind_int(statement, 4, (int64_t)prune->rows_max);
    while (!is_young && (rc = bs_db_row(&prune->outbox->db, statement, err)) == BS_OK) {
        if ((uint64_t)cell_int(statement, 0) != last + 1) {
            cell_done(statement);
            return outbox_damaged(prune->outbox, epoch->epoch, last + 1, err);
        }
        last++;
        if (prune->older_than_ms == INT64_MAX || cell_int(statement, 2) != 0) {
            is_young = cell_int(statement, 1) >= prune->older_than_ms;
            old = is_young ? old : last;
        }
    }
    cell_done(statement);
    rc = rc == BS_NOTFOUND ? BS_OK : rc;
    if (rc == BS_OK && !is_young && old < last) {
        rc = is_old_by_next(prune, epoch, last, &is_tail_old, err);
    }
    if (rc == BS_OK) {
        *to = is_tail_old ? last : old;
    }
    return rc;
}

/* *to: the last of the records behind an epoch's end, one after another, whose copy in a later epoch is erased. */
static enum bs_err find_moved(const struct prune *prune, const struct erasable *epoch, uint64_t *to,
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    uint64_t last = epoch->erased_to;
    enum bs_err rc = ask(prune, OUTBOX_MOVED_ON, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)last);
    cell_bind_int(statement, 3, (int64_t)prune->rows_max);
    while ((rc = bs_db_row(&prune->outbox->db, statement, err)) == BS_OK &&
           (uint64_t)cell_int(statement, 0) == last + 1 && cell_int(statement, 1) != 0) {
        last++;
    }
    cell_done(statement);
    if (rc == BS_OK || rc == BS_NOTFOUND) {
        *to = last;
        return BS_OK;
    }
    return rc;
}

static enum bs_err find_end(const struct prune *prune, const struct erasable *epoch, uint64_t *to,
                            struct bs_error *err)
{
    bool is_behind_end = epoch->ends_at >= 0 && epoch->erased_to >= (uint64_t)epoch->ends_at;

    if (epoch->erased_to == epoch->tip) {
        return BS_OK;
    }
    return is_behind_end ? find_moved(prune, epoch, to, err) : find_old(prune, epoch, to, err);
}

/* ---- erasing ---- */

static bool read_head(struct sqlite3_stmt *statement, struct head *out)
{
    struct bs_bytes head = cell_bytes(statement, 4);

    out->row = cell_int(statement, 0);
    out->seq = (uint64_t)cell_int(statement, 1);
    out->wall_ms = cell_int(statement, 3);
    if (head.len > sizeof out->head || !cell_text(statement, 2, sizeof out->id, out->id) ||
        !cell_text(statement, 5, sizeof out->hash, out->hash)) {
        return false;
    }
    memcpy(out->head, head.data, head.len);
    out->head_len = head.len;
    return true;
}

static enum bs_err take_heads(const struct prune *prune, const struct erasable *epoch, uint64_t to,
                              struct head *heads, struct bs_error *err)
{
    const size_t count = (size_t)(to - epoch->erased_to);
    struct sqlite3_stmt *statement;
    size_t taken = 0;
    enum bs_err rc = ask(prune, OUTBOX_HEADS, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)epoch->erased_to);
    cell_bind_int(statement, 3, (int64_t)to);
    while (taken < count && (rc = bs_db_row(&prune->outbox->db, statement, err)) == BS_OK &&
           read_head(statement, &heads[taken])) {
        taken++;
    }
    cell_done(statement);
    return rc != BS_OK && rc != BS_NOTFOUND ? rc
           : taken == count
               ? BS_OK
               : outbox_damaged(prune->outbox, epoch->epoch, epoch->erased_to + taken + 1, err);
}

static enum bs_err remove_rows(const struct prune *prune, const struct erasable *epoch, uint64_t to,
                               struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = ask(prune, OUTBOX_REMOVE, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)epoch->erased_to);
    cell_bind_int(statement, 3, (int64_t)to);
    return bs_db_run(&prune->outbox->db, statement, err);
}

static enum bs_err put_head(const struct prune *prune, const struct erasable *epoch,
                            const struct head *head, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = ask(prune, OUTBOX_INSERT_HEAD, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, head->row);
    cell_bind_int(statement, 2, epoch->n);
    cell_bind_int(statement, 3, (int64_t)head->seq);
    cell_bind_text(statement, 4, head->id);
    cell_bind_int(statement, 5, head->wall_ms);
    cell_bind_bytes_as_text(statement, 6, (struct bs_bytes){head->head, head->head_len});
    cell_bind_text(statement, 7, head->hash);
    return bs_db_run(&prune->outbox->db, statement, err);
}

static enum bs_err note_erased(const struct prune *prune, const struct erasable *epoch, uint64_t to,
                               struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = ask(prune, OUTBOX_ERASED_TO, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    cell_bind_int(statement, 1, epoch->n);
    cell_bind_int(statement, 2, (int64_t)to);
    return bs_db_run(&prune->outbox->db, statement, err);
}

static enum bs_err erase(const struct prune *prune, const struct erasable *epoch, uint64_t to,
                         struct bs_error *err)
{
    const size_t count = (size_t)(to - epoch->erased_to);
    struct head *heads = bs_xcalloc(count, sizeof *heads);
    enum bs_err rc = take_heads(prune, epoch, to, heads, err);

    if (rc == BS_OK) {
        rc = remove_rows(prune, epoch, to, err);
    }
    BS_STOP_HERE("outbox.prune.removed");
    for (size_t i = 0; rc == BS_OK && i < count; i++) {
        rc = put_head(prune, epoch, &heads[i], err);
    }
    if (rc == BS_OK) {
        rc = note_erased(prune, epoch, to, err);
    }
    free(heads);
    return rc;
}

/* In the caller's transaction: the first epoch in which there is something to erase. */
static enum bs_err erase_some(const struct prune *prune, size_t *erased, struct bs_error *err)
{
    struct erasable epoch = {.n = 0};
    enum bs_err rc;

    while ((rc = next_epoch(prune, epoch.n, &epoch, err)) == BS_OK) {
        uint64_t to = epoch.erased_to;

        rc = find_end(prune, &epoch, &to, err);
        if (rc == BS_OK && to > epoch.erased_to) {
            rc = erase(prune, &epoch, to, err);
            *erased = (size_t)(to - epoch.erased_to);
            return rc;
        }
        if (rc != BS_OK) {
            return rc;
        }
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/*
 * What was erased still stands in frames of the WAL that are used again some day only, and on a full disk their room is
 * wanted. A reader in the way is not worth waiting for: a later call tries again.
 */
static enum bs_err clear_wal(struct bs_outbox *outbox, struct bs_error *err)
{
    enum bs_err rc = db_clear_wal(&outbox->db, false, NULL);

    outbox->is_wal_clean = rc == BS_OK;
    return rc == BS_BROKEN ? bs_fail(err, rc, "%s: its WAL cannot be emptied", outbox->db.path)
                           : BS_OK;
}

/* With nothing left to erase. *given: pages. */
static enum bs_err tidy_up(struct bs_outbox *outbox, bool is_room_short, size_t *given,
                           struct bs_error *err)
{
    uint32_t pages = 0;
    enum bs_err rc = BS_OK;

    if (is_room_short) {
        rc = db_shrink(&outbox->db, PAGES_MAX, &pages, err);
    }
    *given = pages;
    if (rc == BS_OK && (pages > 0 || !outbox->is_wal_clean)) {
        rc = clear_wal(outbox, err);
    }
    return rc;
}

static enum bs_err erase_step(const struct prune *prune, size_t *erased, struct bs_error *err)
{
    struct bs_db *db = &prune->outbox->db;
    enum bs_err rc = bs_db_begin(db, err);

    if (rc == BS_OK) {
        BS_STOP_HERE("outbox.prune.begun");
        rc = erase_some(prune, erased, err);
    }
    if (rc == BS_OK && *erased > 0) {
        prune->outbox->is_wal_clean = false;
        BS_STOP_HERE("outbox.prune.erased");
        rc = bs_db_commit(db, err);
        BS_STOP_HERE("outbox.prune.committed");
    }
    bs_db_finish(db);
    return rc;
}

static size_t within_step(size_t rows)
{
    return rows < 1 ? 1 : rows > STEP_MAX ? STEP_MAX : rows;
}

/* One step of erasing, or with nothing left to erase one of tidying up. */
static enum bs_err make_step(const struct prune *prune, size_t *done, struct bs_error *err)
{
    const bool is_room_short = prune->older_than_ms == INT64_MAX;
    size_t erased = 0, given = 0;
    enum bs_err rc = erase_step(prune, &erased, err);

    if (rc == BS_OK && erased == 0) {
        rc = tidy_up(prune->outbox, is_room_short, &given, err);
    } else if (rc == BS_OK && is_room_short) {
        rc = clear_wal(prune->outbox, err);
    }
    *done = erased + given;
    return rc;
}

enum bs_err bs_outbox_prune(struct bs_outbox *outbox, const struct bs_outbox_safe *safe,
                            size_t safe_count, int64_t older_than_ms, size_t rows_max, size_t *done,
                            struct bs_error *err)
{
    const struct prune prune = {.outbox = outbox,
                                .safe = safe,
                                .safe_count = safe_count,
                                .older_than_ms = older_than_ms,
                                .rows_max = within_step(rows_max)};
    struct bs_error why = {0};
    size_t count = 0;
    enum bs_err rc = make_step(&prune, &count, &why);

    if (rc == BS_LATER &&
        reserve_find_room(&outbox->db)) { /* it makes room, but takes some first */
        bs_error_clear(&why);
        rc = make_step(&prune, &count, &why);
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    if (count == 0) {
        reserve_keep(&outbox->db);
    }
    if (done != NULL) {
        *done = count;
    }
    return BS_OK;
}
