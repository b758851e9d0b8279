#include "core/checkpoint/inspect.h"

#include "core/base/text.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/file_kind.h"
#include "core/checkpoint/gguf.h"
#include "core/checkpoint/json_text.h"
#include "core/checkpoint/model_detection.h"
#include "core/checkpoint/quantised_weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace diptych {

namespace fs = std::filesystem;

namespace {

bool isFile(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::int64_t asFact(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

std::string formatParameters(std::uint64_t count) {
    const auto value = static_cast<double>(count);
    if (count >= 1'000'000'000)
        return fmt::format("{:.2f} B parameters", value / 1e9);
    if (count >= 1'000'000)
        return fmt::format("{:.1f} M parameters", value / 1e6);
    if (count >= 10'000)
        return fmt::format("{:.0f} K parameters", value / 1e3);
    return fmt::format("{} parameters", count);
}

std::string spokenType(StorageType type) {
    switch (type) {
    case StorageType::F8E4M3:
        return "fp8 e4m3";
    case StorageType::F8E5M2:
        return "fp8 e5m2";
    case StorageType::F32:
        return "float32";
    case StorageType::F16:
        return "float16";
    case StorageType::F64:
        return "float64";
    case StorageType::BF16:
        return "bf16";
    default:
        return std::string(toString(type));
    }
}

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::vector<std::pair<std::string, std::int64_t>>
sortedCounts(const std::map<std::string, std::int64_t>& counts) {
    std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return sorted;
}

// What a safetensors checkpoint holds, with Diptych's quantised matrices as the weights that they
// stand for.
struct WeightsSummary {
    ShapeTable shapes;
    std::uint64_t parameters = 0;
    std::string quantisation; // "int8", "int4"; empty where nothing is stored so
};

WeightsSummary summarise(const Checkpoint& checkpoint) {
    WeightsSummary summary;
    std::uint64_t helpers = 0;
    for (const CheckpointTensor& tensor : checkpoint.tensors()) {
        const TensorInfo& info = *tensor.info;
        std::vector<std::int64_t> shape = info.shape;
        const auto codes = parseCodesName(info.name);
        const bool isInt4 = codes && codes->format == QuantisedFormat::Int4;
        if (codes)
            summary.quantisation = toString(codes->format);
        if (isInt4 && shape.size() == 2)
            shape[1] = shape[1] / kGroupWords * kQuantisedGroup;
        summary.parameters +=
            info.elementCount() * (isInt4 ? std::uint64_t{kQuantisedGroup / kGroupWords} : 1);
        if (isQuantisedHelper(info.name))
            helpers += info.elementCount();
        summary.shapes.emplace(codes ? codes->weightName : info.name, std::move(shape));
    }
    if (!summary.quantisation.empty())
        summary.parameters -= helpers;
    return summary;
}

Result<FileDescription> describeWeights(const fs::path& path, ListTensors listTensors) {
    DIPTYCH_TRY(const Checkpoint checkpoint, Checkpoint::open(path));
    FileDescription description;
    std::map<std::string, std::int64_t> counts;
    for (const CheckpointTensor& tensor : checkpoint.tensors()) {
        ++counts[std::string(toString(tensor.info->type))];
        if (listTensors == ListTensors::Yes)
            description.tensors.push_back({tensor.info->name,
                                           std::string(toString(tensor.info->type)),
                                           tensor.info->shape, tensor.info->byteCount()});
    }
    description.typeCounts = sortedCounts(counts);
    const WeightsSummary summary = summarise(checkpoint);
    auto detected = detectModel(summary.shapes);
    if (!detected)
        detected =
            DetectedModel{DescribedKind::Tensors,
                          fmt::format("unknown tensors, {} of them", checkpoint.tensors().size()),
                          {}};
    description.kind = detected->kind;
    const bool isQuantised = !summary.quantisation.empty();
    description.title = capitalised(
        fmt::format("{}, {}, {}", detected->title,
                    isQuantised ? summary.quantisation : spokenType(checkpoint.dominantType()),
                    formatParameters(summary.parameters)));
    description.facts = {{"format", std::string("safetensors")},
                         {"files", asFact(checkpoint.files().size())},
                         {"tensors", asFact(checkpoint.tensors().size())},
                         {"parameters", asFact(summary.parameters)},
                         {"bytes", asFact(checkpoint.totalBytes())},
                         {"dtype", isQuantised ? summary.quantisation
                                               : std::string(toString(checkpoint.dominantType()))}};
    description.facts.insert(description.facts.end(), detected->facts.begin(),
                             detected->facts.end());
    if (isQuantised)
        description.facts.push_back({"quantization", summary.quantisation});
    if (!checkpoint.files().empty()) {
        const auto& metadata = checkpoint.files().front()->metadata();
        description.metadata.assign(metadata.begin(), metadata.end());
    }
    return description;
}

Result<FileDescription> describeGguf(const fs::path& path, ListTensors listTensors) {
    DIPTYCH_TRY(GgufTable table, readGgufTable(path));
    FileDescription description;
    description.kind = DescribedKind::Gguf;
    ShapeTable shapes;
    std::map<std::string, std::int64_t> counts;
    std::map<std::string, std::uint64_t> elements;
    std::uint64_t parameters = 0;
    for (const GgufTensor& tensor : table.tensors) {
        shapes.emplace(tensor.name, tensor.shape);
        ++counts[tensor.typeName];
        elements[tensor.typeName] += tensor.elementCount;
        parameters += tensor.elementCount;
        if (listTensors == ListTensors::Yes)
            description.tensors.push_back(
                {tensor.name, tensor.typeName, tensor.shape, tensor.bytes});
    }
    description.typeCounts = sortedCounts(counts);
    const auto most =
        std::max_element(elements.begin(), elements.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    const auto detected = detectModel(shapes);
    std::string what = table.architecture.empty() ? "unknown architecture" : table.architecture;
    if (detected)
        what = detected->title;
    else if (table.architecture == "qwen3")
        what = "Qwen3 text encoder";
    description.title =
        fmt::format("GGUF, {}, {}, {}", what, most == elements.end() ? "no tensors" : most->first,
                    formatParameters(parameters));
    description.facts = {
        {"format", std::string("gguf")},      {"version", std::int64_t{table.version}},
        {"architecture", table.architecture}, {"tensors", asFact(table.tensors.size())},
        {"parameters", asFact(parameters)},   {"bytes", asFact(table.fileBytes)}};
    if (detected) {
        description.facts.push_back({"model", std::string(toString(detected->kind))});
        description.facts.insert(description.facts.end(), detected->facts.begin(),
                                 detected->facts.end());
    } else if (table.architecture == "qwen3") {
        description.facts.push_back(
            {"model", std::string(toString(DescribedKind::Qwen3TextEncoder))});
    }
    description.metadata = std::move(table.metadata);
    return description;
}

// Numbers of a configuration are shown as they stand; lists and objects as compact JSON.
Fact factOf(const std::string& key, const nlohmann::json& value) {
    if (value.is_string())
        return {key, value.get<std::string>()};
    if (value.is_boolean())
        return {key, value.get<bool>()};
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX);
    if (fits)
        return {key, value.get<std::int64_t>()};
    return {key, value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

std::string stringAt(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end())
        return {};
    if (found->is_string())
        return found->get<std::string>();
    if (found->is_array() && !found->empty() && found->front().is_string())
        return found->front().get<std::string>();
    return {};
}

FileDescription describeTokenizerJson(const nlohmann::json& json) {
    FileDescription description;
    description.kind = DescribedKind::Tokenizer;
    const nlohmann::json& model = json["model"];
    const auto vocabulary = model.find("vocab");
    const auto merges = model.find("merges");
    const auto added = json.find("added_tokens");
    const auto sizeOf = [](const auto& found, const auto& end) {
        return found == end ? std::int64_t{0} : static_cast<std::int64_t>(found->size());
    };
    const std::int64_t entries = sizeOf(vocabulary, model.end());
    description.title = fmt::format("Tokenizer, {} vocabulary entries", entries);
    description.facts = {{"model", stringAt(model, "type")},
                         {"vocabulary", entries},
                         {"merges", sizeOf(merges, model.end())},
                         {"added_tokens", sizeOf(added, json.end())}};
    return description;
}

Result<FileDescription> describeJson(const fs::path& path) {
    DIPTYCH_TRY(const nlohmann::json json, readJsonObject(path));
    const auto model = json.find("model");
    if (model != json.end() && model->is_object() && model->contains("vocab"))
        return describeTokenizerJson(json);
    FileDescription description;
    std::string className = stringAt(json, "_class_name");
    if (className.empty())
        className = stringAt(json, "architectures");
    if (className.empty())
        className = stringAt(json, "model_type");
    description.kind = className.empty() ? DescribedKind::Json : DescribedKind::Configuration;
    description.title =
        className.empty() ? "JSON file" : fmt::format("Configuration of {}", className);
    if (className.empty()) {
        description.facts.push_back({"keys", asFact(json.size())});
        return description;
    }
    for (const auto& [key, value] : json.items())
        description.facts.push_back(factOf(key, value));
    return description;
}

std::uint64_t bytesIn(const fs::path& folder) {
    std::uint64_t total = 0;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        std::error_code ignored;
        const auto size = fs::file_size(entries->path(), ignored);
        if (!ignored)
            total += size;
    }
    return total;
}

bool hasTokenizerFiles(const fs::path& folder) {
    return isFile(folder / "tokenizer.json") ||
           (isFile(folder / "vocab.json") && isFile(folder / "merges.txt"));
}

Result<FileDescription> describeTokenizerFolder(const fs::path& folder) {
    if (isFile(folder / "tokenizer.json"))
        return describeJson(folder / "tokenizer.json");
    DIPTYCH_TRY(const nlohmann::json vocabulary, readJsonObject(folder / "vocab.json"));
    FileDescription description;
    description.kind = DescribedKind::Tokenizer;
    description.title = fmt::format("Tokenizer, {} vocabulary entries", vocabulary.size());
    description.facts = {{"vocabulary", asFact(vocabulary.size())}};
    return description;
}

constexpr std::array kComponentNames{"transformer", "text_encoder", "tokenizer", "vae",
                                     "scheduler"};

// What stands in the way of using a component, or its title.
void inspectComponent(const fs::path& folder, DescribedComponent& component) {
    const auto take = [&](const Result<FileDescription>& found) {
        if (found)
            component.title = found->title;
        else
            component.problem = found.error().message;
    };
    if (component.name == "tokenizer") {
        if (hasTokenizerFiles(folder))
            take(describeTokenizerFolder(folder));
        else
            component.problem = "there is neither tokenizer.json nor vocab.json with merges.txt";
    } else if (component.name == "scheduler") {
        take(describeJson(folder / "scheduler_config.json"));
    } else {
        take(describeWeights(folder, ListTensors::No));
    }
}

Result<FileDescription> describeCheckpointFolder(const fs::path& folder) {
    FileDescription description;
    description.kind = DescribedKind::CheckpointFolder;
    nlohmann::json index = nlohmann::json::object();
    if (isFile(folder / "model_index.json")) {
        DIPTYCH_TRY(index, readJsonObject(folder / "model_index.json"));
    }
    std::uint64_t total = 0;
    std::vector<std::string> missing;
    std::vector<std::string> unusable;
    for (const char* name : kComponentNames) {
        DescribedComponent component;
        component.name = name;
        const auto entry = index.find(name);
        if (entry != index.end() && entry->is_array() && entry->size() == 2 &&
            (*entry)[1].is_string())
            component.className = (*entry)[1].get<std::string>();
        component.isPresent = isFolder(folder / name);
        if (component.isPresent) {
            component.bytes = bytesIn(folder / name);
            inspectComponent(folder / name, component);
        } else {
            missing.emplace_back(name);
        }
        if (!component.problem.empty())
            unusable.emplace_back(name);
        total += component.bytes;
        description.components.push_back(std::move(component));
    }
    const std::string className = stringAt(index, "_class_name");
    description.title =
        className.empty() ? "Checkpoint folder" : fmt::format("Checkpoint folder of {}", className);
    if (missing.empty() && unusable.empty())
        description.title += ", complete";
    if (!missing.empty())
        description.title += fmt::format(", missing: {}", fmt::join(missing, ", "));
    if (!unusable.empty())
        description.title += fmt::format(", unusable: {}", fmt::join(unusable, ", "));
    description.facts = {{"pipeline", className},
                         {"model_index", isFile(folder / "model_index.json")},
                         {"complete", missing.empty() && unusable.empty()},
                         {"bytes", asFact(total)}};
    return description;
}

std::optional<fs::path> onlyGguf(const fs::path& folder) {
    std::optional<fs::path> found;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        if (entries->path().extension() != ".gguf")
            continue;
        if (found)
            return std::nullopt;
        found = entries->path();
    }
    return found;
}

Result<FileDescription> describeFolder(const fs::path& folder, ListTensors listTensors) {
    const bool hasComponents = isFolder(folder / "transformer") || isFolder(folder / "vae") ||
                               isFolder(folder / "text_encoder");
    if (isFile(folder / "model_index.json") || hasComponents)
        return describeCheckpointFolder(folder);
    const auto weights = Checkpoint::locate(folder);
    if (weights)
        return describeWeights(*weights, listTensors);
    if (const auto gguf = onlyGguf(folder))
        return describeGguf(*gguf, listTensors);
    if (hasTokenizerFiles(folder))
        return describeTokenizerFolder(folder);
    for (const char* name : {"config.json", "scheduler_config.json"}) {
        if (isFile(folder / name))
            return describeJson(folder / name);
    }
    return fail(weights.error());
}

FileDescription describeByKind(DescribedKind kind, FileKind fileKind) {
    FileDescription description;
    description.kind = kind;
    description.title = capitalised(std::string(describe(fileKind)));
    description.facts = {{"format", std::string(toString(fileKind))}};
    if (kind == DescribedKind::Other && fileKind != FileKind::Unknown)
        description.facts.push_back({"advice", hintForWrongKind(fileKind)});
    return description;
}

} // namespace

Result<FileDescription> describeFile(const fs::path& path, ListTensors listTensors) {
    std::error_code error;
    if (!fs::exists(path, error))
        return fail(ErrorCode::FileNotFound, fmt::format("there is nothing at {}", path.string()),
                    "check the path");
    if (isFolder(path))
        return describeFolder(path, listTensors);
    const std::string name = path.filename().string();
    const FileKind kind = detectFileKind(path);
    switch (kind) {
    case FileKind::Safetensors:
        return describeWeights(path, listTensors);
    case FileKind::Gguf:
        return describeGguf(path, listTensors);
    case FileKind::Json:
        if (name.ends_with(".safetensors.index.json"))
            return describeWeights(path, listTensors);
        if (name == "model_index.json")
            return describeCheckpointFolder(path.parent_path());
        return describeJson(path);
    case FileKind::Png:
        return describeByKind(DescribedKind::Png, kind);
    case FileKind::Jpeg:
        return describeByKind(DescribedKind::Jpeg, kind);
    case FileKind::WebP:
        return describeByKind(DescribedKind::WebP, kind);
    case FileKind::Unknown:
        // A damaged file is told by its name; the reader says what is wrong with it.
        if (name.ends_with(".safetensors"))
            return describeWeights(path, listTensors);
        if (name.ends_with(".gguf"))
            return describeGguf(path, listTensors);
        break;
    default:
        break;
    }
    return describeByKind(DescribedKind::Other, kind);
}

} // namespace diptych
