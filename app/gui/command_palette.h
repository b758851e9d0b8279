// Every command by typing a part of its name: a list over the window that filters with each key.
#pragma once

#include <QFrame>
#include <QList>

class QAction;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace diptych::gui {

class CommandPalette : public QFrame {
    Q_OBJECT

  public:
    explicit CommandPalette(QWidget* window);

    /// Opens over the window with these commands; those that are not possible now are left out.
    void open(const QList<QAction*>& actions);
    QStringList matches() const;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter();
    void run();

    QList<QAction*> actions_;
    QList<QAction*> shown_;
    QLineEdit* edit_;
    QListView* list_;
    QStandardItemModel* model_;
};

/// How well `text` answers to `query`: its letters in their order, better at the beginnings of
/// words and side by side; −1 = not at all.
int matchScore(const QString& text, const QString& query);

} // namespace diptych::gui
