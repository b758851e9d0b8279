// The template that the configuration names, in the form: applied once, when it has been named and
// the library is known. What the user does with the form afterwards stays.
#pragma once

#include "core/config/effective_config.h"
#include "widgets/model/request_model.h"
#include "widgets/model/template_applier.h"
#include "widgets/model/template_service.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <string>

namespace diptych::widgets {
class NoticeBar;
} // namespace diptych::widgets

namespace diptych::gui {

class SettingsStore;

/// Everything is borrowed.
struct ConfiguredTemplateParts {
    widgets::TemplateService* service = nullptr;
    widgets::TemplateApplier* applier = nullptr;
    widgets::RequestModel* form = nullptr;
    SettingsStore* settings = nullptr;
    widgets::NoticeBar* notices = nullptr;
};

class ConfiguredTemplate : public QObject {
    Q_OBJECT

  public:
    explicit ConfiguredTemplate(const ConfiguredTemplateParts& parts, QObject* parent = nullptr);

    /// What is configured now. The form is touched when its template is still the one that was
    /// configured before, and when no text of the user's own would go.
    void setConfig(const config::EffectiveConfig& config);

  Q_SIGNALS:
    /// The user wants to look for a template; empty = any.
    void chooseRequested(const QString& name);

  private:
    void settle();
    void take(const PromptTemplate& value);
    bool hasOwnTexts() const;
    void put(const PromptTemplate& value);
    void tellMissing(const QString& name);
    void tellOpenVariables(const PromptTemplate& value);
    void tell(const QString& text, const QString& hint, const QString& verb,
              std::function<void()> act);

    ConfiguredTemplateParts parts_;
    widgets::TemplateSnapshotPtr snapshot_; ///< null = not read yet
    std::optional<std::string> wanted_;     ///< as configured; unset = not known, or settled
    ExplicitParts chosen_;                  ///< in the configuration, beside the template
};

} // namespace diptych::gui
