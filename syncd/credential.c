/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads and writes the file that holds the kiosk's token. */
#include "credential.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <buurtstem/buf.h>

#define FILE_MAX 256

static bool is_token(const char *text, size_t len)
{
    static const char SIGNS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return len == BS_TOKEN_TEXT - 1 && strspn(text, SIGNS) >= len;
}

enum bs_err credential_read(const char *path, char out[BS_TOKEN_TEXT], struct bs_error *err)
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
    if (rc == BS_OK && !is_token(bs_buf_string(&text), len)) {
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
    struct bs_buf text;
    bs_buf_init(&text, FILE_MAX);
    bs_buf_printf(&text, "%s\n", token);
    enum bs_err rc = bs_file_replace(path, bs_buf_bytes(&text), 0600, err);
    bs_buf_finish(&text);
    return rc;
}
