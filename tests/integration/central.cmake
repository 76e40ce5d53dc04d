# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The real server over HTTPS.
foreach(name central_http central_tls central_verbs central_content central_connectors central_staff central_crash shell_kiosk)
  add_test(NAME integration.${name} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/test_${name}.py)
  set_tests_properties(integration.${name} PROPERTIES LABELS "full;integration" TIMEOUT 600 COST 40
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
  bs_long_form(integration.${name})
endforeach()
# With a real syncd on the other side.
if(TARGET syncd AND TARGET outbox_tool)
  add_test(NAME integration.central_backup COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/test_central_backup.py)
  set_tests_properties(integration.central_backup PROPERTIES LABELS "full;integration" TIMEOUT 600 COST 60
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR};BS_SYNCD=$<TARGET_FILE:syncd>;BS_OUTBOX_TOOL=$<TARGET_FILE:outbox_tool>")
  bs_long_form(integration.central_backup)
endif()

if(TARGET syncd)
  add_executable(stick_tool ../support/stick_tool.c)
  target_link_libraries(stick_tool PRIVATE bs_store)
  add_test(NAME integration.stick COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/test_stick.py)
  set_tests_properties(integration.stick PROPERTIES LABELS "full;integration" TIMEOUT 600 COST 80
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SYNCD=$<TARGET_FILE:syncd>;BS_OUTBOX_TOOL=$<TARGET_FILE:outbox_tool>;BS_STICK_TOOL=$<TARGET_FILE:stick_tool>;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR};BS_SANITIZE=${BS_SANITIZE}")
  add_test(NAME integration.stick_mount COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/test_stick_mount.py)
  set_tests_properties(integration.stick_mount PROPERTIES LABELS "full;integration" TIMEOUT 120
    ENVIRONMENT "PYTHONDONTWRITEBYTECODE=1;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
  add_test(NAME integration.by_hand COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/test_by_hand.py)
  set_tests_properties(integration.by_hand PROPERTIES LABELS "full;integration" TIMEOUT 600 COST 60
    ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests/support;PYTHONDONTWRITEBYTECODE=1;BS_CENTRAL=$<TARGET_FILE:central>;BS_SYNCD=$<TARGET_FILE:syncd>;BS_OUTBOX_TOOL=$<TARGET_FILE:outbox_tool>;BS_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endif()
