// The thread that computes, with its worker. Lives on the GUI thread; events arrive there.
#pragma once

#include "app/worker/inference_worker.h"

#include <QObject>
#include <QThread>

namespace diptych::worker {

/// Its destructor waits for the running job, which the owner should have asked to stop.
class InferenceThread : public QObject {
    Q_OBJECT

  public:
    explicit InferenceThread(Engine engine, QObject* parent = nullptr);
    ~InferenceThread() override;

    /// Jobs run one after another in the order in which they are given.
    void start(const JobOrder& order);
    /// Frees the model once the running job is done.
    void unload();
    /// For others' work, between two jobs; borrows this object, and may be called by any thread as
    /// long as it lives. When the thread ends, what waits is cancelled.
    PipelineLender lender();

  Q_SIGNALS:
    void happened(const diptych::worker::JobEvent& event);

  private:
    QThread thread_;
    InferenceWorker* worker_; ///< lives on thread_ and goes with it
};

} // namespace diptych::worker
