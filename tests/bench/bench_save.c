/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One visit made durable, in turn with one row of plain SQLite and with the disk alone, all in the same folder.
 *   bench_save DIR N PROGRAMME
 * Prints N lines "SAVE PLAIN DISK" in microseconds. SAVE: a visit is encoded and appended to the log; PLAIN: the same
 * bytes are inserted; DISK: 4 KiB are written to a file and synced. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/db.h>
#include <buurtstem/outbox.h>
#include <buurtstem/random.h>

#include "made_visit.h"
#include "plain_store.h"
#include "stopwatch.h"

static void must(enum bs_err rc, const struct bs_error *err)
{
    if (rc != BS_OK) {
        fprintf(stderr, "bench_save: %s\n", err->text);
        exit(1);
    }
}

/* What the kiosk does between the last tap and the thanks, but for the worker's thread. */
MEASURED static void measured_save(struct bs_outbox *outbox, const struct bs_submission *visit,
                                   const struct bs_clock *clock, struct bs_random *random,
                                   struct bs_buf *body)
{
    struct bs_error err = {0};
    struct bs_uuid id = bs_uuid_v7(clock->wall_ms(clock->self), random);
    bs_buf_reset(body);
    must(bs_submission_encode(visit, random, body, &err), &err);
    must(bs_outbox_append(outbox, &id, BS_KIND_SUBMISSION, bs_buf_bytes(body), clock, NULL, &err),
         &err);
}

MEASURED static void measured_plain(struct plain_store *store, const struct bs_clock *clock,
                                    struct bs_random *random, struct bs_bytes body)
{
    char text[BS_UUID_TEXT];
    struct bs_uuid id = bs_uuid_v7(clock->wall_ms(clock->self), random);
    bs_uuid_format(&id, text);
    plain_store_insert(store, text, body);
}

static void touch_disk(int fd)
{
    static const char page[4096];
    if (write(fd, page, sizeof page) != (ssize_t)sizeof page || fdatasync(fd) != 0) {
        perror("bench_save");
        exit(1);
    }
}

static struct bs_outbox *open_log(const char *dir, struct bs_random *random)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    must(bs_outbox_open(dir, &outbox, &err), &err);
    must(bs_outbox_begin_epoch(outbox, "bench-1", "first", 1000, random, &err), &err);
    return outbox;
}

static void measure(const char *dir, long count, const struct bs_programme *programme)
{
    struct bs_clock clock = bs_clock_system();
    struct bs_random random = bs_random_seeded(1);
    struct bs_outbox *outbox = open_log(dir, &random);
    struct plain_store *plain = plain_store_open(dir, "plain.db");
    char path[1024];
    struct bs_buf body;
    (void)snprintf(path, sizeof path, "%s/plain.bytes", dir);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    for (long i = 0; i < count; i++) {
        struct bs_submission visit;
        made_visit(programme, "prinsenhof", &random, &visit);
        double begin = stopwatch_us();
        measured_save(outbox, &visit, &clock, &random, &body);
        double saved = stopwatch_us();
        measured_plain(plain, &clock, &random, bs_buf_bytes(&body));
        double inserted = stopwatch_us();
        touch_disk(fd);
        printf("%.1f %.1f %.1f\n", saved - begin, inserted - saved, stopwatch_us() - inserted);
    }
    close(fd);
    bs_buf_finish(&body);
    plain_store_close(plain);
    bs_outbox_close(outbox);
}

int main(int argc, char **argv)
{
    struct bs_error err = {0};
    if (argc != 4) {
        fprintf(stderr, "usage: bench_save DIR N PROGRAMME\n");
        return 2;
    }
    bs_db_start(); /* as the programs do */
    must(bs_crypto_start(&err), &err);
    struct bs_programme *programme = made_programme(argv[3]);
    measure(argv[1], strtol(argv[2], NULL, 10), programme);
    bs_programme_destroy(programme);
    return 0;
}
