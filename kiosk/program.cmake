# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
find_package(Threads REQUIRED)

add_library(kiosk_core STATIC app.c app_content.c app_desk.c app_speech.c voice.c voice_cache.c voice_child.c voice_talk.c
  voice_wav.c closing.c desk_work.c effects.c keeping.c log_keeper.c pruning.c status_look.c worker.c worker_jobs.c worker_news.c resources.c resources_folder.c resources_keyboards.c scene_file.c script.c virtual_clock.c kiosk_config.c)
target_include_directories(kiosk_core PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(kiosk_core PUBLIC kiosk_platform kiosk_screens kiosk_i18n bs_seal bs_store Threads::Threads)

add_executable(kiosk main.c forgetful_heap.c)
set_target_properties(kiosk PROPERTIES OUTPUT_NAME buurtstem-kiosk)
target_link_libraries(kiosk PRIVATE kiosk_core)
install(TARGETS kiosk RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES kiosk.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 RENAME buurtstem-kiosk.1)
# Where kiosk_config.c looks for them, with the prefix /usr.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/assets/icons ${PROJECT_SOURCE_DIR}/assets/keyboards ${PROJECT_SOURCE_DIR}/assets/themes
  ${PROJECT_SOURCE_DIR}/assets/pictures DESTINATION ${CMAKE_INSTALL_DATADIR}/buurtstem)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/assets/languages DESTINATION ${CMAKE_INSTALL_DATADIR}/buurtstem
  FILES_MATCHING PATTERN language.conf PATTERN "speech/*.wav" PATTERN programmes EXCLUDE)
install(DIRECTORY ${PROJECT_BINARY_DIR}/share/messages DESTINATION ${CMAKE_INSTALL_DATADIR}/buurtstem)
install(FILES ${PROJECT_SOURCE_DIR}/assets/systemd/buurtstem-kiosk.service DESTINATION lib/systemd/system)
