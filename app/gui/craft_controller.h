// Templates and the prompt rewriter in the window: makes their panels and ties them to the form, to
// the queue of jobs and to what the window remembers.
#pragma once

#include "app/gui/actions.h"
#include "app/gui/configured_template.h"
#include "app/worker/generation_queue.h"
#include "core/config/effective_config.h"
#include "core/prompt/template_library.h"
#include "widgets/model/rewrite_model.h"
#include "widgets/model/template_applier.h"
#include "widgets/model/template_list_model.h"
#include "widgets/model/template_service.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <map>
#include <vector>

namespace diptych::widgets {
class RewriterPanel;
class TemplatePanel;
} // namespace diptych::widgets

namespace diptych::gui {

class SettingsStore;

/// Everything is borrowed.
struct CraftParts {
    TemplateFolders folders;
    Actions* actions = nullptr;
    SettingsStore* settings = nullptr;
    widgets::RequestModel* form = nullptr;
    worker::GenerationQueue* queue = nullptr;
    widgets::NoticeBar* notices = nullptr;
};

class CraftController : public QObject {
    Q_OBJECT

  public:
    explicit CraftController(const CraftParts& parts, QObject* parent = nullptr);

    // The panels belong to whoever puts them into a window.
    widgets::TemplatePanel* templatePanel() { return templates_; }
    widgets::RewriterPanel* rewriterPanel() { return rewriter_; }
    widgets::TemplateListModel& list() { return list_; }
    widgets::TemplateService& service() { return service_; }
    widgets::RewriteModel& rewrites() { return rewrites_; }

    /// Begins to read the library, on its own thread.
    void open() { service_.open(); }
    /// What the configuration says about rewriting, and which servers write.
    void setSettings(const config::AppConfig& settings);
    /// Puts the template that the configuration names into the form.
    void setConfiguredTemplate(const config::EffectiveConfig& config) {
        configured_.setConfig(config);
    }

    /// Stores what was changed a moment ago.
    void flush();

  Q_SIGNALS:
    /// A dock should be brought to the front.
    void revealRequested(const QString& dock);
    /// The prompt is another one; the user goes on there.
    void promptChanged();

  private:
    void connectMarks();
    void restoreRewriter();
    void keepRewriter();
    void connectQueue();
    void begin(const RewriteRequest& request, const std::vector<std::int64_t>& seeds);
    void finish(worker::JobId job);
    void stop();

    CraftParts parts_;
    widgets::TemplateService service_;
    widgets::TemplateListModel list_;
    widgets::TemplateApplier applier_;
    widgets::RewriteModel rewrites_;
    widgets::TemplatePanel* templates_;
    widgets::RewriterPanel* rewriter_;
    ConfiguredTemplate configured_;
    std::map<worker::JobId, int> variants_; ///< jobs that write, and which variant
    QTimer keeping_;                        ///< a pause in changing the rewriter's numbers
    bool hasSettings_ = false;
};

} // namespace diptych::gui
