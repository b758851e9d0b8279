// A prompt rewriter on another machine: any server with POST /v1/chat/completions.
#pragma once

#include "core/base/result.h"
#include "core/domain/remote_encoder.h"
#include "core/net/chat_client.h"
#include "core/pipeline/prompt_rewriter.h"

#include <memory>
#include <string>
#include <vector>

namespace diptych {

/// How the servers that settings name are reached, in their order. `key` is what the environment
/// variable of the settings holds; empty = none. Errors: InvalidInput (an address, a key).
Result<std::vector<net::ServerAccess>> serversOf(const RemoteEncoderSettings& settings,
                                                 const std::string& key);

/// What servers send apart (`thinking`, `reasoning_content`) and what stands between tags in their
/// answers is the thought. A server that refuses the numbers beyond the common ones (top_k, min_p,
/// …) is asked once more without them. When a server fails before it has written anything, the next
/// one is asked.
class RemoteRewriter final : public PromptRewriter {
  public:
    /// `servers`, at least one, in the order of preference; `model` empty = the only one that a
    /// server has.
    RemoteRewriter(const std::shared_ptr<net::HttpTransport>& transport,
                   const std::vector<net::ServerAccess>& servers, std::string model);

    /// Token ids stay empty, and counts are what the server tells. Errors: also Network, Remote;
    /// Unsupported for raw texts, since a chat server formats by itself.
    Result<RewriteResult> rewrite(const RewriteRequest& request, TextSink* sink,
                                  const RunContext& context) override;

    /// The servers' addresses.
    std::string identity() const;

  private:
    /// One server's answer; `handedOn` tells afterwards whether the sink has heard anything of it.
    Result<RewriteResult> ask(const net::ChatClient& client, const RewriteRequest& request,
                              TextSink* sink, bool& handedOn, const RunContext& context) const;

    std::vector<net::ChatClient> clients_;
    std::string model_;
};

} // namespace diptych
