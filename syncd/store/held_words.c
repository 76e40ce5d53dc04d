/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a connector does with the words in held.db, and what of it goes to the log. */

#include <buurtstem/held.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/record.h>
#include <buurtstem/stop.h>

#include "cell.h"
#include "db_p.h"
#include "held_p.h"

enum {
    WAITING = 1u << BS_HELD_WAITING,
    WITH_CONTACT = 1u << BS_HELD_WITH_CONTACT,
    WITH_READER = 1u << BS_HELD_WITH_READER,
    DECIDED = 1u << BS_HELD_DECIDED,
};

/* ---- statements ---- */

enum bs_err held_not_ours(struct bs_held *held, const char *what, struct bs_error *err)
{
    return bs_fail(err, BS_BROKEN, "%s: %s that cannot be ours", held->db.path, what);
}

/* NULL after filling err: then bs_db_fail says why. */
static struct sqlite3_stmt *about(struct bs_held *held, enum held_statement which, const char *id,
                                  struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, which, err);

    if (statement != NULL) {
        cell_bind_text(statement, 1, id);
    }
    return statement;
}

enum bs_err held_run(struct bs_held *held, struct sqlite3_stmt *statement, struct bs_error *err)
{
    return statement != NULL ? bs_db_run(&held->db, statement, err)
                             : bs_db_fail(&held->db, "change what waits", err);
}

static enum bs_err gone(struct bs_held *held, struct bs_error *err)
{
    return bs_fail(err, BS_NOTFOUND, "%s: these words are gone", held->db.path);
}

enum bs_err held_row(struct bs_held *held, struct sqlite3_stmt *statement, struct bs_error *err)
{
    return statement != NULL ? bs_db_row(&held->db, statement, err)
                             : bs_db_fail(&held->db, "read what waits", err);
}

/* Whether the cell is a state; *out is then which. */
static bool read_state(struct sqlite3_stmt *statement, int index, enum bs_held_state *out)
{
    int64_t state = cell_int(statement, index);

    if (state < BS_HELD_WAITING || state > BS_HELD_DECIDED) {
        return false;
    }
    *out = (enum bs_held_state)state;
    return true;
}

static bool read_id(struct sqlite3_stmt *statement, int index, struct bs_uuid *out)
{
    char id[BS_UUID_TEXT];

    return cell_text(statement, index, sizeof id, id) && bs_uuid_parse(id, out);
}

/* ---- looking ---- */

static bool read_entry(struct sqlite3_stmt *statement, struct bs_held_entry *out)
{
    out->wall_ms = cell_int(statement, 4);
    return read_id(statement, 0, &out->id) && read_state(statement, 1, &out->state) &&
           cell_text(statement, 2, sizeof out->programme, out->programme) &&
           cell_text(statement, 3, sizeof out->lang, out->lang);
}

static enum bs_err count_queue(struct bs_held *held, const char *programme, int64_t *total,
                               int64_t *waiting, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_COUNT_QUEUE, err);
    enum bs_err rc;

    if (statement != NULL) {
        if (programme != NULL) {
            cell_bind_text(statement, 1, programme);
        }
        cell_bind_int(statement, 2, BS_HELD_DECIDED);
    }
    rc = held_row(held, statement, err);
    if (rc == BS_OK) {
        *total = cell_int(statement, 0);
        *waiting = cell_int(statement, 1);
        cell_done(statement);
    }
    return rc;
}

static enum bs_err list_queue(struct bs_held *held, const char *programme, size_t skip,
                              struct bs_held_entry out[BS_HELD_QUEUE_MAX], size_t *count,
                              struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_QUEUE, err);
    enum bs_err rc = BS_OK;

    *count = 0;
    if (statement != NULL) {
        if (programme != NULL) {
            cell_bind_text(statement, 1, programme);
        }
        cell_bind_int(statement, 2, BS_HELD_QUEUE_MAX);
        cell_bind_int(statement, 3, skip < INT_MAX ? (int64_t)skip : INT_MAX);
    }
    while (*count < BS_HELD_QUEUE_MAX && (rc = held_row(held, statement, err)) == BS_OK) {
        if (!read_entry(statement, &out[*count])) {
            rc = held_not_ours(held, "words", err);
            break;
        }
        (*count)++;
    }
    if (statement != NULL) {
        cell_done(statement);
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err bs_held_queue(struct bs_held *held, const char *programme, size_t skip,
                          struct bs_held_entry out[BS_HELD_QUEUE_MAX], size_t *count, size_t *total,
                          size_t *waiting, struct bs_error *err)
{
    struct bs_held_entry entries[BS_HELD_QUEUE_MAX];
    size_t listed = 0;
    int64_t all = 0, open = 0;
    enum bs_err rc = bs_db_begin_read(&held->db, err);

    if (rc == BS_OK) {
        rc = count_queue(held, programme, &all, &open, err);
    }
    if (rc == BS_OK) {
        rc = list_queue(held, programme, skip, entries, &listed, err);
    }
    bs_db_finish(&held->db);
    if (rc == BS_OK) {
        memcpy(out, entries, listed * sizeof entries[0]);
        *count = listed;
        *total = (size_t)all;
        *waiting = (size_t)open;
    }
    return rc;
}

static bool read_words(struct sqlite3_stmt *statement, struct bs_held_comment *out,
                       enum bs_held_state *state)
{
    int64_t version = cell_int(statement, 3), channel = cell_int(statement, 9);

    out->version = (int)version;
    out->wall_ms = cell_int(statement, 6);
    out->is_trial = cell_int(statement, 7) != 0;
    out->channel = (enum bs_channel)channel;
    return version >= 0 && version <= INT_MAX && channel >= BS_CHANNEL_KIOSK &&
           channel <= BS_CHANNEL_PAPER && read_state(statement, 0, state) &&
           cell_text(statement, 1, sizeof out->submission, out->submission) &&
           cell_text(statement, 2, sizeof out->programme, out->programme) &&
           cell_text(statement, 4, sizeof out->place, out->place) &&
           cell_text(statement, 5, sizeof out->lang, out->lang) &&
           cell_text(statement, 8, sizeof out->text, out->text);
}

enum bs_err bs_held_read_comment(struct bs_held *held, const struct bs_uuid *id,
                                 struct bs_held_comment *out, enum bs_held_state *state,
                                 struct bs_error *err)
{
    struct bs_held_comment comment = {.id = *id};
    enum bs_held_state stands = BS_HELD_WAITING;
    char text[BS_UUID_TEXT];
    struct sqlite3_stmt *statement;
    enum bs_err rc;

    bs_uuid_format(id, text);
    statement = about(held, HELD_GET_COMMENT, text, err);
    rc = held_row(held, statement, err);
    if (rc == BS_OK && !read_words(statement, &comment, &stands)) {
        rc = held_not_ours(held, "words", err);
    }
    if (statement != NULL) {
        cell_done(statement);
    }
    if (rc == BS_OK) {
        *out = comment;
        *state = stands;
    }
    bs_wipe(&comment, sizeof comment);
    return rc == BS_NOTFOUND ? gone(held, err) : rc;
}

enum bs_err bs_held_decided(struct bs_held *held,
                            void (*settle_later)(void *self, const struct bs_uuid *comment),
                            void *self, struct bs_error *err)
{
    struct bs_uuid *ids = bs_xcalloc(BS_HELD_COMMENTS_MAX, sizeof *ids);
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_DECIDED_COMMENTS, err);
    size_t count = 0;
    enum bs_err rc = BS_OK;

    if (statement != NULL) {
        cell_bind_int(statement, 1, BS_HELD_DECIDED);
        cell_bind_int(statement, 2, BS_HELD_COMMENTS_MAX);
    }
    while (count < BS_HELD_COMMENTS_MAX && (rc = held_row(held, statement, err)) == BS_OK) {
        if (!read_id(statement, 0, &ids[count])) {
            rc = held_not_ours(held, "words", err);
            break;
        }
        count++;
    }
    if (statement != NULL) {
        cell_done(statement);
    }
    if (rc == BS_NOTFOUND) {
        rc = BS_OK;
    }
    for (size_t i = 0; i < count && rc == BS_OK; i++) { /* it may settle one at once */
        settle_later(self, &ids[i]);
    }
    free(ids);
    return rc;
}

/* ---- deciding ---- */

/* In which of the states (bits) the words have to be. */
static enum bs_err expect_state(struct bs_held *held, const char *id, unsigned states,
                                struct bs_error *err)
{
    struct sqlite3_stmt *statement = about(held, HELD_GET_STATE, id, err);
    enum bs_held_state state = BS_HELD_WAITING;
    enum bs_err rc = held_row(held, statement, err);
    bool is_ours;

    if (rc != BS_OK) {
        return rc == BS_NOTFOUND ? gone(held, err) : rc;
    }
    is_ours = read_state(statement, 0, &state);
    cell_done(statement);
    if (!is_ours) {
        return held_not_ours(held, "words", err);
    }
    if ((states & 1u << state) == 0) {
        return bs_fail(err, BS_REFUSED, "%s: these words are in another state", held->db.path);
    }
    return BS_OK;
}

static enum bs_err set_state(struct bs_held *held, const char *id, enum bs_held_state state,
                             struct bs_error *err)
{
    struct sqlite3_stmt *statement = about(held, HELD_SET_STATE, id, err);

    if (statement != NULL) {
        cell_bind_int(statement, 2, state);
    }
    return held_run(held, statement, err);
}

/* settling: the comment whose settling makes it due; NULL: it is. */
static enum bs_err put_out(struct bs_held *held, const struct bs_held_record *record,
                           const char *settling, struct bs_error *err)
{
    char id[BS_UUID_TEXT];
    struct sqlite3_stmt *statement;
    enum bs_err rc;

    bs_uuid_format(&record->id, id);
    statement = about(held, HELD_INSERT_OUTGOING, id, err);
    if (statement != NULL) {
        cell_bind_text(statement, 2, record->kind);
        if (settling != NULL) {
            cell_bind_text(statement, 3, settling);
        }
        cell_bind_bytes_as_text(statement, 4, record->body);
    }
    rc = held_run(held, statement, err);
    (void)bs_db_statement(&held->db, HELD_INSERT_OUTGOING, NULL); /* lets go of what was bound */
    return rc;
}

/* What one of the three does: from one of these states (bits) to that one. */
struct ruling {
    unsigned from;
    enum bs_held_state to;
    const struct bs_held_record *decision, *released; /* borrowed; released may be NULL */
};

static enum bs_err check_room(struct bs_held *held, const struct ruling *ruling,
                              struct bs_error *err)
{
    const int64_t more = ruling->released != NULL ? 2 : 1;
    int64_t outgoing = 0;
    enum bs_err rc = held_count(held, HELD_COUNT_OUTGOING, &outgoing, err);

    if (rc == BS_OK && outgoing > BS_HELD_OUTGOING_MAX - more) {
        rc = bs_fail(err, BS_LIMIT, "%s: %lld go out already", held->db.path, (long long)outgoing);
    }
    return rc;
}

static enum bs_err change(struct bs_held *held, const char *id, const struct ruling *ruling,
                          struct bs_error *err)
{
    enum bs_err rc = expect_state(held, id, ruling->from, err);

    if (rc == BS_OK && ruling->from == DECIDED) {
        rc = held_run(held, about(held, HELD_DROP_RELEASED, id, err), err);
        BS_STOP_HERE("held.decide.dropped");
    }
    if (rc == BS_OK) {
        rc = set_state(held, id, ruling->to, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.decide.changed");
        rc = check_room(held, ruling, err);
    }
    if (rc == BS_OK) {
        rc = put_out(held, ruling->decision, NULL, err);
    }
    if (rc == BS_OK && ruling->released != NULL) {
        BS_STOP_HERE("held.decide.told");
        rc = put_out(held, ruling->released, id, err);
    }
    return rc;
}

static enum bs_err rule(struct bs_held *held, const struct bs_uuid *comment,
                        const struct ruling *ruling, struct bs_error *err)
{
    char id[BS_UUID_TEXT];
    enum bs_err rc = held_check_record(ruling->decision->kind, ruling->decision->body, err);

    if (rc == BS_OK && ruling->released != NULL) {
        rc = held_check_record(ruling->released->kind, ruling->released->body, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    bs_uuid_format(comment, id);
    rc = bs_db_begin(&held->db, err);
    if (rc == BS_OK) {
        BS_STOP_HERE("held.decide.begun");
        rc = change(held, id, ruling, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.decide.kept");
        rc = bs_db_commit(&held->db, err);
        BS_STOP_HERE("held.decide.committed");
    }
    bs_db_finish(&held->db);
    return rc;
}

enum bs_err bs_held_decide(struct bs_held *held, const struct bs_uuid *comment,
                           const struct bs_held_record *decision,
                           const struct bs_held_record *released, struct bs_error *err)
{
    const struct ruling ruling = {WAITING | WITH_CONTACT | WITH_READER, BS_HELD_DECIDED, decision,
                                  released};

    return rule(held, comment, &ruling, err);
}

enum bs_err bs_held_take_back(struct bs_held *held, const struct bs_uuid *comment,
                              const struct bs_held_record *decision, struct bs_error *err)
{
    const struct ruling ruling = {DECIDED, BS_HELD_WAITING, decision, NULL};

    return rule(held, comment, &ruling, err);
}

enum bs_err bs_held_pass_on(struct bs_held *held, const struct bs_uuid *comment,
                            enum bs_held_state state, const struct bs_held_record *decision,
                            struct bs_error *err)
{
    struct ruling ruling = {WAITING | WITH_CONTACT | WITH_READER, state, decision, NULL};

    if (state != BS_HELD_WAITING && state != BS_HELD_WITH_CONTACT && state != BS_HELD_WITH_READER) {
        return bs_fail(err, BS_BAD, "words cannot be passed on to nobody");
    }
    ruling.from &= ~(1u << state);
    return rule(held, comment, &ruling, err);
}

enum bs_err bs_held_settle(struct bs_held *held, const struct bs_uuid *comment,
                           struct bs_error *err)
{
    char id[BS_UUID_TEXT];
    enum bs_err rc = bs_db_begin(&held->db, err);

    bs_uuid_format(comment, id);
    if (rc == BS_OK) {
        BS_STOP_HERE("held.settle.begun");
        rc = expect_state(held, id, DECIDED, err);
    }
    if (rc == BS_OK) {
        rc = held_run(held, about(held, HELD_DELETE_COMMENT, id, err), err);
        BS_STOP_HERE("held.settle.deleted");
    }
    if (rc == BS_OK) {
        rc = held_run(held, about(held, HELD_MAKE_DUE, id, err), err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.settle.due");
        rc = bs_db_commit(&held->db, err);
        BS_STOP_HERE("held.settle.committed");
    }
    bs_db_finish(&held->db);
    return rc;
}

/* ---- to the log ---- */

struct outgoing {
    int64_t n;
    struct bs_uuid id;
    char kind[BS_RECORD_KIND_MAX + 1];
    struct bs_buf body;
};

/* The next one that is due after that one. */
static enum bs_err next_due(struct bs_held *held, struct outgoing *at, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_NEXT_DUE, err);
    enum bs_err rc;

    if (statement != NULL) {
        cell_bind_int(statement, 1, at->n);
    }
    rc = held_row(held, statement, err);
    if (rc != BS_OK) {
        return rc;
    }
    at->n = cell_int(statement, 0);
    rc = read_id(statement, 1, &at->id)
             ? held_copy_record(held, statement, 2, at->kind, &at->body, err)
             : held_not_ours(held, "a record", err);
    cell_done(statement);
    return rc;
}

static enum bs_err take_out(struct bs_held *held, int64_t n, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = bs_db_begin(&held->db, err);

    if (rc == BS_OK) {
        statement = bs_db_statement(&held->db, HELD_DELETE_OUTGOING, err);
        if (statement != NULL) {
            cell_bind_int(statement, 1, n);
        }
        rc = held_run(held, statement, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.hand_over.deleted");
        rc = bs_db_commit(&held->db, err);
        BS_STOP_HERE("held.hand_over.committed");
    }
    bs_db_finish(&held->db);
    return rc;
}

enum bs_err bs_held_hand_over(struct bs_held *held,
                              enum bs_err (*append)(void *self, const struct bs_uuid *id,
                                                    const char *kind, struct bs_bytes body,
                                                    struct bs_error *err),
                              void *self, struct bs_error *err)
{
    struct outgoing at = {.n = 0};
    enum bs_err found = BS_OK, rc = BS_OK;

    bs_buf_init(&at.body, BS_RECORD_BODY_MAX);
    while (rc == BS_OK && (found = next_due(held, &at, err)) == BS_OK) {
        rc = append(self, &at.id, at.kind, bs_buf_bytes(&at.body), err);
        if (rc == BS_OK) {
            BS_STOP_HERE("held.hand_over.appended");
            rc = take_out(held, at.n, err);
        }
    }
    bs_buf_finish(&at.body);
    return rc == BS_OK && found != BS_NOTFOUND ? found : rc;
}

/* ---- days ---- */

enum bs_err bs_held_count_day(struct bs_held *held, struct bs_date day, struct bs_error *err)
{
    struct sqlite3_stmt *statement;
    enum bs_err rc = bs_db_begin(&held->db, err);

    if (rc == BS_OK) {
        BS_STOP_HERE("held.days.begun");
        statement = bs_db_statement(&held->db, HELD_COUNT_DAY, err);
        if (statement != NULL) {
            cell_bind_int(statement, 1, held_day_number(day));
            cell_bind_int(statement, 2, BS_HELD_DECIDED);
            cell_bind_int(statement, 3, held_day_number(bs_date_add_days(day, 1)));
        }
        rc = held_run(held, statement, err);
    }
    if (rc == BS_OK) {
        BS_STOP_HERE("held.days.counted");
        rc = bs_db_commit(&held->db, err);
        BS_STOP_HERE("held.days.committed");
    }
    bs_db_finish(&held->db);
    return rc;
}

enum bs_err bs_held_oldest_after(struct bs_held *held, int days, struct bs_uuid *out,
                                 struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&held->db, HELD_OLDEST, err);
    struct bs_uuid id;
    enum bs_err rc;

    if (statement != NULL) {
        cell_bind_int(statement, 1, days);
        cell_bind_int(statement, 2, BS_HELD_DECIDED);
    }
    rc = held_row(held, statement, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (read_id(statement, 0, &id)) {
        *out = id;
    } else {
        rc = held_not_ours(held, "words", err);
    }
    cell_done(statement);
    return rc;
}
