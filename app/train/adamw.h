// The optimiser, and the average of weights that is kept beside them.
#pragma once

#include "app/train/parameters.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

namespace diptych::train {

struct AdamWOptions {
    double beta1 = 0.9;
    double beta2 = 0.99;
    double epsilon = 1e-8;
    double weightDecay = 0.01; ///< of matrices only
    double largestNorm = 1.0;  ///< of all gradients together; longer ones are shortened
};

/// AdamW (Loshchilov and Hutter 2017, arXiv:1711.05101, algorithm 2) over float32 leaves.
class AdamW {
  public:
    explicit AdamW(const NamedTensors& parameters, const AdamWOptions& options = {});

    /// One update from the gradients, which are cleared; parameters without one stay. Returns the
    /// norm of all gradients before shortening.
    double step(double learningRate);

    /// Both moments as "m.NAME" and "v.NAME", and the number of steps, for saving and going on.
    NamedTensors state() const;
    Status restore(const NamedTensors& state, std::int64_t steps);
    std::int64_t steps() const { return steps_; }

  private:
    std::vector<std::string> names_;
    std::vector<at::Tensor> parameters_, means_, squares_;
    AdamWOptions options_;
    std::int64_t steps_ = 0;
};

/// A slow copy of parameters: average = decay·average + (1 − decay)·parameter, with a shorter
/// memory at first. What is sampled from and saved.
class WeightAverage {
  public:
    WeightAverage(const NamedTensors& parameters, double decay);

    void update();
    NamedTensors named() const;
    Status restore(const NamedTensors& values, std::int64_t updates);

  private:
    std::vector<std::string> names_;
    std::vector<at::Tensor> parameters_, averages_;
    double decay_;
    std::int64_t updates_ = 0;
};

/// `largest` after a linear rise over `warmup` steps, then a cosine down to a twentieth at `total`.
double learningRateAt(std::int64_t step, std::int64_t warmup, std::int64_t total, double largest);

} // namespace diptych::train
