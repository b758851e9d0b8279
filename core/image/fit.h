#pragma once
#include "core/domain/generation_request.h"
#include "core/image/image.h"
namespace diptych {
Result<Image> fitTo(const Image& image, int width, int height, FitMode mode, Rgb8 background);
std::vector<float> toMask(const Image& image);
} // namespace diptych
