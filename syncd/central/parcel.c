/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads publish files. A file is looked at to its end, so that a person hears of everything at once. */

#include "parcel.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

static const char programme_format[] = "buurtstem-programme/1";
static const char outcome_format[] = "buurtstem-outcome/1";
static const char publish_format[] = "buurtstem-publish/1";

struct parcel *parcel_create(void)
{
    return bs_xcalloc(1, sizeof(struct parcel));
}

void parcel_destroy(struct parcel *parcel)
{
    for (size_t i = 0; i < parcel->programme_count; i++) {
        bs_programme_destroy(parcel->programmes[i].programme);
        bs_json_destroy(parcel->programmes[i].text);
    }
    for (size_t i = 0; i < parcel->outcome_count; i++) {
        bs_outcome_destroy(parcel->outcomes[i].outcome);
        bs_json_destroy(parcel->outcomes[i].text);
    }
    for (size_t i = 0; i < parcel->document_count; i++) {
        bs_json_destroy(parcel->documents[i]);
    }
    free(parcel);
}

/* An object as a document of its own, its members in the order of the file. */
static struct bs_json *copy_object(const struct bs_json_at *at)
{
    struct bs_json *copy = bs_json_new_object();

    for (size_t i = 0; i < bs_json_count(at); i++) {
        const char *key = NULL;
        struct bs_json_at member = bs_json_nth_member(at, i, &key);

        bs_json_set_copy(copy, key, &member);
    }
    return copy;
}

static bool read_tenant_code(const struct bs_json_at *at, const char **out)
{
    if (!bs_json_string(at, "tenant", 6, out)) {
        return false;
    }
    if (!bs_tenant_valid(*out)) {
        struct bs_json_at code = bs_json_member(at, "tenant");

        bs_json_complain(&code, "expected a CBS code like GM0546");
        return false;
    }
    return true;
}

static void read_tenant(struct parcel *parcel, const char *file, const struct bs_json_at *at)
{
    static const char *const names[] = {"tenant", "name", NULL};
    struct parcel_tenant tenant;
    bool good = bs_json_only(at, names);

    (void)file;
    good = read_tenant_code(at, &tenant.id) && good;
    good = bs_json_string(at, "name", 127, &tenant.name) && good;
    if (good) {
        parcel->tenants[parcel->tenant_count++] = tenant;
    }
}

static void read_place(struct parcel *parcel, const char *file, const struct bs_json_at *at)
{
    struct storage_place *place = &parcel->places[parcel->place_count];
    struct bs_json *text;
    struct bs_place read;
    struct bs_buf bytes;
    const char *tenant;
    bool good = bs_place_read(at, &read);

    (void)file;
    good = read_tenant_code(at, &tenant) && good;
    if (!good) {
        return;
    }
    text = copy_object(at);
    bs_buf_init(&bytes, sizeof(place->json) - 1);
    bs_json_write(text, false, &bytes);
    if (bs_buf_check(&bytes, "place", NULL) != BS_OK) {
        bs_json_complain(at, "a place may be %zu bytes", sizeof(place->json) - 1);
    } else {
        (void)bs_utf8_copy(place->tenant, sizeof(place->tenant), tenant);
        (void)bs_utf8_copy(place->id, sizeof(place->id), read.id);
        memcpy(place->json, bs_buf_string(&bytes), bytes.len + 1);
        parcel->place_count++;
    }
    bs_buf_finish(&bytes);
    bs_json_destroy(text);
}

static void read_programme(struct parcel *parcel, const char *file, const struct bs_json_at *at)
{
    struct parcel_programme *out = &parcel->programmes[parcel->programme_count];

    if (bs_programme_examine_at(at, &out->programme, NULL) == BS_OK) {
        out->file = file;
        out->text = copy_object(at);
        parcel->programme_count++;
    }
}

static void read_outcome(struct parcel *parcel, const char *file, const struct bs_json_at *at)
{
    struct parcel_outcome *out = &parcel->outcomes[parcel->outcome_count];

    if (bs_outcome_examine_at(at, &out->outcome, NULL) == BS_OK) {
        out->file = file;
        out->text = copy_object(at);
        parcel->outcome_count++;
    }
}

/* Each item of a list, if the list is there; `room` is how many more there may be. */
static void read_list(struct parcel *parcel, const char *file, const struct bs_json_at *root,
                      const char *name, size_t room,
                      void (*read)(struct parcel *, const char *, const struct bs_json_at *))
{
    struct bs_json_at list = bs_json_member(root, name);

    if (!bs_json_exists(&list)) {
        return;
    }
    if (!bs_json_is_array(&list)) {
        bs_json_complain(&list, "expected a list");
        return;
    }
    if (bs_json_count(&list) > room) {
        bs_json_complain(&list, "more than %d in one go", PARCEL_ITEMS_MAX);
        return;
    }
    for (size_t i = 0; i < bs_json_count(&list); i++) {
        struct bs_json_at item = bs_json_item(&list, i);

        if (bs_json_is_object(&item)) {
            read(parcel, file, &item);
        } else {
            bs_json_complain(&item, "expected an object");
        }
    }
}

static void read_publish(struct parcel *parcel, const char *file, const struct bs_json_at *root)
{
    static const char *const names[] = {"$schema",    "format",   "tenants", "places",
                                        "programmes", "outcomes", NULL};

    (void)bs_json_only(root, names);
    read_list(parcel, file, root, "tenants", PARCEL_ITEMS_MAX - parcel->tenant_count, read_tenant);
    read_list(parcel, file, root, "places", PARCEL_ITEMS_MAX - parcel->place_count, read_place);
    read_list(parcel, file, root, "programmes", PARCEL_ITEMS_MAX - parcel->programme_count,
              read_programme);
    read_list(parcel, file, root, "outcomes", PARCEL_ITEMS_MAX - parcel->outcome_count,
              read_outcome);
}

static void read_document(struct parcel *parcel, const char *file, const struct bs_json_at *root)
{
    struct bs_json_at member = bs_json_member(root, "format");
    const char *format = "";

    if (bs_json_is_string(&member)) {
        (void)bs_json_string_here(&member, 64, &format);
    }
    if (strcmp(format, publish_format) == 0) {
        read_publish(parcel, file, root);
    } else if (strcmp(format, programme_format) == 0 &&
               parcel->programme_count < PARCEL_ITEMS_MAX) {
        read_programme(parcel, file, root);
    } else if (strcmp(format, outcome_format) == 0 && parcel->outcome_count < PARCEL_ITEMS_MAX) {
        read_outcome(parcel, file, root);
    } else {
        bs_json_complain(&member, "expected \"%s\", \"%s\" or \"%s\"", programme_format,
                         outcome_format, publish_format);
    }
}

static void tell(struct parcel *parcel, const struct verb_call *call, const char *file,
                 const struct bs_complaints *complaints)
{
    for (size_t i = 0; i < complaints->count; i++) {
        verb_complain(call, "%s: %s", file, complaints->text[i]);
    }
    if (complaints->dropped > 0) {
        verb_complain(call, "%s: and %zu more", file, complaints->dropped);
    }
    parcel->complaints += complaints->count + complaints->dropped;
}

void parcel_read(struct parcel *parcel, const struct verb_call *call)
{
    for (size_t i = 0; i < call->input_count; i++) {
        const struct verb_input *input = &call->inputs[i];
        struct bs_complaints complaints = {.count = 0};
        struct bs_json **document = &parcel->documents[parcel->document_count];
        struct bs_error err = {.code = BS_OK};

        if (bs_json_parse(bs_buf_bytes(&input->content), document, &err) == BS_OK) {
            struct bs_json_at root = bs_json_root(*document, &complaints);

            parcel->document_count++;
            read_document(parcel, input->name, &root);
        } else {
            bs_complain(&complaints, NULL, "%s", err.text);
        }
        tell(parcel, call, input->name, &complaints);
    }
}
