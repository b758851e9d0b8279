#include "widgets/controls/mnemonic.h"

#include <QRegularExpression>

namespace diptych::widgets {

QString withoutMnemonic(const QString& text) {
    // A letter behind a text that has none of its own, as Chinese and Japanese have it.
    static const QRegularExpression kAppended(QStringLiteral("\\s*\\(&[^)&]\\)"));
    QString plain = QString(text).remove(kAppended);
    for (qsizetype at = plain.indexOf(QLatin1Char('&')); at >= 0;
         at = plain.indexOf(QLatin1Char('&'), at + 1))
        plain.remove(at, 1); // of a double one the second stays
    return plain;
}

} // namespace diptych::widgets
