/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that forgets as a disk does. */

#include "crash_vfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/mem.h>
#include <buurtstem/random.h>

enum { FILES_MAX = 8, SECTOR = 512, NAME = 512, REGIONS_MAX = 8, CUT = -1 };

struct bytes {
    uint8_t *data; /* owned */
    size_t len, room;
};

/* A write of at most a sector, or (len CUT) a change of the file's length to `at`. */
struct piece {
    size_t at;
    int len;
    uint8_t data[SECTOR];
};

struct file {
    char name[NAME];
    struct bytes now, safe, saved; /* as SQLite sees it; at the last sync; kept by crash_vfs_save */
    struct piece *pieces;          /* owned; since the last sync */
    size_t piece_count, piece_room;
    bool is_here, is_name_safe, was_here;
    void *regions[REGIONS_MAX]; /* owned; of the shared memory */
};

static struct {
    struct file files[FILES_MAX];
    size_t count;
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    long changes, cut_at;
    bool is_cut, lies;
} disk;

struct handle {
    sqlite3_file base;
    struct file *file;
    int persists;
};

static void must(bool good, const char *what)
{
    if (!good) {
        (void)fprintf(stderr, "crash_vfs: %s\n", what);
        abort();
    }
}

/* ---- bytes ---- */

static void set_len(struct bytes *bytes, size_t len)
{
    if (len > bytes->room) {
        bytes->room = len + len / 2 + 4096;
        bytes->data = realloc(bytes->data, bytes->room);
        must(bytes->data != NULL, "out of memory");
    }
    if (len > bytes->len) {
        memset(bytes->data + bytes->len, 0, len - bytes->len);
    }
    bytes->len = len;
}

static void put(struct bytes *bytes, size_t at, const void *data, size_t len)
{
    if (at + len > bytes->len) {
        set_len(bytes, at + len);
    }
    memcpy(bytes->data + at, data, len);
}

static void copy(struct bytes *to, const struct bytes *from)
{
    set_len(to, 0);
    set_len(to, from->len);
    if (from->len > 0) {
        memcpy(to->data, from->data, from->len);
    }
}

/* ---- pieces ---- */

static struct piece *new_piece(struct file *file)
{
    if (file->piece_count == file->piece_room) {
        file->piece_room = file->piece_room * 2 + 64;
        file->pieces = realloc(file->pieces, file->piece_room * sizeof *file->pieces);
        must(file->pieces != NULL, "out of memory");
    }
    return &file->pieces[file->piece_count++];
}

static void note_write(struct file *file, size_t at, const uint8_t *data, size_t len)
{
    while (len > 0) {
        size_t size = SECTOR - at % SECTOR < len ? SECTOR - at % SECTOR : len;
        struct piece *piece = new_piece(file);

        piece->at = at;
        piece->len = (int)size;
        memcpy(piece->data, data, size);
        at += size;
        data += size;
        len -= size;
    }
}

static void apply(struct bytes *bytes, const struct piece *piece, size_t torn_at)
{
    if (piece->len == CUT) {
        set_len(bytes, piece->at);
    } else {
        put(bytes, piece->at, piece->data,
            (size_t)piece->len < torn_at ? (size_t)piece->len : torn_at);
    }
}

/* True if the power is still on, which it is not from the chosen change on. */
static bool is_on(void)
{
    disk.changes++;
    disk.is_cut = disk.is_cut || (disk.cut_at != 0 && disk.changes >= disk.cut_at);
    return !disk.is_cut;
}

/* ---- a file ---- */

static struct file *file_of(sqlite3_file *base)
{
    return ((struct handle *)base)->file;
}

static int file_close(sqlite3_file *base)
{
    (void)base;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *out, int size, sqlite3_int64 at)
{
    const struct bytes *now = &file_of(base)->now;
    size_t from = (size_t)at, got = from >= now->len ? 0 : now->len - from;

    if (disk.is_cut) {
        return SQLITE_IOERR_READ;
    }
    got = got > (size_t)size ? (size_t)size : got;
    if (got > 0) {
        memcpy(out, now->data + from, got);
    }
    memset((uint8_t *)out + got, 0, (size_t)size - got);
    return got == (size_t)size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *data, int size, sqlite3_int64 at)
{
    struct file *file = file_of(base);
    size_t written = (size_t)size;
    bool on = is_on();

    if (!on && (disk.changes != disk.cut_at || size < SECTOR)) {
        return SQLITE_IOERR_WRITE;
    }
    written = on ? written : written / 2; /* it went while it was written */
    note_write(file, (size_t)at, data, written);
    put(&file->now, (size_t)at, data, written);
    return on ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct file *file = file_of(base);
    struct piece *piece;

    if (!is_on()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    piece = new_piece(file);
    piece->at = (size_t)size;
    piece->len = CUT;
    set_len(&file->now, (size_t)size);
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *base, int flags)
{
    struct file *file = file_of(base);

    (void)flags;
    if (!is_on()) {
        return SQLITE_IOERR_FSYNC;
    }
    if (!disk.lies) {
        for (size_t i = 0; i < file->piece_count; i++) {
            apply(&file->safe, &file->pieces[i], SECTOR);
        }
        file->piece_count = 0;
        file->is_name_safe = true;
    }
    return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)file_of(base)->now.len;
    return disk.is_cut ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int file_lock(sqlite3_file *base, int level)
{
    (void)base;
    (void)level;
    return SQLITE_OK;
}

static int file_check_lock(sqlite3_file *base, int *out)
{
    (void)base;
    *out = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int what, void *value)
{
    struct handle *handle = (struct handle *)base;

    if (what == SQLITE_FCNTL_PERSIST_WAL) {
        int *persists = value;

        handle->persists = *persists < 0 ? handle->persists : *persists;
        *persists = handle->persists;
        return SQLITE_OK;
    }
    if (what == SQLITE_FCNTL_LAST_ERRNO) {
        *(int *)value = 5; /* EIO */
        return SQLITE_OK;
    }
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

static int file_traits(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; /* as SQLite takes every disk to be */
}

static int file_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct file *file = file_of(base);

    must(region < REGIONS_MAX, "shared memory");
    if (file->regions[region] == NULL && extend != 0) {
        file->regions[region] = bs_xcalloc(1, (size_t)size);
    }
    *out = file->regions[region];
    return SQLITE_OK;
}

static int file_lock_map(sqlite3_file *base, int offset, int count, int flags)
{
    (void)base;
    (void)offset;
    (void)count;
    (void)flags;
    return SQLITE_OK;
}

static void file_barrier(sqlite3_file *base)
{
    (void)base;
}

static void drop_map(struct file *file)
{
    for (size_t i = 0; i < REGIONS_MAX; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
}

/* One connection: whoever unmaps is the last. */
static int file_unmap(sqlite3_file *base, int remove)
{
    (void)remove;
    drop_map(file_of(base));
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {.iVersion = 2,
                                           .xClose = file_close,
                                           .xRead = file_read,
                                           .xWrite = file_write,
                                           .xTruncate = file_truncate,
                                           .xSync = file_sync,
                                           .xFileSize = file_size,
                                           .xLock = file_lock,
                                           .xUnlock = file_lock,
                                           .xCheckReservedLock = file_check_lock,
                                           .xFileControl = file_control,
                                           .xSectorSize = file_sector,
                                           .xDeviceCharacteristics = file_traits,
                                           .xShmMap = file_map,
                                           .xShmLock = file_lock_map,
                                           .xShmBarrier = file_barrier,
                                           .xShmUnmap = file_unmap};

/* ---- the folder ---- */

static struct file *find(const char *name)
{
    for (size_t i = 0; i < disk.count; i++) {
        if (strcmp(disk.files[i].name, name) == 0) {
            return &disk.files[i];
        }
    }
    return NULL;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out)
{
    struct file *file = find(name);
    bool is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;

    (void)vfs;
    base->pMethods = NULL;
    if (disk.is_cut) {
        return SQLITE_CANTOPEN;
    }
    if (file == NULL) {
        must(disk.count < FILES_MAX && strlen(name) < NAME, "files");
        file = &disk.files[disk.count++];
        (void)snprintf(file->name, NAME, "%s", name);
    }
    if (!file->is_here) { /* the database itself was made and its folder synced by who opens it */
        file->is_here = true;
        file->is_name_safe = is_database;
        set_len(&file->safe, 0);
    }
    base->pMethods = &methods;
    ((struct handle *)base)->file = file;
    ((struct handle *)base)->persists = 0;
    if (out != NULL) {
        *out = flags;
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    struct file *file = find(name);

    (void)vfs;
    if (file == NULL || !file->is_here) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    if (!is_on()) {
        return SQLITE_IOERR_DELETE;
    }
    file->is_here = false;
    file->is_name_safe = sync != 0; /* else it may come back, with what it had */
    file->piece_count = 0;
    set_len(&file->now, 0);
    return SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    const struct file *file = find(name);

    (void)vfs;
    (void)flags;
    *out = file != NULL && file->is_here && (file->now.len > 0 || flags != SQLITE_ACCESS_EXISTS);
    return SQLITE_OK;
}

static int vfs_full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    (void)snprintf(out, (size_t)size, "%s", name);
    return SQLITE_OK;
}

static int vfs_random(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    return disk.real->xRandomness(disk.real, size, out);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int vfs_time(sqlite3_vfs *vfs, double *out)
{
    (void)vfs;
    return disk.real->xCurrentTime(disk.real, out);
}

static int vfs_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    (void)size;
    (void)out;
    return 0;
}

void crash_vfs_install(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    must(disk.real != NULL, "no VFS");
    disk.vfs = (sqlite3_vfs){.iVersion = 1,
                             .szOsFile = sizeof(struct handle),
                             .mxPathname = NAME - 1,
                             .zName = "crash",
                             .xOpen = vfs_open,
                             .xDelete = vfs_delete,
                             .xAccess = vfs_access,
                             .xFullPathname = vfs_full_name,
                             .xRandomness = vfs_random,
                             .xSleep = vfs_sleep,
                             .xCurrentTime = vfs_time,
                             .xGetLastError = vfs_error};
    must(sqlite3_vfs_register(&disk.vfs, 1) == SQLITE_OK, "register");
}

/* ---- what a test does ---- */

static void power_on(void)
{
    disk.is_cut = false;
    disk.cut_at = 0;
    disk.changes = 0;
}

void crash_vfs_clear(void)
{
    for (size_t i = 0; i < disk.count; i++) {
        struct file *file = &disk.files[i];

        drop_map(file);
        free(file->now.data);
        free(file->safe.data);
        free(file->saved.data);
        free(file->pieces);
        *file = (struct file){.is_here = false};
    }
    disk.count = 0;
    disk.lies = false;
    power_on();
}

void crash_vfs_save(void)
{
    for (size_t i = 0; i < disk.count; i++) {
        struct file *file = &disk.files[i];

        copy(&file->saved, &file->now);
        file->was_here = file->is_here;
    }
}

void crash_vfs_load(void)
{
    for (size_t i = 0; i < disk.count; i++) {
        struct file *file = &disk.files[i];

        drop_map(file);
        copy(&file->now, &file->saved);
        copy(&file->safe, &file->saved);
        file->is_here = file->was_here;
        file->is_name_safe = true;
        file->piece_count = 0;
    }
    disk.lies = false;
    power_on();
}

void crash_vfs_cut_at(long n)
{
    power_on();
    disk.cut_at = n;
}

bool crash_vfs_is_cut(void)
{
    return disk.is_cut;
}

long crash_vfs_changes(void)
{
    return disk.changes;
}

void crash_vfs_lie(bool lies)
{
    disk.lies = lies;
}

static void shuffle(struct file *file, struct bs_random *random)
{
    for (size_t i = file->piece_count; i > 1; i--) {
        size_t other = bs_random_below(random, (uint32_t)i);
        struct piece piece = file->pieces[i - 1];

        file->pieces[i - 1] = file->pieces[other];
        file->pieces[other] = piece;
    }
}

/* None, all, the first few in their order, or any in any order; the last of them perhaps torn. */
static size_t crash_file(struct file *file, struct bs_random *random)
{
    uint32_t how = bs_random_below(random, 4);
    size_t lost = 0, count = how == 0 ? 0 : file->piece_count;

    if (how == 2) {
        count = bs_random_below(random, (uint32_t)file->piece_count + 1);
    } else if (how == 3) {
        shuffle(file, random);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count && how >= 2;

        if (how == 3 && bs_random_below(random, 2) == 0) {
            lost++;
        } else {
            apply(&file->safe, &file->pieces[i],
                  is_last ? bs_random_below(random, SECTOR + 1) : SECTOR);
            lost += is_last ? 1 : 0;
        }
    }
    lost += file->piece_count - count;
    file->piece_count = 0;
    if (!file->is_name_safe && bs_random_below(random, 2) == 0) {
        file->is_here = !file->is_here;
        lost++;
    }
    file->is_name_safe = true;
    if (!file->is_here) {
        set_len(&file->safe, 0);
    }
    return lost;
}

size_t crash_vfs_crash(uint64_t seed)
{
    struct bs_random random = bs_random_seeded(seed);
    size_t lost = 0;

    for (size_t i = 0; i < disk.count; i++) {
        struct file *file = &disk.files[i];

        drop_map(file);
        lost += crash_file(file, &random);
        copy(&file->now, &file->safe);
    }
    power_on();
    return lost;
}
