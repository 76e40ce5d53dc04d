/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* How the kiosk is doing, in sentences; a tick or a warning stands before each. */

#include "desk_look.h"

#include <stdio.h>
#include <string.h>

#define N_(text)   text
#define HOUR_MS    INT64_C(3600000)
#define LATE_HOURS 24 /* from which on what waits is worth a warning */
#define DISK_LEAST 10 /* percent that should be free */
#define GIGABYTE   1000000000.0

static void add(struct column *column, const char *id, bool is_good, const char *line)
{
    struct paragraph *paragraph = column_add(column, id, UI_ROLE_TEXT, UI_STYLE_BODY,
                                             is_good ? UI_INK : UI_BRICK, words(line));

    paragraph->icon = is_good ? "check" : "warning";
    paragraph->gap = 2;
}

static void fill_records(const struct screen_view *view, const struct desk_status *status,
                         struct column *column)
{
    char stored[24], arrived[24], age[UI_LABEL_TEXT], *line = column_text(column);

    snprintf(stored, sizeof stored, "%lld", (long long)status->stored);
    snprintf(arrived, sizeof arrived, "%lld", (long long)status->acknowledged);
    fill(view, line, UI_LABEL_TEXT, tr(view, "{stored} bewaard, {arrived} aangekomen"), "stored",
         stored, "arrived", arrived, NULL);
    add(column, "status.stored", true, line);
    if (status->oldest_waiting_ms != DESK_UNKNOWN) {
        line = column_text(column);
        desk_age_words(view, status->oldest_waiting_ms, age);
        fill(view, line, UI_LABEL_TEXT, tr(view, "oudste wacht {age}"), "age", age, NULL);
        add(column, "status.oldest", status->oldest_waiting_ms < LATE_HOURS * HOUR_MS, line);
    }
    line = column_text(column);
    if (status->last_receipt_ms == DESK_UNKNOWN) {
        add(column, "status.receipt", false, tr(view, "nog niets bevestigd"));
    } else {
        desk_age_words(view, status->last_receipt_ms, age);
        fill(view, line, UI_LABEL_TEXT, tr(view, "laatst bevestigd: {age} geleden"), "age", age,
             NULL);
        add(column, "status.receipt", status->last_receipt_ms < LATE_HOURS * HOUR_MS, line);
    }
    if (status->complete_to > 0) {
        line = column_text(column);
        snprintf(stored, sizeof stored, "%lld", (long long)status->complete_to);
        fill(view, line, UI_LABEL_TEXT, tr(view, "volledig tot {number}"), "number", stored, NULL);
        add(column, "status.complete", true, line);
    }
}

static void fill_languages(const struct screen_view *view, const struct desk_status *status,
                           struct column *column)
{
    char names[UI_LABEL_TEXT] = "", *line = column_text(column);
    size_t len = 0;

    if (status->language_count == 0) {
        add(column, "status.languages", true, tr(view, "alle talen zijn volledig"));
        return;
    }
    for (size_t i = 0; i < status->language_count && i < BS_LANGUAGES_MAX; i++) {
        const char *name = language_name(view, status->languages[i]);
        if (len + strlen(name) + 12 < sizeof names) {
            len += (size_t)snprintf(names + len, sizeof names - len, "%s\u2068%s\u2069",
                                    len > 0 ? ", " : "", name);
        }
    }
    fill(view, line, UI_LABEL_TEXT, tr(view, "nog niet volledig: {languages}"), "languages", names,
         NULL);
    add(column, "status.languages", false, line);
}

static void fill_machine(const struct screen_view *view, const struct desk_status *status,
                         struct column *column)
{
    char size[24], share[12];

    add(column, "status.clock", status->is_clock_synced,
        status->is_clock_synced ? tr(view, "de klok loopt goed")
                                : tr(view, "de klok is niet gelijk gezet"));
    add(column, "status.sound", status->has_sound,
        status->has_sound ? tr(view, "het geluid werkt") : tr(view, "er is geen geluid"));
    add(column, "status.keypad", status->has_keypad,
        status->has_keypad ? tr(view, "de toetsen zijn er") : tr(view, "er zijn geen toetsen"));
    char *line = column_text(column);
    snprintf(size, sizeof size, "%.1f", (double)status->disk_free / GIGABYTE);
    for (char *at = size; *at != '\0'; at++) {
        *at = *at == '.' ? ',' : *at;
    }
    snprintf(share, sizeof share, "%d", status->disk_share);
    fill(view, line, UI_LABEL_TEXT, tr(view, "nog {size} GB vrij ({share}%)"), "size", size,
         "share", share, NULL);
    add(column, "status.disk", status->disk_share >= DISK_LEAST, line);
}

/* Two columns where both have room, else pages. True if there is another page. */
static bool add_status(struct frame *frame, const struct desk_status *status)
{
    const struct screen_view *view = frame->view;
    struct column left = {0}, right = {0};
    struct ui_rect area = ui_rect_inset(frame->content, view->theme->gap);

    if (status->trouble[0] != '\0') {
        add(&left, "status.trouble", false, status->trouble);
    }
    fill_records(view, status, &left);
    fill_languages(view, status, &right);
    fill_machine(view, status, &right);
    add_surface(&frame->build, frame->content, UI_SURFACE_PANEL);
    if (!build_is_portrait(&frame->build) && !build_is_large(&frame->build)) {
        struct ui_rect first = area;
        struct ui_rect second =
            take_end(&first, (first.w - view->theme->gap) / 2, view->theme->gap);
        if (column_would_fit(frame, &left, first, true) &&
            column_would_fit(frame, &right, second, true)) {
            column_fit(frame, &left, first);
            column_draw(frame, &left, first, false);
            column_fit(frame, &right, second);
            column_draw(frame, &right, second, false);
            return false;
        }
    }
    for (size_t i = 0; i < right.count; i++) {
        left.paragraph[left.count++] = right.paragraph[i];
    }
    return column_page(frame, &left, area, view->desk->page);
}

void desk_status_build(const struct screen_view *view, struct ui_scene *scene)
{
    struct frame frame;

    desk_begin(&frame, view, scene, "desk_status", tr(view, "Hoe gaat het met dit scherm?"));
    if (view->desk_status == NULL) {
        desk_line(&frame, "status.unknown", UI_SOFT, tr(view, "Dat is nog niet bekend."));
    } else {
        const bool is_compact = frame_is_compact(&frame) || build_is_portrait(&frame.build);
        struct ui_rect row = {0};
        if (is_compact) {
            row = frame_actions(&frame);
        }
        if (add_status(&frame, view->desk_status) && is_compact) {
            frame_more(&frame, &row);
        }
    }
    desk_end(&frame, true);
}
