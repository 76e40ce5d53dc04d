/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Strict reading of the small JSON messages: the size first, then the whole text, then every member. */

#include "member.h"

#include <string.h>

bool member_text(const struct bs_json_at *at, const char *key, size_t size,
                 bool (*valid)(const char *text), char *out)
{
    const char *text;

    if (!bs_json_string(at, key, size - 1, &text)) {
        return false;
    }
    if (!valid(text)) {
        struct bs_json_at member = bs_json_member(at, key);

        bs_json_complain(&member, "is not of the form");
        return false;
    }
    memcpy(out, text, strlen(text) + 1);
    return true;
}

bool member_text_or_empty(const struct bs_json_at *at, const char *key, size_t size,
                          bool (*valid)(const char *text), char *out)
{
    struct bs_json_at member = bs_json_member(at, key);

    if (bs_json_is_empty(&member)) {
        out[0] = '\0';
        return true;
    }
    return member_text(at, key, size, valid, out);
}

bool member_number(const struct bs_json_at *at, const char *key, uint64_t most, uint64_t *out)
{
    int64_t number;

    if (!bs_json_int(at, key, 0, (int64_t)most, &number)) {
        return false;
    }
    *out = (uint64_t)number;
    return true;
}

enum bs_err member_read_message(struct bs_bytes text, size_t limit, const char *what,
                                member_reader *reader, void *out, struct bs_error *err)
{
    struct bs_complaints complaints = {0};
    struct bs_json *json = NULL;
    struct bs_json_at root;
    enum bs_err rc;

    if (text.len > limit) {
        return bs_fail(err, BS_LIMIT, "%s: %zu bytes; at most %zu are allowed", what, text.len,
                       limit);
    }
    rc = bs_json_parse(text, &json, err);
    if (rc == BS_OK) {
        root = bs_json_root(json, &complaints);
        reader(&root, out);
        rc = bs_complaints_result(&complaints, err);
    }
    if (rc != BS_OK) {
        (void)bs_fail_prefix(err, what);
    }
    bs_json_destroy(json);
    return rc;
}
