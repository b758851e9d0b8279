// Several adapters in one model, put in and taken out without a trace.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/lora/lora_file.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace diptych::lora {

struct LoraUse {
    std::shared_ptr<const LoraFile> file;
    double strength = 1.0;

    bool operator==(const LoraUse&) const = default;
};

/// What became of one file in one part of the model.
struct PartMatch {
    std::size_t matched = 0; ///< modules
    std::size_t total = 0;   ///< modules of this part in the file, tensors of unknown form included
    std::vector<std::string> unmatched;
};

/// The adapters of one bound model. Each weight W becomes W + Σ strength·ΔW, summed in float32 and
/// rounded once to the weight's dtype. Every ΔW is taken against the unchanged weight and the sum
/// runs in an order of its own, so the order in which adapters are given changes no bit.
///
/// A quantised weight stays as it is: changes of low rank go into its layer's branch, in float32. A
/// change that has no two thin factors (LoHa, LoKr, DoRA, a difference) is added to the dequantised
/// weight, which is quantised anew.
/// Not thread-safe.
class LoraStack {
  public:
    /// `weights`, and `linears` of which the quantised ones count, must stay valid as long as this
    /// is used; destroying the stack leaves the weights as they are.
    LoraStack(Part part, models::WeightTable weights, const models::LinearTable& linears = {});

    /// Makes the weights what `uses` ask for, whatever was there before; only weights whose share
    /// changes are computed. One match for each use. On an error every weight is as in the file
    /// again. Errors: WeightsInvalid (no module of a file fits, a shape does not fit, the result is
    /// not finite); InvalidInput (strength beyond ±kLargestLoraStrength); Cancelled; OutOfMemory.
    Result<std::vector<PartMatch>> apply(std::span<const LoraUse> uses, const RunContext& context);

    /// Every weight bit-equal to the file: the tensors of before are put back, branches are gone.
    void removeAll();

    /// Names of the weights that are changed now.
    std::vector<std::string> changedWeights() const;

  private:
    // What one module adds to one weight. Files are compared by address: `file` keeps it taken.
    struct Share {
        std::shared_ptr<const LoraFile> file;
        const LoraModule* module = nullptr;
        double strength = 1.0;
        std::vector<TargetRows> targets; // all weights of the module, in the order of its rows
        std::size_t index = 0;           // this weight's place in `targets`

        bool operator==(const Share& other) const {
            return module == other.module && strength == other.strength && index == other.index;
        }
    };
    using Shares = std::map<std::string, std::vector<Share>>;
    // A weight that is changed now.
    struct Changed {
        at::Tensor original; // on the CPU: a GPU has no room for both; undefined when quantised
        std::shared_ptr<const QuantisedMatrix> quantised = nullptr;
        std::vector<Share> shares = {};
    };

    PartMatch match(const LoraUse& use, Shares& shares) const;
    void requireShape(const LoraModule& module, const std::vector<TargetRows>& targets,
                      const LoraFile& file) const;
    static void requireFinite(const at::Tensor& result, const std::string& name,
                              const std::vector<Share>& shares);
    Shape shapeOf(const std::string& name) const;
    void restore(const std::string& name);
    void fuse(const std::string& name, std::vector<Share> shares);
    void attach(const std::string& name, std::vector<Share> shares);
    at::Tensor originalFloat(const std::vector<TargetRows>& targets) const;

    Part part_;
    models::WeightTable weights_;
    std::map<std::string, Linear*, std::less<>> layers_; // the quantised ones, by their weight
    TargetTable names_;
    std::map<std::string, Changed> changed_;
};

} // namespace diptych::lora
