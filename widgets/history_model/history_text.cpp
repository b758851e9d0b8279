#include "widgets/history_model/history_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace diptych::widgets {

namespace {

// Functions have no tr() of their own.
struct HistoryText {
    Q_DECLARE_TR_FUNCTIONS(HistoryText)
};

QString lorasText(const std::vector<LoraRequest>& loras) {
    QStringList names;
    for (const LoraRecord& lora : loraRecords(loras))
        names.append(QStringLiteral("%1 (%2)").arg(QString::fromStdString(lora.name),
                                                   QLocale().toString(lora.scale, 'g', 4)));
    return names.join(QStringLiteral(", "));
}

QString placementText(const Placement& placement) {
    const auto device = [](const DeviceName& name) {
        return QString::fromStdString(toString(name));
    };
    return HistoryText::tr("text encoder %1, transformer %2, autoencoder %3")
        .arg(device(placement.textEncoder), device(placement.transformer),
             device(placement.autoencoder));
}

} // namespace

QString promptLine(const history::EntrySummary& entry) {
    const QString prompt = QString::fromStdString(entry.promptHead).simplified();
    return prompt.isEmpty() ? HistoryText::tr("(no prompt)") : prompt;
}

QString starsText(int stars) {
    return HistoryText::tr("%n star(s)", nullptr, stars);
}

QString sizeText(int width, int height) {
    return QStringLiteral("%1 × %2").arg(width).arg(height);
}

QString drawingTimeText(double seconds) {
    const QLocale locale;
    if (seconds < 60.0)
        return HistoryText::tr("%1 s").arg(locale.toString(seconds, 'f', seconds < 10.0 ? 1 : 0));
    const auto whole = static_cast<qint64>(std::llround(seconds));
    return HistoryText::tr("%1 min %2 s")
        .arg(locale.toString(whole / 60), locale.toString(whole % 60));
}

QString timeText(std::int64_t createdMs) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(createdMs), QLocale::ShortFormat);
}

QString accessibleLine(const history::EntrySummary& entry) {
    QStringList parts = {promptLine(entry)};
    if (entry.stars > 0)
        parts.append(starsText(entry.stars));
    parts.append(sizeText(entry.width, entry.height));
    parts.append(timeText(entry.createdMs));
    return parts.join(QStringLiteral(", "));
}

QString toolTip(const history::EntrySummary& entry) {
    return QStringLiteral("<p>%1</p><p>%2<br>%3</p>")
        .arg(promptLine(entry).toHtmlEscaped(),
             HistoryText::tr("%1, seed %2")
                 .arg(sizeText(entry.width, entry.height), QString::number(entry.seed))
                 .toHtmlEscaped(),
             timeText(entry.createdMs).toHtmlEscaped());
}

QString picturePath(const std::filesystem::path& folder, const std::string& picture) {
    const std::string whole = (folder / picture).lexically_normal().string();
    return QDir::toNativeSeparators(QString::fromStdString(whole));
}

std::vector<std::pair<QString, QString>> entryFacts(const history::HistoryEntry& entry) {
    const GenerationRequest& request = entry.request;
    const QLocale locale;
    std::vector<std::pair<QString, QString>> facts;
    const auto add = [&facts](const QString& name, const QString& value) {
        if (!value.isEmpty())
            facts.emplace_back(name, value);
    };
    const auto number = [&locale](double value) { return locale.toString(value, 'g', 6); };
    add(HistoryText::tr("Drawn"), timeText(entry.createdMs));
    add(HistoryText::tr("Size"), sizeText(entry.width, entry.height));
    add(HistoryText::tr("Seed"), QString::number(request.seed.value_or(0)));
    add(HistoryText::tr("Steps"), locale.toString(request.steps));
    add(HistoryText::tr("Scheduler"), QString::fromStdString(request.scheduler));
    add(HistoryText::tr("Shift"), request.shift ? number(*request.shift) : QString());
    add(HistoryText::tr("Guidance"),
        request.guidanceScale > 0.0 ? number(request.guidanceScale) : QString());
    add(HistoryText::tr("Negative prompt"),
        request.guidanceScale > 0.0 ? QString::fromStdString(request.negativePrompt) : QString());
    add(HistoryText::tr("Template"), QString::fromStdString(request.templateName));
    add(HistoryText::tr("LoRA"), lorasText(request.loras));
    add(HistoryText::tr("Source picture"), QString::fromStdString(request.source.path));
    add(HistoryText::tr("Model"), QString::fromStdString(entry.model));
    add(HistoryText::tr("Text encoder"), QString::fromStdString(entry.encoder));
    add(HistoryText::tr("Number format"), QString::fromStdString(entry.dtype));
    add(HistoryText::tr("Devices"), placementText(entry.placement));
    add(HistoryText::tr("Time"),
        entry.seconds.total() > 0.0 ? drawingTimeText(entry.seconds.total()) : QString());
    add(HistoryText::tr("File"), QDir::toNativeSeparators(QString::fromStdString(entry.picture)));
    return facts;
}

} // namespace diptych::widgets
