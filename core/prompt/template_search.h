// Search as you type over templates: every word of the query counts, wherever it stands; capital
// letters and accents make no difference.
#pragma once

#include "core/prompt/prompt_template.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// `text` for comparing: without capital letters, accents and compatibility forms, every run of
/// blanks, '_' and '-' one space. Linear in time; bytes that are not UTF-8 are left out.
std::string foldForSearch(std::string_view text);

struct TemplateMatch {
    std::size_t index = 0; ///< into the list that was indexed
    int score = 0;         ///< higher is better

    bool operator==(const TemplateMatch&) const = default;
};

/// Folded texts of a list of templates. A value; thread-safe to search.
class TemplateSearch {
  public:
    TemplateSearch() = default;
    explicit TemplateSearch(std::span<const PromptTemplate> templates);

    /// The templates that have every word of `query`, best first: a hit in the name counts most,
    /// then title, tags and category, description, body; a whole word more than its beginning, that
    /// more than its middle. Equal ones keep the order of the list; an empty query finds all.
    std::vector<TemplateMatch> find(std::string_view query) const;

  private:
    struct Entry {
        std::string name, title, tags, description, body; ///< folded
    };

    static int scoreOf(const Entry& entry, std::string_view word);

    std::vector<Entry> entries_;
};

} // namespace diptych
