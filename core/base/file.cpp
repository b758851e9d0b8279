#include "core/base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace diptych {

namespace {

std::string systemReason(int number) {
    return std::strerror(number);
}

Error cannotRead(const std::filesystem::path& path, int number) {
    if (number == ENOENT || number == ENOTDIR)
        return Error{ErrorCode::FileNotFound,
                     fmt::format("there is no file at {}", path.string()),
                     "check the path",
                     systemReason(number),
                     {path.string()}};
    return Error{ErrorCode::FileInvalid,
                 fmt::format("cannot read {}", path.string()),
                 "check the file's permissions",
                 systemReason(number),
                 {path.string()}};
}

Error cannotWrite(const std::filesystem::path& path, int number) {
    std::string hint = "choose another place, or check the folder's permissions";
    if (number == ENOSPC || number == EDQUOT)
        hint = "the disk is full: free some space or choose another place";
    return Error{ErrorCode::FileWrite,
                 fmt::format("cannot write {}: {}", path.string(), systemReason(number)),
                 std::move(hint),
                 "",
                 {path.string()}};
}

Error alreadyExists(const std::filesystem::path& path) {
    return Error{ErrorCode::FileWrite,
                 fmt::format("{} exists already", path.string()),
                 "choose another name, or allow overwriting (--overwrite)",
                 "",
                 {path.string()}};
}

Error folderExists(const std::filesystem::path& path) {
    Error error = alreadyExists(path);
    error.hint = "name a folder that is not there yet";
    return error;
}

// Closes a descriptor when a scope ends early.
struct Descriptor {
    int value = -1;
    ~Descriptor() {
        if (value >= 0)
            ::close(value);
    }
};

Result<std::uint64_t> openRegularFile(const std::filesystem::path& path, Descriptor& descriptor) {
    descriptor.value = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor.value < 0)
        return fail(cannotRead(path, errno));
    struct stat status {};
    if (::fstat(descriptor.value, &status) != 0)
        return fail(cannotRead(path, errno));
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{} is a folder, not a file", path.string()),
                    "name a file inside it");
    return static_cast<std::uint64_t>(status.st_size);
}

} // namespace

Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t maxBytes) {
    Descriptor descriptor;
    DIPTYCH_TRY(const std::uint64_t size, openRegularFile(path, descriptor));
    if (size > maxBytes)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{} is too large: {} bytes, at most {} are expected", path.string(),
                                size, maxBytes),
                    "check that this is the right file");
    std::string content;
    content.reserve(size);
    // Pipes and /proc files report a size of 0, so read to the end rather than to the size.
    char buffer[1 << 16];
    for (;;) {
        const ssize_t count = ::read(descriptor.value, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(cannotRead(path, errno));
        if (count == 0)
            return content;
        content.append(buffer, static_cast<std::size_t>(count));
        if (content.size() > maxBytes)
            return fail(ErrorCode::FileInvalid,
                        fmt::format("{} is too large: more than {} bytes", path.string(), maxBytes),
                        "check that this is the right file");
    }
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& path) {
    Descriptor descriptor;
    DIPTYCH_TRY(const std::uint64_t size, openRegularFile(path, descriptor));
    if (size == 0)
        return fail(ErrorCode::FileInvalid, fmt::format("{} is empty", path.string()),
                    "copy or download the file again");
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.value, 0);
    if (address == MAP_FAILED)
        return fail(cannotRead(path, errno));
    std::shared_ptr<MappedFile> file(new MappedFile);
    file->path_ = path;
    file->data_ = static_cast<const std::byte*>(address);
    file->size_ = size;
    return std::shared_ptr<const MappedFile>(std::move(file));
}

MappedFile::~MappedFile() {
    if (data_)
        ::munmap(const_cast<std::byte*>(data_), size_);
}

void MappedFile::release(std::size_t offset, std::size_t length) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t begin = (offset + page - 1) / page * page;
    const std::size_t end = (offset + length) / page * page;
    if (begin < end && end <= size_)
        ::madvise(const_cast<std::byte*>(data_) + begin, end - begin, MADV_DONTNEED);
}

void MappedFile::expect(std::size_t offset, std::size_t length) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t begin = offset / page * page;
    const std::size_t end = std::min(offset + length, size_);
    if (begin < end)
        ::madvise(const_cast<std::byte*>(data_) + begin, end - begin, MADV_WILLNEED);
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& path, Overwrite overwrite) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return fail(ErrorCode::FileWrite, fmt::format("{} is a folder", path.string()),
                    "name a file inside it");
    if (overwrite == Overwrite::No && std::filesystem::exists(path, ignored))
        return fail(alreadyExists(path));
    const std::filesystem::path folder = path.parent_path();
    if (!folder.empty()) {
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        if (error)
            return fail(cannotWrite(path, error.value()));
    }
    AtomicFile file;
    file.path_ = path;
    file.overwrite_ = overwrite;
    // Another write of the same file may be under way in this process: take the first free name.
    for (int attempt = 0; attempt < 1000; ++attempt) {
        file.temporaryPath_ = path;
        file.temporaryPath_ += fmt::format(".{}-{}.part", ::getpid(), attempt);
        file.descriptor_ =
            ::open(file.temporaryPath_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file.descriptor_ >= 0 || errno != EEXIST)
            break;
    }
    if (file.descriptor_ < 0) {
        const int number = errno;
        file.temporaryPath_.clear();
        return fail(cannotWrite(path, number));
    }
    return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)), temporaryPath_(std::move(other.temporaryPath_)),
      overwrite_(other.overwrite_), descriptor_(std::exchange(other.descriptor_, -1)) {
    other.temporaryPath_.clear();
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    if (this != &other) {
        discard();
        path_ = std::move(other.path_);
        temporaryPath_ = std::move(other.temporaryPath_);
        other.temporaryPath_.clear();
        overwrite_ = other.overwrite_;
        descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
}

AtomicFile::~AtomicFile() {
    discard();
}

void AtomicFile::discard() noexcept {
    if (descriptor_ >= 0)
        ::close(std::exchange(descriptor_, -1));
    if (!temporaryPath_.empty())
        ::unlink(temporaryPath_.c_str());
    temporaryPath_.clear();
}

Status AtomicFile::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(cannotWrite(path_, errno));
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return Done{};
}

Status AtomicFile::write(std::string_view text) {
    return write(std::as_bytes(std::span(text.data(), text.size())));
}

Status AtomicFile::commit() {
    if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS)
        return fail(cannotWrite(path_, errno));
    if (::close(std::exchange(descriptor_, -1)) != 0)
        return fail(cannotWrite(path_, errno));
    if (overwrite_ == Overwrite::No) {
        // link() refuses an existing target, rename() would replace it.
        if (::link(temporaryPath_.c_str(), path_.c_str()) == 0) {
            discard();
            return Done{};
        }
        if (errno == EEXIST)
            return fail(alreadyExists(path_));
        // Some file systems have no hard links; there the earlier check has to do.
    }
    if (::rename(temporaryPath_.c_str(), path_.c_str()) != 0)
        return fail(cannotWrite(path_, errno));
    temporaryPath_.clear();
    return Done{};
}

Result<AtomicFolder> AtomicFolder::create(const std::filesystem::path& path) {
    AtomicFolder folder;
    folder.path_ = path.has_filename() ? path : path.parent_path(); // "a/b/" is a/b
    std::error_code error;
    if (std::filesystem::exists(folder.path_, error))
        return fail(folderExists(folder.path_));
    if (folder.path_.has_parent_path())
        std::filesystem::create_directories(folder.path_.parent_path(), error);
    if (error)
        return fail(cannotWrite(folder.path_, error.value()));
    for (int attempt = 0; attempt < 1000; ++attempt) {
        std::filesystem::path candidate = folder.path_;
        candidate += fmt::format(".{}-{}.part", ::getpid(), attempt);
        if (std::filesystem::create_directory(candidate, error)) {
            folder.temporaryPath_ = std::move(candidate);
            return folder;
        }
        if (error)
            break;
    }
    return fail(cannotWrite(folder.path_, error ? error.value() : EEXIST));
}

AtomicFolder::AtomicFolder(AtomicFolder&& other) noexcept
    : path_(std::move(other.path_)), temporaryPath_(std::move(other.temporaryPath_)) {
    other.temporaryPath_.clear();
}

AtomicFolder::~AtomicFolder() {
    std::error_code ignored;
    if (!temporaryPath_.empty())
        std::filesystem::remove_all(temporaryPath_, ignored);
}

Status AtomicFolder::commit() {
    std::error_code error;
    if (std::filesystem::exists(path_, error))
        return fail(folderExists(path_));
    std::filesystem::rename(temporaryPath_, path_, error);
    if (error)
        return fail(cannotWrite(path_, error.value()));
    temporaryPath_.clear();
    return Done{};
}

Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes,
                           Overwrite overwrite) {
    DIPTYCH_TRY(AtomicFile file, AtomicFile::create(path, overwrite));
    DIPTYCH_TRY_DONE(file.write(bytes));
    return file.commit();
}

} // namespace diptych
