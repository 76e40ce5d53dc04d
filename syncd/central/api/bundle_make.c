/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers place, programmes, outcomes and settings of one kiosk into the JSON of syncd/model/bundle.c. */

#include "bundle_make.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/json.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "bundle_pick.h"
#include "central.h"
#include "register_book.h"
#include "storage_clock.h"
#include "storage_connectors.h"
#include "storage_notices.h"

enum { BUNDLE_VERSION = 1, IDLE_WARN_S = 45, IDLE_WIPE_S = 30, HOUR_MINUTES = 60 };

/* What serial, time of issue and the frame around the lists take at most; and what programmes leave to the register. */
enum { SLACK_BYTES = 1024, REGISTER_BYTES = 256 * 1024 };

/* One bundle that is being made. */
struct making {
    struct central *central;
    struct storage_kiosk kiosk;
    int64_t now_ms;
    struct bs_date today;
    char mark[STORAGE_MARK_TEXT];
    char key[BS_HASH_TEXT];
    int64_t told; /* the serial that the kiosk says it holds; 0: unknown, or none that can be */
    struct bs_buf text; /* the content, without the closing brace */
};

/* --- what it is made of --- */

/* A notice that is looked for. */
struct search {
    const char *place;
    int64_t n;              /* 0: not found yet */
    struct bs_json *notice; /* owned by the caller then */
};

static bool is_for(const struct bs_json_at *notice, const char *place)
{
    struct bs_json_at places = bs_json_member(notice, "places");

    for (size_t i = 0; i < bs_json_count(&places); i++) {
        struct bs_json_at item = bs_json_item(&places, i);
        const char *id;

        if (bs_json_string_here(&item, BS_SLUG_TEXT, &id) && strcmp(id, place) == 0) {
            return true;
        }
    }
    return !bs_json_exists(&places);
}

static bool look_at_notice(void *self, const struct storage_notice *stored)
{
    struct search *search = self;
    struct bs_json *json = NULL;
    struct bs_json_at root;

    if (bs_json_parse(stored->json, &json, NULL) != BS_OK) {
        return true;
    }
    root = bs_json_root(json, NULL);
    if (!is_for(&root, search->place)) {
        bs_json_destroy(json);
        return true;
    }
    search->n = stored->n;
    search->notice = json;
    return false;
}

static enum bs_err find_notice(struct making *making, struct search *out, struct bs_error *err)
{
    *out = (struct search){.place = making->kiosk.place};
    return storage_notices(making->central->storage, making->kiosk.tenant, making->now_ms,
                           look_at_notice, out, err);
}

/* Everything that the content hangs on, but for what the mark stands for. Results are counted anew each hour. */
static enum bs_err make_key(struct making *making, struct bs_error *err)
{
    const struct storage_kiosk *kiosk = &making->kiosk;
    char day[11], text[768];
    struct bs_bytes bytes = {(const uint8_t *)text, 0};
    int len;
    struct search search;
    enum bs_err rc = storage_content_mark(making->central->storage, making->mark, err);

    if (rc == BS_OK) {
        rc = find_notice(making, &search, err);
    }
    if (rc != BS_OK) {
        return rc;
    }
    bs_json_destroy(search.notice);
    bs_date_format(making->today, day);
    len =
        snprintf(text, sizeof(text), "%s %s %s %d %" PRId64 " %s %s %d %s|%s %" PRId64, BS_VERSION,
                 making->mark, day, bs_minute_in_amsterdam(making->now_ms) / HOUR_MINUTES, search.n,
                 kiosk->tenant, kiosk->place, kiosk->state, kiosk->languages,
                 making->central->public_url, kiosk->generation);
    bytes.len = (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1;
    bs_sha256_hex(&bytes, 1, making->key);
    return BS_OK;
}

/* --- its content --- */

static struct bs_json *languages_of(const char *list)
{
    struct bs_json *array = bs_json_new_array();

    while (*list != '\0') {
        size_t len = strcspn(list, " ");
        char lang[BS_LANG_TEXT];

        if (len > 0 && len < sizeof(lang)) {
            memcpy(lang, list, len);
            lang[len] = '\0';
            bs_json_add_string(array, lang);
        }
        list += len + strspn(list + len, " ");
    }
    return array;
}

static struct bs_json *idle_times(void)
{
    struct bs_json *idle = bs_json_new_object();

    bs_json_set_int(idle, "warn_s", IDLE_WARN_S);
    bs_json_set_int(idle, "wipe_s", IDLE_WIPE_S);
    return idle;
}

/* The notice as kiosks read it, without what only central needs. */
static struct bs_json *notices_of(const struct bs_json *notice)
{
    static const char *const names[] = {"id", "title", "text", "until", "example"};
    struct bs_json *array = bs_json_new_array();
    struct bs_json_at root = bs_json_root(notice, NULL);

    if (notice != NULL) {
        struct bs_json *item = bs_json_new_object();

        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            struct bs_json_at member = bs_json_member(&root, names[i]);

            bs_json_set_copy(item, names[i], &member);
        }
        bs_json_add_take(array, item);
    }
    return array;
}

/* What was stored as the bundle holds it. */
static enum bs_err add_part(struct making *making, enum storage_part part, const char *name,
                            struct bs_json *head, struct bs_error *err)
{
    struct bs_json *json = NULL;
    struct bs_buf text;
    enum bs_err rc;

    bs_buf_init(&text, BS_PLACE_BYTES_MAX);
    rc = storage_part(making->central->storage, making->kiosk.tenant, part, &text, err);
    if (rc == BS_OK && text.len > 0) {
        rc = bs_json_parse(bs_buf_bytes(&text), &json, err);
        if (rc == BS_OK) {
            bs_json_set_take(head, name, json);
        }
    }
    bs_buf_finish(&text);
    return rc;
}

static enum bs_err add_parts(struct making *making, struct bs_json *head, struct bs_error *err)
{
    struct search search = {.notice = NULL};
    enum bs_err rc = find_notice(making, &search, err);

    bs_json_set_take(head, "notices", notices_of(search.notice));
    bs_json_destroy(search.notice);
    if (rc == BS_OK) {
        rc = add_part(making, STORAGE_WISH, "wish", head, err);
    }
    if (rc == BS_OK) {
        rc = add_part(making, STORAGE_HOUSE, "house", head, err);
    }
    if (rc == BS_OK) {
        rc = add_part(making, STORAGE_WAY, "central", head, err);
    }
    if (rc == BS_OK && making->kiosk.generation > 0) {
        struct bs_json *credential = bs_json_new_object();

        bs_json_set_int(credential, "generation", making->kiosk.generation);
        bs_json_set_take(head, "credential", credential);
    }
    return rc;
}

/* --- who reads residents' words --- */

struct gathering {
    struct bs_json *array; /* borrowed */
    size_t count;
};

static bool add_connector(void *self, const struct storage_connector *connector)
{
    struct gathering *gathering = self;
    struct bs_json *item = bs_json_new_object();

    bs_json_set_string(item, "id", connector->id);
    bs_json_set_string(item, "name", connector->name);
    if (connector->pin[0] != '\0') {
        bs_json_set_string(item, "pin", connector->pin);
    }
    if (connector->badge[0] != '\0') {
        bs_json_set_string(item, "badge", connector->badge);
    }
    if (connector->languages[0] != '\0') {
        bs_json_set_take(item, "languages", languages_of(connector->languages));
    }
    bs_json_add_take(gathering->array, item);
    gathering->count++;
    return true;
}

static enum bs_err add_salt(struct making *making, struct bs_json *head, struct bs_error *err)
{
    uint8_t salt[BS_PIN_SALT_SIZE];
    char text[2 * BS_PIN_SALT_SIZE + 1];
    enum bs_err rc =
        storage_connector_salt(making->central->storage, making->kiosk.tenant, salt, err);

    if (rc == BS_OK) {
        bs_hex_format(salt, sizeof(salt), text);
        bs_json_set_string(head, "connector_salt", text);
    }
    return rc;
}

/* Those of the place, and what becomes of words that none of them read. */
static enum bs_err add_connectors(struct making *making, struct bs_json *head, struct bs_error *err)
{
    struct gathering gathering = {.array = bs_json_new_array()};
    enum bs_err rc = storage_connectors(making->central->storage, making->kiosk.tenant,
                                        making->kiosk.place, add_connector, &gathering, err);

    bs_json_set_take(head, "connectors", gathering.array);
    if (rc == BS_OK && gathering.count > 0) {
        rc = add_salt(making, head, err);
    }
    return rc == BS_OK ? add_part(making, STORAGE_WORDS, "words", head, err) : rc;
}

/* All that stands before the lists. */
static enum bs_err write_head(struct making *making, const struct bs_json_at *place,
                              struct bs_error *err)
{
    const struct storage_kiosk *kiosk = &making->kiosk;
    struct bs_json *head = bs_json_new_object();
    char tenant_name[128];
    enum bs_err rc = storage_tenant_name(making->central->storage, kiosk->tenant, tenant_name, err);

    if (rc == BS_OK) {
        bs_json_set_int(head, "v", BUNDLE_VERSION);
        bs_json_set_string(head, "tenant", kiosk->tenant);
        bs_json_set_string(head, "kiosk", kiosk->id);
        bs_json_set_string(head, "tenant_name", tenant_name);
        bs_json_set_bool(head, "in_use", kiosk->state == STORAGE_KIOSK_IN_USE);
        bs_json_set_take(head, "languages", languages_of(kiosk->languages));
        bs_json_set_take(head, "idle", idle_times());
        bs_json_set_copy(head, "place", place);
        if (making->central->public_url[0] != '\0') {
            bs_json_set_string(head, "public_url", making->central->public_url);
        }
        rc = add_connectors(making, head, err);
    }
    if (rc == BS_OK) {
        rc = add_parts(making, head, err);
    }
    if (rc == BS_OK) {
        bs_json_write(head, false, &making->text);
        making->text.len--; /* the lists follow before the brace */
    }
    bs_json_destroy(head);
    return rc;
}

static size_t room_left(const struct making *making)
{
    return BS_BUNDLE_BYTES_MAX - SLACK_BYTES - making->text.len;
}

static enum bs_err write_register(struct making *making, struct bs_error *err)
{
    struct register_book *own = NULL, *book = making->central->register_book;
    enum bs_err rc;

    if (book == NULL) {
        book = own = register_book_create();
    }
    bs_buf_text(&making->text, ",\"register\":");
    rc = register_book_write(book, making->central->storage, making->mark, making->today,
                             room_left(making), &making->text, err);
    register_book_destroy(own);
    return rc;
}

static enum bs_err write_content(struct making *making, struct bs_error *err)
{
    const struct storage_kiosk *kiosk = &making->kiosk;
    struct storage *storage = making->central->storage;
    struct storage_place *stored = bs_xcalloc(1, sizeof(*stored));
    struct bs_json *document = NULL;
    struct bs_json_at at;
    struct bs_place place;
    enum bs_err rc = storage_place(storage, kiosk->tenant, kiosk->place, stored, err);

    if (rc != BS_OK) {
        goto out;
    }
    rc = bs_json_parse(bs_bytes_of(stored->json), &document, err);
    at = bs_json_root(document, NULL);
    if (rc != BS_OK || !bs_place_read(&at, &place)) {
        rc = bs_fail(err, BS_BROKEN, "the stored place %s cannot be read", kiosk->place);
        goto out;
    }
    rc = write_head(making, &at, err);
    if (rc != BS_OK) {
        goto out;
    }
    bs_buf_text(&making->text, ",");
    rc = bundle_pick_write(storage, kiosk->id, kiosk->tenant, &place, making->today,
                           room_left(making) - REGISTER_BYTES, &making->text, err);
    if (rc == BS_OK) {
        rc = write_register(making, err);
    }
    if (rc == BS_OK) {
        rc = bs_buf_check(&making->text, "bundle", err);
    }
out:
    bs_json_destroy(document);
    free(stored);
    return rc;
}

/* --- a new one --- */

/*
 * By the clock only if that can be right: a kiosk refuses for ever what is below the highest that it saw. In milliseconds, so
 * that several bundles in a row stay behind the clock, for a central that is put back and knows of none of them.
 */
static int64_t next_serial(const struct making *making)
{
    const int64_t last =
        making->told > making->kiosk.bundle_serial ? making->told : making->kiosk.bundle_serial;
    bool is_good = false;

    if (storage_judge_clock(making->central->storage, making->now_ms, &is_good, NULL) != BS_OK ||
        !is_good) {
        bs_log(BS_LOG_ERROR, "clock-jumped", "serial=%" PRId64, last + 1);
        return last + 1;
    }
    return making->now_ms > last ? making->now_ms : last + 1;
}

/* Serial and time of issue behind the content. */
static int64_t write_end(struct making *making)
{
    const int64_t serial = next_serial(making);
    char issued[25];

    bs_time_format_utc(making->now_ms, issued);
    bs_buf_printf(&making->text, ",\"serial\":%" PRId64 ",\"issued\":\"%s\"}", serial, issued);
    return serial;
}

/* A kiosk would refuse it and stay with what it has, and so do we. */
static enum bs_err keep_old(struct making *making, const struct bs_error *why, struct bs_error *err)
{
    bs_log(BS_LOG_ERROR, "bundle-unreadable", "kiosk=%s why=\"%s\"", making->kiosk.id, why->text);
    return making->kiosk.bundle_serial == 0
               ? bs_fail(err, BS_BROKEN, "no kiosk could read it: %s", why->text)
               : storage_keep_bundle(making->central->storage, making->kiosk.id,
                                     making->kiosk.bundle_hash, making->key, err);
}

static enum bs_err keep_new(struct making *making, const char *hash, struct bs_error *err)
{
    struct bs_error why = {.code = BS_OK};
    struct bs_bundle *bundle = NULL;
    int64_t serial = write_end(making);
    enum bs_err rc = bs_buf_check(&making->text, "bundle", &why);

    if (rc == BS_OK) {
        rc = bs_bundle_parse(bs_buf_bytes(&making->text), &bundle, &why);
    }
    bs_bundle_destroy(bundle);
    return rc != BS_OK ? keep_old(making, &why, err)
                       : storage_note_bundle(making->central->storage, making->kiosk.id, serial,
                                             hash, making->key, bs_buf_bytes(&making->text), err);
}

/* The kiosk holds a bundle that we know nothing of, and would refuse ours. */
static bool is_overtaken(const struct making *making)
{
    return making->told > making->kiosk.bundle_serial;
}

static enum bs_err renew(struct making *making, struct bs_error *err)
{
    struct bs_bytes content;
    char hash[BS_HASH_TEXT];
    enum bs_err rc = write_content(making, err);

    if (rc != BS_OK) {
        return rc;
    }
    content = bs_buf_bytes(&making->text);
    bs_sha256_hex(&content, 1, hash);
    rc = strcmp(hash, making->kiosk.bundle_hash) == 0 && !is_overtaken(making)
             ? storage_keep_bundle(making->central->storage, making->kiosk.id, hash, making->key,
                                   err)
             : keep_new(making, hash, err);
    /* What is kept is what is sent: two requests at once get the same bytes. */
    return rc == BS_OK
               ? storage_kiosk(making->central->storage, making->kiosk.id, &making->kiosk, err)
               : rc;
}

static enum bs_err hear_kiosk(struct making *making, struct bs_error *err)
{
    struct bs_heartbeat heartbeat;
    int64_t received_ms;
    enum bs_err rc = storage_heartbeat(making->central->storage, making->kiosk.id, &heartbeat,
                                       &received_ms, err);

    if (rc == BS_OK && heartbeat.bundle_serial <= BUNDLE_SERIAL_TOLD_MAX) {
        making->told = heartbeat.bundle_serial;
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

enum bs_err bundle_make(struct central *central, const char *kiosk, int64_t now_ms,
                        struct bundle_made *made, struct bs_error *err)
{
    struct making making = {
        .central = central, .now_ms = now_ms, .today = bs_date_in_amsterdam(now_ms)};
    enum bs_err rc = storage_kiosk(central->storage, kiosk, &making.kiosk, err);

    bs_buf_init(&making.text, BS_BUNDLE_BYTES_MAX);
    if (rc == BS_OK) {
        rc = make_key(&making, err);
    }
    if (rc == BS_OK) {
        rc = hear_kiosk(&making, err);
    }
    if (rc == BS_OK &&
        (strcmp(making.key, making.kiosk.bundle_key) != 0 || is_overtaken(&making))) {
        rc = renew(&making, err);
    }
    if (rc == BS_OK) {
        made->serial = making.kiosk.bundle_serial;
        (void)snprintf(made->etag, sizeof(made->etag), "\"%" PRId64 "-%.16s\"", made->serial,
                       making.kiosk.bundle_hash);
    }
    bs_buf_finish(&making.text);
    return rc;
}
