/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STAFF_AUTH_H
#define STAFF_AUTH_H

/*
 * Staff sign in with a name and a password and carry a session cookie (Secure, HttpOnly, SameSite=Strict). A session ends
 * after 30 minutes without a request, after 8 hours in any case, and at once when its owner signs out: it lives in the
 * database by the hash of its cookie, so a stolen database opens no session.
 */

#include <stdbool.h>

#include "central.h"
#include "reply.h"
#include "request.h"
#include "route.h"

#define STAFF_COOKIE "__Host-session"
#define STAFF_SIGN_IN_PATH                                                                         \
    "/aanmelden" /* a GET of a ROUTE_STAFF page without a session goes here */
#define STAFF_SIGN_OUT_PATH "/afmelden" /* POST */
#define STAFF_FORM_FIELD                                                                           \
    "form_token"                 /* hidden field that each form of a signed-in page has to carry */
#define STAFF_NAME_MAX       64  /* bytes */
#define STAFF_PASSWORD_LEAST 8   /* characters; asked when an account is made */
#define STAFF_PASSWORD_MAX   256 /* bytes */
#define STAFF_IDLE_MS        (30 * 60 * 1000LL)
#define STAFF_ABSOLUTE_MS    (8 * 60 * 60 * 1000LL)

/*
 * Checks name and password and, if they fit, makes a new session and sets its cookie in `reply`; the caller then answers
 * 303. A session that the request already carried is ended. BS_REFUSED: wrong, with the same sentence and in the same
 * time for an unknown name, or the form came from another site. BS_LATER: too many tries at this account or from this address
 * (throttle.h), *wait_s (1 or more) says how long; or the database is busy, *wait_s is then 0. `reply` is untouched on failure.
 * Blocks about 50 ms.
 */
enum bs_err staff_sign_in(struct central *central, const struct request *request, const char *name,
                          const char *password, struct reply *reply, int *wait_s,
                          struct bs_error *err);

/* Ends the session of this request, if it has one, and takes the cookie away. Never fails for the person. */
void staff_sign_out(struct central *central, const struct request *request, struct reply *reply);

/* Who is signed in: fills tenant, staff and form_token, and moves the idle end. BS_NOTFOUND: nobody. */
enum bs_err staff_session(struct central *central, const struct request *request,
                          struct route_caller *caller, struct bs_error *err);

/* False if the browser says that another site made this request: Sec-Fetch-Site, or Origin where that is missing. */
bool staff_same_site(const struct request *request);

/*
 * Whether a POST comes from one of our own forms: same site, and the session's token in STAFF_FORM_FIELD. The server
 * asks this before every ROUTE_STAFF handler but a GET; pages need not.
 */
bool staff_form_ok(const struct request *request, const struct route_caller *caller);

/* What an account may be called: [a-z0-9._@-], 1 to STAFF_NAME_MAX. */
bool staff_name_valid(const char *name);

#endif
