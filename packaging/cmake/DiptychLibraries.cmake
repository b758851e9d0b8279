# Every third-party library, found once. Modules name the targets they use.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(yaml-cpp REQUIRED)
pkg_check_modules(WEBP REQUIRED IMPORTED_TARGET libwebp)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)

find_package(OpenMP REQUIRED COMPONENTS CXX)
# Its configuration file announces every library that it finds.
set(DIPTYCH_LOG_LEVEL "${CMAKE_MESSAGE_LOG_LEVEL}")
set(CMAKE_MESSAGE_LOG_LEVEL WARNING)
find_package(Torch REQUIRED)
set(CMAKE_MESSAGE_LOG_LEVEL "${DIPTYCH_LOG_LEVEL}")
message(STATUS "libtorch ${Torch_VERSION}: ${TORCH_LIBRARY}")

# libtorch behind one name. SYSTEM keeps its warnings out of ours; the OpenMP flag makes at::parallel_for,
# which lives in a header, parallel in our translation units too.
add_library(diptych_torch INTERFACE)
target_link_libraries(diptych_torch INTERFACE ${TORCH_LIBRARIES} OpenMP::OpenMP_CXX)
target_include_directories(diptych_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
separate_arguments(DIPTYCH_TORCH_FLAGS UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(diptych_torch INTERFACE ${DIPTYCH_TORCH_FLAGS})

# Whether libtorch's distributed engine can be used from C++: its headers, Gloo among its backends, and Gloo's own
# headers. Without it everything builds, and clusters say what is missing.
set(DIPTYCH_TORCH_DEFINITIONS "")
foreach(library torch torch_cpu)
    if(TARGET ${library})
        get_target_property(definitions ${library} INTERFACE_COMPILE_DEFINITIONS)
        list(APPEND DIPTYCH_TORCH_DEFINITIONS ${definitions})
    endif()
endforeach()
find_path(DIPTYCH_C10D_INCLUDE_DIR torch/csrc/distributed/c10d/ProcessGroupGloo.hpp HINTS ${TORCH_INCLUDE_DIRS})
find_path(DIPTYCH_GLOO_INCLUDE_DIR gloo/config.h HINTS ${TORCH_INCLUDE_DIRS})
set(DIPTYCH_HAS_C10D OFF)
if(DIPTYCH_C10D_INCLUDE_DIR
   AND DIPTYCH_GLOO_INCLUDE_DIR
   AND "${DIPTYCH_TORCH_DEFINITIONS}" MATCHES "USE_C10D_GLOO")
    set(DIPTYCH_HAS_C10D ON)
endif()
message(STATUS "Clusters (c10d with Gloo): ${DIPTYCH_HAS_C10D}")

if(DIPTYCH_QT)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network)
    if(DIPTYCH_GUI)
        find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets Svg LinguistTools)
        # May be missing: discovery of servers, and the system's keychain.
        find_package(Qt6 6.4 QUIET OPTIONAL_COMPONENTS DBus)
        find_package(Qt6Keychain QUIET)
    endif()
    if(DIPTYCH_TESTS)
        find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
    endif()
endif()

if(DIPTYCH_TESTS)
    find_package(GTest REQUIRED)
    include(GoogleTest)
endif()
