# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
# The daemon: syncd_core is all of it but main.c, so that tests link what runs. libcurl, OpenSSL, libsystemd and libzstd end here.
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl>=7.88)
pkg_check_modules(OPENSSL REQUIRED IMPORTED_TARGET openssl>=3)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd>=1.5)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)

# Apart, since OpenSSL's headers ask for the system's <sched.h>, and this folder has one of its own.
add_library(syncd_tls STATIC transport_tls.c)
target_link_libraries(syncd_tls PRIVATE bs_contract PkgConfig::OPENSSL)

add_library(syncd_core STATIC
  beat.c check.c compress.c contact.c credential.c daemon_config.c enrol.c errand.c hand_export.c hand_file.c hand_import.c moment.c notify.c presence.c pull.c push.c push_answer.c push_batch.c push_disk.c push_pace.c push_wait.c rotation.c sched.c status.c stick_carry.c stick_job.c stick_line.c syncd.c
  transport_curl.c trouble.c wake.c)
target_include_directories(syncd_core PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(syncd_core PUBLIC bs_store bs_wire bs_model bs_base
                      PRIVATE syncd_tls PkgConfig::CURL PkgConfig::SYSTEMD PkgConfig::ZSTD)
# The day of the build, as a clock that was never set cannot be before it; SOURCE_DATE_EPOCH is heeded.
string(TIMESTAMP BS_BUILT_S "%s" UTC)
math(EXPR BS_BUILT_S "${BS_BUILT_S} / 86400 * 86400")
set_source_files_properties(moment.c PROPERTIES COMPILE_DEFINITIONS "BS_BUILT_S=${BS_BUILT_S}")

add_executable(syncd main.c)
set_target_properties(syncd PROPERTIES OUTPUT_NAME buurtstem-syncd)
target_link_libraries(syncd PRIVATE syncd_core)

install(TARGETS syncd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES syncd.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 RENAME buurtstem-syncd.8)
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem-syncd.service ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem-stick@.service
        DESTINATION lib/systemd/system)
# What mounts a stick for it.
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/90-buurtstem-stick.rules DESTINATION lib/udev/rules.d)
install(PROGRAMS ${PROJECT_SOURCE_DIR}/assets/systemd/stick-mount.sh DESTINATION lib/buurtstem RENAME stick-mount)
# The users and folders of all three units.
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem.sysusers DESTINATION lib/sysusers.d RENAME buurtstem.conf)
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem.tmpfiles DESTINATION lib/tmpfiles.d RENAME buurtstem.conf)
