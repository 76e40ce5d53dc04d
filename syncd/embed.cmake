# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Turns a text file into a header with one array of bytes, zero-terminated: the text may be longer than the string
# literals that C17 promises.
file(READ "${IN}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE "${OUT}" "/* made from ${IN} */\nstatic const char ${NAME}[] = {\n${bytes}0x00};\n")
