/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Puts translations into programmes, outcomes and places: a language as a whole or not at all. */

#include "parcel.h"

#include <string.h>

/* One thing that can be translated. */
struct target {
    const char *tenant, *id;
    struct bs_json **text;              /* owned by the parcel */
    struct parcel_programme *programme; /* one of these three, for what is to be read anew */
    struct parcel_outcome *outcome;
    struct parcel_place *place;
};

static struct target target_of(struct parcel *parcel, enum translation_of of, size_t index)
{
    struct target target = {0};

    if (of == TRANSLATION_PROGRAMME) {
        struct parcel_programme *item = &parcel->programmes[index];

        target = (struct target){
            item->programme->tenant, item->programme->id, &item->text, item, NULL, NULL};
    } else if (of == TRANSLATION_OUTCOME) {
        struct parcel_outcome *item = &parcel->outcomes[index];

        target = (struct target){
            item->outcome->tenant, item->outcome->programme, &item->text, NULL, item, NULL};
    } else {
        struct parcel_place *item = &parcel->places[index];

        target = (struct target){item->tenant, item->id, &item->text, NULL, NULL, item};
    }
    return target;
}

static size_t count_of(const struct parcel *parcel, enum translation_of of)
{
    return of == TRANSLATION_PROGRAMME ? parcel->programme_count
           : of == TRANSLATION_OUTCOME ? parcel->outcome_count
                                       : parcel->place_count;
}

/* Reads the translated text with every check that there is; false after a complaint. What was read takes the old's place. */
static bool examine(struct target *target, const struct bs_json_at *root)
{
    struct bs_programme *programme = NULL;
    struct bs_outcome *outcome = NULL;
    struct bs_place place;

    if (target->place != NULL) {
        return bs_place_read(root, &place);
    }
    if (target->outcome != NULL) {
        if (bs_outcome_examine_at(root, &outcome, NULL) != BS_OK) {
            return false;
        }
        bs_outcome_destroy(target->outcome->outcome);
        target->outcome->outcome = outcome;
        return true;
    }
    if (bs_programme_examine_at(root, &programme, NULL) != BS_OK) {
        return false;
    }
    bs_programme_destroy(target->programme->programme);
    target->programme->programme = programme;
    return true;
}

static bool fits(const struct target *target, const struct bs_json *text,
                 struct bs_complaints *complaints)
{
    size_t limit = target->place != NULL     ? BS_PLACE_BYTES_MAX
                   : target->outcome != NULL ? BS_OUTCOME_FILE_MAX
                                             : BS_PROGRAMME_FILE_MAX;
    struct bs_error err = {.code = BS_OK};
    struct bs_buf bytes;
    bool good;

    bs_buf_init(&bytes, limit);
    bs_json_write(text, false, &bytes);
    good = bs_buf_check(&bytes, "with this language it", &err) == BS_OK;
    bs_buf_finish(&bytes);
    if (!good) {
        bs_complain(complaints, NULL, "%s", err.text);
    }
    return good;
}

static bool translate(struct target *target, const struct translation *translation,
                      struct bs_complaints *complaints)
{
    struct bs_json_at old = bs_json_root(*target->text, NULL);
    struct bs_json *text = bs_json_copy(&old);
    struct translation own = *translation;
    struct bs_json_at root = bs_json_root(text, complaints);

    own.at.complaints = complaints;
    if (!translation_merge(&own, text) || !fits(target, text, complaints) ||
        !examine(target, &root)) {
        bs_json_destroy(text);
        return false;
    }
    /* What the parcel borrowed from the document stays: this text is a copy. */
    bs_json_destroy(*target->text);
    *target->text = text;
    return true;
}

static void tell(struct parcel *parcel, const struct verb_call *call, const char *file,
                 const struct translation *translation, const struct bs_complaints *complaints)
{
    if (parcel->is_strict) {
        parcel_tell(parcel, call, file, complaints);
        return;
    }
    for (size_t i = 0; i < complaints->count; i++) {
        verb_complain(call, "advice: %s: %s", file, complaints->text[i]);
    }
    if (complaints->dropped > 0) {
        verb_complain(call, "advice: %s: and %zu more", file, complaints->dropped);
    }
    verb_complain(call, "advice: %s: %s of %s is published without %s", file, translation->id,
                  translation->tenant, translation->language);
}

/* False: nothing of this call is what it translates. */
static bool apply(struct parcel *parcel, const struct verb_call *call,
                  const struct parcel_translation *item)
{
    const struct translation *translation = &item->translation;
    bool is_found = false;

    for (size_t i = 0; i < count_of(parcel, translation->of); i++) {
        struct target target = target_of(parcel, translation->of, i);
        struct bs_complaints complaints = {.count = 0};

        if (strcmp(target.id, translation->id) != 0 ||
            strcmp(target.tenant, translation->tenant) != 0) {
            continue;
        }
        is_found = true;
        if (!translate(&target, translation, &complaints)) {
            tell(parcel, call, item->file, translation, &complaints);
        }
    }
    return is_found;
}

void parcel_translate(struct parcel *parcel, const struct verb_call *call)
{
    size_t idle = 0;

    for (size_t i = 0; i < parcel->translation_count; i++) {
        const struct parcel_translation *item = &parcel->translations[i];

        if (apply(parcel, call, item)) {
            continue;
        }
        if (item->is_named) {
            verb_complain(call,
                          "advice: %s: %s of %s is not among these files; nothing was done with it",
                          item->file, item->translation.id, item->translation.tenant);
        } else {
            idle++;
        }
    }
    if (idle > 0) {
        verb_complain(call, "advice: passed over %zu %s of what is not among these files", idle,
                      idle == 1 ? "translation" : "translations");
    }
}
