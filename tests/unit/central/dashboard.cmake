# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The pages are tested against figures that a test says, not a database: the stand-ins take the place of storage and auth.
if(TARGET central_dashboard)
  add_library(dashboard_stage OBJECT dashboard_kiosks.c dashboard_review.c dashboard_says.c dashboard_stage.c dashboard_talk.c fake_review.c fake_storage.c fake_staff_auth.c)
  target_include_directories(dashboard_stage PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(dashboard_stage PUBLIC central_dashboard bs_test_support)
  target_compile_definitions(dashboard_stage PRIVATE BS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")

  bs_unit(test_html.c dashboard_stage)
  bs_unit(test_dutch.c dashboard_stage)
  bs_unit(test_chart.c dashboard_stage)
  bs_unit(test_results.c dashboard_stage)
  bs_unit(test_results_kinds.c dashboard_stage)
  bs_unit(test_results_page.c dashboard_stage)
  bs_unit(test_programmes_page.c dashboard_stage)
  bs_unit(test_signin_page.c dashboard_stage)
  foreach(name comments_page connectors_page word_marks kiosk_health kiosk_proof kiosk_volume kiosks_page meeting meeting_page public_page results_notes results_times results_versions timeline wording)
    bs_unit(test_${name}.c dashboard_stage)
  endforeach()
endif()
