#include "app/train/run_folder.h"

#include "core/base/run_context.h"
#include "core/checkpoint/safetensors.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace diptych::train {

namespace {

std::filesystem::path stateFile(const std::filesystem::path& folder, const std::string& name) {
    return folder / (name + ".state.safetensors");
}

// The tensors whose names begin with `prefix`, without it.
NamedTensors withPrefix(const NamedTensors& all, std::string_view prefix) {
    NamedTensors chosen;
    for (const auto& [name, tensor] : all)
        if (name.starts_with(prefix))
            chosen.emplace(name.substr(prefix.size()), tensor);
    return chosen;
}

void addWithPrefix(NamedTensors& all, std::string_view prefix, const NamedTensors& some) {
    for (const auto& [name, tensor] : some)
        all.emplace(std::string(prefix) + name, tensor);
}

Result<std::int64_t> stepOf(const std::filesystem::path& path) {
    DIPTYCH_TRY(const auto file, SafetensorsFile::open(path));
    const auto found = file->metadata().find("step");
    std::int64_t step = 0;
    if (found == file->metadata().end() ||
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), step)
                .ec != std::errc{})
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{} is no saved training state", path.string()),
                    "choose another run folder, or delete the file to begin anew");
    return step;
}

Status resumePart(const TrainedPart& part, const std::filesystem::path& path, std::int64_t step) {
    DIPTYCH_TRY(const NamedTensors all, readTensors(path));
    DIPTYCH_TRY_DONE(part.parameters->assign(withPrefix(all, "weight.")));
    if (part.optimizer)
        DIPTYCH_TRY_DONE(part.optimizer->restore(withPrefix(all, "adam."), step));
    if (part.average)
        DIPTYCH_TRY_DONE(part.average->restore(withPrefix(all, "average."), step));
    return Done{};
}

} // namespace

Status saveRun(const std::filesystem::path& folder, const std::vector<TrainedPart>& parts,
               std::int64_t step) {
    std::error_code ignored; // a folder that cannot be made shows when the file is written
    std::filesystem::create_directories(folder, ignored);
    for (const TrainedPart& part : parts) {
        NamedTensors all;
        addWithPrefix(all, "weight.", part.parameters->named());
        if (part.optimizer)
            addWithPrefix(all, "adam.", part.optimizer->state());
        if (part.average)
            addWithPrefix(all, "average.", part.average->named());
        DIPTYCH_TRY_DONE(saveTensors(stateFile(folder, part.name), all, at::kFloat,
                                     {{"step", std::to_string(step)}}));
    }
    return Done{};
}

Result<std::int64_t> resumeRun(const std::filesystem::path& folder,
                               const std::vector<TrainedPart>& parts) {
    std::optional<std::int64_t> step;
    for (const TrainedPart& part : parts) {
        const std::filesystem::path path = stateFile(folder, part.name);
        std::int64_t own = 0;
        if (std::filesystem::exists(path)) {
            DIPTYCH_TRY(own, stepOf(path));
        }
        if (step && *step != own)
            return fail(
                ErrorCode::WeightsInvalid,
                fmt::format("{} is at step {}, the other parts at {}", path.string(), own, *step),
                "the run was stopped while it was saved: begin anew in another folder");
        step = own;
        if (own > 0)
            DIPTYCH_TRY_DONE(resumePart(part, path, own));
    }
    return step.value_or(0);
}

Error stoppedRunError() {
    Error error = cancelledError();
    error.hint = "the run is saved; the same command goes on with it";
    return error;
}

Result<NamedTensors> readAverage(const std::filesystem::path& folder, const std::string& name) {
    DIPTYCH_TRY(const NamedTensors all, readTensors(stateFile(folder, name)));
    return withPrefix(all, "average.");
}

} // namespace diptych::train
