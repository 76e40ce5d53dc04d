/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sealed key, secret stream, parts: libsodium's crypto_box_seal and crypto_secretstream, and lengths before the parts. */

#include <buurtstem/box.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <buurtstem/mem.h>

enum {
    KEY_SIZE = crypto_secretstream_xchacha20poly1305_KEYBYTES,
    HEADER_SIZE = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    MORE = crypto_secretstream_xchacha20poly1305_ABYTES, /* what sealing adds to a part */
    SEALED_SIZE = KEY_SIZE + crypto_box_SEALBYTES,
    LENGTH_SIZE = 4,
    END_SIZE = LENGTH_SIZE + MORE,
    SEALED_PART_MAX = BS_BOX_PART_MAX + MORE
};

static_assert(SEALED_SIZE == 80 && HEADER_SIZE == 24 && MORE == 17, "as PROTOCOL.md says");
static_assert(crypto_box_PUBLICKEYBYTES == BS_PUBLIC_KEY_SIZE, "X25519 public key");

static const char first_line[] = BS_BOX_FIRST_LINE;

enum { FIRST_LINE_SIZE = sizeof first_line - 1 };

/* ---- writing ---- */

struct bs_box_writer {
    crypto_secretstream_xchacha20poly1305_state stream;
    struct bs_box_sink sink;
    uint64_t room;                                 /* left, but for the end */
    uint8_t sealed[LENGTH_SIZE + SEALED_PART_MAX]; /* the part under way */
};

/* The sealed key, and the header of the stream under it. */
static enum bs_err seal_key(struct bs_box_writer *writer, const uint8_t x25519[BS_PUBLIC_KEY_SIZE],
                            struct bs_error *err)
{
    uint8_t key[KEY_SIZE];
    uint8_t start[FIRST_LINE_SIZE + SEALED_SIZE + HEADER_SIZE];
    enum bs_err rc = BS_OK;

    crypto_secretstream_xchacha20poly1305_keygen(key);
    memcpy(start, first_line, FIRST_LINE_SIZE);
    if (crypto_box_seal(start + FIRST_LINE_SIZE, key, sizeof key, x25519) != 0 ||
        crypto_secretstream_xchacha20poly1305_init_push(
            &writer->stream, start + FIRST_LINE_SIZE + SEALED_SIZE, key) != 0) {
        rc = bs_fail(err, BS_BAD, "nothing can be sealed to this key");
    }
    bs_wipe(key, sizeof key);
    if (rc == BS_OK) {
        rc = writer->sink.write(writer->sink.self, (struct bs_bytes){start, sizeof start}, err);
    }
    return rc;
}

enum bs_err bs_box_write_start(const uint8_t public_key[BS_PUBLIC_KEY_SIZE], uint64_t bytes_max,
                               const struct bs_box_sink *sink, struct bs_box_writer **out,
                               struct bs_error *err)
{
    const uint64_t least = FIRST_LINE_SIZE + SEALED_SIZE + HEADER_SIZE + END_SIZE;
    uint8_t x25519[BS_PUBLIC_KEY_SIZE];
    struct bs_box_writer *writer;
    enum bs_err rc;

    if (crypto_sign_ed25519_pk_to_curve25519(x25519, public_key) != 0) {
        return bs_fail(err, BS_BAD, "nothing can be sealed to this key");
    }
    assert(bytes_max >= least);
    writer = bs_xcalloc(1, sizeof *writer);
    writer->sink = *sink;
    writer->room = bytes_max - least;
    rc = seal_key(writer, x25519, err);
    if (rc != BS_OK) {
        bs_box_writer_destroy(writer);
        return rc;
    }
    *out = writer;
    return BS_OK;
}

/* Lowest byte first. */
static void put_length(uint8_t out[LENGTH_SIZE], size_t length)
{
    for (size_t i = 0; i < LENGTH_SIZE; i++) {
        out[i] = (uint8_t)(length >> (8 * i));
    }
}

static enum bs_err write_sealed(struct bs_box_writer *writer, struct bs_bytes part, uint8_t tag,
                                struct bs_error *err)
{
    const struct bs_bytes all = {writer->sealed, LENGTH_SIZE + part.len + MORE};

    put_length(writer->sealed, part.len + MORE);
    (void)crypto_secretstream_xchacha20poly1305_push(&writer->stream, writer->sealed + LENGTH_SIZE,
                                                     NULL, part.data, part.len, NULL, 0, tag);
    return writer->sink.write(writer->sink.self, all, err);
}

enum bs_err bs_box_write_part(struct bs_box_writer *writer, struct bs_bytes part,
                              struct bs_error *err)
{
    if (part.len > BS_BOX_PART_MAX) {
        return bs_fail(err, BS_LIMIT, "a part of %zu bytes; at most %d are allowed", part.len,
                       BS_BOX_PART_MAX);
    }
    if (LENGTH_SIZE + part.len + MORE > writer->room) {
        return bs_fail(err, BS_LIMIT, "the file would be larger than it may be");
    }
    writer->room -= LENGTH_SIZE + part.len + MORE;
    return write_sealed(writer, part, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, err);
}

enum bs_err bs_box_write_end(struct bs_box_writer *writer, struct bs_error *err)
{
    static const uint8_t nothing[1];

    return write_sealed(writer, (struct bs_bytes){nothing, 0},
                        crypto_secretstream_xchacha20poly1305_TAG_FINAL, err);
}

void bs_box_writer_destroy(struct bs_box_writer *writer)
{
    if (writer != NULL) {
        bs_wipe(&writer->stream, sizeof writer->stream);
        free(writer);
    }
}

/* ---- reading ---- */

struct bs_box_reader {
    crypto_secretstream_xchacha20poly1305_state stream;
    struct bs_box_source source;
    uint64_t room; /* bytes that may still come */
    size_t used;   /* of `part`, by the largest so far */
    uint8_t sealed[SEALED_PART_MAX];
    uint8_t part[BS_BOX_PART_MAX];
};

/* As many bytes as there are, up to `size`. */
static enum bs_err read_some(struct bs_box_reader *reader, uint8_t *out, size_t size, size_t *got,
                             struct bs_error *err)
{
    size_t done = 0, piece = 1;
    enum bs_err rc = BS_OK;

    while (rc == BS_OK && done < size && piece > 0) {
        piece = 0;
        rc = reader->source.read(reader->source.self, out + done, size - done, &piece, err);
        done += piece;
    }
    if (rc == BS_OK && done > reader->room) {
        return bs_fail(err, BS_LIMIT, "the file is larger than it may be");
    }
    reader->room -= rc == BS_OK ? done : 0;
    *got = done;
    return rc;
}

/* Exactly so many. */
static enum bs_err read_whole(struct bs_box_reader *reader, uint8_t *out, size_t size,
                              struct bs_error *err)
{
    size_t got = 0;
    enum bs_err rc = read_some(reader, out, size, &got, err);

    return rc == BS_OK && got < size ? bs_fail(err, BS_BAD, "the file was cut: its end is missing")
                                     : rc;
}

static enum bs_err fail_changed(struct bs_error *err)
{
    return bs_fail(err, BS_BAD, "the file was changed or damaged");
}

static enum bs_err open_key(struct bs_box_reader *reader,
                            const uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                            const uint8_t secret_key[BS_SECRET_KEY_SIZE],
                            const uint8_t sealed[SEALED_SIZE], const uint8_t header[HEADER_SIZE],
                            struct bs_error *err)
{
    uint8_t x25519[BS_PUBLIC_KEY_SIZE], secret[crypto_box_SECRETKEYBYTES], key[KEY_SIZE];
    enum bs_err rc = BS_OK;

    if (crypto_sign_ed25519_pk_to_curve25519(x25519, public_key) != 0 ||
        crypto_sign_ed25519_sk_to_curve25519(secret, secret_key) != 0 ||
        crypto_box_seal_open(key, sealed, SEALED_SIZE, x25519, secret) != 0) {
        rc = bs_fail(err, BS_BAD, "the file is for another central, or was changed or damaged");
    } else if (crypto_secretstream_xchacha20poly1305_init_pull(&reader->stream, header, key) != 0) {
        rc = fail_changed(err);
    }
    bs_wipe(secret, sizeof secret);
    bs_wipe(key, sizeof key);
    return rc;
}

enum bs_err bs_box_read_start(const uint8_t public_key[BS_PUBLIC_KEY_SIZE],
                              const uint8_t secret_key[BS_SECRET_KEY_SIZE], uint64_t bytes_max,
                              const struct bs_box_source *source, struct bs_box_reader **out,
                              struct bs_error *err)
{
    struct bs_box_reader *reader = bs_xcalloc(1, sizeof *reader);
    uint8_t start[FIRST_LINE_SIZE + SEALED_SIZE + HEADER_SIZE];
    size_t got = 0;
    enum bs_err rc;

    reader->source = *source;
    reader->room = bytes_max;
    rc = read_some(reader, start, FIRST_LINE_SIZE, &got, err);
    if (rc == BS_OK && (got < FIRST_LINE_SIZE || memcmp(start, first_line, got) != 0)) {
        rc = bs_fail(err, BS_BAD, "this is not a file of buurtstem-syncd export");
    }
    if (rc == BS_OK) {
        rc = read_whole(reader, start, SEALED_SIZE + HEADER_SIZE, err);
    }
    if (rc == BS_OK) {
        rc = open_key(reader, public_key, secret_key, start, start + SEALED_SIZE, err);
    }
    if (rc != BS_OK) {
        bs_box_reader_destroy(reader);
        return rc;
    }
    *out = reader;
    return BS_OK;
}

static enum bs_err read_length(struct bs_box_reader *reader, size_t *out, struct bs_error *err)
{
    uint8_t bytes[LENGTH_SIZE];
    size_t length = 0;
    enum bs_err rc = read_whole(reader, bytes, sizeof bytes, err);

    if (rc != BS_OK) {
        return rc;
    }
    for (size_t i = LENGTH_SIZE; i > 0; i--) {
        length = length << 8 | bytes[i - 1];
    }
    if (length < MORE || length > SEALED_PART_MAX) {
        return fail_changed(err);
    }
    *out = length;
    return BS_OK;
}

/* Behind the last part there must be nothing: whoever added bytes changed the file. */
static enum bs_err read_end(struct bs_box_reader *reader, size_t part, struct bs_error *err)
{
    uint8_t more;
    size_t got = 0;
    enum bs_err rc = read_some(reader, &more, sizeof more, &got, err);

    if (rc == BS_OK && (got > 0 || part > 0)) {
        rc = fail_changed(err);
    }
    return rc == BS_OK ? BS_NOTFOUND : rc;
}

enum bs_err bs_box_read_part(struct bs_box_reader *reader, struct bs_bytes *part,
                             struct bs_error *err)
{
    unsigned char tag = 0;
    size_t length = 0;
    enum bs_err rc = read_length(reader, &length, err);

    if (rc == BS_OK) {
        reader->used = length - MORE > reader->used ? length - MORE : reader->used;
        rc = read_whole(reader, reader->sealed, length, err);
    }
    if (rc == BS_OK &&
        crypto_secretstream_xchacha20poly1305_pull(&reader->stream, reader->part, NULL, &tag,
                                                   reader->sealed, length, NULL, 0) != 0) {
        rc = fail_changed(err);
    }
    if (rc == BS_OK && tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
        return read_end(reader, length - MORE, err);
    }
    if (rc == BS_OK) {
        *part = (struct bs_bytes){reader->part, length - MORE};
    }
    return rc;
}

void bs_box_reader_destroy(struct bs_box_reader *reader)
{
    if (reader != NULL) {
        bs_wipe(&reader->stream, sizeof reader->stream);
        bs_wipe(reader->part, reader->used);
        free(reader);
    }
}
