// The settings inside a picture's file, whichever program wrote it: Diptych, AUTOMATIC1111 and
// Forge, stable-diffusion.cpp, InvokeAI, SwarmUI or ComfyUI. What is understood is put over the
// request at hand; what is not is listed, never guessed.
#pragma once

#include "core/domain/generation_request.h"
#include "core/image/text_entry.h"

#include <optional>
#include <string>
#include <vector>

namespace diptych {

/// Something that a file tells and that has no counterpart here.
struct UnknownSetting {
    std::string name;
    std::string value; ///< shortened; may be empty

    bool operator==(const UnknownSetting&) const = default;
};

struct RecoveredSettings {
    std::string program;       ///< "Diptych", "ComfyUI", …
    GenerationRequest request; ///< `base` with what was understood
    std::vector<UnknownSetting> unknown;
};

/// What these texts tell, over `base`. Adapters come as bare names, for folders are not told. A
/// picture that was saved without its prompt leaves the prompt of `base`. Empty when no program's
/// settings are in there, or when they are damaged.
std::optional<RecoveredSettings> recoverSettings(const std::vector<TextEntry>& texts,
                                                 const GenerationRequest& base);

} // namespace diptych
