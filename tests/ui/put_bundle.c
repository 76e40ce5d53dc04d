/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Puts a bundle into DIR/sync.db as syncd would, so that screens can be tested without a server.
 * Usage: put_bundle DIR KIOSK TENANT [SERIAL] <BUNDLE
 * Without any bytes only the kiosk is told who it is.
 * With a serial the bytes are not looked at, as if they had been damaged on the disk. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/crypto.h>
#include <buurtstem/syncstate.h>
#include <buurtstem/utf8.h>

static enum bs_err read_input(struct bs_buf *out, struct bs_error *err)
{
    char piece[4096];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, stdin)) > 0) {
        bs_buf_add(out, piece, got);
    }
    return bs_buf_check(out, "bundle", err);
}

/* The serial of good bytes; `damaged` if it is given. */
static enum bs_err serial_of(struct bs_bytes bytes, const char *damaged, int64_t *out,
                             struct bs_error *err)
{
    struct bs_bundle *bundle = NULL;
    if (damaged != NULL) {
        *out = strtoll(damaged, NULL, 10);
        return BS_OK;
    }
    enum bs_err rc = bytes.len > 0 ? bs_bundle_parse(bytes, &bundle, err) : BS_OK;
    if (bundle != NULL) {
        *out = bundle->serial;
    }
    bs_bundle_destroy(bundle);
    return rc;
}

static enum bs_err put(const char *dir, const struct bs_identity *identity, struct bs_bytes bytes,
                       const char *damaged, struct bs_error *err)
{
    struct bs_syncstate *state = NULL;
    struct bs_bundle_meta meta = {.etag = "\"test\"", .received_ms = 1};
    enum bs_err rc = serial_of(bytes, damaged, &meta.serial, err);
    if (rc == BS_OK) {
        rc = bs_syncstate_open(dir, &state, err);
    }
    if (rc == BS_OK) {
        rc = bs_syncstate_set_identity(state, identity, err);
    }
    if (rc == BS_OK && (bytes.len > 0 || damaged != NULL)) {
        rc = bs_catalogue_put(state, &meta, bytes, err);
    }
    bs_syncstate_close(state);
    return rc;
}

int main(int argc, char **argv)
{
    struct bs_error err = {0};
    struct bs_buf bytes;
    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    enum bs_err rc = argc == 4 || argc == 5
                         ? bs_crypto_start(&err)
                         : bs_fail(&err, BS_BAD, "usage: put_bundle DIR KIOSK TENANT [SERIAL]");
    if (rc == BS_OK) {
        rc = read_input(&bytes, &err);
    }
    if (rc == BS_OK) {
        struct bs_identity identity = {0};
        bs_utf8_copy(identity.kiosk, sizeof identity.kiosk, argv[2]);
        bs_utf8_copy(identity.tenant, sizeof identity.tenant, argv[3]);
        bs_utf8_copy(identity.server, sizeof identity.server, "https://localhost");
        rc = put(argv[1], &identity, bs_buf_bytes(&bytes), argc == 5 ? argv[4] : NULL, &err);
    }
    bs_buf_finish(&bytes);
    if (rc != BS_OK) {
        fprintf(stderr, "put_bundle: %s\n", err.text);
    }
    return bs_err_exit_status(rc);
}
