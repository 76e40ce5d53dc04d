/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A kiosk's log for tests. */

#include "store_samples.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "fake_clock.h"

struct bs_uuid sample_id(uint64_t n)
{
    struct bs_random random = bs_random_seeded(n);

    return bs_uuid_v7(1772442000000 + (int64_t)n, &random);
}

enum bs_err sample_epoch(struct bs_outbox *outbox, uint64_t seed, struct bs_error *err)
{
    struct bs_random random = bs_random_seeded(seed);

    return bs_outbox_begin_epoch(outbox, SAMPLE_KIOSK, "first", 1772442000000, &random, err);
}

static enum bs_err append(struct bs_outbox *outbox, uint64_t n, const char *body, uint64_t *seq,
                          struct bs_error *err)
{
    struct fake_clock fake;
    struct bs_clock clock = fake_clock_make(&fake);
    struct bs_uuid id = sample_id(n);

    fake_clock_advance(&fake, (int64_t)n * 1000);
    return bs_outbox_append(outbox, &id, "submission", bs_bytes_of(body), &clock, seq, err);
}

enum bs_err sample_append(struct bs_outbox *outbox, uint64_t n, uint64_t *seq, struct bs_error *err)
{
    char body[64];

    (void)snprintf(body, sizeof body, "{\"n\":%" PRIu64 "}", n);
    return append(outbox, n, body, seq, err);
}

enum bs_err sample_append_sized(struct bs_outbox *outbox, uint64_t n, size_t size,
                                struct bs_error *err)
{
    char *body = bs_xcalloc(size + 1, 1);
    enum bs_err rc;

    memset(body, 'x', size);
    rc = append(outbox, n, body, NULL, err);
    free(body);
    return rc;
}

struct bs_outbox *sample_log(const char *dir, uint64_t count)
{
    struct bs_outbox *outbox = NULL;
    struct bs_error err = {0};

    if (bs_outbox_open(dir, &outbox, &err) != BS_OK || sample_epoch(outbox, 1, &err) != BS_OK) {
        (void)fprintf(stderr, "%s\n", err.text);
        abort();
    }
    for (uint64_t n = 1; n <= count; n++) {
        if (sample_append(outbox, n, NULL, &err) != BS_OK) {
            (void)fprintf(stderr, "%s\n", err.text);
            abort();
        }
    }
    return outbox;
}

/* Whether the line at *at is that of record n; moves past it. */
static bool is_line(const char **at, uint64_t n)
{
    const char *end = strchr(*at, '\n');
    struct bs_uuid id = sample_id(n);
    char text[BS_UUID_TEXT], start[80], body[64];
    bool same;

    bs_uuid_format(&id, text);
    (void)snprintf(start, sizeof start, "%" PRIu64 "\t%s\t", n, text);
    (void)snprintf(body, sizeof body, "\t{\"n\":%" PRIu64 "}\n", n);
    same = end != NULL && strncmp(*at, start, strlen(start)) == 0 &&
           (size_t)(end + 1 - *at) > strlen(body) &&
           strncmp(end + 1 - strlen(body), body, strlen(body)) == 0;
    *at = end == NULL ? *at : end + 1;
    return same;
}

static bool lines_are(struct bs_outbox *outbox, const char *epoch, uint64_t count)
{
    struct bs_outbox_slice slice;
    struct bs_buf lines;
    const char *at;
    bool same;

    bs_buf_init(&lines, 1024 * 1024);
    same = bs_outbox_read(outbox, epoch, 1, 1000, 1024 * 1024, &lines, &slice, NULL) == BS_OK &&
           slice.count == count;
    at = bs_buf_string(&lines);
    for (uint64_t n = 1; same && n <= count; n++) {
        same = is_line(&at, n);
    }
    bs_buf_finish(&lines);
    return same;
}

bool sample_log_is(struct bs_outbox *outbox, uint64_t count)
{
    struct bs_outbox_tip tip;

    return bs_outbox_tip(outbox, &tip, NULL) == BS_OK && tip.seq == count &&
           bs_outbox_verify(outbox, NULL) == BS_OK &&
           (count == 0 || lines_are(outbox, tip.epoch, count));
}
