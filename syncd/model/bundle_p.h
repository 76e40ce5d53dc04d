/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_BUNDLE_P_H
#define BUURTSTEM_MODEL_BUNDLE_P_H

/* What bundle.c and bundle_register.c share. */

#include <stdbool.h>

#include <buurtstem/bundle.h>
#include <buurtstem/json.h>

/* Reads `register` and `public_url`, which an older central does not send. False after a complaint. */
bool bundle_read_register(const struct bs_json_at *at, struct bs_bundle *out);

#endif
