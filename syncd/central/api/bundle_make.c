/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers place, programmes and settings of one kiosk into the JSON of syncd/model/bundle.c. */

#include "bundle_make.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/json.h>

enum { BUNDLE_VERSION = 1, IDLE_WARN_S = 45, IDLE_WIPE_S = 30 };

struct gathering {
    struct bs_json *programmes; /* array */
    struct bs_date today;
    size_t count;
};

/* One programme that did not end yet, in order of publication; the kiosk looks at the day itself. */
static bool gather_programme(void *self, const struct storage_programme *stored)
{
    struct gathering *gathering = self;
    struct bs_complaints complaints = {.count = 0};
    struct bs_programme *programme = NULL;

    if (bs_programme_parse(stored->json, &programme, &complaints, NULL) != BS_OK) {
        return true; /* verify tells of it; the others must still reach the kiosk */
    }
    if (bs_date_compare(programme->ends, gathering->today) >= 0) {
        struct bs_json *entry = bs_json_new_object();
        struct bs_json_at document = bs_json_root(programme->document, NULL);
        char day[11];

        bs_date_format(stored->published, day);
        bs_json_set_string(entry, "published", day);
        bs_json_set_copy(entry, "programme", &document);
        bs_json_add_take(gathering->programmes, entry);
        gathering->count++;
    }
    bs_programme_destroy(programme);
    return gathering->count < BS_BUNDLE_PROGRAMMES_MAX;
}

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

static enum bs_err add_place(struct storage *storage, const struct storage_kiosk *kiosk,
                             struct bs_json *bundle, struct bs_error *err)
{
    struct storage_place place;
    struct bs_json *document = NULL;
    enum bs_err rc = storage_place(storage, kiosk->tenant, kiosk->place, &place, err);

    if (rc == BS_OK) {
        rc = bs_json_parse(bs_bytes_of(place.json), &document, err);
    }
    if (rc == BS_OK) {
        bs_json_set_take(bundle, "place", document);
    }
    return rc == BS_BAD ? bs_fail(err, BS_BROKEN, "the stored place cannot be read") : rc;
}

/* Everything but serial and issue time; these two are set when the content is new. */
static enum bs_err gather(struct storage *storage, const struct storage_kiosk *kiosk,
                          int64_t now_ms, struct bs_json *bundle, struct bs_error *err)
{
    struct gathering gathering = {.programmes = bs_json_new_array(),
                                  .today = bs_date_in_amsterdam(now_ms)};
    struct bs_json *idle = bs_json_new_object();
    char tenant_name[128];
    enum bs_err rc = storage_tenant_name(storage, kiosk->tenant, tenant_name, err);

    bs_json_set_string(bundle, "tenant_name", rc == BS_OK ? tenant_name : "");
    bs_json_set_bool(bundle, "in_use", kiosk->state == STORAGE_KIOSK_IN_USE);
    bs_json_set_take(bundle, "languages", languages_of(kiosk->languages));
    bs_json_set_int(idle, "warn_s", IDLE_WARN_S);
    bs_json_set_int(idle, "wipe_s", IDLE_WIPE_S);
    bs_json_set_take(bundle, "idle", idle);
    if (rc == BS_OK) {
        rc = add_place(storage, kiosk, bundle, err);
    }
    if (rc == BS_OK) {
        rc = storage_programmes(storage, kiosk->tenant, gather_programme, &gathering, err);
    }
    bs_json_set_take(bundle, "programmes", gathering.programmes);
    bs_json_set_take(bundle, "outcomes", bs_json_new_array());
    bs_json_set_take(bundle, "connectors", bs_json_new_array());
    bs_json_set_take(bundle, "notices", bs_json_new_array());
    return rc;
}

static enum bs_err hash_content(const struct bs_json *bundle, char out[BS_HASH_TEXT],
                                struct bs_error *err)
{
    struct bs_buf text;
    struct bs_bytes bytes;
    enum bs_err rc;

    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    bs_json_write(bundle, false, &text);
    rc = bs_buf_check(&text, "bundle", err);
    if (rc == BS_OK) {
        bytes = bs_buf_bytes(&text);
        bs_sha256_hex(&bytes, 1, out);
    }
    bs_buf_finish(&text);
    return rc;
}

static enum bs_err keep_new(struct storage *storage, const struct storage_kiosk *kiosk,
                            int64_t now_ms, const char *hash, struct bs_json *bundle,
                            struct bs_error *err)
{
    int64_t serial = now_ms / 1000;
    struct bs_buf text;
    char issued[25];
    enum bs_err rc;

    if (serial <= kiosk->bundle_serial) {
        serial = kiosk->bundle_serial + 1;
    }
    bs_time_format_utc(now_ms, issued);
    bs_json_set_int(bundle, "serial", serial);
    bs_json_set_string(bundle, "issued", issued);
    bs_buf_init(&text, BS_BUNDLE_BYTES_MAX);
    bs_json_write(bundle, false, &text);
    rc = bs_buf_check(&text, "bundle", err);
    if (rc == BS_OK) {
        rc = storage_note_bundle(storage, kiosk->id, serial, hash, bs_buf_bytes(&text), err);
    }
    bs_buf_finish(&text);
    return rc;
}

enum bs_err bundle_make(struct storage *storage, const char *kiosk_id, int64_t now_ms,
                        struct bs_buf *out, struct bundle_made *made, struct bs_error *err)
{
    struct bs_json *bundle = bs_json_new_object();
    struct storage_kiosk kiosk;
    char hash[BS_HASH_TEXT];
    enum bs_err rc = storage_kiosk(storage, kiosk_id, &kiosk, err);

    if (rc != BS_OK) {
        goto out;
    }
    bs_json_set_int(bundle, "v", BUNDLE_VERSION);
    bs_json_set_string(bundle, "tenant", kiosk.tenant);
    bs_json_set_string(bundle, "kiosk", kiosk.id);
    rc = gather(storage, &kiosk, now_ms, bundle, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = hash_content(bundle, hash, err);
    if (rc != BS_OK) {
        goto out;
    }
    if (strcmp(hash, kiosk.bundle_hash) != 0) {
        rc = keep_new(storage, &kiosk, now_ms, hash, bundle, err);
    }
    if (rc == BS_OK) {
        rc = storage_kiosk(storage, kiosk_id, &kiosk, err);
    }
    /* What is kept is what is sent: two requests at once get the same bytes. */
    if (rc == BS_OK) {
        rc = storage_bundle(storage, kiosk_id, out, err);
    }
    if (rc == BS_OK) {
        made->serial = kiosk.bundle_serial;
        (void)snprintf(made->etag, sizeof(made->etag), "\"%" PRId64 "-%.16s\"", kiosk.bundle_serial,
                       kiosk.bundle_hash);
    }
out:
    bs_json_destroy(bundle);
    return rc;
}
