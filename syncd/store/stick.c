/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The question that a kiosk puts to syncd in a file, and the words for what came of it. */

#include <buurtstem/stick.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/buf.h>

#define YEAR_9999_S INT64_C(253402300799)

enum { PATH_SIZE = 4096, FILE_MODE = 0640 };

static bool path_in(const char *dir, char out[PATH_SIZE])
{
    int len = snprintf(out, PATH_SIZE, "%s/%s", dir, BS_STICK_FILE);

    return len > 0 && len < PATH_SIZE;
}

static enum bs_err fail_path(struct bs_error *err)
{
    return bs_fail(err, BS_LIMIT, "the name of the kiosk's folder is too long");
}

/* Version 4: nothing in it but chance. */
static struct bs_uuid make_id(struct bs_random *random)
{
    struct bs_uuid id;

    random->fill(random, id.bytes, sizeof id.bytes);
    id.bytes[6] = (uint8_t)(0x40 | (id.bytes[6] & 0x0F));
    id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3F));
    return id;
}

enum bs_err bs_stick_ask(const char *kiosk_dir, struct bs_random *random, char id[BS_UUID_TEXT],
                         struct bs_error *err)
{
    char path[PATH_SIZE], line[BS_STICK_BYTES + 1];
    const struct bs_uuid made = make_id(random);
    enum bs_err rc;

    if (!path_in(kiosk_dir, path)) {
        return fail_path(err);
    }
    bs_uuid_format(&made, line);
    line[BS_STICK_BYTES - 1] = '\n';
    line[BS_STICK_BYTES] = '\0';
    rc = bs_file_replace(path, bs_bytes_of(line), FILE_MODE, err);
    if (rc == BS_OK) {
        bs_uuid_format(&made, id);
    }
    return rc;
}

/* ---- syncd's side ---- */

static enum bs_err open_question(const char *path, int *fd, struct bs_error *err)
{
    /* O_NONBLOCK: a pipe under that name must not hold us until somebody writes. */
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
    if (*fd >= 0) {
        return BS_OK;
    }
    return errno == ENOENT
               ? bs_fail(err, BS_NOTFOUND, "nothing is asked")
               : bs_fail(err, BS_BROKEN, "%s: cannot be opened: %s", path, strerror(errno));
}

/* A file system may hold any number there. */
static int64_t time_of(const struct stat *info)
{
    int64_t seconds = info->st_mtim.tv_sec;

    seconds = seconds < 0 ? 0 : seconds > YEAR_9999_S ? YEAR_9999_S : seconds;
    return seconds * 1000 + info->st_mtim.tv_nsec / 1000000;
}

/* Up to one byte more than belongs there, and when it was written. */
static enum bs_err read_question(const char *path, char text[BS_STICK_BYTES + 1], size_t *length,
                                 int64_t *asked_ms, struct bs_error *err)
{
    struct stat info;
    int fd;
    enum bs_err rc = open_question(path, &fd, err);

    if (rc != BS_OK) {
        return rc;
    }
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        rc = bs_fail(err, BS_BROKEN, "%s: is not a file", path);
        goto out;
    }
    ssize_t got = pread(fd, text, BS_STICK_BYTES + 1, 0);
    if (got < 0) {
        rc = bs_fail(err, BS_BROKEN, "%s: cannot be read: %s", path, strerror(errno));
        goto out;
    }
    *length = (size_t)got;
    *asked_ms = time_of(&info);
out:
    close(fd);
    return rc;
}

enum bs_err bs_stick_question(const char *kiosk_dir, struct bs_stick_question *out,
                              struct bs_error *err)
{
    struct bs_stick_question question = {.asked_ms = 0};
    char path[PATH_SIZE], text[BS_STICK_BYTES + 1];
    struct bs_uuid id;
    size_t length = 0;
    enum bs_err rc;

    if (!path_in(kiosk_dir, path)) {
        return fail_path(err);
    }
    rc = read_question(path, text, &length, &question.asked_ms, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (length > BS_STICK_BYTES) {
        return bs_fail(err, BS_LIMIT, "%s: longer than %d bytes", path, BS_STICK_BYTES);
    }
    if (length < BS_STICK_BYTES || text[BS_STICK_BYTES - 1] != '\n') {
        return bs_fail(err, BS_BAD, "%s: is cut off", path);
    }
    text[BS_STICK_BYTES - 1] = '\0';
    if (!bs_uuid_parse(text, &id)) {
        return bs_fail(err, BS_BAD, "%s: does not hold an id", path);
    }
    bs_uuid_format(&id, question.id);
    *out = question;
    return BS_OK;
}

bool bs_stick_is_stale(const struct bs_stick_question *question, int64_t wall_ms)
{
    return wall_ms - question->asked_ms > BS_STICK_LASTS_MS;
}

const char *bs_stick_name(enum bs_stick outcome)
{
    static const char *const names[BS_STICK_COUNT] = {
        [BS_STICK_DONE] = "done",     [BS_STICK_NONE] = "none",       [BS_STICK_FULL] = "full",
        [BS_STICK_LOCKED] = "locked", [BS_STICK_NOTHING] = "nothing", [BS_STICK_FAILED] = "failed",
        [BS_STICK_STALE] = "stale"};

    return (size_t)outcome < BS_STICK_COUNT ? names[outcome] : "failed";
}
