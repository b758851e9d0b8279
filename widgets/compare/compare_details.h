// Beside the comparison: which pictures are compared, in which fields their requests differ, and
// what became of the prompt's words between the two of the pair.
#pragma once

#include "widgets/compare/changes_model.h"
#include "widgets/compare/compare_set.h"

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QListView;
class QTableView;

namespace diptych::widgets {

class DiffView;

class CompareDetails : public QWidget {
    Q_OBJECT

  public:
    /// The models are borrowed; `actions` become buttons below the list of pictures.
    CompareDetails(CompareSet* set, ChangesModel* changes, const QList<QAction*>& actions,
                   QWidget* parent = nullptr);

    /// Shows the prompts of these two, by their rows, and selects the second in the list.
    void setPair(int first, int second);

  Q_SIGNALS:
    /// The user has chosen a picture in the list.
    void chosen(int picture);

  private:
    QWidget* makePictures(const QList<QAction*>& actions);
    QWidget* makeChanges();
    QWidget* makePrompts();
    void refresh();

    CompareSet* set_;
    ChangesModel* changes_;
    QListView* list_ = nullptr;
    QTableView* table_ = nullptr;
    QLabel* tableText_ = nullptr;
    DiffView* prompts_ = nullptr;
    QLabel* promptText_ = nullptr;
    int first_ = 0;
    int second_ = 1;
};

} // namespace diptych::widgets
