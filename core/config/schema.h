// The table of all settings. It feeds the reader of configuration files, the flags of the command
// line, `config show` and `explain`, and docs/configuration.md.
#pragma once

#include "core/config/field.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::config {

/// Choices that modules above this one know. Empty = every name is accepted.
struct SamplingNames {
    std::vector<NamedChoice> schedulers;
    std::vector<NamedChoice> sigmaSpacings;
};

/// A key that is understood although nothing here depends on it.
struct InertKey {
    std::string name;            ///< dotted
    std::string reason;          ///< why it has no effect: "reward guidance is not supported"
    std::vector<Value> harmless; ///< values that ask for what happens anyway
    bool isShared = false;       ///< stands at the top of a file, outside the profiles
};

/// Immutable once made; fields keep their addresses as long as it lives.
class Schema {
  public:
    explicit Schema(SamplingNames names = {});
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

    /// In the order in which they are shown and applied.
    const std::vector<Field>& fields() const { return fields_; }
    const std::vector<InertKey>& inertKeys() const { return inertKeys_; }

    /// By its name only; null when there is none.
    const Field* find(std::string_view name) const;
    /// By name or alias; `alias` is set when it was an alias.
    const Field* findKey(std::string_view key, const Alias** alias = nullptr) const;
    const InertKey* findInert(std::string_view key) const;

    /// Whether some key lies in the table `path` ("generation", "lora").
    bool isSection(std::string_view path) const;
    /// Every table that has keys: "generation", …
    std::vector<std::string> sections() const;
    /// Every name, alias and inert key.
    std::vector<std::string> keys() const;
    /// Keys that the user may have meant: the same last part elsewhere, else similar spellings.
    std::vector<std::string> similarKeys(std::string_view key) const;

  private:
    std::vector<Field> fields_;
    std::vector<InertKey> inertKeys_;
};

} // namespace diptych::config
