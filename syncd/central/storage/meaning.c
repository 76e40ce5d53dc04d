/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From the bytes of a record to what is counted of it, or to the reason why it is set aside. */

#include "meaning.h"

#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/utf8.h>

static bool is_known_kind(const char *kind)
{
    static const char *const kinds[] = {BS_KIND_SUBMISSION,   BS_KIND_CORRECTION, BS_KIND_ABOUT_YOU,
                                        BS_KIND_CONTACT_WISH, BS_KIND_VERDICT,    BS_KIND_CARRIED};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], kind) == 0) {
            return true;
        }
    }
    return false;
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
        out->what = MEANING_NOTHING;
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

static bool programme_fits(struct shelf *shelf, const char *tenant, const struct meaning *meaning,
                           enum bs_err *rc, struct bs_error *err)
{
    return meaning->what == MEANING_SUBMISSION
               ? storage_submission_fits(shelf, tenant, &meaning->body, rc, err)
               : leaving_fits(shelf, tenant, &meaning->leaving, rc, err);
}

bool meaning_fits(struct shelf *shelf, const char *tenant, bool kiosk_was_used,
                  struct meaning *meaning, enum bs_err *rc, struct bs_error *err)
{
    const bool is_visit = meaning->what == MEANING_SUBMISSION;
    const struct shelf_place *place = NULL;

    *rc = BS_OK;
    if (meaning->what == MEANING_CARRIED || meaning->what == MEANING_NOTHING) {
        return meaning->what == MEANING_CARRIED;
    }
    if (!programme_fits(shelf, tenant, meaning, rc, err)) {
        meaning->why = STORAGE_ASIDE_PROGRAMME;
        return false;
    }
    *rc = shelf_place(shelf, tenant, is_visit ? meaning->body.place : meaning->leaving.at.place,
                      &place, err);
    if (*rc != BS_OK || place == NULL) {
        meaning->why = STORAGE_ASIDE_PLACE;
        return false;
    }
    if (!kiosk_was_used) {
        meaning->notes |= MEANING_AS_TRIAL;
    }
    if (!is_visit && !is_listed(place, area_of(&meaning->leaving))) {
        meaning->notes |= MEANING_AREA_UNSAID;
    }
    meaning_apply(meaning, meaning->notes);
    return true;
}

void meaning_apply(struct meaning *meaning, unsigned notes)
{
    if ((notes & MEANING_AS_TRIAL) != 0 && meaning->what == MEANING_SUBMISSION) {
        meaning->body.is_trial = true;
    }
    if ((notes & MEANING_AS_TRIAL) != 0 && meaning->what == MEANING_LEAVING) {
        meaning->leaving.at.is_trial = true;
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

enum bs_err meaning_keep_carried(struct bs_db *db, const char *tenant, int64_t log,
                                 const struct bs_record *record, const struct meaning *meaning,
                                 struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(db, SQL_PUT_CARRIED, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_int(statement, 2, log);
    storage_bind_int(statement, 3, (int64_t)record->seq);
    storage_bind_text(statement, 4, meaning->carried.epoch);
    storage_bind_blob(statement, 5, record->body.data, record->body.len);
    return bs_db_run(db, statement, err);
}
