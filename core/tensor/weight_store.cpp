#include "core/tensor/weight_store.h"

#include <ATen/ATen.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace diptych {

namespace {

constexpr std::uint64_t kAutoNarrowBytes = std::uint64_t{2} << 30;

[[noreturn]] void throwInvalid(std::string message, const std::string& source) {
    throw ErrorException(Error{ErrorCode::WeightsInvalid,
                               std::move(message),
                               "the checkpoint does not fit this model: check that the file is "
                               "complete and of the right kind",
                               source,
                               {source}});
}

// libtorch reads its elements with aligned loads; safetensors promises no alignment.
bool isAligned(const void* data, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(data) % alignment == 0;
}

std::uint64_t float32Bytes(const Checkpoint& checkpoint) {
    std::uint64_t bytes = 0;
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        if (tensor.info->type == StorageType::F32)
            bytes += tensor.info->byteCount();
    return bytes;
}

} // namespace

at::ScalarType scalarTypeOf(StorageType type) {
    switch (type) {
    case StorageType::F64:
        return at::kDouble;
    case StorageType::F32:
        return at::kFloat;
    case StorageType::F16:
        return at::kHalf;
    case StorageType::BF16:
        return at::kBFloat16;
    case StorageType::I64:
        return at::kLong;
    case StorageType::I32:
        return at::kInt;
    case StorageType::I16:
        return at::kShort;
    case StorageType::I8:
        return at::kChar;
    case StorageType::U8:
        return at::kByte;
    case StorageType::Bool:
        return at::kBool;
    default:
        break;
    }
    throw ErrorException(
        Error{ErrorCode::Unsupported,
              fmt::format("tensors of type {} cannot be used here", toString(type)),
              "use a float32 or bfloat16 checkpoint",
              "",
              {}});
}

StorageType storageTypeOf(at::ScalarType type) {
    switch (type) {
    case at::kDouble:
        return StorageType::F64;
    case at::kFloat:
        return StorageType::F32;
    case at::kHalf:
        return StorageType::F16;
    case at::kBFloat16:
        return StorageType::BF16;
    case at::kLong:
        return StorageType::I64;
    case at::kInt:
        return StorageType::I32;
    case at::kShort:
        return StorageType::I16;
    case at::kChar:
        return StorageType::I8;
    case at::kByte:
        return StorageType::U8;
    case at::kBool:
        return StorageType::Bool;
    default:
        break;
    }
    throw ErrorException(Error{ErrorCode::Internal,
                               "a tensor has a type that cannot be stored",
                               "",
                               c10::toString(type),
                               {}});
}

std::string shapeText(const Shape& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

std::shared_ptr<WeightStore>
WeightStore::fromCheckpoint(std::shared_ptr<const Checkpoint> checkpoint,
                            const WeightOptions& options) {
    std::shared_ptr<WeightStore> store(new WeightStore);
    store->source_ = checkpoint->path().string();
    store->options_ = options;
    if (!options.device.is_cpu() && options.format != WeightFormat::Float32)
        store->computeType_ = at::kBFloat16;
    store->narrowFloat32_ =
        options.format == WeightFormat::BFloat16 ||
        (options.format == WeightFormat::Auto && float32Bytes(*checkpoint) > kAutoNarrowBytes);
    store->checkpoint_ = std::move(checkpoint);
    return store;
}

std::shared_ptr<WeightStore> WeightStore::fromRecipe(Recipe recipe, std::string source,
                                                     const WeightOptions& options) {
    std::shared_ptr<WeightStore> store(new WeightStore);
    store->recipe_ = std::move(recipe);
    store->source_ = std::move(source);
    store->options_ = options;
    if (!options.device.is_cpu() && options.format != WeightFormat::Float32)
        store->computeType_ = at::kBFloat16;
    return store;
}

bool WeightStore::contains(const std::string& name) const {
    return checkpoint_ && checkpoint_->find(name) != nullptr;
}

at::Tensor WeightStore::readStored(const std::string& name, const Shape& shape) {
    if (!checkpoint_)
        return recipe_(name, shape);
    const CheckpointTensor* located = checkpoint_->find(name);
    if (!located)
        throwInvalid(fmt::format("tensor {} is missing: expected shape {}, not found in {}", name,
                                 shapeText(shape), source_),
                     source_);
    const TensorInfo& info = *located->info;
    const std::string file = located->file->path().string();
    if (info.shape != shape)
        throwInvalid(fmt::format("tensor {} has the wrong shape: expected {}, found {} in {}", name,
                                 shapeText(shape), shapeText(info.shape), file),
                     file);
    const at::ScalarType type = scalarTypeOf(info.type);
    if (!at::isFloatingType(type))
        throwInvalid(fmt::format("tensor {} has the wrong type: expected numbers with a fraction, "
                                 "found {} in {}",
                                 name, toString(info.type), file),
                     file);
    const std::span<const std::byte> bytes = located->file->bytes(info);
    if (!isAligned(bytes.data(), elementSize(info.type))) {
        at::Tensor copy = at::empty(shape, type);
        std::copy(bytes.begin(), bytes.end(), static_cast<std::byte*>(copy.data_ptr()));
        return copy;
    }
    // The tensor keeps the mapped file alive; nothing ever writes through it.
    return at::from_blob(
        const_cast<std::byte*>(bytes.data()), shape, [file = located->file](void*) {},
        at::TensorOptions(type));
}

at::Tensor WeightStore::takeStored(const std::string& name, const Shape& shape) {
    at::Tensor tensor = readStored(name, shape);
    const at::ScalarType stored = tensor.scalar_type();
    if (!options_.device.is_cpu()) {
        tensor = tensor.to(options_.device, computeType_);
    } else if (narrowFloat32_ && stored == at::kFloat) {
        tensor = tensor.to(at::kBFloat16);
    } else if (stored != at::kFloat && stored != at::kBFloat16) {
        tensor = tensor.to(at::kFloat);
    }
    if (checkpoint_ && (!options_.device.is_cpu() || tensor.scalar_type() != stored)) {
        // Converted: the file's pages are not needed any more.
        const CheckpointTensor* located = checkpoint_->find(name);
        located->file->release(*located->info);
    }
    recordTaken(name, tensor);
    return tensor;
}

at::Tensor WeightStore::take(const std::string& name, const Shape& shape) {
    at::Tensor tensor = readStored(name, shape);
    // A copy even when nothing changes: vectors are read at every step and should not be paged out.
    tensor = tensor.to(at::TensorOptions(options_.device).dtype(computeType_), false, true);
    recordTaken(name, tensor);
    return tensor;
}

void WeightStore::recordTaken(const std::string& name, const at::Tensor& tensor) {
    taken_.insert(name);
    bytesTaken_ += tensor.nbytes();
    bytesByType_[tensor.scalar_type()] += tensor.nbytes();
    context_.throwIfCancelled();
    const auto total = static_cast<std::int64_t>(checkpoint_ ? checkpoint_->totalBytes() : 0);
    if (total > 0 && checkpoint_->find(name)) {
        bytesRead_ += checkpoint_->find(name)->info->byteCount();
        context_.report(Phase::Load, static_cast<std::int64_t>(bytesRead_), total);
    }
}

std::vector<std::string> WeightStore::unused() const {
    std::vector<std::string> names;
    if (checkpoint_)
        for (const CheckpointTensor& tensor : checkpoint_->tensors())
            if (!taken_.contains(tensor.info->name))
                names.push_back(tensor.info->name);
    std::sort(names.begin(), names.end());
    return names;
}

void WeightStore::refuseUnused(const std::set<std::string>& ignorable) const {
    std::vector<std::string> surplus = unused();
    std::erase_if(surplus, [&](const std::string& name) { return ignorable.contains(name); });
    if (surplus.empty())
        return;
    constexpr std::size_t kNamed = 3;
    std::vector<std::string> named;
    for (const std::string& name : surplus)
        if (named.size() < kNamed)
            named.push_back(
                fmt::format("{} {}", name, shapeText(checkpoint_->find(name)->info->shape)));
    const std::string others = surplus.size() > kNamed
                                   ? fmt::format(" and {} more", surplus.size() - kNamed)
                                   : std::string();
    throwInvalid(fmt::format("{} holds tensors that this model does not have: {}{}", source_,
                             fmt::join(named, ", "), others),
                 source_);
}

std::string WeightStore::dominantType() const {
    const auto most =
        std::max_element(bytesByType_.begin(), bytesByType_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == bytesByType_.end() || most->first == at::kFloat)
        return "float32";
    return "bfloat16";
}

WeightView::WeightView(std::shared_ptr<WeightStore> store, std::string prefix)
    : store_(std::move(store)), prefix_(std::move(prefix)) {}

std::string WeightView::full(std::string_view name) const {
    return prefix_.empty() ? std::string(name) : fmt::format("{}.{}", prefix_, name);
}

WeightView WeightView::operator/(std::string_view name) const {
    return WeightView(store_, full(name));
}

WeightView WeightView::operator/(std::int64_t index) const {
    return *this / std::string_view(std::to_string(index));
}

bool WeightView::contains(std::string_view name) const {
    return store_->contains(full(name));
}

at::Tensor WeightView::take(std::string_view name, const Shape& shape) const {
    return store_->take(full(name), shape);
}

at::Tensor WeightView::takeStored(std::string_view name, const Shape& shape) const {
    return store_->takeStored(full(name), shape);
}

Linear WeightView::linear(std::string_view name, std::int64_t out, std::int64_t in,
                          Bias bias) const {
    const WeightView view = *this / name;
    Linear layer;
    layer.weight = view.takeStored("weight", {out, in});
    if (bias == Bias::Yes)
        layer.bias = view.take("bias", {out});
    return layer;
}

} // namespace diptych
