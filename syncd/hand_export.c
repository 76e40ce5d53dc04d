/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Log → batches → parts of a sealed file. The token stands in the first part, and nowhere else but in memory that is wiped. */
#include "hand_export.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/hand.h>
#include <buurtstem/mem.h>
#include <buurtstem/wire.h>

#include "credential.h"
#include "hand_file.h"
#include "push_batch.h"
#include "push_disk.h"

/* One epoch's share of the file. */
struct share {
    struct bs_outbox_tip tip;
    uint64_t from; /* to tip.send_to */
};

struct export
{
    struct bs_outbox *outbox;    /* owned; NULL: nothing was ever kept */
    struct bs_syncstate *state;  /* owned */
    struct bs_box_writer *box;   /* owned */
    struct hand_file *file;      /* borrowed */
    struct bs_identity identity; /* whose */
    size_t share_count;
    struct share shares[BS_HAND_EPOCHS_MAX];
};

/* ---- what waits ---- */

static enum bs_err open_files(struct export *export, const struct daemon_config *config,
                              struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = bs_syncstate_open_reader(config->state_dir, &export->state, &why);
    if (rc == BS_OK) {
        rc = bs_syncstate_identity(export->state, &export->identity, &why);
    }
    if (rc == BS_NOTFOUND) {
        return bs_fail(err, BS_REFUSED,
                       "this kiosk is not enrolled yet, so nobody could read the file; see "
                       "buurtstem-syncd(8), enrol");
    }
    if (rc == BS_OK) {
        rc = bs_outbox_open_reader(config->kiosk_dir, &export->outbox, &why);
        if (rc == BS_NOTFOUND) {
            return BS_OK;
        }
    }
    return rc == BS_OK ? BS_OK : bs_fail(err, rc, "%s", why.text);
}

/* From where on an epoch waits; above its end: nothing does. */
static enum bs_err find_from(struct export *export, const struct bs_outbox_tip *tip, uint64_t *from,
                             struct bs_error *err)
{
    struct bs_position position;
    char hash[BS_HASH_TEXT] = "";
    enum bs_err rc = bs_syncstate_position(export->state, tip->epoch, &position, err);
    if (rc != BS_OK) {
        return rc;
    }
    *from = position.complete_to + 1;
    if (position.complete_to == 0 || tip->has_ended) {
        return BS_OK;
    }
    /* A log that was put back from a copy: what was acknowledged is not what stands here. Central keeps both. */
    if (position.complete_to <= tip->seq) {
        rc = bs_outbox_hash_at(export->outbox, tip->epoch, position.complete_to, hash, err);
    }
    if (rc == BS_OK && strcmp(hash, position.hash_at_complete_to) != 0) {
        *from = 1;
    }
    return rc;
}

/* What a kiosk of another name left here is not for this one's token to bring; it keeps back nothing else. */
static enum bs_err end_shares(const struct export *export, const struct hand_exported *out,
                              struct bs_error *err)
{
    return export->share_count > 0 || out->left_out[0] == '\0'
               ? BS_OK
               : bs_fail(err, BS_REFUSED,
                         "the log is of the kiosk %s, and this one is enrolled as %s",
                         out->left_out, export->identity.kiosk);
}

/* Fills the shares; is_cut: there are more epochs than one file takes. */
static enum bs_err find_shares(struct export *export, bool is_all, struct hand_exported *out,
                               struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    for (size_t i = 0; rc == BS_OK; i++) {
        struct share share = {.from = 1};
        struct bs_error why = {0};
        rc = bs_outbox_epoch(export->outbox, i, &share.tip, &why);
        if (rc == BS_NOTFOUND) {
            return end_shares(export, out, err);
        }
        if (rc == BS_OK && !is_all) {
            rc = find_from(export, &share.tip, &share.from, &why);
        }
        if (rc != BS_OK) {
            return bs_fail(err, rc, "%s", why.text);
        }
        out->stored += share.tip.send_to;
        if (share.from > share.tip.send_to) {
            continue;
        }
        if (strcmp(share.tip.kiosk, export->identity.kiosk) != 0) {
            memcpy(out->left_out, share.tip.kiosk, sizeof out->left_out);
            continue;
        }
        if (export->share_count == BS_HAND_EPOCHS_MAX) {
            out->is_cut = true;
            return BS_OK;
        }
        export->shares[export->share_count++] = share;
    }
    return rc;
}

/* ---- the file ---- */

static enum bs_err write_bytes(void *self, struct bs_bytes bytes, struct bs_error *err)
{
    return hand_file_write(self, bytes, err);
}

static enum bs_err write_opening(struct export *export, const struct daemon_config *config,
                                 int64_t wall_ms, struct bs_error *err)
{
    struct bs_hand_opening opening = {.made_ms = wall_ms > 0 ? wall_ms : 0};
    char path[DAEMON_PATH_TEXT];
    struct bs_buf part;
    memcpy(opening.kiosk, export->identity.kiosk, sizeof opening.kiosk);
    if (!daemon_config_path(config, "credential", path)) {
        return bs_fail(err, BS_BAD, "state_dir is too long");
    }
    bs_buf_init(&part, BS_HAND_OPENING_MAX);
    enum bs_err rc = credential_read(path, opening.token, err);
    if (rc == BS_NOTFOUND) {
        rc = BS_REFUSED;
    }
    if (rc == BS_OK) {
        bs_hand_opening_encode(&opening, &part);
        rc = bs_box_write_part(export->box, bs_buf_bytes(&part), err);
    }
    bs_buf_finish(&part);
    bs_wipe(&opening, sizeof opening);
    return rc;
}

/* BS_LIMIT: the file is full. */
static enum bs_err write_batch(struct export *export, const struct share *share, uint64_t *next,
                               struct bs_error *err)
{
    struct push_disk disk = {export->outbox, export->state};
    const struct push_store store = push_disk_store(&disk);
    uint64_t left = share->tip.send_to - *next + 1;
    size_t count = left < BS_BATCH_RECORDS_MAX ? (size_t)left : BS_BATCH_RECORDS_MAX;
    struct bs_buf batch = {0};
    enum bs_err rc = push_batch_fill(&store, &share->tip, *next, count, &batch, &count, err);
    if (rc == BS_OK) {
        rc = bs_box_write_part(export->box, bs_buf_bytes(&batch), err);
    }
    if (rc == BS_OK) {
        *next += count;
    }
    bs_buf_finish(&batch);
    return rc;
}

static enum bs_err write_share(struct export *export, const struct share *share,
                               struct hand_exported *out, struct bs_error *err)
{
    enum bs_err rc = BS_OK;
    for (uint64_t next = share->from; rc == BS_OK && next <= share->tip.send_to;) {
        struct bs_error why = {0};
        uint64_t first = next;
        rc = write_batch(export, share, &next, &why);
        out->records += next - first;
        if (rc == BS_LIMIT && out->records > 0) {
            out->is_cut = true;
            return BS_OK;
        }
        if (rc != BS_OK) {
            bs_fail(err, rc, "%s", why.text);
        }
    }
    return rc;
}

static enum bs_err write_file(struct export *export, const struct daemon_config *config,
                              const char *path, uint64_t bytes_max, int64_t wall_ms,
                              struct hand_exported *out, struct bs_error *err)
{
    const struct bs_box_sink sink = {write_bytes, export->file};
    enum bs_err rc = hand_file_begin(export->file, path, err);
    if (rc == BS_OK) {
        rc = bs_box_write_start(export->identity.bundle_key, bytes_max, &sink, &export->box, err);
    }
    if (rc == BS_OK) {
        rc = write_opening(export, config, wall_ms, err);
    }
    bool is_cut = out->is_cut;
    out->is_cut = false;
    for (size_t i = 0; rc == BS_OK && !out->is_cut && i < export->share_count; i++) {
        rc = write_share(export, &export->shares[i], out, err);
    }
    out->is_cut = out->is_cut || is_cut;
    if (rc == BS_OK) {
        rc = bs_box_write_end(export->box, err);
    }
    return rc == BS_OK ? hand_file_keep(export->file, err) : rc;
}

enum bs_err hand_export_as(const struct daemon_config *config, struct hand_file *file,
                           const char *path, bool is_all, uint64_t bytes_max, int64_t wall_ms,
                           struct hand_exported *out, struct bs_error *err)
{
    struct export *export = bs_xcalloc(1, sizeof *export);
    struct hand_exported made = {0};
    *file = (struct hand_file){.fd = -1};
    export->file = file;
    enum bs_err rc = open_files(export, config, err);
    if (rc == BS_OK && export->outbox != NULL) {
        rc = find_shares(export, is_all, &made, err);
    }
    if (rc == BS_OK && export->share_count > 0) {
        rc = write_file(export, config, path, bytes_max, wall_ms, &made, err);
    }
    memcpy(made.kiosk, export->identity.kiosk, sizeof made.kiosk);
    bs_box_writer_destroy(export->box);
    hand_file_drop(file);
    bs_outbox_close(export->outbox);
    bs_syncstate_close(export->state);
    free(export);
    if (rc == BS_OK) {
        *out = made;
    }
    return rc;
}

enum bs_err hand_export(const struct daemon_config *config, const char *path, bool is_all,
                        uint64_t bytes_max, int64_t wall_ms, struct hand_exported *out,
                        struct bs_error *err)
{
    struct hand_file file;
    return hand_export_as(config, &file, path, is_all, bytes_max, wall_ms, out, err);
}
