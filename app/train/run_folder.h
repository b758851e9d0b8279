// The state of a training run on disk: written whole, read back to go on.
#pragma once

#include "app/train/optimizer.h"
#include "app/train/parameters.h"
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace diptych::train {

/// A component's parameters with what is kept beside them.
struct TrainedPart {
    std::string name; ///< file name in the run folder: "transformer"
    Parameters* parameters = nullptr;
    Optimizer* optimizer = nullptr;
    WeightAverage* average = nullptr;
};

/// Saves every part after `step` finished steps as FOLDER/NAME.state.safetensors; each file is
/// replaced whole. Errors: FileWrite.
Status saveRun(const std::filesystem::path& folder, const std::vector<TrainedPart>& parts,
               std::int64_t step);

/// Brings every part to its saved state and gives the number of finished steps: 0 when nothing was
/// saved. Errors: WeightsInvalid (other settings, files of different steps), FileInvalid.
Result<std::int64_t> resumeRun(const std::filesystem::path& folder,
                               const std::vector<TrainedPart>& parts);

/// What a run that was saved and stopped ends with.
Error stoppedRunError();

/// The averaged weights alone, for a part that is only used. Errors: FileNotFound, FileInvalid.
Result<NamedTensors> readAverage(const std::filesystem::path& folder, const std::string& name);

} // namespace diptych::train
