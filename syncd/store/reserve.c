/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Room on the disk that is kept for what makes room on the disk. */

#include "reserve.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "db_p.h"

static const char reserve_end[] = ".reserve";

enum { RESERVE_MODE = 0600, BLOCK = 64 * 1024, WAL_WORTH = 16 * 1024 };

/* DIR/kiosk.db → DIR/kiosk.reserve. A database's path always ends so. */
static void name_beside(const char *path, char out[DB_PATH_SIZE + sizeof reserve_end])
{
    const char *end = strrchr(path, '.');
    size_t len = end != NULL && strcmp(end, ".db") == 0 ? (size_t)(end - path) : strlen(path);

    (void)snprintf(out, DB_PATH_SIZE + sizeof reserve_end, "%.*s%s", (int)len, path, reserve_end);
}

/* A disk that cannot be asked has no room. False too when it can hold no more files. */
static bool has_room(const char *path, uint64_t size)
{
    char copy[DB_PATH_SIZE];
    struct statvfs disk;

    (void)snprintf(copy, sizeof copy, "%s", path);
    return statvfs(dirname(copy), &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize >= size &&
           (disk.f_files == 0 || disk.f_favail > 0);
}

static bool fill(int fd)
{
    static const char block[BLOCK];

    for (int at = 0; at < RESERVE_SIZE; at += BLOCK) {
        if (pwrite(fd, block, BLOCK, at) != BLOCK) {
            return false;
        }
    }
    return fdatasync(fd) == 0;
}

void reserve_keep(const struct bs_db *db)
{
    char name[DB_PATH_SIZE + sizeof reserve_end];
    struct stat status;
    bool is_made;
    int fd;

    name_beside(db->path, name);
    if ((stat(name, &status) == 0 && status.st_size >= RESERVE_SIZE) ||
        !has_room(db->path, (uint64_t)2 * RESERVE_SIZE)) {
        return;
    }
    fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, RESERVE_MODE);
    is_made = fd >= 0 && fill(fd);
    if (fd >= 0) {
        close(fd);
    }
    if (!is_made) {
        (void)unlink(name);
    }
}

bool reserve_let_go(const char *path)
{
    char name[DB_PATH_SIZE + sizeof reserve_end];

    if (has_room(path, RESERVE_SIZE)) {
        return false;
    }
    name_beside(path, name);
    return unlink(name) == 0;
}

bool reserve_find_room(struct bs_db *db)
{
    char wal[DB_PATH_SIZE + 8];
    struct stat status;
    bool is_let_go = reserve_let_go(db->path);

    /* Also with the reserve gone: while there is room, the file itself grows to what it has to hold. */
    (void)snprintf(wal, sizeof wal, "%s-wal", db->path);
    if (is_let_go || (!has_room(db->path, RESERVE_SIZE) && stat(wal, &status) == 0 &&
                      status.st_size >= WAL_WORTH)) {
        return db_clear_wal(db, true, NULL) == BS_OK || is_let_go;
    }
    return false;
}
