/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Starts the program without a window, and touches it. */

#include "app_stage.h"

#include <stdio.h>

struct kiosk_config app_stage_config(const struct worker_stage *stage)
{
    struct kiosk_config config = {.assets_dir = BS_SOURCE_DIR "/assets",
                                  .messages_dir = BS_BINARY_DIR "/share/messages",
                                  .font_dir = "/usr/share/fonts/truetype/noto",
                                  .screen_width_mm = 331,
                                  .screen_height_mm = 207,
                                  .screen_bottom_mm = 950,
                                  .viewing_distance_mm = 600};
    snprintf(config.state_dir, sizeof config.state_dir, "%s", stage->state.path);
    snprintf(config.sync_dir, sizeof config.sync_dir, "%s", stage->sync.path);
    return config;
}

void app_stage_start(struct app *app, const struct kiosk_config *config, bool is_silent)
{
    const struct kiosk_arguments arguments = {.is_headless = true,
                                              .width = 1280,
                                              .height = 800,
                                              .is_virtual = true,
                                              .is_silent = is_silent,
                                              .virtual_ms = 1795341600000};
    struct bs_error err = {0};
    if (app_start(app, &arguments, config, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    app_stage_wait_for(app, SESSION_ATTRACT);
}

void app_stage_wait_for(struct app *app, enum session_screen screen)
{
    const int64_t end = worker_stage_now() + 20000;
    struct bs_error err = {0};
    do {
        if (app_step(app, &err) != BS_OK) {
            fail_msg("%s", err.text);
        }
    } while (app->session.screen != screen && worker_stage_now() < end);
    assert_int_equal(app->session.screen, screen);
}

struct ui_point app_stage_middle(const struct app *app, const char *id)
{
    const struct ui_node *node = scene_find(&app->shown, id);
    if (node == NULL) {
        fail_msg("no %s on screen %s", id, app->shown.screen);
        return (struct ui_point){0, 0};
    }
    return (struct ui_point){node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2};
}

void app_stage_finger(struct app *app, enum ui_event_kind kind, struct ui_point at)
{
    const struct ui_event event = {.kind = kind, .at = at, .time_ms = app_now(app)};
    app_input(app, &event);
}
