// Files: whole-file reads with a size cap, read-only memory maps, and writes that are all or
// nothing.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace diptych {

/// The content of a file. Errors: FileNotFound; FileInvalid when it is a folder, unreadable or
/// larger than `maxBytes`.
Result<std::string> readFile(const std::filesystem::path& path,
                             std::uint64_t maxBytes = std::uint64_t{1} << 32);

/// A file mapped read-only. Pages come in on first touch and may be dropped by the system at any
/// time, so a checkpoint larger than free memory can be mapped. Shared ownership: tensors that look
/// into the map keep it alive.
class MappedFile {
  public:
    /// Errors: FileNotFound, FileInvalid (not a regular file, empty, cannot be mapped).
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return {data_, size_}; }
    const std::filesystem::path& path() const { return path_; }

    /// Tells the system that these bytes are not needed again soon; touching them later reads the
    /// file again.
    void release(std::size_t offset, std::size_t length) const;

    /// Tells the system that these bytes will be read soon: it may begin to fetch them. Returns at
    /// once.
    void expect(std::size_t offset, std::size_t length) const;

  private:
    MappedFile() = default;

    std::filesystem::path path_;
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

enum class Overwrite { No, Yes };

/// A file that appears whole or not at all: written under a temporary name in the same folder,
/// flushed, then renamed. Destroyed without `commit`, it leaves nothing behind. Parent folders are
/// created.
class AtomicFile {
  public:
    /// Errors: FileWrite (exists and overwrite is No, no rights, folder missing and not creatable).
    static Result<AtomicFile> create(const std::filesystem::path& path, Overwrite overwrite);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// Errors: FileWrite (disk full, …).
    Status write(std::span<const std::byte> bytes);
    Status write(std::string_view text);
    /// Flushes to the disk and renames into place. With Overwrite::No it refuses, at this point
    /// too, a file that has appeared meanwhile. Errors: FileWrite.
    Status commit();

  private:
    AtomicFile() = default;
    void discard() noexcept;

    std::filesystem::path path_;
    std::filesystem::path temporaryPath_;
    Overwrite overwrite_ = Overwrite::No;
    int descriptor_ = -1;
};

/// A folder that appears whole or not at all: filled under a temporary name beside its place, then
/// renamed. Destroyed without `commit`, it leaves nothing behind. Parent folders are created.
class AtomicFolder {
  public:
    /// Errors: FileWrite (something is there already, no rights).
    static Result<AtomicFolder> create(const std::filesystem::path& path);

    AtomicFolder(AtomicFolder&& other) noexcept;
    AtomicFolder& operator=(AtomicFolder&&) = delete;
    AtomicFolder(const AtomicFolder&) = delete;
    AtomicFolder& operator=(const AtomicFolder&) = delete;
    ~AtomicFolder();

    /// Where its content is written until `commit`.
    const std::filesystem::path& temporaryPath() const { return temporaryPath_; }
    /// Renames into place. Errors: FileWrite (something has appeared there meanwhile).
    Status commit();

  private:
    AtomicFolder() = default;

    std::filesystem::path path_;
    std::filesystem::path temporaryPath_;
};

/// Writes `bytes` as an AtomicFile in one go.
Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes,
                           Overwrite overwrite);

} // namespace diptych
