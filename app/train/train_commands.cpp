#include "app/train/train_commands.h"

#include "app/cli/error.h"
#include "app/train/subcommands.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>
#include <utility>

namespace diptych::train {

int runTrain(const std::vector<std::string>& arguments, std::stop_token cancel,
             const std::filesystem::path& resources, std::ostream& output, std::ostream& error) {
    CLI::App app("Trains adapters for any model, and the model that comes with Diptych",
                 "diptych-train");
    app.require_subcommand(1);
    const std::vector<Subcommand> commands{
        addFlatlandCommand(app, resources, output), addLoraCommand(app, resources, output),
        addPicturesCommand(app, output), addJudgeCommand(app, resources, output)};
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& problem) {
        const int status = app.exit(problem, output, error);
        return status == 0 ? 0 : 2;
    }
    RunContext context;
    context.cancel = std::move(cancel);
    const auto chosen = std::find_if(commands.begin(), commands.end(),
                                     [](const Subcommand& one) { return one.app->parsed(); });
    const Status done = chosen->run(context);
    if (done)
        return 0;
    cli::printError(error, done.error(), {});
    return cli::exitStatus(done.error().code);
}

} // namespace diptych::train
