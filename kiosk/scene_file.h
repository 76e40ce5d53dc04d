/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SCENE_FILE_H
#define SCENE_FILE_H

/* The scene as JSON: the rendering that tests read (see DESIGN, outside faces). */

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#include "scene.h"

#define SCENE_JSON_MAX (1024 * 1024)

/*
 * Appends the scene. Nodes behind a dialog have the state "inert". Decorations are left out. Text has "px", its em size in
 * window pixels; a QR code has "qr", what a phone reads.
 */
void scene_to_json(const struct ui_scene *scene, const struct ui_theme *theme, unsigned long frame,
                   struct bs_buf *out);

/* Replaces the file atomically, without waiting for the disk. BS_BROKEN: it cannot be written. */
enum bs_err scene_file_write(const char *path, const struct ui_scene *scene,
                             const struct ui_theme *theme, unsigned long frame,
                             struct bs_error *err);

#endif
