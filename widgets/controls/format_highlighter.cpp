#include "widgets/controls/format_highlighter.h"

#include "widgets/controls/icon_set.h"

#include <QFont>
#include <QRegularExpression>
#include <QTextCharFormat>

namespace diptych::widgets {

FormatHighlighter::FormatHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

void FormatHighlighter::highlightBlock(const QString& text) {
    static const QRegularExpression kMarkers(
        QStringLiteral("<\\|[a-z_]+\\|>|</?think>|(?<=<\\|im_start\\|>)(system|user|assistant)"));
    for (auto match = kMarkers.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        QTextCharFormat format;
        const bool isThink = found.captured().endsWith(QLatin1String("think>"));
        const bool isRole = !found.captured(1).isEmpty();
        format.setForeground(
            roleColour(isThink ? IconRole::Warning : (isRole ? IconRole::Good : IconRole::Accent)));
        format.setFontWeight(QFont::DemiBold);
        setFormat(static_cast<int>(found.capturedStart()), static_cast<int>(found.capturedLength()),
                  format);
    }
}

} // namespace diptych::widgets
