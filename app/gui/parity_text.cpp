#include "app/gui/parity_text.h"

#include <QCoreApplication>

namespace diptych::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("diptych::gui", text);
}

QString templateText(const ParityReport& report) {
    if (report.formatting.empty())
        return tr("Another template: the same model, but only the first %1 of %2 tokens agree. The "
                  "server must take the text as it is.")
            .arg(report.agreeingTokens)
            .arg(report.tokens);
    return tr("Another template: the same model, but the prompt was encoded %1. The server must "
              "take the text as it is.")
        .arg(QString::fromStdString(report.formatting));
}

QString findingText(const ParityReport& report) {
    switch (report.finding) {
    case ParityFinding::Same:
        return tr("The numbers are the same.");
    case ParityFinding::OtherDtype:
        return tr("Another number format (%1): the same model, a little coarser. Pictures differ a "
                  "little.")
            .arg(QString::fromStdString(report.dtype));
    case ParityFinding::WrongLayer:
        return report.withoutNorm
                   ? tr("Wrong layer: these are the hidden states of the last layer before the "
                        "final norm instead of layer %1.")
                         .arg(report.askedLayer)
                   : tr("Wrong layer: these are the hidden states of layer %1 instead of %2. The "
                        "server counts layers otherwise or has a default of its own.")
                         .arg(report.foundLayer)
                         .arg(report.askedLayer);
    case ParityFinding::OtherTemplate:
        return templateText(report);
    case ParityFinding::CutOff:
        return tr("The prompt was cut off after %1 of %2 tokens. Raise the server's limit.")
            .arg(report.otherTokens)
            .arg(report.tokens);
    case ParityFinding::OtherModel:
        return tr("Another model: nothing agrees. Choose the one that the transformer was trained "
                  "with.");
    }
    return {};
}

} // namespace

QString parityText(const ParityReport& report) {
    QString text = findingText(report);
    if (report.measure)
        text += QLatin1Char('\n') + tr("Cosine %1, largest error %2.")
                                        .arg(report.measure->cosine, 0, 'f', 6)
                                        .arg(report.measure->maxError, 0, 'g', 3);
    return text;
}

} // namespace diptych::gui
