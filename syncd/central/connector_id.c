/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Signs by chance, until nobody has them. */

#include "connector_id.h"

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/random.h>

enum { ID_SIGNS = 6, ID_TRIES = 16 };

enum bs_err connector_id_make(struct storage *storage, const char *tenant, char out[BS_SLUG_TEXT],
                              struct bs_error *err)
{
    static const char signs[] = "23456789abcdefghjkmnpqrstuvwxyz";
    struct storage_connector *known = bs_xcalloc(1, sizeof(*known));
    struct bs_random random = bs_random_system();
    char id[] = "c-......";
    enum bs_err rc = BS_OK;

    for (int i = 0; rc == BS_OK && i < ID_TRIES; i++) {
        for (size_t at = 2; at < 2 + ID_SIGNS; at++) {
            id[at] = signs[bs_random_below(&random, sizeof(signs) - 1)];
        }
        bs_error_clear(err);
        rc = storage_connector(storage, tenant, id, known, err);
    }
    free(known);
    if (rc != BS_NOTFOUND) {
        return rc == BS_OK ? bs_fail(err, BS_LATER, "no pseudonym was free") : rc;
    }
    bs_error_clear(err);
    memcpy(out, id, sizeof(id));
    return BS_OK;
}
