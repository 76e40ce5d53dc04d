/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* buurtstem-kiosk: arguments, check, start, run, finish. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <buurtstem/crypto.h>
#include <buurtstem/db.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>

#include "app.h"
#include "script.h"

static int refuse(const struct bs_complaints *complaints, const struct bs_error *err)
{
    for (size_t i = 0; i < complaints->count; i++) {
        fprintf(stderr, "buurtstem-kiosk: %s\n", complaints->text[i]);
    }
    if (complaints->count == 0) {
        fprintf(stderr, "buurtstem-kiosk: %s\n", err->text);
    }
    return bs_err_exit_status(err->code);
}

static void set_log(const char *level)
{
    bs_log_limit(strcmp(level, "error") == 0     ? BS_LOG_ERROR
                 : strcmp(level, "warning") == 0 ? BS_LOG_WARNING
                 : strcmp(level, "debug") == 0   ? BS_LOG_DEBUG
                                                 : BS_LOG_INFO);
}

/* A core would keep what somebody was answering, or the code that somebody typed. */
static void leave_no_core(void)
{
    const struct rlimit no_core = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &no_core);
}

static int run(const struct kiosk_arguments *arguments, const struct kiosk_config *config)
{
    struct bs_error err = {0};
    struct bs_complaints none = {0};
    struct app *app = bs_xcalloc(1, sizeof *app);
    enum bs_err rc = app_start(app, arguments, config, &err);
    if (rc == BS_OK && !arguments->check) {
        rc = arguments->script != NULL ? script_run(app, arguments->script, &err)
                                       : app_run(app, &err);
    }
    if (rc == BS_OK && arguments->check) {
        printf("%s: all is well\n", arguments->config);
    }
    app_finish(app);
    free(app);
    if (rc != BS_OK && arguments->script != NULL && rc == BS_BAD) {
        fprintf(stderr, "buurtstem-kiosk: %s\n", err.text);
        return 1;
    }
    return rc == BS_OK ? 0 : refuse(&none, &err);
}

static const char HELP[] =
    "usage: buurtstem-kiosk --config FILE [--size WxH] [--headless] [--check]\n"
    "       buurtstem-kiosk --version | --help\n"
    "For tests: [--clock virtual[=TIME]] [--seed N] [--script FILE] [--scene-file FILE]\n"
    "           [--audio disk:FILE|none]\n"
    "man buurtstem-kiosk says what each does.\n";

int main(int argc, char **argv)
{
    struct kiosk_arguments arguments;
    struct kiosk_config config = {0};
    struct bs_complaints complaints = {0};
    struct bs_error err = {0};
    leave_no_core();
    signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a full disk, not an end */
    enum bs_err rc = kiosk_arguments_read(argc, argv, &arguments, &err);
    if (rc == BS_OK && (arguments.version || arguments.help)) {
        printf("%s", arguments.help ? HELP : "buurtstem-kiosk " BS_VERSION "\n");
        return 0;
    }
    if (rc == BS_OK) {
        rc = kiosk_config_read(&arguments, &config, &complaints, &err);
        err.code = rc == BS_OK
                       ? BS_OK
                       : BS_BAD; /* whatever is wrong with it, somebody has to mend the file */
    }
    if (rc == BS_OK && arguments.check) {
        rc = kiosk_config_check(&arguments, &config, &complaints, &err);
    }
    if (rc == BS_OK) {
        bs_db_start();
        rc = bs_crypto_start(&err);
    }
    if (rc != BS_OK) {
        return refuse(&complaints, &err);
    }
    set_log(config.log_level);
    return run(&arguments, &config);
}
