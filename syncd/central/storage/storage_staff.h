/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_STAFF_H
#define STORAGE_STAFF_H

/* Who has an account, and its end. Making one and signing in are in storage.h; the rest of it holds here too. */

#include "storage.h"

typedef bool storage_staff_visit(void *self, const struct storage_staff *staff);
/* In the order of their names, without their passwords; tenant NULL: of all. */
enum bs_err storage_staff_list(struct storage *storage, const char *tenant,
                               storage_staff_visit *visit, void *self, struct bs_error *err);
/* She has no account and no session from now on. What she decided stays, under her name. BS_NOTFOUND. */
enum bs_err storage_remove_staff(struct storage *storage, const char *name, struct bs_error *err);

#endif
