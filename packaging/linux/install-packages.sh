#!/usr/bin/env bash
# Installs what Diptych needs on Debian and its descendants; elsewhere it names the packages.
#
#   packaging/linux/install-packages.sh build   what ./start needs: compiler, tools, libraries
#   packaging/linux/install-packages.sh check   the same and what ./check needs on top
#   packaging/linux/install-packages.sh --list build|check   one package a line, installs nothing
#
# The only list of packages there is. Quick and silent when nothing is missing. Exit status: 0 all there, 1 otherwise.
set -euo pipefail

build_packages=(
    # Tools
    ca-certificates      # https for the package mirrors
    ccache               # the second build of a file is a copy
    cmake                # 3.25 or newer
    g++                  # 12 or newer
    git                  # the list of files that belong to the project
    ninja-build
    pkg-config           # finds the libraries that bring no CMake file

    # Libraries
    libcli11-dev         # command line flags
    libcpp-httplib-dev   # the server
    libexpected-dev      # tl::expected, behind Result<T>
    libfmt-dev           # text formatting
    libgloo-dev          # clusters: what libtorch's distributed engine sends with
    libjpeg-dev          # JPEG in and out
    libopenblas0-pthread # libtorch's matrix products: 60 times as fast as with the plain libblas3 it depends on
    libpcre2-dev         # the tokenizer's pattern, with Unicode properties
    libpng-dev           # PNG in and out
    libspdlog-dev        # log
    libsqlite3-dev       # history
    libsqlitecpp-dev     # history, the C++ side
    libssl-dev           # digests of weights, and the key of a cluster
    libtomlplusplus-dev  # profiles
    libtorch-dev         # tensors
    libutf8proc-dev      # Unicode normalisation
    libwebp-dev          # WebP in and out
    libyaml-cpp-dev      # head of a template file
    nlohmann-json3-dev   # JSON
    qt6-base-dev         # the window and the network transport
    qt6-l10n-tools       # lrelease: translations into what the program loads
    qt6-svg-dev          # icons
    qt6-translations-l10n # what Qt itself says in other languages: Close, Cancel
    qt6-tools-dev        # what CMake needs to call lrelease
    qtkeychain-qt6-dev   # keys of servers in the system's keychain; without it for the session only
    zlib1g-dev           # compressed text in PNG files

    # Tests; in this list because every preset configures them
    libgtest-dev
)

check_packages=(
    clang-format-14 # the pinned formatter: another version formats otherwise
    clang-tidy-14
    fonts-dejavu-core # the window's tests draw text
    shellcheck      # the scripts
)

usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

# Prints those of the given packages that dpkg does not know as installed.
missing_packages() {
    local package status
    for package in "$@"; do
        status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) || status=
        [ "$status" = installed ] || printf '%s\n' "$package"
    done
}

# How another system calls the same things.
name_packages_elsewhere() {
    local system=$1
    {
        echo "Diptych's set-up installs packages on Debian and Ubuntu only (apt-get is not here)."
        case "$system" in
        fedora)
            echo "On Fedora install:"
            echo "  sudo dnf install gcc-c++ cmake ninja-build ccache pkgconf git CLI11-devel cpp-httplib-devel expected-devel \\"
            echo "    fmt-devel libjpeg-turbo-devel pcre2-devel libpng-devel spdlog-devel sqlite-devel SQLiteCpp-devel \\"
            echo "    tomlplusplus-devel utf8proc-devel libwebp-devel yaml-cpp-devel json-devel qt6-qtbase-devel \\"
            echo "    qt6-qtsvg-devel qt6-qttools-devel qt6-qttranslations qtkeychain-qt6-devel \\"
            echo "    zlib-devel openssl-devel gtest-devel"
            ;;
        arch)
            echo "On Arch Linux install:"
            echo "  sudo pacman -S --needed gcc cmake ninja ccache pkgconf git cli11 cpp-httplib tl-expected fmt libjpeg-turbo pcre2 \\"
            echo "    libpng spdlog sqlite sqlitecpp tomlplusplus libutf8proc libwebp yaml-cpp nlohmann-json qt6-base qt6-svg qt6-tools qt6-translations qtkeychain-qt6 zlib \\"
            echo "    openssl gtest"
            ;;
        macos)
            echo "On macOS install, with Homebrew:"
            echo "  brew install cmake ninja ccache pkgconf cli11 cpp-httplib tl-expected fmt jpeg-turbo pcre2 libpng spdlog sqlite \\"
            echo "    sqlitecpp tomlplusplus utf8proc webp yaml-cpp nlohmann-json openssl qt qtkeychain googletest libomp"
            ;;
        *)
            echo "Install these, under the names your system gives them:"
            printf '  %s\n' "${build_packages[@]}"
            ;;
        esac
        echo "and libtorch 1.13 or newer from https://pytorch.org (LibTorch, C++, cxx11 ABI). Then:"
        echo "  cmake --preset release -DCMAKE_PREFIX_PATH=/path/to/libtorch"
        echo "  cmake --build --preset release"
    } >&2
}

system_name() {
    if [ "$(uname -s)" = Darwin ]; then
        echo macos
        return
    fi
    local id='' like=''
    if [ -r /etc/os-release ]; then
        id=$(sed -n 's/^ID=//p' /etc/os-release | tr -d '"')
        like=$(sed -n 's/^ID_LIKE=//p' /etc/os-release | tr -d '"')
    fi
    case " $id $like " in
    *" debian "* | *" ubuntu "*) echo debian ;;
    *" fedora "* | *" rhel "*) echo fedora ;;
    *" arch "*) echo arch ;;
    *) echo other ;;
    esac
}

install_packages() {
    local missing=("$@") as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            {
                echo "error: packages are missing, and installing them takes root's rights or sudo"
                echo "hint: as root, run:  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
            } >&2
            return 1
        fi
        as_root=(sudo)
    fi
    # The environment is given behind sudo, which would drop it.
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    echo "Installing: ${missing[*]}"
    if ! "${as_root[@]}" apt-get update --quiet; then
        echo "hint: apt-get update failed; the installation goes on with the package lists that are here" >&2
    fi
    if ! "${as_root[@]}" apt-get install --yes --quiet --no-install-recommends "${missing[@]}"; then
        {
            echo "error: apt-get could not install what is missing: ${missing[*]}"
            echo "hint: its own message is above; a package without a candidate is not in this release's archive"
            echo "hint: (Debian 12 has them all; Ubuntu needs the component 'universe')"
        } >&2
        return 1
    fi
}

main() {
    local listing=no
    if [ "${1:-}" = --list ]; then
        listing=yes
        shift
    fi
    local wanted=("${build_packages[@]}")
    case "${1:-}" in
    build) ;;
    check) wanted+=("${check_packages[@]}") ;;
    --help | -h)
        usage
        return 0
        ;;
    *)
        usage >&2
        return 1
        ;;
    esac
    if [ "$listing" = yes ]; then
        printf '%s\n' "${wanted[@]}"
        return 0
    fi
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        name_packages_elsewhere "$(system_name)"
        return 1
    fi
    local missing
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

main "$@"
