/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A bundle, as it is read after its signature was found right: a mistake of central's must not stop a kiosk. */

#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

static void look_at_answers(const struct bs_bundle *bundle)
{
    const struct bs_date late = {2199, 12, 31};

    for (size_t i = 0; i < bundle->programme_count; i++) {
        const struct bs_bundle_programme *item = &bundle->programmes[i];
        int days = 1;

        FUZZ_MUST((item->outcome != NULL) == (item->answered.year > 0));
        FUZZ_MUST(item->outcome == NULL ||
                  strcmp(item->outcome->programme, item->programme->id) == 0);
        FUZZ_MUST(!bs_bundle_is_late(item, late, &days) || (item->outcome == NULL && days > 0));
    }
    FUZZ_MUST(bundle->register_count <= BS_REGISTER_MAX);
    for (size_t i = 0; i < bundle->register_count; i++) {
        const struct bs_registered *entry = &bundle->registered[i];

        FUZZ_MUST(bs_bundle_registered(bundle, entry->code) == entry);
        FUZZ_MUST(entry->tenant_name[0] != '\0' && entry->title.count > 0);
        FUZZ_MUST((entry->answered.year > 0) == (entry->will.count > 0));
    }
    FUZZ_MUST(bundle->public_url == NULL || strncmp(bundle->public_url, "https://", 8) == 0);
    FUZZ_MUST(bundle->place.programme_count <= BS_BUNDLE_PROGRAMMES_MAX);
    for (size_t i = 0; i < bundle->place.programme_count; i++) {
        FUZZ_MUST(bs_slug_valid(bundle->place.programmes[i]));
    }
}

static void look_at_so_far(const struct bs_bundle_programme *item)
{
    const struct bs_so_far *so_far = &item->so_far;
    int64_t sum = 0;

    FUZZ_MUST(so_far->total == 0 || so_far->total >= BS_SO_FAR_LEAST);
    FUZZ_MUST(so_far->count <= BS_CHOICES_MAX && (so_far->total > 0 || so_far->count == 0));
    for (size_t i = 0; i < so_far->count; i++) {
        const struct bs_question *question =
            bs_programme_question(item->programme, so_far->question);

        FUZZ_MUST(question != NULL && bs_kind_is_single(question->kind));
        FUZZ_MUST(bs_question_choice(question, so_far->choice[i].value) != NULL);
        sum += so_far->choice[i].times;
    }
    FUZZ_MUST(sum <= so_far->total);
}

static void look_at_parts(const struct bs_bundle *bundle)
{
    const struct bs_wish_offer *wish = &bundle->wish;

    for (size_t i = 0; i < bundle->programme_count; i++) {
        look_at_so_far(&bundle->programmes[i]);
    }
    FUZZ_MUST(bundle->notice.id == NULL ||
              (bundle->notice.title.count > 0 && bundle->notice.until_ms >= 0));
    FUZZ_MUST((wish->who.count > 0) == (wish->key != NULL));
    FUZZ_MUST(wish->key == NULL || (wish->keep_days >= 1 && strlen(wish->key) <= BS_WISH_KEY_MAX));
    FUZZ_MUST(bundle->house_count <= BS_HOUSE_COLOURS);
    for (size_t i = 0; i < bundle->house_count; i++) {
        FUZZ_MUST(bundle->house[i].token[0] != '\0' && bundle->house[i].rgb <= 0xFFFFFF);
    }
    FUZZ_MUST(bundle->place.area_count != 1 && bundle->place.area_count <= BS_AREAS_MAX);
    FUZZ_MUST(bundle->place.here_count <= BS_HERE_MAX);
}

static void look_at_bundle(const struct bs_bundle *bundle)
{
    FUZZ_MUST(bs_tenant_valid(bundle->tenant) && bs_slug_valid(bundle->kiosk));
    FUZZ_MUST(bundle->serial >= 1);
    FUZZ_MUST(bundle->language_count >= 1 && bundle->language_count <= BS_LANGUAGES_MAX);
    FUZZ_MUST(bs_slug_valid(bundle->place.id));
    FUZZ_MUST(bundle->idle_warn_s >= 20 && bundle->idle_wipe_s <= 600);
    for (size_t i = 0; i < 7; i++) {
        FUZZ_MUST(bundle->place.hours[i].opens <= bundle->place.hours[i].closes);
        FUZZ_MUST(bundle->place.hours[i].closes <= 24 * 60);
    }
    FUZZ_MUST(bundle->programme_count <= BS_BUNDLE_PROGRAMMES_MAX);
    for (size_t i = 0; i < bundle->programme_count; i++) {
        FUZZ_MUST(strcmp(bundle->programmes[i].programme->tenant, bundle->tenant) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};
    enum bs_err rc = bs_bundle_parse((struct bs_bytes){data, size}, &bundle, &err);

    FUZZ_MUST((rc == BS_OK) == (bundle != NULL));
    if (bundle != NULL) {
        look_at_bundle(bundle);
        look_at_answers(bundle);
        look_at_parts(bundle);
    } else {
        FUZZ_MUST(err.code == rc && err.text[0] != '\0');
        FUZZ_MUST(bs_utf8_is_text(err.text, strlen(err.text)));
    }
    bs_bundle_destroy(bundle);
    return 0;
}
