/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes, stores and reads a bundle in one go. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bundle_stage.h"

#include "bundle_make.h"
#include "central.h"

struct bs_bundle *bundle_stage_fetch(struct storage_stage *stage, int64_t now_ms)
{
    struct central central = {.storage = stage->storage, .public_url = ""};
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {.code = BS_OK};
    struct bundle_made made;
    struct bs_buf bytes;

    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    if (bundle_make(&central, "kiosk-1", now_ms, &made, &err) != BS_OK ||
        storage_bundle(stage->storage, "kiosk-1", &bytes, &err) != BS_OK ||
        bs_bundle_parse(bs_buf_bytes(&bytes), &bundle, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(bundle->serial, made.serial);
    bs_buf_finish(&bytes);
    return bundle;
}

int64_t bundle_stage_serial(struct storage_stage *stage, int64_t now_ms)
{
    struct bs_bundle *bundle = bundle_stage_fetch(stage, now_ms);
    int64_t serial = bundle->serial;

    bs_bundle_destroy(bundle);
    return serial;
}
