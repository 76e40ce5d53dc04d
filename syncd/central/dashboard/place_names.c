/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Names out of the places' JSON, sorted for looking up. */

#include "place_names.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/utf8.h>

#include "rows.h"

static int compare(const void *a, const void *b)
{
    const struct place_name *left = a;
    const struct place_name *right = b;
    return strcmp(left->id, right->id);
}

static void take_areas(const struct bs_place *place, struct place_names *names)
{
    for (size_t i = 0; i < place->area_count; i++) {
        names->areas = rows_room(names->areas, names->area_count, &names->area_capacity,
                                 sizeof names->areas[0]);
        struct place_name *area = &names->areas[names->area_count++];
        bs_utf8_copy(area->id, sizeof area->id, place->areas[i].code);
        bs_utf8_copy(area->name, sizeof area->name, place->areas[i].name);
        area->neighbourhood[0] = '\0';
    }
}

static bool take_place(void *self, const struct storage_place *row)
{
    struct place_names *names = self;
    struct bs_place place = {.name = NULL};
    struct bs_json *json = NULL;
    names->in = rows_room(names->in, names->count, &names->capacity, sizeof names->in[0]);
    struct place_name *name = &names->in[names->count++];
    bs_utf8_copy(name->id, sizeof name->id, row->id);
    bs_utf8_copy(name->name, sizeof name->name, row->id);
    name->neighbourhood[0] = '\0';
    if (bs_json_parse(bs_bytes_of(row->json), &json, NULL) == BS_OK) {
        struct bs_json_at at = bs_json_root(json, NULL);
        if (bs_place_read(&at, &place)) {
            bs_utf8_copy(name->name, sizeof name->name, place.name);
            bs_utf8_copy(name->neighbourhood, sizeof name->neighbourhood, place.neighbourhood);
            take_areas(&place, names);
        }
    }
    bs_json_destroy(json);
    return true;
}

enum bs_err place_names_read(struct storage *storage, const char *tenant, struct place_names *out,
                             struct bs_error *err)
{
    struct place_names names = {.count = 0};
    enum bs_err rc = storage_places(storage, tenant, take_place, &names, err);
    if (rc != BS_OK) {
        place_names_finish(&names);
        return rc;
    }
    if (names.count > 0) {
        qsort(names.in, names.count, sizeof names.in[0], compare);
    }
    if (names.area_count > 0) {
        qsort(names.areas, names.area_count, sizeof names.areas[0], compare);
    }
    *out = names;
    return BS_OK;
}

static const struct place_name *find(const struct place_name *in, size_t count, const char *id)
{
    struct place_name key = {0};
    bs_utf8_copy(key.id, sizeof key.id, id);
    return count == 0 ? NULL : bsearch(&key, in, count, sizeof in[0], compare);
}

const char *place_names_of(const struct place_names *names, const char *id)
{
    const struct place_name *found = find(names->in, names->count, id);
    return found == NULL ? id : found->name;
}

const char *place_names_neighbourhood(const struct place_names *names, const char *id)
{
    const struct place_name *found = find(names->in, names->count, id);
    return found == NULL ? "" : found->neighbourhood;
}

const char *place_names_area(const struct place_names *names, const char *code)
{
    const struct place_name *found = find(names->areas, names->area_count, code);
    return found == NULL ? code : found->name;
}

void place_names_finish(struct place_names *names)
{
    free(names->in);
    free(names->areas);
    *names = (struct place_names){.count = 0};
}
