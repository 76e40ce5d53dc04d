/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Help: how it works, what is kept, how long a pause may last; in the same place on every screen. */

#include <stdio.h>

#include "column.h"

#define N_(text) text

static void add_lines(struct column *column, const char *const *ids, const char *const *lines,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        column_add(column, ids[i], i == 0 ? UI_ROLE_HEADING : UI_ROLE_TEXT,
                   i == 0 ? UI_STYLE_TITLE : UI_STYLE_BODY, UI_INK, words(lines[i]))
            ->gap = 2;
    }
}

static void fill_how(const struct screen_view *view, struct column *column)
{
    char seconds[12], *pause = column->text[0];
    snprintf(seconds, sizeof seconds, "%d", view->session->bundle->idle_warn_s);
    fill(view, pause, UI_LABEL_TEXT,
         tr(view, "Doet u {seconds} seconden niets? Dan vragen we of u er nog bent."), "seconds",
         seconds, NULL);
    const struct contact contact = contact_of(view, NULL);
    static const char *const IDS[] = {"how.title", "how.1", "how.2"};
    const char *lines[] = {tr(view, "Hoe werkt het?"),
                           tr(view, "Tik op uw antwoord. Er is geen goed of fout."), pause};
    add_lines(column, IDS, lines, 3);
    column_add(column, "how.3", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK, contact.words)->gap = 2;
    if (contact.is_example) {
        column_add(column, "how.example", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                   words(tr(view, "De naam is een voorbeeld.")))
            ->gap = 2;
    }
}

static void fill_kept(const struct screen_view *view, struct column *column)
{
    static const char *const IDS[] = {"kept.title", "kept.1", "kept.2", "kept.3", "kept.4"};
    const char *lines[] = {tr(view, "Wat bewaren we?"),
                           tr(view, "Wel: uw antwoorden, de taal, de plek en de tijd."),
                           tr(view, "Niet: uw naam. Er is geen camera."),
                           tr(view, "Tikt u op Stop? Dan bewaren we niets."),
                           tr(view, "Loopt u weg zonder Stop? Dan bewaren we wat u al koos.")};
    add_lines(column, IDS, lines, 5);
}

static void add_panel(struct frame *frame, struct column *column, struct ui_rect area)
{
    struct ui_rect inner = ui_rect_inset(area, frame->view->theme->gap);
    add_surface(&frame->build, area, UI_SURFACE_PANEL);
    column_fit(frame, column, inner);
    column_draw(frame, column, inner, false);
}

/* Both beside each other, or below each other; where they do not fit so, on pages. True if there is another page. */
static bool add_help(struct frame *frame)
{
    const int gap = frame->view->theme->gap;
    struct column how = {0}, kept = {0};
    fill_how(frame->view, &how);
    fill_kept(frame->view, &kept);
    struct ui_rect rest = frame->content;
    struct ui_rect first = build_is_portrait(&frame->build)
                               ? take_top(&rest, (rest.h - gap) / 2, gap)
                               : take_start(&rest, (rest.w - gap) / 2, gap);
    if (!build_is_large(&frame->build) &&
        column_would_fit(frame, &how, ui_rect_inset(first, gap), true) &&
        column_would_fit(frame, &kept, ui_rect_inset(rest, gap), true)) {
        add_panel(frame, &how, first);
        add_panel(frame, &kept, rest);
        return false;
    }
    for (size_t i = 0; i < kept.count; i++) {
        how.paragraph[how.count++] = kept.paragraph[i];
    }
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    return column_page(frame, &how, ui_rect_inset(frame->content, gap),
                       frame->view->session->about_page);
}

/* Louder, softer, slower: where something is spoken. */
static void add_voice(struct frame *frame, struct ui_rect *row)
{
    static const struct {
        const char *id, *icon, *dutch;
    } VOICE[] = {{"tool.softer", "softer", N_("Zachter")}, {"tool.louder", "louder", N_("Harder")}};
    const struct screen_view *view = frame->view;
    const int gap = view->theme->gap, width = (row->w - 2 * gap) / 3;
    for (size_t i = 0; i < sizeof VOICE / sizeof VOICE[0]; i++) {
        struct ui_node *node = frame_tool(frame, take_start(row, width, gap), UI_SURFACE_SECONDARY,
                                          VOICE[i].id, VOICE[i].icon, VOICE[i].dutch);
        char number[12], most[12], line[UI_LABEL_TEXT];
        snprintf(number, sizeof number, "%d", view->session->volume + 1);
        snprintf(most, sizeof most, "%d", SESSION_VOLUME_STEPS);
        fill(view, line, sizeof line, tr(view, "{word}: stand {number} van {most}"), "word",
             tr(view, VOICE[i].dutch), "number", number, "most", most, NULL);
        snprintf(node->speech, sizeof node->speech, "%s", line);
    }
    struct ui_node *node =
        frame_tool(frame, take_start(row, width, gap), UI_SURFACE_SECONDARY, "tool.slower", "clock",
                   view->session->is_slow ? N_("Langzaam: aan") : N_("Langzamer"));
    node->states |= view->session->is_slow ? UI_STATE_CHOSEN : 0;
}

/* The way to the connector's desk: at the end of the last page, in small words, since it is nothing for residents. */
static void add_staff(struct frame *frame, struct ui_rect row)
{
    const struct ui_theme *theme = frame->view->theme;
    const char *label = tr(frame->view, "Medewerker");
    const int need = text_width(&frame->build, UI_STYLE_ANSWER_SMALL, label, NULL) + 2 * theme->gap;
    const int width = need > theme->target_min ? need : theme->target_min;
    struct ui_node *node =
        add_button(&frame->build, "tool.staff", take_end(&row, width, theme->gap), UI_SURFACE_QUIET,
                   UI_TEXT_ONLY, NULL, words(label));

    node->ink = UI_SOFT;
    node->is_small = true;
    node->is_apart = true;
}

/* Elsewhere there is no subject, or another one. */
static bool has_subject(const struct session *session)
{
    const enum session_screen behind = session->behind_help;
    return behind == SESSION_ATTRACT || behind == SESSION_QUESTION || behind == SESSION_THANKS;
}

void help_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    frame_begin(&frame, view, scene, "help");
    const struct ui_theme *theme = view->theme;
    frame_top_visit(&frame, "title", words(tr(view, "Hulp")), NULL);
    struct ui_rect actions = frame_actions(&frame), voice = {0};
    const bool has_voice = (view->modes & UI_MODE_SPEECH) != 0;
    if (has_voice) {
        voice = frame_actions(&frame);
    }
    const bool is_more = add_help(&frame);
    if (has_voice) {
        add_voice(&frame, &voice);
    }
    if (has_subject(view->session)) {
        struct ui_rect about = take_start(&actions, (actions.w - theme->gap) / 2, theme->gap);
        frame_tool(&frame, about, UI_SURFACE_SECONDARY, "tool.about", "list",
                   N_("Over dit onderwerp"));
    }
    if (is_more) {
        frame_tool(&frame, take_end(&actions, actions.w, theme->gap), UI_SURFACE_PRIMARY,
                   "tool.more", "arrow", N_("Verder lezen"))
            ->arrangement = UI_PICTURE_END;
    } else {
        add_staff(&frame, actions);
    }
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}
