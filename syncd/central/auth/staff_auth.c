/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Sign-in, sessions and the proof that a form is ours. */

#include "staff_auth.h"

#include <stdio.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "metrics.h"
#include "storage.h"
#include "throttle.h"

/* How far used_ms may lag, so that reading a page does not write to the disk each time. */
static const int64_t touch_after_ms = INT64_C(60) * 1000;

static int64_t wall_now(struct central *central)
{
    return central->clock.wall_ms(central->clock.self);
}

static int64_t mono_now(struct central *central)
{
    return central->clock.mono_ms(central->clock.self);
}

bool staff_name_valid(const char *name)
{
    static const char signs[] = "abcdefghijklmnopqrstuvwxyz0123456789._@-";
    size_t len = strlen(name);

    return len > 0 && len <= STAFF_NAME_MAX && strspn(name, signs) == len;
}

bool staff_same_site(const struct request *request)
{
    const char *fetch = request_header(request, "Sec-Fetch-Site");
    const char *origin = request_header(request, "Origin");
    const char *host = request_header(request, "Host");
    char ours[300];

    if (fetch != NULL) {
        return strcmp(fetch, "same-origin") == 0;
    }
    if (origin == NULL) {
        return true; /* no browser of today leaves out both on a POST */
    }
    if (host == NULL || snprintf(ours, sizeof(ours), "https://%s", host) >= (int)sizeof(ours)) {
        return false;
    }
    return strcmp(origin, ours) == 0;
}

bool staff_form_ok(const struct request *request, const struct route_caller *caller)
{
    char token[65];

    return staff_same_site(request) &&
           request_form(request, STAFF_FORM_FIELD, token, sizeof(token)) &&
           bs_equal_secret(token, caller->form_token);
}

/* The hash under which the session of this request would be kept. */
static bool cookie_hash(const struct request *request, char out[BS_HASH_TEXT])
{
    char cookie[BS_TOKEN_TEXT];
    struct bs_bytes bytes;

    if (!request_cookie(request, STAFF_COOKIE, cookie, sizeof(cookie))) {
        return false;
    }
    bytes = bs_bytes_of(cookie);
    bs_sha256_hex(&bytes, 1, out);
    bs_wipe(cookie, sizeof(cookie));
    return true;
}

static int seconds(int64_t ms)
{
    return (int)((ms + 999) / 1000);
}

static enum bs_err may_try(struct central *central, const struct request *request, const char *name,
                           int *wait_s, struct bs_error *err)
{
    int64_t wait = throttle_sign_in(central->throttle, name, request->peer, mono_now(central));

    if (wait > 0) {
        *wait_s = seconds(wait);
        bs_log(BS_LOG_WARNING, "sign-in-throttled", "address=%s", request->peer);
        return bs_fail(err, BS_LATER, "too many tries");
    }
    return BS_OK;
}

static enum bs_err begin_session(struct central *central, const struct storage_staff *staff,
                                 struct reply *reply, struct bs_error *err)
{
    struct storage_session session = {.made_ms = wall_now(central)};
    char cookie[BS_TOKEN_TEXT], hash[BS_HASH_TEXT];
    struct bs_bytes bytes;
    enum bs_err rc;

    session.used_ms = session.made_ms;
    memcpy(session.staff, staff->name, sizeof(session.staff));
    memcpy(session.tenant, staff->tenant, sizeof(session.tenant));
    bs_token_make(session.form_token);
    bs_token_make(cookie);
    bytes = bs_bytes_of(cookie);
    bs_sha256_hex(&bytes, 1, hash);
    rc = storage_put_session(central->storage, hash, &session, err);
    if (rc == BS_OK) {
        reply_header(reply, "Set-Cookie",
                     STAFF_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Strict", cookie);
    }
    bs_wipe(cookie, sizeof(cookie));
    return rc;
}

enum bs_err staff_sign_in(struct central *central, const struct request *request, const char *name,
                          const char *password, struct reply *reply, int *wait_s,
                          struct bs_error *err)
{
    struct storage_staff staff;
    char old[BS_HASH_TEXT];
    const char *expected = central->password_nobody;
    enum bs_err rc;
    bool known, fits;

    *wait_s = 0;
    if (!staff_same_site(request)) {
        return bs_fail(err, BS_REFUSED, "the form came from another site");
    }
    rc = may_try(central, request, staff_name_valid(name) ? name : "", wait_s, err);
    if (rc != BS_OK) {
        return rc;
    }
    rc = storage_staff(central->storage, name, &staff, NULL);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        return bs_fail(err, rc, "the accounts cannot be read");
    }
    known = rc == BS_OK;
    fits = bs_password_verify(known ? staff.password_hash : expected, password);
    if (!known || !fits) {
        metrics_add(central->metrics, METRIC_SIGN_IN_FAILURES, 1);
        bs_log(BS_LOG_NOTICE, "sign-in-refused", "address=%s", request->peer);
        return bs_fail(err, BS_REFUSED, "name or password is wrong");
    }
    throttle_signed_in(central->throttle, name, request->peer);
    if (cookie_hash(request, old)) {
        (void)storage_end_session(central->storage, old, NULL);
    }
    rc = begin_session(central, &staff, reply, err);
    if (rc == BS_OK) {
        bs_log(BS_LOG_NOTICE, "signed-in", "tenant=%s", staff.tenant);
    }
    bs_wipe(&staff, sizeof(staff));
    return rc;
}

void staff_sign_out(struct central *central, const struct request *request, struct reply *reply)
{
    char hash[BS_HASH_TEXT];

    if (cookie_hash(request, hash)) {
        (void)storage_end_session(central->storage, hash, NULL);
    }
    reply_header(reply, "Set-Cookie", "%s",
                 STAFF_COOKIE "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    reply_header(reply, "Clear-Site-Data", "%s", "\"cache\"");
}

enum bs_err staff_session(struct central *central, const struct request *request,
                          struct route_caller *caller, struct bs_error *err)
{
    struct storage_session session;
    char hash[BS_HASH_TEXT];
    int64_t now = wall_now(central);
    enum bs_err rc;

    if (!cookie_hash(request, hash)) {
        return bs_fail(err, BS_NOTFOUND, "nobody is signed in");
    }
    rc = storage_session(central->storage, hash, &session, err);
    if (rc != BS_OK) {
        return rc;
    }
    /* A clock that went back must not keep a session open for ever. */
    if (now - session.used_ms >= STAFF_IDLE_MS || now - session.made_ms >= STAFF_ABSOLUTE_MS ||
        now < session.made_ms - touch_after_ms) {
        (void)storage_end_session(central->storage, hash, NULL);
        return bs_fail(err, BS_NOTFOUND, "the session has ended");
    }
    if (now - session.used_ms >= touch_after_ms) {
        rc = storage_touch_session(central->storage, hash, now, err);
        if (rc != BS_OK) {
            return rc;
        }
    }
    memcpy(caller->staff, session.staff, sizeof(caller->staff));
    memcpy(caller->tenant, session.tenant, sizeof(caller->tenant));
    memcpy(caller->form_token, session.form_token, sizeof(caller->form_token));
    return BS_OK;
}
