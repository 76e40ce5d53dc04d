/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a municipality says for all of its kiosks: its name, who may call people back, urgent notices, its colours. */

#include "parcel.h"

#include <string.h>

#include <buurtstem/seal.h>

#include "verb_inputs.h"

/* --- "mogen we u bellen?" --- */

/* The key as the text that kiosks seal with; false after a complaint. */
static bool write_key(const struct bs_json_at *key, struct bs_json *out)
{
    struct bs_error err = {.code = BS_OK};
    struct bs_json *copy;
    struct bs_buf text;
    bool good;

    if (!bs_wish_key_check(key)) {
        return false;
    }
    copy = bs_json_copy(key);
    bs_buf_init(&text, BS_WISH_KEY_MAX);
    bs_json_write(copy, false, &text);
    good = bs_buf_check(&text, "the key", &err) == BS_OK &&
           bs_seal_check_key(bs_buf_string(&text), &err) == BS_OK;
    if (good) {
        bs_json_set_string(out, "key", bs_buf_string(&text));
    } else {
        bs_json_complain(key, "%s", err.text);
    }
    bs_buf_finish(&text);
    bs_json_destroy(copy);
    return good;
}

static bool read_wish(const struct bs_json_at *at, struct parcel_tenant *out)
{
    static const char *const names[] = {"who", "why", "keep_days", "key", NULL};
    struct bs_json_at key = bs_json_member(at, "key");
    struct bs_wish_offer offer = {.key = NULL};
    struct bs_json *wish;
    bool good;

    if (bs_json_is_null(at)) {
        return true;
    }
    good = bs_wish_read(at, &offer) && bs_json_only(at, names);
    wish = bs_json_new_object();
    for (size_t i = 0; i < 3; i++) {
        struct bs_json_at member = bs_json_member(at, names[i]);

        bs_json_set_copy(wish, names[i], &member);
    }
    good = write_key(&key, wish) && good;
    if (good) {
        out->wish = wish;
    } else {
        bs_json_destroy(wish);
    }
    return good;
}

void parcel_read_tenant(struct parcel *parcel, const struct verb_call *call, const char *file,
                        const struct bs_json_at *at)
{
    static const char *const names[] = {"tenant", "name", "contact_wishes", NULL};
    struct bs_json_at wish = bs_json_member(at, "contact_wishes");
    struct parcel_tenant tenant = {.has_wish = bs_json_exists(&wish)};
    bool good = bs_json_only(at, names);

    (void)call;
    (void)file;
    good = parcel_read_tenant_code(at, &tenant.id) && good;
    good = bs_json_string(at, "name", 127, &tenant.name) && good;
    good = (!tenant.has_wish || read_wish(&wish, &tenant)) && good;
    if (good) {
        parcel->tenants[parcel->tenant_count++] = tenant;
    } else {
        bs_json_destroy(tenant.wish);
    }
}

/* --- notices --- */

static bool read_where(const struct bs_json_at *at)
{
    struct bs_json_at list = bs_json_member(at, "places");
    bool good = true;

    if (!bs_json_exists(&list)) {
        return true;
    }
    if (!bs_json_is_array(&list) || bs_json_count(&list) == 0) {
        bs_json_complain(&list, "expected a list of places; leave it out for all of them");
        return false;
    }
    for (size_t i = 0; i < bs_json_count(&list); i++) {
        struct bs_json_at item = bs_json_item(&list, i);
        const char *id;

        good = bs_json_string_here(&item, BS_SLUG_TEXT - 1, &id) && good;
        if (good && !bs_slug_valid(id)) {
            bs_json_complain(&item, "is not the id of a place");
            good = false;
        }
    }
    return good;
}

static bool read_ended(const struct bs_json_at *at, struct parcel_notice *out)
{
    struct bs_json_at id = bs_json_member(at, "id");

    if (!bs_json_string(at, "id", BS_SLUG_TEXT - 1, &out->id)) {
        return false;
    }
    if (!bs_slug_valid(out->id)) {
        bs_json_complain(&id, "is not the id of a notice");
        return false;
    }
    return true;
}

void parcel_read_notice(struct parcel *parcel, const struct verb_call *call, const char *file,
                        const struct bs_json_at *at)
{
    static const char *const names[] = {"tenant", "places", "id",      "title", "text",
                                        "until",  "ended",  "example", NULL};
    struct parcel_notice notice = {.file = file, .text = NULL};
    struct bs_notice read = {.id = NULL};
    bool good = bs_json_only(at, names);

    (void)call;
    good = parcel_read_tenant_code(at, &notice.tenant) && good;
    good = bs_json_bool_or(at, "ended", false, &notice.is_ended) && good;
    if (notice.is_ended) {
        good = read_ended(at, &notice) && good;
    } else {
        good = read_where(at) && good;
        good = bs_notice_read(at, &read) && good;
        notice.id = read.id;
        notice.until_ms = read.until_ms;
    }
    if (good) {
        notice.text = notice.is_ended ? NULL : bs_json_copy(at);
        parcel->notices[parcel->notice_count++] = notice;
    }
}

/* --- house styles --- */

static const struct verb_input *find_input(const struct verb_call *call, const char *path)
{
    for (size_t i = 0; i < call->input_count; i++) {
        if (strcmp(call->inputs[i].name, path) == 0) {
            return &call->inputs[i];
        }
    }
    return NULL;
}

static bool read_variables(const struct verb_call *call, const char *file,
                           const struct bs_json_at *at, struct parcel_house *out)
{
    struct bs_json_at member = bs_json_member(at, "variables");
    const struct verb_input *input = NULL;
    struct bs_error err = {.code = BS_OK};
    char path[VERB_ARGUMENT_BYTES];

    if (bs_json_is_null(&member)) {
        return true;
    }
    if (!bs_json_string_here(&member, VERB_ARGUMENT_BYTES - 1, &out->variables)) {
        return false;
    }
    if (verb_inputs_path(file, out->variables, path)) {
        input = find_input(call, path);
    }
    if (input == NULL) {
        bs_json_complain(&member, "that file was not read");
        return false;
    }
    if (house_style_read(bs_buf_bytes(&input->content), &out->style, &out->report, &err) != BS_OK) {
        bs_json_complain(&member, "%s: %s", out->variables, err.text);
        return false;
    }
    return true;
}

void parcel_read_house(struct parcel *parcel, const struct verb_call *call, const char *file,
                       const struct bs_json_at *at)
{
    static const char *const names[] = {"tenant", "variables", NULL};
    struct parcel_house *house = &parcel->houses[parcel->house_count];
    bool good = bs_json_only(at, names);

    memset(house, 0, sizeof(*house));
    house->file = file;
    good = parcel_read_tenant_code(at, &house->tenant) && good;
    good = read_variables(call, file, at, house) && good;
    parcel->house_count += good ? 1 : 0;
}
