/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looks at each programme, ranks it, and writes those that are to be sent as they were published. */

#include "bundle_pick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "storage_bundles.h"

enum { CANDIDATES_MAX = 512, YEAR_DAYS = 365, FRAME_BYTES = 160 };

/* Lower is more important. */
enum rank { RANK_ASKED, RANK_OWED, RANK_ANSWERED, RANK_COUNT };

struct candidate {
    char id[BS_SLUG_TEXT];
    int version, outcome_version; /* 0: no outcome that can be read */
    enum rank rank;
    size_t bytes; /* with its outcome */
    char *
        so_far; /* owned; the member as JSON with a comma behind it, NULL: there are no results to show */
    bool is_chosen;
};

struct picking {
    struct storage *storage;
    const char *tenant;
    struct bs_date today;
    size_t count;
    struct candidate *candidates; /* owned; room for CANDIDATES_MAX */
    struct bs_buf *out;
    const char *so_far; /* of the programme that is written */
    bool is_first;      /* nothing was written in this list yet */
};

/* --- looking --- */

struct answer {
    int version; /* 0: none */
    struct bs_date published;
    size_t bytes;
};

static bool look_at_outcome(void *self, const struct storage_outcome *stored)
{
    struct bs_complaints complaints = {.count = 0};
    struct bs_outcome *outcome = NULL;
    struct answer *answer = self;

    if (bs_outcome_parse(stored->json, &outcome, &complaints, NULL) == BS_OK) {
        *answer = (struct answer){stored->version, stored->published, stored->json.len};
    }
    bs_outcome_destroy(outcome);
    return true;
}

/* False: it is over and done with. */
static bool rank_of(const struct bs_programme *programme, const struct answer *answer,
                    struct bs_date today, enum rank *out)
{
    bool is_over =
        programme->stage == BS_STAGE_OUTCOME || bs_date_compare(programme->ends, today) < 0;

    if (!is_over) {
        *out = RANK_ASKED;
    } else if (answer->version == 0) {
        *out = RANK_OWED;
    } else {
        *out = RANK_ANSWERED;
        return bs_date_days_between(answer->published, today) < YEAR_DAYS;
    }
    return true;
}

/* How often each choice was given, as the bundle holds it; NULL: it is not to be shown, or cannot be counted now. */
static char *count_so_far(const struct picking *picking, const struct bs_programme *programme)
{
    struct bs_so_far so_far = {.total = 0};
    struct bs_json *object, *choices;
    struct bs_buf text;
    char day[11], *out;

    if (storage_so_far(picking->storage, picking->tenant, programme, picking->today, &so_far,
                       NULL) != BS_OK ||
        so_far.total < BS_SO_FAR_LEAST) {
        return NULL;
    }
    object = bs_json_new_object();
    choices = bs_json_new_object();
    bs_date_format(so_far.counted, day);
    bs_json_set_string(object, "question", so_far.question);
    bs_json_set_int(object, "total", so_far.total);
    bs_json_set_string(object, "counted", day);
    for (size_t i = 0; i < so_far.count; i++) {
        bs_json_set_int(choices, so_far.choice[i].value, so_far.choice[i].times);
    }
    bs_json_set_take(object, "choices", choices);
    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    bs_buf_text(&text, "\"so_far\":");
    bs_json_write(object, false, &text);
    bs_buf_text(&text, ",");
    out = bs_xstrdup(bs_buf_string(&text));
    bs_buf_finish(&text);
    bs_json_destroy(object);
    return out;
}

static bool look_at_programme(void *self, const struct storage_programme *stored)
{
    struct picking *picking = self;
    struct bs_complaints complaints = {.count = 0};
    struct bs_programme *programme = NULL;
    struct answer answer = {.version = 0};
    struct candidate *candidate = &picking->candidates[picking->count];

    if (bs_programme_parse(stored->json, &programme, &complaints, NULL) != BS_OK) {
        return true; /* verify tells of it; the others must still reach the kiosk */
    }
    (void)storage_outcome(picking->storage, picking->tenant, stored->id, look_at_outcome, &answer,
                          NULL);
    if (rank_of(programme, &answer, picking->today, &candidate->rank)) {
        memcpy(candidate->id, stored->id, sizeof(candidate->id));
        candidate->version = stored->version;
        candidate->outcome_version = answer.version;
        candidate->so_far = count_so_far(picking, programme);
        candidate->bytes = stored->json.len + answer.bytes + 2 * FRAME_BYTES +
                           (candidate->so_far == NULL ? 0 : strlen(candidate->so_far));
        picking->count++;
    }
    bs_programme_destroy(programme);
    return picking->count < CANDIDATES_MAX;
}

static enum bs_err look_at_all(struct picking *picking, const struct bs_place *place,
                               struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    if (place->programme_count == 0) {
        return storage_programmes(picking->storage, picking->tenant, look_at_programme, picking,
                                  err);
    }
    for (size_t i = 0; rc == BS_OK && i < place->programme_count; i++) {
        rc = storage_programme(picking->storage, picking->tenant, place->programmes[i], 0,
                               look_at_programme, picking, err);
        if (rc == BS_NOTFOUND) {
            rc = BS_OK; /* named before it is published */
        }
    }
    return rc;
}

/* --- choosing --- */

static void choose(struct picking *picking, const char *kiosk, size_t room)
{
    size_t chosen = 0, used = sizeof("\"programmes\":[],\"outcomes\":[]");

    for (int rank = 0; rank < RANK_COUNT; rank++) {
        for (size_t i = 0; i < picking->count; i++) {
            struct candidate *candidate = &picking->candidates[i];

            if ((int)candidate->rank != rank) {
                continue;
            }
            if (chosen < BS_BUNDLE_PROGRAMMES_MAX && used + candidate->bytes <= room) {
                candidate->is_chosen = true;
                chosen++;
                used += candidate->bytes;
            } else {
                bs_log(BS_LOG_WARNING, "bundle-full", "kiosk=%s left_out=%s", kiosk, candidate->id);
            }
        }
    }
}

/* --- writing --- */

static bool write_programme(void *self, const struct storage_programme *stored)
{
    struct picking *picking = self;
    char day[11];

    bs_date_format(stored->published, day);
    bs_buf_printf(picking->out, "%s{\"published\":\"%s\",", picking->is_first ? "" : ",", day);
    bs_buf_text(picking->out, picking->so_far == NULL ? "" : picking->so_far);
    bs_buf_text(picking->out, "\"programme\":");
    bs_buf_add(picking->out, stored->json.data, stored->json.len);
    bs_buf_text(picking->out, "}");
    picking->is_first = false;
    return true;
}

static bool write_outcome(void *self, const struct storage_outcome *stored)
{
    struct picking *picking = self;
    char day[11];

    bs_date_format(stored->published, day);
    bs_buf_printf(picking->out, "%s{\"programme\":\"%s\",\"published\":\"%s\",\"outcome\":",
                  picking->is_first ? "" : ",", stored->programme, day);
    bs_buf_add(picking->out, stored->json.data, stored->json.len);
    bs_buf_text(picking->out, "}");
    picking->is_first = false;
    return true;
}

static enum bs_err write_chosen(struct picking *picking, struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    bs_buf_text(picking->out, "\"programmes\":[");
    picking->is_first = true;
    for (size_t i = 0; rc == BS_OK && i < picking->count; i++) {
        if (picking->candidates[i].is_chosen) {
            picking->so_far = picking->candidates[i].so_far;
            rc = storage_programme(picking->storage, picking->tenant, picking->candidates[i].id,
                                   picking->candidates[i].version, write_programme, picking, err);
        }
    }
    bs_buf_text(picking->out, "],\"outcomes\":[");
    picking->is_first = true;
    for (size_t i = 0; rc == BS_OK && i < picking->count; i++) {
        if (picking->candidates[i].is_chosen && picking->candidates[i].outcome_version != 0) {
            rc = storage_outcome(picking->storage, picking->tenant, picking->candidates[i].id,
                                 write_outcome, picking, err);
        }
    }
    bs_buf_text(picking->out, "]");
    return rc;
}

enum bs_err bundle_pick_write(struct storage *storage, const char *kiosk, const char *tenant,
                              const struct bs_place *place, struct bs_date today, size_t room,
                              struct bs_buf *out, struct bs_error *err)
{
    struct picking picking = {.storage = storage, .tenant = tenant, .today = today, .out = out};
    enum bs_err rc;

    picking.candidates = bs_xcalloc(CANDIDATES_MAX, sizeof(*picking.candidates));
    rc = look_at_all(&picking, place, err);
    if (rc == BS_OK) {
        choose(&picking, kiosk, room);
        rc = write_chosen(&picking, err);
    }
    for (size_t i = 0; i < picking.count; i++) {
        free(picking.candidates[i].so_far);
    }
    free(picking.candidates);
    return rc;
}
