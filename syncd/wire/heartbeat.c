/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How a kiosk is: one small flat message, read as strictly as a receipt, since what it says stands on a page for staff. */

#include <buurtstem/wire.h>

#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/record.h>

#include "member.h"

/* "1.4.0", "1.4.0-rc1+7f3a": nothing that could be taken for words or markup. */
static bool version_valid(const char *text)
{
    static const char signs[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+~-";

    return text[strspn(text, signs)] == '\0';
}

/* A name that an older central does not know is shown as it is, so its form is all that is asked. */
static bool trouble_valid(const char *text)
{
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

void bs_heartbeat_encode(const struct bs_heartbeat *heartbeat, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();

    bs_json_set_string(json, "kiosk_version", heartbeat->kiosk_version);
    bs_json_set_string(json, "syncd_version", heartbeat->syncd_version);
    bs_json_set_int(json, "sent_ms", heartbeat->sent_ms);
    bs_json_set_string(json, "epoch", heartbeat->epoch);
    bs_json_set_int(json, "stored", (int64_t)heartbeat->stored);
    bs_json_set_int(json, "acknowledged", (int64_t)heartbeat->acknowledged);
    bs_json_set_int(json, "oldest_unsent_ms", heartbeat->oldest_unsent_ms);
    bs_json_set_int(json, "last_receipt_ms", heartbeat->last_receipt_ms);
    bs_json_set_int(json, "disk_free", (int64_t)heartbeat->disk_free);
    bs_json_set_int(json, "disk_total", (int64_t)heartbeat->disk_total);
    bs_json_set_int(json, "clock_offset_ms", heartbeat->clock_offset_ms);
    bs_json_set_int(json, "bundle_serial", heartbeat->bundle_serial);
    bs_json_set_string(json, "trouble", heartbeat->trouble);
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

static void read_heartbeat_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {
        "kiosk_version",   "syncd_version",    "sent_ms",         "epoch",     "stored",
        "acknowledged",    "oldest_unsent_ms", "last_receipt_ms", "disk_free", "disk_total",
        "clock_offset_ms", "bundle_serial",    "trouble",         NULL};
    struct bs_heartbeat *out = self;

    (void)bs_json_only(root, names);
    (void)member_text_or_empty(root, "kiosk_version", sizeof out->kiosk_version, version_valid,
                               out->kiosk_version);
    (void)member_text(root, "syncd_version", sizeof out->syncd_version, version_valid,
                      out->syncd_version);
    (void)bs_json_int(root, "sent_ms", 0, BS_NUMBER_MAX, &out->sent_ms);
    (void)member_text_or_empty(root, "epoch", sizeof out->epoch, bs_epoch_valid, out->epoch);
    (void)member_number(root, "stored", BS_NUMBER_MAX, &out->stored);
    (void)member_number(root, "acknowledged", out->stored, &out->acknowledged);
    (void)bs_json_int(root, "oldest_unsent_ms", 0, BS_NUMBER_MAX, &out->oldest_unsent_ms);
    (void)bs_json_int(root, "last_receipt_ms", 0, BS_NUMBER_MAX, &out->last_receipt_ms);
    (void)member_number(root, "disk_total", BS_NUMBER_MAX, &out->disk_total);
    (void)member_number(root, "disk_free", out->disk_total, &out->disk_free);
    (void)bs_json_int(root, "clock_offset_ms", -BS_NUMBER_MAX, BS_NUMBER_MAX,
                      &out->clock_offset_ms);
    (void)bs_json_int(root, "bundle_serial", 0, BS_NUMBER_MAX, &out->bundle_serial);
    (void)member_text(root, "trouble", sizeof out->trouble, trouble_valid, out->trouble);
}

enum bs_err bs_heartbeat_decode(struct bs_bytes body, struct bs_heartbeat *out,
                                struct bs_error *err)
{
    struct bs_heartbeat heartbeat = {0};
    enum bs_err rc = member_read_message(body, BS_HEARTBEAT_BYTES_MAX, "heartbeat",
                                         read_heartbeat_members, &heartbeat, err);

    if (rc == BS_OK) {
        *out = heartbeat;
    }
    return rc;
}
