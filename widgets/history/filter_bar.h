// What to show of the history: a search box, a menu of filters made from what there is, and a chip
// for each filter that is set, which takes it off again.
#pragma once

#include "core/history/history_filter.h"
#include "core/history/history_store.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLineEdit;
class QMenu;
class QToolButton;

namespace diptych::widgets {

class WrappingLayout;

class FilterBar : public QWidget {
    Q_OBJECT

  public:
    explicit FilterBar(QWidget* parent = nullptr);

    const history::HistoryFilter& filter() const { return filter_; }
    /// Shows a filter; emits nothing.
    void setFilter(const history::HistoryFilter& filter);
    /// What the menus offer.
    void setChoices(const history::FilterChoices& choices);
    void focusSearch();

  Q_SIGNALS:
    void filterChanged(const diptych::history::HistoryFilter& filter);
    /// The menu is about to be shown: the choices should be up to date.
    void choicesWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void makeMenu();
    QMenu* addMenu(const QString& title);
    void addNames(const QString& title, const std::vector<history::NameCount>& names,
                  std::string history::HistoryFilter::*member);
    void addSizes();
    void addDates();
    void addStars();
    void askForSeed();
    void apply(const history::HistoryFilter& filter);
    void showChips();
    void addChip(const QString& name, const QString& text, const history::HistoryFilter& without);
    void retranslate();

    history::HistoryFilter filter_;
    history::FilterChoices choices_;
    QLineEdit* search_;
    QToolButton* menuButton_;
    QMenu* menu_;
    QWidget* chips_;
    WrappingLayout* chipLayout_;
    QTimer typing_; ///< a pause in typing
};

} // namespace diptych::widgets
