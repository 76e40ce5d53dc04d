/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Compares names with what there is: the drawings this program was built with, the programmes in storage. */

#include "publish_advice.h"

#include <string.h>

#include <buurtstem/bundle.h>

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

static bool is_there(void *self, const struct storage_programme *programme)
{
    (void)self;
    (void)programme;
    return false;
}

void publish_advise_place(const struct verb_call *call, const struct parcel_place *place)
{
    const struct bs_json_at root = bs_json_root(place->text, NULL);
    struct bs_place read;

    for (size_t i = 0; bs_place_read(&root, &read) && i < read.programme_count; i++) {
        if (storage_programme(call->central->storage, place->tenant, read.programmes[i], 0,
                              is_there, NULL, NULL) == BS_NOTFOUND) {
            verb_complain(call,
                          "advice: %s of %s is to ask %s, which nobody published yet; until "
                          "then it is passed over",
                          place->id, place->tenant, read.programmes[i]);
        }
    }
}
