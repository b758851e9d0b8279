// Measures the stages of drawing, next to what plain matrix products reach on the same machine in
// the same run.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/domain/placement.h"
#include "core/pipeline/model_folder.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class BenchmarkStage { Linear, Encode, Transformer, Autoencoder, DecodeTokens, All };

/// "linear", "encode", "dit", "vae", "decode-tokens", "all". Errors: InvalidInput.
Result<BenchmarkStage> parseBenchmarkStage(std::string_view text);

enum class RandomWeights {
    None,  ///< the weights of a checkpoint
    Turbo, ///< the published sizes of Z-Image Turbo, random numbers, no file needed
    Tiny,  ///< a model of a few hundred thousand parameters
};

/// "turbo", "tiny". Errors: InvalidInput.
Result<RandomWeights> parseRandomWeights(std::string_view text);

struct BenchmarkOptions {
    BenchmarkStage stage = BenchmarkStage::All;
    RandomWeights randomWeights = RandomWeights::None;
    ModelLocation location; ///< used without random weights
    Placement placement;
    int width = 512;  ///< pixels
    int height = 512; ///< pixels
    int steps = 8;    ///< transformer steps that the estimate of a whole picture is made of
    int promptTokens = 40;
    int repeat = 3; ///< measurements of each stage, after one that does not count
    int layers =
        0; ///< transformer and text encoder layers to build; 0 = all. Fewer are extrapolated
};

struct BenchmarkTiming {
    std::string name;           ///< "dit step", "linear 1056×3840→3840 bf16", …
    double medianSeconds = 0.0; ///< extrapolated to all layers when `extrapolatedFromLayers` > 0
    double minSeconds = 0.0;
    double maxSeconds = 0.0;
    double flops =
        0.0; ///< floating-point operations of one run, computed from the shapes; 0 = not counted
    double ceilingGflops =
        0.0; ///< a plain float32 product of the same shape, or the best of them; 0 = not measured
    int extrapolatedFromLayers = 0;
    double tokens = 0.0; ///< that one run writes; 0 = it writes no text
    double bytes = 0.0;  ///< of weights that one run reads; 0 = not what limits it
    double ceilingBandwidth =
        0.0; ///< bytes a second of plainly reading the same weights; 0 = not measured

    double gflops() const { return medianSeconds > 0.0 ? flops / medianSeconds * 1e-9 : 0.0; }
    double tokensPerSecond() const { return medianSeconds > 0.0 ? tokens / medianSeconds : 0.0; }
    double bandwidth() const { return medianSeconds > 0.0 ? bytes / medianSeconds : 0.0; }
    /// Achieved over ceiling; 0 = not measured.
    double ratio() const {
        if (ceilingBandwidth > 0.0)
            return bandwidth() / ceilingBandwidth;
        return ceilingGflops > 0.0 ? gflops() / ceilingGflops : 0.0;
    }
};

struct BenchmarkReport {
    std::string device;
    int threads = 0;
    std::string dtype; ///< of the weights
    std::vector<BenchmarkTiming> timings;
    std::uint64_t peakResidentBytes = 0; ///< of this process; 0 = unknown
    double pictureSeconds =
        0.0; ///< encode + steps × dit step + vae decode; 0 unless all three were measured
    std::vector<std::string> remarks; ///< what was extrapolated or left out
};

/// Runs the stages. Errors: Device, OutOfMemory, Cancelled, and as ImagePipeline when a checkpoint
/// is measured.
Result<BenchmarkReport> runBenchmark(const BenchmarkOptions& options, const RunContext& context);

} // namespace diptych
