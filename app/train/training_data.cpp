#include "app/train/training_data.h"

#include "app/train/world/caption.h"
#include "app/train/world/cell_labels.h"
#include "app/train/world/paint.h"
#include "app/train/world/random_scene.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <thread>
#include <utility>

namespace diptych::train {

namespace {

// Calls `work(i)` for 0 ≤ i < count on all cores.
template <typename Work> void onAllCores(int count, const Work& work) {
    const int workers =
        std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, std::max(count, 1));
    std::vector<std::future<void>> parts;
    for (int worker = 0; worker < workers; ++worker)
        parts.push_back(std::async(std::launch::async, [&work, worker, workers, count] {
            for (int i = worker; i < count; i += workers)
                work(i);
        }));
    for (std::future<void>& part : parts)
        part.get();
}

} // namespace

BatchStream::BatchStream(BatchMaker make, std::int64_t firstStep)
    : make_(std::move(make)), step_(firstStep) {
    begin();
}

void BatchStream::begin() {
    pending_ = std::async(std::launch::async, make_, step_++);
}

PictureBatch BatchStream::next() {
    PictureBatch batch = pending_.get();
    begin();
    return batch;
}

PictureBatch makeFlatlandBatch(const FlatlandBatchOptions& options, std::int64_t number,
                               std::int64_t wording) {
    const auto count = static_cast<std::size_t>(options.count);
    PictureBatch batch;
    batch.number = number;
    batch.captions.resize(count);
    batch.fullCaptions.resize(count);
    at::Tensor bytes =
        at::empty({options.count, options.height, options.width, 3}, at::kByte); // [B, H, W, 3]
    auto* const base = bytes.data_ptr<std::uint8_t>();
    const std::int64_t pictureBytes = std::int64_t{3} * options.width * options.height;
    const int cell = options.labelCell;
    if (cell > 0)
        batch.labels = at::empty({options.count, options.height / cell, options.width / cell,
                                  static_cast<std::int64_t>(flatland::kLabelCount)},
                                 at::kFloat); // [B, H/cell, W/cell, L]
    const flatland::SceneMix mix = flatland::mixAt(options.progress);
    onAllCores(options.count, [&](int i) {
        const auto index = static_cast<std::size_t>(i);
        flatland::Rng rng(flatland::mixBits(static_cast<std::uint64_t>(options.seed) ^
                                            flatland::mixBits(static_cast<std::uint64_t>(number))) +
                          static_cast<std::uint64_t>(i));
        const flatland::Scene scene = flatland::randomScene(rng, mix);
        flatland::Rng words(rng.next() ^ flatland::mixBits(static_cast<std::uint64_t>(wording)));
        batch.captions[index] = flatland::caption(scene, words);
        batch.fullCaptions[index] = flatland::fullCaption(scene);
        if (cell > 0) {
            const std::vector<float> labels =
                flatland::cellLabels(scene, options.width, options.height, cell);
            std::copy(labels.begin(), labels.end(),
                      batch.labels.data_ptr<float>() +
                          static_cast<std::ptrdiff_t>(index * labels.size()));
        }
        if (options.captionsOnly)
            return;
        const Image picture = flatland::paint(scene, options.width, options.height);
        std::memcpy(base + i * pictureBytes, picture.bytes().data(),
                    static_cast<std::size_t>(pictureBytes));
    });
    if (!options.captionsOnly)
        batch.pictures =
            bytes.permute({0, 3, 1, 2}).to(at::kFloat).div_(127.5).sub_(1.0).contiguous();
    return batch;
}

} // namespace diptych::train
