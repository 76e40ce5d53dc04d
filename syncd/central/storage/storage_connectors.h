/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef STORAGE_CONNECTORS_H
#define STORAGE_CONNECTORS_H

/* Connectors (buurtverbinders): the people who read residents' words at the kiosk. Each change counts as one of content
 * (storage_content_mark). The rest of storage.h holds here too. */

#include "storage.h"

#define STORAGE_CONNECTOR_PLACES_MAX 32
#define STORAGE_LANGUAGES_TEXT       64
#define STORAGE_PLACES_TEXT          (STORAGE_CONNECTOR_PLACES_MAX * BS_SLUG_TEXT)

struct storage_connector {
    char tenant[8];
    char id[BS_SLUG_TEXT]; /* her pseudonym; hers for ever in that tenant */
    char name[BS_CONNECTOR_NAME_MAX * 4 + 1];
    char pin[BS_HASH_TEXT], badge[BS_HASH_TEXT]; /* bs_pin_hash; "": none */
    char languages[STORAGE_LANGUAGES_TEXT]; /* "nl ar": that she reads; "": the place's first */
    char places[STORAGE_PLACES_TEXT];       /* "bieb prinsenhof", in that order */
    bool is_revoked;                        /* then without pin and badge */
    int64_t made_ms, changed_ms;
};

/* The salt of bs_pin_hash for that tenant: made when it is first asked for, and the same ever after. BS_NOTFOUND. */
enum bs_err storage_connector_salt(struct storage *storage, const char *tenant,
                                   uint8_t out[BS_PIN_SALT_SIZE], struct bs_error *err);

/*
 * Adds her, with id, name, pin, languages and places; or changes pin, languages and places of who has that id and name
 * already, whose badge stays. BS_REFUSED: the id is, or was, somebody else's; she was revoked; the pin is somebody's already.
 * BS_NOTFOUND: the tenant has no such place. BS_LIMIT: there are BS_CONNECTORS_MAX at one of them.
 */
enum bs_err storage_put_connector(struct storage *storage,
                                  const struct storage_connector *connector, int64_t now_ms,
                                  struct bs_error *err);
/* Gives her a badge, or another. BS_NOTFOUND; BS_REFUSED: she was revoked, or it is somebody's already. */
enum bs_err storage_put_badge(struct storage *storage, const char *tenant, const char *id,
                              const char *badge, int64_t now_ms, struct bs_error *err);
/* She is in no bundle any more; her pseudonym stays for what she decided. Once more is BS_OK. BS_NOTFOUND. */
enum bs_err storage_revoke_connector(struct storage *storage, const char *tenant, const char *id,
                                     int64_t now_ms, struct bs_error *err);

/* BS_NOTFOUND. */
enum bs_err storage_connector(struct storage *storage, const char *tenant, const char *id,
                              struct storage_connector *out, struct bs_error *err);
typedef bool storage_connector_visit(void *self, const struct storage_connector *connector);
/* In the order of their ids. Of a place: who is there and was not revoked; place NULL: all. */
enum bs_err storage_connectors(struct storage *storage, const char *tenant, const char *place,
                               storage_connector_visit *visit, void *self, struct bs_error *err);

#endif
