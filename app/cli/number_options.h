// The flags of the numbers that shape a picture, bound straight to a GenerationRequest.
#pragma once

#include "core/domain/generation_request.h"

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

void addNumberOptions(CLI::App& app, GenerationRequest& request);

/// `--hidden-layer`, for commands that encode.
void addHiddenLayerOption(CLI::App& app, int& hiddenLayer);

} // namespace diptych::cli
