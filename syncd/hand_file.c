/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* FILE.part, fsync, rename, fsync of the folder; and what to say when a stick is full, locked or pulled out. */
#include "hand_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/stop.h>

static enum bs_err fail_there(const char *path, struct bs_error *err)
{
    return bs_fail(err, BS_REFUSED, "%s is there already; choose another name, or remove it first",
                   path);
}

static enum bs_err fail_write(struct hand_file *file, int number, struct bs_error *err)
{
    const char *path = file->path;
    file->number = number;
    if (hand_file_is_full(file)) {
        return bs_fail(err, BS_LATER, "%s: there is no room for it on that disk; nothing was made",
                       path);
    }
    if (hand_file_is_locked(file)) {
        return bs_fail(err, BS_REFUSED,
                       "%s: nothing can be written there (%s); is the stick locked, or is it "
                       "another user's?",
                       path, strerror(number));
    }
    return bs_fail(err, BS_BROKEN, "%s: cannot be written: %s; nothing was made", path,
                   strerror(number));
}

static bool is_there(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

enum bs_err hand_file_begin(struct hand_file *file, const char *path, struct bs_error *err)
{
    file->fd = -1;
    file->number = 0;
    int length = snprintf(file->part, sizeof file->part, "%s.part", path);
    if (length < 0 || (size_t)length >= sizeof file->part) {
        return bs_fail(err, BS_BAD, "%.80s…: the name is too long", path);
    }
    memcpy(file->path, path, strlen(path) + 1);
    if (is_there(path)) {
        return fail_there(path, err);
    }
    unlink(file->part);
    file->fd = open(file->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return file->fd >= 0 ? BS_OK : fail_write(file, errno, err);
}

enum bs_err hand_file_write(struct hand_file *file, struct bs_bytes bytes, struct bs_error *err)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t wrote = write(file->fd, bytes.data + done, bytes.len - done);
        if (wrote >= 0) {
            done += (size_t)wrote;
        } else if (errno != EINTR) {
            return fail_write(file, errno, err);
        }
    }
    return BS_OK;
}

/* Some file systems of sticks cannot put their folder on the disk alone; the file itself is there by then. */
static enum bs_err sync_folder(struct hand_file *file, struct bs_error *err)
{
    char folder[HAND_PATH_TEXT];
    const char *path = file->path;
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    memcpy(folder, path, length);
    memcpy(folder + length, length == 0 ? "." : "", length == 0 ? 2 : 1);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int number = fd >= 0 && fsync(fd) == 0 ? 0 : errno;
    if (fd >= 0) {
        close(fd);
    }
    return number == 0 || number == EINVAL || number == ENOTSUP ? BS_OK
                                                                : fail_write(file, number, err);
}

/* Where the file system knows no such rename, the look before it has to do. */
static int rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    if (is_there(to)) {
        return EEXIST;
    }
    return rename(from, to) == 0 ? 0 : errno;
}

enum bs_err hand_file_keep(struct hand_file *file, struct bs_error *err)
{
    BS_STOP_HERE("hand_file.written");
    int number = fsync(file->fd) == 0 ? 0 : errno;
    if (close(file->fd) != 0 && number == 0) {
        number = errno;
    }
    file->fd = -1;
    BS_STOP_HERE("hand_file.synced");
    if (number == 0) {
        number = rename_new(file->part, file->path);
    }
    if (number != 0) {
        unlink(file->part);
        return number == EEXIST ? fail_there(file->path, err) : fail_write(file, number, err);
    }
    BS_STOP_HERE("hand_file.renamed");
    return sync_folder(file, err);
}

void hand_file_drop(struct hand_file *file)
{
    if (file->fd >= 0) {
        close(file->fd);
        unlink(file->part);
        file->fd = -1;
    }
}

bool hand_file_is_full(const struct hand_file *file)
{
    return file->number == ENOSPC || file->number == EDQUOT || file->number == EFBIG;
}

bool hand_file_is_locked(const struct hand_file *file)
{
    return file->number == EROFS || file->number == EACCES || file->number == EPERM;
}
