/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Turns fates and refusals into a class and a Dutch sentence. Every sentence that syncd says about the other side and
 * that is not about the content of one message stands here. */
#include "trouble.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "moment.h"

#define LOGIN_PAGE                                                                                 \
    "Dit lijkt de inlogpagina van het wifi-netwerk. Log met de kiosk in op dat netwerk, of kies "  \
    "een netwerk zonder "                                                                          \
    "inlogpagina."

struct known {
    int key; /* a fate or a status */
    enum bs_trouble kind;
    bool is_refused;
    bool is_final;
    const char *sentence;
};

static const struct known FATES[] = {
    {TRANSPORT_NO_NAME, BS_TROUBLE_NETWORK, false, false,
     "De naam van de server is niet te vinden. Controleer of het netwerk van de kiosk werkt."},
    {TRANSPORT_UNREACHABLE, BS_TROUBLE_NETWORK, false, false,
     "De server is niet bereikbaar. Controleer of het netwerk van de kiosk werkt; versturen gaat "
     "daarna vanzelf."},
    {TRANSPORT_TOO_SLOW, BS_TROUBLE_NETWORK, false, false,
     "De server antwoordt niet of te langzaam. De kiosk probeert het zelf opnieuw; controleer "
     "het netwerk als dit lang duurt."},
    {TRANSPORT_BROKE_OFF, BS_TROUBLE_NETWORK, false, false,
     "De verbinding met de server brak af. De kiosk probeert het zelf opnieuw."},
    {TRANSPORT_PROXY_FAILED, BS_TROUBLE_NETWORK, false, false,
     "De ingestelde proxy is er niet of weigert. Controleer de regel proxy in de instellingen."},
    {TRANSPORT_CERT_EXPIRED, BS_TROUBLE_TLS, true, true,
     "Het certificaat van de server is verlopen. Vraag de beheerder van de server om een nieuw "
     "certificaat, en controleer de klok van de kiosk."},
    {TRANSPORT_CERT_NOT_YET, BS_TROUBLE_TLS, true, true,
     "Het certificaat van de server is nog niet geldig. Waarschijnlijk loopt de klok van de "
     "kiosk achter: zet hem goed."},
    {TRANSPORT_CERT_OTHER_HOST, BS_TROUBLE_TLS, true, true,
     "Het certificaat hoort bij een andere server. Controleer het adres van de server en het "
     "netwerk."},
    {TRANSPORT_CERT_UNKNOWN, BS_TROUBLE_TLS, true, true,
     "Het certificaat van de server is niet vertrouwd. Misschien komt het van een wifi-netwerk "
     "met een inlogpagina; controleer anders de regel ca_file in de instellingen, of --ca bij "
     "het aanmelden."},
    {TRANSPORT_CERT_WEAK, BS_TROUBLE_TLS, true, true,
     "Het certificaat van de server is te zwak. Vraag de beheerder van de server om een nieuw "
     "certificaat."},
    {TRANSPORT_PIN_MISMATCH, BS_TROUBLE_TLS, true, true,
     "De server heeft een andere sleutel dan de kiosk verwacht. Misschien zit er iets tussen de "
     "kiosk en de server. Vraag de beheerder van de server om dit na te kijken."},
    {TRANSPORT_TLS_FAILED, BS_TROUBLE_TLS, false, true,
     "Er komt geen veilige verbinding met de server tot stand (TLS 1.3). Vraag de beheerder van "
     "de server om dit na te kijken."},
    {TRANSPORT_CA_UNREADABLE, BS_TROUBLE_TLS, true, true,
     "De certificaten die de kiosk vertrouwt, zijn niet te lezen. Controleer de regel ca_file in "
     "de instellingen."},
    {TRANSPORT_TOO_LARGE, BS_TROUBLE_SERVER, false, true,
     "Het antwoord van de server is groter dan mag. Vraag de beheerder van de server om dit na "
     "te kijken."},
    {TRANSPORT_GARBLED, BS_TROUBLE_SERVER, false, true,
     "Het antwoord van de server is onbegrijpelijk. Vraag de beheerder van de server om dit na "
     "te kijken."},
    {TRANSPORT_INTERNAL, BS_TROUBLE_NETWORK, false, false,
     "Het versturen mislukte op de kiosk zelf. De kiosk probeert het zelf opnieuw; start de "
     "kiosk opnieuw op als dit blijft."},
};

enum { FATE_COUNT = sizeof FATES / sizeof FATES[0] };

static const struct known STATUSES[] = {
    {401, BS_TROUBLE_AUTH, true, true,
     "De server kent deze kiosk niet. Meld de kiosk opnieuw aan met een nieuwe code; alle "
     "antwoorden blijven bewaard."},
    {403, BS_TROUBLE_AUTH, true, true,
     "De server weigert deze kiosk. Vraag de beheerder van de server waarom; alle antwoorden "
     "blijven bewaard."},
    {404, BS_TROUBLE_SERVER, false, true,
     "Dit adres bestaat niet op de server. Controleer het adres waarmee de kiosk is aangemeld."},
    {407, BS_TROUBLE_NETWORK, false, false,
     "De proxy vraagt om een wachtwoord. Vraag de netwerkbeheerder om de kiosk zonder wachtwoord "
     "door te laten."},
    {410, BS_TROUBLE_SERVER, false, true,
     "Dit adres bestaat niet meer op de server. Controleer het adres waarmee de kiosk is "
     "aangemeld."},
    {413, BS_TROUBLE_SERVER, false, false,
     "De server vindt het pakket te groot. De kiosk probeert het zelf opnieuw met kleinere "
     "pakketten."},
    {429, BS_TROUBLE_SERVER, false, false,
     "De server heeft het druk en vraagt om te wachten. De kiosk doet dat."},
    {507, BS_TROUBLE_SERVER, false, false,
     "De schijf van de server is vol. Vraag de beheerder van de server om ruimte te maken."},
    {511, BS_TROUBLE_NETWORK, false, false, LOGIN_PAGE},
};

/* The row of that key; `otherwise` if there is none. */
static const struct known *find(const struct known *table, size_t count, int key,
                                const struct known *otherwise)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].key == key) {
            return &table[i];
        }
    }
    return otherwise;
}

static void fill(struct trouble *out, enum bs_trouble kind, bool is_refused, bool is_final,
                 const char *sentence)
{
    out->kind = kind;
    out->is_refused = is_refused;
    out->is_final = is_final;
    out->retry_after_s = 0;
    bs_utf8_copy(out->sentence, sizeof out->sentence, sentence);
}

void trouble_clear(struct trouble *trouble)
{
    fill(trouble, BS_TROUBLE_NONE, false, false, "");
}

void trouble_say(struct trouble *out, enum bs_trouble kind, const char *format, ...)
{
    char sentence[2 * BS_ERROR_TEXT]; /* cut by fill, between two characters */
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    fill(out, kind, false, kind != BS_TROUBLE_NETWORK, sentence);
}

static bool is_web_page(const struct transport_reply *reply)
{
    const char *text = bs_buf_string(&reply->body);
    return strncmp(reply->media_type, "text/html", 9) == 0 || text[strspn(text, " \t\r\n")] == '<';
}

/* A refusal in our own words that the status alone does not tell apart. True if it was one. */
static bool typed_refusal(const struct transport_reply *reply, struct trouble *out)
{
    struct bs_problem problem;
    if (strcmp(reply->media_type, BS_PROBLEM_MEDIA_TYPE) != 0 ||
        bs_problem_decode(bs_buf_bytes(&reply->body), &problem, NULL) != BS_OK) {
        return false;
    }
    switch (problem.type) {
    case BS_PROBLEM_REVOKED:
        fill(out, BS_TROUBLE_AUTH, true, true,
             "Deze kiosk is op de server ingetrokken. Vraag de beheerder van de server waarom; "
             "alle antwoorden blijven bewaard.");
        return true;
    case BS_PROBLEM_BAD_CODE:
        fill(out, BS_TROUBLE_AUTH, true, true,
             "De code is onjuist, al gebruikt of te oud, of er is een nieuwere code. Vraag de "
             "beheerder van de server om een nieuwe code.");
        return true;
    case BS_PROBLEM_VERSION:
    case BS_PROBLEM_BAD_REQUEST:
        if (reply->status == 413) {
            break; /* the status says more */
        }
        fill(out, BS_TROUBLE_SERVER, false, true,
             "De server begrijpt deze kiosk niet. Kiosk en server hebben misschien een "
             "verschillende versie; vraag de beheerder om bij te werken.");
        return true;
    case BS_PROBLEM_OTHER:
    case BS_PROBLEM_FORK:
    case BS_PROBLEM_UNKNOWN_KIOSK:
    case BS_PROBLEM_BAD_CHAIN:
    case BS_PROBLEM_GAP:
        break;
    }
    return false;
}

static void say_status(const struct transport_reply *reply, const char *wanted, struct trouble *out)
{
    const struct known *known =
        find(STATUSES, sizeof STATUSES / sizeof STATUSES[0], reply->status, NULL);
    if (known != NULL) {
        fill(out, known->kind, known->is_refused, known->is_final, known->sentence);
    } else if ((reply->status >= 300 && reply->status < 400 && reply->status != 304) ||
               (reply->status < 400 && is_web_page(reply))) {
        fill(out, BS_TROUBLE_NETWORK, false, false, LOGIN_PAGE);
    } else if (reply->status >= 500) {
        trouble_say(out, BS_TROUBLE_SERVER,
                    "De server heeft een storing (%d). De kiosk probeert het zelf opnieuw; bel de "
                    "beheerder als dit lang duurt.",
                    reply->status);
        out->is_final = false;
    } else {
        trouble_say(out, BS_TROUBLE_SERVER,
                    "De server stuurde iets anders terug dan %s (%d). Vraag de beheerder van de "
                    "server om dit na te kijken.",
                    wanted, reply->status);
    }
}

/* A certificate that is too old or too new: names its day and what our clock says, since either may be the fault. */
static void say_dates(const struct transport_reply *reply, struct trouble *out)
{
    char day[MOMENT_TEXT], now[MOMENT_TEXT];
    bool is_wrong = reply->clock_ms < reply->floor_ms;
    if (reply->fate == TRANSPORT_CERT_EXPIRED) {
        snprintf(
            out->sentence, sizeof out->sentence,
            "Het certificaat van de server is verlopen op %s. Vraag de beheerder van de server "
            "om een nieuw certificaat. %s: de klok van de kiosk staat op %s.",
            moment_day(reply->cert_to_ms, day),
            is_wrong ? "Zet ook de klok goed" : "Controleer ook de klok",
            moment_minute(reply->clock_ms, now));
    } else {
        snprintf(out->sentence, sizeof out->sentence,
                 "Het certificaat van de server is pas geldig vanaf %s, en de klok van de kiosk "
                 "staat op %s. %s",
                 moment_day(reply->cert_from_ms, day), moment_minute(reply->clock_ms, now),
                 is_wrong
                     ? "Die klok loopt achter: zet hem goed."
                     : "Loopt die klok achter? Zet hem dan goed. Vraag anders de beheerder van "
                       "de server om dit na te kijken.");
    }
}

void trouble_of_reply(const struct transport_reply *reply, const char *wanted, struct trouble *out)
{
    if (reply->fate != TRANSPORT_ANSWERED) {
        const struct known *known =
            find(FATES, FATE_COUNT, (int)reply->fate, &FATES[FATE_COUNT - 1]);
        fill(out, known->kind, known->is_refused, known->is_final, known->sentence);
        if (reply->cert_to_ms != 0 &&
            (reply->fate == TRANSPORT_CERT_EXPIRED || reply->fate == TRANSPORT_CERT_NOT_YET)) {
            say_dates(reply, out);
        }
        return;
    }
    if (!typed_refusal(reply, out)) {
        say_status(reply, wanted, out);
    }
    out->retry_after_s = reply->retry_after_s;
}
