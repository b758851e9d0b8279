#include "app/worker/inference_thread.h"

#include <memory>
#include <utility>

namespace diptych::worker {

namespace {

/// Goes with the event that carries it: one that is never delivered leaves nobody waiting.
struct LoanTicket {
    explicit LoanTicket(std::shared_ptr<PipelineLoan> given) : loan(std::move(given)) {}
    ~LoanTicket() { loan->finish(fail(cancelledError())); }
    LoanTicket(const LoanTicket&) = delete;
    LoanTicket& operator=(const LoanTicket&) = delete;

    std::shared_ptr<PipelineLoan> loan;
};

} // namespace

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

PipelineLender InferenceThread::lender() {
    return [worker = worker_](const PipelineOptions& options, LoanWork work,
                              const std::stop_token& stop) {
        const auto loan = std::make_shared<PipelineLoan>(options, std::move(work));
        QMetaObject::invokeMethod(
            worker,
            [worker, ticket = std::make_shared<LoanTicket>(loan)] { worker->lend(*ticket->loan); },
            Qt::QueuedConnection);
        return loan->wait(stop);
    };
}

} // namespace diptych::worker
