#include "core/cluster/weight_digests.h"

#include "core/base/file.h"
#include "core/cluster/inside/identity.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <system_error>

namespace diptych::cluster {

namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestCacheBytes = 64 << 20;
constexpr std::size_t kBytesAtOnce = 16 << 20; // between two looks at the stop token

// What changes when a file does: "size-time".
std::string stampOf(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    const auto time = std::filesystem::last_write_time(file, error);
    return error ? std::string() : fmt::format("{}-{}", size, time.time_since_epoch().count());
}

/// {"files": {path: {"stamp": …, "tensors": {key: digest}}}}
class Cache {
  public:
    explicit Cache(std::filesystem::path path) : path_(std::move(path)) {
        if (path_.empty())
            return;
        const auto text = readFile(path_, kLargestCacheBytes);
        json read = text ? json::parse(*text, nullptr, false) : json();
        const bool isCache =
            read.is_object() && read.contains("files") && read["files"].is_object();
        if (isCache)
            files_ = std::move(read["files"]);
    }

    std::string find(const std::string& file, const std::string& tensor) {
        const json& entry = entryOf(file);
        const auto found = entry["tensors"].find(tensor);
        const bool isDigest = found != entry["tensors"].end() && found->is_string();
        return isDigest ? found->get<std::string>() : std::string();
    }

    void add(const std::string& file, const std::string& tensor, const std::string& digest) {
        entryOf(file)["tensors"][tensor] = digest;
        changed_ = true;
    }

    void save() {
        if (path_.empty() || !changed_)
            return;
        const std::string text = json{{"files", files_}}.dump();
        // Without a cache the digests are made again next time, nothing more.
        static_cast<void>(writeFileAtomically(path_, text, Overwrite::Yes));
    }

  private:
    // What is known about the file as it is now.
    json& entryOf(const std::string& file) {
        json& entry = files_[file];
        const std::string stamp = stamps_.try_emplace(file, stampOf(file)).first->second;
        const bool isKnown = entry.is_object() && entry.value("stamp", json()) == stamp &&
                             entry.contains("tensors") && entry["tensors"].is_object();
        if (!isKnown)
            entry = {{"stamp", stamp}, {"tensors", json::object()}};
        return entry;
    }

    std::filesystem::path path_;
    json files_ = json::object();
    std::map<std::string, std::string> stamps_;
    bool changed_ = false;
};

void add(const StoredTensor& tensor, const RunContext& context, Sha256& digest) {
    digest.add(fmt::format("{} [{}] ", toString(tensor.format), fmt::join(tensor.shape, ",")));
    digest.add(std::as_bytes(std::span(tensor.scale)));
    std::span<const std::byte> bytes = tensor.bytes();
    while (!bytes.empty()) {
        context.throwIfCancelled();
        const std::size_t count = std::min(bytes.size(), kBytesAtOnce);
        digest.add(bytes.first(count));
        bytes = bytes.subspan(count);
    }
    if (!tensor.quantised)
        return;
    digest.add(toString(tensor.quantised->format));
    for (const StoredTensor* part :
         {&tensor.quantised->scale, &tensor.quantised->keptColumns, &tensor.quantised->keptWeight})
        if (part->file)
            add(*part, context, digest);
}

std::string digestOf(const StoredTensor& tensor, const RunContext& context) {
    Sha256 digest;
    add(tensor, context, digest);
    return digest.finish();
}

} // namespace

Result<WeightDigests> digestsOf(const ComponentWeights& weights, std::span<const std::string> names,
                                const std::filesystem::path& cacheFile, const RunContext& context) {
    Cache cache(cacheFile);
    WeightDigests digests;
    for (const std::string& name : names) {
        const StoredTensor* tensor = weights.find(name);
        if (!tensor)
            return fail(ErrorCode::WeightsInvalid,
                        fmt::format("{} has no tensor {}", weights.path().string(), name));
        const std::string file = tensor->file->path().string();
        // Parts of a fused tensor share its stored name.
        const std::string key = fmt::format("{}@{}", name, tensor->begin);
        std::string digest = cache.find(file, key);
        if (digest.empty()) {
            try {
                digest = digestOf(*tensor, context);
            } catch (const ErrorException& error) {
                return fail(error.error());
            }
            cache.add(file, key, digest);
        }
        digests.emplace(name, std::move(digest));
    }
    cache.save();
    return digests;
}

std::string firstDifference(const WeightDigests& given, const WeightDigests& own) {
    for (const auto& [name, digest] : given) {
        const auto found = own.find(name);
        if (found == own.end() || found->second != digest)
            return name;
    }
    return {};
}

} // namespace diptych::cluster
