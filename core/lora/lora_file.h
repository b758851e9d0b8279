// An adapter file, read and checked, but not yet matched to a model.
#pragma once

#include "core/base/result.h"
#include "core/domain/lora.h"
#include "core/lora/lora_names.h"
#include "core/tensor/weight_store.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace diptych::lora {

/// How the change of a weight W is written down.
enum class Method {
    LowRank,        ///< B·A
    Hadamard,       ///< LoHa, (1a·1b) ∘ (2a·2b)
    Kronecker,      ///< LoKr, kron(1, 2)
    Difference,     ///< the change itself
    BiasDifference, ///< likewise, of the bias
    Replacement,    ///< the new weight
};

/// One change of one weight (of three, for a fused attention.qkv). Shapes fit together; the numbers
/// are finite.
struct LoraModule {
    std::string stem; ///< the module as the file names it
    Part part = Part::Transformer;
    Method method = Method::LowRank;
    std::map<Role, at::Tensor> tensors; ///< on the CPU in the file's dtype, [rows, columns]
    std::int64_t rank = 0;              ///< 0 where nothing is of low rank
    double scale = 1.0;                 ///< alpha/rank, 1 without alpha
    Shape shape;                        ///< of the change

    bool isDora() const { return tensors.contains(Role::DoraScale); }
};

/// Immutable after `open`.
class LoraFile {
  public:
    /// Reads every dialect of the reference specification's section 11. Errors: FileNotFound;
    /// FileInvalid (no safetensors; not an adapter, saying what it is instead; half of a module
    /// missing; factors of different rank; numbers that are not finite; alpha beyond reason);
    /// Unsupported (dtype).
    static Result<std::shared_ptr<const LoraFile>> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    const std::vector<LoraModule>& modules() const { return modules_; }
    /// Tensors of no known form, by name.
    const std::vector<std::string>& unknownNames() const { return unknownNames_; }
    /// Everything but what a model makes of it: nothing is matched yet.
    const LoraReport& report() const { return report_; }

  private:
    LoraFile() = default;

    std::filesystem::path path_;
    std::vector<LoraModule> modules_;
    std::vector<std::string> unknownNames_;
    LoraReport report_;
};

/// "a, b, c and 995 more": the first few names, long ones cut.
std::string shortList(const std::vector<std::string>& names);

} // namespace diptych::lora
