// Hidden states from another machine, as values: what is asked, what comes back, and who answers.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/checkpoint/host_tensor.h"
#include "core/domain/notice.h"

#include <cstdint>
#include <string>
#include <vector>

namespace diptych::net {

/// Sent where the local tokenizer cannot tell how many tokens a prompt has: far more than any
/// prompt, so that no server cuts it off at its own default of 512.
inline constexpr int kUnknownTokenCount = 32768;

struct HiddenStatesQuery {
    std::string prompt; ///< formatted: the server adds nothing to it
    int layer = -2;     ///< Hugging Face numbering
    int tokenCount = 0; ///< as the local tokenizer counts; 0 = not known, not checked
    int width = 0;      ///< what the transformer needs; 0 = not known, not checked
    int layerCount = 0; ///< of the server's model; 0 = not known
};

struct HiddenStates {
    HostTensor values;               ///< [S, D] float32, finite
    int layer = -2;                  ///< as asked, Hugging Face numbering
    std::string model;               ///< as the server calls it
    std::string server;              ///< its address
    std::string dtype;               ///< in which the server computes: "bfloat16"; may be empty
    std::uint64_t bytesReceived = 0; ///< of the answer's body
    double seconds = 0.0;            ///< the whole exchange, retries included
    std::vector<Notice> notices;
};

/// May be used by several threads at once.
class HiddenStatesService {
  public:
    virtual ~HiddenStatesService() = default;

    /// Errors: Network and Remote (see remoteError), InvalidInput (a layer that no server has),
    /// Cancelled.
    virtual Result<HiddenStates> encode(const HiddenStatesQuery& query,
                                        const RunContext& context) = 0;

    /// Server and model, "http://mac:8080 Qwen3-4B": what decides about the numbers.
    virtual std::string identity() const = 0;
};

} // namespace diptych::net
