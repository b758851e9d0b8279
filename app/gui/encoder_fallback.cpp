#include "app/gui/encoder_fallback.h"

#include "core/net/remote_fault.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/model/error_text.h"

#include <utility>

namespace diptych::gui {

namespace {

using worker::GenerationQueue;

const QString kKey = QStringLiteral("encoderLost");

} // namespace

EncoderFallback::EncoderFallback(GenerationQueue* queue, widgets::NoticeBar* notices,
                                 QObject* parent)
    : QObject(parent), queue_(queue), notices_(notices) {
    queue_->setRescue(
        [this](const worker::GenerationJob&, const Error& error) { return rescue(error); });
    connect(queue_, &GenerationQueue::jobRescued, this, [this] {
        tell();
        Q_EMIT serversFailed();
    });
    // Whoever lets the queue go on by hand has seen the notice.
    connect(queue_, &GenerationQueue::stateChanged, this, [this] {
        if (holds_ && !queue_->isPaused()) {
            holds_ = false;
            notices_->dismiss(kKey);
        }
    });
}

EncoderFallback::~EncoderFallback() {
    queue_->setRescue({});
}

bool EncoderFallback::rescue(const Error& error) {
    const bool isTheirs = error.code == ErrorCode::Network || error.code == ErrorCode::Remote;
    if (!isTheirs || !queue_->effectiveOptions().remoteEncoder)
        return false;
    error_ = error;
    sinceFailure_.start();
    holds_ = holds_ || !queue_->isPaused();
    return true;
}

void EncoderFallback::tell() {
    const widgets::ErrorText text = widgets::errorText(error_);
    widgets::BarNotice notice;
    notice.key = kKey;
    notice.kind = widgets::NoticeKind::Warning;
    notice.details = text.details;
    const bool asks = answer_ == Answer::None && hasLocalEncoder_;
    notice.text =
        asks ? tr("No encoder server encoded the prompt; the job waits. Encode on this machine for "
                  "the rest of this session? %1")
                   .arg(text.message)
             : tr("No encoder server encoded the prompt; the job waits. %1").arg(text.message);
    notice.hint = hasLocalEncoder_ ? QString()
                                   : tr("This machine has no text encoder of its own. The queue "
                                        "goes on when a server answers.");
    if (hasLocalEncoder_)
        notice.actions.push_back(
            {QStringLiteral("encodeHere"), tr("Encode here"), [this] { encodeHere(); }});
    notice.actions.push_back({QStringLiteral("tryServers"), tr("Try again"), [this] { goOn(); }});
    if (asks)
        notice.actions.push_back(
            {QStringLiteral("waitForServer"), tr("Wait for a server"), [this] { wait(); }});
    notices_->add(notice);
}

void EncoderFallback::encodeHere() {
    answer_ = Answer::EncodeHere;
    queue_->setEncodesHere(true);
    goOn();
    Q_EMIT answered();
}

void EncoderFallback::wait() {
    answer_ = Answer::Wait;
    tell();
    Q_EMIT answered();
}

void EncoderFallback::goOn() {
    notices_->dismiss(kKey);
    holds_ = false;
    queue_->setPaused(false);
}

// The same failure at once again helps nobody, and what a server refuses it will refuse again.
void EncoderFallback::serverAnswers() {
    const bool mayPass =
        error_.code == ErrorCode::Network || net::faultOf(error_) == net::RemoteFault::Overloaded;
    if (holds_ && mayPass && sinceFailure_.hasExpired(patienceMs_))
        goOn();
}

void EncoderFallback::forget() {
    answer_ = Answer::None;
    queue_->setEncodesHere(false);
    notices_->dismiss(kKey);
}

} // namespace diptych::gui
