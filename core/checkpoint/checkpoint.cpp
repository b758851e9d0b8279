#include "core/checkpoint/checkpoint.h"

#include "core/checkpoint/json_text.h"
#include "core/checkpoint/safetensors_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace diptych {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kIndexSuffix = ".safetensors.index.json";
constexpr std::string_view kFileSuffix = ".safetensors";
constexpr std::array kPreferredNames{
    "diffusion_pytorch_model.safetensors",
    "model.safetensors",
    "diffusion_pytorch_model.safetensors.index.json",
    "model.safetensors.index.json",
};

bool isFile(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

// What lies in a folder that could hold weights, by ending, sorted.
struct FolderContent {
    std::vector<std::string> indexFiles;
    std::vector<std::string> tensorFiles;
    std::vector<std::string> otherWeights; // formats that cannot be read
};

Result<FolderContent> listFolder(const fs::path& folder) {
    FolderContent content;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        const std::string name = entries->path().filename().string();
        if (name.starts_with('.') || !isFile(entries->path()))
            continue;
        if (name.ends_with(kIndexSuffix))
            content.indexFiles.push_back(name);
        else if (name.ends_with(kFileSuffix))
            content.tensorFiles.push_back(name);
        else if (name.ends_with(".bin") || name.ends_with(".pt") || name.ends_with(".pth") ||
                 name.ends_with(".ckpt") || name.ends_with(".gguf"))
            content.otherWeights.push_back(name);
    }
    if (error)
        return fail(ErrorCode::FileInvalid,
                    fmt::format("cannot read the folder {}", folder.string()),
                    "check the folder's permissions", error.message());
    std::sort(content.indexFiles.begin(), content.indexFiles.end());
    std::sort(content.tensorFiles.begin(), content.tensorFiles.end());
    std::sort(content.otherWeights.begin(), content.otherWeights.end());
    return content;
}

tl::unexpected<Error> severalCandidates(const fs::path& folder,
                                        const std::vector<std::string>& names) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} holds several files that could be the weights: {}", folder.string(),
                            fmt::join(names, ", ")),
                "name one of the files instead of the folder");
}

tl::unexpected<Error> noWeights(const fs::path& folder, const FolderContent& content) {
    std::string hint =
        "look for a folder with a .safetensors file or a .safetensors.index.json in it";
    if (!content.otherWeights.empty())
        hint = fmt::format("{} cannot be used here: get the weights as .safetensors",
                           fmt::join(content.otherWeights, ", "));
    return fail(ErrorCode::FileNotFound,
                fmt::format("there are no safetensors weights in {}", folder.string()),
                std::move(hint));
}

bool isPlainFileName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of("/\\") == std::string::npos && name.find('\0') == std::string::npos &&
           name.find(':') == std::string::npos;
}

// File name → names of its tensors.
using ShardTable = std::map<std::string, std::vector<std::string>>;

Result<ShardTable> readShardTable(const fs::path& index) {
    DIPTYCH_TRY(const auto json, readJsonObject(index));
    const auto invalid = [&](std::string_view what) {
        return fail(ErrorCode::FileInvalid, fmt::format("{}: {}", index.string(), what),
                    "the index is damaged: get it again");
    };
    const auto map = json.find("weight_map");
    if (map == json.end() || !map->is_object())
        return invalid("there is no weight_map object in it");
    if (map->empty())
        return invalid("its weight_map is empty");
    ShardTable shards;
    for (const auto& [tensor, value] : map->items()) {
        if (!value.is_string())
            return invalid(fmt::format("the weight_map entry of tensor {} is not a string",
                                       quotedName(tensor)));
        const auto& shard = value.get_ref<const std::string&>();
        if (!isPlainFileName(shard))
            return invalid(
                fmt::format("tensor {} is said to be in {}, which is not a plain file name",
                            quotedName(tensor), quotedName(shard)));
        shards[shard].push_back(tensor);
    }
    return shards;
}

Status checkShardsPresent(const fs::path& index, const ShardTable& shards) {
    std::vector<std::string> missing;
    for (const auto& [name, tensors] : shards) {
        if (!isFile(index.parent_path() / name))
            missing.push_back(name);
    }
    if (missing.empty())
        return Done{};
    return fail(ErrorCode::FileNotFound,
                fmt::format("{} of the {} files that {} names are missing: {}", missing.size(),
                            shards.size(), index.string(), fmt::join(missing, ", ")),
                "download or copy the missing files into the same folder");
}

} // namespace

Result<fs::path> Checkpoint::locate(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return fail(ErrorCode::FileNotFound, fmt::format("there is nothing at {}", path.string()),
                    "check the path");
    if (!fs::is_directory(status))
        return path;
    for (const char* name : kPreferredNames) {
        if (isFile(path / name))
            return path / name;
    }
    DIPTYCH_TRY(const FolderContent content, listFolder(path));
    for (const auto* names : {&content.indexFiles, &content.tensorFiles}) {
        if (names->size() == 1)
            return path / names->front();
        if (names->size() > 1)
            return severalCandidates(path, *names);
    }
    return noWeights(path, content);
}

Result<Checkpoint> Checkpoint::open(const fs::path& path) {
    Checkpoint checkpoint;
    DIPTYCH_TRY(checkpoint.path_, locate(path));
    if (checkpoint.path_.string().ends_with(".index.json")) {
        DIPTYCH_TRY_DONE(checkpoint.openIndex(checkpoint.path_));
    } else {
        DIPTYCH_TRY(auto file, SafetensorsFile::open(checkpoint.path_));
        for (const TensorInfo& info : file->tensors())
            checkpoint.addTensor(file, info);
        checkpoint.files_.push_back(std::move(file));
    }
    checkpoint.summarise();
    return checkpoint;
}

Status Checkpoint::openIndex(const fs::path& index) {
    DIPTYCH_TRY(const ShardTable shards, readShardTable(index));
    DIPTYCH_TRY_DONE(checkShardsPresent(index, shards));
    for (const auto& [name, tensors] : shards) {
        DIPTYCH_TRY(auto file, SafetensorsFile::open(index.parent_path() / name));
        std::set<std::string_view> wanted;
        for (const std::string& tensor : tensors) {
            if (!file->find(tensor))
                return fail(
                    ErrorCode::FileInvalid,
                    fmt::format("{}: tensor {} should be in {}, but is not", index.string(),
                                quotedName(tensor), name),
                    "index and files do not belong together: get all of them again from one place");
            wanted.insert(tensor);
        }
        for (const TensorInfo& info : file->tensors()) {
            if (wanted.contains(info.name))
                addTensor(file, info);
        }
        files_.push_back(std::move(file));
    }
    return Done{};
}

void Checkpoint::addTensor(std::shared_ptr<const SafetensorsFile> file, const TensorInfo& info) {
    indexByName_.emplace(info.name, tensors_.size());
    tensors_.push_back({std::move(file), &info});
}

void Checkpoint::summarise() {
    std::map<StorageType, std::uint64_t> elements;
    for (const CheckpointTensor& tensor : tensors_) {
        totalBytes_ += tensor.info->byteCount();
        parameterCount_ += tensor.info->elementCount();
        elements[tensor.info->type] += tensor.info->elementCount();
    }
    std::uint64_t most = 0;
    for (const auto& [type, count] : elements) {
        if (count > most) {
            most = count;
            dominantType_ = type;
        }
    }
}

const CheckpointTensor* Checkpoint::find(std::string_view name) const {
    const auto found = indexByName_.find(name);
    return found == indexByName_.end() ? nullptr : &tensors_[found->second];
}

std::vector<std::string> Checkpoint::names() const {
    std::vector<std::string> names;
    names.reserve(tensors_.size());
    for (const CheckpointTensor& tensor : tensors_)
        names.push_back(tensor.info->name);
    return names;
}

} // namespace diptych
