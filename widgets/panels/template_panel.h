// The template library: found by typing, seen as the text encoder will read it, applied in one step
// that can be undone; and the user's own templates written, changed and thrown away.
#pragma once

#include "core/prompt/prompt_template.h"
#include "widgets/model/template_applier.h"
#include "widgets/model/template_list_model.h"
#include "widgets/model/template_service.h"

#include <QTimer>
#include <QWidget>

#include <string>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace diptych::widgets {

class NoticeBar;
class PromptEdit;
class TemplateEditor;
class VariableFields;

class TemplatePanel : public QWidget {
    Q_OBJECT

  public:
    /// All are borrowed.
    TemplatePanel(TemplateService* service, TemplateListModel* list, TemplateApplier* applier,
                  RequestModel* form, QWidget* parent = nullptr);

    void focusSearch();
    /// Shows a template, with filters that let it be seen.
    void select(const QString& name);

  Q_SIGNALS:
    void applied(const QString& name);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* makeFilters();
    QWidget* makeList();
    QWidget* makeDetails();
    QWidget* makeButtons();
    void fillMenu();
    void takeSnapshot(const TemplateSnapshotPtr& snapshot, const TemplateChanges& changes);
    void tellProblems(const TemplateSnapshot& snapshot);
    void filter();
    void showRows();
    void showCurrent();
    void refreshPreview();
    void apply();
    const PromptTemplate* current() const;
    QString currentName() const;
    void tell(const Result<PromptTemplate>& result, const QString& done);

    // The user's own templates.
    void write();
    void edit();
    void duplicate();
    void remove();
    void import();
    void importFile(const QString& file, bool overwrite);
    void exportCurrent();
    void openEditor(const QString& title, const PromptTemplate& value, bool isNew);
    void saveFrom(TemplateEditor* editor, const std::string& oldName, bool isNew);

    TemplateService* service_;
    TemplateListModel* list_;
    TemplateApplier* applier_;
    RequestModel* form_;
    QString shown_; ///< the name in the details; stays while a filter hides it
    QString query_; ///< of the rows that are shown
    QTimer settle_;

    NoticeBar* notices_ = nullptr;
    QLineEdit* search_ = nullptr;
    QComboBox* shelf_ = nullptr;
    QComboBox* category_ = nullptr;
    QListView* view_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    QLabel* empty_ = nullptr;
    QWidget* details_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* facts_ = nullptr;
    QToolButton* menu_ = nullptr;
    VariableFields* fields_ = nullptr;
    PromptEdit* preview_ = nullptr;
    QLabel* surprises_ = nullptr;
    QPushButton* apply_ = nullptr;
    QPushButton* takeOff_ = nullptr;
};

} // namespace diptych::widgets
