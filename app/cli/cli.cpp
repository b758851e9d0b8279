#include "app/cli/cli.h"

#include "app/cli/command.h"
#include "app/cli/commands/bench_command.h"
#include "app/cli/commands/compare_command.h"
#include "app/cli/commands/config_command.h"
#include "app/cli/commands/convert_command.h"
#include "app/cli/commands/decode_command.h"
#include "app/cli/commands/devices_command.h"
#include "app/cli/commands/embeddings_command.h"
#include "app/cli/commands/encode_command.h"
#include "app/cli/commands/format_command.h"
#include "app/cli/commands/generate_command.h"
#include "app/cli/commands/inspect_command.h"
#include "app/cli/commands/rewrite_command.h"
#include "app/cli/commands/serve_command.h"
#include "app/cli/commands/shard_command.h"
#include "app/cli/commands/templates_command.h"
#include "app/cli/commands/tokenize_command.h"
#include "app/cli/commands/vae_encode_command.h"
#include "app/cli/configuration.h"
#include "app/cli/error.h"
#include "app/cli/help_formatter.h"
#include "app/cli/option.h"
#include "app/cli/unavailable_options.h"
#include "app/program/version.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

/// Whether the configuration is read before a command runs.
enum class Reads {
    Configuration,
    NamedConfiguration, ///< only when --config names it: the command does not depend on it
    Nothing,            ///< the command reads what it needs
};

struct CommandEntry {
    const char* name;
    CommandMaker make;
    Reads reads = Reads::Configuration;
};

constexpr CommandEntry kCommands[] = {
    {"generate", makeGenerateCommand},
    {"compare", makeCompareCommand},
    {"encode", makeEncodeCommand},
    {"embeddings", makeEmbeddingsCommand},
    {"decode", makeDecodeCommand},
    {"vae-encode", makeVaeEncodeCommand},
    {"format", makeFormatCommand},
    {"rewrite", makeRewriteCommand},
    {"serve", makeServeCommand},
    {"shard", makeShardCommand, Reads::Nothing},
    {"tokenize", makeTokenizeCommand},
    {"templates", makeTemplatesCommand},
    {"inspect", makeInspectCommand, Reads::NamedConfiguration},
    {"devices", makeDevicesCommand, Reads::NamedConfiguration},
    {"bench", makeBenchCommand},
    {"convert", makeConvertCommand},
    {"config", makeConfigCommand, Reads::Nothing},
};

/// Commands that later versions have, so that the answer is not a guess at a slip.
struct LaterCommand {
    std::string_view name;
    std::string_view capability;
};

constexpr LaterCommand kLaterCommands[] = {
    {"models", "finding and fetching models"},
};

constexpr const char* kProgramFooter =
    "'diptych-cli COMMAND --help' explains a command. Flags of the groups above may stand before\n"
    "or after the command; every flag that is on or off has a --no- form.\n\n"
    "Examples:\n"
    "  diptych-cli generate \"A cat on a mat\"\n"
    "  diptych-cli generate \"A cat\" --model-path ~/models/Z-Image-Turbo --seed 42 --output "
    "cat.png\n"
    "  diptych-cli inspect cat.png\n\n"
    "Exit status: 0 done, 1 internal fault, 2 usage, 3 bad input, 4 device or memory, 5 network,\n"
    "130 cancelled.";

/// The parser with its commands. The bodies refer to it.
struct Program {
    CLI::App app{"Draw pictures with Z-Image models.", "diptych-cli"};
    std::vector<std::pair<CLI::App*, CommandBody>> commands;
};

void buildProgram(Program& program, CommandContext& context) {
    CLI::App& app = program.app;
    app.formatter(std::make_shared<HelpFormatter>());
    app.set_help_flag("-h,--help", "show this help and exit");
    app.set_version_flag("--version", std::string("diptych-cli ") + program::kVersion,
                         "show the version and exit");
    app.require_subcommand(0, 1);
    app.allow_extras();
    app.footer(kProgramFooter);
    addCommonOptions(app, context.common());
    addModelOptions(app, context.settings(), Shown::Everything);
    addUnavailableOptions(app, context.earlyNotices());
    for (const CommandEntry& entry : kCommands) {
        CLI::App* command = app.add_subcommand(entry.name);
        command->group("Commands");
        command->allow_extras();
        CommandBody body = entry.make(*command, context);
        addCommonOptions(*command, context.common());
        addUnavailableOptions(*command, context.earlyNotices());
        program.commands.emplace_back(command, std::move(body));
    }
}

std::vector<std::string> commandNames() {
    std::vector<std::string> names;
    for (const CommandEntry& entry : kCommands)
        names.emplace_back(entry.name);
    return names;
}

std::vector<std::string> flagNames(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
        if (option->get_group() != kHidden)
            for (const std::string& name : option->get_lnames())
                names.push_back("--" + name);
    return names;
}

std::string didYouMean(const std::string& name, const std::vector<std::string>& candidates,
                       const std::string& otherwise) {
    const std::vector<std::string> nearest = nearestNames(name, candidates, 2);
    if (nearest.empty())
        return otherwise;
    return fmt::format("did you mean {}?", fmt::join(nearest, " or "));
}

// What the parser could not place: a flag that does not exist, or a word too many.
Status refuseExtras(const CLI::App& app, const CLI::App* command) {
    const std::vector<std::string> extras =
        command && command->remaining_size() > 0 ? command->remaining() : app.remaining();
    const auto flag = std::find_if(extras.begin(), extras.end(), [](const std::string& extra) {
        return extra.size() > 1 && extra.starts_with('-') && extra != "--";
    });
    const CLI::App& owner = command ? *command : app;
    const std::string help =
        command ? fmt::format("'diptych-cli {} --help' lists the flags", command->get_name())
                : "'diptych-cli --help' lists the commands and their flags";
    if (flag != extras.end())
        return fail(ErrorCode::Usage, fmt::format("unknown flag {}", *flag),
                    didYouMean(flag->substr(0, flag->find('=')), flagNames(owner), help));
    const auto word = std::find_if(extras.begin(), extras.end(),
                                   [](const std::string& extra) { return extra != "--"; });
    if (word == extras.end())
        return Done{};
    for (const LaterCommand& later : kLaterCommands)
        if (!command && later.name == *word)
            return fail(ErrorCode::Usage,
                        fmt::format("the command {} is not available in this version ({})", *word,
                                    later.capability),
                        fmt::format("commands are {}", fmt::join(commandNames(), ", ")));
    if (!command)
        return fail(ErrorCode::Usage, fmt::format("unknown command '{}'", *word),
                    didYouMean(*word, commandNames(),
                               fmt::format("commands are {}", fmt::join(commandNames(), ", "))));
    return fail(ErrorCode::Usage, fmt::format("unexpected argument '{}'", *word),
                "put a prompt of several words in quotes");
}

// The parser takes the next argument as the value of "--name="; an empty value must be an argument
// of its own.
std::vector<std::string> splitEmptyValues(std::span<const std::string> arguments) {
    std::vector<std::string> result;
    bool onlyPositionals = false;
    for (const std::string& argument : arguments) {
        onlyPositionals = onlyPositionals || argument == "--";
        if (!onlyPositionals && argument.starts_with("--") && argument.ends_with('=')) {
            result.push_back(argument.substr(0, argument.size() - 1));
            result.emplace_back();
        } else {
            result.push_back(argument);
        }
    }
    return result;
}

Status parse(Program& program, std::span<const std::string> arguments) {
    std::vector<std::string> reversed = splitEmptyValues(arguments);
    std::reverse(reversed.begin(), reversed.end());
    try {
        program.app.parse(std::move(reversed));
    } catch (const CLI::Success&) {
        throw;
    } catch (const CLI::ArgumentMismatch& error) {
        // The parser's own words are "--width: 1 required TEXT missing".
        const std::string text = error.what();
        return fail(ErrorCode::Usage, text.substr(0, text.find(':')) + " needs a value",
                    "write it after the flag, with a blank or = between them", text);
    } catch (const CLI::ParseError& error) {
        return fail(ErrorCode::Usage, error.what(), "", error.get_name());
    } catch (const std::invalid_argument& error) {
        return fail(ErrorCode::Usage, "a flag that is on or off has no other value",
                    "write --flag or --no-flag", error.what());
    }
    return Done{};
}

Status readConfiguration(CommandContext& context, const std::string& command) {
    const auto entry =
        std::find_if(std::begin(kCommands), std::end(kCommands),
                     [&](const CommandEntry& other) { return command == other.name; });
    const bool isNamed = !context.common().configFile.empty();
    if (entry->reads == Reads::Configuration ||
        (entry->reads == Reads::NamedConfiguration && isNamed))
        return loadConfiguration(context);
    return Done{};
}

Status runCommand(Program& program, CommandContext& context,
                  std::span<const std::string> arguments) {
    DIPTYCH_TRY_DONE(parse(program, arguments));
    const auto chosen = std::find_if(program.commands.begin(), program.commands.end(),
                                     [](const auto& command) { return command.first->parsed(); });
    const bool hasCommand = chosen != program.commands.end();
    DIPTYCH_TRY_DONE(refuseExtras(program.app, hasCommand ? chosen->first : nullptr));
    if (!hasCommand)
        return fail(ErrorCode::Usage, "no command was given",
                    fmt::format("commands are {}; 'diptych-cli --help' explains them",
                                fmt::join(commandNames(), ", ")));
    context.note(context.earlyNotices());
    DIPTYCH_TRY_DONE(readConfiguration(context, chosen->first->get_name()));
    DIPTYCH_TRY_DONE(chosen->second(context));
    context.finishProgress();
    if (!context.environment().output.flush())
        return fail(ErrorCode::FileWrite, "cannot write to standard output");
    return Done{};
}

// Everything that may be thrown below becomes an error here.
Status runGuarded(Program& program, CommandContext& context,
                  std::span<const std::string> arguments) {
    try {
        return runCommand(program, context, arguments);
    } catch (const CLI::CallForVersion& version) {
        context.environment().output << version.what() << '\n';
    } catch (const CLI::Success&) {
        context.environment().output << program.app.help();
    } catch (const ErrorException& error) {
        return fail(error.error());
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "out of memory");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "something unexpected happened", "", error.what());
    }
    return Done{};
}

// Valid also when the arguments could not be parsed.
bool wantsJson(std::span<const std::string> arguments) {
    bool json = false;
    for (const std::string& argument : arguments) {
        if (argument == "--")
            break;
        if (argument == "--json" || argument == "--no-json")
            json = argument == "--json";
    }
    return json;
}

} // namespace

int runCli(std::span<const std::string> arguments, CliEnvironment& environment) {
    CommandContext context(environment);
    Program program;
    buildProgram(program, context);
    const Status status = runGuarded(program, context, arguments);
    context.finishProgress();
    if (status)
        return 0;
    const bool debug = std::find(arguments.begin(), arguments.end(), "--debug") != arguments.end();
    printError(environment.error, status.error(), ErrorStyle{wantsJson(arguments), debug});
    return exitStatus(status.error().code);
}

} // namespace diptych::cli
