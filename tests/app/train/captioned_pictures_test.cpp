// Folders and tables of pictures with captions, good and bad ones.
#include "app/train/captioned_pictures.h"
#include "core/image/image_file.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

namespace diptych::train {
namespace {

class CaptionedPictures : public testing::Test {
  protected:
    CaptionedPictures() {
        const Image pixel = valueOrThrow(fromInterleavedRgb8(1, 1, {1, 2, 3}));
        for (const char* name : {"a.png", "b.jpg"})
            valueOrThrow(writeImageFile(folder_ / name, pixel, {}, {}, Overwrite::Yes));
    }

    std::vector<std::string> captionsOf(const std::filesystem::path& path) {
        std::vector<std::string> captions;
        for (const CaptionedPicture& picture : valueOrThrow(readCaptionedPictures(path)))
            captions.push_back(picture.path.filename().string() + ": " + picture.caption);
        return captions;
    }
    Error errorOf(const std::filesystem::path& path) { return readCaptionedPictures(path).error(); }

    test::TemporaryFolder folder_;
    const std::vector<std::string> expected_ = {"a.png: a cat", "b.jpg: a dog, \"Rex\""};
};

TEST_F(CaptionedPictures, areReadFromTextFilesBesideThem) {
    test::writeBytes(folder_ / "a.txt", " a cat\n");
    EXPECT_NE(errorOf(folder_.path()).message.find("b.jpg has no caption"), std::string::npos);
    test::writeBytes(folder_ / "b.txt", "a dog, \"Rex\"\r\n");
    test::writeBytes(folder_ / "notes.md", "no picture");
    EXPECT_EQ(captionsOf(folder_.path()), expected_);
}

TEST_F(CaptionedPictures, areReadFromTables) {
    test::writeBytes(folder_ / "metadata.csv",
                     "id,file_name,text\r\n1,b.jpg,\"a dog, \"\"Rex\"\"\"\r\n2,a.png,a cat\r\n");
    EXPECT_EQ(captionsOf(folder_.path()), expected_);
    EXPECT_EQ(captionsOf(folder_ / "metadata.csv"), expected_);
    test::writeBytes(folder_ / "metadata.jsonl",
                     "{\"file_name\": \"a.png\", \"text\": \"a cat\"}\n\n"
                     "{\"file_name\": \"b.jpg\", \"caption\": \"a dog, \\\"Rex\\\"\"}\n");
    EXPECT_EQ(captionsOf(folder_.path()), expected_);
    EXPECT_EQ(captionsOf(folder_ / "metadata.jsonl"), expected_);
}

TEST_F(CaptionedPictures, sayWhatIsWrongWithThem) {
    const auto messageFor = [&](const char* name, std::string_view content) {
        test::writeBytes(folder_ / name, content);
        return errorOf(folder_ / name).message;
    };
    const auto says = [](const std::string& message, std::string_view part) {
        return message.find(part) != std::string::npos ? testing::AssertionSuccess()
                                                       : testing::AssertionFailure() << message;
    };
    EXPECT_TRUE(says(messageFor("x.jsonl", "{\"file_name\": \"a.png\", \"text\": \"a\"}\n[1]"),
                     "line 2: this is no JSON object"));
    EXPECT_TRUE(says(messageFor("x.jsonl", "{\"text\": \"a\"}"), "\"file_name\" is missing"));
    EXPECT_TRUE(says(messageFor("x.jsonl", "{\"file_name\": \"a.png\", \"text\": 3}"),
                     "\"text\" is missing"));
    EXPECT_TRUE(says(messageFor("x.jsonl", "{\"file_name\": \"c.png\", \"text\": \"\"}"),
                     "c.png does not exist"));
    EXPECT_TRUE(says(messageFor("x.jsonl", "\n"), "holds no pictures"));
    EXPECT_TRUE(says(messageFor("x.csv", ""), "line with the column names"));
    EXPECT_TRUE(says(messageFor("x.csv", "name,text\na.png,b\n"), "columns file_name and text"));
    EXPECT_TRUE(says(messageFor("x.csv", "file_name,text\na.png\n"), "line 2: cells are missing"));
    EXPECT_TRUE(says(messageFor("x.csv", "file_name,text\na.png,\"b\n"), "does not end"));
    EXPECT_EQ(errorOf(folder_ / "nowhere").code, ErrorCode::FileNotFound);
}

} // namespace
} // namespace diptych::train
