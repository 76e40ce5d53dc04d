/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One process a folder: a lock that the kernel drops when its holder ends, and the holder's pid for people. */

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "db_p.h"
#include "reserve.h"

enum { LOCK_MODE = 0640 };

static enum bs_err refuse(const char *path, int fd, struct bs_error *err)
{
    char text[16] = "";
    ssize_t got = pread(fd, text, sizeof text - 1, 0);
    long pid;

    text[got > 0 ? got : 0] = '\0';
    pid = strtol(text, NULL, 10);
    if (pid > 0) {
        return bs_fail(err, BS_REFUSED, "%s: in use by process %ld; stop that first", path, pid);
    }
    return bs_fail(err, BS_REFUSED, "%s: in use by another process; stop that first", path);
}

bool bs_lock_is_for_another(const char *path, char owner[BS_LOCK_OWNER_TEXT])
{
    char dir[DB_PATH_SIZE];
    const char *slash = strrchr(path, '/');
    struct stat folder;
    const struct passwd *user;

    if (geteuid() != 0 || slash == NULL || (size_t)(slash - path) >= sizeof dir) {
        return false;
    }
    memcpy(dir, path, (size_t)(slash - path));
    dir[slash - path] = '\0';
    if (stat(dir, &folder) != 0 || folder.st_uid == 0) {
        return false;
    }
    user = getpwuid(folder.st_uid);
    (void)snprintf(owner, BS_LOCK_OWNER_TEXT, "%s", user != NULL ? user->pw_name : "NAME");
    return true;
}

/* What root makes in the folder of another user, that user's service cannot write afterwards. */
static enum bs_err refuse_root(const char *path, struct bs_error *err)
{
    char owner[BS_LOCK_OWNER_TEXT];

    if (!bs_lock_is_for_another(path, owner)) {
        return BS_OK;
    }
    return bs_fail(err, BS_BAD,
                   "%.*s belongs to another user; do this as that one: runuser -u %s -- …",
                   (int)(strrchr(path, '/') - path), path, owner);
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

/* Whoever asks whether it is held (bs_lock_is_held) has it for a moment. */
static bool lock_soon(int fd)
{
    const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};

    for (int tries = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; tries++) {
        if (errno != EWOULDBLOCK || tries == 5) {
            return false;
        }
        (void)nanosleep(&moment, NULL);
    }
    return true;
}

enum bs_err bs_lock_take(const char *path, int *fd, struct bs_error *err)
{
    enum bs_err rc = refuse_root(path, err);
    int lock;

    if (rc != BS_OK) {
        return rc;
    }
    lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);
    if (lock < 0) {
        return bs_fail(err, bs_err_of_write(errno), "%s: cannot make the lock file: %s", path,
                       strerror(errno));
    }
    if (!lock_soon(lock)) {
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

bool bs_lock_is_held(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool is_held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;

    if (fd >= 0) {
        close(fd);
    }
    return is_held;
}

void bs_lock_release(int *fd)
{
    if (*fd >= 0) {
        (void)!ftruncate(*fd, 0);
        close(*fd);
        *fd = -1;
    }
}

static enum bs_err path_in(const char *dir, const char *name, char out[DB_PATH_SIZE],
                           struct bs_error *err)
{
    int len = snprintf(out, DB_PATH_SIZE, "%s/%s", dir, name);

    if (len < 0 || len >= DB_PATH_SIZE) {
        return bs_fail(err, BS_LIMIT, "a folder name of more than %zu bytes",
                       DB_PATH_SIZE - strlen(name) - 2);
    }
    return BS_OK;
}

/* Opening takes room too, and who cannot open cannot make any. */
static enum bs_err open_even_when_full(const char *path, enum bs_db_mode mode,
                                       const struct bs_db_plan *plan, struct bs_db *out,
                                       struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = bs_db_open(path, mode, plan, out, &why);

    if (rc == BS_LATER && mode != BS_DB_READER && reserve_let_go(path)) {
        bs_error_clear(&why);
        rc = bs_db_open(path, mode, plan, out, &why);
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", why.text);
}

/* A number in the header that changed on the disk keeps a file out for ever, of which nothing else is wrong. */
static enum bs_err open_whatever_its_name(const char *path, enum bs_db_mode mode,
                                          const struct bs_db_plan *plan, struct bs_db *out,
                                          struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = open_even_when_full(path, mode, plan, out, &why);

    if ((rc == BS_REFUSED || rc == BS_BROKEN) && mode != BS_DB_READER &&
        db_name_again(path, plan)) {
        bs_error_clear(&why);
        rc = open_even_when_full(path, mode, plan, out, &why);
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", why.text);
}

enum bs_err db_open_locked(const char *dir, const char *name, const char *lock,
                           enum bs_db_mode mode, const struct bs_db_plan *plan, db_look *look,
                           struct bs_db *out, int *fd, struct bs_error *err)
{
    char path[DB_PATH_SIZE], lock_path[DB_PATH_SIZE];
    int taken = -1;
    enum bs_err rc = path_in(dir, lock, lock_path, err);

    if (rc == BS_OK) {
        rc = path_in(dir, name, path, err);
    }
    if (rc == BS_OK && mode != BS_DB_READER) {
        rc = bs_lock_take(lock_path, &taken, err);
    }
    if (rc == BS_OK && mode != BS_DB_READER && look != NULL) {
        rc = look(dir, err);
    }
    if (rc == BS_OK) {
        rc = look == NULL ? open_whatever_its_name(path, mode, plan, out, err)
                          : open_even_when_full(path, mode, plan, out, err);
    }
    if (rc != BS_OK) {
        bs_lock_release(&taken);
        return rc;
    }
    *fd = taken;
    return BS_OK;
}
