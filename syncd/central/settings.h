/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SETTINGS_H
#define SETTINGS_H

/* The configuration of central; central.8 says what each key is for. */

#include <stdint.h>

#include <buurtstem/config.h>

#include "certificate.h"

struct settings {
    char data_dir[256];
    char address[64];
    int64_t port;
    char certificate[256], key[256];
    char ops_listen[64]; /* "127.0.0.1:9464", "[::1]:9464" or "off" */
    char public_url[256];
    char security_contact[256];
    int64_t threads, connections, connections_per_address;
    char log_level[16];
};

/* Reads the file; all complaints at once. BS_BAD as bs_config_read. Blocks on the disk. */
enum bs_err settings_read(const char *path, struct settings *out, struct bs_complaints *complaints,
                          struct bs_error *err);

/*
 * What only shows when looking at the machine: the data folder and its mode, certificate, key, whether that certificate is for
 * the host of public_url, the version of the database. Changes nothing, so it may be asked while a server runs. Adds to the list.
 */
void settings_check(const struct settings *settings, int64_t now_ms,
                    struct bs_complaints *complaints);

/* Splits "ADDRESS:PORT" ("[…]" around an IPv6 one). False if it is not of that form. */
bool settings_split_listen(const char *listen, char address[64], uint16_t *port);

/* DATA_DIR/name. */
void settings_path(const struct settings *settings, const char *name, char out[320]);

void settings_set_log(const struct settings *settings);

#endif
