// What happens to a job when no encoder server answers: it waits, the user is asked once whether to
// encode on this machine instead, and the answer holds for the session.
#pragma once

#include "app/worker/generation_queue.h"

#include <QElapsedTimer>
#include <QObject>

namespace diptych::widgets {
class NoticeBar;
} // namespace diptych::widgets

namespace diptych::gui {

class EncoderFallback : public QObject {
    Q_OBJECT

  public:
    enum class Answer { None, EncodeHere, Wait };

    /// Both are borrowed.
    EncoderFallback(worker::GenerationQueue* queue, widgets::NoticeBar* notices,
                    QObject* parent = nullptr);
    ~EncoderFallback() override;

    /// Whether this machine has a text encoder.
    void setLocalEncoder(bool there) { hasLocalEncoder_ = there; }
    /// The servers are others: the answer was about those before.
    void forget();
    /// A server answers: what waited for it goes on, unless it failed just now.
    void serverAnswers();
    /// How long a server that failed is left alone.
    void setPatience(int milliseconds) { patienceMs_ = milliseconds; }
    Answer answer() const { return answer_; }

  Q_SIGNALS:
    /// A job came back because of the servers.
    void serversFailed();
    void answered();

  private:
    bool rescue(const Error& error);
    void tell();
    void encodeHere();
    void wait();
    void goOn();

    worker::GenerationQueue* queue_;
    widgets::NoticeBar* notices_;
    Answer answer_ = Answer::None;
    Error error_; ///< the last failure
    QElapsedTimer sinceFailure_;
    int patienceMs_ = 5000;
    bool hasLocalEncoder_ = false;
    bool holds_ = false; ///< the queue is paused for the servers' sake
};

} // namespace diptych::gui
