// Configuration files: TOML with a table for each profile. What is wrong in one is told with its
// place and a suggestion, and the rest applies.
#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"
#include "core/config/value_source.h"
#include "core/domain/notice.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::config {

/// A value and where it comes from.
struct Setting {
    const Field* field = nullptr; ///< owned by the schema
    Value value;
    ValueSource source;
};

/// A value of a key that nothing here depends on.
struct InertSetting {
    const InertKey* key = nullptr; ///< owned by the schema
    Value value;
    ValueSource source;
};

enum class ProblemKind {
    UnknownKey, ///< a fault: the key is ignored
    WrongValue, ///< a fault: of the wrong type or out of range; the key is ignored
    NoEffect,   ///< asks for something that this version does not have or need
    Replaced,   ///< read as something else, or not used because of another key
};

struct Problem {
    ProblemKind kind = ProblemKind::UnknownKey;
    std::string file;
    int line = 0; ///< from 1
    int column = 0;
    std::string key;     ///< dotted, without the profile
    std::string message; ///< a sentence fragment that names the key
    std::string hint;    ///< may be empty

    /// Whether a strict reader refuses it.
    bool isFault() const {
        return kind == ProblemKind::UnknownKey || kind == ProblemKind::WrongValue;
    }
};

/// "config.toml:12:3: unknown key 'stesp' in [default.generation]; did you mean 'steps'?"
std::string describe(const Problem& problem);

struct Profile {
    std::string name;
    std::vector<Setting> settings; ///< its own only, nothing inherited
    std::vector<InertSetting> inert;
    std::vector<Problem> problems;
};

struct ConfigFile {
    std::filesystem::path path;
    std::vector<Profile> profiles; ///< in the order of the file
    Profile shared;                ///< what stands outside the profiles; its name is empty

    const Profile* find(std::string_view name) const;
    std::vector<std::string> profileNames() const;
};

inline constexpr const char* kDefaultProfile = "default";
inline constexpr std::uint64_t kLargestConfigFile = std::uint64_t{1} << 20; ///< bytes

/// `home` stands for `~`; relative paths are relative to the file's folder. Errors: FileNotFound,
/// FileInvalid (a folder, larger than kLargestConfigFile), ConfigInvalid (not TOML), with line and
/// column.
Result<ConfigFile> readConfigFile(const std::filesystem::path& path, const Schema& schema,
                                  const std::filesystem::path& home);
/// The same for a text that is already there.
Result<ConfigFile> parseConfigFile(std::string_view text, const std::filesystem::path& path,
                                   const Schema& schema, const std::filesystem::path& home);

/// What the user should hear about: one notice for each fault and each replaced value, one for all
/// keys without effect of the same reason.
std::vector<Notice> noticesOf(std::span<const Problem> problems);

/// An error that tells the first fault and how many there are; success when there is none. Errors:
/// ConfigInvalid.
Status refuseFaults(std::span<const Problem> problems);

} // namespace diptych::config
