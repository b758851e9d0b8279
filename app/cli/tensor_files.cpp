#include "app/cli/tensor_files.h"

#include "core/checkpoint/misplaced_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace diptych::cli {

namespace {

constexpr std::int64_t kLatentChannels = 16;
constexpr int kPixelsPerCell = 8;

} // namespace

Result<HostTensor> readLatents(const std::filesystem::path& path) {
    if (const auto misplaced = describeMisplacedFile(path, FilePlace::Latents))
        return fail(*misplaced);
    DIPTYCH_TRY(HostTensor latents, readHostTensor(path, "latents"));
    if (latents.shape.size() == 3)
        latents.shape.insert(latents.shape.begin(), 1);
    const bool hasShape = latents.shape.size() == 4 && latents.shape[1] == kLatentChannels &&
                          std::all_of(latents.shape.begin(), latents.shape.end(),
                                      [](std::int64_t size) { return size > 0; });
    if (!hasShape || latents.type != StorageType::F32)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("the latents in {} are {} of {}, not float32 of [B, {}, h, w]",
                                path.string(), shapeText(latents), formatName(latents.type),
                                kLatentChannels),
                    "use a file that --save-latents or 'diptych-cli vae-encode' wrote");
    return latents;
}

Status fitRequest(GenerationRequest& request, const HostTensor& latents, bool countGiven) {
    const std::int64_t batch = latents.shape[0];
    if (countGiven && batch != request.count)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("--count is {}, but the latents hold {} pictures", request.count, batch),
            "leave --count out: one picture is drawn from each");
    const std::int64_t largestCells = kLargestSide / kPixelsPerCell;
    if (latents.shape[2] > largestCells || latents.shape[3] > largestCells || batch > 1'000'000)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("latents of {} are too large", shapeText(latents)),
                    fmt::format("at most {} cells of {} pixels a side are drawn", largestCells,
                                kPixelsPerCell));
    request.count = static_cast<int>(batch);
    request.height = static_cast<int>(latents.shape[2]) * kPixelsPerCell;
    request.width = static_cast<int>(latents.shape[3]) * kPixelsPerCell;
    return Done{};
}

Result<HostTensor> stackTensors(std::span<const HostTensor> items) {
    if (items.empty())
        return fail(ErrorCode::Internal, "no tensors to stack");
    HostTensor stack = items.front();
    for (const HostTensor& item : items.subspan(1)) {
        if (item.shape != items.front().shape || item.type != stack.type)
            return fail(ErrorCode::Internal, "tensors of one batch differ in shape");
        stack.bytes.insert(stack.bytes.end(), item.bytes.begin(), item.bytes.end());
        stack.shape.front() += item.shape.front();
    }
    return stack;
}

std::string shapeText(const HostTensor& tensor) {
    return fmt::format("{}", fmt::join(tensor.shape, "x"));
}

} // namespace diptych::cli
