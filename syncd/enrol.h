/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ENROL_H
#define ENROL_H

/*
 * First contact: a one-time code becomes a credential. The token is made here and is on the disk before its hash leaves,
 * so that after a lost answer the same code can be given again and gets the same answer. An enrolled kiosk may enrol
 * again (a new token for the same kiosk); the old token works until the new one is confirmed.
 */

#include <stdbool.h>
#include <stdio.h>

#include <buurtstem/syncstate.h>
#include <buurtstem/wire.h>

#include "daemon_config.h"
#include "transport.h"

/* "https://HOST[:PORT]" without path, user, query or a slash at the end (one is dropped); false if it is none. */
bool enrol_server_read(const char *text, char out[256]);

/* One line with the code. BS_BAD: it is none. Blocks on the stream. */
enum bs_err enrol_code_read(FILE *in, char out[BS_ENROLMENT_CODE_TEXT], struct bs_error *err);

/*
 * Enrols with the code from `in`. `ca_file` "" for the configured certificates; otherwise it is kept as STATE_DIR/ca.pem
 * and used from now on, unless the configuration names another. *kiosk is who we are then.
 * BS_BAD: server, code or file. BS_REFUSED: the code or the certificate was refused, this folder belongs to another
 * kiosk, or syncd runs. BS_LATER: not reached; give the same code again. BS_BROKEN: our own files.
 */
enum bs_err enrol_run(const struct daemon_config *config, const char *server, const char *ca_file,
                      FILE *in, char kiosk[BS_KIOSK_ID_TEXT], struct bs_error *err);

#endif
