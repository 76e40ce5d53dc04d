/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* One matter in the middle: it is done, the next one, cleaning, and the log on a stick. */

#include "desk_look.h"

#include <stdio.h>

#define N_(text) text

static void add_sign(struct frame *frame, struct ui_rect place, const char *icon, bool is_done)
{
    place.x += (place.w - place.h) / 2;
    place.w = place.h;
    if (is_done) {
        add_surface(&frame->build, place, UI_SURFACE_DISC);
        add_picture(&frame->build, "", ui_rect_inset(place, place.h / 5), icon, UI_ON_CANAL,
                    words(""));
    } else {
        add_picture(&frame->build, "", place, icon, UI_CANAL, words(""));
    }
}

/* A picture where there is room for one, and below it the sentences. */
static void add_middle(struct frame *frame, struct column *column, const char *icon, bool is_done)
{
    const struct ui_theme *theme = frame->view->theme;
    const int size = theme->font[UI_STYLE_QUESTION].px * 2;
    struct ui_rect area = frame->content, below = area;

    take_top(&below, size + theme->gap, 0);
    const bool has_sign = column_would_fit(frame, column, below, false);
    const int height = column_fit(frame, column, has_sign ? below : area);
    const int all = height + (has_sign ? size + theme->gap : 0);
    take_top(&area, area.h > all ? (area.h - all) / 2 : 0, 0);
    if (has_sign) {
        add_sign(frame, take_top(&area, size, theme->gap), icon, is_done);
    }
    column_draw(frame, column, area, false);
}

static const char *done_words(const struct screen_view *view)
{
    switch (view->desk->done) {
    case DESK_EXPORT:
        return view->desk->was_nothing ? tr(view, "Alles is al aangekomen.")
                                       : tr(view, "Alles staat op de stick.");
    case DESK_UNTIL:
        return tr(view, "Dit onderwerp staat nu voorop.");
    default:
        return tr(view, "Bewaard. Dank u wel.");
    }
}

void desk_done_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {.align = UI_ALIGN_CENTRE};

    desk_begin(&frame, view, scene, "desk_done", NULL);
    struct ui_rect row = desk_actions(&frame);
    column_add(&column, "done", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(done_words(view)));
    if (view->desk->done == DESK_EXPORT) {
        column_add(&column, "done.next", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
                   words(view->desk->was_nothing
                             ? tr(view, "U kunt de stick eruit halen.")
                             : tr(view, "Haal hem eruit. Breng hem naar de gemeente.")));
    }
    add_middle(&frame, &column, "check", true);
    frame_tool(&frame, take_end(&row, row.w / 2, 0), UI_SURFACE_PRIMARY, "tool.next", NULL,
               N_("Verder"));
    desk_end(&frame, false);
}

void desk_between_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {.align = UI_ALIGN_CENTRE};
    const bool is_paper = view->desk->helping == DESK_HELPS_PAPER;

    desk_begin(&frame, view, scene, "desk_between", NULL);
    struct ui_rect row = desk_actions(&frame);
    column_add(&column, "between", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(is_paper ? tr(view, "Pak het volgende formulier")
                              : tr(view, "Geef door aan de volgende")));
    column_add(&column, "between.kept", UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT,
               words(tr(view, "De antwoorden zijn bewaard.")));
    add_middle(&frame, &column, is_paper ? "paper" : "neighbours", false);
    const struct ui_rect stop = take_start(&row, (row.w - view->theme->gap) / 2, view->theme->gap);
    frame_tool(&frame, stop, UI_SURFACE_SECONDARY, "tool.enough", NULL, N_("Klaar"));
    frame_tool(&frame, row, UI_SURFACE_PRIMARY, "tool.next", NULL, N_("Volgende"));
    desk_end(&frame, false);
}

/* Nothing can be pressed: a cloth would. */
void desk_clean_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {.align = UI_ALIGN_CENTRE};
    char seconds[12], line[UI_LABEL_TEXT];
    const int left = desk_seconds_left(view->desk, view->now_ms);

    frame_begin(&frame, view, scene, "desk_clean");
    scene->is_dark = true;
    frame.content = build_window(&frame.build);
    frame.content.x += view->theme->margin;
    frame.content.w -= 2 * view->theme->margin;
    snprintf(seconds, sizeof seconds, "%d", left);
    fill(view, line, sizeof line,
         tr_plural(view, "Nog {seconds} seconde", "Nog {seconds} seconden", left), "seconds",
         seconds, NULL);
    column_add(&column, "clean", UI_ROLE_HEADING, UI_STYLE_QUESTION, UI_INK,
               words(tr(view, "U kunt het scherm schoonmaken")));
    column_add(&column, "clean.left", UI_ROLE_TEXT, UI_STYLE_TITLE, UI_INK, words(line));
    add_middle(&frame, &column, "wipe", false);
    frame_end(&frame);
}

static const char *export_hint(const struct screen_view *view)
{
    const char *trouble = desk_trouble_words(view);

    return trouble[0] != '\0'       ? trouble
           : view->desk->is_waiting ? tr(view, "Een moment. Laat de stick zitten.")
                                    : "";
}

void desk_export_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct column column = {0};

    desk_begin(&frame, view, scene, "desk_export", tr(view, "Alles op een stick zetten"));
    struct ui_rect row = desk_actions(&frame);
    desk_line(&frame, "export.hint", view->desk->trouble != DESK_NO_TROUBLE ? UI_BRICK : UI_SOFT,
              export_hint(view));
    column_add(&column, "export.why", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "Doe dit als er lang geen internet is.")));
    column_add(&column, "export.1", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "1. Steek een stick in dit scherm.")));
    column_add(&column, "export.2", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "2. Tik op Zet op de stick.")));
    column_add(&column, "export.3", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "3. Breng de stick naar de gemeente.")));
    column_add(&column, "export.4", UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK,
               words(tr(view, "4. Breng hem terug, en tik hier nog eens.")));
    column_add(&column, "export.safe", UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT,
               words(tr(view, "Alles zit op slot. Alleen de gemeente kan het lezen.")))
        ->icon = "lock";
    for (size_t i = 0; i < column.count; i++) {
        column.paragraph[i].gap = 2;
    }
    column_fit(&frame, &column, frame.content);
    column_draw(&frame, &column, frame.content, false);
    if (!view->desk->is_waiting) {
        frame_tool(&frame, take_end(&row, row.w * 2 / 3, 0), UI_SURFACE_PRIMARY, "tool.send",
                   "usb-stick", N_("Zet op de stick"));
    }
    desk_end(&frame, true);
}
