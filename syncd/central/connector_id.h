/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CONNECTOR_ID_H
#define CONNECTOR_ID_H

/* Pseudonyms of connectors. */

#include "storage_connectors.h"

/* One that says nothing of who has it and that nobody of the tenant has or had. It is written by hand: no sign looks like
 * another. BS_LATER: none was free. */
enum bs_err connector_id_make(struct storage *storage, const char *tenant, char out[BS_SLUG_TEXT],
                              struct bs_error *err);

#endif
