// Pictures that were drawn but never saved: looked for at the start and after a failure, and
// offered to be finished.
#pragma once

#include "app/worker/generation_queue.h"
#include "widgets/history_model/ordered_executor.h"

#include <QObject>

#include <filesystem>
#include <vector>

namespace diptych::widgets {
class NoticeBar;
}

namespace diptych::gui {

class UnfinishedPictures : public QObject {
    Q_OBJECT

  public:
    /// Everything but the folder is borrowed; `io` outlives this.
    UnfinishedPictures(std::filesystem::path folder, worker::GenerationQueue* queue,
                       widgets::NoticeBar* notices, widgets::OrderedExecutor* io,
                       QObject* parent = nullptr);

    /// Offers what lies in the folder: of one job, or 0 = of every one. The latter only while
    /// nothing is drawn.
    void look(worker::JobId job = 0);

  private:
    struct Found {
        std::filesystem::path file;
        GenerationRequest request;
    };

    void offer(const std::vector<Found>& found);
    void finish(const std::vector<Found>& found);
    void discard(const std::vector<Found>& found);

    std::filesystem::path folder_;
    worker::GenerationQueue* queue_;
    widgets::NoticeBar* notices_;
    widgets::OrderedExecutor* io_;
};

} // namespace diptych::gui
