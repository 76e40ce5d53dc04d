/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHELF_H
#define SHELF_H

/* Parsed programme versions, so that a batch does not parse them again. Versions are immutable: nothing gets stale. */

#include <buurtstem/db.h>
#include <buurtstem/programme.h>

#define SHELF_SIZE 32

struct shelf {
    struct bs_db *db; /* borrowed */
    uint64_t clock;
    struct {
        char tenant[8], id[BS_SLUG_TEXT];
        int version;
        uint64_t used;
        struct bs_programme *programme; /* owned; NULL: empty place */
    } at[SHELF_SIZE];
};

/* A zeroed shelf with `db` set is ready. */
void shelf_finish(struct shelf *shelf);

/* Borrowed until the next call. BS_NOTFOUND: not published; BS_BROKEN: its stored bytes cannot be read. */
enum bs_err shelf_find(struct shelf *shelf, const char *tenant, const char *id, int version,
                       const struct bs_programme **out, struct bs_error *err);

#endif
