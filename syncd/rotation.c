/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Makes a new token, hands its hash over, and puts it in the place of the old one. */
#include "rotation.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>
#include <buurtstem/wire.h>

#include "credential.h"

#define WANTED  "een bevestiging"
#define HOUR_MS INT64_C(3600000)
#define DAY_MS  INT64_C(86400000)

static const char *const NAMES[ROTATION_ROLES] = {"credential", "credential.next",
                                                  "credential.old"};

/* One that cannot be read is as good as none: there is the token in use. */
static void read_other(struct rotation_token *token)
{
    struct bs_error why = {0};
    enum bs_err rc =
        credential_read_generation(token->path, token->token, &token->generation, &why);
    token->is_there = rc == BS_OK;
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        bs_log(BS_LOG_WARNING, "credential", "reason=\"%s\"", why.text);
    }
}

enum bs_err rotation_open(struct rotation *rotation, const struct daemon_config *config,
                          struct bs_error *err)
{
    rotation_wipe(rotation);
    snprintf(rotation->dir, sizeof rotation->dir, "%s", config->state_dir);
    for (size_t i = 0; i < ROTATION_ROLES; i++) {
        if (!daemon_config_path(config, NAMES[i], rotation->tokens[i].path)) {
            return bs_fail(err, BS_BAD, "state_dir is too long");
        }
    }
    struct rotation_token *now = &rotation->tokens[ROTATION_NOW];
    enum bs_err rc = credential_read_generation(now->path, now->token, &now->generation, err);
    now->is_there = rc == BS_OK;
    if (rc == BS_OK) {
        read_other(&rotation->tokens[ROTATION_NEXT]);
        read_other(&rotation->tokens[ROTATION_OLD]);
    }
    return rc;
}

void rotation_wipe(struct rotation *rotation)
{
    bs_wipe(rotation, sizeof *rotation);
}

const char *rotation_token(const struct rotation *rotation)
{
    return rotation->tokens[rotation->uses].token;
}

static void forget(struct rotation_token *token)
{
    credential_drop(token->path);
    bs_wipe(token->token, sizeof token->token);
    token->is_there = false;
}

enum bs_err rotation_asked(struct rotation *rotation, int64_t generation, struct bs_error *err)
{
    struct rotation_token *next = &rotation->tokens[ROTATION_NEXT];
    char token[BS_TOKEN_TEXT];
    rotation->wants_bundle = false;
    if (generation <= rotation->tokens[ROTATION_NOW].generation ||
        (next->is_there && next->generation == generation)) {
        return BS_OK;
    }
    bs_token_make(token);
    BS_STOP_HERE("rotation.before_next");
    enum bs_err rc = credential_write_generation(next->path, token, generation, err);
    BS_STOP_HERE("rotation.next_written");
    if (rc == BS_OK) {
        memcpy(next->token, token, sizeof token);
        next->generation = generation;
        next->is_there = true;
        rotation->rest_until_ms = INT64_MIN;
    }
    bs_wipe(token, sizeof token);
    return rc;
}

bool rotation_is_due(const struct rotation *rotation, int64_t now_ms)
{
    return rotation->tokens[ROTATION_NEXT].is_there && rotation->uses != ROTATION_NEXT &&
           now_ms >= rotation->rest_until_ms;
}

enum bs_err rotation_request(const struct rotation *rotation, const struct bs_identity *identity,
                             struct bs_buf *body, struct transport_request *request,
                             struct bs_error *err)
{
    const struct rotation_token *next = &rotation->tokens[ROTATION_NEXT];
    struct bs_credential credential = {.generation = next->generation};
    const struct bs_bytes token = bs_bytes_of(next->token);
    char bearer[BS_TOKEN_TEXT + 8];
    bs_sha256_hex(&token, 1, credential.token_hash);
    bs_buf_reset(body);
    bs_credential_encode(&credential, body);
    memset(request, 0, sizeof *request);
    request->method = TRANSPORT_PUT;
    request->answer_max = BS_PROBLEM_BYTES_MAX;
    request->body = bs_buf_bytes(body);
    snprintf(request->url, sizeof request->url, "%s/v1/kiosks/%s/credential", identity->server,
             identity->kiosk);
    snprintf(bearer, sizeof bearer, "Bearer %s", rotation_token(rotation));
    bool fits = bs_buf_check(body, "a credential", err) == BS_OK &&
                transport_header(request, "Authorization", bearer) &&
                transport_header(request, "Content-Type", "application/json") &&
                transport_header(request, "Accept", BS_PROBLEM_MEDIA_TYPE);
    bs_wipe(bearer, sizeof bearer);
    return fits ? BS_OK : bs_fail(err, BS_BROKEN, "a header of the credential does not fit");
}

/* The token in use is kept beside, then the new one takes its place in one step. */
static enum bs_err go_over(struct rotation *rotation, struct bs_error *err)
{
    struct rotation_token *now = &rotation->tokens[ROTATION_NOW];
    struct rotation_token *next = &rotation->tokens[ROTATION_NEXT];
    struct rotation_token *old = &rotation->tokens[ROTATION_OLD];
    enum bs_err rc = credential_write_generation(old->path, now->token, now->generation, err);
    if (rc == BS_OK) {
        BS_STOP_HERE("rotation.old_written");
        rc = credential_move(next->path, now->path, rotation->dir, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    BS_STOP_HERE("rotation.went_over");
    memcpy(old->token, now->token, sizeof old->token);
    old->generation = now->generation;
    old->is_there = true;
    memcpy(now->token, next->token, sizeof now->token);
    now->generation = next->generation;
    bs_wipe(next->token, sizeof next->token);
    next->is_there = false;
    rotation->uses = ROTATION_NOW;
    bs_log(BS_LOG_NOTICE, "new-token", "generation=%lld", (long long)now->generation);
    return BS_OK;
}

/*
 * Central was put back to before the change: the token of then is in use again, and asked whether it is to change. The other
 * one is kept, as that central may be put back once more, from a newer backup; without room for it, nothing is lost yet.
 */
static enum bs_err go_back(struct rotation *rotation, struct bs_error *err)
{
    struct rotation_token *now = &rotation->tokens[ROTATION_NOW];
    struct rotation_token *old = &rotation->tokens[ROTATION_OLD];
    struct rotation_token before = *now;
    enum bs_err rc = credential_move(old->path, now->path, rotation->dir, err);
    if (rc != BS_OK) {
        goto out;
    }
    BS_STOP_HERE("rotation.went_back");
    memcpy(now->token, old->token, sizeof now->token);
    now->generation = old->generation;
    memcpy(old->token, before.token, sizeof old->token);
    old->generation = before.generation;
    old->is_there =
        credential_write_generation(old->path, old->token, old->generation, NULL) == BS_OK;
    rotation->uses = ROTATION_NOW;
    rotation->wants_bundle = true;
    bs_log(BS_LOG_WARNING, "old-token", "generation=%lld", (long long)now->generation);
out:
    bs_wipe(&before, sizeof before);
    return rc;
}

static bool is_bad_code(const struct transport_reply *reply)
{
    struct bs_problem problem;
    return reply->status == 403 && strcmp(reply->media_type, BS_PROBLEM_MEDIA_TYPE) == 0 &&
           bs_problem_decode(bs_buf_bytes(&reply->body), &problem, NULL) == BS_OK &&
           problem.type == BS_PROBLEM_BAD_CODE;
}

enum bs_err rotation_answer(struct rotation *rotation, const struct transport_reply *reply,
                            int64_t now_ms, enum rotation_outcome *outcome, struct trouble *trouble,
                            struct bs_error *err)
{
    bool is_answered = reply->fate == TRANSPORT_ANSWERED;
    trouble_clear(trouble);
    if (is_answered && reply->status == 204) {
        *outcome = ROTATION_DONE;
        return go_over(rotation, err);
    }
    if (is_answered && is_bad_code(reply)) {
        forget(&rotation->tokens[ROTATION_NEXT]);
        *outcome = ROTATION_DONE;
        return BS_OK;
    }
    if (is_answered && (reply->status == 404 || reply->status == 405)) {
        rotation->rest_until_ms = now_ms + DAY_MS;
        *outcome = ROTATION_RESTS;
        return BS_OK;
    }
    rotation->rest_until_ms = now_ms + HOUR_MS;
    trouble_of_reply(reply, WANTED, trouble);
    *outcome = ROTATION_FAILED;
    return BS_OK;
}

bool rotation_try_other(struct rotation *rotation)
{
    rotation->is_tried[rotation->uses] = true;
    for (size_t i = 0; i < ROTATION_ROLES; i++) {
        if (rotation->tokens[i].is_there && !rotation->is_tried[i]) {
            rotation->uses = (enum rotation_role)i;
            return true;
        }
    }
    memset(rotation->is_tried, 0, sizeof rotation->is_tried);
    rotation->uses = ROTATION_NOW;
    return false;
}

enum bs_err rotation_accepted(struct rotation *rotation, struct bs_error *err)
{
    memset(rotation->is_tried, 0, sizeof rotation->is_tried);
    switch (rotation->uses) {
    case ROTATION_NEXT:
        return go_over(rotation, err);
    case ROTATION_OLD:
        return go_back(rotation, err);
    case ROTATION_NOW:
    case ROTATION_ROLES:
        break;
    }
    return BS_OK;
}
