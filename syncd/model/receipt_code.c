/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Receipt codes. There are 31 signs, a prime, and every place has its own weight: a wrong sign changes the sum by
 * weight × difference, a swap of two places by difference of weights × difference of signs, and neither product can be
 * a multiple of 31. */

#include <string.h>

#include <buurtstem/programme.h>

#define SIGNS  31
#define PLACES 6 /* five of the programme and the check */

static const char alphabet[SIGNS + 1] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
static const int weights[PLACES] = {2, 3, 4, 5, 6, 1};

static int value_of(char sign)
{
    const char *at = sign == '\0' ? NULL : strchr(alphabet, sign);

    return at == NULL ? -1 : (int)(at - alphabet);
}

bool bs_programme_code_valid(const char *code)
{
    for (int i = 0; i < PLACES - 1; i++) {
        if (value_of(code[i]) < 0) {
            return false;
        }
    }
    return code[PLACES - 1] == '\0';
}

/* The sign that brings the weighted sum of all six to a multiple of 31. */
static char check_sign(const char *code)
{
    int sum = 0;

    for (int i = 0; i < PLACES - 1; i++) {
        sum += weights[i] * value_of(code[i]);
    }
    return alphabet[(SIGNS - sum % SIGNS) % SIGNS];
}

bool bs_receipt_code_make(const char programme_code[6], char out[BS_RECEIPT_CODE_TEXT])
{
    if (!bs_programme_code_valid(programme_code)) {
        return false;
    }
    memcpy(out, programme_code, 3);
    out[3] = ' ';
    memcpy(out + 4, programme_code + 3, 2);
    out[6] = check_sign(programme_code);
    out[7] = '\0';
    return true;
}

bool bs_receipt_code_parse(const char *typed, char programme_code[6])
{
    char signs[PLACES] = {0};
    int count = 0;

    for (; *typed != '\0'; typed++) {
        char sign = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 'a' + 'A') : *typed;

        if (sign == ' ' || sign == '-') {
            continue;
        }
        if (count == PLACES || value_of(sign) < 0) {
            return false;
        }
        signs[count++] = sign;
    }
    if (count != PLACES || check_sign(signs) != signs[PLACES - 1]) {
        return false;
    }
    memcpy(programme_code, signs, PLACES - 1);
    programme_code[PLACES - 1] = '\0';
    return true;
}
