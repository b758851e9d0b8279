#include "app/worker/inference_thread.h"

#include <utility>

namespace diptych::worker {

InferenceThread::InferenceThread(Engine engine, QObject* parent)
    : QObject(parent), worker_(new InferenceWorker(std::move(engine))) {
    thread_.setObjectName(QStringLiteral("inference"));
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    connect(worker_, &InferenceWorker::happened, this, &InferenceThread::happened,
            Qt::QueuedConnection);
    thread_.start();
}

InferenceThread::~InferenceThread() {
    thread_.quit();
    thread_.wait();
}

void InferenceThread::start(const JobOrder& order) {
    QMetaObject::invokeMethod(
        worker_, [worker = worker_, order] { worker->run(order); }, Qt::QueuedConnection);
}

void InferenceThread::unload() {
    QMetaObject::invokeMethod(
        worker_, [worker = worker_] { worker->unload(); }, Qt::QueuedConnection);
}

} // namespace diptych::worker
