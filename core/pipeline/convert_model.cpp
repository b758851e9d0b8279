#include "core/pipeline/convert_model.h"

#include "core/base/file.h"
#include "core/checkpoint/dequantize.h"
#include "core/checkpoint/safetensors_writer.h"
#include "core/tensor/guarded.h"
#include "core/tensor/weight_store.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <span>
#include <utility>

namespace diptych {

namespace fs = std::filesystem;

namespace {

WeightFormat loadedAs(StoredWeights weights) {
    switch (weights) {
    case StoredWeights::BFloat16:
        return WeightFormat::BFloat16;
    case StoredWeights::Int8:
        return WeightFormat::Int8;
    case StoredWeights::Int4:
        return WeightFormat::Int4;
    }
    return WeightFormat::BFloat16;
}

std::span<const std::byte> bytesOf(const at::Tensor& tensor) {
    return {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()};
}

Status copyFile(const fs::path& from, const fs::path& to) {
    DIPTYCH_TRY(const std::string bytes, readFile(from));
    return writeFileAtomically(to, bytes, Overwrite::No);
}

// Copies the files of a folder, not those of its folders, that `wanted` takes.
template <typename Wanted>
Status copyFiles(const fs::path& from, const fs::path& to, const Wanted& wanted) {
    std::error_code error;
    for (fs::directory_iterator entry(from, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        const std::string name = entry->path().filename().string();
        if (!name.starts_with('.') && fs::is_regular_file(entry->path(), ignored) && wanted(name))
            DIPTYCH_TRY_DONE(copyFile(entry->path(), to / name));
    }
    if (error)
        return fail(ErrorCode::FileInvalid, fmt::format("cannot read the folder {}", from.string()),
                    "check the folder's permissions", error.message());
    return Done{};
}

// Beside the weights of a component: configurations and, in a text encoder's folder, its tokenizer.
bool isSmallCompanion(const std::string& name) {
    return !name.ends_with(".index.json") && (name.ends_with(".json") || name.ends_with(".txt"));
}

bool isLegalText(const std::string& name) {
    return name.starts_with("LICENSE") || name.starts_with("NOTICE");
}

// The weight files of one component, each held in memory until it is full.
class ShardWriter {
  public:
    ShardWriter(fs::path folder, std::string stem, std::uint64_t shardBytes,
                std::map<std::string, std::string> metadata)
        : folder_(std::move(folder)), stem_(std::move(stem)), shardBytes_(shardBytes),
          metadata_(std::move(metadata)) {}

    // `bytes` are borrowed until the shard is written; `keep` keeps them alive.
    Status add(TensorToWrite tensor, at::Tensor keep = {}) {
        if (heldBytes_ > 0 && heldBytes_ + tensor.bytes.size() > shardBytes_)
            DIPTYCH_TRY_DONE(flush());
        heldBytes_ += tensor.bytes.size();
        tensors_.push_back(std::move(tensor));
        kept_.push_back(std::move(keep));
        return Done{};
    }

    // Gives the files their names; with more than one writes the index.
    Status finish() {
        DIPTYCH_TRY_DONE(flush());
        nlohmann::ordered_json map = nlohmann::ordered_json::object();
        for (std::size_t i = 0; i < shards_.size(); ++i) {
            const std::string name =
                shards_.size() == 1
                    ? stem_ + ".safetensors"
                    : fmt::format("{}-{:05}-of-{:05}.safetensors", stem_, i + 1, shards_.size());
            std::error_code error;
            fs::rename(folder_ / temporaryName(i), folder_ / name, error);
            if (error)
                return fail(ErrorCode::FileWrite,
                            fmt::format("cannot write {}", (folder_ / name).string()), "",
                            error.message());
            for (const std::string& tensor : shards_[i])
                map[tensor] = name;
        }
        if (shards_.size() < 2)
            return Done{};
        const nlohmann::ordered_json index = {{"metadata", {{"total_size", totalBytes_}}},
                                              {"weight_map", std::move(map)}};
        return writeFileAtomically(folder_ / (stem_ + ".safetensors.index.json"),
                                   index.dump(2) + "\n", Overwrite::No);
    }

    std::uint64_t totalBytes() const { return totalBytes_; }
    std::int64_t fileCount() const { return static_cast<std::int64_t>(shards_.size()); }

  private:
    static std::string temporaryName(std::size_t index) {
        return fmt::format("shard-{}.safetensors", index);
    }

    Status flush() {
        if (tensors_.empty())
            return Done{};
        DIPTYCH_TRY_DONE(writeSafetensors(folder_ / temporaryName(shards_.size()), tensors_,
                                          metadata_, Overwrite::No));
        std::vector<std::string>& names = shards_.emplace_back();
        for (const TensorToWrite& tensor : tensors_)
            names.push_back(tensor.name);
        totalBytes_ += heldBytes_;
        heldBytes_ = 0;
        tensors_.clear();
        kept_.clear();
        return Done{};
    }

    fs::path folder_;
    std::string stem_;
    std::uint64_t shardBytes_;
    std::map<std::string, std::string> metadata_;
    std::vector<TensorToWrite> tensors_;
    std::vector<at::Tensor> kept_;
    std::uint64_t heldBytes_ = 0;
    std::uint64_t totalBytes_ = 0;
    std::vector<std::vector<std::string>> shards_; // names of the tensors in each
};

class Conversion {
  public:
    Conversion(const ConvertOptions& options, const RunContext& context)
        : options_(options), context_(context) {}

    Result<ConvertReport> run();

  private:
    Status checkPlaces() const;
    Status writeComponent(const fs::path& path, Component component, const fs::path& folder);
    Status addTensor(const std::string& name, const StoredTensor& stored, bool isConverted,
                     WeightStore& store, ShardWriter& writer, ConvertedComponent& report);
    Status addQuantised(const std::string& name, const QuantisedMatrix& matrix,
                        ShardWriter& writer);
    Status copyRest(const fs::path& output) const;

    const ConvertOptions& options_;
    const RunContext& context_;
    ConvertReport report_;
};

// Whether `inner` is `outer` or lies in it.
bool isInside(const fs::path& inner, const fs::path& outer) {
    std::error_code ignored;
    const fs::path whole = fs::weakly_canonical(fs::absolute(inner, ignored), ignored);
    const fs::path folder = fs::weakly_canonical(fs::absolute(outer, ignored), ignored);
    const auto [rest, end] =
        std::mismatch(folder.begin(), folder.end(), whole.begin(), whole.end());
    return rest == folder.end() || (rest->empty() && std::next(rest) == folder.end());
}

Status Conversion::checkPlaces() const {
    const ModelLocation& location = options_.location;
    for (const fs::path& source : {location.model, location.textEncoder, location.transformer,
                                   location.autoencoder, location.tokenizer})
        if (!source.empty() && isInside(options_.output, source))
            return fail(Error{ErrorCode::InvalidInput,
                              fmt::format("{} lies in the model that is read, {}",
                                          options_.output.string(), source.string()),
                              "name a folder somewhere else",
                              "",
                              {options_.output.string()}});
    return Done{};
}

Status Conversion::addQuantised(const std::string& name, const QuantisedMatrix& matrix,
                                ShardWriter& writer) {
    const auto add = [&](std::string partName, const at::Tensor& part) -> Status {
        if (!part.defined())
            return Done{};
        return writer.add({std::move(partName), storageTypeOf(part.scalar_type()),
                           part.sizes().vec(), bytesOf(part)},
                          part);
    };
    DIPTYCH_TRY_DONE(add(codesName(name, matrix.format), matrix.codes));
    DIPTYCH_TRY_DONE(add(scaleName(name), matrix.scales));
    DIPTYCH_TRY_DONE(add(keptColumnsName(name), matrix.keptColumns));
    return add(keptWeightName(name), matrix.keptWeight);
}

Status Conversion::addTensor(const std::string& name, const StoredTensor& stored, bool isConverted,
                             WeightStore& store, ShardWriter& writer, ConvertedComponent& report) {
    if (isConverted)
        if (const auto matrix = store.takeQuantised(name, stored.shape)) {
            report.quantised += 1;
            return addQuantised(name, *matrix, writer);
        }
    const bool isMatrix =
        stored.shape.size() == 2 && name.ends_with(".weight") && canDecode(stored.format);
    at::Tensor values;
    if (isConverted && isMatrix)
        values = store.takeStored(name, stored.shape);
    else if (!stored.isPlain())
        values = store.take(name, stored.shape);
    if (values.defined())
        return writer.add(
            {name, storageTypeOf(values.scalar_type()), stored.shape, bytesOf(values)}, values);
    context_.throwIfCancelled();
    return writer.add({name, std::get<StorageType>(stored.format), stored.shape, stored.bytes()});
}

Status Conversion::writeComponent(const fs::path& path, Component component,
                                  const fs::path& folder) {
    DIPTYCH_TRY(ComponentWeights opened, ComponentWeights::open(path, weightsOf(component)));
    const auto weights = std::make_shared<const ComponentWeights>(std::move(opened));
    for (const auto& [name, stored] : weights->tensors())
        if (stored.quantised)
            return fail(Error{ErrorCode::InvalidInput,
                              fmt::format("{} is quantised already ({})", path.string(),
                                          toString(stored.quantised->format)),
                              "convert the original weights: what quantising lost does not come "
                              "back",
                              "",
                              {path.string()}});
    std::error_code error;
    fs::create_directories(folder, error); // if that failed, the files say so
    if (fs::is_directory(path, error)) {
        DIPTYCH_TRY_DONE(copyFiles(path, folder, isSmallCompanion));
    } else if (const auto config = configFileOf(path)) {
        DIPTYCH_TRY_DONE(copyFile(*config, folder / "config.json"));
    }

    const bool isConverted = component != Component::Autoencoder;
    const WeightFormat format = isConverted ? loadedAs(options_.weights) : WeightFormat::Auto;
    std::map<std::string, std::string> metadata = {{"format", "pt"}}; // others look for that
    if (isConverted && options_.weights != StoredWeights::BFloat16)
        metadata["diptych_quantisation"] = toString(options_.weights);
    ShardWriter writer(folder,
                       component == Component::TextEncoder ? "model" : "diffusion_pytorch_model",
                       options_.shardBytes, std::move(metadata));
    ConvertedComponent report;
    report.folder = folder.filename().string();
    report.bytesRead = weights->totalBytes();
    const auto store = WeightStore::fromComponent(weights, {at::kCPU, format});
    store->watch(context_);
    for (const auto& [name, stored] : weights->tensors())
        DIPTYCH_TRY_DONE(addTensor(name, stored, isConverted, *store, writer, report));
    DIPTYCH_TRY_DONE(writer.finish());
    report.bytesWritten = writer.totalBytes();
    report.files = writer.fileCount();
    report_.components.push_back(std::move(report));
    return Done{};
}

// Tokenizer, schedule, the list of components and the texts of the licence.
Status Conversion::copyRest(const fs::path& output) const {
    std::error_code ignored;
    if (const auto tokenizer = locateComponent(options_.location, Component::Tokenizer)) {
        const fs::path folder = output / componentFolder(Component::Tokenizer);
        DIPTYCH_TRY_DONE(copyFiles(*tokenizer, folder, [](const std::string& name) {
            return !name.ends_with(".safetensors") && !name.ends_with(".gguf") &&
                   !name.ends_with(".index.json");
        }));
    }
    const fs::path& model = options_.location.model;
    if (model.empty() || !fs::is_directory(model, ignored))
        return Done{};
    DIPTYCH_TRY_DONE(copyFiles(model, output, [](const std::string& name) {
        return name == "model_index.json" || isLegalText(name);
    }));
    if (fs::is_directory(model / "scheduler", ignored))
        DIPTYCH_TRY_DONE(copyFiles(model / "scheduler", output / "scheduler", isSmallCompanion));
    return Done{};
}

Result<ConvertReport> Conversion::run() {
    const c10::InferenceMode inference;
    DIPTYCH_TRY_DONE(checkPlaces());
    // What is not there is found before anything is written.
    std::map<Component, fs::path> found;
    std::optional<Error> missingTransformer;
    for (const Component component :
         {Component::TextEncoder, Component::Transformer, Component::Autoencoder}) {
        const auto path = locateComponent(options_.location, component);
        if (path) {
            found.emplace(component, *path);
            continue;
        }
        if (component == Component::Transformer)
            missingTransformer = path.error();
        report_.missing.emplace_back(componentName(component));
    }
    if (missingTransformer && !found.contains(Component::TextEncoder))
        return fail(std::move(*missingTransformer));
    DIPTYCH_TRY(AtomicFolder output, AtomicFolder::create(options_.output));
    for (const auto& [component, path] : found)
        DIPTYCH_TRY_DONE(
            writeComponent(path, component, output.temporaryPath() / componentFolder(component)));
    DIPTYCH_TRY_DONE(copyRest(output.temporaryPath()));
    context_.throwIfCancelled();
    DIPTYCH_TRY_DONE(output.commit());
    return std::move(report_);
}

} // namespace

Result<StoredWeights> parseStoredWeights(std::string_view text) {
    if (text == "bf16" || text == "bfloat16")
        return StoredWeights::BFloat16;
    if (text == "int8")
        return StoredWeights::Int8;
    if (text == "int4")
        return StoredWeights::Int4;
    return fail(ErrorCode::InvalidInput, fmt::format("'{}' is no format to convert to", text),
                "use bf16, int8 or int4");
}

std::string_view toString(StoredWeights weights) {
    constexpr std::array<std::string_view, 3> kNames{"bf16", "int8", "int4"};
    return kNames[static_cast<std::size_t>(weights)];
}

Result<ConvertReport> convertModel(const ConvertOptions& options, const RunContext& context) {
    return guarded([&] { return Conversion(options, context).run(); });
}

} // namespace diptych
