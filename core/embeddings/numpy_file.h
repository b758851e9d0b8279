// numpy's files: .npy with one array, .npz with several by name. Nothing in them is ever executed:
// pickled objects are refused.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/checkpoint/host_tensor.h"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace diptych {

struct NumpyFile {
    /// By name, in the order of the file; a .npy file's array has no name.
    std::vector<std::pair<std::string, HostTensor>> arrays;
    std::map<std::string, std::string> texts; ///< arrays that are a single text
};

/// Reads either kind, told apart by content; arrays may be deflated. Errors: FileNotFound;
/// FileInvalid (neither, damaged, cut off, more than 1 GiB unpacked); Unsupported (objects,
/// big-endian numbers).
Result<NumpyFile> readNumpyFile(const std::filesystem::path& path);

/// Writes a .npz file, all or nothing. Errors: InvalidInput (a type that numpy has not: see
/// widenToFloat32; too large), FileWrite.
Status writeNpz(const std::filesystem::path& path, const NumpyFile& content, Overwrite overwrite);

/// Writes a .npy file, all or nothing. Errors: as writeNpz.
Status writeNpy(const std::filesystem::path& path, const HostTensor& tensor, Overwrite overwrite);

} // namespace diptych
