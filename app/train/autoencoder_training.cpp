#include "app/train/autoencoder_training.h"

#include "app/train/optimizer.h"
#include "app/train/run_folder.h"
#include "app/train/training_data.h"
#include "core/tensor/guarded.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>

namespace diptych::train {

namespace {

constexpr const char* kPartName = "autoencoder";
constexpr int kPictureSide = 256; // pixels
constexpr std::int64_t kWarmup = 100;

models::AutoencoderKL bindTo(Parameters& parameters, models::AutoencoderKLConfig config) {
    return models::AutoencoderKL::bind(WeightView(parameters.store()), config);
}

// A square of every picture, anywhere; [B, 3, side, side].
at::Tensor cutSquares(const at::Tensor& pictures, std::int64_t side, at::Generator generator) {
    const std::int64_t room = pictures.size(2) - side + 1;
    std::vector<at::Tensor> squares;
    const at::Tensor corners =
        at::randint(0, room, {pictures.size(0), 2}, generator, at::TensorOptions(at::kLong));
    for (std::int64_t i = 0; i < pictures.size(0); ++i)
        squares.push_back(pictures[i]
                              .narrow(1, corners[i][0].item<std::int64_t>(), side)
                              .narrow(2, corners[i][1].item<std::int64_t>(), side));
    return at::stack(squares, 0);
}

struct Losses {
    at::Tensor reconstruction, divergence;
};

enum class Learns { Both, Decoder };

Losses lossesOf(const models::AutoencoderKL& model, const at::Tensor& pictures,
                at::Generator generator, Learns learns) {
    const models::LatentDistribution posterior = [&] {
        const c10::AutoGradMode gradients(learns == Learns::Both);
        return model.encode(pictures, {});
    }();
    const at::Tensor noise =
        at::randn(posterior.mean.sizes(), generator, at::TensorOptions(at::kFloat))
            .to(pictures.device());
    const at::Tensor z = posterior.mean + posterior.standardDeviation() * noise;
    const at::Tensor error = model.decode(model.toSamplingSpace(z), {}) - pictures;
    // The absolute error keeps edges, the square fears large faults.
    const at::Tensor reconstruction = error.abs().mean() + error.square().mean();
    const at::Tensor divergence =
        (posterior.mean.square() + posterior.logvar.exp() - 1.0 - posterior.logvar).mean() * 0.5;
    return {reconstruction, divergence};
}

// The decoder alone begins where rates have fallen far, so it rises again, to half the height.
double rateAt(std::int64_t step, const AutoencoderTraining& options) {
    if (step < options.steps)
        return learningRateAt(step, kWarmup, options.steps, options.learningRate);
    return learningRateAt(step - options.steps, kWarmup, options.decoderSteps,
                          options.learningRate / 2);
}

} // namespace

models::AutoencoderKLConfig flatlandAutoencoder() {
    models::AutoencoderKLConfig config;
    config.blockChannels = {16, 32, 64, 96};
    config.layersPerBlock = 1;
    config.normGroups = 8;
    config.midAttention = false;
    config.scalingFactor = 1.0;
    config.shiftFactor = 0.0;
    return config;
}

Status trainAutoencoder(const AutoencoderTraining& options, TrainingLog& log,
                        const RunContext& context) {
    return guarded([&]() -> Status {
        Parameters parameters(options.seed, options.device);
        const models::AutoencoderKL model = bindTo(parameters, flatlandAutoencoder());
        Optimizer optimizer(parameters.named());
        WeightAverage average(parameters.named(), 0.999);
        const std::vector<TrainedPart> parts{{kPartName, &parameters, &optimizer, &average}};
        DIPTYCH_TRY(const std::int64_t first, resumeRun(options.folder, parts));
        FlatlandBatchOptions data{options.seed, options.batch, kPictureSide, kPictureSide, 1.0F};
        BatchStream batches([data](std::int64_t step) { return makeFlatlandBatch(data, step); },
                            first);
        const std::int64_t last = options.steps + options.decoderSteps;
        log.begin("autoencoder", first, last);
        for (std::int64_t step = first; step < last; ++step) {
            if (context.cancelled()) {
                DIPTYCH_TRY_DONE(saveRun(options.folder, parts, step));
                return fail(stoppedRunError());
            }
            // The encoder that stands still from here on is the one that is kept.
            if (step == options.steps)
                DIPTYCH_TRY_DONE(parameters.assign(average.named()));
            at::Generator generator = makeCpuGenerator(options.seed * 1'000'003 + step);
            const at::Tensor pictures =
                cutSquares(batches.next().pictures, options.side, generator).to(options.device);
            const Losses losses = lossesOf(model, pictures, generator,
                                           step < options.steps ? Learns::Both : Learns::Decoder);
            (losses.reconstruction + losses.divergence * options.divergenceWeight).backward();
            optimizer.step(rateAt(step, options));
            average.update();
            const double loss = losses.reconstruction.item<double>();
            if (!std::isfinite(loss))
                return fail(ErrorCode::WeightsInvalid, "the autoencoder's loss is not finite",
                            "lower the learning rate and begin anew");
            log.step(step + 1, {{"loss", loss}, {"kl", losses.divergence.item<double>()}});
            if ((step + 1) % options.saveEvery == 0 || step + 1 == last)
                DIPTYCH_TRY_DONE(saveRun(options.folder, parts, step + 1));
        }
        return Done{};
    });
}

Result<models::AutoencoderKL> loadTrainedAutoencoder(const std::filesystem::path& folder,
                                                     at::Device device) {
    DIPTYCH_TRY(const NamedTensors weights, readAverage(folder, kPartName));
    return guarded([&]() -> Result<models::AutoencoderKL> {
        const c10::AutoGradMode noGradients(false);
        Parameters parameters(0, device);
        models::AutoencoderKL model = bindTo(parameters, flatlandAutoencoder());
        DIPTYCH_TRY_DONE(parameters.assign(weights));
        const PictureBatch batch = makeFlatlandBatch({1, 64, kPictureSide, kPictureSide, 1.0F}, 0);
        const at::Tensor latents = model.encode(batch.pictures.to(device), {}).mean;
        model.config.shiftFactor = latents.mean().item<double>();
        model.config.scalingFactor = 1.0 / latents.std().item<double>();
        return model;
    });
}

double peakSignalToNoise(const at::Tensor& got, const at::Tensor& expected) {
    return 10.0 * std::log10(4.0 / (got - expected).square().mean().item<double>());
}

} // namespace diptych::train
