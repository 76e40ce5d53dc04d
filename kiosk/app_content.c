/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a bundle needs of this kiosk, and what it makes it look like. */

#include "app_content.h"

#include <buurtstem/log.h>

#include "app.h"
#include "messages.h"

void app_make_theme(struct app *app)
{
    app->theme_modes = app->session.modes;
    theme_vary(&app->base, &app->contrast, app->theme_modes, &app->theme);
}

static void warm_languages(struct app *app, const struct bs_bundle *bundle)
{
    app_desk_note_language(app, NULL, true);
    for (size_t i = 0; i < bundle->language_count; i++) {
        struct bs_error err = {0};
        if (messages_warm(bundle->languages[i], &err) != BS_OK) {
            bs_log(BS_LOG_WARNING, "language.incomplete", "lang=%s why=\"%s\"",
                   bundle->languages[i], err.text);
            app_desk_note_language(app, bundle->languages[i], false);
        }
    }
}

static void need_picture(struct app *app, const char *programme, const char *picture)
{
    if (!platform_has_picture(app->platform, picture)) {
        bs_log(BS_LOG_WARNING, "picture.missing", "programme=%s picture=%s", programme, picture);
    }
}

static void need_icon(struct app *app, const char *programme, const char *icon)
{
    if (icon[0] != '\0' && !platform_has_icon(app->platform, icon)) {
        bs_log(BS_LOG_WARNING, "icon.missing", "programme=%s icon=%s", programme, icon);
    }
}

/* Central cannot know what icons this kiosk has; a missing one leaves its place empty. */
static void report_icons(struct app *app, const struct bs_bundle *bundle)
{
    for (size_t i = 0; i < bundle->programme_count; i++) {
        const struct bs_programme *programme = bundle->programmes[i].programme;
        need_icon(app, programme->id, programme->icon);
        for (size_t q = 0; q < programme->question_count; q++) {
            const struct bs_question *question = &programme->questions[q];
            for (size_t c = 0; c < question->choice_count; c++) {
                if (question->kind == BS_KIND_PICTURE) {
                    need_picture(app, programme->id, question->choices[c].icon);
                } else {
                    need_icon(app, programme->id, question->choices[c].icon);
                }
            }
        }
    }
}

/* The municipality's colours, unless they cannot be read; a token that the theme does not know is left out. */
void app_wear_house_style(struct app *app)
{
    app->base = app->file;
    for (size_t i = 0; i < app->bundle->house_count; i++) {
        const uint32_t rgb = app->bundle->house[i].rgb;
        const struct ui_colour colour = {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, 255};
        if (!theme_recolour(&app->base, app->bundle->house[i].token, colour)) {
            bs_log(BS_LOG_WARNING, "house.token-unknown", "token=%s", app->bundle->house[i].token);
        }
    }
    if (!theme_is_readable(&app->base)) {
        bs_log(BS_LOG_WARNING, "house.unreadable", "worn=no");
        app->base = app->file;
    }
    app_make_theme(app);
}

void app_look_at_bundle(struct app *app, const struct bs_bundle *bundle)
{
    warm_languages(app, bundle);
    report_icons(app, bundle);
}
