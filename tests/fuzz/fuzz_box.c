/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The sealed file that is carried to central: any bytes as such a file, which box_mutator.c seals again after each change of what is
 * in it, and any bytes in one, of which then one is changed.
 *   four bytes where, one byte how, and parts, each two bytes of length and so many bytes */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/box.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "box_memory.h"
#include "fuzz_key.h"
#include "fuzz_target.h"

enum { PARTS_MAX = 8, ROOM = 1024 * 1024 };

struct parts {
    size_t count;
    struct bs_bytes part[PARTS_MAX];
};

/* Compares what comes out with `parts`, if given. */
static enum bs_err read_box(struct bs_bytes bytes, const struct parts *parts)
{
    struct box_memory memory = {.bytes = bytes};
    const struct bs_box_source source = box_memory_source(&memory);
    struct bs_box_reader *reader = NULL;
    struct bs_error err = {0};
    struct bs_bytes part;
    size_t count = 0;
    enum bs_err rc =
        bs_box_read_start(fuzz_public_key, fuzz_secret_key, ROOM, &source, &reader, &err);

    while (rc == BS_OK && (rc = bs_box_read_part(reader, &part, &err)) == BS_OK) {
        FUZZ_MUST(part.len <= BS_BOX_PART_MAX);
        FUZZ_MUST(parts == NULL || count < parts->count);
        FUZZ_MUST(parts == NULL || (part.len == parts->part[count].len &&
                                    memcmp(part.data, parts->part[count].data, part.len) == 0));
        count++;
    }
    if (rc != BS_NOTFOUND) {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
    } else {
        FUZZ_MUST(parts == NULL || count == parts->count);
    }
    bs_box_reader_destroy(reader);
    return rc;
}

static void split(struct bs_bytes rest, struct parts *out)
{
    while (rest.len > 2 && out->count < PARTS_MAX) {
        size_t len = (size_t)rest.data[0] | (size_t)rest.data[1] << 8;

        rest = (struct bs_bytes){rest.data + 2, rest.len - 2};
        len = len < rest.len ? len : rest.len;
        out->part[out->count++] = (struct bs_bytes){rest.data, len};
        rest = (struct bs_bytes){rest.data + len, rest.len - len};
    }
}

/* What nobody changed is read as it was, and a change of one byte is found. */
static void seal_and_change(const uint8_t *data, size_t size)
{
    struct parts parts = {0};
    struct bs_buf box;
    size_t at;

    split((struct bs_bytes){data + 5, size - 5}, &parts);
    bs_buf_init(&box, ROOM);
    box_memory_write(fuzz_public_key, parts.part, parts.count, &box);
    FUZZ_MUST(read_box(bs_buf_bytes(&box), &parts) == BS_NOTFOUND);
    at = ((size_t)data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16 | (size_t)data[3] << 24) %
         box.len;
    if (data[4] != 0) {
        box.data[at] ^= data[4];
        FUZZ_MUST(read_box(bs_buf_bytes(&box), NULL) == BS_BAD);
    } else {
        FUZZ_MUST(read_box((struct bs_bytes){box.data, at}, NULL) == BS_BAD);
    }
    bs_buf_finish(&box);
}

/* As good as: what begins like one was made by the mutator. */
static bool is_box(const uint8_t *data, size_t size)
{
    static const char first_line[] = "buurtstem export 1\n";

    return size > sizeof first_line && memcmp(data, first_line, sizeof first_line - 1) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FUZZ_MUST(bs_crypto_start(NULL) == BS_OK);
    (void)read_box((struct bs_bytes){data, size}, NULL);
    if (size >= 5 && size < ROOM / 2 && !is_box(data, size)) {
        seal_and_change(data, size);
    }
    return 0;
}
