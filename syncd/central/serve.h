/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVE_H
#define SERVE_H

/* The running server: two listeners, the local socket, signals, and word to the service manager. */

#include "settings.h"

/*
 * Serves until SIGTERM or SIGINT. BS_BAD: certificate or key is not usable (each complaint was written to standard error);
 * BS_REFUSED: an address or the database is taken; BS_BROKEN: the database failed on the way.
 */
enum bs_err serve_run(const struct settings *settings, struct bs_error *err);

#endif
