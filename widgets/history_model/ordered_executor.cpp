#include "widgets/history_model/ordered_executor.h"

#include <QSemaphore>

#include <utility>

namespace diptych::widgets {

IoThread::IoThread(const QString& name) {
    thread_.setObjectName(name);
    receiver_.moveToThread(&thread_);
    thread_.start(QThread::LowPriority);
}

IoThread::~IoThread() {
    // Behind everything else; a plain quit would overtake it.
    post([this] { thread_.quit(); });
    thread_.wait();
}

void IoThread::post(std::function<void()> work) {
    QMetaObject::invokeMethod(&receiver_, std::move(work), Qt::QueuedConnection);
}

void IoThread::drain() {
    QSemaphore done;
    post([&done] { done.release(); });
    done.acquire();
}

} // namespace diptych::widgets
