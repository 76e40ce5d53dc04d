/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Refusals by RFC 9457. Written exactly, read leniently: whatever stands between kiosk and central answers too. */

#include <buurtstem/wire.h>

#include <assert.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/utf8.h>

static const struct {
    enum bs_problem_type type;
    const char *uri;
} types[] = {
    {BS_PROBLEM_OTHER, "about:blank"},
    {BS_PROBLEM_FORK, "urn:buurtstem:problem:fork"},
    {BS_PROBLEM_UNKNOWN_KIOSK, "urn:buurtstem:problem:unknown-kiosk"},
    {BS_PROBLEM_REVOKED, "urn:buurtstem:problem:revoked"},
    {BS_PROBLEM_BAD_CHAIN, "urn:buurtstem:problem:bad-chain"},
    {BS_PROBLEM_GAP, "urn:buurtstem:problem:gap"},
    {BS_PROBLEM_BAD_CODE, "urn:buurtstem:problem:bad-code"},
    {BS_PROBLEM_BAD_REQUEST, "urn:buurtstem:problem:bad-request"},
    {BS_PROBLEM_VERSION, "urn:buurtstem:problem:version"},
};

enum { TYPE_COUNT = sizeof types / sizeof types[0] };

static const char *uri_of(enum bs_problem_type type)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (types[i].type == type) {
            return types[i].uri;
        }
    }
    return types[0].uri;
}

static enum bs_problem_type type_of(const char *uri)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (strcmp(types[i].uri, uri) == 0) {
            return types[i].type;
        }
    }
    return BS_PROBLEM_OTHER;
}

void bs_problem_encode(const struct bs_problem *problem, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();

    assert(problem->status >= 400 && problem->status <= 599);
    bs_json_set_string(json, "type", uri_of(problem->type));
    bs_json_set_int(json, "status", problem->status);
    bs_json_set_string(json, "title", problem->title);
    if (problem->detail[0] != '\0') {
        bs_json_set_string(json, "detail", problem->detail);
    }
    if (problem->type == BS_PROBLEM_FORK) {
        bs_json_set_int(json, "seq", (int64_t)problem->seq);
        bs_json_set_string(json, "ours", problem->ours);
        bs_json_set_string(json, "theirs", problem->theirs);
    }
    if (problem->type == BS_PROBLEM_GAP || problem->type == BS_PROBLEM_BAD_CHAIN) {
        bs_json_set_int(json, "complete_to", (int64_t)problem->complete_to);
    }
    if (problem->type == BS_PROBLEM_VERSION) {
        bs_json_set_int(json, "min_v", problem->min_v);
        bs_json_set_int(json, "max_v", problem->max_v);
    }
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

/* Somebody else's text: kept only if it is clean, cut to what fits. */
static void take_text(const struct bs_json_at *root, const char *key, size_t size, char *out)
{
    const char *text;

    if (bs_json_string(root, key, BS_PROBLEM_BYTES_MAX, &text) &&
        bs_utf8_is_text(text, strlen(text))) {
        (void)bs_utf8_copy(out, size, text);
    }
}

static void take_hash(const struct bs_json_at *root, const char *key, char out[BS_HASH_TEXT])
{
    const char *text;

    if (bs_json_string(root, key, BS_HASH_TEXT - 1, &text) && bs_hash_text_valid(text)) {
        memcpy(out, text, BS_HASH_TEXT);
    }
}

static void take_number(const struct bs_json_at *root, const char *key, uint64_t *out)
{
    int64_t number;

    if (bs_json_int(root, key, 0, BS_NUMBER_MAX, &number)) {
        *out = (uint64_t)number;
    }
}

static void take_version(const struct bs_json_at *root, const char *key, int *out)
{
    int64_t number;

    if (bs_json_int(root, key, 0, INT16_MAX, &number)) {
        *out = (int)number;
    }
}

enum bs_err bs_problem_decode(struct bs_bytes body, struct bs_problem *out, struct bs_error *err)
{
    struct bs_problem problem = {0};
    struct bs_json *json = NULL;
    struct bs_json_at root;
    const char *uri;
    int64_t status;
    enum bs_err rc;

    if (body.len > BS_PROBLEM_BYTES_MAX) {
        return bs_fail(err, BS_LIMIT, "problem: %zu bytes; at most %d are allowed", body.len,
                       BS_PROBLEM_BYTES_MAX);
    }
    rc = bs_json_parse(body, &json, err);
    if (rc != BS_OK) {
        (void)bs_fail_prefix(err, "problem");
        return rc;
    }
    root = bs_json_root(json, NULL);
    if (!bs_json_int(&root, "status", 100, 599, &status)) {
        rc = bs_fail(err, BS_BAD, "problem: expected an object with a status");
        goto out;
    }
    problem.status = (int)status;
    if (bs_json_string(&root, "type", BS_PROBLEM_BYTES_MAX, &uri)) {
        problem.type = type_of(uri);
    }
    take_text(&root, "title", sizeof problem.title, problem.title);
    take_text(&root, "detail", sizeof problem.detail, problem.detail);
    take_number(&root, "seq", &problem.seq);
    take_number(&root, "complete_to", &problem.complete_to);
    take_version(&root, "min_v", &problem.min_v);
    take_version(&root, "max_v", &problem.max_v);
    take_hash(&root, "ours", problem.ours);
    take_hash(&root, "theirs", problem.theirs);
    *out = problem;
out:
    bs_json_destroy(json);
    return rc;
}
