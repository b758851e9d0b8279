// `convert` with the tiny model, and what the other commands say about the folder that it writes.
#include "tests/app/cli/cli_fixture.h"

namespace diptych::test {

namespace {

class CliConvertTest : public CliTest {
  protected:
    CliRun convert(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(),
                         {"convert", "--model-path", dataPath("tiny-zimage").string()});
        return run(arguments);
    }
};

TEST_F(CliConvertTest, writesAModelAndSaysWhatItWrote) {
    const CliRun result =
        convert({"--dtype", "int8", "--output", path("int8"), "--json", "--threads", "2"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json report = result.json();
    EXPECT_EQ(report["dtype"], "int8");
    EXPECT_EQ(report["folder"], path("int8"));
    ASSERT_EQ(report["components"].size(), 3U);
    EXPECT_EQ(report["components"][1]["name"], "transformer");
    EXPECT_EQ(report["components"][1]["quantised"], 49);
    EXPECT_EQ(report["components"][1]["files"], 1);
    EXPECT_LT(report["components"][1]["bytes_written"], report["components"][1]["bytes_read"]);
    EXPECT_TRUE(report["missing"].empty());
    EXPECT_EQ(configuredThreads_, std::vector<int>{2});

    const CliRun described = run({"inspect", path("int8/transformer"), "--json"});
    ASSERT_EQ(described.status, 0) << described.error;
    EXPECT_EQ(described.json()["kind"], "z_image_transformer");
    EXPECT_EQ(described.json()["facts"]["quantization"], "int8");
    EXPECT_EQ(described.json()["facts"]["complete"], true);
    const CliRun whole = run({"inspect", path("int8")});
    EXPECT_NE(whole.output.find("complete"), std::string::npos) << whole.output;
    EXPECT_NE(whole.output.find("Qwen3 text encoder, int8"), std::string::npos) << whole.output;
}

TEST_F(CliConvertTest, tellsInALineWhatBecameOfEachComponent) {
    const CliRun result = convert({"--dtype", "int4", "--output", path("int4")});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_NE(result.output.find("49 matrices in int4"), std::string::npos) << result.output;
    EXPECT_NE(result.output.find("--model-path " + path("int4")), std::string::npos);
}

TEST_F(CliConvertTest, theFormatMayBeNamedAsASettingToo) {
    ASSERT_EQ(convert({"--quantization", "8bit", "--output", path("a"), "--quiet"}).status, 0);
    EXPECT_EQ(run({"inspect", path("a/transformer"), "--json"}).json()["facts"]["dtype"], "int8");
    const CliRun before = run({"--dtype", "bfloat16", "convert", "--model-path",
                               dataPath("tiny-zimage").string(), "--output", path("b")});
    ASSERT_EQ(before.status, 0) << before.error;
    EXPECT_EQ(run({"inspect", path("b/transformer"), "--json"}).json()["facts"]["dtype"], "BF16");
}

TEST_F(CliConvertTest, whatCannotBeDoneIsRefused) {
    const auto refused = [&](const std::vector<std::string>& arguments, int status) {
        const CliRun result = convert(arguments);
        EXPECT_EQ(result.status, status) << result.error;
        errorLine(result);
    };
    refused({"--dtype", "int8"}, 2);
    refused({"--output", path("out")}, 2);
    refused({"--dtype", "int3", "--output", path("out")}, 2);
    refused({"--dtype", "int8", "--output", path("model")}, 3); // is there
    EXPECT_FALSE(exists("out"));
}

} // namespace

} // namespace diptych::test
