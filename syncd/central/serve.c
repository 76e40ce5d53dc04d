/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Brings the server up in order, waits, and takes it down in reverse. */

#include "serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <systemd/sd-daemon.h>

#include <buurtstem/log.h>

#include "admin_socket.h"
#include "api.h"
#include "central_start.h"
#include "dashboard/pages.h"
#include "dispatch.h"
#include "ops.h"
#include "server_mhd.h"

enum { LOOK_S = 10, TIMEOUT_S = 60, HEAD_S = 60, OPS_CONNECTIONS = 32 };

struct house {
    const struct settings *settings;
    struct central central;
    struct certificate certificate;
    struct dispatch public_side, ops_side;
    struct server *server, *ops; /* owned */
    struct admin_socket *admin;  /* owned */
};

static enum bs_err read_certificate(struct house *house, struct bs_error *err)
{
    struct bs_complaints complaints = {.count = 0};
    enum bs_err rc = certificate_read(house->settings->certificate, house->settings->key,
                                      house->central.clock.wall_ms(house->central.clock.self),
                                      &house->certificate, &complaints, err);

    for (size_t i = 0; i < complaints.count; i++) {
        (void)fprintf(stderr, "buurtstem-central: %s\n", complaints.text[i]);
    }
    return rc;
}

static enum bs_err start_public(struct house *house, struct bs_error *err)
{
    const struct settings *settings = house->settings;
    const struct server_options options = {
        .address = settings->address,
        .port = (uint16_t)settings->port,
        .certificate = bs_buf_string(&house->certificate.chain),
        .key = bs_buf_string(&house->certificate.key),
        .threads = (unsigned)settings->threads,
        .connections = (unsigned)settings->connections,
        .connections_per_address = (unsigned)settings->connections_per_address,
        .timeout_s = TIMEOUT_S,
        .head_s = HEAD_S,
    };
    struct server_app app;

    house->public_side = (struct dispatch){
        .central = &house->central,
        .table_count = 2,
        .tables = {{api_routes, api_route_count}, {dashboard_routes, dashboard_route_count}},
        .problem_page = dashboard_problem};
    app = dispatch_app(&house->public_side);
    return server_start(&options, &app, &house->server, err);
}

static enum bs_err start_ops(struct house *house, struct bs_error *err)
{
    char address[64];
    struct server_options options = {.address = address,
                                     .threads = 1,
                                     .connections = OPS_CONNECTIONS,
                                     .connections_per_address = OPS_CONNECTIONS,
                                     .timeout_s = TIMEOUT_S,
                                     .head_s = HEAD_S};
    struct server_app app;

    if (strcmp(house->settings->ops_listen, "off") == 0) {
        return BS_OK;
    }
    if (!settings_split_listen(house->settings->ops_listen, address, &options.port)) {
        return bs_fail(err, BS_BAD, "ops_listen: expected ADDRESS:PORT or off");
    }
    house->ops_side = (struct dispatch){
        .central = &house->central, .table_count = 1, .tables = {{ops_routes, ops_route_count}}};
    app = dispatch_app(&house->ops_side);
    return server_start(&options, &app, &house->ops, err);
}

static enum bs_err start(struct house *house, struct bs_error *err)
{
    char path[320];
    enum bs_err rc = central_init(&house->central, house->settings, err);

    if (rc == BS_OK) {
        rc = read_certificate(house, err);
    }
    if (rc == BS_OK) {
        settings_path(house->settings, "admin.sock", path);
        rc = admin_socket_start(path, &house->central, &house->admin, err);
    }
    if (rc == BS_OK) {
        rc = start_ops(house, err);
    }
    return rc == BS_OK ? start_public(house, err) : rc;
}

static void stop(struct house *house)
{
    server_stop(house->server);
    server_stop(house->ops);
    admin_socket_stop(house->admin);
    certificate_finish(&house->certificate);
    central_finish(&house->central);
}

/* Until a signal, or until the database failed. */
static enum bs_err wait_for_end(struct house *house, const sigset_t *signals, struct bs_error *err)
{
    const struct timespec look = {.tv_sec = LOOK_S};

    while (!atomic_load(&house->central.is_broken)) {
        int got = sigtimedwait(signals, NULL, &look);

        if (got == SIGTERM || got == SIGINT) {
            bs_log(BS_LOG_NOTICE, "stopping", "signal=%d", got);
            return BS_OK;
        }
        (void)sd_notify(0, "WATCHDOG=1");
    }
    return bs_fail(err, BS_BROKEN, "the database failed; start again to have it checked");
}

enum bs_err serve_run(const struct settings *settings, struct bs_error *err)
{
    struct house *house = calloc(1, sizeof(*house));
    sigset_t signals;
    enum bs_err rc;

    if (house == NULL) {
        return bs_fail(err, BS_LATER, "no memory");
    }
    house->settings = settings;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &signals,
                          NULL); /* before any thread, so that only we wait for them */
    rc = start(house, err);
    if (rc == BS_OK) {
        bs_log(BS_LOG_NOTICE, "serving", "address=%s port=%u ops=%s version=" BS_VERSION,
               settings->address, (unsigned)server_port(house->server), settings->ops_listen);
        (void)sd_notify(0, "READY=1");
        rc = wait_for_end(house, &signals, err);
        (void)sd_notify(0, "STOPPING=1");
    }
    stop(house);
    free(house);
    return rc;
}
