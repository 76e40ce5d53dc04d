/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Compares names with what there is: the drawings this program was built with, the programmes, places and kiosks in storage. */

#include "publish_advice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "icon_names.h"
#include "picture_names.h"

struct drawings {
    const char *const *names;
    size_t count;
    const char *folder, *called;
};

static const struct drawings pictograms = {icon_names, sizeof(icon_names) / sizeof(icon_names[0]),
                                           "assets/icons", "pictograms"};
static const struct drawings pictures = {
    picture_names, sizeof(picture_names) / sizeof(picture_names[0]), "assets/pictures", "pictures"};

static bool is_shipped(const struct drawings *drawings, const char *name)
{
    for (size_t i = 0; i < drawings->count; i++) {
        if (strcmp(drawings->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void look_at(const struct verb_call *call, const char *file, const char *where,
                    const struct drawings *drawings, const char *name)
{
    if (name[0] != '\0' && !is_shipped(drawings, name)) {
        verb_complain(call,
                      "advice: %s: %s: %s is none of the %s in %s; mend the name, "
                      "or put %s.svg on every kiosk that asks this",
                      file, where, name, drawings->called, drawings->folder, name);
    }
}

void publish_advise_icons(const struct verb_call *call, const struct parcel_programme *item)
{
    const struct bs_programme *programme = item->programme;

    look_at(call, item->file, "$.icon", &pictograms, programme->icon);
    for (size_t q = 0; q < programme->question_count; q++) {
        const struct bs_question *question = &programme->questions[q];
        const bool is_picture = question->kind == BS_KIND_PICTURE;

        if (question->kind == BS_KIND_CARD) {
            look_at(call, item->file, question->id, &pictograms, question->icon);
        }
        for (size_t c = 0; c < question->choice_count; c++) {
            look_at(call, item->file, question->choices[c].value,
                    is_picture ? &pictures : &pictograms, question->choices[c].icon);
        }
    }
}

/* --- areas --- */

/* A code holds the four digits of its municipality where the municipality's own code does. */
static void look_at_area(const struct verb_call *call, const struct parcel_place *place,
                         const char *code)
{
    if (strncmp(code + 2, place->tenant + 2, 4) != 0) {
        verb_complain(call, "advice: %s: %s of %s: area %s is of GM%.4s; expected one of %s",
                      place->file, place->id, place->tenant, code, code + 2, place->tenant);
    }
}

void publish_advise_areas(const struct verb_call *call, const struct parcel_place *place)
{
    const struct bs_json_at root = bs_json_root(place->text, NULL);
    struct bs_place read;

    if (!bs_place_read(&root, &read)) {
        return;
    }
    look_at_area(call, place, read.area_code);
    for (size_t i = 0; i < read.area_count; i++) {
        if (strcmp(read.areas[i].code, read.area_code) != 0) {
            look_at_area(call, place, read.areas[i].code);
        }
    }
}

/* --- a place without a question --- */

struct offer {
    struct bs_date today;
    size_t published, asked; /* asked: now or later */
};

static bool take_programme(void *self, const struct storage_programme *stored)
{
    struct bs_complaints complaints = {.count = 0};
    struct bs_programme *programme = NULL;
    struct offer *offer = self;
    bool is_over = false;

    if (bs_programme_parse(stored->json, &programme, &complaints, NULL) == BS_OK) {
        is_over = programme->stage == BS_STAGE_OUTCOME ||
                  bs_date_compare(programme->ends, offer->today) < 0;
    }
    bs_programme_destroy(programme);
    offer->published++;
    offer->asked += is_over ? 0 : 1;
    return true;
}

/* False: storage did not tell. */
static bool take_named(const struct verb_call *call, const struct parcel_place *place,
                       const char *programme, struct offer *offer)
{
    enum bs_err rc = storage_programme(call->central->storage, place->tenant, programme, 0,
                                       take_programme, offer, NULL);

    if (rc == BS_NOTFOUND) {
        verb_complain(call,
                      "advice: %s: %s of %s is to ask %s, which nobody published yet; until then "
                      "it is passed over",
                      place->file, place->id, place->tenant, programme);
    }
    return rc == BS_OK || rc == BS_NOTFOUND;
}

static void tell_nothing(const struct verb_call *call, const struct parcel_place *place,
                         const struct bs_place *read, const struct offer *offer)
{
    if (offer->published > 0) {
        verb_complain(call,
                      "advice: %s: nothing is asked at %s of %s: those of its programmes that are "
                      "published have ended",
                      place->file, place->id, place->tenant);
    } else if (read->programme_count > 0) {
        verb_complain(call,
                      "advice: %s: nothing is asked at %s of %s: none of its programmes is "
                      "published",
                      place->file, place->id, place->tenant);
    } else {
        verb_complain(call,
                      "advice: %s: nothing is asked at %s of %s: no programme of %s is published",
                      place->file, place->id, place->tenant, place->tenant);
    }
}

void publish_advise_place(const struct verb_call *call, const struct parcel_place *place)
{
    const int64_t now = call->central->clock.wall_ms(call->central->clock.self);
    const struct bs_json_at root = bs_json_root(place->text, NULL);
    struct offer offer = {.today = bs_date_in_amsterdam(now)};
    struct bs_place read;
    bool is_told = true;

    if (!bs_place_read(&root, &read)) {
        return;
    }
    for (size_t i = 0; i < read.programme_count; i++) {
        is_told = take_named(call, place, read.programmes[i], &offer) && is_told;
    }
    if (read.programme_count == 0) {
        is_told = storage_programmes(call->central->storage, place->tenant, take_programme, &offer,
                                     NULL) == BS_OK;
    }
    if (is_told && offer.asked == 0) {
        tell_nothing(call, place, &read, &offer);
    }
}

/* --- a programme without a place --- */

static bool asks(const struct storage_place *stored, const char *programme)
{
    struct bs_json *document = NULL;
    struct bs_place place;
    bool is_asked = false;

    if (bs_json_parse(bs_bytes_of(stored->json), &document, NULL) == BS_OK) {
        const struct bs_json_at at = bs_json_root(document, NULL);

        if (bs_place_read(&at, &place)) {
            is_asked = place.programme_count == 0; /* all of them */
            for (size_t i = 0; i < place.programme_count; i++) {
                is_asked = is_asked || strcmp(place.programmes[i], programme) == 0;
            }
        }
    }
    bs_json_destroy(document);
    return is_asked;
}

struct asking {
    const char *programme;
    size_t places;
    bool is_asked;
};

static bool look_at_place(void *self, const struct storage_place *stored)
{
    struct asking *asking = self;

    asking->places++;
    asking->is_asked = asks(stored, asking->programme);
    return !asking->is_asked;
}

static void tell_unasked(const struct verb_call *call, const struct parcel_programme *item,
                         size_t places)
{
    const struct bs_programme *programme = item->programme;

    if (places == 0) {
        verb_complain(call,
                      "advice: %s: %s is asked at no place of %s; expected a place of %s under "
                      "\"places\" of a publish file",
                      item->file, programme->id, programme->tenant, programme->tenant);
    } else {
        verb_complain(call,
                      "advice: %s: %s is asked at no place of %s; expected its id in "
                      "\"programmes\" of a place",
                      item->file, programme->id, programme->tenant);
    }
}

/* --- a programme without a language --- */

enum { LACKING_MAX = 32 }; /* of languages that are told */

struct hearing {
    struct storage *storage;
    const struct bs_programme *programme;
    struct storage_place *place; /* owned; the kiosk's */
    size_t count;
    char lacking[LACKING_MAX][BS_LANG_TEXT];
};

static bool is_lacking(const struct hearing *hearing, const char *language)
{
    const struct bs_programme *programme = hearing->programme;

    for (size_t i = 0; i < programme->language_count; i++) {
        if (strcmp(programme->languages[i], language) == 0) {
            return false;
        }
    }
    for (size_t i = 0; i < hearing->count; i++) {
        if (strcmp(hearing->lacking[i], language) == 0) {
            return false; /* told already */
        }
    }
    return hearing->count < LACKING_MAX;
}

static bool look_at_kiosk(void *self, const struct storage_kiosk *kiosk)
{
    struct hearing *hearing = self;
    char languages[sizeof(kiosk->languages)], *rest = languages, *language;

    if (kiosk->state == STORAGE_KIOSK_REVOKED ||
        storage_place(hearing->storage, kiosk->tenant, kiosk->place, hearing->place, NULL) !=
            BS_OK ||
        !asks(hearing->place, hearing->programme->id)) {
        return true;
    }
    (void)bs_utf8_copy(languages, sizeof(languages), kiosk->languages);
    while ((language = strtok_r(rest, " ", &rest)) != NULL) {
        if (is_lacking(hearing, language)) {
            (void)bs_utf8_copy(hearing->lacking[hearing->count++], BS_LANG_TEXT, language);
        }
    }
    return true;
}

/* As bs_text_in has it. */
static const char *instead_of(const struct bs_programme *programme)
{
    for (size_t i = 0; i < programme->language_count; i++) {
        if (strcmp(programme->languages[i], "nl") == 0) {
            return "Dutch";
        }
    }
    return programme->languages[0];
}

static void advise_languages(const struct verb_call *call, const struct parcel_programme *item)
{
    struct hearing hearing = {.storage = call->central->storage, .programme = item->programme};
    char text[LACKING_MAX * (BS_LANG_TEXT + 1)] = "";
    size_t used = 0;

    hearing.place = bs_xcalloc(1, sizeof(*hearing.place));
    (void)storage_kiosks(call->central->storage, item->programme->tenant, look_at_kiosk, &hearing,
                         NULL);
    free(hearing.place);
    for (size_t i = 0; i < hearing.count; i++) {
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s", i == 0 ? "" : ", ",
                                 hearing.lacking[i]);
    }
    if (hearing.count > 0) {
        verb_complain(call, "advice: %s: %s has no %s: residents who choose %s read it in %s",
                      item->file, item->programme->id, text, hearing.count == 1 ? "this" : "these",
                      instead_of(item->programme));
    }
}

static bool is_there(void *self, const struct storage_programme *programme)
{
    (void)self;
    (void)programme;
    return false;
}

void publish_advise_programme(const struct verb_call *call, const struct parcel_programme *item)
{
    const struct bs_programme *programme = item->programme;
    struct asking asking = {.programme = programme->id};

    /* One that was refused is told already. */
    if (storage_programme(call->central->storage, programme->tenant, programme->id,
                          programme->version, is_there, NULL, NULL) != BS_OK ||
        storage_places(call->central->storage, programme->tenant, look_at_place, &asking, NULL) !=
            BS_OK) {
        return;
    }
    if (asking.is_asked) {
        advise_languages(call, item);
    } else {
        tell_unasked(call, item, asking.places);
    }
}
