/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* First contact: a one-time code that a person types, exchanged for the right of the kiosk's own token. */

#include <buurtstem/wire.h>

#include <stdio.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/programme.h>

#include "member.h"

enum { CODE_SIGNS = BS_ENROLMENT_CODE_TEXT - 1, CODE_GROUP = 4, TYPED_MAX = 64 };

/* Crockford base 32: no I, L, O, U. */
static const char signs[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void bs_enrolment_code_make(struct bs_random *random, char out[BS_ENROLMENT_CODE_TEXT])
{
    uint8_t bytes[CODE_SIGNS];

    random->fill(random, bytes, sizeof bytes);
    for (size_t i = 0; i < CODE_SIGNS; i++) {
        out[i] = signs[bytes[i] % 32]; /* 256 is a multiple of 32: no bias */
    }
    out[CODE_SIGNS] = '\0';
    bs_wipe(bytes, sizeof bytes);
}

void bs_enrolment_code_show(const char code[BS_ENROLMENT_CODE_TEXT], char out[16])
{
    (void)snprintf(out, 16, "%.4s-%.4s-%.4s", code, code + CODE_GROUP, code + 2 * CODE_GROUP);
}

/* The sign meant by what was typed, or 0. */
static char sign_of(char typed)
{
    char upper = typed >= 'a' && typed <= 'z' ? (char)(typed - 'a' + 'A') : typed;

    if (upper == 'O') {
        return '0';
    }
    if (upper == 'I' || upper == 'L') {
        return '1';
    }
    return upper != '\0' && strchr(signs, upper) != NULL ? upper : '\0';
}

bool bs_enrolment_code_parse(const char *typed, char out[BS_ENROLMENT_CODE_TEXT])
{
    char code[BS_ENROLMENT_CODE_TEXT] = {0};
    size_t length = strnlen(typed, TYPED_MAX + 1);
    size_t count = 0;

    if (length > TYPED_MAX) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        char sign = sign_of(typed[i]);

        if (typed[i] != '\0' && strchr("- \t\r\n", typed[i]) != NULL) {
            continue;
        }
        if (sign == '\0' || count == CODE_SIGNS) {
            return false;
        }
        code[count++] = sign;
    }
    if (count != CODE_SIGNS) {
        return false;
    }
    memcpy(out, code, sizeof code);
    return true;
}

/* On the wire a code stands in its one form. */
static bool code_is_canonical(const char *text)
{
    return strlen(text) == CODE_SIGNS && strspn(text, signs) == CODE_SIGNS;
}

static bool key_valid(const char *text)
{
    uint8_t ignored[BS_PUBLIC_KEY_SIZE];

    return bs_hex_parse(text, ignored, sizeof ignored);
}

void bs_enrolment_request_encode(const struct bs_enrolment_request *request, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();

    bs_json_set_string(json, "code", request->code);
    bs_json_set_string(json, "token_hash", request->token_hash);
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

static void read_request_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"code", "token_hash", NULL};
    struct bs_enrolment_request *out = self;

    (void)bs_json_only(root, names);
    (void)member_text(root, "code", sizeof out->code, code_is_canonical, out->code);
    (void)member_text(root, "token_hash", sizeof out->token_hash, bs_hash_text_valid,
                      out->token_hash);
}

enum bs_err bs_enrolment_request_decode(struct bs_bytes body, struct bs_enrolment_request *out,
                                        struct bs_error *err)
{
    struct bs_enrolment_request request = {0};
    enum bs_err rc = member_read_message(body, BS_ENROLMENT_BYTES_MAX, "enrolment",
                                         read_request_members, &request, err);

    if (rc == BS_OK) {
        *out = request;
    }
    return rc;
}

void bs_enrolment_answer_encode(const struct bs_enrolment_answer *answer, struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();

    bs_json_set_string(json, "kiosk", answer->kiosk);
    bs_json_set_string(json, "tenant", answer->tenant);
    bs_json_set_string(json, "bundle_key", answer->bundle_key);
    bs_json_set_int(json, "server_time", answer->server_time_ms);
    bs_json_write(json, false, out);
    bs_json_destroy(json);
}

static void read_answer_members(const struct bs_json_at *root, void *self)
{
    static const char *const names[] = {"kiosk", "tenant", "bundle_key", "server_time", NULL};
    struct bs_enrolment_answer *out = self;

    (void)bs_json_only(root, names);
    (void)member_text(root, "kiosk", sizeof out->kiosk, bs_slug_valid, out->kiosk);
    (void)member_text(root, "tenant", sizeof out->tenant, bs_tenant_valid, out->tenant);
    (void)member_text(root, "bundle_key", sizeof out->bundle_key, key_valid, out->bundle_key);
    (void)bs_json_int(root, "server_time", 0, BS_NUMBER_MAX, &out->server_time_ms);
}

enum bs_err bs_enrolment_answer_decode(struct bs_bytes body, struct bs_enrolment_answer *out,
                                       struct bs_error *err)
{
    struct bs_enrolment_answer answer = {0};
    enum bs_err rc = member_read_message(body, BS_ENROLMENT_BYTES_MAX, "enrolment answer",
                                         read_answer_members, &answer, err);

    if (rc == BS_OK) {
        *out = answer;
    }
    return rc;
}
