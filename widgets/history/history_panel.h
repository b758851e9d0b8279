// The history as a dock or a page: search and filters, a grid of pictures, what is known about the
// selected one. It changes ratings, tags, notes and the trash; all else it only wishes for.
#pragma once

#include "core/history/history_entry.h"
#include "widgets/history_model/history_model.h"
#include "widgets/history_model/history_service.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QAction;
class QFrame;
class QLabel;
class QListView;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace diptych::widgets {

class EntryInspector;
class FilterBar;

class HistoryPanel : public QWidget {
    Q_OBJECT

  public:
    /// Both are borrowed. The panel sets the model's filter.
    HistoryPanel(HistoryService* service, HistoryModel* model, QWidget* parent = nullptr);

    void focusSearch();
    /// Selects an entry that is among the rows; shows its details even if it is not.
    void select(history::EntryId id);
    /// The selected entries, newest first.
    std::vector<history::EntryId> selection() const;
    FilterBar* filterBar() { return filterBar_; }

  Q_SIGNALS:
    /// "Use again…": the window shows a RecallDialog and takes over what is chosen there.
    void useAgainRequested(const diptych::widgets::EntryDetails& details);
    /// These pictures, newest first, should be compared.
    void compareRequested(const QStringList& paths);
    /// The picture should be shown large.
    void openRequested(const QString& path, diptych::history::EntryId id);
    void showInFolderRequested(const QString& path);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    /// What was typed is stored before the panel is gone.
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void makeActions();
    QAction* makeAction(const char* objectName, void (HistoryPanel::*work)());
    QWidget* makeList();
    QWidget* makeEmpty();
    QWidget* makeNotice();
    void connectAll();
    void divide();

    void refreshState();
    void refreshActions();
    void refreshDetails();
    void showEmptyText();
    void showMenu(const QPoint& position);
    bool rateByKey(int key, const QString& text);

    void useAgain();
    void openPicture();
    void showInFolder();
    void copyPrompt();
    void compare();
    void moveToTrash();
    void undoTrash();
    void restore();
    void removeForGood();
    void fetchChoices();
    void retranslate();

    HistoryService* service_;
    HistoryModel* model_;
    FilterBar* filterBar_ = nullptr;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    QListView* list_ = nullptr;
    QLabel* emptyTitle_ = nullptr;
    QLabel* emptyText_ = nullptr;
    QPushButton* showAll_ = nullptr;
    QLabel* count_ = nullptr;
    QFrame* notice_ = nullptr;
    QLabel* noticeText_ = nullptr;
    EntryInspector* inspector_ = nullptr;
    QAction* useAgain_ = nullptr;
    QAction* open_ = nullptr;
    QAction* showInFolder_ = nullptr;
    QAction* copyPrompt_ = nullptr;
    QAction* compare_ = nullptr;
    QAction* trash_ = nullptr;
    QAction* undo_ = nullptr;
    QAction* restore_ = nullptr;
    QAction* remove_ = nullptr;
    QTimer noticeTimer_;
    std::optional<EntryDetails> details_; ///< of the one that is selected
    history::EntryId wantedDetails_ = 0;
    history::EntryId keptId_ = 0;           ///< was current before the rows were replaced
    std::vector<history::EntryId> trashed_; ///< by the last move; can be undone
    std::string problem_;                   ///< why the history cannot be used; empty = it can
};

} // namespace diptych::widgets
