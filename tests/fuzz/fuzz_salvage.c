/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A kiosk.db that is damaged in any way: one byte says how many pages are the file's, what follows them is its WAL. Or, behind
 * an '=', how many records a sound log has, and in fours: page, place in it (two bytes) and what is changed there. Whatever it is,
 * it is set aside, and what comes out is a log that proves itself and holds no record twice. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <buurtstem/outbox.h>
#include <buurtstem/uuid.h>

#include "fake_clock.h"
#include "fuzz_target.h"
#include "outbox_found.h"
#include "outbox_look.h"
#include "temp_dir.h"

#define KIOSK "prinsenhof-1"
#define EPOCH "c510c70f6daff2b3" /* of a log that is all input */

static void put(const struct temp_dir *dir, const char *name, const uint8_t *data, size_t size)
{
    char path[TEMP_DIR_PATH];

    FUZZ_MUST(bs_file_replace(temp_dir_file(dir, name, path), (struct bs_bytes){data, size}, 0640,
                              NULL) == BS_OK);
}

static void look_at_epoch(struct found *found, const struct found_epoch *epoch, struct bs_buf *line)
{
    uint64_t chosen = 0;

    FUZZ_MUST(epoch->first <= epoch->end && epoch->end <= found->count);
    for (size_t i = epoch->first; i < epoch->end; i++) {
        const struct found_record *record = &found->records[i];

        FUZZ_MUST(record->n == epoch->n && record->seq >= 1);
        FUZZ_MUST(i == epoch->first || record->seq >= record[-1].seq);
        FUZZ_MUST(record->source == FOUND_INDEX || record->seq <= epoch->tip);
        if (record->is_chosen) {
            FUZZ_MUST(record->seq > chosen && found_line(found, record, line));
            chosen = record->seq;
        }
        FUZZ_MUST(!record->is_stray || (!record->is_erased && record->source <= FOUND_WAL));
    }
}

static void look_at_found(const char *path, const struct bs_outbox_safe *safe)
{
    struct found found;
    struct bs_buf line;

    FUZZ_MUST(found_open(path, KIOSK, safe, 1, &found, NULL) == BS_OK);
    bs_buf_init(&line, BS_RECORD_HEAD_MAX + 1 + BS_RECORD_BODY_MAX);
    for (size_t e = 0; e < found.epoch_count; e++) {
        look_at_epoch(&found, &found.epochs[e], &line);
    }
    bs_buf_finish(&line);
    found_close(&found);
}

/* Unique in its table by id and epoch: what proves itself holds nothing twice. */
static void salvage(const struct temp_dir *dir, const struct bs_outbox_safe *safe)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_random random = bs_random_seeded(1);
    struct bs_outbox_salvaged out;
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;

    FUZZ_MUST(bs_outbox_salvage(dir->path, KIOSK, safe, 1, &clock, &random, &out, NULL) == BS_OK);
    FUZZ_MUST(bs_outbox_open(dir->path, &outbox, NULL) == BS_OK);
    FUZZ_MUST(bs_outbox_verify(outbox, NULL) == BS_OK);
    FUZZ_MUST(bs_outbox_tip(outbox, &tip, NULL) == BS_OK);
    FUZZ_MUST(tip.seq >= out.kept && strcmp(tip.kiosk, KIOSK) == 0);
    bs_outbox_close(outbox);
}

/* A sound log, made as a kiosk does, and its epoch. */
static void make_log(const struct temp_dir *dir, unsigned count, struct bs_outbox_safe *safe)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_random random = bs_random_seeded(1);
    struct bs_outbox *outbox = NULL;
    struct bs_outbox_tip tip;

    FUZZ_MUST(bs_outbox_open(dir->path, &outbox, NULL) == BS_OK);
    FUZZ_MUST(bs_outbox_begin_epoch(outbox, KIOSK, "new", 1, &random, NULL) == BS_OK);
    for (unsigned i = 0; i < count; i++) {
        const struct bs_uuid id = bs_uuid_v7(1, &random);

        FUZZ_MUST(bs_outbox_append(outbox, &id, "submission", bs_bytes_of("{}"), &clock, NULL,
                                   NULL) == BS_OK);
    }
    FUZZ_MUST(bs_outbox_tip(outbox, &tip, NULL) == BS_OK);
    memcpy(safe->epoch, tip.epoch, sizeof safe->epoch);
    bs_outbox_close(outbox);
}

static void change(const struct temp_dir *dir, const uint8_t *data, size_t size)
{
    char path[TEMP_DIR_PATH];
    FILE *file = fopen(temp_dir_file(dir, "kiosk.db", path), "r+b");

    FUZZ_MUST(file != NULL && fseek(file, 0, SEEK_END) == 0);
    const long end = ftell(file);
    for (; size >= 4; data += 4, size -= 4) {
        const long at =
            (long)data[0] * ROWS_PAGE + ((long)data[1] * 256 + (long)data[2]) % ROWS_PAGE;

        FUZZ_MUST(fseek(file, at % end, SEEK_SET) == 0 && fputc(data[3], file) != EOF);
    }
    FUZZ_MUST(fclose(file) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_outbox_safe safe = {.epoch = EPOCH, .to = 1, .known_to = 9};
    size_t file = size > 0 ? (size_t)data[0] * ROWS_PAGE : 0;
    char path[TEMP_DIR_PATH];
    struct temp_dir dir;

    if (size == 0) {
        return 0;
    }
    data++;
    size--;
    file = file < size ? file : size;
    temp_dir_make(&dir);
    if (data[-1] == '=' && size > 0) {
        make_log(&dir, data[0] % 64U, &safe);
        change(&dir, data + 1, size - 1);
    } else {
        put(&dir, "kiosk.db", data, file);
        put(&dir, "kiosk.db-wal", data + file, size - file);
    }
    put(&dir, "kiosk.db-open", data, 0);
    (void)outbox_look(dir.path, NULL);
    look_at_found(temp_dir_file(&dir, "kiosk.db", path), &safe);
    if (size % 8 == 0) { /* it takes far longer than reading, which is what there is to search */
        salvage(&dir, &safe);
    }
    temp_dir_remove(&dir);
    return 0;
}
