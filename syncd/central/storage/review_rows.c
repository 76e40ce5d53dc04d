/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Comments, decisions and notes as rows of tables, and the end of words that staff rule on. */

#include "review_rows.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

/* Columns of a row of `comment`, as they are written and read. */
enum {
    COMMENT_TENANT = 1,
    COMMENT_ID,
    COMMENT_LOG,
    COMMENT_SEQ,
    COMMENT_SUBMISSION,
    COMMENT_PROGRAMME,
    COMMENT_VERSION,
    COMMENT_PLACE,
    COMMENT_LANG,
    COMMENT_CHANNEL,
    COMMENT_TRIAL,
    COMMENT_WRITTEN,
    COMMENT_WHO,
    COMMENT_MASKS,
    COMMENT_MASK_COUNT,
    COMMENT_TEXT
};

void review_write_masks(const enum bs_mask *masks, size_t count, char out[REVIEW_MASKS_TEXT])
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const char *name = bs_mask_name(masks[i]);
        size_t len = strlen(name);

        if (i > 0) {
            out[used++] = ' ';
        }
        memcpy(out + used, name, len + 1);
        used += len;
    }
}

static bool read_masks(const char *names, struct bs_comment *out)
{
    while (*names != '\0') {
        size_t len = strcspn(names, " ");
        int mask = 0;

        while (mask < BS_MASKS && (strlen(bs_mask_name((enum bs_mask)mask)) != len ||
                                   strncmp(bs_mask_name((enum bs_mask)mask), names, len) != 0)) {
            mask++;
        }
        if (mask == BS_MASKS || out->mask_count == BS_MASKS_MAX) {
            return false;
        }
        out->masks[out->mask_count++] = (enum bs_mask)mask;
        names += len + (names[len] == ' ');
    }
    return true;
}

static bool read_channel(const char *name, enum bs_channel *out)
{
    for (int channel = BS_CHANNEL_KIOSK; channel <= BS_CHANNEL_PAPER; channel++) {
        if (strcmp(bs_channel_name((enum bs_channel)channel), name) == 0) {
            *out = (enum bs_channel)channel;
            return true;
        }
    }
    return false;
}

static bool read_uuid(sqlite3_stmt *row, int column, char out[BS_UUID_TEXT])
{
    struct bs_bytes bytes = storage_bytes(row, column);
    struct bs_uuid uuid;

    if (bytes.len != sizeof(uuid.bytes)) {
        return false;
    }
    memcpy(uuid.bytes, bytes.data, sizeof(uuid.bytes));
    bs_uuid_format(&uuid, out);
    return true;
}

bool review_read_comment(sqlite3_stmt *row, struct bs_comment *out)
{
    char channel[16], written[11], masks[REVIEW_MASKS_TEXT];
    struct bs_comment comment = {.mask_count = 0,
                                 .at = {.version = sqlite3_column_int(row, COMMENT_VERSION),
                                        .is_trial = sqlite3_column_int(row, COMMENT_TRIAL) != 0}};

    if (!read_uuid(row, COMMENT_ID, comment.id) ||
        !read_uuid(row, COMMENT_SUBMISSION, comment.submission) ||
        !storage_copy_text(row, COMMENT_PROGRAMME, comment.at.programme, BS_SLUG_TEXT) ||
        !storage_copy_text(row, COMMENT_PLACE, comment.at.place, BS_SLUG_TEXT) ||
        !storage_copy_text(row, COMMENT_LANG, comment.at.lang, BS_LANG_TEXT) ||
        !storage_copy_text(row, COMMENT_CHANNEL, channel, sizeof(channel)) ||
        !storage_copy_text(row, COMMENT_WRITTEN, written, sizeof(written)) ||
        !storage_copy_text(row, COMMENT_WHO, comment.by, sizeof(comment.by)) ||
        !storage_copy_text(row, COMMENT_MASKS, masks, sizeof(masks)) ||
        !storage_copy_text(row, COMMENT_TEXT, comment.text, sizeof(comment.text)) ||
        !read_channel(channel, &comment.at.channel) || !read_masks(masks, &comment) ||
        !bs_date_parse(written, &comment.written)) {
        return false;
    }
    *out = comment;
    return true;
}

/* --- into the tables --- */

static void bind_where(sqlite3_stmt *statement, int at, const struct review_at *where)
{
    if (where->seq > 0) {
        storage_bind_int(statement, at, where->log);
        storage_bind_int(statement, at + 1, (int64_t)where->seq);
    }
}

/* The text that a statement borrows until it ran. */
struct borrowed {
    struct bs_uuid id, submission;
    char day[11], masks[REVIEW_MASKS_TEXT];
};

static enum bs_err ask_comment(struct bs_db *db, enum storage_sql index, const struct review_at *at,
                               const struct bs_comment *comment, struct borrowed *texts,
                               sqlite3_stmt **out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, index, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (!bs_uuid_parse(comment->id, &texts->id) ||
        !bs_uuid_parse(comment->submission, &texts->submission)) {
        return bs_fail(err, BS_BAD, "a comment's id is none");
    }
    bs_date_format(comment->written, texts->day);
    review_write_masks(comment->masks, comment->mask_count, texts->masks);
    storage_bind_text(statement, COMMENT_TENANT, at->tenant);
    storage_bind_blob(statement, COMMENT_ID, texts->id.bytes, sizeof(texts->id.bytes));
    bind_where(statement, COMMENT_LOG, at);
    storage_bind_blob(statement, COMMENT_SUBMISSION, texts->submission.bytes,
                      sizeof(texts->submission.bytes));
    storage_bind_text(statement, COMMENT_PROGRAMME, comment->at.programme);
    storage_bind_int(statement, COMMENT_VERSION, comment->at.version);
    storage_bind_text(statement, COMMENT_PLACE, comment->at.place);
    storage_bind_text(statement, COMMENT_LANG, comment->at.lang);
    storage_bind_text(statement, COMMENT_CHANNEL, bs_channel_name(comment->at.channel));
    storage_bind_int(statement, COMMENT_TRIAL, comment->at.is_trial);
    storage_bind_text(statement, COMMENT_WRITTEN, texts->day);
    storage_bind_text(statement, COMMENT_WHO, comment->by);
    storage_bind_text(statement, COMMENT_MASKS, texts->masks);
    storage_bind_int(statement, COMMENT_MASK_COUNT, (int64_t)comment->mask_count);
    storage_bind_text(statement, COMMENT_TEXT, comment->text);
    *out = statement;
    return BS_OK;
}

enum bs_err review_keep_comment(struct bs_db *db, const struct review_at *at,
                                const struct bs_comment *comment, struct bs_error *err)
{
    struct borrowed texts;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = ask_comment(db, SQL_PUT_COMMENT, at, comment, &texts, &statement, err);

    rc = rc == BS_OK ? bs_db_run(db, statement, err) : rc;
    return rc == BS_OK ? review_settle(db, at->tenant, &texts.id, err) : rc;
}

/* One row: it is there. */
static enum bs_err is_there(struct bs_db *db, sqlite3_stmt *statement, struct bs_error *err)
{
    enum bs_err rc = storage_row(db, statement, err);

    sqlite3_reset(statement);
    return rc;
}

enum bs_err review_is_comment(struct bs_db *db, const struct review_at *at,
                              const struct bs_comment *comment, struct bs_error *err)
{
    struct borrowed texts;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = ask_comment(db, SQL_COMMENT_IS, at, comment, &texts, &statement, err);

    return rc == BS_OK ? is_there(db, statement, err) : rc;
}

static enum bs_err ask_decision(struct bs_db *db, enum storage_sql index,
                                const struct review_at *at, const char *who,
                                const struct bs_decision *decision, struct bs_uuid *id,
                                sqlite3_stmt **out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, index, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (!bs_uuid_parse(decision->id, id)) {
        return bs_fail(err, BS_BAD, "a comment's id is none");
    }
    storage_bind_text(statement, 1, at->tenant);
    storage_bind_blob(statement, 2, id->bytes, sizeof(id->bytes));
    bind_where(statement, 3, at);
    storage_bind_text(statement, 5, who);
    storage_bind_int(statement, 6, decision->ruling);
    storage_bind_int(statement, 7, (int64_t)decision->mask_count);
    storage_bind_int(statement, 8, decision->reason);
    storage_bind_int(statement, 9, decision->to);
    storage_bind_int(statement, 10, at->made_ms);
    *out = statement;
    return BS_OK;
}

enum bs_err review_keep_ruling(struct bs_db *db, const struct review_at *at, const char *staff,
                               const struct bs_decision *decision, struct bs_error *err)
{
    struct bs_uuid id;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = ask_decision(db, SQL_PUT_DECISION, at, staff, decision, &id, &statement, err);

    rc = rc == BS_OK ? bs_db_run(db, statement, err) : rc;
    return rc == BS_OK ? review_settle(db, at->tenant, &id, err) : rc;
}

enum bs_err review_keep_decision(struct bs_db *db, const struct review_at *at,
                                 const struct bs_decision *decision, struct bs_error *err)
{
    return review_keep_ruling(db, at, decision->by, decision, err);
}

enum bs_err review_is_decision(struct bs_db *db, const struct review_at *at,
                               const struct bs_decision *decision, struct bs_error *err)
{
    struct bs_uuid id;
    sqlite3_stmt *statement = NULL;
    enum bs_err rc =
        ask_decision(db, SQL_DECISION_IS, at, decision->by, decision, &id, &statement, err);

    return rc == BS_OK ? is_there(db, statement, err) : rc;
}

static enum bs_err ask_note(struct bs_db *db, enum storage_sql index, const struct review_at *at,
                            const struct bs_note *note, char day[11], sqlite3_stmt **out,
                            struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, index, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_date_format(note->day, day);
    storage_bind_text(statement, 1, at->tenant);
    bind_where(statement, 2, at);
    storage_bind_int(statement, 4, note->kind);
    storage_bind_text(statement, 5, note->place);
    storage_bind_text(statement, 6, note->programme);
    storage_bind_text(statement, 7, note->lang);
    storage_bind_int(statement, 8, note->is_trial);
    storage_bind_text(statement, 9, note->by);
    storage_bind_text(statement, 10, day);
    storage_bind_text(statement, 11, note->text);
    *out = statement;
    return BS_OK;
}

enum bs_err review_keep_note(struct bs_db *db, const struct review_at *at,
                             const struct bs_note *note, struct bs_error *err)
{
    char day[11];
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = ask_note(db, SQL_PUT_NOTE, at, note, day, &statement, err);

    return rc == BS_OK ? bs_db_run(db, statement, err) : rc;
}

enum bs_err review_is_note(struct bs_db *db, const struct review_at *at, const struct bs_note *note,
                           struct bs_error *err)
{
    char day[11];
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = ask_note(db, SQL_NOTE_IS, at, note, day, &statement, err);

    return rc == BS_OK ? is_there(db, statement, err) : rc;
}

/* --- how many --- */

static enum bs_err has_room(struct bs_db *db, enum storage_sql index, const char *tenant,
                            const char *comment, bool *out, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    struct bs_uuid id;
    enum bs_err rc = storage_ask(db, index, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (!bs_uuid_parse(comment, &id)) {
        return bs_fail(err, BS_BAD, "a comment's id is none");
    }
    storage_bind_text(row, 1, tenant);
    storage_bind_blob(row, 2, id.bytes, sizeof(id.bytes));
    storage_bind_int(row, 3, REVIEW_ROWS_MAX);
    rc = storage_row(db, row, err);
    *out = rc == BS_OK && sqlite3_column_int(row, 0) != 0;
    sqlite3_reset(row);
    return rc;
}

enum bs_err review_has_room_for_words(struct bs_db *db, const char *tenant, const char *comment,
                                      bool *out, struct bs_error *err)
{
    return has_room(db, SQL_COMMENT_ROOM, tenant, comment, out, err);
}

enum bs_err review_has_room_for_decision(struct bs_db *db, const char *tenant, const char *comment,
                                         bool *out, struct bs_error *err)
{
    return has_room(db, SQL_DECISION_ROOM, tenant, comment, out, err);
}

/* --- what counts --- */

/* What was decided so far: in the log that is being read, and of all before it. */
struct fold {
    bool has_now, has_best;
    struct bs_decision now, best;
};

static void close_log(struct fold *fold)
{
    const struct bs_decision *counts = bs_decision_stricter(fold->has_best ? &fold->best : NULL,
                                                            fold->has_now ? &fold->now : NULL);

    if (counts == &fold->now) {
        fold->best = fold->now;
    }
    fold->has_best = counts != NULL;
    fold->has_now = false;
}

static void add(struct fold *fold, const struct bs_decision *next)
{
    const struct bs_decision *counts = bs_decision_later(fold->has_now ? &fold->now : NULL, next);

    fold->has_now = counts != NULL;
    if (counts == next) {
        fold->now = *next;
    }
}

/* In `best` what counts of all. */
static enum bs_err fold_decisions(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                                  struct fold *fold, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    int64_t log = -1, last = -1;
    enum bs_err rc = storage_ask(db, SQL_DECISIONS_OF, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, tenant);
    storage_bind_blob(row, 2, id->bytes, sizeof(id->bytes));
    while ((rc = storage_row(db, row, err)) == BS_OK) {
        struct bs_decision next = {.ruling = (enum bs_ruling)sqlite3_column_int(row, 2),
                                   .mask_count = (size_t)sqlite3_column_int64(row, 3)};

        log = sqlite3_column_int64(row, 0); /* 0: staff's own, which come first */
        if (log != last) {
            close_log(fold);
        }
        last = log;
        add(fold, &next);
    }
    sqlite3_reset(row);
    close_log(fold);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err review_find_shown(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                              int64_t *out, struct bs_error *err)
{
    struct fold fold = {.has_now = false};
    sqlite3_stmt *row = NULL;
    enum bs_err rc = fold_decisions(db, tenant, id, &fold, err);

    if (rc == BS_OK) {
        rc = storage_ask(db, SQL_COMMENT_ROWS, &row, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, tenant);
    storage_bind_blob(row, 2, id->bytes, sizeof(id->bytes));
    rc = storage_row(db, row, err);
    *out = rc == BS_OK && fold.has_best && fold.best.ruling == BS_RULING_RELEASE &&
                   (size_t)sqlite3_column_int64(row, 1) >= fold.best.mask_count
               ? sqlite3_column_int64(row, 0)
               : 0;
    sqlite3_reset(row);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err review_settle(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                          struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    int64_t shown = 0;
    enum bs_err rc = review_find_shown(db, tenant, id, &shown, err);

    if (rc == BS_OK) {
        rc = storage_ask(db, SQL_COMMENT_SHOW, &statement, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_blob(statement, 2, id->bytes, sizeof(id->bytes));
    storage_bind_int(statement, 3, shown);
    return bs_db_run(db, statement, err);
}

enum bs_err review_is_ruled(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                            bool *out, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    enum bs_err rc = storage_ask(db, SQL_COMMENT_RULED, &row, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(row, 1, tenant);
    storage_bind_blob(row, 2, id->bytes, sizeof(id->bytes));
    rc = is_there(db, row, err);
    *out = rc == BS_OK;
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* --- the end of words --- */

/* The part of a comment's line that goes without its body: the head and its tab. Nothing of any other line, nor of one that has
 * no body any more. */
static struct bs_bytes without_body(struct bs_bytes line)
{
    struct bs_record record;
    struct bs_bytes head = {NULL, 0};
    const bool is_whole = bs_record_parse(line, &record, &head, NULL) == BS_OK &&
                          record.body.len > 0 && strcmp(record.kind, BS_KIND_COMMENT) == 0;

    return (struct bs_bytes){line.data, is_whole ? head.len + 1 : 0};
}

static void cut_body(struct bs_bytes line, struct bs_buf *out)
{
    struct bs_bytes rest = without_body(line);

    if (rest.len > 0) {
        bs_buf_add(out, rest.data, rest.len);
    }
}

/* Erases each line that `find` finds, one after the other by its row. */
static enum bs_err erase_lines(struct bs_db *db, enum storage_sql find, enum storage_sql erase,
                               const char *tenant, struct bs_bytes id, struct bs_error *err)
{
    int64_t row = 0;
    enum bs_err rc;

    for (;;) {
        sqlite3_stmt *statement = NULL;
        struct bs_buf head;

        rc = storage_ask(db, find, &statement, err);
        if (rc != BS_OK) {
            return rc;
        }
        storage_bind_text(statement, 1, tenant);
        storage_bind_blob(statement, 2, id.data, id.len);
        storage_bind_int(statement, 3, row);
        rc = storage_row(db, statement, err);
        if (rc != BS_OK) {
            sqlite3_reset(statement);
            return rc == BS_NOTFOUND ? BS_OK : rc;
        }
        row = sqlite3_column_int64(statement, 0);
        bs_buf_init(&head, BS_RECORD_HEAD_MAX + 1);
        cut_body(storage_bytes(statement, 1), &head);
        sqlite3_reset(statement);
        rc = head.len == 0 ? BS_OK : storage_ask(db, erase, &statement, err);
        if (rc == BS_OK && head.len > 0) {
            storage_bind_int(statement, 1, row);
            storage_bind_blob(statement, 2, head.data, head.len);
            rc = bs_db_run(db, statement, err);
        }
        bs_buf_finish(&head);
        if (rc != BS_OK) {
            return rc;
        }
    }
}

enum bs_err review_destroy(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                           struct bs_error *err)
{
    static const struct {
        enum storage_sql find, erase;
        bool by_text; /* looks for the id as it stands in a body */
    } lines[] = {{SQL_COMMENT_LINES, SQL_RECORD_ERASE, false},
                 {SQL_COMMENT_COPIES, SQL_RECORD_ERASE, false},
                 {SQL_ASIDE_NAMING, SQL_RECORD_ERASE, true},
                 {SQL_FORK_NAMING, SQL_FORK_ERASE, true},
                 {SQL_QUARANTINE_NAMING, SQL_QUARANTINE_ERASE, true}};
    const struct bs_bytes raw = {id->bytes, sizeof(id->bytes)};
    char text[BS_UUID_TEXT];
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_COMMENT_EMPTY, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_blob(statement, 2, id->bytes, sizeof(id->bytes));
        rc = bs_db_run(db, statement, err);
    }
    bs_uuid_format(id, text);
    for (size_t i = 0; rc == BS_OK && i < sizeof lines / sizeof lines[0]; i++) {
        rc = erase_lines(db, lines[i].find, lines[i].erase, tenant,
                         lines[i].by_text ? bs_bytes_of(text) : raw, err);
    }
    return rc == BS_OK ? review_settle(db, tenant, id, err) : rc;
}

enum bs_err review_line_to_keep(struct bs_db *db, const char *tenant,
                                const struct bs_record *record, struct bs_bytes line,
                                struct bs_bytes *out, struct bs_error *err)
{
    struct bs_comment comment;
    struct bs_uuid id;
    bool is_ruled = false;
    enum bs_err rc;

    *out = line;
    if (strcmp(record->kind, BS_KIND_COMMENT) != 0 || record->body.len == 0 ||
        bs_comment_decode(record->body, &comment, NULL) != BS_OK ||
        !bs_uuid_parse(comment.id, &id)) {
        return BS_OK;
    }
    bs_wipe(&comment, sizeof(comment));
    rc = review_is_ruled(db, tenant, &id, &is_ruled, err);
    if (rc == BS_OK && is_ruled) {
        *out = without_body(line);
    }
    return rc;
}
