// Before the settings of an old picture are used again: what would change, field by field, each
// with a check box.
#pragma once

#include "core/domain/generation_request.h"
#include "widgets/history_model/request_changes.h"

#include <QDialog>

#include <string>
#include <vector>

class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QPlainTextEdit;
class QTreeWidget;

namespace diptych::widgets {

class RecallDialog : public QDialog {
    Q_OBJECT

  public:
    /// `now` is what the form holds, `then` what drew the picture; see EntryDetails for
    /// `missingFiles`. A field that needs a missing file begins unchecked.
    RecallDialog(GenerationRequest now, GenerationRequest then,
                 const std::vector<std::string>& missingFiles, QWidget* parent = nullptr);

    /// For settings that came from another program's picture: which, and what was not understood,
    /// a line each.
    void setSource(const QString& program, const QStringList& notUnderstood);

    /// Whether there is anything to choose: else the form can say so and show no dialog.
    bool hasChanges() const { return !changes_.empty(); }
    /// `now` with the fields that are checked.
    GenerationRequest request() const;
    /// How many fields are checked.
    int checkedCount() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void makeLayout();
    void fill(const std::vector<std::string>& missingFiles);
    QStringList checkedIds() const;
    void checkAll(bool checked);
    void refresh();
    void showValues();
    void retranslate();

    GenerationRequest now_;
    GenerationRequest then_;
    std::vector<std::string> missingFiles_;
    std::vector<RequestChange> changes_;
    QLabel* intro_;
    QTreeWidget* fields_;
    QLabel* oldLabel_;
    QLabel* newLabel_;
    QPlainTextEdit* oldText_;
    QPlainTextEdit* newText_;
    QLabel* unknownLabel_;
    QPlainTextEdit* unknown_;
    QString program_; ///< empty = a picture of the history
    QCheckBox* all_;
    QDialogButtonBox* buttons_;
};

} // namespace diptych::widgets
