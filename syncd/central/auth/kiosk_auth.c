/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A bearer token to the kiosk that it belongs to. The look-up is by hash, so its time says nothing about the token. */

#include "kiosk_auth.h"

#include <string.h>
#include <strings.h>

#include <buurtstem/utf8.h>

#include "storage.h"

static const char scheme[] = "Bearer ";

enum bs_err kiosk_auth(struct central *central, const struct request *request, const char *kiosk,
                       struct route_caller *caller, struct bs_error *err)
{
    const char *header = request_header(request, "Authorization");
    struct storage_kiosk found;
    struct bs_bytes token;
    char hash[BS_HASH_TEXT];
    enum bs_err rc;

    if (header == NULL || strncasecmp(header, scheme, sizeof(scheme) - 1) != 0) {
        return bs_fail(err, BS_NOTFOUND, "there is no bearer token");
    }
    token = bs_bytes_of(header + sizeof(scheme) - 1);
    if (token.len != BS_TOKEN_TEXT - 1) {
        return bs_fail(err, BS_NOTFOUND, "the token is not known");
    }
    bs_sha256_hex(&token, 1, hash);
    rc = storage_kiosk_by_token(central->storage, hash, &found, err);
    if (rc != BS_OK) {
        return rc;
    }
    if (strcmp(found.id, kiosk) != 0) {
        return bs_fail(err, BS_REFUSED, "the token is another kiosk's");
    }
    (void)bs_utf8_copy(caller->kiosk, sizeof(caller->kiosk), found.id);
    (void)bs_utf8_copy(caller->tenant, sizeof(caller->tenant), found.tenant);
    caller->kiosk_is_revoked = found.state == STORAGE_KIOSK_REVOKED;
    return BS_OK;
}
