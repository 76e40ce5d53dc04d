/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_IDS_H
#define BUURTSTEM_IDS_H

/* How long names are, with the terminating zero. Which characters they hold stands with the functions that check them. */

#define BS_LANG_TEXT     12 /* BCP 47 tag: "nl", "ar", "zgh-Tfng"; bs_language_valid */
#define BS_SLUG_TEXT     41 /* [a-z0-9] and inner hyphens, 1 to 40 characters; bs_slug_valid */
#define BS_KIOSK_ID_TEXT 41 /* a slug */
#define BS_TENANT_TEXT   8  /* CBS municipality code, "GM1916"; bs_tenant_valid */

#endif
