/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ROTATION_H
#define ROTATION_H

/*
 * One token takes the place of another, without anybody going there. Three files of STATE_DIR, each written whole: `credential`
 * in use, `credential.next` from the moment it is made until central has it, `credential.old` the one in use before, for a
 * central that was put back from a backup and knows no other. Stopped anywhere, one of them is a token that central knows.
 *
 * A request that is answered 401 is asked again with the other tokens, each once. Functions block on the disk.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>
#include <buurtstem/syncstate.h>

#include "daemon_config.h"
#include "transport.h"
#include "trouble.h"

enum rotation_role { ROTATION_NOW, ROTATION_NEXT, ROTATION_OLD, ROTATION_ROLES };

struct rotation_token {
    bool is_there;
    int64_t generation;
    char path[DAEMON_PATH_TEXT];
    char token[BS_TOKEN_TEXT];
};

struct rotation {
    char dir[DAEMON_PATH_TEXT];
    struct rotation_token tokens[ROTATION_ROLES];
    enum rotation_role uses;       /* whose token goes with requests */
    bool is_tried[ROTATION_ROLES]; /* since the last answer to one of ours */
    bool wants_bundle;             /* the next question for a bundle is to get a whole one */
    int64_t rest_until_ms;         /* boot clock: the new token is not offered before */
};

/* Reads the files. Errors as credential_read of `credential`; without a good one the others are not looked at. */
enum bs_err rotation_open(struct rotation *rotation, const struct daemon_config *config,
                          struct bs_error *err);
void rotation_wipe(struct rotation *rotation);

const char *rotation_token(const struct rotation *rotation);

/* A bundle asks for a token of that generation: one is made and is on the disk when this returns, unless the kiosk has it
 * already. What the bundle came with is settled first (rotation_accepted). BS_LATER, BS_BROKEN. */
enum bs_err rotation_asked(struct rotation *rotation, int64_t generation, struct bs_error *err);

/* Whether the new token is to be offered now, and the request that does so; `body` is kept until the reply. One that goes with
 * requests already is not offered: central would say that nobody asked for it. */
bool rotation_is_due(const struct rotation *rotation, int64_t now_ms);
enum bs_err rotation_request(const struct rotation *rotation, const struct bs_identity *identity,
                             struct bs_buf *body, struct transport_request *request,
                             struct bs_error *err);

enum rotation_outcome {
    ROTATION_DONE,  /* the new token is in use, or was not asked for and is gone */
    ROTATION_RESTS, /* central does not know such a request: not for a day */
    ROTATION_FAILED /* *trouble says why; not for an hour */
};
/* BS_BROKEN: the files; nothing is lost. */
enum bs_err rotation_answer(struct rotation *rotation, const struct transport_reply *reply,
                            int64_t now_ms, enum rotation_outcome *outcome, struct trouble *trouble,
                            struct bs_error *err);

/* A request was answered 401: whether to ask again at once, with another token. After the last of them the one in use
 * is taken up again, and it is as central says. */
bool rotation_try_other(struct rotation *rotation);

/* A request brought what only central can give: the token that went with it is the one in use from now on. BS_BROKEN. */
enum bs_err rotation_accepted(struct rotation *rotation, struct bs_error *err);

#endif
