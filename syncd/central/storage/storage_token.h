/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_TOKEN_H
#define STORAGE_TOKEN_H

/* A kiosk's token takes the place of another without anybody going there. Errors as in storage.h. */

#include "storage.h"

/*
 * A new token beside the one in use, of that generation; the first request with it makes the old one worthless. Again with the
 * same hash: nothing changes. BS_REFUSED: the generation is not the one that the kiosk was asked for, or the token is in use.
 * ask: one more than before, told to the kiosk by its bundle; BS_REFUSED: it is revoked or was never enrolled.
 */
enum bs_err storage_put_next_token(struct storage *storage, const char *kiosk,
                                   const char *token_hash, int64_t generation,
                                   struct bs_error *err);
enum bs_err storage_ask_new_token(struct storage *storage, const char *kiosk, int64_t *generation,
                                  struct bs_error *err);
/* For storage_kiosk_by_token: whoever waits under that hash has it as its only token from now on. */
enum bs_err storage_use_next_token(struct storage *storage, const char *token_hash,
                                   struct bs_error *err);

/*
 * Whether that was the kiosk's token before the one in use, however long ago: what it wrote then is still its own, but the token
 * opens nothing any more. *was_revoked: it ended because the kiosk was revoked. BS_NOTFOUND: it never was.
 */
enum bs_err storage_past_token(struct storage *storage, const char *kiosk, const char *token_hash,
                               bool *was_revoked, struct bs_error *err);

#endif
