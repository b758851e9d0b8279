// How a prompt is to be rewritten: by which instruction, with which numbers, how often.
#pragma once

#include "core/config/app_config.h"
#include "core/pipeline/prompt_rewriter.h"
#include "widgets/model/template_service.h"

#include <QVariantMap>
#include <QWidget>

#include <cstdint>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace diptych::widgets {

class CollapsibleSection;
class PromptEdit;
class QuietDoubleSpinBox;
class QuietSpinBox;
class SeedEdit;
class VariableFields;

class RewriterSetup : public QWidget {
    Q_OBJECT

  public:
    explicit RewriterSetup(QWidget* parent = nullptr);

    /// What the controls begin with.
    void setSettings(const config::RewriterSettings& settings);
    /// What the user has changed since, and the same at a later start, each under a name of its
    /// own. The seed and the values of variables are for one text alone.
    QVariantMap changes() const;
    void restore(const QVariantMap& changes);
    /// Every name that `changes` may hold.
    QStringList changeNames() const { return begin_.keys(); }
    /// The rewriters that can be chosen. One that is chosen and gone becomes an instruction of the
    /// user's own with its text, and `chosenGone` tells.
    void setTemplates(TemplateSnapshotPtr snapshot);
    void select(const QString& rewriter);

    /// Everything but the prompt and the seed. Errors: InvalidInput (a variable of the rewriter
    /// that has no value).
    Result<RewriteRequest> request() const;
    /// Leads to the variable that has none; false when every one has.
    bool focusNeeded();
    std::optional<std::int64_t> seed() const;
    int variants() const;
    CollapsibleSection* numbersSection() { return numbers_; }

  Q_SIGNALS:
    void chosenGone(const QString& name);
    /// What `changes` tells is another thing.
    void edited();

  private:
    void addInstruction();
    void addNumbers();
    void addRow(const QString& name, const QString& label, const QString& help, QWidget* control);
    QuietDoubleSpinBox* makeNumber(double least, double most, double step);
    void connectEdits();
    void showInstruction();
    QVariantMap state() const;

    TemplateSnapshotPtr snapshot_ = std::make_shared<TemplateSnapshot>();
    QString wanted_; ///< what was chosen, also while the library does not have it yet
    QComboBox* choice_;
    QLabel* about_;
    PromptEdit* own_;
    VariableFields* variables_;
    QCheckBox* thinking_;
    CollapsibleSection* numbers_;
    QWidget* rows_;
    QuietDoubleSpinBox* temperature_;
    QuietDoubleSpinBox* topP_;
    QuietSpinBox* topK_;
    QuietDoubleSpinBox* minP_;
    QuietDoubleSpinBox* presence_;
    QuietDoubleSpinBox* repetition_;
    QuietSpinBox* maxTokens_;
    SeedEdit* seed_;
    QuietSpinBox* count_; ///< of variants
    QVariantMap begin_;   ///< the state after `setSettings`
};

} // namespace diptych::widgets
