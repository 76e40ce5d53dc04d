/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_BOOK_H
#define REGISTER_BOOK_H

/*
 * What a receipt code leads to on any kiosk: one short entry for each programme of this central. It is the same for all
 * kiosks, and to read every programme takes long, so it is kept until the content or the day changes. Has its own lock.
 */

#include <buurtstem/buf.h>
#include <buurtstem/clock.h>
#include <buurtstem/err.h>

#include "storage_bundles.h"

struct register_book;

struct register_book *register_book_create(void);
void register_book_destroy(struct register_book *book); /* NULL is fine */

/*
 * Appends the entries to `out` as a JSON array, those published last first: at most BS_REGISTER_MAX, none of a programme
 * that ended more than two years before `today`, and no more than fit into `room` bytes (at least 2). `mark` is
 * storage_content_mark from before. Errors are those of storage.
 */
enum bs_err register_book_write(struct register_book *book, struct storage *storage,
                                const char *mark, struct bs_date today, size_t room,
                                struct bs_buf *out, struct bs_error *err);

#endif
