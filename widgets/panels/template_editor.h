// A dialog that edits a template. It stays open until it was saved, so that nothing that was typed
// is lost when saving fails.
#pragma once

#include "core/prompt/prompt_template.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace diptych::widgets {

class PromptEdit;

class TemplateEditor : public QDialog {
    Q_OBJECT

  public:
    /// `categories` are proposed; others can be typed.
    TemplateEditor(const QString& title, PromptTemplate value, const QStringList& categories,
                   QWidget* parent = nullptr);

    /// What is in the fields; keys of the file that have no field are kept.
    PromptTemplate value() const;
    /// Why it was not saved; the dialog stays.
    void showProblem(const QString& text);
    /// Asks for a second time where something would be lost.
    void reject() override;

  Q_SIGNALS:
    /// The owner saves it, and then accepts the dialog or shows the problem.
    void saveRequested();

  private:
    void addFields(QFormLayout* form, const QStringList& categories);
    void fill();
    void check();

    PromptTemplate value_;
    QLineEdit* name_;
    QLineEdit* title_;
    QComboBox* category_;
    QLineEdit* description_;
    QLineEdit* tags_;
    QComboBox* thinkBlock_;
    PromptEdit* body_;
    PromptEdit* thinking_;
    PromptEdit* assistant_;
    QLabel* advice_;
    QPushButton* save_;
    bool discards_ = false; ///< Esc was pressed once with changes
};

/// What should be looked at in a template, in whole sentences: unpaired think tags, control tokens,
/// a body outside of the range that works, its variables.
QStringList adviceFor(const PromptTemplate& value);

} // namespace diptych::widgets
