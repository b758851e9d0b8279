// docs/cli.md and the help tell the same.
#include "tests/app/cli/cli_fixture.h"

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>

namespace diptych::test {

namespace {

using CliDocsTest = CliTest;

const std::vector<std::string> kCommands = {
    "generate", "encode",  "decode",     "vae-encode", "format",    "tokenize",
    "inspect",  "devices", "bench",      "config",     "templates", "rewrite",
    "serve",    "compare", "embeddings", "convert",    "shard"};

std::set<std::string> flagsIn(const std::string& text) {
    static const std::regex kFlag("--(\\[no-\\])?([a-z][a-z0-9-]*[a-z0-9])");
    std::set<std::string> flags;
    for (std::sregex_iterator match(text.begin(), text.end(), kFlag), end; match != end; ++match)
        if (const std::string name = (*match)[2]; name != "no") // "a `--no-` form"
            flags.insert("--" + name);
    return flags;
}

std::string reference() {
    return readBytes(std::filesystem::path(DIPTYCH_SOURCE_FOLDER) / "docs/cli.md");
}

TEST_F(CliDocsTest, everyFlagOfTheReferenceExists) {
    pipeline_->openError = Error{ErrorCode::Device, "nothing is to be drawn here", "", "", {}};
    for (const std::string& flag : flagsIn(reference())) {
        const auto knows = [](const CliRun& result) {
            return result.error.find("unknown flag") == std::string::npos;
        };
        const bool exists =
            knows(run({flag, "1"})) ||
            std::any_of(kCommands.begin(), kCommands.end(), [&](const std::string& command) {
                return knows(run({command, flag, "1"}));
            });
        EXPECT_TRUE(exists) << flag;
    }
}

TEST_F(CliDocsTest, everyFlagAndCommandOfTheHelpIsInTheReference) {
    const std::string text = reference();
    const std::set<std::string> documented = flagsIn(text);
    for (const std::string& command : kCommands) {
        EXPECT_NE(text.find("\n## " + command + "\n"), std::string::npos) << command;
        for (const std::string& flag : flagsIn(run({command, "--help"}).output))
            EXPECT_TRUE(documented.contains(flag)) << command << " " << flag;
    }
}

} // namespace

} // namespace diptych::test
