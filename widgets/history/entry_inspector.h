// Everything about one entry of the history, its rating, tags and note to change, and what can be
// done with it.
#pragma once

#include "core/history/history_entry.h"
#include "widgets/history_model/history_service.h"

#include <QScrollArea>
#include <QStringList>
#include <QTimer>

class QAction;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace diptych::widgets {

class StarsEdit;

class EntryInspector : public QScrollArea {
    Q_OBJECT

  public:
    /// `actions` stand as buttons at its top; borrowed.
    explicit EntryInspector(const QList<QAction*>& actions, QWidget* parent = nullptr);

    /// 0 = none.
    history::EntryId id() const { return id_; }
    void show(const EntryDetails& details);
    /// Says that `selected` entries are selected, or none.
    void clear(int selected);
    /// What was typed and not told yet is told now.
    void finishEditing();

  Q_SIGNALS:
    void starsChosen(diptych::history::EntryId id, int stars);
    void tagsEdited(diptych::history::EntryId id, const QStringList& tags);
    void noteEdited(diptych::history::EntryId id, const QString& note);
    void parentRequested(diptych::history::EntryId parent);

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeContent(const QList<QAction*>& actions);
    void showFacts(const EntryDetails& details);
    void addFact(const QString& name, const QString& value);
    void tellTags();
    void tellNote();
    void retranslate();

    history::EntryId id_ = 0;
    EntryDetails shown_;
    int selected_ = 0;
    QWidget* buttons_ = nullptr;
    QWidget* body_ = nullptr;
    QLabel* hint_ = nullptr;
    QLabel* prompt_ = nullptr;
    QLabel* warning_ = nullptr;
    StarsEdit* stars_ = nullptr;
    QLabel* starsLabel_ = nullptr;
    QLabel* tagsLabel_ = nullptr;
    QLineEdit* tags_ = nullptr;
    QLabel* noteLabel_ = nullptr;
    QPlainTextEdit* note_ = nullptr;
    QLabel* parent_ = nullptr;
    QFormLayout* facts_ = nullptr;
    QTimer noteTimer_; ///< a pause in typing
};

} // namespace diptych::widgets
