/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A kiosk without a kiosk: fills and inspects kiosk.db for tests.
 *   outbox_tool append DIR KIOSK N   begins an epoch if there is none, appends N small records
 *   outbox_tool visits DIR KIOSK N PROGRAMME PLACE   the same with visits to that programme's file, as residents make them
 *   outbox_tool keep DIR KIOSK STATE_DIR   for each number N on standard input appends N, and tells each as it is safe: its id
 *                                    and the microseconds that took; "!" and why if it is not; then a line ".". A damaged
 *                                    log is salvaged and an epoch that forked is ended, as the kiosk does
 *   outbox_tool prune DIR SEQ        erases the bodies up to SEQ of the newest epoch, as on a full disk
 *   outbox_tool put DIR KIOSK        appends one record with the body on standard input, whatever that is
 *   outbox_tool epoch  DIR KIOSK     begins another epoch
 *   outbox_tool lines  DIR           prints "EPOCH LINE" for every record
 *   outbox_tool version DIR VERSION  notes the version of the program with the screen
 *   outbox_tool verify DIR           recomputes every chain and digest */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/outbox.h>
#include <buurtstem/random.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/uuid.h>

#include "made_visit.h"

static enum bs_err begin(struct bs_outbox *outbox, const char *kiosk, const char *why,
                         struct bs_error *err)
{
    struct bs_random random = bs_random_system();
    struct bs_clock clock = bs_clock_system();
    return bs_outbox_begin_epoch(outbox, kiosk, why, clock.wall_ms(clock.self), &random, err);
}

/* What visits are made of; NULL for small records. */
struct maker {
    struct bs_programme *programme;
    const char *place;
};

static enum bs_err append_visit(struct bs_outbox *outbox, const struct maker *maker,
                                struct bs_error *err)
{
    struct bs_random random = bs_random_system();
    struct bs_clock clock = bs_clock_system();
    struct bs_uuid id = bs_uuid_v7(clock.wall_ms(clock.self), &random);
    struct bs_submission visit;
    struct bs_buf body;
    made_visit(maker->programme, maker->place, &random, &visit);
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    enum bs_err rc = bs_submission_encode(&visit, &random, &body, err);
    if (rc == BS_OK) {
        rc = bs_outbox_append(outbox, &id, BS_KIND_SUBMISSION, bs_buf_bytes(&body), &clock, NULL,
                              err);
    }
    bs_buf_finish(&body);
    return rc;
}

static enum bs_err append_one(struct bs_outbox *outbox, struct bs_uuid *out, struct bs_error *err)
{
    struct bs_random random = bs_random_system();
    struct bs_clock clock = bs_clock_system();
    struct bs_uuid id = bs_uuid_v7(clock.wall_ms(clock.self), &random);
    uint8_t salt[16];
    char hex[33];
    char body[128];
    random.fill(&random, salt, sizeof salt);
    bs_hex_format(salt, sizeof salt, hex);
    snprintf(body, sizeof body, "{\"salt\":\"%s\",\"answer\":\"good\"}", hex);
    if (out != NULL) {
        *out = id;
    }
    return bs_outbox_append(outbox, &id, "submission", bs_bytes_of(body), &clock, NULL, err);
}

static enum bs_err append(struct bs_outbox *outbox, const char *kiosk, long count,
                          const struct maker *maker, struct bs_error *err)
{
    struct bs_outbox_tip tip;
    enum bs_err rc = bs_outbox_tip(outbox, &tip, NULL);
    if (rc == BS_NOTFOUND) {
        rc = begin(outbox, kiosk, "first", err);
    }
    for (long i = 0; rc == BS_OK && i < count; i++) {
        rc = maker != NULL ? append_visit(outbox, maker, err) : append_one(outbox, NULL, err);
    }
    return rc;
}

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What the kiosk does with what syncd learned; a fork too many a day waits. */
static void heed_fork(struct bs_outbox *outbox, const char *state_dir)
{
    struct bs_random random = bs_random_system();
    struct bs_clock clock = bs_clock_system();
    struct bs_syncstate *state = NULL;
    struct bs_outbox_tip tip;
    struct bs_fork fork;
    if (bs_syncstate_open_reader(state_dir, &state, NULL) == BS_OK &&
        bs_outbox_tip(outbox, &tip, NULL) == BS_OK &&
        bs_syncstate_fork(state, tip.epoch, &fork, NULL) == BS_OK) {
        struct bs_error why = {0};
        if (bs_outbox_carry_over(outbox, tip.epoch, fork.from_seq, fork.why, &clock, &random,
                                 &why) == BS_OK) {
            printf("carried over\n");
        }
    }
    bs_syncstate_close(state);
}

static enum bs_err open_proven(const char *dir, struct bs_outbox **out, struct bs_error *err)
{
    enum bs_err rc = bs_outbox_open(dir, out, err);
    if (rc == BS_OK) { /* a page that nothing else reads tells nobody that it is damaged */
        rc = bs_outbox_verify(*out, err);
        if (rc != BS_OK) {
            bs_outbox_close(*out);
            *out = NULL;
        }
    }
    return rc;
}

/* Opens the log of a kiosk that must go on, whatever is left of it: only one that is damaged is set aside. */
static enum bs_err open_or_salvage(const char *dir, const char *kiosk, struct bs_outbox **out,
                                   struct bs_error *err)
{
    bool damaged = false;
    struct bs_error why = {0};
    enum bs_err rc = open_proven(dir, out, &why);
    if (rc == BS_BROKEN) {
        bs_error_clear(&why);
        rc = bs_outbox_is_damaged(dir, &damaged, &why);
        if (rc == BS_OK && damaged) {
            struct bs_random random = bs_random_system();
            struct bs_clock clock = bs_clock_system();
            struct bs_outbox_salvaged salvaged;
            rc = bs_outbox_salvage(dir, kiosk, NULL, 0, &clock, &random, &salvaged, &why);
            if (rc == BS_OK) {
                printf("salvaged %" PRIu64 "\n", salvaged.kept);
            }
        }
        rc = rc == BS_OK ? open_proven(dir, out, &why) : rc;
    }
    return rc == BS_OK ? rc : bs_fail(err, rc, "%s", why.text);
}

/* One that is refused is told and forgotten, as a resident is told; the next is tried all the same. */
static enum bs_err keep(struct bs_outbox *outbox, const char *kiosk, const char *state_dir,
                        struct bs_error *err)
{
    char line[32];
    enum bs_err rc = append(outbox, kiosk, 0, NULL, err);
    while (rc == BS_OK && fgets(line, sizeof line, stdin) != NULL) {
        heed_fork(outbox, state_dir);
        for (long left = strtol(line, NULL, 10); left > 0; left--) {
            struct bs_uuid id;
            char text[BS_UUID_TEXT];
            struct bs_error why = {0};
            int64_t begun = microseconds();
            if (append_one(outbox, &id, &why) != BS_OK) {
                printf("! %s\n", why.text);
                continue;
            }
            bs_uuid_format(&id, text);
            printf("%s %" PRId64 "\n", text, microseconds() - begun);
        }
        printf(".\n");
        fflush(stdout);
    }
    return rc;
}

static enum bs_err prune(struct bs_outbox *outbox, const char *to, struct bs_error *err)
{
    struct bs_outbox_safe safe = {.to = strtoull(to, NULL, 10)};
    struct bs_outbox_tip tip;
    size_t done = 1;
    enum bs_err rc = bs_outbox_tip(outbox, &tip, err);
    if (rc == BS_OK) {
        memcpy(safe.epoch, tip.epoch, sizeof safe.epoch);
    }
    while (rc == BS_OK && done > 0) {
        rc = bs_outbox_prune(outbox, &safe, 1, INT64_MAX, 3, &done, err);
    }
    return rc;
}

static enum bs_err put(struct bs_outbox *outbox, const char *kiosk, struct bs_error *err)
{
    struct bs_random random = bs_random_system();
    struct bs_clock clock = bs_clock_system();
    struct bs_uuid id = bs_uuid_v7(clock.wall_ms(clock.self), &random);
    size_t room = 2 * 1024 * 1024;
    uint8_t *body = malloc(room);
    enum bs_err rc = append(outbox, kiosk, 0, NULL, err);
    if (rc == BS_OK && body != NULL) {
        size_t length = fread(body, 1, room, stdin);
        rc = bs_outbox_append(outbox, &id, BS_KIND_SUBMISSION,
                              (struct bs_bytes){.data = body, .len = length}, &clock, NULL, err);
    }
    free(body);
    return rc;
}

static enum bs_err print_epoch(struct bs_outbox *outbox, const struct bs_outbox_tip *tip,
                               struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    for (uint64_t seq = 1; rc == BS_OK && seq <= tip->send_to; seq++) {
        struct bs_outbox_slice slice;
        struct bs_buf line;
        bs_buf_init(&line, 64 * 1024);
        rc = bs_outbox_read(outbox, tip->epoch, seq, 1, 64 * 1024, &line, &slice, err);
        if (rc == BS_OK) {
            printf("%s %s", tip->epoch, bs_buf_string(&line));
        }
        bs_buf_finish(&line);
    }
    return rc;
}

static enum bs_err print_lines(struct bs_outbox *outbox, struct bs_error *err)
{
    struct bs_outbox_tip tip;
    enum bs_err rc = BS_OK;
    for (size_t i = 0; rc == BS_OK && bs_outbox_epoch(outbox, i, &tip, NULL) == BS_OK; i++) {
        rc = print_epoch(outbox, &tip, err);
    }
    return rc;
}

int main(int argc, char **argv)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};
    const char *verb = argc > 2 ? argv[1] : "";
    bool is_reading = strcmp(verb, "lines") == 0 || strcmp(verb, "verify") == 0;
    enum bs_err rc = bs_crypto_start(&err);
    if (rc == BS_OK && argc > 2) {
        rc = is_reading ? bs_outbox_open_reader(argv[2], &outbox, &err)
             : argc == 5 && strcmp(verb, "keep") == 0
                 ? open_or_salvage(argv[2], argv[3], &outbox, &err)
                 : bs_outbox_open(argv[2], &outbox, &err);
    }
    if (rc != BS_OK) {
        fprintf(stderr, "outbox_tool: %s\n", err.text);
        return 1;
    }
    if (argc == 5 && strcmp(verb, "append") == 0) {
        rc = append(outbox, argv[3], strtol(argv[4], NULL, 10), NULL, &err);
    } else if (argc == 7 && strcmp(verb, "visits") == 0) {
        struct maker maker = {made_programme(argv[5]), argv[6]};
        rc = append(outbox, argv[3], strtol(argv[4], NULL, 10), &maker, &err);
        bs_programme_destroy(maker.programme);
    } else if (argc == 5 && strcmp(verb, "keep") == 0) {
        rc = keep(outbox, argv[3], argv[4], &err);
    } else if (argc == 4 && strcmp(verb, "prune") == 0) {
        rc = prune(outbox, argv[3], &err);
    } else if (argc == 4 && strcmp(verb, "put") == 0) {
        rc = put(outbox, argv[3], &err);
    } else if (argc == 4 && strcmp(verb, "epoch") == 0) {
        rc = begin(outbox, argv[3], "forked", &err);
    } else if (argc == 4 && strcmp(verb, "version") == 0) {
        rc = bs_outbox_note_version(outbox, argv[3], &err);
    } else if (argc == 3 && strcmp(verb, "lines") == 0) {
        rc = print_lines(outbox, &err);
    } else if (argc == 3 && strcmp(verb, "verify") == 0) {
        rc = bs_outbox_verify(outbox, &err);
    } else {
        rc = bs_fail(&err, BS_BAD,
                     "usage: outbox_tool append DIR KIOSK N | visits DIR KIOSK N PROGRAMME PLACE"
                     " | keep DIR KIOSK STATE_DIR | put DIR KIOSK | epoch DIR KIOSK | version DIR "
                     "VERSION | lines "
                     "DIR | verify DIR");
    }
    bs_outbox_close(outbox);
    if (rc != BS_OK) {
        fprintf(stderr, "outbox_tool: %s\n", err.text);
    }
    return bs_err_exit_status(rc);
}
