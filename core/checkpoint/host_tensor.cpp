#include "core/checkpoint/host_tensor.h"

#include <fmt/format.h>

namespace diptych {

HostTensor readHostTensor(const SafetensorsFile& file, const TensorInfo& info) {
    const std::span<const std::byte> bytes = file.bytes(info);
    return {info.type, info.shape, {bytes.begin(), bytes.end()}};
}

Result<HostTensor> readHostTensor(const std::filesystem::path& path, std::string_view name) {
    DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
    const TensorInfo* info = file->find(name);
    if (!info)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{} holds no tensor '{}'", path.string(), name),
                    "check that this is the right file (diptych-cli inspect shows what is in it)");
    return readHostTensor(*file, *info);
}

} // namespace diptych
