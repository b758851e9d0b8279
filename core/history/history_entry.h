// One picture of the history: what was asked for, what came out, and what the user says about it.
#pragma once

#include "core/domain/generation_request.h"
#include "core/domain/placement.h"
#include "core/image/picture_metadata.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace diptych::history {

/// Given by the store, unique for ever: made from the time, so that not even a history that was put
/// back from a backup gives one out twice. Below 2^53, safe in JSON.
using EntryId = std::int64_t;

inline constexpr int kMostStars = 5;

/// Wall time of the phases of a job.
struct PhaseTimes {
    double load = 0.0; ///< seconds, as all
    double encode = 0.0;
    double sample = 0.0;
    double decode = 0.0;

    double total() const { return load + encode + sample + decode; }
    bool operator==(const PhaseTimes&) const = default;
};

struct HistoryEntry {
    EntryId id = 0;
    std::int64_t createdMs = 0; ///< since 1970, UTC; 0 = when it is appended
    GenerationRequest request;  ///< of this one picture: its own seed, count 1, the shift used
    std::string formattedPrompt;
    std::string version; ///< of Diptych
    std::string model;
    std::string encoder;
    std::string dtype;   ///< of the transformer's weights
    Placement placement; ///< where it was drawn; of no influence on the picture's content
    PhaseTimes seconds;
    int width = 0;  ///< pixels of the picture, which may have been enlarged
    int height = 0; ///< pixels
    /// UTF-8; relative to the data folder, with slashes, or absolute where it lies elsewhere.
    std::string picture;
    std::string pixelHash;         ///< see pixel_hash.h; empty = unknown
    std::optional<EntryId> parent; ///< the entry that this picture was derived from
    int stars = 0;                 ///< 0 … kMostStars
    std::vector<std::string> tags; ///< trimmed, without duplicates, sorted
    std::string note;
    std::optional<std::int64_t> trashedMs; ///< since when it lies in the trash

    /// What to draw to get this picture again.
    const GenerationRequest& toRequest() const { return request; }

    bool operator==(const HistoryEntry&) const = default;
};

/// What a list shows of an entry.
struct EntrySummary {
    EntryId id = 0;
    std::int64_t createdMs = 0;
    std::string promptHead; ///< the first kPromptHead characters of what the user wrote
    std::int64_t seed = 0;
    int width = 0;  ///< pixels
    int height = 0; ///< pixels
    std::string model;
    std::string picture;
    std::string pixelHash;
    int stars = 0;
    std::optional<std::int64_t> trashedMs;

    bool operator==(const EntrySummary&) const = default;
};

inline constexpr int kPromptHead = 200; ///< code points

/// What to write into a picture file that is made from this entry.
PictureMetadata metadataOf(const HistoryEntry& entry);

} // namespace diptych::history
