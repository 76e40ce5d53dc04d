/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Connectors' records for tests of central's storage. */

#include "review_stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <buurtstem/utf8.h>

static void say_where(struct bs_left_at *at, const char *place, const char *lang, int version)
{
    (void)bs_utf8_copy(at->programme, sizeof at->programme, STAGE_PROGRAMME);
    (void)bs_utf8_copy(at->place, sizeof at->place, place == NULL ? STAGE_PLACE : place);
    (void)bs_utf8_copy(at->lang, sizeof at->lang, lang == NULL ? "nl" : lang);
    at->version = version == 0 ? 1 : version;
}

static void add(struct stage_log *log, const char *kind, struct bs_buf *body)
{
    stage_log_add(log, &(struct stage_visit){.kind = kind, .body = bs_buf_string(body)});
    bs_buf_finish(body);
}

void stage_add_words(struct stage_log *log, const struct stage_words *words)
{
    struct bs_random random = bs_random_system();
    struct bs_comment comment = {.by = "v-7k2m"};
    struct bs_buf body;

    say_where(&comment.at, words->place, words->lang, words->version);
    (void)bs_utf8_copy(comment.id, BS_UUID_TEXT, words->id == NULL ? STAGE_COMMENT : words->id);
    (void)bs_utf8_copy(comment.submission, BS_UUID_TEXT, "019cadda-541c-7f07-b2c8-6a5b4c3d2e1f");
    (void)bs_utf8_copy(comment.text, sizeof comment.text, words->text);
    assert_true(
        bs_date_parse(words->written == NULL ? "2026-11-20" : words->written, &comment.written));
    for (const char *at = strstr(words->text, BS_MASK_SIGN); at != NULL;
         at = strstr(at + 1, BS_MASK_SIGN)) {
        comment.masks[comment.mask_count++] = BS_MASK_NAME;
    }
    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    assert_int_equal(bs_comment_encode(&comment, &random, &body, NULL), BS_OK);
    add(log, BS_KIND_COMMENT, &body);
}

void stage_add_ruling(struct stage_log *log, const char *id, enum bs_ruling ruling, size_t masks)
{
    struct bs_random random = bs_random_system();
    struct bs_decision decision = {.by = "v-7k2m", .ruling = ruling, .mask_count = masks};
    struct bs_buf body;

    say_where(&decision.at, NULL, NULL, 0);
    (void)bs_utf8_copy(decision.id, BS_UUID_TEXT, id == NULL ? STAGE_COMMENT : id);
    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    assert_int_equal(bs_decision_encode(&decision, &random, &body, NULL), BS_OK);
    add(log, BS_KIND_DECISION, &body);
}

void stage_add_released(struct stage_log *log, const struct stage_words *words)
{
    size_t masks = 0;

    for (const char *at = strstr(words->text, BS_MASK_SIGN); at != NULL;
         at = strstr(at + 1, BS_MASK_SIGN)) {
        masks++;
    }
    stage_add_ruling(log, words->id, BS_RULING_RELEASE, masks);
    stage_add_words(log, words);
}

void stage_add_note(struct stage_log *log, enum bs_note_kind kind, const char *programme,
                    const char *place, const char *day, const char *text)
{
    struct bs_random random = bs_random_system();
    struct bs_note note = {.kind = kind, .lang = "nl", .by = "v-7k2m", .has_consent = true};
    struct bs_buf body;

    (void)bs_utf8_copy(note.programme, BS_SLUG_TEXT, programme);
    (void)bs_utf8_copy(note.place, BS_SLUG_TEXT, place);
    (void)bs_utf8_copy(note.text, sizeof note.text, text);
    assert_true(bs_date_parse(day, &note.day));
    bs_buf_init(&body, BS_RECORD_BODY_MAX);
    assert_int_equal(bs_note_encode(&note, &random, &body, NULL), BS_OK);
    add(log, BS_KIND_NOTE, &body);
}

static bool take_text(void *self, const struct storage_comment *comment)
{
    char *text = self;
    const size_t len = strlen(text);

    (void)snprintf(text + len, 2048 - len, "%s|", comment->comment.text);
    return true;
}

const char *stage_shown(struct storage_stage *stage, const char *place, const char *lang,
                        char out[2048])
{
    const struct storage_comment_filter filter = {
        .tenant = STAGE_TENANT, .programme = STAGE_PROGRAMME, .place = place, .lang = lang};

    out[0] = '\0';
    assert_int_equal(storage_comments(stage->storage, &filter, NULL, take_text, out, NULL), BS_OK);
    return out;
}
