/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Binding can fail for want of memory or by our own mistake only, and a value must not silently become NULL. */

#include "cell.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <buurtstem/utf8.h>

static void must(int result)
{
    if (result != SQLITE_OK) {
        abort();
    }
}

void cell_bind_int(struct sqlite3_stmt *statement, int index, int64_t value)
{
    must(sqlite3_bind_int64(statement, index, value));
}

void cell_bind_text(struct sqlite3_stmt *statement, int index, const char *text)
{
    must(sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC));
}

void cell_bind_bytes_as_text(struct sqlite3_stmt *statement, int index, struct bs_bytes text)
{
    const char *data = text.len > 0 ? (const char *)text.data : "";

    must(sqlite3_bind_text64(statement, index, data, text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void cell_bind_blob(struct sqlite3_stmt *statement, int index, struct bs_bytes blob)
{
    const void *data = blob.len > 0 ? (const void *)blob.data : "";

    must(sqlite3_bind_blob64(statement, index, data, blob.len, SQLITE_STATIC));
}

int64_t cell_int(struct sqlite3_stmt *statement, int index)
{
    return sqlite3_column_int64(statement, index);
}

struct bs_bytes cell_bytes(struct sqlite3_stmt *statement, int index)
{
    const void *data = sqlite3_column_blob(statement, index);
    int len = sqlite3_column_bytes(statement, index);

    return (struct bs_bytes){data, data != NULL && len > 0 ? (size_t)len : 0};
}

bool cell_text(struct sqlite3_stmt *statement, int index, size_t size, char *out)
{
    struct bs_bytes text = cell_bytes(statement, index);

    if (text.len >= size || (text.len > 0 && memchr(text.data, '\0', text.len) != NULL) ||
        !bs_utf8_valid(text.data, text.len)) {
        return false;
    }
    if (text.len > 0) {
        memcpy(out, text.data, text.len);
    }
    out[text.len] = '\0';
    return true;
}

void cell_done(struct sqlite3_stmt *statement)
{
    (void)sqlite3_reset(statement);
}
