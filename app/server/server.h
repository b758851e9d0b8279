// The server: one engine, its endpoints by role, and its life from the first request to the last.
#pragma once

#include "app/server/server_options.h"
#include "core/base/result.h"
#include "core/cluster/cluster_status.h"
#include "core/pipeline/image_pipeline.h"

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>
#include <stop_token>
#include <string>

namespace diptych::server {

/// A request that was answered, for whoever shows that the server is in use. No prompt, no key.
struct RequestSeen {
    std::string client; ///< its address
    std::string method;
    std::string path;
    int status = 0;
    double seconds = 0.0;
};

/// What the server takes from outside, so that tests can put something else in its place.
struct ServerParts {
    PipelineOptions pipeline;
    std::function<Result<std::unique_ptr<ImagePipeline>>(const PipelineOptions&)> openPipeline;
    /// Called on the engine's thread before the model is opened: threads of computation belong to
    /// the thread that asks for them.
    std::function<void()> prepareThread;
    /// Rewrites prompts on other machines, called on the engine's thread; null = the text encoder
    /// of the model does it.
    std::shared_ptr<PromptRewriter> remoteRewriter;
    /// How the cluster is that encodes and writes behind `openPipeline`; empty = there is none.
    std::function<cluster::ClusterStatus()> clusterStatus;
    std::size_t threads = 1;     ///< that work at the same time, each with a pipeline of its own
    std::ostream* log = nullptr; ///< borrowed; access log
    /// Called on the threads of connections, several at once; may be empty.
    std::function<void(const RequestSeen&)> onRequest = {};
};

class Server {
  public:
    /// Opens the model and takes the port. Errors: those of opening the model; Network (the port is
    /// in use); Usage (an address that others reach, without a key, unless `withoutKey`).
    static Result<std::unique_ptr<Server>> open(ServerOptions options, ServerParts parts,
                                                bool withoutKey);
    ~Server();

    /// "http://127.0.0.1:7860", with the port that was taken.
    std::string address() const;
    int port() const;
    const std::string& modelId() const;

    /// Answers until a stop is requested; then takes no more work, finishes what is under way, at
    /// most for ServerOptions::drainTime, and returns.
    void run(const std::stop_token& stop);

  private:
    class Inside;
    explicit Server(std::unique_ptr<Inside> inside);

    std::unique_ptr<Inside> inside_;
};

} // namespace diptych::server
