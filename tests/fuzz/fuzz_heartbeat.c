/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How a kiosk is: what is read can be written again, and reads the same. */

#include <string.h>

#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "fuzz_target.h"

static void write_and_read_again(const struct bs_heartbeat *heartbeat)
{
    struct bs_heartbeat again;
    struct bs_buf text;

    bs_buf_init(&text, BS_HEARTBEAT_BYTES_MAX);
    bs_heartbeat_encode(heartbeat, &text);
    FUZZ_MUST(bs_heartbeat_decode(bs_buf_bytes(&text), &again, NULL) == BS_OK);
    FUZZ_MUST(strcmp(again.kiosk_version, heartbeat->kiosk_version) == 0);
    FUZZ_MUST(strcmp(again.syncd_version, heartbeat->syncd_version) == 0);
    FUZZ_MUST(strcmp(again.epoch, heartbeat->epoch) == 0);
    FUZZ_MUST(strcmp(again.trouble, heartbeat->trouble) == 0);
    FUZZ_MUST(again.sent_ms == heartbeat->sent_ms && again.stored == heartbeat->stored);
    FUZZ_MUST(again.acknowledged == heartbeat->acknowledged);
    FUZZ_MUST(again.oldest_unsent_ms == heartbeat->oldest_unsent_ms);
    FUZZ_MUST(again.last_receipt_ms == heartbeat->last_receipt_ms);
    FUZZ_MUST(again.disk_free == heartbeat->disk_free);
    FUZZ_MUST(again.disk_total == heartbeat->disk_total);
    FUZZ_MUST(again.clock_offset_ms == heartbeat->clock_offset_ms);
    FUZZ_MUST(again.bundle_serial == heartbeat->bundle_serial);
    bs_buf_finish(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_heartbeat heartbeat = {0};
    struct bs_error err = {0};
    enum bs_err rc = bs_heartbeat_decode((struct bs_bytes){data, size}, &heartbeat, &err);

    if (rc == BS_OK) {
        FUZZ_MUST(heartbeat.acknowledged <= heartbeat.stored);
        FUZZ_MUST(heartbeat.disk_free <= heartbeat.disk_total);
        FUZZ_MUST(heartbeat.epoch[0] == '\0' || bs_epoch_valid(heartbeat.epoch));
        write_and_read_again(&heartbeat);
    } else {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err.text, strlen(err.text)));
    }
    return 0;
}
