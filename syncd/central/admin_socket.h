/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ADMIN_SOCKET_H
#define ADMIN_SOCKET_H

/*
 * The running server's local socket: verbs come in as words and contents, their output goes back. DATA_DIR/admin.sock,
 * mode 0600 in a folder of mode 0700, and the kernel says who calls: the server's own user or root.
 *
 *   "buurtstem-admin 1 ARGUMENTS INPUTS" LF, then of each argument "LENGTH" LF bytes,
 *   then of each input "NAME-LENGTH LENGTH" LF name content
 *   then for a verb that reads a large file one byte that brings it along, open,
 *   answer: any number of "o LENGTH" LF bytes and "e LENGTH" LF bytes, at last "x STATUS" LF
 */

#include "verb.h"

struct admin_socket;

/* Listens at `path` on a thread of its own, one call after the other. BS_REFUSED: the path cannot be used. */
enum bs_err admin_socket_start(const char *path, struct central *central, struct admin_socket **out,
                               struct bs_error *err);
void admin_socket_stop(
    struct admin_socket *admin); /* after the call that is running; NULL is fine */

/*
 * Asks the server at `path` to run a verb: `words` are all of them, inputs as the verb reads them. BS_NOTFOUND: no server
 * is running there; BS_BROKEN: it went away. file: what call->file is to be there, or -1. *status: the verb's exit status. Blocks until it is done.
 */
enum bs_err admin_socket_call(const char *path, size_t word_count, char *const *words,
                              const struct verb_input *inputs, size_t input_count, int file,
                              const struct verb_out *out, int *status, struct bs_error *err);

#endif
