/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From the bytes of a record to what is counted of it, or to the reason why it is set aside. */

#include "meaning.h"

#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/utf8.h>

#include "review_rows.h"

static bool is_known_kind(const char *kind)
{
    static const char *const kinds[] = {BS_KIND_SUBMISSION,   BS_KIND_CORRECTION, BS_KIND_ABOUT_YOU,
                                        BS_KIND_CONTACT_WISH, BS_KIND_VERDICT,    BS_KIND_CARRIED,
                                        BS_KIND_COMMENT,      BS_KIND_DECISION,   BS_KIND_NOTE};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], kind) == 0) {
            return true;
        }
    }
    return false;
}

/* What a connector sends; MEANING_NOTHING: it is nothing of the kind, or cannot be read. */
static enum meaning_what read_review(const struct bs_record *record, struct meaning *out)
{
    const struct bs_bytes body = record->body;

    if (strcmp(record->kind, BS_KIND_COMMENT) == 0) {
        return bs_comment_decode(body, &out->comment, NULL) == BS_OK ? MEANING_COMMENT
                                                                     : MEANING_NOTHING;
    }
    if (strcmp(record->kind, BS_KIND_DECISION) == 0) {
        return bs_decision_decode(body, &out->decision, NULL) == BS_OK ? MEANING_DECISION
                                                                       : MEANING_NOTHING;
    }
    return strcmp(record->kind, BS_KIND_NOTE) == 0 &&
                   bs_note_decode(body, &out->note, NULL) == BS_OK
               ? MEANING_NOTE
               : MEANING_NOTHING;
}

void meaning_read(const struct bs_record *record, struct meaning *out)
{
    enum storage_reading reading = storage_read_body(record, &out->body);

    out->notes = 0;
    out->why = STORAGE_ASIDE_UNSAID;
    if (reading != STORAGE_READS_NOTHING) {
        out->what = reading == STORAGE_READS_CORRECTION ? MEANING_CORRECTION : MEANING_SUBMISSION;
    } else if (leaving_read(record, &out->leaving)) {
        out->what = MEANING_LEAVING;
    } else if (strcmp(record->kind, BS_KIND_CARRIED) == 0 &&
               bs_carried_read(record->body, &out->carried, NULL) == BS_OK) {
        out->what = MEANING_CARRIED;
    } else {
        out->what = record->body.len > 0 ? read_review(record, out) : MEANING_NOTHING;
    }
    if (out->what == MEANING_NOTHING) {
        out->why = is_known_kind(record->kind) ? STORAGE_ASIDE_BODY : STORAGE_ASIDE_KIND;
    }
}

static bool is_listed(const struct shelf_place *place, const char *code)
{
    for (size_t i = 0; i < place->area_count; i++) {
        if (strcmp(place->areas[i], code) == 0) {
            return true;
        }
    }
    return !place->is_read || strcmp(code, BS_AREA_ELSEWHERE) == 0 ||
           strcmp(code, BS_AREA_UNSAID) == 0;
}

static const char *area_of(const struct leaving *leaving)
{
    for (size_t i = 0; i < leaving->mark_count; i++) {
        if (strcmp(leaving->marks[i].question, LEAVING_AREA) == 0) {
            return leaving->marks[i].value;
        }
    }
    return BS_AREA_UNSAID;
}

/* Where it was left; NULL: it is no such thing. */
static struct bs_left_at *left_at(struct meaning *meaning)
{
    return meaning->what == MEANING_LEAVING    ? &meaning->leaving.at
           : meaning->what == MEANING_COMMENT  ? &meaning->comment.at
           : meaning->what == MEANING_DECISION ? &meaning->decision.at
                                               : NULL;
}

/* A note names no version, and may be about no programme. */
static bool note_fits(struct shelf *shelf, const char *tenant, const struct bs_note *note,
                      enum bs_err *rc, struct bs_error *err)
{
    sqlite3_stmt *row = NULL;

    *rc = BS_OK;
    if (note->programme[0] == '\0') {
        return true;
    }
    *rc = storage_ask(shelf->db, SQL_PROGRAMME_NEWEST, &row, err);
    if (*rc != BS_OK) {
        return false;
    }
    storage_bind_text(row, 1, tenant);
    storage_bind_text(row, 2, note->programme);
    *rc = storage_row(shelf->db, row, err);
    sqlite3_reset(row);
    if (*rc == BS_NOTFOUND) {
        *rc = BS_OK;
        return false;
    }
    return *rc == BS_OK;
}

static bool programme_fits(struct shelf *shelf, const char *tenant, struct meaning *meaning,
                           enum bs_err *rc, struct bs_error *err)
{
    if (meaning->what == MEANING_SUBMISSION) {
        return storage_submission_fits(shelf, tenant, &meaning->body, rc, err);
    }
    return meaning->what == MEANING_NOTE ? note_fits(shelf, tenant, &meaning->note, rc, err)
                                         : leaving_fits(shelf, tenant, left_at(meaning), rc, err);
}

static const char *place_of(struct meaning *meaning)
{
    return meaning->what == MEANING_SUBMISSION ? meaning->body.place
           : meaning->what == MEANING_NOTE     ? meaning->note.place
                                               : left_at(meaning)->place;
}

bool meaning_fits(struct shelf *shelf, const char *tenant, bool kiosk_was_used,
                  struct meaning *meaning, enum bs_err *rc, struct bs_error *err)
{
    const struct shelf_place *place = NULL;

    *rc = BS_OK;
    if (meaning->what == MEANING_CARRIED || meaning->what == MEANING_NOTHING) {
        return meaning->what == MEANING_CARRIED;
    }
    if (!programme_fits(shelf, tenant, meaning, rc, err)) {
        meaning->why = STORAGE_ASIDE_PROGRAMME;
        return false;
    }
    *rc = shelf_place(shelf, tenant, place_of(meaning), &place, err);
    if (*rc != BS_OK || place == NULL) {
        meaning->why = STORAGE_ASIDE_PLACE;
        return false;
    }
    if (!kiosk_was_used && meaning->what != MEANING_DECISION) {
        meaning->notes |= MEANING_AS_TRIAL;
    }
    if (meaning->what == MEANING_LEAVING && !is_listed(place, area_of(&meaning->leaving))) {
        meaning->notes |= MEANING_AREA_UNSAID;
    }
    meaning_apply(meaning, meaning->notes);
    return true;
}

bool meaning_has_room(struct bs_db *db, const char *tenant, struct meaning *meaning,
                      enum bs_err *rc, struct bs_error *err)
{
    bool has_room = true;

    *rc = meaning->what == MEANING_COMMENT
              ? review_has_room_for_words(db, tenant, meaning->comment.id, &has_room, err)
          : meaning->what == MEANING_DECISION
              ? review_has_room_for_decision(db, tenant, meaning->decision.id, &has_room, err)
              : BS_OK;
    if (!has_room) {
        meaning->why = STORAGE_ASIDE_TOO_MANY;
    }
    return *rc == BS_OK && has_room;
}

void meaning_apply(struct meaning *meaning, unsigned notes)
{
    if ((notes & MEANING_AS_TRIAL) != 0 && meaning->what == MEANING_SUBMISSION) {
        meaning->body.is_trial = true;
    }
    if ((notes & MEANING_AS_TRIAL) != 0 && left_at(meaning) != NULL) {
        left_at(meaning)->is_trial = true;
    }
    if ((notes & MEANING_AS_TRIAL) != 0 && meaning->what == MEANING_NOTE) {
        meaning->note.is_trial = true;
    }
    for (size_t i = 0; (notes & MEANING_AREA_UNSAID) != 0 && meaning->what == MEANING_LEAVING &&
                       i < meaning->leaving.mark_count;
         i++) {
        if (strcmp(meaning->leaving.marks[i].question, LEAVING_AREA) == 0) {
            (void)bs_utf8_copy(meaning->leaving.marks[i].value, BS_AREA_TEXT, BS_AREA_UNSAID);
        }
    }
}

void meaning_count(struct tally *tally, const char *tenant, const char *day,
                   const struct meaning *meaning)
{
    if (meaning->what == MEANING_SUBMISSION) {
        tally_submission(tally, tenant, day, &meaning->body, 1);
    } else if (meaning->what == MEANING_LEAVING) {
        leaving_count(tally, tenant, day, &meaning->leaving);
    }
}

static enum bs_err keep_carried(struct bs_db *db, const struct meaning_at *at,
                                const struct meaning *meaning, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_PUT_CARRIED, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, at->tenant);
    storage_bind_int(statement, 2, at->log);
    storage_bind_int(statement, 3, (int64_t)at->record->seq);
    storage_bind_text(statement, 4, meaning->carried.epoch);
    storage_bind_blob(statement, 5, at->record->body.data, at->record->body.len);
    return bs_db_run(db, statement, err);
}

static struct review_at review_at_of(const struct meaning_at *at)
{
    return (struct review_at){.tenant = at->tenant,
                              .log = at->log,
                              .seq = at->record->seq,
                              .made_ms = storage_time_of(at->record, at->received_ms)};
}

enum bs_err meaning_keep(struct bs_db *db, const struct meaning_at *at,
                         const struct meaning *meaning, struct bs_error *err)
{
    const struct review_at where = review_at_of(at);

    switch (meaning->what) {
    case MEANING_CARRIED:
        return keep_carried(db, at, meaning, err);
    case MEANING_COMMENT:
        return review_keep_comment(db, &where, &meaning->comment, err);
    case MEANING_DECISION:
        return review_keep_decision(db, &where, &meaning->decision, err);
    case MEANING_NOTE:
        return review_keep_note(db, &where, &meaning->note, err);
    case MEANING_NOTHING:
    case MEANING_SUBMISSION:
    case MEANING_CORRECTION:
    case MEANING_LEAVING:
        break;
    }
    return BS_OK;
}

enum bs_err meaning_is_kept(struct bs_db *db, const struct meaning_at *at,
                            const struct meaning *meaning, struct bs_error *err)
{
    const struct review_at where = review_at_of(at);

    return meaning->what == MEANING_COMMENT ? review_is_comment(db, &where, &meaning->comment, err)
           : meaning->what == MEANING_DECISION
               ? review_is_decision(db, &where, &meaning->decision, err)
           : meaning->what == MEANING_NOTE ? review_is_note(db, &where, &meaning->note, err)
                                           : BS_OK;
}
