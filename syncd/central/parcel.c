/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads publish files. A file is looked at to its end, so that a person hears of everything at once. */

#include "parcel.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

#include "verb_inputs.h"

static const char programme_format[] = "buurtstem-programme/1";
static const char outcome_format[] = "buurtstem-outcome/1";
static const char publish_format[] = "buurtstem-publish/1";

typedef void parcel_reader(struct parcel *, const struct verb_call *, const char *,
                           const struct bs_json_at *);

struct parcel *parcel_create(bool is_strict)
{
    struct parcel *parcel = bs_xcalloc(1, sizeof(*parcel));

    parcel->is_strict = is_strict;
    parcel->houses = bs_xcalloc(PARCEL_HOUSES_MAX, sizeof(*parcel->houses));
    return parcel;
}

void parcel_destroy(struct parcel *parcel)
{
    for (size_t i = 0; i < parcel->tenant_count; i++) {
        bs_json_destroy(parcel->tenants[i].wish);
    }
    for (size_t i = 0; i < parcel->place_count; i++) {
        bs_json_destroy(parcel->places[i].text);
    }
    for (size_t i = 0; i < parcel->programme_count; i++) {
        bs_programme_destroy(parcel->programmes[i].programme);
        bs_json_destroy(parcel->programmes[i].text);
    }
    for (size_t i = 0; i < parcel->outcome_count; i++) {
        bs_outcome_destroy(parcel->outcomes[i].outcome);
        bs_json_destroy(parcel->outcomes[i].text);
    }
    for (size_t i = 0; i < parcel->notice_count; i++) {
        bs_json_destroy(parcel->notices[i].text);
    }
    for (size_t i = 0; i < parcel->way_count; i++) {
        bs_json_destroy(parcel->ways[i].text);
    }
    for (size_t i = 0; i < VERB_INPUTS_MAX; i++) {
        bs_json_destroy(parcel->documents[i]);
    }
    free(parcel->houses);
    free(parcel);
}

bool parcel_read_tenant_code(const struct bs_json_at *at, const char **out)
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

static void read_place(struct parcel *parcel, const struct verb_call *call, const char *file,
                       const struct bs_json_at *at)
{
    struct parcel_place *out = &parcel->places[parcel->place_count];
    struct bs_place read;
    const char *tenant;
    bool good = bs_place_read(at, &read);

    (void)call;
    good = parcel_read_tenant_code(at, &tenant) && good;
    if (good) {
        *out = (struct parcel_place){file, tenant, read.id, bs_json_copy(at)};
        parcel->place_count++;
    }
}

static void read_programme(struct parcel *parcel, const struct verb_call *call, const char *file,
                           const struct bs_json_at *at)
{
    struct parcel_programme *out = &parcel->programmes[parcel->programme_count];

    (void)call;
    if (bs_programme_examine_at(at, &out->programme, NULL) == BS_OK) {
        out->file = file;
        out->text = bs_json_copy(at);
        parcel->programme_count++;
    }
}

static void read_outcome(struct parcel *parcel, const struct verb_call *call, const char *file,
                         const struct bs_json_at *at)
{
    struct parcel_outcome *out = &parcel->outcomes[parcel->outcome_count];

    (void)call;
    if (bs_outcome_examine_at(at, &out->outcome, NULL) == BS_OK) {
        out->file = file;
        out->text = bs_json_copy(at);
        parcel->outcome_count++;
    }
}

static void read_translation(struct parcel *parcel, const struct verb_call *call, const char *file,
                             const struct bs_json_at *at)
{
    struct parcel_translation *out = &parcel->translations[parcel->translation_count];

    if (!translation_read(at, &out->translation)) {
        return;
    }
    out->file = file;
    for (size_t i = 0; i < call->argument_count; i++) {
        out->is_named = out->is_named || strcmp(call->arguments[i], file) == 0;
    }
    parcel->translation_count++;
}

/* Each item of a list, if the list is there; `room` is how many more there may be. */
static void read_list(struct parcel *parcel, const struct verb_call *call, const char *file,
                      const struct bs_json_at *root, const char *name, size_t room,
                      parcel_reader *read)
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
            read(parcel, call, file, &item);
        } else {
            bs_json_complain(&item, "expected an object");
        }
    }
}

/* They were read with the inputs; here it is only said what is no name of a file. */
static void check_translations(const struct bs_json_at *root)
{
    struct bs_json_at list = bs_json_member(root, "translations");

    if (bs_json_exists(&list) && !bs_json_is_array(&list)) {
        bs_json_complain(&list, "expected a list");
    }
    for (size_t i = 0; i < bs_json_count(&list); i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const char *name;

        (void)bs_json_string_here(&item, VERB_ARGUMENT_BYTES - 1, &name);
    }
}

static void read_publish(struct parcel *parcel, const struct verb_call *call, const char *file,
                         const struct bs_json_at *root)
{
    static const char *const names[] = {"$schema",    "format",       "tenants", "places",
                                        "programmes", "outcomes",     "notices", "house_styles",
                                        "central",    "translations", NULL};
    const struct {
        const char *name;
        size_t room;
        parcel_reader *read;
    } lists[] = {
        {"tenants", PARCEL_ITEMS_MAX - parcel->tenant_count, parcel_read_tenant},
        {"places", PARCEL_ITEMS_MAX - parcel->place_count, read_place},
        {"programmes", PARCEL_ITEMS_MAX - parcel->programme_count, read_programme},
        {"outcomes", PARCEL_ITEMS_MAX - parcel->outcome_count, read_outcome},
        {"notices", PARCEL_ITEMS_MAX - parcel->notice_count, parcel_read_notice},
        {"house_styles", PARCEL_HOUSES_MAX - parcel->house_count, parcel_read_house},
        {"central", PARCEL_WAYS_MAX - parcel->way_count, parcel_read_way},
    };

    (void)bs_json_only(root, names);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        read_list(parcel, call, file, root, lists[i].name, lists[i].room, lists[i].read);
    }
    check_translations(root);
}

static const char *format_of(const struct bs_json_at *root)
{
    struct bs_json_at member = bs_json_member(root, "format");
    const char *format = "";

    if (bs_json_is_string(&member)) {
        (void)bs_json_string_here(&member, 64, &format);
    }
    return format;
}

static void read_document(struct parcel *parcel, const struct verb_call *call, const char *file,
                          const struct bs_json_at *root)
{
    struct bs_json_at member = bs_json_member(root, "format");
    const char *format = format_of(root);

    if (strcmp(format, publish_format) == 0) {
        read_publish(parcel, call, file, root);
    } else if (strcmp(format, programme_format) == 0 &&
               parcel->programme_count < PARCEL_ITEMS_MAX) {
        read_programme(parcel, call, file, root);
    } else if (strcmp(format, outcome_format) == 0 && parcel->outcome_count < PARCEL_ITEMS_MAX) {
        read_outcome(parcel, call, file, root);
    } else if (strcmp(format, TRANSLATION_FORMAT) == 0) {
        read_translation(parcel, call, file, root);
    } else {
        bs_json_complain(&member, "expected \"%s\", \"%s\", \"%s\" or \"%s\"", programme_format,
                         outcome_format, publish_format, TRANSLATION_FORMAT);
    }
}

void parcel_tell(struct parcel *parcel, const struct verb_call *call, const char *file,
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

/* The inputs that a publish file names as the token file of a house style. */
static void find_token_files(struct parcel *parcel, const struct verb_call *call, size_t index)
{
    struct bs_json_at root = bs_json_root(parcel->documents[index], NULL);
    struct bs_json_at styles = bs_json_member(&root, "house_styles");

    for (size_t i = 0; i < bs_json_count(&styles); i++) {
        struct bs_json_at item = bs_json_item(&styles, i);
        char path[VERB_ARGUMENT_BYTES];
        const char *name;

        if (bs_json_string(&item, "variables", VERB_ARGUMENT_BYTES - 1, &name) &&
            verb_inputs_path(call->inputs[index].name, name, path)) {
            for (size_t n = 0; n < call->input_count; n++) {
                parcel->is_token_file[n] =
                    parcel->is_token_file[n] || strcmp(call->inputs[n].name, path) == 0;
            }
        }
    }
}

static void parse_all(struct parcel *parcel, const struct verb_call *call)
{
    for (size_t i = 0; i < call->input_count; i++) {
        const struct verb_input *input = &call->inputs[i];
        struct bs_complaints complaints = {.count = 0};
        struct bs_error err = {.code = BS_OK};

        if (bs_json_parse(bs_buf_bytes(&input->content), &parcel->documents[i], &err) != BS_OK) {
            bs_complain(&complaints, NULL, "%s", err.text);
            parcel_tell(parcel, call, input->name, &complaints);
        }
    }
    for (size_t i = 0; i < call->input_count; i++) {
        if (parcel->documents[i] != NULL) {
            struct bs_json_at root = bs_json_root(parcel->documents[i], NULL);

            if (strcmp(format_of(&root), publish_format) == 0) {
                find_token_files(parcel, call, i);
            }
        }
    }
}

/* A file that says what it is stays that, even where a house style names it: nothing that was given is passed over. */
static bool is_to_read(const struct parcel *parcel, size_t index)
{
    struct bs_json_at root = bs_json_root(parcel->documents[index], NULL);

    return parcel->documents[index] != NULL &&
           (!parcel->is_token_file[index] || format_of(&root)[0] != '\0');
}

void parcel_read(struct parcel *parcel, const struct verb_call *call)
{
    parse_all(parcel, call);
    for (size_t i = 0; i < call->input_count; i++) {
        struct bs_complaints complaints = {.count = 0};

        if (is_to_read(parcel, i)) {
            struct bs_json_at root = bs_json_root(parcel->documents[i], &complaints);

            read_document(parcel, call, call->inputs[i].name, &root);
            parcel_tell(parcel, call, call->inputs[i].name, &complaints);
        }
    }
    parcel_translate(parcel, call);
}
