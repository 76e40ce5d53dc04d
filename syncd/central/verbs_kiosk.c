/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* kiosk invite, use, revoke, rotate, accept, drop, list. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>
#include <buurtstem/random.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "api.h"
#include "dashboard/dutch.h"
#include "language_names.h"
#include "storage.h"
#include "storage_proof.h"
#include "storage_token.h"
#include "verb.h"

enum {
    KIOSKS_MAX = 4096, /* of one municipality */
    LIST_BYTES = 1024 * 1024,
    COUNT_DIGITS = 18
};

/* One without a name here was doubted already. */
static void doubt_words(const struct verb_call *call, const char *language)
{
    char name[DUTCH_TEXT];

    for (size_t i = 0; i < sizeof(language_names) / sizeof(language_names[0]); i++) {
        if (strcmp(language_names[i], language) == 0) {
            return;
        }
    }
    if (strcmp(dutch_language(language, name), language) != 0) {
        verb_complain(call,
                      "%s: the kiosk's own words are not translated into it; they stay Dutch "
                      "unless assets/languages/%s is there",
                      language, language);
    }
}

/* "nl de", of languages that were looked at. */
static void doubt_all_words(const struct verb_call *call, const char *languages)
{
    while (*languages != '\0') {
        char language[BS_LANG_TEXT];
        size_t len = strcspn(languages, " ");

        (void)snprintf(language, sizeof(language), "%.*s", (int)len, languages);
        doubt_words(call, language);
        languages += len + strspn(languages + len, " ");
    }
}

/* False after a complaint. */
static bool read_kiosk(const struct verb_call *call, const char *id, const char *tenant,
                       const char *place, const char *languages, struct storage_kiosk *out)
{
    struct bs_error err = {.code = BS_OK};
    struct storage_place found;

    *out = (struct storage_kiosk){.state = STORAGE_KIOSK_TRIAL};
    if (!bs_slug_valid(id)) {
        verb_complain(call, "%s: a kiosk is called by small letters, digits and hyphens", id);
        return false;
    }
    if (!verb_tenant(call, tenant)) {
        return false;
    }
    if (!bs_slug_valid(place) ||
        storage_place(call->central->storage, tenant, place, &found, &err) != BS_OK) {
        verb_complain(call, "--place %s: not a place of %s; publish it first", place, tenant);
        return false;
    }
    if (!verb_languages(call, languages == NULL ? "nl" : languages, out->languages)) {
        return false;
    }
    doubt_all_words(call, out->languages);
    (void)bs_utf8_copy(out->id, sizeof(out->id), id);
    (void)bs_utf8_copy(out->tenant, sizeof(out->tenant), tenant);
    (void)bs_utf8_copy(out->place, sizeof(out->place), place);
    return true;
}

/* One that is in use stays so; one that is new or was revoked is not. */
static void say_trial(const struct verb_call *call, const char *id)
{
    struct storage_kiosk now;

    if (storage_kiosk(call->central->storage, id, &now, NULL) == BS_OK &&
        now.state == STORAGE_KIOSK_TRIAL) {
        verb_complain(call, "The kiosk is on trial until \"kiosk use %s\".", id);
    }
}

/* What an invitation does to what was there before it; `before` is empty for a new kiosk. */
static void say_before(const struct verb_call *call, const struct storage_kiosk *before,
                       int64_t now_ms)
{
    if (before->code_until_ms > now_ms) {
        verb_complain(call, "The code given before is void.");
    }
    if (before->is_enrolled && before->state != STORAGE_KIOSK_REVOKED) {
        verb_complain(call,
                      "%s is enrolled: whoever uses this code takes its place. For another kiosk "
                      "take another name. To change languages alone, throw the code away.",
                      before->id);
    }
}

static int invite(const struct verb_call *call, const struct storage_kiosk *kiosk)
{
    const int64_t now = call->central->clock.wall_ms(call->central->clock.self);
    struct bs_random random = bs_random_system();
    struct bs_error err = {.code = BS_OK};
    char code[BS_ENROLMENT_CODE_TEXT], shown[16], hash[BS_HASH_TEXT];
    struct storage_kiosk before = {.code_until_ms = 0};
    struct bs_bytes bytes;
    enum bs_err rc;

    (void)storage_kiosk(call->central->storage, kiosk->id, &before, NULL);
    bs_enrolment_code_make(&random, code);
    bytes = bs_bytes_of(code);
    bs_sha256_hex(&bytes, 1, hash);
    rc = storage_invite_kiosk(call->central->storage, kiosk, hash,
                              now + API_ENROLMENT_HOURS * INT64_C(3600000), &err);
    if (rc == BS_OK) {
        bs_enrolment_code_show(code, shown);
        verb_say(call, "%s", shown);
        verb_complain(
            call,
            "On %s, give this code to \"buurtstem-syncd enrol\" within %d hours; it works "
            "once.",
            kiosk->id, API_ENROLMENT_HOURS);
        say_before(call, &before, now);
        say_trial(call, kiosk->id);
    }
    bs_wipe(code, sizeof(code));
    bs_wipe(shown, sizeof(shown));
    return rc == BS_OK ? 0 : verb_fail(call, &err);
}

int verb_kiosk_invite(const struct verb_call *call)
{
    static const char *const names[] = {"tenant", "place", "languages"};
    const char *values[3] = {NULL, NULL, NULL}, *id = NULL;
    struct storage_kiosk kiosk;
    size_t count;

    if (!verb_options(call, names, values, 3, &id, 1, &count) ||
        !verb_needed(call, names, values, 2) || count != 1) {
        return verb_wrong_usage(call,
                                "kiosk invite KIOSK --tenant T --place P [--languages nl,en]");
    }
    if (!read_kiosk(call, id, values[0], values[1], values[2], &kiosk)) {
        return bs_err_exit_status(BS_BAD);
    }
    return invite(call, &kiosk);
}

static int set_state(const struct verb_call *call, enum storage_kiosk_state state,
                     const char *usage, const char *done)
{
    struct bs_error err = {.code = BS_OK};

    if (call->argument_count != 1) {
        return verb_wrong_usage(call, usage);
    }
    if (storage_set_kiosk_state(call->central->storage, call->arguments[0], state, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    verb_say(call, "%s %s", call->arguments[0], done);
    return 0;
}

int verb_kiosk_use(const struct verb_call *call)
{
    struct storage_kiosk kiosk;

    if (call->argument_count == 1 &&
        storage_kiosk(call->central->storage, call->arguments[0], &kiosk, NULL) == BS_OK &&
        kiosk.state == STORAGE_KIOSK_REVOKED) {
        verb_complain(call, "%s was revoked: invite it again first", kiosk.id);
        return bs_err_exit_status(BS_REFUSED);
    }
    return set_state(call, STORAGE_KIOSK_IN_USE, "kiosk use KIOSK",
                     "is in use: what it sends counts from the next bundle on");
}

int verb_kiosk_revoke(const struct verb_call *call)
{
    return set_state(call, STORAGE_KIOSK_REVOKED, "kiosk revoke KIOSK",
                     "is revoked: what it still sends is kept aside");
}

int verb_kiosk_accept(const struct verb_call *call)
{
    struct bs_error err = {.code = BS_OK};
    struct storage_kiosk kiosk;
    uint64_t accepted = 0, left = 0;

    if (call->argument_count != 1) {
        return verb_wrong_usage(call, "kiosk accept KIOSK");
    }
    if (storage_kiosk(call->central->storage, call->arguments[0], &kiosk, &err) != BS_OK ||
        storage_accept_quarantine(call->central->storage, kiosk.id,
                                  call->central->clock.wall_ms(call->central->clock.self),
                                  &accepted, &left, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    verb_say(call, "%s: %" PRIu64 " %s taken into its log, %" PRIu64 " %s in quarantine", kiosk.id,
             accepted, accepted == 1 ? "record" : "records", left, left == 1 ? "stays" : "stay");
    if (left > 0) {
        verb_complain(call,
                      "What stays does not follow on what is here. It is kept; "
                      "\"records --quarantine %s\" prints it, and \"kiosk drop %s %" PRIu64
                      "\" deletes it.",
                      kiosk.id, kiosk.id, left);
    }
    return 0;
}

/* How many lines somebody counted: digits only. */
static bool read_count(const char *text, uint64_t *out)
{
    if (strspn(text, "0123456789") != strlen(text) || text[0] == '\0' ||
        strlen(text) > COUNT_DIGITS) {
        return false;
    }
    *out = strtoull(text, NULL, 10);
    return true;
}

int verb_kiosk_drop(const struct verb_call *call)
{
    struct bs_error err = {.code = BS_OK};
    struct storage_kiosk kiosk;
    uint64_t count;

    if (call->argument_count != 2 || !read_count(call->arguments[1], &count)) {
        return verb_wrong_usage(call, "kiosk drop KIOSK COUNT");
    }
    if (storage_kiosk(call->central->storage, call->arguments[0], &kiosk, &err) != BS_OK ||
        storage_drop_quarantine(call->central->storage, kiosk.id, count, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    verb_say(call, "%s: %" PRIu64 " %s deleted", kiosk.id, count,
             count == 1 ? "line in quarantine was" : "lines in quarantine were");
    verb_complain(call, "As long as %s has them and can reach this server, it sends them again.",
                  kiosk.id);
    return 0;
}

/* --- who there is --- */

struct listing {
    int64_t now_ms;
    struct bs_buf text;
};

/* Written when all are there: whoever reads slowly must not hold up the database. */
static bool list_kiosk(void *self, const struct storage_kiosk *kiosk)
{
    static const char *const states[] = {[STORAGE_KIOSK_TRIAL] = "on trial",
                                         [STORAGE_KIOSK_IN_USE] = "in use",
                                         [STORAGE_KIOSK_REVOKED] = "revoked"};
    struct listing *listing = self;

    bs_buf_printf(&listing->text, "%s  %s  at: %s  %s  languages: %s  %senrolled%s\n", kiosk->id,
                  kiosk->tenant, kiosk->place, states[kiosk->state], kiosk->languages,
                  kiosk->is_enrolled ? "" : "not ",
                  kiosk->code_until_ms > listing->now_ms ? ", a code is out" : "");
    return true;
}

int verb_kiosk_list(const struct verb_call *call)
{
    static const char *const names[] = {"tenant"};
    struct listing listing = {.now_ms = call->central->clock.wall_ms(call->central->clock.self)};
    struct bs_error err = {.code = BS_OK};
    const char *tenant = NULL;
    size_t count;
    enum bs_err rc;

    if (!verb_options(call, names, &tenant, 1, NULL, 0, &count)) {
        return verb_wrong_usage(call, "kiosk list [--tenant T]");
    }
    if (tenant != NULL && !verb_tenant(call, tenant)) {
        return bs_err_exit_status(BS_BAD);
    }
    bs_buf_init(&listing.text, LIST_BYTES);
    rc = storage_kiosks(call->central->storage, tenant, list_kiosk, &listing, &err);
    if (rc == BS_OK) {
        rc = bs_buf_check(&listing.text, "the list", &err);
    }
    if (rc == BS_OK) {
        verb_write(call, bs_buf_bytes(&listing.text));
    }
    bs_buf_finish(&listing.text);
    return rc == BS_OK ? 0 : verb_fail(call, &err);
}

/* --- a new token --- */

struct rotating {
    size_t count;
    struct bs_error err;
    char ids[KIOSKS_MAX][BS_KIOSK_ID_TEXT];
};

/* Asked after the look, which must not be disturbed. */
static bool note_kiosk(void *self, const struct storage_kiosk *kiosk)
{
    struct rotating *rotating = self;

    if (kiosk->is_enrolled && kiosk->state != STORAGE_KIOSK_REVOKED) {
        (void)bs_utf8_copy(rotating->ids[rotating->count++], BS_KIOSK_ID_TEXT, kiosk->id);
    }
    return rotating->count < KIOSKS_MAX;
}

static int ask_new_token(const struct verb_call *call, const char *id)
{
    struct bs_error err = {.code = BS_OK};
    int64_t generation = 0;

    if (storage_ask_new_token(call->central->storage, id, &generation, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    verb_say(call, "%s makes a new credential when it next asks for its bundle", id);
    return 0;
}

static int rotate_all(const struct verb_call *call, const char *tenant)
{
    struct rotating *rotating = bs_xcalloc(1, sizeof(*rotating));
    enum bs_err rc =
        storage_kiosks(call->central->storage, tenant, note_kiosk, rotating, &rotating->err);
    int status = rc == BS_OK ? 0 : verb_fail(call, &rotating->err);

    if (status == 0 && rotating->count == 0) {
        verb_complain(call, "--all %s: no kiosk is enrolled there", tenant);
        status = bs_err_exit_status(BS_REFUSED);
    }
    for (size_t i = 0; status == 0 && i < rotating->count; i++) {
        status = ask_new_token(call, rotating->ids[i]);
    }
    free(rotating);
    return status;
}

int verb_kiosk_rotate(const struct verb_call *call)
{
    static const char *const names[] = {"all"};
    const char *all = NULL, *id = NULL;
    size_t count;

    if (!verb_options(call, names, &all, 1, &id, 1, &count) || (all == NULL) == (count == 0)) {
        return verb_wrong_usage(call, "kiosk rotate KIOSK | --all TENANT");
    }
    return all == NULL ? ask_new_token(call, id) : rotate_all(call, all);
}
