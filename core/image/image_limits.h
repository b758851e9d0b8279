// What the decoders check before they allocate, and the errors they share.
#pragma once

#include "core/base/result.h"
#include "core/image/image_file.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace diptych::image {

inline tl::unexpected<Error> damaged(std::string_view kind, std::string detail) {
    return fail(ErrorCode::FileInvalid, fmt::format("the {} file is damaged or cut off", kind),
                "open it in another program, or get the file again", std::move(detail));
}

inline Status checkReadSize(std::int64_t width, std::int64_t height) {
    if (width < 1 || height < 1)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("the picture claims to be {}×{} pixels", width, height),
                    "check that the file is complete and of the right kind");
    if (width > kLargestReadSide || height > kLargestReadSide ||
        width * height > kLargestReadPixels)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("the picture is too large: {}×{} pixels", width, height),
                    fmt::format("at most {} pixels per side and {} megapixels are read; make it "
                                "smaller first",
                                kLargestReadSide, kLargestReadPixels / 1'000'000));
    return Done{};
}

} // namespace diptych::image
