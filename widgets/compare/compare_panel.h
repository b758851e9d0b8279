// The comparison in the middle of the window: the pictures, what is done with a pair of them, and
// how far that pair is apart.
#pragma once

#include "widgets/compare/changes_model.h"
#include "widgets/compare/compare_set.h"
#include "widgets/compare/difference_service.h"
#include "widgets/controls/compare_view.h"

#include <QList>
#include <QStringList>
#include <QTimer>
#include <QWidget>

class QAction;
class QButtonGroup;
class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace diptych::widgets {

class ComparePanel : public QWidget {
    Q_OBJECT

  public:
    /// `set` and `changes` are borrowed; `actions` are those of the bar below, null = a gap.
    ComparePanel(const CompareSet* set, const ChangesModel* changes, const QList<QAction*>& actions,
                 QWidget* parent = nullptr);

    CompareView* view() { return view_; }
    /// The picture that is marked; 0 = none.
    CompareId current() const;
    /// What is said about the pair below the pictures.
    QString caption() const;

  Q_SIGNALS:
    /// These files were let go here.
    void filesDropped(const QStringList& files);
    void menuRequested(diptych::widgets::CompareId picture, const QPoint& globalPosition);
    void removeRequested(diptych::widgets::CompareId picture);
    void pairChanged();

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    QWidget* makeTools();
    QWidget* makeModes();
    QWidget* makeOptions();
    QWidget* makeDifferenceOptions();
    QWidget* makePair();
    QWidget* makeBar(const QList<QAction*>& actions);
    void connectAll();

    ComparePane paneOf(int row) const;
    void showAll();
    void showRows(int first, int last);
    void showPair();
    void showMode();
    void choosePair();
    void askForDifference();
    void takeDifference(const DifferenceAnswer& answer);
    QString noiseOfPair() const;
    void refreshCaption();
    void tellWhyNot(const QString& text);

    const CompareSet* set_;
    const ChangesModel* changes_;
    DifferenceService differences_;
    CompareView* view_;
    QButtonGroup* modes_ = nullptr;
    QStackedWidget* options_ = nullptr;
    QSlider* wipe_ = nullptr;
    QToolButton* hold_ = nullptr;
    QSpinBox* interval_ = nullptr;
    QComboBox* kind_ = nullptr;
    QSpinBox* threshold_ = nullptr;
    QWidget* pair_ = nullptr;
    QComboBox* first_ = nullptr;
    QComboBox* second_ = nullptr;
    QLabel* caption_ = nullptr;
    QLabel* zoom_ = nullptr;
    QLabel* dropHint_ = nullptr;
    QTimer settle_;    ///< until a difference is asked for
    QString distance_; ///< of the pair, in words
};

} // namespace diptych::widgets
