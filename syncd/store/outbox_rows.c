/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* SQLite's file format (sqlite.org/fileformat2.html) as far as rows go, with every length checked. */

#include "outbox_rows.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/mem.h>
#include <buurtstem/record.h>

#include "db_p.h"

enum {
    FILE_HEADER = 100, /* in front of the first page's own */
    LEAF_HEADER = 8,
    INTERIOR_HEADER = 12,
    INDEX_INTERIOR = 2,
    TABLE_INTERIOR = 5,
    INDEX_LEAF = 10,
    WAL_HEADER = 32,
    FRAME_HEADER = 24,
    FRAME = FRAME_HEADER + ROWS_PAGE,
    PAYLOAD_MAX = BS_RECORD_HEAD_MAX + BS_RECORD_BODY_MAX + 512,
    CELLS_MAX = (ROWS_PAGE - LEAF_HEADER) / 2,
};

/* ---- numbers ---- */

static uint32_t big_endian(const uint8_t *at, size_t size)
{
    uint32_t value = 0;

    for (size_t i = 0; i < size; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

/* Reads SQLite's number of one to nine bytes; 0 if it does not end before `size`. */
static size_t read_varint(const uint8_t *at, size_t size, uint64_t *out)
{
    uint64_t value = 0;

    for (size_t i = 0; i < size && i < 9; i++) {
        if (i == 8) {
            *out = value << 8 | at[i];
            return 9;
        }
        value = value << 7 | (at[i] & 0x7f);
        if ((at[i] & 0x80) == 0) {
            *out = value;
            return i + 1;
        }
    }
    return 0;
}

/* ---- the WAL ---- */

static uint32_t word_at(bool is_big, const uint8_t *at)
{
    return is_big ? big_endian(at, 4)
                  : (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

/* SQLite's checksum over pairs of words, in the byte order that the WAL's magic number tells. */
static void add_checksum(bool is_big, const uint8_t *at, size_t size, uint32_t sum[2])
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        sum[0] += word_at(is_big, at + i) + sum[1];
        sum[1] += word_at(is_big, at + i + 4) + sum[0];
    }
}

/* Which page each frame holds, and how many frames from the first on are whole and committed. */
static void list_frames(struct rows_file *file)
{
    uint8_t header[WAL_HEADER], frame[FRAME];
    uint32_t sum[2] = {0, 0};
    bool is_big, is_whole;

    if (pread(file->wal, header, sizeof header, 0) != (ssize_t)sizeof header) {
        file->frames = 0;
        return;
    }
    is_big = (header[3] & 1) != 0;
    is_whole = big_endian(header, 4) >> 1 == 0x377f0682 >> 1;
    add_checksum(is_big, header, 24, sum);
    is_whole =
        is_whole && sum[0] == big_endian(header + 24, 4) && sum[1] == big_endian(header + 28, 4);
    file->frame_page = bs_xcalloc(file->frames + 1, sizeof *file->frame_page);
    for (uint64_t i = 0; i < file->frames; i++) {
        if (pread(file->wal, frame, sizeof frame, (off_t)(WAL_HEADER + i * FRAME)) !=
            (ssize_t)sizeof frame) {
            is_whole = false;
            continue;
        }
        file->frame_page[i] = big_endian(frame, 4);
        add_checksum(is_big, frame, 8, sum);
        add_checksum(is_big, frame + FRAME_HEADER, ROWS_PAGE, sum);
        is_whole = is_whole && memcmp(frame + 8, header + 16, 8) == 0 &&
                   sum[0] == big_endian(frame + 16, 4) && sum[1] == big_endian(frame + 20, 4);
        if (is_whole && big_endian(frame + 4, 4) != 0) {
            file->committed = i + 1;
        }
    }
}

/* ---- pages ---- */

static bool read_page(const struct rows_file *file, uint64_t image, uint8_t out[ROWS_PAGE])
{
    bool is_frame = image >= file->pages;
    off_t at = is_frame ? (off_t)(WAL_HEADER + (image - file->pages) * FRAME + FRAME_HEADER)
                        : (off_t)(image * ROWS_PAGE);
    ssize_t got = pread(is_frame ? file->wal : file->db, out, ROWS_PAGE, at);

    if (got <= 0) {
        return false;
    }
    memset(out + got, 0, ROWS_PAGE - (size_t)got); /* where the file was cut */
    return true;
}

static bool load(struct rows_file *file, uint64_t image)
{
    if (image != file->image) {
        file->image = UINT64_MAX;
        if (image >= file->pages + file->frames || !read_page(file, image, file->page)) {
            return false;
        }
        file->image = image;
    }
    return true;
}

/* Where the page's own header begins. */
static size_t header_at(const struct rows_file *file, uint64_t image)
{
    bool is_first = image < file->pages ? image == 0 : file->frame_page[image - file->pages] == 1;

    return is_first ? FILE_HEADER : 0;
}

unsigned rows_count(struct rows_file *file, uint64_t image)
{
    size_t at;
    unsigned count;

    if (!load(file, image)) {
        return 0;
    }
    at = header_at(file, image);
    if (file->page[at] == TABLE_INTERIOR) {
        return 0;
    }
    count = big_endian(file->page + at + 3, 2);
    return count <= CELLS_MAX
               ? count
               : CELLS_MAX; /* a type that is none of SQLite's may have been a leaf's */
}

/* The image in which page `number` stands for a row of `image`: in its own file, or in the other one. */
static bool find_page(const struct rows_file *file, uint64_t image, bool other, uint32_t number,
                      uint64_t *out)
{
    bool in_wal = (image >= file->pages) != other;
    uint64_t frame = image >= file->pages ? image - file->pages + 1 : file->frames;

    while (in_wal && frame > 0) {
        if (file->frame_page[--frame] == number) {
            *out = file->pages + frame;
            return true;
        }
    }
    if (number == 0 || number > file->pages) {
        return false;
    }
    *out = number - 1;
    return true;
}

/* ---- rows ---- */

/* How much of a payload stands in the page itself. */
static size_t local_size(bool is_index, uint64_t total)
{
    size_t most = is_index ? (ROWS_PAGE - 12) * 64 / 255 - 23 : ROWS_PAGE - 35;
    size_t least = (ROWS_PAGE - 12) * 32 / 255 - 23;
    size_t size;

    if (total <= most) {
        return (size_t)total;
    }
    size = least + (size_t)((total - least) % (ROWS_PAGE - 4));
    return size <= most ? size : least;
}

static bool add_overflow(struct rows_file *file, uint64_t image, bool other, uint32_t number,
                         size_t total)
{
    uint8_t page[ROWS_PAGE];

    while (file->payload.len < total) {
        size_t left = total - file->payload.len, here = ROWS_PAGE - 4;
        uint64_t found;

        if (!find_page(file, image, other, number, &found) || !read_page(file, found, page)) {
            return false;
        }
        bs_buf_add(&file->payload, page + 4, left < here ? left : here);
        number = big_endian(page, 4);
    }
    return true;
}

/* Collects the payload of the cell that begins at `at`. */
static bool read_payload(struct rows_file *file, uint64_t image, size_t at, bool other,
                         struct rows_row *out)
{
    const uint8_t *page = file->page;
    uint64_t total, rowid = 0;
    size_t used = read_varint(page + at, ROWS_PAGE - at, &total), local;

    at += used;
    if (used == 0 || total > PAYLOAD_MAX) {
        return false;
    }
    if (!out->is_index) {
        used = read_varint(page + at, ROWS_PAGE - at, &rowid);
        at += used;
    }
    local = local_size(out->is_index, total);
    out->rowid = (int64_t)rowid;
    out->has_overflow = local < total;
    if (used == 0 || local + (out->has_overflow ? 4 : 0) > ROWS_PAGE - at) {
        return false;
    }
    bs_buf_reset(&file->payload);
    bs_buf_add(&file->payload, page + at, local);
    return !out->has_overflow ||
           add_overflow(file, image, other, big_endian(page + at + local, 4), (size_t)total);
}

static int64_t read_int(const uint8_t *at, size_t size)
{
    uint64_t value = (at[0] & 0x80) != 0 ? UINT64_MAX : 0;

    for (size_t i = 0; i < size; i++) {
        value = value << 8 | at[i];
    }
    return (int64_t)value;
}

/* Reads one value of the serial type `type` at `at`; false if it does not fit. *size: its bytes. */
static bool read_value(uint64_t type, const uint8_t *at, size_t left, struct rows_row *row,
                       size_t *size)
{
    static const size_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    size_t i = row->count;

    if (type == 10 || type == 11) {
        return false;
    }
    *size = type < 10 ? sizes[type] : (size_t)((type - 12) / 2);
    if (*size > left) {
        return false;
    }
    row->values[i].text = (struct bs_bytes){at, *size};
    if (type == 0) {
        row->values[i].type = ROWS_NULL;
        row->values[i].text.len = 0;
    } else if (type <= 6) {
        row->values[i].type = ROWS_INT;
        row->values[i].number = read_int(at, *size);
    } else if (type == 8 || type == 9) {
        row->values[i].type = ROWS_INT;
        row->values[i].number = type == 9;
    } else {
        row->values[i].type = type >= 13 && type % 2 == 1 ? ROWS_TEXT : ROWS_OTHER;
    }
    row->count++;
    return true;
}

static bool read_values(const struct bs_buf *payload, struct rows_row *row)
{
    uint64_t header = 0;
    size_t at = read_varint(payload->data, payload->len, &header), value_at;

    if (at == 0 || header < at || header > payload->len) {
        return false;
    }
    value_at = (size_t)header;
    while (at < header) {
        uint64_t type = 0;
        size_t size = 0, used = read_varint(payload->data + at, (size_t)header - at, &type);

        if (used == 0 || row->count == ROWS_VALUES_MAX || type > 2 * PAYLOAD_MAX + 13 ||
            !read_value(type, payload->data + value_at, payload->len - value_at, row, &size)) {
            return false;
        }
        at += used;
        value_at += size;
    }
    return value_at == payload->len;
}

bool rows_read(struct rows_file *file, uint64_t image, unsigned cell, bool other,
               struct rows_row *out)
{
    struct rows_row row = {.count = 0};
    size_t header, pointer, at;
    uint8_t type;

    if (!load(file, image)) {
        return false;
    }
    header = header_at(file, image);
    type = file->page[header];
    row.is_index = type == INDEX_LEAF || type == INDEX_INTERIOR;
    pointer = header + (type == INDEX_INTERIOR ? INTERIOR_HEADER : LEAF_HEADER) + 2 * (size_t)cell;
    if (pointer + 2 > ROWS_PAGE) {
        return false;
    }
    at = big_endian(file->page + pointer, 2) + (type == INDEX_INTERIOR ? 4U : 0U);
    if (at <= pointer || at >= ROWS_PAGE || !read_payload(file, image, at, other, &row) ||
        file->payload.len == 0 || !read_values(&file->payload, &row)) {
        return false;
    }
    *out = row;
    return true;
}

/* ---- opening ---- */

static enum bs_err open_one(const char *path, int *fd, uint64_t *size, struct bs_error *err)
{
    struct stat status;

    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    *size = 0;
    if (*fd < 0 && errno == ENOENT) {
        return BS_NOTFOUND;
    }
    if (*fd < 0 || fstat(*fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        if (*fd >= 0) {
            close(*fd);
            *fd = -1;
            errno = EINVAL;
        }
        return bs_fail(err, BS_BROKEN, "%s: cannot be read: %s", path, strerror(errno));
    }
    *size = (uint64_t)status.st_size;
    return BS_OK;
}

enum bs_err rows_open(const char *path, struct rows_file *out, struct bs_error *err)
{
    struct rows_file file = {.db = -1, .wal = -1, .image = UINT64_MAX};
    char wal[DB_PATH_SIZE + 8];
    uint64_t size, wal_size = 0;
    enum bs_err rc = open_one(path, &file.db, &size, err), wal_rc;

    if (rc == BS_BROKEN) {
        return rc;
    }
    (void)snprintf(wal, sizeof wal, "%s-wal", path);
    wal_rc = open_one(wal, &file.wal, &wal_size, NULL); /* without it there is still the file */
    if (rc == BS_NOTFOUND && wal_rc != BS_OK) {
        return bs_fail(err, BS_NOTFOUND, "%s: is not there", path);
    }
    file.pages = (size + ROWS_PAGE - 1) / ROWS_PAGE;
    file.frames = wal_size > WAL_HEADER ? (wal_size - WAL_HEADER) / FRAME : 0;
    bs_buf_init(&file.payload, PAYLOAD_MAX);
    if (file.frames > 0) {
        list_frames(&file);
    }
    *out = file;
    return BS_OK;
}

void rows_close(struct rows_file *file)
{
    if (file->db >= 0) {
        close(file->db);
    }
    if (file->wal >= 0) {
        close(file->wal);
    }
    free(file->frame_page);
    bs_buf_finish(&file->payload);
}
