// ComfyUI stores the graph that it ran: nodes by id, each with a class_type and inputs, an input
// being a value or a link [node id, output]. From the sampler the links lead to everything else.
#include "core/image/foreign_settings.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace diptych::image {

namespace {

using nlohmann::json;

constexpr int kLongestPath = 24; // links from one node to what feeds it; graphs may be circular

class ComfyReader {
  public:
    ComfyReader(const json& graph, RecoveredSettings& settings)
        : graph_(graph), settings_(settings) {}

    bool read() {
        const std::string sampler = findSampler();
        if (sampler.empty())
            return false;
        settings_.program = "ComfyUI";
        readSampler(graph_[sampler]);
        readModel(sampler);
        for (const auto& [id, node] : graph_.items())
            if (!used_.contains(id) && !isOutput(classOf(node)))
                settings_.unknown.push_back({classOf(node), ""});
        return true;
    }

  private:
    static std::string classOf(const json& node) {
        const json name = node.is_object() ? node.value("class_type", json()) : json();
        return name.is_string() ? name.get<std::string>() : std::string();
    }
    static bool isOutput(std::string_view name) {
        constexpr std::array<std::string_view, 5> kNames = {
            "SaveImage", "PreviewImage", "VAEDecode", "VAEDecodeTiled", "VAELoader"};
        return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
    }

    // Several samplers draw one after another; the first one, which starts from nothing, tells the
    // size and the seed.
    std::string findSampler() {
        std::string found;
        for (const auto& [id, node] : graph_.items()) {
            const std::string name = classOf(node);
            if (name == "KSampler" || name == "KSamplerAdvanced" ||
                name == "SamplerCustomAdvanced" || name == "SamplerCustom") {
                if (found.empty() || inputNode(node, "latent_image").second.find("Empty") == 0)
                    found = id;
            }
        }
        return found;
    }

    json input(const json& node, const char* name) const {
        const json inputs = node.value("inputs", json::object());
        return inputs.is_object() ? inputs.value(name, json()) : json();
    }
    /// The node that a link leads to: its id, its class; both empty when there is none.
    std::pair<std::string, std::string> inputNode(const json& node, const char* name) {
        return target(input(node, name));
    }
    std::pair<std::string, std::string> target(const json& link) {
        if (!link.is_array() || link.size() != 2 || !link[0].is_string())
            return {};
        const std::string id = link[0].get<std::string>();
        return graph_.contains(id) ? std::pair{id, classOf(graph_[id])}
                                   : std::pair<std::string, std::string>();
    }

    // A value, or what a node of the kind "primitive" holds.
    json valueOf(const json& value, int depth = 0) {
        const auto [id, name] = target(value);
        if (id.empty() || depth > kLongestPath)
            return value;
        used_.insert(id);
        for (const char* const key : {"value", "text", "string", "int", "seed", "noise_seed"})
            if (const json inner = input(graph_[id], key); !inner.is_null())
                return valueOf(inner, depth + 1);
        return {};
    }
    template <typename Take> void take(const json& node, const char* name, Take takeValue) {
        const json raw = input(node, name);
        if (raw.is_null())
            return;
        const json value = valueOf(raw);
        if (!takeValue(value))
            settings_.unknown.push_back({classOf(node) + "." + name, shortText(value)});
    }

    // Along the conditioning to the text it is made from.
    std::string promptBehind(const json& node, const char* name) {
        auto [id, kind] = inputNode(node, name);
        for (int depth = 0; !id.empty() && depth < kLongestPath; ++depth) {
            used_.insert(id);
            const json& at = graph_[id];
            if (kind == "ConditioningZeroOut")
                return {};
            for (const char* const key : {"text", "prompt", "t5xxl"})
                if (const json text = valueOf(input(at, key)); text.is_string()) {
                    markInput(at, "clip");
                    return text.get<std::string>();
                }
            std::tie(id, kind) = inputNode(at, "conditioning");
            if (id.empty())
                std::tie(id, kind) = inputNode(at, name);
        }
        return {};
    }
    void markInput(const json& node, const char* name) {
        if (const auto [id, kind] = inputNode(node, name); !id.empty())
            used_.insert(id);
    }

    bool takeWhole(const json& value, int& target, std::int64_t largest) {
        if (!value.is_number_integer() || value.get<std::int64_t>() < 1 ||
            value.get<std::int64_t>() > largest)
            return false;
        target = value.get<int>();
        return true;
    }

    void readNumbers(const json& node) {
        GenerationRequest& request = settings_.request;
        const auto seed = [&request](const json& value) {
            if (!value.is_number_integer() || value.get<std::int64_t>() < 0)
                return false;
            request.seed = value.get<std::int64_t>();
            return true;
        };
        take(node, "seed", seed);
        take(node, "noise_seed", seed);
        take(node, "steps",
             [&](const json& value) { return takeWhole(value, request.steps, kLargestSteps); });
        take(node, "cfg", [&request](const json& value) {
            if (value.is_number())
                takeGuidance(value.get<double>(), request);
            return value.is_number();
        });
        take(node, "sampler_name", [&request](const json& value) {
            const std::string_view name = value.is_string()
                                              ? schedulerOf(value.get_ref<const std::string&>())
                                              : std::string_view();
            if (!name.empty())
                request.scheduler = name;
            return !name.empty();
        });
        take(node, "scheduler", [](const json& value) {
            return value == "simple" || value == "normal"; // what our linear spacing is
        });
        take(node, "denoise", [&request](const json& value) {
            if (value.is_number() && value.get<double>() < 1.0)
                request.source.strength = value.get<double>();
            return value.is_number();
        });
    }

    void readSampler(const json& node) {
        for (const auto& [id, other] : graph_.items())
            if (&other == &node)
                used_.insert(id);
        readNumbers(node);
        const json* conditioned = &node;
        for (const char* const part : {"noise", "sampler", "sigmas", "guider"}) {
            const auto [id, kind] = inputNode(node, part);
            if (id.empty())
                continue;
            used_.insert(id);
            readNumbers(graph_[id]);
            if (std::string_view(part) == "guider")
                conditioned = &graph_[id];
        }
        const char* const positive =
            input(*conditioned, "positive").is_null() ? "conditioning" : "positive";
        settings_.request.conversation.user = promptBehind(*conditioned, positive);
        if (!input(*conditioned, "negative").is_null())
            settings_.request.negativePrompt = promptBehind(*conditioned, "negative");
        readSize(node);
    }

    void readSize(const json& node) {
        const auto [id, kind] = inputNode(node, "latent_image");
        if (id.empty())
            return;
        used_.insert(id);
        GenerationRequest& request = settings_.request;
        take(graph_[id], "width",
             [&](const json& value) { return takeWhole(value, request.width, kLargestSide); });
        take(graph_[id], "height",
             [&](const json& value) { return takeWhole(value, request.height, kLargestSide); });
    }

    // From the sampler up to the file: shift and adapters lie on the way.
    void readModel(const std::string& sampler) {
        json node = graph_[sampler];
        if (const auto [guider, kind] = inputNode(node, "guider"); !guider.empty())
            node = graph_[guider];
        std::vector<LoraRequest> loras;
        auto [id, kind] = inputNode(node, "model");
        for (int depth = 0; !id.empty() && depth < kLongestPath; ++depth) {
            used_.insert(id);
            const json& at = graph_[id];
            if (kind.find("Lora") != std::string::npos)
                readLora(at, loras);
            else if (kind.find("ModelSampling") == 0)
                take(at, "shift", [this](const json& value) {
                    if (value.is_number() && value.get<double>() > 0.0)
                        settings_.request.shift = value.get<double>();
                    return value.is_number();
                });
            for (const char* const file : {"unet_name", "ckpt_name"})
                if (const json name = input(at, file); name.is_string())
                    settings_.unknown.push_back({file, shortText(name)});
            std::tie(id, kind) = inputNode(at, "model");
        }
        if (!loras.empty())
            settings_.request.loras = {loras.rbegin(), loras.rend()};
    }

    void readLora(const json& node, std::vector<LoraRequest>& loras) {
        const json name = input(node, "lora_name");
        const json strength = input(node, "strength_model");
        if (name.is_string() && strength.is_number())
            loras.push_back({name.get<std::string>(), strength.get<double>()});
        else
            settings_.unknown.push_back({classOf(node), ""});
    }

    const json& graph_;
    RecoveredSettings& settings_;
    std::set<std::string> used_;
};

} // namespace

bool readComfyGraph(const json& graph, RecoveredSettings& settings) {
    return graph.is_object() && ComfyReader(graph, settings).read();
}

} // namespace diptych::image
