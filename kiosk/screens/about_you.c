/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Who takes part, in bands: how old, and which neighbourhood. Nobody has to say. */

#include <stdio.h>
#include <string.h>

#include "arrange.h"
#include "ask_look.h"
#include "column.h"

#define N_(text)   text
#define HIGHEST_MM 60 /* a tile */

/* Tiles in a grid, above the way to say nothing. */
struct band_page {
    const char *screen, *asked;
    size_t count;
    struct ui_words (*label)(const struct screen_view *view, size_t index, char *shown, char *said);
    bool (*is_chosen)(const struct session *session, size_t index);
    const char *name; /* of the tiles' ids, before the point */
    size_t unsaid;    /* the index that says nothing */
};

/* The widest word of all tiles: it cannot be broken. */
static int widest_word(const struct frame *frame, const struct band_page *page)
{
    int widest = 0;
    for (size_t i = 0; i < page->count; i++) {
        char shown[UI_LABEL_TEXT], said[UI_LABEL_TEXT];
        const struct ui_words label = page->label(frame->view, i, shown, said);
        const int width = ask_longest_word(frame, UI_STYLE_ANSWER_SMALL, label);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Large letters have no room for a row of its own below the others: then it is the last of them. */
static bool is_unsaid_a_tile(const struct frame *frame)
{
    return build_is_large(&frame->build);
}

static int rows_px(const struct frame *frame, int rows, int height)
{
    return rows * height + (rows - 1) * frame->view->theme->gap;
}

/* The height of a row of tiles: of the label with most lines, and of a finger. */
static int least_height(const struct frame *frame, const struct band_page *page, int columns)
{
    const struct ui_theme *theme = frame->view->theme;
    const int cell = (frame->content.w + theme->gap) / columns - theme->gap;
    const int width = cell - 2 * arrange_padding(theme, UI_SURFACE_CARD, UI_TEXT_ONLY).x;
    const int line = text_height(&frame->build, UI_STYLE_ANSWER_SMALL, INT32_MAX, "A", NULL);
    int least = line + theme->gap > theme->target_min ? line + theme->gap : theme->target_min;
    for (size_t i = 0; i < page->count; i++) {
        char shown[UI_LABEL_TEXT], said[UI_LABEL_TEXT];
        const struct ui_words label = page->label(frame->view, i, shown, said);
        const int height =
            text_height(&frame->build, UI_STYLE_ANSWER_SMALL, width, label.label, label.lang);
        least = height > least ? height : least;
    }
    return least;
}

/* Fewer columns where a word needs it; more where the rows would be too low. */
static struct ask_grid band_grid(const struct frame *frame, const struct band_page *page,
                                 struct ui_rect area)
{
    const int gap = frame->view->theme->gap;
    const int count = (int)page->count + (is_unsaid_a_tile(frame) ? 1 : 0);
    const int needed = widest_word(frame, page) + 2 * gap;
    const int head = text_height(&frame->build, UI_STYLE_STRONG, INT32_MAX, "A", NULL) + gap;
    struct ask_grid grid = ask_tile_grid(frame, area, (size_t)count);
    while (grid.columns > 1 && (area.w + gap) / grid.columns - gap < needed) {
        grid.columns--;
    }
    grid.rows = (count + grid.columns - 1) / grid.columns;
    area.h -= head;
    while (rows_px(frame, grid.rows, least_height(frame, page, grid.columns)) > area.h &&
           (area.w + gap) / (grid.columns + 1) - gap >= needed) {
        grid.columns++;
        grid.rows = (count + grid.columns - 1) / grid.columns;
    }
    return grid;
}

static void add_bands(struct frame *frame, const struct band_page *page, struct ask_grid grid,
                      struct ui_rect *area)
{
    const struct screen_view *view = frame->view;
    const int highest = rows_px(frame, grid.rows, theme_px(view->theme, HIGHEST_MM));
    area->h = area->h > highest ? highest : area->h;
    for (size_t i = 0; i < page->count; i++) {
        char id[UI_ID_TEXT], shown[UI_LABEL_TEXT], said[UI_LABEL_TEXT];
        snprintf(id, sizeof id, "%s.%zu", page->name, i);
        add_tile(&frame->build, id,
                 grid_cell(*area, grid.columns, grid.rows, view->theme->gap, (int)i), NULL,
                 page->is_chosen(view->session, i), page->label(view, i, shown, said));
    }
}

static void add_unsaid(struct frame *frame, const struct band_page *page, struct ui_rect place)
{
    char id[UI_ID_TEXT];
    snprintf(id, sizeof id, "%s.%zu", page->name, page->unsaid);
    struct ui_node *node =
        frame_tool(frame, place, UI_SURFACE_QUIET, id, NULL, N_("Zeg ik liever niet"));
    node->states |= page->is_chosen(frame->view->session, page->unsaid) ? UI_STATE_CHOSEN : 0;
}

static void band_page_build(const struct screen_view *view, struct ui_scene *scene,
                            const struct band_page *page)
{
    struct frame frame;
    struct column column = {0};
    frame_begin(&frame, view, scene, page->screen);
    frame_top_visit(&frame, "title", words(tr(view, "Iets over uzelf")), NULL);
    const bool is_tile = is_unsaid_a_tile(&frame);
    struct ui_rect row = {0};
    if (!is_tile) {
        row = frame_actions(&frame);
    }
    column_add(&column, "question", UI_ROLE_QUESTION, UI_STYLE_QUESTION, UI_INK,
               words(tr(view, page->asked)));
    column_add(&column, "about_you.why", UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT,
               words(tr(view, "Dit staat los van uw antwoorden.")))
        ->is_spare = true;
    const struct ask_grid grid = band_grid(&frame, page, frame.content);
    struct ui_rect head = frame.content;
    head.h -=
        rows_px(&frame, grid.rows, least_height(&frame, page, grid.columns)) + view->theme->gap;
    take_top(&frame.content, column_fit(&frame, &column, head), view->theme->gap);
    column_draw(&frame, &column, head, false);
    add_bands(&frame, page, grid, &frame.content);
    add_unsaid(&frame, page,
               is_tile ? grid_cell(frame.content, grid.columns, grid.rows, view->theme->gap,
                                   (int)page->count)
                       : take_end(&row, row.w / 2, 0));
    frame_tools(&frame, true);
    if (view->session->is_warning) {
        idle_overlay(&frame);
    }
    frame_end(&frame);
}

/* ---- age ---- */

static struct ui_words age_label(const struct screen_view *view, size_t index, char *shown,
                                 char *said)
{
    static const struct {
        const char *from, *to;
    } BANDS[BS_AGES] = {[BS_AGE_18_29] = {"18", "29"},
                        [BS_AGE_30_44] = {"30", "44"},
                        [BS_AGE_45_64] = {"45", "64"},
                        [BS_AGE_65_79] = {"65", "79"}};
    if (index == BS_AGE_UNDER_18) {
        return words(tr(view, "Jonger dan 18"));
    }
    if (index == BS_AGE_80_UP) {
        return words(tr(view, "80 of ouder"));
    }
    fill(view, shown, UI_LABEL_TEXT, tr(view, "{from} – {to}"), "from", BANDS[index].from, "to",
         BANDS[index].to, NULL);
    fill(view, said, UI_LABEL_TEXT, tr(view, "Van {from} tot en met {to} jaar"), "from",
         BANDS[index].from, "to", BANDS[index].to, NULL);
    return (struct ui_words){.label = shown, .speech = said};
}

static bool is_age(const struct session *session, size_t index)
{
    return session->has_age && session->age == (enum bs_age)index;
}

void age_build(const struct screen_view *view, struct ui_scene *scene)
{
    const struct band_page page = {.screen = "age",
                                   .asked = N_("Hoe oud bent u?"),
                                   .count = BS_AGES - 1,
                                   .label = age_label,
                                   .is_chosen = is_age,
                                   .name = "band",
                                   .unsaid = BS_AGE_UNSAID};
    band_page_build(view, scene, &page);
}

/* ---- neighbourhood ---- */

static struct ui_words area_label(const struct screen_view *view, size_t index, char *shown,
                                  char *said)
{
    const struct bs_place *place = &view->session->bundle->place;
    (void)shown;
    (void)said;
    if (index < place->area_count) {
        return (struct ui_words){.label = place->areas[index].name, .lang = "nl"};
    }
    return words(tr(view, "Ergens anders"));
}

static bool is_area(const struct session *session, size_t index)
{
    return session->area == index;
}

void area_build(const struct screen_view *view, struct ui_scene *scene)
{
    const size_t count = view->session->bundle->place.area_count;
    const struct band_page page = {.screen = "area",
                                   .asked = N_("In welke buurt woont u?"),
                                   .count = count + 1,
                                   .label = area_label,
                                   .is_chosen = is_area,
                                   .name = "area",
                                   .unsaid = count + 1};
    band_page_build(view, scene, &page);
}
