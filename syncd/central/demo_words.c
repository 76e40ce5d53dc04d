/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A few of each, so that the pages for staff have something to show. */

#include "demo_words.h"

#include <string.h>

#include <buurtstem/review.h>
#include <buurtstem/utf8.h>

#define M BS_MASK_SIGN

enum { WORDS_EACH = 6, NOTE_DAYS = 2 };
/* What explains the numbers is of another day at each kiosk. */
enum { CONTEXT_FIRST = 4, CONTEXT_STEP = 9, CONTEXT_DAYS = 36 };

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
static const char connector[] = "c-demo";

static const struct {
    const char *lang, *text;
    enum bs_mask masks[2];
} said[] = {
    {"nl", "Graag meer licht op het pad achter de flat. In de winter durf ik er niet langs.", {0}},
    {"nl",
     "Mijn buurvrouw " M " helpt al jaren met de tuin. Geef haar eens een bloemetje.",
     {BS_MASK_NAME}},
    {"ar", "أريد مكانا هادئا يجلس فيه كبار السن بعد الظهر.", {0}},
    {"en",
     "The bins are always full on Monday. Call me on " M " if you want pictures.",
     {BS_MASK_PHONE}},
    {"nl", "De bus stopt te ver weg voor mijn moeder.", {0}},
    {"ar", "شكرا لكم. يمكنكم مراسلتي على " M ".", {BS_MASK_EMAIL}},
    {"en", "More things to do for teenagers in the evening, please.", {0}},
    {"nl",
     "Ik woon op " M ". Bij ons tocht het door alle ramen. Vraag het maar aan " M ".",
     {BS_MASK_POSTCODE, BS_MASK_NAME}},
    {"nl", "Het is fijn wonen hier, maar de lift staat vaak stil.", {0}},
};

static const struct {
    enum bs_note_kind kind;
    const char *text;
} noted[] = {
    {BS_NOTE_CONTEXT, "Burendag: veel meer mensen dan anders."},
    {BS_NOTE_TREASURE, "Een buurman repareert op dinsdag fietsen voor wie dat wil."},
    {BS_NOTE_URGENT, "Er lekt water in de hal. De beheerder is gebeld."},
};

static const char *const contexts[] = {
    "Evenement vanavond: veel meer mensen dan anders.",
    "De kiosk staat nu bij de ingang.",
    "Schoolvakantie: minder gezinnen dan anders.",
    "De lift is stuk. Wie slecht loopt, komt niet.",
    "Buurtmaaltijd: veel mensen vulden het samen in.",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct scene {
    struct demo_kiosk *kiosk;
    struct central *central;
    int64_t now_ms;
    struct bs_random *random;
};

/* Encoded already, unless rc says no. */
static enum bs_err append(const struct scene *scene, const char *kind, enum bs_err rc,
                          struct bs_buf *body, int64_t wall_ms, struct bs_error *err)
{
    char id[BS_UUID_TEXT];

    if (rc == BS_OK) {
        rc = demo_kiosk_append_body(scene->kiosk, scene->central, scene->now_ms, kind,
                                    bs_buf_bytes(body), wall_ms, scene->random, id, err);
    }
    bs_buf_reset(body);
    return rc;
}

static struct bs_left_at left_at(const struct scene *scene, const struct bs_programme *programme,
                                 const char *lang)
{
    struct bs_left_at at = {.version = programme->version};

    (void)bs_utf8_copy(at.programme, sizeof(at.programme), programme->id);
    (void)bs_utf8_copy(at.place, sizeof(at.place), scene->kiosk->kiosk.place);
    (void)bs_utf8_copy(at.lang, sizeof(at.lang), lang);
    return at;
}

/* The release and the words that it is of. */
static enum bs_err say(const struct scene *scene, const struct bs_programme *programme, size_t nth,
                       int64_t wall_ms, struct bs_buf *body, struct bs_error *err)
{
    struct bs_comment comment = {.at = left_at(scene, programme, said[nth].lang),
                                 .written = bs_date_in_amsterdam(wall_ms)};
    struct bs_decision decision = {.at = comment.at, .ruling = BS_RULING_RELEASE};
    struct bs_uuid id = bs_uuid_v7(wall_ms, scene->random);
    struct bs_uuid visit = bs_uuid_v7(wall_ms, scene->random);
    enum bs_err rc;

    bs_uuid_format(&id, comment.id);
    bs_uuid_format(&visit, comment.submission);
    (void)bs_utf8_copy(comment.by, sizeof(comment.by), connector);
    (void)bs_utf8_copy(comment.text, sizeof(comment.text), said[nth].text);
    for (const char *at = strstr(comment.text, M); at != NULL; at = strstr(at + 1, M)) {
        comment.masks[comment.mask_count] = said[nth].masks[comment.mask_count];
        comment.mask_count++;
    }
    (void)bs_utf8_copy(decision.id, sizeof(decision.id), comment.id);
    (void)bs_utf8_copy(decision.by, sizeof(decision.by), connector);
    decision.mask_count = comment.mask_count;
    rc = append(scene, BS_KIND_DECISION, bs_decision_encode(&decision, scene->random, body, err),
                body, wall_ms, err);
    return rc == BS_OK
               ? append(scene, BS_KIND_COMMENT,
                        bs_comment_encode(&comment, scene->random, body, err), body, wall_ms, err)
               : rc;
}

static enum bs_err note(const struct scene *scene, enum bs_note_kind kind, const char *text,
                        int64_t wall_ms, struct bs_buf *body, struct bs_error *err)
{
    struct bs_note note = {
        .kind = kind, .lang = "nl", .has_consent = true, .day = bs_date_in_amsterdam(wall_ms)};

    (void)bs_utf8_copy(note.place, sizeof(note.place), scene->kiosk->kiosk.place);
    (void)bs_utf8_copy(note.by, sizeof(note.by), connector);
    (void)bs_utf8_copy(note.text, sizeof(note.text), text);
    return append(scene, BS_KIND_NOTE, bs_note_encode(&note, scene->random, body, err), body,
                  wall_ms, err);
}

enum bs_err demo_words(struct demo_kiosk *kiosk, struct central *central, int64_t now_ms,
                       int64_t until_ms, const struct bs_programme *programme, size_t nth,
                       struct bs_random *random, struct bs_error *err)
{
    const struct scene scene = {
        .kiosk = kiosk, .central = central, .now_ms = now_ms, .random = random};
    struct bs_buf body;
    enum bs_err rc = BS_OK;

    bs_buf_init(&body, BS_SUBMISSION_MAX);
    for (size_t i = 0; rc == BS_OK && i < WORDS_EACH; i++) {
        rc = say(&scene, programme, (nth + i) % COUNT(said),
                 until_ms - (int64_t)(WORDS_EACH - i) * 3 * day_ms, &body, err);
    }
    if (rc == BS_OK) {
        rc = note(&scene, noted[nth % COUNT(noted)].kind, noted[nth % COUNT(noted)].text,
                  until_ms - NOTE_DAYS * day_ms, &body, err);
    }
    if (rc == BS_OK) {
        const int64_t days = CONTEXT_FIRST + (int64_t)nth * CONTEXT_STEP % CONTEXT_DAYS;

        rc = note(&scene, BS_NOTE_CONTEXT, contexts[nth % COUNT(contexts)],
                  until_ms - days * day_ms, &body, err);
    }
    bs_buf_finish(&body);
    return rc;
}
