/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Comments, notes and connectors as the pages see them. */

#include <string.h>

#include <buurtstem/utf8.h>

#include "fake_storage.h"

static enum bs_err fails(struct storage *storage, struct bs_error *err)
{
    storage->asked++;
    return storage->failure == BS_OK ? BS_OK
                                     : bs_fail(err, storage->failure, "told to fail: /secret/path");
}

static bool fits(const struct storage *storage, const struct storage_comment_filter *filter,
                 const struct bs_comment *comment)
{
    return strcmp(filter->tenant, storage->tenant) == 0 &&
           strcmp(filter->programme, comment->at.programme) == 0 &&
           filter->trials == comment->at.is_trial;
}

enum bs_err storage_comments(struct storage *storage, const struct storage_comment_filter *filter,
                             const struct storage_row_at *behind, storage_comment_visit *visit,
                             void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK;
    for (size_t i = 0; i < storage->comment_count && more; i++) {
        const struct storage_comment *one = &storage->comments[i];
        if ((behind == NULL || one->row < behind->row) && fits(storage, filter, &one->comment) &&
            (filter->place == NULL || strcmp(filter->place, one->comment.at.place) == 0) &&
            (filter->lang == NULL || strcmp(filter->lang, one->comment.at.lang) == 0)) {
            more = visit(self, one);
        }
    }
    return rc;
}

enum bs_err storage_comment(struct storage *storage, const char *tenant, const char *id,
                            struct storage_comment *out, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    for (size_t i = 0; i < storage->comment_count && rc == BS_OK; i++) {
        if (strcmp(tenant, storage->tenant) == 0 &&
            strcmp(id, storage->comments[i].comment.id) == 0) {
            *out = storage->comments[i];
            return BS_OK;
        }
    }
    return rc == BS_OK ? bs_fail(err, BS_NOTFOUND, "no such comment") : rc;
}

enum bs_err storage_comment_counts(struct storage *storage,
                                   const struct storage_comment_filter *filter,
                                   storage_comment_count_visit *visit, void *self,
                                   struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK;
    for (size_t i = 0; i < storage->comment_count && more; i++) {
        const struct bs_left_at *at = &storage->comments[i].comment.at;
        if (fits(storage, filter, &storage->comments[i].comment)) {
            more = visit(self, at->place, at->lang, 1);
        }
    }
    return rc;
}

/* All comments of a test are of one programme. */
enum bs_err storage_comment_sums(struct storage *storage, const char *tenant,
                                 storage_comment_sum_visit *visit, void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    if (rc == BS_OK && storage->comment_count > 0 && strcmp(tenant, storage->tenant) == 0) {
        (void)visit(self, storage->comments[0].comment.at.programme,
                    (int64_t)storage->comment_count);
    }
    return rc;
}

/* Whatever the comment: released on one kiosk, passed on and hidden on another, masked by staff. */
enum bs_err storage_rulings(struct storage *storage, const char *tenant, const char *id,
                            storage_ruling_visit *visit, void *self, struct bs_error *err)
{
    static const int64_t at_ms = INT64_C(1795200000000);
    const struct storage_ruling rulings[] = {
        {"", "samira", {.ruling = BS_RULING_RELEASE, .mask_count = 2}, at_ms},
        {"gm1916-prinsenhof-1", "c-7xk2mq", {.ruling = BS_RULING_RELEASE}, at_ms},
        {"gm1916-prinsenhof-1", "c-7xk2mq", {.ruling = BS_RULING_TAKE_BACK}, at_ms},
        {"gm1916-prinsenhof-1", "", {.ruling = BS_RULING_RELEASE, .mask_count = 1}, at_ms},
        {"gm1916-zijde-1", "c-h4n9td", {.ruling = BS_RULING_PASS_ON, .to = BS_PASS_READER}, at_ms},
        {"gm1916-zijde-1", "c-h4n9td", {.ruling = BS_RULING_HIDE, .reason = BS_HIDE_ADVERT}, at_ms},
    };
    enum bs_err rc = fails(storage, err);
    (void)tenant;
    (void)id;
    for (size_t i = 0; i < sizeof rulings / sizeof rulings[0] && rc == BS_OK; i++) {
        (void)visit(self, &rulings[i]);
    }
    return rc;
}

static enum bs_err rule(struct storage *storage, const char *staff, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    if (rc == BS_OK && storage->ruling_answer != BS_OK) {
        rc = bs_fail(err, storage->ruling_answer, "told to refuse");
    }
    if (rc == BS_OK) {
        bs_utf8_copy(storage->ruled_by, sizeof storage->ruled_by, staff);
    }
    return rc;
}

enum bs_err storage_mask_comment(struct storage *storage, const char *tenant, const char *id,
                                 const char *staff, const char *seen,
                                 const struct storage_masked *masked, int64_t now_ms,
                                 struct bs_error *err)
{
    enum bs_err rc = rule(storage, staff, err);
    (void)tenant;
    (void)id;
    (void)seen;
    (void)now_ms;
    if (rc == BS_OK) {
        storage->masked = *masked;
    }
    return rc;
}

enum bs_err storage_hide_comment(struct storage *storage, const char *tenant, const char *id,
                                 const char *staff, enum bs_hide_reason reason, int64_t now_ms,
                                 struct bs_error *err)
{
    enum bs_err rc = rule(storage, staff, err);
    (void)tenant;
    (void)id;
    (void)now_ms;
    if (rc == BS_OK) {
        storage->hidden = reason;
    }
    return rc;
}

static bool is_noted(const struct storage_note_filter *filter, const struct bs_note *note)
{
    return (filter->place == NULL || strcmp(filter->place, note->place) == 0) &&
           (filter->programme == NULL || note->programme[0] == '\0' ||
            strcmp(filter->programme, note->programme) == 0) &&
           (!filter->has_kind || filter->kind == note->kind) &&
           (filter->from.year == 0 || bs_date_compare(filter->from, note->day) <= 0) &&
           (filter->to.year == 0 || bs_date_compare(note->day, filter->to) <= 0);
}

enum bs_err storage_notes(struct storage *storage, const struct storage_note_filter *filter,
                          const struct storage_row_at *behind, storage_note_visit *visit,
                          void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK && strcmp(filter->tenant, storage->tenant) == 0;
    for (size_t i = 0; i < storage->note_count && more; i++) {
        const struct storage_note *one = &storage->notes[i];
        if ((behind == NULL || one->row < behind->row) && is_noted(filter, &one->note)) {
            more = visit(self, one);
        }
    }
    return rc;
}

/* --- connectors --- */

static struct storage_connector *find(struct storage *storage, const char *tenant, const char *id)
{
    for (size_t i = 0; i < storage->connector_count; i++) {
        if (strcmp(tenant, storage->tenant) == 0 && strcmp(id, storage->connectors[i].id) == 0) {
            return &storage->connectors[i];
        }
    }
    return NULL;
}

enum bs_err storage_connector_salt(struct storage *storage, const char *tenant,
                                   uint8_t out[BS_PIN_SALT_SIZE], struct bs_error *err)
{
    (void)tenant;
    memset(out, 0, BS_PIN_SALT_SIZE);
    return fails(storage, err);
}

enum bs_err storage_put_connector(struct storage *storage,
                                  const struct storage_connector *connector, int64_t now_ms,
                                  struct bs_error *err)
{
    enum bs_err rc = rule(storage, "", err);
    if (rc == BS_OK) {
        storage->connectors[storage->connector_count] = *connector;
        storage->connectors[storage->connector_count++].made_ms = now_ms;
    }
    return rc;
}

enum bs_err storage_put_badge(struct storage *storage, const char *tenant, const char *id,
                              const char *badge, int64_t now_ms, struct bs_error *err)
{
    struct storage_connector *connector = find(storage, tenant, id);
    enum bs_err rc =
        connector == NULL ? bs_fail(err, BS_NOTFOUND, "no %s", id) : rule(storage, "", err);
    (void)now_ms;
    if (rc == BS_OK) {
        bs_utf8_copy(connector->badge, sizeof connector->badge, badge);
    }
    return rc;
}

enum bs_err storage_revoke_connector(struct storage *storage, const char *tenant, const char *id,
                                     int64_t now_ms, struct bs_error *err)
{
    struct storage_connector *connector = find(storage, tenant, id);
    if (connector == NULL) {
        return bs_fail(err, BS_NOTFOUND, "no %s", id);
    }
    connector->is_revoked = true;
    connector->changed_ms = now_ms;
    return rule(storage, "", err);
}

enum bs_err storage_connector(struct storage *storage, const char *tenant, const char *id,
                              struct storage_connector *out, struct bs_error *err)
{
    const struct storage_connector *connector = find(storage, tenant, id);
    if (connector == NULL) {
        return bs_fail(err, BS_NOTFOUND, "no %s", id);
    }
    *out = *connector;
    return BS_OK;
}

enum bs_err storage_connectors(struct storage *storage, const char *tenant, const char *place,
                               storage_connector_visit *visit, void *self, struct bs_error *err)
{
    enum bs_err rc = fails(storage, err);
    bool more = rc == BS_OK && strcmp(tenant, storage->tenant) == 0;
    (void)place;
    for (size_t i = 0; i < storage->connector_count && more; i++) {
        more = visit(self, &storage->connectors[i]);
    }
    return rc;
}
