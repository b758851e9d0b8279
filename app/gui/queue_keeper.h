// The queue on the disk: every job that waits or runs is stored at once, and comes back at the next
// start, paused, however the program ended.
#pragma once

#include "app/worker/generation_queue.h"
#include "widgets/history_model/history_service.h"

#include <QObject>

#include <vector>

namespace diptych::gui {

class QueueKeeper : public QObject {
    Q_OBJECT

  public:
    /// Both are borrowed. Jobs that are added from now on are stored.
    QueueKeeper(worker::GenerationQueue* queue, widgets::HistoryService* service,
                QObject* parent = nullptr);

    /// Brings back what an earlier session left. Call it right behind HistoryService::open, before
    /// anything can be added.
    void restore();

  Q_SIGNALS:
    /// Jobs came back; the queue is paused. `interrupted` were being drawn when the program ended.
    void restored(int waiting, const std::vector<diptych::worker::JobId>& interrupted);

  private:
    void put(worker::JobId job);
    void takeOut(worker::JobId job);
    void storeOrder();
    void take(const std::vector<history::StoredJob>& jobs);
    template <typename Work> void post(Work work);

    worker::GenerationQueue* queue_;
    widgets::HistoryService* service_;
};

} // namespace diptych::gui
