/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The record that opens an epoch which goes on where another one ended: it says which numbers come along. */

#include <buurtstem/carried.h>

#include <assert.h>
#include <string.h>

#include <buurtstem/json.h>

#include "member.h"

enum { SALT_SIZE = 16, SALT_TEXT = 2 * SALT_SIZE + 1 };

void bs_carried_write(const struct bs_carried *carried, struct bs_random *random,
                      struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();
    struct bs_json *ranges = bs_json_new_array();
    uint8_t salt[SALT_SIZE];
    char text[SALT_TEXT];

    assert(carried->range_count <= BS_CARRIED_RANGES_MAX);
    random->fill(random, salt, sizeof salt);
    bs_hex_format(salt, sizeof salt, text);
    for (size_t i = 0; i < carried->range_count; i++) {
        struct bs_json *pair = bs_json_new_array();

        bs_json_add_int(pair, (int64_t)carried->ranges[i].first);
        bs_json_add_int(pair, (int64_t)carried->ranges[i].last);
        bs_json_add_take(ranges, pair);
    }
    bs_json_set_string(json, "salt", text);
    bs_json_set_int(json, "v", 1);
    bs_json_set_string(json, "epoch", carried->epoch);
    bs_json_set_string(json, "why", carried->why);
    bs_json_set_int(json, "from", (int64_t)carried->from);
    bs_json_set_int(json, "tip", (int64_t)carried->tip);
    bs_json_set_int(json, "kept", (int64_t)carried->kept);
    bs_json_set_take(json, "ranges", ranges);
    if (carried->is_cut) {
        bs_json_set_bool(json, "cut", true);
    }
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

static bool salt_valid(const char *text)
{
    return strspn(text, "0123456789abcdef") == SALT_TEXT - 1;
}

static bool why_valid(const char *text)
{
    return strcmp(text, "damaged") == 0 || strcmp(text, "forked") == 0 ||
           strcmp(text, "restored") == 0;
}

/* Two that touch would be one: so a list of numbers has one form. False after a complaint. */
static bool read_range(const struct bs_json_at *item, uint64_t least, struct bs_carried *out,
                       uint64_t *sum)
{
    struct bs_json_at ends[2] = {bs_json_item(item, 0), bs_json_item(item, 1)};
    int64_t first, last;

    if (!bs_json_is_array(item) || bs_json_count(item) != 2) {
        bs_json_complain(item, "expected a pair of numbers");
        return false;
    }
    if (!bs_json_int_here(&ends[0], (int64_t)least, (int64_t)out->tip, &first) ||
        !bs_json_int_here(&ends[1], first, (int64_t)out->tip, &last)) {
        return false;
    }
    out->ranges[out->range_count].first = (uint64_t)first;
    out->ranges[out->range_count].last = (uint64_t)last;
    out->range_count++;
    *sum += (uint64_t)(last - first) + 1;
    return true;
}

static void read_ranges(const struct bs_json_at *root, struct bs_carried *out)
{
    struct bs_json_at list = bs_json_member(root, "ranges");
    size_t count = bs_json_count(&list);
    uint64_t least = out->from, sum = 0;

    if (!bs_json_is_array(&list)) {
        bs_json_complain(&list, "expected an array");
        return;
    }
    if (count > BS_CARRIED_RANGES_MAX) {
        bs_json_complain(&list, "expected at most %d items, found %zu", BS_CARRIED_RANGES_MAX,
                         count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        if (!read_range(&item, least, out, &sum)) {
            return;
        }
        least = out->ranges[i].last + 2;
    }
    if (out->is_cut ? count != BS_CARRIED_RANGES_MAX || sum >= out->kept : sum != out->kept) {
        bs_json_complain(&list, "does not add up to what is kept");
    }
}

/* Only `true` may stand there: what is whole has one form. */
static void read_cut(const struct bs_json_at *root, struct bs_carried *out)
{
    struct bs_json_at member = bs_json_member(root, "cut");

    if (bs_json_bool_or(root, "cut", false, &out->is_cut) && bs_json_exists(&member) &&
        !out->is_cut) {
        bs_json_complain(&member, "expected true, or nothing");
    }
}

static void read_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"salt", "v",    "epoch",  "why", "from",
                                        "tip",  "kept", "ranges", "cut", NULL};
    struct bs_carried *out = self;
    int64_t version, from = 1, tip = 0;
    char salt[SALT_TEXT];

    (void)bs_json_only(root, names);
    (void)member_text(root, "salt", sizeof salt, salt_valid, salt);
    (void)bs_json_int(root, "v", 1, 1, &version);
    (void)member_text(root, "epoch", sizeof out->epoch, bs_epoch_valid, out->epoch);
    (void)member_text(root, "why", sizeof out->why, why_valid, out->why);
    (void)bs_json_int(root, "from", 1, BS_NUMBER_MAX, &from);
    (void)bs_json_int(root, "tip", from - 1, BS_NUMBER_MAX, &tip);
    out->from = (uint64_t)from;
    out->tip = (uint64_t)(tip < from - 1 ? from - 1 : tip);
    (void)member_number(root, "kept", out->tip - out->from + 1, &out->kept);
    read_cut(root, out);
    read_ranges(root, out);
}

enum bs_err bs_carried_read(struct bs_bytes body, struct bs_carried *out, struct bs_error *err)
{
    struct bs_carried carried = {.range_count = 0};
    enum bs_err rc =
        member_read_message(body, BS_CARRIED_BYTES_MAX, "carried", read_members, &carried, err);

    if (rc == BS_OK) {
        *out = carried;
    }
    return rc;
}
