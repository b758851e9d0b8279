// What the status bar tells about other machines: the encoder server with its latency while one is
// used, and the requests of others while this encoder is shared. Hidden otherwise.
#pragma once

#include "widgets/model/connection_model.h"

#include <QObject>
#include <QString>

class QStatusBar;
class QToolButton;

namespace diptych::gui {

class ConnectionCells : public QObject {
    Q_OBJECT

  public:
    /// The bar owns it.
    explicit ConnectionCells(QStatusBar* bar);

    /// `latencyMs` below 0 = not known; `trouble` empty = none.
    void setEncoder(widgets::ConnectionState state, double latencyMs, const QString& trouble);
    void setSharing(bool on, quint64 requests, const QString& status);

  Q_SIGNALS:
    void encoderClicked();
    void sharingClicked();

  private:
    QToolButton* encoder_;
    QToolButton* sharing_;
};

} // namespace diptych::gui
