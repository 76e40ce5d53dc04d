/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which versions of a batch an end reads, and what both can do with that. */

#include "versions.h"

#include <buurtstem/json.h>
#include <buurtstem/wire.h>

#include "member.h"

enum { VERSION_MAX = 1000000, HEADER_PEEK_MAX = 4096 };

void bs_versions_encode(const struct bs_versions *versions, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();

    bs_json_set_int(json, "min_v", versions->min_v);
    bs_json_set_int(json, "max_v", versions->max_v);
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

static void read_versions(const struct bs_json_at *root, void *self)
{
    struct bs_versions *out = self;
    int64_t min_v = 1, max_v = 1;

    if (bs_json_int(root, "min_v", 1, VERSION_MAX, &min_v)) {
        (void)bs_json_int(root, "max_v", min_v, VERSION_MAX, &max_v);
    }
    out->min_v = (int)min_v;
    out->max_v = (int)max_v;
}

enum bs_err bs_versions_decode(struct bs_bytes body, struct bs_versions *out, struct bs_error *err)
{
    struct bs_versions versions = {0};
    enum bs_err rc =
        member_read_message(body, BS_PROBLEM_BYTES_MAX, "versions", read_versions, &versions, err);

    if (rc == BS_OK) {
        *out = versions;
    }
    return rc;
}

enum bs_err bs_versions_choose(const struct bs_versions *theirs, int *version, struct bs_error *err)
{
    if (theirs->min_v > BS_WIRE_VERSION) {
        return bs_fail(err, BS_REFUSED,
                       "this end is the older: it writes batches up to version %d, the other reads "
                       "them from version %d on",
                       BS_WIRE_VERSION, theirs->min_v);
    }
    if (theirs->max_v < BS_WIRE_VERSION_LEAST) {
        return bs_fail(err, BS_REFUSED,
                       "the other end is the older: it reads batches up to version %d, this one "
                       "writes them from version %d on",
                       theirs->max_v, BS_WIRE_VERSION_LEAST);
    }
    *version = theirs->max_v < BS_WIRE_VERSION ? theirs->max_v : BS_WIRE_VERSION;
    return BS_OK;
}

bool versions_is_other(struct bs_bytes line, int *version)
{
    struct bs_json *json = NULL;
    struct bs_json_at root;
    int64_t number = 0;
    bool is_other;

    if (line.len > HEADER_PEEK_MAX || bs_json_parse(line, &json, NULL) != BS_OK) {
        return false;
    }
    root = bs_json_root(json, NULL);
    is_other = bs_json_int(&root, "v", 0, VERSION_MAX, &number) &&
               (number < 1 || number > BS_WIRE_VERSION);
    bs_json_destroy(json);
    if (is_other) {
        *version = (int)number;
    }
    return is_other;
}
