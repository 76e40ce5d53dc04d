/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Which of the desk's screens is built. */

#include "desk_look.h"

void desk_scene(const struct screen_view *view, struct ui_scene *scene)
{
    static void (*const BUILD[])(const struct screen_view *view, struct ui_scene *scene) = {
        [DESK_DOOR] = desk_door_build,       [DESK_HOME] = desk_home_build,
        [DESK_QUEUE] = desk_queue_build,     [DESK_WORDS] = desk_words_build,
        [DESK_HIDE] = desk_hide_build,       [DESK_PASS] = desk_pass_build,
        [DESK_NOTE] = desk_note_build,       [DESK_CONSENT] = desk_consent_build,
        [DESK_WRITE] = desk_write_build,     [DESK_DONE] = desk_done_build,
        [DESK_HELP] = desk_help_build,       [DESK_BETWEEN] = desk_between_build,
        [DESK_SUBJECT] = desk_subject_build, [DESK_UNTIL] = desk_until_build,
        [DESK_STATUS] = desk_status_build,   [DESK_CLEAN] = desk_clean_build,
        [DESK_EXPORT] = desk_export_build,
    };

    BUILD[view->desk->screen](view, scene);
}
