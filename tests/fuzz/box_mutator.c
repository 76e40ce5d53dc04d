/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Mutates what is in a box instead of its sealed bytes, of which any change ends the reading: opens it as central would, changes
 * a part, its kind or its place, and seals all of it again. Anybody can seal, so all of this can come from outside. What is no box
 * yet becomes one. Only for libFuzzer, and not counted in what it calls coverage. */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <buurtstem/box.h>

#include "fuzz_key.h"

/* What changes the input is not what is looked for. */
#define UNSEEN __attribute__((no_sanitize("coverage")))

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

static const char first_line[] = "buurtstem export 1\n";

enum {
    LINE = sizeof first_line - 1,
    SEALED_KEY = crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_box_SEALBYTES,
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    START = LINE + SEALED_KEY + HEADER,
    MORE = crypto_secretstream_xchacha20poly1305_ABYTES,
    LENGTH = 4,
    PARTS_MAX = 12,
    PART_ROOM = 8192,
    ROOM = PARTS_MAX * (LENGTH + PART_ROOM + MORE)
};

struct part {
    uint8_t tag;
    size_t len;
    uint8_t bytes[PART_ROOM];
};

struct opened {
    size_t count;
    struct part parts[PARTS_MAX];
    size_t behind; /* bytes that follow the parts, as they were */
    uint8_t tail[PART_ROOM];
};

static struct opened opened; /* too large for the stack, and the library has one thread */

UNSEEN static bool open_stream(const uint8_t *data, size_t size,
                               crypto_secretstream_xchacha20poly1305_state *stream)
{
    uint8_t public_key[crypto_box_PUBLICKEYBYTES], secret_key[crypto_box_SECRETKEYBYTES];
    uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];

    return size >= START && memcmp(data, first_line, LINE) == 0 &&
           crypto_sign_ed25519_pk_to_curve25519(public_key, fuzz_public_key) == 0 &&
           crypto_sign_ed25519_sk_to_curve25519(secret_key, fuzz_secret_key) == 0 &&
           crypto_box_seal_open(key, data + LINE, SEALED_KEY, public_key, secret_key) == 0 &&
           crypto_secretstream_xchacha20poly1305_init_pull(stream, data + LINE + SEALED_KEY, key) ==
               0;
}

UNSEEN static bool read_part(crypto_secretstream_xchacha20poly1305_state *stream,
                             const uint8_t *data, size_t left, struct part *part, size_t *used)
{
    size_t len = left < LENGTH ? 0
                               : (size_t)data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16 |
                                     (size_t)data[3] << 24;
    unsigned long long got = 0;

    if (len < MORE || len > PART_ROOM || len > left - LENGTH ||
        crypto_secretstream_xchacha20poly1305_pull(stream, part->bytes, &got, &part->tag,
                                                   data + LENGTH, len, NULL, 0) != 0) {
        return false;
    }
    part->len = (size_t)got;
    *used = LENGTH + len;
    return true;
}

/* What is no box is the one part of a new one. */
UNSEEN static void open_box(const uint8_t *data, size_t size)
{
    crypto_secretstream_xchacha20poly1305_state stream;
    size_t at = START, used = 0;

    opened.count = 0;
    opened.behind = 0;
    if (!open_stream(data, size, &stream)) {
        struct part *part = &opened.parts[opened.count++];

        part->tag = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
        part->len = size < PART_ROOM - MORE ? size : PART_ROOM - MORE;
        memcpy(part->bytes, data, part->len);
        opened.parts[opened.count++] =
            (struct part){.tag = crypto_secretstream_xchacha20poly1305_TAG_FINAL};
        return;
    }
    while (opened.count < PARTS_MAX &&
           read_part(&stream, data + at, size - at, &opened.parts[opened.count], &used)) {
        opened.count++;
        at += used;
    }
    opened.behind = size - at < PART_ROOM ? size - at : PART_ROOM;
    memcpy(opened.tail, data + at, opened.behind);
}

/* ---- changing ---- */

UNSEEN static size_t below(size_t limit)
{
    return limit == 0 ? 0 : (size_t)rand() % limit;
}

UNSEEN static void insert_part(size_t at)
{
    if (opened.count == PARTS_MAX) {
        return;
    }
    memmove(&opened.parts[at + 1], &opened.parts[at], (opened.count - at) * sizeof(struct part));
    opened.count++;
    if (opened.count == 1 || rand() % 2 == 0) {
        opened.parts[at] = (struct part){.tag = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE};
    }
}

UNSEEN static void change(void)
{
    static const uint8_t tags[] = {crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
                                   crypto_secretstream_xchacha20poly1305_TAG_PUSH,
                                   crypto_secretstream_xchacha20poly1305_TAG_REKEY,
                                   crypto_secretstream_xchacha20poly1305_TAG_FINAL};
    size_t at = below(opened.count);
    struct part *part = &opened.parts[at];

    switch (opened.count == 0 ? 1 : rand() % 10) {
    case 0:
        memmove(part, part + 1, (opened.count - at - 1) * sizeof *part);
        opened.count--;
        break;
    case 1:
        insert_part(at);
        break;
    case 2:
        part->tag = tags[below(sizeof tags)];
        break;
    case 3:
        opened.behind = LLVMFuzzerMutate(opened.tail, opened.behind, 256);
        break;
    case 4:
        opened.behind = 0;
        break;
    default:
        part->len = LLVMFuzzerMutate(part->bytes, part->len, PART_ROOM - MORE);
    }
}

/* ---- sealing ---- */

UNSEEN static size_t seal(uint8_t *out, size_t room)
{
    crypto_secretstream_xchacha20poly1305_state stream;
    uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    uint8_t public_key[crypto_box_PUBLICKEYBYTES];
    size_t at = START;

    if (room < START || crypto_sign_ed25519_pk_to_curve25519(public_key, fuzz_public_key) != 0) {
        return 0;
    }
    crypto_secretstream_xchacha20poly1305_keygen(key);
    memcpy(out, first_line, LINE);
    (void)crypto_box_seal(out + LINE, key, sizeof key, public_key);
    (void)crypto_secretstream_xchacha20poly1305_init_push(&stream, out + LINE + SEALED_KEY, key);
    for (size_t i = 0; i < opened.count; i++) {
        const struct part *part = &opened.parts[i];
        size_t len = part->len + MORE;

        if (room - at < LENGTH + len) {
            break;
        }
        for (size_t b = 0; b < LENGTH; b++) {
            out[at + b] = (uint8_t)(len >> (8 * b));
        }
        (void)crypto_secretstream_xchacha20poly1305_push(
            &stream, out + at + LENGTH, NULL, part->bytes, part->len, NULL, 0, part->tag);
        at += LENGTH + len;
    }
    if (room - at >= opened.behind) {
        memcpy(out + at, opened.tail, opened.behind);
        at += opened.behind;
    }
    return at;
}

UNSEEN size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                                      unsigned int seed)
{
    size_t sealed;

    srand(seed);
    if (sodium_init() < 0 || rand() % 8 == 0) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    open_box(data, size);
    for (int times = 1 + rand() % 3; times > 0; times--) {
        change();
    }
    sealed = seal(data, max_size);
    if (sealed > START && rand() % 16 == 0) {
        sealed -= below(sealed - START); /* cut */
    }
    return sealed > 0 ? sealed : LLVMFuzzerMutate(data, size, max_size);
}
