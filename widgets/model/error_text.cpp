#include "widgets/model/error_text.h"

#include <QCoreApplication>

namespace diptych::widgets {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("diptych::widgets", text);
}

QString titleOf(ErrorCode code) {
    switch (code) {
    case ErrorCode::Internal:
        return tr("Something went wrong inside Diptych.");
    case ErrorCode::Usage:
        return tr("That cannot be done now.");
    case ErrorCode::InvalidInput:
        return tr("A value is not possible.");
    case ErrorCode::FileNotFound:
        return tr("A file is missing.");
    case ErrorCode::FileInvalid:
        return tr("A file is damaged or of another kind.");
    case ErrorCode::FileWrite:
        return tr("A file could not be written.");
    case ErrorCode::ConfigInvalid:
        return tr("The configuration cannot be used.");
    case ErrorCode::WeightsInvalid:
        return tr("The model's weights do not fit.");
    case ErrorCode::Unsupported:
        return tr("This version cannot do that.");
    case ErrorCode::Device:
        return tr("A device is missing or failed.");
    case ErrorCode::OutOfMemory:
        return tr("There was not enough memory.");
    case ErrorCode::Network:
        return tr("The other machine did not answer.");
    case ErrorCode::Remote:
        return tr("The other machine reported an error.");
    case ErrorCode::Cancelled:
        return tr("Stopped.");
    }
    return {};
}

QString hintOf(const Error& error) {
    if (!error.hint.empty())
        return asSentence(error.hint);
    if (error.code == ErrorCode::OutOfMemory)
        return tr("Try a smaller size, or let the autoencoder work in tiles (Devices).");
    if (error.code == ErrorCode::Internal)
        return tr("Please report it with the details.");
    return {};
}

} // namespace

QString asSentence(const std::string& fragment) {
    QString text = QString::fromStdString(fragment).trimmed();
    if (text.isEmpty())
        return text;
    text[0] = text[0].toUpper();
    const QChar last = text.back();
    if (last != QLatin1Char('.') && last != QLatin1Char('?') && last != QLatin1Char('!'))
        text += QLatin1Char('.');
    return text;
}

ErrorText errorText(const Error& error) {
    ErrorText text;
    text.title = titleOf(error.code);
    text.message = asSentence(error.message);
    text.hint = hintOf(error);
    QStringList lines{QString::fromStdString(std::string(errorCodeName(error.code))),
                      QString::fromStdString(error.message)};
    for (const std::string& part : {error.hint, error.detail})
        if (!part.empty())
            lines << QString::fromStdString(part);
    text.details = lines.join(QLatin1Char('\n'));
    return text;
}

QString errorLine(const Error& error) {
    const ErrorText text = errorText(error);
    return text.message.isEmpty() ? text.title : text.title + QLatin1Char(' ') + text.message;
}

} // namespace diptych::widgets
