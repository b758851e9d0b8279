// Zip archives as numpy writes them: entries stored or deflated, small directories, no encryption.
//
// The format: APPNOTE.TXT of PKWARE, sections 4.3 to 4.5.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::zip {

struct Entry {
    std::string name;
    std::vector<std::byte> bytes;
};

inline constexpr std::size_t kMostEntries = 4096;
inline constexpr std::uint64_t kLargestContent = 1ULL << 30; ///< of all entries, unpacked

/// Every entry of an archive, checksums checked. `what` names it in messages. What an entry claims
/// is checked against the limits before anything is allocated. Errors: FileInvalid (damaged, cut
/// off, beyond the limits), Unsupported (encrypted, another compression).
Result<std::vector<Entry>> readArchive(std::span<const std::byte> bytes, std::string_view what);

/// An archive of stored entries, the same for the same entries. Errors: InvalidInput (4 GiB or
/// more, a name of more than 65535 bytes).
Result<std::string> makeArchive(std::span<const Entry> entries);

} // namespace diptych::zip
