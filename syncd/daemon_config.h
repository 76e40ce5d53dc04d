/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

/* The configuration of buurtstem-syncd; every key is described in syncd.8. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/err.h>

#include "transport.h"

#define DAEMON_PATH_TEXT           256
#define DAEMON_RETRY_BASE_LEAST_MS 1000 /* without test_faces */
#define DAEMON_HEARTBEAT_LEAST_S   60   /* without test_faces */

struct daemon_config {
    const char *file; /* borrowed: where all this stands; NULL: nowhere */
    char
        state_dir[DAEMON_PATH_TEXT]; /* sync.db, syncd.lock, credential, ca.pem: written by syncd */
    char kiosk_dir[DAEMON_PATH_TEXT]; /* kiosk.db: only read */
    char stick_dir[DAEMON_PATH_TEXT]; /* where a USB stick is mounted */
    char ca_file[DAEMON_PATH_TEXT];   /* "": STATE_DIR/ca.pem if there, else the system's */
    char proxy[DAEMON_PATH_TEXT];     /* "": none */
    int64_t batch_delay_ms;
    int64_t poll_seconds;
    int64_t heartbeat_seconds;
    int64_t connect_timeout_seconds;
    int64_t stall_seconds;
    int64_t stall_bytes_per_second;
    int64_t total_timeout_seconds;
    int64_t retry_base_ms;
    char log_level[16];
    bool test_faces;
};

/*
 * Reads the file and adds every complaint to the list, each as "FILE:LINE: KEY: …". BS_BAD: there was one.
 * BS_NOTFOUND, BS_BROKEN: the file cannot be read (a complaint too). Blocks on the disk.
 */
enum bs_err daemon_config_read(const char *path, struct daemon_config *out,
                               struct bs_complaints *complaints, struct bs_error *err);

/* "STATE_DIR/NAME". False if it does not fit. */
bool daemon_config_path(const struct daemon_config *config, const char *name,
                        char out[DAEMON_PATH_TEXT]);

/*
 * How the transport is to be set up. Certificates: `ca_file` if not "", else the configured ones, else STATE_DIR/ca.pem if
 * enrolment left one, else the system's. The strings are borrowed from config, ca_file and `kept`.
 */
void daemon_config_transport(const struct daemon_config *config, const char *ca_file,
                             char kept[DAEMON_PATH_TEXT], struct transport_settings *out);

/* What log_level says, as enum bs_log_level. */
int daemon_config_log_level(const struct daemon_config *config);

#endif
