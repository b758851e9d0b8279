// core/history: from a picture to its entry and back, thumbnails, and the hash of pixels.
#include "core/history/pixel_hash.h"
#include "core/history/record_picture.h"
#include "core/history/thumbnails.h"
#include "tests/core/history/history_fixture.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

namespace diptych::history {
namespace {

namespace fs = std::filesystem;
using diptych::test::writeBytes;
using test::entryOf;
using test::History;
using test::samplePicture;

Image wide(int width, int height) {
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width) * height * 3, 90);
    return valueOrThrow(fromInterleavedRgb8(width, height, std::move(rgb)));
}

TEST(PixelHash, isTheSameForTheSamePixelsInAnyForm) {
    const Image picture = samplePicture();
    std::vector<std::uint8_t> withAlpha;
    for (std::size_t at = 0; at < picture.bytes().size(); ++at) {
        withAlpha.push_back(picture.bytes()[at]);
        if (at % 3 == 2)
            withAlpha.push_back(255);
    }
    const Image pasted = valueOrThrow(Image::create(64, 48, 4, 8, withAlpha));
    EXPECT_EQ(pixelHash(picture), pixelHash(pasted)) << "as the clipboard hands it over";
    EXPECT_EQ(pixelHash(picture).size(), 16u);
    EXPECT_NE(pixelHash(picture), pixelHash(samplePicture(8)));
    EXPECT_NE(pixelHash(wide(10, 20)), pixelHash(wide(20, 10)));
    // FNV-1a of the bytes 01 00 00 00 01 00 00 00 5A 5A 5A, worked out by other means.
    EXPECT_EQ(pixelHash(wide(1, 1)), "5413da6f514c2dcd");
}

TEST(RecordPicture, writesFileThumbnailAndEntry) {
    History history;
    HistoryEntry wish = entryOf("a cat", 1'763'742'389'123);
    wish.request.seed = 42;
    wish.model = "Flatland";
    const HistoryEntry entry = valueOrThrow(recordPicture(history.store(), wish, samplePicture()));
    EXPECT_EQ(entry.picture, "pictures/2025-11/20251121-162629-42.png");
    EXPECT_EQ(valueOrThrow(history.store().entry(entry.id)), entry);
    EXPECT_EQ(entry.width, 64);
    const LoadedImage file = valueOrThrow(readImageFile(history.path() / entry.picture));
    EXPECT_EQ(file.image, samplePicture());
    const auto metadata = readPictureMetadata(file.text.entries);
    ASSERT_TRUE(metadata);
    EXPECT_EQ(metadata->request.seed, 42);
    EXPECT_EQ(metadata->model, "Flatland");
    EXPECT_TRUE(fs::exists(thumbnailPath(history.path(), entry.pixelHash)));
    EXPECT_EQ(valueOrThrow(history.store().findByPixels(pixelHash(samplePicture()))),
              std::vector<EntryId>{entry.id});
}

TEST(RecordPicture, neverTakesANameTwiceAndObeysPrivacy) {
    History history;
    const HistoryEntry wish = entryOf("secret", 1'763'742'389'000);
    RecordOptions options;
    options.metadata = MetadataLevel::None;
    const auto first = valueOrThrow(recordPicture(history.store(), wish, samplePicture(1)));
    const auto second =
        valueOrThrow(recordPicture(history.store(), wish, samplePicture(2), options));
    EXPECT_EQ(first.picture, "pictures/2025-11/20251121-162629-1.png");
    EXPECT_EQ(second.picture, "pictures/2025-11/20251121-162629-1-2.png");
    const LoadedImage file = valueOrThrow(readImageFile(history.path() / second.picture));
    EXPECT_FALSE(readPictureMetadata(file.text.entries));
    EXPECT_EQ(valueOrThrow(history.store().entry(second.id)).request.conversation.user, "secret");
}

TEST(RecordPicture, leavesNothingBehindWhenTheFileCannotBeWritten) {
    History history;
    fs::remove_all(history.path() / kPicturesFolder);
    writeBytes(history.path() / kPicturesFolder, "in the way");
    const auto entry = recordPicture(history.store(), entryOf("a cat"), samplePicture());
    ASSERT_FALSE(entry);
    EXPECT_EQ(entry.error().code, ErrorCode::FileWrite);
    EXPECT_TRUE(history.all().empty());
}

TEST(RecordPicture, findsThePictureWhoseRowWasLost) {
    History history;
    HistoryEntry wish = entryOf("a lost cat");
    wish.request.seed = 42;
    wish.request.steps = 13;
    const auto kept =
        valueOrThrow(recordPicture(history.store(), entryOf("kept"), samplePicture(1)));
    // An entry of another history: here only its file lies.
    History other;
    const auto lost = valueOrThrow(recordPicture(other.store(), wish, samplePicture(2)));
    const std::string name = "pictures/2024-01/lost.png";
    fs::create_directories((history.path() / name).parent_path());
    fs::copy(other.path() / lost.picture, history.path() / name);
    writeBytes(history.path() / "pictures/notes.txt", "no picture");
    writeBytes(history.path() / "pictures/x.png.123-0.part", "being written");
    fs::remove(history.path() / test::kPicture);

    EXPECT_TRUE(valueOrThrow(unrecordedPictures(history.store())).empty())
        << "somebody may be about to record it";
    EXPECT_EQ(valueOrThrow(unrecordedPictures(history.store(), 0)), std::vector<std::string>{name});
    const HistoryEntry adopted = valueOrThrow(adoptPicture(history.store(), name));
    EXPECT_EQ(adopted.request.steps, 13);
    EXPECT_EQ(adopted.request.seed, 42);
    EXPECT_EQ(adopted.pixelHash, lost.pixelHash);
    EXPECT_EQ(valueOrThrow(history.store().entry(adopted.id)), adopted);
    EXPECT_TRUE(valueOrThrow(unrecordedPictures(history.store(), 0)).empty());
    EXPECT_EQ(history.all().size(), 2u);
    EXPECT_NE(kept.id, adopted.id);
}

TEST(RecordPicture, removesWhatStoodInForThePictureOnceItIsSaved) {
    History history;
    const fs::path latents = history.path() / "unfinished/1-0.safetensors";
    fs::create_directories(latents.parent_path());
    writeBytes(latents, "latents");
    RecordOptions options;
    options.replaces = latents;
    options.write.pngCompression = 99; // cannot be written so
    EXPECT_FALSE(recordPicture(history.store(), entryOf("a cat"), samplePicture(1), options));
    EXPECT_TRUE(fs::exists(latents));
    options.write = {};
    EXPECT_TRUE(recordPicture(history.store(), entryOf("a cat"), samplePicture(1), options));
    EXPECT_FALSE(fs::exists(latents));
}

TEST(RecordPicture, adoptsAPictureThatTellsNothing) {
    History history;
    const HistoryEntry entry = valueOrThrow(adoptPicture(history.store(), test::kPicture));
    EXPECT_EQ(entry.request.seed, 0);
    EXPECT_EQ(entry.width, 64);
    writeBytes(history.path() / "pictures/broken.png", "no picture");
    EXPECT_FALSE(adoptPicture(history.store(), "pictures/broken.png"));
}

TEST(RecordPicture, losesNoPictureWhenTheProgramIsKilled) {
    History history;
    history.close();
    fs::remove(history.path() / test::kPicture);
    int pipeEnds[2];
    ASSERT_EQ(::pipe(pipeEnds), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        Database::Opened opened = valueOrThrow(Database::open(history.path()));
        HistoryStore store(*opened.database);
        for (int shade = 0;; ++shade) {
            if (!recordPicture(store, entryOf("a cat"), samplePicture(shade)))
                ::_exit(1);
            [[maybe_unused]] const auto told = ::write(pipeEnds[1], "x", 1);
        }
    }
    char told = 0;
    for (int i = 0; i < 7; ++i)
        ASSERT_EQ(::read(pipeEnds[0], &told, 1), 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
    history.reopen();
    for (const std::string& name : valueOrThrow(unrecordedPictures(history.store(), 0)))
        EXPECT_TRUE(adoptPicture(history.store(), name)) << "whole, or not there";
    std::size_t files = 0;
    for (const auto& file : fs::recursive_directory_iterator(history.path() / kPicturesFolder))
        files += file.path().extension() == ".png" ? 1 : 0;
    EXPECT_GE(files, 7u);
    EXPECT_EQ(history.all().size(), files);
    for (const EntrySummary& summary : history.all())
        EXPECT_TRUE(readImageFile(history.path() / summary.picture));
}

TEST(Thumbnails, areSmallKeepTheirShapeAndNeverGrow) {
    const Image small = valueOrThrow(shrinkToThumbnail(wide(1000, 500)));
    EXPECT_EQ(small.width(), kThumbnailSide);
    EXPECT_EQ(small.height(), kThumbnailSide / 2);
    EXPECT_EQ(valueOrThrow(shrinkToThumbnail(wide(3000, 2))).height(), 1);
    EXPECT_EQ(valueOrThrow(shrinkToThumbnail(samplePicture())), samplePicture());
}

TEST(Thumbnails, areMadeAgainWhenTheyAreMissingOrDamaged) {
    History history;
    const auto entry = valueOrThrow(recordPicture(history.store(), entryOf("x"), samplePicture()));
    const fs::path path = thumbnailPath(history.path(), entry.pixelHash);
    const fs::path picture = history.path() / entry.picture;
    for (const char* damage : {"", "garbage"}) {
        fs::remove(path);
        if (*damage)
            writeBytes(path, damage);
        const Image made = valueOrThrow(loadThumbnail(history.path(), entry.pixelHash, picture));
        EXPECT_EQ(made.width(), 64);
        EXPECT_TRUE(readImageFile(path)) << "kept for the next time";
    }
    fs::remove(picture);
    EXPECT_TRUE(loadThumbnail(history.path(), entry.pixelHash, picture));
    fs::remove(path);
    EXPECT_FALSE(loadThumbnail(history.path(), entry.pixelHash, picture));
}

TEST(Thumbnails, lieNowhereElseWhateverTheDatabaseSays) {
    for (const char* hash : {"", "../../../../etc", "0011", "00112233445566AA", "00112233/45566aa"})
        EXPECT_TRUE(thumbnailPath("/data", hash).empty()) << hash;
    EXPECT_EQ(thumbnailPath("/data", "00112233445566aa"),
              "/data/thumbnails/00/00112233445566aa.jpg");
}

} // namespace
} // namespace diptych::history
