/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KEYPAD_H
#define KEYPAD_H

/*
 * Whether keys are plugged in, by what the kernel says of its input devices. What has an Enter counts: a keypad and a keyboard
 * have one, a power button, a touch screen and a headset's buttons have none. A badge reader that types has one too.
 */

#include <stdbool.h>
#include <stddef.h>

#define KEYPAD_FOLDER      "/sys/class/input"
#define KEYPAD_LINE_MAX    512 /* bytes of a line; the kernel's longest has about 220 */
#define KEYPAD_DEVICES_MAX 256 /* that are looked at */

/*
 * A device's keys as capabilities/key has them: a bit for each, in words of `word_bits` (32 or 64: a long of the kernel) in hex
 * without leading zeros, the most significant first, one blank between two, a line end or none. True if KEY_ENTER or KEY_KPENTER
 * is among them; false also of what is not of that form. Pure.
 */
bool keypad_has_enter(const char *line, size_t len, unsigned word_bits);

/* Whether FOLDER/eventN/device/capabilities/key of any device says so. What cannot be read has no keys. */
bool keypad_look(const char *folder);

#endif
