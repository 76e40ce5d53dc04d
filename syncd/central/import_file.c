/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sealed parts → token → batches → transactions → receipts. */

#include "import_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <buurtstem/box.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "metrics.h"
#include "storage.h"
#include "storage_token.h"

enum { SENTENCE = 384 };

struct import {
    struct central *central;
    int file;
    off_t at;
    uint64_t bytes_max;
    struct storage_kiosk kiosk;
    char token_hash[BS_HASH_TEXT];
    struct bs_hand_walk walk;
    char stopped[BS_EPOCH_TEXT]; /* the epoch of which no more is taken */
    char told[BS_EPOCH_TEXT];    /* the last one that something was said about */
    import_say *say;
    void *self;
};

/* ---- reading ---- */

static enum bs_err read_file(void *self, void *out, size_t size, size_t *got, struct bs_error *err)
{
    struct import *import = self;
    ssize_t count;

    do {
        count = pread(import->file, out, size, import->at);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return bs_fail(err, errno == ESPIPE ? BS_BAD : BS_BROKEN, "the file cannot be read: %s",
                       strerror(errno));
    }
    import->at += count;
    *got = (size_t)count;
    return BS_OK;
}

typedef enum bs_err take_batch(struct import *import, const struct bs_batch *batch,
                               struct import_done *out, struct bs_error *err);

static enum bs_err read_parts(struct import *import, struct bs_box_reader *reader, take_batch *take,
                              struct import_done *out, struct bs_error *err)
{
    for (;;) {
        struct bs_batch batch = {.records = NULL};
        struct bs_bytes part;
        enum bs_err rc = bs_box_read_part(reader, &part, err);

        if (rc == BS_NOTFOUND) {
            return bs_hand_walk_end(&import->walk, err);
        }
        if (rc == BS_OK) {
            rc = bs_hand_walk_part(&import->walk, part, &batch, err);
        }
        if (rc == BS_OK && batch.records != NULL && take != NULL) {
            rc = take(import, &batch, out, err);
        }
        bs_batch_finish(&batch);
        if (rc != BS_OK) {
            return rc;
        }
    }
}

/* From the first byte to the last; whoever takes the batches is called for each. */
static enum bs_err read_whole(struct import *import, take_batch *take, struct import_done *out,
                              struct bs_error *err)
{
    const struct bs_box_source source = {read_file, import};
    struct bs_box_reader *reader = NULL;
    enum bs_err rc;

    import->at = 0;
    memset(&import->walk, 0, sizeof(import->walk));
    rc = bs_box_read_start(import->central->public_key, import->central->secret_key,
                           import->bytes_max, &source, &reader, err);
    if (rc == BS_OK) {
        rc = read_parts(import, reader, take, out, err);
    }
    bs_box_reader_destroy(reader);
    return rc;
}

/* The file that goes back, in place of the one that came. */
static bool is_receipts(const struct import *import)
{
    char start[sizeof(BS_HAND_RECEIPTS_START) - 1];

    return pread(import->file, start, sizeof(start), 0) == (ssize_t)sizeof(start) &&
           memcmp(start, BS_HAND_RECEIPTS_START, sizeof(start)) == 0;
}

/* ---- whose it is ---- */

/* Of the kiosk that it names, under a token that it had before. BS_NOTFOUND: it never had it. */
static enum bs_err find_past(struct import *import, bool *was_revoked, struct bs_error *err)
{
    struct storage *storage = import->central->storage;
    const char *id = import->walk.opening.kiosk;
    enum bs_err rc = storage_past_token(storage, id, import->token_hash, was_revoked, err);

    return rc == BS_OK ? storage_kiosk(storage, id, &import->kiosk, err) : rc;
}

static enum bs_err find_by_token(struct import *import, bool *was_revoked, struct bs_error *err)
{
    const char *id = import->walk.opening.kiosk;
    enum bs_err now =
        storage_kiosk_by_token(import->central->storage, import->token_hash, &import->kiosk, err);
    enum bs_err past;

    if (now == BS_OK && strcmp(import->kiosk.id, id) == 0) {
        return BS_OK;
    }
    past = now == BS_OK || now == BS_NOTFOUND ? find_past(import, was_revoked, err) : now;
    if (past == BS_OK && !*was_revoked) {
        import->say(import->self, "it was written before the kiosk was enrolled anew or got a new "
                                  "token; what is in it is the kiosk's all the same");
    }
    if (past == BS_NOTFOUND && now == BS_OK) {
        return bs_fail(err, BS_REFUSED, "it says that it is of %s, but its token is of %s", id,
                       import->kiosk.id);
    }
    return past;
}

static enum bs_err find_kiosk(struct import *import, struct import_done *out, struct bs_error *err)
{
    const struct bs_hand_opening *opening = &import->walk.opening;
    const struct bs_bytes token = bs_bytes_of(opening->token);
    struct bs_error why = {.code = BS_OK};
    bool was_revoked = false;
    enum bs_err rc;

    bs_sha256_hex(&token, 1, import->token_hash);
    rc = find_by_token(import, &was_revoked, &why);
    if (rc == BS_NOTFOUND) {
        return bs_fail(err, rc,
                       "%s: its token was never known here, or central was put back from a backup "
                       "of before; export again on the kiosk",
                       opening->kiosk);
    }
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", why.text);
    }
    memcpy(out->kiosk, import->kiosk.id, sizeof(out->kiosk));
    memcpy(out->receipts.kiosk, import->kiosk.id, sizeof(out->receipts.kiosk));
    out->batches = import->walk.batches;
    out->records = import->walk.records;
    out->is_revoked = was_revoked || import->kiosk.state == STORAGE_KIOSK_REVOKED;
    return BS_OK;
}

/* ---- what becomes of a batch ---- */

/* Once for an epoch, or for a word in place of one: what follows would say the same. */
static void refuse(struct import *import, struct import_done *out, const char *epoch,
                   const char *sentence)
{
    if (strcmp(import->told, epoch) == 0) {
        return;
    }
    (void)bs_utf8_copy(import->told, sizeof(import->told), epoch);
    out->refused++;
    import->say(import->self, sentence);
}

static void refuse_batch(struct import *import, const struct bs_batch *batch,
                         const struct bs_problem *problem, struct import_done *out)
{
    const char *epoch = batch->header.epoch;
    char sentence[SENTENCE];

    if (problem->type == BS_PROBLEM_GAP) {
        (void)snprintf(sentence, sizeof(sentence),
                       "epoch %s: held to %" PRIu64 ", but the file begins at %" PRIu64
                       "; make another on the kiosk: buurtstem-syncd export --all FILE",
                       epoch, problem->complete_to, batch->header.first_seq);
        memcpy(import->stopped, epoch, sizeof(import->stopped));
    } else if (problem->type == BS_PROBLEM_FORK) {
        (void)snprintf(sentence, sizeof(sentence),
                       "epoch %s: another record is held under number %" PRIu64
                       ", so the kiosk was copied or put back; both are kept, and the page of "
                       "kiosks shows them",
                       epoch, problem->seq);
    } else {
        (void)snprintf(sentence, sizeof(sentence),
                       "epoch %s: does not go on from what is held, so the kiosk was copied or put "
                       "back; both are kept, and the page of kiosks shows them",
                       epoch);
    }
    refuse(import, out, epoch, sentence);
    metrics_add(import->central->metrics,
                problem->type == BS_PROBLEM_GAP    ? METRIC_REFUSED_GAP
                : problem->type == BS_PROBLEM_FORK ? METRIC_REFUSED_FORK
                                                   : METRIC_REFUSED_BAD_CHAIN,
                1);
}

/* The last receipt of each epoch; no epoch comes back, so it is the last one that was noted. */
static void note_receipt(struct central *central, const struct bs_receipt *receipt,
                         struct bs_hand_receipts *out)
{
    struct bs_receipt *place;

    if (out->count == 0 || strcmp(out->receipts[out->count - 1].epoch, receipt->epoch) != 0) {
        out->count++;
    }
    place = &out->receipts[out->count - 1];
    *place = *receipt;
    place->server_time_ms = central->clock.wall_ms(central->clock.self);
    metrics_add(central->metrics, METRIC_RECEIPTS, 1);
}

static void note_quarantine(struct import *import, bool is_full, struct import_done *out)
{
    refuse(import, out, is_full ? "full" : "revoked",
           is_full
               ? "the kiosk was revoked, and so much of it is kept aside already that not all of "
                 "this was; keep the file"
               : "the kiosk was revoked, or was when its token ended: what is in the file is kept "
                 "aside for staff to look at, with \"records --quarantine\"");
}

/* Once more the same token: between the two readings the file could have been another one. */
static bool is_same_file(const struct import *import)
{
    const struct bs_bytes token = bs_bytes_of(import->walk.opening.token);
    char hash[BS_HASH_TEXT];

    bs_sha256_hex(&token, 1, hash);
    return strcmp(hash, import->token_hash) == 0 &&
           strcmp(import->walk.opening.kiosk, import->kiosk.id) == 0;
}

static enum bs_err store_batch(struct import *import, const struct bs_batch *batch,
                               struct import_done *out, struct bs_error *err)
{
    struct central *central = import->central;
    struct bs_error why = {.code = BS_OK};
    struct bs_problem problem;
    struct bs_receipt receipt;
    enum bs_err rc;

    if (!is_same_file(import)) {
        return bs_fail(err, BS_BROKEN, "the file changed while it was read");
    }
    if (strcmp(import->stopped, batch->header.epoch) == 0) {
        return BS_OK;
    }
    metrics_add(central->metrics, METRIC_BATCHES, 1);
    rc = storage_accept_batch(central->storage, &import->kiosk, batch,
                              central->clock.wall_ms(central->clock.self), out->is_revoked,
                              &receipt, &problem, &why);
    if (out->is_revoked && (rc == BS_OK || rc == BS_LIMIT)) {
        note_quarantine(import, rc == BS_LIMIT, out);
    } else if (rc == BS_REFUSED) {
        refuse_batch(import, batch, &problem, out);
    } else if (rc == BS_OK) {
        note_receipt(central, &receipt, &out->receipts);
    } else {
        return bs_fail(err, rc, "%s", why.text);
    }
    return BS_OK;
}

/* ---- all of it ---- */

enum bs_err import_file(struct central *central, int file, uint64_t bytes_max, import_say *say,
                        void *self, struct import_done *out, struct bs_error *err)
{
    struct import *import = bs_xcalloc(1, sizeof(*import));
    enum bs_err rc;

    memset(out, 0, sizeof(*out));
    *import = (struct import){
        .central = central, .file = file, .bytes_max = bytes_max, .say = say, .self = self};
    rc = is_receipts(import)
             ? bs_fail(err, BS_BAD,
                       "these are receipts, for buurtstem-syncd import on the kiosk; the export is "
                       "the file of that name without " BS_HAND_SUFFIX)
             : read_whole(import, NULL, out, err);
    if (rc == BS_OK) {
        rc = find_kiosk(import, out, err);
    }
    if (rc == BS_OK) {
        rc = read_whole(import, store_batch, out, err);
        out->receipts.made_ms = central->clock.wall_ms(central->clock.self);
        /* It was whole a moment ago. */
        rc = rc == BS_BAD || rc == BS_LIMIT ? BS_BROKEN : rc;
    }
    bs_wipe(import, sizeof(*import));
    free(import);
    return rc;
}
