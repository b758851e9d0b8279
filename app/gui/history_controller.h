// The history in the window: takes in every picture that is drawn, shows the panel, and carries out
// what the panel wishes.
#pragma once

#include "app/worker/job_event.h"
#include "widgets/history_model/history_model.h"
#include "widgets/history_model/history_service.h"
#include "widgets/history_model/ordered_executor.h"
#include "widgets/history_model/thumbnail_cache.h"
#include "widgets/model/result_model.h"

#include <QObject>
#include <QString>

#include <filesystem>

namespace diptych::widgets {
class HistoryPanel;
class RequestModel;
class ResultPanel;
} // namespace diptych::widgets

namespace diptych::gui {

class HistoryController : public QObject {
    Q_OBJECT

  public:
    /// `folder` is the data folder. Everything else is borrowed. The panel is made here and belongs
    /// to whoever puts it into a window.
    HistoryController(const std::filesystem::path& folder, widgets::RequestModel* form,
                      widgets::ResultModel* results, widgets::ResultPanel* resultPanel,
                      QObject* parent = nullptr);

    widgets::HistoryPanel* panel() { return panel_; }
    widgets::HistoryModel& model() { return model_; }

    /// Opens the database, on its own thread.
    void open();
    widgets::HistoryService& service() { return service_; }
    /// Saves a picture that was drawn, with its entry; `result` gets its file.
    void take(widgets::ResultId result, const worker::PictureDrawn& picture);
    /// Renews the backup.
    void backUp() { service_.backUp(); }

  Q_SIGNALS:
    /// A picture could not be saved.
    void notKept(const diptych::Error& error);

  private:
    void useAgain(const widgets::EntryDetails& details);
    void show(const QString& file, history::EntryId id);
    void tell(const QString& text, bool isError);

    std::filesystem::path folder_;
    widgets::RequestModel* form_;
    widgets::ResultModel* results_;
    widgets::ResultPanel* resultPanel_;
    // What is on its way to the disk gets there: the threads outlive those who post.
    widgets::IoThread thread_;
    widgets::IoThread thumbnailThread_;
    widgets::HistoryService service_;
    widgets::ThumbnailCache thumbnails_;
    widgets::HistoryModel model_;
    widgets::HistoryPanel* panel_;
};

} // namespace diptych::gui
