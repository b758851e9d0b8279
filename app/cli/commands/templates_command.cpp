#include "app/cli/commands/templates_command.h"

#include "app/cli/option.h"
#include "app/cli/template_choice.h"
#include "core/base/text.h"
#include "core/prompt/apply_template.h"
#include "core/prompt/chat_format.h"
#include "core/prompt/template_check.h"
#include "core/prompt/template_file.h"
#include "core/prompt/template_variables.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

// Stands where the user's text will be.
constexpr const char* kSamplePrompt = "(your prompt)";

struct TemplatesOptions {
    std::string action;
    std::vector<std::string> arguments;
    std::string category;
    std::string search;
    bool rewriters = false;
    VariableValues variables;
};

nlohmann::ordered_json toJson(const TemplateProblem& problem) {
    return {{"file", toValidUtf8(problem.file.string())},
            {"line", problem.line > 0 ? nlohmann::ordered_json(problem.line) : nullptr},
            {"message", problem.message},
            {"hint", problem.hint.empty() ? nlohmann::ordered_json()
                                          : nlohmann::ordered_json(problem.hint)}};
}

nlohmann::ordered_json toJson(const std::vector<TemplateProblem>& problems) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const TemplateProblem& problem : problems)
        list.push_back(toJson(problem));
    return list;
}

nlohmann::ordered_json toJson(const PromptTemplate& value) {
    nlohmann::ordered_json variables = nlohmann::ordered_json::array();
    for (const TemplateVariable& variable : variablesOf(value))
        variables.push_back(
            {{"name", variable.name},
             {"default",
              variable.defaultValue ? nlohmann::ordered_json(*variable.defaultValue) : nullptr}});
    nlohmann::ordered_json metadata = nlohmann::ordered_json::object();
    for (const ExtraKey& extra : value.extras)
        metadata[extra.key] = nlohmann::ordered_json::parse(extra.json, nullptr, false);
    return {{"name", value.name},
            {"title", displayTitle(value)},
            {"category", value.category},
            {"description", value.description},
            {"tags", value.tags},
            {"model", value.model},
            {"origin", toString(value.source.origin)},
            {"file", toValidUtf8(value.source.file.string())},
            {"add_think_block", value.addThinkBlock ? nlohmann::ordered_json(*value.addThinkBlock)
                                                    : nlohmann::ordered_json()},
            {"thinking_content", value.thinking},
            {"assistant_content", value.assistant},
            {"system_prompt", value.body},
            {"variables", std::move(variables)},
            {"metadata", std::move(metadata)}};
}

// What is asked for, in the order in which it is shown: by category and name, or by rank.
std::vector<PromptTemplate> chosenTemplates(const TemplateLibrary& library,
                                            const TemplatesOptions& options) {
    const auto all = options.rewriters ? library.rewriters() : library.templates();
    std::vector<PromptTemplate> chosen;
    for (const TemplateMatch& match : TemplateSearch(all).find(options.search))
        if (options.category.empty() || all[match.index].category == options.category)
            chosen.push_back(all[match.index]);
    if (options.search.empty())
        std::stable_sort(chosen.begin(), chosen.end(),
                         [](const auto& a, const auto& b) { return a.category < b.category; });
    return chosen;
}

Status checkCategory(const TemplateLibrary& library, const TemplatesOptions& options) {
    const std::vector<std::string> categories = library.categories();
    if (options.rewriters || options.category.empty() ||
        std::find(categories.begin(), categories.end(), options.category) != categories.end())
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("there is no category '{}'", toValidUtf8(options.category)),
                categories.empty() ? "there are no templates"
                                   : fmt::format("there are {}", fmt::join(categories, ", ")));
}

void printList(CommandContext& context, const std::vector<PromptTemplate>& templates,
               bool isGrouped) {
    std::size_t width = 0;
    for (const PromptTemplate& value : templates)
        width = std::max(width, countCodePoints(value.name));
    std::ostream& output = context.environment().output;
    const std::string* category = nullptr;
    for (const PromptTemplate& value : templates) {
        if (isGrouped && (!category || *category != value.category)) {
            output << fmt::format("{}{}\n", category ? "\n" : "",
                                  value.category.empty() ? "(no category)" : value.category);
            category = &value.category;
        }
        const std::size_t blanks = width - countCodePoints(value.name);
        output << fmt::format("  {}{}  {}\n", value.name, std::string(blanks, ' '),
                              value.description.empty() ? value.title : value.description);
    }
}

Status list(CommandContext& context, const TemplatesOptions& options) {
    if (!options.arguments.empty())
        return fail(ErrorCode::Usage,
                    fmt::format("unexpected argument '{}'", options.arguments.front()),
                    "'templates list --search TEXT' searches");
    DIPTYCH_TRY(const TemplateLibrary library, loadTemplates(context));
    DIPTYCH_TRY_DONE(checkCategory(library, options));
    const std::vector<PromptTemplate> templates = chosenTemplates(library, options);
    if (context.common().json) {
        nlohmann::ordered_json array = nlohmann::ordered_json::array();
        for (const PromptTemplate& value : templates)
            array.push_back(toJson(value));
        context.writeJson({{"templates", std::move(array)},
                           {"categories", library.categories()},
                           {"problems", toJson(library.problems())},
                           {"notices", context.noticesAsJson()}});
        return Done{};
    }
    for (const TemplateProblem& problem : library.problems())
        context.note(Notice{"template_problem", describe(problem)});
    printList(context, templates, options.search.empty());
    if (templates.empty())
        context.summary("no templates");
    return Done{};
}

Result<PromptTemplate> findAny(const TemplateLibrary& library, const std::string& name) {
    Result<PromptTemplate> found = library.find(name);
    if (!found)
        if (Result<PromptTemplate> rewriter = library.findRewriter(name))
            return rewriter;
    return found;
}

// Variables that nobody gave a value stay visible as such.
std::string formattedSample(PromptTemplate value, const VariableValues& variables) {
    for (std::string* text : {&value.body, &value.thinking, &value.assistant})
        *text = resolveKnownVariables(*text, variables);
    Conversation conversation;
    conversation.user = kSamplePrompt;
    return formatChat(applyTemplate(std::move(conversation), {}, value)).text;
}

Status show(CommandContext& context, const TemplatesOptions& options) {
    if (options.arguments.size() != 1)
        return fail(ErrorCode::Usage, "templates show needs the name of one template",
                    "'diptych-cli templates list' shows the names");
    DIPTYCH_TRY(const TemplateLibrary library, loadTemplates(context));
    DIPTYCH_TRY(const PromptTemplate value, findAny(library, options.arguments.front()));
    for (const TemplateProblem& problem : library.problems())
        if (problem.file == value.source.file)
            context.note(Notice{"template_problem", describe(problem)});
    const std::string formatted = formattedSample(value, options.variables);
    if (context.common().json) {
        nlohmann::ordered_json object = toJson(value);
        object["formatted_prompt"] = formatted;
        object["notices"] = context.noticesAsJson();
        context.writeJson(object);
        return Done{};
    }
    context.environment().output << fmt::format("{}\nformatted prompt ({}):\n\n{}\n",
                                                writeTemplate(value),
                                                toValidUtf8(value.source.file.string()), formatted);
    return Done{};
}

using Paths = std::vector<std::filesystem::path>;

// Each is a collection of its own: one of the user's may have the name of a built-in one.
Result<std::vector<Paths>> collectionsToCheck(CommandContext& context,
                                              const TemplatesOptions& options) {
    std::vector<Paths> collections;
    if (!options.arguments.empty()) {
        collections.emplace_back(options.arguments.begin(), options.arguments.end());
        return collections;
    }
    DIPTYCH_TRY(const TemplateLibrary library, loadTemplates(context));
    std::error_code error;
    for (const auto& folder : {library.folders().builtIn, library.folders().user})
        if (std::filesystem::exists(folder, error))
            collections.push_back({folder});
    return collections;
}

Status check(CommandContext& context, const TemplatesOptions& options) {
    DIPTYCH_TRY(const std::vector<Paths> collections, collectionsToCheck(context, options));
    TemplateCheck sum;
    for (const Paths& paths : collections) {
        TemplateCheck one = checkTemplates(paths);
        sum.files += one.files;
        sum.templates += one.templates;
        sum.rewriters += one.rewriters;
        std::move(one.problems.begin(), one.problems.end(), std::back_inserter(sum.problems));
    }
    const std::size_t faults = sum.problems.size();
    if (context.common().json)
        context.writeJson({{"files", sum.files},
                           {"templates", sum.templates},
                           {"rewriters", sum.rewriters},
                           {"ok", faults == 0},
                           {"problems", toJson(sum.problems)}});
    else
        for (const TemplateProblem& problem : sum.problems)
            context.environment().output << describe(problem) << '\n';
    if (faults > 0)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("{} {} in {} template files", faults,
                                faults == 1 ? "fault" : "faults", sum.files),
                    "they are listed above; docs/templates.md explains the rules");
    context.summary(
        fmt::format("{} templates and {} rewriters, no faults", sum.templates, sum.rewriters));
    return Done{};
}

Status run(CommandContext& context, const TemplatesOptions& options) {
    if (options.action == "list")
        return list(context, options);
    if (options.action == "show")
        return show(context, options);
    if (options.action == "check")
        return check(context, options);
    const std::vector<std::string> actions = {"list", "show", "check"};
    const auto nearest = nearestNames(options.action, actions, 1);
    return fail(ErrorCode::Usage,
                options.action.empty() ? "templates was not told what to do"
                                       : fmt::format("templates cannot '{}'", options.action),
                nearest.empty() ? fmt::format("use one of: {}", fmt::join(actions, ", "))
                                : fmt::format("did you mean {}?", nearest.front()));
}

} // namespace

CommandBody makeTemplatesCommand(CLI::App& command, CommandContext& context) {
    command.description("List prompt templates, show one, check a collection of them");
    command.footer("Examples:\n"
                   "  diptych-cli templates list --search \"film grain\"\n"
                   "  diptych-cli templates show film_noir\n"
                   "  diptych-cli templates check ~/my-templates\n"
                   "  diptych-cli generate \"A harbour\" --template film_noir");
    auto options = std::make_shared<TemplatesOptions>();
    addOption(command,
              {"action", "", "What",
               "list, show (a template and the prompt that it gives), or check (the rules of a "
               "collection)"},
              options->action);
    addRepeatableOption(command,
                        {"arguments", " ", "What", "show: a name; check: files and folders"},
                        [options](const std::string& text) -> Status {
                            options->arguments.push_back(text);
                            return Done{};
                        })
        ->allow_extra_args(true);
    const std::string group = "Which";
    addOption(command, {"--category", "NAME", group, "list: those of one category"},
              options->category);
    addOption(command, {"--search", "TEXT", group, "list: those that have these words, best first"},
              options->search);
    addSwitch(command, {"--rewriters", "", group, "list: those for the prompt rewriter"},
              options->rewriters);
    context.settings().add(command, group, {"prompt.templates_dir"});
    addRepeatableOption(
        command,
        {"--template-var", "NAME=VALUE", group,
         "show: what {{NAME}} stands for; may be given several times"},
        [options](const std::string& text) { return addVariable(options->variables, text); });
    addModelOptions(command, context.settings(), Shown::Nothing);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli
