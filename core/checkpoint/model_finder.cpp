#include "core/checkpoint/model_finder.h"

#include "core/checkpoint/inspect.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace diptych {

namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 4;        // levels below a folder that was named
constexpr int kMostFolders = 5000; // looked into, of all

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool isFile(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    fs::directory_iterator each(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && each != fs::directory_iterator(); each.increment(error))
        entries.push_back(each->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool looksLikeCheckpoint(const fs::path& folder) {
    return isFile(folder / "model_index.json") || isFile(folder / "transformer" / "config.json");
}

// "models--Tongyi-MAI--Z-Image-Turbo" of the cache is "Z-Image-Turbo".
std::string nameOf(const fs::path& folder) {
    for (const fs::path& part : folder) {
        const std::string name = part.string();
        if (name.starts_with("models--"))
            return name.substr(name.rfind("--") + 2);
    }
    return folder.filename().string();
}

bool isInCache(const fs::path& folder) {
    return std::any_of(folder.begin(), folder.end(),
                       [](const fs::path& part) { return part.string().starts_with("models--"); });
}

// Other architectures are in the same layout: the transformer tells.
std::optional<FoundModel> describeCheckpoint(const fs::path& folder) {
    const auto description = describeFile(folder);
    if (!description || description->kind != DescribedKind::CheckpointFolder)
        return std::nullopt;
    FoundModel found;
    found.origin = isInCache(folder) ? ModelOrigin::HuggingFaceCache : ModelOrigin::Folder;
    found.name = nameOf(folder);
    found.model = folder;
    bool isOurs = false;
    for (const DescribedComponent& component : description->components) {
        if (component.name == "transformer")
            isOurs = component.className.starts_with("ZImage") ||
                     component.title.find("Z-Image") != std::string::npos;
        const bool needed = component.name != "scheduler";
        if (needed && (!component.isPresent || !component.problem.empty()))
            found.lacks.push_back(component.name);
    }
    if (!isOurs)
        return std::nullopt;
    return found;
}

/// The files of one kind in ComfyUI's folders of that kind.
std::vector<fs::path> filesOfKind(const fs::path& models,
                                  std::initializer_list<const char*> folders, DescribedKind kind) {
    std::vector<fs::path> files;
    for (const char* const folder : folders)
        for (const fs::path& path : entriesOf(models / folder)) {
            const std::string ending = path.extension().string();
            if ((ending != ".safetensors" && ending != ".gguf") || !isFile(path))
                continue;
            const auto description = describeFile(path);
            if (description && description->kind == kind)
                files.push_back(path);
        }
    return files;
}

void findComfy(const fs::path& models, std::vector<FoundModel>& found) {
    const auto transformers =
        filesOfKind(models, {"diffusion_models", "unet"}, DescribedKind::ZImageTransformer);
    if (transformers.empty())
        return;
    const auto encoders =
        filesOfKind(models, {"text_encoders", "clip"}, DescribedKind::Qwen3TextEncoder);
    const auto autoencoders = filesOfKind(models, {"vae"}, DescribedKind::AutoencoderKL);
    for (const fs::path& transformer : transformers) {
        FoundModel model;
        model.origin = ModelOrigin::ComfyUi;
        model.name = transformer.stem().string();
        model.transformer = transformer;
        if (encoders.empty())
            model.lacks.emplace_back("text_encoder");
        else
            model.textEncoder = encoders.front();
        if (autoencoders.empty())
            model.lacks.emplace_back("vae");
        else
            model.autoencoder = autoencoders.front();
        found.push_back(std::move(model));
    }
}

class Search {
  public:
    Search(const RunContext& context, std::vector<FoundModel>& found)
        : context_(context), found_(found) {}

    void look(const fs::path& folder, int depth) {
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (error || !seen_.insert(real).second || seen_.size() > kMostFolders ||
            context_.cancelled())
            return; // links may lead in circles
        if (looksLikeCheckpoint(folder)) {
            if (auto model = describeCheckpoint(folder))
                found_.push_back(std::move(*model));
            return;
        }
        if (isFolder(folder / "diffusion_models") || isFolder(folder / "unet"))
            findComfy(folder, found_);
        if (depth == kDeepest)
            return;
        for (const fs::path& entry : entriesOf(folder))
            if (isFolder(entry) && !entry.filename().string().starts_with("."))
                look(entry, depth + 1);
    }

  private:
    const RunContext& context_;
    std::vector<FoundModel>& found_;
    std::set<fs::path> seen_;
};

} // namespace

std::vector<std::filesystem::path> usualModelFolders(const std::filesystem::path& home,
                                                     const std::filesystem::path& huggingFace) {
    std::vector<fs::path> folders;
    if (!huggingFace.empty())
        folders.push_back(huggingFace / "hub");
    if (home.empty())
        return folders;
    folders.push_back(home / ".cache/huggingface/hub");
    for (const char* const name : {"ComfyUI/models", "comfyui/models", "models", "Models",
                                   "stable-diffusion-webui-forge/models", "SwarmUI/Models"})
        folders.push_back(home / name);
    return folders;
}

std::vector<FoundModel> findModels(const std::vector<std::filesystem::path>& folders,
                                   const RunContext& context) {
    std::vector<FoundModel> found;
    Search search(context, found);
    for (const fs::path& folder : folders)
        if (isFolder(folder))
            search.look(folder, 0);
    std::stable_partition(found.begin(), found.end(),
                          [](const FoundModel& model) { return model.isComplete(); });
    return found;
}

} // namespace diptych
