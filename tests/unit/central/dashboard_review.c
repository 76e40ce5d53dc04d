/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Released words, notes and connectors: an ordinary month of them, and as many as there may be. */

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "dashboard_stage.h"

#define M BS_MASK_SIGN

static const struct bs_date newest = {2026, 11, 20};

static void add(struct stage *stage, const char *place, const char *lang, const char *text,
                enum bs_mask mask)
{
    struct storage *storage = &stage->storage;
    const size_t nth = storage->comment_count++;
    assert(nth < FAKE_COMMENTS_MAX);
    struct storage_comment *one = &storage->comments[nth];
    struct bs_comment *comment = &one->comment;
    one->row = (int64_t)(FAKE_COMMENTS_MAX - nth);
    one->is_ours = nth == 1;
    snprintf(comment->id, sizeof comment->id, STAGE_COMMENT_FORMAT, nth);
    bs_utf8_copy(comment->at.programme, sizeof comment->at.programme, STAGE_LIVING);
    bs_utf8_copy(comment->at.place, sizeof comment->at.place, place);
    bs_utf8_copy(comment->at.lang, sizeof comment->at.lang, lang);
    bs_utf8_copy(comment->by, sizeof comment->by, "c-7xk2mq");
    comment->at.channel = nth % 5 == 4 ? BS_CHANNEL_PAPER : BS_CHANNEL_KIOSK;
    comment->written = bs_date_add_days(newest, -(int)(nth / 2));
    bs_utf8_copy(comment->text, sizeof comment->text, text);
    for (const char *at = strstr(text, M); at != NULL; at = strstr(at + 1, M)) {
        comment->masks[comment->mask_count++] = mask;
    }
}

static void note(struct stage *stage, enum bs_note_kind kind, const char *lang, const char *text)
{
    struct storage *storage = &stage->storage;
    struct storage_note *one = &storage->notes[storage->note_count++];
    one->row = (int64_t)(FAKE_NOTES_MAX - storage->note_count);
    one->note.kind = kind;
    one->note.day = newest;
    bs_utf8_copy(one->note.place, sizeof one->note.place, "zijde");
    bs_utf8_copy(one->note.lang, sizeof one->note.lang, lang);
    bs_utf8_copy(one->note.by, sizeof one->note.by, "c-7xk2mq");
    bs_utf8_copy(one->note.text, sizeof one->note.text, text);
    if (kind == BS_NOTE_TREASURE) {
        bs_utf8_copy(one->note.programme, sizeof one->note.programme, STAGE_LIVING);
    }
}

void stage_note(struct stage *stage, const char *day, const char *place, const char *text)
{
    struct storage_note *one = &stage->storage.notes[stage->storage.note_count];
    bool is_day;
    note(stage, BS_NOTE_CONTEXT, "nl", text);
    is_day = bs_date_parse(day, &one->note.day);
    assert(is_day);
    (void)is_day;
    bs_utf8_copy(one->note.place, sizeof one->note.place, place);
}

struct bs_comment *stage_say(struct stage *stage, const char *place, const char *lang,
                             const char *text)
{
    struct storage *storage = &stage->storage;
    add(stage, place, lang, text, BS_MASK_NAME);
    return &storage->comments[storage->comment_count - 1].comment;
}

static void connector(struct stage *stage, const char *id, const char *name, const char *places,
                      const char *languages, bool is_revoked)
{
    struct storage *storage = &stage->storage;
    struct storage_connector *one = &storage->connectors[storage->connector_count++];
    bs_utf8_copy(one->id, sizeof one->id, id);
    bs_utf8_copy(one->name, sizeof one->name, name);
    bs_utf8_copy(one->places, sizeof one->places, places);
    bs_utf8_copy(one->languages, sizeof one->languages, languages);
    bs_utf8_copy(one->badge, sizeof one->badge, id[2] == '7' ? "ff" : "");
    one->is_revoked = is_revoked;
    one->made_ms = stage->clock.wall_ms - INT64_C(2000000000);
    one->changed_ms = stage->clock.wall_ms - INT64_C(90000000);
}

void stage_review(struct stage *stage)
{
    add(stage, "zijde", "nl", "Mijn buurvrouw " M " helpt al jaren met de tuin.", BS_MASK_NAME);
    add(stage, "zijde", "ar", "شكرا لكم. يمكنكم مراسلتي على " M ".", BS_MASK_EMAIL);
    add(stage, "prinsenhof-hoog", "en", "The bins are always full. Call me on " M ".",
        BS_MASK_PHONE);
    add(stage, "prinsenhof-hoog", "nl", "Meer licht achter de flat.", BS_MASK_OTHER);
    add(stage, "zijde", "nl", STAGE_MARKUP, BS_MASK_OTHER);
    note(stage, BS_NOTE_URGENT, "nl", "Er lekt water in de hal.");
    note(stage, BS_NOTE_CONTEXT, "ar", "يوم الجيران: ناس كثيرون.");
    note(stage, BS_NOTE_TREASURE, "nl", "Een buurman repareert fietsen.");
    connector(stage, "c-7xk2mq", "Samira", "prinsenhof-hoog zijde", "nl ar", false);
    connector(stage, "c-h4n9td", "Noor van de Vliet", "zijde", "", false);
    connector(stage, "c-p2q3rs", "Jan", "", "", true);
}

void stage_review_all(struct stage *stage)
{
    char text[BS_REVIEW_TEXT] = "";
    while (bs_utf8_length(text) + 30 < BS_WORDS_MAX) {
        (void)strcat(text, "Buurtontmoetingsvoorziening " M);
    }
    while (stage->storage.comment_count < 1000) {
        add(stage, "zijde", "nl", text, BS_MASK_POSTCODE);
    }
}
