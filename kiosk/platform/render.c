/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */

/* Draws a list on the frame, command by command. */

#include "platform_p.h"

static void draw_mask(const struct canvas *canvas, const struct ui_command *command,
                      const struct mask *mask, struct ui_colour colour)
{
    if (mask != NULL) {
        const int x = command->rect.x + (command->rect.w - mask->size) / 2;
        const int y = command->rect.y + (command->rect.h - mask->size) / 2;
        shape_mask(canvas, mask, x, y, command->turned, colour);
    }
}

static void draw_in_colours(struct platform *platform, const struct canvas *canvas,
                            const struct ui_command *command)
{
    const struct ui_rect box = command->rect;
    const struct picture *picture =
        pictures_drawing(platform->pictures, command->icon, box.w, box.h);
    if (picture != NULL) {
        shape_picture(canvas, picture, box.x + (box.w - picture->width) / 2,
                      box.y + (box.h - picture->height) / 2, command->radius);
    }
}

static void draw_picture(struct platform *platform, const struct canvas *canvas,
                         const struct ui_command *command)
{
    const int size = command->rect.w < command->rect.h ? command->rect.w : command->rect.h;
    struct pictures *pictures = platform->pictures;
    if (command->kind == UI_DRAW_ICON) {
        draw_mask(canvas, command, pictures_icon(pictures, command->icon, size), command->colour);
        return;
    }
    draw_mask(canvas, command, pictures_face(pictures, command->face, size, false),
              command->colour);
    draw_mask(canvas, command, pictures_face(pictures, command->face, size, true), command->second);
}

static void draw_text(struct platform *platform, const struct canvas *canvas,
                      const struct ui_command *command)
{
    const struct text_line line = {
        .font = command->font,
        .lang = command->lang,
        .paragraph = command->paragraph,
        .from = (size_t)(command->text - command->paragraph),
        .len = command->len,
        .hyphen = command->hyphen,
    };
    text_draw(platform->text, canvas, &line, command->rect.x, command->rect.y, command->colour);
}

void render_list(struct platform *platform, const struct ui_drawlist *list)
{
    SDL_Surface *frame = platform->frame;
    const struct canvas canvas = {frame->pixels, frame->w, frame->h, frame->pitch / 4};
    shape_fill(&canvas, (struct ui_rect){0, 0, frame->w, frame->h}, 0, list->background);
    for (size_t i = 0; i < list->count; i++) {
        const struct ui_command *command = &list->commands[i];
        switch (command->kind) {
        case UI_DRAW_FILL:
            shape_fill(&canvas, command->rect, command->radius, command->colour);
            break;
        case UI_DRAW_FRAME:
            shape_frame(&canvas, command->rect, command->radius, command->thickness,
                        command->colour);
            break;
        case UI_DRAW_DISC:
            shape_disc(&canvas, command->rect, command->colour);
            break;
        case UI_DRAW_FACE:
        case UI_DRAW_ICON:
            draw_picture(platform, &canvas, command);
            break;
        case UI_DRAW_PICTURE:
            draw_in_colours(platform, &canvas, command);
            break;
        case UI_DRAW_QR:
            shape_qr(&canvas, command->rect, command->text, command->colour, command->second);
            break;
        case UI_DRAW_TEXT:
            draw_text(platform, &canvas, command);
            break;
        }
    }
}
