/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which versions the other end reads: whatever it says, one that both know is chosen, or there is a sentence about it. */

#include <string.h>

#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "fuzz_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_versions versions = {.min_v = -1}, again = {0};
    struct bs_error err = {0}, none = {0};
    struct bs_buf text;
    int version = 0;
    enum bs_err rc = bs_versions_decode((struct bs_bytes){data, size}, &versions, &err);

    if (rc != BS_OK) {
        FUZZ_MUST(err.code == rc && bs_utf8_is_text(err.text, strlen(err.text)));
        FUZZ_MUST(err.text[0] != '\0' && versions.min_v == -1);
        return 0;
    }
    FUZZ_MUST(versions.min_v >= 1 && versions.max_v >= versions.min_v);
    rc = bs_versions_choose(&versions, &version, &none);
    FUZZ_MUST(rc == BS_OK ? version >= versions.min_v && version <= versions.max_v
                          : rc == BS_REFUSED && none.text[0] != '\0');
    FUZZ_MUST(rc != BS_OK || (version >= BS_WIRE_VERSION_LEAST && version <= BS_WIRE_VERSION));
    bs_buf_init(&text, BS_PROBLEM_BYTES_MAX);
    bs_versions_encode(&versions, &text);
    FUZZ_MUST(bs_versions_decode(bs_buf_bytes(&text), &again, NULL) == BS_OK);
    FUZZ_MUST(again.min_v == versions.min_v && again.max_v == versions.max_v);
    bs_buf_finish(&text);
    return 0;
}
