/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The hash of a token that takes the place of another. */

#include <buurtstem/wire.h>

#include <buurtstem/crypto.h>
#include <buurtstem/json.h>
#include <buurtstem/record.h>

#include "member.h"

void bs_credential_encode(const struct bs_credential *credential, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();

    bs_json_set_string(json, "token_hash", credential->token_hash);
    bs_json_set_int(json, "generation", credential->generation);
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

static void read_credential_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"token_hash", "generation", NULL};
    struct bs_credential *out = self;

    (void)bs_json_only(root, names);
    (void)member_text(root, "token_hash", sizeof out->token_hash, bs_hash_text_valid,
                      out->token_hash);
    (void)bs_json_int(root, "generation", 1, BS_NUMBER_MAX, &out->generation);
}

enum bs_err bs_credential_decode(struct bs_bytes body, struct bs_credential *out,
                                 struct bs_error *err)
{
    struct bs_credential credential = {.generation = 0};
    enum bs_err rc = member_read_message(body, BS_CREDENTIAL_BYTES_MAX, "credential",
                                         read_credential_members, &credential, err);

    if (rc == BS_OK) {
        *out = credential;
    }
    return rc;
}
