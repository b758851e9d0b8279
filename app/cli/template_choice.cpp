#include "app/cli/template_choice.h"

#include "app/cli/configuration.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace diptych::cli {

namespace {

constexpr const char* kTemplate = "prompt.template";
constexpr const char* kTemplatesFolder = "prompt.templates_dir";
constexpr std::string_view kNoTemplate = "none";

bool isExplicit(CommandContext& context, const char* field, bool isDefault) {
    const config::EffectiveConfig& config = context.config();
    return config.sourceOf(field).kind == config::SourceKind::Flag ||
           (!isDefault && config.isChosenOver(field, kTemplate));
}

ExplicitParts explicitParts(CommandContext& context, const PromptOptions& options) {
    const Conversation& configured = context.config().values.request.conversation;
    ExplicitParts parts = options.given;
    if (isExplicit(context, "prompt.system_prompt", configured.system.empty()))
        parts.system = configured.system;
    if (isExplicit(context, "prompt.force_think_block", !configured.forceThinkBlock))
        parts.thinkBlock = configured.forceThinkBlock;
    return parts;
}

void noteProblem(CommandContext& context, const TemplateProblem& problem) {
    context.note(Notice{"template_problem", describe(problem)});
}

Result<PromptTemplate> chooseTemplate(CommandContext& context, const std::string& name,
                                      const VariableValues& variables) {
    DIPTYCH_TRY(const TemplateLibrary library, loadTemplates(context));
    Result<PromptTemplate> found = library.find(name);
    if (!found) {
        // It may be one that cannot be read.
        if (!library.problems().empty())
            found.error().hint += "; 'diptych-cli templates list' tells which files have problems";
        return found;
    }
    for (const TemplateProblem& problem : library.problems())
        if (problem.file == found->source.file)
            noteProblem(context, problem);
    return resolveVariables(std::move(*found), variables);
}

} // namespace

Result<TemplateLibrary> loadTemplates(CommandContext& context) {
    const std::filesystem::path named = context.config().values.prompt.templatesFolder;
    std::error_code error;
    if (!named.empty() && !std::filesystem::is_directory(named, error)) {
        const std::string message =
            fmt::format("there is no folder {}", toValidUtf8(named.string()));
        if (context.config().sourceOf(kTemplatesFolder).kind == config::SourceKind::Flag)
            return fail(ErrorCode::FileNotFound, message, "check --templates-dir");
        context.note(Notice{"templates_folder_missing", message + ": check templates_dir"});
    }
    return TemplateLibrary::load(
        {context.environment().templates, named.empty() ? userTemplatesFolder(context) : named});
}

Status settlePrompt(CommandContext& context, PromptOptions& options) {
    return settlePromptWith(context, options, context.config().values.request.templateName);
}

Status settlePromptWith(CommandContext& context, PromptOptions& options, const std::string& name) {
    const config::EffectiveConfig& config = context.config();
    const Conversation& configured = config.values.request.conversation;
    options.expand = config.values.prompt.expand;
    options.conversation.system = configured.system;
    options.conversation.forceThinkBlock = configured.forceThinkBlock;
    options.conversation.stripQuotes = configured.stripQuotes;
    const ExplicitParts parts = explicitParts(context, options);
    const bool isNamed = !name.empty() && name != kNoTemplate;
    const bool isFlag = config.sourceOf(kTemplate).kind == config::SourceKind::Flag;
    if (isNamed && isFlag && options.conversation.raw)
        return fail(ErrorCode::Usage, "--template and --raw were both given",
                    "a raw prompt holds everything already; leave one of them out");
    if (!isNamed || options.conversation.raw) {
        if (!options.variables.empty())
            return fail(ErrorCode::Usage, "--template-var was given without a template",
                        "name one with --template");
        options.templateName.clear();
        options.conversation = applyChoices(std::move(options.conversation), parts);
        return Done{};
    }
    DIPTYCH_TRY(const PromptTemplate chosen, chooseTemplate(context, name, options.variables));
    options.templateName = chosen.name;
    options.conversation = applyTemplate(std::move(options.conversation), parts, chosen);
    return Done{};
}

} // namespace diptych::cli
