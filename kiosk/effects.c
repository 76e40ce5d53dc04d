/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Decisions become jobs of the worker. The bytes are made here, once; they are what is kept and sent. */

#include "effects.h"

#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>

static void forget_record(struct effects *effects)
{
    bs_wipe(effects->body, sizeof effects->body);
    bs_wipe(&effects->id, sizeof effects->id);
    effects->kind = NULL;
    effects->len = 0;
}

static bool encode(struct effects *effects, const struct bs_submission *submission,
                   const char *kind)
{
    struct bs_buf body;
    struct bs_error err = {0};
    forget_record(effects); /* what cannot be encoded must not be tried again as the one before */
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    enum bs_err rc = bs_submission_encode(submission, &effects->random, &body, &err);
    if (rc == BS_OK) {
        memcpy(effects->body, body.data, body.len);
        effects->len = body.len;
        effects->kind = kind;
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
    return worker_save(effects->worker, &effects->id, effects->kind,
                       (struct bs_bytes){effects->body, effects->len});
}

/* The session does not know ids: which submission is corrected is told here. */
static bool encode_correction(struct effects *effects, const struct bs_submission *submission)
{
    struct bs_submission correction = *submission;
    if (effects->first[0] == '\0') {
        return false; /* nothing of this visit is saved, so there is nothing to correct */
    }
    memcpy(correction.corrects, effects->first, sizeof correction.corrects);
    bool is_encoded = encode(effects, &correction, BS_KIND_CORRECTION);
    bs_wipe(&correction, sizeof correction);
    return is_encoded;
}

bool effects_run(struct effects *effects, const struct session_effect *effect)
{
    switch (effect->kind) {
    case SESSION_SAVE:
        bs_wipe(effects->first, sizeof effects->first);
        return encode(effects, &effect->submission, BS_KIND_SUBMISSION) && send_to_worker(effects);
    case SESSION_SAVE_CORRECTION:
        return encode_correction(effects, &effect->submission) && send_to_worker(effects);
    case SESSION_SAVE_AGAIN:
        return effects->len > 0 && send_to_worker(effects);
    case SESSION_KEEP_WORDS:
    case SESSION_KEEP_ABOUT_YOU:
    case SESSION_KEEP_WISH:
    case SESSION_SAVE_VERDICT:
        return false;
    case SESSION_NO_EFFECT:
        break;
    }
    return true;
}

bool effects_is_mine(const struct effects *effects, const struct bs_uuid *id)
{
    return effects->len > 0 && memcmp(&effects->id, id, sizeof *id) == 0;
}

void effects_settle(struct effects *effects)
{
    if (effects->len > 0 && strcmp(effects->kind, BS_KIND_SUBMISSION) == 0) {
        bs_uuid_format(&effects->id, effects->first);
    }
    forget_record(effects);
}

void effects_forget(struct effects *effects)
{
    forget_record(effects);
    bs_wipe(effects->first, sizeof effects->first);
}
