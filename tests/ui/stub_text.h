/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STUB_TEXT_H
#define STUB_TEXT_H

/* The size of text without fonts: every byte that begins a character is half an em wide. */

#include "text_ops.h"

extern const struct ui_text_ops stub_text;

#endif
