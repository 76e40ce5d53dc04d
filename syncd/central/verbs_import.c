/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* import: what goes to standard output are the receipts, for carry.c to put into a file; what people read goes beside it. */

#include <inttypes.h>
#include <stdlib.h>

#include <buurtstem/box.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "import_file.h"
#include "storage.h"
#include "verb.h"

static void say(void *self, const char *sentence)
{
    verb_complain(self, "%s", sentence);
}

static void write_receipts(const struct verb_call *call, const struct import_done *done)
{
    struct bs_buf file;

    bs_buf_init(&file, BS_HAND_RECEIPTS_MAX);
    bs_hand_receipts_encode(&done->receipts, call->central->secret_key, &file);
    verb_write(call, bs_buf_bytes(&file));
    bs_buf_finish(&file);
}

static void tell(const struct verb_call *call, const struct import_done *done)
{
    verb_complain(call, "%s: read %" PRIu64 " %s in %" PRIu64 " %s", done->kiosk, done->records,
                  done->records == 1 ? "record" : "records", done->batches,
                  done->batches == 1 ? "batch" : "batches");
    for (size_t i = 0; i < done->receipts.count; i++) {
        const struct bs_receipt *receipt = &done->receipts.receipts[i];

        verb_complain(call, "epoch %s: 1-%" PRIu64 " complete", receipt->epoch,
                      receipt->complete_to);
    }
    bs_log(BS_LOG_NOTICE, "import", "kiosk=%s records=%" PRIu64 " receipts=%zu refused=%zu",
           done->kiosk, done->records, done->receipts.count, done->refused);
}

/* As when a batch of the network meets a database that fails. */
static void look_at_storage(struct central *central, enum bs_err rc)
{
    if (rc == BS_BROKEN && storage_ping(central->storage, NULL) == BS_BROKEN) {
        atomic_store(&central->is_broken, true);
    }
}

int verb_import(const struct verb_call *call)
{
    static const char *const names[] = {"receipts"};
    const char *values[1] = {NULL}, *file = NULL;
    struct import_done *done;
    struct bs_error err = {.code = BS_OK};
    struct verb_call copy = *call;
    size_t count;
    enum bs_err rc;

    if (!verb_options(call, names, values, 1, &file, 1, &count) || count != 1) {
        return verb_wrong_usage(call, "import FILE [--receipts FILE]");
    }
    done = bs_xcalloc(1, sizeof(*done));
    rc = import_file(call->central, call->file, BS_BOX_BYTES_MAX, say, &copy, done, &err);
    look_at_storage(call->central, rc);
    if (done->kiosk[0] != '\0') {
        tell(call, done);
    }
    if (done->receipts.count > 0) {
        write_receipts(call, done);
    }
    if (rc == BS_OK && done->refused > 0) {
        rc = BS_REFUSED;
    } else if (rc != BS_OK) {
        (void)bs_fail_prefix(&err, file);
        (void)verb_fail(call, &err);
    }
    free(done);
    return bs_err_exit_status(rc);
}
