#include "core/prompt/template_check.h"

#include "core/base/text.h"
#include "core/prompt/chat_format.h"
#include "core/prompt/clean_text.h"
#include "core/prompt/template_file.h"
#include "core/prompt/template_folder.h"
#include "core/prompt/template_search.h"
#include "core/prompt/think_stream.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>

namespace diptych {

namespace {

namespace fs = std::filesystem;

constexpr int kSentenceWords = 4; // shorter ones, "No text.", are nobody's own

constexpr std::array<std::string_view, 15> kCategories = {
    "abstract", "art",        "character",   "experimental", "game",
    "general",  "horror",     "photography", "playful",      "rewriter",
    "scifi",    "structured", "style",       "technical",    "text"};

bool isSnakeCase(std::string_view name) {
    const auto isWord = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    char before = '_';
    for (const char c : name) {
        if (!isWord(c) && (c != '_' || before == '_'))
            return false;
        before = c;
    }
    return !name.empty() && before != '_';
}

struct Sentence {
    std::string folded;
    std::size_t offset = 0; ///< of its first byte in the body
};

bool endsSentence(std::string_view text, std::size_t at) {
    constexpr std::string_view kEnds = ".!?";
    constexpr std::array<std::string_view, 3> kWideEnds = {"\u3002", "\uFF01", "\uFF1F"};
    if (text[at] == '\n')
        return true;
    if (kEnds.find(text[at]) != std::string_view::npos)
        return at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n';
    return std::any_of(kWideEnds.begin(), kWideEnds.end(),
                       [&](std::string_view end) { return text.substr(at).starts_with(end); });
}

// Letters and digits only, so that punctuation and list marks make no difference.
std::string bareWords(std::string_view text, int& words) {
    const std::string folded = foldForSearch(text);
    std::string bare;
    words = 0;
    bool isInside = false;
    for (const char c : folded) {
        const bool isWord = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') ||
                            (c >= '0' && c <= '9');
        if (isWord && !isInside) {
            bare += bare.empty() ? "" : " ";
            ++words;
        }
        if (isWord)
            bare += c;
        isInside = isWord;
    }
    return bare;
}

std::vector<Sentence> sentencesOf(std::string_view body) {
    std::vector<Sentence> sentences;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= body.size(); ++at) {
        if (at < body.size() && !endsSentence(body, at))
            continue;
        int words = 0;
        std::string folded = bareWords(body.substr(begin, at - begin), words);
        if (words >= kSentenceWords)
            sentences.push_back({std::move(folded), begin});
        begin = at + 1;
    }
    return sentences;
}

class Checker {
  public:
    void add(const fs::path& file) {
        std::error_code error;
        fs::path real = fs::weakly_canonical(file, error);
        if (!seenFiles_.insert(std::move(real)).second)
            return;
        ++check_.files;
        TemplateReading reading = readTemplateFile(file);
        std::move(reading.problems.begin(), reading.problems.end(),
                  std::back_inserter(check_.problems));
        if (!reading.value)
            return;
        ++(isRewriter(*reading.value) ? check_.rewriters : check_.templates);
        checkOne(*reading.value);
        checkBeside(*reading.value);
    }

    void addProblems(std::vector<TemplateProblem> problems) {
        std::move(problems.begin(), problems.end(), std::back_inserter(check_.problems));
    }

    TemplateCheck take() {
        std::stable_sort(check_.problems.begin(), check_.problems.end(),
                         [](const TemplateProblem& a, const TemplateProblem& b) {
                             return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                         });
        return std::move(check_);
    }

  private:
    // What is not there is told at the file's first line.
    void report(const PromptTemplate& value, int line, std::string message, std::string hint = {}) {
        check_.problems.push_back(
            {value.source.file, std::max(line, 1), std::move(message), std::move(hint)});
    }

    void checkOne(const PromptTemplate& value) {
        const TemplateLines& lines = value.source.lines;
        if (!isSnakeCase(value.name))
            report(value, lines.name, fmt::format("the name '{}' is not in snake_case", value.name),
                   "use small letters, digits and single _ between them");
        if (value.title.empty())
            report(value, lines.title, "there is no title");
        if (value.description.empty())
            report(value, lines.description, "there is no description");
        checkCategory(value);
        checkLength(value);
        checkTags(value, "body", value.body, lines.body);
        checkTags(value, "thinking_content", value.thinking, lines.thinking);
        checkTags(value, "assistant_content", value.assistant, lines.assistant);
        if (value.thinking.find("<think>") != std::string::npos)
            report(value, lines.thinking, "thinking_content holds the tag <think>",
                   "write the thought alone: the tags are added");
    }

    void checkCategory(const PromptTemplate& value) {
        if (std::find(kCategories.begin(), kCategories.end(), value.category) != kCategories.end())
            return;
        const std::vector<std::string> names(kCategories.begin(), kCategories.end());
        const std::vector<std::string> nearest = nearestNames(value.category, names, 1);
        report(value, value.source.lines.category,
               value.category.empty() ? "there is no category"
                                      : fmt::format("unknown category '{}'", value.category),
               nearest.empty() ? fmt::format("use one of: {}", fmt::join(names, ", "))
                               : fmt::format("did you mean {}?", nearest.front()));
    }

    // A rewriter's instruction is as long as it has to be.
    void checkLength(const PromptTemplate& value) {
        const std::size_t length = countCodePoints(value.body);
        if (isRewriter(value) ? length > 0 : value.name == kDefaultTemplateName && length == 0)
            return;
        if (isRewriter(value) || length == 0)
            return report(value, value.source.lines.body, "the body is empty");
        if (length < kShortestTemplateBody || length > kLongestTemplateBody)
            report(value, value.source.lines.body,
                   fmt::format("the body has {} characters, not {} to {}", length,
                               kShortestTemplateBody, kLongestTemplateBody));
    }

    void checkTags(const PromptTemplate& value, std::string_view part, const std::string& text,
                   int line) {
        if (!hasBalancedThinkTags(text))
            report(value, line, fmt::format("the think tags in {} are not in pairs", part),
                   "every <think> needs a </think> behind it");
        std::vector<std::string_view> tokens = specialTokensIn(text);
        std::erase(tokens, "<think>");
        std::erase(tokens, "</think>");
        if (!tokens.empty())
            report(value, line,
                   fmt::format("{} holds {}, which the text encoder reads as a control token", part,
                               fmt::join(tokens, ", ")),
                   "the chat format is added around the text");
    }

    void checkBeside(const PromptTemplate& value) {
        const auto [named, isNewName] = names_.emplace(value.name, value.source.file);
        if (!isNewName)
            report(value, value.source.lines.name,
                   fmt::format("the name '{}' is taken by {}", value.name,
                               toValidUtf8(named->second.string())),
                   "every template needs a name of its own");
        std::set<fs::path> told; // one word for each pair of files is enough
        for (const Sentence& sentence : sentencesOf(value.body)) {
            const auto [other, isNew] = sentences_.emplace(sentence.folded, value.source.file);
            if (isNew || other->second == value.source.file || !told.insert(other->second).second)
                continue;
            const auto before = value.body.begin() + static_cast<std::ptrdiff_t>(sentence.offset);
            const auto line = std::count(value.body.begin(), before, '\n');
            report(value, value.source.lines.body + static_cast<int>(line),
                   fmt::format("a sentence stands in {} too: \"{}\"",
                               toValidUtf8(other->second.string()), sentence.folded.substr(0, 60)),
                   "say it in other words");
        }
    }

    TemplateCheck check_;
    std::set<fs::path> seenFiles_;
    std::map<std::string, fs::path> names_;
    std::map<std::string, fs::path> sentences_;
};

} // namespace

std::span<const std::string_view> templateCategories() {
    return kCategories;
}

TemplateCheck checkTemplates(std::span<const std::filesystem::path> paths) {
    Checker checker;
    for (const fs::path& path : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            checker.add(path);
            continue;
        }
        TemplateFolderListing listing = listTemplateFolder(path);
        checker.addProblems(std::move(listing.problems));
        for (const TemplateFileStamp& file : listing.files)
            checker.add(file.path);
    }
    return checker.take();
}

} // namespace diptych
