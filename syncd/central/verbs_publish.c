/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* publish and programme check. Everything is looked at first; only what is good as a whole is stored. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "parcel.h"
#include "publish_advice.h"
#include "storage_notices.h"
#include "verb.h"

static bool names_tenant(const struct parcel *parcel, const char *tenant)
{
    for (size_t i = 0; i < parcel->tenant_count; i++) {
        if (strcmp(parcel->tenants[i].id, tenant) == 0) {
            return true;
        }
    }
    return false;
}

/* A municipality that nobody named yet is called by its code until somebody does. */
static enum bs_err need_tenant(const struct verb_call *call, const struct parcel *parcel,
                               const char *file, const char *tenant, struct bs_error *err)
{
    char name[128];
    enum bs_err rc = storage_tenant_name(call->central->storage, tenant, name, NULL);

    if (rc == BS_NOTFOUND && !names_tenant(parcel, tenant)) {
        verb_complain(call,
                      "advice: %s: %s has no name here yet; expected one under \"tenants\" of a "
                      "publish file; until then it is called %s",
                      file, tenant, tenant);
        return storage_put_tenant(call->central->storage, tenant, tenant, err);
    }
    return rc == BS_NOTFOUND ? BS_OK : rc;
}

static enum bs_err store_tenants(const struct verb_call *call, const struct parcel *parcel,
                                 struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < parcel->tenant_count; i++) {
        rc = storage_put_tenant(call->central->storage, parcel->tenants[i].id,
                                parcel->tenants[i].name, err);
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->place_count; i++) {
        rc = need_tenant(call, parcel, parcel->places[i].file, parcel->places[i].tenant, err);
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->programme_count; i++) {
        rc = need_tenant(call, parcel, parcel->programmes[i].file,
                         parcel->programmes[i].programme->tenant, err);
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->notice_count; i++) {
        rc = need_tenant(call, parcel, parcel->notices[i].file, parcel->notices[i].tenant, err);
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->house_count; i++) {
        rc = need_tenant(call, parcel, parcel->houses[i].file, parcel->houses[i].tenant, err);
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->way_count; i++) {
        rc = need_tenant(call, parcel, parcel->ways[i].file, parcel->ways[i].tenant, err);
    }
    return rc;
}

/* `text` NULL: as nothing. */
static enum bs_err store_part(const struct verb_call *call, const char *tenant,
                              enum storage_part part, const struct bs_json *text,
                              struct bs_error *err)
{
    struct bs_buf bytes;
    enum bs_err rc;

    bs_buf_init(&bytes, BS_PLACE_BYTES_MAX);
    if (text != NULL) {
        bs_json_write(text, false, &bytes);
    }
    rc = bs_buf_check(&bytes, tenant, err);
    if (rc == BS_OK) {
        rc = storage_put_part(call->central->storage, tenant, part, bs_buf_bytes(&bytes), err);
    }
    bs_buf_finish(&bytes);
    return rc;
}

static enum bs_err store_wish(const struct verb_call *call, const struct parcel_tenant *tenant,
                              struct bs_error *err)
{
    enum bs_err rc = store_part(call, tenant->id, STORAGE_WISH, tenant->wish, err);

    if (rc == BS_OK) {
        verb_say(call,
                 tenant->wish != NULL ? "%s: kiosks ask who wants to be called"
                                      : "%s: kiosks no longer ask who wants to be called",
                 tenant->id);
    }
    return rc;
}

/* What became of each colour. */
static void tell_house(const struct verb_call *call, const struct parcel_house *house)
{
    verb_say(call,
             house->variables == NULL ? "%s: the kiosks' own colours"
                                      : "%s: colours of its house style",
             house->tenant);
    for (size_t i = 0; i < house->report.count; i++) {
        verb_say(call, "  %s", house->report.text[i]);
    }
}

static enum bs_err store_house(const struct verb_call *call, const struct parcel_house *house,
                               struct bs_error *err)
{
    struct bs_json *colours = house->variables == NULL ? NULL : bs_json_new_object();
    enum bs_err rc;

    for (size_t i = 0; i < house->style.count; i++) {
        char hex[8];

        (void)snprintf(hex, sizeof(hex), "#%06X", (unsigned)house->style.colour[i].rgb & 0xFFFFFF);
        bs_json_set_string(colours, house->style.colour[i].token, hex);
    }
    rc = store_part(call, house->tenant, STORAGE_HOUSE, colours, err);
    bs_json_destroy(colours);
    if (rc == BS_OK) {
        tell_house(call, house);
    }
    return rc;
}

static enum bs_err store_notice(const struct verb_call *call, const struct parcel_notice *notice,
                                struct bs_error *err)
{
    struct bs_buf bytes;
    enum bs_err rc;

    if (notice->is_ended) {
        rc = storage_end_notice(call->central->storage, notice->tenant, notice->id, err);
        if (rc == BS_OK) {
            verb_say(call, "%s of %s is taken back", notice->id, notice->tenant);
        }
        return rc;
    }
    bs_buf_init(&bytes, BS_PLACE_BYTES_MAX);
    bs_json_write(notice->text, false, &bytes);
    rc = bs_buf_check(&bytes, notice->id, err);
    if (rc == BS_OK) {
        rc = storage_put_notice(call->central->storage, notice->tenant, notice->id,
                                notice->until_ms, bs_buf_bytes(&bytes), err);
    }
    bs_buf_finish(&bytes);
    if (rc == BS_OK) {
        verb_say(call, "%s of %s takes over the screens", notice->id, notice->tenant);
    }
    return rc;
}

static enum bs_err store_way(const struct verb_call *call, const struct parcel_way *way,
                             struct bs_error *err)
{
    enum bs_err rc = store_part(call, way->tenant, STORAGE_WAY, way->text, err);

    if (rc == BS_OK) {
        verb_say(call,
                 way->text == NULL ? "%s: kiosks go on reaching central as they do"
                                   : "%s: kiosks try this way to central with their next question",
                 way->tenant);
        parcel_advise_way(call, way);
    }
    return rc;
}

static enum bs_err store_extras(const struct verb_call *call, const struct parcel *parcel,
                                struct bs_error *err)
{
    enum bs_err rc = BS_OK;

    for (size_t i = 0; rc == BS_OK && i < parcel->tenant_count; i++) {
        rc = parcel->tenants[i].has_wish ? store_wish(call, &parcel->tenants[i], err) : BS_OK;
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->house_count; i++) {
        rc = store_house(call, &parcel->houses[i], err);
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->way_count; i++) {
        rc = store_way(call, &parcel->ways[i], err);
    }
    for (size_t i = 0; rc == BS_OK && i < parcel->notice_count; i++) {
        rc = store_notice(call, &parcel->notices[i], err);
    }
    return rc;
}

static enum bs_err store_place(const struct verb_call *call, const struct parcel_place *place,
                               struct bs_error *err)
{
    struct storage_place *row = bs_xcalloc(1, sizeof(*row));
    struct bs_buf bytes;
    enum bs_err rc;

    (void)bs_utf8_copy(row->tenant, sizeof(row->tenant), place->tenant);
    (void)bs_utf8_copy(row->id, sizeof(row->id), place->id);
    bs_buf_init(&bytes, sizeof(row->json) - 1);
    bs_json_write(place->text, false, &bytes);
    rc = bs_buf_check(&bytes, place->id, err);
    if (rc == BS_OK) {
        memcpy(row->json, bs_buf_string(&bytes), bytes.len + 1);
        rc = storage_put_place(call->central->storage, row, err);
    }
    bs_buf_finish(&bytes);
    free(row);
    if (rc == BS_OK) {
        verb_say(call, "%s of %s is published", place->id, place->tenant);
    }
    return rc;
}

static enum bs_err store_programme(const struct verb_call *call,
                                   const struct parcel_programme *item, struct bs_date published,
                                   struct bs_error *err)
{
    const struct bs_programme *programme = item->programme;
    struct bs_buf text;
    enum bs_err rc;

    bs_buf_init(&text, BS_PROGRAMME_FILE_MAX);
    bs_json_write(item->text, false, &text);
    rc = bs_buf_check(&text, "programme", err);
    if (rc == BS_OK) {
        rc = storage_put_programme(call->central->storage, programme->tenant, programme->id,
                                   programme->version, programme->code, published,
                                   bs_buf_bytes(&text), err);
    }
    bs_buf_finish(&text);
    if (rc == BS_OK) {
        verb_say(call, "%s: %s version %d of %s is published", item->file, programme->id,
                 programme->version, programme->tenant);
    } else {
        (void)bs_fail_prefix(err, item->file);
    }
    return rc;
}

static enum bs_err store_outcome(const struct verb_call *call, const struct parcel_outcome *item,
                                 struct bs_date published, struct bs_error *err)
{
    const struct bs_outcome *outcome = item->outcome;
    struct bs_buf text;
    enum bs_err rc;

    bs_buf_init(&text, BS_OUTCOME_FILE_MAX);
    bs_json_write(item->text, false, &text);
    rc = bs_buf_check(&text, "outcome", err);
    if (rc == BS_OK) {
        rc = storage_put_outcome(call->central->storage, outcome->tenant, outcome->programme,
                                 outcome->version, published, bs_buf_bytes(&text), err);
    }
    bs_buf_finish(&text);
    if (rc == BS_OK) {
        verb_say(call, "%s: the outcome of %s version %d of %s is published", item->file,
                 outcome->programme, outcome->version, outcome->tenant);
    } else {
        (void)bs_fail_prefix(err, item->file);
    }
    return rc;
}

static int store(const struct verb_call *call, const struct parcel *parcel,
                 struct bs_date published)
{
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc = store_tenants(call, parcel, &err);
    int status = 0;

    for (size_t i = 0; rc == BS_OK && i < parcel->place_count; i++) {
        rc = store_place(call, &parcel->places[i], &err);
    }
    if (rc == BS_OK) {
        rc = store_extras(call, parcel, &err);
    }
    if (rc != BS_OK) {
        return verb_fail(call, &err);
    }
    /* One that is refused does not keep the others back; each is told. */
    for (size_t i = 0; i < parcel->programme_count; i++) {
        bs_error_clear(&err);
        if (store_programme(call, &parcel->programmes[i], published, &err) != BS_OK) {
            status = verb_fail(call, &err);
        }
    }
    for (size_t i = 0; i < parcel->outcome_count; i++) {
        bs_error_clear(&err);
        if (store_outcome(call, &parcel->outcomes[i], published, &err) != BS_OK) {
            status = verb_fail(call, &err);
        }
    }
    for (size_t i = 0; i < parcel->place_count; i++) {
        publish_advise_place(call, &parcel->places[i]);
    }
    for (size_t i = 0; i < parcel->programme_count; i++) {
        publish_advise_programme(call, &parcel->programmes[i]);
    }
    return status;
}

/* The day on which it was published; false after the complaint. */
static bool read_day(const struct verb_call *call, const char *on, struct bs_date *out)
{
    const struct bs_date today =
        bs_date_in_amsterdam(call->central->clock.wall_ms(call->central->clock.self));

    if (on == NULL) {
        *out = today;
        return true;
    }
    if (!bs_date_parse(on, out)) {
        verb_complain(call, "--on %s: expected a day like 2026-11-22", on);
        return false;
    }
    if (bs_date_compare(*out, today) > 0) {
        verb_complain(call, "--on %s: that day is still to come", on);
        return false;
    }
    return true;
}

/* Keeps nothing from being published, so it changes no exit status. */
static void tell_advice(const struct verb_call *call, const char *file,
                        const struct bs_complaints *advice)
{
    for (size_t i = 0; i < advice->count; i++) {
        verb_complain(call, "advice: %s: %s", file, advice->text[i]);
    }
    if (advice->dropped > 0) {
        verb_complain(call, "advice: %s: and %zu more", file, advice->dropped);
    }
}

static void advise_programme(const struct verb_call *call, const struct parcel_programme *item)
{
    struct bs_complaints advice = {.count = 0};

    bs_programme_advise(item->programme, &advice);
    tell_advice(call, item->file, &advice);
    publish_advise_icons(call, item);
}

static void advise_outcome(const struct verb_call *call, const struct parcel_outcome *item)
{
    struct bs_complaints advice = {.count = 0};

    bs_outcome_advise(item->outcome, &advice);
    tell_advice(call, item->file, &advice);
}

/* What the files alone show. Also where something is wrong with them, so that all can be mended at once. */
static void advise(const struct verb_call *call, const struct parcel *parcel)
{
    for (size_t i = 0; i < parcel->place_count; i++) {
        publish_advise_areas(call, &parcel->places[i]);
    }
    for (size_t i = 0; i < parcel->programme_count; i++) {
        advise_programme(call, &parcel->programmes[i]);
    }
    for (size_t i = 0; i < parcel->outcome_count; i++) {
        advise_outcome(call, &parcel->outcomes[i]);
    }
}

int verb_publish(const struct verb_call *call)
{
    static const char *const names[] = {"on"};
    const char *on = NULL, *files[VERB_ARGUMENTS_MAX];
    struct parcel *parcel;
    struct bs_date published;
    size_t count;
    int status;

    if (!verb_options(call, names, &on, 1, files, VERB_ARGUMENTS_MAX, &count) || count == 0 ||
        call->input_count == 0) {
        return verb_wrong_usage(call, "publish [--on DATE] FILE…");
    }
    if (!read_day(call, on, &published)) {
        return bs_err_exit_status(BS_BAD);
    }
    parcel = parcel_create(false);
    parcel_read(parcel, call);
    advise(call, parcel);
    status = parcel->complaints > 0 ? bs_err_exit_status(BS_BAD) : store(call, parcel, published);
    parcel_destroy(parcel);
    return status;
}

static void tell_length(const struct verb_call *call, const struct parcel_programme *item)
{
    const struct bs_programme *programme = item->programme;

    for (size_t i = 0; i < programme->language_count; i++) {
        verb_say(call, "%s: %s version %d: good, a visit takes %.0f s in %s", item->file,
                 programme->id, programme->version,
                 bs_programme_seconds(programme, programme->languages[i]), programme->languages[i]);
    }
}

int verb_programme_check(const struct verb_call *call)
{
    struct parcel *parcel;
    int status;

    if (call->input_count == 0) {
        verb_complain(call, "usage: buurtstem-central programme check FILE…");
        return bs_err_exit_status(BS_BAD);
    }
    parcel = parcel_create(true);
    parcel_read(parcel, call);
    advise(call, parcel);
    status = parcel->complaints > 0 ? bs_err_exit_status(BS_BAD) : 0;
    for (size_t i = 0; i < parcel->programme_count; i++) {
        tell_length(call, &parcel->programmes[i]);
    }
    for (size_t i = 0; i < parcel->outcome_count; i++) {
        verb_say(call, "%s: the outcome of %s version %d: good", parcel->outcomes[i].file,
                 parcel->outcomes[i].outcome->programme, parcel->outcomes[i].outcome->version);
    }
    for (size_t i = 0; i < parcel->house_count; i++) {
        tell_house(call, &parcel->houses[i]);
    }
    for (size_t i = 0; i < parcel->way_count; i++) {
        parcel_advise_way(call, &parcel->ways[i]);
    }
    if (status == 0 && parcel->programme_count == 0 && parcel->outcome_count == 0) {
        verb_say(call, "good: municipalities %zu, places %zu, programmes 0", parcel->tenant_count,
                 parcel->place_count);
    }
    parcel_destroy(parcel);
    return status;
}
