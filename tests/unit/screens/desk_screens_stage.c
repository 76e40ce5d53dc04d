/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens the desk on a stage, and asks the screens what a control means. */

#include "desk_screens_stage.h"

struct stage stage;

int desk_screens_set_up(void **state)
{
    static const struct stage_options NONE;
    (void)state;
    stage_make(&stage, &NONE);
    return 0;
}

int desk_screens_tear_down(void **state)
{
    (void)state;
    stage_drop(&stage);
    return 0;
}

struct desk *open_desk(const char *name)
{
    struct desk *desk = desk_case_open(&stage, name);
    stage_build(&stage);
    return desk;
}

void assert_means(const char *id, enum desk_intent_kind kind, size_t index)
{
    struct desk_intent intent;
    if (!stage_has(&stage, id) || !screen_desk_intent(&stage.view, id, &intent)) {
        fail_msg("%s means nothing on %s", id, stage.scene.screen);
    }
    assert_int_equal(intent.kind, kind);
    assert_int_equal(intent.index, index);
}

void assert_means_nothing(const char *id)
{
    struct desk_intent intent;
    assert_false(screen_desk_intent(&stage.view, id, &intent));
}
