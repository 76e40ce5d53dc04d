# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(visits_network_cut_e2e 30) # ./tests/run soak makes two hundred
foreach(test one_line_e2e comment_e2e held_back_e2e network_cut_e2e bad_input_e2e)
  add_test(NAME e2e.${test} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/${test}.py
           ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR} ${visits_${test}})
  set_tests_properties(e2e.${test} PROPERTIES LABELS "full;e2e" TIMEOUT 600
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1")
endforeach()
# It mostly waits, for hands and for kills: begun early, beside what keeps the processors busy.
set_tests_properties(e2e.network_cut_e2e PROPERTIES COST 160)
