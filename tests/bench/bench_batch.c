/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Batches into central's database without the network, in turn with the same lines into plain SQLite.
 *   bench_batch DATABASE DIR N SIZE KIOSK PROGRAMME
 * DATABASE is central's file with that programme published and that kiosk in use, DIR a folder on the same disk. Prints N
 * lines "ACCEPT PLAIN" in microseconds for a batch of SIZE records. ACCEPT: the bytes of a batch are decoded, proven,
 * stored, understood and counted; PLAIN: the same lines in one transaction. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/db.h>
#include <buurtstem/record.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "made_visit.h"
#include "plain_store.h"
#include "stopwatch.h"
#include "storage.h"

/* A kiosk's log, of which only the end is known. */
struct tape {
    struct storage_kiosk kiosk;
    struct bs_programme *programme; /* owned */
    struct bs_random random;
    struct bs_clock clock;
    char epoch[BS_EPOCH_TEXT], hash[BS_HASH_TEXT];
    uint64_t seq;
};

static void must(enum bs_err rc, const struct bs_error *err)
{
    if (rc != BS_OK) {
        fprintf(stderr, "bench_batch: %s\n", err->text);
        exit(1);
    }
}

static void append_line(struct tape *tape, struct bs_buf *lines)
{
    struct bs_error err = {0};
    int64_t now = tape->clock.wall_ms(tape->clock.self);
    struct bs_record record = {.seq = ++tape->seq,
                               .kind = BS_KIND_SUBMISSION,
                               .wall_ms = now,
                               .mono_ms = (int64_t)tape->seq,
                               .boot_id = "bench",
                               .synced = true};
    struct bs_uuid id = bs_uuid_v7(now, &tape->random);
    struct bs_submission visit;
    struct bs_buf body, head;
    made_visit(tape->programme, tape->kiosk.place, &tape->random, &visit);
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    bs_buf_init(&head, BS_RECORD_HEAD_MAX);
    must(bs_submission_encode(&visit, &tape->random, &body, &err), &err);
    bs_uuid_format(&id, record.id);
    record.body = bs_buf_bytes(&body);
    bs_record_digest(&record);
    bs_record_write_head(&record, &head);
    bs_chain_step(tape->hash, bs_buf_bytes(&head));
    bs_record_write_line(&record, lines);
    bs_buf_text(lines, "\n");
    bs_buf_finish(&head);
    bs_buf_finish(&body);
}

static void make_batch(struct tape *tape, size_t size, struct bs_buf *out)
{
    struct bs_batch_header header = {
        .version = BS_WIRE_VERSION, .first_seq = tape->seq + 1, .count = size};
    struct bs_buf lines;
    struct bs_error err = {0};
    memcpy(header.kiosk, tape->kiosk.id, sizeof header.kiosk);
    memcpy(header.epoch, tape->epoch, sizeof header.epoch);
    memcpy(header.prev_hash, tape->hash, sizeof header.prev_hash);
    bs_buf_init(&lines, BS_BATCH_BYTES_MAX);
    for (size_t i = 0; i < size; i++) {
        append_line(tape, &lines);
    }
    memcpy(header.last_hash, tape->hash, sizeof header.last_hash);
    bs_buf_reset(out);
    bs_batch_write_header(&header, out);
    bs_buf_add(out, lines.data, lines.len);
    must(bs_buf_check(out, "a batch", &err), &err);
    bs_buf_finish(&lines);
}

MEASURED static void measured_accept(struct storage *storage, const struct tape *tape,
                                     struct bs_bytes raw)
{
    struct bs_error err = {0};
    struct bs_batch batch = {0};
    struct bs_receipt receipt;
    struct bs_problem problem;
    int64_t now = tape->clock.wall_ms(tape->clock.self);
    must(bs_batch_decode(raw, &batch, &err), &err);
    must(storage_accept_batch(storage, &tape->kiosk, &batch, now, false, &receipt, &problem, &err),
         &err);
    bs_batch_finish(&batch);
    if (receipt.complete_to != tape->seq || receipt.set_aside_count != 0) {
        fprintf(stderr, "bench_batch: not everything was taken and understood\n");
        exit(1);
    }
}

MEASURED static void measured_insert(struct plain_store *store, struct bs_bytes raw)
{
    const char *at = (const char *)raw.data, *end = at + raw.len;
    at = (const char *)memchr(at, '\n', raw.len) + 1;
    plain_store_begin(store);
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        const char *id = (const char *)memchr(at, '\t', (size_t)(line_end - at)) + 1;
        char text[BS_UUID_TEXT];
        memcpy(text, id, sizeof text - 1);
        text[sizeof text - 1] = '\0';
        plain_store_insert(store, text,
                           (struct bs_bytes){(const uint8_t *)at, (size_t)(line_end - at)});
        at = line_end + 1;
    }
    plain_store_commit(store);
}

static void measure(struct storage *storage, struct plain_store *plain, struct tape *tape,
                    long count, size_t size)
{
    struct bs_buf raw;
    bs_buf_init(&raw, BS_BATCH_BYTES_MAX);
    for (long i = 0; i < count; i++) {
        make_batch(tape, size, &raw);
        double begin = stopwatch_us();
        measured_accept(storage, tape, bs_buf_bytes(&raw));
        double accepted = stopwatch_us();
        measured_insert(plain, bs_buf_bytes(&raw));
        printf("%.1f %.1f\n", accepted - begin, stopwatch_us() - accepted);
    }
    bs_buf_finish(&raw);
}

int main(int argc, char **argv)
{
    struct bs_error err = {0};
    struct storage *storage = NULL;
    struct tape tape = {.random = bs_random_seeded(1), .clock = bs_clock_system()};
    if (argc != 7) {
        fprintf(stderr, "usage: bench_batch DATABASE DIR N SIZE KIOSK PROGRAMME\n");
        return 2;
    }
    bs_db_start(); /* as the programs do */
    must(bs_crypto_start(&err), &err);
    must(storage_open_sqlite(argv[1], &storage, &err), &err);
    must(storage_kiosk(storage, argv[5], &tape.kiosk, &err), &err);
    tape.programme = made_programme(argv[6]);
    bs_epoch_make(&tape.random, tape.epoch);
    bs_chain_start(tape.kiosk.id, tape.epoch, tape.hash);
    struct plain_store *plain = plain_store_open(argv[2], "plain.db");
    measure(storage, plain, &tape, strtol(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
    plain_store_close(plain);
    storage_close(storage);
    bs_programme_destroy(tape.programme);
    return 0;
}
