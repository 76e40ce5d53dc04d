/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VERB_INPUTS_H
#define VERB_INPUTS_H

/*
 * What a verb reads, on the side of who calls it: the files that are named, every .json of a folder that is named, and what
 * a publish file among them names itself: folders and files of translations, token files of house styles.
 */

#include "verb.h"

/*
 * Fills call->inputs (room for VERB_INPUTS_MAX). All files are tried, so that a person hears of each that cannot be read;
 * returns the exit status. Blocks on the disk, and for "-" on standard input.
 */
int verb_inputs_read(enum verb_reads reads, struct verb_call *call);
/* Wipes and frees what was read. */
void verb_inputs_forget(struct verb_call *call);

/* The path of `name` as it stands in a file: beside that file, unless it begins with "/". False: it is too long. */
bool verb_inputs_path(const char *file, const char *name, char out[VERB_ARGUMENT_BYTES]);

/* Of the words behind a verb's own, the first that is no option, made absolute in `out`: a server stands in another folder. False:
 * it does not fit, or this folder is gone. */
bool verb_inputs_absolute(size_t count, char **words, char out[VERB_ARGUMENT_BYTES]);

#endif
