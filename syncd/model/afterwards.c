/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What is left after the thanks <-> the bodies of its records. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "body.h"
#include "field.h"

#define JWE_PARTS 5

static const char *const age_names[] = {"under_18", "18_29", "30_44",  "45_64",
                                        "65_79",    "80_up", "unsaid", NULL};

_Static_assert(sizeof age_names / sizeof *age_names == BS_AGES + 1, "each band has a name");

const char *bs_age_name(enum bs_age age)
{
    return age_names[age];
}

/* ---- form ---- */

static bool is_area(const char *text)
{
    return strcmp(text, BS_AREA_ELSEWHERE) == 0 || strcmp(text, BS_AREA_UNSAID) == 0 ||
           bs_area_code_valid(text);
}

/* Five parts of base64url with dots between them, none of them empty. */
static bool is_jwe(const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    for (size_t part = 1; part <= JWE_PARTS; part++) {
        size_t len = strspn(text, signs);

        if (len == 0 || text[len] != (part < JWE_PARTS ? '.' : '\0')) {
            return false;
        }
        text += len + 1;
    }
    return true;
}

static enum bs_err check_about_you(const struct bs_about_you *about, struct bs_error *err)
{
    enum bs_err rc = body_check_at(&about->at, err);

    if (rc == BS_OK && (unsigned)about->age >= BS_AGES) {
        rc = bs_fail(err, BS_BAD, "$.age: is not a band");
    }
    if (rc == BS_OK && !is_area(about->area)) {
        rc = bs_fail(err, BS_BAD, "$.area: is not a wijk or buurt code, elsewhere or unsaid");
    }
    return rc;
}

static enum bs_err check_verdict(const struct bs_verdict *verdict, struct bs_error *err)
{
    enum bs_err rc = body_check_at(&verdict->at, err);

    if (rc == BS_OK &&
        (verdict->outcome_version < 1 || verdict->outcome_version > BODY_VERSION_MOST)) {
        rc = bs_fail(err, BS_BAD, "$.outcome: expected 1 to %d", BODY_VERSION_MOST);
    }
    return rc;
}

static enum bs_err check_contact_wish(const struct bs_contact_wish *wish, struct bs_error *err)
{
    enum bs_err rc = body_check_at(&wish->at, err);

    if (rc == BS_OK && !is_jwe(wish->jwe)) {
        rc = bs_fail(err, BS_BAD, "$.jwe: is not a sealed text");
    }
    return rc;
}

/* ---- writing ---- */

enum bs_err bs_about_you_encode(const struct bs_about_you *about, struct bs_random *random,
                                struct bs_buf *out, struct bs_error *err)
{
    struct bs_buf body;
    enum bs_err rc = check_about_you(about, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    body_write_at(&about->at, random, &body);
    bs_buf_printf(&body, ",\"age\":\"%s\",\"area\":\"%s\"}", bs_age_name(about->age), about->area);
    rc = body_close(&body, "an about_you", out, err);
    bs_buf_finish(&body);
    return rc;
}

enum bs_err bs_verdict_encode(const struct bs_verdict *verdict, struct bs_random *random,
                              struct bs_buf *out, struct bs_error *err)
{
    struct bs_buf body;
    enum bs_err rc = check_verdict(verdict, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    body_write_at(&verdict->at, random, &body);
    bs_buf_printf(&body, ",\"outcome\":%d,\"understood\":%s", verdict->outcome_version,
                  body_bool(verdict->understood));
    if (verdict->has_right) {
        bs_buf_printf(&body, ",\"right\":%s", body_bool(verdict->is_right));
    }
    bs_buf_text(&body, "}");
    rc = body_close(&body, "a verdict", out, err);
    bs_buf_finish(&body);
    return rc;
}

enum bs_err bs_contact_wish_encode(const struct bs_contact_wish *wish, struct bs_random *random,
                                   struct bs_buf *out, struct bs_error *err)
{
    struct bs_buf body;
    enum bs_err rc = check_contact_wish(wish, err);

    if (rc != BS_OK) {
        return rc;
    }
    bs_buf_init(&body, BS_SUBMISSION_MAX);
    body_write_at(&wish->at, random, &body);
    bs_buf_printf(&body, ",\"jwe\":\"%s\"}", wish->jwe);
    rc = body_close(&body, "a contact_wish", out, err);
    bs_buf_finish(&body);
    return rc;
}

/* ---- reading ---- */

static bool read_about_you(const struct bs_json_at *at, void *out)
{
    static const char *const names[] = {BODY_LEFT_AT, "age", "area", NULL};
    struct bs_about_you *about = out;
    int age = BS_AGE_UNSAID;
    const char *area;

    if (!body_read_at(at, names, &about->at) || !field_name(at, "age", age_names, &age) ||
        !bs_json_string(at, "area", BS_AREA_TEXT - 1, &area)) {
        return false;
    }
    about->age = (enum bs_age)age;
    return bs_utf8_copy(about->area, sizeof about->area, area);
}

static bool read_verdict(const struct bs_json_at *at, void *out)
{
    static const char *const names[] = {BODY_LEFT_AT, "outcome", "understood", "right", NULL};
    struct bs_json_at right = bs_json_member(at, "right");
    struct bs_verdict *verdict = out;

    verdict->has_right = bs_json_exists(&right);
    return body_read_at(at, names, &verdict->at) &&
           body_read_version(at, "outcome", &verdict->outcome_version) &&
           field_bool(at, "understood", &verdict->understood) &&
           bs_json_bool_or(at, "right", false, &verdict->is_right);
}

static bool read_contact_wish(const struct bs_json_at *at, void *out)
{
    static const char *const names[] = {BODY_LEFT_AT, "jwe", NULL};
    struct bs_contact_wish *wish = out;
    const char *jwe;

    return body_read_at(at, names, &wish->at) && bs_json_string(at, "jwe", BS_WISH_JWE_MAX, &jwe) &&
           bs_utf8_copy(wish->jwe, sizeof wish->jwe, jwe);
}

enum bs_err bs_about_you_decode(struct bs_bytes body, struct bs_about_you *out,
                                struct bs_error *err)
{
    struct bs_about_you about = {0};
    enum bs_err rc = body_decode(body, "an about_you", read_about_you, &about, sizeof about, err);

    rc = rc == BS_OK ? check_about_you(&about, err) : rc;
    if (rc == BS_OK) {
        *out = about;
    }
    bs_wipe(&about, sizeof about);
    return rc;
}

enum bs_err bs_verdict_decode(struct bs_bytes body, struct bs_verdict *out, struct bs_error *err)
{
    struct bs_verdict verdict = {0};
    enum bs_err rc = body_decode(body, "a verdict", read_verdict, &verdict, sizeof verdict, err);

    rc = rc == BS_OK ? check_verdict(&verdict, err) : rc;
    if (rc == BS_OK) {
        *out = verdict;
    }
    bs_wipe(&verdict, sizeof verdict);
    return rc;
}

enum bs_err bs_contact_wish_decode(struct bs_bytes body, struct bs_contact_wish *out,
                                   struct bs_error *err)
{
    struct bs_contact_wish wish = {0};
    enum bs_err rc =
        body_decode(body, "a contact_wish", read_contact_wish, &wish, sizeof wish, err);

    rc = rc == BS_OK ? check_contact_wish(&wish, err) : rc;
    if (rc == BS_OK) {
        *out = wish;
    }
    bs_wipe(&wish, sizeof wish);
    return rc;
}
