/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A growable buffer with a sticky limit. It may have held answers or tokens, so memory is wiped when it is let go. */

#include <buurtstem/buf.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

enum { FIRST_CAPACITY = 256 };

struct bs_bytes bs_bytes_of(const char *text)
{
    return (struct bs_bytes){.data = (const uint8_t *)text, .len = strlen(text)};
}

void bs_buf_init(struct bs_buf *buf, size_t limit)
{
    *buf = (struct bs_buf){.limit = limit};
}

static void let_go(struct bs_buf *buf)
{
    if (buf->data != NULL) {
        bs_wipe(buf->data, buf->len);
        free(buf->data);
    }
}

void bs_buf_finish(struct bs_buf *buf)
{
    if (buf == NULL) {
        return;
    }
    let_go(buf);
    *buf = (struct bs_buf){.limit = buf->limit};
}

void bs_buf_reset(struct bs_buf *buf)
{
    bs_buf_cut(buf, 0);
    buf->over = false;
}

void bs_buf_cut(struct bs_buf *buf, size_t len)
{
    if (len < buf->len) {
        bs_wipe(buf->data + len, buf->len - len);
        buf->len = len;
    }
}

/* Makes room for `more` bytes and a zero. False, and `over`, if that is past the limit. */
static bool make_room(struct bs_buf *buf, size_t more)
{
    size_t capacity = buf->capacity == 0 ? FIRST_CAPACITY : buf->capacity;
    uint8_t *data;

    if (buf->over || more > buf->limit - buf->len || more > SIZE_MAX / 2 - buf->len) {
        buf->over = true;
        return false;
    }
    if (buf->len + more < buf->capacity) {
        return true;
    }
    while (capacity <= buf->len + more) {
        capacity *= 2;
    }
    data = bs_xcalloc(capacity, 1);
    if (buf->len > 0) {
        memcpy(data, buf->data, buf->len);
    }
    let_go(buf);
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void bs_buf_reserve(struct bs_buf *buf, size_t room)
{
    size_t most = buf->limit - buf->len;

    if (!buf->over) {
        (void)make_room(buf, room < most ? room : most);
    }
}

void bs_buf_add(struct bs_buf *buf, const void *data, size_t len)
{
    if (len == 0 || !make_room(buf, len)) {
        return;
    }
    memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = 0;
}

void bs_buf_text(struct bs_buf *buf, const char *text)
{
    bs_buf_add(buf, text, strlen(text));
}

void bs_buf_printf(struct bs_buf *buf, const char *format, ...)
{
    va_list args;
    va_list again;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    if (len < 0) {
        buf->over = true;
    } else if (len > 0 && make_room(buf, (size_t)len)) {
        (void)vsnprintf((char *)buf->data + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

const char *bs_buf_string(const struct bs_buf *buf)
{
    return buf->len == 0 ? "" : (const char *)buf->data;
}

struct bs_bytes bs_buf_bytes(const struct bs_buf *buf)
{
    return (struct bs_bytes){.data = (const uint8_t *)bs_buf_string(buf), .len = buf->len};
}

enum bs_err bs_buf_check(const struct bs_buf *buf, const char *what, struct bs_error *err)
{
    if (!buf->over) {
        return BS_OK;
    }
    return bs_fail(err, BS_LIMIT, "%s: larger than %zu bytes", what, buf->limit);
}
