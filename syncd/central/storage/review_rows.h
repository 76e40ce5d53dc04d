/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef REVIEW_ROWS_H
#define REVIEW_ROWS_H

/*
 * What connectors send, as rows: which words count, and their bytes taken out of every line when staff rule on them. All of it
 * inside the caller's transaction but for what only reads.
 */

#include <buurtstem/record.h>
#include <buurtstem/review.h>
#include <buurtstem/uuid.h>

#include "storage_p.h"

/* Where a record stands; seq 0: nowhere, a decision of staff. */
struct review_at {
    const char *tenant;
    int64_t log;
    uint64_t seq;
    int64_t made_ms; /* storage_time_of */
};

/* Rows of words, and of connectors' decisions, that one comment may have. A kiosk sends one of each and some more when it is
 * taken back; without an end, one of them could make every look at a comment take minutes. */
#define REVIEW_ROWS_MAX 64
/* Whether there is room for one more. */
enum bs_err review_has_room_for_words(struct bs_db *db, const char *tenant, const char *comment,
                                      bool *out, struct bs_error *err);
enum bs_err review_has_room_for_decision(struct bs_db *db, const char *tenant, const char *comment,
                                         bool *out, struct bs_error *err);

enum bs_err review_keep_comment(struct bs_db *db, const struct review_at *at,
                                const struct bs_comment *comment, struct bs_error *err);
enum bs_err review_keep_decision(struct bs_db *db, const struct review_at *at,
                                 const struct bs_decision *decision, struct bs_error *err);
/* One of staff, whose name is no pseudonym: `by` of the decision is not looked at. */
enum bs_err review_keep_ruling(struct bs_db *db, const struct review_at *at, const char *staff,
                               const struct bs_decision *decision, struct bs_error *err);
enum bs_err review_keep_note(struct bs_db *db, const struct review_at *at,
                             const struct bs_note *note, struct bs_error *err);

/* Whether the row is as the record says: BS_OK; BS_NOTFOUND: there is none, or another. */
enum bs_err review_is_comment(struct bs_db *db, const struct review_at *at,
                              const struct bs_comment *comment, struct bs_error *err);
enum bs_err review_is_decision(struct bs_db *db, const struct review_at *at,
                               const struct bs_decision *decision, struct bs_error *err);
enum bs_err review_is_note(struct bs_db *db, const struct review_at *at, const struct bs_note *note,
                           struct bs_error *err);

/* The row whose words count, 0: none does. Of the rows with words, the one that masked most, if a release counts that masked no
 * more than it. */
enum bs_err review_find_shown(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                              int64_t *out, struct bs_error *err);
/* Marks it. */
enum bs_err review_settle(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                          struct bs_error *err);

/* Whether staff ruled on it. */
enum bs_err review_is_ruled(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                            bool *out, struct bs_error *err);
/* Takes the words of a comment out of every row but the one that staff masked, and the body out of every line that names it: in
 * the log, set aside, beside it and in quarantine. The chain goes over heads, so it stays whole. */
enum bs_err review_destroy(struct bs_db *db, const char *tenant, const struct bs_uuid *id,
                           struct bs_error *err);
/* What of a line may be kept: of a comment that staff ruled on before it came, the line without its body; of any other all of
 * it. *out borrows from `line`. */
enum bs_err review_line_to_keep(struct bs_db *db, const char *tenant,
                                const struct bs_record *record, struct bs_bytes line,
                                struct bs_bytes *out, struct bs_error *err);

/* From a row of COMMENT_COLUMNS behind its number. False: it is damaged. */
bool review_read_comment(struct sqlite3_stmt *row, struct bs_comment *out);
/* Names with a blank between them; `out` of REVIEW_MASKS_TEXT bytes. */
#define REVIEW_MASKS_TEXT (BS_MASKS_MAX * 10)
void review_write_masks(const enum bs_mask *masks, size_t count, char out[REVIEW_MASKS_TEXT]);

#endif
