/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Decisions become jobs of the worker. The bytes are made here, once; they are what is kept and sent. */

#include "effects.h"

#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>

static bool encode(struct effects *effects, const struct bs_submission *submission)
{
    struct bs_buf body;
    struct bs_error err = {0};
    effects_forget(
        effects); /* what cannot be encoded must not be tried again as the one before it */
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    enum bs_err rc = bs_submission_encode(submission, &effects->random, &body, &err);
    if (rc == BS_OK) {
        memcpy(effects->body, body.data, body.len);
        effects->len = body.len;
        effects->id = bs_uuid_v7(effects->clock.wall_ms(effects->clock.self), &effects->random);
        bs_wipe(body.data, body.len);
    } else {
        bs_log(BS_LOG_ERROR, "submission.unencodable", "why=\"%s\"", err.text);
    }
    bs_buf_finish(&body);
    return rc == BS_OK;
}

static bool send_to_worker(const struct effects *effects)
{
    return worker_save(effects->worker, &effects->id, BS_KIND_SUBMISSION,
                       (struct bs_bytes){effects->body, effects->len});
}

bool effects_run(struct effects *effects, const struct session_effect *effect)
{
    switch (effect->kind) {
    case SESSION_SAVE:
        return encode(effects, &effect->submission) && send_to_worker(effects);
    case SESSION_SAVE_AGAIN:
        return effects->len > 0 && send_to_worker(effects);
    case SESSION_NO_EFFECT:
        break;
    }
    return true;
}

bool effects_is_mine(const struct effects *effects, const struct bs_uuid *id)
{
    return effects->len > 0 && memcmp(&effects->id, id, sizeof *id) == 0;
}

void effects_forget(struct effects *effects)
{
    bs_wipe(effects->body, sizeof effects->body);
    bs_wipe(&effects->id, sizeof effects->id);
    effects->len = 0;
}
