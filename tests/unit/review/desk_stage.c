/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Speaks to the desk as its screens and the store would. */

#include "desk_stage.h"

#include <string.h>

struct desk_stage stage;

int desk_stage_set_up(void **state)
{
    (void)state;
    memset(&stage, 0, sizeof stage);
    stage.programmes[0].id = "schone-straat";
    stage.programmes[1].id = "speelplein";
    stage.bundle = (struct bs_bundle){
        .is_in_use = true,
        .place = {.id = "prinsenhof"},
        .language_count = 1,
        .languages = {"nl"},
        .programme_count = 2,
        .connector_count = 2,
        .connectors = {{.id = "c-samira", .name = "Samira"}, {.id = "c-joost", .name = "Joost"}}};
    stage.bundle.programmes[0].programme = &stage.programmes[0];
    stage.bundle.programmes[1].programme = &stage.programmes[1];
    stage.other = stage.bundle;
    stage.other.connector_count = 1;
    stage.other.connectors[0] = stage.bundle.connectors[1];
    stage.now_ms = 1000;
    desk_start(&stage.desk, 0, stage.now_ms);
    desk_set_bundle(&stage.desk, &stage.bundle, &stage.effect);
    stage.wall_ms = DESK_STAGE_WALL;
    return 0;
}

bool say(struct desk_intent intent)
{
    return desk_apply(&stage.desk, &intent, stage.now_ms, stage.wall_ms, &stage.effect);
}

bool act(enum desk_intent_kind kind, size_t index)
{
    return say((struct desk_intent){.kind = kind, .index = index});
}

bool tell(enum desk_intent_kind kind, const char *text)
{
    struct desk_intent intent = {.kind = kind};
    memcpy(intent.text, text, strlen(text) + 1);
    return say(intent);
}

void type_pin(const char *pin)
{
    for (; *pin != '\0'; pin++) {
        assert_true(act(DESK_DIGIT, (size_t)(*pin - '0')));
    }
}

void let_in(const char *who)
{
    assert_true(act(DESK_OPEN, 0));
    type_pin("135790");
    assert_true(act(DESK_KNOCK, 0));
    assert_int_equal(stage.effect.kind, DESK_ASK_WHO);
    assert_true(tell(DESK_LET_IN, who));
    assert_int_equal(stage.desk.screen, DESK_HOME);
}

void fill_queue(size_t total)
{
    stage.queue.total = stage.queue.waiting = total;
    stage.queue.count = total < BS_HELD_QUEUE_MAX ? total : BS_HELD_QUEUE_MAX;
    for (size_t i = 0; i < stage.queue.count; i++) {
        stage.queue.entries[i].id.bytes[0] = (uint8_t)(i + 1);
    }
    assert_true(say((struct desk_intent){.kind = DESK_LISTED, .queue = &stage.queue}));
}

static void read_words(const char *words)
{
    assert_true(act(DESK_LOOK, 0));
    assert_int_equal(stage.effect.kind, DESK_FETCH);
    stage.comment = (struct bs_held_comment){.id = stage.queue.entries[0].id,
                                             .submission = "01234567-89ab-7cde-8f01-23456789abcd",
                                             .programme = "speelplein",
                                             .version = 3,
                                             .place = "prinsenhof",
                                             .lang = "ar",
                                             .wall_ms = DESK_STAGE_WALL - INT64_C(86400000)};
    memcpy(stage.comment.text, words, strlen(words) + 1);
    assert_true(say((struct desk_intent){.kind = DESK_READ, .comment = &stage.comment}));
    assert_int_equal(stage.desk.screen, DESK_WORDS);
}

void go_to(enum desk_screen screen)
{
    let_in("c-samira");
    fill_queue(0);
    assert_true(act(DESK_GO, screen));
}

void go_to_words(const char *words)
{
    let_in("c-samira");
    fill_queue(1);
    assert_true(act(DESK_GO, DESK_QUEUE));
    assert_int_equal(stage.effect.kind, DESK_LIST);
    fill_queue(1);
    read_words(words);
}
