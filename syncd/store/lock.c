/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One process a folder: a lock that the kernel drops when its holder ends, and the holder's pid for people. */

#include <buurtstem/db.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { LOCK_MODE = 0640 };

static enum bs_err refuse(const char *path, int fd, struct bs_error *err)
{
    char text[16] = "";
    ssize_t got = pread(fd, text, sizeof text - 1, 0);
    long pid;

    text[got > 0 ? got : 0] = '\0';
    pid = strtol(text, NULL, 10);
    if (pid > 0) {
        return bs_fail(err, BS_REFUSED, "%s: in use by process %ld", path, pid);
    }
    return bs_fail(err, BS_REFUSED, "%s: in use by another process", path);
}

/* For people only: on a full disk the lock holds without it. */
static void write_pid(int fd)
{
    char text[16];
    int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());

    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)len, 0) != (ssize_t)len) {
        (void)!ftruncate(fd, 0);
    }
}

enum bs_err bs_lock_take(const char *path, int *fd, struct bs_error *err)
{
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);
    enum bs_err rc;

    if (lock < 0) {
        rc = errno == ENOSPC || errno == EDQUOT ? BS_LATER : BS_BROKEN;
        return bs_fail(err, rc, "%s: cannot make the lock file: %s", path, strerror(errno));
    }
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        rc = errno == EWOULDBLOCK
                 ? refuse(path, lock, err)
                 : bs_fail(err, BS_BROKEN, "%s: cannot be locked: %s", path, strerror(errno));
        close(lock);
        return rc;
    }
    write_pid(lock);
    *fd = lock;
    return BS_OK;
}

void bs_lock_release(int *fd)
{
    if (*fd >= 0) {
        (void)!ftruncate(*fd, 0);
        close(*fd);
        *fd = -1;
    }
}
