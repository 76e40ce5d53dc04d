/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Our own pwrite64, fdatasync and the like, which the test's binary offers to the libraries before the C library does. */

#undef _FORTIFY_SOURCE /* its inline versions would be in the way */

#include "disk_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES_MAX = 256, PAGE = 4096 };

static struct {
    struct disk_plan plan;
    char dir[256];
    int trace;
    long count;
    char names[FILES_MAX][32]; /* by file descriptor; "" is not watched */
} watch = {.trace = -1};

void disk_watch(const char *dir, const struct disk_plan *plan, int trace)
{
    memset(&watch, 0, sizeof watch);
    watch.plan = *plan;
    (void)snprintf(watch.dir, sizeof watch.dir, "%s", dir);
    watch.trace = trace;
}

void disk_heal(void)
{
    watch.plan.fault = DISK_SOUND;
}

void disk_stop_before(long at)
{
    watch.count = 0;
    watch.plan.fault = DISK_STOP;
    watch.plan.at = at;
}

long disk_count(void)
{
    return watch.count;
}

/* ---- the trace ---- */

static void note_all(const void *data, size_t len)
{
    if (syscall(SYS_write, watch.trace, data, len) != (long)len) {
        abort();
    }
}

static void note(enum disk_deed deed, const char *name, int64_t offset, const void *data,
                 size_t len)
{
    struct disk_entry entry = {.deed = deed, .offset = offset, .len = len};

    if (watch.trace >= 0) {
        (void)snprintf(entry.name, sizeof entry.name, "%s", name);
        note_all(&entry, sizeof entry);
        if (len > 0) {
            note_all(data, len);
        }
    }
}

void disk_acknowledge(uint64_t n)
{
    note(DISK_ACKNOWLEDGED, "", (int64_t)n, NULL, 0);
}

/* ---- what is watched and what happens to it ---- */

/* The file's name in the folder, "." for the folder itself, NULL for any other. */
static const char *name_in_dir(const char *path)
{
    size_t len = strlen(watch.dir);

    if (len == 0 || strncmp(path, watch.dir, len) != 0) {
        return NULL;
    }
    return path[len] == '\0' ? "." : path[len] == '/' ? path + len + 1 : NULL;
}

static const char *name_of(int fd)
{
    return fd >= 0 && fd < FILES_MAX && watch.names[fd][0] != '\0' ? watch.names[fd] : NULL;
}

/* Counts a call. True if it has to fail; errno is set then. *is_short: it may do half. */
static bool is_hit(unsigned kind, bool *is_short)
{
    const struct disk_plan *plan = &watch.plan;

    if ((plan->kinds & kind) == 0) {
        return false;
    }
    watch.count++;
    if (plan->fault == DISK_SOUND || plan->fault == DISK_DEAD || watch.count < plan->at ||
        (watch.count > plan->at && plan->fault != DISK_FAIL_ON)) {
        return false;
    }
    if (plan->fault == DISK_STOP) {
        _exit(DISK_STOPPED);
    }
    if (plan->fault == DISK_SHORT) {
        *is_short = true;
        return false;
    }
    errno = plan->error;
    return true;
}

/* ---- the calls ---- */

static int do_open(const char *path, int flags, mode_t mode)
{
    const char *name = name_in_dir(path);
    bool ignored = false;
    bool is_new;
    int fd;

    if (name != NULL && is_hit((flags & O_CREAT) != 0 ? DISK_MAKES : DISK_LOOKS, &ignored)) {
        return -1;
    }
    is_new = name != NULL && (flags & O_CREAT) != 0 && syscall(SYS_access, path, F_OK) != 0;
    fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && fd < FILES_MAX) {
        (void)snprintf(watch.names[fd], sizeof watch.names[fd], "%s", name == NULL ? "" : name);
    }
    if (fd >= 0 && is_new) {
        note(DISK_MADE, name, 0, NULL, 0);
    }
    return fd;
}

static mode_t mode_in(int flags, va_list args)
{
    return (flags & O_CREAT) != 0 ? (mode_t)va_arg(args, int) : 0;
}

int open64(const char *path, int flags, ...)
{
    mode_t mode;
    va_list args;

    va_start(args, flags);
    mode = mode_in(flags, args);
    va_end(args);
    return do_open(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    mode_t mode;
    va_list args;

    va_start(args, flags);
    mode = mode_in(flags, args);
    va_end(args);
    return do_open(path, flags, mode);
}

int close(int fd)
{
    if (fd >= 0 && fd < FILES_MAX) {
        watch.names[fd][0] = '\0';
    }
    return (int)syscall(SYS_close, fd);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
    const char *name = name_of(fd);
    bool is_short = false;
    ssize_t written;

    if (name != NULL && is_hit(DISK_WRITES, &is_short)) {
        return -1;
    }
    written = syscall(SYS_pwrite64, fd, data, is_short ? len / 2 : len, offset);
    if (name != NULL && written > 0) {
        note(DISK_WROTE, name, offset, data, (size_t)written);
    }
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset)
{
    return pwrite64(fd, data, len, offset);
}

int ftruncate64(int fd, off64_t len)
{
    const char *name = name_of(fd);
    bool ignored = false;
    int result;

    if (name != NULL && is_hit(DISK_WRITES, &ignored)) {
        return -1;
    }
    result = (int)syscall(SYS_ftruncate, fd, len);
    if (name != NULL && result == 0) {
        note(DISK_CUT, name, len, NULL, 0);
    }
    return result;
}

int ftruncate(int fd, off_t len)
{
    return ftruncate64(fd, len);
}

static int do_sync(int fd, long number)
{
    const char *name = name_of(fd);
    bool ignored = false;
    int result;

    if (name != NULL && is_hit(DISK_SYNCS, &ignored)) {
        return -1;
    }
    result = (int)syscall(number, fd);
    if (name != NULL && result == 0) {
        note(DISK_SYNCED, name, 0, NULL, 0);
    }
    return result;
}

int fsync(int fd)
{
    return do_sync(fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return do_sync(fd, SYS_fdatasync);
}

static bool is_dead(const char *name, size_t len, off64_t offset)
{
    off64_t page = (off64_t)(watch.plan.at - 1) * PAGE;

    return watch.plan.fault == DISK_DEAD && strcmp(name, "kiosk.db") == 0 && offset < page + PAGE &&
           offset + (off64_t)len > page;
}

ssize_t pread64(int fd, void *data, size_t len, off64_t offset)
{
    const char *name = name_of(fd);
    bool ignored = false;

    if (name != NULL && is_hit(DISK_READS, &ignored)) {
        return -1;
    }
    if (name != NULL && is_dead(name, len, offset)) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, data, len, offset);
}

ssize_t pread(int fd, void *data, size_t len, off_t offset)
{
    return pread64(fd, data, len, offset);
}

static int do_stat(const char *path, struct stat *out, int flags)
{
    bool ignored = false;

    if (name_in_dir(path) != NULL && is_hit(DISK_LOOKS, &ignored)) {
        return -1;
    }
    return (int)syscall(SYS_newfstatat, AT_FDCWD, path, out, flags);
}

int stat(const char *path, struct stat *out)
{
    return do_stat(path, out, 0);
}

int lstat(const char *path, struct stat *out)
{
    return do_stat(path, out, AT_SYMLINK_NOFOLLOW);
}

/* The same struct where off_t has 64 bits. */
int stat64(const char *path, struct stat64 *out)
{
    return do_stat(path, (struct stat *)out, 0);
}

int lstat64(const char *path, struct stat64 *out)
{
    return do_stat(path, (struct stat *)out, AT_SYMLINK_NOFOLLOW);
}

int unlink(const char *path)
{
    const char *name = name_in_dir(path);
    bool ignored = false;
    int result;

    if (name != NULL && is_hit(DISK_MAKES, &ignored)) {
        return -1;
    }
    result = (int)syscall(SYS_unlink, path);
    if (name != NULL && result == 0) {
        note(DISK_UNLINKED, name, 0, NULL, 0);
    }
    return result;
}
