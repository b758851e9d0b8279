// The weights of one component, handed out by checkpoint name with the shape that the model
// declares.
//
// WeightStore owns them (a memory-mapped checkpoint, or a recipe that makes them up); WeightView is
// a store and a name prefix, so that C++ binds line up with the published code.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/component_weights.h"
#include "core/domain/placement.h"
#include "core/tensor/ops.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

using Shape = std::vector<std::int64_t>;

/// The libtorch dtype of a stored type. Throws ErrorException(Unsupported) for types libtorch has
/// not.
at::ScalarType scalarTypeOf(StorageType type);
StorageType storageTypeOf(at::ScalarType type);

/// "[3840, 2560]".
std::string shapeText(const Shape& shape);

struct WeightOptions {
    at::Device device = at::kCPU;
    WeightFormat format = WeightFormat::Auto;
    /// In which activations flow; undefined (Undefined) = what computeType() says.
    at::ScalarType computeType = at::ScalarType::Undefined;
};

class WeightStore {
  public:
    /// Makes a tensor up, in the dtype and on the device it should have.
    using Recipe = std::function<at::Tensor(const std::string& name, const Shape& shape)>;

    /// The weights of a component. On the CPU float32 and bfloat16 matrices are used where they lie
    /// in the mapped file. Matrices in other formats (float16, fp8, quantised blocks) are decoded
    /// in float32, scale included. Those and float32 matrices are held as bfloat16, rounded once,
    /// when `options.format` asks for it, or when it is Auto and all of them together would take
    /// more than 2 GiB as float32; otherwise as float32. Where `options.format` is Int8 or Int4,
    /// the matrices of isQuantisable are quantised and the others held as bfloat16. A matrix that
    /// is stored quantised is used as it is, but for int8 where Int4 is asked for.
    static std::shared_ptr<WeightStore>
    fromComponent(std::shared_ptr<const ComponentWeights> weights, const WeightOptions& options);

    /// The same for all tensors of a checkpoint by their own names.
    static std::shared_ptr<WeightStore> fromCheckpoint(std::shared_ptr<const Checkpoint> checkpoint,
                                                       const WeightOptions& options);

    /// Weights without a file. `source` names them in errors.
    static std::shared_ptr<WeightStore> fromRecipe(Recipe recipe, std::string source,
                                                   const WeightOptions& options);

    bool contains(const std::string& name) const;

    /// The tensor in its stored (or narrowed) dtype. Throws ErrorException(WeightsInvalid) naming
    /// the tensor, the expected and the found shape and the file.
    at::Tensor takeStored(const std::string& name, const Shape& shape);

    /// The matrix `name` quantised; null where it is neither stored so nor to be quantised. Throws
    /// as takeStored.
    std::shared_ptr<const QuantisedMatrix> takeQuantised(const std::string& name,
                                                         const Shape& shape);

    /// The tensor in the compute dtype: float32 on the CPU, the weight format on a GPU.
    at::Tensor take(const std::string& name, const Shape& shape);

    /// From here on every tensor taken is a chance to cancel and is reported as bytes of
    /// Phase::Load. The context's sinks must outlive the binding.
    void watch(const RunContext& context) { context_ = context; }

    /// Names that nobody took, sorted.
    std::vector<std::string> unused() const;

    /// Throws ErrorException(WeightsInvalid) naming the first surplus tensors and their shapes.
    /// Tensors in `ignorable` may be there without being used.
    void refuseUnused(const std::set<std::string>& ignorable = {}) const;

    /// For weights that are taken again and again: tells the system that those below `prefix`
    /// ("layers.3") will be read soon, and that they are not needed again soon. Nothing for
    /// weights without a file.
    void expect(const std::string& prefix) const;
    void release(const std::string& prefix) const;

    /// The dtype in which activations flow: float32 on the CPU; bfloat16 on a GPU unless float32
    /// was asked for.
    at::ScalarType computeType() const { return computeType_; }
    at::Device device() const { return options_.device; }
    const std::string& source() const { return source_; }
    /// Bytes of all tensors taken so far, as held in memory.
    std::uint64_t bytesTaken() const { return bytesTaken_; }
    /// The dtype that most bytes taken so far have, e.g. "bfloat16"; "int8" or "int4" where any
    /// matrix is quantised.
    std::string dominantType() const;

  private:
    WeightStore() = default;
    const StoredTensor& locate(const std::string& name, const Shape& shape) const;
    at::Tensor readStored(const std::string& name, const Shape& shape, at::ScalarType decoded);
    QuantisedMatrix readQuantised(const StoredTensor& stored, const Shape& shape) const;
    QuantisedMatrix quantiseTaken(const std::string& name, const Shape& shape,
                                  QuantisedFormat format);
    void recordTaken(const std::string& name, at::ScalarType type, std::uint64_t bytes);
    template <typename Visit> void overStored(const std::string& prefix, const Visit& visit) const;

    std::shared_ptr<const ComponentWeights> weights_;
    RunContext context_;
    Recipe recipe_;
    std::string source_;
    WeightOptions options_;
    at::ScalarType computeType_ = at::kFloat;
    bool narrowFloat32_ = false;
    std::set<std::string> taken_;
    std::uint64_t bytesTaken_ = 0;
    std::uint64_t bytesRead_ = 0;
    std::map<at::ScalarType, std::uint64_t> bytesByType_;
    std::optional<QuantisedFormat> quantisedAs_;
};

enum class Bias { No, Yes };

class WeightView {
  public:
    explicit WeightView(std::shared_ptr<WeightStore> store, std::string prefix = {});

    /// The view of a sub-module: `view / "layers" / 3`.
    WeightView operator/(std::string_view name) const;
    WeightView operator/(std::int64_t index) const;

    bool contains(std::string_view name) const;
    at::Tensor take(std::string_view name, const Shape& shape) const;
    at::Tensor takeStored(std::string_view name, const Shape& shape) const;
    /// Of every tensor below, see WeightStore.
    void expect() const { store_->expect(prefix_); }
    void release() const { store_->release(prefix_); }
    /// `name`.weight [out, in] as stored or quantised, and `name`.bias [out] in the compute dtype.
    Linear linear(std::string_view name, std::int64_t out, std::int64_t in, Bias bias) const;

  private:
    std::string full(std::string_view name) const;

    std::shared_ptr<WeightStore> store_;
    std::string prefix_;
};

} // namespace diptych
