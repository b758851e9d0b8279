// Something the user should know although the job goes on.
#pragma once

#include <string>

namespace diptych {

struct Notice {
    std::string code;    ///< stable, e.g. "prompt_beyond_trained_range"
    std::string message; ///< one English sentence

    bool operator==(const Notice&) const = default;
};

} // namespace diptych
