// Files that are no configuration, or want to do harm: clear errors with a place, no crash.
#include "tests/core/config/config_test_support.h"

#include <fmt/format.h>

namespace diptych::config {
namespace {

using test::parsed;
using test::TemporaryFolder;

std::string repeated(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i)
        result += text;
    return result;
}

Error errorOf(std::string_view text) {
    const Result<ConfigFile> file = parsed(text);
    EXPECT_FALSE(file) << text.substr(0, 60);
    return file ? Error{} : file.error();
}

TEST(HostileConfigFile, syntaxErrorsNameFileLineAndColumn) {
    for (const char* text : {"[default]\nwidth = \n", "[default]\nwidth = 1 2\n",
                             "[default\nx = 1\n", "[default]\nx = 1\nx = 2\n",
                             "[default]\n[default]\n", "[default]\nx = 9223372036854775808\n",
                             "[default]\nx = \"unfinished\n", "[default]\nx = 'a\n"}) {
        const Error error = errorOf(text);
        EXPECT_EQ(error.code, ErrorCode::ConfigInvalid);
        EXPECT_EQ(error.message.find("/studio/config.toml:"), 0U) << error.message;
        EXPECT_TRUE(error.message.starts_with("/studio/config.toml:1:") ||
                    error.message.starts_with("/studio/config.toml:2:") ||
                    error.message.starts_with("/studio/config.toml:3:"))
            << error.message;
        EXPECT_FALSE(error.hint.empty());
    }
    EXPECT_EQ(
        errorOf("[default]\n[default.generation]\nwidth = 1\nwidth = 2\n").message.substr(0, 22),
        "/studio/config.toml:4:");
}

TEST(HostileConfigFile, otherEncodingsAreNamed) {
    EXPECT_NE(errorOf("[default]\nx = \"\xE9\"\n").message.find("utf-8"), std::string::npos);
    EXPECT_NE(errorOf(std::string_view("\xFF\xFE[\0d\0", 6)).message.find("UTF-16"),
              std::string::npos);
    EXPECT_EQ(errorOf(std::string_view("[default]\nx = \"a\0b\"\n", 19)).code,
              ErrorCode::ConfigInvalid);
    EXPECT_EQ(errorOf(std::string_view("\0\0\0\0", 4)).code, ErrorCode::ConfigInvalid);
    EXPECT_EQ(errorOf("\x89PNG\r\n\x1A\n").code, ErrorCode::ConfigInvalid);
}

TEST(HostileConfigFile, aByteOrderMarkAndWindowsLineEndsAreFine) {
    const Result<ConfigFile> file =
        parsed("\xEF\xBB\xBF[default.generation]\r\nwidth = 768\r\nheigth = 768\r\n");
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_EQ(file->profiles.size(), 1U);
    EXPECT_EQ(file->profiles[0].settings.size(), 1U);
    EXPECT_EQ(file->profiles[0].problems.at(0).line, 3);
}

TEST(HostileConfigFile, depthIsLimited) {
    constexpr std::size_t kDeep = 300'000;
    const std::string parts = repeated("a.", kDeep);
    for (const std::string& text :
         {fmt::format("{}a = 1\n", parts), fmt::format("[{}a]\n", parts),
          fmt::format("[[{}a]]\n", parts), fmt::format("x = {{ {}a = 1 }}\n", parts),
          fmt::format("{}a = 1\n", repeated("\"a\".", kDeep)),
          fmt::format("{}a = 1\n", repeated("a . ", kDeep)),
          fmt::format("x = {}{}\n", repeated("[", kDeep), repeated("]", kDeep)),
          fmt::format("x = {}1{}\n", repeated("{a=", kDeep), repeated("}", kDeep))}) {
        const Error error = errorOf(text);
        EXPECT_EQ(error.code, ErrorCode::ConfigInvalid);
        EXPECT_LT(error.message.size(), 500U);
        EXPECT_EQ(error.message.find("/studio/config.toml:1:"), 0U) << error.message;
    }
}

TEST(HostileConfigFile, manyDotsInTextsAndCommentsAreNoDepth) {
    const std::string dots = repeated(".", 200);
    for (const std::string& value :
         {fmt::format("\"{}\"", dots), fmt::format("'{}'", dots),
          fmt::format("\"\"\"\n\"{}\\\"\"\"\"", dots), fmt::format("'''\n'{}'''", dots),
          fmt::format("\"\\\"{0}\" # {0}", dots)})
        EXPECT_TRUE(parsed(fmt::format("[default]\nx = {}\ny = 1\n", value))) << value;
    EXPECT_TRUE(parsed(fmt::format("# {0}\n[default]\n#{0}", dots)));
}

TEST(HostileConfigFile, nestedValuesWithinTheLimitAreToldShortly) {
    const Result<ConfigFile> file =
        parsed("[default.generation]\nwidth = " + repeated("[", 200) + repeated("]", 200) +
               "\nheight = [" + repeated("1,", 100'000) + "]\n");
    ASSERT_TRUE(file);
    for (const std::string& line : test::problemLines(*file))
        EXPECT_LT(line.size(), 200U);
}

TEST(HostileConfigFile, foldersMissingFilesAndHugeFilesAreErrors) {
    const TemporaryFolder folder;
    const auto read = [](const std::filesystem::path& path) {
        const Result<ConfigFile> file = readConfigFile(path, test::schema(), {});
        EXPECT_FALSE(file);
        return file ? Error{} : file.error();
    };
    EXPECT_EQ(read(folder.path()).code, ErrorCode::FileInvalid);
    EXPECT_EQ(read(folder / "none.toml").code, ErrorCode::FileNotFound);
    diptych::test::writeBytes(folder / "huge.toml", repeated("# comment\n", 200'000));
    EXPECT_EQ(read(folder / "huge.toml").code, ErrorCode::FileInvalid);
    diptych::test::writeBytes(folder / "empty.toml", "");
    EXPECT_TRUE(readConfigFile(folder / "empty.toml", test::schema(), {}));
}

TEST(HostileConfigFile, manyKeysAreReadInReasonableTime) {
    std::string text = "[default]\n";
    for (int i = 0; i < 20'000; ++i)
        text += "key" + std::to_string(i) + " = 1\n";
    const Result<ConfigFile> file = parsed(text);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->profiles[0].problems.size(), 20'000U);
}

} // namespace
} // namespace diptych::config
