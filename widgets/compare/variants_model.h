// Variants of one request, to be drawn from the same noise: a column for each, a row for each field
// that is looked at. Every column begins as a copy.
#pragma once

#include "core/domain/generation_request.h"
#include "widgets/compare/variant_fields.h"

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace diptych::widgets {

/// A field and the values that it takes, one after another.
struct GridAxis {
    QString field; ///< its id; empty = no axis
    QStringList values;
};

/// "8, 12; 20" → three values. Commas part values, unless a semicolon or a line break does: prompts
/// have commas. Blanks around values and empty values are left out.
QStringList axisValues(const QString& text);

class VariantsModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    static constexpr int kMost = 9;

    /// Qt::EditRole is the whole text of a cell.
    enum Role {
        ChoicesRole = Qt::UserRole + 1, ///< QStringList; empty = any text
        LongTextRole,                   ///< bool
        FieldRole,                      ///< QString, the field's id
    };

    explicit VariantsModel(std::vector<VariantField> fields, QObject* parent = nullptr);

    const std::vector<VariantField>& fields() const { return fields_; }

    /// Whether the columns are drawn from a file of embeddings, so that what acts through the text
    /// encoder has no effect.
    bool drawsFromFile() const { return !columns_.front().embeddings.prompt.empty(); }
    /// Draws all columns from their prompts instead.
    void drawFromPrompts();
    /// A field that has none cannot be edited and is no axis of a grid.
    bool hasEffect(const VariantField& field) const { return !field.isEncoded || !drawsFromFile(); }

    /// Two columns of this request, which draws one picture each, and the prompt as the only row.
    /// An open seed is drawn, so that all columns share their noise.
    void begin(GenerationRequest request);
    /// A copy of a column at the end; false when there are nine.
    bool duplicate(int column);
    /// Two columns stay at least.
    bool removeColumn(int column);
    /// Shows a row for a field; nothing when it is there already.
    void addRow(const QString& field);
    /// Sets the field back to what the first column has, and takes its row away. The prompt's row
    /// stays.
    void removeRow(int row);
    /// Every value of the first axis with every one of the second, from the first column. Errors:
    /// InvalidInput (no values, fewer than two or more than nine cells, a value that the field
    /// refuses, the same field twice, a field without effect).
    Status setGrid(const GridAxis& first, const GridAxis& second);

    /// What is to be drawn, one each. Errors: InvalidInput, naming the column (see `resolve`).
    Result<std::vector<GenerationRequest>> requests() const;
    /// Whether some column differs from the first.
    bool differs() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  Q_SIGNALS:
    /// A value was not understood; the old one stays.
    void refused(const QString& text);
    /// What would be drawn is another thing now.
    void edited();

  private:
    const VariantField* find(const QString& id) const;
    const VariantField& fieldAt(int row) const { return *rows_[static_cast<std::size_t>(row)]; }

    std::vector<VariantField> fields_;
    std::vector<const VariantField*> rows_;
    std::vector<GenerationRequest> columns_;
};

} // namespace diptych::widgets
