#include "core/prompt/alternation.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace diptych {

namespace {

/// A pair of braces that belong together.
struct Group {
    std::size_t open = 0;
    std::size_t close = 0;
    std::vector<std::size_t> bars; ///< of this group, not of those inside it
    int height = 1;                ///< groups inside each other, this one included
    bool isVariable = false;       ///< {{…}}: the outer pair of two that lie directly around
    bool isInVariable = false;     ///< the inner pair of it
};

struct GroupTable {
    std::vector<Group> groups; ///< by their opening brace
    bool isTooDeep = false;
};

bool isEscape(std::string_view text, std::size_t at) {
    constexpr std::string_view kEscaped = "{}|";
    return text[at] == '\\' && at + 1 < text.size() &&
           kEscaped.find(text[at + 1]) != std::string_view::npos;
}

// {{…}}: nothing but one pair inside the other.
void markVariables(std::vector<Group>& groups) {
    for (std::size_t i = 0; i + 1 < groups.size(); ++i) {
        Group& outer = groups[i];
        Group& inner = groups[i + 1]; // the next one to open
        if (outer.isInVariable || inner.open != outer.open + 1 || inner.close + 1 != outer.close)
            continue;
        outer.isVariable = true;
        inner.isInVariable = true;
    }
}

GroupTable findGroups(std::string_view text) {
    GroupTable table;
    std::vector<Group> open;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (isEscape(text, at)) {
            ++at;
        } else if (text[at] == '{') {
            open.push_back({at, 0, {}, 1, false, false});
        } else if (text[at] == '|' && !open.empty()) {
            open.back().bars.push_back(at);
        } else if (text[at] == '}' && !open.empty()) {
            Group group = std::move(open.back());
            open.pop_back();
            group.close = at;
            if (!open.empty())
                open.back().height = std::max(open.back().height, group.height + 1);
            table.isTooDeep = table.isTooDeep || group.height > kDeepestAlternation;
            table.groups.push_back(std::move(group));
        }
    }
    std::sort(table.groups.begin(), table.groups.end(),
              [](const Group& a, const Group& b) { return a.open < b.open; });
    markVariables(table.groups);
    return table;
}

bool isAlternation(const Group& group) {
    return !group.bars.empty() && !group.isVariable && !group.isInVariable;
}

class Expander {
  public:
    Expander(std::string_view text, const std::vector<Group>& groups, std::uint64_t seed)
        : text_(text), groups_(groups), picks_(seed) {}

    std::string expand() {
        copy(0, text_.size(), false);
        return std::move(result_);
    }

  private:
    // Depth is bounded by kDeepestAlternation.
    void copy(std::size_t begin, std::size_t end, bool isInside) {
        auto group = std::lower_bound(
            groups_.begin(), groups_.end(), begin,
            [](const Group& candidate, std::size_t at) { return candidate.open < at; });
        while (begin < end) {
            const std::size_t stop =
                group != groups_.end() && group->open < end ? group->open : end;
            copyPlain(begin, stop, isInside);
            if (stop == end)
                return;
            expandGroup(*group);
            begin = group->close + 1;
            while (group != groups_.end() && group->open < begin)
                ++group;
        }
    }

    void copyPlain(std::size_t begin, std::size_t end, bool isInside) {
        for (std::size_t at = begin; at < end; ++at) {
            if (isEscape(text_, at) && (isInside || text_[at + 1] != '|'))
                ++at;
            result_ += text_[at];
        }
    }

    void expandGroup(const Group& group) {
        if (group.isVariable) {
            result_ += text_.substr(group.open, group.close + 1 - group.open);
        } else if (!isAlternation(group)) {
            result_ += '{';
            copy(group.open + 1, group.close, true);
            result_ += '}';
        } else {
            const std::size_t chosen = picks_.pick(group.bars.size() + 1);
            const std::size_t begin = chosen == 0 ? group.open + 1 : group.bars[chosen - 1] + 1;
            const std::size_t end = chosen == group.bars.size() ? group.close : group.bars[chosen];
            copy(begin, end, true);
        }
    }

    std::string_view text_;
    const std::vector<Group>& groups_;
    PickGenerator picks_;
    std::string result_;
};

} // namespace

std::uint64_t PickGenerator::draw() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

std::size_t PickGenerator::pick(std::size_t count) {
    return static_cast<std::size_t>(((draw() >> 32) * count) >> 32);
}

bool hasAlternation(std::string_view text) {
    const GroupTable table = findGroups(text);
    return std::any_of(table.groups.begin(), table.groups.end(), isAlternation);
}

Result<std::string> expandAlternation(std::string_view text, std::uint64_t seed) {
    const GroupTable table = findGroups(text);
    if (table.isTooDeep)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("the prompt has braces nested more than {} deep", kDeepestAlternation),
            "write \\{ for a brace that is text, or leave --expand out");
    return Expander(text, table.groups, seed).expand();
}

} // namespace diptych
