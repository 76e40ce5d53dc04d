/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Whole files: read within a limit, replaced so that a power cut leaves the old or the new one. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>

static enum bs_err fail_errno(struct bs_error *err, enum bs_err code, const char *what,
                              const char *path)
{
    return bs_fail(err, code, "%s: %s: %s", path, what, strerror(errno));
}

static enum bs_err open_regular(const char *path, size_t limit, int *out, struct bs_error *err)
{
    struct stat status;
    /* O_NONBLOCK: a pipe under that name must not hold us until somebody writes. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0) {
        return fail_errno(err, errno == ENOENT || errno == ENOTDIR ? BS_NOTFOUND : BS_BROKEN,
                          "cannot be opened", path);
    }
    if (fstat(fd, &status) != 0) {
        fail_errno(err, BS_BROKEN, "cannot be read", path);
        close(fd);
        return BS_BROKEN;
    }
    if (!S_ISREG(status.st_mode)) {
        close(fd);
        return bs_fail(err, BS_BROKEN, "%s: is not a regular file", path);
    }
    if ((uintmax_t)status.st_size > limit) {
        close(fd);
        return bs_fail(err, BS_LIMIT, "%s: larger than %zu bytes", path, limit);
    }
    *out = fd;
    return BS_OK;
}

enum bs_err bs_file_read(const char *path, struct bs_buf *out, struct bs_error *err)
{
    uint8_t chunk[8192];
    struct bs_buf content;
    ssize_t got = 1;
    int fd = -1;
    enum bs_err rc = open_regular(path, out->limit, &fd, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&content, out->limit);
    while (got != 0 && !content.over) {
        got = read(fd, chunk, sizeof chunk);
        if (got > 0) {
            bs_buf_add(&content, chunk, (size_t)got);
        } else if (got < 0 && errno != EINTR) {
            rc = fail_errno(err, BS_BROKEN, "cannot be read", path);
            goto out;
        }
    }
    rc = bs_buf_check(&content, path, err);
    if (rc == BS_OK) {
        bs_buf_finish(out);
        *out = content;
        content = (struct bs_buf){0};
    }
out:
    bs_wipe(chunk, sizeof chunk); /* it may be a token */
    bs_buf_finish(&content);
    close(fd);
    return rc;
}

static int write_all(int fd, struct bs_bytes content)
{
    size_t done = 0;

    while (done < content.len) {
        ssize_t wrote = write(fd, content.data + done, content.len - done);

        if (wrote >= 0) {
            done += (size_t)wrote;
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return 0;
}

/* Creates and fills the temporary file; it is gone again on failure. */
static enum bs_err write_beside(const char *path, const char *temporary, struct bs_bytes content,
                                unsigned mode, struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);

    if (fd < 0) {
        return fail_errno(err, bs_err_of_write(errno), "cannot be replaced", path);
    }
    BS_STOP_HERE("file.created");
    if (write_all(fd, content) != 0) {
        rc = fail_errno(err, bs_err_of_write(errno), "cannot be written", path);
        goto out;
    }
    BS_STOP_HERE("file.written");
    if (fsync(fd) != 0) {
        rc = fail_errno(err, bs_err_of_write(errno), "cannot be put on disk", path);
        goto out;
    }
    BS_STOP_HERE("file.synced");
out:
    if (close(fd) != 0 && rc == BS_OK) {
        rc = fail_errno(err, bs_err_of_write(errno), "cannot be written", path);
    }
    if (rc != BS_OK) {
        unlink(temporary);
    }
    return rc;
}

static enum bs_err sync_folder_of(const char *path, struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL   ? strdup(".")
                   : slash == path ? strdup("/")
                                   : strndup(path, (size_t)(slash - path));
    int fd = folder == NULL ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || fsync(fd) != 0) {
        rc = fail_errno(err, bs_err_of_write(errno), "its folder cannot be put on disk", path);
    }
    if (fd >= 0) {
        close(fd);
    }
    free(folder);
    return rc;
}

enum bs_err bs_file_replace(const char *path, struct bs_bytes content, unsigned mode,
                            struct bs_error *err)
{
    struct bs_buf temporary;
    uint64_t number = 0;
    enum bs_err rc;

    /* A name of its own for every call: two writers at once must not share a half-written file. */
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) {
        return fail_errno(err, BS_BROKEN, "no random name", path);
    }
    bs_buf_init(&temporary, 8192);
    bs_buf_printf(&temporary, "%s.%016llx.new", path, (unsigned long long)number);
    rc = bs_buf_check(&temporary, "name of a file", err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = write_beside(path, bs_buf_string(&temporary), content, mode, err);
    if (rc != BS_OK) {
        goto out;
    }
    if (rename(bs_buf_string(&temporary), path) != 0) {
        rc = fail_errno(err, bs_err_of_write(errno), "cannot be replaced", path);
        unlink(bs_buf_string(&temporary));
        goto out;
    }
    BS_STOP_HERE("file.renamed");
    rc = sync_folder_of(path, err);
out:
    bs_buf_finish(&temporary);
    return rc;
}
