/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A file that is carried to central, from its first byte into the database: the parts are those of fuzz_hand.c, sealed here as
 * anybody can seal them, and taken twice, then once more when the kiosk was revoked. */

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "box_memory.h"
#include "fuzz_key.h"
#include "fuzz_target.h"
#include "import_file.h"
#include "storage.h"
#include "whole_central.h"

enum { PARTS_MAX = 16, ROOM = 1024 * 1024 };

static size_t split(struct bs_bytes rest, struct bs_bytes parts[PARTS_MAX])
{
    size_t count = 0;

    while (rest.len >= 4 && count < PARTS_MAX) {
        size_t len = (size_t)rest.data[0] | (size_t)rest.data[1] << 8 | (size_t)rest.data[2] << 16 |
                     (size_t)rest.data[3] << 24;

        rest = (struct bs_bytes){rest.data + 4, rest.len - 4};
        len = len < rest.len ? len : rest.len;
        parts[count++] = (struct bs_bytes){rest.data, len};
        rest = (struct bs_bytes){rest.data + len, rest.len - len};
    }
    return count;
}

static void hear(void *self, const char *sentence)
{
    (void)self;
    FUZZ_MUST(sentence[0] != '\0' && bs_utf8_is_text(sentence, strlen(sentence)));
}

static enum bs_err take(int file, struct import_done *done)
{
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc = import_file(whole_central(), file, ROOM, hear, NULL, done, &err);

    if (rc != BS_OK) {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err.text, strlen(err.text)));
        /* Only what somebody else does to the disk may come in between. */
        FUZZ_MUST(rc != BS_BROKEN && rc != BS_LATER && rc != BS_AGAIN);
    }
    return rc;
}

static bool is_same(const struct bs_hand_receipts *one, const struct bs_hand_receipts *other)
{
    bool same = one->count == other->count;

    for (size_t i = 0; same && i < one->count; i++) {
        same = one->receipts[i].complete_to == other->receipts[i].complete_to &&
               strcmp(one->receipts[i].hash_at_complete_to,
                      other->receipts[i].hash_at_complete_to) == 0;
    }
    return same;
}

/* Twice is once, and a revoked kiosk gets no receipt. */
static void take_again(int file, const struct import_done *done)
{
    struct import_done *again = bs_xcalloc(1, sizeof(*again));

    FUZZ_MUST(done->records >= done->batches && done->batches >= 1);
    FUZZ_MUST(take(file, again) == BS_OK);
    FUZZ_MUST(again->records == done->records && is_same(&again->receipts, &done->receipts));
    whole_central_verify();
    if (!done->is_revoked) {
        FUZZ_MUST(storage_set_kiosk_state(whole_central()->storage, done->kiosk,
                                          STORAGE_KIOSK_REVOKED, NULL) == BS_OK);
        FUZZ_MUST(take(file, again) == BS_OK);
        FUZZ_MUST(again->is_revoked);
    }
    FUZZ_MUST(again->receipts.count == 0);
    whole_central_verify();
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_bytes parts[PARTS_MAX];
    struct import_done *done;
    struct bs_buf box;
    size_t count;
    int file;

    if (size > ROOM / 2) {
        return 0;
    }
    (void)whole_central();
    count = split((struct bs_bytes){data, size}, parts);
    bs_buf_init(&box, ROOM);
    box_memory_write(fuzz_public_key, parts, count, &box);
    file = memfd_create("stick", MFD_CLOEXEC);
    FUZZ_MUST(file >= 0 && write(file, box.data, box.len) == (ssize_t)box.len);
    done = bs_xcalloc(1, sizeof(*done));
    if (take(file, done) == BS_OK) {
        take_again(file, done);
        whole_central_restore();
    }
    free(done);
    close(file);
    bs_buf_finish(&box);
    return 0;
}
