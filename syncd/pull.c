/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Fetches the bundle: signature first, then the parser, then the switch. */
#include "pull.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/crypto.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/stop.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#define WANTED "de programma's voor deze kiosk"

enum bs_err pull_request(struct pull *pull, struct bs_syncstate *state,
                         const struct bs_identity *identity, const char *token,
                         struct transport_request *request, struct bs_error *err)
{
    struct bs_bundle_meta meta = {0};
    char bearer[BS_TOKEN_TEXT + 8];
    struct bs_error why = {0};
    enum bs_err rc = bs_catalogue_meta(state, &meta, &why);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        return bs_fail(err, rc, "%s", why.text);
    }
    memset(request, 0, sizeof *request);
    request->method = TRANSPORT_GET;
    request->answer_max = BS_BUNDLE_BYTES_MAX;
    snprintf(request->url, sizeof request->url, "%s/v1/kiosks/%s/bundle", identity->server,
             identity->kiosk);
    snprintf(bearer, sizeof bearer, "Bearer %s", token);
    bool fits =
        transport_header(request, "Authorization", bearer) &&
        transport_header(request, "Accept", BS_BUNDLE_MEDIA_TYPE ", " BS_PROBLEM_MEDIA_TYPE);
    bs_wipe(bearer, sizeof bearer);
    if (!fits) {
        return bs_fail(err, BS_BROKEN, "a header of the request for the bundle does not fit");
    }
    bool is_known = rc == BS_OK && !(pull->rotation != NULL && pull->rotation->wants_bundle);
    pull->has_asked_newer =
        is_known && meta.etag[0] != '\0' && transport_header(request, "If-None-Match", meta.etag);
    return BS_OK;
}

static bool is_signed(const struct transport_reply *reply, const struct bs_identity *identity)
{
    uint8_t signature[BS_SIGNATURE_SIZE];
    return bs_base64_parse(reply->signature, signature, sizeof signature) &&
           bs_sign_verify(identity->bundle_key, bs_buf_bytes(&reply->body), signature);
}

/* BS_OK and the bundle (the caller's) only for one that we may use. */
static enum bs_err check_bundle(const struct transport_reply *reply,
                                const struct bs_identity *identity, struct bs_bundle **out,
                                struct bs_error *err)
{
    if (!is_signed(reply, identity)) {
        return bs_fail(err, BS_BAD, "de handtekening klopt niet");
    }
    struct bs_bundle *bundle = NULL;
    enum bs_err rc = bs_bundle_parse(bs_buf_bytes(&reply->body), &bundle, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (strcmp(bundle->tenant, identity->tenant) != 0 ||
        strcmp(bundle->kiosk, identity->kiosk) != 0) {
        rc = bs_fail(err, BS_BAD, "ze zijn voor kiosk %s van %s", bundle->kiosk, bundle->tenant);
        bs_bundle_destroy(bundle);
        return rc;
    }
    *out = bundle;
    return BS_OK;
}

static enum bs_err heed_way(struct contact *contact, struct bs_syncstate *state,
                            const struct bs_bundle *bundle, struct bs_error *err)
{
    struct bs_contact *candidate = bs_xcalloc(1, sizeof *candidate);
    enum bs_err rc = BS_OK;
    switch (contact_hear(contact, &bundle->way, bundle->serial, candidate)) {
    case CONTACT_KEEP:
        break;
    case CONTACT_TRY:
        rc = bs_syncstate_put_candidate(state, candidate, err);
        if (rc == BS_OK) {
            contact->next = *candidate;
            contact->has_next = true;
        }
        break;
    case CONTACT_FORGET:
        rc = bs_syncstate_drop_candidate(state, err);
        contact->has_next = contact->has_next && rc != BS_OK;
        break;
    }
    free(candidate);
    return rc;
}

/* What came by the new way proves it, before anything that it says is heeded. */
static enum bs_err promote(struct pull *pull, struct bs_syncstate *state, struct bs_error *err)
{
    if (pull->contact == NULL || pull->slot != BS_CONTACT_NEXT) {
        return BS_OK;
    }
    enum bs_err rc = bs_syncstate_promote_candidate(state, err);
    if (rc == BS_OK) {
        contact_promoted(pull->contact);
        pull->slot = BS_CONTACT_NOW;
        bs_log(BS_LOG_NOTICE, "way", "server=%s serial=%" PRId64, pull->contact->now.server,
               pull->contact->now.serial);
    }
    return rc;
}

/* An old bundle that is played back says nothing any more: its serial is asked first. */
static enum bs_err heed(struct pull *pull, struct bs_syncstate *state,
                        const struct bs_bundle *bundle, struct bs_error *err)
{
    struct bs_bundle_meta meta = {0};
    struct bs_error why = {0};
    enum bs_err rc = bs_catalogue_meta(state, &meta, &why);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        return bs_fail(err, rc, "%s", why.text);
    }
    if (rc == BS_OK && bundle->serial < meta.serial) {
        return bs_fail(err, BS_REFUSED, "an older bundle");
    }
    rc = promote(pull, state, err);
    if (rc == BS_OK && pull->contact != NULL) {
        rc = heed_way(pull->contact, state, bundle, err);
    }
    BS_STOP_HERE("pull.way_heeded");
    if (rc == BS_OK && pull->rotation != NULL) {
        rc = rotation_accepted(pull->rotation, err); /* before another takes the place of it */
    }
    if (rc == BS_OK && pull->rotation != NULL) {
        rc = rotation_asked(pull->rotation, bundle->credential_generation, err);
    }
    return rc;
}

static void say_refused(struct trouble *trouble, const char *why)
{
    trouble_say(trouble, BS_TROUBLE_SERVER,
                "De kiosk vertrouwt de nieuwe programma's van de server niet (%s) en houdt de "
                "oude. Vraag de beheerder van de server om dit na te kijken.",
                why);
}

static enum bs_err take_bundle(struct pull *pull, struct bs_syncstate *state,
                               const struct bs_identity *identity,
                               const struct transport_reply *reply, int64_t wall_ms,
                               enum pull_outcome *outcome, struct trouble *trouble,
                               struct bs_error *err)
{
    struct bs_bundle_meta meta = {.received_ms = wall_ms};
    struct bs_error why = {0};
    struct bs_bundle *bundle = NULL;
    enum bs_err rc = check_bundle(reply, identity, &bundle, &why);
    if (rc == BS_OK && bundle != NULL) {
        meta.serial = bundle->serial;
        rc = heed(pull, state, bundle, &why);
    }
    bs_bundle_destroy(bundle);
    if (rc == BS_OK) {
        /* A tag that is no text could not be read back; without one the bundle is fetched each time. */
        if (bs_utf8_is_text(reply->etag, strlen(reply->etag))) {
            memcpy(meta.etag, reply->etag, sizeof meta.etag);
        }
        BS_STOP_HERE("pull.before_put");
        rc = bs_catalogue_put(state, &meta, bs_buf_bytes(&reply->body), &why);
        BS_STOP_HERE("pull.after_put");
    }
    switch (rc) {
    case BS_OK:
        *outcome = PULL_NEW;
        return BS_OK;
    case BS_REFUSED:
        say_refused(trouble, "ze zijn ouder dan wat er al staat");
        break;
    case BS_AGAIN:
    case BS_LATER:
    case BS_BROKEN:
        return bs_fail(err, rc, "%s", why.text);
    case BS_NOTFOUND:
    case BS_LIMIT:
    case BS_BAD:
        say_refused(trouble, why.text);
        break;
    }
    *outcome = PULL_FAILED;
    return BS_OK;
}

enum bs_err pull_answer(struct pull *pull, struct bs_syncstate *state,
                        const struct bs_identity *identity, const struct transport_reply *reply,
                        int64_t wall_ms, enum pull_outcome *outcome, struct trouble *trouble,
                        struct bs_error *err)
{
    trouble_clear(trouble);
    if (reply->fate == TRANSPORT_ANSWERED && reply->status == 304 && pull->has_asked_newer) {
        *outcome = PULL_SAME;
        return promote(pull, state, err);
    }
    if (reply->fate == TRANSPORT_ANSWERED && reply->status == 200 &&
        strcmp(reply->media_type, BS_BUNDLE_MEDIA_TYPE) == 0) {
        return take_bundle(pull, state, identity, reply, wall_ms, outcome, trouble, err);
    }
    trouble_of_reply(reply, WANTED, trouble);
    *outcome = PULL_FAILED;
    return BS_OK;
}
