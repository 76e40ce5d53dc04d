# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The faults of the catalogue between the real daemon and the real central; longer with BS_FAULTS_LONG=1 (./tests/run faults).
foreach(name fault_wire fault_network fault_input way_between)
  add_test(NAME integration.${name} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/test_${name}.py)
  # They mostly wait: begun early, beside what keeps the processors busy.
  set_tests_properties(integration.${name} PROPERTIES LABELS "full;integration;faults" TIMEOUT 3600 COST 155
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR};BS_SYNCD=$<TARGET_FILE:syncd>;BS_OUTBOX_TOOL=$<TARGET_FILE:outbox_tool>;BS_SANITIZE=${BS_SANITIZE}")
  bs_long_form(integration.${name})
endforeach()

# Twenty kiosks, two centrals, everything at once: half a minute of it, in the long form an hour or BS_FAULTS_MINUTES.
set(minutes 0.4)
if("$ENV{BS_FAULTS_LONG}" STREQUAL "1")
  set(minutes 60)
  if(DEFINED ENV{BS_FAULTS_MINUTES})
    set(minutes $ENV{BS_FAULTS_MINUTES})
  endif()
endif()
add_test(NAME fault.hour COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/fault/hour.py ${PROJECT_BINARY_DIR}
         ${PROJECT_SOURCE_DIR} --minutes ${minutes})
set_tests_properties(fault.hour PROPERTIES LABELS "full;fault;faults" TIMEOUT 300 COST 155
  ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SYNCD=$<TARGET_FILE:syncd>;BS_OUTBOX_TOOL=$<TARGET_FILE:outbox_tool>;BS_SANITIZE=${BS_SANITIZE}")
bs_long_form(fault.hour)

# A log that is damaged, copied or put back, with the real kiosk.
if(TARGET kiosk)
  add_test(NAME integration.epochs COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/test_epochs.py)
  set_tests_properties(integration.epochs PROPERTIES LABELS "full;integration;faults" TIMEOUT 600 COST 60
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR};BS_SYNCD=$<TARGET_FILE:syncd>;BS_OUTBOX_TOOL=$<TARGET_FILE:outbox_tool>;BS_KIOSK=$<TARGET_FILE:kiosk>;BS_BUILD=${PROJECT_BINARY_DIR};BS_SANITIZE=${BS_SANITIZE}")
endif()
