// What was different when the compared pictures were drawn: a row for each field of the requests
// that is not the same in all of them, a column for each picture.
#pragma once

#include "widgets/compare/compare_set.h"

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include <vector>

namespace diptych::widgets {

class ChangesModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    /// `set` is borrowed; the model follows it.
    explicit ChangesModel(const CompareSet* set, QObject* parent = nullptr);

    /// The differing fields of a picture in a few words: "Steps 12, Seed 5"; its name where
    /// nothing differs or nothing is known.
    QString summary(int picture) const;
    /// The stable name of a row's field, as requestChanges gives it.
    QString fieldOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Row {
        QString id;
        QString name;
        QStringList texts; ///< one for each picture; null = not known
    };

    void rebuild();
    std::vector<Row> rowsNow() const;

    const CompareSet* set_;
    std::vector<Row> rows_;
    int columns_ = 0;
};

} // namespace diptych::widgets
