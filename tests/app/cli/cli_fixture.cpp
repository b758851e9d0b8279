#include "tests/app/cli/cli_fixture.h"

#include <algorithm>
#include <sstream>

namespace diptych::test {

CliTest::CliTest() : resources_(folder_ / "resources") {
    std::filesystem::create_directories(folder_ / "model");
    std::filesystem::create_directories(folder_ / "output");
    variables_["DIPTYCH_MODEL_PATH"] = path("model");
}

CliRun CliTest::run(const std::vector<std::string>& arguments, const std::string& input) {
    std::istringstream inputStream(input);
    std::ostringstream outputStream;
    std::ostringstream errorStream;
    cli::CliEnvironment environment{
        .input = inputStream,
        .output = outputStream,
        .error = errorStream,
        .errorIsTerminal = errorIsTerminal_,
        .resources = resources_,
        .templates = folder_ / "templates",
        .cancel = stop_.get_token(),
        .openPipeline =
            [this](const PipelineOptions& options) -> Result<std::unique_ptr<ImagePipeline>> {
            pipeline_->opened.push_back(options);
            if (pipeline_->openError)
                return fail(*pipeline_->openError);
            return std::make_unique<FakeImagePipeline>(pipeline_);
        },
        .listDevices =
            [] {
                return std::vector<DeviceReport>{{"cpu", true, "a processor", 1U << 30, 0},
                                                 {"cuda:0", false, "no driver", 0, 0}};
            },
        .runBenchmark = [this](const BenchmarkOptions& options,
                               const RunContext&) -> Result<BenchmarkReport> {
            benchmarks_.push_back(options);
            BenchmarkReport report;
            report.device = "cpu";
            report.threads = 2;
            report.dtype = "bfloat16";
            report.timings.push_back({"dit step", 2.0, 1.5, 3.0, 2e11, 200.0, 0});
            report.remarks.push_back("a remark");
            return report;
        },
        .configureProcessor =
            [this](int threads) {
                configuredThreads_.push_back(threads);
                return 1;
            },
        .openTransport = [this](const std::filesystem::path& certificates)
            -> Result<std::shared_ptr<net::HttpTransport>> {
            certificates_.push_back(certificates);
            if (!transport_)
                return fail(ErrorCode::Unsupported, "no network here", "encode locally");
            return transport_;
        },
        .variable = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = variables_.find(name);
            return found == variables_.end() ? std::nullopt
                                             : std::optional<std::string>(found->second);
        },
    };
    CliRun result;
    result.status = cli::runCli(arguments, environment);
    result.output = outputStream.str();
    result.error = errorStream.str();
    return result;
}

std::vector<std::string> CliTest::outputFiles() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "output"))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string errorLine(const CliRun& run) {
    std::istringstream lines(run.error);
    std::string first;
    std::string second;
    std::string third;
    std::getline(lines, first);
    std::getline(lines, second);
    EXPECT_TRUE(first.starts_with("error: ")) << run.error;
    EXPECT_TRUE(second.starts_with("hint: ") && second.size() > 8) << run.error;
    EXPECT_FALSE(std::getline(lines, third)) << run.error;
    return first;
}

} // namespace diptych::test
