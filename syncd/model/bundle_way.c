/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a bundle says about the way to central: address, authorities, keys, and which token it wants. */

#include <buurtstem/bundle.h>

#include <stdint.h>
#include <string.h>

#include "bundle_p.h"
#include "field.h"

#define PIN_SIGNS       44
#define GENERATION_MOST ((INT64_C(1) << 53) - 1)

/* 32 bytes in base64: 43 signs, of which the last holds four bits, and the padding. */
static bool pin_valid(const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char last[] = "AEIMQUYcgkosw048";

    return strlen(text) == PIN_SIGNS && strspn(text, signs) == PIN_SIGNS - 1 &&
           text[PIN_SIGNS - 1] == '=' && strchr(last, text[PIN_SIGNS - 2]) != NULL;
}

static bool read_server(const struct bs_json_at *at, struct bs_way *out)
{
    struct bs_json_at server = bs_json_member(at, "server");

    if (!bs_json_exists(&server)) {
        return true;
    }
    if (!bs_json_string_here(&server, BS_PUBLIC_URL_MAX, &out->server)) {
        return false;
    }
    if (!bs_public_url_valid(out->server)) {
        bs_json_complain(&server, "expected https://HOST or https://HOST:PORT");
        return false;
    }
    return true;
}

/* PEM: lines of ASCII. */
static bool read_ca(const struct bs_json_at *at, struct bs_way *out)
{
    struct bs_json_at ca = bs_json_member(at, "ca");

    if (!bs_json_exists(&ca)) {
        return true;
    }
    if (!bs_json_string_here(&ca, BS_WAY_CA_MAX, &out->ca)) {
        return false;
    }
    for (const char *sign = out->ca; *sign != '\0'; sign++) {
        if ((*sign < ' ' && *sign != '\n' && *sign != '\r') || *sign > '~') {
            bs_json_complain(&ca, "expected certificates in PEM");
            return false;
        }
    }
    if (strstr(out->ca, "-----BEGIN CERTIFICATE-----") == NULL ||
        strstr(out->ca, "-----END CERTIFICATE-----") == NULL) {
        bs_json_complain(&ca, "expected certificates in PEM");
        return false;
    }
    return true;
}

static bool read_pins(const struct bs_json_at *at, struct bs_way *out)
{
    struct bs_json_at member = bs_json_member(at, "pins"), list = *at;

    if (!bs_json_exists(&member)) {
        return true;
    }
    if (!field_array(at, "pins", 0, BS_WAY_PINS_MAX, &list, &out->pin_count)) {
        return false;
    }
    for (size_t i = 0; i < out->pin_count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        if (!bs_json_string_here(&item, PIN_SIGNS, &out->pins[i])) {
            return false;
        }
        if (!pin_valid(out->pins[i])) {
            bs_json_complain(&item, "expected the base64 of a SHA-256");
            return false;
        }
    }
    return true;
}

bool bs_way_read(const struct bs_json_at *at, struct bs_way *out)
{
    struct bs_way way = {.is_told = true, .server = "", .ca = ""};

    if (!field_is_object(at) || !read_server(at, &way) || !read_ca(at, &way) ||
        !read_pins(at, &way)) {
        return false;
    }
    *out = way;
    return true;
}

bool bundle_read_way(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at central = bs_json_member(at, "central");
    struct bs_json_at credential = bs_json_member(at, "credential");

    if (bs_json_exists(&central) && !bs_way_read(&central, &out->way)) {
        return false;
    }
    return !bs_json_exists(&credential) ||
           (field_is_object(&credential) &&
            bs_json_int(&credential, "generation", 1, GENERATION_MOST,
                        &out->credential_generation));
}
