// What a report of a fault should tell: versions, devices, settings. Secrets and the user's name
// are taken out, and the user sees every line before it is copied.
#pragma once

#include "app/gui/desktop_model.h"
#include "core/pipeline/image_pipeline.h"

#include <QDialog>
#include <QString>

#include <string>
#include <vector>

namespace diptych::gui {

/// Without keys, tokens and passwords, wherever in the text they stand; the home folder becomes ~.
QString withoutSecrets(QString text, const QString& home);

struct DiagnosticFacts {
    QString version;
    std::string home; ///< the user's home folder
    const config::Schema* schema = nullptr;
    const DesktopModel* model = nullptr;
    std::vector<DeviceReport> devices; ///< empty = not found out yet
    QStringList notices;               ///< what the window shows
    bool safeMode = false;
};

/// The report, secrets taken out.
QString diagnosticsText(const DiagnosticFacts& facts);

/// Shows a report, to be copied.
class DiagnosticsDialog : public QDialog {
    Q_OBJECT

  public:
    explicit DiagnosticsDialog(const QString& report, QWidget* parent = nullptr);
};

} // namespace diptych::gui
