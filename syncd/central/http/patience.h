/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PATIENCE_H
#define PATIENCE_H

/*
 * Ends connections that take too long over something, however often they send a byte; those whose other end is gone; and those that
 * one network has too many of: the HTTP library counts silence alone, misses an end that comes together with bytes, and knows whole
 * addresses, of which a customer with IPv6 has any number.
 * Ending is shutdown(2) by a thread of its own; the library then sees the end and closes. Thread-safe.
 */

#include <stdint.h>

#include <buurtstem/err.h>

#define PATIENCE_NETWORK_TEXT 46
#define PATIENCE_HUNG_S       3 /* for so long somebody who sends nothing more may wait for an answer */

struct patience;
struct patience_line; /* one connection */

/* At most `per_network` connections with the same network text. BS_LATER: no thread. */
enum bs_err patience_create(unsigned per_network, struct patience **out, struct bs_error *err);
/* Every line must have left. NULL is fine. */
void patience_destroy(struct patience *patience);

/* A connection that has `seconds` from now on. One too many of its network is ended at once; it has to leave as well.
 * Never NULL. `fd` stays open until it leaves. */
struct patience_line *patience_enter(struct patience *patience, int fd, const char *network,
                                     unsigned seconds);
/* From now on it has `seconds` again. NULL is fine. */
void patience_allow(struct patience *patience, struct patience_line *line, unsigned seconds);
void patience_leave(struct patience *patience, struct patience_line *line); /* frees it */

#endif
