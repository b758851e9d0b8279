#include "app/cli/unavailable_options.h"

#include "app/cli/option.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace diptych::cli {

namespace {

struct UnavailableFlag {
    const char* name;
    const char* capability;
};

constexpr UnavailableFlag kUnavailableValues[] = {
    {"--dype-base-resolution", "dynamic position extrapolation"},
    {"--dype-base-shift", "dynamic position extrapolation"},
    {"--dype-exponent", "dynamic position extrapolation"},
    {"--dype-max-shift", "dynamic position extrapolation"},
    {"--dype-method", "dynamic position extrapolation"},
    {"--dype-scale", "dynamic position extrapolation"},
    {"--dype-start-sigma", "dynamic position extrapolation"},
    {"--fmtt-decode-scale", "reward guidance"},
    {"--fmtt-normalize", "reward guidance"},
    {"--fmtt-scale", "reward guidance"},
    {"--fmtt-siglip-device", "reward guidance"},
    {"--fmtt-siglip-model", "reward guidance"},
    {"--fmtt-start", "reward guidance"},
    {"--fmtt-stop", "reward guidance"},
    {"--qwen-image-cfg-scale", "the Qwen-Image model"},
    {"--qwen-image-edit-model-path", "the Qwen-Image model"},
    {"--qwen-image-layers", "the Qwen-Image model"},
    {"--qwen-image-model-path", "the Qwen-Image model"},
    {"--qwen-image-resolution", "the Qwen-Image model"},
    {"--qwen-image-steps", "the Qwen-Image model"},
    {"--rewriter-api-model", "the command rewrite takes --api-url"},
    {"--rewriter-api-url", "the command rewrite takes --api-url"},
    {"--rewriter-timeout", "the command rewrite takes --api-url"},
    {"--rewriter-vl-api-model", "pictures as prompts"},
    {"--vl-alpha", "pictures as prompts"},
    {"--vl-blend-mode", "pictures as prompts"},
    {"--vl-device", "pictures as prompts"},
    {"--vl-hidden-layer", "pictures as prompts"},
    {"--vl-model-path", "pictures as prompts"},
};

constexpr UnavailableFlag kUnavailableSwitches[] = {
    {"--dype", "dynamic position extrapolation"},
    {"--dype-anisotropic", "dynamic position extrapolation"},
    {"--encoder-only", "the command encode does that"},
    {"--qwen-image-cpu-offload", "the Qwen-Image model"},
    {"--rewriter-no-vl", "pictures as prompts"},
    {"--rewriter-preload-vl", "pictures as prompts"},
    {"--rewriter-use-api", "the command rewrite takes --api-url"},
    {"--vl-no-auto-unload", "pictures as prompts"},
};

/// A flag with one value that is what this version does; any other is refused, or noted where it
/// names a mechanism.
struct SingleValueFlag {
    const char* name;
    const char* accepted;
    const char* capability;
};

constexpr SingleValueFlag kSingleValueFlags[] = {
    {"--model-type", "zimage", "another model family"},
};

struct NotedFlag {
    const char* name;
    const char* message;
};

constexpr NotedFlag kNotedSwitches[] = {
    {"--compile", "--compile has no effect: Diptych is compiled already"},
    {"--flash-attn", "--flash-attn has no effect: the fastest attention that the device has is "
                     "always used"},
    {"--use-custom-scheduler",
     "--use-custom-scheduler has no effect: Diptych has schedulers of its own, see --scheduler"},
    {"--embedding-cache",
     "--embedding-cache has no effect: a command encodes each prompt only once"},
};

tl::unexpected<Error> failUnavailable(std::string_view what, std::string_view capability) {
    return fail(ErrorCode::Usage,
                fmt::format("{} is not available in this version ({})", what, capability),
                "leave it out; 'diptych-cli COMMAND --help' lists what there is");
}

void addRefusedValue(CLI::App& app, const std::string& names, const std::string& capability) {
    addOption(app, {names, "", kHidden, ""}, [capability](const std::string&) -> Status {
        return failUnavailable("this flag", capability);
    });
}

// The switch of a capability: its --no- form is what happens anyway.
void addRefusedSwitch(CLI::App& app, const std::string& name, const std::string& capability) {
    addSwitch(app, {name, "", kHidden, ""}, [name, capability](bool on) {
        if (on)
            throw ErrorException(failUnavailable(name, capability).value());
    });
}

bool isTaken(const CLI::App& app, const std::string& name) {
    return app.get_option_no_throw(name) != nullptr;
}

void addNotedOptions(CLI::App& app, std::vector<Notice>& notices) {
    for (const NotedFlag& flag : kNotedSwitches)
        addSwitch(app, {flag.name, "", kHidden, ""}, [&notices, &flag](bool on) {
            if (on)
                notices.push_back({"flag_without_effect", flag.message});
        });
    addOption(app, {"--cache-size", "N", kHidden, ""}, [&notices](const std::string&) -> Status {
        notices.push_back({"flag_without_effect", "--cache-size has no effect: a command encodes "
                                                  "each prompt only once"});
        return Done{};
    });
    addOption(app, {"--attention-backend", "NAME", kHidden, ""},
              [&notices](const std::string& name) -> Status {
                  constexpr std::string_view kPythonNames[] = {"flash_attn_2", "flash_attn_3",
                                                               "sage", "xformers", "sdpa"};
                  if (name == "auto")
                      return Done{};
                  if (std::find(std::begin(kPythonNames), std::end(kPythonNames), name) ==
                      std::end(kPythonNames))
                      return fail(ErrorCode::Usage, fmt::format("unknown backend '{}'", name),
                                  "use auto");
                  notices.push_back(
                      {"flag_without_effect",
                       fmt::format("--attention-backend {} names a Python package: the fastest "
                                   "attention that the device has is used instead",
                                   name)});
                  return Done{};
              });
}

} // namespace

void addUnavailableOptions(CLI::App& app, std::vector<Notice>& notices) {
    for (const UnavailableFlag& flag : kUnavailableValues)
        if (!isTaken(app, flag.name))
            addRefusedValue(app, flag.name, flag.capability);
    for (const UnavailableFlag& flag : kUnavailableSwitches)
        addRefusedSwitch(app, flag.name, flag.capability);
    for (const SingleValueFlag& flag : kSingleValueFlags)
        addOption(app, {flag.name, "NAME", kHidden, ""},
                  [&flag](const std::string& value) -> Status {
                      if (value == flag.accepted)
                          return Done{};
                      return failUnavailable(fmt::format("'{}'", value), flag.capability);
                  });
    addNotedOptions(app, notices);
}

} // namespace diptych::cli
