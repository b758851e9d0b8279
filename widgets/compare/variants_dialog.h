// "Compare variants": what the form holds, two to nine times, with what is different; drawn from
// the same noise by one press. A grid of one or two axes fills the columns.
#pragma once

#include "core/domain/generation_request.h"
#include "widgets/compare/variants_model.h"

#include <QDialog>
#include <QStyledItemDelegate>

#include <functional>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableView;
class QToolButton;

namespace diptych::widgets {

/// Choices as lists; long texts have a place of their own below the table.
class VariantDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override;
};

class VariantsDialog : public QDialog {
    Q_OBJECT

  public:
    /// Seconds that a picture of this request will take; empty = not known.
    using Estimate = std::function<std::optional<double>(const GenerationRequest&)>;

    VariantsDialog(std::vector<VariantField> fields, const GenerationRequest& request,
                   Estimate estimate, QWidget* parent = nullptr);

    VariantsModel& model() { return model_; }

  Q_SIGNALS:
    void runRequested(const std::vector<diptych::GenerationRequest>& requests);

  private:
    QWidget* makeTable();
    QWidget* makeText();
    QWidget* makeColumnButtons();
    QWidget* makeFieldButtons();
    QWidget* makeGrid();
    QWidget* makeAxis(const char* name, const QString& label, QComboBox*& field, QLineEdit*& values,
                      bool isOptional);
    QWidget* makeFoot();
    QWidget* makeFileNotice(const QString& file);
    void fillFields(QComboBox* box) const;
    void refreshFields(QComboBox* box) const;
    void connectAll();

    void showCurrent();
    void refreshButtons();
    void makeGridColumns();
    void refresh();
    void tell(const QString& text);
    void run();

    VariantsModel model_;
    Estimate estimate_;
    QTableView* table_ = nullptr;
    QWidget* fileNotice_ = nullptr;
    QWidget* textBox_ = nullptr;
    QLabel* textLabel_ = nullptr;
    QPlainTextEdit* text_ = nullptr;
    QToolButton* add_ = nullptr;
    QToolButton* remove_ = nullptr;
    QToolButton* removeRow_ = nullptr;
    QComboBox* field_ = nullptr;
    QComboBox* firstField_ = nullptr;
    QComboBox* secondField_ = nullptr;
    QLineEdit* firstValues_ = nullptr;
    QLineEdit* secondValues_ = nullptr;
    QLabel* message_ = nullptr;
    QLabel* cost_ = nullptr;
    QPushButton* run_ = nullptr;
};

} // namespace diptych::widgets
