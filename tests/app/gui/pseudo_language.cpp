#include "tests/app/gui/pseudo_language.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace diptych::test {

namespace {

QChar accented(QChar letter) {
    static const QHash<QChar, QChar> kAccented = {
        {u'a', u'à'}, {u'c', u'ç'}, {u'e', u'é'}, {u'i', u'î'}, {u'n', u'ñ'}, {u'o', u'ö'},
        {u'u', u'ü'}, {u'y', u'ÿ'}, {u'A', u'Å'}, {u'E', u'É'}, {u'O', u'Ö'}, {u'U', u'Ü'}};
    return kAccented.value(letter, letter);
}

// Words, so that what wraps can wrap.
QString padding(qsizetype length) {
    static const QStringList kWords = {QStringLiteral("ñé"), QStringLiteral("öñé"),
                                       QStringLiteral("ñöçh"), QStringLiteral("éîñ"),
                                       QStringLiteral("wörté")};
    QString words;
    for (qsizetype at = 0; words.size() < length; ++at)
        words += QLatin1Char(' ') + kWords[at % kWords.size()];
    return words;
}

} // namespace

QString pseudoText(const QString& text) {
    // %1, %L1, %n, {{name}}, <b>, &lt; and the letter of a mnemonic, *.png
    static const QRegularExpression kKept(
        QStringLiteral("%L?\\d+|%n|\\{\\{.*?\\}\\}|<[^>]*>|&\\w+;|&\\w|\\*\\.\\w+|\\\\."));
    QString result;
    qsizetype at = 0;
    const auto take = [&](qsizetype end) {
        for (; at < end; ++at)
            result += accented(text[at]);
    };
    for (auto kept = kKept.globalMatch(text); kept.hasNext();) {
        const QRegularExpressionMatch match = kept.next();
        take(match.capturedStart());
        result += match.captured();
        at = match.capturedEnd();
    }
    take(text.size());
    constexpr qsizetype kLonger = 5; // by two fifths
    const qsizetype more = std::max<qsizetype>(0, text.size() * 2 / kLonger - 2);
    return QLatin1Char('[') + result + padding(more) + QLatin1Char(']');
}

QString PseudoLanguage::translate(const char* context, const char* source, const char*,
                                  int count) const {
    const QString where = QString::fromLatin1(context);
    const bool isOurs = !where.startsWith(QLatin1Char('Q'));
    if (!isOurs || !source || *source == '\0')
        return {};
    QString text = pseudoText(QString::fromUtf8(source));
    if (count >= 0)
        text.replace(QLatin1String("%n"), QString::number(count));
    return text;
}

} // namespace diptych::test
