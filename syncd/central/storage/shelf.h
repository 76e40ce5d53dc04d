/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHELF_H
#define SHELF_H

/* Parsed programme versions, so that a batch does not parse them again, and what places offer. Versions are immutable: nothing
 * gets stale; places change. */

#include <buurtstem/afterwards.h>
#include <buurtstem/bundle.h>
#include <buurtstem/db.h>
#include <buurtstem/programme.h>

#define SHELF_SIZE   32
#define SHELF_PLACES 16

/* What a body may say of where it was left. */
struct shelf_place {
    char tenant[8], id[BS_SLUG_TEXT]; /* "": an empty place on the shelf */
    bool is_here;
    bool is_read; /* else nobody can tell what it offers */
    size_t area_count;
    char areas[BS_AREAS_MAX][BS_AREA_TEXT];
};

struct shelf {
    struct bs_db *db; /* borrowed */
    uint64_t clock;
    struct shelf_place places[SHELF_PLACES];
    size_t next_place; /* to be filled */
    struct {
        char tenant[8], id[BS_SLUG_TEXT];
        int version;
        uint64_t used;
        struct bs_programme *programme; /* owned; NULL: empty place */
    } at[SHELF_SIZE];
    size_t last; /* found last, and likely next */
};

/* A zeroed shelf with `db` set is ready. */
void shelf_finish(struct shelf *shelf);

/* *out: borrowed until the next call; NULL: the tenant has no such place. */
enum bs_err shelf_place(struct shelf *shelf, const char *tenant, const char *id,
                        const struct shelf_place **out, struct bs_error *err);
/* A place came or changed. */
void shelf_forget_places(struct shelf *shelf);

/* Borrowed until the next call. BS_NOTFOUND: not published; BS_BROKEN: its stored bytes cannot be read. */
enum bs_err shelf_find(struct shelf *shelf, const char *tenant, const char *id, int version,
                       const struct bs_programme **out, struct bs_error *err);

#endif
