// cluster.toml: what it says, and what is wrong in it.
#include "core/cluster/cluster_file.h"

#include "tests/support/test_files.h"

#include <gtest/gtest.h>

namespace diptych::cluster {
namespace {

constexpr const char* kExample = R"(
[model]
path = "/models/z-image"
split = "0-20,21-35"
dtype = "bfloat16"
id = "Qwen3-4B"

[network]
master_addr = "192.168.1.10"
master_port = 29500
heartbeat_seconds = 0.5
dead_after_seconds = 5
redistribute_after_seconds = 60
chunk_tokens = 256
in_flight = 8
verify_weights = false

[server]
host = "0.0.0.0"
port = 8000
api_key_env = "KEY"

[run]
log_dir = "logs"
restart = false

[[rank]]
host = "studio"
memory_gb = 24.0
threads = 8

[[rank]]
host = "attic"
address = "192.168.1.11"
path = "models"
ssh_user = "draw"
program = "/opt/diptych/bin/diptych-cli"
)";

TEST(ClusterFileTest, readsEveryTable) {
    const auto file = parseClusterFile(kExample, "/home/me/cluster.toml");
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->path, "/models/z-image");
    EXPECT_EQ(file->split, "0-20,21-35");
    EXPECT_EQ(file->modelId, "Qwen3-4B");
    EXPECT_EQ(file->masterAddress, "192.168.1.10");
    EXPECT_EQ(file->masterPort, 29500);
    EXPECT_EQ(file->times.heartbeat, std::chrono::milliseconds(500));
    EXPECT_EQ(file->times.deadAfter, std::chrono::seconds(5));
    EXPECT_EQ(file->times.redistributeAfter, std::chrono::seconds(60));
    EXPECT_EQ(file->chunkTokens, 256);
    EXPECT_EQ(file->inFlight, 8);
    EXPECT_FALSE(file->verifyWeights);
    EXPECT_EQ(file->serverPort, 8000);
    EXPECT_EQ(file->logFolder, "/home/me/logs");
    EXPECT_FALSE(file->restart);
    ASSERT_EQ(file->ranks.size(), 2U);
    EXPECT_EQ(file->ranks[0].memoryGb, 24.0);
    EXPECT_EQ(file->ranks[1].address, "192.168.1.11");
    EXPECT_EQ(file->ranks[1].path, "/home/me/models");
    EXPECT_EQ(file->ranks[1].sshUser, "draw");
}

TEST(ClusterFileTest, whatIsLeftOutHasItsDefault) {
    const auto file =
        parseClusterFile("[model]\npath = \"m\"\n[[rank]]\nhost = \"localhost\"\n", "cluster.toml");
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->masterAddress, "127.0.0.1");
    EXPECT_EQ(file->times.heartbeat, std::chrono::seconds(1));
    EXPECT_EQ(file->times.deadAfter, std::chrono::seconds(30));
    EXPECT_EQ(file->times.redistributeAfter, std::chrono::seconds(0));
    EXPECT_EQ(parseSplitChoice(file->split)->kind, SplitChoice::Kind::Even);
}

std::string messageOf(const std::string& text) {
    const auto file = parseClusterFile(text, "c.toml");
    return file ? std::string() : file.error().message + " | " + file.error().hint;
}

TEST(ClusterFileTest, saysWhereAndWhatIsWrong) {
    const std::string rank = "[model]\npath = \"m\"\n[[rank]]\nhost = \"a\"\n";
    EXPECT_NE(messageOf(rank + "[network]\nheartbeat_second = 1\n").find("c.toml:6"),
              std::string::npos);
    EXPECT_NE(messageOf(rank + "[network]\nheartbeat_second = 1\n")
                  .find("did you mean heartbeat_seconds"),
              std::string::npos);
    EXPECT_NE(messageOf(rank + "[network]\nmaster_port = 70000\n").find("1 to 65535"),
              std::string::npos);
    EXPECT_NE(messageOf(rank + "[run]\nrestart = 1\n").find("true or false"), std::string::npos);
    EXPECT_NE(messageOf(rank + "[else]\nx = 1\n").find("'else'"), std::string::npos);
    EXPECT_NE(messageOf("[model]\npath = \"m\"\n").find("no ranks"), std::string::npos);
    EXPECT_NE(messageOf("[[rank]]\nhost = \"a\"\n").find("no model"), std::string::npos);
    EXPECT_NE(messageOf("[model]\npath = \"m\"\n[[rank]]\nthreads = 2\n").find("which host"),
              std::string::npos);
    EXPECT_NE(messageOf(rank + "[network]\ndead_after_seconds = 1\n").find("two heartbeats"),
              std::string::npos);
    EXPECT_NE(
        messageOf("[model]\npath = \"m\"\nsplit = \"half\"\n[[rank]]\nhost = \"a\"\n").find("half"),
        std::string::npos);
    EXPECT_NE(messageOf("rank = 3\n").find("[[rank]]"), std::string::npos);
    EXPECT_NE(messageOf("[model\n"), "");
    EXPECT_EQ(messageOf(rank), "");
}

TEST(ClusterFileTest, aFileThatIsNotThereIsNotFound) {
    const auto file = readClusterFile("/nowhere/cluster.toml");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::FileNotFound);
}

} // namespace
} // namespace diptych::cluster
