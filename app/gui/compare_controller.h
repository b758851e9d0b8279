// The comparison in the window: takes in pictures from wherever they come, lets variants of the
// form be drawn and fills their places as they arrive, and carries out what its panels wish.
#pragma once

#include "app/gui/actions.h"
#include "app/worker/generation_queue.h"
#include "core/config/schema.h"
#include "widgets/compare/changes_model.h"
#include "widgets/compare/compare_export.h"
#include "widgets/compare/compare_set.h"
#include "widgets/history_model/ordered_executor.h"
#include "widgets/model/request_model.h"
#include "widgets/model/result_model.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace diptych::widgets {
class CompareDetails;
class ComparePanel;
class HistoryPanel;
class ResultPanel;
} // namespace diptych::widgets

namespace diptych::gui {

class SettingsStore;

/// Everything is borrowed; `io` outlives the controller.
struct CompareParts {
    Actions* actions = nullptr;
    SettingsStore* settings = nullptr;
    const config::Schema* schema = nullptr;
    widgets::RequestModel* form = nullptr;
    widgets::ResultModel* results = nullptr;
    widgets::ResultPanel* resultPanel = nullptr;
    widgets::HistoryPanel* history = nullptr;
    worker::GenerationQueue* queue = nullptr;
    widgets::OrderedExecutor* io = nullptr;
};

class CompareController : public QObject {
    Q_OBJECT

  public:
    explicit CompareController(const CompareParts& parts, QObject* parent = nullptr);

    // The panels belong to whoever puts them into a window.
    widgets::ComparePanel* panel() { return panel_; }
    widgets::CompareDetails* details() { return details_; }
    widgets::CompareSet& set() { return set_; }
    widgets::ChangesModel& changes() { return changes_; }

    /// Why nothing can be drawn now; told when the user tries. Empty = all is well.
    void setObstacle(std::optional<Error> obstacle) { obstacle_ = std::move(obstacle); }

    /// Two and more files take the place of what is compared, one is added to it.
    void compareFiles(const QStringList& files);
    /// Adds files to what is compared.
    void addFiles(const QStringList& files);
    /// Draws these instead of what is compared, each as its own job.
    void draw(const std::vector<GenerationRequest>& requests);
    /// Writes the comparison: a page where the name ends in .html, else a picture.
    void exportTo(const QString& file);

  Q_SIGNALS:
    /// The comparison should be looked at.
    void revealRequested();

  private:
    void connectActions();
    void connectPanels();
    void connectQueue();
    void compareChosen();
    void chooseFiles();
    void openVariants();
    std::optional<double> secondsFor(const GenerationRequest& request) const;

    widgets::CompareId add(widgets::ComparedPicture picture);
    void addResult(widgets::ResultId result);
    void load(widgets::CompareId id, const QString& file);
    void showJob(worker::JobId job);
    void finishJob(worker::JobId job);

    void use();
    void chooseExport();
    void copy();
    void showMenu(widgets::CompareId picture, const QPoint& globalPosition);
    widgets::Comparison comparison() const;
    void refresh();
    void tell(const QString& text, bool isError = false);

    CompareParts parts_;
    widgets::CompareSet set_;
    widgets::ChangesModel changes_;
    widgets::ComparePanel* panel_;
    widgets::CompareDetails* details_;
    std::map<worker::JobId, widgets::CompareId> jobs_; ///< that draw for the comparison
    std::optional<Error> obstacle_;
};

} // namespace diptych::gui
