/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef NOTIFY_H
#define NOTIFY_H

/* What the service manager hears of us. Without NOTIFY_SOCKET in the environment every call does nothing. */

#include <stdint.h>

void notify_ready(void);
void notify_stopping(void);
void notify_alive(void);
/* One line for `systemctl status`; never what a resident typed. */
void notify_status(const char *line);
/* How often notify_alive is to be called, in milliseconds; 0: no watchdog. */
int64_t notify_alive_every_ms(void);

#endif
