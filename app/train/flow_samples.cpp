#include "app/train/flow_samples.h"

#include "app/train/flow_training.h"
#include "app/train/world/contact_sheet.h"
#include "core/image/image_file.h"
#include "core/models/picture_tensors.h"
#include "core/prompt/chat_format.h"
#include "core/sampling/noise.h"
#include "core/sampling/solver.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

namespace diptych::train {

namespace {

constexpr const char* kPrompts[] = {
    "a red house under a full moon",
    "A sunset over mountains",
    "A cat sleeping in sunlight",
    "two small blue boats on the sea at night",
    "a red circle on the left and a blue square on the right",
    "a yellow balloon over the desert",
    "a big green tree in the snow",
    "three pink flowers in a meadow at sunset",
    "a white lighthouse by the sea with clouds",
    "a purple car in the city at night with stars",
    "an orange cat on the left in the hills",
    "a black star",
};
constexpr int kSteps = 8;
constexpr double kShift = 3.0;
constexpr std::int64_t kCells = 32; // of a side

} // namespace

Status drawSamples(const std::filesystem::path& path, const models::AutoencoderKL& autoencoder,
                   const Tokenizer& tokenizer, const NamedTensors& encoderWeights,
                   const NamedTensors& transformerWeights, at::Device device) {
    const c10::AutoGradMode noGradients(false);
    Parameters encoderParameters(0, device);
    Parameters transformerParameters(0, device);
    const auto encoder = models::Qwen3TextModel::bind(
        WeightView(encoderParameters.store()), flatlandTextEncoder(tokenizer.vocabularySize()),
        models::Qwen3TextModel::Purpose::Encode);
    const auto transformer = models::ZImageTransformer::bind(
        WeightView(transformerParameters.store()), flatlandTransformer());
    DIPTYCH_TRY_DONE(encoderParameters.assign(encoderWeights));
    DIPTYCH_TRY_DONE(transformerParameters.assign(transformerWeights));

    std::vector<Image> pictures;
    const sampling::Schedule schedule = sampling::linearSchedule(kSteps, kShift);
    for (const char* prompt : kPrompts) {
        Conversation conversation;
        conversation.user = prompt;
        const std::vector<std::int32_t> ids = tokenizer.encode(formatChat(conversation).text);
        const models::TokenSequence sequence{{ids.begin(), ids.end()}, 0};
        const std::vector<at::Tensor> caption = encoder.hiddenStates({&sequence, 1}, -2, {});
        const models::ZImagePrompts prompts = transformer.prepare(caption, kCells, kCells, {});
        const auto solver = sampling::makeFlowEuler(schedule);
        at::Tensor x = sampling::gaussianNoise(static_cast<std::int64_t>(pictures.size()),
                                               {1, transformer.config.channels, kCells, kCells})
                           .to(device);
        for (int step = 0; step < kSteps; ++step)
            x = solver->step(x, step, [&](const at::Tensor& at, float sigma) {
                return -transformer.forward(at, 1.0 - sigma, prompts, {});
            });
        pictures.push_back(toImage(autoencoder.decode(x, {})));
    }
    return writeImageFile(path, flatland::contactSheet(pictures, 4), {}, {}, Overwrite::Yes)
        .map([](const auto&) { return Done{}; });
}

} // namespace diptych::train
