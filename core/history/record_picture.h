// From a drawn picture to an entry of the history, in the order that survives a crash: file,
// thumbnail, row. And back: pictures whose row was lost are found and taken in.
#pragma once

#include "core/base/result.h"
#include "core/history/history_entry.h"
#include "core/history/history_store.h"
#include "core/image/image.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace diptych::history {

/// Below the data folder.
inline constexpr const char* kPicturesFolder = "pictures";

/// A name for a picture that is not taken: "pictures/2026-11/20261121-162629-42.png", in UTC.
std::string freePictureName(const std::filesystem::path& folder, std::int64_t createdMs,
                            std::int64_t seed, ImageFormat format);

struct RecordOptions {
    ImageFormat format = ImageFormat::Png;
    ImageWriteOptions write;
    MetadataLevel metadata = MetadataLevel::All; ///< inside the file; the entry holds everything
    /// What stood in for the picture until now, such as its latents: removed once the picture lies
    /// in a file of its own. Empty = nothing.
    std::filesystem::path replaces = {};
};

/// The first half of `recordPicture`, for a history that cannot be opened: the picture's file
/// alone, which is found and taken in once there is a history again. Returns the entry without an
/// id. Errors: those of writeImageFile.
Result<HistoryEntry> storePictureFile(const std::filesystem::path& folder, HistoryEntry entry,
                                      const Image& image, const RecordOptions& options = {});

/// Writes the picture into the data folder and appends its entry, of which size, picture, hash and,
/// where it is 0, time are filled in. Returns the entry as it was stored. When the row cannot be
/// written the picture stays and is found at the next start. Errors: those of writeImageFile and of
/// HistoryStore::append.
Result<HistoryEntry> recordPicture(HistoryStore& store, HistoryEntry entry, const Image& image,
                                   const RecordOptions& options = {});

/// Picture files in kPicturesFolder that no entry shows, oldest first, relative to the data folder:
/// the program died between file and row, or an older database was put back. Files that were
/// changed within the last `graceMs` are left to whoever is writing them.
Result<std::vector<std::string>> unrecordedPictures(HistoryStore& store,
                                                    std::int64_t graceMs = 60'000);

/// Appends an entry for such a picture, from what its file tells. Takes as long as reading it.
/// Errors: those of readImageFile and of HistoryStore::append.
Result<HistoryEntry> adoptPicture(HistoryStore& store, const std::string& picture);

} // namespace diptych::history
