/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* held.db: keeping words and records, and closing time. */

#include <buurtstem/held.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/db.h>
#include <buurtstem/mem.h>
#include <buurtstem/record.h>
#include <buurtstem/stop.h>
#include <buurtstem/utf8.h>

#include "cell.h"
#include "db_p.h"
#include "held_p.h"

enum bs_err bs_held_open(const char *state_dir, struct bs_held **out, struct bs_error *err)
{
    struct bs_held *held = bs_xcalloc(1, sizeof *held);
    enum bs_err rc = db_open_locked(state_dir, "held.db", "held.lock", BS_DB_PRIVATE, &held_plan,
                                    NULL, &held->db, &held->lock, err);

    if (rc != BS_OK) {
        free(held);
        return rc;
    }
    *out = held;
    return BS_OK;
}

void bs_held_close(struct bs_held *held)
{
    if (held != NULL) {
        bs_db_close(&held->db);
        bs_lock_release(&held->lock);
        free(held);
    }
}

/* ---- counting and finding ---- */

enum bs_err held_count(struct bs_held *held, enum held_statement which, int64_t *out,
                       struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, which, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&held->db, "count what waits", err);
    }
    rc = bs_db_row(&held->db, statement, err);
    if (rc == BS_OK) {
        *out = cell_int(statement, 0);
        cell_done(statement);
    }
    return rc;
}

enum bs_err bs_held_count_comments(struct bs_held *held, int64_t *out, struct bs_error *err)
{
    return held_count(held, HELD_COUNT_COMMENTS, out, err);
}

enum bs_err bs_held_count_records(struct bs_held *held, int64_t *out, struct bs_error *err)
{
    return held_count(held, HELD_COUNT_RECORDS, out, err);
}

/* BS_OK: it stands there; BS_NOTFOUND: it does not. */
static enum bs_err find(struct bs_held *held, enum held_statement which, const char *id,
                        struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, which, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&held->db, "find what waits", err);
    }
    cell_bind_text(statement, 1, id);
    rc = bs_db_row(&held->db, statement, err);
    if (rc == BS_OK) {
        cell_done(statement);
    }
    return rc;
}

/* ---- keeping ---- */

/* What is to be put in, and how its table is asked. */
struct keeping {
    enum held_statement has, count, insert;
    int64_t most;
    char id[BS_UUID_TEXT];
    void (*bind)(struct sqlite3_stmt *statement, const void *row);
    const void *row;
};

#define ORDERED_MAX 256

/* On its page a row stands where there was room when it came. Written anew in the order of their ids, which are random, the
 * rows do not tell any more after which other each of them came. So many at most: a day has fewer, and it would take too long. */
static enum bs_err forget_order(struct bs_held *held, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    for (int i = HELD_MAKE_ASIDE; i <= HELD_CLEAR_ASIDE && rc == BS_OK; i++) {
        struct sqlite3_stmt *statement = bs_db_statement(&held->db, (size_t)i, err);

        rc = statement != NULL ? bs_db_run(&held->db, statement, err)
                               : bs_db_fail(&held->db, "keep it", err);
    }
    return rc;
}

static enum bs_err insert(struct bs_held *held, const struct keeping *keeping, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    int64_t waiting = 0;
    enum bs_err rc = held_count(held, keeping->count, &waiting, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (waiting >= keeping->most) {
        return bs_fail(err, BS_LIMIT, "%s: %lld wait already", held->db.path, (long long)waiting);
    }
    statement = bs_db_statement(&held->db, keeping->insert, err);
    if (statement == NULL) {
        return bs_db_fail(&held->db, "keep it", err);
    }
    cell_bind_text(statement, 1, keeping->id);
    keeping->bind(statement, keeping->row);
    rc = bs_db_run(&held->db, statement, err);
    (void)bs_db_statement(&held->db, keeping->insert, NULL); /* lets go of what was bound */
    return rc == BS_OK && keeping->insert == HELD_INSERT_RECORD && waiting < ORDERED_MAX
               ? forget_order(held, err)
               : rc;
}

static enum bs_err keep(struct bs_held *held, const struct keeping *keeping, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&held->db, err);

    if (rc == BS_OK) {
        BS_STOP_HERE("held.keep.begun");
        rc = find(held, keeping->has, keeping->id, err);
    }
    if (rc == BS_NOTFOUND) {
        rc = insert(held, keeping, err);
        if (rc == BS_OK) {
            BS_STOP_HERE("held.keep.inserted");
            rc = bs_db_commit(&held->db, err);
            BS_STOP_HERE("held.keep.committed");
        }
    }
    bs_db_finish(&held->db);
    return rc;
}

static void bind_comment(struct sqlite3_stmt *statement, const void *row)
{
    const struct bs_held_comment *comment = row;

    cell_bind_text(statement, 2, comment->submission);
    cell_bind_text(statement, 3, comment->programme);
    cell_bind_int(statement, 4, comment->version);
    cell_bind_text(statement, 5, comment->place);
    cell_bind_text(statement, 6, comment->lang);
    cell_bind_int(statement, 7, comment->wall_ms);
    cell_bind_int(statement, 8, comment->is_trial);
    cell_bind_text(statement, 9, comment->text);
    cell_bind_int(statement, 10, comment->channel);
}

enum bs_err bs_held_keep_comment(struct bs_held *held, const struct bs_held_comment *comment,
                                 struct bs_error *err)
{
    struct keeping keeping = {.has = HELD_HAS_COMMENT,
                              .count = HELD_COUNT_COMMENTS,
                              .insert = HELD_INSERT_COMMENT,
                              .most = BS_HELD_COMMENTS_MAX,
                              .bind = bind_comment,
                              .row = comment};
    size_t len = strnlen(comment->text, sizeof comment->text);

    if (len == sizeof comment->text ||
        (bs_utf8_valid(comment->text, len) && bs_utf8_length(comment->text) > BS_WORDS_MAX)) {
        return bs_fail(err, BS_LIMIT, "words of more than %d characters", BS_WORDS_MAX);
    }
    if (!bs_utf8_is_text(comment->text, len) || !bs_utf8_is_seen(comment->text)) {
        return bs_fail(err, BS_BAD, "words that are not text");
    }
    if ((unsigned)comment->channel > BS_CHANNEL_PAPER) {
        return bs_fail(err, BS_BAD, "words of no channel");
    }
    bs_uuid_format(&comment->id, keeping.id);
    return keep(held, &keeping, err);
}

struct waiting_record {
    const char *kind;
    int64_t day;
    struct bs_bytes body;
};

static void bind_record(struct sqlite3_stmt *statement, const void *row)
{
    const struct waiting_record *record = row;

    cell_bind_text(statement, 2, record->kind);
    cell_bind_int(statement, 3, record->day);
    cell_bind_bytes_as_text(statement, 4, record->body);
}

int64_t held_day_number(struct bs_date day)
{
    return ((int64_t)day.year * 100 + day.month) * 100 + day.day;
}

enum bs_err held_check_record(const char *kind, struct bs_bytes body, struct bs_error *err)
{
    if (body.len > BS_RECORD_BODY_MAX || strlen(kind) > BS_RECORD_KIND_MAX) {
        return bs_fail(err, BS_LIMIT, "a record that is too long for the log");
    }
    if (body.len == 0 || !bs_utf8_is_text((const char *)body.data, body.len)) {
        return bs_fail(err, BS_BAD, "a record that is not text");
    }
    return BS_OK;
}

enum bs_err bs_held_keep_record(struct bs_held *held, const struct bs_uuid *id, const char *kind,
                                struct bs_bytes body, struct bs_date day, struct bs_error *err)
{
    struct waiting_record record = {.kind = kind, .day = held_day_number(day), .body = body};
    struct keeping keeping = {.has = HELD_HAS_RECORD,
                              .count = HELD_COUNT_RECORDS,
                              .insert = HELD_INSERT_RECORD,
                              .most = BS_HELD_WAITING_MAX,
                              .bind = bind_record,
                              .row = &record};

    enum bs_err rc = held_check_record(kind, body, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_uuid_format(id, keeping.id);
    return keep(held, &keeping, err);
}

/* ---- closing time ---- */

struct ids {
    size_t count;
    char id[BS_HELD_WAITING_MAX][BS_UUID_TEXT];
};

static enum bs_err list_due(struct bs_held *held, struct bs_date day, struct ids *out,
                            struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_DUE_RECORDS, err);
    enum bs_err rc = BS_OK;

    if (statement == NULL) {
        return bs_db_fail(&held->db, "list what waits", err);
    }
    cell_bind_int(statement, 1, held_day_number(day));
    cell_bind_int(statement, 2, BS_HELD_WAITING_MAX);
    while ((rc = bs_db_row(&held->db, statement, err)) == BS_OK) {
        if (!cell_text(statement, 0, BS_UUID_TEXT, out->id[out->count])) {
            rc = bs_fail(err, BS_BROKEN, "%s: a record that cannot be ours", held->db.path);
            break;
        }
        out->count++;
    }
    cell_done(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static void shuffle(struct ids *ids, struct bs_random *random)
{
    char id[BS_UUID_TEXT];

    for (size_t left = ids->count; left > 1; left--) {
        size_t other = bs_random_below(random, (uint32_t)left);

        memcpy(id, ids->id[left - 1], sizeof id);
        memcpy(ids->id[left - 1], ids->id[other], sizeof id);
        memcpy(ids->id[other], id, sizeof id);
    }
}

/* Kind and body, copied: what is handed over may take its time, and the file is not held open for it. */
enum bs_err held_copy_record(struct bs_held *held, struct sqlite3_stmt *statement, int first,
                             char *kind, struct bs_buf *body, struct bs_error *err)
{
    struct bs_bytes stored = cell_bytes(statement, first + 1);

    bs_buf_reset(body);
    bs_buf_add(body, stored.data, stored.len);
    if (!cell_text(statement, first, BS_RECORD_KIND_MAX + 1, kind) || body->over ||
        body->len == 0) {
        return bs_fail(err, BS_BROKEN, "%s: a record that cannot be ours", held->db.path);
    }
    return BS_OK;
}

static enum bs_err get_record(struct bs_held *held, const char *id, char *kind, struct bs_buf *body,
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_GET_RECORD, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&held->db, "read what waits", err);
    }
    cell_bind_text(statement, 1, id);
    rc = bs_db_row(&held->db, statement, err);
    if (rc == BS_OK) {
        rc = held_copy_record(held, statement, 0, kind, body, err);
        cell_done(statement);
    }
    return rc;
}

static enum bs_err take_out(struct bs_held *held, const char *id, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&held->db, err);
    struct sqlite3_stmt *statement;

    if (rc == BS_OK) {
        statement = bs_db_statement(&held->db, HELD_DELETE_RECORD, err);
        if (statement == NULL) {
            rc = bs_db_fail(&held->db, "take it out", err);
        } else {
            cell_bind_text(statement, 1, id);
            rc = bs_db_run(&held->db, statement, err);
        }
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.release.deleted");
        rc = bs_db_commit(&held->db, err);
        BS_STOP_HERE("held.release.committed");
    }
    bs_db_finish(&held->db);
    return rc;
}

/* SQLite leaves copies of rows in the free room of pages, which deleting them does not find. Those of the records that stay are
 * written anew on pages that were wiped. */
static enum bs_err forget_copies(struct bs_held *held, struct bs_error *err)
{
    enum bs_err rc = bs_db_begin(&held->db, err);

    if (rc == BS_OK) {
        rc = forget_order(held, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.release.wiped");
        rc = bs_db_commit(&held->db, err);
    }
    bs_db_finish(&held->db);
    return rc;
}

enum bs_err bs_held_release_records(struct bs_held *held, struct bs_date day,
                                    struct bs_random *random,
                                    enum bs_err (*append)(void *self, const struct bs_uuid *id,
                                                          const char *kind, struct bs_bytes body,
                                                          struct bs_error *err),
                                    void *self, struct bs_error *err)
{
    struct ids *ids = bs_xcalloc(1, sizeof *ids);
    struct bs_buf body;
    enum bs_err rc = list_due(held, day, ids, err);

    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    shuffle(ids, random);
    for (size_t i = 0; i < ids->count && rc == BS_OK; i++) {
        char kind[BS_RECORD_KIND_MAX + 1];
        struct bs_uuid id;

        rc = bs_uuid_parse(ids->id[i], &id)
                 ? get_record(held, ids->id[i], kind, &body, err)
                 : bs_fail(err, BS_BROKEN, "%s: a record that cannot be ours", held->db.path);
        if (rc == BS_OK) {
            rc = append(self, &id, kind, bs_buf_bytes(&body), err);
        }
        if (rc == BS_OK) {
            BS_STOP_HERE("held.release.appended");
            rc = take_out(held, ids->id[i], err);
        }
    }
    bs_buf_finish(&body);
    free(ids);
    return rc == BS_OK ? forget_copies(held, err) : rc;
}
