#include "core/checkpoint/safetensors.h"

#include "core/base/text.h"
#include "core/checkpoint/file_kind.h"
#include "core/checkpoint/safetensors_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <utility>

namespace diptych {

namespace {

static_assert(std::endian::native == std::endian::little,
              "tensor bytes are read where they lie, as little-endian");

constexpr std::size_t kLengthBytes = 8;
constexpr const char* kDamagedHint =
    "the file is damaged or was written by a faulty program: get it again";
constexpr const char* kCutOffHint =
    "the file is incomplete, probably a broken download or copy: get it again";

tl::unexpected<Error> invalid(const std::filesystem::path& path, std::string_view what,
                              std::string hint = kDamagedHint, std::string detail = {}) {
    auto failure = fail(ErrorCode::FileInvalid, fmt::format("{}: {}", path.string(), what),
                        std::move(hint), std::move(detail));
    failure.value().args = {path.string()};
    return failure;
}

tl::unexpected<Error> invalidTensor(const std::filesystem::path& path, const TensorInfo& tensor,
                                    std::string_view what, std::string hint = kDamagedHint) {
    return invalid(path, fmt::format("tensor {} {}", quotedName(tensor.name), what),
                   std::move(hint));
}

std::uint64_t readLength(std::span<const std::byte> bytes) {
    std::uint64_t length = 0;
    for (std::size_t i = kLengthBytes; i-- > 0;)
        length = length << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return length;
}

// The text of the header, after the checks that need no JSON.
Result<std::string_view> headerText(const std::filesystem::path& path,
                                    std::span<const std::byte> bytes) {
    const FileKind kind = detectFileKind(bytes);
    if (kind != FileKind::Safetensors && kind != FileKind::Unknown)
        return invalid(path, fmt::format("this is {}, not a safetensors file", describe(kind)),
                       hintForWrongKind(kind));
    if (bytes.size() < kLengthBytes)
        return invalid(
            path,
            fmt::format(
                "{} bytes are too few for a safetensors file, which begins with a header length "
                "of 8 bytes",
                bytes.size()),
            kCutOffHint);
    const std::uint64_t length = readLength(bytes);
    if (length > kMaxSafetensorsHeaderBytes)
        return invalid(
            path,
            fmt::format(
                "not a safetensors file: the header would have {} bytes, at most {} are allowed",
                length, kMaxSafetensorsHeaderBytes),
            "check that this is the right file");
    if (length > bytes.size() - kLengthBytes)
        return invalid(path,
                       fmt::format("the header should have {} bytes, but the file ends after {}",
                                   length, bytes.size() - kLengthBytes),
                       kCutOffHint);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, length);
    if (text.empty() || text.front() != '{')
        return invalid(path, "not a safetensors file: the header is not a JSON object",
                       "check that this is the right file");
    // The JSON parser takes a NUL for the end of its input and would not see what follows.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
        return invalid(path,
                       fmt::format("the header is not valid JSON (a NUL at its byte {})", nul));
    return text;
}

std::optional<std::uint64_t> bytesOfShape(const TensorInfo& tensor) {
    std::uint64_t count = 1;
    for (const std::int64_t extent : tensor.shape) {
        if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(extent), &count))
            return std::nullopt;
    }
    if (__builtin_mul_overflow(count, elementSize(tensor.type), &count))
        return std::nullopt;
    if (count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return std::nullopt;
    return count;
}

Status checkTensor(const std::filesystem::path& path, const TensorInfo& tensor,
                   std::uint64_t dataBytes) {
    if (tensor.begin > tensor.end)
        return invalidTensor(
            path, tensor,
            fmt::format("ends before it begins (data_offsets {}, {})", tensor.begin, tensor.end));
    const std::optional<std::uint64_t> expected = bytesOfShape(tensor);
    const std::string shape = fmt::format("[{}]", fmt::join(tensor.shape, ", "));
    if (!expected)
        return invalidTensor(path, tensor, fmt::format("has the impossibly large shape {}", shape));
    if (*expected != tensor.end - tensor.begin)
        return invalidTensor(path, tensor,
                             fmt::format("has {} bytes, but shape {} in {} needs {}",
                                         tensor.end - tensor.begin, shape, toString(tensor.type),
                                         *expected));
    if (tensor.end > dataBytes)
        return invalidTensor(path, tensor,
                             fmt::format("ends at byte {} of the data, but the file has only {}",
                                         tensor.end, dataBytes),
                             kCutOffHint);
    return Done{};
}

// The rule of the reference implementation: sorted by offset, each tensor begins where the one
// before ended, and the last one ends with the file.
Status checkLayout(const std::filesystem::path& path, const std::vector<TensorInfo>& sorted,
                   std::uint64_t dataBytes) {
    std::uint64_t position = 0;
    const TensorInfo* previous = nullptr;
    for (const TensorInfo& tensor : sorted) {
        if (tensor.begin < position)
            return invalidTensor(path, tensor,
                                 fmt::format("overlaps tensor {}", quotedName(previous->name)));
        if (tensor.begin > position)
            return invalidTensor(
                path, tensor,
                fmt::format(
                    "begins at byte {} of the data, which leaves a hole of {} bytes before it",
                    tensor.begin, tensor.begin - position));
        position = tensor.end;
        previous = &tensor;
    }
    if (position != dataBytes)
        return invalid(path, fmt::format("{} bytes follow the last tensor that belong to none",
                                         dataBytes - position));
    return Done{};
}

} // namespace

Result<SafetensorsTable> readSafetensorsTable(const std::filesystem::path& name,
                                              std::span<const std::byte> bytes) {
    DIPTYCH_TRY(const std::string_view text, headerText(name, bytes));
    auto header = parseSafetensorsHeader(text);
    if (!header) {
        Error error = std::move(header.error());
        error.message = fmt::format("{}: {}", name.string(), error.message);
        error.args = {name.string()};
        return fail(std::move(error));
    }
    const std::uint64_t dataStart = kLengthBytes + text.size();
    const std::uint64_t dataBytes = bytes.size() - dataStart;
    for (const TensorInfo& tensor : header->tensors)
        DIPTYCH_TRY_DONE(checkTensor(name, tensor, dataBytes));
    std::stable_sort(header->tensors.begin(), header->tensors.end(),
                     [](const TensorInfo& a, const TensorInfo& b) {
                         return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
                     });
    DIPTYCH_TRY_DONE(checkLayout(name, header->tensors, dataBytes));
    for (TensorInfo& tensor : header->tensors) {
        tensor.begin += dataStart;
        tensor.end += dataStart;
    }
    return SafetensorsTable{std::move(header->tensors), std::move(header->metadata)};
}

Result<std::shared_ptr<const SafetensorsFile>>
SafetensorsFile::open(const std::filesystem::path& path) {
    DIPTYCH_TRY(auto mapped, MappedFile::open(path));
    DIPTYCH_TRY(SafetensorsTable table, readSafetensorsTable(path, mapped->bytes()));
    std::shared_ptr<SafetensorsFile> file(new SafetensorsFile);
    file->file_ = std::move(mapped);
    file->tensors_ = std::move(table.tensors);
    file->metadata_ = std::move(table.metadata);
    file->indexByName_.reserve(file->tensors_.size());
    for (std::size_t i = 0; i < file->tensors_.size(); ++i)
        file->indexByName_.emplace(file->tensors_[i].name, i);
    return std::shared_ptr<const SafetensorsFile>(std::move(file));
}

const TensorInfo* SafetensorsFile::find(std::string_view name) const {
    const auto found = indexByName_.find(name);
    return found == indexByName_.end() ? nullptr : &tensors_[found->second];
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorInfo& info) const {
    return file_->bytes().subspan(info.begin, info.byteCount());
}

void SafetensorsFile::release(const TensorInfo& info) const {
    file_->release(info.begin, info.byteCount());
}

} // namespace diptych
