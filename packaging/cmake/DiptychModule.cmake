# diptych_add_module is the only way to make a library, and diptych_check_layers stops the configure step when one of
# them links upward, sideways or across a wall.
#
#   diptych_add_module(NAME tokenizer LAYER 2 HEADERS … SOURCES … DEPENDS base LIBRARIES PkgConfig::PCRE2
#                      [PUBLIC_LIBRARIES …] TORCH none|inside|public)
#
# LAYER     a module may depend on modules of lower layers only.
# DEPENDS   other modules, by NAME; their headers may be included.
# LIBRARIES third-party targets used in .cpp files only; PUBLIC_LIBRARIES appear in headers.
# TORCH     none: may not see libtorch; inside: .cpp files only; public: headers may show at::Tensor.

set_property(GLOBAL PROPERTY DIPTYCH_MODULES "")

# One precompiled header for everything behind the libtorch wall, made once and reused.
file(WRITE "${CMAKE_BINARY_DIR}/generated/torch_wall.cpp" "")
add_library(diptych_torch_wall OBJECT "${CMAKE_BINARY_DIR}/generated/torch_wall.cpp")
target_link_libraries(diptych_torch_wall PRIVATE diptych_flags diptych_torch)
target_precompile_headers(diptych_torch_wall PRIVATE <ATen/ATen.h>)

function(diptych_add_module)
    cmake_parse_arguments(
        MODULE "" "NAME;LAYER;TORCH" "HEADERS;SOURCES;DEPENDS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
    if(MODULE_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "diptych_add_module(${MODULE_NAME}): unknown ${MODULE_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT MODULE_LAYER MATCHES "^[0-9]+$" OR NOT MODULE_TORCH MATCHES "^(none|inside|public)$")
        message(FATAL_ERROR "diptych_add_module(${MODULE_NAME}): LAYER is a number, TORCH is none, inside or public")
    endif()
    set(target diptych_${MODULE_NAME})
    file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    add_library(${target} STATIC ${MODULE_SOURCES})
    add_library(diptych::${MODULE_NAME} ALIAS ${target})
    target_sources(
        ${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${MODULE_HEADERS})
    set_target_properties(
        ${target}
        PROPERTIES DIPTYCH_LAYER "${MODULE_LAYER}"
                   DIPTYCH_FOLDER "${folder}"
                   DIPTYCH_DEPENDS "${MODULE_DEPENDS}"
                   DIPTYCH_TORCH "${MODULE_TORCH}"
                   VERIFY_INTERFACE_HEADER_SETS ON)
    target_link_libraries(${target} PUBLIC diptych_flags ${MODULE_PUBLIC_LIBRARIES})
    target_link_libraries(${target} PRIVATE ${MODULE_LIBRARIES})
    foreach(dependency IN LISTS MODULE_DEPENDS)
        target_link_libraries(${target} PUBLIC diptych_${dependency})
    endforeach()
    if(MODULE_TORCH STREQUAL "public")
        target_link_libraries(${target} PUBLIC diptych_torch)
    elseif(MODULE_TORCH STREQUAL "inside")
        target_link_libraries(${target} PRIVATE diptych_torch)
    endif()
    if(MODULE_TORCH MATCHES "public|inside")
        target_precompile_headers(${target} REUSE_FROM diptych_torch_wall)
    endif()
    if("${MODULE_LIBRARIES};${MODULE_PUBLIC_LIBRARIES}" MATCHES "Qt6::")
        set_target_properties(${target} PROPERTIES AUTOMOC ON)
        # "emit" and the like are left to those who name things: libtorch has a method called slots.
        target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS)
    endif()
    set_property(GLOBAL APPEND PROPERTY DIPTYCH_MODULES ${MODULE_NAME})
endfunction()

function(diptych_check_layers)
    get_property(modules GLOBAL PROPERTY DIPTYCH_MODULES)
    # Who may show tensors in a header, and who may use Qt although it is part of the engine.
    set(torch_public_modules tensor models sampling encoders lora cluster train)
    set(torch_inside_modules pipeline)
    set(qt_engine_modules net_qt)
    set(engine_highest_layer 7)
    set(table "")
    foreach(module IN LISTS modules)
        get_target_property(layer diptych_${module} DIPTYCH_LAYER)
        get_target_property(depends diptych_${module} DIPTYCH_DEPENDS)
        get_target_property(torch diptych_${module} DIPTYCH_TORCH)
        get_target_property(linked diptych_${module} LINK_LIBRARIES)
        get_target_property(folder diptych_${module} DIPTYCH_FOLDER)
        list(JOIN depends " " depends_text)
        string(APPEND table "${folder} ${module} ${depends_text}\n")
        foreach(dependency IN LISTS depends)
            if(NOT dependency IN_LIST modules)
                message(FATAL_ERROR "Layering: '${module}' depends on '${dependency}', which is no module.")
            endif()
            get_target_property(dependency_layer diptych_${dependency} DIPTYCH_LAYER)
            if(NOT dependency_layer LESS layer)
                message(FATAL_ERROR
                    "Layering: '${module}' (layer ${layer}) may not depend on '${dependency}' (layer "
                    "${dependency_layer}). Move the shared part down, or pass it in from above.")
            endif()
        endforeach()
        if(torch STREQUAL "public" AND NOT module IN_LIST torch_public_modules)
            message(FATAL_ERROR "Layering: '${module}' may not show libtorch in its headers.")
        endif()
        if(torch STREQUAL "inside" AND NOT module IN_LIST torch_inside_modules)
            message(FATAL_ERROR "Layering: '${module}' may not use libtorch.")
        endif()
        foreach(library IN LISTS linked)
            if(library MATCHES "^Qt[0-9]*::" AND NOT layer GREATER engine_highest_layer
               AND NOT module IN_LIST qt_engine_modules)
                message(FATAL_ERROR "Layering: '${module}' belongs to the engine and may not link ${library}.")
            endif()
            if(library MATCHES "torch|ATen|c10" AND NOT torch MATCHES "public|inside")
                message(FATAL_ERROR "Layering: '${module}' links ${library} without saying TORCH.")
            endif()
            string(REGEX REPLACE "^diptych(_|::)" "" linked_module "${library}")
            if(linked_module IN_LIST modules AND NOT linked_module IN_LIST depends)
                message(FATAL_ERROR
                    "Layering: '${module}' links '${linked_module}' without naming it in DEPENDS.")
            endif()
        endforeach()
    endforeach()
    # For the include-wall test: folder, name, what it may include.
    file(WRITE "${CMAKE_BINARY_DIR}/generated/modules.txt" "${table}")
    list(LENGTH modules count)
    message(STATUS "Layer check: ${count} modules, nothing points up or sideways.")
endfunction()

# diptych_add_test(NAME tokenizer SOURCES … MODULES … LABELS fast engine)
function(diptych_add_test)
    cmake_parse_arguments(TEST "" "NAME" "SOURCES;MODULES;LIBRARIES;LABELS" ${ARGN})
    set(target test_${TEST_NAME})
    add_executable(${target} ${TEST_SOURCES})
    list(TRANSFORM TEST_MODULES PREPEND diptych_)
    target_link_libraries(
        ${target} PRIVATE diptych_flags diptych_test_support ${TEST_MODULES} ${TEST_LIBRARIES} GTest::gtest)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    add_test(NAME ${TEST_NAME} COMMAND ${target})
    set_tests_properties(${TEST_NAME} PROPERTIES LABELS "${TEST_LABELS}" TIMEOUT 240)
endfunction()

# diptych_add_qt_test(NAME prompt_panel SOURCES prompt_panel_test.cpp MODULES … LABELS ui): one QtTest class, which the
# source ends with (QTEST_MAIN and its .moc), run without a screen.
function(diptych_add_qt_test)
    cmake_parse_arguments(TEST "" "NAME" "SOURCES;MODULES;LIBRARIES;LABELS" ${ARGN})
    set(target test_${TEST_NAME})
    add_executable(${target} ${TEST_SOURCES})
    list(TRANSFORM TEST_MODULES PREPEND diptych_)
    target_link_libraries(${target} PRIVATE diptych_flags ${TEST_MODULES} ${TEST_LIBRARIES} Qt6::Test)
    target_compile_definitions(${target} PRIVATE QT_NO_KEYWORDS)
    set_target_properties(
        ${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests" AUTOMOC ON)
    add_test(NAME ${TEST_NAME} COMMAND ${target})
    set_tests_properties(
        ${TEST_NAME} PROPERTIES LABELS "${TEST_LABELS}" TIMEOUT 240 ENVIRONMENT QT_QPA_PLATFORM=offscreen)
endfunction()
