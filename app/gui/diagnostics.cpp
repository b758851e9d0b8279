#include "app/gui/diagnostics.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScreen>
#include <QSysInfo>
#include <QVBoxLayout>

#include <string>

namespace diptych::gui {

namespace {

constexpr QSize kSize(680, 520); // pixels, to begin with

// In English: a report is read by whoever mends the program.
void addSystem(QStringList& lines, const DiagnosticFacts& facts) {
    lines << QStringLiteral("Diptych %1%2")
                 .arg(facts.version, facts.safeMode ? QStringLiteral(", safe mode") : QString())
          << QStringLiteral("Qt %1, platform %2")
                 .arg(QString::fromLatin1(qVersion()), QGuiApplication::platformName())
          << QStringLiteral("%1, %2, %3")
                 .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(),
                      QSysInfo::currentCpuArchitecture())
          << QStringLiteral("Language %1").arg(QLocale().name());
    for (const QScreen* const screen : QGuiApplication::screens())
        lines << QStringLiteral("Screen %1 × %2, scale %3")
                     .arg(screen->size().width())
                     .arg(screen->size().height())
                     .arg(screen->devicePixelRatio());
}

void addDevices(QStringList& lines, const DiagnosticFacts& facts) {
    constexpr double kMiB = 1024.0 * 1024.0;
    lines << QString() << QStringLiteral("Devices");
    for (const DeviceReport& device : facts.devices) {
        lines << QStringLiteral("  %1: %2, %3")
                     .arg(QString::fromStdString(device.name),
                          device.usable ? QStringLiteral("usable") : QStringLiteral("not usable"),
                          QString::fromStdString(device.description));
        if (device.totalBytes > 0)
            lines.back() += QStringLiteral(", %1 of %2 MiB free")
                                .arg(static_cast<double>(device.freeBytes) / kMiB, 0, 'f', 0)
                                .arg(static_cast<double>(device.totalBytes) / kMiB, 0, 'f', 0);
    }
}

void addModel(QStringList& lines, const DesktopModel& model) {
    const Placement& placement = model.options.placement;
    const auto text = [](auto&& value) {
        return QString::fromStdString(std::string(toString(value)));
    };
    lines << QString()
          << QStringLiteral("Model %1 in %2")
                 .arg(QString::fromStdString(model.spec.name),
                      QString::fromStdString(model.options.location.model.string()))
          << QStringLiteral("  text encoder on %1, transformer on %2, autoencoder on %3")
                 .arg(text(placement.textEncoder), text(placement.transformer),
                      text(placement.autoencoder))
          << QStringLiteral("  weights %1, tiles %2, threads %3")
                 .arg(text(placement.weightFormat), text(placement.tiles.tiling))
                 .arg(placement.threads)
          << QStringLiteral("  kept: text encoder %1, transformer %2, autoencoder %3")
                 .arg(text(placement.residency.textEncoder), text(placement.residency.transformer),
                      text(placement.residency.autoencoder));
    if (model.problem)
        lines
            << QStringLiteral("  problem: %1").arg(QString::fromStdString(model.problem->message));
}

// Only what is not built in; a field that holds a key is never shown, whatever it holds.
void addSettings(QStringList& lines, const config::Schema& schema, const DesktopModel& model) {
    lines << QString() << QStringLiteral("Settings off their defaults");
    for (const config::Field& field : schema.fields()) {
        if (!field.show)
            continue;
        const config::Value value = field.show(model.config.values);
        if (value == config::defaultOf(field))
            continue;
        const bool secret = field.name.find("key") != std::string::npos ||
                            field.name.find("token") != std::string::npos;
        lines << QStringLiteral("  %1 = %2 (%3)")
                     .arg(QString::fromStdString(field.name),
                          secret ? QStringLiteral("(taken out)")
                                 : QString::fromStdString(config::shortToml(value)),
                          QString::fromStdString(
                              config::describe(model.config.sourceOf(field.name))));
    }
}

} // namespace

QString withoutSecrets(QString text, const QString& home) {
    const QString gone = QStringLiteral("(taken out)");
    // "https://user:password@host"
    text.replace(QRegularExpression(QStringLiteral("(\\w+://)[^\\s/@]+@")),
                 QStringLiteral("\\1") + gone + QLatin1Char('@'));
    // "?key=…", "api_key: …", "Authorization: Bearer …", "password = …"
    text.replace(
        QRegularExpression(
            QStringLiteral("((?:api[_-]?key|key|token|secret|password|passwd|authorization)"
                           "\"?\\s*[=:]\\s*\"?(?:bearer\\s+)?)(?!\\(taken out\\))[^\\s\"&,]+"),
            QRegularExpression::CaseInsensitiveOption),
        QStringLiteral("\\1") + gone);
    // Keys of the usual services, wherever they stand.
    text.replace(QRegularExpression(QStringLiteral("\\b(?:sk|hf|ghp|pk)[-_][A-Za-z0-9_-]{8,}")),
                 gone);
    text.replace(QRegularExpression(QStringLiteral("(Bearer\\s+)(?!\\(taken out\\))\\S+"),
                                    QRegularExpression::CaseInsensitiveOption),
                 QStringLiteral("\\1") + gone);
    if (home.size() > 1)
        text.replace(home, QStringLiteral("~"));
    return text;
}

QString diagnosticsText(const DiagnosticFacts& facts) {
    QStringList lines;
    addSystem(lines, facts);
    addDevices(lines, facts);
    addModel(lines, *facts.model);
    addSettings(lines, *facts.schema, *facts.model);
    if (!facts.notices.isEmpty())
        lines << QString() << QStringLiteral("Messages in the window");
    for (const QString& notice : facts.notices)
        lines << QStringLiteral("  ") + notice;
    return withoutSecrets(lines.join(QLatin1Char('\n')), QString::fromStdString(facts.home));
}

DiagnosticsDialog::DiagnosticsDialog(const QString& report, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("diagnosticsDialog"));
    setWindowTitle(tr("Diagnostics"));
    auto* const intro = new QLabel(tr("This is all that would be copied. Keys, passwords and your "
                                      "name have been taken out; nothing is sent anywhere."));
    intro->setWordWrap(true);
    auto* const text = new QPlainTextEdit(report);
    text->setObjectName(QStringLiteral("diagnosticsText"));
    text->setAccessibleName(tr("The report"));
    text->setReadOnly(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* const copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copy->setObjectName(QStringLiteral("copyDiagnostics"));
    copy->setToolTip(tr("Copy the report, to be pasted where you describe the fault"));
    copy->setDefault(true);
    auto* const column = new QVBoxLayout(this);
    column->addWidget(intro);
    column->addWidget(text, 1);
    column->addWidget(buttons);
    connect(copy, &QPushButton::clicked, this, [this, text] {
        QGuiApplication::clipboard()->setText(text->toPlainText());
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(kSize);
}

} // namespace diptych::gui
