// The facts at the bottom of the window: model, device, queue, tokens. Each cell leads to its
// panel.
#pragma once

#include <QObject>
#include <QString>

class QStatusBar;
class QToolButton;

namespace diptych::gui {

class StatusCells : public QObject {
    Q_OBJECT

  public:
    explicit StatusCells(QStatusBar* bar);

    /// `problem` marks the cell and becomes its tooltip; empty = none.
    void setModel(const QString& name, const QString& problem);
    void setDevice(const QString& text, const QString& tip);
    void setQueue(int waiting, bool running, bool paused);
    void setTokens(int tokens, int limit);

  Q_SIGNALS:
    void placementClicked();
    void queueClicked();
    void promptClicked();

  private:
    QToolButton* addCell(const QString& name, const QString& title, const QString& iconName,
                         int characters);

    QStatusBar* bar_;
    QToolButton* model_;
    QToolButton* device_;
    QToolButton* queue_;
    QToolButton* tokens_;
};

} // namespace diptych::gui
