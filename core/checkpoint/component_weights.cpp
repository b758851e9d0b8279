#include "core/checkpoint/component_weights.h"

#include "core/base/text.h"
#include "core/checkpoint/component_names.h"
#include "core/checkpoint/dequantize.h"
#include "core/checkpoint/file_kind.h"
#include "core/checkpoint/gguf.h"
#include "core/checkpoint/safetensors_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

namespace diptych {

namespace fs = std::filesystem;

namespace {

// What fp8 files keep beside a weight X.weight. The factor's name depends on who wrote the file.
constexpr std::array<std::string_view, 2> kScaleSuffixes{".scale_weight", ".weight_scale"};
constexpr std::array<std::string_view, 3> kUnusedSuffixes{".scale_input", ".input_scale",
                                                          ".comfy_quant"};
constexpr std::string_view kFormatSuffix = ".comfy_quant";
constexpr std::string_view kWeightSuffix = ".weight";
constexpr std::string_view kFormatsKey = "_quantization_metadata";
constexpr std::string_view kMarker = "scaled_fp8";

bool isHelper(std::string_view name) {
    const auto ends = [&](std::string_view suffix) { return name.ends_with(suffix); };
    return name == kMarker || ends(fmt::format(".{}", kMarker)) ||
           std::any_of(kScaleSuffixes.begin(), kScaleSuffixes.end(), ends) ||
           std::any_of(kUnusedSuffixes.begin(), kUnusedSuffixes.end(), ends) ||
           isQuantisedHelper(name);
}

// A tensor as the file has it.
struct RawTensor {
    StoredTensor stored;
    bool isReadable = true; // false: a block format that cannot be decoded
    std::string formatName; // for that error
};

std::optional<fs::path> ggufIn(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored))
        return detectFileKind(path) == FileKind::Gguf ? std::optional(path) : std::nullopt;
    if (Checkpoint::locate(path))
        return std::nullopt;
    std::vector<fs::path> found;
    fs::directory_iterator entries(path, ignored);
    for (; !ignored && entries != fs::directory_iterator(); entries.increment(ignored))
        if (entries->path().extension() == ".gguf")
            found.push_back(entries->path());
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

StoredTensor storedIn(const CheckpointTensor& tensor) {
    const TensorInfo& info = *tensor.info;
    return {tensor.file->mappedFile(),
            info.name,
            info.begin,
            info.byteCount(),
            info.type,
            info.shape,
            {}};
}

} // namespace

std::string_view componentKindName(ComponentKind kind) {
    switch (kind) {
    case ComponentKind::Transformer:
        return "transformer";
    case ComponentKind::TextEncoder:
        return "text encoder";
    case ComponentKind::Autoencoder:
        return "autoencoder";
    }
    return "";
}

std::uint64_t StoredTensor::elementCount() const {
    const BlockSize unit = unitSize(format);
    return byteCount / unit.bytes * unit.elements;
}

bool StoredTensor::isPlain() const {
    const auto* type = std::get_if<StorageType>(&format);
    return type && scale.empty() && !quantised && *type != StorageType::F8E4M3 &&
           *type != StorageType::F8E5M2;
}

void StoredTensor::decode(std::uint64_t first, std::span<float> values) const {
    const BlockSize unit = unitSize(format);
    decodeToFloat(format,
                  bytes().subspan(first / unit.elements * unit.bytes,
                                  values.size() / unit.elements * unit.bytes),
                  values);
    if (scale.empty())
        return;
    const std::uint64_t rowLength = elementCount() / scale.size();
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] *= scale[(first + i) / rowLength];
}

// Builds the table; one use.
class ComponentReader {
  public:
    explicit ComponentReader(ComponentKind kind) : kind_(kind) {}

    Result<ComponentWeights> read(const fs::path& path);
    static ComponentWeights plain(const Checkpoint& checkpoint);

  private:
    Status readSafetensors(const fs::path& path);
    Status readGguf(const fs::path& path);
    Status noteFormats(const SafetensorsFile& file);
    Status checkFormat(std::string_view layer, const nlohmann::json& description) const;
    Result<std::vector<float>> scaleOf(const StoredTensor& weight) const;
    Status addTargets(const RawTensor& raw, const ComponentNames& names);
    Status addQuantised(const StoredTensor& codes, const CodesOf& what,
                        const ComponentNames& names);
    Result<StoredTensor> quantisedPart(const std::string& name, StorageType type,
                                       const std::vector<std::int64_t>& shape) const;
    Status addKeptColumns(const std::string& weightName, const std::vector<std::int64_t>& shape,
                          QuantisedParts& parts) const;
    void mendShapes();
    tl::unexpected<Error> invalid(ErrorCode code, const std::string& what, std::string hint) const;

    ComponentKind kind_;
    ComponentWeights weights_;
    std::map<std::string, RawTensor, std::less<>> raw_;
    std::map<std::string, nlohmann::json> formats_; // layer → description
};

tl::unexpected<Error> ComponentReader::invalid(ErrorCode code, const std::string& what,
                                               std::string hint) const {
    const std::string file = weights_.path_.string();
    return fail(Error{code, fmt::format("{}: {}", file, what), std::move(hint), "", {file}});
}

Status ComponentReader::readSafetensors(const fs::path& path) {
    DIPTYCH_TRY(const Checkpoint checkpoint, Checkpoint::open(path));
    weights_.path_ = checkpoint.path();
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        raw_.emplace(tensor.info->name, RawTensor{storedIn(tensor), true, {}});
    for (const auto& file : checkpoint.files())
        DIPTYCH_TRY_DONE(noteFormats(*file));
    return Done{};
}

Status ComponentReader::readGguf(const fs::path& path) {
    weights_.path_ = path;
    DIPTYCH_TRY(GgufTable table, readGgufTable(path));
    DIPTYCH_TRY(const auto file, MappedFile::open(path));
    for (GgufTensor& tensor : table.tensors) {
        const std::optional<StoredFormat> format = formatOfGgmlType(tensor.type);
        RawTensor raw{{file,
                       tensor.name,
                       tensor.begin,
                       tensor.bytes,
                       format.value_or(StorageType::U8),
                       std::move(tensor.shape),
                       {}},
                      format.has_value(),
                      std::move(tensor.typeName)};
        raw_.emplace(tensor.name, std::move(raw));
    }
    weights_.metadata_.insert(table.metadata.begin(), table.metadata.end());
    return Done{};
}

// The descriptions of quantised layers, from the header and from the marker tensors.
Status ComponentReader::noteFormats(const SafetensorsFile& file) {
    using nlohmann::json;
    if (const auto found = file.metadata().find(std::string(kFormatsKey));
        found != file.metadata().end()) {
        const json object = json::parse(found->second, nullptr, false);
        const json layers = object.is_object() ? object.value("layers", json()) : json();
        if (!layers.is_object())
            return invalid(ErrorCode::FileInvalid,
                           fmt::format("the {} of its header cannot be read", kFormatsKey),
                           "get the file again");
        for (const auto& [layer, description] : layers.items())
            formats_[layer] = description;
    }
    for (const TensorInfo& info : file.tensors()) {
        if (!info.name.ends_with(kFormatSuffix))
            continue;
        const auto bytes = file.bytes(info);
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        formats_[info.name.substr(0, info.name.size() - kFormatSuffix.size())] =
            json::parse(text, nullptr, false);
    }
    return Done{};
}

Status ComponentReader::checkFormat(std::string_view layer,
                                    const nlohmann::json& description) const {
    std::string format = "an unknown format";
    if (description.is_object() && description.contains("format") &&
        description["format"].is_string())
        format = description["format"].get<std::string>();
    if (format == "float8_e4m3fn" || format == "float8_e5m2")
        return Done{};
    return invalid(ErrorCode::Unsupported,
                   fmt::format("layer {} is stored as {}, which cannot be read", quotedName(layer),
                               toValidUtf8(format)),
                   "get the file in bf16, in fp8 or as GGUF");
}

Result<std::vector<float>> ComponentReader::scaleOf(const StoredTensor& weight) const {
    if (!std::string_view(weight.storedName).ends_with(kWeightSuffix))
        return std::vector<float>{};
    const std::string layer =
        weight.storedName.substr(0, weight.storedName.size() - kWeightSuffix.size());
    for (const std::string_view suffix : kScaleSuffixes) {
        const auto found = raw_.find(layer + std::string(suffix));
        if (found == raw_.end())
            continue;
        const StoredTensor& factor = found->second.stored;
        const std::uint64_t count = factor.elementCount();
        const auto rows =
            static_cast<std::uint64_t>(weight.shape.empty() ? 1 : weight.shape.front());
        if (!canDecode(factor.format) || (count != 1 && count != rows))
            return invalid(ErrorCode::Unsupported,
                           fmt::format("the scale {} of shape [{}] in {} cannot be applied",
                                       quotedName(factor.storedName), fmt::join(factor.shape, ", "),
                                       toString(factor.format)),
                           "get the file in bf16, in fp8 with one scale a tensor, or as GGUF");
        std::vector<float> values(count);
        factor.decode(0, values);
        return values;
    }
    return std::vector<float>{};
}

Status ComponentReader::addTargets(const RawTensor& raw, const ComponentNames& names) {
    const StoredTensor& stored = raw.stored;
    const std::vector<TargetName> targets = names.targetsOf(stored.storedName);
    if (targets.empty())
        return Done{};
    if (!raw.isReadable)
        return invalid(ErrorCode::Unsupported,
                       fmt::format("tensor {} is stored as {}, which cannot be read",
                                   quotedName(stored.storedName), raw.formatName),
                       "get a file in one of the formats F16, BF16, Q8_0, Q6_K, Q5_K, Q4_K");
    DIPTYCH_TRY(const std::vector<float> scale, scaleOf(stored));
    for (const TargetName& target : targets) {
        StoredTensor tensor = stored;
        tensor.scale = scale;
        if (target.parts > 1) {
            if (tensor.shape.empty() || tensor.shape.front() % target.parts != 0)
                return invalid(ErrorCode::FileInvalid,
                               fmt::format("tensor {} of shape [{}] cannot be cut into {} parts",
                                           quotedName(stored.storedName),
                                           fmt::join(stored.shape, ", "), target.parts),
                               "the file is damaged or of another kind: get it again");
            const auto parts = static_cast<std::uint64_t>(target.parts);
            const auto part = static_cast<std::uint64_t>(target.part);
            tensor.shape.front() /= target.parts;
            tensor.byteCount /= parts;
            tensor.begin += part * tensor.byteCount;
            if (scale.size() > 1) {
                const auto count = static_cast<std::ptrdiff_t>(scale.size() / parts);
                const auto first = scale.begin() + target.part * count;
                tensor.scale.assign(first, first + count);
            }
        }
        weights_.totalBytes_ += tensor.byteCount;
        if (!weights_.tensors_.emplace(target.name, std::move(tensor)).second)
            return invalid(
                ErrorCode::FileInvalid,
                fmt::format("it holds tensor {} under two names", quotedName(target.name)),
                "the file is damaged or of another kind: get it again");
    }
    return Done{};
}

// A tensor beside the codes of a quantised matrix. −1 in `shape` = any number of columns that can
// be kept apart.
Result<StoredTensor> ComponentReader::quantisedPart(const std::string& name, StorageType type,
                                                    const std::vector<std::int64_t>& shape) const {
    const auto found = raw_.find(name);
    if (found == raw_.end())
        return invalid(ErrorCode::FileInvalid,
                       fmt::format("tensor {} of a quantised matrix is missing", quotedName(name)),
                       "convert the model again");
    const StoredTensor& part = found->second.stored;
    const auto fits = [](std::int64_t wanted, std::int64_t got) {
        return wanted < 0 ? got >= 1 && got <= kMostKeptColumns : got == wanted;
    };
    const std::string expected = shape.front() < 0 ? fmt::format("1 to {}", kMostKeptColumns)
                                                   : fmt::format("{}", fmt::join(shape, ", "));
    if (part.format != StoredFormat(type) ||
        !std::equal(shape.begin(), shape.end(), part.shape.begin(), part.shape.end(), fits))
        return invalid(ErrorCode::FileInvalid,
                       fmt::format("tensor {} of a quantised matrix is {} [{}], expected {} [{}]",
                                   quotedName(name), toString(part.format),
                                   fmt::join(part.shape, ", "), toString(type), expected),
                       "convert the model again");
    return part;
}

Status ComponentReader::addKeptColumns(const std::string& weightName,
                                       const std::vector<std::int64_t>& shape,
                                       QuantisedParts& parts) const {
    const std::string columnsName = keptColumnsName(weightName);
    if (!raw_.contains(columnsName) && !raw_.contains(keptWeightName(weightName)))
        return Done{};
    DIPTYCH_TRY(parts.keptColumns, quantisedPart(columnsName, StorageType::I32, {-1}));
    const std::int64_t count = parts.keptColumns.shape.front();
    DIPTYCH_TRY(parts.keptWeight, quantisedPart(keptWeightName(weightName), StorageType::BF16,
                                                {shape.front(), count}));
    std::vector<std::int32_t> columns(static_cast<std::size_t>(count));
    const std::span<const std::byte> bytes = parts.keptColumns.bytes();
    std::copy(bytes.begin(), bytes.end(), std::as_writable_bytes(std::span(columns)).begin());
    std::int64_t before = -1;
    for (const std::int64_t column : columns) {
        if (column <= before || column >= shape.back())
            return invalid(ErrorCode::FileInvalid,
                           fmt::format("tensor {} names column {} of {}, or not in order",
                                       quotedName(columnsName), column, shape.back()),
                           "convert the model again");
        before = column;
    }
    return Done{};
}

// A matrix that Diptych stored quantised takes the place of the weight that it was made of.
Status ComponentReader::addQuantised(const StoredTensor& codes, const CodesOf& what,
                                     const ComponentNames& names) {
    const std::vector<TargetName> targets = names.targetsOf(what.weightName);
    if (targets.empty())
        return Done{};
    const bool isInt8 = what.format == QuantisedFormat::Int8;
    const auto refuse = [&](std::string_view why) {
        return invalid(ErrorCode::FileInvalid,
                       fmt::format("quantised matrix {} of shape [{}] in {} {}",
                                   quotedName(codes.storedName), fmt::join(codes.shape, ", "),
                                   toString(codes.format), why),
                       "convert the model again");
    };
    if (targets.size() != 1)
        return refuse("is one of several fused ones, which are not stored so");
    const StorageType type = isInt8 ? StorageType::I8 : StorageType::I32;
    if (codes.format != StoredFormat(type) || codes.shape.size() != 2)
        return refuse(fmt::format("should be a matrix in {}", toString(type)));
    if (codes.shape[0] < 1 || codes.shape[1] < 1 || (!isInt8 && codes.shape[1] % kGroupWords != 0))
        return refuse("does not consist of whole groups");
    StoredTensor matrix = codes;
    auto parts = std::make_shared<QuantisedParts>();
    parts->format = what.format;
    std::vector<std::int64_t> scaleShape{matrix.shape[0]};
    if (!isInt8) {
        scaleShape.push_back(matrix.shape[1] / kGroupWords);
        matrix.shape[1] = scaleShape[1] * kQuantisedGroup;
    }
    DIPTYCH_TRY(parts->scale,
                quantisedPart(scaleName(what.weightName), StorageType::F32, scaleShape));
    DIPTYCH_TRY_DONE(addKeptColumns(what.weightName, matrix.shape, *parts));
    weights_.totalBytes_ += matrix.byteCount + parts->scale.byteCount + parts->keptWeight.byteCount;
    matrix.quantised = std::move(parts);
    const std::string& name = targets.front().name;
    if (!weights_.tensors_.emplace(name, std::move(matrix)).second)
        return invalid(ErrorCode::FileInvalid,
                       fmt::format("it holds tensor {} under two names", quotedName(name)),
                       "the file is damaged or of another kind: get it again");
    return Done{};
}

// Shapes that differ between dialects although the numbers are the same.
void ComponentReader::mendShapes() {
    const std::int64_t width = weights_.extent("cap_embedder.1.weight", 0);
    for (auto& [name, tensor] : weights_.tensors_) {
        std::vector<std::int64_t>& shape = tensor.shape;
        if (kind_ == ComponentKind::Transformer && name.ends_with("_pad_token")) {
            if (shape.size() == 1)
                shape.insert(shape.begin(), 1);
            // Some GGUF converters count the bytes of a bfloat16 pad token for its elements.
            if (tensor.format == StoredFormat(StorageType::BF16) && shape.size() == 2 &&
                width > 0 && shape[1] == 2 * width) {
                shape[1] = width;
                tensor.byteCount /= 2;
            }
        }
        // The original autoencoder's attention is made of 1×1 convolutions.
        if (kind_ == ComponentKind::Autoencoder && name.find(".attentions.0.to_") != name.npos &&
            shape.size() == 4 && shape[2] == 1 && shape[3] == 1)
            shape.resize(2);
    }
}

Result<ComponentWeights> ComponentReader::read(const fs::path& path) {
    const auto gguf = ggufIn(path);
    Status readable = gguf ? readGguf(*gguf) : readSafetensors(path);
    if (!readable) {
        // A picture or a tokenizer is no damaged checkpoint.
        std::optional<Error> wrong = describeWrongComponent(path, kind_);
        return fail(wrong ? std::move(*wrong) : std::move(readable.error()));
    }
    std::vector<std::string> storedNames;
    for (const auto& [name, raw] : raw_)
        storedNames.push_back(name);
    const ComponentNames names(kind_, storedNames);
    if (!names.isFound())
        if (std::optional<Error> error = describeWrongComponent(path, kind_))
            return fail(std::move(*error));
    for (const auto& [layer, description] : formats_)
        if (!names.targetsOf(layer + std::string(kWeightSuffix)).empty())
            DIPTYCH_TRY_DONE(checkFormat(layer, description));
    for (const auto& [name, raw] : raw_) {
        if (const auto codes = parseCodesName(name)) {
            DIPTYCH_TRY_DONE(addQuantised(raw.stored, *codes, names));
        } else if (!isHelper(name)) {
            DIPTYCH_TRY_DONE(addTargets(raw, names));
        }
    }
    mendShapes();
    return std::move(weights_);
}

ComponentWeights ComponentReader::plain(const Checkpoint& checkpoint) {
    ComponentWeights weights;
    weights.path_ = checkpoint.path();
    weights.totalBytes_ = checkpoint.totalBytes();
    for (const CheckpointTensor& tensor : checkpoint.tensors())
        weights.tensors_.emplace(tensor.info->name, storedIn(tensor));
    return weights;
}

Result<ComponentWeights> ComponentWeights::open(const fs::path& path, ComponentKind kind) {
    return ComponentReader(kind).read(path);
}

ComponentWeights ComponentWeights::fromCheckpoint(const Checkpoint& checkpoint) {
    return ComponentReader::plain(checkpoint);
}

const StoredTensor* ComponentWeights::find(std::string_view name) const {
    const auto found = tensors_.find(name);
    return found == tensors_.end() ? nullptr : &found->second;
}

std::int64_t ComponentWeights::extent(std::string_view name, std::size_t axis) const {
    const StoredTensor* tensor = find(name);
    return tensor && axis < tensor->shape.size() ? tensor->shape[axis] : 0;
}

std::int64_t ComponentWeights::countNumbered(const std::string& prefix,
                                             const std::string& suffix) const {
    std::int64_t count = 0;
    while (contains(fmt::format("{}{}{}", prefix, count, suffix)))
        ++count;
    return count;
}

std::uint64_t ComponentWeights::float32Bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& [name, tensor] : tensors_)
        if (!tensor.quantised &&
            (!tensor.isPlain() || tensor.format != StoredFormat(StorageType::BF16)))
            bytes += tensor.elementCount() * sizeof(float);
    return bytes;
}

} // namespace diptych
