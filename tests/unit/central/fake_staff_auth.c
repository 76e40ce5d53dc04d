/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The part of staff_auth.h that the pages use. */

#include "fake_staff_auth.h"

#include <string.h>

#include <buurtstem/utf8.h>

#include "staff_auth.h"

enum bs_err staff_sign_in(struct central *central, const struct request *request, const char *name,
                          const char *password, struct reply *reply, int *wait_s,
                          struct bs_error *err)
{
    (void)central;
    (void)request;
    *wait_s = 0;
    if (strcmp(name, FAKE_STAFF_HASTY) == 0) {
        *wait_s = FAKE_STAFF_WAIT_S;
        return bs_fail(err, BS_LATER, "too many tries");
    }
    if (strcmp(name, FAKE_STAFF_NAME) != 0 || strcmp(password, FAKE_STAFF_PASSWORD) != 0) {
        return bs_fail(err, BS_REFUSED, "name and password do not fit");
    }
    reply_header(reply, "Set-Cookie", "%s", FAKE_STAFF_COOKIE);
    return BS_OK;
}

void staff_sign_out(struct central *central, const struct request *request, struct reply *reply)
{
    (void)central;
    (void)request;
    reply_header(reply, "Set-Cookie", "__Host-session=; Max-Age=0");
}

enum bs_err staff_session(struct central *central, const struct request *request,
                          struct route_caller *caller, struct bs_error *err)
{
    char cookie[64];
    (void)central;
    if (!request_cookie(request, "__Host-session", cookie, sizeof cookie) ||
        strcmp(cookie, FAKE_STAFF_NAME) != 0) {
        return bs_fail(err, BS_NOTFOUND, "nobody");
    }
    bs_utf8_copy(caller->staff, sizeof caller->staff, FAKE_STAFF_NAME);
    return BS_OK;
}
