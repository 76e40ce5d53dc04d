/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Decisions become jobs of the worker. The bytes are made here, once; they are what is kept and sent. */

#include "effects.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/held.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/seal.h>
#include <buurtstem/utf8.h>

#define DAY_MS 86400000

static_assert(sizeof((struct session_effect *)0)->words ==
                  sizeof((struct bs_held_comment *)0)->text,
              "words fit");

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

/* ---- what is left after the thanks ---- */

static int64_t now_ms(const struct effects *effects)
{
    return effects->clock.wall_ms(effects->clock.self);
}

static bool keep_words(struct effects *effects, const struct session_effect *effect)
{
    struct bs_held_comment comment = {.version = effect->at.version,
                                      .channel = effect->at.channel,
                                      .wall_ms = now_ms(effects),
                                      .is_trial = effect->at.is_trial};
    if (effects->first[0] == '\0') {
        return false; /* nothing of this visit is saved, so there is nothing that they belong to */
    }
    comment.id = bs_uuid_v7(comment.wall_ms, &effects->random);
    memcpy(comment.submission, effects->first, sizeof comment.submission);
    memcpy(comment.programme, effect->at.programme, sizeof comment.programme);
    memcpy(comment.place, effect->at.place, sizeof comment.place);
    memcpy(comment.lang, effect->at.lang, sizeof comment.lang);
    memcpy(comment.text, effect->words, sizeof effect->words);
    effects->extra = comment.id;
    bool is_queued = worker_keep_words(effects->worker, &comment);
    bs_wipe(&comment, sizeof comment);
    return is_queued;
}

/* Its id tells the day, and not the moment: else that would tie it to the submission of that moment. */
static bool keep_for_closing(struct effects *effects, const char *kind, const struct bs_buf *body)
{
    const int64_t now = now_ms(effects);
    effects->extra = bs_uuid_v7(now - now % DAY_MS, &effects->random);
    return worker_keep_record(effects->worker, &effects->extra, kind, bs_buf_bytes(body),
                              bs_date_in_amsterdam(now));
}

static bool keep_about_you(struct effects *effects, const struct bs_about_you *about)
{
    struct bs_buf body;
    struct bs_error err = {0};
    bs_buf_init(&body, WORKER_BODY_MAX);
    bool is_kept = bs_about_you_encode(about, &effects->random, &body, &err) == BS_OK &&
                   keep_for_closing(effects, BS_KIND_ABOUT_YOU, &body);
    if (err.code != BS_OK) {
        bs_log(BS_LOG_ERROR, "about-you.unencodable", "why=\"%s\"", err.text);
    }
    bs_buf_finish(&body);
    return is_kept;
}

/* Puts `"KEY":"TEXT"` behind what is there. Words of residents hold no control characters. False if it does not fit. */
static bool put_member(char *out, size_t *len, const char *key, const char *text)
{
    const size_t most = EFFECTS_PLAIN_MAX - 2; /* for the closing bracket and the zero */
    size_t at = *len;
    const size_t head = strlen(key) + 5;
    if (at + head >= most) {
        return false;
    }
    out[at] = at == 0 ? '{' : ',';
    /* As long as it was measured to be: `head`, and it has room. */
    at += (size_t)snprintf(out + at + 1, EFFECTS_PLAIN_MAX - at - 1, "\"%s\":\"", key) + 1;
    for (; *text != '\0' && at + 3 < most; text++) {
        if (*text == '"' || *text == '\\') {
            out[at++] = '\\';
        }
        out[at++] = *text;
    }
    out[at++] = '"';
    *len = at;
    return *text == '\0';
}

/* Everything but the key is in this struct, which is wiped, and whose process may not be swapped, until it is sealed. Her
 * language is sealed too: outside stands the place's, since in a language that few speak hers would tell what she answered. */
static enum bs_err seal_wish(struct effects *effects, const struct session_effect *effect,
                             struct bs_contact_wish *out, struct bs_error *err)
{
    char *plain = effects->plain;
    size_t len = 0;
    const char *key = effects->bundle != NULL ? effects->bundle->wish.key : NULL;
    if (key == NULL) {
        return bs_fail(err, BS_NOTFOUND, "no key for wishes");
    }
    enum bs_err rc = BS_LIMIT;
    if (put_member(plain, &len, "name", effect->words) &&
        put_member(plain, &len, "phone", effect->phone) &&
        put_member(plain, &len, "lang", effect->at.lang)) {
        plain[len++] = '}';
        out->at = effect->at;
        bs_utf8_copy(out->at.lang, sizeof out->at.lang, effects->bundle->languages[0]);
        rc = bs_seal(key, (struct bs_bytes){(const uint8_t *)plain, len}, out->jwe, sizeof out->jwe,
                     err);
    }
    bs_wipe(effects->plain, sizeof effects->plain);
    return rc == BS_LIMIT ? bs_fail(err, rc, "the wish is too long") : rc;
}

static bool keep_wish(struct effects *effects, const struct session_effect *effect)
{
    struct bs_contact_wish wish = {0};
    struct bs_buf body;
    struct bs_error err = {0};
    bs_buf_init(&body, WORKER_BODY_MAX);
    bool is_kept = seal_wish(effects, effect, &wish, &err) == BS_OK &&
                   bs_contact_wish_encode(&wish, &effects->random, &body, &err) == BS_OK &&
                   keep_for_closing(effects, BS_KIND_CONTACT_WISH, &body);
    if (err.code != BS_OK) {
        bs_log(BS_LOG_ERROR, "wish.unsealable", "why=\"%s\"", err.text);
    }
    bs_buf_finish(&body);
    return is_kept;
}

static bool save_verdict(struct effects *effects, const struct bs_verdict *verdict)
{
    struct bs_buf body;
    struct bs_error err = {0};
    struct bs_uuid id = bs_uuid_v7(now_ms(effects), &effects->random);
    bs_buf_init(&body, WORKER_BODY_MAX);
    bool is_queued = bs_verdict_encode(verdict, &effects->random, &body, &err) == BS_OK &&
                     worker_save(effects->worker, &id, BS_KIND_VERDICT, bs_buf_bytes(&body));
    if (err.code != BS_OK) {
        bs_log(BS_LOG_ERROR, "verdict.unencodable", "why=\"%s\"", err.text);
    }
    bs_buf_finish(&body);
    return is_queued;
}

enum session_intent_kind effects_refusal(enum session_effect_kind kind)
{
    switch (kind) {
    case SESSION_SAVE:
    case SESSION_SAVE_CORRECTION:
    case SESSION_SAVE_AGAIN:
        return SESSION_SAVE_FAILED;
    case SESSION_KEEP_WORDS:
    case SESSION_KEEP_ABOUT_YOU:
    case SESSION_KEEP_WISH:
        return SESSION_EXTRA_FAILED;
    case SESSION_SAVE_VERDICT:
    case SESSION_NO_EFFECT:
        break;
    }
    return SESSION_TICK;
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
        return keep_words(effects, effect);
    case SESSION_KEEP_ABOUT_YOU:
        return keep_about_you(effects, &effect->about_you);
    case SESSION_KEEP_WISH:
        return keep_wish(effects, effect);
    case SESSION_SAVE_VERDICT:
        return save_verdict(effects, &effect->verdict);
    case SESSION_NO_EFFECT:
        break;
    }
    return true;
}

bool effects_is_mine(const struct effects *effects, const struct bs_uuid *id)
{
    return effects->len > 0 && memcmp(&effects->id, id, sizeof *id) == 0;
}

bool effects_settle_extra(struct effects *effects, const struct bs_uuid *id)
{
    bool is_mine = memcmp(&effects->extra, id, sizeof *id) == 0;
    if (is_mine) {
        bs_wipe(&effects->extra, sizeof effects->extra);
    }
    return is_mine;
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
    bs_wipe(&effects->extra, sizeof effects->extra);
    bs_wipe(effects->plain, sizeof effects->plain);
}
