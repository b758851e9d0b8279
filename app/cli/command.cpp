#include "app/cli/command.h"

#include "core/pipeline/sampling_choices.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <span>

namespace diptych::cli {

namespace {

std::vector<config::NamedChoice> namedChoices(const std::vector<SamplingChoice>& choices) {
    std::vector<config::NamedChoice> named;
    named.reserve(choices.size());
    for (const SamplingChoice& choice : choices)
        named.push_back({choice.id, choice.description});
    return named;
}

} // namespace

CommandContext::CommandContext(CliEnvironment& environment)
    : environment_(&environment),
      schema_({namedChoices(listSchedulers()), namedChoices(listSigmaSpacings())}) {}

void CommandContext::note(const Notice& notice) {
    if (std::find(notices_.begin(), notices_.end(), notice) != notices_.end())
        return;
    notices_.push_back(notice);
    if (common_.quiet || common_.json)
        return;
    finishProgress();
    environment_->error << "note: " << notice.message << '\n' << std::flush;
}

void CommandContext::note(std::span<const Notice> notices) {
    for (const Notice& notice : notices)
        note(notice);
}

nlohmann::ordered_json CommandContext::noticesAsJson() const {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Notice& notice : notices_)
        list.push_back({{"code", notice.code}, {"message", notice.message}});
    return list;
}

RunContext CommandContext::run() {
    if (!progress_) {
        // With --json, standard error holds nothing but a possible error, so that a program can
        // read it as a whole.
        ProgressStyle style = ProgressStyle::Lines;
        if (common_.quiet || (common_.json && !common_.verbose))
            style = ProgressStyle::Silent;
        else if (environment_->errorIsTerminal)
            style = ProgressStyle::Bar;
        progress_ = std::make_unique<ConsoleProgress>(environment_->error, style);
    }
    return RunContext{environment_->cancel, progress_.get(), nullptr};
}

void CommandContext::summary(std::string_view line) {
    if (!common_.quiet && !common_.json) {
        finishProgress();
        environment_->output << line << '\n' << std::flush; // a file or a pipe is read meanwhile
    }
}

void CommandContext::detail(std::string_view line) {
    if (common_.verbose && !common_.quiet) {
        finishProgress();
        environment_->error << line << '\n';
    }
}

void CommandContext::writeJson(const nlohmann::ordered_json& value) {
    // Bytes that are not UTF-8 can only come from file names; they must not make the whole result
    // unprintable.
    environment_->output << value.dump(2, ' ', false,
                                       nlohmann::ordered_json::error_handler_t::replace)
                         << '\n';
}

void CommandContext::finishProgress() {
    if (progress_)
        progress_->clear();
}

} // namespace diptych::cli
