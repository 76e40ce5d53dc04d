/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* connector add, badge, revoke, list; words. A PIN or a badge is on standard input, and only its hash goes further. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

#include "connector_id.h"
#include "pin_rules.h"
#include "storage_connectors.h"
#include "storage_notices.h"
#include "verb.h"

enum { SECRET_BYTES = 128, DAYS_DIGITS = 2, LIST_BYTES = 4 * 1024 * 1024 };

static const char usage_add[] = "connector add NAME --tenant T --places A,B [--languages nl,ar] "
                                "[--id ID]   (PIN on standard input)";
static const char usage_badge[] =
    "connector badge ID --tenant T   (the badge's line on standard input)";
static const char usage_words[] = "words [hold | after_days DAYS | none] --tenant T";

static int64_t now_of(const struct verb_call *call)
{
    return call->central->clock.wall_ms(call->central->clock.self);
}

/* --- the secret --- */

/* The first line of standard input as the tenant's hash of it. Returns an exit status, not 0 after a complaint. */
static int read_secret(const struct verb_call *call, const char *tenant,
                       const char *(*fault)(const char *), char out[BS_HASH_TEXT])
{
    const char *input = bs_buf_string(&call->inputs[0].content);
    size_t len = strcspn(input, "\r\n");
    struct bs_error err = {.code = BS_OK};
    uint8_t salt[BS_PIN_SALT_SIZE];
    char secret[SECRET_BYTES];
    const char *wrong;
    enum bs_err rc;

    /* What is longer is wrong whatever stands there, and so is a part of it. */
    len = len < sizeof(secret) ? len : sizeof(secret) - 1;
    memcpy(secret, input, len);
    secret[len] = '\0';
    wrong = fault(secret);
    if (wrong != NULL) {
        bs_wipe(secret, sizeof(secret));
        verb_complain(call, "%s", wrong);
        return bs_err_exit_status(BS_BAD);
    }
    rc = storage_connector_salt(call->central->storage, tenant, salt, &err);
    if (rc == BS_OK) {
        rc = bs_pin_hash(secret, salt, out, &err);
    }
    bs_wipe(secret, sizeof(secret));
    return rc == BS_OK ? 0 : verb_fail(call, &err);
}

/* --- connector add --- */

/* Whether "a b" has that place. */
static bool has_place(const char *places, const char *place, size_t len)
{
    while (*places != '\0') {
        size_t one = strcspn(places, " ");

        if (one == len && memcmp(places, place, len) == 0) {
            return true;
        }
        places += one + strspn(places + one, " ");
    }
    return false;
}

/* The place that a list begins with, `len` long. False after a complaint. */
static bool read_place(const struct verb_call *call, const char *tenant, const char *list,
                       size_t len, const char *before)
{
    struct storage_place *found;
    char place[BS_SLUG_TEXT] = "";
    bool good;

    if (has_place(before, list, len)) {
        verb_complain(call, "--places: %.*s is there twice", (int)len, list);
        return false;
    }
    if (len < sizeof(place)) {
        memcpy(place, list, len);
    }
    found = bs_xcalloc(1, sizeof(*found));
    good = bs_slug_valid(place) &&
           storage_place(call->central->storage, tenant, place, found, NULL) == BS_OK;
    free(found);
    if (!good) {
        verb_complain(call, "--places: %.*s is no place of %s that is published", (int)len, list,
                      tenant);
    }
    return good;
}

/* "a,b" to "a b". False after a complaint. */
static bool read_places(const struct verb_call *call, const char *tenant, const char *list,
                        char out[STORAGE_PLACES_TEXT])
{
    size_t count = 0, used = 0;

    out[0] = '\0';
    do {
        size_t len = strcspn(list, ",");

        if (len == 0 || count++ == STORAGE_CONNECTOR_PLACES_MAX) {
            verb_complain(call, "--places: expected a list like prinsenhof,de-heuvel of at most %d",
                          STORAGE_CONNECTOR_PLACES_MAX);
            return false;
        }
        if (!read_place(call, tenant, list, len, out)) {
            return false;
        }
        used += (size_t)snprintf(out + used, STORAGE_PLACES_TEXT - used, "%s%.*s",
                                 used == 0 ? "" : " ", (int)len, list);
        list += len;
    } while (*list++ == ',');
    return true;
}

/* False after a complaint. */
static bool read_connector(const struct verb_call *call, const char *name,
                           const char *const *values, struct storage_connector *out)
{
    const char *tenant = values[0], *places = values[1], *languages = values[2], *id = values[3];

    if (!bs_connector_name_valid(name)) {
        verb_complain(call, "expected a name of one line and at most %d characters",
                      BS_CONNECTOR_NAME_MAX);
        return false;
    }
    if (id != NULL && !bs_slug_valid(id)) {
        verb_complain(call, "--id %s: expected small letters, digits and hyphens", id);
        return false;
    }
    if (!verb_tenant(call, tenant) || !read_places(call, tenant, places, out->places)) {
        return false;
    }
    if (languages != NULL && !verb_languages(call, languages, out->languages)) {
        return false;
    }
    (void)bs_utf8_copy(out->tenant, sizeof(out->tenant), tenant);
    (void)bs_utf8_copy(out->id, sizeof(out->id), id == NULL ? "" : id);
    (void)bs_utf8_copy(out->name, sizeof(out->name), name);
    return true;
}

struct namesake {
    const struct storage_connector *wanted;
    char id[BS_SLUG_TEXT], place[BS_SLUG_TEXT]; /* "": there is none */
};

static bool find_namesake(void *self, const struct storage_connector *other)
{
    struct namesake *namesake = self;
    const char *places = namesake->wanted->places;

    if (other->is_revoked || strcmp(other->name, namesake->wanted->name) != 0) {
        return true;
    }
    while (*places != '\0') {
        size_t len = strcspn(places, " ");

        if (has_place(other->places, places, len)) {
            (void)snprintf(namesake->place, sizeof(namesake->place), "%.*s", (int)len, places);
            (void)bs_utf8_copy(namesake->id, sizeof(namesake->id), other->id);
            return false;
        }
        places += len + strspn(places + len, " ");
    }
    return true;
}

/* Who is new and has the name of somebody who is there may be the same person, to whom something was to be changed. */
static void look_for_namesake(const struct verb_call *call, struct namesake *out)
{
    const struct storage_connector *wanted = out->wanted;
    struct storage_connector known;

    if (storage_connector(call->central->storage, wanted->tenant, wanted->id, &known, NULL) ==
        BS_NOTFOUND) {
        (void)storage_connectors(call->central->storage, wanted->tenant, NULL, find_namesake, out,
                                 NULL);
    }
}

/* As verb_fail, and what to do about it; `revoked`: where she was revoked. */
static int fail_for(const struct verb_call *call, const char *tenant, const char *id,
                    const char *revoked, const struct bs_error *err)
{
    struct storage_connector known;
    enum bs_err rc = storage_connector(call->central->storage, tenant, id, &known, NULL);
    const char *advice = NULL;

    if (err->code == BS_NOTFOUND && rc == BS_NOTFOUND) {
        advice = "give the pseudonym, connector list has it";
    } else if (err->code == BS_REFUSED && rc == BS_OK && known.is_revoked) {
        advice = revoked;
    }
    if (advice == NULL) {
        return verb_fail(call, err);
    }
    verb_complain(call, "buurtstem-central: %s; %s", err->text, advice);
    return bs_err_exit_status(err->code);
}

static int add(const struct verb_call *call, struct storage_connector *connector)
{
    struct namesake namesake = {.wanted = connector};
    struct bs_error err = {.code = BS_OK};
    int status = read_secret(call, connector->tenant, pin_fault, connector->pin);
    enum bs_err rc = BS_OK;

    if (status != 0) {
        return status;
    }
    if (connector->id[0] == '\0') {
        rc = connector_id_make(call->central->storage, connector->tenant, connector->id, &err);
    }
    if (rc == BS_OK) {
        look_for_namesake(call, &namesake);
        rc = storage_put_connector(call->central->storage, connector, now_of(call), &err);
    }
    if (rc != BS_OK) {
        return fail_for(call, connector->tenant, connector->id, "leave out --id for a new one",
                        &err);
    }
    verb_say(call, "%s", connector->id);
    verb_complain(call, "%s may read what residents write at %s, from the next bundle on.",
                  connector->name, connector->places);
    if (namesake.id[0] != '\0') {
        verb_complain(call, "there is another %s at %s (%s); to change her: --id %s",
                      connector->name, namesake.place, namesake.id, namesake.id);
    }
    return 0;
}

int verb_connector_add(const struct verb_call *call)
{
    static const char *const names[] = {"tenant", "places", "languages", "id"};
    const char *values[] = {NULL, NULL, NULL, NULL}, *name = NULL;
    struct storage_connector *connector;
    size_t count;
    int status;

    if (!verb_options(call, names, values, 4, &name, 1, &count) ||
        !verb_needed(call, names, values, 2) || count != 1) {
        return verb_wrong_usage(call, usage_add);
    }
    connector = bs_xcalloc(1, sizeof(*connector));
    status = read_connector(call, name, values, connector) ? add(call, connector)
                                                           : bs_err_exit_status(BS_BAD);
    free(connector);
    return status;
}

/* --- connector badge, revoke, list --- */

/* "ID --tenant T". Returns an exit status, not 0 after a complaint. */
static int read_one(const struct verb_call *call, const char *usage, const char **id,
                    const char **tenant)
{
    static const char *const names[] = {"tenant"};
    size_t count;

    if (!verb_options(call, names, tenant, 1, id, 1, &count) ||
        !verb_needed(call, names, tenant, 1) || count != 1) {
        return verb_wrong_usage(call, usage);
    }
    return verb_tenant(call, *tenant) ? 0 : bs_err_exit_status(BS_BAD);
}

int verb_connector_badge(const struct verb_call *call)
{
    struct bs_error err = {.code = BS_OK};
    const char *id = NULL, *tenant = NULL;
    char badge[BS_HASH_TEXT];
    int status = read_one(call, usage_badge, &id, &tenant);

    if (status == 0) {
        status = read_secret(call, tenant, badge_fault, badge);
    }
    if (status != 0) {
        return status;
    }
    if (storage_put_badge(call->central->storage, tenant, id, badge, now_of(call), &err) != BS_OK) {
        return fail_for(call, tenant, id, "add her again, without --id", &err);
    }
    verb_say(call, "%s may sign in with that badge", id);
    return 0;
}

int verb_connector_revoke(const struct verb_call *call)
{
    struct bs_error err = {.code = BS_OK};
    const char *id = NULL, *tenant = NULL;
    int status = read_one(call, "connector revoke ID --tenant T", &id, &tenant);

    if (status != 0) {
        return status;
    }
    if (storage_revoke_connector(call->central->storage, tenant, id, now_of(call), &err) != BS_OK) {
        return fail_for(call, tenant, id, NULL, &err);
    }
    verb_say(call, "%s is revoked: no kiosk lets her in from its next bundle on", id);
    return 0;
}

/* Gathered and written at the end: the database waits while it tells of them, and whoever asked may read slowly. */
static bool list_connector(void *self, const struct storage_connector *connector)
{
    bs_buf_printf(self, "%s  %s  at: %s  reads: %s  %s\n", connector->id, connector->name,
                  connector->places, connector->languages[0] == '\0' ? "-" : connector->languages,
                  connector->is_revoked         ? "revoked"
                  : connector->badge[0] == '\0' ? "PIN"
                                                : "PIN and badge");
    return true;
}

int verb_connector_list(const struct verb_call *call)
{
    static const char *const names[] = {"tenant"};
    struct bs_error err = {.code = BS_OK};
    const char *tenant = NULL;
    struct bs_buf text;
    size_t count;
    enum bs_err rc;

    if (!verb_options(call, names, &tenant, 1, NULL, 0, &count) ||
        !verb_needed(call, names, &tenant, 1)) {
        return verb_wrong_usage(call, "connector list --tenant T");
    }
    if (!verb_tenant(call, tenant)) {
        return bs_err_exit_status(BS_BAD);
    }
    bs_buf_init(&text, LIST_BYTES);
    rc = storage_connectors(call->central->storage, tenant, NULL, list_connector, &text, &err);
    rc = rc == BS_OK ? bs_buf_check(&text, "the list", &err) : rc;
    if (rc == BS_OK) {
        verb_write(call, bs_buf_bytes(&text));
    }
    bs_buf_finish(&text);
    return rc == BS_OK ? 0 : verb_fail(call, &err);
}

/* --- words --- */

/* Of 1 to BS_WORDS_DAYS_MAX; 0: it is no such number. */
static int days_of(const char *text)
{
    size_t len = strlen(text);
    int days = len > 0 && len <= DAYS_DIGITS && strspn(text, "0123456789") == len ? atoi(text) : 0;

    return days <= BS_WORDS_DAYS_MAX ? days : 0;
}

static bool find_policy(const char *name, enum bs_words_policy *policy)
{
    for (int i = 0; i < BS_WORDS_POLICIES; i++) {
        if (strcmp(name, bs_words_policy_name((enum bs_words_policy)i)) == 0) {
            *policy = (enum bs_words_policy)i;
            return true;
        }
    }
    return false;
}

/* The policy that the words name, and its days; false after a complaint. */
static bool read_policy(const struct verb_call *call, size_t count, const char *const *plain,
                        enum bs_words_policy *policy, int *days)
{
    bool is_known = find_policy(plain[0], policy);
    bool has_days = is_known && *policy == BS_WORDS_AFTER_DAYS;

    *days = has_days && count == 2 ? days_of(plain[1]) : 0;
    if (has_days && *days == 0) {
        verb_complain(call, "after_days: expected 1 to %d, found %s", BS_WORDS_DAYS_MAX,
                      count == 2 ? plain[1] : "nothing");
        return false;
    }
    if (!is_known || (!has_days && count == 2)) {
        (void)verb_wrong_usage(call, usage_words);
        return false;
    }
    return true;
}

static enum bs_err put_words(const struct verb_call *call, const char *tenant,
                             enum bs_words_policy policy, int days, struct bs_error *err)
{
    struct bs_json *json = bs_json_new_object();
    struct bs_buf text;
    enum bs_err rc;

    bs_json_set_string(json, "policy", bs_words_policy_name(policy));
    if (policy == BS_WORDS_AFTER_DAYS) {
        bs_json_set_int(json, "days", days);
    }
    bs_buf_init(&text, SECRET_BYTES);
    bs_json_write(json, false, &text);
    rc = storage_put_part(call->central->storage, tenant, STORAGE_WORDS, bs_buf_bytes(&text), err);
    bs_buf_finish(&text);
    bs_json_destroy(json);
    return rc;
}

/* What holds now: what was said last, and to hold before anything was said. */
static enum bs_err get_words(const struct verb_call *call, const char *tenant,
                             enum bs_words_policy *policy, int *days, struct bs_error *err)
{
    struct bs_json *json = NULL;
    struct bs_buf text;
    enum bs_err rc;

    *policy = BS_WORDS_HOLD;
    *days = 0;
    bs_buf_init(&text, SECRET_BYTES);
    rc = storage_part(call->central->storage, tenant, STORAGE_WORDS, &text, err);
    if (rc == BS_OK && text.len > 0) {
        rc = bs_json_parse(bs_buf_bytes(&text), &json, err);
    }
    if (rc == BS_OK && json != NULL) {
        struct bs_json_at at = bs_json_root(json, NULL);
        const char *name = "";
        int64_t number = 0;

        (void)bs_json_string(&at, "policy", SECRET_BYTES, &name);
        (void)bs_json_int_or(&at, "days", 1, BS_WORDS_DAYS_MAX, 0, &number);
        *days = (int)number;
        rc = find_policy(name, policy) ? BS_OK
                                       : bs_fail(err, BS_BROKEN, "words: no such policy: %s", name);
    }
    bs_json_destroy(json);
    bs_buf_finish(&text);
    return rc;
}

static void say_words(const struct verb_call *call, const char *tenant, enum bs_words_policy policy,
                      int days)
{
    if (policy == BS_WORDS_AFTER_DAYS) {
        verb_say(call,
                 "%s: residents' words are released after %d %s, with what points to a person "
                 "masked",
                 tenant, days, days == 1 ? "day" : "days");
    } else {
        verb_say(call, "%s: residents' words %s", tenant,
                 policy == BS_WORDS_NONE ? "are not asked for"
                                         : "wait until a connector has read them");
    }
}

int verb_words(const struct verb_call *call)
{
    static const char *const names[] = {"tenant"};
    struct bs_error err = {.code = BS_OK};
    enum bs_words_policy policy = BS_WORDS_HOLD;
    const char *tenant = NULL, *plain[2] = {NULL, NULL};
    size_t count;
    int days = 0;
    enum bs_err rc;

    if (!verb_options(call, names, &tenant, 1, plain, 2, &count) ||
        !verb_needed(call, names, &tenant, 1)) {
        return verb_wrong_usage(call, usage_words);
    }
    if (count > 0 && !read_policy(call, count, plain, &policy, &days)) {
        return bs_err_exit_status(BS_BAD);
    }
    if (!verb_tenant(call, tenant)) {
        return bs_err_exit_status(BS_BAD);
    }
    rc = count > 0 ? put_words(call, tenant, policy, days, &err)
                   : get_words(call, tenant, &policy, &days, &err);
    if (rc != BS_OK) {
        return verb_fail(call, &err);
    }
    say_words(call, tenant, policy, days);
    return 0;
}
