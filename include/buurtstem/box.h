/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_BOX_H
#define BUURTSTEM_BOX_H

/*
 * Parts in a file that only central can read: what is carried by hand (PROTOCOL.md §11). A random key, sealed to the X25519
 * form of central's Ed25519 key, and a secret stream under it, part by part. A change of any byte, a part that is missing
 * or in another place, and a file that was cut are found. Bytes go out and come in through the caller's functions, a part at a
 * time, so that memory stays small; what was held here is wiped. No cryptography of our own.
 */

#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>
#include <buurtstem/err.h>

#define BS_BOX_PART_MAX  (512 * 1024) /* bytes of a part, as it was before it was sealed */
#define BS_BOX_BYTES_MAX (UINT64_C(1024) * 1024 * 1024) /* of a whole file */

/* What every box begins with. */
#define BS_BOX_FIRST_LINE "buurtstem export 1\n"

/* Takes all of the bytes, or says why not: that is then what the box says. */
struct bs_box_sink {
    enum bs_err (*write)(void *self, struct bs_bytes bytes, struct bs_error *err);
    void *self;
};

/* Fills `out` with up to `size` bytes, at least one unless it is at the end: then *got is 0. */
struct bs_box_source {
    enum bs_err (*read)(void *self, void *out, size_t size, size_t *got, struct bs_error *err);
    void *self;
};

struct bs_box_writer;

/*
 * Writes the beginning of a box that only the holder of `public_key`'s secret half can read. bytes_max: of the whole; give
 * BS_BOX_BYTES_MAX but in tests. BS_BAD: not such a key; else what the sink says. *out is the caller's. The sink's functions
 * are kept, what they work on is borrowed.
 */
enum bs_err bs_box_write_start(const uint8_t public_key[BS_PUBLIC_KEY_SIZE], uint64_t bytes_max,
                               const struct bs_box_sink *sink, struct bs_box_writer **out,
                               struct bs_error *err);
/* One more part. BS_LIMIT: it is larger than a part may be, or the box would be larger than it may be with this part and its
 * end; nothing was written then and the writer can go on. Else what the sink says: give up. */
enum bs_err bs_box_write_part(struct bs_box_writer *writer, struct bs_bytes part,
                              struct bs_error *err);
/* The end, behind which nothing comes. There is always room for it. */
enum bs_err bs_box_write_end(struct bs_box_writer *writer, struct bs_error *err);
void bs_box_writer_destroy(struct bs_box_writer *writer); /* wipes; NULL is fine */

struct bs_box_reader;

/* Reads the beginning. BS_BAD: no such file, or one that is for another central or was changed; BS_LIMIT: larger than
 * bytes_max; else what the source says. *out is the caller's. */
enum bs_err bs_box_read_start(const uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                              const uint8_t secret_key[BS_SECRET_KEY_SIZE], uint64_t bytes_max,
                              const struct bs_box_source *source, struct bs_box_reader **out,
                              struct bs_error *err);
/* The next part, borrowed until the next call. BS_NOTFOUND: that was all, and it is whole. BS_BAD: it was changed or cut;
 * BS_LIMIT as above. After anything but BS_OK only destroy. */
enum bs_err bs_box_read_part(struct bs_box_reader *reader, struct bs_bytes *part,
                             struct bs_error *err);
void bs_box_reader_destroy(struct bs_box_reader *reader); /* wipes; NULL is fine */

#endif
