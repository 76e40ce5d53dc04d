/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The body of a record that opens an epoch which goes on: what is taken is written again and reads the same. */

#include <string.h>

#include <buurtstem/carried.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

static void look_at_ranges(const struct bs_carried *carried)
{
    uint64_t least = carried->from, sum = 0;

    FUZZ_MUST(carried->range_count <= BS_CARRIED_RANGES_MAX);
    for (size_t i = 0; i < carried->range_count; i++) {
        FUZZ_MUST(carried->ranges[i].first >= least);
        FUZZ_MUST(carried->ranges[i].last >= carried->ranges[i].first);
        FUZZ_MUST(carried->ranges[i].last <= carried->tip);
        sum += carried->ranges[i].last - carried->ranges[i].first + 1;
        least = carried->ranges[i].last + 1;
    }
    FUZZ_MUST(carried->is_cut ? sum <= carried->kept : sum == carried->kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_random random = bs_random_seeded(1);
    struct bs_carried carried, again;
    struct bs_error err = {0};
    struct bs_buf body;
    enum bs_err rc = bs_carried_read((struct bs_bytes){data, size}, &carried, &err);

    if (rc != BS_OK) {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err.text, strlen(err.text)));
        return 0;
    }
    FUZZ_MUST(bs_epoch_valid(carried.epoch) && carried.from >= 1);
    look_at_ranges(&carried);
    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    bs_carried_write(&carried, &random, &body);
    FUZZ_MUST(bs_carried_read(bs_buf_bytes(&body), &again, NULL) == BS_OK);
    FUZZ_MUST(strcmp(again.epoch, carried.epoch) == 0 && again.kept == carried.kept);
    FUZZ_MUST(again.range_count == carried.range_count && again.is_cut == carried.is_cut);
    bs_buf_finish(&body);
    return 0;
}
