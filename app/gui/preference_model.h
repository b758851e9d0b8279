// The settings as a table: name and value, one row for each field of the configuration, with a dot
// where the user chose something in the window.
#pragma once

#include "app/gui/preferences.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include <vector>

namespace diptych::gui {

class PreferenceModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { NameColumn, ValueColumn, ColumnCount };
    enum Role {
        SectionRole = Qt::UserRole + 1, ///< QString: "generation"; the page it belongs to
        SearchRole,                     ///< QString: all words that a search looks through
        ChangedRole,                    ///< bool: chosen in the window
        ChoicesRole,                    ///< QStringList; empty = free text
    };

    /// `preferences` is borrowed.
    explicit PreferenceModel(Preferences* preferences, QObject* parent = nullptr);

    /// What is in force, for fields that are not chosen here.
    void setEffective(const config::EffectiveConfig& effective);
    const config::Field& field(int row) const { return *fields_[static_cast<std::size_t>(row)]; }
    /// Where the value of a row comes from, in words.
    QString sourceText(int row) const;
    /// Back to what files and defaults say.
    void reset(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// The text as the command line takes it. False, and `refused`, when it is not possible.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  Q_SIGNALS:
    /// A value was chosen or set back.
    void edited();
    void refused(const QString& reason);

  private:
    QString valueText(const config::Field& field) const;

    Preferences* preferences_;
    config::EffectiveConfig effective_;
    std::vector<const config::Field*> fields_;
};

/// Choices get a list to choose from, everything else a line of text.
class PreferenceDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace diptych::gui
