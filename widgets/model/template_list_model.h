// The templates that the panel lists: what the filters leave of the library, with what the user
// likes and has used.
#pragma once

#include "widgets/model/template_service.h"

#include <QAbstractListModel>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <string>
#include <vector>

namespace diptych::widgets {

enum TemplateRole {
    TemplateNameRole = Qt::UserRole + 1,
    TemplateDescriptionRole,
    TemplateCategoryRole,  ///< as the user reads it
    TemplateFavouriteRole, ///< bool
    TemplateOwnRole,       ///< bool: the user's, so it can be changed
};

/// Which templates are meant, before category and search.
enum class TemplateShelf { All, Favourites, Recent, Own };

struct TemplateFilter {
    QString query;
    QString category; ///< empty = all but rewriters
    TemplateShelf shelf = TemplateShelf::All;

    bool operator==(const TemplateFilter&) const = default;
};

class TemplateListModel : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int kMostRecent = 20;

    explicit TemplateListModel(QObject* parent = nullptr);

    void setSnapshot(TemplateSnapshotPtr snapshot);
    const TemplateSnapshotPtr& snapshot() const { return snapshot_; }
    void setFilter(const TemplateFilter& filter);
    const TemplateFilter& filter() const { return filter_; }

    /// Names; those that the library does not have now are kept for later.
    void setFavourites(const QStringList& names);
    const QStringList& favourites() const { return favourites_; }
    void toggleFavourite(const QString& name);
    /// The last used first.
    void setRecent(const QStringList& names);
    const QStringList& recent() const { return recent_; }
    void noteUse(const QString& name);
    /// A template goes by another name from now on.
    void rename(const QString& from, const QString& to);

    /// Null outside of the list.
    const PromptTemplate* at(int row) const;
    /// −1 = not listed.
    int rowOf(const QString& name) const;
    /// Of the whole library, sorted; the rewriters' is the last.
    QStringList categories() const;
    /// Those that most templates have, the most frequent first.
    QStringList tags(int most) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  Q_SIGNALS:
    /// Favourites or recently used ones are others: they should be stored.
    void marksChanged();
    /// The rows are others.
    void filtered();

  private:
    void refresh();
    bool isShown(const PromptTemplate& value) const;

    TemplateSnapshotPtr snapshot_ = std::make_shared<TemplateSnapshot>();
    TemplateFilter filter_;
    QStringList favourites_;
    QStringList recent_;
    std::vector<std::size_t> rows_; ///< indices into the snapshot's `all`
};

} // namespace diptych::widgets
