# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
if(TARGET central_storage)
  pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
  add_library(storage_stage STATIC storage_stage.c)
  target_include_directories(storage_stage PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(storage_stage PUBLIC central_storage bs_model bs_test_support PkgConfig::SQLITE)

  foreach(name correction correction_orders storage_accept storage_by storage_left storage_outcomes storage_overview storage_rows storage_stop storage_verify tally)
    bs_unit(test_${name}.c storage_stage)
  endforeach()
  foreach(name patience request reply route)
    bs_unit(test_${name}.c central_http)
  endforeach()
  bs_unit(test_throttle.c central_auth)
  bs_unit(test_central_auth.c storage_stage central_auth)
  bs_unit(test_bundle_make.c storage_stage central_api)
  bs_unit(test_bundle_content.c storage_stage central_api)
endif()
