// Everything the command line takes from outside, so that tests can put something else in its
// place.
#pragma once

#include "core/base/result.h"
#include "core/net/http_transport.h"
#include "core/pipeline/benchmark.h"
#include "core/pipeline/image_pipeline.h"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace diptych::cli {

/// The streams are borrowed. Only `main.cpp` and tests make one.
struct CliEnvironment {
    std::istream& input;
    std::ostream& output;
    std::ostream& error;
    bool errorIsTerminal = false;    ///< a progress bar can be drawn on `error`
    std::filesystem::path resources; ///< holds models/tiny and tokenizer/qwen3; may not exist
    std::filesystem::path templates; ///< those that come with the program; may not exist
    std::stop_token cancel;          ///< the user pressed Ctrl-C

    std::function<Result<std::unique_ptr<ImagePipeline>>(const PipelineOptions&)> openPipeline;
    std::function<std::vector<DeviceReport>()> listDevices;
    std::function<Result<BenchmarkReport>(const BenchmarkOptions&, const RunContext&)> runBenchmark;
    /// Takes the wished number of threads, 0 = all cores; called once, before the model is opened.
    std::function<int(int)> configureProcessor;
    /// The network, opened only when it is needed. Takes a PEM file with further authorities to
    /// trust, empty = none.
    std::function<Result<std::shared_ptr<net::HttpTransport>>(const std::filesystem::path&)>
        openTransport;
    /// The value of an environment variable.
    std::function<std::optional<std::string>(const std::string&)> variable;
};

} // namespace diptych::cli
