// The body of POST /api/generate and /api/jobs: from JSON to a request.
#pragma once

#include "app/server/body_reader.h"
#include "core/config/app_config.h"
#include "core/domain/generation_request.h"
#include "core/prompt/template_library.h"

#include <string>

namespace diptych::server {

/// A request that came over the network must not take the machine for days.
inline constexpr int kMostPictures = 64;

/// Which adapter files a client may name.
enum class LoraPaths {
    InFolder, ///< names in the configured folder
    Anywhere, ///< the server is for this machine alone
};

/// `settings` are what a request begins with. Every number is checked as `resolve` does. Problems
/// stay in `body`.
GenerationRequest readGenerateBody(BodyReader& body, const TemplateLibrary& templates,
                                   const config::AppConfig& settings, const ModelSpec& model,
                                   LoraPaths loraPaths);

} // namespace diptych::server
