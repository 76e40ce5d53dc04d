/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MODEL_BUNDLE_P_H
#define BUURTSTEM_MODEL_BUNDLE_P_H

/* What the files that read a bundle share. */

#include <stdbool.h>

#include <buurtstem/bundle.h>
#include <buurtstem/json.h>

/* Reads `register` and `public_url`, which an older central does not send. False after a complaint. */
bool bundle_read_register(const struct bs_json_at *at, struct bs_bundle *out);

/* Reads `notices`, `wish` and `house`, of which each may be absent. False after a complaint. */
bool bundle_read_parts(const struct bs_json_at *at, struct bs_bundle *out);

/* Reads `connectors`, `connector_salt` and `words`, of which the last two may be absent. False after a complaint. */
bool bundle_read_connectors(const struct bs_json_at *at, struct bs_bundle *out);

/* Reads `central` and `credential`, of which each may be absent. False after a complaint. */
bool bundle_read_way(const struct bs_json_at *at, struct bs_bundle *out);

/* Reads `so_far` beside a programme; absent: *out is untouched. False after a complaint. */
bool bundle_read_so_far(const struct bs_json_at *at, const struct bs_programme *programme,
                        struct bs_so_far *out);

#endif
