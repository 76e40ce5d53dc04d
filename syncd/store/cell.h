/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORE_CELL_H
#define STORE_CELL_H

/* Values into and out of a statement. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>

struct sqlite3_stmt;

/* Binding, from 1. Text and bytes are borrowed until the statement is asked for again. Aborts when memory is short. */
void cell_bind_int(struct sqlite3_stmt *statement, int index, int64_t value);
void cell_bind_text(struct sqlite3_stmt *statement, int index, const char *text);
void cell_bind_bytes_as_text(struct sqlite3_stmt *statement, int index, struct bs_bytes text);
void cell_bind_blob(struct sqlite3_stmt *statement, int index, struct bs_bytes blob);

/* Reading a row, from 0. Bytes are borrowed until the next step or reset; empty for NULL. */
int64_t cell_int(struct sqlite3_stmt *statement, int index);
struct bs_bytes cell_bytes(struct sqlite3_stmt *statement, int index);
/* False if it does not fit into `size` bytes with its zero, holds a zero itself or is not UTF-8: the file is not as we
 * wrote it. */
bool cell_text(struct sqlite3_stmt *statement, int index, size_t size, char *out);

/* Done with the row: ends what the statement holds of the file. */
void cell_done(struct sqlite3_stmt *statement);

#endif
