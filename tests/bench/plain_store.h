/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PLAIN_STORE_H
#define PLAIN_STORE_H

/* What SQLite itself takes for a durable row, with the pragmas that our stores set: what they are compared with. Every
 * function ends the process with a message if it fails. */

#include <buurtstem/buf.h>

struct plain_store;

/* Makes DIR/NAME anew. */
struct plain_store *plain_store_open(const char *dir, const char *name);
void plain_store_close(struct plain_store *store);

/* One row: a number, an id that is unique, and the bytes. Durable at once unless between begin and commit. */
void plain_store_insert(struct plain_store *store, const char *id, struct bs_bytes body);
void plain_store_begin(struct plain_store *store);
void plain_store_commit(struct plain_store *store);

#endif
