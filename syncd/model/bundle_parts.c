/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a bundle holds beside place, programmes and outcomes: an urgent message, the offer to be called, the municipality's
 * colours, and how often each choice was given so far. */

#include <buurtstem/bundle.h>

#include <stdlib.h>
#include <string.h>

#include "bundle_p.h"
#include "colour.h"
#include "field.h"

#define KEEP_DAYS_MOST 365
#define TOKEN_MAX      24
#define HEX_SIZE       7 /* "#0a4f58" */
#define TIMES_MOST     1000000000
/* Of the modulus in base64url without padding: 2048 to 4096 bits; and of the exponent. */
#define MODULUS_LEAST  342
#define MODULUS_MOST   683
#define EXPONENT_LEAST 2
#define EXPONENT_MOST  6
#define TIME_TEXT      30

static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* ---- an urgent message ---- */

static bool read_until(const struct bs_json_at *at, struct bs_notice *out)
{
    struct bs_json_at until = bs_json_member(at, "until");
    const char *text;

    if (!bs_json_exists(&until)) {
        return true;
    }
    if (!bs_json_string_here(&until, TIME_TEXT, &text)) {
        return false;
    }
    if (!bs_time_parse_utc(text, &out->until_ms) || out->until_ms <= 0) {
        bs_json_complain(&until, "expected a time like 2026-11-22T04:28:06Z");
        return false;
    }
    return true;
}

bool bs_notice_read(const struct bs_json_at *at, struct bs_notice *out)
{
    struct bs_notice notice = {0};
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = field_slug(at, "id", &notice.id);
    good = field_text(at, "title", BS_TITLE_MAX, &notice.title) && good;
    good = field_text(at, "text", BS_PARAGRAPH_MAX, &notice.text) && good;
    good = bs_json_bool_or(at, "example", false, &notice.is_example) && good;
    good = read_until(at, &notice) && good;
    if (good) {
        *out = notice;
    }
    return good;
}

/* The first is the one to show; what else is in the list is for kiosks that can show more. */
static bool read_notices(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at list = bs_json_member(at, "notices");
    struct bs_json_at first = bs_json_item(&list, 0);

    return !bs_json_exists(&first) || bs_notice_read(&first, &out->notice);
}

/* ---- "mogen we u bellen?" ---- */

/* A shorter number could be written with zeros in front; the shortest is a full 2048 bits only if its first bit is set. */
static bool has_all_bits(const char *text, size_t len)
{
    return text[0] != 'A' && (len > MODULUS_LEAST || strchr(base64url, text[0]) >= base64url + 32);
}

/* A number in base64url without padding. */
static bool is_number(const struct bs_json_at *at, const char *key, size_t least, size_t most)
{
    struct bs_json_at member = bs_json_member(at, key);
    const char *text;
    size_t len;

    if (!bs_json_string_here(&member, BS_WISH_KEY_MAX, &text)) {
        return false;
    }
    len = strlen(text);
    if (strspn(text, base64url) != len || len % 4 == 1) {
        bs_json_complain(&member, "expected a number in base64url without padding");
        return false;
    }
    if (len < least || len > most || (least == MODULUS_LEAST && !has_all_bits(text, len))) {
        bs_json_complain(&member, least == MODULUS_LEAST ? "expected a key of 2048 to 4096 bits"
                                                         : "expected an exponent like \"AQAB\"");
        return false;
    }
    return true;
}

bool bs_wish_key_check(const struct bs_json_at *at)
{
    static const char *const private_names[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k", NULL};
    static const char *const names[] = {"kty", "n", "e", "alg", "use", "kid", NULL};
    const char *type;

    if (!field_is_object(at)) {
        return false;
    }
    for (size_t i = 0; private_names[i] != NULL; i++) {
        struct bs_json_at member = bs_json_member(at, private_names[i]);

        if (bs_json_exists(&member)) {
            bs_json_complain(at, "this is a private key; publish the public half alone, and make "
                                 "a new key if others have seen this one");
            return false;
        }
    }
    if (!bs_json_only(at, names) || !bs_json_string(at, "kty", TOKEN_MAX, &type)) {
        return false;
    }
    if (strcmp(type, "RSA") != 0) {
        bs_json_complain(at, "expected an RSA key: \"kty\": \"RSA\"");
        return false;
    }
    return is_number(at, "n", MODULUS_LEAST, MODULUS_MOST) &&
           is_number(at, "e", EXPONENT_LEAST, EXPONENT_MOST);
}

/* In a bundle the key is text, ready for who encrypts with it. */
static bool read_key(const struct bs_json_at *at, const char **out)
{
    struct bs_json_at member = bs_json_member(at, "key");
    struct bs_json *json = NULL;
    struct bs_json_at root;
    const char *text;
    bool good;

    if (!bs_json_string_here(&member, BS_WISH_KEY_MAX, &text)) {
        return false;
    }
    if (bs_json_parse(bs_bytes_of(text), &json, NULL) != BS_OK) {
        bs_json_complain(&member, "expected a public key as a JWK");
        return false;
    }
    root = member;
    root.value = json;
    good = bs_wish_key_check(&root);
    bs_json_destroy(json);
    if (good) {
        *out = text;
    }
    return good;
}

bool bs_wish_read(const struct bs_json_at *at, struct bs_wish_offer *out)
{
    int64_t days = 0;
    bool good;

    if (!field_is_object(at)) {
        return false;
    }
    good = field_text(at, "who", BS_LINE_MAX, &out->who);
    good = field_text(at, "why", BS_PARAGRAPH_MAX, &out->why) && good;
    good = bs_json_int(at, "keep_days", 1, KEEP_DAYS_MOST, &days) && good;
    out->keep_days = (int)days;
    return good;
}

static bool read_wish(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at wish = bs_json_member(at, "wish");

    return !bs_json_exists(&wish) ||
           (bs_wish_read(&wish, &out->wish) && read_key(&wish, &out->wish.key));
}

/* ---- the municipality's colours ---- */

static bool read_colour(const struct bs_json_at *at, const char *token, struct bs_bundle *out)
{
    static const char token_signs[] = "abcdefghijklmnopqrstuvwxyz_";
    const char *text;
    uint32_t rgb = 0;

    if (strlen(token) > TOKEN_MAX || token[0] == '\0' ||
        strspn(token, token_signs) != strlen(token)) {
        bs_json_complain(at, "is not the name of a colour");
        return false;
    }
    if (!bs_json_string_here(at, BS_LINE_MAX, &text)) {
        return false;
    }
    if (strlen(text) != HEX_SIZE || !colour_parse(text, &rgb)) {
        bs_json_complain(at, "expected a colour like #0a4f58");
        return false;
    }
    out->house[out->house_count].token = token;
    out->house[out->house_count++].rgb = rgb;
    return true;
}

static bool read_house(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at house = bs_json_member(at, "house");
    size_t count = bs_json_count(&house);
    bool good = true;

    if (!bs_json_exists(&house)) {
        return true;
    }
    if (!field_is_object(&house)) {
        return false;
    }
    if (count > BS_HOUSE_COLOURS) {
        bs_json_complain(&house, "expected at most %d colours, found %zu", BS_HOUSE_COLOURS, count);
        return false;
    }
    for (size_t i = 0; good && i < count; i++) {
        const char *token = "";
        struct bs_json_at colour = bs_json_nth_member(&house, i, &token);

        good = read_colour(&colour, token, out);
    }
    return good;
}

bool bundle_read_parts(const struct bs_json_at *at, struct bs_bundle *out)
{
    return read_notices(at, out) && read_wish(at, out) && read_house(at, out);
}

/* ---- results so far ---- */

static bool read_times(const struct bs_json_at *at, const struct bs_question *question,
                       struct bs_so_far *out)
{
    struct bs_json_at choices = bs_json_member(at, "choices");
    int64_t sum = 0;

    if (!field_is_object(&choices)) {
        return false;
    }
    for (size_t i = 0; i < bs_json_count(&choices); i++) {
        const char *value = "";
        struct bs_json_at times = bs_json_nth_member(&choices, i, &value);
        const struct bs_choice *choice = bs_question_choice(question, value);

        if (choice == NULL) {
            bs_json_complain(&times, "is not a choice of that question");
            return false;
        }
        if (!bs_json_int_here(&times, 0, TIMES_MOST, &out->choice[i].times)) {
            return false;
        }
        out->choice[i].value = choice->value;
        out->count = i + 1;
        sum += out->choice[i].times;
    }
    if (sum > out->total) {
        bs_json_complain(&choices, "are more than the total");
        return false;
    }
    return true;
}

bool bundle_read_so_far(const struct bs_json_at *at, const struct bs_programme *programme,
                        struct bs_so_far *out)
{
    struct bs_json_at so_far = bs_json_member(at, "so_far");
    const struct bs_question *question;
    struct bs_so_far read = {.total = 0};
    const char *id;

    if (!bs_json_exists(&so_far)) {
        return true;
    }
    if (!field_is_object(&so_far) || !field_slug(&so_far, "question", &id) ||
        !bs_json_int(&so_far, "total", BS_SO_FAR_LEAST, TIMES_MOST, &read.total) ||
        !field_date(&so_far, "counted", &read.counted)) {
        return false;
    }
    question = bs_programme_question(programme, id);
    if (question == NULL || !bs_kind_is_single(question->kind)) {
        bs_json_complain(&so_far, "is not of a question where one is chosen");
        return false;
    }
    memcpy(read.question, id, strlen(id) + 1);
    if (!read_times(&so_far, question, &read)) {
        return false;
    }
    *out = read;
    return true;
}
