/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One record by its id, and what the visit answered that it began. */

#include <buurtstem/outbox.h>

#include <string.h>

#include <buurtstem/submission.h>

#include "cell.h"
#include "outbox_p.h"

/* One record as it stands in the file, proven by its digest. */
struct row {
    int64_t epoch_n;
    char epoch[BS_EPOCH_TEXT];
    struct bs_record record; /* its body borrows from `line` */
    struct bs_buf line;
};

static void row_init(struct row *row)
{
    bs_buf_init(&row->line, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
}

static enum bs_err read_row(struct bs_outbox *outbox, struct sqlite3_stmt *statement,
                            struct row *row, struct bs_error *err)
{
    const uint64_t seq = (uint64_t)cell_int(statement, 0);
    const struct bs_bytes head = cell_bytes(statement, 2), body = cell_bytes(statement, 3);
    char id[BS_UUID_TEXT];

    row->epoch_n = cell_int(statement, 4);
    bs_buf_reset(&row->line);
    bs_buf_add(&row->line, head.data, head.len);
    bs_buf_text(&row->line, "\t");
    bs_buf_add(&row->line, body.data, body.len);
    if (!cell_text(statement, 5, sizeof row->epoch, row->epoch)) {
        return outbox_damaged(outbox, "unreadable", seq, err);
    }
    if (bs_buf_check(&row->line, "record", NULL) != BS_OK ||
        bs_record_parse(bs_buf_bytes(&row->line), &row->record, NULL, NULL) != BS_OK ||
        row->record.seq != seq || !cell_text(statement, 1, sizeof id, id) ||
        strcmp(id, row->record.id) != 0) {
        return outbox_damaged(outbox, row->epoch, seq, err);
    }
    return BS_OK;
}

/* Inside the caller's transaction. */
static enum bs_err find_row(struct bs_outbox *outbox, const char *id, struct row *row,
                            struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_RECORD_OF_ID, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    cell_bind_text(statement, 1, id);
    rc = bs_db_row(&outbox->db, statement, err);
    if (rc == BS_OK) {
        rc = read_row(outbox, statement, row, err);
    }
    cell_done(statement);
    if (rc == BS_OK && row->record.body.len == 0) {
        rc = BS_NOTFOUND;
    }
    return rc == BS_NOTFOUND ? bs_fail(err, rc, "no record of that id has a body") : rc;
}

enum bs_err bs_outbox_find(struct bs_outbox *outbox, const char *id,
                           char kind[BS_RECORD_KIND_MAX + 1], char epoch[BS_EPOCH_TEXT],
                           uint64_t *seq, struct bs_buf *body, struct bs_error *err)
{
    struct row row;
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    row_init(&row);
    if (rc == BS_OK) {
        rc = find_row(outbox, id, &row, err);
    }
    bs_db_finish(&outbox->db);
    if (rc == BS_OK && row.record.body.len > body->limit - body->len) {
        rc = bs_fail(err, BS_LIMIT, "the record is larger than the buffer for it");
    }
    if (rc == BS_OK) {
        memcpy(kind, row.record.kind, sizeof row.record.kind);
        memcpy(epoch, row.epoch, sizeof row.epoch);
        *seq = row.record.seq;
        bs_buf_add(body, row.record.body.data, row.record.body.len);
    }
    bs_buf_finish(&row.line);
    return rc;
}

/* Whether a record takes the place of what the visit answered, as central counts it; then that is *answers. */
static void correct(const struct bs_record *record, const char *first,
                    struct bs_submission *answers)
{
    struct bs_submission correction;

    if (strcmp(record->kind, BS_KIND_CORRECTION) == 0 && record->body.len > 0 &&
        bs_submission_decode(record->body, &correction, NULL) == BS_OK &&
        strcmp(correction.corrects, first) == 0 &&
        strcmp(correction.programme, answers->programme) == 0 &&
        correction.version == answers->version) {
        *answers = correction;
    }
}

/* Inside the caller's transaction; `row` is that of the submission, and is used again. */
static enum bs_err correct_all(struct bs_outbox *outbox, struct row *row, const char *first,
                               struct bs_submission *answers, struct bs_error *err)
{
    struct sqlite3_stmt *statement = bs_db_statement(&outbox->db, OUTBOX_RECORDS_BEHIND, err);
    enum bs_err rc;

    if (statement == NULL) {
        return bs_db_fail(&outbox->db, "read the log", err);
    }
    cell_bind_int(statement, 1, row->epoch_n);
    cell_bind_int(statement, 2, (int64_t)row->record.seq);
    cell_bind_int(statement, 3, BS_OUTBOX_CORRECTED_WITHIN);
    while ((rc = bs_db_row(&outbox->db, statement, err)) == BS_OK) {
        rc = read_row(outbox, statement, row, err);
        if (rc != BS_OK) {
            break;
        }
        correct(&row->record, first, answers);
    }
    cell_done(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err find_answers(struct bs_outbox *outbox, const char *id, struct row *row,
                                struct bs_submission *answers, struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = find_row(outbox, id, row, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (strcmp(row->record.kind, BS_KIND_SUBMISSION) != 0) {
        return bs_fail(err, BS_NOTFOUND, "the record of that id is no submission");
    }
    if (bs_submission_decode(row->record.body, answers, &why) != BS_OK) {
        return bs_fail(err, BS_BAD, "the submission cannot be read: %s", why.text);
    }
    return correct_all(outbox, row, id, answers, err);
}

enum bs_err bs_outbox_find_answers(struct bs_outbox *outbox, const char *submission_id,
                                   struct bs_submission *out, struct bs_error *err)
{
    struct row row;
    struct bs_submission answers;
    enum bs_err rc = bs_db_begin_read(&outbox->db, err);

    row_init(&row);
    if (rc == BS_OK) {
        rc = find_answers(outbox, submission_id, &row, &answers, err);
    }
    bs_db_finish(&outbox->db);
    if (rc == BS_OK) {
        *out = answers;
    }
    bs_buf_finish(&row.line);
    return rc;
}
