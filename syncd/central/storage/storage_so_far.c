/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Results so far, for bundles. What is shown moves by groups of answers: who looks before and after a visit learns nothing
 * of it. */

#include "storage_bundles.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/utf8.h>

#include "storage_p.h"

enum { COUNTS_BYTES = 1024 };

static const struct bs_question *first_single(const struct bs_programme *programme)
{
    for (size_t i = 0; i < programme->question_count; i++) {
        const struct bs_question *question = &programme->questions[i];

        if (bs_kind_is_single(question->kind) && question->follows == NULL) {
            return question;
        }
    }
    return NULL;
}

/* As it stands in the tallies now. */
static enum bs_err count_now(struct storage *storage, const char *tenant, const char *programme,
                             struct bs_so_far *now, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_SO_FAR, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, programme);
    storage_bind_text(statement, 3, now->question);
    while ((rc = storage_row(&storage->db, statement, err)) == BS_OK) {
        char value[TALLY_VALUE_TEXT] = "";

        (void)storage_copy_text(statement, 0, value, sizeof(value));
        for (size_t i = 0; i < now->count; i++) {
            if (strcmp(value, now->choice[i].value) == 0) {
                now->choice[i].times = sqlite3_column_int64(statement, 1);
                now->total += now->choice[i].times;
            }
        }
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

/* --- what is shown --- */

/* False: it is of other choices than the programme has now. */
static bool read_counts(struct bs_bytes text, struct bs_so_far *out)
{
    struct bs_json *json = NULL;
    struct bs_json_at root;
    size_t known = 0;
    bool good = bs_json_parse(text, &json, NULL) == BS_OK;

    root = bs_json_root(json, NULL);
    for (size_t i = 0; good && i < out->count; i++) {
        struct bs_json_at times = bs_json_member(&root, out->choice[i].value);

        if (bs_json_exists(&times)) {
            good = bs_json_int_here(&times, 0, INT64_MAX, &out->choice[i].times);
            out->total += out->choice[i].times;
            known++;
        }
    }
    good = good && known == bs_json_count(&root);
    bs_json_destroy(json);
    return good;
}

/* Fills an `out` that has its question and its choices. BS_NOTFOUND: nothing of this question was shown yet. */
static enum bs_err read_shown(struct storage *storage, const char *tenant, const char *programme,
                              struct bs_so_far *out, struct bs_error *err)
{
    char question[BS_SLUG_TEXT], day[11];
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(&storage->db, SQL_SHOWN, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, programme);
    rc = storage_row(&storage->db, statement, err);
    if (rc == BS_OK &&
        (!storage_copy_text(statement, 0, question, sizeof(question)) ||
         strcmp(question, out->question) != 0 ||
         !storage_copy_text(statement, 1, day, sizeof(day)) || !bs_date_parse(day, &out->counted) ||
         !read_counts(storage_bytes(statement, 2), out))) {
        rc = BS_NOTFOUND;
    }
    sqlite3_reset(statement);
    return rc;
}

static enum bs_err put_shown(struct storage *storage, const char *tenant, const char *programme,
                             const struct bs_so_far *now, struct bs_error *err)
{
    struct bs_json *counts = bs_json_new_object();
    struct bs_buf text;
    sqlite3_stmt *statement = NULL;
    char day[11];
    enum bs_err rc = storage_ask(&storage->db, SQL_PUT_SHOWN, &statement, err);

    for (size_t i = 0; i < now->count; i++) {
        bs_json_set_int(counts, now->choice[i].value, now->choice[i].times);
    }
    bs_buf_init(&text, COUNTS_BYTES);
    bs_json_write(counts, false, &text);
    if (rc == BS_OK) {
        bs_date_format(now->counted, day);
        storage_bind_text(statement, 1, tenant);
        storage_bind_text(statement, 2, programme);
        storage_bind_text(statement, 3, now->question);
        storage_bind_text(statement, 4, day);
        storage_bind_text(statement, 5, bs_buf_string(&text));
        rc = bs_db_run(&storage->db, statement, err);
    }
    bs_buf_finish(&text);
    bs_json_destroy(counts);
    return rc;
}

/* Puts into *now what may be shown: what was shown before, until that is a whole group of answers behind. */
static enum bs_err hold_back(struct storage *storage, const char *tenant, const char *programme,
                             struct bs_so_far *now, struct bs_error *err)
{
    struct bs_so_far shown = *now;
    enum bs_err rc;

    shown.total = 0;
    for (size_t i = 0; i < shown.count; i++) {
        shown.choice[i].times = 0;
    }
    rc = read_shown(storage, tenant, programme, &shown, err);
    if (rc == BS_OK && llabs(now->total - shown.total) < BS_SO_FAR_LEAST) {
        *now = shown;
        return BS_OK;
    }
    return rc == BS_OK || rc == BS_NOTFOUND ? put_shown(storage, tenant, programme, now, err) : rc;
}

enum bs_err storage_so_far(struct storage *storage, const char *tenant,
                           const struct bs_programme *programme, struct bs_date counted,
                           struct bs_so_far *out, struct bs_error *err)
{
    const struct bs_question *question = first_single(programme);
    struct bs_so_far now = {.counted = counted};
    enum bs_err rc;

    if (question == NULL || !programme->shows_results) {
        *out = (struct bs_so_far){.total = 0};
        return BS_OK;
    }
    (void)bs_utf8_copy(now.question, sizeof(now.question), question->id);
    now.count = question->choice_count;
    for (size_t i = 0; i < now.count; i++) {
        now.choice[i].value = question->choices[i].value;
    }
    storage_enter(storage);
    rc = count_now(storage, tenant, programme->id, &now, err);
    if (rc == BS_OK && now.total >= BS_SO_FAR_LEAST) {
        rc = hold_back(storage, tenant, programme->id, &now, err);
    }
    storage_leave(storage);
    if (rc == BS_OK) {
        *out = now.total >= BS_SO_FAR_LEAST ? now : (struct bs_so_far){.total = 0};
    }
    return rc;
}
