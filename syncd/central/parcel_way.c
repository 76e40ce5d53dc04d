/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The way to central that kiosks are told. What is wrong here would send them where nobody is, so it is looked at twice. */

#include "parcel.h"

#include <string.h>

#include "certificate.h"

void parcel_read_way(struct parcel *parcel, const struct verb_call *call, const char *file,
                     const struct bs_json_at *at)
{
    static const char *const names[] = {"tenant", "server", "ca", "pins", "ended", NULL};
    struct bs_json_at ca = bs_json_member(at, "ca");
    struct parcel_way way = {.file = file};
    bool good = bs_json_only(at, names);

    (void)call;
    good = parcel_read_tenant_code(at, &way.tenant) && good;
    good = bs_json_bool_or(at, "ended", false, &way.is_ended) && good;
    good = bs_way_read(at, &way.way) && good;
    if (good && way.way.ca[0] != '\0' && certificate_count(way.way.ca) == 0) {
        bs_json_complain(&ca, "expected one to ten certificates in PEM");
        good = false;
    }
    if (good && way.is_ended &&
        (way.way.server[0] != '\0' || way.way.ca[0] != '\0' || way.way.pin_count > 0)) {
        bs_json_complain(at, "is ended, so nothing else may be said about it");
        good = false;
    }
    if (!good) {
        return;
    }
    if (!way.is_ended) {
        way.text = bs_json_new_object();
        for (size_t i = 1; i <= 3; i++) {
            struct bs_json_at member = bs_json_member(at, names[i]);

            bs_json_set_copy(way.text, names[i], &member);
        }
    }
    parcel->ways[parcel->way_count++] = way;
}

void parcel_advise_way(const struct verb_call *call, const struct parcel_way *way)
{
    char pin[CERTIFICATE_PIN_TEXT];
    bool is_served = way->way.pin_count == 0;

    if (way->way.pin_count == 1) {
        verb_complain(call,
                      "advice: %s: one pin: when that key is lost, every kiosk has to be enrolled "
                      "again; pin a second key that is kept elsewhere",
                      way->file);
    }
    if (is_served || call->central->certificate == NULL || call->central->certificate[0] == '\0' ||
        certificate_pin(call->central->certificate, pin, NULL) != BS_OK) {
        return;
    }
    for (size_t i = 0; i < way->way.pin_count; i++) {
        is_served = is_served || strcmp(way->way.pins[i], pin) == 0;
    }
    if (!is_served) {
        verb_complain(call,
                      "advice: %s: none of the pins is the key that this central serves, which is "
                      "%s; that is right only if something in front of it serves another. Kiosks "
                      "that find none of them stay with the way that they have",
                      way->file, pin);
    }
}
