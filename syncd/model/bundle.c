/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Bundles. A bundle's own members that are not known here are passed over, so that an older kiosk can read a newer bundle;
 * what is known must be right. */

#include <buurtstem/bundle.h>

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "bundle_p.h"
#include "field.h"

#define BUNDLE_VERSION 1
#define WARN_S         45
#define WIPE_S         30
#define IDLE_LEAST     20
#define IDLE_MOST      600

static bool read_idle(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at idle = bs_json_member(at, "idle");
    int64_t warn = WARN_S;
    int64_t wipe = WIPE_S;
    bool good = true;

    if (bs_json_exists(&idle)) {
        good = field_is_object(&idle) &&
               bs_json_int_or(&idle, "warn_s", IDLE_LEAST, IDLE_MOST, WARN_S, &warn) &&
               bs_json_int_or(&idle, "wipe_s", IDLE_LEAST, IDLE_MOST, WIPE_S, &wipe);
    }
    out->idle_warn_s = (int)warn;
    out->idle_wipe_s = (int)wipe;
    return good;
}

static bool is_new_programme(const struct bs_json_at *at, const struct bs_bundle *bundle)
{
    const struct bs_programme *last = bundle->programmes[bundle->programme_count - 1].programme;

    if (strcmp(last->tenant, bundle->tenant) != 0) {
        bs_json_complain(at, "is of another tenant");
        return false;
    }
    for (size_t i = 0; i + 1 < bundle->programme_count; i++) {
        if (strcmp(bundle->programmes[i].programme->id, last->id) == 0) {
            bs_json_complain(at, "is there twice");
            return false;
        }
    }
    return true;
}

static bool read_bundle_programme(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at member = bs_json_member(at, "programme");
    struct bs_bundle_programme *slot = &out->programmes[out->programme_count];

    if (!field_is_object(at) || !field_date(at, "published", &slot->published) ||
        bs_programme_read(&member, &slot->programme, NULL) != BS_OK) {
        return false;
    }
    out->programme_count++;
    return is_new_programme(&member, out) && bundle_read_so_far(at, slot->programme, &slot->so_far);
}

static bool read_programmes(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "programmes", 0, BS_BUNDLE_PROGRAMMES_MAX, &list, &count);

    for (size_t i = 0; good && i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_bundle_programme(&item, out);
    }
    return good;
}

/* Its programme in this bundle, without an outcome yet. */
static struct bs_bundle_programme *find_owed(const struct bs_json_at *at, const char *id,
                                             struct bs_bundle *bundle)
{
    for (size_t i = 0; i < bundle->programme_count; i++) {
        struct bs_bundle_programme *item = &bundle->programmes[i];

        if (strcmp(item->programme->id, id) == 0) {
            if (item->outcome == NULL) {
                return item;
            }
            bs_json_complain(at, "has an outcome already");
            return NULL;
        }
    }
    bs_json_complain(at, "is not a programme of this bundle");
    return NULL;
}

static bool read_outcome(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at programme = bs_json_member(at, "programme");
    struct bs_json_at member = bs_json_member(at, "outcome");
    struct bs_bundle_programme *item;
    struct bs_outcome *outcome = NULL;
    struct bs_date published;
    const char *id;

    if (!field_is_object(at) || !field_slug_here(&programme, &id) ||
        !field_date(at, "published", &published)) {
        return false;
    }
    item = find_owed(&programme, id, out);
    if (item == NULL || bs_outcome_read(&member, &outcome, NULL) != BS_OK) {
        return false;
    }
    item->outcome = outcome;
    item->answered = published;
    if (strcmp(outcome->programme, id) != 0 || strcmp(outcome->tenant, out->tenant) != 0) {
        bs_json_complain(&member, "is of another programme");
        return false;
    }
    return true;
}

static bool read_outcomes(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at list = *at;
    size_t count = 0;
    bool good = field_array(at, "outcomes", 0, BS_BUNDLE_PROGRAMMES_MAX, &list, &count);

    for (size_t i = 0; good && i < count; i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        good = read_outcome(&item, out);
    }
    return good;
}

/* Those behind the first are for kiosks that can show more, whatever they hold. */
static bool has_notices(const struct bs_json_at *at)
{
    struct bs_json_at list = *at;
    size_t count;

    return field_array(at, "notices", 0, SIZE_MAX, &list, &count);
}

static bool read_issued(const struct bs_json_at *at)
{
    struct bs_json_at member = bs_json_member(at, "issued");
    const char *text;
    int64_t ms;

    if (!bs_json_string_here(&member, BS_LINE_MAX, &text)) {
        return false;
    }
    if (!bs_time_parse_utc(text, &ms)) {
        bs_json_complain(&member, "expected a time like 2026-11-22T04:28:06Z");
        return false;
    }
    return true;
}

static bool read_bundle(const struct bs_json_at *at, struct bs_bundle *out)
{
    struct bs_json_at place = bs_json_member(at, "place");
    int64_t version = 0;
    const char *tenant;
    const char *kiosk;

    if (!field_is_object(at) || !bs_json_int(at, "v", BUNDLE_VERSION, BUNDLE_VERSION, &version) ||
        !field_tenant(at, "tenant", &tenant) ||
        !field_line(at, "tenant_name", BS_LINE_MAX, &out->tenant_name) ||
        !field_slug(at, "kiosk", &kiosk) ||
        !bs_json_int(at, "serial", 1, INT64_MAX, &out->serial) || !read_issued(at) ||
        !field_bool(at, "in_use", &out->is_in_use) || !bs_place_read(&place, &out->place) ||
        !field_languages(at, "languages", out->languages, &out->language_count) ||
        !read_idle(at, out)) {
        return false;
    }
    (void)bs_utf8_copy(out->tenant, sizeof out->tenant, tenant);
    (void)bs_utf8_copy(out->kiosk, sizeof out->kiosk, kiosk);
    return has_notices(at) && read_programmes(at, out) && read_outcomes(at, out) &&
           bundle_read_connectors(at, out) && bundle_read_parts(at, out) &&
           bundle_read_register(at, out) && bundle_read_way(at, out);
}

enum bs_err bs_bundle_parse(struct bs_bytes bytes, struct bs_bundle **out, struct bs_error *err)
{
    struct bs_complaints *complaints = NULL;
    struct bs_bundle *bundle = NULL;
    struct bs_json_at root;
    enum bs_err rc;

    if (bytes.len > BS_BUNDLE_BYTES_MAX) {
        return bs_fail(err, BS_LIMIT, "a bundle of %zu bytes, at most %d", bytes.len,
                       BS_BUNDLE_BYTES_MAX);
    }
    bundle = bs_xcalloc(1, sizeof *bundle);
    rc = bs_json_parse(bytes, &bundle->document, err);
    if (rc != BS_OK) {
        goto out;
    }
    complaints = bs_xcalloc(1, sizeof *complaints);
    root = bs_json_root(bundle->document, complaints);
    if (!read_bundle(&root, bundle)) {
        rc = bs_fail(err, BS_BAD, "%s", complaints->text[0]);
        goto out;
    }
    *out = bundle;
    bundle = NULL;
out:
    free(complaints);
    bs_bundle_destroy(bundle);
    return rc;
}

void bs_bundle_destroy(struct bs_bundle *bundle)
{
    if (bundle == NULL) {
        return;
    }
    for (size_t i = 0; i < bundle->programme_count; i++) {
        bs_programme_destroy(bundle->programmes[i].programme);
        bs_outcome_destroy(bundle->programmes[i].outcome);
    }
    free(bundle->registered);
    bs_json_destroy(bundle->document);
    free(bundle);
}

bool bs_bundle_is_late(const struct bs_bundle_programme *item, struct bs_date today, int *days)
{
    struct bs_date due = bs_programme_answer_date(item->programme, item->published);

    if (item->outcome != NULL || due.year == 0 || bs_date_compare(due, today) >= 0) {
        return false;
    }
    if (days != NULL) {
        *days = bs_date_days_between(due, today);
    }
    return true;
}
