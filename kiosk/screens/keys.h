/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KEYS_H
#define KEYS_H

/* The keyboard on the screen. Its keys are key.N, key.space, layer.N and tool.rub_out; they stand as on a real keyboard of
 * their script and are not mirrored. */

#include "frame.h"

/* Cuts the keyboard for what is being written off the foot of an area: as high as it must be, and higher where there is much
 * room. */
struct ui_rect keys_take(const struct frame *frame, struct ui_rect *area);
void keys_draw(struct frame *frame, struct ui_rect area);

/* What a key or a layer's key means, by what stands behind "key." or "layer."; false if there is none such. */
bool keys_intent(const struct screen_view *view, const char *key, struct session_intent *intent);
bool keys_layer_intent(const struct screen_view *view, const char *layer,
                       struct session_intent *intent);

#endif
