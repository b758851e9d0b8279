// Where tests find their data and write their files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace diptych::test {

/// A file or folder under tests/data.
std::filesystem::path dataPath(std::string_view relative);

/// A file or folder under resources.
std::filesystem::path resourcePath(std::string_view relative);

/// A folder of its own, removed with everything in it at the end of the scope.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

/// The whole file; throws when it cannot be read.
std::string readBytes(const std::filesystem::path& path);
void writeBytes(const std::filesystem::path& path, std::string_view bytes);

} // namespace diptych::test
