/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* From a resident's commit to central's receipt, with a syncd that runs beside it.
 *   bench_receipt KIOSK_DIR SYNC_DIR KIOSK N PROGRAMME
 * Appends N visits to the log in KIOSK_DIR, each when the one before it has its receipt in SYNC_DIR, and prints N lines
 * "COMMIT RECEIPT" in microseconds from before the append: until it was on the disk, and until its receipt was. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "made_visit.h"
#include "stopwatch.h"

enum { LOOK_EVERY_US = 50, WAIT_US = 30 * 1000 * 1000, REST_US = 20 * 1000 };

static void must(enum bs_err rc, const struct bs_error *err)
{
    if (rc != BS_OK) {
        fprintf(stderr, "bench_receipt: %s\n", err->text);
        exit(1);
    }
}

static bool has_receipt(struct bs_syncstate *state, const char *epoch, uint64_t seq)
{
    struct bs_position position = {0};
    struct bs_error err = {0};
    enum bs_err rc = bs_syncstate_position(state, epoch, &position, &err);

    return rc == BS_OK && position.complete_to >= seq;
}

static double append(struct bs_outbox *outbox, const struct bs_programme *programme,
                     struct bs_random *random, struct bs_outbox_tip *tip)
{
    struct bs_clock clock = bs_clock_system();
    struct bs_uuid id = bs_uuid_v7(clock.wall_ms(clock.self), random);
    struct bs_submission visit;
    struct bs_error err = {0};
    struct bs_buf body;

    made_visit(programme, "prinsenhof", random, &visit);
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    must(bs_submission_encode(&visit, random, &body, &err), &err);
    double begin = stopwatch_us();
    must(bs_outbox_append(outbox, &id, BS_KIND_SUBMISSION, bs_buf_bytes(&body), &clock, NULL, &err),
         &err);
    double spent = stopwatch_us() - begin;
    must(bs_outbox_tip(outbox, tip, &err), &err);
    bs_buf_finish(&body);
    return spent;
}

static void measure(struct bs_outbox *outbox, struct bs_syncstate *state, long count,
                    const struct bs_programme *programme)
{
    struct bs_random random = bs_random_system();
    struct bs_outbox_tip tip;

    for (long i = 0; i < count; i++) {
        double begin = stopwatch_us();
        double committed = append(outbox, programme, &random, &tip);

        while (!has_receipt(state, tip.epoch, tip.seq)) {
            if (stopwatch_us() - begin > WAIT_US) {
                fprintf(stderr, "bench_receipt: no receipt within 30 s\n");
                exit(1);
            }
            (void)usleep(LOOK_EVERY_US);
        }
        printf("%.1f %.1f\n", committed, stopwatch_us() - begin);
        (void)usleep(REST_US); /* as if somebody else came: syncd is at rest again */
    }
}

int main(int argc, char **argv)
{
    struct bs_error err = {0};
    struct bs_outbox *outbox = NULL;
    struct bs_syncstate *state = NULL;
    struct bs_random random = bs_random_system();

    if (argc != 6) {
        fprintf(stderr, "usage: bench_receipt KIOSK_DIR SYNC_DIR KIOSK N PROGRAMME\n");
        return 2;
    }
    must(bs_crypto_start(&err), &err);
    struct bs_programme *programme = made_programme(argv[5]);
    must(bs_outbox_open(argv[1], &outbox, &err), &err);
    must(bs_outbox_begin_epoch(outbox, argv[3], "first", 1000, &random, &err), &err);
    must(bs_syncstate_open_reader(argv[2], &state, &err), &err);
    measure(outbox, state, strtol(argv[4], NULL, 10), programme);
    bs_syncstate_close(state);
    bs_outbox_close(outbox);
    bs_programme_destroy(programme);
    return 0;
}
