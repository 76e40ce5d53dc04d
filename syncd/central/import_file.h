/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IMPORT_FILE_H
#define IMPORT_FILE_H

/*
 * A file that a kiosk exported and somebody carried here (PROTOCOL.md §11). It is read twice: first whole, so that one which was
 * cut or changed leaves nothing behind, then batch by batch through the same door as those of the network.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/err.h>
#include <buurtstem/hand.h>

#include "central.h"

struct import_done {
    char kiosk[BS_KIOSK_ID_TEXT];
    uint64_t batches, records; /* that were read */
    size_t refused;            /* epochs of which not all was taken */
    bool
        is_revoked; /* the kiosk or its token: what could be kept is kept aside, and there are no receipts */
    struct bs_hand_receipts receipts; /* count 0: none */
};

/* What there is to be said about an epoch, and what to do: one sentence each. */
typedef void import_say(void *self, const char *sentence);

/*
 * `file` is a regular file, open for reading; its position is neither used nor moved. bytes_max: BS_BOX_BYTES_MAX but in tests.
 * BS_BAD, BS_LIMIT: not such a file, not for this central, cut or changed. BS_NOTFOUND: its token was never that
 * of a kiosk; BS_REFUSED: it is another kiosk's. Nothing was stored then. BS_LATER, BS_BROKEN: the database, or the file can be read no more: *out is filled
 * all the same, with the receipts for what is stored by then; the same file can be taken again.
 */
enum bs_err import_file(struct central *central, int file, uint64_t bytes_max, import_say *say,
                        void *self, struct import_done *out, struct bs_error *err);

#endif
