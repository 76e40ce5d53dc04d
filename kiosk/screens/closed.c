/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Outside opening hours: black, a small moon, and when it opens. Nothing can be tapped, so it stands elsewhere each minute and
 * burns nothing in; a touch lights attract. */

#include <stdio.h>

#include "frame.h"

#define N_(text) text
#define PLACES   5 /* in each direction */

static const char *const DAYS[] = {N_("maandag"), N_("dinsdag"),  N_("woensdag"), N_("donderdag"),
                                   N_("vrijdag"), N_("zaterdag"), N_("zondag")};

/* Empty if it never opens. Shown without the minutes of a whole hour; said from a time that is known for one. */
static void open_words(const struct screen_view *view, bool is_said, char *out, size_t size)
{
    const struct bs_place *place = &view->session->bundle->place;
    char time[32];
    int days = 0, minute = 0;
    out[0] = '\0';
    if (!session_opens(place, view->weekday, view->minute, &days, &minute)) {
        return;
    }
    snprintf(time, sizeof time, minute % 60 == 0 && !is_said ? "%d" : "%d.%02d", minute / 60,
             minute % 60);
    fill(view, out, size,
         days == 0   ? tr(view, "Open om {time} uur")
         : days == 1 ? tr(view, "Morgen open om {time} uur")
                     : tr(view, "Open op {day} om {time} uur"),
         "day", tr(view, DAYS[(view->weekday + days) % 7]), "time", time, NULL);
}

void closed_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    char line[UI_LABEL_TEXT], said[UI_LABEL_TEXT];
    frame_begin(&frame, view, scene, "closed");
    scene->is_dark = true;
    open_words(view, false, line, sizeof line);
    open_words(view, true, said, sizeof said);
    struct ui_rect area = ui_rect_inset(build_whole(&frame.build), view->theme->margin);
    const int icon = view->theme->font[UI_STYLE_TITLE].px, gap = view->theme->gap;
    const int wide = text_width(&frame.build, UI_STYLE_BODY, line, NULL) + 2;
    const int width = wide < area.w - icon - gap ? wide : area.w - icon - gap;
    const int words_height = text_height(&frame.build, UI_STYLE_BODY, width, line, NULL);
    const int height = words_height > icon ? words_height : icon;
    const int step = view->minute > 0 ? view->minute : 0;
    area.x += (area.w - width - icon - gap) * (step % PLACES) / (PLACES - 1);
    area.y += (area.h - height) * (step / PLACES % PLACES) / (PLACES - 1);
    struct ui_rect row = {area.x, area.y, icon + gap + width, height};
    struct ui_rect moon = take_start(&row, icon, gap);
    moon.y += (height - icon) / 2;
    moon.h = icon;
    add_picture(&frame.build, "", moon, "moon", UI_INK, words(""));
    if (line[0] != '\0') {
        add_text(&frame.build, "opens", row, UI_ROLE_TEXT, UI_STYLE_BODY, UI_INK, UI_ALIGN_START,
                 (struct ui_words){.label = line, .speech = said})
            ->centre_vertically = true;
    }
    frame_end(&frame);
}
