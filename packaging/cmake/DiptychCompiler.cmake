# One place for language level, warnings, sanitizers and the compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set_property(GLOBAL PROPERTY GLOBAL_DEPENDS_NO_CYCLES ON)

set(DIPTYCH_SANITIZE "" CACHE STRING "Sanitizers, as the compiler spells them: address,undefined or thread")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # A precompiled header is only cacheable when its own timestamp and defines are not part of the key. With the base
    # folder, paths inside the project count relative to the build folder: two configurations share what they have in
    # common, and so do two clones.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND};-E;env;CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
        "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE_PROGRAM}")
endif()

# The flags of every target of the project; third-party code never sees them.
add_library(diptych_flags INTERFACE)
target_include_directories(diptych_flags INTERFACE "${PROJECT_SOURCE_DIR}")
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(diptych_flags INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor)
    if(DIPTYCH_WERROR)
        target_compile_options(diptych_flags INTERFACE -Werror)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # ccache must see the included text behind a precompiled header.
        target_compile_options(diptych_flags INTERFACE -fpch-preprocess)
    endif()
    if(DIPTYCH_SANITIZE)
        target_compile_options(
            diptych_flags INTERFACE -fsanitize=${DIPTYCH_SANITIZE} -fno-omit-frame-pointer
                                    -fno-sanitize-recover=all)
        target_link_options(diptych_flags INTERFACE -fsanitize=${DIPTYCH_SANITIZE})
    endif()
endif()
