#include "core/models/picture_tensors.h"

#include "core/image/fit.h"
#include "core/models/autoencoder_kl.h"

#include <ATen/ATen.h>

#include <vector>

namespace diptych {

at::Tensor toModelInput(const Image& image, Rgb8 background) {
    std::vector<float> planes = toPlanarFloat(image, background);
    return at::from_blob(planes.data(), {1, 3, image.height(), image.width()}, at::kFloat) * 2 - 1;
}

Image toImage(const at::Tensor& pictures) {
    const at::Tensor pixels = models::toPixels(pictures.narrow(0, 0, 1)); // [1, H, W, 3]
    const auto* begin = pixels.data_ptr<std::uint8_t>();
    return valueOrThrow(fromInterleavedRgb8(static_cast<int>(pixels.size(2)),
                                            static_cast<int>(pixels.size(1)),
                                            {begin, begin + pixels.numel()}));
}

at::Tensor maskInCells(const Image& mask, std::int64_t latentHeight, std::int64_t latentWidth,
                       FitMode fit) {
    constexpr std::int64_t kCell = 8; // pixels
    const int width = static_cast<int>(latentWidth * kCell);
    const int height = static_cast<int>(latentHeight * kCell);
    const Image fitted = valueOrThrow(fitTo(toMask(mask), width, height, fit, kWhite));
    std::vector<float> planes = toPlanarFloat(fitted); // the same three times
    const at::Tensor pixels = at::from_blob(planes.data(), {1, 1, height, width}, at::kFloat);
    return at::upsample_nearest2d((pixels >= 0.5).to(at::kFloat), {latentHeight, latentWidth});
}

} // namespace diptych
