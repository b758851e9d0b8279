// A user's pictures with what they show, as adapters are trained on them.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych::train {

struct CaptionedPicture {
    std::filesystem::path path;
    std::string caption;
};

/// Reads one of, in this order:
/// - a .jsonl file: one JSON object a line with "file_name" and "text" (or "caption");
/// - a .csv file with these columns named in its first line (RFC 4180 quoting);
/// - a folder with metadata.jsonl or metadata.csv (as Hugging Face's imagefolder has them);
/// - a folder of pictures with a text file of the same name beside each: cat.png, cat.txt.
/// Paths in tables are relative to the table. Sorted by path. Errors: FileNotFound; FileInvalid
/// (naming line and file: no JSON, a column missing, a quote that does not end, a picture without
/// caption); InvalidInput (no pictures).
Result<std::vector<CaptionedPicture>> readCaptionedPictures(const std::filesystem::path& path);

/// The cells of CSV text, row by row. Errors: FileInvalid (a quote that does not end).
Result<std::vector<std::vector<std::string>>> parseCsv(std::string_view text);

} // namespace diptych::train
