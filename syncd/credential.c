/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads and writes the file that holds the kiosk's token. */
#include "credential.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/record.h>
#include <buurtstem/stop.h>

#define FILE_MAX 256

static bool is_token(const char *text, size_t len)
{
    static const char SIGNS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return len == BS_TOKEN_TEXT - 1 && strspn(text, SIGNS) >= len;
}

/* What stands behind the token: nothing, or a whole number on a line. */
static bool read_generation(const char *rest, int64_t *out)
{
    char *end = NULL;
    if (rest[0] == '\0') {
        *out = 0;
        return true;
    }
    errno = 0;
    long long number = strtoll(rest, &end, 10);
    if (rest[0] < '0' || rest[0] > '9' || errno != 0 || number > BS_NUMBER_MAX ||
        (end[0] != '\0' && strcmp(end, "\n") != 0)) {
        return false;
    }
    *out = number;
    return true;
}

enum bs_err credential_read(const char *path, char out[BS_TOKEN_TEXT], struct bs_error *err)
{
    int64_t generation;
    return credential_read_generation(path, out, &generation, err);
}

enum bs_err credential_read_generation(const char *path, char out[BS_TOKEN_TEXT],
                                       int64_t *generation, struct bs_error *err)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return errno == ENOENT ? bs_fail(err, BS_NOTFOUND, "%s is not there", path)
                               : bs_fail(err, BS_BROKEN, "%s: %s", path, strerror(errno));
    }
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return bs_fail(err, BS_BAD,
                       "%s can be read by others; make it mode 0600, or enrol again if they did",
                       path);
    }
    struct bs_buf text;
    bs_buf_init(&text, FILE_MAX);
    enum bs_err rc = bs_file_read(path, &text, err);
    size_t len = strcspn(bs_buf_string(&text), "\n");
    const char *rest = bs_buf_string(&text) + len;
    if (rc == BS_OK && (!is_token(bs_buf_string(&text), len) ||
                        !read_generation(rest[0] == '\n' ? rest + 1 : rest, generation))) {
        rc = bs_fail(err, BS_BAD, "%s holds no token; enrol again", path);
    }
    if (rc == BS_OK) {
        memcpy(out, text.data, len);
        out[len] = '\0';
    }
    bs_buf_finish(&text);
    return rc;
}

enum bs_err credential_write(const char *path, const char token[BS_TOKEN_TEXT],
                             struct bs_error *err)
{
    return credential_write_generation(path, token, 0, err);
}

enum bs_err credential_write_generation(const char *path, const char token[BS_TOKEN_TEXT],
                                        int64_t generation, struct bs_error *err)
{
    struct bs_buf text;
    bs_buf_init(&text, FILE_MAX);
    bs_buf_printf(&text, "%s\n", token);
    if (generation != 0) {
        bs_buf_printf(&text, "%" PRId64 "\n", generation);
    }
    enum bs_err rc = bs_file_replace(path, bs_buf_bytes(&text), 0600, err);
    bs_buf_finish(&text);
    return rc;
}

enum bs_err credential_move(const char *from, const char *to, const char *dir, struct bs_error *err)
{
    BS_STOP_HERE("credential.before_move");
    if (rename(from, to) != 0) {
        return bs_fail(err, BS_BROKEN, "%s: %s", to, strerror(errno));
    }
    BS_STOP_HERE("credential.moved");
    int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_kept = folder >= 0 && fsync(folder) == 0;
    int why = errno;
    if (folder >= 0) {
        close(folder);
    }
    return is_kept ? BS_OK : bs_fail(err, BS_BROKEN, "%s: %s", dir, strerror(why));
}

void credential_drop(const char *path)
{
    (void)unlink(path);
}
