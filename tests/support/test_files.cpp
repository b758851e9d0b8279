#include "tests/support/test_files.h"

#include "core/base/file.h"

#include <fstream>
#include <stdexcept>

#include <stdlib.h>

namespace diptych::test {

std::filesystem::path dataPath(std::string_view relative) {
    return std::filesystem::path(DIPTYCH_TEST_DATA) / relative;
}

std::filesystem::path resourcePath(std::string_view relative) {
    return std::filesystem::path(DIPTYCH_RESOURCES) / relative;
}

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "diptych-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string readBytes(const std::filesystem::path& path) {
    return valueOrThrow(readFile(path));
}

void writeBytes(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream stream(path, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream)
        throw std::runtime_error("cannot write " + path.string());
}

} // namespace diptych::test
