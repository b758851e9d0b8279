// What waits, runs, failed or was stopped. Shows an item model with the roles of job_row.h and
// tells what the user wishes.
#pragma once

#include "widgets/model/job_row.h"

#include <QWidget>

class QAbstractItemModel;
class QAction;
class QLabel;
class QListView;
class QStackedWidget;
class QToolButton;

namespace diptych::widgets {

class QueuePanel : public QWidget {
    Q_OBJECT

  public:
    /// `model` is borrowed. `pause` and `clear` become buttons.
    QueuePanel(QAbstractItemModel* model, QAction* pause, QAction* clear,
               QWidget* parent = nullptr);

  Q_SIGNALS:
    void cancelRequested(diptych::widgets::JobNumber job);
    void removeRequested(diptych::widgets::JobNumber job);
    void retryRequested(diptych::widgets::JobNumber job, bool newSeed);
    /// The waiting job's request is wanted in the form, to be put back from there.
    void editRequested(diptych::widgets::JobNumber job);
    /// The job's request is wanted in the form.
    void useRequested(diptych::widgets::JobNumber job);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void refresh();
    void moveBy(int rows);
    void showMenu(const QPoint& position);
    void removeCurrent();
    QToolButton* addTool(const QString& name, const QString& iconName, const QString& text);
    JobNumber current() const;
    JobRowState currentState() const;
    bool hasCurrent() const;

    QAbstractItemModel* model_;
    QListView* view_;
    QStackedWidget* stack_;
    QToolButton* up_;
    QToolButton* down_;
    QToolButton* edit_;
    QToolButton* retry_;
    QToolButton* remove_;
};

} // namespace diptych::widgets
