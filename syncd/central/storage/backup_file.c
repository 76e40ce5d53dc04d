/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Backups as files: copied page by page on connections of their own, sealed, and read back. */

#include "backup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

enum {
    PAGES_AT_ONCE = 256,
    BLOCK = 256 * 1024,
    JOURNAL_AT = 18, /* two bytes of SQLite's header: 2, with a write-ahead log; 1, without */
    HASH_LEN = BS_HASH_TEXT - 1,
    WRITER_TEXT = 96
};

static const char seal_format[] = "buurtstem-backup 1 %020lld %s\n";
static const char sql_disposable[] = "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;";

/* Who asks is often root, and who writes the user of the server. */
static void name_writer(int number, char out[WRITER_TEXT])
{
    const bool is_denied = number == EACCES || number == EPERM || number == EROFS;
    const struct passwd *user = is_denied ? getpwuid(geteuid()) : NULL;

    (void)snprintf(out, WRITER_TEXT, "%s%s%s", user == NULL ? "" : ", for ",
                   user == NULL ? "" : user->pw_name, user == NULL ? "" : ", who writes it");
}

static enum bs_err fail_at(const char *path, const char *what, struct bs_error *err)
{
    const int number = errno;
    char writer[WRITER_TEXT];

    name_writer(number, writer);
    return bs_fail(err, bs_err_of_write(number), "%s: cannot %s: %s%s", path, what,
                   strerror(number), writer);
}

static int open_new(const char *path)
{
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

/* --- copying --- */

static enum bs_err fail_copy(sqlite3 *to, int result, const char *path, struct bs_error *err)
{
    const int number = sqlite3_system_errno(to);

    if (result == SQLITE_FULL) {
        return bs_fail(err, BS_LATER, "%s: cannot be written: the disk is full", path);
    }
    if (result == SQLITE_BUSY || result == SQLITE_LOCKED) {
        return bs_fail(err, BS_LATER, "%s: cannot be written: the database is busy", path);
    }
    return bs_fail(err, number == 0 ? BS_BROKEN : bs_err_of_write(number),
                   "%s: cannot be written: %s", path, sqlite3_errstr(result));
}

static enum bs_err copy_pages(struct bs_db *from, sqlite3 *to, const char *path,
                              struct bs_error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from->handle, "main");
    int result = backup == NULL ? sqlite3_errcode(to) : SQLITE_OK;

    while (result == SQLITE_OK) {
        BS_STOP_HERE("backup.pages");
        result = sqlite3_backup_step(backup, PAGES_AT_ONCE);
    }
    (void)sqlite3_backup_finish(backup);
    return result == SQLITE_DONE ? BS_OK : fail_copy(to, result, path, err);
}

/* All is in the one file; nobody has to make a write-ahead log to read it. */
static enum bs_err finish_copy(int fd, const char *path, struct bs_error *err)
{
    static const uint8_t without_log[2] = {1, 1};

    if (pwrite(fd, without_log, sizeof(without_log), JOURNAL_AT) != sizeof(without_log)) {
        return fail_at(path, "be written", err);
    }
    return fsync(fd) == 0 ? BS_OK : fail_at(path, "be made durable", err);
}

enum bs_err backup_file_copy(struct bs_db *from, const char *to, struct bs_error *err)
{
    sqlite3 *handle = NULL;
    int result, fd = open_new(to);
    enum bs_err rc;

    if (fd < 0) {
        return fail_at(to, "be made", err);
    }
    result = sqlite3_open_v2(to, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_exec(handle, sql_disposable, NULL, NULL, NULL);
    }
    rc = result == SQLITE_OK ? copy_pages(from, handle, to, err)
                             : fail_copy(handle, result, to, err);
    (void)sqlite3_close(handle);
    if (rc == BS_OK) {
        rc = finish_copy(fd, to, err);
    }
    close(fd);
    return rc;
}

/* --- the seal --- */

/* A chain over blocks, so that a file of any size takes the memory of one. BS_BROKEN: it cannot be read so far. */
static enum bs_err hash_file(int fd, const char *path, int64_t bytes, char out[BS_HASH_TEXT],
                             struct bs_error *err)
{
    const struct bs_bytes start = bs_bytes_of("buurtstem-backup/1");
    uint8_t *block = bs_xcalloc(1, BLOCK);
    enum bs_err rc = BS_OK;

    bs_sha256_hex(&start, 1, out);
    for (int64_t at = 0; rc == BS_OK && at < bytes;) {
        size_t wanted = bytes - at < BLOCK ? (size_t)(bytes - at) : BLOCK;
        ssize_t got = pread(fd, block, wanted, at);

        if (got <= 0) {
            rc = bs_fail(err, BS_BROKEN, "%s: cannot be read: %s", path,
                         got == 0 ? "it ends too early" : strerror(errno));
        } else {
            struct bs_bytes parts[2] = {{(const uint8_t *)out, HASH_LEN}, {block, (size_t)got}};
            char next[BS_HASH_TEXT];

            bs_sha256_hex(parts, 2, next);
            memcpy(out, next, sizeof(next));
            at += got;
        }
    }
    free(block);
    return rc;
}

static void write_seal(int64_t bytes, const char *hash, char out[BACKUP_SEAL_BYTES])
{
    memset(out, 0, BACKUP_SEAL_BYTES);
    (void)snprintf(out, BACKUP_SEAL_BYTES, seal_format, (long long)bytes, hash);
}

enum bs_err backup_file_seal(const char *path, struct bs_error *err)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    char hash[BS_HASH_TEXT], seal[BACKUP_SEAL_BYTES];
    struct stat status;
    enum bs_err rc;

    if (fd < 0 || fstat(fd, &status) != 0) {
        rc = fail_at(path, "be opened", err);
        goto out;
    }
    rc = hash_file(fd, path, status.st_size, hash, err);
    if (rc != BS_OK) {
        goto out;
    }
    write_seal(status.st_size, hash, seal);
    if (pwrite(fd, seal, sizeof(seal), status.st_size) != sizeof(seal) || fsync(fd) != 0) {
        rc = fail_at(path, "be made durable", err);
    }
out:
    if (fd >= 0) {
        close(fd);
    }
    return rc;
}

static enum bs_err compare_seal(int fd, const char *path, int64_t bytes, struct bs_error *err)
{
    static const char begin[] = "buurtstem-backup 1 ";
    char stored[BACKUP_SEAL_BYTES], ours[BACKUP_SEAL_BYTES], hash[BS_HASH_TEXT];
    enum bs_err rc;

    if (bytes < 0 || pread(fd, stored, sizeof(stored), bytes) != sizeof(stored) ||
        memcmp(stored, begin, sizeof(begin) - 1) != 0) {
        return bs_fail(err, BS_BAD, "%s: is no backup, or its end is missing", path);
    }
    rc = hash_file(fd, path, bytes, hash, err);
    if (rc != BS_OK) {
        return rc;
    }
    write_seal(bytes, hash, ours);
    return memcmp(stored, ours, sizeof(ours)) == 0
               ? BS_OK
               : bs_fail(err, BS_BROKEN, "%s: was damaged since it was made; take another backup",
                         path);
}

static int open_whole(const char *path, struct stat *status, struct bs_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0 || fstat(fd, status) != 0 || !S_ISREG(status->st_mode)) {
        (void)bs_fail(err, BS_BAD, "%s: cannot be read: %s", path,
                      fd < 0 ? strerror(errno) : "it is not a file");
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    return fd;
}

enum bs_err backup_file_check(const char *path, int64_t *bytes, struct bs_error *err)
{
    struct stat status;
    int fd = open_whole(path, &status, err);
    enum bs_err rc;

    if (fd < 0) {
        return BS_BAD;
    }
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED); /* what the disk says, not what we wrote */
    rc = compare_seal(fd, path, status.st_size - BACKUP_SEAL_BYTES, err);
    if (rc == BS_OK) {
        *bytes = status.st_size - BACKUP_SEAL_BYTES;
    }
    close(fd);
    return rc;
}

static enum bs_err copy_bytes(int in, int out, int64_t bytes, const char *to, struct bs_error *err)
{
    uint8_t *block = bs_xcalloc(1, BLOCK);
    enum bs_err rc = BS_OK;

    for (int64_t at = 0; rc == BS_OK && at < bytes;) {
        size_t wanted = bytes - at < BLOCK ? (size_t)(bytes - at) : BLOCK;
        ssize_t got = pread(in, block, wanted, at);

        if (got <= 0 || pwrite(out, block, (size_t)got, at) != got) {
            rc = fail_at(to, "be written", err);
        }
        at += got;
    }
    if (rc == BS_OK && fsync(out) != 0) {
        rc = fail_at(to, "be made durable", err);
    }
    free(block);
    return rc;
}

enum bs_err backup_file_unpack(const char *path, int64_t bytes, const char *to,
                               struct bs_error *err)
{
    struct stat status;
    int in = open_whole(path, &status, err), out;
    enum bs_err rc = BS_BAD;

    if (in < 0) {
        return rc;
    }
    out = open_new(to);
    rc = out < 0 ? fail_at(to, "be made", err) : copy_bytes(in, out, bytes, to, err);
    if (out >= 0) {
        close(out);
    }
    close(in);
    return rc;
}

/* --- where it stands --- */

/* Whether the bytes at the start are SQLite's and, at 68, say that it is a database of central: "bsc1". */
static bool is_ours(int fd)
{
    static const char magic[16] = "SQLite format 3";
    static const uint8_t ours[4] = {0x62, 0x73, 0x63, 0x31};
    uint8_t head[72];

    return pread(fd, head, sizeof(head), 0) == sizeof(head) &&
           memcmp(head, magic, sizeof(magic)) == 0 && memcmp(head + 68, ours, sizeof(ours)) == 0;
}

static bool is_same_file(const char *path, const char *other)
{
    struct stat a, b;

    return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* By whatever way: SQLite would take FILE-journal for the database's own, and the next start would put FILE-restored back. */
static bool is_one_of(const char *path, const char *live)
{
    char folder[BACKUP_PATH_MAX], live_folder[BACKUP_PATH_MAX];
    const char *name = strrchr(path, '/'), *live_name = strrchr(live, '/');
    size_t len;

    name = name == NULL ? path : name + 1;
    live_name = live_name == NULL ? live : live_name + 1;
    len = strlen(live_name);
    (void)snprintf(folder, sizeof(folder), "%s", path);
    (void)snprintf(live_folder, sizeof(live_folder), "%s", live);
    return is_same_file(path, live) ||
           (strncmp(name, live_name, len) == 0 && (name[len] == '\0' || name[len] == '-') &&
            is_same_file(dirname(folder), dirname(live_folder)));
}

enum bs_err backup_file_may_write(const char *path, const char *live, struct bs_error *err)
{
    struct stat status;
    char writer[WRITER_TEXT];
    bool good;
    int fd, number;

    if (strlen(path) + 16 > BACKUP_PATH_MAX) {
        return bs_fail(err, BS_LIMIT, "%.80s…: the path is too long", path);
    }
    if (is_one_of(path, live)) {
        return bs_fail(err, BS_BAD, "%s: is the database itself; name another file", path);
    }
    if (lstat(path, &status) != 0) {
        number = errno;
        name_writer(number, writer);
        return number == ENOENT ? BS_OK
                                : bs_fail(err, BS_BAD, "%s: %s%s", path, strerror(number), writer);
    }
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    good = fd >= 0 && S_ISREG(status.st_mode) && is_ours(fd);
    if (fd >= 0) {
        close(fd);
    }
    return good ? BS_OK
                : bs_fail(err, BS_BAD, "%s: something else stands there; name another file", path);
}

enum bs_err backup_file_sync_folder(const char *path, struct bs_error *err)
{
    char copy[BACKUP_PATH_MAX];
    int fd, result;

    (void)snprintf(copy, sizeof(copy), "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    result = fd < 0 ? -1 : fsync(fd);
    if (result != 0) {
        (void)fail_at(path, "make its folder durable", err);
    }
    if (fd >= 0) {
        close(fd);
    }
    return result == 0 ? BS_OK : BS_BROKEN;
}

void backup_file_remove(const char *path)
{
    static const char *const ends[] = {"-wal", "-shm", "-journal", "-open", ""};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char name[BACKUP_PATH_MAX + 16];

        (void)snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        (void)unlink(name);
    }
}
