# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The daemon: syncd_core is all of it but main.c, so that tests link what runs. libcurl, libsystemd and libzstd end here.
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl>=7.88)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd>=1.5)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)

add_library(syncd_core STATIC
  backlog.c beat.c check.c compress.c credential.c daemon_config.c enrol.c errand.c notify.c pull.c push.c push_disk.c sched.c status.c syncd.c
  transport_curl.c trouble.c wake.c)
target_include_directories(syncd_core PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(syncd_core PUBLIC bs_store bs_wire bs_model bs_base
                      PRIVATE PkgConfig::CURL PkgConfig::SYSTEMD PkgConfig::ZSTD)

add_executable(syncd main.c)
set_target_properties(syncd PROPERTIES OUTPUT_NAME buurtstem-syncd)
target_link_libraries(syncd PRIVATE syncd_core)

install(TARGETS syncd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES syncd.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 RENAME buurtstem-syncd.8)
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem-syncd.service DESTINATION lib/systemd/system)
# The users and folders of all three units.
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem.sysusers DESTINATION lib/sysusers.d RENAME buurtstem.conf)
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem.tmpfiles DESTINATION lib/tmpfiles.d RENAME buurtstem.conf)
