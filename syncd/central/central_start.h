/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CENTRAL_START_H
#define CENTRAL_START_H

/* Builds struct central from the configuration and takes it down again. */

#include "central.h"
#include "settings.h"

/* Makes the data folder if it is not there (0700). BS_REFUSED: it cannot be made, or others can look into it. */
enum bs_err central_make_data_dir(const char *path, struct bs_error *err);

/*
 * Makes the data folder if it is not there (0700), opens the database with its lock, and the keys. BS_REFUSED: another
 * process has it, or it is of a newer version. `settings` is borrowed for the life of `out`. Finish it in any case.
 */
enum bs_err central_init(struct central *out, const struct settings *settings,
                         struct bs_error *err);
void central_finish(struct central *central);

#endif
