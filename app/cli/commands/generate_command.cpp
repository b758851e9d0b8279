#include "app/cli/commands/generate_command.h"

#include "app/cli/commands/generate_job.h"
#include "app/cli/lora_option.h"
#include "app/cli/model.h"
#include "app/cli/number_options.h"
#include "app/cli/option.h"
#include "app/cli/template_choice.h"
#include "core/config/lora_settings.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <utility>

namespace diptych::cli {

namespace {

void addInputOptions(CLI::App& command, GenerateOptions& options) {
    const std::string group = "Inputs instead of a prompt or noise";
    addOption(command,
              {"--prompt-embeds,--load-embeddings,--embeddings-file", "FILE", group,
               "embeddings that 'encode' or --save-embeddings wrote; no text encoder is loaded"},
              options.promptEmbeddings);
    addOption(command,
              {"--negative-embeds", "FILE", group,
               "embeddings of the negative prompt, for use with --guidance-scale"},
              options.negativeEmbeddings);
    addOption(command,
              {"--init-latents", "FILE", group,
               "start from the tensor latents instead of noise; its size is the picture's, and "
               "several draw several pictures"},
              options.initialLatents);
}

void addOutputOptions(CLI::App& command, GenerateOptions& options) {
    const std::string group = "Files";
    addOption(command,
              {"-o,--output", "FILE", group,
               "picture to write: .png, .jpg or .webp; {seed} and {index} are filled in (default " +
                   options.output + ")"},
              options.output);
    addOption(command,
              {"--save-latents", "FILE", group, "also write the latents, a .safetensors file"},
              options.saveLatents);
    addOption(command,
              {"--save-embeddings", "FILE", group,
               "also write the prompt's embeddings, a .safetensors file"},
              options.saveEmbeddings);
    addOption(command,
              {"--metadata", "WHAT", group,
               "what the picture's file tells about its making: all, no-prompt or none (default " +
                   std::string(toString(options.metadata)) + ")"},
              [&options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options.metadata, parseMetadataLevel(text));
                  return Done{};
              });
    addSwitch(command, {"--overwrite", "", group, "replace files that exist"}, options.overwrite);
}

Status takeSettings(CommandContext& context, GenerateOptions& options) {
    const config::EffectiveConfig& config = context.config();
    options.request = config::requestOf(config.values);
    DIPTYCH_TRY(options.request.loras, config::findLoras(config.values.lora));
    DIPTYCH_TRY_DONE(settlePrompt(context, options.prompt));
    options.request.conversation = options.prompt.conversation;
    options.request.templateName = options.prompt.templateName;
    for (std::string& words : config::triggerWordsOf(config.values.lora))
        options.prompt.triggerWords.push_back(std::move(words));
    options.countGiven = context.settings().find("generation.count") != nullptr;
    options.sizeGiven = config.isChosen("generation.width") || config.isChosen("generation.height");
    return Done{};
}

constexpr const char* kExamples =
    "Examples:\n"
    "  diptych-cli generate \"A cat on a mat\"\n"
    "  diptych-cli generate \"A cat on a mat\" --model-path ~/models/Z-Image-Turbo \\\n"
    "      --width 768 --height 1024 --seed 42 --output cat.png\n"
    "  diptych-cli generate \"A cat\" --count 4 --output \"cat-{seed}.webp\"\n"
    "  diptych-cli generate \"An oil painting\" --image photo.jpg --strength 0.6\n"
    "  diptych-cli generate \"A city\" --width 2048 --height 2048 --two-pass\n"
    "  diptych-cli generate \"A harbour\" --template watercolor\n"
    "  diptych-cli generate \"A {red|green|blue} kite\" --expand --count 3\n"
    "  diptych-cli generate --prompt-file prompt.txt --json\n"
    "  diptych-cli generate --prompts list.txt --output \"{index}.png\"";

} // namespace

CommandBody makeGenerateCommand(CLI::App& command, CommandContext& context) {
    command.description("Draw pictures from a prompt");
    command.footer(kExamples);
    auto options = std::make_shared<GenerateOptions>();
    addPromptOptions(command, context.settings(), options->prompt);
    addOption(command,
              {"--prompts", "FILE", "Prompt",
               "read prompts from a file, one a line, and draw each; - = standard input"},
              options->promptList);
    addNumberOptions(command, context.settings());
    addLoraOptions(command, "Adapters", context.settings(), options->prompt.triggerWords);
    addInputOptions(command, *options);
    addOutputOptions(command, *options);
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) -> Status {
        DIPTYCH_TRY_DONE(takeSettings(running, *options));
        return runGenerateJob(running, *options);
    };
}

} // namespace diptych::cli
