#include "core/lora/lora_file.h"

#include "core/base/text.h"
#include "core/checkpoint/misplaced_file.h"
#include "core/lora/trigger_words.h"
#include "core/tensor/guarded.h"

#include <ATen/ATen.h>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>

namespace diptych::lora {

namespace {

using nlohmann::json;

// Of alpha/rank. Training keeps it between 0.01 and 10; far beyond lies a damaged file.
constexpr double kLargestScale = 1e4;
constexpr std::int64_t kLargestSide = std::int64_t{1} << 31;
constexpr std::size_t kNamesShown = 3;
constexpr std::size_t kNameLength = 80; // bytes

using Tensors = std::map<Role, at::Tensor>;

[[noreturn]] void throwInvalid(const std::string& message) {
    throw ErrorException(Error{ErrorCode::FileInvalid,
                               message,
                               "the file is damaged or of an unknown make: download it again, or "
                               "leave it out",
                               "",
                               {}});
}

std::string shortName(std::string_view name) {
    if (name.size() <= kNameLength)
        return toValidUtf8(name);
    return toValidUtf8(name.substr(0, kNameLength)) + "…";
}

at::Tensor readTensor(const SafetensorsFile& file, const TensorInfo& info) {
    const at::ScalarType type = scalarTypeOf(info.type);
    if (info.elementCount() == 0)
        throwInvalid(fmt::format("tensor {} is empty", shortName(info.name)));
    for (const std::int64_t side : info.shape)
        if (side > kLargestSide)
            throwInvalid(fmt::format("tensor {} has the impossible shape {}", shortName(info.name),
                                     shapeText(info.shape)));
    at::Tensor tensor = at::empty(info.shape, type);
    const std::span<const std::byte> bytes = file.bytes(info);
    std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
    file.release(info);
    if (at::isFloatingType(type) && !tensor.isfinite().all().item<bool>())
        throwInvalid(
            fmt::format("tensor {} holds numbers that are not finite", shortName(info.name)));
    return tensor;
}

// Linear layers are sometimes stored as convolutions of 1 × 1: [out, in, 1, 1].
at::Tensor asMatrix(const at::Tensor& tensor, const std::string& stem) {
    if (tensor.dim() == 2)
        return tensor;
    if (tensor.dim() == 4 && tensor.size(2) == 1 && tensor.size(3) == 1)
        return tensor.flatten(1);
    throwInvalid(fmt::format("a factor of {} has the shape {}, expected a matrix", shortName(stem),
                             shapeText(tensor.sizes().vec())));
}

struct ModuleTensors {
    Tensors all;

    bool hasAny(std::initializer_list<Role> roles) const {
        for (const Role role : roles)
            if (all.contains(role))
                return true;
        return false;
    }
};

// The module's factors for one method, as matrices; none may be missing.
Tensors takeFactors(const ModuleTensors& tensors, std::initializer_list<Role> roles,
                    const std::string& stem) {
    Tensors factors;
    for (const Role role : roles) {
        const auto found = tensors.all.find(role);
        if (found == tensors.all.end())
            throwInvalid(fmt::format("module {} is incomplete: one of its factors is missing",
                                     shortName(stem)));
        factors.emplace(role, asMatrix(found->second, stem));
    }
    return factors;
}

[[noreturn]] void throwMismatch(const std::string& stem, const at::Tensor& left,
                                const at::Tensor& right) {
    throwInvalid(fmt::format("the factors of {} do not fit together: {} and {}", shortName(stem),
                             shapeText(left.sizes().vec()), shapeText(right.sizes().vec())));
}

// [rows of left, columns of right].
Shape productShape(const at::Tensor& left, const at::Tensor& right, const std::string& stem) {
    if (left.size(1) != right.size(0))
        throwMismatch(stem, left, right);
    return {left.size(0), right.size(1)};
}

LoraModule lowRankModule(const ModuleTensors& tensors, const std::string& stem) {
    LoraModule module;
    module.method = Method::LowRank;
    module.tensors = takeFactors(tensors, {Role::Up, Role::Down}, stem);
    const at::Tensor& down = module.tensors.at(Role::Down);
    module.shape = productShape(module.tensors.at(Role::Up), down, stem);
    module.rank = down.size(0);
    return module;
}

LoraModule hadamardModule(const ModuleTensors& tensors, const std::string& stem) {
    LoraModule module;
    module.method = Method::Hadamard;
    module.tensors = takeFactors(
        tensors, {Role::Hadamard1A, Role::Hadamard1B, Role::Hadamard2A, Role::Hadamard2B}, stem);
    const auto& factor = module.tensors;
    module.shape = productShape(factor.at(Role::Hadamard1A), factor.at(Role::Hadamard1B), stem);
    if (productShape(factor.at(Role::Hadamard2A), factor.at(Role::Hadamard2B), stem) !=
        module.shape)
        throwMismatch(stem, factor.at(Role::Hadamard1A), factor.at(Role::Hadamard2A));
    module.rank = factor.at(Role::Hadamard1B).size(0);
    return module;
}

LoraModule kroneckerModule(const ModuleTensors& tensors, const std::string& stem) {
    LoraModule module;
    module.method = Method::Kronecker;
    struct Side {
        Role whole, a, b;
    };
    constexpr std::array kSides{Side{Role::Kronecker1, Role::Kronecker1A, Role::Kronecker1B},
                                Side{Role::Kronecker2, Role::Kronecker2A, Role::Kronecker2B}};
    module.shape = {1, 1};
    for (const Side& side : kSides) {
        Shape shape;
        if (tensors.all.contains(side.whole)) {
            module.tensors.merge(takeFactors(tensors, {side.whole}, stem));
            shape = module.tensors.at(side.whole).sizes().vec();
        } else {
            module.tensors.merge(takeFactors(tensors, {side.a, side.b}, stem));
            const at::Tensor& b = module.tensors.at(side.b);
            shape = productShape(module.tensors.at(side.a), b, stem);
            module.rank = b.size(0);
        }
        module.shape[0] *= shape[0];
        module.shape[1] *= shape[1];
    }
    return module;
}

// `rank` 0: two whole Kronecker factors, which no alpha scales.
double scaleOf(const ModuleTensors& tensors, std::int64_t rank, std::optional<double> headerAlpha,
               const std::string& stem) {
    const auto alpha = tensors.all.find(Role::Alpha);
    if (rank == 0 || (alpha == tensors.all.end() && !headerAlpha))
        return 1.0;
    double scale = 0.0;
    if (alpha != tensors.all.end()) {
        if (alpha->second.numel() != 1)
            throwInvalid(fmt::format("alpha of {} has the shape {}, expected one number",
                                     shortName(stem), shapeText(alpha->second.sizes().vec())));
        scale = alpha->second.to(at::kDouble).item<double>() / static_cast<double>(rank);
    } else {
        scale = *headerAlpha / static_cast<double>(rank);
    }
    if (!(std::abs(scale) <= kLargestScale))
        throwInvalid(
            fmt::format("alpha of {} is beyond reason: {} times its rank", shortName(stem), scale));
    return scale;
}

// [1, in] scales columns; [out, 1] and PEFT's [out] scale rows.
at::Tensor doraScale(const at::Tensor& stored, const Shape& shape, const std::string& stem) {
    at::Tensor scale = stored;
    if (scale.dim() == 4)
        scale = asMatrix(scale, stem);
    if (scale.dim() == 1)
        scale = scale.unsqueeze(1);
    const bool fits = scale.dim() == 2 && ((scale.size(0) == 1 && scale.size(1) == shape[1]) ||
                                           (scale.size(0) == shape[0] && scale.size(1) == 1));
    if (!fits)
        throwInvalid(fmt::format("the DoRA scale of {} has the shape {}, expected [1, {}]",
                                 shortName(stem), shapeText(stored.sizes().vec()), shape[1]));
    return scale;
}

// What PEFT writes beside its files and diffusers into the header: the alpha of files whose tensors
// do not tell it.
struct HeaderAlpha {
    std::optional<double> alpha;
    std::map<std::string, double> patterns; // module or its ending → alpha

    std::optional<double> of(const std::string& stem) const {
        for (const auto& [name, value] : patterns)
            if (stem == name || stem.ends_with("." + name))
                return value;
        return alpha;
    }
};

HeaderAlpha readHeaderAlpha(const std::map<std::string, std::string>& metadata) {
    HeaderAlpha header;
    const auto found = metadata.find("lora_adapter_metadata");
    if (found == metadata.end())
        return header;
    const json object = json::parse(found->second, nullptr, false);
    if (!object.is_object())
        return header;
    if (const auto alpha = object.find("transformer.lora_alpha");
        alpha != object.end() && alpha->is_number())
        header.alpha = alpha->get<double>();
    if (const auto patterns = object.find("transformer.alpha_pattern");
        patterns != object.end() && patterns->is_object())
        for (const auto& [name, value] : patterns->items())
            if (value.is_number())
                header.patterns.emplace(name, value.get<double>());
    return header;
}

struct Builder {
    std::map<std::string, ModuleTensors> byStem;
    HeaderAlpha headerAlpha;
    std::set<std::int64_t> ranks;
    bool hasAlpha = false;
    std::vector<LoraModule> modules;

    void add(LoraModule module, const std::string& stem) {
        module.stem = stem;
        module.part = partOf(stem);
        modules.push_back(std::move(module));
    }

    void addFactored(LoraModule module, const ModuleTensors& tensors, const std::string& stem) {
        const bool hasOwn = tensors.all.contains(Role::Alpha);
        const std::optional<double> fromHeader = hasOwn ? std::nullopt : headerAlpha.of(stem);
        module.scale = scaleOf(tensors, module.rank, fromHeader, stem);
        hasAlpha = hasAlpha || hasOwn || fromHeader;
        if (module.rank > 0)
            ranks.insert(module.rank);
        if (const auto dora = tensors.all.find(Role::DoraScale); dora != tensors.all.end())
            module.tensors.emplace(Role::DoraScale, doraScale(dora->second, module.shape, stem));
        add(std::move(module), stem);
    }

    void addWhole(const ModuleTensors& tensors, Role role, Method method, const std::string& stem) {
        const auto found = tensors.all.find(role);
        if (found == tensors.all.end())
            return;
        LoraModule module;
        module.method = method;
        module.tensors.emplace(role, found->second);
        module.shape = found->second.sizes().vec();
        add(std::move(module), stem);
    }

    // Nothing but an alpha or a DoRA scale makes no module: false.
    bool build(const std::string& stem, const ModuleTensors& tensors) {
        const std::size_t before = modules.size();
        if (tensors.hasAny({Role::Up, Role::Down}))
            addFactored(lowRankModule(tensors, stem), tensors, stem);
        if (tensors.hasAny(
                {Role::Hadamard1A, Role::Hadamard1B, Role::Hadamard2A, Role::Hadamard2B}))
            addFactored(hadamardModule(tensors, stem), tensors, stem);
        if (tensors.hasAny({Role::Kronecker1, Role::Kronecker1A, Role::Kronecker1B,
                            Role::Kronecker2, Role::Kronecker2A, Role::Kronecker2B}))
            addFactored(kroneckerModule(tensors, stem), tensors, stem);
        addWhole(tensors, Role::Difference, Method::Difference, stem);
        addWhole(tensors, Role::BiasDifference, Method::BiasDifference, stem);
        addWhole(tensors, Role::Replacement, Method::Replacement, stem);
        return modules.size() > before;
    }
};

std::string factOf(const FileDescription& description, std::string_view key) {
    for (const Fact& fact : description.facts)
        if (const auto* text = std::get_if<std::string>(&fact.value); fact.key == key && text)
            return *text;
    return {};
}

} // namespace

Result<std::shared_ptr<const LoraFile>> LoraFile::open(const std::filesystem::path& path) {
    if (const auto misplaced = describeMisplacedFile(path, FilePlace::Lora))
        return fail(*misplaced);
    DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
    DIPTYCH_TRY(const FileDescription description, describeFile(path));
    auto result = guarded([&]() -> Result<std::shared_ptr<const LoraFile>> {
        std::shared_ptr<LoraFile> lora(new LoraFile);
        Builder builder;
        builder.headerAlpha = readHeaderAlpha(file->metadata());
        for (const TensorInfo& info : file->tensors()) {
            const auto key = parseKey(info.name);
            if (!key) {
                lora->unknownNames_.push_back(info.name);
                continue;
            }
            const std::string stem(key->stem);
            Tensors& tensors = builder.byStem[stem].all;
            if (!tensors.emplace(key->role, readTensor(*file, info)).second)
                throwInvalid(fmt::format("module {} is there twice", shortName(stem)));
        }
        for (const auto& [stem, tensors] : builder.byStem)
            if (!builder.build(stem, tensors))
                lora->unknownNames_.push_back(stem);
        if (builder.modules.empty())
            return fail(ErrorCode::FileInvalid,
                        fmt::format("{} is not a LoRA; it looks like this: {}", path.string(),
                                    description.title),
                        "name a LoRA file; 'inspect' tells what a file is");
        lora->path_ = path;
        lora->modules_ = std::move(builder.modules);
        LoraReport& report = lora->report_;
        report.path = path.string();
        report.name = path.stem().string();
        report.format = description.title;
        report.dialect = factOf(description, "dialect");
        report.ranks.assign(builder.ranks.begin(), builder.ranks.end());
        report.hasAlpha = builder.hasAlpha;
        report.total = lora->modules_.size() + lora->unknownNames_.size();
        report.triggerWords = triggerWords(file->metadata());
        return lora;
    });
    if (!result && result.error().message.find(path.string()) == std::string::npos)
        result.error().message = fmt::format("{}: {}", path.string(), result.error().message);
    return result;
}

std::string shortList(const std::vector<std::string>& names) {
    std::vector<std::string> shown;
    for (const std::string& name : names)
        if (shown.size() < kNamesShown)
            shown.push_back(shortName(name));
    const std::string text = fmt::format("{}", fmt::join(shown, ", "));
    return names.size() > kNamesShown
               ? fmt::format("{} and {} more", text, names.size() - kNamesShown)
               : text;
}

} // namespace diptych::lora
