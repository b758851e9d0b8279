#include "app/worker/io_thread.h"

#include <utility>

namespace diptych::worker {

IoThread::IoThread() {
    pool_.setMaxThreadCount(1);
    pool_.setObjectName(QStringLiteral("io"));
}

IoThread::~IoThread() {
    drain();
}

void IoThread::post(std::function<void()> work) {
    pool_.start(std::move(work));
}

void IoThread::drain() {
    pool_.waitForDone();
}

} // namespace diptych::worker
