#include "widgets/model/token_places.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kMostShown = 8; // tokens in a tip

QString tr(const char* text) {
    return QCoreApplication::translate("diptych::widgets", text);
}

bool isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int unitsOf(std::string_view utf8) {
    return static_cast<int>(
        QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())).size());
}

// The byte of a UTF-8 text at which a UTF-16 position lies.
std::size_t byteAt(const std::string& utf8, int unit) {
    return static_cast<std::size_t>(QString::fromStdString(utf8).left(unit).toUtf8().size());
}

const PartRange* userPart(const FormattedPrompt& prompt) {
    for (const PartRange& part : prompt.parts)
        if (part.part == PromptPart::User)
            return &part;
    return nullptr;
}

// Blanks can be seen in a tip.
QString shownPiece(const std::string& piece) {
    QString text = QString::fromStdString(piece);
    text.replace(QLatin1Char('\n'), QStringLiteral("↵"));
    text.replace(QLatin1Char(' '), QStringLiteral("·"));
    return text;
}

QString describe(const TokenizedPrompt& tokens, std::size_t begin, std::size_t end) {
    QStringList pieces;
    QStringList ids;
    std::size_t first = 0;
    int count = 0;
    for (std::size_t i = 0; i < tokens.tokens.size(); ++i) {
        const Token& token = tokens.tokens[i];
        if (token.end <= begin || token.begin >= end)
            continue;
        if (count++ == 0)
            first = i + 1;
        if (count > kMostShown)
            continue;
        pieces << shownPiece(tokens.pieces[i]);
        ids << QString::number(token.id);
    }
    if (count == 0)
        return {};
    if (count > kMostShown) {
        pieces << QStringLiteral("…");
        ids << QStringLiteral("…");
    }
    const std::size_t all = tokens.tokens.size();
    if (count == 1)
        return tr("Token %1 of %2: %3 (number %4)").arg(first).arg(all).arg(pieces[0], ids[0]);
    return tr("Tokens %1 to %2 of %3: %4 (numbers %5)")
        .arg(first)
        .arg(first + static_cast<std::size_t>(count) - 1)
        .arg(all)
        .arg(pieces.join(QStringLiteral(" | ")), ids.join(QStringLiteral(", ")));
}

} // namespace

TokenizedPrompt tokenizePrompt(const Tokenizer& tokenizer, FormattedPrompt prompt) {
    TokenizedPrompt result;
    result.tokens = tokenizer.tokenize(prompt.text);
    result.pieces.reserve(result.tokens.size());
    for (const Token& token : result.tokens)
        result.pieces.emplace_back(tokenizer.tokenBytes(token.id));
    result.prompt = std::move(prompt);
    return result;
}

std::vector<std::size_t> alignToTyped(std::string_view part, std::string_view typed) {
    std::vector<std::size_t> places;
    places.reserve(part.size() + 1);
    std::size_t at = 0;
    for (const char c : part) {
        const auto matches = [&](char t) { return t == c || (isBlank(t) && isBlank(c)); };
        std::size_t next = at;
        while (next < typed.size() && !matches(typed[next]))
            ++next;
        if (next < typed.size())
            at = next;
        places.push_back(std::min(at, typed.size()));
        if (next < typed.size())
            ++at;
    }
    places.push_back(at);
    return places;
}

std::optional<EditorRange> wordAtLimit(const TokenizedPrompt& tokens, const std::string& typed,
                                       int limit) {
    const PartRange* const part = userPart(tokens.prompt);
    if (!part || limit < 0 || tokens.tokens.size() <= static_cast<std::size_t>(limit))
        return std::nullopt;
    const Token& first = tokens.tokens[static_cast<std::size_t>(limit)];
    if (first.begin >= part->end)
        return std::nullopt;
    std::size_t at = first.begin > part->begin ? first.begin - part->begin : 0;
    const std::string_view text =
        std::string_view(tokens.prompt.text).substr(part->begin, part->end - part->begin);
    while (at < text.size() && isBlank(text[at]))
        ++at;
    std::size_t begin = at;
    while (begin > 0 && !isBlank(text[begin - 1]))
        --begin;
    std::size_t end = at;
    while (end < text.size() && !isBlank(text[end]))
        ++end;
    const std::vector<std::size_t> places = alignToTyped(text, typed);
    const std::string_view whole = typed;
    return EditorRange{unitsOf(whole.substr(0, places[begin])),
                       unitsOf(whole.substr(0, end > begin ? places[end - 1] + 1 : places[end]))};
}

QString tokensAt(const TokenizedPrompt& tokens, EditorRange range) {
    return describe(tokens, byteAt(tokens.prompt.text, range.begin),
                    byteAt(tokens.prompt.text, range.end));
}

QString tokensAtTyped(const TokenizedPrompt& tokens, const std::string& typed, EditorRange range) {
    const PartRange* const part = userPart(tokens.prompt);
    if (!part)
        return {};
    const std::string_view text =
        std::string_view(tokens.prompt.text).substr(part->begin, part->end - part->begin);
    const std::vector<std::size_t> places = alignToTyped(text, typed);
    const auto find = [&](int unit) {
        const auto place = std::lower_bound(places.begin(), places.end(), byteAt(typed, unit));
        return part->begin + static_cast<std::size_t>(place - places.begin());
    };
    return describe(tokens, find(range.begin), std::min(find(range.end), part->end));
}

} // namespace diptych::widgets
