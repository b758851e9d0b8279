// A language that nobody speaks: every text is two fifths longer, accented and in brackets, so that
// what has no room for other languages is seen, and what is not translated at all.
#pragma once

#include <QString>
#include <QTranslator>

namespace diptych::test {

/// "Search" → "[Séàrçh ñé]". Placeholders, tags, mnemonics and file patterns stay.
QString pseudoText(const QString& text);

/// Speaks for the program alone, not for the toolkit.
class PseudoLanguage : public QTranslator {
  public:
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* comment,
                      int count) const override;
};

} // namespace diptych::test
