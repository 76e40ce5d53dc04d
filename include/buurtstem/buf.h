/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_BUF_H
#define BUURTSTEM_BUF_H

/*
 * Bytes: a borrowed view, and a growable buffer with a hard limit. Going over the limit is sticky: `over` is set, the
 * content stays what it was, later writes do nothing. So a caller may write a whole message and check once.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/err.h>

struct bs_bytes {
    const uint8_t *data; /* borrowed */
    size_t len;
};

struct bs_buf {
    uint8_t *data; /* owned; always followed by a zero byte once something was written */
    size_t len;
    size_t capacity;
    size_t limit;
    bool over;
};

struct bs_bytes bs_bytes_of(const char *text); /* without the terminating zero */

void bs_buf_init(struct bs_buf *buf, size_t limit);
/* What a buf lets go of, also when it grows, is wiped first: it may have held answers or a token. */
void bs_buf_finish(struct bs_buf *buf); /* frees; a zeroed or finished one is fine */
void bs_buf_reset(struct bs_buf *buf);  /* empties, keeps the memory, clears `over` */

void bs_buf_cut(struct bs_buf *buf, size_t len); /* wipes what lies behind len, if anything does */

/* Makes room for so many bytes more at once, as far as the limit goes: nothing is copied and wiped on the way there. */
void bs_buf_reserve(struct bs_buf *buf, size_t room);
void bs_buf_add(struct bs_buf *buf, const void *data, size_t len);
void bs_buf_text(struct bs_buf *buf, const char *text);
void bs_buf_printf(struct bs_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "" when nothing was written. Valid until the next write. */
const char *bs_buf_string(const struct bs_buf *buf);
struct bs_bytes bs_buf_bytes(const struct bs_buf *buf);

/* BS_OK, or BS_LIMIT naming `what` and the limit when the buffer went over. */
enum bs_err bs_buf_check(const struct bs_buf *buf, const char *what, struct bs_error *err);

/*
 * Reads a whole regular file into an initialised buf. BS_NOTFOUND: no such file. BS_LIMIT: larger than the buffer's
 * limit. BS_BROKEN: cannot be read, or a folder, pipe or device. What the buf held is replaced, and kept on failure.
 * The sentence names the path. Blocks on the disk.
 */
enum bs_err bs_file_read(const char *path, struct bs_buf *out, struct bs_error *err);

/*
 * Replaces a file so that after a power cut either the old or the new content is there: temporary file beside it,
 * fsync, rename, fsync of the folder. `mode` as for open(2). BS_LATER: no space. BS_BROKEN: anything else. Blocks.
 */
enum bs_err bs_file_replace(const char *path, struct bs_bytes content, unsigned mode,
                            struct bs_error *err);

#endif
