/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists to choose from: why words are hidden, to whom they go, which note, whom she helps, a subject, until when; and the page
 * on which she writes. */

#include "desk_look.h"

#include <stdio.h>
#include <string.h>

#include "write_page.h"

#define N_(text)     text
#define PAGE_TILES   8 /* subjects of one page; in large letters or a low window fewer */
#define COMPACT_PAGE 6
#define WAY_MM       48 /* no way to pass words on is higher */

struct item {
    const char *id, *icon, *dutch;
};

static void build_list(const struct screen_view *view, struct ui_scene *scene, const char *screen,
                       const char *title, const char *line, const struct item *items, size_t count)
{
    struct frame frame;
    struct desk_tile tiles[DESK_TILES_MAX];

    desk_begin(&frame, view, scene, screen, title);
    desk_line(&frame, "line", view->desk->trouble != DESK_NO_TROUBLE ? UI_BRICK : UI_SOFT, line);
    for (size_t i = 0; i < count; i++) {
        snprintf(tiles[i].id, sizeof tiles[i].id, "%s", items[i].id);
        tiles[i].icon = items[i].icon;
        tiles[i].words = words(tr(view, items[i].dutch));
    }
    desk_tiles(&frame, frame.content, tiles, count);
    desk_end(&frame, true);
}

/* ---- a comment ---- */

void desk_hide_build(const struct screen_view *view, struct ui_scene *scene)
{
    static const struct item REASONS[BS_HIDE_REASONS] = {
        [BS_HIDE_PERSON] = {"reason.person", "person", N_("Gaat over één persoon")},
        [BS_HIDE_INSULT] = {"reason.insult", "talk", N_("Schelden of kwetsen")},
        [BS_HIDE_THREAT] = {"reason.threat", "warning", N_("Een dreigement")},
        [BS_HIDE_ADVERT] = {"reason.advert", "shop", N_("Reclame")},
        [BS_HIDE_NOTHING] = {"reason.nothing", "dots", N_("Geen echte woorden")},
        [BS_HIDE_OTHER] = {"reason.other", "question", N_("Iets anders")}};
    const char *trouble = desk_trouble_words(view);

    build_list(view, scene, "desk_hide", tr(view, "Waarom verbergt u dit?"),
               trouble[0] != '\0' ? trouble : tr(view, "De woorden gaan weg, ook van dit scherm."),
               REASONS, BS_HIDE_REASONS);
}

static bool reads(const struct bs_bundle *bundle, const struct bs_connector *connector,
                  const char *lang)
{
    if (connector->language_count == 0) {
        return strcmp(bundle->languages[0], lang) == 0;
    }
    for (size_t i = 0; i < connector->language_count; i++) {
        if (strcmp(connector->languages[i], lang) == 0) {
            return true;
        }
    }
    return false;
}

/* "Fatma, Hassan": who else reads the comment's language, as many as have room. "" for nobody. */
static void reader_names(const struct screen_view *view, char out[UI_LABEL_TEXT])
{
    const struct bs_bundle *bundle = view->session->bundle;
    const struct desk *desk = view->desk;
    size_t len = 0;

    out[0] = '\0';
    for (size_t i = 0; i < bundle->connector_count; i++) {
        const struct bs_connector *connector = &bundle->connectors[i];
        if (strcmp(connector->id, desk->who) != 0 && reads(bundle, connector, desk->comment.lang) &&
            len + strlen(connector->name) + 3 < UI_LABEL_TEXT) {
            len += (size_t)snprintf(out + len, UI_LABEL_TEXT - len, "%s%s", len > 0 ? ", " : "",
                                    connector->name);
        }
    }
}

/* A control, and below it what it leads to. */
static void add_way(struct frame *frame, struct ui_rect cell, const char *id, const char *icon,
                    struct ui_words label, const char *text_id, struct ui_words text)
{
    const struct ui_theme *theme = frame->view->theme;
    struct column column = {0};
    const int high = theme_px(theme, WAY_MM) < cell.h / 2 ? theme_px(theme, WAY_MM) : cell.h / 2;

    if (label.label[0] != '\0') {
        add_tile(&frame->build, id, take_top(&cell, high, theme->gap / 2), icon, false, label)
            ->arrangement = UI_PICTURE_START;
    }
    column_add(&column, text_id, UI_ROLE_TEXT, UI_STYLE_BODY, UI_SOFT, text);
    column_fit(frame, &column, cell);
    column_draw(frame, &column, cell, false);
}

void desk_pass_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    char names[UI_LABEL_TEXT], label[UI_LABEL_TEXT], name[96];
    const char *trouble = desk_trouble_words(view);

    desk_begin(&frame, view, scene, "desk_pass", tr(view, "Aan wie geeft u dit door?"));
    desk_line(&frame, "line", UI_BRICK, trouble);
    const int gap = view->theme->gap;
    const bool is_stacked = build_is_portrait(&frame.build);
    const int columns = is_stacked ? 1 : 2, rows = is_stacked ? 2 : 1;
    reader_names(view, names);
    snprintf(name, sizeof name, "\u2068%s\u2069", language_name(view, view->desk->comment.lang));
    fill(view, label, sizeof label, tr(view, "Aan wie {language} leest"), "language", name, NULL);
    add_way(&frame, grid_cell(frame.content, columns, rows, gap, 0), "pass.contact", "phone",
            words(tr(view, "Aan de contactpersoon")), "pass.contact.who",
            contact_of(view, NULL).words);
    add_way(&frame, grid_cell(frame.content, columns, rows, gap, 1), "pass.reader", "language",
            words(names[0] != '\0' ? label : ""), "pass.reader.who",
            words(names[0] != '\0' ? names : tr(view, "Niemand anders hier leest deze taal.")));
    desk_end(&frame, true);
}

/* ---- notes ---- */

void desk_note_build(const struct screen_view *view, struct ui_scene *scene)
{
    static const struct item NOTES[BS_NOTES] = {
        [BS_NOTE_CONTEXT] = {"note.context", "calendar", N_("Wat speelt er nu?")},
        [BS_NOTE_TREASURE] = {"note.treasure", "heart", N_("Schat van de buurt")},
        [BS_NOTE_URGENT] = {"note.urgent", "warning", N_("Dit kan niet wachten")}};

    build_list(view, scene, "desk_note", tr(view, "Wat wilt u kwijt?"), "", NOTES, BS_NOTES);
}

void desk_consent_build(const struct screen_view *view, struct ui_scene *scene)
{
    static const struct item ANSWERS[] = {{"consent.yes", "check", N_("Ja, het mag")},
                                          {"consent.no", "close", N_("Nee, nog niet")}};

    build_list(view, scene, "desk_consent", tr(view, "Vindt die persoon het goed?"),
               tr(view, "U schrijft over iemand uit de buurt. Vraag het eerst."), ANSWERS, 2);
}

static const char *asked_words(const struct screen_view *view)
{
    if (view->desk->is_batch) {
        return tr(view, "Hoe heet deze stapel formulieren?");
    }
    switch (view->desk->note) {
    case BS_NOTE_TREASURE:
        return tr(view, "Wie of wat kan de buurt helpen?");
    case BS_NOTE_URGENT:
        return tr(view, "Wat kan niet wachten?");
    case BS_NOTE_CONTEXT:
        break;
    }
    return tr(view, "Wat speelt er nu?");
}

static const char *write_hint(const struct screen_view *view)
{
    const char *trouble = desk_trouble_words(view);

    if (trouble[0] != '\0') {
        return trouble;
    }
    if (view->desk->is_waiting) {
        return tr(view, "Een moment");
    }
    if (view->desk->is_batch) {
        return tr(view, "Bijvoorbeeld: buurtfeest.");
    }
    return view->desk->note == BS_NOTE_URGENT ? tr(view, "Dit gaat meteen naar de contactpersoon.")
                                              : "";
}

void desk_write_build(const struct screen_view *view, struct ui_scene *scene)
{
    const struct write_page page = {.screen = "desk_write",
                                    .asked = words(asked_words(view)),
                                    .hint = write_hint(view),
                                    .is_wrong = view->desk->trouble != DESK_NO_TROUBLE,
                                    .entry = &view->desk->words,
                                    .is_private = true,
                                    .ready = view->desk->is_batch ? tr(view, "Verder")
                                                                  : tr(view, "Bewaren")};
    write_page_build(view, scene, &page);
}

/* ---- visits ---- */

void desk_help_build(const struct screen_view *view, struct ui_scene *scene)
{
    static const struct item WHOM[] = {{"help.one", "person", N_("Eén bewoner")},
                                       {"help.group", "neighbours", N_("Een groep")},
                                       {"help.paper", "paper", N_("Van papier")}};

    build_list(view, scene, "desk_help", tr(view, "Met wie vult u in?"),
               tr(view, "U krijgt vier keer zo veel tijd."), WHOM, 3);
}

void desk_until_build(const struct screen_view *view, struct ui_scene *scene)
{
    static const struct item UNTILS[DESK_UNTILS] = {{"until.0", "clock", N_("Eén uur")},
                                                    {"until.1", "clock", N_("Drie uur")},
                                                    {"until.2", "moon", N_("Tot middernacht")}};

    build_list(view, scene, "desk_until", tr(view, "Hoe lang staat dit voorop?"), "", UNTILS,
               DESK_UNTILS);
}

/* Subject `index`; behind the last one, all of them. */
static void fill_subject(const struct screen_view *view, size_t index, struct desk_tile *tile)
{
    const struct bs_bundle *bundle = view->session->bundle;

    if (index == bundle->programme_count) {
        *tile = (struct desk_tile){.id = "tool.all", .icon = "list"};
        tile->words = words(tr(view, "Alle onderwerpen"));
        return;
    }
    const struct bs_programme *programme = bundle->programmes[index].programme;
    snprintf(tile->id, sizeof tile->id, "programme.%s", programme->id);
    tile->icon = programme->icon;
    tile->words = content_words(view, &programme->tile);
}

void desk_subject_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;
    struct desk_tile tiles[PAGE_TILES];
    const struct desk *desk = view->desk;
    const size_t total = view->session->bundle->programme_count + (desk->is_filtering ? 1 : 0);

    desk_begin(&frame, view, scene, "desk_subject",
               desk->is_filtering                ? tr(view, "Over welk onderwerp?")
               : desk->plan == DESK_HELPS_NOBODY ? tr(view, "Welk onderwerp staat nu voorop?")
                                                 : tr(view, "Kies een onderwerp"));
    const size_t each = frame_is_compact(&frame) ? COMPACT_PAGE : PAGE_TILES;
    const size_t last = total > 0 ? (total - 1) / each : 0;
    const size_t page = desk->page < last ? desk->page : last, first = page * each;
    const size_t count = total - first < each ? total - first : each;
    for (size_t i = 0; i < count; i++) {
        fill_subject(view, first + i, &tiles[i]);
    }
    struct ui_rect row = {0};
    if (last > 0) {
        row = frame_actions(&frame);
    }
    desk_tiles(&frame, frame.content, tiles, count);
    if (page < last) {
        frame_tool(&frame, take_end(&row, row.w / 3, 0), UI_SURFACE_PRIMARY, "tool.more", "arrow",
                   N_("Meer"))
            ->arrangement = UI_PICTURE_END;
    }
    desk_end(&frame, true);
}
