/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Released words and notes, read by index, and what staff decide about them. */

#include "storage_comments.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

#include "review_rows.h"

static const char before_all[] = "0000-00-00", behind_all[] = "9999-99-99";

/* --- reading --- */

static enum bs_err read_comment(sqlite3_stmt *row, struct storage_comment *out,
                                struct bs_error *err)
{
    const int is_ours = 17; /* behind the columns of a comment */

    out->row = sqlite3_column_int64(row, 0);
    out->is_ours = sqlite3_column_int(row, is_ours) != 0;
    return review_read_comment(row, &out->comment)
               ? BS_OK
               : bs_fail(err, BS_BROKEN, "a stored comment cannot be read");
}

/* Where to go on, as the two last parameters of a list. */
static void bind_behind(sqlite3_stmt *statement, int at, const struct storage_row_at *behind,
                        char day[11])
{
    if (behind != NULL) {
        bs_date_format(behind->day, day);
    }
    storage_bind_text(statement, at, behind == NULL ? behind_all : day);
    storage_bind_int(statement, at + 1, behind == NULL ? INT64_MAX : behind->row);
}

static enum bs_err ask_comments(struct storage *storage,
                                const struct storage_comment_filter *filter,
                                const struct storage_row_at *behind, char day[11],
                                sqlite3_stmt **out, struct bs_error *err)
{
    static const enum storage_sql lists[] = {SQL_COMMENTS, SQL_COMMENTS_AT, SQL_COMMENTS_IN,
                                             SQL_COMMENTS_AT_IN};
    const size_t list = (filter->place != NULL ? 1 : 0) + (filter->lang != NULL ? 2 : 0);
    enum bs_err rc = storage_ask(&storage->db, lists[list], out, err);

    if (rc == BS_OK) {
        storage_bind_text(*out, 1, filter->tenant);
        storage_bind_text(*out, 2, filter->programme);
        storage_bind_int(*out, 3, filter->trials);
        storage_bind_text(*out, 4, filter->place == NULL ? "" : filter->place);
        storage_bind_text(*out, 5, filter->lang == NULL ? "" : filter->lang);
        bind_behind(*out, 6, behind, day);
    }
    return rc;
}

enum bs_err storage_comments(struct storage *storage, const struct storage_comment_filter *filter,
                             const struct storage_row_at *behind, storage_comment_visit *visit,
                             void *self, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    char day[11];
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = ask_comments(storage, filter, behind, day, &row, err);
    if (rc == BS_OK) {
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            struct storage_comment comment;

            rc = read_comment(row, &comment, err);
            if (rc != BS_OK) {
                break;
            }
            more = visit(self, &comment);
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_comment(struct storage *storage, const char *tenant, const char *id,
                            struct storage_comment *out, struct bs_error *err)
{
    struct bs_uuid uuid;
    sqlite3_stmt *row = NULL;
    enum bs_err rc;

    if (!bs_uuid_parse(id, &uuid)) {
        return bs_fail(err, BS_NOTFOUND, "no such comment");
    }
    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_COMMENT_SHOWN, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, tenant);
        storage_bind_blob(row, 2, uuid.bytes, sizeof(uuid.bytes));
        rc = storage_row(&storage->db, row, err);
        if (rc == BS_NOTFOUND) {
            (void)bs_fail(err, rc, "no such comment");
        } else if (rc == BS_OK) {
            rc = read_comment(row, out, err);
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc;
}

enum bs_err storage_comment_counts(struct storage *storage,
                                   const struct storage_comment_filter *filter,
                                   storage_comment_count_visit *visit, void *self,
                                   struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_COMMENT_COUNTS, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, filter->tenant);
        storage_bind_text(row, 2, filter->programme);
        storage_bind_int(row, 3, filter->trials);
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            char place[BS_SLUG_TEXT] = "", lang[BS_LANG_TEXT] = "";

            (void)storage_copy_text(row, 0, place, sizeof(place));
            (void)storage_copy_text(row, 1, lang, sizeof(lang));
            more = visit(self, place, lang, sqlite3_column_int64(row, 2));
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err storage_comment_sums(struct storage *storage, const char *tenant,
                                 storage_comment_sum_visit *visit, void *self, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_COMMENT_SUMS, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, tenant);
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            char programme[BS_SLUG_TEXT] = "";

            (void)storage_copy_text(row, 0, programme, sizeof(programme));
            more = visit(self, programme, sqlite3_column_int64(row, 1));
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static struct storage_ruling read_ruling(sqlite3_stmt *row)
{
    const char *who = (const char *)sqlite3_column_text(row, 1);
    const char *kiosk = (const char *)sqlite3_column_text(row, 7);

    return (struct storage_ruling){
        .kiosk = kiosk == NULL ? "" : kiosk,
        .who = who == NULL ? "" : who,
        .decision = {.ruling = (enum bs_ruling)sqlite3_column_int(row, 2),
                     .mask_count = (size_t)sqlite3_column_int64(row, 3),
                     .reason = (enum bs_hide_reason)sqlite3_column_int(row, 4),
                     .to = (enum bs_pass_to)sqlite3_column_int(row, 5)},
        .made_ms = sqlite3_column_int64(row, 6)};
}

enum bs_err storage_rulings(struct storage *storage, const char *tenant, const char *id,
                            storage_ruling_visit *visit, void *self, struct bs_error *err)
{
    struct bs_uuid uuid;
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    if (!bs_uuid_parse(id, &uuid)) {
        return BS_OK;
    }
    storage_enter(storage);
    rc = storage_ask(&storage->db, SQL_DECISIONS_OF, &row, err);
    if (rc == BS_OK) {
        storage_bind_text(row, 1, tenant);
        storage_bind_blob(row, 2, uuid.bytes, sizeof(uuid.bytes));
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            struct storage_ruling ruling = read_ruling(row);

            more = visit(self, &ruling);
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* --- what staff decide --- */

/* The tables know which words are shown; the caller has begun a transaction. */
static enum bs_err write_masked(struct storage *storage, const struct storage_comment *shown,
                                const char *seen, const struct storage_masked *masked,
                                struct bs_error *err)
{
    char masks[REVIEW_MASKS_TEXT];
    sqlite3_stmt *statement = NULL;
    enum bs_err rc;

    if (strcmp(shown->comment.text, seen) != 0) {
        return bs_fail(err, BS_REFUSED, "it is another text by now");
    }
    if (strcmp(masked->text, seen) == 0) {
        return bs_fail(err, BS_REFUSED, "not more is masked than was");
    }
    rc = storage_ask(&storage->db, SQL_COMMENT_MASK, &statement, err);
    if (rc == BS_OK) {
        review_write_masks(masked->masks, masked->mask_count, masks);
        storage_bind_int(statement, 1, shown->row);
        storage_bind_text(statement, 2, masked->text);
        storage_bind_text(statement, 3, masks);
        storage_bind_int(statement, 4, (int64_t)masked->mask_count);
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

static enum bs_err write_hidden(struct storage *storage, const char *tenant,
                                const struct bs_uuid *id, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_COMMENT_HIDE, &statement, err);

    if (rc == BS_OK) {
        storage_bind_text(statement, 1, tenant);
        storage_bind_blob(statement, 2, id->bytes, sizeof(id->bytes));
        rc = bs_db_run(&storage->db, statement, err);
    }
    return rc;
}

/* One decision of staff; `masked` NULL: it is hidden. */
static enum bs_err rule(struct storage *storage, const char *tenant, const char *id,
                        const char *staff, const char *seen, const struct storage_masked *masked,
                        const struct bs_decision *decision, int64_t now_ms, struct bs_error *err)
{
    const struct review_at at = {.tenant = tenant, .made_ms = now_ms};
    struct storage_comment *shown = bs_xcalloc(1, sizeof(*shown));
    struct bs_uuid uuid = {.bytes = {0}};
    enum bs_err rc;

    storage_enter(storage);
    rc = bs_db_begin(&storage->db, err);
    if (rc == BS_OK) {
        rc = storage_comment(storage, tenant, id, shown, err);
    }
    if (rc == BS_OK) {
        (void)bs_uuid_parse(id, &uuid);
        rc = masked != NULL ? write_masked(storage, shown, seen, masked, err)
                            : write_hidden(storage, tenant, &uuid, err);
    }
    if (rc == BS_OK) {
        rc = review_keep_ruling(&storage->db, &at, staff, decision, err);
    }
    if (rc == BS_OK) {
        rc = review_destroy(&storage->db, tenant, &uuid, err);
    }
    if (rc == BS_OK) {
        rc = storage_owe_rewrite(storage, err);
    }
    BS_STOP_HERE("storage.comments.before-commit");
    if (rc == BS_OK) {
        storage->owes_checkpoint = true;
        rc = storage_commit(storage, err);
    }
    bs_db_finish(&storage->db);
    storage_leave(storage);
    bs_wipe(shown, sizeof(*shown));
    free(shown);
    return rc;
}

enum bs_err storage_mask_comment(struct storage *storage, const char *tenant, const char *id,
                                 const char *staff, const char *seen,
                                 const struct storage_masked *masked, int64_t now_ms,
                                 struct bs_error *err)
{
    struct bs_decision decision = {.ruling = BS_RULING_RELEASE, .mask_count = masked->mask_count};

    if (masked->mask_count > BS_MASKS_MAX) {
        return bs_fail(err, BS_LIMIT, "more than %d places are masked", BS_MASKS_MAX);
    }
    memcpy(decision.id, id, strnlen(id, sizeof(decision.id) - 1));
    return rule(storage, tenant, id, staff, seen, masked, &decision, now_ms, err);
}

enum bs_err storage_hide_comment(struct storage *storage, const char *tenant, const char *id,
                                 const char *staff, enum bs_hide_reason reason, int64_t now_ms,
                                 struct bs_error *err)
{
    struct bs_decision decision = {.ruling = BS_RULING_HIDE, .reason = reason};

    memcpy(decision.id, id, strnlen(id, sizeof(decision.id) - 1));
    return rule(storage, tenant, id, staff, NULL, NULL, &decision, now_ms, err);
}

/* --- notes --- */

static bool read_note(sqlite3_stmt *row, struct storage_note *out)
{
    char day[11];
    struct storage_note read = {.row = sqlite3_column_int64(row, 0),
                                .note = {.kind = (enum bs_note_kind)sqlite3_column_int(row, 4),
                                         .is_trial = sqlite3_column_int(row, 8) != 0}};

    read.note.has_consent = read.note.kind == BS_NOTE_TREASURE;
    if (!storage_copy_text(row, 5, read.note.place, sizeof(read.note.place)) ||
        !storage_copy_text(row, 6, read.note.programme, sizeof(read.note.programme)) ||
        !storage_copy_text(row, 7, read.note.lang, sizeof(read.note.lang)) ||
        !storage_copy_text(row, 9, read.note.by, sizeof(read.note.by)) ||
        !storage_copy_text(row, 10, day, sizeof(day)) || !bs_date_parse(day, &read.note.day) ||
        !storage_copy_text(row, 11, read.note.text, sizeof(read.note.text))) {
        return false;
    }
    *out = read;
    return true;
}

/* The texts that a question borrows until it is answered. */
struct days {
    char from[11], to[11], behind[11];
};

static enum bs_err ask_notes(struct storage *storage, const struct storage_note_filter *filter,
                             const struct storage_row_at *behind, struct days *days,
                             sqlite3_stmt **out, struct bs_error *err)
{
    enum bs_err rc =
        storage_ask(&storage->db, filter->place == NULL ? SQL_NOTES : SQL_NOTES_AT, out, err);

    if (rc != BS_OK) {
        return rc;
    }
    memcpy(days->from, before_all, sizeof(before_all));
    memcpy(days->to, behind_all, sizeof(behind_all));
    if (filter->from.year != 0) {
        bs_date_format(filter->from, days->from);
    }
    if (filter->to.year != 0) {
        bs_date_format(filter->to, days->to);
    }
    storage_bind_text(*out, 1, filter->tenant);
    storage_bind_text(*out, 2, filter->place == NULL ? "" : filter->place);
    storage_bind_text(*out, 3, filter->programme == NULL ? "" : filter->programme);
    storage_bind_int(*out, 4, filter->has_kind ? (int64_t)filter->kind : -1);
    storage_bind_text(*out, 5, days->from);
    storage_bind_text(*out, 6, days->to);
    bind_behind(*out, 7, behind, days->behind);
    return BS_OK;
}

enum bs_err storage_notes(struct storage *storage, const struct storage_note_filter *filter,
                          const struct storage_row_at *behind, storage_note_visit *visit,
                          void *self, struct bs_error *err)
{
    struct days days;
    sqlite3_stmt *row = NULL;
    bool more = true;
    enum bs_err rc;

    storage_enter(storage);
    rc = ask_notes(storage, filter, behind, &days, &row, err);
    if (rc == BS_OK) {
        while (more && (rc = storage_row(&storage->db, row, err)) == BS_OK) {
            struct storage_note note;

            if (!read_note(row, &note)) {
                rc = bs_fail(err, BS_BROKEN, "a stored note cannot be read");
                break;
            }
            more = visit(self, &note);
        }
        sqlite3_reset(row);
    }
    storage_leave(storage);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}
