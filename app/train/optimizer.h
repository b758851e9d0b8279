// The optimiser, and the average of weights that is kept beside them.
#pragma once

#include "app/train/parameters.h"
#include "app/train/worker_pool.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace diptych::train {

struct OptimizerOptions {
    double beta1 = 0.9;
    double beta2 = 0.99;
    double epsilon = 1e-8;
    double weightDecay = 0.01; ///< of matrices only
    double largestNorm = 1.0;  ///< of all gradients together; longer ones are shortened
    double momentum = 0.95;    ///< of matrices that are turned orthogonally
};

/// Whether a weight is a matrix between two hidden layers, which Muon is for: no table, no
/// modulation, not the first or last layer of a model.
bool isHiddenMatrix(const std::string& name, const at::Tensor& weight);

/// AdamW (Loshchilov and Hutter 2017, arXiv:1711.05101, algorithm 2) over float32 leaves; those
/// named in `orthogonal` are matrices that follow Muon instead: the momentum's nearest orthogonal
/// matrix by five Newton-Schulz iterations (Jordan 2024, "Muon: an optimizer for hidden layers"),
/// scaled to the size of AdamW's updates (Liu and others 2025, arXiv:2502.16982, equation 4), so
/// that one learning rate does for both.
class Optimizer {
  public:
    explicit Optimizer(const NamedTensors& parameters, const OptimizerOptions& options = {},
                       const std::set<std::string>& orthogonal = {});

    /// One update from the gradients, which are cleared; parameters without one stay. Returns the
    /// norm of all gradients before shortening. With a pool, its threads share the work.
    double step(double learningRate, WorkerPool* pool = nullptr);

    /// The moments as "m.NAME" and "v.NAME", for saving and going on.
    NamedTensors state() const;
    Status restore(const NamedTensors& state, std::int64_t steps);
    std::int64_t steps() const { return steps_; }

  private:
    struct Group {
        std::vector<std::string> names;
        std::vector<at::Tensor> parameters, means, squares; ///< no squares in Muon's group
    };
    /// The tensors of a group that have a gradient, and their gradients.
    struct Update {
        std::vector<at::Tensor> parameters, gradients, means, squares;
    };
    using Tasks = std::vector<std::function<void()>>;

    static Update takeGradients(Group& group);
    void followAdam(const Update& update, double learningRate) const;
    /// `indices` are of matrices of one shape.
    void followMuon(const Update& update, const std::vector<std::size_t>& indices,
                    double learningRate) const;
    void addAdamTasks(const Update& update, double learningRate, Tasks& tasks) const;
    void addMuonTasks(const Update& update, double learningRate, Tasks& tasks) const;

    Group adam_, muon_;
    OptimizerOptions options_;
    std::int64_t steps_ = 0;
};

/// A slow copy of parameters: average = decay·average + (1 − decay)·parameter, with a shorter
/// memory at first. What is sampled from and saved.
class WeightAverage {
  public:
    WeightAverage(const NamedTensors& parameters, double decay);

    void update(WorkerPool* pool = nullptr);
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
