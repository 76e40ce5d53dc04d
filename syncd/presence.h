/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PRESENCE_H
#define PRESENCE_H

/*
 * Whether a daemon runs for a state_dir. It holds a shared lock on the folder itself as long as it lives, and the kernel drops
 * that with it; asking takes no lock. syncd.lock would not tell: --once holds that one too, and a daemon that waits for its
 * enrolment does not.
 */

enum presence { PRESENCE_NONE, PRESENCE_THERE, PRESENCE_UNKNOWN };

/* Shows that a daemon runs, until presence_end. -1: the folder cannot be opened or locked. */
int presence_show(const char *state_dir);
void presence_end(int *presence); /* -1 is fine */

/* PRESENCE_UNKNOWN: the folder cannot be looked at. */
enum presence presence_look(const char *state_dir);

#endif
