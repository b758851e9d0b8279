#include "core/config/schema_tables.h"

#include <string>
#include <utility>

namespace diptych::config {

namespace {

constexpr const char* kCompiled = "Diptych is compiled, and always uses the fastest attention that "
                                  "the device has";
constexpr const char* kNoKeyInFiles = "a key is never read from a file: name the environment "
                                      "variable that holds it with api.key_env";
constexpr const char* kNoRemoteRewriter = "'diptych-cli rewrite' takes the server as --api-url";
constexpr const char* kNoServer = "'diptych-cli serve' takes --host and --port";
constexpr const char* kNoVision = "pictures as prompts are not supported";
constexpr const char* kNoQwenImage = "the Qwen-Image model is not supported";
constexpr const char* kNoExtrapolation = "large pictures are drawn in two passes instead, see "
                                         "two_pass";
constexpr const char* kNoReward = "reward guidance is not supported";
constexpr const char* kNoCache = "a command encodes each prompt only once";

struct Row {
    const char* key;
    std::vector<Value> harmless;
};

std::vector<InertKey> keysOf(const std::string& section, const char* reason,
                             std::vector<Row> rows) {
    std::vector<InertKey> keys;
    keys.reserve(rows.size());
    for (Row& row : rows)
        keys.push_back({section + row.key, reason, std::move(row.harmless), false});
    return keys;
}

std::vector<InertKey> sharedKeys() {
    std::vector<InertKey> keys =
        keysOf("server.", kNoServer, {{"host", {"127.0.0.1", "localhost"}}, {"port", {7860}}});
    for (InertKey& key : keys)
        key.isShared = true;
    return keys;
}

// The values in braces are the predecessor's defaults and those of its sample files: who has them
// asked for nothing.

std::vector<std::vector<InertKey>> engineKeys() {
    return {keysOf("encoder.", "no program code is ever loaded from a checkpoint",
                   {{"trust_remote_code", {true, false}}}),
            keysOf("encoder.", kNoKeyInFiles, {{"api_key", {""}}}),
            keysOf("api.", kNoKeyInFiles, {{"key", {""}}, {"api_key", {""}}}),
            keysOf("optimization.", kCompiled, {{"flash_attn", {false}}, {"compile", {false}}}),
            keysOf("pytorch.", kCompiled, {{"attention_backend", {"auto"}}}),
            keysOf("pytorch.", "Diptych has schedulers of its own, see scheduler.type",
                   {{"use_custom_scheduler", {false}}}),
            keysOf("pytorch.", kNoCache, {{"embedding_cache", {false}}, {"cache_size", {100}}})};
}

std::vector<std::vector<InertKey>> rewriterKeys() {
    return {
        keysOf("rewriter.", kNoRemoteRewriter,
               {{"use_api", {false}},
                {"api_url", {""}},
                {"api_model", {"", "Qwen3-4B"}},
                {"timeout", {120.0}}}),
        keysOf("rewriter.", kNoVision,
               {{"vl_enabled", {true, false}}, {"preload_vl", {false}}, {"vl_api_model", {""}}})};
}

std::vector<std::vector<InertKey>> otherModelKeys() {
    return {keysOf("vl.", kNoVision,
                   {{"model_path", {""}},
                    {"device", {"cpu"}},
                    {"default_alpha", {1.0, 0.3}},
                    {"default_hidden_layer", {-8, -6, -2}},
                    {"text_tokens_only", {true}},
                    {"auto_unload", {true}},
                    {"target_std", {70.0, 58.75}}}),
            keysOf("qwen_image.", kNoQwenImage,
                   {{"model_path", {""}},
                    {"edit_model_path", {""}},
                    {"device", {"cuda"}},
                    {"text_encoder_device", {"cuda"}},
                    {"torch_dtype", {"bfloat16"}},
                    {"cpu_offload", {true}},
                    {"quantize_text_encoder", {"none"}},
                    {"quantize_transformer", {"none"}},
                    {"num_inference_steps", {40}},
                    {"cfg_scale", {4.0}},
                    {"layer_num", {4}},
                    {"resolution", {1024, 640}},
                    {"shift", {}}}),
            keysOf("dype.", kNoExtrapolation,
                   {{"enabled", {false}},
                    {"method", {"vision_yarn"}},
                    {"dype_scale", {2.0}},
                    {"dype_exponent", {2.0}},
                    {"dype_start_sigma", {1.0}},
                    {"base_shift", {0.5}},
                    {"max_shift", {1.15}},
                    {"base_resolution", {1024}},
                    {"anisotropic", {false}}}),
            keysOf("fmtt.", kNoReward,
                   {{"enabled", {false}},
                    {"guidance_scale", {1.0}},
                    {"guidance_start", {0.0}},
                    {"guidance_stop", {0.5}},
                    {"normalize_mode", {"unit"}},
                    {"decode_scale", {0.5}},
                    {"reward_model", {"siglip"}},
                    {"siglip_model", {"", "google/siglip2-giant-opt-patch16-384"}},
                    {"siglip_device", {"cuda", "cpu"}}})};
}

} // namespace

std::vector<InertKey> inertKeyTable() {
    std::vector<InertKey> keys;
    for (const auto& groups : {engineKeys(), rewriterKeys(), otherModelKeys()})
        for (const std::vector<InertKey>& group : groups)
            keys.insert(keys.end(), group.begin(), group.end());
    const std::vector<InertKey> shared = sharedKeys();
    keys.insert(keys.end(), shared.begin(), shared.end());
    return keys;
}

} // namespace diptych::config
