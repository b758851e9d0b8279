#include "core/tensor/weight_store.h"

#include "core/checkpoint/dequantize.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

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

// What Int8 and Int4 ask for.
std::optional<QuantisedFormat> quantisationOf(WeightFormat format) {
    if (format == WeightFormat::Int8)
        return QuantisedFormat::Int8;
    if (format == WeightFormat::Int4)
        return QuantisedFormat::Int4;
    return std::nullopt;
}

// libtorch reads its elements with aligned loads; safetensors promises no alignment.
bool isAligned(const void* data, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(data) % alignment == 0;
}

// Whole units of every format: the largest block has 256 elements.
constexpr std::int64_t kDecodedAtOnce = 4096;

// Decodes on all threads, through a small buffer where the result is not float32.
at::Tensor decode(const StoredTensor& stored, at::ScalarType type) {
    at::Tensor tensor = at::empty(stored.shape, type);
    const std::int64_t count = tensor.numel();
    const auto decodeRange = [&](std::int64_t first, std::int64_t last) {
        std::vector<float> buffer;
        for (std::int64_t i = first * kDecodedAtOnce; i < std::min(last * kDecodedAtOnce, count);
             i += kDecodedAtOnce) {
            const auto length = static_cast<std::size_t>(std::min(kDecodedAtOnce, count - i));
            if (type == at::kFloat) {
                stored.decode(static_cast<std::uint64_t>(i),
                              {tensor.data_ptr<float>() + i, length});
                continue;
            }
            buffer.resize(length);
            stored.decode(static_cast<std::uint64_t>(i), buffer);
            std::copy(buffer.begin(), buffer.end(), tensor.data_ptr<at::BFloat16>() + i);
        }
    };
    at::parallel_for(0, (count + kDecodedAtOnce - 1) / kDecodedAtOnce, 16, decodeRange);
    return tensor;
}

// The stored numbers where they lie, or a copy where libtorch could not read them there.
at::Tensor bytesAsTensor(const StoredTensor& stored, const Shape& shape) {
    const auto type = std::get<StorageType>(stored.format);
    const std::span<const std::byte> bytes = stored.bytes();
    if (!isAligned(bytes.data(), elementSize(type))) {
        at::Tensor copy = at::empty(shape, scalarTypeOf(type));
        std::copy(bytes.begin(), bytes.end(), static_cast<std::byte*>(copy.data_ptr()));
        return copy;
    }
    // The tensor keeps the mapped file alive; nothing ever writes through it.
    return at::from_blob(
        const_cast<std::byte*>(bytes.data()), shape, [file = stored.file](void*) {},
        at::TensorOptions(scalarTypeOf(type)));
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
WeightStore::fromComponent(std::shared_ptr<const ComponentWeights> weights,
                           const WeightOptions& options) {
    std::shared_ptr<WeightStore> store(new WeightStore);
    store->source_ = weights->path().string();
    store->options_ = options;
    if (!options.device.is_cpu() && options.format != WeightFormat::Float32)
        store->computeType_ = at::kBFloat16;
    store->narrowFloat32_ =
        options.format == WeightFormat::BFloat16 || quantisationOf(options.format) ||
        (options.format == WeightFormat::Auto && weights->float32Bytes() > kAutoNarrowBytes);
    store->weights_ = std::move(weights);
    return store;
}

std::shared_ptr<WeightStore>
WeightStore::fromCheckpoint(std::shared_ptr<const Checkpoint> checkpoint,
                            const WeightOptions& options) {
    return fromComponent(
        std::make_shared<const ComponentWeights>(ComponentWeights::fromCheckpoint(*checkpoint)),
        options);
}

std::shared_ptr<WeightStore> WeightStore::fromRecipe(Recipe recipe, std::string source,
                                                     const WeightOptions& options) {
    std::shared_ptr<WeightStore> store(new WeightStore);
    store->recipe_ = std::move(recipe);
    store->source_ = std::move(source);
    store->options_ = options;
    if (options.computeType != at::ScalarType::Undefined)
        store->computeType_ = options.computeType;
    else if (!options.device.is_cpu() && options.format != WeightFormat::Float32)
        store->computeType_ = at::kBFloat16;
    return store;
}

bool WeightStore::contains(const std::string& name) const {
    return weights_ && weights_->contains(name);
}

const StoredTensor& WeightStore::locate(const std::string& name, const Shape& shape) const {
    const StoredTensor* stored = weights_->find(name);
    if (!stored)
        throwInvalid(fmt::format("tensor {} is missing: expected shape {}, not found in {}", name,
                                 shapeText(shape), source_),
                     source_);
    const std::string file = stored->file->path().string();
    if (stored->quantised)
        throw ErrorException(
            Error{ErrorCode::WeightsInvalid,
                  fmt::format("tensor {} is stored as {} in {}, which cannot be used here", name,
                              toString(stored->quantised->format), file),
                  "use the weights that the file was converted from",
                  "",
                  {file}});
    if (stored->shape != shape)
        throwInvalid(fmt::format("tensor {} has the wrong shape: expected {}, found {} in {}", name,
                                 shapeText(shape), shapeText(stored->shape), file),
                     file);
    if (!canDecode(stored->format))
        throwInvalid(fmt::format("tensor {} has the wrong type: expected numbers with a fraction, "
                                 "found {} in {}",
                                 name, toString(stored->format), file),
                     file);
    return *stored;
}

// Formats that libtorch does not have come out as `decoded`: float32 or bfloat16.
at::Tensor WeightStore::readStored(const std::string& name, const Shape& shape,
                                   at::ScalarType decoded) {
    if (!weights_)
        return recipe_(name, shape);
    const StoredTensor& stored = locate(name, shape);
    return stored.isPlain() ? bytesAsTensor(stored, shape) : decode(stored, decoded);
}

at::Tensor WeightStore::takeStored(const std::string& name, const Shape& shape) {
    // What is held when the file's own type is not.
    const at::ScalarType held = narrowFloat32_ ? at::kBFloat16 : at::kFloat;
    at::Tensor tensor = readStored(name, shape, options_.device.is_cpu() ? held : computeType_);
    const void* read = tensor.data_ptr();
    if (!options_.device.is_cpu())
        tensor = tensor.to(options_.device, computeType_);
    else if (tensor.scalar_type() != at::kBFloat16)
        tensor = tensor.to(held);
    const StoredTensor* stored = weights_ ? weights_->find(name) : nullptr;
    if (stored && (tensor.data_ptr() != read || !stored->isPlain()))
        stored->release(); // converted: the file's pages are not needed any more
    recordTaken(name, tensor.scalar_type(), tensor.nbytes());
    return tensor;
}

at::Tensor WeightStore::take(const std::string& name, const Shape& shape) {
    at::Tensor tensor = readStored(name, shape, at::kFloat);
    // Out of a file a copy even when nothing changes: vectors are read at every step and should not
    // be paged out. What a recipe makes is used as it is, so that it can be trained.
    const bool fromFile = weights_ != nullptr;
    tensor = tensor.to(at::TensorOptions(options_.device).dtype(computeType_), false, fromFile);
    if (const StoredTensor* stored = fromFile ? weights_->find(name) : nullptr)
        stored->release(); // copied: the file's pages are not needed any more
    recordTaken(name, tensor.scalar_type(), tensor.nbytes());
    return tensor;
}

// The codes where they lie in the file.
QuantisedMatrix WeightStore::readQuantised(const StoredTensor& stored, const Shape& shape) const {
    const QuantisedParts& parts = *stored.quantised;
    const std::string file = stored.file->path().string();
    const std::int64_t columns =
        parts.format == QuantisedFormat::Int8 ? shape[1] : groupCount(shape[1]) * kQuantisedGroup;
    if (stored.shape != Shape{shape[0], columns})
        throwInvalid(
            fmt::format("quantised matrix {} has the wrong shape: expected {}, found {} in "
                        "{}",
                        stored.storedName, shapeText({shape[0], columns}), shapeText(stored.shape),
                        file),
            file);
    QuantisedMatrix matrix;
    matrix.format = parts.format;
    matrix.rows = shape[0];
    matrix.columns = shape[1];
    const std::int64_t words = groupCount(columns) * kGroupWords;
    matrix.codes =
        bytesAsTensor(stored, {shape[0], parts.format == QuantisedFormat::Int8 ? columns : words});
    matrix.scales = bytesAsTensor(parts.scale, parts.scale.shape);
    if (parts.keptColumns.file) {
        matrix.keptColumns = bytesAsTensor(parts.keptColumns, parts.keptColumns.shape);
        matrix.keptWeight = bytesAsTensor(parts.keptWeight, parts.keptWeight.shape);
    }
    const bool isFinite =
        matrix.scales.isfinite().all().item<bool>() &&
        (!matrix.keptWeight.defined() || matrix.keptWeight.isfinite().all().item<bool>());
    if (!isFinite)
        throwInvalid(fmt::format("quantised matrix {} has numbers that are not finite in {}",
                                 stored.storedName, file),
                     file);
    if (matrix.keptColumns.defined() &&
        matrix.keptColumns.max().item<std::int64_t>() >= matrix.columns)
        throwInvalid(fmt::format("quantised matrix {} keeps columns that it does not have in {}",
                                 stored.storedName, file),
                     file);
    return matrix;
}

QuantisedMatrix WeightStore::quantiseTaken(const std::string& name, const Shape& shape,
                                           QuantisedFormat format) {
    if (!weights_)
        return quantise(format, recipe_(name, shape).to(at::kCPU), name);
    const StoredTensor& stored = locate(name, shape);
    const std::int64_t columns = shape[1];
    const ReadRows read = [&](std::int64_t first, at::Tensor& block) {
        auto* values = block.data_ptr<float>();
        at::parallel_for(0, block.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
            stored.decode(
                static_cast<std::uint64_t>((first + begin) * columns),
                {values + begin * columns, static_cast<std::size_t>((end - begin) * columns)});
        });
    };
    QuantisedMatrix matrix = quantise(format, shape[0], columns, read, name);
    stored.release();
    return matrix;
}

std::shared_ptr<const QuantisedMatrix> WeightStore::takeQuantised(const std::string& name,
                                                                  const Shape& shape) {
    const std::optional<QuantisedFormat> wanted = quantisationOf(options_.format);
    const StoredTensor* stored = weights_ ? weights_->find(name) : nullptr;
    if (!isQuantisable(name, shape) || !(wanted || (stored && stored->quantised)))
        return nullptr;
    QuantisedMatrix matrix;
    if (!stored || !stored->quantised) {
        matrix = quantiseTaken(name, shape, *wanted);
    } else {
        matrix = readQuantised(*stored, shape);
        // Only from finer to coarser: what is lost does not come back.
        if (wanted == QuantisedFormat::Int4 && matrix.format == QuantisedFormat::Int8)
            matrix = quantise(
                *wanted, matrix.rows, matrix.columns,
                [finer = matrix](std::int64_t first, at::Tensor& block) {
                    dequantiseRows(finer, first, block);
                },
                name);
    }
    if (!options_.device.is_cpu())
        matrix = matrix.to(options_.device);
    quantisedAs_ = matrix.format;
    recordTaken(name, matrix.codes.scalar_type(), matrix.byteCount());
    return std::make_shared<const QuantisedMatrix>(std::move(matrix));
}

void WeightStore::recordTaken(const std::string& name, at::ScalarType type, std::uint64_t bytes) {
    taken_.insert(name);
    bytesTaken_ += bytes;
    bytesByType_[type] += bytes;
    context_.throwIfCancelled();
    const auto total = static_cast<std::int64_t>(weights_ ? weights_->totalBytes() : 0);
    if (const StoredTensor* stored = total > 0 ? weights_->find(name) : nullptr) {
        bytesRead_ += stored->byteCount;
        if (stored->quantised)
            bytesRead_ +=
                stored->quantised->scale.byteCount + stored->quantised->keptWeight.byteCount;
        context_.report(Phase::Load, static_cast<std::int64_t>(bytesRead_), total);
    }
}

template <typename Visit>
void WeightStore::overStored(const std::string& prefix, const Visit& visit) const {
    if (!weights_)
        return;
    const std::string begin = prefix + '.';
    const auto& tensors = weights_->tensors(); // sorted by name
    for (auto entry = tensors.lower_bound(begin);
         entry != tensors.end() && entry->first.starts_with(begin); ++entry) {
        visit(entry->second);
        if (const auto& parts = entry->second.quantised) {
            visit(parts->scale);
            if (parts->keptWeight.file)
                visit(parts->keptWeight);
        }
    }
}

void WeightStore::expect(const std::string& prefix) const {
    overStored(prefix, [](const StoredTensor& stored) { stored.expect(); });
}

void WeightStore::release(const std::string& prefix) const {
    overStored(prefix, [](const StoredTensor& stored) { stored.release(); });
}

std::vector<std::string> WeightStore::unused() const {
    std::vector<std::string> names;
    if (weights_)
        for (const auto& [name, stored] : weights_->tensors()) // sorted by name
            if (!taken_.contains(name))
                names.push_back(name);
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
            named.push_back(fmt::format("{} {}", name, shapeText(weights_->find(name)->shape)));
    const std::string others = surplus.size() > kNamed
                                   ? fmt::format(" and {} more", surplus.size() - kNamed)
                                   : std::string();
    throwInvalid(fmt::format("{} holds tensors that this model does not have: {}{}", source_,
                             fmt::join(named, ", "), others),
                 source_);
}

std::string WeightStore::dominantType() const {
    if (quantisedAs_)
        return std::string(toString(*quantisedAs_));
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
    layer.quantised = store_->takeQuantised(view.full("weight"), {out, in});
    if (!layer.quantised)
        layer.weight = view.takeStored("weight", {out, in});
    if (bias == Bias::Yes)
        layer.bias = view.take("bias", {out});
    return layer;
}

} // namespace diptych
