# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# Hostile hands and bad luck against the running programs: each test is a hole that was tried, and stays shut.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
foreach(test attack_central attack_kiosk attack_secrets)
  add_test(NAME e2e.${test} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/${test}.py
           ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
  set_tests_properties(e2e.${test} PROPERTIES LABELS "full;e2e" TIMEOUT 300 COST 45
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support:${PROJECT_SOURCE_DIR}/tests/ui;PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endforeach()
