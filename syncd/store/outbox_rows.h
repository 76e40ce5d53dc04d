/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_OUTBOX_ROWS_H
#define STORE_OUTBOX_ROWS_H

/*
 * Rows of a damaged kiosk.db and of its WAL, read page by page without SQLite, which gives up at the first thing that is wrong:
 * a page whose parents are gone still holds its rows. Nothing here is proven; the caller believes only what proves itself.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

enum {
    ROWS_PAGE = 4096, /* what SQLite makes, and we never change */
    ROWS_VALUES_MAX = 8,
};

/* An image is one page as it stands somewhere: in the file, or in a frame of the WAL, which come behind. */
struct rows_file {
    int db, wal;            /* -1: not there */
    uint64_t pages, frames; /* frames: of which `committed` come first */
    uint64_t committed;
    uint32_t *frame_page; /* owned; which page a frame holds */
    uint64_t image;       /* what stands in `page`; UINT64_MAX: nothing */
    uint8_t page[ROWS_PAGE];
    struct bs_buf payload; /* of the row that was read last */
};

enum rows_type { ROWS_NULL, ROWS_INT, ROWS_TEXT, ROWS_OTHER };

struct rows_row {
    bool is_index; /* of an index: only its numbers are of use */
    bool has_overflow;
    int64_t rowid; /* of a table's row */
    size_t count;
    struct {
        enum rows_type type;
        int64_t number;
        struct bs_bytes text; /* borrowed until the next row */
    } values[ROWS_VALUES_MAX];
};

/* Opens PATH and PATH-wal for reading. BS_NOTFOUND: neither is there. BS_BROKEN: cannot be read. */
enum bs_err rows_open(const char *path, struct rows_file *out, struct bs_error *err);
void rows_close(struct rows_file *file); /* a zeroed one that was never opened must not be closed */

/* How many rows the image may hold; 0 when it cannot be read or is no page of rows. */
unsigned rows_count(struct rows_file *file, uint64_t image);

/* One of them; false if it cannot be one. `other`: what is longer than a page is looked for at the other place first. */
bool rows_read(struct rows_file *file, uint64_t image, unsigned cell, bool other,
               struct rows_row *out);

#endif
