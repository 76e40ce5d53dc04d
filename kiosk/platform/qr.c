/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* QR codes: whole pixels for every module, so that a phone reads them from the glass. */

#include <qrencode.h>

#include "shapes.h"

#define QUIET 4 /* modules of light around the code, as its standard asks for */

static void draw_modules(const struct canvas *canvas, const QRcode *code, struct ui_rect square,
                         int module, struct ui_colour dark)
{
    for (int i = 0; i < code->width * code->width; i++) {
        if ((code->data[i] & 1) != 0) {
            const struct ui_rect at = {square.x + (i % code->width + QUIET) * module,
                                       square.y + (i / code->width + QUIET) * module, module,
                                       module};
            shape_fill(canvas, at, 0, dark);
        }
    }
}

/* What cannot be encoded, or has no room for a pixel a module, is left out: the address stands on the screen too. */
void shape_qr(const struct canvas *canvas, struct ui_rect rect, const char *text,
              struct ui_colour dark, struct ui_colour light)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (code == NULL) {
        return;
    }
    const int modules = code->width + 2 * QUIET;
    const int side = rect.w < rect.h ? rect.w : rect.h;
    const int module = side / modules;
    const struct ui_rect square = {rect.x + (rect.w - module * modules) / 2,
                                   rect.y + (rect.h - module * modules) / 2, module * modules,
                                   module * modules};
    shape_fill(canvas, square, 0, light);
    draw_modules(canvas, code, square, module, dark);
    QRcode_free(code);
}
