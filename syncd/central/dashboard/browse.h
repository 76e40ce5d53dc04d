/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BROWSE_H
#define BROWSE_H

/* Lists that are read one page at a time, from behind the last row of the page before, and are narrowed by a form. Pure. */

#include "html.h"
#include "storage_comments.h"

/* "2026-11-20_123", as browse_cursor writes it. False: it is no such thing. */
bool browse_read_cursor(const char *text, struct storage_row_at *out);
/* "&na=2026-11-20_123" inside a quoted address. */
void browse_cursor(const struct html *html, const struct storage_row_at *at);
/* "&name=value" inside a quoted address; nothing for "". */
void browse_query(const struct html *html, const char *name, const char *value);

/* One choice of a list; selected where its key is the chosen one. */
void browse_option(const struct html *html, const char *key, const char *name, const char *chosen);

#endif
