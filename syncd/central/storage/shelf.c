/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A small cache of parsed programmes, where the one that was not used for longest makes room, and of places, in turn. */

#include "shelf.h"

#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/utf8.h>

#include "storage_p.h"

void shelf_finish(struct shelf *shelf)
{
    for (size_t i = 0; i < SHELF_SIZE; i++) {
        bs_programme_destroy(shelf->at[i].programme);
        shelf->at[i].programme = NULL;
    }
    shelf_forget_places(shelf);
}

void shelf_forget_places(struct shelf *shelf)
{
    memset(shelf->places, 0, sizeof(shelf->places));
}

static void read_areas(const char *json_text, struct shelf_place *out)
{
    struct bs_json *json = NULL;
    struct bs_place place;

    if (bs_json_parse(bs_bytes_of(json_text), &json, NULL) == BS_OK) {
        struct bs_json_at at = bs_json_root(json, NULL);

        if (bs_place_read(&at, &place)) {
            out->is_read = true;
            out->area_count = place.area_count;
            for (size_t i = 0; i < place.area_count; i++) {
                (void)bs_utf8_copy(out->areas[i], BS_AREA_TEXT, place.areas[i].code);
            }
        }
    }
    bs_json_destroy(json);
}

static enum bs_err load_place(struct shelf *shelf, const char *tenant, const char *id,
                              struct shelf_place *out, struct bs_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(shelf->db, SQL_PLACE, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, id);
    rc = storage_row(shelf->db, statement, err);
    if (rc == BS_OK) {
        const char *json = (const char *)sqlite3_column_text(statement, 2);

        out->is_here = true;
        read_areas(json == NULL ? "" : json, out);
    }
    sqlite3_reset(statement);
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err shelf_place(struct shelf *shelf, const char *tenant, const char *id,
                        const struct shelf_place **out, struct bs_error *err)
{
    struct shelf_place *found = NULL;

    for (size_t i = 0; found == NULL && i < SHELF_PLACES; i++) {
        if (strcmp(shelf->places[i].id, id) == 0 && strcmp(shelf->places[i].tenant, tenant) == 0) {
            found = &shelf->places[i];
        }
    }
    if (found == NULL) {
        struct shelf_place place = {.is_here = false};
        enum bs_err rc = load_place(shelf, tenant, id, &place, err);

        if (rc != BS_OK) {
            return rc;
        }
        (void)bs_utf8_copy(place.tenant, sizeof(place.tenant), tenant);
        (void)bs_utf8_copy(place.id, sizeof(place.id), id);
        found = &shelf->places[shelf->next_place];
        shelf->next_place = (shelf->next_place + 1) % SHELF_PLACES;
        *found = place;
    }
    *out = found->is_here ? found : NULL;
    return BS_OK;
}

static enum bs_err load(struct shelf *shelf, const char *tenant, const char *id, int version,
                        struct bs_programme **out, struct bs_error *err)
{
    struct bs_complaints complaints = {.count = 0};
    sqlite3_stmt *statement = NULL;
    enum bs_err rc = storage_ask(shelf->db, SQL_PROGRAMME, &statement, err);

    if (rc != BS_OK) {
        return rc;
    }
    storage_bind_text(statement, 1, tenant);
    storage_bind_text(statement, 2, id);
    storage_bind_int(statement, 3, version);
    rc = storage_row(shelf->db, statement, err);
    if (rc == BS_OK &&
        bs_programme_parse(storage_bytes(statement, 4), out, &complaints, NULL) != BS_OK) {
        rc = bs_fail(err, BS_BROKEN, "programme %s version %d: the stored text cannot be read", id,
                     version);
    }
    sqlite3_reset(statement);
    return rc;
}

static bool is_at(const struct shelf *shelf, size_t i, const char *tenant, const char *id,
                  int version)
{
    return shelf->at[i].programme != NULL && shelf->at[i].version == version &&
           strcmp(shelf->at[i].id, id) == 0 && strcmp(shelf->at[i].tenant, tenant) == 0;
}

enum bs_err shelf_find(struct shelf *shelf, const char *tenant, const char *id, int version,
                       const struct bs_programme **out, struct bs_error *err)
{
    struct bs_programme *programme = NULL;
    size_t oldest = 0;
    enum bs_err rc;

    if (is_at(shelf, shelf->last, tenant, id, version)) {
        *out = shelf->at[shelf->last].programme;
        return BS_OK;
    }
    for (size_t i = 0; i < SHELF_SIZE; i++) {
        if (is_at(shelf, i, tenant, id, version)) {
            shelf->at[i].used = ++shelf->clock;
            shelf->last = i;
            *out = shelf->at[i].programme;
            return BS_OK;
        }
        if (shelf->at[i].used < shelf->at[oldest].used) {
            oldest = i;
        }
    }
    rc = load(shelf, tenant, id, version, &programme, err);
    if (rc != BS_OK) {
        return rc;
    }
    bs_programme_destroy(shelf->at[oldest].programme);
    (void)bs_utf8_copy(shelf->at[oldest].tenant, sizeof(shelf->at[oldest].tenant), tenant);
    (void)bs_utf8_copy(shelf->at[oldest].id, sizeof(shelf->at[oldest].id), id);
    shelf->at[oldest].version = version;
    shelf->at[oldest].used = ++shelf->clock;
    shelf->at[oldest].programme = programme;
    shelf->last = oldest;
    *out = programme;
    return BS_OK;
}
