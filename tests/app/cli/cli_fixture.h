// Runs the command line in the test's process, against a fake pipeline and in a folder of its own.
#pragma once

#include "app/cli/cli.h"
#include "tests/support/fake_image_pipeline.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace diptych::test {

struct CliRun {
    int status = 0;
    std::string output;
    std::string error;

    nlohmann::json json() const { return nlohmann::json::parse(output); }
};

class CliTest : public testing::Test {
  protected:
    CliTest();

    CliRun run(const std::vector<std::string>& arguments, const std::string& input = "");

    /// A path in the test's folder.
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    bool exists(const std::string& name) const { return std::filesystem::exists(folder_ / name); }
    /// Names of everything in the folder `output`, sorted.
    std::vector<std::string> outputFiles() const;

    TemporaryFolder folder_;
    std::shared_ptr<FakePipelineState> pipeline_ = std::make_shared<FakePipelineState>();
    std::stop_source stop_;
    std::map<std::string, std::string> variables_;
    std::filesystem::path resources_;
    bool errorIsTerminal_ = false;
    std::vector<int> configuredThreads_;
    std::vector<BenchmarkOptions> benchmarks_;
    std::shared_ptr<net::HttpTransport> transport_;   ///< null = a build without network
    std::vector<std::filesystem::path> certificates_; ///< for which it was opened
};

/// Two lines, `error: …` and `hint: …`, the hint not empty; the first is returned.
std::string errorLine(const CliRun& run);

} // namespace diptych::test
