/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Draws the looks of the matrix as PNG files, to be looked at: draw_screens FOLDER [WORD …]. Only cases whose name
 * ("thanks.21.5.large.pl") holds every word. Not a test.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drawlist.h"
#include "matrix.h"
#include "platform.h"

static struct {
    const char *folder;
    char **words;
    int word_count;
    const struct matrix_display *display;
    struct platform *platform;
} job;

static bool is_wanted(const struct matrix_case *of)
{
    bool is_wanted = of->display == job.display;
    for (int i = 0; i < job.word_count; i++) {
        /* Whole parts of the name, so that "large" is not "large-reach". */
        char part[64], name[130];
        snprintf(part, sizeof part, ".%s.", job.words[i]);
        snprintf(name, sizeof name, ".%s.", of->name);
        is_wanted = is_wanted && strstr(name, part) != NULL;
    }
    return is_wanted;
}

static void draw(const struct stage *stage, const struct matrix_case *of)
{
    static struct ui_drawlist list;
    char path[600];
    struct bs_error err = {0};
    paint_scene(&stage->scene, &stage->theme, platform_text(job.platform), &list);
    snprintf(path, sizeof path, "%s/%s.png", job.folder, of->name);
    if (platform_present(job.platform, &list, &err) != BS_OK ||
        platform_save_png(job.platform, path, &err) != BS_OK) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: draw_screens FOLDER [WORD …]\n");
        return 2;
    }
    job.folder = argv[1];
    job.words = argv + 2;
    job.word_count = argc - 2;
    for (size_t i = 0; i < matrix_display_count; i++) {
        struct bs_error err = {0};
        job.display = &matrix_displays[i];
        const struct platform_options options = {.is_headless = true,
                                                 .width = job.display->display.width_px,
                                                 .height = job.display->display.height_px,
                                                 .title = "draw_screens",
                                                 .font_dir = BS_FONT_DIR,
                                                 .icon_dir = BS_SOURCE_DIR "/assets/icons",
                                                 .picture_dir = BS_SOURCE_DIR "/assets/pictures"};
        if (platform_open(&options, &job.platform, &err) != BS_OK) {
            fprintf(stderr, "%s\n", err.text);
            return 1;
        }
        matrix_each(platform_text(job.platform), is_wanted, draw);
        platform_close(job.platform);
    }
    return 0;
}
